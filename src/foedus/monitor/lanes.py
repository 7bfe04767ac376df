"""Many bytes at a time: which of sixty-four equal a byte, as the bits of one number.

Written in the vector types of LLVM, which makes of them whatever the processor has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

LANES = 64
_I8, _I32, _I64 = ir.IntType(8), ir.IntType(32), ir.IntType(64)
_BLOCK = ir.VectorType(_I8, LANES)


def _lane(function: Callable[..., Any]) -> Any:
    """Return what compiled functions may call; `function` gives its types and its code."""
    return intrinsic(function)


@_lane
def equal(_: Any, address: Any, byte: Any) -> Any:
    """Return a number whose bit n says whether the n-th byte from `address` is `byte`."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        where, wanted = arguments
        block = builder.load(builder.inttoptr(where, _BLOCK.as_pointer()), align=1)
        nothing = ir.Constant(_BLOCK, ir.Undefined)
        one = builder.insert_element(nothing, wanted, ir.Constant(_I32, 0))
        every = ir.Constant(ir.VectorType(_I32, LANES), [0] * LANES)
        same = builder.icmp_unsigned("==", block, builder.shuffle_vector(one, nothing, every))
        return builder.bitcast(same, _I64)

    return types.uint64(types.uintp, types.uint8), code


@_lane
def eight(_: Any, address: Any) -> Any:
    """Return the eight bytes from `address` as one number."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(builder.inttoptr(arguments[0], _I64.as_pointer()), align=1)

    return types.uint64(types.uintp), code


@_lane
def byte(_: Any, address: Any) -> Any:
    """Return the byte at `address`, without the bookkeeping that an array brings with it."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(builder.inttoptr(arguments[0], _I8.as_pointer()))

    return types.uint8(types.uintp), code


@_lane
def lowest(_: Any, number: Any) -> Any:
    """Return the place of the lowest bit that is set in a number that is not 0."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), code


@_lane
def ones(_: Any, number: Any) -> Any:
    """Return how many bits of a number are set."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), code
