"""The clauses of an arrangement, compiled: what binds, what is owed, what is forbidden.

This is the only place in the project that says what a clause means in a state. How a state
changes is said in `settling` and `process`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from foedus.language.arrangement import Arrangement, fronts_about
from foedus.language.clauses import Norm, Procedure, Step
from foedus.language.quantities import NO_TIME, Duration
from foedus.process.conditions import BINDING, ENDED, Predicate, predicate
from foedus.process.electorate import Electorate, conditions_in, electorate
from foedus.process.menu import Menu
from foedus.process.moves import Move
from foedus.process.spans import Span, lengths, span
from foedus.process.state import NEVER, Answer, Course, Index, Life, Standing, State

_OUTLIVES = {Standing.WITHDRAWN: "withdrawal", Standing.EXPIRED: "sunset"}


class CompiledStep(NamedTuple):
    """A step with its voters, its deadline, and what must hold to act in it.

    `within` is the length of its time limit in days, counted from the first day of the arrangement;
    `ends` gives the last day of a step that begins on a given day.
    """

    step: Step
    electorate: Electorate
    within: int | None
    ends: Span | None
    on_timeout: str
    needs: Predicate


class CompiledNorm(NamedTuple):
    """A norm with its predicates; `rungs` holds (front, lowest forbidden rung) of each bearer."""

    norm: Norm
    rungs: tuple[tuple[int, int], ...]
    while_: Predicate
    unless: Predicate
    when: Predicate
    due: Span


class CompiledGuarantee(NamedTuple):
    """A guarantee with its predicates, the fronts that it answers, and the rung of its case."""

    fronts: tuple[int, ...]
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
        self.front_ids = arrangement.pairs
        self.contests = {
            (self.index.fronts[c.by, against], c.act): c
            for c in arrangement.contests
            for against in (
                (c.against,) if c.against else arrangement.conduct[c.by].towards or ("",)
            )
        }

    @cached_property
    def steps(self) -> tuple[tuple[CompiledStep, ...], ...]:
        """The steps of each procedure."""
        procedures = self.arrangement.procedures.values()
        return tuple(tuple(self._step(s) for s in p.steps) for p in procedures)

    def _step(self, step: Step) -> CompiledStep:
        body = self.arrangement.bodies.get(step.by)
        limit = step.within or (body.silence if body else None)
        within, ends = (limit.days, self.span(limit)) if limit else (None, None)
        voters = electorate(self.arrangement, step)
        needs = predicate(step.needs, self)
        return CompiledStep(step, voters, within, ends, step.on_timeout, needs)

    def span(self, duration: Duration) -> Span:
        """Return the last day of a duration by the day from which it runs."""
        return span(duration, self.arrangement.as_of)

    @cached_property
    def norms(self) -> tuple[CompiledNorm, ...]:
        """The norms."""
        return tuple(self._norm(norm) for norm in self.arrangement.norms.values())

    def _norm(self, norm: Norm) -> CompiledNorm:
        rungs = tuple(
            (self.index.fronts[bearer, target], self.index.rungs[bearer][act])
            for bearer in norm.bearer
            if (act := norm.prohibition) and act in self.index.rungs.get(bearer, {})
            for target in fronts_about(self.arrangement, bearer, norm.towards)
        )
        return CompiledNorm(
            norm,
            rungs,
            predicate(norm.while_, self),
            predicate(norm.unless, self) if norm.unless else lambda _state: False,
            predicate(norm.when, self),
            self.span(norm.within or NO_TIME),
        )

    @cached_property
    def guarantees(self) -> tuple[CompiledGuarantee, ...]:
        """The guarantees."""
        return tuple(
            CompiledGuarantee(
                tuple(
                    self.index.fronts[g.against, target]
                    for target in fronts_about(self.arrangement, g.against, (g.protects.state,))
                ),
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

    # What settling looks at: only the clauses that can follow by themselves ------------------

    @cached_property
    def pending(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """Instruments not in force at the start, each with those who must sign it."""
        return tuple(
            (at, frozenset(self.signatories(name)))
            for at, (name, i) in enumerate(self.arrangement.instruments.items())
            if i.status != "in_force"
        )

    @cached_property
    def forbidden(self) -> tuple[tuple[int, tuple[tuple[int, int], ...]], ...]:
        """Norms that forbid a rung of somebody's ladder, each with those rungs."""
        return tuple((at, norm.rungs) for at, norm in enumerate(self.norms) if norm.rungs)

    @cached_property
    def owing(self) -> tuple[tuple[int, int], ...]:
        """Norms that oblige, each with the deed that is owed."""
        return tuple(
            (at, self.index.deeds[compiled.norm.obligation])
            for at, compiled in enumerate(self.norms)
            if compiled.norm.obligation is not None
        )

    @cached_property
    def forfeitable(self) -> tuple[tuple[int, Predicate], ...]:
        """Guarantees that can be forfeited, each with what forfeits it."""
        guarantees = enumerate(self.guarantees)
        return tuple((at, g.forfeits) for at, g in guarantees if g.forfeits is not None)

    @cached_property
    def covering(self) -> tuple[int, ...]:
        """Guarantees that answer an act under way."""
        guarantees = enumerate(self.arrangement.guarantees.values())
        return tuple(at for at, g in guarantees if g.covers_ongoing)

    @cached_property
    def self_opening(self) -> tuple[tuple[int, Predicate], ...]:
        """Procedures that open by themselves, each with what opens it."""
        procedures = enumerate(self.procedures)
        return tuple((at, when) for at, (text, when) in procedures if not text.opens.by)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The sorts of statement that conditions make: what a change must touch to matter."""
        conditions = conditions_in(self.arrangement)
        return frozenset(atom.key for condition in conditions for atom in condition.atoms())

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
    def sunsets(self) -> tuple[Span | None, ...]:
        """For each instrument, its last day by that of its entry, if it ends by itself."""
        instruments = self.arrangement.instruments.values()
        return tuple(self.span(i.sunset) if i.sunset else None for i in instruments)

    @cached_property
    def notices(self) -> tuple[Span, ...]:
        """For each instrument, the last day on which it binds by that of a notice."""
        instruments = self.arrangement.instruments.values()
        return tuple(
            self.span(i.withdrawal.notice if i.withdrawal else NO_TIME) for i in instruments
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
    def closing(self) -> frozenset[int]:
        """How many days before an instrument's last day something may hang on the day.

        That is the day after the last (-1), the last (0), and for each step of a procedure as many
        days as it and those after it may take: begun then, the procedure ends just in time, and
        begun a day later just too late.
        """
        early = {-1, 0}
        for steps in self.steps:
            fewest = most = 0
            for compiled in reversed(steps):
                less, more = self._lengths(compiled)
                fewest, most = fewest + less, most + more
                early |= set(range(fewest - 1, most + 1))
        return frozenset(early)

    def _lengths(self, compiled: CompiledStep) -> tuple[int, int]:
        body = self.arrangement.bodies.get(compiled.step.by)
        limit = compiled.step.within or (body.silence if body else None) or NO_TIME
        return lengths(limit, self.arrangement.as_of, self.arrangement.horizon.days)

    @cached_property
    def contested(self) -> tuple[tuple[Span | None, ...], ...]:
        """For each front and rung, the day its act is done, where a fight over it is listed."""
        return tuple(
            tuple(
                self.span(act.needs) if act.needs and (front, act.act) in self.contests else None
                for act in self.arrangement.conduct[by].acts
            )
            for front, (by, _) in enumerate(self.front_ids)
        )

    @cached_property
    def stages(self) -> tuple[tuple[Span, ...], ...]:
        """For each guarantee, the days at which more is owed by that of its case."""
        return tuple(
            tuple(self.span(stage.after) for stage in g.response_ladder)
            for g in self.arrangement.guarantees.values()
        )

    @cached_property
    def menu(self) -> Menu:
        """Every move there is, by the clause it is about."""
        return Menu.of(self)

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

    def deadline(self, procedure: int, course: Course) -> int | None:
        """Return the last day of the step that a procedure is at, if it has one."""
        ends = self.steps[procedure][course.step].ends
        return None if ends is None else ends(course.since)

    def last_day(self, life: Life, instrument: int) -> int | None:
        """Return the last day on which the instrument is in force, if it has one by now."""
        sunset = self.sunsets[instrument]
        last = sunset(life.since) if sunset is not None and life.standing in BINDING else None
        if life.standing is Standing.NOTICE_GIVEN:
            return life.ends if last is None else min(last, life.ends)
        return last

    def rung_of(self, state: State, actor: str, against: str = "") -> int:
        """Return the rung that `actor` is at towards `against`; its highest when left out."""
        fronts = (self.index.fronts[actor, against],) if against else self.index.fronts_of[actor]
        return max(state.world.rung[front] for front in fronts)

    def act_of(self, state: State, actor: str, against: str = "") -> str:
        """Return the act that `actor` is at towards `against`; its gravest when left out."""
        return self.arrangement.conduct[actor].acts[self.rung_of(state, actor, against)].act

    def under_way(self, state: State, guarantee: int) -> bool:
        """Say whether an act that is grave enough for the guarantee goes on, against whom it is."""
        compiled = self.guarantees[guarantee]
        return any(state.world.rung[front] >= compiled.casus for front in compiled.fronts)

    def directed(self, actor: str, act: str) -> tuple[Move, ...]:
        """Return the moves by which `actor` does `act` to each of its targets at once."""
        targets = self.arrangement.conduct[actor].towards if self.index.several(actor) else ("",)
        return tuple(Move("conduct", actor, act, against=target) for target in targets)

    def aimed(self, actor: str, act: str, against: str = "") -> Move:
        """Return the move by which `actor` does `act` to `against`, named only where it must be."""
        return Move("conduct", actor, act, against=against if self.index.several(actor) else "")

    def date_of(self, day: int) -> date:
        """Return the calendar date of a day of the process."""
        return self.arrangement.as_of + timedelta(days=day)

    def ended(self, state: State, instrument: int) -> bool:
        """Say whether the instrument was in force and no longer is."""
        return state.record.instruments[instrument].standing in ENDED
