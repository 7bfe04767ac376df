"""One step of a procedure: with what chance it passes, and after how many days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.figures import Kind, Premise
from foedus.prospects.chances import chance_of
from foedus.prospects.durations import duration_of
from foedus.prospects.question import Question, weakest
from foedus.prospects.streams import Array, Flags


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

    @property
    def dated(self) -> bool:
        """Whether anything is known of its days."""
        return not bool(np.isnan(self.days).any())


def step_prospect(q: Question, procedure: str, at: int) -> StepProspect:
    """Return what is to be expected of one step.

    A step whose days run past its limit does not pass, unless silence adopts it or the step stays
    open. It is decided no later than the day after its time runs out.
    """
    compiled = q.compiled(procedure, at)
    chance, duration = chance_of(q, procedure, at), duration_of(q, procedure, compiled)
    passes, days, because = chance.passes, duration.days, [*chance.because, duration.because]
    law = duration.law
    late = np.zeros(q.draws, bool)
    if compiled.within is not None and not compiled.step.at_deadline:
        late = days > compiled.within
        days = np.minimum(days, compiled.within + 1)
        law = None if law is None else np.minimum(law, compiled.within + 1)
    if late.any() and compiled.on_timeout in ("lapse", "next"):
        passes = np.where(late, 0.0, passes)
        share, limit = f"{late.mean():.0%}", compiled.within
        because.append(
            f"{compiled.step.act}: in {share} of draws it misses its limit of {limit} days"
        )
    sources = tuple(dict.fromkeys((*chance.sources, *duration.sources)))
    kind = weakest({chance.kind, duration.kind})
    premises = (*chance.premises, *duration.premises)
    known = chance.known
    return StepProspect(passes, days, late, tuple(because), sources, kind, known, premises, law)
