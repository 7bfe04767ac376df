"""Quotations that go on: in paragraphs of their own, and as pieces of one and the same speech."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.positions.segments import Block, sentences
from foedus.positions.spans import Span

if TYPE_CHECKING:
    from foedus.positions.attribution import Attribution


def across(
    straight: str, written: Sequence[Block], found: Sequence[list[Attribution]]
) -> list[list[Attribution]]:
    """Give paragraphs that are a quotation and nothing else to who spoke in the one before.

    Parameters
    ----------
    straight
        The straightened text.
    written, found
        Its blocks, and the attributions of each.
    """
    made: list[list[Attribution]] = []
    last: Attribution | None = None
    for block, own in zip(written, found, strict=True):
        if block.kind == "body" and not block.repeats and not own and last is not None:
            own = _quoted_only(straight, block, last)
        spoken = [a for a in own if a.source and not a.nested and a.form in ("quotation", "clause")]
        last = spoken[-1] if spoken and block.kind == "body" else None
        made.append(own)
    return made


def _quoted_only(straight: str, block: Block, last: Attribution) -> list[Attribution]:
    rows = sentences(straight, block)
    if any(token.kind == "w" for row in rows for token in row.tokens):
        return []
    return [
        replace(
            last, cue=None, content=(Span(token.start, token.end),), lemma="", frame="carried",
            speech="direct", sentence=row, target=None, carried=True, form="quotation",
        )
        for row in rows
        for token in row.tokens
        if token.kind == "q"
    ]  # fmt: skip


def joined(found: Iterable[Attribution]) -> list[Attribution]:
    """Return attributions with each quotation that goes on as one, in more than one piece.

    It goes on where a quotation without a cue of its own follows another, whose speaker it was
    given to, with nothing else between: '"No," she said. "Never."', or the next paragraph is a
    quotation and nothing else.

    Examples
    --------
    >>> from foedus.positions.attribution import attributions
    >>> text = '"We cannot pay," Osten said. "There is nothing left."'
    >>> [len(one.content) for one in joined(attributions(text))]
    [2]
    """
    made: list[Attribution] = []
    for one in found:
        before = next((a for a in reversed(made) if not a.nested), None)
        if before is not None and _goes_on(before, one):
            made[made.index(before)] = replace(before, content=(*before.content, *one.content))
        else:
            made.append(one)
    return made


def _goes_on(before: Attribution, one: Attribution) -> bool:
    same = one.sentence.block == before.sentence.block
    near = one.sentence.number - before.sentence.number in (0, 1, 2) if same else True
    alone = all(token.kind != "w" for token in one.sentence.tokens)
    return (
        one.carried
        and alone
        and near
        and one.source == before.source
        and before.form == "quotation"
        and one.content[0].start >= before.content[-1].end
    )
