"""Several who speak as one: "France, Germany and Poland", "the presidents of Latvia and Peru"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.positions.grammar import DAYS, MONTHS, PREPOSITIONS
from foedus.positions.offices import TITLE
from foedus.positions.tokens import Token

_BETWEEN = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|nor)\s+")
_LED = re.compile(r"(?:both|neither|either)\s+", re.IGNORECASE)
_OFFICES = re.compile(r"(?:the )?([\w -]+?)s of (?:the )?([A-Z].*)", re.IGNORECASE)
_LONGEST = 4


def listed(source: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a list of names, each with the office that it is named for.

    Parameters
    ----------
    source
        Words of a source.

    Examples
    --------
    >>> listed("France, Germany and Poland")
    (('', 'France'), ('', 'Germany'), ('', 'Poland'))
    >>> listed("the presidents of Latvia and Estonia")
    (('president', 'Latvia'), ('president', 'Estonia'))
    """
    parts = _BETWEEN.split(_LED.sub("", source.strip(" ,"), count=1))
    if len(parts) < 2:
        return ()
    led = _OFFICES.fullmatch(parts[0])
    office = led[1] if led and TITLE.fullmatch(led[1]) else ""
    names = [led[2] if led and office else parts[0], *parts[1:]]
    return tuple((office, name) for name in names)


def listed_before(row: Sequence[Token], start: int, end: int, floor: int) -> int:
    """Return where a list of names begins whose end is a phrase: that of "A, B and C".

    Parameters
    ----------
    row
        Tokens of a sentence.
    start, end
        The phrase: "B and C", or "C" behind ", and".
    floor
        The first place it may begin at.
    """
    joined = any(t.low in ("and", "or", "nor") for t in row[start:end])
    oxford = start > 2 and row[start - 1].low in ("and", "or") and row[start - 2].text == ","
    if not (joined or oxford) or not all(_of_name(t) for t in row[start:end]):
        return start
    first = start
    comma = start - 2 if oxford and not joined else start - 1
    while comma > floor and row[comma].text == ",":
        at = comma
        while at > floor and comma - at < _LONGEST and row[at - 1].capital:
            at -= 1
        led = row[at - 1].low if at > floor else ""
        named = at < comma and not {t.low for t in row[at:comma]} & (PREPOSITIONS | DAYS | MONTHS)
        if named and led == "of":
            return _offices_before(row, at - 1, floor)
        at -= led == "the"
        if not named or (at > floor and row[at - 1].text != ","):
            break  # "Hungary, which borders Ukraine, and Slovakia"
        first, comma = at, at - 1
    return first


def _of_name(token: Token) -> bool:
    return token.capital or token.low in ("and", "or", "nor", "the")


def _offices_before(row: Sequence[Token], of: int, floor: int) -> int:
    """Return where "the foreign ministers of" begins, whose "of" is at a place."""
    at = of
    while at > floor and of - at < _LONGEST and row[at - 1].kind == "w" and (
        row[at - 1].low not in PREPOSITIONS
    ):  # fmt: skip
        at -= 1
    return at
