"""Gaussian elimination of a sparse matrix, written down as steps of a program.

Without exchanges of rows, so that the steps are the same for every instance. Every diagonal entry
starts as 1, and what is added to it are feedbacks between choices; where they cancel, the step
fails and a shorter one is tried.
"""

from __future__ import annotations

import heapq

from foedus.games.tape import ONE, Tape


class Matrix:
    """A sparse matrix with right-hand sides; entries are rows of a tape, by column.

    Attributes
    ----------
    rows, pivots, sides
        Entries beside the diagonal, on it, and right of the matrix.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.rows: list[dict[int, int]] = []
        self.pivots: dict[int, int] = {}
        self.sides: list[dict[int, int]] = []

    def add(self) -> int:
        """Add a variable, with 1 on the diagonal."""
        self.pivots[len(self.rows)] = ONE
        self.rows.append({})
        self.sides.append({})
        return len(self.rows) - 1

    def less(self, row: int, column: int, a: int, b: int) -> None:
        """Subtract the product of two rows of the tape from an entry."""
        self.tape.less(self.pivots if row == column else self.rows[row], column, a, b)

    def solve(self, wanted: int) -> int:
        """Put the first solutions in place of their right-hand sides; return the sign's row.

        Always the variable is next that costs least (Markowitz 1957, "The elimination form of the
        inverse", Management Science 3, on the diagonal). Equations of games are far from symmetric
        (payoffs look down the tree, beliefs up), so this takes a fraction of what minimum degree
        does.
        """
        below: list[set[int]] = [set() for _ in self.rows]
        for r, row in enumerate(self.rows):
            for c in row:
                below[c].add(r)
        waiting = [
            (len(row) * len(under), k)
            for k, (row, under) in enumerate(zip(self.rows, below, strict=True))
        ]
        heapq.heapify(waiting)
        inverse: dict[int, int] = {}
        sign = ONE
        while waiting:
            cost, k = heapq.heappop(waiting)
            if k in inverse or len(self.rows[k]) * len(below[k]) != cost:
                continue
            inverse[k] = self.tape.inverse(self.pivots[k])
            sign = self.tape.signed(self.pivots[k], sign)
            for i in below[k]:
                self._subtract(i, k, inverse[k])
                for c in self.rows[k]:
                    if c != i:
                        below[c].add(i)
            for c in self.rows[k]:
                below[c].discard(k)
            for v in {*self.rows[k], *below[k]}:
                heapq.heappush(waiting, (len(self.rows[v]) * len(below[v]), v))
        self._upwards(inverse, wanted)
        return sign

    def _subtract(self, i: int, k: int, inverse: int) -> None:
        """Subtract a row from a later one, so that its variable is no longer there."""
        factor = self.tape.times(self.rows[i].pop(k), inverse)
        for c, source in self.rows[k].items():
            self.less(i, c, factor, source)
        for s, source in self.sides[k].items():
            self.tape.less(self.sides[i], s, factor, source)

    def _upwards(self, inverse: dict[int, int], wanted: int) -> None:
        needed = set(range(wanted))
        for k in inverse:
            if k in needed:
                needed.update(self.rows[k])
        for k in reversed(inverse):
            if k in needed:
                for c, at in self.rows[k].items():
                    for s, source in self.sides[c].items():
                        self.tape.less(self.sides[k], s, at, source)
                self.sides[k] = {
                    s: self.tape.times(x, inverse[k]) for s, x in self.sides[k].items()
                }
