"""Orderings of states: from a list, best first, or from statements in order of priority.

An ordering is kept as one rank by state: the higher, the better; states of one rank are tied.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.stability.graph import Bools, Ints, StabilityError

Listed = Sequence[str | Sequence[str]]


def from_list(states: Sequence[str], best_first: Listed, whose: str = "") -> Ints:
    """Return ranks from a list of all states, best first; a list inside it holds ties.

    Raises
    ------
    StabilityError
        When a state is missing, unknown or there twice.

    Examples
    --------
    >>> from_list(["a", "b", "c"], ["c", ["a", "b"]]).tolist()
    [0, 0, 1]
    """
    groups = [[g] if isinstance(g, str) else list(g) for g in best_first]
    known = set(states)
    seen: dict[str, int] = {}
    for place, group in enumerate(groups):
        for name in group:
            if name not in known:
                from difflib import get_close_matches

                near = get_close_matches(name, states, 1)
                fix = f"Did you mean {near[0]!r}?" if near else "See the names under 'states'."
                raise StabilityError(f"the ordering{_of(whose)} names no state: {name!r}", fix)
            if name in seen:
                raise StabilityError(f"the ordering{_of(whose)} names {name!r} twice", "Once only.")
            seen[name] = len(groups) - 1 - place
    missing = [name for name in states if name not in seen]
    if missing:
        shown = ", ".join(repr(name) for name in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise StabilityError(
            f"the ordering{_of(whose)} leaves out {shown}{more}", "An ordering ranks every state."
        )
    return np.array([seen[name] for name in states], np.int32)


def _of(whose: str) -> str:
    return f" of {whose}" if whose else ""


def from_scores(scores: Sequence[float] | NDArray[np.float64]) -> Ints:
    """Return ranks from numbers, the higher the better; equal numbers are ties.

    Examples
    --------
    >>> from_scores([0.5, -1, 0.5]).tolist()
    [1, 0, 1]
    """
    return np.unique(np.asarray(scores), return_inverse=True)[1].astype(np.int32).reshape(-1)


def from_statements(statements: Sequence[str], holds: Mapping[str, Bools], size: int) -> Ints:
    """Return ranks from statements in order of priority.

    One state is better than another if, at the first statement on which they differ, it is the one
    in which the statement holds (Fang, Hipel, Kilgour and Peng, "A decision support system for
    interactive decision making", parts 1 and 2, *IEEE Trans. SMC C* 33 (2003), 42–66: "option
    prioritizing"). States on which no statement differs are tied.

    Parameters
    ----------
    statements
        In words that `holds` names, joined by ``not`` (or ``-``), ``and`` (``&``), ``or`` (``|``),
        ``if``, ``iff`` and brackets. ``a if b`` holds wherever b does not.
    holds
        By word, in which states it holds; shape (states,).
    size
        How many states there are.

    Examples
    --------
    >>> attacked = np.array([False, True, True])
    >>> escalate = np.array([False, False, True])
    >>> words = {"attacked": attacked, "escalate": escalate}
    >>> from_statements(["not attacked", "escalate if attacked"], words, 3).tolist()
    [2, 0, 1]
    """
    rank = np.zeros(size, np.int32)
    for statement in statements:
        true = _Statement(statement, holds, size).value()
        rank = from_scores((rank * 2 + true).astype(np.float64))
    return rank


_TOKEN = re.compile(r"\s*(?:(\(|\)|&|\||-(?=[\w(\s]))|([\w.'’/][\w.'’/-]*))")


class _Statement:
    """A statement, read by descent: iff, if, or, and, not, in order of how loosely they bind."""

    def __init__(self, text: str, holds: Mapping[str, Bools], size: int) -> None:
        self.text, self.holds, self.size, self.at = text, holds, size, 0
        self.tokens: list[str] = []
        place = 0
        while text[place:].strip():
            found = _TOKEN.match(text, place)
            if found is None:
                raise self._wrong(f"{text[place:].strip()[0]!r} has no place in a statement")
            self.tokens.append(found[1] or found[2])
            place = found.end()

    def _wrong(self, message: str) -> StabilityError:
        fix = "Join words by not, and, or, if, iff and brackets, as in 'not a if b'."
        return StabilityError(f"{message}: {self.text!r}", fix)

    def _take(self, *words: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].lower() in words:
            self.at += 1
            return True
        return False

    def value(self) -> Bools:
        found = self._iff()
        if self.at < len(self.tokens):
            raise self._wrong(f"{self.tokens[self.at]!r} is one word too many")
        return found

    def _iff(self) -> Bools:
        found = self._if()
        while self._take("iff"):
            found = found == self._if()
        return found

    def _if(self) -> Bools:
        found = self._or()
        while self._take("if"):
            found = found | ~self._or()
        return found

    def _or(self) -> Bools:
        found = self._and()
        while self._take("or", "|"):
            found = found | self._and()
        return found

    def _and(self) -> Bools:
        found = self._not()
        while self._take("and", "&"):
            found = found & self._not()
        return found

    def _not(self) -> Bools:
        if self._take("not", "-"):
            return ~self._not()
        if self._take("("):
            found = self._iff()
            if not self._take(")"):
                raise self._wrong("a bracket is not closed")
            return found
        if self.at == len(self.tokens):
            raise self._wrong("something is missing at the end")
        word = self.tokens[self.at]
        self.at += 1
        if word not in self.holds:
            from difflib import get_close_matches

            near = get_close_matches(word, list(self.holds), 1)
            known = ", ".join(list(self.holds)[:12])
            fix = f"Did you mean {near[0]!r}?" if near else f"Known here: {known}."
            raise StabilityError(f"{word!r} is no option here, in {self.text!r}", fix)
        return self.holds[word]
