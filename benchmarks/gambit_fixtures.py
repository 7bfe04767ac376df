"""Write what pygambit finds on the named trees: tests/games/fixtures/gambit_named_trees.json.

Run from the repository's root: python benchmarks/gambit_fixtures.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pygambit

from foedus.games import models
from gambit_peer import gambit_aqre

TREES = ("stripped_down_poker", "deterrence", "guarantor", "signalling", "unilateral_deterrence")
CHANCES = ("firm", "hard_c", "hard_d")
PRECISIONS = (1.0, 5.0, 20.0)


def main() -> None:
    rng = np.random.default_rng(1)
    found = []
    for name in TREES:
        tree = getattr(models, name)()
        for _ in range(4 if tree.names else 1):
            params = {
                p: round(float(rng.uniform(0.1, 0.9) if p in CHANCES else rng.uniform(-1, 1)), 3)
                for p in sorted(tree.names)
            }
            profiles = [gambit_aqre(tree, params, precision) for precision in PRECISIONS]
            found.append({"tree": name, "params": params, "profiles": profiles})
    made = (
        f"pygambit {pygambit.__version__}, qre.logit_solve_lambda with its defaults; "
        "benchmarks/gambit_fixtures.py, NumPy default_rng(1)"
    )
    where = Path(__file__).parents[1] / "tests/games/fixtures/gambit_named_trees.json"
    where.parent.mkdir(exist_ok=True)
    where.write_text(
        json.dumps({"made_by": made, "precisions": PRECISIONS, "games": found}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
