"""What every stake contributes, and how likely an attack is, at every node of a solved game."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import Game
from foedus.deterrence.sides import adversaries_of
from foedus.games import Decision, Numbers, Solution, Terminal, all_beliefs, evaluate, node_values

Array = NDArray[np.float64]
_UNTHINKABLE = 1e-300
"""Stands for a chance of nothing: what is then believed is the limit of its becoming possible."""


class Ledger:
    """What every stake contributes at every node, for one instance of a solved game.

    Parameters
    ----------
    game
        The compiled game.
    solution
        A solution of one instance.
    params
        Its parameters, each of shape (1,).
    by
        The party whose attack is counted; the first that is to be deterred when left out.
    """

    def __init__(
        self, game: Game, solution: Solution, params: Mapping[str, Array], by: str = ""
    ) -> None:
        self.game, self.tree, self._profile = game, game.tree, solution.profile
        self.by = by or adversaries_of(game.play.arrangement)[0]
        self._names = sorted(n for n in game.tree.names if n.startswith(("stakes.", "refusing.")))
        place = {name: i for i, name in enumerate(self._names)}
        attack = game.counts.names.index(f"attack.{self.by}")
        ends: dict[int, Array] = {}
        for number, node in enumerate(game.tree.nodes):
            if isinstance(node, Terminal):
                row = ends[number] = np.zeros((len(place) + 1, 1))
                for (name,), times in (term for payoff in node.payoffs for term in payoff.terms):
                    row[place[name]] = float(times) * params[name]
                counts = game.counts.rows.get(node.outcome)
                row[-1] = counts is not None and counts[attack]
        numbers = evaluate(game.tree, params)
        self._odds = numbers.chance
        paid = Numbers(1, ends, numbers.chance, numbers.valid)
        self._rows = node_values(game.tree, paid, solution.profile)[:, :, 0]
        played = [np.log(np.maximum(p, _UNTHINKABLE)) for p in solution.profile]
        self._beliefs = all_beliefs(game.tree, numbers, played)[0]

    def chances(self, number: int) -> list[float]:
        """Return the chance of each move at a node that is no end."""
        node = self.tree.nodes[number]
        moves = self._profile[node.infoset] if isinstance(node, Decision) else self._odds[number]
        return [float(x) for x in moves[:, 0]]

    def attack(self, number: int) -> float:
        """Return the chance of an attack from a node on."""
        return float(self._rows[number, -1])

    def stakes(self, number: int, player: str) -> list[dict[str, float]]:
        """Return by answer at a node of `player` what each of its stakes contributes, by label.

        Of what it cannot tell apart it is the mean, by what it believes: Bayes' rule on the chances
        of nature and of the moves before.
        """
        node = self.tree.nodes[number]
        assert isinstance(node, Decision)
        head, war = f"stakes.{player}.", f"refusing.{player}"
        alike = [self.tree.nodes[x].children for x in self.tree.infosets[node.infoset].nodes]
        belief = self._beliefs[node.infoset][:, 0]
        return [
            {
                "refusing" if name == war else name.removeprefix(head): float(x)
                for name, x in zip(self._names, belief @ self._rows[list(after), :-1], strict=True)
                if name.startswith(head) or name == war
            }
            for after in zip(*alike, strict=True)
        ]

    def guessing(self, number: int) -> bool:
        """Say whether the one who chooses at a node takes others for possible."""
        node = self.tree.nodes[number]
        return isinstance(node, Decision) and len(self.tree.infosets[node.infoset].nodes) > 1
