"""Those who owe one response together, each of whom decides for itself.

A response that is owed severally comes as soon as one of them gives it; one that is owed jointly
only if all do. They speak one after the other, and who speaks next is drawn evenly among those who
have not: who is named first in the file changes nothing. Nobody is asked once it is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.deterrence.situation import (
    DECLINES,
    HONOURS,
    Choice,
    Lottery,
    Question,
    Situation,
    put,
)
from foedus.deterrence.turns.table import Table, speaker_of
from foedus.process import Move

MOST = 8
"""Debtors that can be asked each for itself: the order in which they speak is open."""
Settled = Callable[[Situation, bool], Situation]
"""What follows once it is settled, from the situation in which the last of them has spoken."""


def poll(
    at: Situation,
    debtors: Sequence[str],
    joint: bool,
    about: Question,
    words: tuple[str, str],
    settled: Settled,
) -> Choice | Lottery:
    """Return the next turn of debtors who are asked for a response.

    Parameters
    ----------
    at
        The situation; those in `at.spoken` have spoken and settled nothing.
    debtors, joint
        Who owes it, and whether it takes all of them.
    about
        What is asked.
    words
        What a no and a yes are called.
    settled
        The situation that follows a yes, or a no, of them all.
    """
    speaker = speaker_of(at, debtors, about._replace(kind="speaks", actor=""))
    if isinstance(speaker, Lottery):
        return speaker
    more = len(at.spoken) + 1 < len(debtors)
    spoken = at._replace(spoken=tuple(sorted((*at.spoken, speaker))), speaker=-1)

    def said(yes: bool) -> Situation:
        if yes is joint and more:
            return spoken
        return settled(at._replace(speaker=speaker), yes)._replace(spoken=(), speaker=-1)

    menu = ((words[0], said(False)), (words[1], said(True)))
    return Choice(debtors[speaker], about._replace(actor=debtors[speaker]), menu)


def asked(table: Table, at: Situation, index: int) -> tuple[str, ...]:
    """Return those who owe a response and can give it: not who attacks; nobody where all must."""
    _, guarantee = table.guarantees[index]
    owers = table.clauses.owers(at.state, index)  # who left before it was owed owes nothing
    others = tuple(party for party in owers if party != guarantee.against)
    return others if others == owers or not guarantee.joint else ()


def declined(table: Table, at: Situation, index: int) -> Situation:
    """Return the situation after a guarantee was not honoured, for as long as it lasts."""
    if table.guarantees[index][1].response == "right_only":  # there is nothing to decline
        return at._replace(answers=put(at.answers, index, DECLINES), called=-1)
    return answered(table, at, index, "decline")


def answered(table: Table, at: Situation, index: int, kind: str) -> Situation:
    """Return the situation after those who were asked for a response have answered.

    Where none was asked for itself all answer alike. Where one has settled it, those who spoke
    before it said what settles nothing: yes if it is owed jointly, no if severally. Who attacks
    does not help either where nobody does.
    """
    name, guarantee = table.guarantees[index]
    debtors = asked(table, at, index)
    said = dict.fromkeys(debtors, kind)
    if at.speaker >= 0:
        before = "honour" if guarantee.joint else "decline"
        said = {debtors[place]: before for place in at.spoken}
        said[debtors[at.speaker]] = kind
    if kind == "decline" and guarantee.against in table.clauses.owers(at.state, index):
        said[guarantee.against] = kind
    moves = [Move(word, party, name) for party, word in said.items()]  # type: ignore[arg-type]
    state = table.process.during(at.state, moves)
    kept = kind == "honour"
    answers = put(at.answers, index, HONOURS if kept else DECLINES)
    after = at._replace(state=state, answers=answers, coming=index if kept else -1, called=-1)
    return table.opened(at, after)
