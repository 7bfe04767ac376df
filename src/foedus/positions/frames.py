"""What a cue governs: its source, its content and whom it addresses, by the words around it.

One function for each shape: content after the cue, content before it ("..., she said"), the cue
before its source ("..., said Osten"), "according to", and nouns ("Osten's claim that"). Places are
numbers of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.positions.contents import after, past_adverbial, sentence_end
from foedus.positions.cues import Cue
from foedus.positions.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DOCUMENTS,
    POSSESSIVE,
    PREPOSITIONS,
    SUBORDINATORS,
    adverb,
    word_set,
)
from foedus.positions.nouns import governed_by_noun
from foedus.positions.phrases import (
    Place,
    Row,
    before_verb,
    finite,
    nominal,
    phrase_after,
    phrase_before,
    subject,
)

_SPEECH_FRAMES = frozenset("qb")


@dataclass(frozen=True, slots=True)
class Match:
    """A cue with what it governs.

    Parameters
    ----------
    cue
        The cue.
    source
        Whose words; nothing where the sentence does not say.
    content
        What is reported, in one or more pieces.
    frame
        ``after``, ``before``, ``inverted``, ``around``, ``phrase`` or ``noun``.
    target
        Who is addressed or spoken of.
    shared
        Whether the source is that of the cue before it, or of the whole sentence.
    """

    cue: Cue
    source: Place | None
    content: tuple[Place, ...]
    frame: str
    target: Place | None = None
    shared: bool = False


def match(row: Row, cue: Cue, earlier: Match | None, floor: int) -> Match | None:
    """Return what a cue governs, or nothing where it governs nothing here.

    Parameters
    ----------
    row
        Tokens of a sentence.
    cue
        The cue.
    earlier
        The match before it in the sentence, whose source it may share.
    floor
        The first token that no earlier cue has used up.
    """
    if cue.kind == "phrase":
        return _according(row, cue, floor)
    if cue.kind == "noun":
        governed = governed_by_noun(row, cue)
        return Match(cue, governed[0], (governed[1],), "noun") if governed else None
    if cue.mood == "passive":
        return _passive(row, cue, floor)
    if cue.mood == "ing":
        return _participle(row, cue, earlier)
    return _finite(row, cue, earlier, floor)


def _finite(row: Row, cue: Cue, earlier: Match | None, floor: int) -> Match | None:
    at = before_verb(row, cue.start)
    speech = bool(set(cue.frames) & _SPEECH_FRAMES)
    if speech and at == cue.start:
        inverted = _inverted(row, cue, floor)
        if inverted:
            return inverted
    source = phrase_before(row, at)
    if source and source[0] > 0 and speech:
        trailing = _trailing(row, cue, source, floor)
        if trailing:
            return trailing
    shared = False
    if source is None and at > 1 and row[at - 1].low in ("who", "which"):
        source = phrase_before(row, at - 2 if row[at - 2].text == "," else at - 1)
    if (
        source is None
        and at
        and (row[at - 1].low in CONJUNCTIONS or row[at - 1].text in (",", ")"))
    ):
        source, shared = (earlier.source if earlier else subject(row, at)), True
    if source is None or not _speaker(row, source, cue):
        return None
    if source[0] and row[source[0] - 1].low == "as" and speech:
        return _as_said(row, cue, source, floor)
    found = after(row, cue, cue.end)
    if found is None or _empty(row, found[0], cue):
        return None
    content, target = found
    return Match(cue, source, (content,), "after", target, shared)


def _empty(row: Row, content: Place, cue: Cue) -> bool:
    """Whether the content is only "to comment" or the like."""
    said = [t.low for t in row[content[0] : content[1]] if t.kind != "p"]
    if said[:3] == ["not", "to", "be"] or said[:2] == ["to", "comment"]:
        return True
    return said in (["so"], ["to"], ["comment"]) or (said == ["it"] and "q" in cue.frames)


def _speaker(row: Row, source: Place, cue: Cue) -> bool:
    """Whether a phrase can be a source: no question word, no author, no mere thing that shows."""
    first = row[source[0]]
    if source[1] - source[0] == 1 and first.low in _NOBODY:
        return False
    if cue.lemma not in _SHOWING:
        return True
    words = {t.low for t in row[source[0] : source[1]]}
    if words & DOCUMENTS:
        return True
    if first.low in POSSESSIVE or first.low in ("this", "that", "these", "those", "it", "there"):
        return False
    return not _abstract(_head(row, source))


def _head(row: Row, source: Place) -> str:
    """Return the head noun of a phrase: the word before its first preposition."""
    for at in range(source[0] + 1, source[1]):
        if row[at].low in PREPOSITIONS or row[at].text == ",":
            return row[at - 1].text
    return row[source[1] - 1].text


def _abstract(head: str) -> bool:
    """Whether a noun names no one who could say anything: silence, tension, weakness."""
    if head[:1].isupper() or head in _BODIES:
        return False
    return head.endswith(("ness", "ence", "ance", "ship", "tion", "sion", "ism", "ity")) or (
        head in _MUTE
    )


_BODIES = word_set(
    "commission administration organisation organization corporation institution association"
    " delegation opposition foundation federation audience university authority committee mission"
    " coalition publication"
)
_MUTE = word_set(
    "move moves logic fact facts pattern lack pace size price prices sign signs trend trends case"
    " way mood choice timing speed success failure history events event result fall rise war"
)
_NOBODY = word_set("who which what that this these those there one i we you nothing whoever")


_SHOWING = word_set(
    "show find suggest indicate reveal demonstrate prove imply illustrate signify mean"
    " provide hold require evidence signal confirm"
)


def _as_said(row: Row, cue: Cue, source: Place, floor: int) -> Match | None:
    """Return "as X put it, ..." and "..., as X said"."""
    start = source[0] - 1
    before = _before(row, start, floor)
    if before and finite(row, *before) and row[start - 1].text == ",":
        return Match(cue, source, (before,), "before")
    place = past_adverbial(row, cue.end)
    end = sentence_end(row)
    if place + 1 < end and row[place].text == ",":
        return Match(cue, source, ((place + 1, end),), "after")
    return None


def _participle(row: Row, cue: Cue, earlier: Match | None) -> Match | None:
    found = after(row, cue, cue.end)
    if found is None:
        return None
    at = before_verb(row, cue.start)
    absolute = phrase_before(row, at) if at and nominal(row[at - 1]) else None
    progressive = at < cue.start and any(t.low in AUXILIARIES for t in row[at : cue.start])
    if progressive:
        source: Place | None = phrase_before(row, at)
    elif absolute and absolute[0] and row[absolute[0] - 1].low == "with":
        source = absolute
    elif at and row[at - 1].kind == "w" and nominal(row[at - 1]) and not finite(row, 1, at):
        source = phrase_before(row, at)
    else:
        source = earlier.source if earlier else subject(row, at)
        if source is None and at == 0:
            return None
    if source is None or not _speaker(row, source, cue) or _empty(row, found[0], cue):
        return None
    return Match(cue, source, (found[0],), "after", found[1], not progressive)


def _passive(row: Row, cue: Cue, floor: int) -> Match | None:
    """Return "..., it was announced by X" and "X was quoted as saying"; others name no source."""
    saying = next(
        (i for i in range(cue.end, min(len(row), cue.end + 8)) if row[i].low == "saying"), 0
    )
    if cue.lemma == "quote" and saying:
        who, found = phrase_before(row, before_verb(row, cue.start)), after(row, cue, saying + 1)
        return Match(cue, who, (found[0],), "after") if who and found else None
    if cue.end < len(row) and row[cue.end].low == "by" and cue.lemma not in _DONE:
        source = phrase_after(row, cue.end + 1)
        start = max(floor, 0)
        if source is None or start == cue.start:
            return None
        if source[1] < len(row) and row[source[1]].low == "that":
            return Match(cue, source, ((source[1], sentence_end(row)),), "after")
        content = (start, before_verb(row, cue.start))
        return Match(cue, source, (content,), "before") if content[1] > content[0] else None
    return None


_DONE = word_set(
    "rule hold see find make take put lay leave keep hear order block contest offer cite"
    " protest hit read plan show prove broadcast require allow authorise authorize commit"
    " treat"
)


def _inverted(row: Row, cue: Cue, floor: int) -> Match | None:
    """Return "content, said X"."""
    before = row[cue.start - 1] if cue.start else None
    if before is None or not (before.kind == "q" or before.text in (",", "-", ")", '"')):
        return None
    start = cue.end
    while start < len(row) and adverb(row[start].low):
        start += 1
    source = phrase_after(row, start)
    if source is None or (
        before.kind != "q" and finite(row, source[1], min(len(row), source[1] + 2))
    ):
        return None
    content = _before(row, cue.start, floor)
    if content is None:
        return None
    quoted = before.kind == "q" or _has_quote(row, content)
    pieces = _resumed(row, source[1], only_quoted=quoted or finite(row, *content))
    if not quoted and not finite(row, *content) and not pieces:
        return None
    return Match(cue, source, (content, *pieces), "around" if pieces else "inverted")


def _trailing(row: Row, cue: Cue, source: Place, floor: int) -> Match | None:
    """Return "content, X said"; the mark before the source and what follows the cue tell."""
    before = row[source[0] - 1]
    if not (before.kind == "q" or before.text in (",", "-", '"', ")")):
        return None
    content = _before(row, source[0], floor)
    if content is None:
        return None
    quoted = before.kind == "q" or _has_quote(row, content)
    whole = finite(row, *content) and row[content[1] - 1].low not in AUXILIARIES
    pieces = _resumed(row, cue.end, only_quoted=quoted or whole)
    if quoted and row[content[1] - 1].kind == "q":
        told = after(row, cue, cue.end) if not pieces else None
        if told and row[told[0][0]].kind == "q" and row[told[0][0] - 1].text == ",":
            return Match(cue, source, (content, (told[0][0], told[0][0] + 1)), "around", told[1])
        if told:
            return None
        return Match(cue, source, (content, *pieces), "around" if pieces else "before")
    if _opens_clause(row, cue) or (
        pieces and row[pieces[0][0]].kind == "q" and _setting(row, content)
    ):
        return None
    if whole:
        return None if _setting(row, content) else Match(cue, source, (content,), "before")
    if (
        not pieces
        or _setting(row, content)
        or not (
            row[pieces[0][0]].kind == "q" or _resumes_clause(row, pieces) or finite(row, *content)
        )
    ):
        return None
    return Match(cue, source, (content, *pieces), "around")


def _setting(row: Row, content: Place) -> bool:
    """Whether what stands before "X said" is a subordinate clause, a participle or an adjunct."""
    first = row[content[0]]
    commas = any(t.text == "," for t in row[content[0] : content[1]])
    if first.low in SUBORDINATORS - {"that", "so", "what", "how", "why"} | PREPOSITIONS:
        return not commas
    return first.low.endswith("ing") or first.low in ("asked", "pressed", "questioned", "told")


def _opens_clause(row: Row, cue: Cue) -> bool:
    """Whether content follows the cue, so that what stands before it is only its setting."""
    at = cue.end
    if at >= len(row) or row[at].kind == "p":
        return False
    return after(row, cue, at) is not None


def _before(row: Row, end: int, floor: int) -> Place | None:
    stop = end
    while stop > floor and row[stop - 1].text in (",", "-"):
        stop -= 1
    start = stop
    while start > floor and row[start - 1].text not in (";", ":"):
        start -= 1
    while start < stop and (row[start].low in ("and", "but", "yet") or row[start].text == ","):
        start += 1
    return (start, stop) if stop > start else None


def _has_quote(row: Row, place: Place) -> bool:
    return any(t.kind == "q" or t.text == '"' for t in row[place[0] : place[1]])


def _resumed(row: Row, at: int, only_quoted: bool = False) -> tuple[Place, ...]:
    """Return the second half of a split quotation or clause behind "she said,"."""
    at = past_adverbial(row, at)
    if at >= len(row) or row[at].text not in (",", "-", ":", "."):
        return ()
    start, end = at + 1, sentence_end(row)
    for place in range(start, min(end, start + 10)):
        if row[place].kind == "q":
            return ((place, place + 1),)
        if row[place].text == '"':
            return ((place, end),)
    if only_quoted or row[at].text != "," or start >= end:
        return ()
    return ((start, end),)


def _resumes_clause(row: Row, pieces: tuple[Place, ...]) -> bool:
    if not pieces:
        return False
    start, end = pieces[0]
    return row[start].low in AUXILIARIES or (finite(row, start, end) and row[start].low not in
        CONJUNCTIONS | SUBORDINATORS and not row[start].low.endswith("ing"))  # fmt: skip


def _according(row: Row, cue: Cue, floor: int) -> Match | None:
    source = phrase_after(row, cue.end)
    if source is None:
        return None
    end = sentence_end(row)
    before = _before(row, cue.start, floor)
    place = source[1]
    if before is None or not finite(row, *before):
        if place < end and row[place].text == ",":
            place += 1
        if place >= end:
            return None
        pieces: tuple[Place, ...] = ((place, end),) if before is None else (before, (place, end))
        return Match(cue, source, pieces, "phrase")
    return Match(cue, source, (before,), "phrase")
