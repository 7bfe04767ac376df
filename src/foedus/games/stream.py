"""Compiled loops that take several instances abreast from arrays of parameters.

What is done with them is a `Formula`, written once in the arithmetic of `Lanes`. One
loop stores what it finds, for each instance; the other only adds it up, and then reads every
parameter once and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from foedus.games.lanewise import Lanes, Mask
from foedus.games.straightline import ABREAST

_LANES = ir.VectorType(ir.DoubleType(), ABREAST)


class Told(NamedTuple):
    """What a formula finds: rows of numbers; which lanes are not valid, and which are tied."""

    rows: Sequence[Lanes]
    wrong: Mask
    tied: Mask


Formula = Callable[..., Told]
"""(a row of each parameter in order, precision) -> what is found."""


class _Inputs:
    """Arrays of parameters inside compiled code; those that do not vary have one element."""

    def __init__(
        self, context: Any, builder: Any, kinds: Any, values: Any, varied: Sequence[bool]
    ) -> None:
        self.builder, self.varied = builder, varied
        self.starts = [
            context.make_array(kind)(context, builder, builder.extract_value(values, k)).data
            for k, kind in enumerate(kinds)
        ]
        self.fixed = [
            None if varies else self.spread(builder.load(start))
            for varies, start in zip(varied, self.starts, strict=True)
        ]

    def spread(self, number: Any) -> Lanes:
        """Return a number in every lane."""
        if number.type == ir.FloatType():
            number = self.builder.fpext(number, ir.DoubleType())
        one = self.builder.insert_element(ir.Constant(_LANES, ir.Undefined), number, _ZERO)
        every = ir.Constant(ir.VectorType(ir.IntType(32), ABREAST), [0] * ABREAST)
        return Lanes(self.builder, self.builder.shuffle_vector(one, one, every))

    def at(self, place: Any) -> list[Lanes]:
        """Load the instances from `place` on."""
        return [
            known if known is not None else self._loaded(start, place)
            for start, known in zip(self.starts, self.fixed, strict=True)
        ]

    def _loaded(self, start: Any, place: Any) -> Lanes:
        narrow = start.type.pointee == ir.FloatType()
        kind = ir.VectorType(start.type.pointee, ABREAST)
        where = self.builder.bitcast(self.builder.gep(start, [place]), kind.as_pointer())
        row = self.builder.load(where, align=4 if narrow else 8)
        return Lanes(self.builder, self.builder.fpext(row, _LANES) if narrow else row)


_ZERO = ir.Constant(ir.IntType(32), 0)


def storing(formula: Formula, varied: Sequence[bool]) -> Any:
    """Make ``f(inputs, precision, start, stop, rows, ok, tied)``, which stores each instance's.

    `inputs` is a tuple of arrays, float64 or float32; `stop` - `start` is a multiple of ABREAST.
    `rows` has shape (rows, n), NaN where not valid; `ok` and `tied` are bytes, shape (n,).
    """

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        inputs, precision, start, stop, *outs = args
        source = _Inputs(context, builder, signature.args[0], inputs, varied)
        rows, ok, tied = (
            context.make_array(kind)(context, builder, value)
            for kind, value in zip(signature.args[4:], outs, strict=True)
        )
        length = builder.extract_value(rows.shape, 1)
        with _loop(builder, start, stop) as place:
            told = formula(*source.at(place), source.spread(precision))
            nothing = told.rows[0].of(float("nan"))
            for k, row in enumerate(told.rows):
                there = builder.add(builder.mul(length, ir.Constant(length.type, k)), place)
                _put(builder, rows.data, there, told.wrong.pick(nothing, row).value, 8)
            for out, mask in ((ok, ~told.wrong), (tied, told.tied & ~told.wrong)):
                _put(builder, out.data, place, builder.zext(mask.value, _BYTES), 1)
        return context.get_dummy_value()

    return intrinsic(
        lambda _typing, inputs, precision, start, stop, rows, ok, tied: (
            types.void(inputs, types.float64, types.intp, types.intp, rows, ok, tied),
            build,
        )
    )


def adding(formula: Formula, varied: Sequence[bool], rows: int) -> Any:
    """Make ``f(inputs, precision, start, stop, sums, piece)``, which adds instances up.

    `sums` has shape (pieces, rows + 2, ABREAST): at `piece`, sums by lane; the last two rows count
    instances that are not valid, which are in no sum, and tied ones.
    """

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        inputs, precision, start, stop, sums, piece = args
        source = _Inputs(context, builder, signature.args[0], inputs, varied)
        totals = [_alloca(builder) for _ in range(rows + 2)]
        with _loop(builder, start, stop) as place:
            told = formula(*source.at(place), source.spread(precision))
            nought, one = told.rows[0].of(0.0), told.rows[0].of(1.0)
            found = [told.wrong.pick(nought, row) for row in told.rows]
            found.append(told.wrong.pick(one, nought))
            found.append(told.wrong.pick(nought, told.tied.pick(one, nought)))
            for total, row in zip(totals, found, strict=True):
                builder.store((Lanes(builder, builder.load(total)) + row).value, total)
        out = context.make_array(signature.args[4])(context, builder, sums).data
        first = builder.mul(piece, ir.Constant(piece.type, (rows + 2) * ABREAST))
        for k, total in enumerate(totals):
            there = builder.add(first, ir.Constant(piece.type, k * ABREAST))
            _put(builder, out, there, builder.load(total), 8)
        return context.get_dummy_value()

    return intrinsic(
        lambda _typing, inputs, precision, start, stop, sums, piece: (
            types.void(inputs, types.float64, types.intp, types.intp, sums, types.intp),
            build,
        )
    )


_BYTES = ir.VectorType(ir.IntType(8), ABREAST)


@contextmanager
def _loop(builder: Any, start: Any, stop: Any) -> Iterator[Any]:
    step = ir.Constant(start.type, ABREAST)
    with cgutils.for_range_slice(builder, start, stop, step) as (place, _):
        yield place


def _alloca(builder: Any) -> Any:
    """Return a register's worth of room, zero at first."""
    room: Any = cgutils.alloca_once(builder, _LANES)  # type: ignore[no-untyped-call]
    builder.store(ir.Constant(_LANES, [0.0] * ABREAST), room)
    return room


def _put(builder: Any, start: Any, place: Any, row: Any, align: int) -> None:
    where = builder.bitcast(builder.gep(start, [place]), row.type.as_pointer())
    builder.store(row, where, align=align)
