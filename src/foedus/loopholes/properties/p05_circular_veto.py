"""Whoever can block what the trigger was meant to bypass can block the trigger."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.vetoes import vetoes_of
from foedus.process import Progress
from foedus.process.exploration import ACTED, FRESH, STEADY, Batch, Item


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find members with a veto both in the finding and in the decision that waits for it."""
    a = inquiry.process.arrangement
    victims = {threat.against for threat in inquiry.threats}
    for name, procedure in a.procedures.items():
        decided = set(vetoes_of(inquiry.process, name))
        for trigger, waits in _triggers(inquiry, name).items() if decided else ():
            both = [who for who in vetoes_of(inquiry.process, trigger) if who in decided]
            if set(both) - set(procedure.opens.by):  # else whoever wants it has it in hand alone
                both = [who for who in both if who not in victims & set(procedure.opens.by)]
                said = f"{name!r} {waits}, and {inquiry.any_one(both)} can block both"
                yield _told(inquiry, said, trigger, name)


def _triggers(inquiry: Inquiry, name: str) -> dict[str, str]:
    """Return the procedures for whose outcome `name`, or a step of it, waits, and in which words.

    What opens once another has failed is the way round those who made it fail.
    """
    a = inquiry.process.arrangement
    waits = (a.procedures[name].opens.when, *(step.needs for step in a.procedures[name].steps))
    atoms = [atom for condition in waits if condition for atom in condition.atoms()]
    found = {atom.found for atom in atoms if atom.found}
    triggers = [atom.done for atom in atoms if atom.done]
    triggers += [
        other
        for other, p in a.procedures.items()
        if any(step.finds in found for step in p.steps if step.finds)
    ]
    said = {atom.lapsed: f"is for where {atom.lapsed!r} fails" for atom in atoms if atom.lapsed}
    said |= {trigger: f"waits for {trigger!r}" for trigger in triggers}
    return {trigger: words for trigger, words in said.items() if trigger != name}


def _told(inquiry: Inquiry, said: str, trigger: str, name: str) -> Loophole:
    """Tell how the trigger is opened and ends without effect."""
    at = inquiry.process.clauses.index.procedures[trigger]
    norms = inquiry.grounds(trigger)
    breakers = [
        threat
        for threat in inquiry.threats
        if any(threat.by in inquiry.process.arrangement.norms[n].bearer for n in norms)
    ]
    before, start, hour = list[Batch](), inquiry.process.start, FRESH
    if breakers:
        before, start = inquiry.attacked(breakers[0], inquiry.worst(breakers[0].by))
        hour = ACTED
    graph = inquiry.graph(
        [Item("procedure", trigger)],
        start=start,
        hour=hour,
        rules=STEADY,
        stop=lambda state: state.record.procedures[at].progress is Progress.LAPSED,
    )
    path = graph.path(graph.stopped) if graph.stopped else ()
    clauses = [("procedures", trigger), ("procedures", name)]
    return inquiry.found("circular-veto", said, [*before, *path], clauses)


PROPERTY = Property(
    5,
    "circular-veto",
    "circular veto",
    "A way round a veto that those who have the veto can block as well.",
    "Nobody who can block the decision that a trigger is meant to bypass can block the trigger.",
    "vetoes(trigger) ∩ vetoes(decision) = ∅",
    check,
    premises.trigger,
    by_story=True,
)
