"""Names are names and order is order: neither changes anything that a replay finds."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.casebook import cases, text_of
from foedus.language import Arrangement, json_schema, option, read, read_file
from foedus.language.shape import arranged
from foedus.language.writer import plain
from foedus.loopholes.export import events
from foedus.process import Event, Process, State, replay
from foedus.process.knowing import DONE, OTHERS
from foedus.process.moves import NATURE

sys.path.insert(0, str(Path(__file__).parents[1] / "assessment"))
from renaming import turned

ARRANGEMENTS: dict[str, Arrangement] = {
    f"{case} {name}".strip(): option(text, name) if name else text
    for case in cases()
    for text in [read(text_of(case), case)]
    for name in text.options or [""]
}
ARRANGEMENTS |= {path.stem: read_file(path) for path in Path(__file__).parent.glob("*.yaml")}
SECTIONS = ("parties", "bodies", "deeds", "instruments", "norms", "procedures", "guarantees")
WORDS = {*DONE, OTHERS, NATURE, "admit", *re.findall(r"\w+", json.dumps(json_schema()))}
"""Ids that are words of the language too keep their names: a walk cannot tell them apart."""


def renaming(arrangement: Arrangement) -> dict[str, str]:
    """Return a new name for every id, such that their order in the alphabet is another."""
    ids = [name for section in SECTIONS for name in getattr(arrangement, section)]
    ids += [act.act for ladder in arrangement.conduct.values() for act in ladder.acts]
    return {name: f"q{name[::-1]}" for name in ids if name not in WORDS}


def renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {renamed(key, names): renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, names) for inner in value]
    if isinstance(value, str) and value in names:
        return names[value]
    if isinstance(value, str) and "." in value and " " not in value:
        return ".".join(names.get(part, part) for part in value.split("."))
    return value


def played(process: Process, rng: random.Random) -> list[Event]:
    """Return the events of a random play, members named."""
    state, batches = process.start, []
    for _ in range(14):
        moves = process.moves(state)
        if not moves:
            break
        move = moves[-1] if rng.random() < 0.3 else rng.choice(moves)
        batches.append((move,))
        state = process.after(state, move)
    return events(process, batches)


def canonical(process: Process, state: State, called: Callable[[str], str]) -> Any:
    """Return a state by the names of its clauses, in an order of their own."""
    world, record, index = state.world, state.record, process.clauses.index
    fronts = {
        (called(by), called(to)): (world.rung[at], world.since[at], world.peak[at], world.fight[at])
        for (by, to), at in index.fronts.items()
    }
    norms = {
        called(name): (world.breached[at], record.alleged[at], record.found[at], record.due[at])
        for name, at in index.norms.items()
    }
    lives = {
        called(name): (
            record.instruments[at]._replace(exits=()),
            {(called(gone.party), gone.ends, gone.out) for gone in record.instruments[at].exits},
            {called(party) for party in record.signed[at]},
        )
        for name, at in index.instruments.items()
    }
    courses = {
        called(name): (*record.procedures[at][:3], sorted(record.procedures[at].tally))
        for name, at in index.procedures.items()
    }
    promises = {
        called(name): (
            record.guarantees[at]._replace(earlier=frozenset()),
            {(one.key, called(one.name)) for one in record.guarantees[at].earlier},
            process.clauses.active(state, at),
            process.clauses.owed(state, at),
            process.clauses.honoured(state, at),
        )
        for name, at in index.guarantees.items()
    }
    deeds = {called(name): record.performed[at] for name, at in index.deeds.items()}
    admitted = {
        (called(who), called(to)): record.admitted[at] for (who, to), at in index.admissions.items()
    }
    return state.day, fronts, norms, lives, courses, promises, deeds, admitted


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(ARRANGEMENTS)), st.integers(0, 10**6))
def test_neither_names_nor_order_change_what_a_replay_finds(name: str, seed: int):
    rng, arrangement = random.Random(seed), ARRANGEMENTS[name]
    names = renaming(arrangement)
    process = Process(arrangement)
    other = Process(arranged(turned(renamed(plain(arrangement), names), rng)))
    told = played(process, rng)
    anew = [
        replace(
            event,
            by=tuple(names.get(by, by) for by in event.by),
            do=names.get(event.do, event.do),
            what=renamed(event.what, names),
            against=tuple(names.get(to, to) for to in event.against),
        )
        for event in rng.sample(told, len(told))
    ]
    one, two = list(replay(process, told)), list(replay(other, anew))
    assert sum(bool(e.refused) for e in one) == sum(bool(e.refused) for e in two)
    assert [len(e.owed) for e in one if e.concludes] == [len(e.owed) for e in two if e.concludes]
    if one:
        ends = canonical(process, one[-1].state, lambda who: names.get(who, who))
        assert ends == canonical(other, two[-1].state, lambda who: who)


@pytest.mark.parametrize("name", ["ukraine-2025 as-proposed", "paris-2026 final", "exits"])
def test_the_pairs_are_the_same_in_any_order(name: str):
    arrangement = ARRANGEMENTS[next(n for n in ARRANGEMENTS if n.startswith(name))]
    other = arranged(turned(plain(arrangement), random.Random(1)))
    assert set(other.pairs) == set(arrangement.pairs)
    assert {p: set(other.answered(*p)) for p in other.pairs} == {
        p: set(arrangement.answered(*p)) for p in arrangement.pairs
    }
