"""Perfect Bayesian equilibria, all pure ones and the mixed, against pygambit in one run.

Instances by second of one processor, so that whatever else the machine does matters little.

    python benchmarks/signalling.py

The game is unilateral deterrence with two-sided private information (Zagare & Kilgour), 13 nodes
after merging and 29 histories. pygambit lists the pure equilibria of the agent form, which need no
beliefs off the path; ours are those of them that some belief supports, and the run checks that.
"""

from __future__ import annotations

import time
from io import BytesIO

import numpy as np
import pygambit

from foedus.games import Builder, Tree, param, solve_pbe, write_efg

PAYOFFS = {"c_DC": 1.0, "c_SQ": 0.6, "c_CD": 0.1, "c_DD": 0.3, "d_CD": 0.9, "d_SQ": 1.0}
PAYOFFS |= {"d_DC": 0.3, "d_hard": 0.5, "d_soft": 0.0}
BATCH, MIXED, ALONE = 200, 60, 30


def deterrence() -> Tree:
    b = Builder(("Challenger", "Defender"))
    draws = {}
    for c in ("hard", "soft"):
        for d in ("hard", "soft"):
            war = b.terminal(("c_DD", f"d_{d}"), "war")
            resisted = war if c == "hard" else b.terminal(("c_CD", "d_CD"), "backs down")
            answer = {"resist": resisted, "concede": b.terminal(("c_DC", "d_DC"), "concession")}
            demand = b.decision("Defender", answer, f"{d} defender")
            menu = {"demand": demand, "wait": b.terminal(("c_SQ", "d_SQ"), "status quo")}
            p = param("p_C") if c == "hard" else 1 - param("p_C")
            q = param("p_D") if d == "hard" else 1 - param("p_D")
            draws[f"{c} {d}"] = (p * q, b.decision("Challenger", menu, f"{c} challenger"))
    return b.tree(b.chance(draws))


def peer_pure(game: pygambit.Game, keys: list[str]) -> set[tuple[int, ...]]:
    infosets = {h.label: h for player in game.players for h in player.infosets}
    found = pygambit.nash.enumpure_agent_solve(game).equilibria
    return {tuple([e[a] for a in infosets[key].actions].index(1) for key in keys) for e in found}


def main() -> None:
    tree, rng = deterrence(), np.random.default_rng(1)
    keys = [str(h.key) for h in tree.infosets]
    params = PAYOFFS | {name: rng.uniform(0.05, 0.95, BATCH) for name in ("p_C", "p_D")}
    few = {k: v[:ALONE] if isinstance(v, np.ndarray) else v for k, v in params.items()}

    start = time.process_time()
    pure = solve_pbe(tree, params, mixed=False).found
    ours = BATCH / (time.process_time() - start)
    some = {k: v[:MIXED] if isinstance(v, np.ndarray) else v for k, v in params.items()}
    start = time.process_time()
    solved = solve_pbe(tree, some)
    mixed = MIXED / (time.process_time() - start)

    peer_time = mixed_time = 0.0
    for i in range(ALONE):
        one = {k: float(v[i]) if isinstance(v, np.ndarray) else v for k, v in few.items()}
        game = pygambit.read_efg(BytesIO(write_efg(tree, one).encode()))
        start = time.process_time()
        listed = peer_pure(game, keys)
        peer_time += time.process_time() - start
        start = time.process_time()
        pygambit.nash.enummixed_solve(game, rational=False)
        mixed_time += time.process_time() - start
        here = {tuple(p.index(1) for p in e.conduct) for e in pure[i]}
        assert here <= listed, "an equilibrium that pygambit does not list"
    alone = 0.0
    for i in range(ALONE):
        one = {k: float(v[i]) if isinstance(v, np.ndarray) else v for k, v in few.items()}
        start = time.process_time()
        solve_pbe(tree, one, mixed=False)
        alone += time.process_time() - start
    regret = max(e.regret for found in solved.found for e in found)
    print("pure equilibria: every one of ours is among pygambit's of the agent form")
    print(f"  foedus    {ours:>12,.0f} instances/s in a batch of {BATCH:,}")
    peer, ratio = ALONE / peer_time, ours * peer_time / ALONE
    print(f"  foedus    {ALONE / alone:>12,.0f} instances/s alone; ratio {peer_time / alone:,.2f}")
    print(
        f"  pygambit  {peer:>12,.0f} instances/s ({pygambit.__version__}); ratio of the batch "
        f"{ratio:,.2f}"
    )
    print(f"pure and mixed with beliefs, each certified (largest regret {regret:.1e})")
    print(f"  foedus    {mixed:>12,.0f} instances/s")
    print(
        f"  pygambit  {ALONE / mixed_time:>12,.0f} instances/s, extreme Nash equilibria without "
        f"beliefs; ratio {mixed * mixed_time / ALONE:,.1f}"
    )


if __name__ == "__main__":
    main()
