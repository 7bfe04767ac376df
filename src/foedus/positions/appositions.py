"""What is put beside a noun phrase and names the same: "Osten, the minister, said"."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.positions.grammar import (
    DETERMINERS,
    FINITE,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
)
from foedus.positions.lexicon import lexicon
from foedus.positions.tokens import Token


def apposition_after(row: Sequence[Token], at: int) -> int:
    """Return the place after an apposition behind the comma at `at`; `at` where there is none."""
    if at + 1 >= len(row) or row[at].text != ",":
        return at
    first = row[at + 1]
    since = first.low in ("now", "then", "formerly", "once")
    named = first.low in DETERMINERS - PERSONAL or first.text[0].isdigit() or first.capital
    if not (named or since):
        return at
    end = at + 1
    while end < len(row) and row[end].text not in (".", ";", ":", "?", "!"):
        if row[end].kind == "q" or row[end].low in SUBORDINATORS or row[end].low in FINITE - {"'s"}:
            return end - 1 if row[end - 1].text == "," else at
        if row[end].low in lexicon().forms and row[end].low.endswith("ing"):
            if row[end - 1].text == ",":
                return end - 1
            return at
        name = row[end].text == "," and all(token.capital for token in row[at + 1 : end])
        if name and end + 1 < len(row) and row[end + 1].low in PREPOSITIONS:
            return end  # "the minister, Ann Osten, on Monday"
        end += 1
        if end - at > 16:
            return at
    return end
