"""What somebody did in order to say something: "flew to Warsaw to say that", "rose to oppose it".

Only after verbs of coming before people and of using an occasion was the thing said; who "hoped to
say" something has not said it, and whoever is asked to say something is another.
"""

from __future__ import annotations

from foedus.positions.grammar import AUXILIARIES, CONJUNCTIONS, SUBORDINATORS, word_set
from foedus.positions.phrases import Place, Row, before_verb, phrase_before

_FAR = 14
_CAME = word_set(
    "telephoned phoned rang called flew rose stood travelled traveled returned emerged appeared"
    " reappeared wrote spoke went came took used seized broke interrupted chose picked convened"
    " summoned held gave addressed published released issued posted visited paused stopped"
    " intervened exploited toured attended stepped turned joined reached sat used cut walked drove"
    " hurried rushed ventured stayed"
)
"""Verbs in the past by which somebody comes before others, or uses an occasion."""
_NOT_OCCASIONS = word_set("steps measures action up back care time shape part off over out")
"""What is taken, given or held for something to be done, and not said: "took steps to"."""
_MINDS = word_set(
    "see know believe think find show learn hear understand realise realize want be have"
)
"""What is not said aloud: "it took no prophet to see that"."""
_PERCEIVED = word_set("heard hear hears")


def in_order_to(row: Row, at: int) -> Place | None:
    """Return who comes before others "to" say what the verb at a place says.

    Parameters
    ----------
    row
        Tokens of a sentence.
    at
        The place of a verb in its plain form.

    Examples
    --------
    >>> from foedus.positions.tokens import tokens
    >>> in_order_to(tokens("Ann Osten flew home to say that"), 5)
    (0, 2)
    >>> in_order_to(tokens("Ann Osten hoped to say that"), 4)
    """
    if at < 3 or row[at - 1].low != "to" or row[at].low in _MINDS:
        return None
    for place in range(at - 2, max(0, at - _FAR), -1):
        token = row[place]
        if token.kind != "w" or token.low in SUBORDINATORS | CONJUNCTIONS:
            return None
        if token.low in AUXILIARIES or token.low in _NOT_OCCASIONS:
            return None
        if token.low == "used" and place == at - 2:
            return None  # "used to deride"
        if token.low in _CAME and not token.capital:
            return phrase_before(row, before_verb(row, place))
    return None


def overheard(row: Row, at: int) -> Place | None:
    """Return whom somebody heard say what the verb at a place says: "heard Osten say that".

    Parameters
    ----------
    row
        Tokens of a sentence.
    at
        The place of a verb in its plain form.
    """
    who = phrase_before(row, at)
    heard = who is not None and who[0] > 0 and row[who[0] - 1].low in _PERCEIVED
    return who if heard else None
