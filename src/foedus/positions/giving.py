"""Verbs that say little beside the noun that they carry: "issued a warning", "made a promise"."""

from __future__ import annotations

from foedus.positions.grammar import DETERMINERS, FINITE, POSSESSIVE, word_set
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


def renewer(row: Row, at: int) -> Place | None:
    """Return who says again what the noun at `at` names as his own: "Osten renewed her call"."""
    back = at - 1
    while back > 0 and row[back].kind == "w" and row[back].low not in POSSESSIVE:
        back -= 1
    if back < 2 or at - back > 3 or row[back - 1].low not in _AGAIN:
        return None
    return phrase_before(row, before_verb(row, back - 1))


_AGAIN = word_set(
    "recall recalls recalled renew renews renewed renewing repeat repeats repeated repeating"
    " reiterate reiterates"
    " reiterated restate restates restated voice voices voiced voicing express expresses"
    " expressed expressing maintain maintains maintained state states stated confirm confirms"
    " confirmed underline underlined stress stresses stressed declare declares declared"
    " register registers registered signal signals signalled signaled offer offers offered"
    " extend extends extended announce announces announced drop drops dropped withdraw"
    " withdraws withdrew keep keeps kept make makes made give gives gave reaffirm reaffirms"
    " reaffirmed lodge lodges lodged issue issues issued"
)
"""Verbs that carry a noun of their subject's: "renewed her call", "voiced its objection"."""
_GIVING = word_set(
    "issue issues issued issuing make makes made making give gives gave given giving deliver"
    " delivers delivered send sends sent lodge lodges lodged file files filed has have had put"
    " publish published release released enter entered"
)
"""Verbs that say little beside the noun of saying that they carry."""

CARRYING = word_set("express voice convey register declare state offer confirm announce")
"""Verbs that say nothing of their own beside such a noun."""
