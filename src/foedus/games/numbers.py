"""A tree's payoffs and chances at parameter values, for a batch of instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.games.expressions import Array, Expr, Number, ParameterError
from foedus.games.tree import Chance, GameError, Payment, Terminal, Tree


@dataclass(frozen=True, slots=True)
class Numbers:
    """A tree's payoffs and chance probabilities at parameter values, for `n` instances.

    Attributes
    ----------
    n
        Number of instances.
    payoffs
        By terminal node: shape (players, n).
    chance
        By chance node: shape (moves, n).
    valid
        Shape (n,): payoffs finite, probabilities in [0, 1] and summing to 1.
    at
        By expression that occurs: its value, shape (n,).
    faults
        By node with bad numbers: shape (n,), where they are bad.
    """

    n: int
    payoffs: Mapping[int, Array]
    chance: Mapping[int, Array]
    valid: np.ndarray
    at: Mapping[Expr, Array] = field(default_factory=dict)
    faults: Mapping[int, np.ndarray] = field(default_factory=dict)

    def some(self, rows: NDArray[np.intp]) -> Numbers:
        """Return the numbers of some instances, in this order."""
        return Numbers(
            len(rows),
            {x: u[:, rows] for x, u in self.payoffs.items()},
            {x: p[:, rows] for x, p in self.chance.items()},
            self.valid[rows],
            {e: row[rows] for e, row in self.at.items()},
            {x: wrong[rows] for x, wrong in self.faults.items()},
        )

    def fault(self, tree: Tree, instance: int) -> str:
        """Say what is wrong with an instance's numbers, and where."""
        for number, wrong in self.faults.items():
            node = tree.nodes[number]
            if wrong[instance] and isinstance(node, Terminal):
                said = ", ".join(f"{u:g}" for u in self.payoffs[number][:, instance])
                return f"payoffs {said} at end {node.outcome!r} (node {number})"
            if wrong[instance] and isinstance(node, Chance):
                said = ", ".join(
                    f"{a} {p:g}"
                    for a, p in zip(node.actions, self.chance[number][:, instance], strict=True)
                )
                return f"probabilities {said} at chance node {number}"
        return ""


CHUNK_BYTES = 64 * 2**20
"""Memory for payoffs of all nodes at once; larger batches are cut."""


def in_chunks(tree: Tree, params: Mapping[str, ArrayLike]) -> Iterator[Numbers]:
    """Evaluate a batch in parts that a pass over the tree fits into memory with."""
    arrays, n = parameter_arrays(tree, params)
    size = max(16, CHUNK_BYTES // (8 * len(tree.nodes) * len(tree.players)))
    for start in range(0, n, size):
        here = slice(start, start + size)
        yield evaluate(tree, {name: a if a.size == 1 else a[here] for name, a in arrays.items()})


def parameter_arrays(tree: Tree, params: Mapping[str, ArrayLike]) -> tuple[dict[str, Array], int]:
    """Return parameters as arrays and the number of instances; refuse what does not fit."""
    missing = sorted(tree.names - set(params))
    if missing:
        raise ParameterError(f"parameters without a value: {', '.join(missing)}")
    arrays = {name: np.atleast_1d(_floats(name, v)) for name, v in params.items()}
    deep = sorted(name for name, a in arrays.items() if a.ndim > 1)
    if deep:
        raise ParameterError(f"parameters must be numbers or lists of numbers: {', '.join(deep)}")
    sizes = {a.size for a in arrays.values() if a.size != 1}
    if len(sizes) > 1:
        raise ParameterError(f"parameters have different lengths: {sorted(sizes)}")
    return arrays, sizes.pop() if sizes else 1


def _floats(name: str, values: ArrayLike) -> Array:
    """Return numbers in float64; float32 stays, and is widened where it is used."""
    if isinstance(values, np.ndarray) and values.dtype == np.float32:
        return values
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"parameter {name!r} is no number: {error}") from None


def evaluate(tree: Tree, params: Mapping[str, ArrayLike]) -> Numbers:
    """Evaluate a tree's expressions; instances with bad numbers are marked, not dropped."""
    arrays, n = parameter_arrays(tree, params)
    ends = [x for x, node in enumerate(tree.nodes) if isinstance(node, Terminal)]
    rows: dict[Expr, int] = {}
    places = [
        [rows.setdefault(e, len(rows)) for e in node.payoffs]
        for node in tree.nodes
        if isinstance(node, Terminal)
    ]
    moves = {
        x: [rows.setdefault(e, len(rows)) for e in node.probabilities]
        for x, node in enumerate(tree.nodes)
        if isinstance(node, Chance)
    }
    payments = {x for x in moves if isinstance(tree.nodes[x], Payment)}
    table = _table(list(rows), arrays, n)
    paid = table[np.array(places, dtype=np.intp).reshape(len(ends), len(tree.players))]
    good: np.ndarray = np.asarray(np.isfinite(paid).all(axis=1))
    valid: np.ndarray = np.asarray(good.all(axis=0))
    faults = {ends[k]: ~good[k] for k in np.flatnonzero(~good.all(axis=1))}
    chance: dict[int, Array] = {}
    for x, place in moves.items():
        p = chance[x] = table[place]
        with np.errstate(invalid="ignore"):
            whole = np.abs(p.sum(axis=0) - 1) < 1e-9 if x not in payments else True
            fine = np.asarray((p >= -1e-12).all(axis=0) & whole)
        if not fine.all():
            faults[x] = ~fine
            valid = valid & fine
    return Numbers(
        n,
        dict(zip(ends, paid, strict=True)),
        chance,
        valid,
        dict(zip(rows, table, strict=True)),
        dict(sorted(faults.items())),
    )


def evaluate_one(tree: Tree, params: Mapping[str, Number]) -> Numbers:
    """Evaluate one instance; refuse several, and numbers that are not valid."""
    amounts: dict[str, Any] = dict(params)
    for name, value in amounts.items():
        if np.ndim(value):
            raise ParameterError(
                f"parameter {name!r} has {np.size(value)} values; one instance is listed at a time"
            )
    numbers = evaluate(tree, amounts)
    if not numbers.valid.all():
        raise GameError(f"not valid at these parameter values: {numbers.fault(tree, 0)}")
    return numbers


def _table(exprs: Sequence[Expr], arrays: Mapping[str, Array], n: int) -> Array:
    """Return the value of each expression in each instance, shape (expressions, n)."""
    table = np.zeros((len(exprs), n))
    sure = [float(e.terms[0][1]) if e.terms and e.constant else 0.0 for e in exprs]
    table[:] = np.array(sure)[:, None]
    with np.errstate(invalid="ignore", over="ignore"):  # what is not finite is marked
        for row, e in zip(table, exprs, strict=True):
            if not e.constant:
                row[:] = e.at(arrays)
    return table
