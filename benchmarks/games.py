"""Games, in one run beside pygambit: instances per second, ratio, largest difference, memory.

Run from the repository's root: python benchmarks/games.py. Compilers are warmed up first; each
number is the best of several runs, because a machine is only ever slowed down by others.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pygambit

import signalling
from episode import DEFAULTS, episode
from foedus.games import (
    Builder,
    Tree,
    read_game,
    solve_aqre,
    solve_nash,
    solve_spe,
    solve_subgames,
)
from gambit_peer import as_gambit, gambit_aqre, models

PRECISIONS = (1.0, 5.0, 20.0, 100.0)
TREES = ("deterrence", "guarantor", "signalling")
CHANCES = ("firm",)


def draws(tree: Tree, n: int, seed: int = 7) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {
        p: rng.uniform(0.1, 0.9, n) if p in CHANCES else rng.uniform(-1, 1, n)
        for p in sorted(tree.names)
    }


def best(run: Callable[[], object], times: int = 5) -> float:
    run()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        took.append(time.perf_counter() - start)
    return min(took)


def one(params: dict[str, np.ndarray], i: int) -> dict[str, float]:
    return {k: float(v[i]) for k, v in params.items()}


def aqre_beside_gambit(name: str, precision: float = 20.0, n: int = 10_000, few: int = 5) -> None:
    """Compare at one precision; pygambit is timed without building its game."""
    tree = getattr(models, name)()
    params = draws(tree, n)
    ours = best(lambda: solve_aqre(tree, params, [precision]), 3) / n
    (found,) = solve_aqre(tree, params, [precision])
    theirs = apart = alone = 0.0
    for i in range(few):
        here = one(params, i)
        alone += best(lambda here=here: solve_aqre(tree, here, [precision]), 3) / few
        game, _ = as_gambit(tree, here)
        theirs += best(lambda game=game: pygambit.qre.logit_solve_lambda(game, precision), 2) / few
        told = gambit_aqre(tree, one(params, i), precision)
        apart = max(
            apart,
            *(np.abs(p[:, i] - q).max() for p, q in zip(found.profile, told, strict=True)),
        )
    what = f"aqre {name} ({len(tree.nodes)} nodes), precision {precision:g}"
    report(f"{what}, each of {n:,} in a batch", ours, theirs, apart)
    report(f"{what}, alone", alone, theirs, apart)
    print(f"    certified {found.ok.sum():,} of {n:,}; largest residual {found.residual.max():.1e}")


def report(what: str, ours: float, theirs: float, apart: float) -> None:
    print(
        f"{what}: {1 / ours:,.0f}/s; pygambit {1 / theirs:,.1f}/s; ratio {theirs / ours:,.2f}; "
        f"largest difference {apart:.1e}"
    )


def four_precisions(n: int = 10_000) -> None:
    tree = models.signalling()
    params = draws(tree, n)
    took = best(lambda: solve_aqre(tree, params, PRECISIONS), 3)
    failed = sum((~s.ok).sum() for s in solve_aqre(tree, params, PRECISIONS))
    print(
        f"signalling (23 nodes), {n:,} instances at four precisions: {took:.2f} s; {failed} failed"
    )


def real_size(n: int = 2_000) -> None:
    tree = episode()
    rng = np.random.default_rng(7)
    params = {k: v * rng.uniform(0.8, 1.2, n) for k, v in DEFAULTS.items()}
    start = time.perf_counter()
    solve_aqre(tree, {k: v[:1] for k, v in params.items()}, [20.0])
    first = time.perf_counter() - start
    took = best(lambda: solve_aqre(tree, params, [20.0]), 2)
    start = time.process_time()
    (found,) = solve_aqre(tree, params, [20.0])
    work = (time.process_time() - start) / n
    print(
        f"aqre episode ({len(tree.nodes):,} nodes merged, {len(tree.infosets)} information sets), "
        f"precision 20: {n / took:,.0f}/s, {work * 1e3:.2f} ms of one processor each, first one "
        f"{first:.1f} s; "
        f"certified {found.ok.sum():,} of {n:,}; largest residual {found.residual.max():.1e}"
    )


def spe_beside_gambit(name: str, n: int = 200_000, few: int = 5) -> None:
    """Compare backward induction, in a batch and alone; pygambit is timed without building."""
    tree = getattr(models, name)()
    params = draws(tree, n)
    batch = best(lambda: solve_spe(tree, params), 3) / n
    found = solve_spe(tree, params)
    theirs = alone = apart = 0.0
    for i in range(few):
        here = one(params, i)
        alone += best(lambda here=here: solve_spe(tree, here)) / few
        game, _ = as_gambit(tree, here)
        theirs += best(lambda game=game: pygambit.nash.enumpure_agent_solve(game), 3) / few
        equilibria = pygambit.nash.enumpure_agent_solve(game).equilibria
        payoffs = [[float(e.payoff(p)) for p in game.players] for e in equilibria]
        apart = max(apart, min(np.abs(found.values[:, i] - p).max() for p in payoffs))
    what = f"spe {name} ({len(tree.nodes)} nodes)"
    report(f"{what}, each of {n:,} in a batch", batch, theirs, apart)
    report(f"{what}, alone", alone, theirs, apart)


def nash_beside_gambit(games: int = 60) -> None:
    """List all extreme equilibria of random two-player games, one by one, in exact numbers."""
    rng = np.random.default_rng(5)
    ours = theirs = 0.0
    alike = 0
    for _ in range(games):
        m, n = (int(k) for k in rng.integers(2, 6, 2))
        cells = " ".join(str(x) for x in rng.integers(-99, 100, m * n * 2))
        text = f'NFG 1 R "g" {{ "A" "B" }} {{ {m} {n} }} {cells}'
        tree, game = read_game(text), pygambit.read_nfg(BytesIO(text.encode()))
        ours += best(lambda tree=tree: solve_nash(tree), 2)
        theirs += best(lambda game=game: pygambit.nash.enummixed_solve(game), 2)
        found = sum(len(s.ends[0]) * len(s.ends[1]) for s in solve_nash(tree).found)
        alike += found == len(pygambit.nash.enummixed_solve(game).equilibria)
    print(
        f"nash, {games} random games of 2 to 5 plans each, alone: {games / ours:,.0f}/s; pygambit "
        f"{games / theirs:,.0f}/s; ratio {theirs / ours:,.2f}; as many equilibria in {alike}"
    )


def subgames_beside_gambit() -> None:
    """Solve a choice before a simultaneous move; the peer lists Nash equilibria of the whole."""
    b = Builder(("A", "B"))
    pays = {("l", "l"): (3, 1), ("r", "r"): (1, 3)}

    def reply(a: str) -> int:
        return b.decision("B", {x: b.terminal(pays.get((a, x), (0, 0))) for x in "lr"}, "B")

    both = b.decision("A", {x: reply(x) for x in "lr"}, "A")
    tree = b.tree(b.decision("A", {"in": both, "out": b.terminal((2, 2))}, "first"))
    game, _ = as_gambit(tree, {})
    ours = best(lambda: solve_subgames(tree))
    theirs = best(lambda: pygambit.nash.enummixed_solve(game))
    print(
        f"subgame perfection with a simultaneous move, alone: {1 / ours:,.0f}/s; pygambit's Nash "
        f"equilibria of the whole {1 / theirs:,.0f}/s; ratio {theirs / ours:,.2f}"
    )


def large_trees() -> None:
    """Build and solve deep and bushy trees of growing size."""
    for shape in (chain, bush):
        for size in (100_000, 1_000_000):
            start = time.perf_counter()
            tree = shape(size)
            built = time.perf_counter()
            found = solve_spe(tree, {})
            solved = time.perf_counter()
            print(
                f"{shape.__name__} of {len(tree.nodes):,} nodes: built in {built - start:.1f} s, "
                f"subgame perfection with certificate in {solved - built:.1f} s; "
                f"regret {found.regret[0]:.0e}"
            )


def chain(size: int) -> Tree:
    """Take now or leave it, in turn: as deep as it is large."""
    b = Builder(("A", "B"))
    node = b.terminal((0, 0), "end")
    for i in range(size // 2):
        own = (i + 2, i) if i % 2 else (i, i + 2)
        node = b.decision("AB"[(i + 1) % 2], {"take": b.terminal(own), "leave": node})
    return b.tree(node)


def bush(size: int) -> Tree:
    """Ten moves at every decision, other payoffs at every end."""
    b, rng = Builder(("A", "B")), np.random.default_rng(1)
    ends = rng.random((int(size * 0.9), 2))
    level = [b.terminal((float(x), float(y))) for x, y in ends]
    depth = 0
    while len(level) > 1:
        moves = [dict(zip("abcdefghij", level[i : i + 10])) for i in range(0, len(level), 10)]  # noqa: B905
        level = [b.decision("AB"[depth % 2], m) for m in moves]
        depth += 1
    return b.tree(level[0])


def memory() -> None:
    """Solve ten times as many instances from a generator; the peak must not move."""
    tree = models.signalling()
    for batches in (2, 20):
        for seed in range(batches):
            (found,) = solve_aqre(tree, draws(tree, 2_000, seed), [20.0])
            assert found.ok.all()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{batches * 2_000:,} instances, batch by batch: peak memory {peak:.0f} MB")


def main() -> None:
    print(f"{sys.version.split()[0]}, pygambit {pygambit.__version__}, numpy {np.__version__}")
    memory()
    for name in TREES:
        aqre_beside_gambit(name)
    four_precisions()
    spe_beside_gambit("deterrence")
    nash_beside_gambit()
    subgames_beside_gambit()
    signalling.main()
    large_trees()
    real_size()


if __name__ == "__main__":
    main()
