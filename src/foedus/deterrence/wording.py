"""What the numbers that a game rests on, and those who play it, are called in a sentence."""

from __future__ import annotations

from foedus.language import Arrangement
from foedus.process import called

_SPOKEN = {
    "honour": "how surely {0} is honoured",
    "arrives": "days until help comes under {0}",
    "contest": "{0} winning by {1}, the other side {2}",
    "decisiveness": "how much forces decide over {1} by {0}",
    "detect": "how surely {1} by {0} is noticed",
    "attribute": "how surely {1} by {0} is attributed",
    "takes": "the days that {1} by {0} takes",
    "false_alarm": "how likely {0} is blamed for nothing",
    "refusing": "what refusing to sign is worth to {0}",
    "resolved": "how likely {0} is resolved",
    "quarrel_lasts": "how likely the quarrel lasts to the next occasion",
    "stakes": "{1}, to {0}",
    "out_of_hand": "how likely what {0} threatens comes about",
    "gives_in": "how likely those whom {0} threatens give in",
    "signs": "how likely {0} sees a sign of resolve, {1}",
}
"""Parameters of the game in words; the names themselves are what `foedus deter --vary` takes."""


def spoken(a: Arrangement, name: str) -> str:
    """Say in words what a parameter of the game is.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> spoken(read(text_of("ukraine-2025")), "contest.RUS.attack.helped")
    'Russia winning by attack, the other side helped'
    """
    kind, *rest = name.split(".", 2 if name.startswith("stakes.") else -1)
    named = [called(a, one) if one in a.parties else one.replace("_", " ") for one in rest]
    return _SPOKEN[kind].format(*named) if kind in _SPOKEN else name
