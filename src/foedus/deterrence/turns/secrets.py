"""What only one party comes to know: its own resolve, or a sign of another's."""

from __future__ import annotations

from foedus.deterrence.situation import Lottery, Question, Situation
from foedus.deterrence.turns.table import Table


def secrets(table: Table, at: Situation) -> Lottery | None:
    """Draw what the next party that has a secret comes to see, None when all is drawn."""
    if len(at.resolved) == len(table.secrets):
        return None
    resolved, party = tuple(table.arrangement.resolved), table.secrets[len(at.resolved)]
    if len(at.resolved) < len(resolved):
        about, words = Question("resolve", party), ("resolved", "irresolute")
        chance = table.chances.resolved(party)
    else:
        about, words = Question("sign", party), ("seen", "not seen")
        truth = at.resolved[resolved.index(table.arrangement.signs[party].of)]
        chance = table.chances.sign(party, truth)
    yes, no = table.chances.either(chance)
    known, unknown = (at._replace(resolved=(*at.resolved, it)) for it in (True, False))
    return Lottery(about, ((words[0], yes, known), (words[1], no, unknown)))
