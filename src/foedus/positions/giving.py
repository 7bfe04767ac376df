"""Verbs that say little beside the noun that they carry: "issued a warning", "made a promise"."""

from __future__ import annotations

from foedus.positions.grammar import DETERMINERS, FINITE, word_set
from foedus.positions.phrases import CLOSED, Place, Row, before_verb, phrase_before


def giver(row: Row, at: int) -> Place | None:
    """Return who gives what the noun at `at` names: "Osten issued a blunt warning that"."""
    back = at - 1
    while back > 0 and row[back].kind == "w" and row[back].low not in CLOSED | FINITE | _GIVING:
        back -= 1
    if back > 0 and row[back].low in DETERMINERS and at - back < 4:
        back -= 1
    if back < 1 or row[back].low not in _GIVING:
        return None
    return phrase_before(row, before_verb(row, back))


_GIVING = word_set(
    "issue issues issued issuing make makes made making give gives gave given giving deliver"
    " delivers delivered send sends sent lodge lodges lodged file files filed has have had put"
    " publish published release released enter entered"
)
"""Verbs that say little beside the noun of saying that they carry."""
