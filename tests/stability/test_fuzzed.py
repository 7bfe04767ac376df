"""Whatever a file of a conflict holds: problems or a model, never anything else."""

from __future__ import annotations

import json
import os
import random
from contextlib import suppress
from typing import Any

from foedus.stability import BadModelError, Model, model

TRIES = int(os.environ.get("FOEDUS_FUZZ", "400"))
OPTIONS: dict[str, Any] = {
    "conflict": 1,
    "title": "t",
    "decision_makers": {"A": {"name": "a", "options": ["x", "y"]}, "B": ["z"]},
    "infeasible": ["YY-", {"x": "N", "z": "Y"}],
    "irreversible": {"x": "taking", "B.z": "leaving"},
    "names": {"calm": "NNN"},
    "orderings": {"A": {"statements": ["x if z", "not (y or z)"]}, "B": "calm > YNN = NYN > YNY"},
    "status_quo": "calm",
    "coalitions": [["A", "B"]],
}
NAMES: dict[str, Any] = {
    "decision_makers": ["A", "B"],
    "states": ["p", "q", "r"],
    "moves": {"A": ["p -> q -> r"], "B": {"q": ["p"], "r": "p"}},
    "orderings": {"A": ["p", ["q", "r"]], "B": {"ranks": {"p": 1, "q": 2.5, "r": 0}}},
}
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, "", "Y", "---", "A", "p", "x", [], {}, [[]], [None], {"x": []},
    ["p", "p"], {"statements": "x"}, {"statements": ["("]}, {"ranks": []}, "p > > q", "p -> ",
)  # fmt: skip


def misused(value: Any, rng: random.Random) -> Any:
    """Put an odd value in some place, or delete what is there."""
    places: list[tuple[Any, Any]] = []
    inside = [value]
    while inside:
        item = inside.pop()
        for key in list(item) if isinstance(item, dict) else range(len(item)):
            places.append((item, key))
            if isinstance(item[key], dict | list):
                inside.append(item[key])
    for _ in range(rng.randint(1, 3)):
        holder, key = rng.choice(places)
        with suppress(KeyError, IndexError):
            if rng.random() < 0.2:
                del holder[key]
            else:
                holder[key] = json.loads(json.dumps(rng.choice(ODD)))
    return value


def test_misused_values_are_told_and_never_raise_anything_else():
    rng = random.Random(1987)
    read = 0
    for at in range(TRIES):
        plain = json.loads(json.dumps((OPTIONS, NAMES)[at % 2]))
        with suppress(BadModelError):
            read += isinstance(model(misused(plain, rng)), Model)
    assert read


def test_both_read_as_they_stand():
    assert len(model(OPTIONS).graph.states) == 4
    assert model(NAMES).graph.reach(0, 0) == [1]
