"""The words of a Gambit savefile with their places, and the error that names a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, NoReturn, TypeVar

from foedus.games.expressions import Number
from foedus.games.tree import GameError

T = TypeVar("T")
Kind = Literal["number", "text", "symbol", "{", "}", ",", "end"]

_WORD = re.compile(
    r"""
      \s*(?:
        (?P<text>"(?:\\"|[^"])*+")                 # a backslash escapes a quote and nothing else
      | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:/\d+)?)(?=[\s{},"]|\Z)
      | (?P<mark>[{},])
      | (?P<symbol>[^\s{},"]+)
      )""",
    re.VERBOSE,
)
_LONGEST_NUMBER = 1_000
"""Characters of a number; no payoff needs more, and Python takes long to read longer ones."""

_LARGEST_EXPONENT = 400
"""Floats lie between 5e-324 and 1.8e308; an exponent beyond would only cost time and memory."""

_LARGEST = 10**100
"""Solvers multiply payoffs; much larger ones would overflow."""


class GameFileError(GameError):
    """A game file that cannot be read.

    Attributes
    ----------
    file : str
        As the user gave it.
    line, column : int
        Counted from 1; 0 where the whole file is meant.
    message, fix : str
        What is wrong, and what to do about it.
    """

    def __init__(
        self, file: str, text: str, offset: int | None, message: str, fix: str = ""
    ) -> None:
        self.file, self.message, self.fix = file, message, fix
        self.line = self.column = 0
        told = f"{file}: {message}." + (f" {fix}" if fix else "")
        if offset is not None:
            start = text.rfind("\n", 0, offset) + 1
            self.line, self.column = text.count("\n", 0, offset) + 1, offset - start + 1
            told = told.replace(f"{file}:", f"{file}:{self.line}:{self.column}:", 1)
            line = text[start : text.find("\n", offset) % (len(text) + 1)]
            skipped = max(0, self.column - 60)
            shown = line[skipped : skipped + 100].replace("\t", " ").rstrip()
            if shown:
                told += f"\n  {shown}\n  {' ' * (self.column - 1 - skipped)}^"
        super().__init__(told)


class Word(NamedTuple):
    """One word: its kind, its value as text (without quotes), and where it starts."""

    kind: Kind
    text: str
    offset: int

    def __str__(self) -> str:
        if self.kind == "end":
            return "the end of the file"
        return f"the name {self.text!r}" if self.kind == "text" else repr(self.text)


class Words:
    """The words of a file, read one after the other.

    Parameters
    ----------
    text
        The whole file.
    file
        Its name, for messages.

    Examples
    --------
    >>> words = Words('EFG 2 R "Chicken"', "chicken.efg")
    >>> [words.take(kind).text for kind in ("symbol", "number", "symbol", "text")]
    ['EFG', '2', 'R', 'Chicken']
    """

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self._next = 0
        self._words = self._split()

    def _split(self) -> list[Word]:
        words: list[Word] = []
        place = 0
        while found := _WORD.match(self.text, place):
            place = found.end()
            kind = found.lastgroup or "mark"
            value, offset = found[kind], found.start(kind)
            if kind == "text":
                words.append(Word("text", value[1:-1].replace('\\"', '"'), offset))
            elif kind == "mark":
                words.append(Word(value, value, offset))  # type: ignore[arg-type]
            else:
                words.append(Word(kind, value, offset))  # type: ignore[arg-type]
        end = len(self.text.rstrip())
        if place < end:
            quote = self.text.index('"', place)
            self.stop(quote, "a name begins here and never ends", 'Close it with a quote ("). ')
        words.append(Word("end", "", max(end - 1, 0)))
        return words

    @property
    def next(self) -> Word:
        """The word to come."""
        return self._words[self._next]

    def take(self, kind: Kind, what: str = "", fix: str = "") -> Word:
        """Take the next word, which must be of this kind; `what` says what it stands for."""
        word = self.next
        if word.kind != kind:
            expected = what or {"text": "a name in quotes", "number": "a number"}.get(kind, kind)
            self.stop(word.offset, f"expected {expected}, found {word}", fix)
        if kind != "end":
            self._next += 1
        return word

    def skip(self, kind: Kind) -> bool:
        """Take the next word if it is of this kind."""
        if self.next.kind != kind:
            return False
        self._next += 1
        return True

    def whole(self, what: str, least: int = 0) -> int:
        """Take a whole number of at least `least`."""
        word = self.take("number", what)
        if not word.text.isdecimal() or len(word.text) > 9 or int(word.text) < least:
            self.stop(word.offset, f"expected {what}, a whole number from {least}, found {word}")
        return int(word.text)

    def number(self, what: str) -> Number:
        """Take a number exactly: an integer, or a fraction for decimals and rationals."""
        word = self.take("number", what)
        exponent = re.search(r"[eE]([-+]?\d+)", word.text)
        try:
            if len(word.text) > _LONGEST_NUMBER:
                raise OverflowError
            if exponent and abs(int(exponent[1])) > _LARGEST_EXPONENT:
                raise OverflowError
            value = exact(word.text)
            if abs(Fraction(value)) > _LARGEST:
                raise OverflowError
        except ZeroDivisionError:
            self.stop(word.offset, f"{what} divides by zero: {word}")
        except OverflowError:
            self.stop(
                word.offset,
                f"{what} is too large or too long a number",
                "Write payoffs in a larger unit.",
            )
        except ValueError:
            self.stop(
                word.offset,
                f"{what} is not a number: {word}",
                "Write 3, -0.25, 1e-3 or 2/3.",
            )
        return value

    def listed(self, take: Callable[[], T], what: str = "") -> list[T]:
        """Take what stands in braces, with or without commas."""
        self.take("{", what)
        return self.rest(take)

    def rest(self, take: Callable[[], T]) -> list[T]:
        """Take what is left up to a closing brace, and that."""
        found = []
        while not self.skip("}"):
            found.append(take())
            self.skip(",")
        return found

    def names(self, what: str) -> tuple[str, ...]:
        """Take names in braces, made distinct."""
        return distinct(self.listed(lambda: self.take("text", f"{what} in quotes, or '}}'").text))

    def header(self, kind: str, version: str, fix: str) -> tuple[str, tuple[str, ...]]:
        """Take the first line of a file: its title and its players."""
        word = self.take("symbol", kind, fix)
        if word.text != kind:
            self.stop(word.offset, f"expected {kind}, found {word}", fix)
        told = self.take("number", f"the version {version}", fix)
        if told.text != version:
            self.stop(told.offset, f"version {told.text} of the format is not known", fix)
        style = self.take("symbol", "R or D", fix)
        if style.text not in ("R", "D"):
            self.stop(style.offset, f"expected R or D, found {style}", fix)
        title = self.take("text", "the game's title in quotes").text
        players = self.names("a player's name")
        if not players:
            self.stop(self.next.offset, "the game has no player", "Name at least one.")
        return title, players

    def stop(self, offset: int | None, message: str, fix: str = "") -> NoReturn:
        """Refuse the file because of what stands at `offset`."""
        raise GameFileError(self.file, self.text, offset, message, fix.strip())


def exact(text: str) -> Number:
    """Return a written number exactly.

    Examples
    --------
    >>> exact("2"), exact("0.25"), exact("-1/3")
    (2, Fraction(1, 4), Fraction(-1, 3))
    """
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return names made distinct and not empty: each that repeats or is empty gets `_1`, `_2`, ...

    Gambit renames in the same way, so that both programs call a move by one name.

    Examples
    --------
    >>> distinct(["x", "x", "x_1", ""])
    ('x_2', 'x_3', 'x_1', '_1')
    """
    used, told, visited = set(names), [], dict.fromkeys(names, 0)
    for name in names:
        new = name
        if not name or names.count(name) > 1:
            while new in used or not new:
                visited[name] += 1
                new = f"{name}_{visited[name]}"
            used.add(new)
        told.append(new)
    return tuple(told)
