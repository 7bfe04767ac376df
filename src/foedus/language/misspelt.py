"""Keys that are misspelt, read as what they are meant to be, so that they hide nothing in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from foedus.language.names import Found
from foedus.language.nodes import Path
from foedus.language.shape import Misshapen

_MEANT = re.compile(r"Did you mean '(\w+)'\?")
_LIKE = 0.75
"""How like a key that is known one must be to be read as that (`difflib`)."""
_MOST = 20
"""Misspelt keys past which a file is not one whose keys were misspelt."""


def misspelt(written: Any, misshapen: Iterable[Misshapen]) -> dict[Path, str]:
    """Return the keys that are one letter or two from a key that is missing in the same map.

    Parameters
    ----------
    written
        The plain values of a file.
    misshapen
        What is wrong with their shape.
    """
    found: dict[Path, str] = {}
    for one in misshapen:
        meant = _MEANT.match(one.found.fix) if one.found.at_key and not one.missing else None
        if meant is None or one.cut != one.found.path:
            continue
        beside, key = _at(written, one.cut[:-1]), str(one.cut[-1])
        taken = {(path[:-1], name) for path, name in found.items()}
        free = isinstance(beside, dict) and meant[1] not in beside
        free = free and (one.cut[:-1], meant[1]) not in taken
        if free and SequenceMatcher(None, key.lower(), meant[1]).ratio() >= _LIKE:
            found[one.cut] = meant[1]
    return found if len(found) <= _MOST else {}


def with_keys(written: Any, renamed: Mapping[Path, str], path: Path = ()) -> Any:
    """Return plain values in which keys, by their paths, are called otherwise."""
    if isinstance(written, dict):
        return {
            renamed.get((*path, key), key): with_keys(value, renamed, (*path, key))
            for key, value in written.items()
        }
    if isinstance(written, list):
        return [with_keys(value, renamed, (*path, at)) for at, value in enumerate(written)]
    return written


def as_written(found: Found, renamed: Mapping[Path, str]) -> Found:
    """Return a finding in renamed values with its path in the file."""
    shown: Path = ()
    for part in found.path:
        was = (path[-1] for path, name in renamed.items() if (*path[:-1], name) == (*shown, part))
        shown = (*shown, next(was, part))
    return replace(found, path=shown)


def _at(written: Any, path: Path) -> Any:
    for part in path:
        if isinstance(written, dict):
            written = written.get(part)
        elif isinstance(written, list) and isinstance(part, int) and part < len(written):
            written = written[part]
        else:
            return None
    return written
