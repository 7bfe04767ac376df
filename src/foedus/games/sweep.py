"""Sweeps that only need what happens: chances of outcomes, without conduct node by node."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.games.aqre import solve_aqre
from foedus.games.expressions import Array
from foedus.games.solution import Solution, frequencies
from foedus.games.spe import solve_spe
from foedus.games.straightline import ABREAST, MOST_NODES, kernel, outcomes
from foedus.games.tree import GameError, Tree, in_chunks, parameter_arrays

Concept = Literal["spe", "aqre"]
COMPILE_ABOVE = 200_000
"""Instances × nodes above which generated code is used: below it, NumPy takes less than a second
and compiling takes more."""
PIECE = 2**15
"""Instances that generated code stores at a time, so that results stay in the cache."""
SUMMED = 2**12
"""Instances that generated code adds up in one go; what is summed is then summed in pairs, so
that sums neither lose digits nor depend on the number of threads."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What happens on average over a sweep.

    Attributes
    ----------
    outcomes
        Labels of ends.
    solved, failed, tied
        How many instances were solved; were not, and are in no average; were solved, but have
        further equilibria.
    chances
        By outcome: its mean chance. NaN where nothing was solved.
    values
        By player: the mean of the expected payoff.
    """

    outcomes: tuple[str, ...]
    solved: int
    failed: int
    tied: int
    chances: Array
    values: Array


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
    _check_precision(concept, precision)
    for batch in [params] if isinstance(params, Mapping) else params:
        arrays, n = parameter_arrays(tree, batch)
        if _worth_compiling(tree, n) if generated is None else generated:
            yield from _stored(tree, arrays, n, precision)
        else:
            for chunk in in_chunks(tree, batch):
                yield _counted(tree, chunk, precision)


def tally(
    tree: Tree,
    params: Mapping[str, ArrayLike] | Iterable[Mapping[str, ArrayLike]],
    concept: Concept = "spe",
    precision: float | None = None,
    generated: bool | None = None,
) -> Tally:
    """Return mean outcome frequencies; nothing is kept, nor even written, for an instance.

    Generated code reads each parameter once. Parameters in float32 are read as they are, half the
    bytes; all arithmetic is in float64.

    Parameters
    ----------
    tree, params, concept, precision, generated
        As for `sweep`.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> war, peace = b.terminal(("x",), "war"), b.terminal((0,), "peace")
    >>> tree = b.tree(b.decision("A", {"attack": war, "hold": peace}))
    >>> found = tally(tree, {"x": [1.0, -1.0, 3.0, 0.0]})
    >>> dict(zip(found.outcomes, found.chances.tolist())), found.values.tolist(), found.tied
    ({'war': 0.75, 'peace': 0.25}, [1.0], 1)
    """
    _check_precision(concept, precision)
    total = np.zeros(len(outcomes(tree)) + len(tree.players) + 2)
    count = 0
    for batch in [params] if isinstance(params, Mapping) else params:
        arrays, n = parameter_arrays(tree, batch)
        count += n
        if _worth_compiling(tree, n) if generated is None else generated:
            total += _added(tree, arrays, n, precision)
            continue
        for chunk in in_chunks(tree, batch):
            found = _counted(tree, chunk, precision)
            rows = np.vstack([found.chances, found.values])[:, found.ok].sum(axis=1)
            total += [*rows, (~found.ok).sum(), found.tied.sum()]
    *sums, failed, tied = total
    solved = count - int(failed)
    means = np.array(sums) / solved if solved else np.full(len(sums), np.nan)
    ends = len(outcomes(tree))
    return Tally(outcomes(tree), solved, int(failed), int(tied), means[:ends], means[ends:])


def _check_precision(concept: Concept, precision: float | None) -> None:
    if (concept == "aqre") != (precision is not None):
        raise GameError("aqre needs a precision, and spe takes none")


def _worth_compiling(tree: Tree, n: int) -> bool:
    fits = tree.perfect_information and len(tree.nodes) <= MOST_NODES
    return fits and n * len(tree.nodes) > COMPILE_ABOVE


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


def _stored(
    tree: Tree, arrays: Mapping[str, Array], n: int, precision: float | None
) -> Iterator[Frequencies]:
    """Run a tree's generated code, a few pieces ahead in as many threads as processors."""
    run = kernel(tree, _varied(tree, arrays), precision is not None, "store")
    labels, workers = outcomes(tree), len(os.sched_getaffinity(0))

    def solved(start: int) -> Frequencies:
        stop = min(start + PIECE, n)
        inputs = _inputs(tree, arrays, start, stop)
        size = -(-(stop - start) // ABREAST) * ABREAST
        rows = np.empty((len(labels) + len(tree.players), size))
        ok, tied = np.empty(size, np.bool_), np.empty(size, np.bool_)
        run(inputs, precision or 0.0, 0, size, rows, ok.view(np.uint8), tied.view(np.uint8))
        kept, ends = slice(stop - start), len(labels)
        return Frequencies(labels, rows[:ends, kept], rows[ends:, kept], ok[kept], tied[kept])

    with ThreadPoolExecutor(workers) as pool:
        ahead: deque[Future[Frequencies]] = deque()
        for start in range(0, n, PIECE):
            ahead.append(pool.submit(solved, start))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _added(tree: Tree, arrays: Mapping[str, Array], n: int, precision: float | None) -> Array:
    """Add up with a tree's generated code: outcomes, values, how many failed, how many tied."""
    run = kernel(tree, _varied(tree, arrays), precision is not None, "add")
    whole, workers = n - n % ABREAST, len(os.sched_getaffinity(0))
    rows = len(outcomes(tree)) + len(tree.players) + 2
    sums = np.zeros((-(-whole // SUMMED), rows, ABREAST))
    inputs = _inputs(tree, arrays, 0, whole)
    with ThreadPoolExecutor(workers) as pool:
        bounds = _shared(whole, SUMMED, workers)
        list(pool.map(lambda b: run(inputs, precision or 0.0, *b, sums, SUMMED), bounds))
    rest = np.zeros((1, rows, ABREAST))
    if whole < n:
        run(_inputs(tree, arrays, whole, n), precision or 0.0, 0, ABREAST, rest, SUMMED)
    return np.asarray(sums.sum(axis=(0, 2)) + rest[0, :, : n - whole].sum(axis=1))


def _varied(tree: Tree, arrays: Mapping[str, Array]) -> frozenset[str]:
    return frozenset(name for name in tree.names if arrays[name].size > 1)


def _inputs(tree: Tree, arrays: Mapping[str, Array], start: int, stop: int) -> tuple[Array, ...]:
    """Return the parameters of some instances; what is short of a multiple is filled up."""
    short = -(stop - start) % ABREAST
    found = []
    for name in sorted(tree.names):
        values = np.ascontiguousarray(arrays[name])
        if values.size > 1:
            values = values[start:stop]
            values = np.pad(values, (0, short), mode="edge") if short else values
        found.append(values)
    return tuple(found)


def _shared(n: int, unit: int, workers: int) -> list[tuple[int, int]]:
    """Divide instances among workers, in whole units."""
    size = -(-n // (unit * workers)) * unit
    return [(start, min(start + size, n)) for start in range(0, n, size or 1)]
