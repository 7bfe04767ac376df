"""Options as overlays: maps merge; lists, conditions and values replace; null deletes."""

from __future__ import annotations

from typing import Any

from foedus.language.nodes import Path

WHOLE = {
    "activates_when",
    "at_least",
    "barred_while",
    "due_when",
    "enters",
    "forfeited_if",
    "in_force",
    "needs",
    "rule",
    "tolled_while",
    "unless",
    "when",
    "while",
}
"""Keys that hold a condition or a rule: half of one and half of another would make no sense."""


def overlaid(base: Any, changes: Any) -> Any:
    """Return `base` with `changes` laid over it; neither is altered.

    Conditions and rules are replaced whole, like lists.

    Examples
    --------
    >>> overlaid({"a": {"b": 1, "c": 2}, "d": [1, 2]}, {"a": {"b": None, "e": 3}, "d": [9]})
    {'a': {'c': 2, 'e': 3}, 'd': [9]}
    """
    if not isinstance(base, dict) or not isinstance(changes, dict):
        return changes
    merged = dict(base)
    for key, change in changes.items():
        if change is None:
            merged.pop(key, None)
        else:
            merged[key] = overlaid(None if key in WHOLE else merged.get(key), change)
    return {key: _without_nulls(value) for key, value in merged.items()}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: inner if key == "changes" else _without_nulls(inner)
            for key, inner in value.items()
            if inner is not None
        }
    return value


def deletions_of_nothing(base: Any, changes: Any, path: Path = ()) -> list[Path]:
    """Return the places where `changes` deletes a key that `base` does not have."""
    if not isinstance(changes, dict):
        return []
    there = base if isinstance(base, dict) else {}
    found: list[Path] = []
    for key, change in changes.items():
        if change is None:
            found += [] if key in there else [(*path, key)]
        else:
            found += deletions_of_nothing(there.get(key), change, (*path, key))
    return found
