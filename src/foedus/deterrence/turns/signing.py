"""Signing: the first move of each side, before anything of the arrangement holds.

Each party of which the file says what it can expect if the present war goes on (`refusing`) signs
or refuses, knowing what those before it did; who is next is drawn evenly. One refusal is enough:
then the war goes on, with those payoffs. The question is the same for every option.

Where some party's resolve is private, signing would tell of it, and what is then believed depends
on the equilibrium. There the game begins with all having signed, and what each would rather do is
read off beside it (`foedus.deterrence.measures.signing`).
"""

from __future__ import annotations

from fractions import Fraction

from foedus.deterrence.situation import Choice, End, Lottery, Question, Situation
from foedus.deterrence.turns.table import Table
from foedus.games import const


def signing(table: Table, at: Situation) -> Choice | Lottery | End | None:
    """Return the turn of the next who signs, None when all have."""
    parties = table.signatories
    if at.refused:
        return End(at)
    if at.signed == len(parties):
        return None
    left = [place for place in range(len(parties)) if place not in at.spoken]
    if at.speaker < 0 and len(left) > 1:
        chance = const(Fraction(1, len(left)))
        draws = tuple((parties[i], chance, at._replace(speaker=i)) for i in left)
        return Lottery(Question("turn"), draws)
    place = at.speaker if at.speaker >= 0 else left[0]
    spoken = tuple(sorted((*at.spoken, place))) if len(left) > 1 else ()
    signs = at._replace(signed=at.signed + 1, spoken=spoken, speaker=-1)
    menu = (("sign", signs), ("refuse", at._replace(refused=True)))
    return Choice(parties[place], Question("agree", parties[place]), menu)
