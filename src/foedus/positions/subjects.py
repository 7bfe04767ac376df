"""Who acts: the subject of the verb that stands before a place."""

from __future__ import annotations

from foedus.positions.grammar import CONTRACTED, DETERMINERS, FINITE
from foedus.positions.lexicon import lexicon
from foedus.positions.phrases import Place, Row, before_verb, finite, phrase_before


def subject(row: Row, end: int) -> Place | None:
    """Return the subject of the first finite verb before a place.

    Parameters
    ----------
    row
        Tokens of a sentence.
    end
        The place.
    """
    forms = lexicon().forms
    opened = [i for i in range(1, end - 2) if row[i].low in ("when", "while", "where", "after")]
    opened = [i for i in opened if finite(row, i + 2, end)]  # "on Friday, when Osten stood up and"
    for at in range(opened[-1] + 1 if opened else 1, end):
        token = row[at]
        possessive = token.low == "'s" and row[at - 1].low not in CONTRACTED
        verb = (token.low in FINITE and not possessive) or any(
            f & {"past", "s"} for f in (r.forms for r in forms.get(token.low, ()))
        )
        if not verb and token.low.endswith("ed") and len(token.low) > 4:
            verb = row[at - 1].low not in DETERMINERS
        if row[at - 1].low == "'s" and token.low in lexicon().nouns:
            continue  # "Renn's comments"
        if verb and token.kind == "w":
            found = phrase_before(row, before_verb(row, at))
            if found:
                return found
    return None
