"""The clauses of an arrangement, compiled: what binds, what is owed, what is forbidden.

This is the only place in the project that says what a clause means in a state. How a state
changes is said in `settling` and `process`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from foedus.language.arrangement import Arrangement, Norm, Procedure, Step
from foedus.process.conditions import BINDING, ENDED, Predicate, predicate
from foedus.process.electorate import Electorate, conditions_in, electorate
from foedus.process.state import NEVER, Answer, Index, Standing, State

_OUTLIVES = {Standing.WITHDRAWN: "withdrawal", Standing.EXPIRED: "sunset"}


class CompiledStep(NamedTuple):
    """A step with its voters, its deadline in days, and what must hold to act in it."""

    step: Step
    electorate: Electorate
    within: int | None
    on_timeout: str
    needs: Predicate


class CompiledNorm(NamedTuple):
    """A norm with its predicates; `rungs` holds (actor, lowest forbidden rung) of each bearer."""

    norm: Norm
    rungs: tuple[tuple[int, int], ...]
    while_: Predicate
    unless: Predicate
    when: Predicate


class CompiledGuarantee(NamedTuple):
    """A guarantee with its predicates and the rung of its casus foederis."""

    against: int
    casus: int
    in_force: Predicate
    activates: Predicate
    forfeits: Predicate | None
    due_when: Predicate


class Clauses:
    """An arrangement with every condition compiled and every name replaced by a number.

    Parameters
    ----------
    arrangement
        The arrangement, with no option pending: what the file says is what holds.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.index = Index.of(arrangement)
        self.guarantee_ids = tuple(arrangement.guarantees)
        self.norm_ids = tuple(arrangement.norms)
        self.instrument_ids = tuple(arrangement.instruments)
        self.procedure_ids = tuple(arrangement.procedures)
        self.actor_ids = tuple(arrangement.conduct)
        self.contests = {(c.by, c.act): c for c in arrangement.contests}

    @cached_property
    def steps(self) -> tuple[tuple[CompiledStep, ...], ...]:
        """The steps of each procedure."""
        procedures = self.arrangement.procedures.values()
        return tuple(tuple(self._step(s) for s in p.steps) for p in procedures)

    def _step(self, step: Step) -> CompiledStep:
        within = step.within.days if step.within else None
        on_timeout: str = step.on_timeout
        body = self.arrangement.bodies.get(step.by)
        if within is None and body is not None and body.silence is not None:
            within = body.silence.days
        voters = electorate(self.arrangement, step)
        return CompiledStep(step, voters, within, on_timeout, predicate(step.needs, self))

    @cached_property
    def norms(self) -> tuple[CompiledNorm, ...]:
        """The norms."""
        return tuple(self._norm(norm) for norm in self.arrangement.norms.values())

    def _norm(self, norm: Norm) -> CompiledNorm:
        rungs = tuple(
            (self.index.actors[bearer], self.index.rungs[bearer][act])
            for bearer in norm.bearer
            if (act := norm.prohibition) and act in self.index.rungs.get(bearer, {})
        )
        return CompiledNorm(
            norm,
            rungs,
            predicate(norm.while_, self),
            predicate(norm.unless, self) if norm.unless else lambda _state: False,
            predicate(norm.when, self),
        )

    @cached_property
    def guarantees(self) -> tuple[CompiledGuarantee, ...]:
        """The guarantees."""
        return tuple(
            CompiledGuarantee(
                self.index.actors[g.against],
                self.index.rungs[g.against][g.casus_foederis],
                predicate(g.in_force, self),
                predicate(g.activates_when, self),
                predicate(g.forfeited_if, self) if g.forfeited_if else None,
                predicate(g.due_when, self),
            )
            for g in self.arrangement.guarantees.values()
        )

    @cached_property
    def procedures(self) -> tuple[tuple[Procedure, Predicate], ...]:
        """The procedures, each with the condition under which it can be opened."""
        return tuple(
            (p, predicate(p.opens.when, self)) for p in self.arrangement.procedures.values()
        )

    @cached_property
    def entries(self) -> tuple[Predicate, ...]:
        """For each instrument, what brings it into force once it is signed."""
        return tuple(predicate(i.enters, self) for i in self.arrangement.instruments.values())

    @cached_property
    def tolls(self) -> tuple[Predicate | None, ...]:
        """For each instrument, what holds back its sunset."""
        return tuple(
            predicate(i.tolled_while, self) if i.tolled_while else None
            for i in self.arrangement.instruments.values()
        )

    @cached_property
    def bars(self) -> tuple[Predicate | None, ...]:
        """For each instrument, what bars withdrawal from it."""
        return tuple(
            predicate(i.withdrawal.barred_while, self)
            if i.withdrawal and i.withdrawal.barred_while
            else None
            for i in self.arrangement.instruments.values()
        )

    @cached_property
    def deed_needs(self) -> tuple[Predicate, ...]:
        """For each deed, what must hold before it can be performed."""
        return tuple(predicate(d.needs, self) for d in self.arrangement.deeds.values())

    @cached_property
    def dated_days(self) -> tuple[int, ...]:
        """The days that conditions name, counted from the start."""
        return tuple(
            (atom.from_ - self.arrangement.as_of).days
            for condition in conditions_in(self.arrangement)
            for atom in condition.atoms()
            if atom.from_ is not None
        )

    @cached_property
    def remaining_lengths(self) -> frozenset[int]:
        """The days that each procedure may still take, from each of its steps on."""
        lengths: set[int] = set()
        for steps in self.steps:
            total = 0
            for compiled in reversed(steps):
                total += compiled.within or 0
                lengths.add(total)
        return frozenset(lengths)

    def signatories(self, instrument: str) -> tuple[str, ...]:
        """Return who must sign `instrument`."""
        text = self.arrangement.instruments[instrument]
        return text.signed_by or text.parties

    # What holds in a state -----------------------------------------------------------------

    def stands(self, state: State, instrument: str | None, survives: tuple[str, ...]) -> bool:
        """Say whether a clause in `instrument`, outliving what `survives` lists, still binds."""
        if instrument is None:
            return True
        standing = state.record.instruments[self.index.instruments[instrument]].standing
        return standing in BINDING or _OUTLIVES.get(standing) in survives

    def binds(self, state: State, norm: int) -> bool:
        """Say whether the norm binds now."""
        compiled = self.norms[norm]
        return self.stands(state, compiled.norm.in_, compiled.norm.survives) and compiled.while_(
            state
        )

    def bound(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee is in force, activated or not."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        return self.stands(state, g.in_, g.survives) and self.guarantees[guarantee].in_force(state)

    def active(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee is in force, activated and not forfeited."""
        promise = state.record.guarantees[guarantee]
        return promise.activated and not promise.forfeited and self.bound(state, guarantee)

    def answerable(self, state: State, guarantee: int) -> bool:
        """Say whether the guarantee's case has arisen and its response may be given now."""
        return (
            state.record.guarantees[guarantee].casus != NEVER
            and self.active(state, guarantee)
            and self.guarantees[guarantee].due_when(state)
        )

    def owed(self, state: State, guarantee: int) -> bool:
        """Say whether a response is owed now; a right to respond owes nothing."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        return g.response != "right_only" and self.answerable(state, guarantee)

    def honoured(self, state: State, guarantee: int) -> bool:
        """Say whether the response was given: by all if owed jointly, by one if severally."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        given = [a is Answer.HONOURED for a in state.record.guarantees[guarantee].answers]
        return all(given) if g.joint else any(given)

    def declined(self, state: State, guarantee: int) -> bool:
        """Say whether the response can no longer come: declined by one if joint, else by all."""
        g = self.arrangement.guarantees[self.guarantee_ids[guarantee]]
        refused = [a is Answer.DECLINED for a in state.record.guarantees[guarantee].answers]
        return any(refused) if g.joint else all(refused)

    def barred(self, state: State, instrument: int) -> bool:
        """Say whether withdrawal from the instrument is barred now."""
        bar = self.bars[instrument]
        return bar is not None and bar(state)

    def tolled(self, state: State, instrument: int) -> bool:
        """Say whether the instrument's sunset is held back now."""
        toll = self.tolls[instrument]
        return toll is not None and toll(state)

    def last_day(self, state: State, instrument: int) -> int | None:
        """Return the last day on which the instrument is in force, if it has one by now."""
        life = state.record.instruments[instrument]
        sunset = self.arrangement.instruments[self.instrument_ids[instrument]].sunset
        days = [life.since + sunset.days] if sunset and life.standing in BINDING else []
        if life.standing is Standing.NOTICE_GIVEN:
            days.append(life.ends)
        return min(days, default=None)

    def act_of(self, state: State, actor: str) -> str:
        """Return the act that `actor` is at."""
        rung = state.world.rung[self.index.actors[actor]]
        return self.arrangement.conduct[actor].acts[rung].act

    def date_of(self, day: int) -> date:
        """Return the calendar date of a day of the process."""
        return self.arrangement.as_of + timedelta(days=day)

    def ended(self, state: State, instrument: int) -> bool:
        """Say whether the instrument was in force and no longer is."""
        return state.record.instruments[instrument].standing in ENDED
