r"""Formulas for payoffs: a grammar of columns, parsed and never evaluated as a program.

The notation is that of R (Wilkinson & Rogers 1973, *Applied Statistics* 22: 392-399)::

    formula  = sum                          a constant is in it, unless 0 or -1 takes it out
    sum      = product {("+" | "-") product}
    product  = power {("*" | ":") power}    a * b is a + b + a:b
    power    = unit ["^" count]             (a + b)^2 is a + b + a:b; x^2 of a column its square
    unit     = column | function | "(" sum ")" | 0 | 1
    function = ("log" | "exp" | "sqrt" | "I") "(" arithmetic ")"
    arithmetic has + - * / ^, brackets, functions, columns and numbers, with their usual meaning

A column is a word, or anything between backquotes. There is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Arithmetic = Callable[[Mapping[str, Array]], Array]
FUNCTIONS: Mapping[str, Callable[[Array], Array]] = {
    "log": np.log,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "I": lambda x: x,
}
LONGEST, DEEPEST, MOST_TERMS, LARGEST_POWER = 1_000, 40, 200, 9
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])|(?P<name>[^\W\d][\w.]*)"
    r"|`(?P<quoted>[^`]+)`|(?P<sign>\*\*|[-+*/:^()]))"
)


class FormulaError(ValueError):
    """A formula that cannot be read; the message is what is wrong, without its full stop."""


class Factor(NamedTuple):
    """One factor of a term.

    Parameters
    ----------
    name
        As it is written, without blanks.
    column
        Its column where it is one and nothing else; a column of text is then coded by indicators.
    wanted
        The columns that it is made of.
    value
        Returns its numbers, from the columns.
    """

    name: str
    column: str
    wanted: frozenset[str]
    value: Arithmetic


Term = tuple[Factor, ...]
"""A product of factors; the empty one is the constant."""
_Sum = dict[frozenset[str], Term]


def parse(text: str) -> tuple[Term, ...]:
    """Read a formula.

    Returns
    -------
    tuple of Term
        The constant first, then by the number of factors, then as they are written.

    Raises
    ------
    FormulaError
        With what cannot be read, and the fix.

    Examples
    --------
    >>> [":".join(factor.name for factor in term) or "1" for term in parse("a*b + log(c + 1)")]
    ['1', 'a', 'b', 'log(c+1)', 'a:b']
    >>> parse("__import__('os').getpid()")
    Traceback (most recent call last):
    foedus.estimation.formulas.FormulaError: "'" has no place in a formula
    """
    if len(text) > LONGEST:
        raise FormulaError(f"it is longer than {LONGEST:,} characters")
    reader = _Reader(text)
    terms = reader.sum({frozenset(): ()}, top=True)
    reader.end()
    return tuple(sorted(terms.values(), key=len))


class _Reader:
    """One reading of a formula from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens, self.at, self.depth = _tokens(text), 0, 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, *signs: str) -> str:
        """Return the next sign and pass it, if it is one of these."""
        kind, text = self.peek()
        if kind != "sign" or text not in signs:
            return ""
        self.at += 1
        return text

    def wrong(self, wanted: str) -> FormulaError:
        _, text = self.peek()
        return FormulaError(
            f"{wanted} is missing " + (f"before {text!r}" if text else "at its end")
        )

    def end(self) -> None:
        if self.peek()[0] != "end":
            raise self.wrong("a sign, as + or :,")

    def inside(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("its brackets are nested too deeply")

    def close(self) -> None:
        if not self.take(")"):
            raise self.wrong("a closing bracket")
        self.depth -= 1

    # Terms

    def sum(self, terms: _Sum, top: bool = False) -> _Sum:
        sign = self.take("+", "-") or "+"
        while sign:
            constant = self.constant(top)
            if constant is not None:
                found: _Sum = {frozenset(): ()}
                sign = "+" if (sign == "+") == constant else "-"
            else:
                found = self.product()
            if sign == "+":
                terms = _few(terms | {key: term for key, term in found.items() if key not in terms})
            else:
                terms = {key: term for key, term in terms.items() if key not in found}
            sign = self.take("+", "-")
        return terms

    def constant(self, top: bool) -> bool | None:
        """Pass 1, which puts the constant in, or 0, which takes it out; return which it is."""
        kind, text = self.peek()
        if kind != "number":
            return None
        if float(text) not in (0.0, 1.0):
            raise FormulaError(
                f"{text} has no place here: a coefficient is what is estimated. Within log(), "
                "exp(), sqrt() and I() numbers may stand"
            )
        if not top:
            raise FormulaError("0 and 1, for the constant, stand outside of brackets and products")
        self.at += 1
        return float(text) == 1.0

    def product(self) -> _Sum:
        terms = self.interaction()
        while self.take("*"):
            other = self.interaction()
            terms = _few(terms | other | _crossed(terms, other))
        return terms

    def interaction(self) -> _Sum:
        terms = self.power()
        while self.take(":"):
            terms = _crossed(terms, self.power())
        return terms

    def power(self) -> _Sum:
        in_brackets = self.peek() == ("sign", "(")
        terms = self.unit()
        if not self.take("^", "**"):
            return terms
        count = self.count()
        if not in_brackets:
            ((factor,),) = terms.values()
            return _one(_joined(factor, "^", _number(str(count))) if count > 1 else factor)
        raised = terms
        for _ in range(count - 1):
            raised = _few(raised | _crossed(raised, terms))
        return raised

    def count(self) -> int:
        kind, text = self.peek()
        if kind != "number" or not text.isdigit() or not 1 <= int(text[:3]) <= LARGEST_POWER:
            raise FormulaError(f"a power is a whole number from 1 to {LARGEST_POWER}")
        self.at += 1
        return int(text)

    def unit(self) -> _Sum:
        if self.take("("):
            self.inside()
            terms = self.sum({})
            self.close()
            return terms
        kind, text = self.peek()
        if kind == "number":
            self.constant(top=False)
        if kind not in ("name", "quoted"):
            raise self.wrong("a column")
        self.at += 1
        if kind == "name" and self.peek() == ("sign", "("):
            return _one(self.function(text))
        return _one(_column(text, kind))

    # Arithmetic, within functions

    def function(self, name: str) -> Factor:
        if name not in FUNCTIONS:
            raise FormulaError(f"there is no function {name!r}; there are {', '.join(FUNCTIONS)}")
        self.take("(")
        self.inside()
        inner = self.added()
        self.close()
        function = FUNCTIONS[name]
        return Factor(f"{name}({inner.name})", "", inner.wanted, lambda c: function(inner.value(c)))

    def added(self, levels: tuple[str, ...] = ("+-", "*/")) -> Factor:
        """Pass a sum, or what binds more: terms that are joined by the signs of one level."""
        if not levels:
            return self.to_the()
        minus = levels[0] == "+-" and self.take("+", "-") == "-"
        left = self.added(levels[1:])
        if minus:
            value = left.value
            left = left._replace(name=f"-{left.name}", value=lambda c: -value(c))
        while sign := self.take(*levels[0]):
            left = _joined(left, sign, self.added(levels[1:]))
        return left

    def to_the(self) -> Factor:
        base = self.atom()
        if not self.take("^", "**"):
            return base
        self.inside()
        raised = _joined(base, "^", self.to_the())
        self.depth -= 1
        return raised

    def atom(self) -> Factor:
        if self.take("("):
            self.inside()
            inner = self.added()
            self.close()
            return inner._replace(name=f"({inner.name})")
        kind, text = self.peek()
        if kind not in ("number", "name", "quoted"):
            raise self.wrong("a column or a number")
        self.at += 1
        if kind == "number":
            return _number(text)
        if kind == "name" and self.peek() == ("sign", "("):
            return self.function(text)
        return _column(text, kind)._replace(column="")


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"{text[at:].lstrip()[0]!r} has no place in a formula")
        kind = str(match.lastgroup)
        if kind == "number" and not isfinite(float(match[kind])):
            raise FormulaError(f"{match[kind]} is too large a number")
        found.append((kind, match[kind]))
        at = match.end()
    if not found:
        raise FormulaError("it is empty")
    return found


def _column(text: str, kind: str) -> Factor:
    name = f"`{text}`" if kind == "quoted" else text
    return Factor(name, text, frozenset([text]), lambda columns: columns[text])


_SIGNS: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}


def _joined(left: Factor, sign: str, right: Factor) -> Factor:
    join, first, second = _SIGNS[sign], left.value, right.value
    name = f"{left.name}{sign}{right.name}"
    return Factor(name, "", left.wanted | right.wanted, lambda c: join(first(c), second(c)))


def _number(text: str) -> Factor:
    return Factor(text, "", frozenset(), lambda _: np.array(float(text)))


def _one(factor: Factor) -> _Sum:
    return {frozenset([factor.name]): (factor,)}


def _crossed(left: _Sum, right: _Sum) -> _Sum:
    found: _Sum = {}
    for one in left.values():
        for other in right.values():
            known = {factor.name for factor in one}
            both = (*one, *(factor for factor in other if factor.name not in known))
            found.setdefault(frozenset(factor.name for factor in both), both)
        _few(found)
    return found


def _few(terms: _Sum) -> _Sum:
    if len(terms) > MOST_TERMS:
        raise FormulaError(f"it makes more than {MOST_TERMS} terms")
    return terms
