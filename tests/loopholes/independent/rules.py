"""One rule of the logic program: its arithmetic, and what of it a slice needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Var = tuple[str, ...]
"""A part of a state: what it is, and of which clause or party."""


class Literal(NamedTuple):
    """One literal of a body: what it computes, and from what."""

    text: str
    gives: str
    takes: tuple[str, ...]


class Text:
    """One rule under construction: the terms that now stand for each part of the state.

    Parameters
    ----------
    order
        The parts of a state.
    head
        What the rule concludes, with the present and the next state; the label of a move.
    """

    def __init__(self, order: Sequence[Var], head: str) -> None:
        self.order, self.head = order, head
        self.before = {var: f"V{at}" for at, var in enumerate(order)}
        self.terms = dict(self.before)
        self.body: list[Literal] = []
        self.guards: list[str] = []
        self.asked: list[tuple[Var, str]] = []
        self._count = 0

    # Terms ---------------------------------------------------------------------------------

    def look(self, table: str, *takes: str | int, gives: int = 1) -> tuple[str, ...]:
        """Look up what a table gives for these terms."""
        names = tuple(self._name() for _ in range(gives))
        text = f"{table}({','.join(map(str, (*takes, *names)))})"
        self.body += [Literal(text, name, _names(*map(str, takes))) for name in names]
        return names

    def let(self, expression: str) -> str:
        """Give a name to the value of an expression."""
        if not any(sign in expression for sign in "+*-("):
            return expression
        name = self._name()
        self.body.append(Literal(f"{name}={expression}", name, _names(expression)))
        return name

    def _name(self) -> str:
        self._count += 1
        return f"X{self._count}"

    def put(self, var: Var, value: str | int, if_: str = "1") -> None:
        """Set a part of the state where a truth value holds."""
        if var not in self.terms or if_ == "0":
            return
        new = str(value) if if_ == "1" else f"{if_}*({value})+(1-{if_})*{self.terms[var]}"
        self.terms[var] = self.let(new)

    def at_least(self, var: Var, least: int) -> str:
        return self.look("ge", least, self.terms[var])[0]

    def equal(self, var: Var, *values: int) -> str:
        return self.either([self.is_(self.terms[var], value) for value in values])

    def is_(self, term: str, value: int) -> str:
        return self.look("eq", value, term)[0]

    def both(self, parts: Sequence[str]) -> str:
        parts = [part for part in parts if part != "1"]
        return self.let("*".join(parts)) if parts else "1"

    def either(self, parts: Sequence[str]) -> str:
        if len(parts) == 1:
            return parts[0]
        return self.let("1-" + "*".join(f"(1-{part})" for part in parts)) if parts else "0"

    def not_(self, part: str) -> str:
        return self.let(f"1-{part}")

    # What it depends on, and what of it a slice needs ----------------------------------------

    def depends(self) -> Iterator[tuple[Var, set[Var]]]:
        """Yield each part of the state that the rule changes, with the parts that decide it."""
        for var in self.order:
            if self.terms[var] != self.before[var]:
                yield var, self._sources([self.terms[var], *self.guards])
        for var, term in self.asked:
            yield var, self._sources([term])

    def _sources(self, terms: Sequence[str]) -> set[Var]:
        needed = self._live(terms)
        return {var for var, name in self.before.items() if name in needed}

    def _live(self, terms: Sequence[str]) -> set[str]:
        needed = set(_names(*terms))
        for literal in reversed(self.body):
            if literal.gives in needed:
                needed |= set(literal.takes)
        return needed

    def written(self, kept: Sequence[Var], asked: Sequence[Var] = ()) -> str:
        """Return the rule for a slice; empty when it changes nothing there."""
        changed = [var for var in kept if self.terms[var] != self.before[var]]
        if self.guards and not any(var != ("rank",) for var in changed):
            return ""
        told = [term for var, term in self.asked if var in asked]
        needed = self._live([*(self.terms[var] for var in kept), *self.guards, *told])
        old = f"s({','.join(self.before[var] for var in kept)})"
        new = f"s({','.join(self.terms[var] for var in kept)})"
        body = dict.fromkeys(literal.text for literal in self.body if literal.gives in needed)
        guards = [f"{guard}=1" for guard in self.guards if guard != "1"]
        row = f"f({','.join(told)})" if told else "f(0)"
        head, _, source = self.head.partition(" :- ")
        words = {"OLD": old, "NEW": new, "ROW": row}
        for word, term in words.items():
            head, source = head.replace(word, term), source.replace(word, term)
        return f"{head} :- {', '.join([source, *body, *guards])}."


def _names(*texts: str) -> tuple[str, ...]:
    return tuple(name for text in texts for name in re.findall(r"\b[A-Z]\d*\b", text))
