"""All days at once against every day by itself.

The reference tells states apart by every day that they remember, and by every rung. Compared are
the states that can come about, those from which a goal is out of reach, and those from which it can
be avoided, each up to the days. Without `FOEDUS_FUZZ` that is a hundred arrangements which are
quickly looked at; with `FOEDUS_FUZZ=N` the first N, each followed for as many of its days as the
reference can see to the end.
"""

from __future__ import annotations

import os

import pytest
from days_drawn import SMALL, draw

from foedus.language import read
from foedus.process import Process
from foedus.process.exploration import (
    FRESH,
    Daily,
    Item,
    Projection,
    Region,
    TimedGraph,
    meet,
    scope,
    timed,
    without,
)

FUZZ = int(os.environ.get("FOEDUS_FUZZ", "0"))
MOST = 15_000
SEEDS = range(FUZZ) if FUZZ else SMALL[::2]


def asked(process: Process, seed: int):
    """Return what is asked of an arrangement: a condition on states, and what it reads."""
    clauses = process.clauses
    goals = {
        "owed": (clauses.owed, clauses.index.guarantees, ("aid", "help", "shield")),
        "late": (clauses.overdue, clauses.index.guarantees, ("aid", "help")),
        "breached": (lambda s, at: s.world.breached[at], clauses.index.norms, ("debt",)),
        "lost": (lambda s, at: not clauses.active(s, at), clauses.index.guarantees, ("help",)),
    }
    kinds = ("owed", "owed", "late", "owed", "breached", "owed", "late", "lost")
    kind = kinds[seed % len(kinds)]
    holds, index, names = goals[kind]
    name = names[seed // len(kinds) % len(names)]
    at = index[name]
    guarantee = process.arrangement.guarantees.get(name)
    by = guarantee.against if guarantee else "UPL"
    seeds = [Item("owed" if kind == "lost" else kind, name), Item("conduct", by, 1)]
    return lambda state: holds(state, at), seeds


def alike(graph, undated, readings):
    """Return the states of mornings, without their days, of which `readings` hold.

    Later in the day the reference may have done what tells nothing apart, and so do no more today.
    """
    return {
        undated(state)
        for at, state in enumerate(graph.states)
        if graph.hours[at] == FRESH and readings(at)
    }


def looked_at(seed: int):
    """Return an arrangement with what is asked of it, and every day of it by itself.

    It is followed for as many of its days as promise to take no more than `MOST` states: by each
    day more they grow by a factor that grows little.
    """
    drawn = Process(read(draw(seed))).arrangement.horizon.days
    before, found = 0, None
    for days in [drawn] if seed in SMALL else range(2, drawn + 1):
        process = Process(read(draw(seed, at_most=days)))
        goal, seeds = asked(process, seed)
        read_by_it = scope(process, seeds)
        slow = Daily(Projection(process, read_by_it, daily=True), most=MOST)
        if found is not None and not slow.complete:
            break
        found = process, goal, read_by_it, slow
        grown = len(slow.states) / before if before else 3
        before = len(slow.states)
        if before * grown > MOST:
            break
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_zones_hold_what_every_day_shows(seed: int):
    process, goal, read_by_it, slow = looked_at(seed)
    if not slow.complete and seed not in SMALL:
        pytest.skip("two days, each by itself, are too much to look at")
    compared(process, goal, read_by_it, slow)


@pytest.mark.parametrize("seed", SEEDS if FUZZ else list(SMALL)[:6])
def test_a_rough_search_holds_all_days_and_says_of_them_what_is_so(monkeypatch, seed: int):
    """What it holds beside them is nothing: of a day that comes about it says what is so."""
    process, goal, read_by_it, _ = looked_at(seed)
    exact = TimedGraph(Projection(process, read_by_it))
    monkeypatch.setattr(timed, "_MANY", 1)
    rough = TimedGraph(Projection(process, read_by_it), rough=True)
    every = Region(rough, {at: [zone] for at, zone in enumerate(rough.zones)})
    whole = Region(exact, {at: [zone] for at, zone in enumerate(exact.zones)})
    asked = [(whole, every), *((g.reaching(goal), r.reaching(goal)) for g, r in [(exact, rough)])]
    for found, held in [*asked, (exact.avoiding(goal), rough.avoiding(goal))]:
        for at in range(len(exact.states)):
            same = [zone for twin in rough.alike(exact.key(at)) for zone in held.inside(twin)]
            assert all(not without(zone, same) for zone in found.inside(at))
            assert all(meet(zone, other) is None for zone in found.outside(at) for other in same)


# Whoever leaves on the day of the attack is out after the help is owed, and owes it; whoever left
# the day before does not. How long the help may take runs beside, and in one text the talk that is
# owed without a limit.
LEFT = """\
foedus: 1
title: Who leaves before and after the help is owed
as_of: 2025-01-01
horizon: P3D
parties: {LOW: {}, MAR: {}, UPL: {}, LGA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: seize}, {act: attack}]}}
instruments:
  pact: {parties: [LOW, LGA, MAR], withdrawal: {by: LGA, notice: P0D}}
guarantees:
  help:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
    within: P2D
"""
TALK = """\
  talk:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: seize
    response: consult
    in: pact
"""


@pytest.mark.parametrize("more", ["", TALK], ids=["help", "help and talk"])
def test_who_left_before_a_response_was_owed_is_told_apart(more: str):
    process = Process(read(LEFT + more))
    clauses = process.clauses
    at = clauses.index.guarantees["help"]
    seeds = [Item("late", "help"), *([Item("answers", "talk")] if more else [])]
    read_by_it = scope(process, [*seeds, Item("conduct", "UPL", 1)])
    slow = Daily(Projection(process, read_by_it, daily=True))
    compared(process, lambda state: clauses.overdue(state, at), read_by_it, slow)
    slice_ = Projection(process, read_by_it)
    for state in slow.states:
        ends = dict(slice_.clocks.read(state).running)
        written = slice_.clocks.write(state, state.day, ends)
        assert slice_.undated(written) == slice_.undated(state)
        assert clauses.owers(written, at) == clauses.owers(state, at)


def compared(process, goal, read_by_it, slow):
    fast = TimedGraph(Projection(process, read_by_it))
    undated = fast.projection.undated
    found = [
        (
            alike(graph, undated, graph.everything),
            alike(graph, undated, graph.reaching(goal).outside),
            alike(graph, undated, graph.avoiding(goal).inside),
        )
        for graph in (fast, slow)
    ]
    assert found[0][0] == found[1][0]
    assert found[0][1] == found[1][1]
    assert found[0][2] == found[1][2]
