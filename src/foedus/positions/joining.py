"""Accepted statements laid over an arrangement's positions, so that they decide its votes.

A statement that says what a position of the file already says, of the same state on the same issue
at the same date, lends it its sentence; any other becomes a position of its own, with its document
as a source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from foedus.language import Arrangement, Position, Source
from foedus.positions.statement import Document, Statement
from foedus.positions.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """An arrangement with statements.

    Parameters
    ----------
    arrangement
        The arrangement, with the positions and sources that statements add.
    sentences
        The statement behind a position, by the position's place in the arrangement.
    unused
        Accepted statements that say nothing about a vote, each with the reason.
    """

    arrangement: Arrangement
    sentences: Mapping[int, Statement]
    unused: tuple[tuple[Statement, str], ...]


def join(arrangement: Arrangement, store: Store) -> Joined:
    """Lay the accepted statements of a store over an arrangement.

    Parameters
    ----------
    arrangement
        The arrangement; its own positions stay as they are.
    store
        Statements and their documents.
    """
    positions = list(arrangement.positions)
    sources = dict(arrangement.sources)
    sentences: dict[int, Statement] = {}
    unused: list[tuple[Statement, str]] = []
    told: dict[tuple[str, ...], int] = {}
    for statement in store.accepted():
        why = _unfit(statement, arrangement)
        if why:
            unused.append((statement, why))
            continue
        document = store.documents.get(statement.document)
        story = _story(document, statement)
        at = told.get(story, _alike(positions, statement))
        if at is None:
            source = _source_id(statement)
            sources.setdefault(source, _source(document, statement))
            at = len(positions)
            positions.append(_position(statement, source))
        sentences.setdefault(at, statement)
        told.setdefault(story, at)
    made = replace(arrangement, positions=tuple(positions), sources=sources)
    return Joined(made, sentences, tuple(unused))


def _unfit(statement: Statement, arrangement: Arrangement) -> str:
    if not statement.issue:
        return "it is on no issue"
    if statement.issue not in arrangement.issues:
        return f"the case has no issue {statement.issue!r}"
    if statement.stance is None:
        return "it has no stance"
    if not statement.actor.state:
        return "it is not known for whom it speaks (add a holder, or the state in review)"
    return "" if statement.date else "it has no date"


def _story(document: Document | None, s: Statement) -> tuple[str, ...]:
    """Return what a statement says in which story: its rewrites say nothing of their own."""
    lineage = document.lineage if document and document.lineage else s.document
    return lineage, s.actor.state, s.actor.name, s.issue, str(s.stance)


def _alike(positions: list[Position], statement: Statement) -> int | None:
    for at, position in enumerate(positions):
        if (
            position.state == statement.actor.state
            and position.issue == statement.issue
            and position.date == statement.date
            and position.stance == statement.stance
            and position.actor == statement.actor.name
        ):
            return at
    return None


def _source_id(statement: Statement) -> str:
    return f"statement-{statement.document[:8]}"


def _source(document: Document | None, statement: Statement) -> Source:
    if document is None:
        return Source(title=f"document {statement.document[:12]}")
    return Source(title=document.title or document.name, date=document.date, url=document.address)


def _position(statement: Statement, source: str) -> Position:
    assert statement.stance is not None
    assert statement.date is not None
    actor = statement.actor
    return Position(
        actor=actor.name,
        office=actor.office,
        state=actor.state,
        date=statement.date,
        issue=statement.issue,
        stance=statement.stance,
        speaks_for=actor.speaks_for,
        hearsay=actor.kind in ("group", "unknown"),
        says=statement.quote.exact,
        text=statement.quote.exact,
        condition=statement.trigger.exact if statement.trigger else "",
        source=(source,),
    )
