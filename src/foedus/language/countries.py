"""Country codes: ISO 3166 alpha-3, so that a misspelt member can be told from a country.

`countries.csv` lists the 249 codes of ISO 3166-1:2020 (part 1), each with its alpha-2 code and an
English name that follows Unicode CLDR, and those codes of states in ISO 3166-3:2020 (part 3,
formerly used) that treaties of the last hundred years need. Who is not in it, such as an
organisation, is declared as a party.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from foedus.language.problems import did_you_mean

_EVERYBODY = frozenset({"all", "any", "both", "each", "everybody", "everyone"})
_ELSEWHERE = {"UK": "GBR", "NED": "NLD", "SUI": "CHE"}
"""Codes of other lists that are mistaken for those of ISO 3166 alpha-3, beside its alpha-2."""

_ALPHA_2 = 2
"""Letters of a code that is too short to be misspelt: EU is no DEU."""


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with (files("foedus.language") / "countries.csv").open(encoding="utf-8") as file:
        return tuple(sorted(csv.DictReader(file), key=lambda row: row["part"]))


@lru_cache(maxsize=1)
def names_by_code() -> dict[str, str]:
    """Return the English name of each country by its code, present ones first.

    Examples
    --------
    >>> names_by_code()["NOR"]
    'Norway'
    """
    return {row["code"]: row["name"] for row in _rows()}


def is_country(code: str) -> bool:
    """Say whether `code` is the code of a country, present or former.

    Examples
    --------
    >>> is_country("SUN"), is_country("GER")
    (True, False)
    """
    return code in names_by_code()


def likely_member(written: str, declared: Iterable[str]) -> str:
    """Return the likely fix for a member that is neither declared nor a country.

    A code of two letters is taken for that of ISO 3166 alpha-2; what else begins a country's name,
    or has the letters of its code, for the country.

    Examples
    --------
    >>> likely_member("GER", []), likely_member("Norway", [])
    ("Did you mean 'DEU' (Germany)?", "Did you mean 'NOR' (Norway)?")
    >>> likely_member("NO", ["NOA"])
    "Did you mean 'NOR' (Norway)?"
    """
    known, codes = list(declared), names_by_code()
    if written in _elsewhere():
        return f"Did you mean {_elsewhere()[written]!r} ({codes[_elsewhere()[written]]})?"
    near = did_you_mean(written, known)
    if near.startswith("Did"):
        return near
    start = written.casefold()
    likely = [code for code, name in codes.items() if len(start) > 1 and _begins(name, start)]
    likely = likely or [code for code in codes if sorted(code) == sorted(written)]
    if likely:
        return f"Did you mean {likely[0]!r} ({codes[likely[0]]})?"
    return "Write an ISO 3166 alpha-3 code, or declare it under 'parties'."


def mistaken(written: str, declared: Iterable[str]) -> str:
    """Return the likely fix for a code that is nobody's, though close to somebody's; else nothing.

    Who speaks may be of an organisation that is declared nowhere, or of nobody in particular.

    Examples
    --------
    >>> mistaken("IT", ["ITA"]), mistaken("ITAL", ["ITA"])
    ("Did you mean 'ITA' (Italy)?", "Did you mean 'ITA'?")
    >>> mistaken("EU", ["DEU"]), mistaken("UN", []), mistaken("European leaders", ["EU"])
    ('', '', '')
    """
    known = list(declared)
    if written in known or is_country(written) or not (written.isalpha() and written.isupper()):
        return ""
    if written in _elsewhere():
        return likely_member(written, known)
    near = did_you_mean(written, known) if len(written) > _ALPHA_2 else ""
    return near if near.startswith("Did") else ""


@lru_cache(maxsize=1)
def _elsewhere() -> dict[str, str]:
    return {row["alpha2"]: row["code"] for row in _rows() if row["alpha2"]} | _ELSEWHERE


def undeclared(written: str, declared: Iterable[str], *, bodies: bool = False) -> str:
    """Return the likely fix for a party, or a body, that is declared nowhere.

    The code of a country is no misspelt one, unless it has the same letters as one declared.

    Examples
    --------
    >>> undeclared("USA", ["RUS", "UKR"])
    "Declare it under 'parties': USA: {name: United States}."
    >>> undeclared("RSU", ["RUS", "UKR"]), undeclared("ARM", ["RAM"])
    ("Did you mean 'RUS'?", "Did you mean 'RAM'?")
    >>> undeclared("all", ["RUS", "UKR"])
    'Name each one that is meant.'
    """
    known = list(declared)
    if written.casefold() in _EVERYBODY:
        return "Name each one that is meant."
    if is_country(written) and sorted(written) not in [sorted(one) for one in known]:
        return f"Declare it under 'parties': {written}: {{name: {names_by_code()[written]}}}."
    near = did_you_mean(written, known)
    if near.startswith("Did"):
        return near
    where = "'parties', or under 'bodies' if it is one" if bodies else "'parties'"
    return f"Declare it under {where}. {near}".strip()


def _begins(name: str, start: str) -> bool:
    return name.casefold().startswith(start)
