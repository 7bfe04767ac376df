"""`foedus monitor timeline` and `report`: how the rate went, where, and the page that shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from foedus.cli.edge import OUT, deliver_json, stop, write
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, day, known, opened, say
from foedus.cli.monitor.looking import of_norm, status_lines, today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foedus.figures import Figure
    from foedus.monitor.before_after import Comparison
    from foedus.monitor.changes import Change
    from foedus.monitor.findings import Survey
    from foedus.views.incident_map import Spot

WINDOW = click.option(
    "--window", default=120, metavar="DAYS", help="Days over which the rates beside a change are."
)


class _Seen(NamedTuple):
    """What is told and drawn of a norm."""

    title: str
    rates: tuple[Figure, ...]
    changes: list[Change]
    doubt: str
    timeline: str
    places: str


@click.command()
@LEDGER
@AS_OF
@click.option("--norm", metavar="ID", help="The norm; the first that has rows when left out.")
@click.option("--svg", "svg_file", type=OUT, metavar="FILE", help="Draw it in this file.")
@click.option("--map", "map_file", type=OUT, metavar="FILE", help="Draw a map in this one.")
@WINDOW
@click.option("--at", metavar="DATE", help="Did it hold from this day: before and after it.")
@click.option(
    "--json", "json_file", type=OUT, metavar="FILE", help="Write what --at says to FILE, or - ."
)
def timeline(
    ledger_file: Path,
    known_on: str | None,
    norm: str | None,
    svg_file: str | None,
    map_file: str | None,
    window: int,
    at: str | None,
    json_file: str | None,
) -> None:
    """Tell how the rate went and where it changed; draw it by week, and the places on a map."""
    from foedus.views.watch_status import rests_on_rows

    _check(window)
    if json_file and not at:
        stop("--json: it goes with --at.")
    if at:
        with opened(ledger_file) as ledger:
            asked = _compared(known(ledger, known_on), norm, day(at, "--at"), window)
        if json_file:
            deliver_json(asked.plain(), json_file)
        if json_file != "-":
            from foedus.views.before_after import comparison_lines

            say(comparison_lines(asked))
        if not (svg_file or map_file):
            return
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        surveys = of_norm(record.surveys(), norm)
        surveyed = next((s for s in surveys if rests_on_rows(s)), None)
        if surveyed is None:
            stop("There are no rows to draw. Read a file with 'foedus monitor ingest FILE'.")
        seen = _seen(record, surveyed, window, draws=bool(svg_file or map_file))
    say(_told(seen, window))
    if svg_file:
        if not seen.timeline:
            stop("--svg: a timeline is drawn by weeks, and the record is shorter than one.")
        write(svg_file, seen.timeline)
    if map_file:
        write(map_file, seen.places)


def _compared(record: Known, norm: str | None, on: date, window: int) -> Comparison:
    """Return what happened before and after a day, for a norm that rows bear on."""
    from foedus.monitor.before_after import Comparison, NoModelError, compared

    since = on.toordinal() - window
    surveys = of_norm(record.surveys(since), norm)
    at = next((n for n, s in enumerate(surveys) if len(s.rows)), None)
    if at is None:
        stop("There are no rows to compare. Read a file with 'foedus monitor ingest FILE'.")
    left = record.unreviewed([surveys[at]])
    merged = of_norm(record.surveys(since, left), norm)[at] if left else None
    try:
        parts, others = (tuple(compared(s, on, window)) if s else () for s in (surveys[at], merged))
    except (ValueError, NoModelError) as error:
        stop(f"--at: {error}")
    return Comparison(surveys[at].sight.norm_id, on, parts, others, len(left))


def _told(seen: _Seen, window: int) -> Iterator[str]:
    from foedus.monitor.rates import LEVEL
    from foedus.views.watch import change_line, printable

    yield printable(seen.title)
    yield f"{', '.join(map(str, seen.rates))}; intervals hold {LEVEL:.0%}"
    if not seen.changes:
        yield seen.doubt or "No change of rate stands out from chance."
        return
    yield f"The rate changed (before and after: over {window} days, or to the next change):"
    yield from (f"  {change_line(change)}" for change in seen.changes)
    yield "p is the share of series without a change in which one this large is found."
    if seen.doubt:
        yield seen.doubt


@click.command()
@click.argument("file", type=OUT)
@LEDGER
@AS_OF
@WINDOW
@click.option("--at", metavar="DATE", help="Say first whether it held from this day.")
def report(file: str, ledger_file: Path, known_on: str | None, window: int, at: str | None) -> None:
    """Write a page (HTML) that shows the watch: status, timeline, map, changes and findings."""
    from foedus.views.watch import what_counts
    from foedus.views.watch_funnel import funnel_lines
    from foedus.views.watch_page import NormPage, facts_of, html
    from foedus.views.watch_status import rests_on_rows

    _check(window)
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        surveys = record.surveys()
        how = f"on {known_on}" if known_on else f"on {today()}"
        status = list(status_lines(record, surveys, how, today(), whole=True))
        pages = []
        for surveyed in surveys:
            if not surveyed.findings:
                continue
            rows = rests_on_rows(surveyed)
            seen = _seen(record, surveyed, window, draws=True) if rows else None
            pages.append(
                NormPage(
                    norm=surveyed.sight.norm_id,
                    label=surveyed.sight.norm.label,
                    counts=what_counts(surveyed.sight, record.arrangement),
                    funnel=[line.strip() for line in funnel_lines(surveyed)],
                    rates=seen.rates if seen else (),
                    changes=seen.changes if seen else [],
                    doubt=seen.doubt if seen else "",
                    findings=surveyed.findings,
                    coarse=surveyed.coarse,
                    timeline=seen.timeline if seen else "",
                    places=seen.places if seen else "",
                )
            )
        answer = _answer(record, at, window) if at else ()
        facts = facts_of(record.arrangement, record.releases, record.entered, record.access)
        page = html(record.arrangement.title, how, status, pages, window, facts, answer)
    write(file, page)


def _answer(record: Known, at: str, window: int) -> tuple[str, ...]:
    """Return whether it held from a day, as the page says it first."""
    from foedus.views.before_after import comparison_lines

    asked = _compared(record, None, day(at, "--at"), window)
    return tuple(line.strip() for line in comparison_lines(asked))


def _check(window: int) -> None:
    if not 14 <= window <= 2000:
        stop("--window: write a number of days from 14 to 2,000.")


def _seen(record: Known, surveyed: Survey, window: int, *, draws: bool) -> _Seen:
    from foedus.monitor.changes import can_tell, changes, likeness, weekly_of
    from foedus.monitor.rates import daily, rate, weeks
    from foedus.views import watch, watch_status
    from foedus.views.incident_map import map_svg
    from foedus.views.timeline import timeline_svg

    first, last = watch_status.days_seen(surveyed, today())
    events, deaths = (daily(surveyed.picked, first, last, name) for name in ("events", "deaths"))
    found = changes(surveyed.picked, first, last, window)
    tells = not found or can_tell(weekly_of(surveyed.picked, first, last))
    zones = surveyed.sight.observed.zones
    access = [
        (a.from_, a.until or a.from_, a.access)
        for a in record.access
        if not zones or a.zone in zones
    ]
    span = f"{date.fromordinal(first)} to {date.fromordinal(last)}"
    title = f"{record.arrangement.title}: {surveyed.sight.norm_id}, {span}"
    weekly = weeks(events, first)
    drawn = timeline_svg(title, weekly, found, access) if draws and weekly else ""
    places = map_svg(title, surveyed.sight.grounds, *_spots(surveyed)) if draws else ""
    rates: tuple[Figure, ...] = (rate(events, "events"),)
    if (surveyed.picked["best"] >= 0).any():
        rates += (rate(deaths, "deaths"),)
    doubt = watch.doubt(likeness(surveyed.picked, first, last, found)) if found else ""
    if not tells:
        found, doubt = [], watch.CANNOT_TELL
    return _Seen(title, rates, found, doubt, drawn, places)


def _spots(surveyed: Survey) -> tuple[list[Spot], int]:
    """Return the places to draw, and how many incidents are not placed well enough for a map."""
    from foedus.monitor.rows import incidents
    from foedus.views.incident_map import MOST_KM, Spot

    seen = {e.at for finding in surveyed.findings for e in finding.evidence if e.at >= 0}
    spots: dict[tuple[float, float], Spot] = {}
    left_out = 0
    for incident in incidents(surveyed.rows[sorted(seen)]):
        if incident.latitude is None or incident.longitude is None or incident.km > MOST_KM:
            left_out += 1
            continue
        at = (incident.longitude, incident.latitude)
        before = spots.get(at, Spot(*at, 0, 0, incident.place))
        toll = before.deaths + max(incident.best, 0)
        spots[at] = before._replace(events=before.events + 1, deaths=toll)
    return list(spots.values()), left_out
