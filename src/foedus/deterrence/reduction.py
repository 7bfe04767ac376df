"""What of a situation can still matter: situations that agree on this are one.

Days that no clause looks at any more, clocks of procedures that are not under way and help in
fights that are over are left out of the comparison. `tests/deterrence` checks that games compiled
with and without it have equal solutions.
"""

from __future__ import annotations

from foedus.deterrence.agenda import ALONE, Situation
from foedus.language import Arrangement
from foedus.language.conditions import Condition
from foedus.process import Process, State
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
)

_PAST = 0
"""Stands for any day before today that is only compared with today."""


class Reduction:
    """Tells which situations of a process are alike.

    Parameters
    ----------
    process
        The process that is played.
    """

    def __init__(self, process: Process) -> None:
        a = process.arrangement
        self._reduced: dict[State, State] = {}
        self._contested = tuple(
            frozenset(rung for rung, act in enumerate(ladder.acts) if (p, act.act) in contests)
            for contests in ({(c.by, c.act) for c in a.contests},)
            for p, ladder in a.conduct.items()
        )
        atoms = [atom for c in (*conditions_in(a), *_scored(a)) for atom in c.atoms()]
        self._alleged = tuple(any(x.alleged == n for x in atoms) for n in a.norms)
        self._found = tuple(any(x.found == n for x in atoms) for n in a.norms)
        self._breached = tuple(
            any(n in (x.breached, x.complied) for x in atoms)
            or any(p.opens.alleging == n for p in a.procedures.values())
            for n in a.norms
        )
        self._lasting = tuple(bool(i.sunset) for i in a.instruments.values())
        self._laddered = tuple(bool(g.response_ladder) for g in a.guarantees.values())
        self._reopens = tuple(bool(p.opens.by) for p in a.procedures.values())

    def key(self, at: Situation) -> Situation:
        """Return a situation that stands for all that are like `at`; for comparison only."""
        state = at.state
        courses = state.record.procedures
        seen = tuple(
            day if c.progress is Progress.OPEN else NEVER
            for day, c in zip(at.seen, courses, strict=True)
        )
        fighting = self._fighting(state)
        helped = tuple(h if f else ALONE for h, f in zip(at.help, fighting, strict=True))
        if state not in self._reduced:
            self._reduced[state] = self._state(state, fighting)
        return at._replace(state=self._reduced[state], seen=seen, help=helped)

    def _fighting(self, state: State) -> tuple[bool, ...]:
        w = state.world
        return tuple(
            rung in contested and fight is Fight.UNDECIDED
            for rung, fight, contested in zip(w.rung, w.fight, self._contested, strict=True)
        )

    def _state(self, state: State, fighting: tuple[bool, ...]) -> State:
        w, r, today = state.world, state.record, state.day
        world = World(
            w.rung,
            tuple(
                day if fights or day >= today else _PAST
                for day, fights in zip(w.since, fighting, strict=True)
            ),
            w.peak,
            w.fight,
            _read(w.breached, self._breached),
        )
        record = Record(
            r.performed,
            r.signed,
            tuple(self._life(i, life) for i, life in enumerate(r.instruments)),
            _read(r.alleged, self._alleged),
            _read(r.found, self._found),
            tuple(self._course(i, course, today) for i, course in enumerate(r.procedures)),
            r.admitted,
            r.due,
            tuple(self._promise(i, promise) for i, promise in enumerate(r.guarantees)),
        )
        return State(today, world, record)

    def _life(self, at: int, life: Life) -> Life:
        if life.standing is Standing.IN_FORCE and self._lasting[at]:
            return life
        return life if life.standing is Standing.NOTICE_GIVEN else Life(life.standing, _PAST)

    def _course(self, at: int, course: Course, today: int) -> Course:
        if course.progress is Progress.OPEN:
            return course
        if course.progress is Progress.LAPSED and course.since >= today and self._reopens[at]:
            return course
        return Course(course.progress, 0, _PAST)

    def _promise(self, at: int, promise: Promise) -> Promise:
        if promise.casus == NEVER or self._laddered[at]:
            return promise
        return promise._replace(casus=_PAST)


def _scored(a: Arrangement) -> list[Condition]:
    return [stake.when for stakes in a.stakes.values() for stake in stakes]


def _read(facts: tuple[bool, ...], read: tuple[bool, ...]) -> tuple[bool, ...]:
    """Return the facts that some clause or stake reads; the others count as not so."""
    if all(read) or not any(facts):
        return facts
    return tuple(fact and wanted for fact, wanted in zip(facts, read, strict=True))
