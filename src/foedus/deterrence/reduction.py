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
from foedus.deterrence.minds import Told
from foedus.deterrence.recalled import truth_of
from foedus.deterrence.relevance import Relevance
from foedus.deterrence.scoring import Scores
from foedus.deterrence.settled import Fact, settled
from foedus.deterrence.sides import one_will
from foedus.deterrence.situation import ALONE, FORCE, Help, Situation, fought
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
        self._numbers: dict[Hashable, int] = {}
        self._worlds: dict[Hashable, tuple[int, tuple[int, ...]]] = {}
        self._records: dict[Hashable, tuple[int, tuple[int, ...]]] = {}
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
        wills = one_will(a)
        self._dated = tuple(  # in stages, or answered for another text on the day of one act
            bool(g.response_ladder) or (g.honour is None and len(wills[name]) > 1)
            for name, g in a.guarantees.items()
        )
        self._forces = tuple(FORCE.get(g.response, ALONE) for g in a.guarantees.values())
        self._reopens = tuple(bool(p.opens.by) for p in a.procedures.values())
        self._reopening = tuple(at for at, reopens in enumerate(self._reopens) if reopens)
        self._between = {question.clause for question in agenda.between.questions}
        self._answering = {
            *(party for g in a.guarantees.values() if g.honour is None for party in g.owed_by),
            *(party for p in a.procedures.values() for s in p.steps for party in s.strategic),
            *a.coercion,
        }
        silent = {fact.at for fact in self._facts.breached if not fact.stakes}
        breaches = tuple(at not in silent for at in range(len(a.norms)))
        self._acts = Relevance(agenda, breaches, scores.read)

    def key(self, at: Situation) -> Hashable:
        """Return what is equal for all situations that are like `at`: a number."""
        over, state = self._over(at), at.state
        spoken = at.spoken if at.question < len(self.agenda.groups) else ()
        idle = over or fought(state)
        turns = self._acts.turns(at.question, spoken, at.occasion, idle)
        place = (self.agenda.states.number(state), turns, idle)
        known = self._reduced.get(place)
        if known is None:
            known = self._reduced[place] = self._looked_at(state, turns, idle)
        number, fighting, running = known
        under_way = tuple([(at.seen[i], at.reached[i]) for i in running])
        helped = tuple([self._helped(state, i, at.help[i]) for i in fighting])
        stage = _OVER if over else (at.occasion, at.question, at.settled)
        told = (at.cried, self._known(at), at.threat, at.made, at.signed, at.refused)
        heard = (at.races if fighting else (), self._told(at, over))
        asked = self.agenda.between.remembered(at) if at.offered else ()
        turn = (at.spoken, at.speaker, at.called, asked)
        fixed = (at.due, under_way, at.today, at.answers, helped, at.coming, *told, *turn)
        return self._numbered((stage, number, at.crisis, at.agreed, at.vetoed, *fixed, *heard))

    def _numbered(self, value: Hashable) -> int:
        """Return a number that equal values share, and no others of whatever kind."""
        return self._numbers.setdefault(value, len(self._numbers))

    def _looked_at(self, state: State, turns: tuple[int, ...], idle: bool) -> _Reduced:
        """Reduce a state: its world and its record apart, of which there are far fewer."""
        so, states = self._scores.known(state), self.agenda.states
        place = states.worlds.number(state.world), turns, so
        bound = states.instruments.number(state.record.instruments)
        around = self._worlds.get((place, bound))
        if around is None:
            around = self._worlds[place, bound] = self._world(state, so, turns)
        done, closed = self._done_with(state, idle), self._closed_today(state)
        kept = states.records.number(state.record), so, done, closed
        written = self._records.get(kept)
        if written is None:
            written = self._records[kept] = self._record(state.record, so, done, closed)
        opened = tuple([one is None for one in so])
        number = self._numbered((opened, state.day, around[0], written[0]))
        return _Reduced(number, around[1], written[1])

    def _known(self, at: Situation) -> tuple[bool, ...]:
        """Return what parties alone know, without signs that are of no more use to who saw them."""
        if not at.resolved:
            return at.resolved
        first = len(self.agenda.process.arrangement.resolved)
        later = at.occasion < len(self.agenda.occasions) - 1
        if later or at.question < 0 or len(at.resolved) <= first:
            return at.resolved
        groups = self.agenda.groups[at.question :]
        asked = {question.actor for group in groups for question in group} | self._answering
        signs = zip(at.resolved[first:], self.agenda.process.arrangement.signs, strict=False)
        return (*at.resolved[:first], *(seen and party in asked for seen, party in signs))

    def _helped(self, state: State, front: int, there: Help) -> Help:
        """Return what of help matters to a fight: who is there, or only how strong that is."""
        clauses = self.agenda.clauses
        act = clauses.act_of(state, *clauses.front_ids[front])
        if not there or self._scores.chances.computes(clauses.contests[front, act]):
            return there
        return (max(self._forces[at] for at in there),)

    def _told(self, at: Situation, over: bool) -> tuple[Told, ...]:
        """Return how steps ended whose question may still be put."""
        return tuple([one for one in at.told if self._asked_again(one, at.state, over)])

    def _asked_again(self, told: Told, state: State, over: bool) -> bool:
        for name, step in self.agenda.questions[told.place]:
            if self._ahead(state, name, over) and self._open_to(told, state, name, step):
                return True
        return False

    def _ahead(self, state: State, name: str, over: bool) -> bool:
        """Say whether a procedure may yet come to a step."""
        place = self.agenda.clauses.index.procedures[name]
        progress = state.record.procedures[place].progress
        if progress in (Progress.OPEN, Progress.IDLE):
            return True
        again = progress is Progress.LAPSED or self.agenda.clauses.again[place]
        return again and self._reopens[place] and (name in self._between or not over)

    def _open_to(self, told: Told, state: State, name: str, step: int) -> bool:
        """Say whether a report may still be about the same act: nothing graver has come."""
        if told.truth is None:
            return True
        now = truth_of(self.agenda.clauses, state, name, step)
        return now is None or now[1] in ("", told.truth[1])

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

    def _world(
        self, state: State, so: tuple[bool | None, ...], turns: tuple[int, ...]
    ) -> tuple[int, tuple[int, ...]]:
        """Return the number of the reduced world, and the fronts that are fought over."""
        w = state.world
        rows = zip(w.rung, w.fight, self._contested, strict=True)
        fighting = tuple([rung in c and fight is Fight.UNDECIDED for rung, fight, c in rows])
        world = World(
            self._acts.rungs(state, turns, fighting),
            tuple([d if fights else NEVER for d, fights in zip(w.since, fighting, strict=True)]),
            w.peak,
            w.fight,
            _read(w.breached, self._facts.breached, so),
        )
        return self._numbered(world), tuple([i for i, fights in enumerate(fighting) if fights])

    def _record(
        self,
        r: Record,
        so: tuple[bool | None, ...],
        done: tuple[Fact, ...],
        closed: tuple[int, ...],
    ) -> tuple[int, tuple[int, ...]]:
        """Return the number of the reduced record, and the procedures under way."""
        # Who left one that binds the others owes what was owed before: then the days still matter.
        leaving = any(life.exits for life in r.instruments)
        courses = enumerate(r.procedures)
        record = Record(
            _read(r.performed, done, so),
            r.signed,
            tuple([self._life(i, life) for i, life in enumerate(r.instruments)]),
            _read(r.alleged, self._facts.alleged, so),
            _read(r.found, self._facts.found, so),
            tuple([course if i in closed else _course(course) for i, course in courses]),
            r.admitted,
            r.due,
            tuple([self._promise(i, promise, leaving) for i, promise in enumerate(r.guarantees)]),
        )
        courses = enumerate(r.procedures)
        running = tuple([i for i, course in courses if course.progress is Progress.OPEN])
        return self._numbered(record), running

    def _done_with(self, state: State, idle: bool) -> tuple[Fact, ...]:
        """Return the deeds that nobody can do any more."""
        deeds = self._facts.performed
        if fought(state):
            return deeds
        over = [idle and name not in self._between for name in self.agenda.clauses.index.deeds]
        return tuple([f for f in deeds if over[f.at] or self._done[f.at](state) is not None])

    def _closed_today(self, state: State) -> tuple[int, ...]:
        """Return the procedures that are over since today, and may be opened again tomorrow."""
        courses = state.record.procedures
        return tuple([i for i in self._reopening if courses[i].since >= state.day])

    def _life(self, at: int, life: Life) -> Life:
        if life.standing is Standing.IN_FORCE and self._lasting[at]:
            return life
        if life.standing is Standing.NOTICE_GIVEN:
            return life
        return Life(life.standing, _PAST, min(life.ends, _PAST), life.exits)

    def _promise(self, at: int, promise: Promise, leaving: bool) -> Promise:
        if promise.casus == NEVER or self._dated[at] or leaving:
            return promise
        since = min(promise.owed_since, _PAST)
        return promise._replace(casus=_PAST, owed_since=since, at_its_end=False)


def _course(course: Course) -> Course:
    if course.progress is Progress.OPEN:
        return course
    return Course(course.progress, 0, _PAST, (), course.effected)


def _read(
    known: tuple[bool, ...], unread: Iterable[Fact], so: tuple[bool | None, ...]
) -> tuple[bool, ...]:
    """Return the facts that somebody reads; the others count as not so."""
    for at, stakes in unread:
        if known[at] and not [stake for stake in stakes if so[stake] is None]:
            known = put(known, at, False)
    return known
