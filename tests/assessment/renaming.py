"""Every id of a file under another name, every map in another order, and figures told alike."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

SECTIONS = (
    *("parties", "bodies", "deeds", "instruments", "norms", "procedures", "guarantees"),
    *("sources", "issues", "correlations", "options"),
)
KEYED = {
    *SECTIONS,
    *("conduct", "stakes", "refusing", "coercion", "resolved", "signs", "worth", "routes"),
    *("decides_on", "readings"),
}
"""Maps whose keys are ids."""
SAID = {
    *("name", "label", "title", "summary", "because", "text", "note", "says", "fact", "corrects"),
    *("condition", "url", "publisher", "actor", "office", "purpose", "sole_aim", "article"),
    *("not_modelled", "kind", "law", "territory", "response", "stance", "status", "role", "like"),
    *("on_pass", "on_block", "on_timeout", "breach", "survives", "observation", "observed"),
}
"""Keys under which stands no id, though a text there may read like one."""
_NEW = re.compile(r"q\d{3}")


def layers(file: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the file itself, and what each option changes."""
    yield file
    yield from (one.get("changes", {}) for one in file.get("options", {}).values())


def new_names(file: Mapping[str, Any]) -> dict[str, str]:
    """Return another name for every id that the file declares, in the opposite order."""
    found: set[str] = set()
    for layer in layers(file):
        for section in SECTIONS:
            found |= set(layer.get(section) or ())
        for section, part in (("conduct", "acts"), ("procedures", "steps")):
            for entry in (layer.get(section) or {}).values():
                found |= {row["act"] for row in (entry or {}).get(part, ())}
        found |= {issue for issue in (layer.get("decides_on") or {}).values() if issue}
        found |= {position["issue"] for position in layer.get("positions") or ()}
        stakes = (stake for of in (layer.get("stakes") or {}).values() for stake in of or ())
        found |= {stake["group"] for stake in stakes if "group" in stake}
    members = {m for party in file["parties"].values() for m in party.get("members", ())}
    countries = members - {*file["parties"]}  # an option may declare one that was a code before
    return {old: f"q{at:03}" for at, old in enumerate(sorted(found - countries, reverse=True))}


def renamed(value: Any, names: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, dict):
        keyed = key in KEYED
        return {
            _called(k, names) if keyed else k: inner
            if k in SAID and not keyed
            else renamed(inner, names, "" if keyed else k)
            for k, inner in value.items()
        }
    if isinstance(value, list):
        return [renamed(inner, names, key) for inner in value]
    return _called(value, names) if isinstance(value, str) else value


def _called(text: str, names: Mapping[str, str]) -> str:
    procedure, _, act = text.partition(".")
    if procedure in names and act in names:
        return f"{names[procedure]}.{names[act]}"
    return names.get(text, text)


def turned(value: Any, rng: random.Random) -> Any:
    """Return the same with every map in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: turned(value[key], rng) for key in keys}
    return [turned(inner, rng) for inner in value] if isinstance(value, list) else value


def told(value: Any, back: Mapping[str, str]) -> Any:
    """Return what was printed under the old names; sentences and places are left out.

    A list is put in an order of what is in it: rows follow the file, or the alphabet.
    """
    if isinstance(value, dict):
        left_out = ("version", "case", "figures", "line", "column")
        return {_back(k, back): told(v, back) for k, v in value.items() if k not in left_out}
    if isinstance(value, list):
        rows = [told(inner, back) for inner in value]
        return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
    if isinstance(value, str):
        return back[value] if value in back else "" if " " in value else _back(value, back)
    if isinstance(value, float):
        return float(f"{value:.7g}") if math.isfinite(value) else str(value)
    return value


def _back(text: str, back: Mapping[str, str]) -> str:
    return _NEW.sub(lambda found: back.get(found[0], found[0]), text)
