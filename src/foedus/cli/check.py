"""`foedus check`: does the text hold, and if not, the shortest story in which it fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import OPTION, load, stop, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.loopholes import Property, Verdict
    from foedus.loopholes.places import Places
    from foedus.process import Process


@click.command()
@click.argument("case")
@OPTION
@click.option(
    "--property",
    "asked",
    multiple=True,
    metavar="ID|FILE",
    help="Only this property, or the properties written in this file.",
)
@click.option("--stories", is_flag=True, help="Tell the story of each fault, clause by clause.")
@click.option(
    "--repair", is_flag=True, help="Say which edits close each fault, and what they open."
)
@click.option("--svg", "folder", metavar="DIR", help="Draw each story as a diagram in this folder.")
@click.option("--events", "event_folder", metavar="DIR", help="Write each story as an event file.")
@click.option("--json", "json_file", metavar="FILE", help="Write JSON to FILE, or - for stdout.")
@click.option("--sarif", "sarif_file", metavar="FILE", help="Write SARIF to FILE, or -.")
@click.option("--most", default=200_000, show_default=True, help="Give up after so many states.")
def check(
    case: str,
    option_id: str | None,
    asked: tuple[str, ...],
    stories: bool,
    repair: bool,
    folder: str | None,
    event_folder: str | None,
    json_file: str | None,
    sarif_file: str | None,
    most: int,
) -> None:
    """Check CASE for loopholes: prove that it holds, or tell how it fails.

    Ends with status 0 when every property holds, 1 when a fault was found or a search gave up, and
    2 for a mistake in what was typed or written.
    """
    from foedus.loopholes import verdicts
    from foedus.process import Process

    arrangement = load(case, option_id)
    process = Process(arrangement)
    properties = _properties(process, asked)
    places = places_of(case, option_id)
    found = verdicts(process, properties, most=most)
    title = f"{case}{f' ({option_id})' if option_id else ''}"
    if sarif_file is not None:
        from foedus.views.sarif import sarif

        _deliver(json.dumps(sarif(found, places), indent=2, ensure_ascii=False), sarif_file)
    if json_file is not None:
        from foedus.views.verdicts import as_json

        data = as_json(title, found, places)
        if repair:
            data["repairs"] = _repairs(process, found)
        _deliver(json.dumps(data, indent=2, ensure_ascii=False), json_file)
    if sarif_file is None and json_file is None:
        from foedus.views.verdicts import telling

        for line in telling(title, found, places, stories=stories):
            click.echo(line)
        if repair:
            for line in _repairs(process, found):
                click.echo(line)
    _draw(process, found, folder)
    _export(process, found, event_folder)
    sys.exit(0 if all(verdict.holds for verdict in found) else 1)


def places_of(case: str, option_id: str | None) -> Places:
    """Return where the clauses of a case stand in its file."""
    from foedus.casebook import cases, text_of
    from foedus.loopholes.places import Places

    if case in cases():
        return Places(text_of(case), f"{case}.yaml", option_id or "")
    return Places(Path(case).read_text("utf-8-sig"), case, option_id or "")


def _properties(process: Process, asked: Sequence[str]) -> list[Property]:
    from foedus.language import BadArrangementError
    from foedus.language.problems import did_you_mean
    from foedus.loopholes import CATALOGUE
    from foedus.loopholes.written import read_properties

    wanted: list[Property] = []
    for name in asked:
        if name in CATALOGUE:
            wanted.append(CATALOGUE[name])
        elif Path(name).suffix in (".yaml", ".yml"):
            try:
                wanted += read_properties(Path(name).read_text("utf-8-sig"), name, process)
            except BadArrangementError as error:
                stop(str(error))
            except UnicodeDecodeError:
                stop(f"{name}: the text is not UTF-8. Save the file in UTF-8.")
            except OSError as error:
                stop(f"{name}: it cannot be read: {error.strerror}.")
        else:
            stop(f"There is no property {name!r}. {did_you_mean(name, list(CATALOGUE))}")
    return wanted


def _deliver(text: str, file: str) -> None:
    if file == "-":
        click.echo(text)
    else:
        write(Path(file), text)


def _folder(name: str) -> Path:
    path = Path(name)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{name}: the folder cannot be made: {error.strerror}.")
    return path


def _draw(process: Process, found: Sequence[Verdict], folder: str | None) -> None:
    if folder is None:
        return
    from foedus.views.sequence import drawn

    path = _folder(folder)
    for verdict in found:
        for number, hole in enumerate(verdict.loopholes, 1):
            if hole.lines:
                name = f"{verdict.property.number:02}-{verdict.property.id}-{number}.svg"
                write(path / name, drawn(process, hole))


def _export(process: Process, found: Sequence[Verdict], folder: str | None) -> None:
    if folder is None:
        return
    from foedus.loopholes.export import event_file, events

    path = _folder(folder)
    for verdict in found:
        for number, hole in enumerate(verdict.loopholes, 1):
            if hole.lines:
                name = f"{verdict.property.number:02}-{verdict.property.id}-{number}.yaml"
                write(path / name, event_file(events(process, hole.batches)).rstrip("\n"))


def _repairs(process: Process, found: Sequence[Verdict]) -> list[str]:
    from foedus.loopholes.repair import repairs, tell_repairs

    return list(tell_repairs(repairs(process.arrangement, found)))
