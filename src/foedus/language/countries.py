"""Country codes: ISO 3166 alpha-3, so that a misspelt member can be told from a country.

`countries.csv` lists the 249 codes of ISO 3166-1:2020 (part 1), with an English name that follows
Unicode CLDR, and those codes of states in ISO 3166-3:2020 (part 3, formerly used) that treaties
of the last hundred years need. Who is not in it, such as an organisation, is declared as a party.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from foedus.language.problems import did_you_mean

_ELSEWHERE = {"UK": "GBR", "GB": "GBR", "US": "USA", "NED": "NLD", "SUI": "CHE"}
"""Codes of other lists that are mistaken for those of ISO 3166 alpha-3."""


@lru_cache(maxsize=1)
def names_by_code() -> dict[str, str]:
    """Return the English name of each country by its code, present ones first.

    Examples
    --------
    >>> names_by_code()["NOR"]
    'Norway'
    """
    with (files("foedus.language") / "countries.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["part"])
    return {row["code"]: row["name"] for row in rows}


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

    What begins a country's name, or has the letters of its code, is taken for the country.

    Examples
    --------
    >>> likely_member("GER", []), likely_member("Norway", [])
    ("Did you mean 'DEU' (Germany)?", "Did you mean 'NOR' (Norway)?")
    """
    known, codes = list(declared), names_by_code()
    if written in _ELSEWHERE:
        return f"Did you mean {_ELSEWHERE[written]!r} ({codes[_ELSEWHERE[written]]})?"
    near = did_you_mean(written, known)
    if near.startswith("Did"):
        return near
    start = written.casefold()
    likely = [code for code, name in codes.items() if len(start) > 1 and _begins(name, start)]
    likely = likely or [code for code in codes if sorted(code) == sorted(written)]
    if likely:
        return f"Did you mean {likely[0]!r} ({codes[likely[0]]})?"
    return "Write an ISO 3166 alpha-3 code, or declare it under 'parties'."


def undeclared(written: str, declared: Iterable[str]) -> str:
    """Return the likely fix for a party that is declared nowhere.

    The code of a country is no misspelt one, unless it has the same letters as one declared.

    Examples
    --------
    >>> undeclared("USA", ["RUS", "UKR"])
    "Declare it under 'parties': USA: {name: United States}."
    >>> undeclared("RSU", ["RUS", "UKR"]), undeclared("ARM", ["RAM"])
    ("Did you mean 'RUS'?", "Did you mean 'RAM'?")
    """
    known = list(declared)
    if is_country(written) and sorted(written) not in [sorted(one) for one in known]:
        return f"Declare it under 'parties': {written}: {{name: {names_by_code()[written]}}}."
    near = did_you_mean(written, known)
    if near.startswith("Did"):
        return near
    return f"Declare it under 'parties'. {near}".strip()


def _begins(name: str, start: str) -> bool:
    return name.casefold().startswith(start)
