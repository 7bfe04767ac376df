"""Statements as lines of JSON: documents, statements and reviews, in the order they came.

A file of statements only grows: a review is a line, so that what a reviewer decided, when and why
stays on record. The text of a document is not kept, only the words of each statement with what
stands around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, get_args

from foedus.positions.spans import Quote
from foedus.positions.statement import (
    KINDS,
    STANCES,
    Actor,
    ActorKind,
    Document,
    Manner,
    Precision,
    Review,
    Statement,
    Status,
)
from foedus.texts import named, unfit_within


class StoreError(ValueError):
    """A file of statements that cannot be read: where, what and the fix."""


@dataclass(frozen=True, slots=True)
class Store:
    """Documents and statements, with their reviews.

    Parameters
    ----------
    documents
        By id.
    statements
        By id, in the order they came.
    """

    documents: Mapping[str, Document]
    statements: Mapping[str, Statement]

    def accepted(self) -> tuple[Statement, ...]:
        """Return the statements that a reviewer accepted, as the review left them."""
        return tuple(settled(s) for s in self.statements.values() if s.status == "accepted")


def settled(statement: Statement) -> Statement:
    """Return a statement with what its last reviewer changed: others saw it as proposed too."""
    made, standing = statement, statement.standing
    for review in standing:
        if review.reviewer != standing[-1].reviewer:
            continue
        if review.stance is not None:
            made = replace(made, stance=review.stance)
        for name, value in review.changed:
            made = _changed(made, name, value)
    return made


CHANGEABLE = ("actor", "state", "office", "issue", "kind", "date", "speaks_for")
"""What a reviewer may change besides the stance."""
_SPEAKS_FOR = ("state", "self")


def unchangeable(name: str, value: str) -> str:
    """Return why a field cannot be changed to a value; empty where it can.

    Examples
    --------
    >>> unchangeable("date", "tomorrow")
    "'tomorrow' is no day: write it as 2026-06-30"
    >>> unchangeable("date", "2026-06-30")
    ''
    """
    if name not in CHANGEABLE:
        return f"{name!r} cannot be changed: {', '.join(CHANGEABLE)}"
    if not value:
        return f"{name} needs a value, as in {name}=..."
    closed = {"kind": KINDS, "speaks_for": _SPEAKS_FOR}.get(name)
    if closed is not None and value not in closed:
        return f"{name} is one of {', '.join(closed)}, not {value!r}"
    if name == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return f"{value!r} is no day: write it as 2026-06-30"
    return ""


def _changed(statement: Statement, name: str, value: str) -> Statement:
    if name == "issue":
        return replace(statement, issue=value)
    if name == "kind":
        return replace(statement, kind=value)  # type: ignore[arg-type]
    if name == "date":
        return replace(statement, date=date.fromisoformat(value), precision="day")
    key = "name" if name == "actor" else name
    return replace(statement, actor=replace(statement.actor, **{key: value}))  # type: ignore[arg-type]


def document_line(document: Document) -> str:
    """Return a document as a line of JSON."""
    return _line({"document": _plain(document)})


def statement_line(statement: Statement) -> str:
    """Return a statement as a line of JSON, its reviews left out: they are lines of their own."""
    made = _plain(replace(statement, reviews=()))
    made.pop("reviews", None)
    return _line({"statement": {"id": statement.id, **made}})


def review_line(statement: str, review: Review) -> str:
    """Return a review of a statement, by its id, as a line of JSON."""
    made = _plain(review)
    made["changed"] = dict(review.changed)
    return _line({"review": {"statement": statement, **made}})


def lines(store: Store) -> Iterator[str]:
    """Yield a whole store as lines."""
    yield from (document_line(d) for d in store.documents.values())
    for id_, statement in store.statements.items():
        yield statement_line(statement)
        yield from (review_line(id_, review) for review in statement.reviews)


def load(text: Iterable[str], name: str) -> Store:
    """Return the store that lines of JSON describe.

    Parameters
    ----------
    text
        The lines.
    name
        What the file is called, for messages.

    Raises
    ------
    StoreError
        For a line that cannot be understood; the message says which and why.

    Examples
    --------
    >>> load(['{"document": {"id": "a", "name": "a.txt"}}'], "x.jsonl").documents["a"].name
    'a.txt'
    """
    documents: dict[str, Document] = {}
    statements: dict[str, Statement] = {}
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if strange := unfit_within(row):
                raise ValueError(f"the character {named(strange)} has no place in a text")
            kind, what = next(iter(row.items()))
            if kind == "document":
                documents[str(what["id"])] = _document(what)
            elif kind == "statement":
                made = _statement(what)
                statements.setdefault(made.id, made)
            elif kind == "review":
                id_ = str(what["statement"])
                old = statements[id_]
                statements[id_] = replace(old, reviews=(*old.reviews, _review(what)))
            else:
                raise ValueError(f"{kind!r} is neither document, statement nor review")
        except StopIteration:
            raise StoreError(f"{name}:{number}: the line is empty braces.") from None
        except KeyError as error:
            raise StoreError(f"{name}:{number}: {error.args[0]!r} is missing.") from None
        except RecursionError:
            raise StoreError(f"{name}:{number}: it is nested too deeply.") from None
        except json.JSONDecodeError:
            raise StoreError(
                f"{name}:{number}: it is no line of statements, for it is no JSON. Statements are "
                "made from texts by: foedus positions extract TEXT --into FILE"
            ) from None
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise StoreError(f"{name}:{number}: it is no line of statements: {error}.") from None
    return Store(documents, statements)


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _plain(thing: Any) -> dict[str, Any]:
    """Return a dataclass as plain data, empty fields left out."""
    made = asdict(thing)
    return {k: _value(v) for k, v in made.items() if v not in ("", None, (), [])}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: _value(v) for k, v in value.items() if v not in ("", None, (), [])}
    return list(value) if isinstance(value, tuple) else value


def _document(row: Mapping[str, Any]) -> Document:
    known: dict[str, Any] = {
        k: str(v) for k, v in row.items() if k in {f.name for f in fields(Document)}
    }
    return Document(**{**known, "date": _day(row.get("date"))})


def _statement(row: Mapping[str, Any]) -> Statement:
    stance = row.get("stance")
    return Statement(
        str(row["document"]),
        _quote(row["quote"]),
        _one_of(row["kind"], KINDS),
        _actor(row["actor"]),
        str(row.get("issue", "")),
        None if stance is None else _one_of(stance, STANCES),
        _one_of(row.get("manner", "indirect"), get_args(Manner)),
        _day(row.get("date")),
        _one_of(row.get("precision", "unknown"), get_args(Precision)),
        _quote(row["trigger"]) if row.get("trigger") else None,
        _quote(row["consequent"]) if row.get("consequent") else None,
        _actor(row["target"]) if row.get("target") else None,
        str(row.get("scope", "")),
        _quote(row["cue"]) if row.get("cue") else None,
        tuple(map(str, row.get("hedges", ()))),
        tuple(map(str, row.get("flags", ()))),
        str(row.get("extractor", "")),
    )


def _review(row: Mapping[str, Any]) -> Review:
    stance = row.get("stance")
    changed = dict(row.get("changed", {}))
    for name, value in changed.items():
        if why := unchangeable(name, str(value)):
            raise ValueError(why)
    return Review(
        str(row["reviewer"]),
        _one_of(row["status"], get_args(Status)),
        None if stance is None else _one_of(stance, STANCES),
        str(row.get("reason", "")),
        str(row.get("at", "")),
        tuple(sorted(changed.items())),
    )


def _quote(row: Mapping[str, Any]) -> Quote:
    start = int(row.get("start", 0))
    exact, prefix, suffix = (str(row.get(part, "")) for part in ("exact", "prefix", "suffix"))
    return Quote(exact, prefix, suffix, start)


def _actor(row: Mapping[str, Any]) -> Actor:
    return Actor(
        str(row.get("name", "")),
        _one_of(row.get("kind", "unknown"), get_args(ActorKind)),
        str(row.get("state", "")),
        str(row.get("office", "")),
        _one_of(row.get("speaks_for", "state"), _SPEAKS_FOR),
        tuple(map(str, row.get("flags", ()))),
    )


def _day(text: Any) -> date | None:
    return None if text in (None, "") else date.fromisoformat(str(text))


def _one_of(value: Any, allowed: Iterable[str]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value
