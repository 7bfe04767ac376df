"""The answer on the terminal: what options have in common once, and what each says beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any, NamedTuple

from rich.text import Text

Plain = Mapping[str, Any]
_FEW = 3
"""Thresholds from which on they are told side by side, and not one a line."""
_ORDER = ("help", "stop", "worst", "deter")


class Group(NamedTuple):
    """A question, and what is said to it of the options, those that agree together.

    `said` holds labels and what is said of them; without labels it holds for every option.
    """

    about: str
    lead: str
    said: tuple[tuple[str, str], ...]


def grouped(answer: Plain) -> list[Group]:
    """Return what is told of options by question, what they have in common once.

    Parameters
    ----------
    answer
        `foedus.assessment.answer.answer`.
    """
    options = len(answer["options"])
    told = []
    for about, leads in _alike(answer).items():
        for lead, said in leads.items():
            alone = options == 1 or (len(said) == 1 and len(*said.values()) == options)
            pairs = [("", says) for says in said] if alone else _labelled(said, options)
            told.append(Group(about, lead, tuple(pairs)))
    return told


_AGREED = re.compile(r"; taken as given: \d+ agreements?(?=;|$)")
"""How many agree to owe an answer, which a table may have in a column."""


def told(answer: Plain, width: int, *, given: bool = False) -> Iterator[Text]:
    """Yield the lines of an answer: each question, and under it what options that agree share.

    Parameters
    ----------
    answer
        `foedus.assessment.answer.answer`.
    width
        Columns of the terminal.
    given
        Whether a table below has how many consents an option takes as given: the number of those
        who agree to owe an answer is then told there alone.
    """
    *general, last = [""] + [sentence["text"] for sentence in answer["general"]]
    for text in filter(None, general):
        yield from map(Text, wrap(text, width, break_on_hyphens=False))
    for group in grouped(answer):
        headed = any(label for label, _ in group.said) and not _run(group)
        # A short sentence before a heading shares its line.
        before, last = last, ""
        if headed and before and len(f"{before} {group.lead} …") <= width:
            yield Text(f"{before} {group.lead} …")
            headed = False
        else:
            yield from map(Text, wrap(before, width, break_on_hyphens=False))
        if run := _run(group):
            yield from map(Text, wrap(run, width, subsequent_indent="  ", break_on_hyphens=False))
            continue
        if headed:
            yield from map(Text, wrap(f"{group.lead} …", width))
        for label, says in group.said:
            if label:
                yield from _line(label, _AGREED.sub("", says) if given else says, width)
            else:
                yield from map(Text, wrap(f"{group.lead} {says}.", width, subsequent_indent="  "))


_VALUED = re.compile(
    r"(?:only if|as long as) (?P<before>\D*?)(?P<value>[\d.]+)"
    r"(?P<after> .*?\))(?P<tail>, attack .*)?"
)
"""What is said of a threshold: words, the value, and words again, with what it is taken to be."""


def _run(group: Group) -> str:
    """Return thresholds of one input in one sentence, side by side; nothing where they differ.

    Whether an option deters as all is assumed is read off the value that the input is taken to be,
    which stands in the words that they share.
    """
    found = [(label, _VALUED.fullmatch(says)) for label, says in group.said]
    words = {one and f"if {one['before']}…{one['after']}" for _, one in found}
    if len(found) < _FEW or len(words) > 1 or None in words or not found[0][0]:
        return ""
    each = [
        f"{label.replace('; ', ' / ')} {one['value']}{one['tail'] or ''}"
        for label, one in found
        if one
    ]
    return f"{group.lead} {words.pop()}. {'; '.join(each)}."


def _alike(answer: Plain) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return the labels of options by what is asked, how sentences begin and what they say."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {about: {} for about in _ORDER}
    for option in answer["options"]:
        for one in option["sentences"]:
            of = found[one["about"]].setdefault(one["lead"], {})
            labels = of.setdefault(one["says"], [])
            labels += [] if option["label"] in labels else [option["label"]]
    return found


def _labelled(said: Mapping[str, list[str]], options: int) -> Iterator[tuple[str, str]]:
    """Yield options by their labels and what is said of them; most of all by *the others*, last."""
    every = sum(map(len, said.values())) == options
    most = max(said, key=lambda says: len(said[says]))
    shared = every and len(said) > 1 and len(said[most]) > max(1, (options - 1) / 2)
    for says, labels in said.items():
        if not shared or says != most:
            yield "; ".join(labels), says
    if shared:
        yield "The others", most


def _line(label: str, says: str, width: int) -> Iterator[Text]:
    first, *rest = wrap(f"  {label}: {says}", width, subsequent_indent="    ")
    shown = Text(first)
    shown.stylize("bold", 2, min(len(first), 2 + len(label)))
    yield shown
    yield from map(Text, rest)
