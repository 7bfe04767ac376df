"""Payoffs and chance probabilities as polynomials of named parameters.

One canonical form: a sorted sum of monomials. Equal polynomials are therefore equal and hash
alike, which is what lets a tree merge continuations that are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite, prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

Number = int | float | Fraction
Monomial = tuple[str, ...]
Array = NDArray[np.float64]


class ParameterError(ValueError):
    """A parameter that a game names has no value, or a value that is not a finite number."""


@dataclass(frozen=True, slots=True)
class Expr:
    """A polynomial of named parameters, in canonical form.

    Parameters
    ----------
    terms
        Pairs of a monomial (sorted parameter names; empty for the constant) and its coefficient,
        sorted by monomial and without zeros. Build one with `param`, `const` and arithmetic.

    Examples
    --------
    >>> p = param("p")
    >>> 1 - p == (p - 1) * -1
    True
    >>> (1 - p).at({"p": np.array([0.25, 1.0])})
    array([0.75, 0.  ])
    """

    terms: tuple[tuple[Monomial, Number], ...]
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        if self._hash is None:  # exact numbers take their time
            object.__setattr__(self, "_hash", hash(self.terms))
        return self._hash or 0

    def __reduce__(self) -> tuple[type[Expr], tuple[object]]:
        """Copy the terms alone: in another process texts have another hash."""
        return Expr, (self.terms,)

    def at(self, params: Mapping[str, ArrayLike]) -> Array:
        """Evaluate at parameter values; arrays broadcast together, a constant has shape ``()``."""
        total: float | Array = 0.0
        for monomial, coefficient in self.terms:
            value: float | Array = float(coefficient)
            for name in monomial:
                if name not in params:
                    raise ParameterError(f"parameter {name!r} has no value; give it in params")
                value = value * np.asarray(params[name], dtype=np.float64)
            total = total + value
        return np.asarray(total)

    def exactly(
        self, values: Mapping[str, Number], of: Callable[[Number], Number] | None = None
    ) -> Number:
        """Return the value at numbers, exactly where all numbers in it are; `of` all of them first.

        Examples
        --------
        >>> (1 - param("p")).exactly({"p": Fraction(1, 3)})
        Fraction(2, 3)
        """
        total: Number = 0
        for monomial, coefficient in self.terms:
            factors = (coefficient, *(values[name] for name in monomial))
            total = total + prod(factors if of is None else map(of, factors))
        return total

    @property
    def constant(self) -> bool:
        """Whether no parameter occurs."""
        return not self.terms or (len(self.terms) == 1 and not self.terms[0][0])

    @property
    def names(self) -> frozenset[str]:
        """The parameters that occur."""
        return frozenset(name for monomial, _ in self.terms for name in monomial)

    def __add__(self, other: Expr | Number) -> Expr:
        return _collect(self.terms + as_expr(other).terms)

    def __mul__(self, other: Expr | Number) -> Expr:
        return _collect(
            tuple(
                (tuple(sorted(left + right)), a * b)
                for left, a in self.terms
                for right, b in as_expr(other).terms
            )
        )

    def __neg__(self) -> Expr:
        return self * -1

    def __sub__(self, other: Expr | Number) -> Expr:
        return self + -as_expr(other)

    def __rsub__(self, other: Expr | Number) -> Expr:
        return as_expr(other) - self

    __radd__ = __add__
    __rmul__ = __mul__

    def __str__(self) -> str:
        return " + ".join("*".join((str(c), *m)) for m, c in self.terms) or "0"


def _collect(terms: tuple[tuple[Monomial, Number], ...]) -> Expr:
    total: dict[Monomial, Number] = {}
    for monomial, coefficient in terms:
        total[monomial] = total.get(monomial, 0) + coefficient
    return Expr(tuple(sorted((m, c) for m, c in total.items() if c != 0)))


_EXACT = (int, Fraction)


def const(value: Number) -> Expr:
    """Return a constant. Refuses what is not finite."""
    if not isinstance(value, _EXACT) and not isfinite(value):
        raise ParameterError(f"{value} is not a finite number; payoffs and probabilities must be")
    return Expr((((), value),) if value != 0 else ())


def param(name: str) -> Expr:
    """Return a named parameter."""
    return Expr((((name,), 1),))


def as_expr(value: Expr | Number | str) -> Expr:
    """Take a number as a constant, a string as a parameter, and an expression as it is."""
    if isinstance(value, Expr):
        return value
    return param(value) if isinstance(value, str) else const(value)
