"""Switching values in words: where an input must lie for an option to deter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from foedus.assessment import Input
from foedus.deterrence import NOTHING, Decision, holding, taken_as
from foedus.deterrence import Row as Decided
from foedus.language import Source
from foedus.views.origins import reason

_NONE: Mapping[str, Source] = MappingProxyType({})
_NEAR = 0.005
"""A share that is told as none: there the answer changes at what the input is taken to be."""
MOST = 5
"""Switching values told for each option; the JSON has all."""


class Crossing(NamedTuple):
    """Where the answer changes along one input.

    Parameters
    ----------
    name, what
        The input, and the same in words.
    kind, middle, value, deters, away
        As in `foedus.deterrence.questions.switching.Switch`.
    turns
        Every value of the input at which the answer on the option changes, and on which side of
        it the option deters.
    why
        Why it is taken to be that, with its sources; empty where it was told of an option before.
    by, span
        Who is deterred, and as in `foedus.deterrence.questions.switching.Switch`.
    """

    name: str
    what: str
    kind: str
    middle: float
    value: float
    deters: str
    away: float
    turns: tuple[tuple[float, str], ...]
    why: str = ""
    by: str = ""
    span: tuple[float, float] | None = None

    @property
    def where(self) -> str:
        """Where it deters, as every screen says it."""
        return holding(self.name, self.what, self.turns, self.middle, self.by)

    @property
    def taken(self) -> str:
        """What it is taken to be, in words."""
        return taken_as(self.name, self.middle, self.span)

    @property
    def said(self) -> str:
        """Where it deters, and what is taken instead."""
        return f"{self.where} ({self.kind}: {self.taken})"


def crossings(inputs: Iterable[Input], row: Decided) -> list[Crossing]:
    """Return where the answer on an option changes, in the order of the decision table."""
    known = {one.name: one for one in inputs}
    return [
        Crossing(
            s.name,
            known[s.name].says if s.name in known else s.name,
            s.kind,
            s.middle,
            s.value,
            s.deters,
            s.away,
            tuple((one.value, one.deters) for one in row.switches if one.name == s.name),
            by=row.by,
            span=s.span,
        )
        for s in row.switches
    ]


class Switched(NamedTuple):
    """Where the answer on some options changes, told once for those in which it is the same.

    With each place goes the share of what is thought possible of it that lies between.
    """

    labels: tuple[str, ...]
    by: str
    deters: bool
    crossings: tuple[tuple[Crossing, str], ...]


def decided(table: Decision | None) -> list[Decided]:
    """Return the rows of a decision table that are about an option."""
    return [row for row in table.rows if row.option != NOTHING] if table else []


def switched(
    table: Decision | None, inputs: Sequence[Input], sources: Mapping[str, Source] = _NONE
) -> list[Switched]:
    """Return where the answer on each option changes, in the order of the decision table."""
    told: set[str] = set()
    alike: dict[tuple[str, bool, tuple[str, ...]], list[tuple[Decided, tuple[Crossing, ...]]]] = {}
    for row in decided(table):
        if row.deters is None:  # nothing was asked of it
            continue
        found = _told(crossings(inputs, row))
        key = (row.name, row.deters, tuple(one.said for one in found))
        alike.setdefault(key, []).append((row, found))
    return [
        Switched(
            tuple(row.label for row, _ in several),
            name,
            deters,
            tuple(
                (
                    _reasoned(places[0], inputs, sources, told),
                    "" if places[0].span else _between([one.away for one in places]),
                )
                for places in zip(*(found for _, found in several), strict=True)
            ),
        )
        for (name, deters, _), several in alike.items()
    ]


def turning(rows: Iterable[Switched]) -> frozenset[str]:
    """Return the inputs that alone turn the answer on some option, of those that are told."""
    return frozenset(one.name for row in rows for one, _ in row.crossings)


def _reasoned(
    one: Crossing, inputs: Sequence[Input], sources: Mapping[str, Source], told: set[str]
) -> Crossing:
    """Return it with the reason of its input, where that was not told before."""
    known = [given for given in inputs if given.name == one.name and one.name not in told]
    told.add(one.name)
    return one._replace(why=reason(known[0], sources)) if known else one


def _told(found: Sequence[Crossing]) -> tuple[Crossing, ...]:
    """Return the first of them, each input once, those left out that say only what it is taken."""
    nearest = {one.name: one for one in reversed(found)}
    told = [one for one in found if one is nearest[one.name]]
    return tuple(one for at, one in enumerate(told) if at == 0 or one.away >= _NEAR)[:MOST]


def _between(shares: Sequence[float]) -> str:
    """Write shares as one percentage, or as the lowest and the highest where they differ."""
    low, high = (f"{100 * end:.0f}" for end in (min(shares), max(shares)))
    return f"{low if low == high else f'{low}–{high}'}\u00a0%"
