"""The reasons of numbers in full, on paper: each told once, under the number it is first of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from foedus.views.report.numbers import Row


class Reasons(NamedTuple):
    """What the numbers of a row rest on, beside what was told of rows before.

    `said` holds what a number is and its reasons.
    """

    label: str
    said: tuple[tuple[str, tuple[str, ...]], ...]


def once(rows: Sequence[Row]) -> tuple[Reasons, ...]:
    """Return every reason of the numbers of some rows, once.

    Parameters
    ----------
    rows
        The rows; those of one label are put together.
    """
    told: dict[str, None] = {}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        for n in row.numbers:
            new = tuple(why for why in dict.fromkeys(n.whole) if why not in told)
            told |= dict.fromkeys(new)
            if new:
                of = found.setdefault(row.label, {})
                of[n.heading] = (*of.get(n.heading, ()), *new)
    return tuple(Reasons(label, tuple(said.items())) for label, said in found.items())
