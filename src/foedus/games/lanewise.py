"""Arithmetic on all lanes of a row at once, for compiled code.

Numba has no vector type, and its optimiser does not see that the rows of one table do not
overlap. An operation defined here loads whole rows, computes, and stores one row.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

WIDTH = 8
_LANES = ir.VectorType(ir.DoubleType(), WIDTH)


class Lanes:
    """A row of lanes inside compiled code, with the arithmetic that formulas need."""

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder, self.value = builder, value

    def of(self, number: float) -> Lanes:
        """Return the same number in every lane."""
        return Lanes(self.builder, ir.Constant(self.value.type, [float(number)] * self.width))

    @property
    def width(self) -> int:
        """Return how many lanes there are."""
        return int(self.value.type.count)

    def _with(self, name: str, other: Lanes) -> Lanes:
        operate = getattr(self.builder, name)
        return Lanes(self.builder, operate(self.value, other.value, flags=("contract",)))

    def __add__(self, other: Lanes) -> Lanes:
        return self._with("fadd", other)

    def __sub__(self, other: Lanes) -> Lanes:
        return self._with("fsub", other)

    def __mul__(self, other: Lanes) -> Lanes:
        return self._with("fmul", other)

    def __truediv__(self, other: Lanes) -> Lanes:
        return self._with("fdiv", other)

    def at_least(self, other: Lanes) -> Lanes:
        """Return the larger of two rows, lane by lane."""
        larger = self.builder.fcmp_ordered(">", self.value, other.value)
        return Lanes(self.builder, self.builder.select(larger, self.value, other.value))

    def exp(self) -> Lanes:
        """Return exponentials, to one unit in the last place or two; below −700, as at −700.

        Argument reduction by multiples of log 2 and the Taylor polynomial of degree 13 on
        [−log(2)/2, log(2)/2], whose remainder is below 5e-18.
        """
        x = self.at_least(self.of(-700.0))
        shift = self.of(6755399441055744.0)  # 1.5 × 2^52: adding it rounds to a whole number
        shifted = Lanes(
            self.builder, self.builder.fadd((x * self.of(1.4426950408889634)).value, shift.value)
        )
        times = Lanes(self.builder, self.builder.fsub(shifted.value, shift.value))
        rest = x - times * self.of(6.93147180369123816490e-01)
        rest = rest - times * self.of(1.90821492927058770002e-10)
        factor, total = 1.0, None
        factorials = [1.0]
        for k in range(1, 14):
            factor *= k
            factorials.append(factor)
        for f in reversed(factorials):
            term = self.of(1.0 / f)
            total = term if total is None else total * rest + term
        assert total is not None
        whole = _whole(self.width)
        bits = self.builder.bitcast(shifted.value, whole)
        power = self.builder.shl(bits, ir.Constant(whole, [52] * self.width))
        scaled = self.builder.add(self.builder.bitcast(total.value, whole), power)
        return Lanes(self.builder, self.builder.bitcast(scaled, self.value.type))


def _whole(lanes: int) -> Any:
    return ir.VectorType(ir.IntType(64), lanes)


def _row(context: Any, builder: Any, kind: Any, array: Any, number: Any) -> Any:
    first = builder.mul(number, ir.Constant(number.type, WIDTH))
    start = builder.gep(context.make_array(kind)(context, builder, array).data, [first])
    return builder.bitcast(start, _LANES.as_pointer())


def lanewise(formula: Callable[..., Lanes]) -> Any:
    """Make ``f(array, row, array, row, ...)``: the first row becomes `formula` of all rows.

    Arrays have shape (rows, WIDTH), C order, float64.
    """
    names = list(inspect.signature(formula).parameters)

    def typed(_typing: Any, *kinds: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            rows = [
                _row(context, builder, signature.args[2 * i], args[2 * i], args[2 * i + 1])
                for i in range(len(names))
            ]
            loaded = [Lanes(builder, builder.load(row, align=8)) for row in rows]
            builder.store(formula(*loaded).value, rows[0], align=8)
            return context.get_dummy_value()

        arguments = [k if i % 2 == 0 else types.uintp for i, k in enumerate(kinds)]
        return types.void(*arguments), build

    listed = ", ".join(f"array_{n}, row_{n}" for n in names)
    scope: dict[str, Any] = {"typed": typed}
    exec(f"def {formula.__name__}(typing, {listed}):\n    return typed(typing, {listed})", scope)
    made = scope[formula.__name__]
    made.__doc__ = formula.__doc__
    return intrinsic(made)


def _subtracting_multiple() -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        w, at, source, targets, first, count = args
        kind = signature.args[0]
        places = context.make_array(signature.args[3])(context, builder, targets).data
        factor = _load(builder, _row(context, builder, kind, w, at))
        with cgutils.for_range(builder, count) as loop:
            number = builder.load(builder.gep(places, [builder.add(first, loop.index)]))
            there = _row(context, builder, kind, w, builder.zext(number, first.type))
            here = _row(context, builder, kind, w, builder.add(source, loop.index))
            new = _load(builder, there) - factor * _load(builder, here)
            builder.store(new.value, there, align=8)
        return context.get_dummy_value()

    index = types.uintp
    return intrinsic(
        lambda _typing, w, at, source, targets, first, count: (
            types.void(w, index, index, targets, index, index),
            build,
        )
    )


subtract_multiple = _subtracting_multiple()
"""``f(w, at, source, targets, first, count)``: subtract row `at` of `w`, times each of `count` rows
from `source` on, from the rows that `targets` names from `first` on."""


def _subtracting_products() -> Any:
    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        w, row, source, columns, first, count = args
        kind = signature.args[0]
        places = context.make_array(signature.args[3])(context, builder, columns).data

        def pair(number: Any) -> list[Any]:
            after = builder.add(number, ir.Constant(number.type, 1))
            return [_row(context, builder, kind, w, r) for r in (number, after)]

        totals: list[Any] = []
        for start in pair(row):
            totals.append(cgutils.alloca_once(builder, _LANES))  # type: ignore[no-untyped-call]
            builder.store(builder.load(start, align=8), totals[-1])
        with cgutils.for_range(builder, count) as loop:
            number = builder.load(builder.gep(places, [builder.add(first, loop.index)]))
            factor = _load(
                builder, _row(context, builder, kind, w, builder.add(source, loop.index))
            )
            for total, there in zip(totals, pair(builder.zext(number, first.type)), strict=True):
                left = Lanes(builder, builder.load(total)) - factor * _load(builder, there)
                builder.store(left.value, total)
        for total, start in zip(totals, pair(row), strict=True):
            builder.store(builder.load(total), start, align=8)
        return context.get_dummy_value()

    index = types.uintp
    return intrinsic(
        lambda _typing, w, row, source, columns, first, count: (
            types.void(w, index, index, columns, index, index),
            build,
        )
    )


subtract_products = _subtracting_products()
"""``f(w, row, source, columns, first, count)``: from `row` of `w` and the next, subtract rows from
`source` on, times the rows that `columns` names from `first` on, and the next after each."""


def _load(builder: Any, row: Any) -> Lanes:
    return Lanes(builder, builder.load(row, align=8))
