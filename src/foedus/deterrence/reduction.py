"""What of a situation can still matter: situations that agree on this are one.

Days that no clause looks at any more, clocks of procedures that are not under way, help in fights
that are over, acts that nothing tells apart any more (`foedus.deterrence.relevance`) and, once
nobody chooses again, why that is so are left out of the comparison. `tests/deterrence` checks that
games compiled with and without it have equal solutions.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import NamedTuple

from foedus.deterrence.agenda import Agenda
from foedus.deterrence.relevance import Relevance
from foedus.deterrence.situation import Situation, fought
from foedus.language import Arrangement
from foedus.language.conditions import Condition
from foedus.process import State
from foedus.process.electorate import conditions_in
from foedus.process.state import (
    NEVER,
    Course,
    Fight,
    Life,
    Progress,
    Promise,
    Record,
    Standing,
    World,
    put,
)

_OVER = "over"
_PAST = 0
"""Stands for any day before today that is only compared with today."""


class _Unread(NamedTuple):
    """Norms of which nobody reads that their breach was alleged or found, or that there was one."""

    alleged: tuple[int, ...]
    found: tuple[int, ...]
    breached: tuple[int, ...]


class _Reduced(NamedTuple):
    """The number of a reduced state, the fronts that are fought over, procedures under way."""

    number: int
    fighting: tuple[int, ...]
    running: tuple[int, ...]


class Reduction:
    """Tells which situations of a game are alike.

    Parameters
    ----------
    agenda
        Who is asked what.
    """

    def __init__(self, agenda: Agenda) -> None:
        a = agenda.process.arrangement
        self.agenda = agenda
        self._reduced: dict[tuple[State, tuple[int, ...]], _Reduced] = {}
        self._numbers: dict[State, int] = {}
        self._contested = tuple(
            frozenset(
                rung
                for rung, act in enumerate(a.conduct[party].acts)
                if (front, act.act) in agenda.clauses.contests
            )
            for front, (party, _) in enumerate(a.pairs)
        )
        atoms = [atom for c in (*conditions_in(a), *_scored(a)) for atom in c.atoms()]
        breaches = tuple(
            any(n in (x.breached, x.complied) for x in atoms)
            or any(p.opens.alleging == n for p in a.procedures.values())
            or any(step.finds == n for p in a.procedures.values() for step in p.steps)
            for n in a.norms
        )
        self._unread = _Unread(
            _places(any(x.alleged == n for x in atoms) for n in a.norms),
            _places(any(x.found == n for x in atoms) for n in a.norms),
            _places(breaches),
        )
        self._lasting = tuple(bool(i.sunset) for i in a.instruments.values())
        self._laddered = tuple(bool(g.response_ladder) for g in a.guarantees.values())
        self._reopens = tuple(bool(p.opens.by) for p in a.procedures.values())
        self._answering = {
            *(party for g in a.guarantees.values() if g.honour is None for party in g.owed_by),
            *(party for p in a.procedures.values() for s in p.steps for party in s.strategic),
            *a.coercion,
        }
        self._acts = Relevance(agenda, breaches, _scored(a))

    def key(self, at: Situation) -> Hashable:
        """Return what is equal for all situations that are like `at`."""
        over = self._over(at)
        asking = at.question < len(self.agenda.groups)
        spoken = at.spoken if asking else ()
        turns = self._acts.turns(at.question, spoken, at.occasion, over or fought(at.state))
        place = (at.state, turns)
        known = self._reduced.get(place)
        if known is None:
            known = self._reduced[place] = self._looked_at(at.state, turns)
        number, fighting, running = known
        seen = tuple([at.seen[i] for i in running])
        helped = tuple([at.help[i] for i in fighting])
        stage = _OVER if over else (at.occasion, at.question, at.settled)
        told = (at.cried, self._known(at), at.threat, at.signed, at.refused)
        turn = (at.spoken, at.speaker, at.called)
        fixed = (at.due, seen, at.answers, helped, at.coming, *told, *turn)
        return (stage, number, at.crisis, at.agreed, at.vetoed, *fixed)

    def _looked_at(self, state: State, turns: tuple[int, ...]) -> _Reduced:
        fighting = self._fighting(state)
        reduced = self._state(state, fighting, turns)
        courses = enumerate(state.record.procedures)
        return _Reduced(
            self._numbers.setdefault(reduced, len(self._numbers)),
            tuple([i for i, fights in enumerate(fighting) if fights]),
            tuple([i for i, course in courses if course.progress is Progress.OPEN]),
        )

    def _known(self, at: Situation) -> tuple[bool, ...]:
        """Return what parties alone know, without signs that are of no more use to who saw them."""
        first = len(self.agenda.process.arrangement.resolved)
        later = at.occasion < len(self.agenda.occasions) - 1
        if later or at.question < 0 or len(at.resolved) <= first:
            return at.resolved
        groups = self.agenda.groups[at.question :]
        asked = {question.actor for group in groups for question in group} | self._answering
        signs = zip(at.resolved[first:], self.agenda.process.arrangement.signs, strict=False)
        return (*at.resolved[:first], *(seen and party in asked for seen, party in signs))

    def _over(self, at: Situation) -> bool:
        """Say whether nobody chooses conduct or opens anything any more, whatever happens."""
        if at.question < len(self.agenda.groups):
            return False
        if at.settled or at.occasion >= len(self.agenda.occasions) - 1:
            return True
        return fought(at.state) and not any(
            reopens and course.progress is not Progress.DONE
            for reopens, course in zip(self._reopens, at.state.record.procedures, strict=True)
        )

    def _fighting(self, state: State) -> tuple[bool, ...]:
        w = state.world
        rows = zip(w.rung, w.fight, self._contested, strict=True)
        return tuple([rung in c and fight is Fight.UNDECIDED for rung, fight, c in rows])

    def _state(self, state: State, fighting: tuple[bool, ...], turns: tuple[int, ...]) -> State:
        w, r, today = state.world, state.record, state.day
        world = World(
            self._acts.rungs(state, turns, fighting),
            tuple([d if fights else NEVER for d, fights in zip(w.since, fighting, strict=True)]),
            w.peak,
            w.fight,
            _read(w.breached, self._unread.breached),
        )
        instruments, courses, promises = r.instruments, r.procedures, r.guarantees
        # Who left one that binds the others owes what was owed before: then the days still matter.
        leaving = any(life.exits for life in instruments)
        record = Record(
            r.performed,
            r.signed,
            tuple([self._life(i, life) for i, life in enumerate(instruments)]),
            _read(r.alleged, self._unread.alleged),
            _read(r.found, self._unread.found),
            tuple([self._course(i, course, today) for i, course in enumerate(courses)]),
            r.admitted,
            r.due,
            tuple([self._promise(i, promise, leaving) for i, promise in enumerate(promises)]),
        )
        return State(today, world, record)

    def _life(self, at: int, life: Life) -> Life:
        if life.standing is Standing.IN_FORCE and self._lasting[at]:
            return life
        return life if life.standing is Standing.NOTICE_GIVEN else life._replace(since=_PAST)

    def _course(self, at: int, course: Course, today: int) -> Course:
        if course.progress is Progress.OPEN:
            return course
        over = course.progress in (Progress.LAPSED, Progress.DONE)
        if over and course.since >= today and self._reopens[at]:
            return course
        return Course(course.progress, 0, _PAST, (), course.effected)

    def _promise(self, at: int, promise: Promise, leaving: bool) -> Promise:
        if promise.casus == NEVER or self._laddered[at] or leaving:
            return promise
        return promise._replace(casus=_PAST, owed_since=min(promise.owed_since, _PAST))


def _scored(a: Arrangement) -> list[Condition]:
    return [stake.counts for stakes in a.stakes.values() for stake in stakes]


def _places(read: Iterable[bool]) -> tuple[int, ...]:
    """Return where a fact is read by no clause and no stake."""
    return tuple(at for at, wanted in enumerate(read) if not wanted)


def _read(facts: tuple[bool, ...], unread: tuple[int, ...]) -> tuple[bool, ...]:
    """Return the facts that are read; the others count as not so."""
    for at in unread:
        if facts[at]:
            facts = put(facts, at, False)
    return facts
