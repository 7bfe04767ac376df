"""Threats that are to keep help away: made, met, and perhaps carried out beyond anyone's will.

When those who owe a response are minded to honour it, and before it is given, the adversary may
threaten them (`coercion` in the file). They give in, and the response is declined; or they stand
firm, and it is given unless what was threatened comes about: a risk that neither side commands
(Schelling 1966, chapter 3, on threats that leave something to chance). Then the story ends there.
A threat is made once against a guarantee, for afterwards it is known how it is answered.
"""

from __future__ import annotations

from foedus.deterrence.situation import (
    CALM,
    DECLINES,
    DEFIED,
    OUT_OF_HAND,
    YIELDED,
    Choice,
    Crisis,
    End,
    Lottery,
    Question,
    Situation,
    put,
)
from foedus.deterrence.turns.debtors import answered, asked, declined, poll
from foedus.deterrence.turns.table import Table
from foedus.language import Arrangement

THREATENED, GAVE_IN = "threatened", "gave_in"
"""What is counted of threats at the move that it comes about by."""


def told_of(a: Arrangement) -> bool:
    """Say whether threats are counted: where the file says what making one is worth."""
    return any(threat.threatening is not None for threat in a.coercion.values())


def remembered(a: Arrangement) -> bool:
    """Say whether it matters later that a threat was made.

    It does where somebody's resolve is private: everything is paid at the ends there. Elsewhere a
    threat is paid for, and counted, when it is made (`came`), so that stories with and without one
    are one story again once the help has come or been kept away.
    """
    return told_of(a) and bool(a.resolved)


def came(table: Table, before: Situation, after: Situation) -> str:
    """Return what came of a threat by a move, where it is paid for and counted there."""
    crisis, a = before.crisis, table.arrangement
    if crisis is None or crisis.defied or not told_of(a) or remembered(a):
        return ""
    if not crisis.threatened:
        return THREATENED if after.crisis is not None else ""
    return GAVE_IN if after.crisis is None else ""


def may_come(table: Table, guarantee: int) -> bool:
    """Say whether somebody may threaten to keep the response under a guarantee away: not talk."""
    _, text = table.guarantees[guarantee]
    return text.against in table.arrangement.coercion and text.response != "consult"


def threats(table: Table, at: Situation) -> Choice | Lottery | End | None:
    """Return the next turn in a crisis; the end once a threat has come about."""
    if at.threat == OUT_OF_HAND:
        return End(at)
    if at.crisis is None:
        return None
    crisis = at.crisis
    name, guarantee = table.guarantees[crisis.guarantee]
    by = guarantee.against
    if crisis.threatened and not crisis.defied:
        return _met(table, at, crisis)
    helped = answered(table, at._replace(crisis=None), crisis.guarantee, "honour")
    if not crisis.threatened:
        made = (*at.made, by) if remembered(table.arrangement) else ()
        threat = at._replace(crisis=crisis._replace(threatened=True), made=made)
        return Choice(by, Question("threaten", by, name), (("no", helped), ("threaten", threat)))
    worst, contained = table.chances.either(table.chances.out_of_hand(by))
    over = at._replace(threat=OUT_OF_HAND)
    spared = helped._replace(threat=_grown(table, at, DEFIED))
    about = Question("escalate", by, name)
    return Lottery(about, (("contained", contained, spared), ("out of hand", worst, over)))


def _met(table: Table, at: Situation, crisis: Crisis) -> Choice | Lottery:
    """Return the turn of those threatened: they decide, or give in with the chance stated."""
    name, guarantee = table.guarantees[crisis.guarantee]
    about = Question("yield", guarantee.owed_by[0], name)

    def settled(last: Situation, stands: bool) -> Situation:
        if stands:
            return last._replace(crisis=crisis._replace(defied=True))
        calm = last._replace(crisis=None, threat=_grown(table, at, YIELDED))
        after = declined(table, calm, crisis.guarantee)
        stated = table.alike[crisis.guarantee] if guarantee.honour is not None else ()
        for other in stated:  # the same will has given in
            after = after._replace(answers=put(after.answers, other, DECLINES))
        return after

    chance = table.chances.gives_in(guarantee.against)
    if chance is None:
        words = ("give in", "stand firm")
        debtors = asked(table, at, crisis.guarantee)
        return poll(at, debtors, guarantee.joint, about, words, settled)
    gives_in, stands = table.chances.either(chance)
    firm, kept_away = settled(at, True), settled(at, False)
    return Lottery(about, (("stand firm", stands, firm), ("give in", gives_in, kept_away)))


def _grown(table: Table, at: Situation, came: int) -> int:
    """Return the gravest thing that came of threats, as far as it is remembered."""
    return max(at.threat, came if remembered(table.arrangement) else CALM)
