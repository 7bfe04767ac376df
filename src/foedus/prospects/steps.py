"""One step of a procedure: with what chance it passes, and after how many days.

A chance comes from the first of these that applies: the step was done in advance; the mission's
chances to notice and attribute the act; the record of like steps; the members' positions. Days come
from the record of like steps, from the file's own estimate, or from the step's time limit. What is
none of these is assumed and said to be, or, for days without any limit, left absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from scipy.special import ndtri

from foedus.decisions import Rule
from foedus.decisions.rules import AllOf
from foedus.evidence.ratification import ratification_model
from foedus.evidence.rounds import refusals
from foedus.figures import Kind
from foedus.language.arrangement import Act, Step
from foedus.process import Process
from foedus.process.clauses import CompiledStep
from foedus.prospects.stances import Stand, stand
from foedus.prospects.streams import Array, generator, sampled, uniforms
from foedus.prospects.votes import ballots, passing

ASSUMED_CORRELATION = (0.0, 0.6)
"""Of members' leanings, when none is given: each value between these as likely as another."""
_FEW = 6


@dataclass(frozen=True, slots=True, eq=False)
class StepProspect:
    """What is to be expected of one step, given that all before it passed.

    Attributes
    ----------
    passes
        Chance that it passes, per draw of what is uncertain, shape (draws,).
    days
        One sampled duration of the step, if it passes, per draw, shape (draws,); ``nan`` throughout
        when nothing is known of it.
    because
        Where both come from, one sentence each.
    sources
        Ids of sources of the arrangement.
    kind
        The weakest of what it rests on.
    """

    passes: Array
    days: Array
    because: tuple[str, ...]
    sources: tuple[str, ...] = ()
    kind: Kind = "derived"

    @property
    def dated(self) -> bool:
        """Whether anything is known of its days."""
        return not bool(np.isnan(self.days).any())


@dataclass(frozen=True, slots=True, eq=False)
class _Chance:
    passes: Array
    because: tuple[str, ...]
    sources: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class _Duration:
    days: Array
    because: str
    sources: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, eq=False)
class Forecaster:
    """Everything that the prospects of steps are computed from.

    Attributes
    ----------
    process
        The process of the arrangement.
    act
        The act of the adversary that is to be answered.
    at
        Positions taken later are not known.
    seed, draws
        Of the random numbers.
    correlation
        Of members' leanings; assumed when ``None``.
    """

    process: Process
    act: Act
    at: date
    seed: int
    draws: int
    correlation: float | None
    stands: dict[tuple[str, str], Stand] = field(default_factory=dict)

    def step(self, procedure: str, at: int) -> StepProspect:
        """Return the prospect of one step."""
        compiled = self._compiled(procedure, at)
        chance = self._chance(procedure, at, compiled)
        duration = self._duration(procedure, compiled)
        passes, late = _in_time(chance.passes, duration.days, compiled)
        days = _decided(duration.days, compiled)
        kinds = {chance.kind, duration.kind}
        because = (*chance.because, duration.because, *late)
        sources = tuple(dict.fromkeys((*chance.sources, *duration.sources)))
        return StepProspect(passes, days, because, sources, weakest(kinds))

    def _compiled(self, procedure: str, at: int) -> CompiledStep:
        clauses = self.process.clauses
        return clauses.steps[clauses.index.procedures[procedure]][at]

    def uniform(self, *names: str) -> Array:
        """Return this forecast's uniform numbers of a name."""
        return uniforms(self.seed, self.draws, *names)

    @cached_property
    def correlations(self) -> Array:
        """The correlation of members' leanings, shape (draws,)."""
        if self.correlation is not None:
            return np.full(self.draws, min(self.correlation, 1 - 1e-9))
        low, high = ASSUMED_CORRELATION
        return low + (high - low) * self.uniform("correlation")

    # Chances -------------------------------------------------------------------------------

    def _chance(self, procedure: str, at: int, compiled: CompiledStep) -> _Chance:
        step = compiled.step
        if step.escrowed:
            why = f"{step.act}: done in advance; whether all would agree to that is not asked here"
            return _Chance(np.ones(self.draws), (why,), step.source, "derived")
        voters = compiled.electorate.rule.members
        issue = self.process.arrangement.decides_on.get(f"{procedure}.{step.act}", "")
        if step.finds is not None and len(voters) == 1 and not issue:
            return self._finding(step)
        if len(voters) == 1 and not issue:
            return self._alone(step, voters[0])
        return self._vote(procedure, at, compiled, issue)

    def _finding(self, step: Step) -> _Chance:
        passes, because, sources = np.ones(self.draws), [], list(step.source)
        kinds: set[Kind] = set()
        for name, verb in (("detect", "notices"), ("attribute", "attributes")):
            estimate = getattr(self.act, name)
            if estimate is None:
                passes = passes * self.uniform(name, self.act.act)
                because.append(
                    f"{step.act}: nothing says how likely {step.by} {verb} {self.act.act!r};"
                    " every chance is taken to be as likely as another"
                )
                kinds.add("assumed")
                continue
            passes = passes * np.clip(sampled(estimate, self.uniform(name, self.act.act)), 0, 1)
            span = f"{estimate.lowest:g} to {estimate.highest:g}"
            because.append(
                f"{step.act}: {step.by} {verb} {self.act.act!r} with {span} ({estimate.kind})"
            )
            sources += estimate.source
            kinds.add(estimate.kind)
        return _Chance(passes, tuple(because), tuple(sources), weakest(kinds))

    def _alone(self, step: Step, actor: str) -> _Chance:
        party = self.process.arrangement.parties.get(actor)
        if party is not None and party.role == "beneficiary":
            why = f"{step.act}: {actor} is taken to do it, for it gains by it"
            return _Chance(np.ones(self.draws), (why,), step.source, "assumed")
        why = f"{step.act}: nothing says whether {actor} does it, so any chance is as likely"
        return _Chance(self.uniform("alone", actor, step.act), (why,), step.source, "assumed")

    def _vote(self, procedure: str, at: int, compiled: CompiledStep, issue: str) -> _Chance:
        step, rule = compiled.step, compiled.electorate.rule
        before = self._agreed_before(procedure, at, rule, issue)
        if step.like is not None and before:
            return self._performed(step, len(rule.members))
        stands = self.positions(rule.members, issue)
        shares = ballots(stands, issue, self.seed, self.draws)
        passes = passing(AllOf((*before, rule)), shares, self.correlations)
        because = [f"{step.act}: {rule.describe()}", *_told(stands, issue), self._linked()]
        if before:
            passes = _ratio(
                passes,
                passing(
                    before[0] if len(before) == 1 else AllOf(tuple(before)),
                    shares,
                    self.correlations,
                ),
            )
            because.append(f"{step.act}: given that the same members let the earlier step pass")
        if step.like is not None:
            performed = self._performed(step, len(rule.members))
            passes, because = passes * performed.passes, [*because, *performed.because]
        sources = tuple(dict.fromkeys(s for where in stands.values() for s in where.sources))
        unknown = any(where.basis == "none" for where in stands.values())
        kind: Kind = "assumed" if unknown or self.correlation is None else "judged"
        return _Chance(passes, tuple(because), (*step.source, *sources), kind)

    def positions(self, members: tuple[str, ...], issue: str) -> Mapping[str, Stand]:
        """Return where each member stands on an issue."""
        for member in members:
            if (member, issue) not in self.stands:
                where = stand(self.process.arrangement, member, issue, self.at)
                self.stands[member, issue] = where
        return {member: self.stands[member, issue] for member in members}

    def _agreed_before(self, procedure: str, at: int, rule: Rule, issue: str) -> list[Rule]:
        """Return the rules of earlier steps in which the same members decided on the same issue."""
        arrangement, found = self.process.arrangement, []
        for earlier in range(at):
            compiled = self._compiled(procedure, earlier)
            other = arrangement.decides_on.get(f"{procedure}.{compiled.step.act}", "")
            same = compiled.electorate.rule.members == rule.members
            if issue and other == issue and same and not compiled.step.escrowed:
                found.append(compiled.electorate.rule)
        return found

    def _performed(self, step: Step, members: int) -> _Chance:
        """Return the chance that all who agreed also perform, from the record of like steps."""
        refused, signed = refusals()
        rng = generator(self.seed, "refusal", str(step.like))
        refusing = rng.beta(refused + 0.5, signed - refused + 0.5, self.draws)
        why = (
            f"{step.act}: those who let the invitation pass then refused in {refused} of {signed}"
            " cases since 1951 (Jeffreys interval); the record holds no contested invitation"
        )
        return _Chance((1 - refusing) ** members, (why,), step.source, "measured")

    def _linked(self) -> str:
        if self.correlation is not None:
            return f"members' leanings correlate by {self.correlation:g}"
        low, high = ASSUMED_CORRELATION
        return f"members' leanings correlate by {low:g} to {high:g} (assumed)"

    # Days ----------------------------------------------------------------------------------

    def _duration(self, procedure: str, compiled: CompiledStep) -> _Duration:
        step = compiled.step
        if step.escrowed:
            return _Duration(
                np.zeros(self.draws), f"{step.act}: no days, done in advance", (), "derived"
            )
        if step.at_deadline and compiled.within is not None:
            days = np.full(self.draws, compiled.within + 1.0)
            why = f"{step.act}: decided when its {compiled.within} days have run out"
            return _Duration(days, why, (), "derived")
        if step.like is not None:
            return self._like(procedure, compiled)
        if step.takes is not None:
            days = np.maximum(sampled(step.takes, self.uniform("takes", procedure, step.act)), 0)
            span = f"{step.takes.lowest:g} to {step.takes.highest:g} days ({step.takes.kind})"
            return _Duration(days, f"{step.act}: {span}", step.takes.source, step.takes.kind)
        if compiled.within is not None:
            days = compiled.within * self.uniform("within", procedure, step.act)
            why = f"{step.act}: any day of the {compiled.within} it is given, as likely as another"
            return _Duration(days, why, (), "assumed")
        nothing = np.full(self.draws, np.nan)
        return _Duration(
            nothing, f"{step.act}: no days, for nothing says how long it takes", (), "assumed"
        )

    def _like(self, procedure: str, compiled: CompiledStep) -> _Duration:
        """Return the days of the slowest member, after the record of like steps."""
        step, members = compiled.step, compiled.electorate.rule.members
        issue = self.process.arrangement.decides_on.get(f"{procedure}.{step.act}", "")
        stands = self.positions(members, issue)
        model = ratification_model()
        laws = model.laws(generator(self.seed, "round", str(step.like)), self.draws, len(members))
        slowest, hold_outs = np.zeros(self.draws), []
        for member in members:
            luck = self.uniform("days", str(step.like), member)
            route = step.routes[member].takes if member in step.routes else None
            days = laws.routine(luck) if route is None else sampled(route, luck)
            if stands[member].objects:
                hold_outs.append(member)
                days = np.maximum(days, laws.held_out(_normal(luck)))
            slowest = np.maximum(slowest, days)
        why = (
            f"{step.act}: the slowest of {len(members)} members, after {len(model.rounds)} rounds"
            f" since 1951; hold-outs by their positions: {', '.join(hold_outs) or 'none'}"
        )
        return _Duration(slowest, why, step.source, "measured")


def _in_time(passes: Array, days: Array, compiled: CompiledStep) -> tuple[Array, tuple[str, ...]]:
    """Let a step fail whose days run past its limit, where running out of time ends it."""
    within = compiled.within
    if within is None or compiled.step.at_deadline or compiled.on_timeout not in ("lapse", "next"):
        return passes, ()
    late = days > within
    if not late.any():
        return passes, ()
    share = f"{late.mean():.0%}"
    why = (
        f"{compiled.step.act}: in {share} of draws it does not come within the {within} days it has"
    )
    return np.where(late, 0.0, passes), (why,)


def _decided(days: Array, compiled: CompiledStep) -> Array:
    """Return the days until the step is decided: no later than the day after its time runs out."""
    return days if compiled.within is None else np.minimum(days, compiled.within + 1)


def _told(stands: Mapping[str, Stand], issue: str) -> list[str]:
    """Say on what the ballots rest: who spoke on it, who on something related, who not at all."""
    if not issue:
        return [
            "no issue is named for this decision, so nothing is known of anybody's ballot (assumed)"
        ]
    told = []
    for basis, words in (
        ("direct", f"spoke on {issue}"),
        ("related", "spoke only on a related issue, which counts for less"),
        ("shared", "are bound only by a text of a body they belong to, which counts for less"),
        ("none", "said nothing to the point, so every ballot is as likely as another (assumed)"),
    ):
        names = [m for m, where in stands.items() if where.basis == basis]
        if names:
            shown = ", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else "")
            told.append(f"{len(names)} of {len(stands)} members {words}: {shown}")
    told += [f"against {issue}: {where.because}" for where in stands.values() if where.objects]
    return told


def _ratio(part: Array, whole: Array) -> Array:
    """Return `part` of `whole`, 0 where there is nothing to have a part of."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).clip(0, 1)


def _normal(uniform: Array) -> Array:
    return np.asarray(ndtri(uniform), float)


_WEAKNESS: tuple[Kind, ...] = ("assumed", "judged", "measured", "derived")


def weakest(kinds: set[Kind]) -> Kind:
    """Return the weakest of several kinds: a figure is only as good as that.

    Examples
    --------
    >>> weakest({"measured", "judged"})
    'judged'
    """
    return next((kind for kind in _WEAKNESS if kind in kinds), "derived")
