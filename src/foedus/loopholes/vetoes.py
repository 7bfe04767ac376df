"""Who has a veto in a step: whoever can stop it alone, by objecting or by staying away."""

from __future__ import annotations

from foedus.loopholes.ways_to_stop import leads_on, ways_to_stop
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
    """Return everyone who can keep a procedure from taking effect, at some step of it.

    Not whoever can stop a step that is then passed over.
    """
    steps = process.clauses.steps[process.clauses.index.procedures[procedure]]
    able = (who for compiled in steps for who in vetoes(compiled) if _for_all(compiled, who))
    return tuple(dict.fromkeys(able))


def _for_all(compiled: CompiledStep, member: str) -> bool:
    """Say whether one who stops a step can do so in a way that does not lead on to the next."""
    if "next" not in (compiled.step.on_block, compiled.on_timeout):
        return True
    return any(not leads_on(compiled, way) for way in ways_to_stop(compiled).get(member, ()))
