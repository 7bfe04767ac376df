"""`foedus positions extract`: statements proposed from texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import OUT, console, deliver_json, stop, take, working, write
from foedus.cli.positions.statements import LONGEST, day_of, dispute_of, load_store

if TYPE_CHECKING:
    from datetime import date

    from foedus.positions import Dispute, Document, Found, Retold, Statement


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--dispute", "dispute_name", metavar="NAME", help="Actors and issues: shipped, or a file."
)
@click.option("--date", "day", metavar="DATE", help="When the texts were published.")
@click.option("--address", default="", metavar="URL", help="Where the text can be read.")
@click.option("--all", "everything", is_flag=True, help="Keep statements on no issue as well.")
@click.option("--into", "into", type=OUT, metavar="FILE", help="Add to this file of statements.")
@click.option("--once", is_flag=True, help="Group rewrites of one story, and count it once.")
@click.option("--model", metavar="NAME", help="Let this language model propose as well.")
@click.option("--endpoint", metavar="URL", help="Where --model is asked; the texts are sent there.")
@click.option("--attributions", is_flag=True, help="Sources, cues and contents only, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Lines of JSON instead of a table.")
def extract(
    files: tuple[str, ...],
    dispute_name: str | None,
    day: str | None,
    address: str,
    everything: bool,
    into: str | None,
    once: bool,
    model: str | None,
    endpoint: str | None,
    attributions: bool,
    as_json: bool,
) -> None:
    """Propose statements from texts or web pages; nothing counts until it is reviewed."""
    if (model is None) != (endpoint is None):
        stop("Name both --model and --endpoint: texts are sent nowhere that you did not name.")
    texts = _texts(files)
    if attributions:
        deliver_json({name: _attributed(text) for name, text in texts}, "-")
        return
    dispute = dispute_of(dispute_name)
    if dispute_name is None and not everything:
        stop("Name the --dispute whose issues to look for, or keep statements on any with --all.")
    found = _found(texts, dispute, day_of(day, "--date") if day else None, address, everything)
    if model is not None and endpoint is not None:
        from foedus.cli.positions.asking import with_model

        found = with_model(found, texts, dispute, model, endpoint)
    retold: list[Retold] = []
    if once:
        found, retold = _grouped(found, texts)
    if into is not None:
        _add(found, into)
    elif as_json:
        _print_lines(found)
        return
    else:
        _print_table(found)
    _print_retold(retold)


def _texts(files: tuple[str, ...]) -> list[tuple[str, str]]:
    from foedus.positions import UnreadableError, plain

    texts = []
    for name in files:
        try:
            raw = sys.stdin.buffer.read(LONGEST) if name == "-" else take(name, LONGEST)
            texts.append((name, plain(raw, name)))
        except UnreadableError as error:
            stop(str(error))
    return texts


def _found(
    texts: list[tuple[str, str]], dispute: Dispute, day: date | None, address: str, everything: bool
) -> list[Found]:
    from foedus.positions import extract as extracted
    from foedus.positions import register

    table = register(dispute)
    found = []
    with working("reading") as told:
        for number, (name, text) in enumerate(texts, 1):
            made = extracted(text, dispute, Path(name).name, day, address, table, everything)
            found.append(made)
            if told:
                told(number, len(texts))
    return found


def _grouped(found: list[Found], texts: list[tuple[str, str]]) -> tuple[list[Found], list[Retold]]:
    from foedus.positions import LineageError
    from foedus.positions import once as counted_once

    try:
        return counted_once(found, [text for _, text in texts])
    except LineageError as error:
        stop(str(error))


_WEAK = ("noun phrase", "infinitive")
"""Forms that within another report are seldom a report of their own: four of five are not."""


def _attributed(text: str) -> list[dict[str, object]]:
    from foedus.positions import attributions, joined, negated_cue

    plain = text.replace("’", "'")
    return [
        {
            "source": None if a.source is None else [*a.source],
            "cue": None if a.cue is None else [*a.cue],
            "content": [[*span] for span in a.content],
            "source_text": a.source.of(text) if a.source else "",
            "cue_text": a.cue.of(text) if a.cue else "",
            "content_text": [span.of(text) for span in a.content],
            "speech": a.speech,
            "carried": a.carried,
            "nested": a.nested,
            "negated": negated_cue(plain, a),
            "form": a.form,
        }
        for a in joined(attributions(text))
        if not (a.nested and a.form in _WEAK)
    ]


def _add(found: list[Found], into: str) -> None:
    from foedus.positions import Store, store_lines

    path = Path(into)
    old = load_store(into, to_be_written=True) if path.exists() else Store({}, {})
    documents: dict[str, Document] = dict(old.documents)
    statements: dict[str, Statement] = dict(old.statements)
    for one in found:
        documents.setdefault(one.document.id, one.document)
        for statement in one.statements:
            statements.setdefault(statement.id, statement)
    new = len(statements) - len(old.statements)
    known = len({s.id for one in found for s in one.statements} & set(old.statements))
    write(into, store_lines(Store(documents, statements)))
    what = "statement" if new == 1 else "statements"
    click.echo(f"{into}: {new} {what} added, {known} were there already.")


def _print_lines(found: list[Found]) -> None:
    from foedus.positions import Store, store_lines

    store = Store(
        {f.document.id: f.document for f in found},
        {s.id: s for f in found for s in f.statements},
    )
    for line in store_lines(store):
        click.echo(line)


def _print_table(found: list[Found]) -> None:
    from foedus.views import proposals_told

    printer = console()
    for one in found:
        printer.print(proposals_told(one.document, one.statements))


def _print_retold(retold: list[Retold]) -> None:
    from foedus.views import retold_told

    for one in retold:
        console().print(retold_told(one))
