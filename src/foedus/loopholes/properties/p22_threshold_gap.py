"""An act above what the victim can bear and below what any guarantee answers."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.story import paths


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find acts between the lowest unbearable one and the lowest casus foederis."""
    guarded = any(inquiry.guarantees(t, duties=False) for t in inquiry.threats)
    for threat in inquiry.threats if guarded else ():
        ladder = inquiry.process.arrangement.conduct[threat.by]
        every = inquiry.guarantees(threat, duties=False)
        defence = [duty for duty in every if duty[2].response != "consult"]
        if not ladder.unbearable_from:
            continue
        rungs = [inquiry.rung(threat.by, g.casus_foederis) for _, _, g in defence]
        for rung in range(
            inquiry.rung(threat.by, ladder.unbearable_from), min(rungs, default=len(ladder.acts))
        ):
            act = ladder.acts[rung].act
            attack = (inquiry.process.clauses.aimed(threat.by, act, threat.front),)
            lower = any(inquiry.rung(threat.by, g.casus_foederis) <= rung for _, _, g in every)
            what = "only graver acts are answered" if every else "no guarantee answers it"
            what = "no duty of more than consultation answers it" if lower else what
            victim = inquiry.called(threat.against or "the victim")
            said = f"{act!r} by {inquiry.called(threat.by)} is taken to be more than {victim}"
            said += f" can bear, and {what}"
            clauses = [
                ("conduct", threat.by, "acts", rung),
                *paths("guarantees", [name for _, name, _ in every]),
            ]
            yield inquiry.found("threshold-gap", said, [attack], clauses, threat=threat)


PROPERTY = Property(
    22,
    "threshold-gap",
    "threshold gap",
    "An act that the victim cannot bear and that no guarantee answers.",
    "Every act that the victim cannot bear is one that some guarantee answers.",
    "unbearable_from ≥ min casus foederis",
    check,
    premises.threshold,
)
