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

from foedus.language import Arrangement, arranged, plain

TABLES = ("bodies", "deeds", "instruments", "norms", "procedures", "guarantees")
_ROUNDS = 4
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")
_DAY = 24
_UNORDERED = ("all", "any", "then")
_LABELS = ("label", "name", "plural")
"""What a clause, a body or an act is called, beside its id: that says nothing of what it does."""
Name = tuple[str, str]


class Aligned(NamedTuple):
    """Two drafts, the second with the names of the first; and which names were changed.

    Parameters
    ----------
    old, new
        The drafts, their clauses in one order.
    renamed
        For each clause that only has another name or label: its table, the old one and the new.
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
    acts = dict(_acts(*drafts))
    drafts[1] = _clauses(_told(drafts[1], acts))
    names = dict(_pairs(*drafts))
    drafts[1] = _renamed(drafts[1], names)
    steps = dict(_steps(*drafts))
    drafts[1] = _stepped(drafts[1], steps)
    drafts[1], labels = _labelled(*drafts)
    renamed = (
        *(("acts", was, name) for name, was in acts.items()),
        *((table, was, name) for (table, name), was in sorted(names.items())),
        *(("steps", was, name) for (_, name), was in steps.items()),
        *labels,
    )
    # Each was read, and found in order with the other texts of its file: it is not judged again.
    first, second = (arranged(_sorted(draft)) for draft in drafts)
    return Aligned(first, second, renamed)


def _clauses(draft: dict[str, Any]) -> dict[str, Any]:
    return {
        k: _canonical(v) if k in (*TABLES, "parties", "conduct") else v for k, v in draft.items()
    }


def _canonical(value: Any, key: str = "") -> Any:
    """Return plain values with durations written one way, and sets of names in order."""
    if isinstance(value, dict):
        return _joined({inner: _canonical(part, inner) for inner, part in value.items()})
    if isinstance(value, list):
        parts = [_canonical(part) for part in value]
        names = all(isinstance(part, str) for part in parts)
        return sorted(parts, key=_text) if names or key in _UNORDERED else parts
    if isinstance(value, str) and (match := _DURATION.fullmatch(value)) and value != "P":
        years, months, weeks, days, hours = (int(part or 0) for part in match.groups())
        if hours % _DAY:
            return value
        days += hours // _DAY
        calendar = f"{12 * years + months}M" if years or months else ""
        rest = f"{7 * weeks + days}D" if weeks or days or not calendar else ""
        return f"P{calendar}{rest}"
    return value


def _joined(value: dict[str, Any]) -> dict[str, Any]:
    """Return a condition with no needless join: of one part, within its like, or negated twice."""
    for key in ("all", "any"):
        if list(value) == [key] and isinstance(value[key], list):
            parts = [
                inner
                for part in value[key]
                for inner in (
                    part[key] if isinstance(part, dict) and list(part) == [key] else [part]
                )
            ]
            parts = list({_text(part): part for part in sorted(parts, key=_text)}.values())
            return parts[0] if len(parts) == 1 and isinstance(parts[0], dict) else {key: parts}
    inner = value.get("not") if list(value) == ["not"] else None
    return inner["not"] if isinstance(inner, dict) and list(inner) == ["not"] else value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _sorted(draft: dict[str, Any]) -> dict[str, Any]:
    tables = (*TABLES, "parties", "conduct")
    return {k: dict(sorted(v.items())) if k in tables else v for k, v in draft.items()}


def _pairs(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[Name, str]]:
    """Yield each clause of the new draft that has another name in the old, with that name.

    Those that say the same under the same name come first, then those that are alike, in as many
    rounds. Clauses that say exactly the same are paired in the order of their names. A name is
    taken from another clause only where that clause has another name too.
    """
    colours = [_colours(draft) for draft in (old, new)]
    free = [set(rounds[0]) for rounds in colours]
    found: dict[Name, Name] = {}
    for at in reversed(range(_ROUNDS)):
        same = {n for n in free[0] & free[1] if colours[0][at][n] == colours[1][at][n]}
        free = [side - same for side in free]
        by = [_by_colour(colours[side][at], free[side]) for side in (0, 1)]
        for colour, ours in by[0].items():
            theirs = by[1].get(colour, [])
            if len(ours) == len(theirs) and (at == _ROUNDS - 1 or len(ours) == 1):
                found |= dict(zip(theirs, ours, strict=True))
        free = [free[0] - set(found.values()), free[1] - set(found)]
    while True:
        kept = set(colours[1][0]) - set(found)
        taken = [name for name, was in found.items() if was in kept]
        if not taken:
            break
        for name in taken:
            del found[name]
    yield from ((name, was[1]) for name, was in found.items())


def _acts(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each act of the new draft that only has another name in the old, with that name.

    It stands on the same rung of a ladder as long, and means nothing else in the new draft.
    """
    ladders = new.get("conduct", {})
    every = [act["act"] for ladder in ladders.values() for act in ladder["acts"]]
    others = {name for table in (*TABLES, "parties") for name in new.get(table, {})}
    for party, ladder in old.get("conduct", {}).items():
        ours, theirs = ladder["acts"], ladders.get(party, {}).get("acts", [])
        names = [{act["act"] for act in acts} for acts in (ours, theirs)]
        if len(ours) != len(theirs):
            continue
        for was, now in zip(ours, theirs, strict=True):
            alone = every.count(now["act"]) == 1 and now["act"] not in others
            new_name = was["act"] not in names[1] and now["act"] not in names[0]
            if alone and new_name and _bare({**was, "act": ""}) == _bare({**now, "act": ""}):
                yield now["act"], was["act"]


def _steps(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each step of a procedure that only has another name in the old draft, with that."""
    for name, procedure in old.get("procedures", {}).items():
        ours, theirs = procedure["steps"], new.get("procedures", {}).get(name, {}).get("steps", [])
        names = {step["act"] for step in ours}
        if len(ours) != len(theirs):
            continue
        for was, now in zip(ours, theirs, strict=True):
            if now["act"] not in names and {**was, "act": ""} == {**now, "act": ""}:
                yield (name, now["act"]), was["act"]


def _stepped(draft: dict[str, Any], steps: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Return a draft with steps under other names."""
    if not steps:
        return draft
    procedures = {
        name: p
        | {"steps": [s | {"act": steps.get((name, s["act"]), s["act"])} for s in p["steps"]]}
        for name, p in draft["procedures"].items()
    }
    decided = {
        f"{procedure}.{steps.get((procedure, act), act)}": issue
        for key, issue in draft.get("decides_on", {}).items()
        for procedure, _, act in (key.partition("."),)
    }
    return draft | {"procedures": procedures} | ({"decides_on": decided} if decided else {})


def _labelled(
    old: dict[str, Any], new: dict[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """Return the new draft with the labels of the old where nothing else differs, and which."""
    found: list[tuple[str, str, str]] = []
    out = dict(new)
    for table in (*TABLES, "parties"):
        ours = old.get(table, {})
        if table in new:
            out[table] = {
                name: _as_before(table, name, ours.get(name, {}), entry, found)
                for name, entry in new[table].items()
            }
    if "conduct" in new:
        out["conduct"] = {}
        for party, ladder in new["conduct"].items():
            acts = {
                act["act"]: act for act in old.get("conduct", {}).get(party, {}).get("acts", [])
            }
            out["conduct"][party] = ladder | {
                "acts": [
                    _as_before("acts", act["act"], acts.get(act["act"], {}), act, found)
                    for act in ladder["acts"]
                ]
            }
    return out, found


def _as_before(
    table: str,
    name: str,
    was: dict[str, Any],
    now: dict[str, Any],
    found: list[tuple[str, str, str]],
) -> dict[str, Any]:
    """Return an entry as it was if only what it is called differs, and note that in `found`."""
    if was == now or not was or _bare(was) != _bare(now):
        return now
    called, calls = (next((e[k] for k in _LABELS[:2] if e.get(k)), name) for e in (was, now))
    found += [(table, called, calls)] * (called != calls)
    return was


def _bare(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry without what it is called."""
    return {key: value for key, value in entry.items() if key not in _LABELS}


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
        said = {(t, n): _nameless(t, draft[t][n]) for t, n in names}
        colour = {name: _text(_canonical(_worded(entry, words))) for name, entry in said.items()}
        rounds.append(colour)
    return rounds


def _nameless(table: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Return a clause without its label and the names of its own steps."""
    if table != "procedures":
        return _bare(entry)
    return _bare(entry) | {"steps": [{**step, "act": ""} for step in entry["steps"]]}


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _worded(part, words) for key, part in value.items()}
    if isinstance(value, list):
        return [_worded(part, words) for part in value]
    return words.get(value, value) if isinstance(value, str) else value


def _told(value: Any, words: Mapping[str, str]) -> Any:
    """Return plain values with names replaced, but for the keys of maps."""
    if isinstance(value, dict):
        return {key: _told(part, words) for key, part in value.items()}
    if isinstance(value, list):
        return [_told(part, words) for part in value]
    return words.get(value, value) if isinstance(value, str) else value


def _renamed(draft: dict[str, Any], names: Mapping[Name, str]) -> dict[str, Any]:
    """Return a draft with clauses under other names, wherever they are named."""
    words = {name: was for (_, name), was in names.items()}

    out: dict[str, Any] = _clauses(_told(draft, words))
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
