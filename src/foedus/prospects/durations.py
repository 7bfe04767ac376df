"""How many days a step takes.

From the record of like steps, from the file's own estimate, or from the step's time limit. A step
with none of these has no days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from foedus.evidence import ratification_model
from foedus.figures import Kind, Premise
from foedus.process import CompiledStep, as_stage, called
from foedus.prospects.chances import accessions
from foedus.prospects.question import Question
from foedus.prospects.streams import Array, even, generator, sampled


@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """The days of a step if it passes, draw by draw, with the reason; ``nan`` for not known.

    Where their law is known as such, `law` holds them at even shares of it. Where they are counted
    by its time limit alone, `share` holds the share of it that is then over.
    """

    days: Array
    because: str
    sources: tuple[str, ...]
    kind: Kind
    premises: tuple[Premise, ...] = ()
    law: Array | None = None
    share: Array | None = None


def duration_of(q: Question, procedure: str, compiled: CompiledStep) -> Duration:
    """Return the days that a step takes if it passes."""
    step, within = compiled.step, compiled.within
    label = q.labels.step(procedure, step.act)
    given = as_stage(q.arrangement, procedure, step).limit or f"{within} days"
    if step.escrowed:
        return Duration(np.zeros(q.draws), f"{step.act}: no days, done in advance", (), "derived")
    if step.at_deadline and within is not None:
        why = f"{step.act}: decided when its time limit of {given} has run out"
        limit = Premise(f"the limit of {given} for {step.act!r}", "derived")
        days, whole = np.full(q.draws, within + 1.0), np.ones(q.draws)
        return Duration(days, why, (), "derived", (limit,), share=whole)
    if step.like is not None:
        return _like(q, procedure, compiled)
    if step.takes is not None:
        days, law = (
            np.maximum(sampled(step.takes, ranks), 0)
            for ranks in (q.uniform("takes", label), even(q.draws))
        )
        span = f"{step.takes.lowest:g} to {step.takes.highest:g} days ({step.takes.kind})"
        put = f"{step.act!r} in {step.takes.lowest:g} to {step.takes.highest:g} days"
        premise = Premise(put, step.takes.kind, step.takes.because, step.takes.source)
        why = f"{step.act}: {span}"
        return Duration(days, why, step.takes.source, step.takes.kind, (premise,), law)
    if within is not None:
        share = q.uniform("within", label)
        why = f"{step.act}: any day of the {given} that it is given, as likely as another"
        any_day = Premise(f"{step.act!r} on any day of its {given}", "assumed", ours=True)
        law = within * even(q.draws)
        return Duration(within * share, why, (), "assumed", (any_day,), law, share)
    why = f"{step.act}: no days, for nothing says how long it takes"
    return Duration(np.full(q.draws, np.nan), why, (), "assumed")


def _like(q: Question, procedure: str, compiled: CompiledStep) -> Duration:
    """Return the days of the slowest member, after the record of like steps."""
    step, members = compiled.step, compiled.electorate.rule.members
    stands = q.positions(members, q.issue(procedure, step.act))
    model = ratification_model()
    laws = model.laws(generator(q.seed, "round", str(step.like)), q.draws, len(members))
    slowest, hold_outs = np.zeros(q.draws), []
    for member in members:
        luck = q.uniform("days", str(step.like), q.labels.party(member))
        route = step.routes[member].takes if member in step.routes else None
        days = laws.routine(luck) if route is None else sampled(route, luck)
        if stands[member].objects:
            hold_outs.append(called(q.arrangement, member))
            days = np.maximum(days, laws.held_out(np.asarray(ndtri(luck), float)))
        slowest = np.maximum(slowest, days)
    why = (
        f"{step.act}: the slowest of {len(members)} members, after {len(model.rounds)} rounds"
        f" since 1951; hold-outs by their positions: {', '.join(hold_outs) or 'none'}"
    )
    record = Premise(f"the days that the slowest of {len(members)} takes", "measured", accessions())
    return Duration(slowest, why, step.source, "measured", (record,))
