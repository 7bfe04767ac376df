"""Who is reported to say or think what: sources, cues and contents in a text.

The text is cut into blocks and sentences; in each sentence every cue is asked what it governs; then
quotations that no cue in their sentence claims go to the speaker beside them, and are flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from foedus.positions.carried import beside
from foedus.positions.clauses import asked_whether, before_dash, before_gloss, within_clause
from foedus.positions.continued import across
from foedus.positions.cues import Cue, cues
from foedus.positions.frames import match
from foedus.positions.giving import CARRYING
from foedus.positions.grammar import CONJUNCTIONS, PERSONAL, SUBORDINATORS, word_set
from foedus.positions.labelled import labelled, titled
from foedus.positions.lexicon import lexicon
from foedus.positions.matched import Match
from foedus.positions.phrases import Place, Row, before_verb, finite, phrase_after
from foedus.positions.segments import Block, Sentence, blocks, sentences
from foedus.positions.spans import Span
from foedus.positions.tokens import straightened

_FAR = 12
"""So many sentences back a quotation's speaker is looked for."""
Speech = Literal["direct", "indirect"]
Form = Literal["quotation", "clause", "infinitive", "noun phrase"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words or thoughts laid to somebody.

    Parameters
    ----------
    source
        Whose; nothing where the text does not say.
    cue
        The word that says so; nothing in a transcript or where a quotation stands by itself.
    content
        What, in one or more pieces.
    lemma
        The cue in its dictionary form.
    frame
        How the three stand to each other; ``transcript`` or ``carried`` where there is no cue.
    speech
        Whether the words are given as they were said.
    sentence
        Where it stands.
    target
        Who is addressed or spoken of.
    carried
        Whether the source stands in another sentence.
    nested
        Whether it stands within what somebody else said.
    form
        What the content is. Noun phrases ("rejected the plan") are the weakest evidence that
        anything was said.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    lemma: str
    frame: str
    speech: Speech
    sentence: Sentence
    target: Span | None = None
    carried: bool = False
    nested: bool = False
    form: Form = "quotation"


def attributions(text: str) -> list[Attribution]:
    """Return the attributions of a text, in the order of their sentences.

    Examples
    --------
    >>> text = "Prices will fall, the minister said. He denied that he had lied."
    >>> for found in attributions(text):
    ...     print(found.source.of(text), "|", found.cue.of(text), "|", found.content[0].of(text))
    the minister | said | Prices will fall
    He | denied | that he had lied
    """
    straight = straightened(text)
    written = blocks(text)
    found = [[] if block.repeats else in_block(straight, block) for block in written]
    return [one for some in across(straight, written, found) for one in some]


def in_block(straight: str, block: Block) -> list[Attribution]:
    """Return the attributions of one block of a straightened text."""
    rows = sentences(straight, block)
    if block.speaker is not None:
        return _turn(block, rows)
    found = [in_sentence(sentence) for sentence in rows]
    _carry(rows, found)
    return [one for some in found for one in some]


def in_sentence(sentence: Sentence) -> list[Attribution]:
    """Return the attributions of one sentence that have a cue, or a mark that stands for one."""
    row = sentence.tokens
    matches = _matches(row)
    title = titled(row) if sentence.block.kind == "headline" else None
    if title and not any("b" in m.cue.frames for m in matches if m.cue.start < title.cue.start):
        matches.insert(0, title)
    if not matches:
        label = labelled(row)
        matches = [label] if label else []
    found = [_attribution(row, m, sentence) for m in matches]
    return [replace(a, nested=any(holds(b, a) for b in found if b is not a)) for a in found]


def _matches(written: Row) -> list[Match]:
    found: list[Match] = []
    floor = done = 0  # the last word that was said, and that was said or done by somebody
    row = list(written)
    for cue in cues(written):
        before = _going_on(written, cue, found)
        one = match(row, cue, before, done if cue.mood == "passive" else floor)
        if one is None or _repeats(one, found, row) or _quoted_alone(row, one):
            continue
        if one.shared and row[before_verb(row, cue.start) - 1].low == "or":
            continue  # "said that Renn went or refused to go"
        if one.shared and before and (other := _of_reported(row, one, before)):
            one = replace(one, source=other, shared=False)
        resumes = any(
            one.frame == "after" and m.source == one.source and m.frame == "after" for m in found
        )
        found = [m for m in found if not (_carries(m, one) and m.cue.lemma in CARRYING)]
        cuts = one.shared or resumes or one.frame not in ("after", "noun")
        if cuts or _coordinate(row, one) or _goes_on(row, one, found):
            found = [_cut(row, m, one) for m in found]
        found.append(one)
        if cue.kind == "verb" and cue.mood != "ing":
            row[cue.start] = row[cue.start]._replace(kind="v")  # no phrase reaches across it
        if one.frame in ("before", "inverted"):
            done = max((one.source or (0, 0))[1], cue.end)
            floor = floor if cue.mood == "passive" else done
    found = [m for m in found if not asked_whether(row, m)]
    found = [half for m in found for half in _for_and_against(row, within_clause(row, m))]
    found = [before_gloss(row, before_dash(row, m)) for m in found]
    return [m for m in found if all(end > start for start, end in m.content)]


def _going_on(row: Row, cue: Cue, found: Sequence[Match]) -> Match | None:
    """Return the match whose source a cue without a subject of its own shares.

    It is the last verb in the same tense: in "Osten said Renn could not agree, and made it plain
    that" Osten made it plain.
    """
    verbs = [m for m in found if m.cue.kind != "noun"] or list(found)
    if cue.mood == "ing" and cue.start and row[cue.start - 1].text in (",", '"'):
        verbs = [m for m in verbs if _acted(row, m) or not _within(m, verbs)] or verbs
    if _over(row, cue):
        verbs = [m for m in verbs if _over(row, m.cue)] or verbs
    return verbs[-1] if verbs else None


def _acted(row: Row, one: Match) -> bool:
    """Whether a match is a deed in the past: "said Renn had refused, saying it was late"."""
    acts = not one.cue.lemma.startswith("be ") and _over(row, one.cue)
    return acts or row[one.cue.start - 1].low in ("had", "has", "have")


def _within(one: Match, found: Sequence[Match]) -> bool:
    """Whether a match stands within what another reports."""
    return any(a <= one.cue.start < b for m in found if m is not one for a, b in m.content)


def _of_reported(row: Row, one: Match, before: Match) -> Place | None:
    """Return whose a further act is that is told: Renn's in "said Renn had X and would accept"."""
    start = before.content[0][0]
    start += row[start].low == "that"
    told = before.frame == "after" and "b" in before.cue.frames and one.cue.mood == "finite"
    who = phrase_after(row, start, apposition=False) if told else None
    if who is None or not (row[who[1] - 1].capital or row[who[0]].low in PERSONAL):
        return None
    would = {t.low for t in row[before_verb(row, one.cue.start) : one.cue.start]}
    return who if would & _WOULD and finite(row, who[1], who[1] + 2) else None


_WOULD = frozenset(("would", "could", "might"))


def _over(row: Row, cue: Cue) -> bool:
    """Whether a cue is a verb in the past: "said", and not "could not say"."""
    forms = lexicon().forms.get(row[cue.start].low, ())
    past = any("past" in reading.forms and "base" not in reading.forms for reading in forms)
    return past and cue.mood == "finite"


def _quoted_alone(row: Row, one: Match) -> bool:
    """Whether the cue is among quoted words whose speaker stands outside the quotation."""
    if one.source is None or one.cue.end >= len(row) or row[one.cue.end].text == '"':
        return False
    low, high = sorted((one.source[0], one.cue.start))
    before = sum(token.text == '"' for token in row[:low])
    return (before + sum(token.text == '"' for token in row[low:high])) % 2 == 1 and (
        before % 2 == 0
    )


def _for_and_against(row: Row, one: Match) -> list[Match]:
    """Return the halves of "voted for the plan in March and against it in May"."""
    side = one.cue.lemma.rpartition(" ")
    if side[2] not in ("for", "against") or one.frame != "after":
        return [one]
    start, end = one.content[-1]
    for at in range(start + 1, end - 1):
        other = row[at].low
        if other in ("for", "against") and other != side[2] and row[at - 1].low in CONJUNCTIONS:
            cue = one.cue._replace(start=at, end=at + 1, lemma=f"{side[0]} {other}")
            first = replace(one, content=(*one.content[:-1], (start, at - 1)))
            return [first, replace(one, cue=cue, content=((at + 1, end),), shared=True)]
    return [one]


def _repeats(one: Match, found: Sequence[Match], row: Row) -> bool:
    """Whether a cue repeats what another has, as in "expressed its concern that"."""
    alike = [m for m in found if m.content == one.content]
    if alike and (one.cue.kind == "noun" or any(m.source == one.source for m in alike)):
        return True  # "said in her ruling that"
    if one.cue.kind != "noun" or one.source is None:
        return False
    if any(_carries(m, one) and m.cue.lemma not in CARRYING for m in found):
        return True  # "repeated his claim that"
    if row[one.source[0]].low not in ("its", "his", "her", "their", "our", "my"):
        return False
    return any(m.content[0][0] in (one.source[0], one.source[0] - 1) for m in found)


def _carries(verb: Match, one: Match) -> bool:
    """Whether a noun stands in what its own subject's verb governs: "voiced its support for"."""
    near = 0 < one.cue.start - verb.content[0][0] < 4
    return one.cue.kind == "noun" and verb.source == one.source and near


def _coordinate(row: Row, one: Match) -> bool:
    """Whether a match begins a clause of its own behind ", and" or ";"."""
    start = min(one.source[0] if one.source else one.cue.start, one.cue.start)
    if one.frame != "after" or start < 2:
        return False
    before = row[start - 1]
    pronoun = one.source is not None and not one.shared and row[one.source[0]].low in _SAYER
    if pronoun and before.low in ("and", "but") and _over(row, one.cue):
        return bool({"q", "t", "f"} & set(one.cue.frames))  # "said it rained and she blamed him"
    return before.text == ";" or (
        (before.low in CONJUNCTIONS or before.low in ("while", "whereas", "although"))
        and row[start - 2].text == ","
    )


_SAYER = frozenset(("he", "she"))


def _goes_on(row: Row, one: Match, found: Sequence[Match]) -> bool:
    """Whether a clause stands behind "and" and a thing: "dropped its veto and said no more"."""
    last = found[-1] if found else None
    if last is None or one.source is None or one.frame != "after" or one.cue.mood != "finite":
        return False
    start, joined = last.content[-1][0], one.source[0] - 1
    opens = last.frame == "after" and row[start].low not in SUBORDINATORS | {"to"}
    thing = opens and start < joined and row[joined].low in CONJUNCTIONS
    return thing and not finite(row, start, joined)


def _cut(row: Row, earlier: Match, later: Match) -> Match:
    """End the content of a match before a later one that is not part of it."""
    start = later.cue.start
    inside = any(a < later.content[0][0] < b for a, b in earlier.content)
    if later.cue.mood == "passive" and inside:
        return earlier  # "said they hid data that had been requested by the port"
    if later.source and not later.shared:
        start = min(start, later.source[0])
    while start > 0 and (
        row[start - 1].text in (",", ";", "-")
        or row[start - 1].low in CONJUNCTIONS
        or row[start - 1].low in _LEFT_OUT
    ):
        start -= 1
    pieces = tuple(
        (a, min(b, start)) if a < start < b and earlier.frame in ("after", "noun") else (a, b)
        for a, b in earlier.content
    )
    return replace(earlier, content=pieces)


_LEFT_OUT = word_set("while whereas although also then has had have by")
"""Words before a second cue that are no part of what the first one governs."""


def _attribution(row: Row, found: Match, sentence: Sentence) -> Attribution:
    direct = any(t.kind == "q" for a, b in found.content for t in row[a:b])
    cue = found.cue
    return Attribution(
        _span(row, found.source),
        _span(row, (cue.start, cue.end)),
        tuple(span for place in found.content if (span := _span(row, place))),
        cue.lemma,
        found.frame,
        "direct" if direct else "indirect",
        sentence,
        _span(row, found.target),
        form=_form(row, found),
    )


def _form(row: Row, found: Match) -> Form:
    start, end = found.content[0]
    first = row[start]
    if any(t.kind == "q" for t in row[start:end]):
        return "quotation"
    if first.low in ("to", "not"):
        return "infinitive"
    if found.frame != "after" or first.low in SUBORDINATORS | {"who", "which"}:
        return "noun phrase" if found.cue.mood == "passive" else "clause"
    spoken = "b" in found.cue.frames and finite(row, start, end)
    return "clause" if spoken else "noun phrase"


def _span(row: Row, place: Place | None) -> Span | None:
    if place is None or place[1] <= place[0]:
        return None
    start, end = place
    while end - start > 1 and row[end - 1].text in (",", "-", ".", ";", "|"):
        end -= 1
    first, last = row[start], row[end - 1]
    if first.kind == "q" and start == end - 1:
        return Span(first.start, first.end)
    return Span(first.start, last.end)


def holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether the second stands within what the first reports."""
    if inner.cue is None:
        return False
    return any(c.start <= inner.cue.start and inner.cue.end <= c.end for c in outer.content)


def _turn(block: Block, rows: Sequence[Sentence]) -> list[Attribution]:
    """Return a turn of a transcript: all of it is the speaker's."""
    if not rows:
        return []
    content = (Span(rows[0].span.start, rows[-1].span.end),)
    turn = Attribution(block.speaker, None, content, "", "transcript", "direct", rows[0])
    inner = [replace(a, nested=True) for row in rows for a in in_sentence(row)]
    return [turn, *inner]


def _carry(rows: Sequence[Sentence], found: list[list[Attribution]]) -> None:
    """Give quotations that no cue claims to the speaker of the sentence before, or after."""
    for at, sentence in enumerate(rows):
        claimed = [c for a in found[at] for c in a.content]
        for token in sentence.tokens:
            if token.kind != "q" or any(c.start <= token.start < c.end for c in claimed):
                continue
            near = found[max(at - _FAR, 0) : at]
            source = beside(
                sentence.tokens,
                [a.source for a in found[at] if a.source],
                [a.source for some in near for a in some if a.source and not a.nested],
                [a.source for some in found[at + 1 : at + 2] for a in some if a.source],
            )
            if source is None:
                continue
            span = Span(token.start, token.end)
            frame = "carried"
            found[at].append(
                Attribution(source, None, (span,), "", frame, "direct", sentence, carried=True)
            )
