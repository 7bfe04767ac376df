"""Turns of a transcript: which lines begin one, by the label in front of them or above them.

A label is sure where it is a title or stands in capitals before a colon. Other shapes ("Ilse Roon
-", a name on a line of its own) are those of bylines, datelines and headings as well: they count
only where they come back, and where those who speak say "I" and "we".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from foedus.positions.grammar import FINITE, word_set
from foedus.positions.offices import TITLE

_LINKS = r"of|the|de|von|van|al|for|and"
_NAME = rf"(?:(?:[A-Z][\w.'\-]*|{_LINKS})\s+){{0,6}}[A-Z][\w.'\-]*"
_CLOSED = rf"(?:(?:[A-Z][\w'\-]*\.?|{_LINKS})\s+){{0,6}}[A-Z][\w']*(?:-[A-Z][\w']*)*"
"""A name that takes in no stop and no dash behind it."""
_BRACKETS = r"(?:\s+\([^()]{1,60}\)){0,2}"
_OFFICE = r"(?:, [^:.;!?\"]{2,70}?)?"
_BEFORE = (
    r"\s*(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?[\])]?\s*(?:[-|]\s*)?)?"
    r"(?:\*\*|__|[*_])?"
)
"""A time and signs of bold type before a label."""
_AFTER = r"(?:\*\*|__|[*_])?"
Shape = Literal["colon", "stop", "record", "titled", "dash", "alone"]
_SHAPES: dict[Shape, str] = {
    "colon": rf"{_BEFORE}({_NAME}{_BRACKETS}{_OFFICE}){_AFTER}\s*:\s*{_AFTER}\s+(?=\S)",
    "stop": rf"{_BEFORE}({_CLOSED}{_BRACKETS}){_AFTER}\.{_AFTER}\s?-+\s*(?=[\"A-Z])",
    "record": r"\s*((?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Senator|Secretary|Representative|Ambassador"
    r"|General|Admiral|Colonel|President|Minister|Chairman|Chair|Governor|Professor|Commissioner|The)\.?"
    r"(?: [A-Z][A-Z'\-]+)+)\.\s+"
    r"(?=[A-Z])",
    "titled": r"\s*((?:The )?(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Senator|Sen|Secretary"
    r"|Representative|Rep|Ambassador|General|Gen|Admiral|Colonel|Judge|Justice|President|Minister|Chairman|Chairwoman|Chair"
    r"|Governor|Professor|Prof|Commissioner|Director|Congressman|Congresswoman|Chief)\.?"
    r"(?: [A-Z][\w'\-]+){1,3})\.\s+(?=[A-Z])",
    "dash": rf"{_BEFORE}({_CLOSED}{_BRACKETS}{_OFFICE}){_AFTER}\s+-+\s+(?=[\"A-Z])",
    "alone": rf"{_BEFORE}({_NAME}{_BRACKETS}{_OFFICE}){_AFTER}\s*:?{_AFTER}\s*$",
}
"""How a turn is labelled: "Bell: no", "Mr. BELL.-No" (Hansard), "Mr. BELL. No" (the Congressional
Record), "Senator Bell. No" (hearings), "BELL - No", and a label by itself.
Dashes and quotation marks are straight."""
_FORMS: dict[Shape, re.Pattern[str]] = {
    shape: re.compile(pattern) for shape, pattern in _SHAPES.items()
}
_TITLED = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|President|Minister|Senator|Chair\w*|Speaker|Question|Q|A"
    r"|Answer|Reporter|Journalist|Moderator|Interviewer|Secretary|Ambassador|[A-Z]{3,})\b\.?"
)
TERMINAL = re.compile(r"[.!?:;…][\"')\]]*\s*$")
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
QUOTED = re.compile(r'"[^"]*"?')
_HEADINGS = word_set(
    "scenario option step stage phase article section chapter part annex appendix figure table box"
    " note notes source sources photo photos photograph breaking update updated live exclusive just"
    " alert developing recap opinion analysis summary recommendation recommendations background"
    " context conclusion day week year round item point example case verdict reaction quote fact"
    " myth reality claim correction tip read watch more related tags topics keywords date place"
    " transcript readout remarks minutes statement press reading session"
    " from to date ref info dialogue programme program location time participants present tags"
    " drafted cleared distribution action via byline"
    " editor caption credit classification comment copyright"
    " subject re cc ps runner-up winner loser first second third finally strengths weaknesses pros"
    " cons positives negatives key bottom why what how when where who"
)
"""First words of labels before a colon that name no speaker."""
MANY = 3
"""So many labels of one shape are a conversation."""
_SHARE = 1 / 3
"""In a conversation at least so many turns say "I" or "we"."""


class Turn(NamedTuple):
    """The label of a turn, in characters of its line.

    Attributes
    ----------
    start, end
        The label.
    words
        Where the speaker's words begin; the line's end where the label stands alone.
    shape
        How it is written.
    """

    start: int
    end: int
    words: int
    shape: Shape


def turns(lines: Sequence[str]) -> list[Turn | None]:
    """Return for each line of a straightened text the label with which it begins a turn.

    Parameters
    ----------
    lines
        The lines, or paragraphs, without blank ones.

    Examples
    --------
    >>> [t and t.shape for t in turns(["Mr. BELL.-I oppose it.", "It rained."])]
    ['stop', None]
    """
    ahead = [*lines[1:], ""][: len(lines)]
    labels = [_label(line, following) for line, following in zip(lines, ahead, strict=True)]
    spoken = {shape for shape in _FORMS if _converse(shape, labels, lines, ahead)}
    found: list[Turn | None] = []
    begun = False
    for line, label in zip(lines, labels, strict=True):
        turn = label if label and (label.shape in spoken or _sure(label, line, begun)) else None
        begun = begun or turn is not None or TERMINAL.search(line) is not None
        found.append(turn)
    return found


def says_own(words: str) -> bool:
    """Whether words outside quotation marks are those of somebody who says "I" or "we"."""
    return _OWN.search(QUOTED.sub(" ", words)) is not None


def _label(line: str, following: str) -> Turn | None:
    for shape, form in _FORMS.items():
        match = form.match(line)
        if match and _names(match[1], shape) and (shape != "alone" or _heads(line, following)):
            return Turn(match.start(1), match.end(1), match.end(), shape)
    return None


def _names(label: str, shape: str) -> bool:
    """Whether a label names somebody, and no part or kind of text: "Scenario A", "BREAKING"."""
    if label.split()[0].lower().strip(".") in _HEADINGS:
        return False
    name, comma, office = label.partition(", ")
    if comma and (not TITLE.search(office) or FINITE & set(office.lower().split())):
        return False
    return shape in ("colon", "record", "titled") or len(name.split()) > 1 or name.isupper()


def _heads(line: str, following: str) -> bool:
    """Whether a line stands alone above what somebody says."""
    alone = len(line.split()) <= 12 and _FORMS["alone"].match(following) is None
    return alone and TERMINAL.search(following) is not None


def _sure(label: Turn, line: str, begun: bool) -> bool:
    """Whether a line is a turn by its label alone; a headline has capitals before a colon too."""
    name = line[label.start : label.end]
    if label.shape == "record":
        return True
    if label.shape not in ("colon", "stop") or ", " in name:
        return False
    if name.isupper() and not begun and not TERMINAL.search(line):
        return False
    return _TITLED.match(name) is not None


def _converse(
    shape: str, labels: Sequence[Turn | None], lines: Sequence[str], ahead: Sequence[str]
) -> bool:
    """Whether labels of a shape are those of a conversation."""
    own = [(t, at) for at, t in enumerate(labels) if t and t.shape == shape]
    if len(own) < MANY or shape == "colon":
        return len(own) >= MANY
    names = Counter(lines[at][t.start : t.end].lower() for t, at in own)
    said = [ahead[at] if shape == "alone" else lines[at][t.words :] for t, at in own]
    return max(names.values()) > 1 and sum(map(says_own, said)) >= _SHARE * len(own)
