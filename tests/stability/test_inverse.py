"""The inverse against every ordering there is, tried one by one with the textbook's definitions."""

from __future__ import annotations

import os
import random
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from stability_textbook import Conflict, drawn

from foedus.stability import READINGS, SENSES, Graph, requirement, robustness, share, stable
from foedus.stability.conditions import Above, chains, covers, implies, minimal
from foedus.views.stability import conditions as told_of

TRIES = int(os.environ.get("FOEDUS_FUZZ", "0")) // 40 or 12


def graph_of(conflict) -> Graph:
    names = [str(s) for s in range(conflict.n)]
    arcs = {f"D{i}": [(str(a), str(b)) for a, b in pairs] for i, pairs in enumerate(conflict.moves)}
    return Graph.of(names, arcs)


def holds(ways, ranks) -> bool:
    return any(all(true(s, ranks) for s in way) for way in ways)


def true(s: Above, ranks) -> bool:
    high, low = ranks[s.maker][s.high], ranks[s.maker][s.low]
    return high > low if s.strict else high >= low


def weak_orders(n: int):
    """All orderings of n outcomes, ties allowed, as ranks without gaps."""
    return [r for r in product(range(n), repeat=n) if set(r) == set(range(max(r) + 1))]


def two(rng, states):
    return drawn(rng, states, makers=2)


@pytest.mark.parametrize("sense", SENSES)
def test_conditions_hold_exactly_where_the_textbook_says_stable_ties_included(sense):
    rng = random.Random(2015)
    depends = 0
    for _ in range(TRIES):
        conflict = two(rng, 3)
        graph = graph_of(conflict)
        for state, maker in product(range(conflict.n), (0, 1)):
            found = requirement(graph, state, maker, sense)
            depends += found.verdict == "depends"
            for ranks in product(weak_orders(conflict.n), repeat=2):
                expected = Conflict(conflict.n, conflict.moves, ranks).stable(
                    maker, state, sense, "legal"
                )
                assert holds(found.ways, ranks) == expected
                assert all(holds(clause, ranks) for clause in found.clauses) == expected
    assert depends


def test_three_makers_and_both_readings_ties_included():
    rng = random.Random(2016)
    for _ in range(TRIES * 3):
        conflict = drawn(rng, 5, makers=3)
        graph = graph_of(conflict)
        for sense, reading in product(SENSES, READINGS):
            state, maker = rng.randrange(conflict.n), rng.randrange(3)
            found = requirement(graph, state, maker, sense, reading)
            for _ in range(60):
                ranks = [[rng.randrange(4) for _ in range(conflict.n)] for _ in range(3)]
                expected = Conflict(conflict.n, conflict.moves, ranks).stable(
                    maker, state, sense, reading
                )
                assert all(holds(clause, ranks) for clause in found.clauses) == expected


def all_strict(n: int) -> np.ndarray:
    orders = np.array(list(permutations(range(n))), np.int32)
    one, other = np.meshgrid(range(len(orders)), range(len(orders)), indexing="ij")
    return np.stack([orders[one.ravel()].T, orders[other.ravel()].T])


@pytest.mark.parametrize("states", [4, 5] + ([6] if "FOEDUS_FUZZ" in os.environ else []))
def test_the_share_is_that_of_all_strict_orderings(states: int):
    rng = random.Random(states)
    every = all_strict(states)
    for _ in range(4):
        conflict = two(rng, states)
        while conflict.n < states:
            conflict = two(rng, states)
        graph = graph_of(conflict)
        for sense in SENSES:
            verdicts = stable(graph, every, sense)
            for state in range(states):
                of = [requirement(graph, state, maker, sense) for maker in (0, 1)]
                for maker in (0, 1):
                    expected = Fraction(int(verdicts[maker, state].sum()), every.shape[2])
                    assert share(of[maker].clauses).exact == expected
                joint = share([*of[0].clauses, *of[1].clauses]).exact
                both = int(verdicts[:, state].all(axis=0).sum())
                assert joint == Fraction(both, every.shape[2])


def test_no_condition_can_be_shortened_or_left_out():
    rng = random.Random(99)
    several = 0
    for _ in range(TRIES * 4):
        conflict = two(rng, 5)
        graph = graph_of(conflict)
        for sense in SENSES:
            ways = requirement(graph, rng.randrange(conflict.n), rng.randrange(2), sense).ways
            several += len(ways) > 1
            for way in ways:
                assert chains(way) is not None
                assert not covers([w for w in ways if w != way], way)
                assert not any(covers(ways, way - {s}) for s in way)
                assert not any(implies(way - {s}, s) for s in way)
    assert several


def test_cases_that_cover_each_other_are_joined():
    asked = Above(0, 5, 6, False)
    ways = [{Above(1, 1, 2, True), asked}, {Above(1, 2, 1, True), asked}]
    assert set(minimal(map(frozenset, ways))) == set(map(frozenset, ways))  # a tie is left
    ways.append({Above(1, 1, 2, False), Above(1, 2, 1, False), asked})
    assert minimal(map(frozenset, ways)) == (frozenset({asked}),)


def test_robustness_is_the_distance_to_the_nearest_other_answer():
    rng = random.Random(5)
    for _ in range(TRIES):
        conflict = two(rng, 4)
        graph, n = graph_of(conflict), conflict.n
        ranks = [rng.sample(range(n), n) for _ in (0, 1)]
        for sense in SENSES:
            state = rng.randrange(n)
            now = stable(graph, np.array(ranks), sense)[:, state].all()
            others = [
                sum(_inversions(ranks[i], r[i]) for i in (0, 1))
                for r in product(permutations(range(n)), repeat=2)
                if stable(graph, np.array(r), sense)[:, state].all() != now
            ]
            found = robustness(graph, np.array(ranks), state, sense, most=12)
            assert found.swaps == min(others, default=None)
            assert bool(found.ways) == bool(others)
            assert all(len(way) == found.swaps for way in found.ways)


def _inversions(one, other) -> int:
    n = len(one)
    return sum(
        (one[a] < one[b]) != (other[a] < other[b]) for a in range(n) for b in range(a + 1, n)
    )


def test_a_move_that_can_always_be_sanctioned_is_not_called_none():
    """A may move from s0 to s1, whence C brings play back: under GMR A stays, however it ranks."""
    moves = {"A": [("s0", "s1")], "C": [("s1", "s0")], "B": []}
    graph = Graph.of(["s0", "s1"], moves)
    a, b = (requirement(graph, 0, graph.makers.index(who), "GMR") for who in "AB")
    assert (a.verdict, a.able) == ("always", True)
    assert (b.verdict, b.able) == ("always", False)
    (told,) = told_of(a, graph.makers, str)
    assert told.endswith("under every ordering: whatever it moves, it may end no better off.")
    (told,) = told_of(b, graph.makers, str)
    assert told.endswith("under every ordering: it has no move.")
