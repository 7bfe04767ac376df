"""The procedures of an arrangement as decisions: who votes, by which rule, and in which time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from foedus.decisions import Between, Days, Fixed, Otherwise, Procedure, Stage, Then
from foedus.language import Arrangement, Step
from foedus.process.electorate import electorate


def as_decision(arrangement: Arrangement, procedure: str) -> Procedure | None:
    """Return the steps of a procedure as stages that decide.

    What was done in advance and lies in escrow is left out. Steps that `decides_on` gives the
    same issue ask the same question, so that their ballots are the same; steps without an issue
    all ask one question more.

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
        (step, _stage(arrangement, procedure, step))
        for step in arrangement.procedures[procedure].steps
        if not step.escrowed
    ]
    return _chained(stages) if stages else None


def _chained(stages: Sequence[tuple[Step, Stage]]) -> Procedure:
    parts: list[Procedure] = []
    for at, (step, stage) in enumerate(stages):
        rest = stages[at + 1 :]
        if step.on_pass == "effect" and rest:
            # The reader refuses steps that nothing leads to, so a no or a timeout goes on.
            first = replace(
                stage,
                on_block="lapse" if stage.on_block == "next" else "hold",
                on_timeout="lapse" if step.on_timeout == "next" else step.on_timeout,
            )
            parts.append(Otherwise((first, _chained(rest))))
            break
        parts.append(stage)
    return parts[0] if len(parts) == 1 else Then(tuple(parts))


def _stage(arrangement: Arrangement, procedure: str, step: Step) -> Stage:
    body = arrangement.bodies.get(step.by)
    within = step.within or (body.silence if body else None)
    days = None if within is None else within.days
    return Stage(
        step.act,
        electorate(arrangement, step).rule,
        days,
        step.on_timeout,
        _on_block(step, days),
        _takes(step, days),
        arrangement.decides_on.get(f"{procedure}.{step.act}", ""),
    )


def _on_block(step: Step, within: int | None) -> Literal["lapse", "next", "hold"]:
    """Return what follows a no: nothing, where it is not final and the time runs on to go on."""
    ignored = within is not None and step.on_timeout in ("adopt", "next")
    return "next" if step.on_block == "hold" and ignored else step.on_block


def _takes(step: Step, within: int | None) -> Days:
    if step.at_deadline and within is not None:
        return Fixed(within)
    if step.takes is None:
        return Fixed()
    estimate = step.takes
    if estimate.low is None or estimate.high is None:
        return Fixed(estimate.middle)
    return Between(estimate.low, estimate.high, estimate.value)
