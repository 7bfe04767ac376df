"""Signing: the first move of each side, before anything of the arrangement holds.

Each party of which the file says what it can expect if the present war goes on (`refusing`) signs
or refuses, knowing what those before it did; who is next is drawn evenly. One refusal is enough:
then the war goes on, with those payoffs. The question is the same for every option, and whoever
signs signs every instrument that waits for its signature: the process begins with these.

Where some party's resolve is private, signing would tell of it, and what is then believed depends
on the equilibrium. There the game begins with all having signed, and what each would rather do is
read off beside it (`foedus.deterrence.measures.signing`).
"""

from __future__ import annotations

from foedus.deterrence.situation import Choice, End, Lottery, Question, Situation
from foedus.deterrence.turns.table import Table, speaker_of


def signing(table: Table, at: Situation) -> Choice | Lottery | End | None:
    """Return the turn of the next who signs, None when all have."""
    parties = table.signatories
    if at.refused:
        return End(at)
    if at.signed == len(parties):
        return None
    place = speaker_of(at, parties, Question("turn"))
    if isinstance(place, Lottery):
        return place
    spoken = tuple(sorted((*at.spoken, place))) if len(at.spoken) + 1 < len(parties) else ()
    signs = at._replace(signed=at.signed + 1, spoken=spoken, speaker=-1)
    menu = (("sign", signs), ("refuse", at._replace(refused=True)))
    return Choice(parties[place], Question("agree", parties[place]), menu)
