"""What a narrator tells of a stance besides reporting one: who somebody is, was, or did not do."""

from __future__ import annotations

import re

from foedus.positions.attribution import Attribution
from foedus.positions.grammar import word_set

_DESCRIBED = re.compile(r"\s+(?:who|that|which)\b")
_INDEFINITE = frozenset(("a", "an", "any", "those", "another", "some", "every", "each"))
_FORMERLY = re.compile(r"\b(?:used to|formerly)\s*$")
_RESISTS = word_set("reject oppose block veto resist condemn criticise criticize denounce") | {
    "object to", "vote against", "be against", "be opposed to",
}  # fmt: skip
_NOT_DONE = re.compile(r"\b(?:did|has|have|had)(?: not| never|n't)(?: \w+ly)?\s*$")
_NEITHER = re.compile(r"neither\b", re.IGNORECASE)


def described(a: Attribution, text: str) -> bool:
    """Whether somebody is described by a stance: "lawmakers who back entry", "a state which".

    Parameters
    ----------
    a
        An attribution with a source and a cue.
    text
        The text, with straight quotation marks.
    """
    assert a.source is not None
    assert a.cue is not None
    first = a.source.of(text).lower().split()[0]
    fits = a.form == "noun phrase" or first in _INDEFINITE
    return fits and _DESCRIBED.match(text[a.source.end : a.cue.start]) is not None


def background(a: Attribution, text: str) -> bool:
    """Whether it is told what somebody held before, or that he did not act against a thing.

    Of whom it is only told that he "did not oppose" it nobody has heard a word.

    Parameters
    ----------
    a
        An attribution with a source and a cue.
    text
        The text, with straight quotation marks.
    """
    assert a.source is not None
    assert a.cue is not None
    between = text[a.source.end : a.cue.start].lower()
    if _FORMERLY.search(between):
        return '"' not in a.sentence.span.of(text)
    idle = _NOT_DONE.search(between) or _NEITHER.match(a.source.of(text))
    return bool(idle) and a.lemma in _RESISTS and a.form == "noun phrase"
