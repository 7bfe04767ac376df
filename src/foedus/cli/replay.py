"""`foedus replay`: dated events folded over an arrangement."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import (
    JSON,
    OPTION,
    PATH,
    READING,
    chosen_of,
    deliver_json,
    load,
    places_of,
    screen,
    stop,
    take,
)

if TYPE_CHECKING:
    from foedus.process import Entry, Event, Process


@click.command()
@click.argument("case")
@click.argument("events", type=PATH)
@OPTION
@READING
@click.option("--until", metavar="DATE", help="Leave later events out; let time pass to this day.")
@JSON
def replay(
    case: str,
    events: Path,
    option_id: str | None,
    readings: tuple[str, ...],
    until: str | None,
    json_file: str | None,
) -> None:
    """Fold the dated EVENTS (YAML or CSV) over CASE: what changed, what is owed, who may act.

    Ends with status 1 when an event was refused.
    """
    from foedus.process import Process
    from foedus.process import replay as replayed
    from foedus.views import replay_json, replay_told, taken

    process = Process(load(case, option_id, readings))
    day = None if until is None else _day(until, process)
    entries = list(replayed(process, _read(events), day))
    places = places_of(case, option_id)
    if json_file:
        deliver_json(replay_json(process, entries, places), json_file)
    if screen():
        written = load(case, option_id)
        if option_id:
            click.echo(f"Under the option: {load(case, None).options[option_id].label}")
        for line in taken(written, chosen_of(readings)):
            click.echo(line)
        for line in replay_told(process, entries, places):
            click.echo(line)
    _count(entries)


def _read(path: Path) -> list[Event]:
    from foedus.language import BadArrangementError
    from foedus.process import read_events

    try:
        return read_events(take(path), str(path))
    except BadArrangementError as error:
        stop(str(error))


def _day(written: str, process: Process) -> date:
    from foedus.language import parse_date

    try:
        day = parse_date(written)
    except ValueError as error:
        stop(f"--until: {error}.")
    start, last = (process.date_of(at) for at in (0, process.arrangement.horizon.days))
    if day < start:
        stop(f"--until: {day} lies before {start}, on which the arrangement starts.")
    if day > last:
        stop(f"--until: {day} lies beyond the horizon, {last}. Write a longer 'horizon'.")
    return day


def _count(entries: Sequence[Entry]) -> None:
    """End with status 1, and a count, when an event was refused: the file and the text disagree."""
    told = [entry for entry in entries if entry.event is not None]
    refused = sum(1 for entry in told if entry.refused)
    if refused:
        were = "was" if refused == 1 else "were"
        click.echo(f"{refused} of {len(told)} events {were} refused.", err=True)
        sys.exit(1)
