"""Every sense against the textbook's definition on random graphs. FOEDUS_FUZZ tries more."""

from __future__ import annotations

import os
import random

import numpy as np
import pytest
from stability_textbook import drawn

from foedus.stability import READINGS, SENSES, Coalitions, Graph, limited_move, stable
from foedus.stability.coalitions import every_coalition

TRIES = int(os.environ.get("FOEDUS_FUZZ", "200"))


def graph_of(conflict) -> Graph:
    names = [str(s) for s in range(conflict.n)]
    arcs = {f"D{i}": [(str(a), str(b)) for a, b in pairs] for i, pairs in enumerate(conflict.moves)}
    return Graph.of(names, arcs)


def ranks_of(conflict) -> np.ndarray:
    return np.array(conflict.rank, np.int32)


def test_every_sense_is_the_textbooks():
    rng = random.Random(1993)
    differ = 0
    for _ in range(TRIES):
        conflict = drawn(rng)
        graph, ranks = graph_of(conflict), ranks_of(conflict)
        for sense in SENSES:
            both = []
            for reading in READINGS:
                expected = [
                    [conflict.stable(i, s, sense, reading) for s in range(conflict.n)]
                    for i in conflict.makers
                ]
                found = stable(graph, ranks, sense, reading)
                assert found.tolist() == expected, (conflict.moves, conflict.rank, sense, reading)
                both.append(found.tolist())
            differ += both[0] != both[1]
    assert differ > TRIES // 20  # else nothing would tell the readings apart


def test_inclusions_hold():
    rng = random.Random(1984)
    for _ in range(TRIES):
        conflict = drawn(rng, 9)
        graph, ranks = graph_of(conflict), ranks_of(conflict)
        for reading in READINGS:
            r, seq, gmr, smr = (stable(graph, ranks, sense, reading) for sense in SENSES)
            for narrow, wide in ((r, seq), (seq, gmr), (r, smr), (smr, gmr)):
                assert not (narrow & ~wide).any()
        for sense in ("SEQ", "GMR", "SMR"):  # sequences can do what a single opponent can
            single = stable(graph, ranks, sense, "single")
            assert not (single & ~stable(graph, ranks, sense, "legal")).any()


def test_many_orderings_at_once_are_each_alone():
    rng = random.Random(7)
    for _ in range(TRIES // 4):
        conflict = drawn(rng, 6)
        graph = graph_of(conflict)
        many = np.array(
            [
                [[rng.randrange(4) for _ in range(5)] for _ in range(conflict.n)]
                for _ in conflict.makers
            ],
            np.int32,
        )
        for sense in SENSES:
            for reading in READINGS:
                at_once = stable(graph, many, sense, reading)
                for k in range(5):
                    alone = stable(graph, many[:, :, k], sense, reading)
                    assert (at_once[:, :, k] == alone).all()


def test_coalitions_are_the_textbooks():
    rng = random.Random(2008)
    for _ in range(TRIES // 2):
        conflict = drawn(rng, 5)
        graph = graph_of(conflict)
        for reading in READINGS:
            found = Coalitions(graph, ranks_of(conflict), reading)
            for team in every_coalition(graph):
                for s in range(conflict.n):
                    for sense in SENSES:
                        expected = conflict.coalition_stable(team, s, sense, reading)
                        assert found.stable(team, s, sense) == expected


def test_a_coalition_of_one_is_a_decision_maker():
    """But for SEQ with several opponents, who may improve together as well as one by one."""
    rng = random.Random(2001)
    for _ in range(TRIES // 2):
        conflict = drawn(rng, 6)
        graph, ranks = graph_of(conflict), ranks_of(conflict)
        senses = SENSES if len(conflict.makers) == 2 else ("R", "GMR", "SMR")
        for sense in senses:
            alone = stable(graph, ranks, sense)
            found = Coalitions(graph, ranks)
            for i in conflict.makers:
                assert [found.stable((i,), s, sense) for s in range(conflict.n)] == alone[
                    i
                ].tolist()


@pytest.mark.parametrize("horizon", [1, 2, 3, 5])
def test_limited_moves_are_the_textbooks_for_two_with_strict_orderings(horizon: int):
    rng = random.Random(1985)
    for _ in range(TRIES // 2):
        conflict = drawn(rng, 6, strict=True, makers=2)
        found = limited_move(graph_of(conflict), ranks_of(conflict), horizon)
        expected = [[conflict.ends(i, s, horizon) == s for s in range(conflict.n)] for i in (0, 1)]
        assert found.tolist() == expected


def test_one_move_ahead_is_nash():
    rng = random.Random(1951)
    for _ in range(TRIES):
        conflict = drawn(rng, 6)
        graph, ranks = graph_of(conflict), ranks_of(conflict)
        assert (limited_move(graph, ranks, 1) == stable(graph, ranks)).all()
