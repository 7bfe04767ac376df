"""`foedus monitor status`, `findings`, `explain`, `timeline` and `as-of`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop, write
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, day, find, known, opened

if TYPE_CHECKING:
    from foedus.monitor.findings import Survey
    from foedus.views.incident_map import Spot


@click.command()
@LEDGER
@AS_OF
@click.option("--on", metavar="DATE", help="Where the process stands on this day.")
def status(ledger_file: Path, known_on: str | None, on: str | None) -> None:
    """Say in a screen what was found, what could not be seen, and what the text now requires."""
    with opened(ledger_file) as ledger:
        _status(known(ledger, known_on), f"on {known_on}" if known_on else "now", on)


@click.command("as-of")
@click.argument("known_on", metavar="DATE")
@LEDGER
@click.option(
    "--published",
    is_flag=True,
    help="Count what had been published by DATE, whenever it was recorded here.",
)
def as_of(known_on: str, ledger_file: Path, published: bool) -> None:
    """Give the status as it was known on DATE."""
    with opened(ledger_file) as ledger:
        how = f"on {known_on}, by what had been published" if published else f"on {known_on}"
        _status(known(ledger, known_on, by_publication=published), how, known_on)


def _status(record: Known, how: str, on: str | None) -> None:
    from foedus.monitor.consequences import event, stand
    from foedus.monitor.observers import watched
    from foedus.process import Process
    from foedus.views import watch

    arrangement = record.arrangement
    today = day(on, "--on") if on else _today()
    last = date.fromordinal(arrangement.as_of.toordinal() + arrangement.horizon.days)
    surveys = record.surveys()
    access = record.access
    seen = {}
    for surveyed in surveys:
        days = watch.days_seen(surveyed, today)
        zones = surveyed.sight.observed.zones
        seen[surveyed.sight.norm_id] = watched(access, zones, *days)
    decided = [event(body) for body in record.decisions]
    stands = stand(Process(arrangement), decided, surveys, max(min(today, last), arrangement.as_of))
    link = record.ledger.last_link()
    for line in watch.status(arrangement.title, how, record.releases, surveys, seen, stands, link):
        click.echo(line)


def _today() -> date:
    return datetime.now(UTC).date()


@click.command()
@LEDGER
@AS_OF
@click.option("--norm", metavar="ID", help="Only of this norm.")
@click.option("--from", "first", metavar="DATE", help="Only those that end on this day or later.")
@click.option("--until", metavar="DATE", help="Only those that begin on this day or earlier.")
@click.option("--chance", default=0.0, metavar="P", help="Only those at least so likely.")
@click.option("--json", "json_file", metavar="FILE", help="Write JSON Lines to FILE, or - .")
def findings(
    ledger_file: Path,
    known_on: str | None,
    norm: str | None,
    first: str | None,
    until: str | None,
    chance: float,
    json_file: str | None,
) -> None:
    """List the findings, each with its days, its chance and its id."""
    from foedus.monitor.incident import canonical_json
    from foedus.views.watch import finding_line

    begin = day(first, "--from") if first else date.min
    end = day(until, "--until") if until else date.max
    with opened(ledger_file) as ledger:
        surveys = _of(known(ledger, known_on).surveys(), norm)
        listed = [
            f
            for surveyed in surveys
            for f in surveyed.findings
            if f.last >= begin and f.first <= end and f.chance >= chance
        ]
    if json_file is None:
        for finding in listed:
            click.echo(finding_line(finding))
        if not listed:
            click.echo("No finding. What could not be seen is no sign of peace: see the status.")
        return
    text = "\n".join(canonical_json(finding.body()) for finding in listed)
    if json_file == "-":
        click.echo(text)
    else:
        write(Path(json_file), text)


def _of(surveys: list[Survey], norm: str | None) -> list[Survey]:
    from foedus.language.problems import did_you_mean

    if norm is None:
        return surveys
    named = [surveyed for surveyed in surveys if surveyed.sight.norm_id == norm]
    if not named:
        fix = did_you_mean(norm, [surveyed.sight.norm_id for surveyed in surveys])
        stop(f"There is no norm {norm!r} that is watched. {fix}")
    return named


@click.command()
@click.argument("finding_id", metavar="ID")
@LEDGER
@AS_OF
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(finding_id: str, ledger_file: Path, known_on: str | None, as_json: bool) -> None:
    """Show what the finding ID rests on: the clause, each row as it stood, access, the digest."""
    from foedus.views.watch import explanation

    with opened(ledger_file) as ledger:
        surveyed, finding = find(known(ledger, known_on).surveys(), finding_id)
        if as_json:
            click.echo(json.dumps({**finding.body(), "digest": finding.digest}, indent=2))
            return
        rows = [
            (
                ledger.chunk(seen.chunk).incident(seen.row).canonical(),
                seen.chance,
                ledger.text_of(seen.chunk, seen.row),
            )
            for seen in finding.evidence
            if seen.chunk
        ]
        for line in explanation(surveyed, finding, rows):
            click.echo(line)


@click.command()
@LEDGER
@AS_OF
@click.option("--norm", metavar="ID", help="The norm; the first that has rows when left out.")
@click.option("--svg", "svg_file", type=click.Path(path_type=Path), help="Draw it in this file.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="Draw a map in this one.")
@click.option("--window", default=120, metavar="DAYS", help="Days on either side of a change.")
def timeline(
    ledger_file: Path,
    known_on: str | None,
    norm: str | None,
    svg_file: Path | None,
    map_file: Path | None,
    window: int,
) -> None:
    """Tell how the rate went and where it changed; draw it by week, and the places on a map."""
    from foedus.monitor.changes import changes
    from foedus.monitor.rates import daily, rate, weeks
    from foedus.views.incident_map import map_svg
    from foedus.views.timeline import timeline_svg
    from foedus.views.watch import change_line, days_seen

    if not 14 <= window <= 2000:
        stop("--window: write a number of days from 14 to 2,000.")
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        surveys = _of(record.surveys(), norm)
        surveyed = next((s for s in surveys if len(s.picked)), None)
        if surveyed is None:
            stop("There are no rows to draw. Read a file with 'foedus monitor ingest FILE'.")
        first, last = days_seen(surveyed, _today())
        series = daily(surveyed.picked, first, last, "events")
        found = changes(surveyed.picked, first, last, window)
        name = surveyed.sight.norm_id
        span = f"{date.fromordinal(first)} to {date.fromordinal(last)}"
        click.echo(f"{record.arrangement.title}: {name}, {span}")
        click.echo(f"{rate(series, 'events')}, {_deaths(surveyed, first, last)}")
        for change in found:
            click.echo(change_line(change, window))
        if not found:
            click.echo("No change of rate stands out from chance.")
        if svg_file:
            access = [
                (a.from_, a.until or a.from_, a.access)
                for a in record.access
                if not surveyed.sight.observed.zones or a.zone in surveyed.sight.observed.zones
            ]
            title = f"{record.arrangement.title}: {name}"
            write(svg_file, timeline_svg(title, weeks(series, first), found, access))
        if map_file:
            title = f"{record.arrangement.title}: {name}, {span}"
            write(map_file, map_svg(title, surveyed.sight.grounds, _spots(record, surveyed)))


def _deaths(surveyed: Survey, first: int, last: int) -> str:
    from foedus.monitor.rates import daily, rate

    return str(rate(daily(surveyed.picked, first, last, "deaths"), "deaths"))


def _spots(record: Known, surveyed: Survey) -> list[Spot]:
    from foedus.views.incident_map import Spot

    seen = {(e.chunk, e.row) for finding in surveyed.findings for e in finding.evidence if e.chunk}
    spots: dict[tuple[float, float], Spot] = {}
    for chunk, row in sorted(seen):
        incident = record.ledger.chunk(chunk).incident(row)
        if incident.latitude is None or incident.longitude is None or incident.km > 50:
            continue
        at = (incident.longitude, incident.latitude)
        before = spots.get(at, Spot(*at, 0, 0, incident.place))
        toll = before.deaths + max(incident.best, 0)
        spots[at] = before._replace(events=before.events + 1, deaths=toll)
    return list(spots.values())
