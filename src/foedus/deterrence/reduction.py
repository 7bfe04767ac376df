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
from foedus.deterrence.scoring import Scores
from foedus.deterrence.settled import Fact, settled
from foedus.deterrence.situation import Situation, fought
from foedus.language import Condition
from foedus.process import (
    NEVER,
    Course,
    Fight,
    Life,
    Progress,
    Promise,
    Record,
    Standing,
    State,
    World,
    put,
)

_Lives = tuple[Life, ...]
_OVER = "over"
_PAST = 0
"""Stands for any day before today that is only compared with today."""


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

    def __init__(self, agenda: Agenda, scores: Scores) -> None:
        a = agenda.process.arrangement
        self.agenda, self._scores = agenda, scores
        self._reduced: dict[tuple[int, tuple[int, ...], bool], _Reduced] = {}
        self._numbers: dict[tuple[tuple[bool, ...], State], int] = {}
        self._lives: dict[_Lives, tuple[_Lives, bool]] = {}
        self._contested = tuple(
            frozenset(
                rung
                for rung, act in enumerate(a.conduct[party].acts)
                if (front, act.act) in agenda.clauses.contests
            )
            for front, (party, _) in enumerate(a.pairs)
        )
        self._facts = scores.facts
        self._done = tuple(settled(Condition(performed=name), agenda.clauses) for name in a.deeds)
        self._lasting = tuple(bool(i.sunset) for i in a.instruments.values())
        self._laddered = tuple(bool(g.response_ladder) for g in a.guarantees.values())
        self._reopens = tuple(bool(p.opens.by) for p in a.procedures.values())
        self._answering = {
            *(party for g in a.guarantees.values() if g.honour is None for party in g.owed_by),
            *(party for p in a.procedures.values() for s in p.steps for party in s.strategic),
            *a.coercion,
        }
        silent = {fact.at for fact in self._facts.breached if not fact.stakes}
        breaches = tuple(at not in silent for at in range(len(a.norms)))
        self._acts = Relevance(agenda, breaches, scores.read)

    def key(self, at: Situation) -> Hashable:
        """Return what is equal for all situations that are like `at`."""
        over = self._over(at)
        asking = at.question < len(self.agenda.groups)
        spoken = at.spoken if asking else ()
        idle = over or fought(at.state)
        turns = self._acts.turns(at.question, spoken, at.occasion, idle)
        place = (self.agenda.states.number(at.state), turns, idle)
        known = self._reduced.get(place)
        if known is None:
            known = self._reduced[place] = self._looked_at(at.state, turns, idle)
        number, fighting, running = known
        seen = tuple([at.seen[i] for i in running])
        helped = tuple([at.help[i] for i in fighting])
        stage = _OVER if over else (at.occasion, at.question, at.settled)
        reached = tuple([at.reached[i] for i in running])
        told = (at.cried, self._known(at), at.threat, at.made, at.signed, at.refused)
        turn = (at.spoken, at.speaker, at.called)
        fixed = (at.due, seen, reached, at.today, at.answers, helped, at.coming, *told, *turn)
        return (stage, number, at.crisis, at.agreed, at.vetoed, *fixed)

    def _looked_at(self, state: State, turns: tuple[int, ...], idle: bool) -> _Reduced:
        fighting = self._fighting(state)
        so = self._scores.known(state)
        reduced = self._state(state, so, fighting, turns, idle)
        opened = tuple([one is None for one in so])
        courses = enumerate(state.record.procedures)
        return _Reduced(
            self._numbers.setdefault((opened, reduced), len(self._numbers)),
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

    def _state(
        self,
        state: State,
        so: tuple[bool | None, ...],
        fighting: tuple[bool, ...],
        turns: tuple[int, ...],
        idle: bool,
    ) -> State:
        w, r, today = state.world, state.record, state.day
        world = World(
            self._acts.rungs(state, turns, fighting),
            tuple([d if fights else NEVER for d, fights in zip(w.since, fighting, strict=True)]),
            w.peak,
            w.fight,
            _read(w.breached, self._facts.breached, so),
        )
        instruments, courses, promises = r.instruments, r.procedures, r.guarantees
        # Who left one that binds the others owes what was owed before: then the days still matter.
        lives, leaving = self._lives.get(instruments) or self._lived(instruments)
        record = Record(
            _read(r.performed, self._done_with(state, idle), so),
            r.signed,
            lives,
            _read(r.alleged, self._facts.alleged, so),
            _read(r.found, self._facts.found, so),
            tuple([self._course(i, course, today) for i, course in enumerate(courses)]),
            r.admitted,
            r.due,
            tuple([self._promise(i, promise, leaving) for i, promise in enumerate(promises)]),
        )
        return State(today, world, record)

    def _done_with(self, state: State, idle: bool) -> Iterable[Fact]:
        """Return the deeds that nobody can do any more."""
        return [f for f in self._facts.performed if idle or self._done[f.at](state) is not None]

    def _lived(self, instruments: _Lives) -> tuple[_Lives, bool]:
        """Look at the instruments once: they change far less often than what else is so."""
        lives = tuple([self._life(i, life) for i, life in enumerate(instruments)])
        found = self._lives[instruments] = lives, any(life.exits for life in instruments)
        return found

    def _life(self, at: int, life: Life) -> Life:
        if life.standing is Standing.IN_FORCE and self._lasting[at]:
            return life
        if life.standing is Standing.NOTICE_GIVEN:
            return life
        return Life(life.standing, _PAST, min(life.ends, _PAST), life.exits)

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
        since = min(promise.owed_since, _PAST)
        return promise._replace(casus=_PAST, owed_since=since, at_its_end=False)


def _read(
    known: tuple[bool, ...], unread: Iterable[Fact], so: tuple[bool | None, ...]
) -> tuple[bool, ...]:
    """Return the facts that somebody reads; the others count as not so."""
    for at, stakes in unread:
        if known[at] and not [stake for stake in stakes if so[stake] is None]:
            known = put(known, at, False)
    return known
