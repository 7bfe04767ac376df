"""Signing: the first move of each side, before anything of the arrangement holds.

Each party of which the file says what it can expect if the present war goes on (`refusing`) signs
or refuses, in the order of the file and knowing what those before it did. One refusal is enough:
then the war goes on, with those payoffs. The question is the same for every option.

Where some party's resolve is private, signing would tell of it, and what is then believed depends
on the equilibrium. There the game begins with all having signed, and what each would rather do is
read off beside it (`foedus.deterrence.measures.signing`).
"""

from __future__ import annotations

from foedus.deterrence.situation import Choice, End, Question, Situation
from foedus.deterrence.turns.table import Table
from foedus.language import Arrangement


def signing(table: Table, at: Situation) -> Choice | End | None:
    """Return the turn of the next who signs, None when all have."""
    parties = signatories(table.arrangement)
    if at.refused:
        return End(at)
    if at.signed == len(parties):
        return None
    party = parties[at.signed]
    signs = at._replace(signed=at.signed + 1)
    menu = (("sign", signs), ("refuse", at._replace(refused=True)))
    return Choice(party, Question("agree", party), menu)


def signatories(a: Arrangement) -> tuple[str, ...]:
    """Return who signs or refuses in the game, in the order of the file."""
    if a.resolved:
        return ()
    return tuple(party for party in a.refusing if party in a.conduct or party in a.stakes)
