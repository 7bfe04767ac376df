"""The procedures of an arrangement as decisions: who votes, by which rule, and in which time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from foedus.decisions import Between, Days, Fixed, Not, Otherwise, Procedure, Rule, Stage, Then
from foedus.language import Arrangement, Step
from foedus.process.electorate import electorate


def as_decision(arrangement: Arrangement, procedure: str) -> Procedure | None:
    """Return the steps of a procedure as stages that decide.

    What was done in advance and lies in escrow is left out. Steps that `decides_on` gives the
    same issue ask the same question, so that their ballots are the same; steps without an issue
    all ask one question more, but for those on a motion to stop: who is for what the others decide
    votes against that motion, so that each asks its own.

    Parameters
    ----------
    arrangement
        The arrangement.
    procedure
        The id of one of its procedures.

    Returns
    -------
    Procedure or None
        ``None`` when nothing is left to decide.
    """
    stages = [
        (step, as_stage(arrangement, procedure, step))
        for step in arrangement.procedures[procedure].steps
        if not step.escrowed
    ]
    return _chained(stages) if stages else None


def _chained(stages: Sequence[tuple[Step, Stage]]) -> Procedure:
    parts: list[Procedure] = []
    for at, (step, stage) in enumerate(stages):
        rest = stages[at + 1 :]
        if step.on_pass == "effect" and rest:
            # What follows is reached where this one does not pass, and in no other way.
            first = replace(
                stage,
                on_block=_BESIDE[stage.on_block],
                on_timeout=_BESIDE[stage.on_timeout],
            )
            parts.append(Otherwise((first, _chained(rest))))
            break
        parts.append(stage)
    return parts[0] if len(parts) == 1 else Then(tuple(parts))


_BESIDE: Mapping[str, Any] = {
    "next": "lapse",
    "lapse": "end",
    "hold": "hold",
    "adopt": "adopt",
}
"""What follows a stage that takes effect at once when it passes, as one of several ways there."""


def as_stage(arrangement: Arrangement, procedure: str, step: Step) -> Stage:
    """Return a step of a procedure as a stage that decides."""
    body = arrangement.bodies.get(step.by)
    within = step.within or (body.silence if body else None)
    days = None if within is None else within.days
    rule = electorate(arrangement, step).rule
    return Stage(
        step.act,
        rule,
        days,
        step.on_timeout,
        step.on_block,
        _takes(step, days),
        arrangement.decides_on.get(f"{procedure}.{step.act}") or _own_question(step, rule),
        within.words if within is not None and (within.on_calendar or within.has_hours) else "",
    )


def _own_question(step: Step, rule: Rule) -> str:
    return f"the motion to stop {step.act!r}" if isinstance(rule, Not) else ""


def _takes(step: Step, within: int | None) -> Days:
    if step.at_deadline and within is not None:
        return Fixed(within)
    if step.takes is None:
        return Fixed()
    estimate = step.takes
    if estimate.low is None or estimate.high is None:
        return Fixed(estimate.middle)
    return Between(estimate.low, estimate.high, estimate.value)
