"""Random small trees of perfect recall, and games whose right answers are known by hand."""

from __future__ import annotations

import numpy as np

from foedus.games import Builder, Tree


def random_tree(seed: int, depth: int = 3, scale: float = 1.0) -> Tree:
    """Return a tree in which players do not see all; payoffs are whole numbers, so ties occur.

    Of the nodes at which one player has done and seen the same, some are joined at random. With a
    `scale`, one end in six pays that many times as little as the others.
    """
    rng = np.random.default_rng(seed)
    b = Builder(("A", "B"), f"random {seed}")

    def grow(left: int, past: dict[str, tuple[str, ...]], path: str) -> int:
        if left == 0 or rng.random() < 0.15:
            worst = scale if rng.random() < 1 / 6 else 1.0
            return b.terminal([float(x) * worst for x in rng.integers(-4, 5, 2)], path)
        kind = rng.choice(["A", "B", "chance"], p=[0.4, 0.4, 0.2])
        if kind == "chance":
            p = float(rng.integers(1, 4)) / 4
            rest = [grow(left - 1, past, path + m) for m in "xy"]
            return b.chance({"x": (p, rest[0]), "y": (1 - p, rest[1])})
        seen = "" if rng.random() < 0.6 else path
        key = "|".join((kind, *past[kind], seen))
        children = {
            a: grow(left - 1, past | {kind: (*past[kind], key + ":" + a)}, path + a) for a in "lr"
        }
        return b.decision(kind, children, key)

    return b.tree(grow(depth, {"A": (), "B": ()}, ""))


def with_catastrophe(worst: float) -> Tree:
    """Return a signalling game in which a fight is a catastrophe for whoever is strong."""
    b = Builder(("Sender", "Receiver"))

    def kind(name: str, duel: float) -> int:
        fight = b.terminal((worst, duel))
        leave, gone = b.terminal((2, 0)), b.terminal((1, 1))
        answer = b.decision("Receiver", {"fight": fight, "leave": leave}, "seen")
        return b.decision("Sender", {"stand": answer, "yield": gone}, name)

    return b.tree(
        b.chance({"strong": (0.5, kind("strong", worst)), "weak": (0.5, kind("weak", 3))})
    )
