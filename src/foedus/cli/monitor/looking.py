"""`foedus monitor status`, `findings`, `explain` and `as-of`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.cli.edge import OUT, deliver, screen, stop
from foedus.cli.monitor.edge import (
    AS_OF,
    LEDGER,
    Known,
    day,
    find,
    known,
    not_after_today,
    opened,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foedus.monitor import Finding, Ledger, Survey


@click.command()
@LEDGER
@AS_OF
@click.option("--on", metavar="DATE", help="Where the process stands on this day.")
@click.option("--all", "whole", is_flag=True, help="Leave nothing out, however long it gets.")
def status(ledger_file: Path, known_on: str | None, on: str | None, whole: bool) -> None:
    """Say in a screen what was found, what could not be seen, and what the text now requires."""
    with opened(ledger_file) as ledger:
        _status(known(ledger, known_on), f"on {known_on}" if known_on else "now", on, whole)


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
    not_after_today(day(known_on, "DATE"), "DATE", "What will be known then nobody knows.")
    with opened(ledger_file) as ledger:
        how = f"on {known_on}, by what had been published" if published else f"on {known_on}"
        _status(known(ledger, known_on, by_publication=published), how, known_on)


def _status(record: Known, how: str, on: str | None, whole: bool = False) -> None:
    asked = day(on, "--on") if on else today()
    say(status_lines(record, record.surveys(), how, asked, whole))


def status_lines(
    record: Known, surveys: Sequence[Survey], how: str, asked: date, whole: bool
) -> Iterator[str]:
    """Return the lines of the status: what the surveys found, and where the process stands."""
    from foedus.monitor import event, stand, unattributed, watched
    from foedus.process import Process
    from foedus.views import watch_status

    arrangement = record.arrangement
    last = date.fromordinal(arrangement.as_of.toordinal() + arrangement.horizon.days)
    access = record.access
    seen, barred = {}, {}
    for surveyed in surveys:
        days, sight = watch_status.days_seen(surveyed, asked), surveyed.sight
        seen[sight.norm_id] = watched(access, sight.observed.zones, *days)
        barred[sight.norm_id] = unattributed(sight, access)
    decided = [event(body) for body in record.decisions]
    on = max(min(asked, last), arrangement.as_of)
    known = watch_status.Known(
        title=arrangement.title,
        known=how,
        releases=record.releases,
        surveys=surveys,
        seen=seen,
        barred=barred,
        stands=stand(Process(arrangement), decided, surveys, on),
        ends=last,
        link=record.ledger.last_link(record.recorded),
        doubles=list(_doubles(record, surveys)),
        retracted=len(record.retracted),
        left_out=record.left_out,
    )
    return watch_status.status(known, whole=whole)


def _doubles(record: Known, surveys: Sequence[Survey]) -> Iterator[str]:
    """Yield what unreviewed pairs of rows leave open; nothing where there are none."""
    from foedus.views import range_lines

    left = record.unreviewed(surveys)
    if left:
        yield from range_lines(surveys, record.surveys(unreviewed=left), len(left))
        yield "  'foedus monitor duplicates' shows them; with --signed NAME you decide them"


def today() -> date:
    """Return the day, in UTC."""
    return datetime.now(UTC).date()


@click.command()
@LEDGER
@AS_OF
@click.option("--norm", metavar="ID", help="Only of this norm.")
@click.option("--from", "first", metavar="DATE", help="Only those that end on this day or later.")
@click.option("--until", metavar="DATE", help="Only those that begin on this day or earlier.")
@click.option("--chance", default=0.0, metavar="P", help="Only those at least so likely.")
@click.option(
    "--json", "json_file", type=OUT, metavar="FILE", help="Write JSON Lines to FILE, or - ."
)
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
    from foedus.monitor import canonical_json, plain_once
    from foedus.views import finding_line, funnel_lines

    if not 0 <= chance <= 1:
        stop(f"--chance: a chance lies between 0 and 1, and {chance:g} does not.")
    begin = day(first, "--from") if first else date.min
    end = day(until, "--until") if until else date.max
    if begin > end:
        stop(f"--from: {begin} lies after --until {end}, so that no finding can be between them.")
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        every = record.surveys()
        surveys, once = of_norm(every, norm), record.once(every)
        listed = [
            f
            for surveyed in surveys
            for f in surveyed.findings
            if f.last >= begin and f.first <= end and f.chance >= chance
        ]
    if json_file is not None:
        text = "\n".join(canonical_json(f.body() | plain_once(f, once)) for f in listed)
        if text or json_file != "-":  # an empty line is no line of JSON
            deliver(text, json_file)
    if screen():
        for finding in listed:
            click.echo(finding_line(finding, once))
        if not listed:
            click.echo("No finding. What could not be seen is no sign of peace: see the status.")
            for surveyed in surveys:
                click.echo(f"{surveyed.sight.norm_id}:")
                say(funnel_lines(surveyed))


def of_norm(surveys: list[Survey], norm: str | None) -> list[Survey]:
    """Return the survey of a norm, or all; a norm that is not watched ends with a message."""
    from foedus.language import did_you_mean

    if norm is None:
        return surveys
    named = [surveyed for surveyed in surveys if surveyed.sight.norm_id == norm]
    if not named:
        fix = did_you_mean(norm, [surveyed.sight.norm_id for surveyed in surveys])
        stop(f"There is no norm {norm!r} that is watched. {fix}")
    return named


def evidence_rows(
    ledger: Ledger, record: Known, surveyed: Survey, finding: Finding
) -> list[tuple[dict[str, Any], float, str]]:
    """Return of each row of a finding the incident, its chance, and its text as it stood."""
    from foedus.monitor import ROW, incident_of, texts_of

    releases = {release.digest.hex(): release for release in record.releases}
    seen = [one for one in finding.evidence if one.at >= 0]
    rows = [surveyed.rows.row(one.at, named=True) for one in seen]
    texts = {
        digest: texts_of(ledger, releases[digest], [r[ROW] for r in rows if r["release"] == digest])
        for digest in {row["release"] for row in rows}
    }
    return [
        (incident_of(row).canonical(), one.chance, texts[row["release"]][row[ROW]])
        for one, row in zip(seen, rows, strict=True)
    ]


@click.command()
@click.argument("finding_id", metavar="ID")
@LEDGER
@AS_OF
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(finding_id: str, ledger_file: Path, known_on: str | None, as_json: bool) -> None:
    """Show what the finding ID rests on: the clause, each row as it stood, access, the digest."""
    from foedus.monitor import plain_once
    from foedus.views import explanation

    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        surveys = record.surveys()
        surveyed, finding = find(surveys, finding_id)
        once = record.once(surveys)
        if as_json:
            said = finding.body() | plain_once(finding, once) | {"digest": finding.digest}
            click.echo(json.dumps(said, indent=2))
            return
        rows = evidence_rows(ledger, record, surveyed, finding)
        answers = [
            entry
            for entry in record.entered
            if str(entry.body.get("answers", "")) == finding.id
            or entry.body.get("finding") == finding.digest
        ]
        say(explanation(surveyed, finding, rows, record.arrangement, answers, once))
