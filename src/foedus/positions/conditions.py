"""Conditional sentences: the trigger and what is to follow from it."""

from __future__ import annotations

import re
from typing import NamedTuple

from foedus.positions.spans import Span

_MARKS = re.compile(
    r"\b(?:only\s+(?:if|after|when|once)|even\s+if|if\s+and\s+when|if|unless|once|provided\s+that|provided"
    r"|providing\s+that|as\s+long\s+as|so\s+long\s+as|on\s+(?:the\s+)?condition\s+that"
    r"|in\s+the\s+event\s+(?:that|of)|in\s+case(?:\s+of)?|as\s+soon\s+as|assuming\s+that|until"
    r"|subject\s+to|whenever|except\s+if|after\s+both|not\s+before)\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:^|,\s|\bthat,?\s)(should\s+(?!not\b|be\b|have\b)[^,.;]+)(?=,)", re.IGNORECASE
)
_WHEN = re.compile(
    r"^\W*(?:that\s+)?(when\s+[^,.;]+)(?=,\s+(?:\S+\s+){1,4}?(?:will|would|shall|can|could|may)\b)",
    re.IGNORECASE,
)
"""A "when" before a promise: "when it is withdrawn, we will talk"."""
_WHILE = re.compile(
    r"\b(?:(?:will|would|can|could|shall)\s+(?:not|never)|cannot|(?:wo|would|could|ca)n't)\b[^.;,]*?"
    r"\s((?:while|as\s+long\s+as)\s+[^,.;]+)",
    re.IGNORECASE,
)
"""A "while" behind a refusal: "would not support it while fighting goes on"."""
_ONCE_THAT = re.compile(
    r"\b(?:will|would|shall|can|could|to)\b[^.;?!]*?"
    r"[\s\"']((?:when|the\s+(?:hour|day|moment|minute|instant))\s+(?!of\b|after\b|before\b|it\s+comes)"
    r"[^.;,?!]*\w[^.;,?!]*)",
    re.IGNORECASE,
)
"""A "when" behind a promise: "would sign the hour our prisoners return"."""
_NO_CONDITION = re.compile(
    r"(?:\b(?:ask|asks|asked|asking|wonder|wonders|wondered|say|know|see|doubt|doubts|unclear|question"
    r"|decide|decided|as)\s+if$|\bas if$)",
    re.IGNORECASE,
)
_WEAK = frozenset(("once", "if", "when", "until"))


class Condition(NamedTuple):
    """A trigger and its consequent, as spans of the text.

    Attributes
    ----------
    trigger
        The subordinate clause with its conjunction.
    consequent
        What is to follow.
    """

    trigger: Span
    consequent: Span


def condition(text: str, within: Span) -> Condition | None:
    """Return the condition in a stretch of a straightened text.

    Examples
    --------
    >>> text = "We will send troops once the truce is signed."
    >>> found = condition(text, Span(0, len(text)))
    >>> found.trigger.of(text), found.consequent.of(text)
    ('once the truce is signed', 'We will send troops')
    """
    words = within.of(text)
    for shape in (_INVERTED, _WHEN, _WHILE):
        found = shape.search(words)
        if found:
            return _split(text, within, *found.span(1))
    for mark in _MARKS.finditer(words):
        before = words[: mark.end()]
        if _NO_CONDITION.search(before) or _adverb_once(words, mark):
            continue
        start = mark.start()
        return _split(text, within, start, _end(words, start, mark.end()))
    timed = _ONCE_THAT.search(words)
    return _split(text, within, *timed.span(1)) if timed else None


def _adverb_once(words: str, mark: re.Match[str]) -> bool:
    low = mark.group().lower()
    after = words[mark.end() :].split()
    if low == "once":
        return not after or after[0].lower().strip(",.") in ("again", "more", "and", "a")
    if low in ("in case", "provided"):
        return len(after) < 2 or (low == "provided" and after[0].lower() in ("by", "for", "with"))
    return len(after) < 1


def _end(words: str, start: int, after: int) -> int:
    """Return where the clause ends: a comma where it leads, else the end of the sentence."""
    stop = re.search(r"[.;!?](?:\s|$|[\"'])", words[after:])
    limit = after + stop.start() if stop else len(words)
    leads = not re.search(r"\w{2,}\s+\w+", words[:start]) or re.search(
        r"(?:\bthat|[,.;!?:]|\band|\bbut)\s*$", words[:start].rstrip() + " "
    )
    comma = words.find(",", after, limit)
    if leads and comma >= 0:
        return comma
    quoted = re.search(r",\s*(?:and|but|or|adding|saying|while)\b", words[after:limit])
    return after + quoted.start() if quoted else limit


def _split(text: str, within: Span, start: int, end: int) -> Condition:
    offset = within.start
    words = within.of(text)
    trigger = _stripped(text, Span(offset + start, offset + end))
    left = words[:start].strip(" ,.;:\"'")
    sentence = re.search(r"[.!?](?=\s|$|[\"'])", words[end:])
    stop = end + sentence.start() if sentence else len(words)
    rest = Span(offset + end, offset + stop)
    if len(rest.of(text).strip(" ,.;\"'").split()) > 1 and (len(left.split()) < 3 or end < stop):
        return Condition(trigger, _stripped(text, rest))
    begin = max(words.rfind(mark, 0, start) + 2 for mark in (". ", "? ", "! "))
    return Condition(
        trigger, _stripped(text, Span(offset + max(0, begin if begin > 1 else 0), offset + start))
    )


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " ,.;:\"'\n\t":
        start += 1
    while end > start and text[end - 1] in " ,.;:\"'\n\t":
        end -= 1
    return Span(start, end)
