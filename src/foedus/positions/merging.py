"""What another program gives back, laid over the file that it was exported from.

A statement that is in the file already is known again, by its document, its words where the format
holds them, its actor where the format names one, and its issue; so that a file that went out and
came back unchanged adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.positions.statement import Document, Statement
from foedus.positions.store import Store, settled

_SHORT = 12
"""So many digits of a document's id are enough to know it: what an event list of DNA has."""
_LACKS = {
    "no words": "their words",
    "no actor": "who said it",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """A file of statements with what was read for it.

    Parameters
    ----------
    store
        The whole.
    added, known
        How many statements are new, and how many were there already.
    differ
        Ids of statements of the file to which the other program gives another stance.
    losses
        What the new ones lack, in sentences.
    """

    store: Store
    added: int
    known: int
    differ: tuple[str, ...]
    losses: tuple[str, ...]


def merged(old: Store, new: Store) -> Merged:
    """Lay what was read over a file of statements; nothing that the file has is changed.

    Parameters
    ----------
    old
        The file.
    new
        What another program gave.

    Examples
    --------
    >>> merged(Store({}, {}), Store({}, {})).added
    0
    """
    home = {id_: _home(document, old) for id_, document in new.documents.items()}
    have = {id_: settled(s) for id_, s in old.statements.items()}
    documents = {**old.documents}
    statements = {**old.statements}
    differ: list[str] = []
    known = 0
    for statement in new.statements.values():
        at = home.get(statement.document, statement.document)
        alike = [(id_, s) for id_, s in have.items() if s.document == at and _alike(s, statement)]
        same = [(id_, s) for id_, s in alike if s.issue == statement.issue]
        if same:
            known += 1
            if all(s.stance != statement.stance for _, s in same):
                differ.append(same[0][0])
            continue
        made = _told(statement, [s for _, s in alike])
        if at == statement.document and at in new.documents:
            documents.setdefault(at, new.documents[at])
        else:
            made = replace(made, document=at)
        if made.id in statements:
            known += 1
            continue
        statements[made.id] = made
    return Merged(
        Store(documents, statements),
        len(statements) - len(old.statements),
        known,
        tuple(dict.fromkeys(differ)),
        tuple(_losses([s for id_, s in statements.items() if id_ not in old.statements])),
    )


def _home(document: Document, old: Store) -> str:
    """Return the id under which a file knows a document, or part of it; its own where not."""
    for id_ in (document.id, document.lineage):
        if id_ in old.documents:
            return id_
        short = [one for one in old.documents if len(id_) >= _SHORT and one.startswith(id_)]
        if len(short) == 1:
            return short[0]
    return document.id


def _alike(mine: Statement, other: Statement) -> bool:
    words = not other.quote.exact or other.quote.exact == mine.quote.exact
    return words and (not other.actor.name or other.actor.name == mine.actor.name)


def _told(statement: Statement, alike: Sequence[Statement]) -> Statement:
    """Return a statement with who and when, from another on the same words."""
    if not alike or not statement.quote.exact:
        return statement
    one = alike[0]
    flags = tuple(flag for flag in statement.flags if flag != "no actor" or not one.actor.name)
    return replace(
        statement, quote=one.quote, actor=one.actor, manner=one.manner, date=one.date,
        precision=one.precision, flags=flags,
    )  # fmt: skip


def _losses(added: Sequence[Statement]) -> list[str]:
    counts = Counter(flag for s in added for flag in s.flags if flag in _LACKS)
    counts["no day"] = sum(s.date is None for s in added)
    named = {**_LACKS, "no day": "when it was said"}
    return [f"{counts[flag]} come without {what}." for flag, what in named.items() if counts[flag]]
