"""What a cue governs: its source, its content and whom it addresses, by the words around it.

One function for each shape: content after the cue, content before it ("..., she said"), the cue
before its source ("..., said Osten"), "according to", and nouns ("Osten's claim that"). Places are
numbers of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

from foedus.positions.cues import Cue
from foedus.positions.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    MONTHS,
    PERSONAL,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    adverb,
    word_set,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import (
    Place,
    Row,
    before_verb,
    finite,
    nominal,
    phrase_after,
    phrase_before,
    possessor,
    subject,
)

_STOPS = frozenset((".", "!", "?", ";"))
_QUESTIONS = word_set("whether if who what when where how why which")
_FAR = 18
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


def sentence_end(row: Row) -> int:
    """Return the place after the last word, full stops left out."""
    end = len(row)
    while end and row[end - 1].text in (".", ";", ",", "!", "?"):
        end -= 1
    return end


def clause_end(row: Row, at: int) -> int:
    """Return the place where what begins at `at` ends: the sentence's end, or a semicolon."""
    for place in range(at, len(row)):
        if row[place].text == ";":
            return place
    return sentence_end(row)


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
        return _noun(row, cue)
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
    if found is None or _empty(row, found[0]):
        return None
    content, target = found
    return Match(cue, source, (content,), "after", target, shared)


def _empty(row: Row, content: Place) -> bool:
    """Whether the content is only "to comment" or the like."""
    words = [t.low for t in row[content[0] : content[1]] if t.kind != "p"]
    anonymous = words[:3] == ["not", "to", "be"]
    return (
        anonymous
        or words[:2] == ["to", "comment"]
        or words in (["so"], ["it"], ["to"], ["comment"])
    )


def _speaker(row: Row, source: Place, cue: Cue) -> bool:
    """Whether a phrase can be a source: no question word, no author, no mere thing that shows."""
    first, last = row[source[0]], row[source[1] - 1]
    if source[1] - source[0] == 1 and first.low in _NOBODY:
        return False
    if cue.lemma not in _SHOWING:
        return True
    words = {t.low for t in row[source[0] : source[1]]}
    if words & DOCUMENTS:
        return True
    if first.low in POSSESSIVE or first.low in ("this", "that", "these", "those", "it", "there"):
        return False
    return last.capital or first.capital or last.low in PRONOUNS or last.low.endswith(_AGENTS)


_NOBODY = word_set("who which what that this these those there one i we you nothing whoever")
_SHOWING = word_set(
    "show find suggest indicate reveal demonstrate prove imply illustrate signify mean"
    " provide hold require evidence signal confirm"
)
_AGENTS = (
    "er",
    "ers",
    "or",
    "ors",
    "ist",
    "ists",
    "ian",
    "ians",
    "ials",
    "ial",
    "yst",
    "ysts",
    "ment",
    "ary",
    "man",
    "men",
    "woman",
    "people",
    "ts",
    "police",
    "ants",
    "ees",
)


def _as_said(row: Row, cue: Cue, source: Place, floor: int) -> Match | None:
    """Return "as X put it, ..." and "..., as X said"."""
    start = source[0] - 1
    before = _before(row, start, floor)
    if before and finite(row, *before) and row[start - 1].text == ",":
        return Match(cue, source, (before,), "before")
    place = _past_adverbial(row, cue.end)
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
    if source is None or not _speaker(row, source, cue) or _empty(row, found[0]):
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
    at = _past_adverbial(row, at)
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


def after(row: Row, cue: Cue, at: int) -> tuple[Place, Place | None] | None:
    """Return the content that follows a cue, and whom it is said to."""
    end, frames = clause_end(row, at), cue.frames
    if at >= end:
        return None
    if "q" in frames or "f" in frames:
        quoted = _quoted(row, at, end)
        if quoted:
            return quoted, _addressee(row, at, quoted[0])
    if "t" in frames:
        that = _that(row, at, end, frames)
        if that is not None:
            return (that, end), _addressee(row, at, that)
    if "w" in frames:
        asked = _past_adverbial(row, at)
        if asked < end and row[asked].low in _QUESTIONS:
            return (asked, end), None
    if "i" in frames and _infinitive(row, at, end):
        return (at, end), None
    if "f" in frames:
        told = _told(row, cue, at, end)
        if told:
            return told
    if "b" in frames:
        clause = _clause(row, at, end)
        if clause is not None:
            return (clause, end), None
    if "o" in frames and row[at].low in ("of", "to", "for", "against", "about", "at", "in"):
        return (at, end), None
    if "n" in frames and _opens_noun(row, at):
        if cue.lemma in _AS and not any(t.low == "as" for t in row[at : min(end, at + 14)]):
            return None
        return (at, end), None
    return None


_AS = frozenset(("see", "view", "treat", "perceive", "look on", "look upon", "think of", "take"))


def _quoted(row: Row, at: int, end: int) -> Place | None:
    for place in range(at, min(end, at + _FAR)):
        token = row[place]
        if token.kind == "q":
            return (place, end)
        if token.text == ":" and place + 1 < end:
            return (place + 1, end)
        if token.text in _STOPS or token.low in SUBORDINATORS - {"that", "as"}:
            return None
    return None


def _that(row: Row, at: int, end: int, frames: str) -> int | None:
    """Return where "that" opens the content, behind an adverbial or the one it is said to."""
    if row[at].low != "that":
        at_most = _past_adverbial(row, at)
        if at_most < end and row[at_most].low == "that":
            return at_most if at_most + 1 < end else None
        led = row[at].low in PREPOSITIONS or adverb(row[at].low) or row[at].text == ","
        if not ("f" in frames or ("b" in frames and led)):
            return None
    for place in range(at, min(end, at + _FAR)):
        token = row[place]
        if token.low == "that":
            alone = place + 1 >= end or (place == at and row[place + 1].low == "of")
            return None if alone else place
        if token.text in _STOPS or token.kind == "q" or token.low in SUBORDINATORS - {"as", "once"}:
            return None
        if place > at and (token.low in AUXILIARIES or _other_verb(row, place)):
            return None
        if token.text == "," and place + 1 < end and row[place + 1].low.endswith("ing"):
            return None
    return None


def _other_verb(row: Row, at: int) -> bool:
    readings = lexicon().forms.get(row[at].low, ())
    return any(r.forms & {"past", "s", "ing"} for r in readings) and not row[at].capital and (
        row[at].low not in lexicon().nouns
    )  # fmt: skip


def _infinitive(row: Row, at: int, end: int) -> bool:
    if row[at].low == "not" and at + 1 < end:
        at += 1
    return row[at].low == "to" and at + 1 < end and row[at + 1].kind == "w" and (
        row[at + 1].low not in DETERMINERS | POSSESSIVE and not row[at + 1].capital
    )  # fmt: skip


def _told(row: Row, cue: Cue, at: int, end: int) -> tuple[Place, Place | None] | None:
    """Return content behind the one it is said to: "told Torria to leave", "accused it of"."""
    who = phrase_after(row, at, apposition=False)
    if who is None:
        return None
    place = who[1]
    while place > who[0] and row[place - 1].low in ("to", "of", "for", "not"):
        place -= 1
    for split in range(who[0] + 1, min(end, place + 1)):
        low = row[split].low
        opens = low in ("to", "that", "whether", "not") or (
            low in ("of", "for", "against", "over", "as", "into") and "n" in cue.frames
        )
        if opens and split + 1 < end:
            return (split, end), (who[0], split)
    if "b" in cue.frames or (row[at].low in PERSONAL and "t" in cue.frames):
        clause = _clause(row, who[1], end) if who[1] < end else None
        if clause is not None:
            return (clause, end), who
    told = row[at].low in PERSONAL and place < end and "t" in cue.frames
    if told and row[place].kind == "w" and row[place].low not in PREPOSITIONS:
        return (place, end), who
    if "n" in cue.frames:
        return (at, end), who
    return None


def _clause(row: Row, at: int, end: int) -> int | None:
    """Return where a clause without "that" begins, adverbials of time and place skipped."""
    if row[at].text == ",":
        return None
    start = _past_adverbial(row, at)
    if start >= end or row[start].kind != "w" or row[start].low in CONJUNCTIONS | AUXILIARIES:
        return None
    low = row[start].low
    if low in PREPOSITIONS and not _fronted(row, start, end):
        return None
    if low in SUBORDINATORS - {"if", "when", "although", "while", "unless", "once", "since"}:
        return None
    return start if finite(row, start + 1, end) else None


def _fronted(row: Row, at: int, end: int) -> bool:
    return any(t.text == "," for t in row[at : min(end, at + 10)])


def _past_adverbial(row: Row, at: int) -> int:
    """Return the place after adverbs and phrases of time, place and occasion."""
    while at < len(row):
        token = row[at]
        low = token.low
        if adverb(low) or low in DAYS or low in ("last", "earlier", "late", "early"):
            at += 1
            if low == "last" and at < len(row):
                at += 1
            continue
        if low in ("on", "in", "at", "during", "after", "to", "by", "from", "before"):
            past = _past_occasion(row, at)
            if past is not None:
                at = past
                continue
        break
    return at


_OCCASIONS = word_set(
    "statement interview speech conference briefing letter email tweet post address message"
    " article interview report press telephone phone video meeting hearing call column essay"
    " parliament court reporters journalists radio television twitter facebook telegram"
    " private public advance response reply turn pages visit trip summit note"
)


def _past_occasion(row: Row, at: int) -> int | None:
    """Return the place after "in a statement", "on Tuesday", "at a news conference in Paris"."""
    end = at + 1
    seen = False
    while end < len(row) and end - at < 9:
        token = row[end]
        low = token.low
        if token.kind != "w" and token.text not in ("'s", "-"):
            break
        if low in _OCCASIONS or low in TIMES or low in MONTHS or token.text.isdigit():
            seen = True
            end += 1
            continue
        if seen or low in PRONOUNS - {"one"} or low in SUBORDINATORS or low in AUXILIARIES:
            break
        end += 1
    return end if seen else None


def _addressee(row: Row, at: int, content: int) -> Place | None:
    start = at + 1 if at < content and row[at].low == "to" else at
    who = phrase_after(row, start, apposition=False) if start < content else None
    return who if who and who[1] <= content else None


def _opens_noun(row: Row, at: int) -> bool:
    token = row[at]
    low = token.low
    if token.kind == "q" or token.text == '"':
        return True
    if token.kind != "w" or low in CONJUNCTIONS | AUXILIARIES | SUBORDINATORS - {"that", "what"}:
        return False
    return low not in PREPOSITIONS and low not in DAYS and not (adverb(low) and len(low) > 4)


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


def _noun(row: Row, cue: Cue) -> Match | None:
    """Return "X's claim that ..." and "the claim by X that ..."."""
    end, at = sentence_end(row), cue.end
    source = possessor(row, cue.start)
    if source is None and at < end and row[at].low in ("by", "from", "of", "among"):
        source = phrase_after(row, at + 1, apposition=False)
        if source and row[source[0]].text[0].isdigit():
            return None
        at = source[1] if source else at
    if source is None or at >= end:
        return None
    low = row[at].low
    if low == "that" or (low == "to" and _infinitive(row, at, end)):
        return Match(cue, source, ((at, _before_main_verb(row, source, at, end)),), "noun")
    if low in ("of", "to", "for", "about", "against", "over") and row[cue.end].low == low:
        return Match(cue, source, ((at, end),), "noun") if cue.lemma in _TAKES_NOUN else None
    if low == "," and cue.lemma in ("view", "opinion", "words", "assessment", "estimate"):
        lead = row[source[0] - 1].low if source[0] else ""
        return Match(cue, source, ((at + 1, end),), "noun") if lead in ("in", "by", "to") else None
    return None


def _before_main_verb(row: Row, source: Place, at: int, end: int) -> int:
    """Return where "X's claim that ..." ends when it is the subject: before the main verb."""
    if finite(row, 1, source[0]) or source[0] > 6:
        return end
    left = 1 if row[at].low == "that" else 0
    for place in range(at + 1, end):
        if row[place].low in AUXILIARIES - {"be", "been", "being", "to"} or row[place].low == "'s":
            if row[place - 1].low in AUXILIARIES:
                continue
            if left == 0:
                return place
            left -= 1
    return end


_TAKES_NOUN = word_set(
    "accusation denial admission demand request call appeal opposition objection support"
    " rejection fear warning criticism threat offer promise condemnation endorsement"
)
