"""Rounds of a play that come again and again are told once, with how often they come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.loopholes.story import Line
from foedus.process import Move, Process

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST = 8
"""Steps that a round has at most, for it to be looked for."""
_OFTEN = 3
"""Times that a round comes before it is told once: two that are alike may be read in full."""
_COUNTED = ("", "", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ")


def in_rounds(process: Process, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a play with a round that comes again told once, and how often it comes.

    Rounds are alike if all that is told of them is, but for the days.

    Parameters
    ----------
    process
        The process.
    lines
        What happens, in its order.
    """
    keys = [(_DATE.sub("", line.said), _undated(line.follows), line.clause) for line in lines]
    told: list[Line] = []
    at = 0
    while at < len(lines):
        size, times = max(
            ((size, _times(keys, at, size)) for size in range(1, _LONGEST + 1)),
            key=lambda found: (found[0] * found[1] if found[1] >= _OFTEN else 0, -found[0]),
        )
        if times < _OFTEN:
            told.append(lines[at])
            at += 1
            continue
        told += lines[at : at + size]
        at += size * times
        told.append(_again(process, lines[at - 1], size, times - 1))
    return tuple(told)


def _undated(follows: Sequence[str]) -> tuple[str, ...]:
    return tuple(_DATE.sub("", change) for change in follows)


def _times(keys: Sequence[object], at: int, size: int) -> int:
    """Return how often a round of so many lines comes from a place on, one after another."""
    first, times = keys[at : at + size], 1
    while keys[at + size * times : at + size * (times + 1)] == first:
        times += 1
    return times


def _again(process: Process, last: Line, size: int, times: int) -> Line:
    """Tell that the lines before come again, by the last line of the last round."""
    said = (
        f"the last {_COUNTED[size]}of these {'come' if size > 1 else 'comes'} again,"
        f" {times} times until this day"
    )
    wait = Move("wait", until=(last.on - process.arrangement.as_of).days)
    return Line(last.on, said, (), (), (wait,))
