"""540 random games against the answers of pygambit.

The file says how it was made (`benchmarks/gambit_fixtures.py` writes it), so that the
suite needs no pygambit. Every third game with hidden information is solved for quantal response;
with FOEDUS_FUZZ set, all are.
"""

from __future__ import annotations

import gzip
import json
import os
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from foedus.games import Tree, read_game, solve_aqre, solve_pbe, solve_spe

FILE = Path(__file__).parent / "files" / "pygambit.json.gz"
TOLD = json.loads(gzip.decompress(FILE.read_bytes()))
GAMES = {
    kind: [g for g in TOLD["games"] if g["kind"] == kind]
    for kind in ("perfect", "bayesian", "signalling")
}


read = cache(read_game)


def order(tree: Tree, game: dict) -> list[int]:
    """Return our number of each information set, in the order of the fixture."""
    return [tree.infoset(label) for _, label in game["infosets"]]


def test_the_file_says_how_it_was_made_and_is_large_enough():
    assert sum(len(games) for games in GAMES.values()) >= 500
    assert TOLD["pygambit"] == "16.7.0"
    assert {len(read(g["text"]).players) for games in GAMES.values() for g in games} == {2, 3}
    assert max(g["moved"] for g in TOLD["games"]) < 1e-8


def test_subgame_perfect_values_and_choices():
    for game in GAMES["perfect"]:
        tree = read(game["text"])
        found = solve_spe(tree, {})
        exact = [float(Fraction(v)) for v in game["spe_values"]]
        assert found.values[:, 0] == pytest.approx(exact, abs=1e-12)
        for h, choice in zip(order(tree, game), game["spe"], strict=True):
            assert found.profile[h][choice, 0] == 1


@pytest.mark.parametrize("kind", GAMES)
def test_logit_aqre_to_eight_digits(kind: str):
    every = 1 if kind == "perfect" or os.environ.get("FOEDUS_FUZZ") else 3
    for game in GAMES[kind][::every]:
        tree = read(game["text"])
        solved = solve_aqre(tree, {}, TOLD["precisions"])
        places = order(tree, game)
        for found in solved:
            assert found.ok.all(), game["text"]
            for h, chances in zip(places, game["aqre"][f"{found.precision:g}"], strict=True):
                assert np.abs(found.profile[h][:, 0] - chances).max() < 1e-8, game["text"]


def test_pure_perfect_bayesian_equilibria_are_the_same_sets():
    sizes = []
    for game in GAMES["signalling"]:
        tree = read(game["text"])
        solved, places = solve_pbe(tree, mixed=False), order(tree, game)
        found = {tuple(e.conduct[h].index(1) for h in places) for e in solved.found[0]}
        assert found == {tuple(p) for p in game["pbe"]}, game["text"]
        sizes.append(len(found))
    assert min(sizes) == 0
    assert max(sizes) >= 3  # none, one and several occur, so the test can tell


def test_every_perfect_bayesian_equilibrium_has_no_regret():
    for game in GAMES["signalling"][::3]:
        found = solve_pbe(read(game["text"]), mixed=False)
        assert found.ok.all()
        assert all(e.regret < 1e-9 for e in found.found[0])


def test_equilibria_in_which_the_sender_mixes_are_found():
    """Ours may be a range; the listed one lies in it wherever play comes."""
    with_some = [g for g in GAMES["signalling"] if g.get("mixed")]
    assert len(with_some) >= 20
    every = 1 if os.environ.get("FOEDUS_FUZZ") else 3
    for game in with_some[::every]:
        tree = read(game["text"])
        places, sender = order(tree, game), tree.players.index("P1")
        ours = solve_pbe(tree).found[0]
        for listed in game["mixed"]:
            conduct = dict(zip(places, listed, strict=True))
            assert any(agrees(tree, e, conduct, sender) for e in ours), game["text"]


def agrees(tree: Tree, e, conduct: dict[int, list[float]], sender: int) -> bool:
    reached = [b.infoset for b in e.beliefs if b.reached]
    met = [h for h, s in enumerate(tree.infosets) if s.player == sender or h in reached]
    return all(
        low - 1e-8 <= p <= high + 1e-8
        for h in met
        for p, low, high in zip(conduct[h], e.low[h], e.high[h], strict=True)
    )


def test_games_without_a_pure_equilibrium_have_a_mixed_one():
    without = [g for g in GAMES["signalling"] if not g["pbe"]][:2]
    assert without
    for game in without:
        found = solve_pbe(read(game["text"]))
        assert found.ok.all()
        assert found.found[0], game["text"]
        assert all(e.regret < 1e-7 for e in found.found[0])
