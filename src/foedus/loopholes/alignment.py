"""Two drafts laid side by side: clauses that say the same get the same name and the same place.

Order, the names of clauses and ways to write a duration say nothing about what anybody may or must
do. Clauses are paired by what they say, and by what the clauses that they name say (colour
refinement: Weisfeiler and Leman 1968, Nauchno-Technicheskaya Informatsia 2(9), 12-16).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from foedus.language import Arrangement, plain, read

TABLES = ("bodies", "deeds", "instruments", "norms", "procedures", "guarantees")
_ROUNDS = 4
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNORDERED = ("all", "any", "then")
Name = tuple[str, str]


class Aligned(NamedTuple):
    """Two drafts, the second with the names of the first; and which names were changed.

    Parameters
    ----------
    old, new
        The drafts, their clauses in one order.
    renamed
        For each clause that only has another name: its table, its old name and its new one.
    """

    old: Arrangement
    new: Arrangement
    renamed: tuple[tuple[str, str, str], ...]


def aligned(old: Arrangement, new: Arrangement) -> Aligned:
    """Lay two drafts side by side.

    Parameters
    ----------
    old, new
        The drafts; their options are left out.
    """
    drafts = [_clauses({k: v for k, v in plain(a).items() if k != "options"}) for a in (old, new)]
    names = dict(_pairs(*drafts))
    renamed = tuple((table, was, name) for (table, name), was in sorted(names.items()))
    drafts[1] = _renamed(drafts[1], names)
    first, second = (read(json.dumps(_sorted(draft)), "draft") for draft in drafts)
    return Aligned(first, second, renamed)


def _clauses(draft: dict[str, Any]) -> dict[str, Any]:
    return {
        k: _canonical(v) if k in (*TABLES, "parties", "conduct") else v for k, v in draft.items()
    }


def _canonical(value: Any, key: str = "") -> Any:
    """Return plain values with durations written one way, and sets of names in order."""
    if isinstance(value, dict):
        return {inner: _canonical(part, inner) for inner, part in value.items()}
    if isinstance(value, list):
        parts = [_canonical(part) for part in value]
        names = all(isinstance(part, str) for part in parts)
        return sorted(parts, key=_text) if names or key in _UNORDERED else parts
    if isinstance(value, str) and (match := _DURATION.fullmatch(value)) and value != "P":
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        calendar = f"{12 * years + months}M" if years or months else ""
        rest = f"{7 * weeks + days}D" if weeks or days or not calendar else ""
        return f"P{calendar}{rest}"
    return value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _sorted(draft: dict[str, Any]) -> dict[str, Any]:
    tables = (*TABLES, "parties", "conduct")
    return {k: dict(sorted(v.items())) if k in tables else v for k, v in draft.items()}


def _pairs(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[Name, str]]:
    """Yield each clause of the new draft that has another name in the old, with that name."""
    colours = [_colours(draft) for draft in (old, new)]
    known = [set(rounds[0]) for rounds in colours]
    free = [known[0] - known[1], known[1] - known[0]]
    for at in reversed(range(_ROUNDS)):
        by = [_by_colour(colours[side][at], free[side]) for side in (0, 1)]
        for colour, ours in by[0].items():
            theirs = by[1].get(colour, [])
            if len(ours) == len(theirs) == 1:
                yield theirs[0], ours[0][1]
                free[0].discard(ours[0])
                free[1].discard(theirs[0])


def _by_colour(colours: Mapping[Name, str], free: set[Name]) -> dict[str, list[Name]]:
    grouped: dict[str, list[Name]] = {}
    for name in sorted(free):
        grouped.setdefault(f"{name[0]} {colours[name]}", []).append(name)
    return grouped


def _colours(draft: dict[str, Any]) -> list[dict[Name, str]]:
    """Return what each clause says, told ever further into the clauses that it names."""
    names = [(table, name) for table in TABLES for name in draft.get(table, {})]
    tables: dict[str, list[str]] = {}
    for table, name in names:
        tables.setdefault(name, []).append(table)
    colour = dict.fromkeys(names, "")
    rounds: list[dict[Name, str]] = []
    for _ in range(_ROUNDS):
        words = {
            name: "@" + " ".join(f"{t} {_short(colour[t, name])}" for t in sorted(found))
            for name, found in tables.items()
        }
        colour = {(t, n): _text(_canonical(_worded(draft[t][n], words))) for t, n in names}
        rounds.append(colour)
    return rounds


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _worded(part, words) for key, part in value.items()}
    if isinstance(value, list):
        return [_worded(part, words) for part in value]
    return words.get(value, value) if isinstance(value, str) else value


def _renamed(draft: dict[str, Any], names: Mapping[Name, str]) -> dict[str, Any]:
    """Return a draft with clauses under other names, wherever they are named."""
    words = {name: was for (_, name), was in names.items()}

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(part) for key, part in value.items()}
        if isinstance(value, list):
            return [told(part) for part in value]
        return words.get(value, value) if isinstance(value, str) else value

    out: dict[str, Any] = _clauses(told(draft))
    for table in TABLES:
        entries = out.get(table, {}).items()
        if entries:
            out[table] = {names.get((table, key), key): entry for key, entry in entries}
    if "decides_on" in out:
        out["decides_on"] = {
            f"{words.get(procedure, procedure)}.{act}": issue
            for key, issue in out["decides_on"].items()
            for procedure, _, act in (key.partition("."),)
        }
    return out
