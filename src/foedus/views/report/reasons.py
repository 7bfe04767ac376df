"""Where each number comes from, on paper: every reason told once, and referred to by its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from foedus.views.quoting import spans
from foedus.views.report.numbers import Number, Row


class Referred(NamedTuple):
    """A number with the numbers of its reasons, and the letter of its set of sources."""

    number: Number
    reasons: str
    sources: str


class Reasons(NamedTuple):
    """What the numbers of a page rest on.

    Parameters
    ----------
    rows
        The numbers of each row.
    reasons
        Every reason, once; the first is number 1.
    sources
        Every set of sources by its letter, once.
    """

    rows: tuple[tuple[str, tuple[Referred, ...]], ...]
    reasons: tuple[str, ...]
    sources: tuple[tuple[str, tuple[str, ...]], ...]


def referred(rows: Sequence[Row], says: Mapping[str, str]) -> Reasons:
    """Return what the numbers of some rows rest on, each reason told once.

    Parameters
    ----------
    rows
        The rows; those of one label are put together.
    says
        What each input says, by its id.
    """
    at: dict[str, int] = {}
    sets: dict[tuple[str, ...], str] = {}
    told: dict[str, list[Referred]] = {}
    for row in rows:
        for n in row.numbers:
            given = [at.setdefault(why, len(at) + 1) for why in _reasons(n, says)]
            of = sets.setdefault(n.sources, _letters(len(sets))) if n.sources else ""
            told.setdefault(row.label, []).append(Referred(n, spans(given), of))
    return Reasons(
        tuple((label, tuple(numbers)) for label, numbers in told.items()),
        tuple(at),
        tuple((letter, ids) for ids, letter in sets.items()),
    )


def _reasons(n: Number, says: Mapping[str, str]) -> Iterator[str]:
    yield from n.whole
    if n.inputs:
        named = "; ".join(says[name] for name in n.inputs)
        yield f"the game, in which these inputs move attack most: {named}"


def _letters(at: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
