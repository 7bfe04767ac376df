"""Idioms of acts by which somebody takes a side: they attribute and give the stance at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def idioms() -> Mapping[str, str]:
    """Return the side of each idiom that ships, its verb first.

    Examples
    --------
    >>> idioms()["turn * back on"], idioms()["throw * weight behind"]
    ('oppose', 'support')
    """
    text = (files("foedus.positions") / "data" / "idioms.toml").read_text(encoding="utf-8")
    return {
        word.replace("_", " "): side
        for side, words in tomllib.loads(text).items()
        for word in words.split()
    }
