"""What is wrong with a file: every problem with its place, the line itself, and the likely fix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import get_close_matches

from foedus.texts import named, skeleton

_MOST_SHOWN = 200
"""Problems that are printed: nobody mends more before reading the file again."""
_LONGEST = 100
"""Letters of a name that others are compared with."""
_MOST_COMPARED = 20_000
"""Names that are compared within one file, so that one with nothing but mistakes is read soon."""
_left = ContextVar("names that may still be compared", default=_MOST_COMPARED)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    file
        The name of the file, as the user gave it.
    line, column
        Where, counted from 1.
    message
        What is wrong, as a sentence without its full stop.
    fix
        The likely fix, as a sentence; empty where there is no likely one.
    source_line
        The text of that line.
    """

    file: str
    line: int
    column: int
    message: str
    fix: str = ""
    source_line: str = ""

    def text(self) -> str:
        """Return the problem as it is shown: place and message, then the line with a caret.

        Examples
        --------
        >>> print(Problem("a.yaml", 1, 3, "no party 'RSU'", "Did you mean 'RUS'?", "x: RSU").text())
        a.yaml:1:3: no party 'RSU'. Did you mean 'RUS'?
          x: RSU
            ^
        """
        head = f"{self.file}:{self.line}:{self.column}: {self.message}."
        if self.fix:
            head += f" {self.fix}"
        if not self.source_line.strip():
            return head
        from_column = max(0, self.column - 60)
        shown = self.source_line[from_column : from_column + 100].replace("\t", " ")
        caret = " " * (self.column - 1 - from_column) + "^"
        return f"{head}\n  {shown}\n  {caret}"


class BadArrangementError(ValueError):
    """A file that is not an arrangement, with all its problems.

    Attributes
    ----------
    problems : tuple of Problem
        In the order of the lines they are on. The message shows the first 200.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        shown = [problem.text() for problem in self.problems[:_MOST_SHOWN]]
        if (more := len(self.problems) - len(shown)) > 0:
            last = self.problems[-1]
            shown.append(f"{last.file}: and {more:,} more problems, the last on line {last.line}.")
        super().__init__("\n".join(shown))


def compare_anew() -> None:
    """Begin with another file: names in it may be compared as often as in any."""
    _left.set(_MOST_COMPARED)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return the likely fix for a misspelt name: the nearest known one, or what is known.

    Examples
    --------
    >>> did_you_mean("RSU", ["RUS", "UKR"])
    "Did you mean 'RUS'?"
    >>> did_you_mean("x", ["RUS", "UKR"])
    'Known here: RUS, UKR.'
    """
    if len(known) <= _left.get() and len(word) <= _LONGEST:
        _left.set(_left.get() - len(known))
        if near := _near(word, [one for one in known if len(one) <= _LONGEST]):
            return near
    if not known:
        return ""
    return f"Known here: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}."


def _near(word: str, known: Sequence[str]) -> str:
    if not word.isascii():
        twins = [k for k in known if k != word and skeleton(k) == skeleton(word)]
        strange = ", ".join(named(sign) for sign in dict.fromkeys(word) if not sign.isascii())
        if twins:
            twins.sort(key=lambda twin: not twin.isascii())
            return f"Did you mean {twins[0]!r}? It looks the same; yours has {strange}."
    near = get_close_matches(word.lower(), [k.lower() for k in known], n=1, cutoff=0.6)
    if near:
        return f"Did you mean {next(k for k in known if k.lower() == near[0])!r}?"
    return ""
