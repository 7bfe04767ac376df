"""Issues by other words than their own: "accession" where a dispute says "membership"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from foedus.positions.disputes import Issue, phrases
from foedus.positions.issues import Topic


@lru_cache(maxsize=1)
def _lines() -> Mapping[str, tuple[str, ...]]:
    text = (files("foedus.positions") / "data" / "synonyms.toml").read_text(encoding="utf-8")
    return {line: tuple(words) for line, words in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {line: phrases(words) for line, words in _lines().items()}


@lru_cache(maxsize=32)
def known_by(issues: tuple[Issue, ...]) -> tuple[tuple[re.Pattern[str], Issue], ...]:
    """Return the lines of other words of which exactly one issue has a word, with that issue."""
    found = []
    for line, words in _lines().items():
        own = [i for i in issues if any(i.about.search(word) for word in words)]
        if len(own) == 1 and own[0].acts is None and own[0].inverse is None:
            found.append((_patterns()[line], own[0]))
    return tuple(found)


def otherwise(
    known: Sequence[tuple[re.Pattern[str], Issue]], words: str, at_home: frozenset[str]
) -> tuple[Topic, ...]:
    """Return the issues that words name by other words than their own.

    Parameters
    ----------
    known
        What `known_by` returned.
    words
        A content.
    at_home
        Issues of which what they need stands in the document.
    """
    made = {}
    for pattern, issue in known:
        match = pattern.search(words)
        if match and issue.id in at_home and issue.kind == "position":
            made[issue.id] = Topic(issue, match.group(), False, False)
    return tuple(made.values())
