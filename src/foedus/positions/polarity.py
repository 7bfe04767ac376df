"""Words by which a stance shows, with the side they are on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from foedus.positions.idioms import idioms

_QUOTED = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Polarity:
    """Words of polarity.

    Parameters
    ----------
    cues
        The sign of a cue's lemma: 1 for, -1 against; ``ambiguous`` and ``reference`` apart.
    words
        Patterns of the three kinds and of negation.
    judged
        Patterns of words that judge a thing, ``good`` and ``bad``.
    """

    cues: Mapping[str, str]
    words: Mapping[str, re.Pattern[str]]
    judged: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def polarity() -> Polarity:
    """Return the polarity words that ship."""
    text = (files("foedus.positions") / "data" / "stances.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    cues = {
        word.replace("_", " "): kind
        for kind, words in written["cues"].items()
        for word in words.split()
    }
    cues |= idioms()
    words, judged = (
        {kind: _pattern(words) for kind, words in written[part].items()}
        for part in ("words", "judged")
    )
    return Polarity(cues, words, judged)


def _pattern(words: str) -> re.Pattern[str]:
    phrases = [a or b for a, b in _QUOTED.findall(words)]
    parts = []
    for phrase in phrases:
        text = r"\s+".join(re.escape(w).replace(r"\*", r"\w*") for w in phrase.split())
        text = text.replace(r"\s+\.\.\.\s+", r"(?:\s+\S+){0,3}?\s+")
        parts.append(rf"{'' if phrase[0] == 'n' and chr(39) in phrase else chr(92) + 'b'}{text}\b")
    return re.compile("|".join(parts), re.IGNORECASE)
