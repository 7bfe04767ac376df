"""What every command needs at the edge: reading a case, writing a file, ending with a message."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from foedus.language import Arrangement
    from foedus.language.places import Places

JSON = click.option(
    "--json",
    "json_file",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write JSON to FILE; to standard output without one, or with -.",
)
OPTION = click.option("--option", "option_id", metavar="ID", help="Lay this option over the case.")
READING = click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="CLAUSE=ID",
    help="Read this clause in this rival way; may be repeated.",
)


def stop(message: str) -> NoReturn:
    """End with a message for the user and status 2, which stands for a user's mistake."""
    click.echo(message, err=True)
    sys.exit(2)


def load(case: str, option_id: str | None, readings: Sequence[str] = ()) -> Arrangement:
    """Read a case that ships or a file, with an option and rival readings of clauses laid over it.

    What cannot be read ends with all the problems.
    """
    from foedus.casebook import cases, text_of
    from foedus.language import BadArrangementError, option, read, read_as, read_file
    from foedus.language.problems import did_you_mean

    try:
        if case in cases():
            arrangement = read(text_of(case), f"{case}.yaml")
        elif Path(case).suffix in (".yaml", ".yml") or Path(case).exists():
            arrangement = read_file(case)
        else:
            stop(f"There is no case or file {case!r}. {did_you_mean(case, cases())}")
        chosen = option(arrangement, option_id) if option_id else arrangement
        return read_as(chosen, dict(map(_chosen, readings))) if readings else chosen
    except BadArrangementError as error:
        stop(str(error))
    except KeyError as error:
        stop(f"{case}: {error.args[0]}")


def _chosen(written: str) -> tuple[str, str]:
    clause, equals, reading = written.partition("=")
    if not (clause and equals and reading):
        stop(f"--reading {written!r}: write CLAUSE=ID, the clause and its reading.")
    return clause, reading


def places_of(case: str, option_id: str | None) -> Places:
    """Return where each clause stands in a case that `load` has read."""
    from foedus.casebook import cases, text_of
    from foedus.language.places import Places

    if case in cases():
        return Places(text_of(case), f"{case}.yaml", option_id or "")
    return Places(Path(case).read_bytes(), case, option_id or "")


def write(path: Path, text: str | Iterable[str]) -> None:
    """Write a whole file, at once or line by line, or leave the old one as it was."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in ([text] if isinstance(text, str) else text))
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        stop(f"{path}: it cannot be written: {error.strerror}.")


def deliver(text: str, file: str) -> None:
    """Print what was asked for, where `file` is ``-``; else write it there."""
    if file == "-":
        click.echo(text)
    else:
        write(Path(file), text)


def deliver_json(found: object, file: str) -> None:
    """Print or write plain data as JSON that people can read."""
    deliver(json.dumps(found, indent=2, ensure_ascii=False), file)


@contextmanager
def working(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far the work is and the time left, on a terminal only; yield what to report to."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)
