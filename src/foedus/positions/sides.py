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
    r"\b(?:despite|in spite of|regardless of|notwithstanding|in the face of|in defiance of"
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
    return _EITHER_WAY.sub("", _DESPITE.sub("", words))


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
