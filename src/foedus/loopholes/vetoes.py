"""Who has a veto in a step: whoever can stop it alone, by objecting or by staying away."""

from __future__ import annotations

from foedus.process import CompiledStep, Process
from foedus.process.exploration import stopped_without


def vetoes(compiled: CompiledStep) -> tuple[str, ...]:
    """Return the members each of whom can stop the step alone; none in an escrowed step."""
    if compiled.step.escrowed:
        return ()
    return tuple(
        member
        for label, members in compiled.electorate.classes.items()
        if stopped_without(compiled, label)
        for member in members
    )


def vetoes_of(process: Process, procedure: str) -> tuple[str, ...]:
    """Return everyone with a veto in some step of a procedure."""
    steps = process.clauses.steps[process.clauses.index.procedures[procedure]]
    return tuple(dict.fromkeys(who for compiled in steps for who in vetoes(compiled)))
