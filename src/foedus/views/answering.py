"""The answer on the terminal: what options have in common once, and what each says beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from rich.text import Text

Plain = Mapping[str, Any]
_ORDER = ("help", "stop", "worst", "deter")


def told(answer: Plain, width: int) -> Iterator[Text]:
    """Yield the lines of an answer: each question, and under it what options that agree share.

    Parameters
    ----------
    answer
        `foedus.assessment.answer.answer`.
    width
        Columns of the terminal.
    """
    for sentence in answer["general"]:
        yield from map(Text, wrap(sentence["text"], width))
    several = len(answer["options"]) > 1
    for lead, said in _alike(answer).items():
        if not several or _one_for_all(said, answer):
            for says in said:
                yield from map(Text, wrap(f"{lead} {says}.", width, subsequent_indent="  "))
            continue
        yield from map(Text, wrap(f"{lead} …", width))
        for label, says in _labelled(said, len(answer["options"])):
            yield from _line(label, says, width)


def _alike(answer: Plain) -> dict[str, dict[str, list[str]]]:
    """Return, by how sentences begin and what they say, the labels of the options they are of."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {about: {} for about in _ORDER}
    for option in answer["options"]:
        for one in option["sentences"]:
            of = found[one["about"]].setdefault(one["lead"], {})
            of.setdefault(one["says"], []).append(option["label"])
    return {lead: said for of in found.values() for lead, said in of.items()}


def _one_for_all(said: Mapping[str, list[str]], answer: Plain) -> bool:
    return len(said) == 1 and len(next(iter(said.values()))) == len(answer["options"])


def _labelled(said: Mapping[str, list[str]], options: int) -> Iterator[tuple[str, str]]:
    """Yield options by their labels and what is said of them; most of all by *the others*, last."""
    every = sum(map(len, said.values())) == options
    most = max(said, key=lambda says: len(said[says]))
    shared = every and len(said) > 1 and len(said[most]) > options / 2
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
