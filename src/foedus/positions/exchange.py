"""Statements in other programs' formats, out and back, with what each cannot hold.

- W3C Web Annotation (recommendation of 23 February 2017), JSON-LD: an annotation for each
  statement, with a text quote and a text position selector.
- The event CSV of Discourse Network Analyzer: one agreement or disagreement a row.
- doccano's JSONL for sequence labelling: a text with labelled spans.
- A plain table, CSV.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.language import names_by_code
from foedus.positions.spans import Quote, Span, anchor, quote
from foedus.positions.statement import Actor, ActorKind, Document, Statement, digest
from foedus.positions.store import Store, settled
from foedus.texts import in_csv, named, out_of_csv, unfit_within

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_LONGEST = 1 << 17
"""Characters of a cell: what no event list of sentences has, and a quote left open soon does."""
DNA_COLUMNS = (
    "ID", "time", "docId", "docTitle", "docAuthor", "docSource", "docSection", "docType",
    "person", "organization", "concept", "agreement",
)  # fmt: skip
TABLE_COLUMNS = (
    "id", "status", "date", "actor", "office", "state", "speaks_for", "issue", "stance", "kind",
    "manner", "sentence", "trigger", "target", "document", "address", "start", "end", "reviewer",
)  # fmt: skip


class ExchangeError(ValueError):
    """A file of another program that cannot be read: where, what and the fix."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and what the format could not hold.

    Parameters
    ----------
    text
        The file.
    losses
        In sentences.
    """

    text: str
    losses: tuple[str, ...] = ()


def to_w3c(store: Store) -> Written:
    """Return the statements as a page of W3C Web Annotations."""
    items = [_annotation(settled(s), store.documents) for s in store.statements.values()]
    page = {
        "@context": [_CONTEXT, {"foedus": "urn:foedus:"}],
        "type": "AnnotationPage",
        "items": items,
    }
    return Written(json.dumps(page, ensure_ascii=False, indent=2))


def _annotation(s: Statement, documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents.get(s.document)
    source = document.address if document and document.address else f"urn:sha256:{s.document}"
    span = s.quote.span
    body = {
        "type": "Dataset",
        "foedus:kind": s.kind,
        "foedus:actor": s.actor.name,
        "foedus:state": s.actor.state,
        "foedus:issue": s.issue,
        "foedus:stance": s.stance,
        "foedus:manner": s.manner,
    }
    made: dict[str, Any] = {
        "id": f"urn:foedus:statement:{s.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": {k: v for k, v in body.items() if v},
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": s.quote.exact,
                    "prefix": s.quote.prefix,
                    "suffix": s.quote.suffix,
                },
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
        "foedus:status": s.status,
    }
    if s.reviews:
        made["creator"] = {"type": "Person", "name": s.reviews[-1].reviewer}
        if s.reviews[-1].at:
            made["created"] = s.reviews[-1].at
    return made


def to_dna(store: Store) -> Written:
    """Return the accepted statements as the event CSV of Discourse Network Analyzer.

    A row has agreement 1 or 0 and nothing between: what is conditional or ambiguous is left out,
    and told.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DNA_COLUMNS)
    kept = left = conditions = 0
    states = dict(names_by_code())
    states |= {s.actor.state: s.actor.name for s in store.accepted() if s.actor.kind == "state"}
    for s in store.accepted():
        if s.stance not in ("support", "oppose") or not s.issue:
            left += 1
            continue
        kept += 1
        conditions += s.trigger is not None
        writer.writerow(map(in_csv, _dna_row(kept, s, store.documents.get(s.document), states)))
    waiting = sum(s.status == "proposed" for s in store.statements.values())
    losses = [
        "Spans, hedges, targets, scopes and reviews have no column there.",
        *([f"{waiting} statements wait for review and are left out."] if waiting else []),
        *([f"{left} statements are neither for nor against, or on no issue."] if left else []),
        *([f"{conditions} rows lose their condition."] if conditions else []),
    ]
    return Written(out.getvalue(), tuple(losses))


def _dna_row(
    number: int, s: Statement, document: Document | None, states: Mapping[str, str]
) -> list[str]:
    time = f"{s.date.isoformat()} 00:00:00" if s.date else ""
    title = document.title if document else ""
    source = document.address or document.name if document else ""
    person = s.actor.name if s.actor.kind == "person" else ""
    organisation = states.get(s.actor.state, s.actor.state) if person else s.actor.name
    agrees = "1" if s.stance == "support" else "0"
    return [
        str(number), time, s.document[:12], title, "", source, "", "", person, organisation,
        s.issue, agrees,
    ]  # fmt: skip


def from_dna(text: str, name: str) -> Store:
    """Return the statements of an event CSV of Discourse Network Analyzer, as proposals.

    Raises
    ------
    ExchangeError
        When it is no such file.
    """
    try:
        rows = [
            {key: out_of_csv(cell or "") for key, cell in row.items() if isinstance(key, str)}
            for row in csv.DictReader(io.StringIO(text))
        ]
    except csv.Error as error:
        raise ExchangeError(f"{name}: it is no table: {error}.") from None
    if any(len(cell) > _LONGEST for row in rows for cell in row.values()):
        raise ExchangeError(f"{name}: it is no table: a cell is longer than {_LONGEST} characters.")
    needed = ("person", "organization", "concept", "agreement")
    missing = [c for c in needed if rows and c not in rows[0]]
    if not rows or missing:
        raise ExchangeError(
            f"{name}: it is no event file of DNA: {', '.join(missing) or 'every row'} is missing."
            " Export it there with duplicates kept, as an event list."
        )
    documents: dict[str, Document] = {}
    statements: dict[str, Statement] = {}
    for number, row in enumerate(rows, 2):
        if strange := unfit_within(row):
            raise ExchangeError(
                f"{name}:{number}: the character {named(strange)} has no place in a text."
            )
        document, made = _of_dna(row, name, number)
        documents[document.id] = document
        statements[made.id] = made
    return Store(documents, statements)


def _of_dna(row: Mapping[str, str], name: str, number: int) -> tuple[Document, Statement]:
    where = f"{name}:{number}"
    stance = {"1": "support", "true": "support", "0": "oppose", "false": "oppose"}.get(
        str(row["agreement"]).strip().lower()
    )
    if stance is None:
        raise ExchangeError(f"{where}: agreement is {row['agreement']!r}; it must be 1 or 0.")
    time = (row.get("time") or "").split(" ")[0].split("T")[0]
    try:
        day = date.fromisoformat(time) if time else None
    except ValueError:
        raise ExchangeError(f"{where}: time {row.get('time')!r} is no ISO 8601 date.") from None
    id_ = row.get("docId") or digest(row.get("docTitle", "") + time)
    source = row.get("docSource", "")
    address = source if "://" in source else ""
    document = Document(id_, source or name, row.get("docTitle", ""), day, address)
    person, organisation = row["person"].strip(), row["organization"].strip()
    codes = {state: code for code, state in names_by_code().items()}
    state = codes.get(organisation, organisation if person and organisation.isupper() else "")
    kind: ActorKind = "person" if person else "state" if organisation in codes else "organisation"
    actor = Actor(person or organisation, kind, state)
    words = row.get("text", "")
    made = Statement(
        id_, Quote(words, start=0 if words else number), "position", actor, row["concept"],
        stance,  # type: ignore[arg-type]
        date=day, precision="day" if day else "unknown", extractor="DNA",
        flags=() if words else ("no words",),
    )  # fmt: skip
    return document, made


def to_doccano(store: Store, texts: Mapping[str, str]) -> Written:
    """Return the statements as doccano's JSONL, one document a line.

    Parameters
    ----------
    store
        The statements.
    texts
        Plain texts by the id of their document; of those that are not given, each statement is a
        line of its own, with what stands around it.
    """
    out = []
    for document in store.documents.values():
        own = [settled(s) for s in store.statements.values() if s.document == document.id]
        text = texts.get(document.id)
        if text is not None:
            spans = [[*s.quote.span, _label(s)] for s in own]
            out.append({"text": text, "label": spans, "document": document.id})
            continue
        for s in own:
            before = len(s.quote.prefix)
            words = f"{s.quote.prefix}{s.quote.exact}{s.quote.suffix}"
            spans = [[before, before + len(s.quote.exact), _label(s)]]
            out.append({"text": words, "label": spans, "document": document.id})
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in out)
    return Written(lines, ("Actors, targets, dates and reviews have no place there.",))


def _label(s: Statement) -> str:
    return f"{s.issue or 'none'}:{s.stance or 'none'}"


def from_doccano(lines: Iterable[str], name: str) -> Store:
    """Return the labelled spans of a doccano JSONL file, as proposals.

    A label ``issue:stance`` gives both; any other is taken for the issue.

    Raises
    ------
    ExchangeError
        For a line that is no such record.
    """
    documents: dict[str, Document] = {}
    statements: dict[str, Statement] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if strange := unfit_within(row):
                raise ValueError(f"the character {named(strange)} has no place in a text")
            text = row["text"]
            marked = row["label"] if "label" in row else row["labels"]
            of = row.get("document", "")  # the text may be a part of it
            title = text.split("\n")[0][:200]
            document = Document(digest(text), name, title, lineage=str(of))
            documents[document.id] = document
            for start, end, label in marked:
                made = _of_doccano(document, text, Span(int(start), int(end)), str(label))
                statements[made.id] = made
        except RecursionError:
            raise ExchangeError(f"{name}:{number}: it is nested too deeply.") from None
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise ExchangeError(
                f"{name}:{number}: it is no line of doccano's JSONL ({error}): it needs 'text' and"
                " 'label' with [start, end, label]."
            ) from None
    return Store(documents, statements)


def _of_doccano(document: Document, text: str, span: Span, label: str) -> Statement:
    issue, _, stance = label.partition(":")
    known = stance if stance in ("support", "oppose", "conditional", "ambiguous") else None
    return Statement(
        document.id, quote(text, span), "position", Actor("", "unknown"),
        "" if issue == "none" else issue, known, extractor="doccano",  # type: ignore[arg-type]
        flags=("no actor",),
    )  # fmt: skip


def to_table(store: Store) -> Written:
    """Return the statements as a plain table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TABLE_COLUMNS)
    for s in store.statements.values():
        writer.writerow(map(in_csv, _row(settled(s), store.documents.get(s.document))))
    return Written(out.getvalue(), ("Hedges, flags, prefixes and suffixes are left out.",))


def _row(s: Statement, document: Document | None) -> Sequence[object]:
    span = s.quote.span
    return (
        s.id, s.status, s.date or "", s.actor.name, s.actor.office, s.actor.state,
        s.actor.speaks_for, s.issue, s.stance or "", s.kind, s.manner, s.quote.exact,
        s.trigger.exact if s.trigger else "", s.target.name if s.target else "",
        document.name if document else "", document.address if document else "", span.start,
        span.end, s.reviews[-1].reviewer if s.reviews else "",
    )  # fmt: skip


def moved(store: Store, document: str, text: str) -> Iterator[tuple[Statement, Span | None]]:
    """Yield where the statements of a document stand in another copy of it.

    Parameters
    ----------
    store
        The statements.
    document
        The id of the document they were read from.
    text
        The plain text of the other copy.
    """
    for statement in store.statements.values():
        if statement.document == document:
            yield statement, anchor(statement.quote, text)
