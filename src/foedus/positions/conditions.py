"""Conditional sentences: the trigger and what is to follow from it."""

from __future__ import annotations

import re
from typing import NamedTuple

from foedus.positions.spans import Span

_MARKS = re.compile(
    r"\b(?:only\s+(?:if|after|when|once)|if\s+and\s+when|(?<!even )if|unless|once|provided\s+that"
    r"|provided"
    r"|providing\s+that|as\s+long\s+as|so\s+long\s+as|on\s+(?:the\s+)?condition\s+that"
    r"|in\s+the\s+event\s+(?:that|of)|in\s+case(?:\s+of)?|as\s+soon\s+as|until"
    r"|(?:always\s+)?(?:assuming|supposing|presuming)(?:\s+that)?|in\s+(?:exchange|return)\s+for"
    r"|(?:on|with)\s+the\s+(?:understanding|proviso|stipulation)\s+that|only\s+(?:with|under|within|upon|on\s+(?:condition|terms))(?=\s+(?!a\s+(?:few|handful)|\d|difficulty))"
    r"|under\s+(?:the|one)\s+condition\s+that|except\s+with|not\s+unless"
    r"|(?:contingent|conditional|conditioned|dependent|predicated)\s+(?:up)?on|only\s+where|pending\s+(?=an?\b|the\b|its\b|their\b|further\b)"
    r"|on\s+pain\s+of|until\s+such\s+time\s+as|not\s+until"
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
    r"\b(?:would|could|might|may|will)\b[^.;?]*?\s(were\s(?!(?:not|to)\b)(?:[\w'-]+\s){1,6}?to\s\w+[^,.;?]*)",
    re.IGNORECASE,
)
"""The same behind what follows from it: "would help them were either to be attacked"."""
_LACKING = re.compile(
    r"(?:^\W*(?:that,?\s)?|[,;:]\s)((?:without|failing|absent|barring|pending|(?:nothing\s)?short\sof"
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
    r"\s((?:without|short\sof|absent(?!\sfrom)|in\sthe\sabsence\sof)\s"
    r"(?:(?!\s(?:has|have|had|is|are|was|were)\b)[^.;,?])+)",
    re.IGNORECASE,
)
"""The same behind a refusal: "would not underwrite a truce short of verification"."""
_WHEN = re.compile(
    r"^\W*(?:that\s+)?((?:when|the\s+(?:moment|day|hour|minute|instant))\s+(?!of\b|after\b|before\b)[^,.;]+)(?=,\s+(?:\S+\s+){1,4}?(?:will|would|shall|can|could|may)\b)",
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
_BEFORE = re.compile(
    r"\b(?:(?:will|would|can|could|shall)\s+(?:not|never|only)|cannot|(?:wo|would|could|ca)n't)\b[^.;,]{0,120}?"
    r"\s((?:before|after)\s+(?!\w+ing\b)[^.;,]{0,120}?\b(?:ha[sd]|have|is|are|was|were|\w{3,}ed)\b[^.;,]*)"
    r"|\b(?:will|would|can|could|shall)\b[^.;,]{0,120}?\s(after\s+[^.;,]{0,120}?\b(?:ha[sd]|have)\s[^.;,]*)",
    re.IGNORECASE,
)
"""What must come first: "would not sign before the vote had been held"."""
_SHOULD_LAST = re.compile(
    r"\b(?:will|would|could|can)\b[^.;?]{0,160}?\s(should\s(?:[A-Z][\w'-]+|(?:the|an?|its|their|his|her|he|she|it"
    r"|they|we|there)\b)\s[^,.;?]*)"
)
_ONCE_THAT = re.compile(
    r"(?:\b(?:will|would|shall|can|could|to)\b|'(?:ll|d)\b)[^.;?!]*?"
    r"[\s\"']((?:when|the\s+(?:hour|day|moment|minute|instant))[\"']?\s+(?!of\b|after\b|before\b"
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
    r" (?:mean|like|will|ask|prefer)|I may|I recall|need be|(?:we|I|they|he|she|it)"
    r" (?:must|ha(?:ve|s|d) to|needs? (?:to )?be))\b",
    re.IGNORECASE,
)
"""What makes of "if" a phrase by the way: "if pressed", "if you mean"."""
_LASTS = re.compile(
    r"(?:as|so) long as I (?:am|live|remain|stay|serve|lead|sit)\b|"
    r"[as]s?o? long as (?:\w+ ){0,3}?\w+(?:(?:'s|'ve| has| have| had) been\b| could\b| can\b\W*$)"
    r"|until (?:(?:the|this|next|last|late|early|mid-?|end|of|spring|summer|autumn|winter|week|year"
    r"|month|\d+|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|elections?|summit|harvest|holidays?|now|then|recently|tomorrow|tonight|noon"
    r"|midnight)\b\W*)+(?:$|[,.;])",
    re.IGNORECASE,
)
"""How long something lasts: "as long as we could", "until July", "as long as I am president"
name no condition."""


_PROVISO = re.compile(
    r"\b(?:on|with|under)\s(?:one|an?|two|three|the|certain)\s(?:\w+\s)?(?:conditions?|provisos?|caveats?"
    r"|understanding)\s?[:,-]+\s*((?:that\s)?[^.;?!]+)",
    re.IGNORECASE,
)
"""What stands behind its own name: "on one condition: that no base be built"."""
_NOTHING_SHORT = re.compile(
    r"^\W*(?:that\s)?(nothing\s(?:short\sof|less\sthan|but)\s[^.;,?]{1,120}?)(?=\s(?:will|would|can|could)\b)",
    re.IGNORECASE,
)
"""The only thing that would do: "nothing short of a vote would move him"."""
_ASKED_FOR = re.compile(
    r"\b(?:will|would|can|could|may|might|ready|willing|prepared|able|consider\w*)\b[^.;?]{0,120}?"
    r"\s((?:upon|on|at)\s(?:an?|the|their|its|his|her)?\s?(?:[\w-]+\s){0,2}?(?:request|invitation)\b[^.;,?]*)",
    re.IGNORECASE,
)
"""What must be asked for first: "will consider it upon a written request of the parliament"."""
_FURNISHED = re.compile(r"\s(?:[\w-]+\s){1,4}?with\s")
_READY = re.compile(
    r"\b(?:will|would|can|could|may|might|ready|willing|prepared|offer\w*|agree\w*|accept\w*)\b|'(?:ll|d)\b",
    re.IGNORECASE,
)
"""What makes of "in exchange for" a condition: somebody who is ready to give."""
_LEADS = re.compile(
    r"\W*((?:(?:only\s)?if|unless|once|as\ssoon\sas|provided|should|in\sthe\sevent|failing|until|as\slong\sas"
    r"|so\slong\sas|without|absent|subject\sto|pending|on\scondition|only\s(?:when|after|once)|in\scase)\b"
    r"(?:\s[^\s,;.]+){3,}[^,;.]*),\s*(?:the\s)?$",
    re.IGNORECASE,
)
"""A condition that leads a sentence before who is ready to do something."""


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
    for shape in (_NOTHING_SHORT, _INVERTED, _WERE, _LACKING, _WHEN, _WHILE):
        found = shape.search(words)
        if found and not _LASTS.match(words, found.start(1)):
            return _split(text, within, *found.span(1))
    for mark in _MARKS.finditer(words):
        before = words[: mark.end()]
        if _NO_CONDITION.search(before) or _adverb_once(words, mark):
            continue
        start = mark.start()
        return _split(text, within, start, _end(words, start, mark.end()))
    for shape in (
        _PROVISO,
        _BEFORE,
        _ONCE_THAT,
        _WERE_LAST,
        _SHOULD_LAST,
        _ASKED_FOR,
        _NOT_WITHOUT,
    ):
        found = shape.search(words)
        if found and not re.search(
            r"\bon $", words[: found.start(found.lastindex or 1)]
        ):  # on the day he leaves
            return _split(text, within, *found.span(found.lastindex or 1))
    return None


def leading(text: str, start: int, source: int, piece: Span) -> Condition | None:
    """Return the condition that leads a sentence, outside of what its source is ready to do.

    Parameters
    ----------
    text
        The text, with straight quotation marks.
    start, source
        Where the sentence and its source begin.
    piece
        What the source is ready to do.

    Examples
    --------
    >>> text = "Once the reforms are complete, Germany is prepared to reconsider."
    >>> leading(text, 0, 31, Span(51, 64)).trigger.of(text)
    'Once the reforms are complete'
    """
    found = _LEADS.match(text[start:source])
    if found is None:
        return None
    return Condition(Span(start + found.start(1), start + found.end(1)), piece)


def _adverb_once(words: str, mark: re.Match[str]) -> bool:
    low = mark.group().lower()
    after = words[mark.end() :].split()
    if low == "once":
        return not after or after[0].lower().strip(",.") in ("again", "more", "and", "a")
    if low == "if" and after and _IDLE.match(words, mark.end()):
        return True
    if low.startswith("as soon") and after and after[0].lower().strip(",.") in ("possible", "it"):
        return True
    if _LASTS.match(words, mark.start()):
        return True
    if low == "provided" and _FURNISHED.match(words, mark.end()):
        return True  # "provided the observers with maps"
    if low.startswith("in ") and low.endswith(" for") and not _READY.search(words[: mark.start()]):
        return True  # "should be renounced in exchange for a truce"
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
