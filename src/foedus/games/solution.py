"""What a solver returns: conduct, values, and per instance a certificate."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.frames import Kind, frame
from foedus.games.expressions import Array
from foedus.games.flat import backward, flatten, log_reach, paid, tabled
from foedus.games.numbers import Numbers, evaluate
from foedus.games.tree import Decision, GameError, Paid, Terminal, Tree

Profile = Sequence[Array]
"""Choice probabilities: one array of shape (actions, n) per information set."""


@dataclass(frozen=True, slots=True, repr=False)
class Solution:
    """Conduct in equilibrium, for each of `n` instances.

    Attributes
    ----------
    tree, concept, precision
        What was solved; `precision` is None where the concept has none.
    profile
        Per information set, shape (actions, n); NaN where an instance failed.
    values
        Expected payoffs, shape (players, n).
    regret
        Shape (n,): the most that any player gains by changing one information set's action,
        given beliefs. Zero (rounding apart) certifies sequential rationality; for `aqre` it is
        the size of the error that the players make.
    residual
        Shape (n,): largest violation of the concept's own equations, in probability.
    ok
        Shape (n,): solved and certified. `why` says what is wrong otherwise.
    why
        Per instance, empty where ok.
    ties
        Shape (infosets, n): more than one best action (subgame perfection only).
    """

    tree: Tree
    concept: str
    precision: float | None
    profile: tuple[Array, ...]
    values: Array
    regret: Array
    residual: Array
    ok: NDArray[np.bool_]
    why: tuple[str, ...]
    ties: NDArray[np.bool_]

    def probability(self, infoset: Hashable, action: str) -> Array:
        """Chance, shape (n,), that `action` is taken at an information set, by number or key."""
        sets = self.tree.infosets
        if not (isinstance(infoset, int) and 0 <= infoset < len(sets)):
            infoset = self.tree.infoset(infoset)
        h = sets[infoset]
        if action not in h.actions:
            raise GameError(f"{h.key!r} has no action {action!r}; it has {', '.join(h.actions)}")
        chances: Array = self.profile[infoset][h.actions.index(action)]
        return chances

    def as_json(self) -> dict[str, object]:
        """Return plain data, one entry per instance in each list."""
        return {
            "concept": self.concept,
            "precision": self.precision,
            "players": list(self.tree.players),
            "values": _plain(self.values),
            "regret": _plain(self.regret),
            "residual": _plain(self.residual),
            "ok": self.ok.tolist(),
            "why": list(self.why),
            "infosets": [
                told | {"tie": tie.tolist()}
                for told, tie in zip(
                    self.tree.told([_plain(p) for p in self.profile]), self.ties, strict=True
                )
            ],
        }

    def __repr__(self) -> str:
        at = "" if self.precision is None else f", precision {self.precision:g}"
        return f"<{self.concept}{at} of {self.tree!r}: {self.ok.sum()} of {len(self.ok)} solved>"

    def to_frame(self, kind: Kind = "pandas") -> Any:
        """Return conduct as a table, a row for each instance, set and action (see `frames.frame`).

        Examples
        --------
        >>> from foedus.games import Builder, solve_spe
        >>> b = Builder(("A",))
        >>> ends = {"up": b.terminal(("x",)), "down": b.terminal((0,))}
        >>> tree = b.tree(b.decision("A", ends, "A"))
        >>> solve_spe(tree, {"x": [1, -1]}).to_frame()[["instance", "action", "probability"]]
           instance action  probability
        0         0     up          1.0
        1         0   down          0.0
        2         1     up          0.0
        3         1   down          1.0
        """
        rows = [
            (i, self.tree.players[h.player], str(h.key), action, float(p[a, i]), bool(self.ok[i]))
            for i in range(len(self.ok))
            for h, p in zip(self.tree.infosets, self.profile, strict=True)
            for a, action in enumerate(h.actions)
        ]
        names = ("instance", "player", "infoset", "action", "probability", "ok")
        return frame({name: [row[k] for row in rows] for k, name in enumerate(names)}, kind)


def join(parts: Sequence[Solution]) -> Solution:
    """Put solutions of one game at different instances together, in order."""
    first = parts[0]
    if len(parts) == 1:
        return first
    names = ("values", "regret", "residual", "ok", "ties")
    along: dict[str, Any] = {
        name: np.concatenate([getattr(s, name) for s in parts], axis=-1) for name in names
    }
    rows = zip(*(s.profile for s in parts), strict=True)
    profile = tuple(np.concatenate(p, axis=1) for p in rows)
    return replace(first, profile=profile, why=tuple(w for s in parts for w in s.why), **along)


def _plain(array: Array) -> list[object]:
    return [
        _plain(row) if isinstance(row, np.ndarray) else (float(row) if np.isfinite(row) else None)
        for row in array
    ]


def node_values(tree: Tree, numbers: Numbers, profile: Profile) -> Array:
    """Return expected payoffs from every node, shape (nodes, players, n)."""
    odds = tabled(numbers.chance, profile, numbers.n)
    return backward(flatten(tree), paid(numbers, bulk=False), odds)


def frequencies(solution: Solution, params: Mapping[str, ArrayLike]) -> dict[str, Array]:
    """Return the chance of each labelled outcome, shape (n,)."""
    tree, numbers = solution.tree, evaluate(solution.tree, params)
    with np.errstate(divide="ignore", invalid="ignore"):
        chances = {x: np.log(p) for x, p in numbers.chance.items()}
        reach = np.exp(log_reach(tree, [np.log(p) for p in solution.profile], chances))
    total: dict[str, Array] = {}
    for node, chance in zip(tree.nodes, reach, strict=True):
        if isinstance(node, Terminal) and not isinstance(node, Paid):
            total[node.outcome] = total.get(node.outcome, np.zeros(numbers.n)) + chance
    return total


@dataclass(frozen=True, slots=True)
class Step:
    """One move on a path: who, what, at which information set, with what chance."""

    player: str
    action: str
    infoset: object
    probability: float


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the game: its moves, its end, its chance."""

    steps: tuple[Step, ...]
    outcome: str
    node: int
    probability: float


def on_path(
    solution: Solution, params: Mapping[str, ArrayLike], instance: int = 0, least: float = 0.01
) -> tuple[Path, ...]:
    """Return the paths that are taken with chance at least `least`, likeliest first."""
    tree, numbers = solution.tree, evaluate(solution.tree, params)
    found: list[Path] = []
    stack: list[tuple[int, float, tuple[Step, ...]]] = [(tree.root, 1.0, ())]
    while stack:
        number, chance, steps = stack.pop()
        number = tree.after(number)
        node = tree.nodes[number]
        if isinstance(node, Terminal):
            found.append(Path(steps, node.outcome, number, chance))
            continue
        if isinstance(node, Decision):
            h = tree.infosets[node.infoset]
            who, key, actions = tree.players[h.player], h.key, h.actions
            p = solution.profile[node.infoset][:, instance]
        else:
            who, key, actions = "chance", None, node.actions
            p = numbers.chance[number][:, instance]
        for action, x, child in zip(actions, p, node.children, strict=True):
            if chance * x >= least:
                stack.append((child, chance * float(x), (*steps, Step(who, action, key, float(x)))))
    return tuple(sorted(found, key=lambda path: -path.probability))
