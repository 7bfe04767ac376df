"""What a cue governs: its source, its content and whom it addresses, by the words around it.

One function for each shape: content after the cue, content before it ("..., she said"), the cue
before its source ("..., said Osten"), "according to", and nouns ("Osten's claim that"). Places are
numbers of tokens.
"""

from __future__ import annotations

from foedus.positions.adverbials import past_adverbial
from foedus.positions.contents import after, sentence_end
from foedus.positions.cues import Cue
from foedus.positions.governed import own_clause
from foedus.positions.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DOCUMENTS,
    PREPOSITIONS,
    SUBORDINATORS,
    abstract,
    adverb,
    word_set,
)
from foedus.positions.labelled import according
from foedus.positions.lexicon import lexicon
from foedus.positions.matched import Match
from foedus.positions.nouns import governed_by_noun
from foedus.positions.passive import passive
from foedus.positions.phrases import (
    Place,
    Row,
    before_verb,
    finite,
    nominal,
    phrase_after,
    phrase_before,
)
from foedus.positions.postposed import (
    QUOTING,
    content_before,
    inverted,
    or_so,
    quoted_as_saying,
    trailing,
)
from foedus.positions.purpose import in_order_to, overheard
from foedus.positions.relatives import antecedent, object_relative, told_relative
from foedus.positions.subjects import subject

_SPEECH_FRAMES = frozenset("qb")


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
        return according(row, cue, floor)
    if cue.kind == "noun":
        governed = governed_by_noun(row, cue)
        return Match(cue, governed[0], (governed[1],), "noun") if governed else None
    if cue.mood == "passive":
        return passive(row, cue, earlier, floor)
    if cue.mood == "ing":
        return _participle(row, cue, earlier)
    return _finite(row, cue, earlier, floor)


def _finite(row: Row, cue: Cue, earlier: Match | None, floor: int) -> Match | None:
    led = in_order_to(row, cue.start) or overheard(row, cue.start)
    if led:
        voiced = after(row, cue, cue.end)
        return Match(cue, led, (voiced[0],), "after", voiced[1]) if voiced else None
    at = before_verb(row, cue.start)
    speech = bool(set(cue.frames) & _SPEECH_FRAMES)
    if (
        speech
        and at == cue.start
        and cue.lemma not in _TOLD
        and not _addressed(row, cue)
        and not _renowned(row, at)
    ):
        told = inverted(row, cue, floor)
        if told:
            return Match(cue, told[0], *told[1])
    at = _to_relative(row, at)
    relative = at > 1 and row[at - 1].low in ("who", "which")
    source = None if relative else phrase_before(row, at)
    if source and row[source[0]].low in _WHATEVER:
        return None  # "..., whatever Berlin thinks"
    quoted = quoted_as_saying(row, cue, floor) if source and cue.lemma in QUOTING else None
    if quoted:
        return quoted
    taken_up = object_relative(row, cue, source) if source else None
    if source and taken_up:
        return Match(cue, source, (taken_up,), "before")
    if source and source[0] > 0 and speech:
        said = trailing(row, cue, source, floor)
        if said:
            return Match(cue, source, *said)
    shared = False
    if relative:
        source = antecedent(row, at - 2 if row[at - 2].text == "," else at - 1)
    if (
        source is None
        and at
        and (row[at - 1].low in CONJUNCTIONS or row[at - 1].text in (",", ")"))
    ):
        if row[at - 1].text == "," and cue.lemma in _NAMING and _named_so(row, cue.end):
            return None  # "elected delegates, called electors, decide"
        source, shared = (earlier.source if earlier else subject(row, at)), True
    if source is None or not _speaker(row, source, cue):
        return None
    if source[0] and row[source[0] - 1].low == "not" and row[source[0]].low in ("one", "a", "all"):
        return None  # "not one member has spoken against it"
    source = source if shared or relative else _across_relative(row, source, floor)
    if source[0] and row[source[0] - 1].low == "as" and speech:
        return _as_said(row, cue, source, floor)
    if speech and (told_of := told_relative(row, cue, source)):
        return Match(cue, source, told_of, "after")
    found = after(row, cue, cue.end)
    if found is None or _empty(row, found[0], cue):
        return or_so(row, cue, source, floor) or _what_is_called(row, cue, source)
    content, target = found
    whose = bool(source[0]) and row[source[0] - 1].low == "whose" and _goes_on_after(row, content)
    if whose or (relative and (row[at - 2].text == "," or _goes_on_after(row, content))):
        content = _until_comma(row, content)
    return Match(cue, source, (content,), "after", target, shared)


def _to_relative(row: Row, at: int) -> int:
    """Return the place after "who" or "which" where only "in May" or "as a boy" stands between."""
    for back in range(at - 1, max(0, at - 6), -1):
        if row[back].low in ("who", "which") and back < at - 1:
            opens = row[back + 1].low in ("as", "in", "on", "at", "since", "for", "until")
            plain = not any(
                finite(row, i, i + 1) for i in range(back + 1, at) if not row[i].capital
            )
            return back + 1 if opens and plain else at
        if row[back].kind != "w":
            return at
    return at


def _across_relative(row: Row, source: Place, floor: int) -> Place:
    """Return the antecedent in "a man who has voted since 2011 told me": no comma between."""
    for at in range(source[0] - 1, floor, -1):
        if row[at].kind == "p" or row[at].kind == "q" or row[at].low in ("that", "which"):
            return source
        if row[at].low == "who":
            who = phrase_before(row, at)
            accusative = row[source[0]].low in _ACCUSATIVE and finite(row, at, source[0])
            led = accusative or (
                row[source[0] - 1].low in PREPOSITIONS | SUBORDINATORS | AUXILIARIES
                and finite(row, at, source[0])
            )
            return who if who and led else source
    return source


_ACCUSATIVE = word_set("me us him them")
"""Pronouns that are nobody's subject: "a man who taught me says"."""
_TOLD = word_set("tell inform assure remind notify")
"""Verbs that stand before no subject: "the minister told reporters"."""


def _goes_on_after(row: Row, content: Place) -> bool:
    """Whether the main verb follows: "an expert who advises the court, cautions that"."""
    comma = next((i for i in range(*content) if row[i].text == ","), 0)
    return bool(comma) and comma + 1 < content[1] and finite(row, comma, comma + 2)


def _until_comma(row: Row, content: Place) -> Place:
    """End the content of ", who asked for more, say that" at the clause's second comma."""
    commas = [i for i in range(*content) if row[i].text == ","]
    return (content[0], commas[0]) if commas and commas[0] > content[0] else content


def _addressed(row: Row, cue: Cue) -> bool:
    """Whether the cue has its own subject before it: ", who resigned, told investors that"."""
    if "f" not in cue.frames or phrase_before(row, cue.start) is None:
        return False
    found = after(row, cue, cue.end)
    return found is not None and row[found[0][0]].low == "that"


def _renowned(row: Row, at: int) -> bool:
    """Whether the speaker stands between the quotation and the cue: '"...," Tracy, 30, told me'."""
    who = phrase_before(row, at) if row[at - 1].text == "," else None
    return bool(who and who[0] and row[who[0] - 1].kind == "q")


def _cites_people(row: Row, content: Place) -> bool:
    """Whether sources are cited and not reasons: "citing two people familiar with the talks"."""
    words = [t.low for t in row[content[0] : content[0] + 5]]
    return any(w in _INFORMANTS for w in words) and "'s" not in words


_INFORMANTS = word_set(
    "people sources source officials official diplomats diplomat aides documents document person"
    " reports report minutes analysts experts figures data insiders"
)


def _what_is_called(row: Row, cue: Cue, source: Place) -> Match | None:
    """Return "with what two people described as a page of text"."""
    if cue.end + 1 >= len(row) or row[cue.end].low != "as" or not source[0]:
        return None
    relative = row[source[0] - 1].low in ("what", "which", "whom")
    content = (cue.end + 1, own_clause(row, cue.end + 1, sentence_end(row)))
    return Match(cue, source, (content,), "after") if relative else None


def _empty(row: Row, content: Place, cue: Cue) -> bool:
    """Whether the content is only "to comment" or the like."""
    said = [t.low for t in row[content[0] : content[1]] if t.kind != "p"]
    if cue.lemma in ("refuse", "decline") and said[:1] == ["to"] and set(said[1:2]) & _NO_WORD:
        return True
    if said[:3] in (["not", "to", "be"], ["to", "be", "drawn"]) or said[:2] == ["to", "comment"]:
        return True
    if said[:2] == ["to", "be"] and said[2:3] and (said[2] == "drawn" or said[2].endswith("ed")):
        return cue.lemma in ("refuse", "decline", "ask")
    quiet = said[:1] in (["little"], ["nothing"], ["much"]) and not finite(
        row, content[0] + 1, content[0] + 2
    )
    if "q" in cue.frames and (quiet or said == ["it"]):
        return True  # "though it says little"
    return said in (["so"], ["to"], ["comment"])


_NO_WORD = word_set("comment elaborate repeat speculate answer discuss identify name")


def _speaker(row: Row, source: Place, cue: Cue) -> bool:
    """Whether a phrase can be a source: no question word, no author, no mere thing that shows."""
    first = row[source[0]]
    if source[1] - source[0] == 1 and not first.capital and _participle_of(row, source[0]):
        return False  # "a text it has not seen suggests that"
    if source[1] - source[0] == 1 and first.low in _NOBODY:
        return first.low in ("i", "we") and _told_then(row, cue)
    words = {t.low for t in row[source[0] : source[1]]}
    if cue.lemma in _OF_MAKERS and _head(row, source).lower() in _MADE:
        return False
    if cue.lemma not in _SHOWING:
        return cue.lemma != "put" or not words & DOCUMENTS
    if words & DOCUMENTS:
        return True
    head = _head(row, source)
    if first.low in ("this", "that", "these", "those", "it", "there"):
        return False
    return not abstract(head)


def _participle_of(row: Row, at: int) -> bool:
    """Whether a word is the participle of "has seen" and so names nobody."""
    back = at - 1
    while back > 0 and (adverb(row[back].low) or row[back].low == "not"):
        back -= 1
    return row[back].low in ("has", "have", "had", "having", "'ve") if at else False


def _told_then(row: Row, cue: Cue) -> bool:
    """Whether somebody tells what he said before: "I told her that", and not "I say that"."""
    past = any("past" in r.forms for r in lexicon().forms.get(row[cue.start].low, ()))
    return (
        past
        and cue.mood == "finite"
        and bool({"q"} & set(cue.frames))
        and row[cue.start].low not in _STILL
    )


_STILL = word_set("thought felt hoped hold held read put set find found")


def _head(row: Row, source: Place) -> str:
    """Return the head noun of a phrase: the word before its first preposition."""
    for at in range(source[0] + 1, source[1]):
        if row[at].low in PREPOSITIONS or row[at].text == ",":
            return row[at - 1].text
    return row[source[1] - 1].text


_ASPECT = word_set(
    "stop stops stopped start starts started begin begins began keep keeps kept avoid avoids"
    " avoided consider considers considered finish finished continue continues continued"
)
_MADE = word_set(
    "package packages plan plans deal deals proposal proposals scheme schemes measure measures sale"
    " sales cut cuts tax taxes force forces missiles weapons programme program project reform"
    " reforms sanctions tariffs aid budget"
)
_OF_MAKERS = word_set("announce unveil report confirm approve plan expect reveal disclose declare")
"""What is made does not do these: "the package announced last week contains missiles"."""
_NAMING = word_set("call dub name title nickname")


def _named_so(row: Row, at: int) -> bool:
    """Whether a name and a comma follow: a thing is told what it is called."""
    close = next((i for i in range(at, min(len(row), at + 5)) if row[i].text == ","), 0)
    return bool(close) and not finite(row, at, close)


_WHATEVER = word_set("whatever whichever whoever however wherever whenever")
_NOBODY = word_set("who which what that this these those there one i we you nothing whoever")


_SHOWING = word_set(
    "show find suggest indicate reveal demonstrate prove imply illustrate signify mean"
    " provide hold require evidence signal confirm"
)


def _as_said(row: Row, cue: Cue, source: Place, floor: int) -> Match | None:
    """Return "as X put it, ..." and "..., as X said"."""
    start = source[0] - 1
    told = content_before(row, start, floor)
    if told and row[told[0]].low in ("if", "when") and row[start - 1].text != ",":
        return Match(cue, source, ((told[0] + 1, told[1]),), "before")  # "if it votes as X hinted"
    if told and finite(row, *told) and row[start - 1].text == ",":
        return Match(cue, source, (told,), "before")
    place = past_adverbial(row, cue.end)
    end = sentence_end(row)
    to = phrase_after(row, place + 1, apposition=False) if place < end else None
    place = to[1] if to and row[place].low == "to" else place  # "as one aide put it to us, ..."
    if place + 1 < end and row[place].text == ",":
        return Match(cue, source, ((place + 1, end),), "after")
    return None


def _participle(row: Row, cue: Cue, earlier: Match | None) -> Match | None:
    if cue.start and row[cue.start - 1].low in _ASPECT:
        return None  # "said they would stop quoting for tankers"
    found = after(row, cue, cue.end)
    if found is None or (cue.lemma == "cite" and _cites_people(row, found[0])):
        return None
    at = before_verb(row, cue.start)
    absolute = phrase_before(row, at) if at and nominal(row[at - 1]) else None
    progressive = at < cue.start and any(t.low in AUXILIARIES for t in row[at : cue.start])
    if progressive:
        source: Place | None = phrase_before(row, at)
        own = True
    elif absolute and absolute[0] and row[absolute[0] - 1].low == "with":
        source, own = absolute, True
    elif at and row[at - 1].kind == "w" and nominal(row[at - 1]) and not finite(row, 1, at):
        source = phrase_before(row, at)
        own = source != (earlier.source if earlier else None)
    else:
        own = False
        source = earlier.source if earlier else subject(row, at)
        if source is None and at > 1 and row[at - 1].text == ",":
            source = phrase_before(row, at - 1)  # "The judge, citing ..., freed him"
    if cue.start == 0 or (cue.start == 1 and row[0].low in ("while", "in", "by", "when")):
        return _leading(row, cue, found[0])
    if source is None or not _speaker(row, source, cue) or _empty(row, found[0], cue):
        return None
    content = found[0]
    thing = phrase_after(row, content[0], apposition=False) if own and not progressive else None
    if thing and at and row[at - 1].kind == "w" and thing[1] < content[1] and (
        finite(row, thing[1] - 1, thing[1] + 1)
    ):  # fmt: skip
        content = (content[0], thing[1])  # "hackers backing the state broke into it"
    if at and row[at - 1].text == "," and _goes_on_after(row, content):
        content = _until_comma(row, content)  # "Osten, commenting on the vote, said that"
    return Match(cue, source, (content,), "after", found[1], not own)


def _leading(row: Row, cue: Cue, content: Place) -> Match | None:
    """Return what a participle before its subject governs: "Stressing the risk, Renn left"."""
    for comma in () if cue.lemma == "answer" else range(cue.end + 1, content[1] - 2):
        who = phrase_after(row, comma + 1, apposition=False) if row[comma].text == "," else None
        if who and finite(row, who[1] - 1, min(who[1] + 3, len(row))):
            speaks = _speaker(row, who, cue)
            start = content[0] if content[0] < comma else cue.end
            return Match(cue, who, ((start, comma),), "after") if speaks else None
    return None
