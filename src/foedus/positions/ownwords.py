"""What a speaker says of himself within his own words: "we have asked for access"."""

from __future__ import annotations

from dataclasses import replace

from foedus.positions.attribution import Attribution, in_sentence
from foedus.positions.issues import Topic
from foedus.positions.marks import clause_of, demands, naming, negated_cue
from foedus.positions.segments import Block, sentences
from foedus.positions.spans import Span
from foedus.positions.stances import Reading, read_stance
from foedus.positions.tokens import Token


def in_context(
    straight: str, a: Attribution, topic: Topic, rest: str, piece: Span, conditional: bool
) -> Reading:
    """Return the stance of the clause that names an issue, or else of all that is said.

    Parameters
    ----------
    straight
        The text, with straight quotation marks.
    a
        Who says it, with what cue.
    topic
        The issue.
    rest
        What is said, its condition left out.
    piece
        Where it stands.
    conditional
        Whether there is a condition.
    """
    negated, own = negated_cue(straight, a), naming(topic, rest)
    for part in (clause_of(topic, own), own):
        reading = read_stance(topic, a.lemma, negated, part, conditional, demands(a))
        if reading.stance:
            return reading
    direct = a.speech == "direct" and not reading.conflict
    return in_own_words(straight, topic, piece, conditional) if direct else reading


def in_own_words(straight: str, topic: Topic, piece: Span, conditional: bool) -> Reading:
    """Return the stance that a speaker's "I" or "we" takes on an issue, if one does.

    Parameters
    ----------
    straight
        The text, with straight quotation marks.
    topic
        The issue.
    piece
        The speaker's words.
    conditional
        Whether there is a condition.
    """
    for a in _spoken(straight, piece):
        words = Span(a.content[0].start, a.content[-1].end).of(straight)
        if topic.issue.about.search(words):
            negated = negated_cue(straight, a)
            return read_stance(topic, a.lemma, negated, words, conditional, demands(a))
    return Reading(None)


def _spoken(straight: str, piece: Span) -> list[Attribution]:
    """Return the attributions in some words whose source is "I" or "we"."""
    start, end = piece
    while start < end and straight[start] in "\"' ":
        start += 1
    while end > start and straight[end - 1] in "\"' ":
        end -= 1
    rows = sentences(straight, Block(Span(start, end), "speech"))
    own = [replace(row, tokens=tuple(map(_third, row.tokens))) for row in rows]
    told = (a for row in own for a in in_sentence(row))
    return [a for a in told if a.source and a.source.of(straight).lower() in ("i", "we")]


def _third(token: Token) -> Token:
    """Return "they" for "I" and "we", who report nobody's words elsewhere."""
    return token._replace(text="they", low="they") if token.low in ("i", "we") else token
