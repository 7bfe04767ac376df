"""How fast a sweep over all options of a case is, and how much memory it takes.

Run ``python benchmarks/deterrence.py [CASE] [DRAWS]``. It prints compile times and sizes by option,
then draws per second with one worker and with two, whether both gave the same numbers, and the
largest memory that any process held. The one-pass kernel is timed beside the general solvers of
`foedus.games` on the same game and parameters.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from foedus.casebook import text_of
from foedus.deterrence import Runner, deter
from foedus.deterrence.job import Job, game_of
from foedus.games import solve_aqre
from foedus.language import read


def main(case: str = "ukraine-2025", draws: int = 10_000) -> None:
    arrangement = read(text_of(case), case)
    for name in arrangement.options:
        start = time.perf_counter()
        game = game_of(Job(arrangement, name))
        seconds = time.perf_counter() - start
        print(f"{name}: {len(game.tree.nodes)} nodes, compiled in {seconds:.1f} s")
    peers(arrangement)
    rows = {}
    for workers in (2, 1):
        start = time.perf_counter()
        rows[workers] = deter(arrangement, runner=Runner(workers), draws=draws).rows
        seconds = time.perf_counter() - start
        rate = draws * len(arrangement.options) / seconds
        print(f"{workers} workers: {draws} draws of all options in {seconds:.1f} s ({rate:.0f}/s)")
    same = all(
        np.array_equal(row, rows[2][option][name])
        for option, columns in rows[1].items()
        for name, row in columns.items()
    )
    print(f"the same numbers with 1 and 2 workers: {same}")
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        print(f"largest memory: {resource.getrusage(who).ru_maxrss / 1024:.0f} MiB")


def peers(arrangement) -> None:
    job = Job(arrangement, next(iter(arrangement.options)))
    game, size = game_of(job), 500
    params = game.chances.values(job.draws(size))
    game.induction.solved(params, 2, 20.0)
    start = time.perf_counter()
    found = game.induction.solved(params, size, 20.0)
    ours = time.perf_counter() - start
    solve_aqre(game.tree, params, [20.0])
    start = time.perf_counter()
    solution = solve_aqre(game.tree, params, [20.0])[0]
    theirs = time.perf_counter() - start
    apart = np.abs(found[:, : len(game.tree.players)].T - solution.values).max()
    print(
        f"one pass {ours:.3f} s, general solver {theirs:.3f} s: "
        f"{theirs / ours:.0f} times, {apart:.1g} apart"
    )


if __name__ == "__main__":
    main(*sys.argv[1:2], *(int(number) for number in sys.argv[2:3]))
