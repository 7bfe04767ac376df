"""Which issues a stretch of text speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.positions.disputes import Issue


@dataclass(frozen=True, slots=True)
class Topic:
    """An issue that a text speaks of.

    Parameters
    ----------
    issue
        The issue.
    words
        The phrase that shows it.
    act
        Whether the phrase names the act itself.
    inverse
        Whether the phrase names what the act would undo.
    """

    issue: Issue
    words: str
    act: bool
    inverse: bool


def in_document(issues: Sequence[Issue], document: str) -> frozenset[str]:
    """Return the issues of which what they need stands somewhere in a document."""
    return frozenset(i.id for i in issues if i.needs is None or i.needs.search(document))


def topics(issues: Sequence[Issue], words: str, at_home: frozenset[str]) -> list[Topic]:
    """Return the issues that words speak of, narrower ones instead of those they imply.

    Parameters
    ----------
    issues
        Those of the dispute.
    words
        A sentence or a part of it.
    at_home
        Issues of which what they need stands in the document.
    """
    found: list[Topic] = []
    for issue in issues:
        phrase = issue.about.search(words)
        if phrase is None:
            continue
        act = bool(issue.acts and issue.acts.search(words))
        inverse = bool(issue.inverse and issue.inverse.search(words)) and not act
        found.append(Topic(issue, phrase.group(), act, inverse))
    named = [t for t in found if t.issue.needs is None or t.issue.needs.search(words)]
    kept = named or [t for t in found if t.issue.id in at_home]
    narrow = _implied(kept)
    return [t for t in kept if t.issue.id not in narrow]


def _implied(found: Sequence[Topic]) -> set[str]:
    wider = {t.issue.id: t.issue.implies for t in found}
    implied: set[str] = set()
    for issue in wider.values():
        while issue and issue not in implied:
            implied.add(issue)
            issue = wider.get(issue, "")
    return implied
