"""One step of a procedure: with what chance it passes, and after how many days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from foedus.figures import Kind, Premise
from foedus.process import CompiledStep, as_stage
from foedus.prospects.asked import Asked, Past, Place, reached_when
from foedus.prospects.chances import chance_of
from foedus.prospects.durations import Duration, duration_of
from foedus.prospects.question import Question, weakest
from foedus.prospects.streams import Array, Flags, even

Step = Place
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class StepProspect:
    """What is to be expected of one step, given that it is reached.

    Attributes
    ----------
    passes
        Chance that it passes, per draw of what is uncertain, shape (draws,).
    days
        One sampled duration of the step, if it passes, per draw, shape (draws,); ``nan`` throughout
        when nothing is known of it.
    late
        Whether its time runs out before it could pass, per draw, shape (draws,).
    because
        Where both come from, one sentence each.
    sources
        Ids of sources of the arrangement.
    kind
        The weakest of what it rests on.
    known
        Whether anything in the file bears on its chance; where not, `passes` is any chance at all.
    premises
        What both were worked out from, by kind.
    law
        Days at even shares of their law, shape (draws,), where it is known as such.
    given
        When it is reached, in words that stand behind its chance; empty for always.
    asked
        The ballots that its chance is a matter of, where it is one.
    timely
        Chance that it passes if it is voted on before its time runs out, shape (draws,); as
        `passes` when left out.
    timing
        Its days by the length of its time limit, which differs where that is of months; `days`
        whatever the limit when left out.
    spread
        The same of their law.
    """

    passes: Array
    days: Array
    late: Flags
    because: tuple[str, ...]
    sources: tuple[str, ...] = ()
    kind: Kind = "derived"
    known: bool = True
    premises: tuple[Premise, ...] = ()
    law: Array | None = None
    given: str = ""
    asked: Asked | None = None
    timely: Array | None = None
    timing: Callable[[int], Array] | None = None
    spread: Callable[[int], Array] | None = None

    def days_within(self, limit: int) -> Array:
        """Return its days where its time limit is so many days long, shape (draws,)."""
        return self.days if self.timing is None else self.timing(limit)

    def in_time(self) -> tuple[Array, Array]:
        """Return the chances that it passes and that it is blocked if its time does not run out."""
        punctual = self._punctual
        return self.shares(()) if punctual is None else punctual.reached()

    def adopted_in_time(self) -> Array:
        """Return the chance, of what `in_time` has, that it passes only as its time runs out."""
        punctual = self._punctual
        adopted = 0.0 if punctual is None else punctual.adopted_if_reached()
        return np.zeros_like(self.passes) + adopted

    @property
    def _punctual(self) -> Asked | None:
        if self.asked is None:
            return None
        missed = {**self.asked.missed, self.asked.at: np.zeros_like(self.late)}
        return replace(self.asked, missed=missed, _known={})

    def shares(self, past: Past) -> tuple[Array, Array]:
        """Return the chances that it passes and that it is blocked once it is voted on, per draw.

        What is left is the chance that it stays open until its time runs out.

        Parameters
        ----------
        past
            How steps ended that were voted on before.
        """
        if self.asked is not None:
            return self.asked.shares(past)
        passes = self.passes if self.timely is None else self.timely
        return passes, 1 - passes

    def adopted(self, past: Past) -> Array:
        """Return the chance, of what `shares` has, that it passes only as its time runs out."""
        adopted = 0.0 if self.asked is None else self.asked.adopted(past)
        return np.zeros_like(self.passes) + adopted

    def endings(self, past: Past) -> list[tuple[float, float, float, float]]:
        """Return the chances of all `ENDINGS`, draw by draw, given how others ended."""
        (passes, blocked), adopted = self.shares(past), self.adopted(past)
        left = 1 - passes - blocked
        rows = (passes - adopted, blocked, np.where(left > _ROUNDING, left, 0.0), adopted)
        return list(zip(*(row.tolist() for row in rows), strict=True))

    def law_within(self, limit: int) -> Array:
        """Return its days at even shares of their law where its limit is so long, (draws,).

        As `days_within`, where their law is not known as such.
        """
        return self.days_within(limit) if self.spread is None else self.spread(limit)

    @property
    def dated(self) -> bool:
        """Whether anything is known of its days."""
        return not bool(np.isnan(self.days).any())


def step_prospect(q: Question, procedure: str, at: int) -> StepProspect:
    """Return what is to be expected of one step.

    A step whose days run past its limit does not pass, unless silence passes it or the step stays
    open. It is decided no later than the day after its time runs out, unless it stays open then.
    """
    compiled = q.compiled(procedure, at)
    chance = chance_of(q, procedure, at, lambda number: _missed(q, procedure, number))
    duration = duration_of(q, procedure, compiled)
    passes, days, because = chance.passes, duration.days, [*chance.because, duration.because]
    law = duration.law
    late = np.zeros(q.draws, bool)
    decided_by_it = not compiled.step.at_deadline and not _stays_open(compiled)
    if compiled.within is not None and decided_by_it:
        late, days = days > compiled.within, _cut(days, compiled.within)
        law = None if law is None else _cut(law, compiled.within)
    if late.any() and _can_miss(compiled):
        passes = np.where(late, 0.0, passes)
        written = as_stage(q.arrangement, procedure, compiled.step).limit
        limit = f"{compiled.within} days"
        limit = f"{written}, which is {limit} from the first day" if written else limit
        because.append(
            f"{compiled.step.act}: in {late.mean():.0%} of draws it misses its limit of {limit}"
        )
    sources = tuple(dict.fromkeys((*chance.sources, *duration.sources)))
    kind = weakest({chance.kind, duration.kind})
    premises = (*chance.premises, *duration.premises)
    known, asked = chance.known, chance.asked
    told = tuple(because)
    given = _given(q, procedure, at)
    return StepProspect(
        passes,
        days,
        late,
        told,
        sources,
        kind,
        known,
        premises,
        law,
        given,
        asked,
        chance.passes,
        partial(_timed, duration, cut=decided_by_it),
        None if law is None else partial(_spread, duration, cut=decided_by_it),
    )


def _timed(duration: Duration, limit: int, *, cut: bool) -> Array:
    """Return the days of a step whose limit is so long, cut where they run past it."""
    days = duration.days if duration.share is None else limit * duration.share
    return _cut(days, limit) if cut else days


def _spread(duration: Duration, limit: int, *, cut: bool) -> Array:
    """Return the law of the days of a step whose limit is so long, likewise."""
    assert duration.law is not None
    law = duration.law if duration.share is None else limit * even(len(duration.law))
    return _cut(law, limit) if cut else law


def _cut(days: Array, limit: int) -> Array:
    """Return days, of which those past a limit end on the day after it."""
    return np.where(days > limit, limit + 1.0, days)


def expires(compiled: CompiledStep) -> bool:
    """Say whether a step leads elsewhere when it runs out of time than when it is blocked."""
    limited = compiled.within is not None
    return limited and compiled.on_timeout not in ("adopt", compiled.step.on_block)


def _stays_open(compiled: CompiledStep) -> bool:
    """Say whether a step can still be decided when its time is over."""
    return compiled.on_timeout == "hold" and not silent(compiled)


def silent(compiled: CompiledStep) -> bool:
    """Say whether a step passes when nobody votes."""
    voters = compiled.electorate
    return compiled.within is not None and (
        compiled.on_timeout == "adopt" or voters.passes(voters.blank)
    )


def _given(q: Question, procedure: str, at: int) -> str:
    before = q.arrangement.procedures[procedure].steps[:at]
    return reached_when((step, as_stage(q.arrangement, procedure, step)) for step in before)


def _missed(q: Question, procedure: str, at: int) -> Flags:
    """Return the draws in which the time of a step runs out before it is voted on."""
    compiled = q.compiled(procedure, at)
    if compiled.within is None or not _can_miss(compiled):
        return np.zeros(q.draws, bool)
    return np.asarray(duration_of(q, procedure, compiled).days > compiled.within)


def _can_miss(compiled: CompiledStep) -> bool:
    """Say whether a step does not pass where its vote comes after its time."""
    voters = compiled.electorate
    limited = compiled.within is not None and not compiled.step.at_deadline
    return limited and compiled.on_timeout in ("lapse", "next") and not voters.passes(voters.blank)
