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
from numba.extending import intrinsic

WIDTH = 8
_LANES = ir.VectorType(ir.DoubleType(), WIDTH)
_WHOLE = ir.VectorType(ir.IntType(64), WIDTH)


class Lanes:
    """A row of lanes inside compiled code, with the arithmetic that formulas need."""

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder, self.value = builder, value

    def of(self, number: float) -> Lanes:
        """Return the same number in every lane."""
        return Lanes(self.builder, ir.Constant(_LANES, [float(number)] * WIDTH))

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
        whole = Lanes(self.builder, self.builder.fsub(shifted.value, shift.value))
        rest = x - whole * self.of(6.93147180369123816490e-01)
        rest = rest - whole * self.of(1.90821492927058770002e-10)
        factor, total = 1.0, None
        factorials = [1.0]
        for k in range(1, 14):
            factor *= k
            factorials.append(factor)
        for f in reversed(factorials):
            term = self.of(1.0 / f)
            total = term if total is None else total * rest + term
        assert total is not None
        bits = self.builder.bitcast(shifted.value, _WHOLE)
        power = self.builder.shl(bits, ir.Constant(_WHOLE, [52] * WIDTH))
        scaled = self.builder.add(self.builder.bitcast(total.value, _WHOLE), power)
        return Lanes(self.builder, self.builder.bitcast(scaled, _LANES))


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
