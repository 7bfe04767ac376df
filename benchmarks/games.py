"""Games, in one run beside pygambit: instances per second, ratio, largest difference, memory.

Run from the repository's root: python benchmarks/games.py. Compilers are warmed up first; each
number is the best of several runs, because a machine is only ever slowed down by others.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pygambit

from episode import DEFAULTS, episode
from foedus.games import Tree, models, solve_aqre, sweep
from gambit_peer import as_gambit, gambit_aqre

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
    ours = best(lambda: solve_aqre(tree, params, [precision], "compiled"), 3) / n
    (found,) = solve_aqre(tree, params, [precision], "compiled")
    theirs, apart = 0.0, 0.0
    for i in range(few):
        game, _ = as_gambit(tree, one(params, i))
        theirs += best(lambda game=game: pygambit.qre.logit_solve_lambda(game, precision), 2) / few
        told = gambit_aqre(tree, one(params, i), precision)
        apart = max(
            apart,
            *(np.abs(p[:, i] - q).max() for p, q in zip(found.profile, told, strict=True)),
        )
    report(f"aqre {name} ({len(tree.nodes)} nodes), precision {precision:g}", ours, theirs, apart)
    print(f"    certified {found.ok.sum():,} of {n:,}; largest residual {found.residual.max():.1e}")


def report(what: str, ours: float, theirs: float, apart: float) -> None:
    print(
        f"{what}: {1 / ours:,.0f}/s; pygambit {1 / theirs:,.1f}/s; ratio {theirs / ours:,.0f}; "
        f"largest difference {apart:.1e}"
    )


def four_precisions(n: int = 10_000) -> None:
    tree = models.signalling()
    params = draws(tree, n)
    took = best(lambda: solve_aqre(tree, params, PRECISIONS, "compiled"), 3)
    failed = sum((~s.ok).sum() for s in solve_aqre(tree, params, PRECISIONS, "compiled"))
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
    took = best(lambda: solve_aqre(tree, params, [20.0], "compiled"), 2)
    (found,) = solve_aqre(tree, params, [20.0], "compiled")
    print(
        f"aqre episode ({len(tree.nodes):,} nodes merged, {len(tree.infosets)} information sets), "
        f"precision 20: {n / took:,.0f}/s, first one {first:.1f} s; "
        f"certified {found.ok.sum():,} of {n:,}; largest residual {found.residual.max():.1e}"
    )


def bandwidth(size: int = 2**24) -> float:
    """Return bytes per second of reading two arrays and writing a third, in all threads."""

    @numba.njit(nogil=True)
    def triad(a, b, c, start, stop):
        for i in range(start, stop):
            c[i] = a[i] + 2 * b[i]

    a, b, c = np.ones(size), np.ones(size), np.ones(size)
    workers = numba.config.NUMBA_NUM_THREADS
    starts = range(0, size, size // workers)
    with ThreadPoolExecutor(workers) as pool:
        return (
            24
            * size
            / best(lambda: list(pool.map(lambda s: triad(a, b, c, s, s + size // workers), starts)))
        )


def spe_beside_gambit(n: int = 4_000_000, few: int = 5) -> None:
    tree = models.deterrence()
    params = draws(tree, n)

    def run() -> None:
        for _ in sweep(tree, params, generated=True):
            pass

    ours = best(run) / n
    first = next(sweep(tree, params, generated=True))
    theirs, apart = 0.0, 0.0
    for i in range(few):
        game, _ = as_gambit(tree, one(params, i))
        theirs += best(lambda game=game: pygambit.nash.enumpure_agent_solve(game), 3) / few
        equilibria = pygambit.nash.enumpure_agent_solve(game).equilibria
        payoffs = [[float(e.payoff(p)) for p in game.players] for e in equilibria]
        apart = max(apart, min(np.abs(first.values[:, i] - p).max() for p in payoffs))
    report(f"spe deterrence (5 nodes), {n:,} instances", ours, theirs, apart)
    moved = 8 * (len(tree.names) + len(first.outcomes) + 2) + 1
    limit = bandwidth()
    print(
        f"    {moved / ours / 1e9:.1f} GB/s of parameters read and results written, "
        f"{moved / ours / limit:.0%} of {limit / 1e9:.1f} GB/s measured"
    )


def memory() -> None:
    """Sweep ten times as many instances from a generator; the peak must not move."""
    tree = models.signalling()
    for batches in (2, 20):
        for found in sweep(
            tree, (draws(tree, 2_000, seed) for seed in range(batches)), "aqre", 20.0
        ):
            assert found.ok.all()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"frequencies of {batches * 2_000:,} instances: peak memory {peak:.0f} MB")


def main() -> None:
    print(f"{sys.version.split()[0]}, pygambit {pygambit.__version__}, numba {numba.__version__}")
    memory()
    for name in TREES:
        aqre_beside_gambit(name)
    four_precisions()
    spe_beside_gambit()
    real_size()


if __name__ == "__main__":
    main()
