"""What of the parties' present acts can still matter, to a clause, a stake or a later choice.

A party that is at one act and a party that is at another are alike as soon as nothing tells them
apart any more: no fight hangs on the act, no norm that is still to be breached forbids the one and
not the other, no guarantee answers only one of them, and no condition reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from foedus.deterrence.agenda import Agenda
from foedus.language import Arrangement, Condition
from foedus.process import ENDED, State, conditions_in

Rungs = tuple[tuple[int, int], ...]
"""Pairs of a front and a rung of its ladder from which on something differs."""


class _Prohibition(NamedTuple):
    """A norm that forbids rungs, with the rungs that its exceptions read."""

    at: int
    rungs: Rungs
    reads: Rungs
    instrument: int | None
    revived: bool


class Relevance:
    """Tells which rungs of each ladder still differ.

    Parameters
    ----------
    agenda
        Who is asked what.
    breaches
        By norm: whether anything reads that it was breached.
    scored
        The conditions of the stakes.
    """

    def __init__(
        self, agenda: Agenda, breaches: tuple[bool, ...], scored: Iterable[Condition]
    ) -> None:
        self.clauses = agenda.clauses
        a = agenda.process.arrangement
        self._end, self._last = len(agenda.groups), len(agenda.occasions) - 1
        places = {
            agenda.front(question): (at, place)
            for at, group in enumerate(agenda.groups)
            for place, question in enumerate(group)
            if question.kind == "conduct"
        }
        self._asked = tuple(places[front] for front in range(len(a.pairs)))
        self._guarantees = tuple(
            (front, g.casus, text.covers_ongoing)
            for g, text in zip(self.clauses.guarantees, a.guarantees.values(), strict=True)
            for front in g.fronts
        )
        self._prohibitions = tuple(self._prohibition(a, at) for at, _ in self.clauses.forbidden)
        self._prohibitions = tuple(p for p in self._prohibitions if breaches[p.at])
        excepted = {
            id(condition)
            for at, _ in self.clauses.forbidden
            for norm in (self.clauses.norms[at].norm,)
            for condition in (norm.while_, norm.unless)
        }
        others = [c for c in conditions_in(a) if id(c) not in excepted]
        self._always = self._reads([*others, *scored])
        self.turns = lru_cache(maxsize=None)(self._turns)

    def _prohibition(self, a: Arrangement, at: int) -> _Prohibition:
        compiled, index = self.clauses.norms[at], self.clauses.index
        norm = compiled.norm
        return _Prohibition(
            at,
            compiled.rungs,
            self._reads([c for c in (norm.while_, norm.unless) if c is not None]),
            None if norm.in_ is None else index.instruments[norm.in_],
            any(e.bring_into_force == norm.in_ for p in a.procedures.values() for e in p.then),
        )

    def _reads(self, conditions: Iterable[Condition]) -> Rungs:
        index = self.clauses.index
        return tuple(
            (front, index.rungs[atom.by or ""][atom.act])
            for condition in conditions
            for atom in condition.atoms()
            if atom.act is not None
            for front in index.fronts_of[atom.by or ""]
        )

    def _turns(
        self, question: int, spoken: tuple[int, ...], occasion: int, over: bool
    ) -> tuple[int, ...]:
        """Return how many groups there are until each front's act is chosen; -1: never."""
        if over:
            return (-1,) * len(self._asked)
        between = question < 0 or question == self._end
        at = 0 if between else question
        later = occasion < self._last
        here = question != self._end
        return tuple(
            q - at
            if (q > at or (q == at and place not in spoken)) and (here or later)
            else (q + self._end - at if later and not between else -1)
            for q, place in self._asked
        )

    def rungs(
        self, state: State, turns: tuple[int, ...], fighting: tuple[bool, ...]
    ) -> tuple[int, ...]:
        """Return for each actor a rung that stands for all those that no longer differ."""
        now = state.world.rung
        if not any(now):
            return now
        differ = list(self._always)
        for actor, casus, covers in self._guarantees:
            if covers or turns[actor] >= 0:
                differ.append((actor, casus))
        for p in self._prohibitions:
            if state.world.breached[p.at] or not self._may_bind(state, p):
                continue
            if any(now[actor] >= rung for actor, rung in p.rungs):
                differ += p.rungs + p.reads
            else:
                differ += [
                    read for read in p.reads if any(_sooner(turns, b, read[0]) for b, _ in p.rungs)
                ]
        stands_for = [rung if fights else 0 for rung, fights in zip(now, fighting, strict=True)]
        for actor, rung in differ:
            if stands_for[actor] < rung <= now[actor]:
                stands_for[actor] = rung
        return tuple(stands_for)

    def _may_bind(self, state: State, p: _Prohibition) -> bool:
        if p.instrument is None or p.revived:
            return True
        if state.record.instruments[p.instrument].standing not in ENDED:
            return True
        norm = self.clauses.norms[p.at].norm
        return self.clauses.stands(state, norm.in_, norm.survives)


def _sooner(turns: tuple[int, ...], one: int, other: int) -> bool:
    """Say whether one act may be chosen before another is; within a group either may be."""
    return turns[one] >= 0 and (turns[other] < 0 or (one != other and turns[one] <= turns[other]))
