"""Threats that are to keep help away: made, met, and perhaps carried out beyond anyone's will.

When those who owe a response are minded to honour it, and before it is given, the adversary may
threaten them (`coercion` in the file). They give in, and the response is declined; or they stand
firm, and it is given unless what was threatened comes about: a risk that neither side commands
(Schelling 1966, chapter 3, on threats that leave something to chance). Then the story ends there.
A threat is made once against a guarantee, for afterwards it is known how it is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foedus.deterrence.agenda import ALONE, FORCE, Choice, Question, Situation
from foedus.deterrence.debtors import poll
from foedus.deterrence.lottery import Lottery
from foedus.language import Arrangement

if TYPE_CHECKING:
    from foedus.deterrence.nature import Play

CALM, DEFIED, YIELDED, OUT_OF_HAND = range(4)
"""What came of threats: none was made, they stood firm, they gave in, it came about."""


def remembered(a: Arrangement) -> bool:
    """Say whether it matters later that a threat was made: whether making one costs anything.

    Else stories with and without a threat are one story again once the help has come or been kept
    away, which makes the game much smaller.
    """
    return any(threat.threatening is not None for threat in a.coercion.values())


class Crisis(NamedTuple):
    """Help that is about to come under a guarantee, and whether it has been threatened already.

    Parameters
    ----------
    guarantee
        Its number.
    threatened, defied
        Whether the adversary has made its threat, and whether those threatened stood firm.
    """

    guarantee: int
    threatened: bool = False
    defied: bool = False


class Crises:
    """The turns between the will to help and the help.

    Parameters
    ----------
    play
        The game that they are part of.
    """

    def __init__(self, play: Play) -> None:
        self.play = play
        self.coercion = play.arrangement.coercion
        self._told = remembered(play.arrangement)

    def may_come(self, guarantee: int) -> bool:
        """Say whether somebody may threaten to keep the help under a guarantee away."""
        _, text = self.play.guarantees[guarantee]
        return text.against in self.coercion and FORCE.get(text.response, ALONE) > ALONE

    def turn(self, at: Situation, crisis: Crisis) -> Choice | Lottery:
        """Return the next turn in a crisis."""
        name, guarantee = self.play.guarantees[crisis.guarantee]
        by, helps = guarantee.against, guarantee.owed_by[0]
        helped = self.play.answered(at._replace(crisis=None), crisis.guarantee, "honour")
        if not crisis.threatened:
            threat = at._replace(crisis=crisis._replace(threatened=True))
            return Choice(
                by, Question("threaten", by, name), (("no", helped), ("threaten", threat))
            )
        if not crisis.defied:
            return self._met(at, crisis, Question("yield", helps, name))
        worst, contained = self.play.chances.either(self.play.chances.out_of_hand(by))
        over = at._replace(crisis=None, threat=OUT_OF_HAND)
        spared = helped._replace(threat=max(at.threat, self._told * DEFIED))
        about = Question("escalate", by, name)
        return Lottery(about, (("contained", contained, spared), ("out of hand", worst, over)))

    def _met(self, at: Situation, crisis: Crisis, about: Question) -> Choice | Lottery:
        """Return the turn of those threatened: they decide, or give in with the chance stated."""
        firm = at._replace(crisis=crisis._replace(defied=True))
        calm = at._replace(crisis=None, threat=max(at.threat, self._told * YIELDED))
        chance = self.play.chances.gives_in(self.play.guarantees[crisis.guarantee][1].against)
        if chance is None:
            text = self.play.guarantees[crisis.guarantee][1]

            def settled(last: Situation, stands: bool) -> Situation:
                if stands:
                    return last._replace(crisis=firm.crisis, spoken=(), speaker=-1)
                ended = last._replace(crisis=None, threat=calm.threat)
                return self.play.declined(ended, crisis.guarantee)

            words = ("give in", "stand firm")
            return poll(at, text.owed_by, text.joint, about, words, settled)
        kept_away = self.play.declined(calm, crisis.guarantee)
        gives_in, stands = self.play.chances.either(chance)
        return Lottery(about, (("stand firm", stands, firm), ("give in", gives_in, kept_away)))
