"""Perfect Bayesian equilibria as a result: conduct with ranges, beliefs, and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.frames import Kind, frame
from foedus.games.beliefs import Belief
from foedus.games.tree import Tree


@dataclass(frozen=True, slots=True)
class BayesianEquilibrium:
    """One equilibrium, or a connected set of them that use the same actions.

    Attributes
    ----------
    kind
        ``"pooling"``: every type sends the same message; ``"separating"``: no two of the sender's
        information sets share one; ``"partly separating"``: neither; ``"semi-separating"``: the
        sender mixes somewhere. With one information set of the sender, and where the game is no
        signalling game: ``"pure"``, ``"mixed"``.
    conduct
        Per information set, the probability of each action: one equilibrium of the set.
    low, high
        The same, each probability's range over the set; equal where it is a single equilibrium.
    beliefs
        One for each receiver's information set.
    values
        Expected payoffs of the players, at `conduct`.
    regret
        The most that any information set gains by another action, at `conduct` and `beliefs`.
    sequential
        Whether beliefs that vanishing errors leave defend it too (Kreps & Wilson 1982); None where
        none were found and none were excluded.
    """

    kind: str
    conduct: tuple[tuple[float, ...], ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    beliefs: tuple[Belief, ...]
    values: tuple[float, ...]
    regret: float
    sequential: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class BayesianEquilibria:
    """All equilibria found, for each of `n` instances.

    Attributes
    ----------
    tree
        The game.
    found
        Per instance; empty where it failed.
    ok, why
        Solved and certified; if not, why.
    complete
        Whether all are listed that `solve_pbe` looks for: payoffs may tie so often that there are
        too many sets of them.
    """

    tree: Tree
    found: tuple[tuple[BayesianEquilibrium, ...], ...]
    ok: NDArray[np.bool_]
    why: tuple[str, ...]
    complete: NDArray[np.bool_]

    def __repr__(self) -> str:
        counts = [len(found) for found in self.found]
        many = f"{min(counts, default=0)} to {max(counts, default=0)}"
        return f"<{many} perfect Bayesian equilibria of {len(counts)} instances of {self.tree!r}>"

    def to_frame(self, kind: Kind = "pandas") -> Any:
        """Return conduct as a table, a row for each equilibrium and action (see `frames.frame`)."""
        rows = [
            (i, k, e.kind, self.tree.players[h.player], str(h.key), *cells)
            for i, found in enumerate(self.found)
            for k, e in enumerate(found)
            for h, *ranges in zip(self.tree.infosets, e.conduct, e.low, e.high, strict=True)
            for cells in zip(h.actions, *ranges, strict=True)
        ]
        names = ("instance", "equilibrium", "kind", "player", "infoset", "action")
        columns = (*names, "probability", "low", "high")
        return frame({name: [row[k] for row in rows] for k, name in enumerate(columns)}, kind)

    def as_json(self) -> dict[str, object]:
        """Return plain data, one list of equilibria for each instance."""
        return {
            "concept": "pbe",
            "players": list(self.tree.players),
            "ok": self.ok.tolist(),
            "why": list(self.why),
            "complete": self.complete.tolist(),
            "equilibria": [[_plain(self.tree, e) for e in found] for found in self.found],
        }


def _plain(tree: Tree, e: BayesianEquilibrium) -> dict[str, object]:
    return {
        "kind": e.kind,
        "values": list(e.values),
        "regret": e.regret,
        "sequential": e.sequential,
        "infosets": tree.told([_ranges(*r) for r in zip(e.conduct, e.low, e.high, strict=True)]),
        "beliefs": [
            {
                "infoset": str(tree.infosets[b.infoset].key),
                "reached": b.reached,
                "histories": dict(
                    zip(b.histories, _ranges(b.held, b.low, b.high, "belief"), strict=True)
                ),
            }
            for b in e.beliefs
        ],
    }


def _ranges(
    at: Sequence[float], low: Sequence[float], high: Sequence[float], name: str = "probability"
) -> list[dict[str, float]]:
    return [{name: p, "low": a, "high": b} for p, a, b in zip(at, low, high, strict=True)]
