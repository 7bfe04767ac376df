"""Lawful self-defence that the text turns into a breach, or a loss of the guarantee."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language.wording import listed
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.process import Move, Process, State
from foedus.process.exploration import Batch


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Let each adversary attack and the victim answer, on the same day and on the next."""
    for threat in inquiry.threats:
        for attack in inquiry.grave(threat):
            hole = _unsafe(inquiry, threat, attack)
            if hole is not None:
                yield hole
                break


def _unsafe(inquiry: Inquiry, threat: Threat, attack: str) -> Loophole | None:
    """Return the mildest answer of the victim to an act that costs it something."""
    a, process, victim = inquiry.process.arrangement, inquiry.process, threat.against
    if victim not in a.conduct or (victim, threat.by) not in a.pairs:
        return None
    act = process.clauses.aimed(threat.by, attack, threat.front)
    before, ready = inquiry.ready(threat)
    tomorrow = (Move("wait", until=ready.day + 1),)
    for reply in a.conduct[victim].acts[1:]:
        answer = process.clauses.aimed(victim, reply.act, threat.by)
        for batches, silent in (
            (((act, answer),), ((act,),)),
            (((act,), tomorrow, (answer,)), ((act,), tomorrow)),
        ):
            ends = (_end(process, ready, taken) for taken in (silent, batches))
            lost = list(_lost(inquiry, *ends, answer))
            if lost:
                said = f"{reply.act!r} by {inquiry.called(victim)} in answer to {attack!r} by"
                said += f" {inquiry.called(threat.by)} {listed([words for words, _ in lost])}"
                clauses = [path for _, path in lost]
                return inquiry.found("self-defence", said, [*before, *batches], clauses)
    return None


def _end(process: Process, state: State, batches: tuple[Batch, ...]) -> State:
    for batch in batches:
        state = process.during(state, batch)
    return state


def _lost(
    inquiry: Inquiry, silent: State, answered: State, answer: Move
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what an answer costs that would not be lost by bearing the act in silence."""
    a, active = inquiry.process.arrangement, inquiry.process.clauses.active
    for at, (name, norm) in enumerate(a.norms.items()):
        broken = answered.world.breached[at] and not silent.world.breached[at]
        if answer.actor in norm.bearer and (broken or _breaks(inquiry, answered, at, answer)):
            yield f"breaches {name!r}", ("norms", name)
    for at, (name, g) in enumerate(a.guarantees.items()):
        if g.protects.state == answer.actor and active(silent, at) and not active(answered, at):
            yield f"loses {name!r}", ("guarantees", name)


def _breaks(inquiry: Inquiry, state: State, norm: int, answer: Move) -> bool:
    """Say whether an answer breaks a norm that binds both sides, and that the other broke first."""
    compiled, clauses = inquiry.process.clauses.norms[norm], inquiry.process.clauses
    lowest = clauses.index.rungs[answer.actor].get(compiled.norm.prohibition or "")
    if lowest is None or inquiry.rung(answer.actor, answer.clause) < lowest:
        return False
    towards = compiled.norm.towards
    owed = not towards or not answer.against or answer.against in towards
    return owed and clauses.binds(state, norm) and not compiled.unless(state)


PROPERTY = Property(
    10,
    "self-defence",
    "unsafe self-defence",
    "Firing back that the text turns into a breach, or that costs the victim its guarantee.",
    "Whoever is attacked may answer, that day or the next, without breaching a norm or losing a"
    " guarantee.",
    "AG (attacked ∧ answers → ¬breached by the victim ∧ ¬forfeited)",
    check,
    premises.reply,
)
