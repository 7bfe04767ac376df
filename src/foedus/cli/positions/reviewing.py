"""`foedus positions review`: the queue in the terminal, or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import JSON, Number, deliver_json, stop
from foedus.cli.positions.statements import load_store, plain_texts
from foedus.cli.serving import NO_BROWSER, PORT, serve

if TYPE_CHECKING:
    from foedus.positions import Queue, Review, Statement


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--reviewer", metavar="NAME", help="Who reviews; it goes on record.")
@click.option(
    "--overlap",
    type=Number(0, 1),
    default=0.1,
    metavar="P",
    help="Share of others' rows shown too.",
)
@click.option("--agreement", is_flag=True, help="How far reviewers agree; review nothing.")
@click.option("--browser", is_flag=True, help="Review on a page, instead of in the terminal.")
@click.option(
    "--text",
    "text_files",
    multiple=True,
    metavar="FILE",
    help="With --browser: a document to show.",
)
@PORT
@NO_BROWSER
@JSON
def review(
    file: str,
    reviewer: str | None,
    overlap: float,
    agreement: bool,
    browser: bool,
    text_files: tuple[str, ...],
    port: int,
    no_browser: bool,
    json_file: str | None,
) -> None:
    """Accept, correct or reject the statements of FILE: one key each."""
    from foedus.positions import queue

    if text_files and not browser:
        stop("--text goes with --browser: the terminal shows what the file holds.")
    store = load_store(file, to_be_written=True)
    if agreement:
        _agreement(list(store.statements.values()))
        return
    if not reviewer:
        stop("Name yourself: --reviewer NAME. Who decided goes on record.")
    waiting = queue(store.statements.values(), reviewer, overlap)
    if json_file is not None:
        from foedus.views import queue_as_data

        deliver_json(queue_as_data(waiting), json_file)
        return
    if waiting.current is None:
        click.echo(f"{file}: nothing waits for review by {reviewer}.")
        return
    if browser:
        left = _on_a_page(file, waiting, plain_texts(text_files), port, open_it=not no_browser)
        _told(file, left)
        return
    if not sys.stdin.isatty():
        stop("The queue needs a terminal; --json writes it for another program.")
    try:
        from foedus.views import ReviewApp
    except ImportError:
        stop("The queue needs textual: pip install 'foedus[positions]'.")
    app = ReviewApp(waiting, lambda id_, made: _record(Path(file), id_, made), _now)
    app.run()
    _told(file, app.queue)


def _on_a_page(
    file: str, waiting: Queue, texts: dict[str, str], port: int, *, open_it: bool
) -> Queue:
    try:
        from foedus.page import Desk, review_application
    except ModuleNotFoundError as error:
        stop(f"The page needs {error.name}: pip install 'foedus[play]'. The terminal needs none.")
    path = Path(file)
    desk = Desk(waiting, lambda id_, made: _record(path, id_, made), _now, path.name, texts)
    serve(lambda token, taken: review_application(desk, token, taken), port, open_browser=open_it)
    return desk.queue


def _told(file: str, after: Queue) -> None:
    click.echo(f"{file}: {len(after.done)} decided, {_left(after.statements)} wait.")


def _left(statements: Sequence[Statement]) -> int:
    return sum(1 for s in statements if s.status == "proposed")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _record(path: Path, statement: str, made: Review) -> None:
    """Append a review, whole and on disk before the next is asked for."""
    from foedus.positions import review_line

    with path.open("r+b") as out:
        if out.seek(0, os.SEEK_END):
            out.seek(-1, os.SEEK_END)
            broken = out.read(1) != b"\n"
            out.seek(0, os.SEEK_END)
            if broken:
                out.write(b"\n")
        out.write(f"{review_line(statement, made)}\n".encode())
        out.flush()
        os.fsync(out.fileno())


def _agreement(statements: Sequence[Statement]) -> None:
    from foedus.positions import alpha, labels

    units = labels(statements)
    shared = [unit for unit in units.values() if len(unit) > 1]
    found = alpha(shared)
    if not shared:
        click.echo("No statement has been reviewed by two people.")
        return
    told = "not defined: only one label was used" if found is None else f"{found:.2f}"
    alike = sum(1 for unit in shared if len(set(unit)) == 1)
    click.echo(
        f"{len(shared)} statements reviewed by two or more, {alike} labelled alike;"
        f" Krippendorff's alpha (nominal): {told}."
    )
