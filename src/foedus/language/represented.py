"""Which articles of an instrument the file represents, and which share of the operative ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foedus.language.arrangement import Arrangement

_LEADING = re.compile(r"([a-z]+\s+)?[^\s(,.]+")
_NUMBERED = re.compile(r"(?:([a-z]+)\s+)?(\d+|[A-Za-z]+)(.*)")
_ROMAN = re.compile(r"(?=.)C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Represented(NamedTuple):
    """The articles of an instrument that clauses of the file are written in.

    Parameters
    ----------
    articles
        Those articles, in the order of the text; paragraphs count with their article.
    of
        How many operative articles there are, ``None`` where the file does not say.
    missing
        Those that no clause represents, where the file lists the operative ones.
    """

    articles: tuple[str, ...]
    of: int | None
    missing: tuple[str, ...] = ()


def represented(arrangement: Arrangement, instrument: str) -> Represented:
    """Return which articles of an instrument the file represents.

    Parameters
    ----------
    arrangement, instrument
        The arrangement and the id of one of its instruments.
    """
    named = _in_order(dict.fromkeys(_article(one) for one in _named(arrangement, instrument)))
    operative = arrangement.instruments[instrument].articles
    if operative is None or isinstance(operative, int):
        return Represented(tuple(named), operative)
    wanted = list(dict.fromkeys(_article(one) for one in operative))
    missing = tuple(one for one in wanted if one not in named)
    return Represented(tuple(one for one in wanted if one in named), len(wanted), missing)


def _in_order(articles: Iterable[str]) -> list[str]:
    """Return articles by their numbers, those of annexes and the like after the others.

    Examples
    --------
    >>> _in_order(["11", "annex II", "9", "10", "annex I"])
    ['9', '10', '11', 'annex I', 'annex II']
    >>> _in_order(["X", "IV", "IX"]), _in_order(["C", "D", "B"])
    (['IV', 'IX', 'X'], ['B', 'C', 'D'])
    """
    named = list(articles)
    numbered = [_NUMBERED.fullmatch(one) for one in named]
    letters = [found[2] for found in numbered if found and not found[2].isdigit()]
    roman = all(_ROMAN.fullmatch(one) for one in letters)

    def place(one: str) -> tuple[str, int, str]:
        found = _NUMBERED.fullmatch(one)
        if found is None:
            return one, 0, ""
        number = found[2]
        if number.isdigit():
            return found[1] or "", int(number), found[3]
        return found[1] or "", _value(number) if roman else 0, f"{number}{found[3]}"

    return sorted(named, key=place)


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    return sum(-v if v < max(values[at:]) else v for at, v in enumerate(values))


def _named(a: Arrangement, instrument: str) -> Iterator[str]:
    """Yield the articles that clauses in the instrument name."""
    withdrawal = a.instruments[instrument].withdrawal
    if withdrawal:
        yield from withdrawal.article
    for section in (a.norms, a.procedures, a.guarantees):
        for clause in section.values():
            if clause.in_ == instrument:
                yield from clause.article
    for procedure in a.procedures.values():
        if procedure.in_ == instrument:
            for step in procedure.steps:
                yield from step.article


def _article(written: str) -> str:
    """Return the article without its paragraph: 3 for 3(2).

    Examples
    --------
    >>> _article("3(2)"), _article("IV"), _article("42.7"), _article("section 2(b)")
    ('3', 'IV', '42', 'section 2')
    """
    found = _LEADING.match(written.strip())
    return found[0] if found else written
