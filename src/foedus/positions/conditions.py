"""Conditional sentences: the trigger and what is to follow from it."""

from __future__ import annotations

import re
from typing import NamedTuple

from foedus.positions.spans import Span

_MARKS = re.compile(
    r"\b(?:only\s+(?:if|after|when|once)|even\s+if|if\s+and\s+when|if|unless|once|provided\s+that"
    r"|provided"
    r"|providing\s+that|as\s+long\s+as|so\s+long\s+as|on\s+(?:the\s+)?condition\s+that"
    r"|in\s+the\s+event\s+(?:that|of)|in\s+case(?:\s+of)?|as\s+soon\s+as|assuming\s+that|until"
    r"|subject\s+to|whenever|except\s+if|after\s+both|not\s+before)\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:^|,\s(?:and\s|but\s)?|\bthat,?\s)(should\s+(?!not\b|be\b|have\b)[^,.;]+)(?=,)",
    re.IGNORECASE,
)
_WERE = re.compile(
    r"(?:^\W*(?:that,?\s)?|,\s(?:but\s|and\s)?|\b(?:that|but|and),?\s)"
    r"((?:were\s(?!(?:not|to)\b)[^.;?]{3,80}?\sto\s[^,.;?]+"
    r"|had\s(?!(?:not|to|been|a|the|no)\b)(?:\w+\s){1,3}?(?:not\s)?\w+(?:ed|en|t)\b[^,.;?]*))"
    r"(?=,\s[^.;?]*\b(?:would|could|will|might|shall)\b)",
    re.IGNORECASE,
)
"""A condition by the order of its words: "were they to leave, we would", "had it asked, ..."."""
_WERE_LAST = re.compile(
    r"\bwould\b[^.;?]*?\s(were\s(?!(?:not|to)\b)(?:[\w'-]+\s){1,6}?to\s\w+[^,.;?]*)",
    re.IGNORECASE,
)
"""The same behind what follows from it: "would help them were either to be attacked"."""
_LACKING = re.compile(
    r"(?:^\W*(?:that,?\s)?|[,;:]\s)((?:without|failing|absent|barring|short\sof"
    r"|in\sthe\sabsence\sof"
    r"|in\sthe\sevent\s(?:that|of))\s[^,;?]+)"
    r"(?=,\s[^;?]*?(?:\b(?:will|would|shall|can|could|may|cannot|must)\b|'(?:ll|d)\b))",
    re.IGNORECASE,
)
"""What must be there first: "without a vote there, there can be no treaty"."""
_NOT_WITHOUT = re.compile(
    r"\b(?:(?:no|nobody|none|nothing)\b[^.;,?]*?\b(?:will|would|shall|can|could|must|may|be)"
    r"|(?:will|would|shall|can|could|must|may|should)\s(?:be\s)?(?:not|never|no)|cannot"
    r"|(?:wo|would|could|ca)n't)\b(?!\s(?:only|just|merely))[^.;,?]*?"
    r"\s((?:without|short\sof|absent|in\sthe\sabsence\sof)\s"
    r"(?:(?!\s(?:has|have|had|is|are|was|were)\b)[^.;,?])+)",
    re.IGNORECASE,
)
"""The same behind a refusal: "would not underwrite a truce short of verification"."""
_WHEN = re.compile(
    r"^\W*(?:that\s+)?(when\s+[^,.;]+)(?=,\s+(?:\S+\s+){1,4}?(?:will|would|shall|can|could|may)\b)",
    re.IGNORECASE,
)
"""A "when" before a promise: "when it is withdrawn, we will talk"."""
_WHILE = re.compile(
    r"\b(?:(?:will|would|can|could|shall)\s+(?:not|never)|cannot|(?:wo|would|could"
    r"|ca)n't)\b[^.;,]*?"
    r"\s((?:while|as\s+long\s+as)\s+[^,.;]+)",
    re.IGNORECASE,
)
"""A "while" behind a refusal: "would not support it while fighting goes on"."""
_ONCE_THAT = re.compile(
    r"(?:\b(?:will|would|shall|can|could|to)\b|'(?:ll|d)\b)[^.;?!]*?"
    r"[\s\"']((?:when|the\s+(?:hour|day|moment|minute|instant))\s+(?!of\b|after\b|before\b"
    r"|it\s+comes)"
    r"[^.;,?!]*\w[^.;,?!]*(?:,\s+and\s+not\s+(?:before|sooner|an?\s+\w+\s+(?:before|sooner"
    r"|earlier)))?)",
    re.IGNORECASE,
)
"""A "when" behind a promise: "would sign the hour our prisoners return"."""
_NO_CONDITION = re.compile(
    r"(?:\b(?:ask|asks|asked|asking|wonder|wonders|wondered|say|know|see|doubt|doubts|unclear"
    r"|question"
    r"|decide|decided|as)\s+if$|\bas if$)",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\s(?:pressed|asked|necessary|needed|needs be|possible|any(?:thing)?|not|only|ever|so|at all"
    r"|you"
    r" (?:mean|like|will|ask|prefer)|I may|I recall)\b",
    re.IGNORECASE,
)
"""What makes of "if" a phrase by the way: "if pressed", "if you mean"."""
_LASTS = re.compile(
    r"[as]s?o? long as (?:\w+ ){0,3}?\w+(?:(?:'s|'ve| has| have| had) been\b| could\b| can\b\W*$)"
    r"|until (?:(?:the|this|next|last|late|early|mid-?|end|of|spring|summer|autumn|winter|week|year"
    r"|month|\d+|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|now|then|recently|tomorrow|tonight|noon"
    r"|midnight)\b\W*)+(?:$|[,.;])",
    re.IGNORECASE,
)
"""How long something lasts: "as long as we could", "until July" name no condition."""


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
    for shape in (_INVERTED, _WERE, _LACKING, _WHEN, _WHILE):
        found = shape.search(words)
        if found:
            return _split(text, within, *found.span(1))
    for mark in _MARKS.finditer(words):
        before = words[: mark.end()]
        if _NO_CONDITION.search(before) or _adverb_once(words, mark):
            continue
        start = mark.start()
        return _split(text, within, start, _end(words, start, mark.end()))
    for shape in (_ONCE_THAT, _WERE_LAST, _NOT_WITHOUT):
        found = shape.search(words)
        if found and not re.search(r"\bon $", words[: found.start(1)]):  # on the day he leaves
            return _split(text, within, *found.span(1))
    return None


def _adverb_once(words: str, mark: re.Match[str]) -> bool:
    low = mark.group().lower()
    after = words[mark.end() :].split()
    if low == "once":
        return not after or after[0].lower().strip(",.") in ("again", "more", "and", "a")
    if low == "if" and after and _IDLE.match(words, mark.end()):
        return True
    if _LASTS.match(words, mark.start()):
        return True
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
    quoted = re.search(
        r",\s*(?:(?:and|but|or)\b(?!\s+(?:not\s+)(?:before|until|sooner|a\s))|while\b|which\b"
        r"|who\b|\w+ing\b)",
        words[after:limit],
    )
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
