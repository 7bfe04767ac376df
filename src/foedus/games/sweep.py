"""Sweeps that only need what happens: chances of outcomes, without conduct node by node."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.games.aqre import solve_aqre
from foedus.games.expressions import Array
from foedus.games.solution import Solution, frequencies
from foedus.games.spe import solve_spe
from foedus.games.straightline import INVALID, MOST_NODES, TIED, kernel, outcomes
from foedus.games.tree import GameError, Tree, in_chunks, parameter_arrays

Concept = Literal["spe", "aqre"]
COMPILE_ABOVE = 200_000
"""Instances × nodes above which generated code is used: below it, NumPy takes less than a second
and compiling takes more."""
PIECE = 2**17
"""Instances that generated code solves at a time, so that results stay in the cache."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """What happens in each of ``n`` instances.

    Attributes
    ----------
    outcomes
        Labels of ends.
    chances
        Shape (outcomes, n): NaN where an instance failed.
    values
        Shape (players, n): expected payoffs.
    ok, tied
        Shape (n,): solved; and (subgame perfection) solved, but not the only equilibrium.
    """

    outcomes: tuple[str, ...]
    chances: Array
    values: Array
    ok: NDArray[np.bool_]
    tied: NDArray[np.bool_]


def sweep(
    tree: Tree,
    params: Mapping[str, ArrayLike] | Iterable[Mapping[str, ArrayLike]],
    concept: Concept = "spe",
    precision: float | None = None,
    generated: bool | None = None,
) -> Iterator[Frequencies]:
    """Yield outcome frequencies batch by batch; memory does not grow with their number.

    Parameters
    ----------
    tree
        The game.
    params
        One batch, which is yielded in pieces where it is large, or any number of batches, for
        instance from a generator that draws them.
    concept, precision
        ``spe``, or ``aqre`` with a precision.
    generated
        Whether to compile code for this tree (perfect information only); by default, when the
        batch is large enough to be worth it.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> war, peace = b.terminal(("x",), "war"), b.terminal((0,), "peace")
    >>> tree = b.tree(b.decision("A", {"attack": war, "hold": peace}))
    >>> (found,) = sweep(tree, {"x": [1.0, -1.0]})
    >>> dict(zip(found.outcomes, found.chances))
    {'war': array([1., 0.]), 'peace': array([0., 1.])}
    """
    if (concept == "aqre") != (precision is not None):
        raise GameError("aqre needs a precision, and spe takes none")
    for batch in [params] if isinstance(params, Mapping) else params:
        arrays, n = parameter_arrays(tree, batch)
        fits = tree.perfect_information and len(tree.nodes) <= MOST_NODES
        if generated or (generated is None and fits and n * len(tree.nodes) > COMPILE_ABOVE):
            yield from _run(tree, arrays, n, precision)
        else:
            for chunk in in_chunks(tree, batch):
                yield _counted(tree, chunk, precision)


def _counted(tree: Tree, params: Mapping[str, ArrayLike], precision: float | None) -> Frequencies:
    solved: Solution
    if precision is None:
        solved = solve_spe(tree, params)
    else:
        (solved,) = solve_aqre(tree, params, [precision])
    found = frequencies(solved, params)
    labels = outcomes(tree)
    tied = solved.ties.any(axis=0) & solved.ok & (precision is None)
    return Frequencies(
        labels, np.stack([found[name] for name in labels]), solved.values, solved.ok, tied
    )


def _run(
    tree: Tree, arrays: Mapping[str, Array], n: int, precision: float | None
) -> Iterator[Frequencies]:
    """Run a tree's generated code piece by piece, in as many threads as there are processors."""
    varied = frozenset(name for name in tree.names if arrays[name].size > 1)
    run = kernel(tree, varied, precision is not None)
    workers = len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(workers) as pool:
        for first in range(0, n, PIECE):
            inputs = [
                arrays[name][first : first + PIECE] if name in varied else arrays[name]
                for name in sorted(tree.names)
            ]
            yield _piece(tree, run, pool, workers, inputs, min(PIECE, n - first), precision or 0.0)


def _piece(
    tree: Tree,
    run: Callable[..., None],
    pool: ThreadPoolExecutor,
    workers: int,
    inputs: list[Array],
    n: int,
    precision: float,
) -> Frequencies:
    labels = outcomes(tree)
    chances, values = np.empty((len(labels), n)), np.empty((len(tree.players), n))
    flags = np.empty(n, dtype=np.uint8)
    size = max(4096, -(-n // workers))

    def part(start: int) -> None:
        run(*inputs, precision, start, min(start + size, n), chances, values, flags)

    list(pool.map(part, range(0, n, size)))
    bad = flags == INVALID
    if bad.any():
        chances[:, bad], values[:, bad] = np.nan, np.nan
    return Frequencies(labels, chances, values, ~bad, flags == TIED)
