"""The side that a noun names where its verb only carries it: "maintained its demand for a road"."""

from __future__ import annotations

import re

from foedus.positions.grammar import word_set
from foedus.positions.polarity import polarity

_SIDES = {"support": 1, "oppose": -1}
_NAMED = re.compile(
    r"(?:that )?(?:his|her|its|their|our|my|the|an?|any|all|every)\s+(?:[\w-]+\s+){0,2}?"
    r"(?P<noun>\w+)\s+(?:for|of|to|against|on|in)\s",
    re.IGNORECASE,
)


_EITHER_WAY = re.compile(r",\s(?:whether|be it|regardless|irrespective|no matter)\b.*", re.DOTALL)
_DESPITE = re.compile(
    r"\b(?:despite|even (?:if|though|when)|in spite of|regardless of|notwithstanding"
    r"|in the face of|in defiance of"
    r"|over (?:the |his |her |its |their )?(?=objections?|protests?|opposition))\b[^,.;]*",
    re.IGNORECASE,
)
"""What others hold against a stance is no part of it: "despite the objections of China"."""
_GIVES_UP = word_set(
    "withdraw drop abandon overcome retract rescind lift waive soften regret resist"
)
"""Verbs that end what the noun names: "withdrew its objection to"."""


def plainly(words: str) -> str:
    """Return words without what changes nothing: "its objection to troops, whether few or many"."""
    words = _LENGTH.sub(" ", _NOT_CONSIDERED.sub("reject", words))
    return _EITHER_WAY.sub("", _DESPITE.sub("", words))


_LENGTH = re.compile(r"\b(?:as|so|how|too|very) long\b", re.IGNORECASE)
"""How long something takes is no longing for it."""
_NOT_CONSIDERED = re.compile(
    r"\b(?:not|never|cannot)\s(?:even\s)?(?:be(?:ing)?\s)?(?:consider|contemplat)\w*\b(?!\sthat)",
    re.IGNORECASE,
)
"""What somebody will not even consider he rejects."""


def named_side(words: str, lemma: str) -> tuple[int, str]:
    """Return the side that a content names first, and what it is on.

    Parameters
    ----------
    words
        What a cue governs.
    lemma
        The cue.

    Examples
    --------
    >>> named_side("its long-standing demand for a road", "maintain")
    (1, 'a road')
    >>> named_side("its objection to a road", "withdraw")[0], named_side("a road to it", "want")[0]
    (1, 0)
    """
    found = _NAMED.match(words)
    side = _SIDES.get(polarity().cues.get(found["noun"].lower(), ""), 0) if found else 0
    if found is None or not side:
        return 0, words
    return (-side if lemma in _GIVES_UP else side), words[found.end() :]


_WORTH = re.compile(
    r"(?:that )?(?:the|its|their|any|what) (?:[\w-]+ ){0,2}?(?:(?P<good>need"
    r"|importance|value|merits?"
    r"|benefits?"
    r"|urgency|wisdom|usefulness|necessity|advantages?|virtues?|significance|desirability|sense)"
    r"|(?P<bad>dangers?|risks?|costs?|consequences|perils?|drawbacks?|folly|futility|absurdity"
    r"|downsides?|uselessness)) (?:of|for|in|to) ",
    re.IGNORECASE,
)
_QUESTIONS = word_set("question query challenge dispute contest doubt deny dismiss reject") | {
    "play down", "downplay", "shrug off", "brush off", "brush aside", "wave away", "scoff at",
}  # fmt: skip
"""Who does this to the worth or the danger of a thing does not see it."""


def worth(words: str, lemma: str, negated: bool) -> tuple[int, str]:
    """Return the side of who speaks of the worth or the danger of a thing, and of what.

    Parameters
    ----------
    words
        What a cue governs.
    lemma
        The cue.
    negated
        Whether it stands under a negation.

    Examples
    --------
    >>> worth("the need for monitors", "stress", False)
    (1, 'monitors')
    >>> worth("the wisdom of a base", "question", False)[0]
    -1
    >>> worth("the risks of a base", "fear", False)[0]
    -1
    """
    found = _WORTH.match(words)
    if found is None:
        return 0, words
    seen = (lemma not in _QUESTIONS) is not negated
    return (1 if bool(found["good"]) is seen else -1), words[found.end() :]
