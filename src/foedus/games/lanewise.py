"""The two innermost loops of an elimination, on all lanes of a row at once.

Numba has no vector type, and its optimiser does not see that the rows of one table do not overlap.
Written out in plain code these two loops take three to four times as long, and the whole as much.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

WIDTH = 8
_LANES = ir.VectorType(ir.DoubleType(), WIDTH)


class _Rows:
    """The rows of a table of shape (rows, WIDTH), C order, float64, inside compiled code."""

    def __init__(self, context: Any, builder: Any, kind: Any, table: Any) -> None:
        self.builder, self.data = builder, context.make_array(kind)(context, builder, table).data

    def _at(self, number: Any) -> Any:
        first = self.builder.mul(number, ir.Constant(number.type, WIDTH))
        return self.builder.bitcast(self.builder.gep(self.data, [first]), _LANES.as_pointer())

    def load(self, number: Any) -> Any:
        return self.builder.load(self._at(number), align=8)

    def store(self, number: Any, value: Any) -> None:
        self.builder.store(value, self._at(number), align=8)

    def less(self, value: Any, factor: Any, times: Any) -> Any:
        """Return a row less another times a third."""
        product = self.builder.fmul(factor, times, flags=("contract",))
        return self.builder.fsub(value, product, flags=("contract",))


def _loop(body: Any) -> Any:
    """Make ``f(w, row, source, places, first, count)`` of what is done at each of `count` places.

    `body` gets the rows of `w`, the row, and what yields each row from `source` on with the row
    that `places` names from `first` on.
    """
    index = types.uintp

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        w, row, source, places, first, count = args
        named = context.make_array(signature.args[3])(context, builder, places).data

        def each(step: Any) -> None:
            with cgutils.for_range(builder, count) as loop:
                number = builder.load(builder.gep(named, [builder.add(first, loop.index)]))
                step(builder.add(source, loop.index), builder.zext(number, first.type))

        body(_Rows(context, builder, signature.args[0], w), row, each)
        return context.get_dummy_value()

    return intrinsic(
        lambda _typing, w, row, source, places, first, count: (
            types.void(w, index, index, places, index, index),
            build,
        )
    )


def _multiple(rows: _Rows, row: Any, each: Any) -> None:
    factor = rows.load(row)
    each(
        lambda here, there: rows.store(there, rows.less(rows.load(there), factor, rows.load(here)))
    )


def _products(rows: _Rows, row: Any, each: Any) -> None:
    builder = rows.builder
    after = builder.add(row, ir.Constant(row.type, 1))
    totals = [cgutils.alloca_once_value(builder, rows.load(r)) for r in (row, after)]  # type: ignore[no-untyped-call]

    def step(here: Any, there: Any) -> None:
        factor = rows.load(here)
        for k, total in enumerate(totals):
            other = rows.load(builder.add(there, ir.Constant(there.type, k)))
            builder.store(rows.less(builder.load(total), factor, other), total)

    each(step)
    for r, total in zip((row, after), totals, strict=True):
        rows.store(r, builder.load(total))


subtract_multiple = _loop(_multiple)
"""Subtract row `row` of `w`, times each of `count` rows from `source` on, from the rows that
`places` names from `first` on."""

subtract_products = _loop(_products)
"""From `row` of `w` and the next, subtract rows from `source` on, times those that `places` names
from `first` on, and the next after each."""
