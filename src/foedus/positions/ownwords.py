"""What a speaker says of himself, and of others, within his own words: "we have asked for it"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from foedus.positions.actors import Mentions
from foedus.positions.attribution import Attribution, holds, in_sentence
from foedus.positions.issues import Topic
from foedus.positions.marks import (
    clause_of,
    demands,
    first_person,
    hypothetical,
    naming,
    negated_cue,
    of_another,
    over,
)
from foedus.positions.offices import HE
from foedus.positions.segments import Block, sentences
from foedus.positions.spans import Span
from foedus.positions.stances import DENYING, Reading, read_stance
from foedus.positions.statement import Actor
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
        reading = read_stance(
            topic, a.lemma, negated, part, conditional, demands(a), over(straight, a)
        )
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


def by_own_act(
    a: Attribution,
    actor: Actor,
    own: Sequence[Attribution],
    topic: Topic,
    mentions: Mentions,
    straight: str,
) -> Reading | None:
    """Return the stance that somebody says his own side takes: "said Paris had dropped its veto".

    Parameters
    ----------
    a
        A report.
    actor
        Who says so.
    own
        The reports of its sentence, of which some stand within what is said.
    topic
        The issue.
    mentions
        Who a source is.
    straight
        The text, with straight quotation marks.
    """
    if a.form != "clause" or a.nested or not a.lemma or a.lemma in DENYING:
        return None
    for inner in own:
        told = inner.nested and inner.frame == "after" and inner.source and inner.cue
        if not told or not holds(a, inner) or negated_cue(straight, a):
            continue
        assert inner.source is not None
        assert inner.cue is not None
        words = Span(inner.content[0].start, inner.content[-1].end).of(straight)
        who = inner.source.of(straight)
        unsure = _UNSURE.search(straight[a.content[0].start : a.content[-1].end])
        named = topic.issue.about.search(words)
        if unsure or named is None or len(words[: named.start()].split()) > _NEAR:
            continue
        negated, ended = negated_cue(straight, inner), over(straight, inner)
        if not (negated or ended or "*" in inner.lemma):
            continue  # words alone tell as much
        if who.lower() not in _HIMSELF:
            one = mentions.resolve(who)[0]
            if one.kind not in ("state", "office") or one.state != actor.state:
                continue
        words = words[: named.end()]
        reading = read_stance(topic, inner.lemma, negated, words, False, demands(inner), ended)
        if reading.stance:
            return reading
    return None


_NEAR = 3
"""So many words may stand between what somebody did and the issue that it was done to."""
_THING_OF = re.compile(r"\s(?:of|by|in|to|with|for|on|from)\s")
_LISTED = re.compile(r"\b(?:and|or|nor)\s$")
_HIMSELF = frozenset(("he", "she", "it", "they", "i", "we"))
_UNSURE = re.compile(
    r"\b(?:may|might|could|if|whether|should|unless|until|once|when|while|only|without)\b",
    re.IGNORECASE,
)


def told_of_others(
    a: Attribution,
    actor: Actor,
    own: Sequence[Attribution],
    speaker: Actor,
    mentions: Mentions,
    straight: str,
) -> list[Span]:
    """Return the stretches in which a speaker tells what another state said or thinks.

    Parameters
    ----------
    a
        A report.
    actor
        Who says so.
    own
        The reports of its sentence.
    speaker
        Whose turn it is, in a transcript.
    mentions
        Who a source is.
    straight
        The text, with straight quotation marks.
    """
    told, turn = list[Span](), a.frame == "transcript"
    for inner in own if (turn or a.cue) and not a.nested else ():
        if inner.source is None or inner.cue is None:
            continue
        passive = inner.frame == "before" and inner.source.start > inner.cue.start
        told_of = inner.nested and (inner.frame == "after" or passive)
        if not told_of or (hypothetical(inner, straight) and (turn or not _would(inner, straight))):
            continue
        other = mentions.resolve(inner.source.of(straight))[0]
        another = other.state != actor.state if other.state else turn and other.kind != "person"
        another = another or (turn and other.kind == "person" and other.name != actor.name)
        if other.kind == "state" and _THING_OF.search(inner.source.of(straight)):
            continue  # "the entry of Velmark threatens no one"
        mine = (turn or not actor.state) and first_person(inner, straight)
        hers = "carried" in other.flags or mine
        he = turn and inner.source.of(straight).lower() in HE  # who speaks is "I"
        known = not hers or of_another(inner, other, speaker, straight)
        if he or (another and known):
            ends = (*inner.source, inner.content[0].start, inner.content[-1].end)
            told.append(Span(min(ends), max(ends)))
    return told


def _would(a: Attribution, straight: str) -> bool:
    """Whether it is told what somebody would do, on no condition: "said Torria would accept it"."""
    assert a.source is not None
    assert a.cue is not None
    between = straight[a.source.end : a.cue.start].lower()
    if _LISTED.search(straight[: a.source.start]):
        return False  # "neither it nor Greece would accept it"
    foretold = re.search(r"\bwould(?: \w+ly)?\s*$", between)
    return foretold is not None and not _UNSURE.search(a.sentence.span.of(straight))
