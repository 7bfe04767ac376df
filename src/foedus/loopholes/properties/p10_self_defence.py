"""Lawful self-defence that the text turns into a breach, or a loss of the guarantee."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.process import Move, State


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
        for batches in (((act, answer),), ((act,), tomorrow, (answer,))):
            state = ready
            for batch in batches:
                state = process.during(state, batch)
            lost = list(_lost(inquiry, state, victim))
            if lost:
                said = f"{reply.act!r} by {victim} in answer to {attack!r} by {threat.by} "
                said += " and ".join(words for words, _ in lost)
                clauses = [path for _, path in lost]
                return inquiry.found("self-defence", said, [*before, *batches], clauses)
    return None


def _lost(inquiry: Inquiry, state: State, victim: str) -> Iterator[tuple[str, tuple[str, str]]]:
    a = inquiry.process.arrangement
    for at, (name, norm) in enumerate(a.norms.items()):
        if victim in norm.bearer and state.world.breached[at]:
            yield f"breaches {name!r}", ("norms", name)
    for at, (name, g) in enumerate(a.guarantees.items()):
        if g.protects.state == victim and state.record.guarantees[at].forfeited:
            yield f"loses {name!r}", ("guarantees", name)


PROPERTY = Property(
    10,
    "self-defence",
    "unsafe self-defence",
    "Firing back that the text turns into a breach, or that costs the victim its guarantee.",
    "Whoever is attacked may answer, that day or later, without breaching a norm or losing a"
    " guarantee.",
    "AG (attacked ∧ answers → ¬breached by the victim ∧ ¬forfeited)",
    check,
    premises.reply,
)
