"""Whose a quotation is that no cue claims: the speaker beside it, or who acts before a colon."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.positions.contents import sentence_end
from foedus.positions.grammar import CONJUNCTIONS, PERSONAL
from foedus.positions.phrases import Row, before_verb, finite, phrase_after, phrase_before
from foedus.positions.spans import Span


def beside(
    row: Row, own: Sequence[Span], before: Sequence[Span], after: Sequence[Span]
) -> Span | None:
    """Return the source of a quotation, or nothing where nobody is near.

    Parameters
    ----------
    row
        Tokens of its sentence.
    own, before, after
        The sources of its sentence, of those before it and of the next one.
    """
    alone = all(token.kind != "w" for token in row)
    colon = row[-1].kind == "q" and any(token.text == ":" for token in row)
    if own:
        return (_before_colon(row) if colon else None) or own[-1]
    if before and alone:
        return before[-1]
    if colon or not alone:
        who = phrase_before(row, _first_verb(row))
        if who:
            return Span(row[who[0]].start, row[who[1] - 1].end)
    if after and alone:
        return after[0]
    return before[-1] if before else None


def _before_colon(row: Row) -> Span | None:
    """Return who acts in the clause before a colon: "..., and he did so again: "No.""."""
    colon = next(at for at, token in enumerate(row) if token.text == ":")
    start = max((at for at in range(colon) if row[at].text in (",", ";")), default=-1) + 1
    if start and start < colon and row[start].low in CONJUNCTIONS and finite(row, start, colon):
        who = phrase_after(row, start + 1, apposition=False)
        return Span(row[who[0]].start, row[who[1] - 1].end) if who else None
    return None


def _first_verb(row: Row) -> int:
    for at in range(1, sentence_end(row)):
        if finite(row, at - 1, at + 1) or row[at].low in PERSONAL:
            return before_verb(row, at)
    return 0
