"""Cues in the passive: "the ban was announced by Osten", "the plan, opposed by farmers"."""

from __future__ import annotations

from foedus.positions.contents import after, sentence_end
from foedus.positions.cues import Cue
from foedus.positions.governed import own_clause
from foedus.positions.grammar import AUXILIARIES, CONJUNCTIONS, word_set
from foedus.positions.lexicon import lexicon
from foedus.positions.matched import Match
from foedus.positions.phrases import Row, before_verb, finite, phrase_after, phrase_before


def passive(row: Row, cue: Cue, earlier: Match | None, floor: int) -> Match | None:
    """Return what a passive cue governs where it says by whom, or "X was quoted as saying".

    Parameters
    ----------
    row
        Tokens of a sentence.
    cue
        The cue.
    earlier
        The match before it in the sentence.
    floor
        The first token that no earlier cue has used up.
    """
    saying = next(
        (i for i in range(cue.end, min(len(row), cue.end + 8)) if row[i].low == "saying"), 0
    )
    if cue.lemma in ("quote", "cite") and saying:
        who, found = phrase_before(row, before_verb(row, cue.start)), after(row, cue, saying + 1)
        return Match(cue, who, (found[0],), "after") if who and found else None
    at = before_verb(row, cue.start)
    bare = not any(t.low in AUXILIARIES for t in row[at : cue.start])
    if bare and cue.end < len(row) and row[cue.end].low == "by":
        return _reduced(row, cue, earlier)
    if "f" in cue.frames and cue.end < len(row) and row[cue.end].low == "by":
        source = phrase_after(row, cue.end + 1, apposition=False)
        if source and source[1] < len(row) and row[source[1]].low in ("to", "not"):
            who = phrase_before(row, before_verb(row, cue.start))
            return Match(cue, source, ((source[1], sentence_end(row)),), "after", who)
    later = _by_later(row, cue)
    if later:
        source = phrase_after(row, later + 1, apposition=False)
        who = phrase_before(row, before_verb(row, cue.start), floor)
        if source and who and row[source[0]].low not in lexicon().nouns:
            charged = row[cue.end].low in ("of", "for")
            pieces = ((cue.end, later),) if charged else (who, (cue.end, later))
            return Match(cue, source, pieces, "after" if charged else "before", who)
    if cue.end < len(row) and row[cue.end].low == "by" and (
        cue.lemma not in _DONE or (cue.lemma in ("see", "treat") and _judged_as(row, cue))
    ):  # fmt: skip
        source = phrase_after(row, cue.end + 1)
        start = max(floor, 0)
        if source is None or start == cue.start:
            return None
        of = [i for i in range(*source) if row[i].low in ("of", "for")]
        if {"n", "f"} <= set(cue.frames) and of and row[of[0] + 1].low.endswith("ing"):
            told = (start, before_verb(row, cue.start))
            return Match(cue, (source[0], of[0]), ((of[0], sentence_end(row)),), "after", told)
        if source[1] < len(row) and row[source[1]].low == "that":
            return Match(cue, source, ((source[1], sentence_end(row)),), "after")
        content = (start, before_verb(row, cue.start))
        which = [i for i in range(start + 1, content[1]) if row[i].low in ("that", "which")]
        thing = phrase_before(row, which[-1]) if which and which[-1] + 1 == content[1] else None
        done = [i for i in range(*thing) if row[i].low.endswith("ed")] if thing else []
        thing = (done[-1] + 1, thing[1]) if thing and done else thing
        content = thing or content  # "data that had been requested by the port"
        if earlier and all(t.kind == "p" for t in row[content[0] : content[1]]):
            content = earlier.content[0]  # "her exit, first reported by X, was confirmed by Y"
        if content[1] <= content[0]:
            return None
        judged = row[source[1] : source[1] + 1] and row[source[1]].low == "as"
        end = own_clause(row, source[1], sentence_end(row)) if judged else 0
        pieces = (content, (source[1], end)) if judged else (content,)
        return Match(cue, source, pieces, "before")
    return None


def _judged_as(row: Row, cue: Cue) -> bool:
    """Whether it is told what a thing is taken for: "is seen by bankers as a bluff"."""
    who = phrase_after(row, cue.end + 1)
    return who is not None and who[1] < len(row) and row[who[1]].low == "as"


def _by_later(row: Row, cue: Cue) -> int:
    """Return the place of "by" in "was called a fool by Bell", "was accused of theft by Bell"."""
    if not set(cue.frames) & {"n", "f"} or cue.lemma in _DONE or cue.end >= len(row):
        return 0
    judged = cue.end + 1 < len(row) and row[cue.end + 1].low == "by"
    if not judged and row[cue.end].low not in ("as", "of", "for", "a", "an", "the", '"'):
        return 0
    for at in range(cue.end + 1, min(len(row) - 1, cue.end + 9)):
        if (row[at].kind == "p" and row[at].text not in ('"', "'s", "-")) or finite(
            row, at, at + 1
        ):
            return 0
        if row[at].low == "by" and not row[at + 1].low.endswith("ing"):
            return at
    return 0


def _reduced(row: Row, cue: Cue, earlier: Match | None) -> Match | None:
    """Return "the plan, opposed by farmers and backed by the Greens"."""
    source = phrase_after(row, cue.end + 1, apposition=False)
    end = before_verb(row, cue.start)
    if source is None or cue.lemma in _DONE or cue.kind != "verb":
        return None
    joined = end and row[end - 1].low in CONJUNCTIONS
    if joined and earlier and earlier.cue.mood == "passive":
        return Match(cue, source, earlier.content, "before")
    while end and (row[end - 1].text == "," or row[end - 1].low == "first"):
        end -= 1
    about = phrase_before(row, end)
    words = {token.low for token in row[source[0] : source[1]]}
    if "'s" in words and words & _MEANS:
        return None  # "a loan backed by Russia's frozen assets"
    return Match(cue, source, (about,), "before") if about else None


_MEANS = word_set(
    "assets money funds fund reserves profits revenues savings gold oil gas guns tanks missiles"
    " weapons arsenal might power weight muscle wealth economy budget credit"
)
"""What can back a thing without a word."""

_DONE = word_set(
    "rule hold see find make take put lay leave keep hear order block contest offer cite"
    " protest hit read plan show prove broadcast require allow authorise authorize commit"
    " treat"
)
