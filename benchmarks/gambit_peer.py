"""Trees handed over to pygambit, the peer that benchmarks and fixtures compare with."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pygambit

from foedus.games import Chance, Decision, Terminal, Tree

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/games"))
from small_games import models

__all__ = ["as_gambit", "gambit_aqre", "models"]


def as_gambit(tree: Tree, params: dict[str, float]) -> pygambit.Game:
    """Unfold a tree at parameter values into a pygambit game, one node for each history."""
    game = pygambit.Game.new_tree(players=list(tree.players), title=tree.title or "game")
    known: dict[int, pygambit.Infoset] = {}
    stack = [(tree.root, game.root)]
    while stack:
        number, place = stack.pop()
        node = tree.nodes[number]
        if isinstance(node, Terminal):
            payoffs = [float(e.at(params)) for e in node.payoffs]
            game.set_outcome(place, game.add_outcome(f"outcome {len(game.outcomes)}", payoffs))
            continue
        if isinstance(node, Chance):
            game.append_move(place, game.players.chance, [str(a) for a in node.actions])
            raw = [
                Fraction(float(p.at(params))).limit_denominator(10**12) for p in node.probabilities
            ]
            raw[-1] = 1 - sum(raw[:-1])
            game.set_chance_probs(place.infoset, raw)
        elif isinstance(node, Decision):
            h = tree.infosets[node.infoset]
            if node.infoset in known:
                game.append_infoset(place, known[node.infoset])
            else:
                game.append_move(place, tree.players[h.player], list(h.actions))
                known[node.infoset] = place.infoset
        stack.extend(zip(node.children, place.children, strict=True))
    return game, known


def gambit_aqre(tree: Tree, params: dict[str, float], precision: float, **options: float):
    """Return pygambit's logit AQRE as choice probabilities by information set."""
    game, known = as_gambit(tree, params)
    (found,) = pygambit.qre.logit_solve_lambda(game, precision, **options)
    place, count = {}, 0
    for infoset in game.infosets:
        place[infoset.player.label, infoset.number] = count
        count += len(infoset.actions)
    profile = []
    for i, h in enumerate(tree.infosets):
        first = place[known[i].player.label, known[i].number]
        profile.append([float(found[first + a]) for a in range(len(h.actions))])
    return profile
