"""The clauses of an arrangement, compiled: conditions to predicates, names to numbers.

What they mean in a state is said in `clauses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from foedus.decisions import Ballot
from foedus.language import (
    NO_TIME,
    Arrangement,
    Condition,
    Duration,
    Norm,
    Procedure,
    Step,
    fronts_about,
    leaves_alone,
)
from foedus.process.conditions import Predicate, outlasting, predicate
from foedus.process.electorate import Electorate, conditions_in, electorate
from foedus.process.menu import Menu
from foedus.process.obligation import able
from foedus.process.occasions import occasions_of
from foedus.process.spans import Span, lengths, span
from foedus.process.state import Index, Occasion

if TYPE_CHECKING:
    from foedus.process.clauses import Clauses


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

    @property
    def wordless(self) -> bool:
        """Whether its rule is met when nobody says anything, so that only an objection counts."""
        return self.electorate.passes(self.electorate.blank)

    @property
    def certain(self) -> bool:
        """Whether it passes when its time is over whatever is voted, since no no is final."""
        late = self.step.at_deadline and self.ends is not None and self.on_timeout == "adopt"
        return late and self.step.on_block == "hold"

    def late(self, settled: bool | None, *, passes: bool) -> str:
        """Return what follows when its time is over.

        Parameters
        ----------
        settled
            What the ballots cast decide for good, if anything.
        passes
            Whether they carry it if nobody else votes.

        Returns
        -------
        str
            ``pass``, or what follows a no that is final, or time that runs out.
        """
        if passes:
            return "pass"
        if settled is False and self.step.on_block != "hold":
            return self.step.on_block
        return "pass" if self.on_timeout == "adopt" else self.on_timeout

    @property
    def leads_on(self) -> bool:
        """Whether the next step follows however it is decided: nobody stops it by a vote."""
        step = self.step
        late = self.ends is None or self.on_timeout in ("next", "adopt")
        return step.on_pass == step.on_block == "next" and late and not step.finds

    def left_alone(self, ballots: Mapping[str, Ballot], *, last: bool) -> str:
        """Say what follows when its time is over and nobody votes any more.

        Parameters
        ----------
        ballots
            Those that were cast in it.
        last
            Whether it is the last step of its procedure.
        """
        rule = self.electorate.rule
        undecided = [member for member in rule.members if member not in ballots]
        follows = self.late(rule.settled(ballots, undecided=undecided), passes=rule.passes(ballots))
        if follows == "next":
            return "the procedure takes effect" if last else "the next step begins"
        return {"pass": "it passes", "hold": "it stays open"}.get(follows, "it lapses")


class CompiledNorm(NamedTuple):
    """A norm with its predicates; `rungs` holds (front, lowest forbidden rung) of each bearer."""

    norm: Norm
    rungs: tuple[tuple[int, int], ...]
    while_: Predicate
    unless: Predicate
    when: Predicate
    due: Span


class CompiledGuarantee(NamedTuple):
    """A guarantee with its predicates, the fronts that it answers, and the rung of its case.

    `outlasts` is what must hold, once its instrument has ended, for what was owed to stay owed: all
    that the guarantee hangs on, with that very instrument as it was on its last day.
    """

    fronts: tuple[int, ...]
    casus: int
    in_force: Predicate
    activates: Predicate
    forfeits: Predicate | None
    due_when: Predicate
    accrues: bool
    outlasts: Predicate


class Compiled:
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
        needs = self._holds(step.needs)
        return CompiledStep(step, voters, within, ends, step.on_timeout, needs)

    def _holds(self, condition: Condition | None, of: int | None = None) -> Predicate:
        return predicate(condition, cast("Clauses", self), of)

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
            self._holds(norm.while_),
            self._holds(norm.unless) if norm.unless else lambda _state: False,
            self._holds(norm.when),
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
                self._holds(g.in_force),
                self._holds(g.activates_when),
                self._holds(g.forfeited_if) if g.forfeited_if else None,
                self._holds(g.due_when, at),
                g.in_ is None or self.arrangement.instruments[g.in_].accrued == "stay",
                self._holds(outlasting(g), at),
            )
            for at, g in enumerate(self.arrangement.guarantees.values())
        )

    @cached_property
    def occasions(self) -> tuple[Mapping[Occasion, Predicate], ...]:
        """For each guarantee, what its response waits for and can come about again, and whether."""
        a = self.arrangement
        return tuple(
            {one: self._holds(one.condition) for one in occasions_of(a, g)}
            for g in a.guarantees.values()
        )

    @cached_property
    def procedures(self) -> tuple[tuple[Procedure, Predicate], ...]:
        """The procedures, each with the condition under which it can be opened."""
        return tuple((p, self._holds(p.opens.when)) for p in self.arrangement.procedures.values())

    @cached_property
    def entries(self) -> tuple[Predicate, ...]:
        """For each instrument, what brings it into force once it is signed."""
        return tuple(self._holds(i.enters) for i in self.arrangement.instruments.values())

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
            self._holds(i.tolled_while) if i.tolled_while else None
            for i in self.arrangement.instruments.values()
        )

    @cached_property
    def bars(self) -> tuple[Predicate | None, ...]:
        """For each instrument, what bars withdrawal from it."""
        return tuple(
            self._holds(i.withdrawal.barred_while)
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
    def leaves_alone(self) -> tuple[bool, ...]:
        """For each instrument, whether who withdraws leaves by itself and it binds the others."""
        return tuple(leaves_alone(i) for i in self.arrangement.instruments.values())

    @cached_property
    def reversible(self) -> tuple[bool, ...]:
        """For each deed, whether it can be undone."""
        return tuple(deed.reversible for deed in self.arrangement.deeds.values())

    @cached_property
    def again(self) -> tuple[bool, ...]:
        """For each procedure, whether it can be opened again after it took effect."""
        return tuple(p.reopens == "after_effect" for p in self.arrangement.procedures.values())

    @cached_property
    def deed_needs(self) -> tuple[Predicate, ...]:
        """For each deed, what must hold before it can be performed."""
        return tuple(self._holds(d.needs) for d in self.arrangement.deeds.values())

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
    def stages(self) -> tuple[tuple[tuple[Span, Span | None], ...], ...]:
        """For each guarantee, the days at which more is owed, and must have come, by its case."""
        return tuple(
            tuple(
                (self.span(stage.after), self.span(stage.within) if stage.within else None)
                for stage in g.response_ladder
            )
            for g in self.arrangement.guarantees.values()
        )

    @cached_property
    def able(self) -> tuple[tuple[str, ...], ...]:
        """For each guarantee, who can answer under it (`foedus.process.obligation`)."""
        return tuple(able(g) for g in self.arrangement.guarantees.values())

    @cached_property
    def limits(self) -> tuple[Span | None, ...]:
        """For each guarantee, the last day of its response by that since which it is owed."""
        guarantees = self.arrangement.guarantees.values()
        return tuple(self.span(g.within) if g.within else None for g in guarantees)

    @cached_property
    def menu(self) -> Menu:
        """Every move there is, by the clause it is about."""
        return Menu.of(cast("Clauses", self))

    def signatories(self, instrument: str) -> tuple[str, ...]:
        """Return who must sign `instrument`."""
        text = self.arrangement.instruments[instrument]
        return text.signed_by or text.parties
