"""An act above what the victim can bear and below what any guarantee answers."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import paths
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find acts between the lowest unbearable one and the lowest casus foederis."""
    for actor in inquiry.adversaries:
        ladder = inquiry.process.arrangement.conduct[actor]
        every = inquiry.guarantees(actor, duties=False)
        if not ladder.unbearable_from or not every:
            continue
        lowest = min(inquiry.rung(actor, g.casus_foederis) for _, _, g in every)
        for rung in range(inquiry.rung(actor, ladder.unbearable_from), lowest):
            act = ladder.acts[rung].act
            attack = inquiry.process.clauses.directed(actor, act)
            said = f"{act!r} is more than the victim can bear and less than any casus foederis"
            clauses = [
                ("conduct", actor, "acts", rung),
                *paths("guarantees", [name for _, name, _ in every]),
            ]
            yield inquiry.found("threshold-gap", said, [attack], clauses, actor=actor)


PROPERTY = Property(
    22,
    "threshold-gap",
    "threshold gap",
    "Every act that the victim cannot bear is one that some guarantee answers.",
    "unbearable_from ≥ min casus foederis",
    check,
)
