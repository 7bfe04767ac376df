"""Whatever is in a file: problems with places or an arrangement, never a traceback, and soon.

FOEDUS_FUZZ tries more.
"""

from __future__ import annotations

import copy
import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from foedus.casebook import cases, text_of
from foedus.language import Arrangement, BadArrangementError, json_schema, option, read, write
from foedus.language.nodes import parse
from foedus.process import Process

SMALL = (Path(__file__).parents[1] / "process" / "small.yaml").read_text("utf-8")
EXAMPLE = (Path(__file__).parents[2] / "docs" / "reference" / "example.yaml").read_text("utf-8")
VALIDATOR = Draft202012Validator(json_schema())
TRIES = int(os.environ.get("FOEDUS_FUZZ", "200"))
LONGEST = 20.0
"""Seconds of work that one file may take, however busy the machine is with other things."""
SIGNS = "{}[]:,-&*!|>'\"\n\t #%@`0aPé\0\u2028\x85\r~<?"
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    "",
    "P0D",
    "P400Y",
    "-P3D",
    "2025-02-30",
    "9999-12-31",
    "RUS",
    "no-attack",
    "admit",
    "others",
    "nature",
    "1e999999999",
    "9" * 5000,
    [],
    {},
    [[]],
    ["UKR", "UKR"],
    {"all": []},
    {"not": {"done": "finding"}},
    {"at_least": "1e99999999"},
    {"value": 0.5, "kind": "assumed", "because": "x"},
)


@contextmanager
def told_soon() -> Iterator[None]:
    """Nothing but problems, each with its place, and none that takes long."""
    begun, problems = time.process_time(), ()
    try:
        yield
    except BadArrangementError as error:
        problems = error.problems
    assert all(one.file and one.line >= 1 and one.column >= 1 for one in problems)
    assert time.process_time() - begun < LONGEST


def runs(arrangement: Arrangement) -> None:
    """What reads can be written, read again and run, under each of its options."""
    assert read(write(arrangement)) == arrangement
    for name in arrangement.options or [None]:
        process = Process(option(arrangement, name) if name else arrangement)
        rng, state = random.Random(1), process.start
        for _ in range(4):
            moves = process.moves(state)
            state = process.after(state, rng.choice(moves)) if moves else state


def garbled(text: str, rng: random.Random) -> str:
    """Cut, swap, double and garble characters."""
    signs = list(text)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(signs))
        how = rng.randrange(4)
        if how == 0:
            del signs[at : at + rng.randint(1, 30)]
        elif how == 1:
            signs.insert(at, rng.choice(SIGNS))
        elif how == 2:
            there = rng.randrange(len(signs))
            signs[at:at] = signs[there : there + rng.randint(1, 60)]
        else:
            signs[at] = rng.choice(SIGNS)
        signs = signs or ["x"]
    return "".join(signs)


def misused(value: Any, rng: random.Random) -> Any:
    """Put an odd value, or one from elsewhere in the file, in some place; or delete, or double."""
    places: list[tuple[Any, Any]] = []
    inside = [value]
    while inside:
        item = inside.pop()
        keys = list(item) if isinstance(item, dict) else range(len(item))
        for key in keys:
            places.append((item, key))
            if isinstance(item[key], (dict, list)):
                inside.append(item[key])
    for _ in range(rng.randint(1, 3)):
        holder, key = rng.choice(places)
        if key not in (holder if isinstance(holder, dict) else range(len(holder))):
            continue
        how = rng.randrange(4)
        if how == 0:
            del holder[key]
        elif how == 1 and isinstance(holder, list):
            holder.append(holder[key])
        elif how == 2:
            other, place = rng.choice(places)
            with suppress(KeyError, IndexError):
                holder[key] = json.loads(json.dumps(other[place]))
        else:
            holder[key] = copy.deepcopy(rng.choice(ODD))  # what is put in may be changed next
    return value


@pytest.mark.parametrize("text", [SMALL, EXAMPLE], ids=["small", "example"])
def test_garbled_text_never_raises_anything_else(text: str):
    rng = random.Random(20250221)
    for _ in range(TRIES):
        with told_soon():
            runs(read(garbled(text, rng)))


@pytest.mark.parametrize("text", [SMALL, EXAMPLE], ids=["small", "example"])
def test_misused_values_never_raise_anything_else(text: str):
    """JSON is YAML, so the mutated values are written as JSON."""
    rng = random.Random(20260106)
    plain = json.dumps(parse(text, "plain")[0].value)
    for _ in range(TRIES):
        written = json.dumps(misused(json.loads(plain), rng))
        with told_soon():
            runs(read(written))
            if "null" not in written:
                VALIDATOR.validate(json.loads(written))  # an editor underlines nothing that reads


@pytest.mark.parametrize("case", cases())
def test_garbled_cases_never_raise_anything_else(case: str):
    rng = random.Random(19250101)
    text = text_of(case).decode()
    for _ in range(max(2, TRIES // 100)):
        with told_soon():
            runs(read(garbled(text, rng)))
