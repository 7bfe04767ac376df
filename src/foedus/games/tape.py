"""Straight-line programs: steps of arithmetic that are worked out for eight instances abreast.

A program is a list of steps on the rows of a table, which has an entry for each instance. It is
written down once for a game and run in machine code; a step is read once for eight instances.
"""

from __future__ import annotations

from array import array
from collections.abc import MutableMapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.compiling import njit
from foedus.games.expressions import Array

WIDTH = 8
"""Lanes: instances that are worked out abreast."""
ZERO, ONE, MINUS_ONE = 0, 1, 2
"""Rows that every table has, before those that are given."""
_TIMES, _NEGATIVE, _ADD, _SUBTRACT = 0, 1, 2, 3
_PLUS, _MINUS, _LARGER, _EXP, _LOG, _INVERT, _SIGN = 4, 5, 6, 7, 8, 9, 10


class Tape:
    """A program that is being written down.

    Parameters
    ----------
    given
        How many rows hold what goes in, the constants with them. They are never written to.

    Examples
    --------
    >>> tape = Tape(4)
    >>> square = tape.times(3, 3)
    >>> tape.program([tape.minus(square, ONE)]).run(np.array([[2.0, 3.0]])).tolist()
    [[3.0, 8.0]]
    """

    def __init__(self, given: int) -> None:
        self.given = self.rows = given
        self._steps = array("i")

    def _step(self, operation: int, a: int, b: int, at: int | None = None) -> int:
        if at is None:
            at, self.rows = self.rows, self.rows + 1
        self._steps.extend((operation, at, a, b))
        return at

    def plus(self, a: int, b: int) -> int:
        """Return the row of a + b."""
        return self._step(_PLUS, a, b)

    def minus(self, a: int, b: int) -> int:
        """Return the row of a - b."""
        return self._step(_MINUS, a, b)

    def times(self, a: int, b: int) -> int:
        """Return the row of a · b, which may be one of them."""
        if ONE in (a, b):
            return a if b == ONE else b
        return self._step(_TIMES, a, b)

    def inverse(self, a: int) -> int:
        """Return the row of 1 / a."""
        return a if a == ONE else self._step(_INVERT, a, ONE)

    def signed(self, a: int, sign: int) -> int:
        """Return the row of a sign times that of a."""
        return sign if a == ONE else self._step(_SIGN, a, sign)

    def total(self, pairs: Sequence[tuple[int, int]]) -> int:
        """Return the row of a sum of products."""
        if len(pairs) == 1:
            return self.times(*pairs[0])
        at = self._step(_TIMES, *pairs[0])
        for a, b in pairs[1:]:
            self._step(_ADD, a, b, at)
        return at

    def less(self, row: MutableMapping[int, int], column: int, a: int, b: int) -> None:
        """Subtract a · b from an entry of a sparse row; one that is not there is 0."""
        at = row.get(column)
        if at is None:
            row[column] = self._step(_NEGATIVE, a, b)
            return
        if at < self.given:
            at = row[column] = self._step(_TIMES, at, ONE)
        self._step(_SUBTRACT, a, b, at)

    def weighed(self, logs: Sequence[int]) -> tuple[int, int, list[int]]:
        """Return the rows of what makes log Σ exp (see `log`), and of each one's share in it."""
        if len(logs) == 1:
            return logs[0], ONE, [ONE]
        most = reduce(lambda a, b: self._step(_LARGER, a, b), logs)
        weights = [self._step(_EXP, a, most) for a in logs]
        total = self.total([(w, ONE) for w in weights])
        scale = self.inverse(total)
        return most, total, [self.times(w, scale) for w in weights]

    def log(self, a: int, b: int) -> int:
        """Return the row of a + log b."""
        return a if b == ONE else self._step(_LOG, a, b)

    def add(self, at: int, a: int, b: int) -> None:
        """Add a · b to a row."""
        self._step(_ADD, a, b, at)

    def program(self, wanted: Sequence[int]) -> Program:
        """Return what was written down, and the rows that come out."""
        steps = np.array(self._steps, dtype=np.uint32).reshape(-1, 4)
        return Program(steps, self.rows, np.array(wanted, dtype=np.int32))


class Program(NamedTuple):
    """Steps that are run: operation, row of the result, rows of what it is made of."""

    steps: NDArray[np.uint32]
    rows: int
    wanted: NDArray[np.int32]

    def run(self, given: Array) -> Array:
        """Return the wanted rows, shape (wanted, n), from those after the constants: (rows, n)."""
        out = np.empty((len(self.wanted), given.shape[1]))
        _run(self.steps, self.rows, given, self.wanted, out)
        return out


@njit(error_model="numpy", fastmath={"contract"})
def _run(steps: Any, rows: int, given: Any, wanted: Any, out: Any) -> None:
    table = np.empty((rows, WIDTH))
    count = given.shape[1]
    for first in range(0, count, WIDTH):
        for n in range(WIDTH):
            table[ZERO, n], table[ONE, n], table[MINUS_ONE, n] = 0.0, 1.0, -1.0
            for r in range(len(given)):
                table[r + 3, n] = given[r, min(first + n, count - 1)]
        for s in range(len(steps)):
            kind, at, a, b = steps[s, 0], table[steps[s, 1]], table[steps[s, 2]], table[steps[s, 3]]
            for n in range(WIDTH):  # the compiler takes the choice out of this loop
                if kind == _SUBTRACT:
                    at[n] -= a[n] * b[n]
                elif kind == _TIMES:
                    at[n] = a[n] * b[n]
                elif kind == _NEGATIVE:
                    at[n] = -a[n] * b[n]
                elif kind == _ADD:
                    at[n] += a[n] * b[n]
                elif kind == _PLUS:
                    at[n] = a[n] + b[n]
                elif kind == _MINUS:
                    at[n] = a[n] - b[n]
                elif kind == _LARGER:
                    at[n] = max(a[n], b[n])
                elif kind == _EXP:
                    at[n] = np.exp(a[n] - b[n])
                elif kind == _LOG:
                    at[n] = a[n] + np.log(b[n])
                elif kind == _INVERT:
                    at[n] = b[n] / a[n]
                else:
                    at[n] = np.sign(a[n]) * b[n]
        for n in range(min(WIDTH, count - first)):
            for w in range(len(wanted)):
                out[w, first + n] = table[wanted[w], n]
