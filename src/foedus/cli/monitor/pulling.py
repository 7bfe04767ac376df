"""`foedus monitor pull`: rows from the interfaces of UCDP and ACLED, into the ledger."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop
from foedus.cli.monitor.edge import LEDGER, day, now, opened

if TYPE_CHECKING:
    from foedus.monitor import Caller, Ledger, Rows


@click.command()
@click.argument("source", type=click.Choice(["ucdp", "acled"]))
@LEDGER
@click.option("--release", "version", metavar="VERSION", help="Of UCDP, such as 25.1 or 25.0.9.")
@click.option("--country", "countries", multiple=True, metavar="NAME", help="Repeatable.")
@click.option("--from", "first", metavar="DATE", help="The first day.")
@click.option("--until", metavar="DATE", help="The last day; yesterday when left out.")
@click.option("--url", metavar="URL", help="Where the interface is, if not at its usual place.")
def pull(
    source: str,
    ledger_file: Path,
    version: str | None,
    countries: tuple[str, ...],
    first: str | None,
    until: str | None,
    url: str | None,
) -> None:
    """Read from the interface of SOURCE (ucdp or acled); keys come from the environment."""
    from foedus.monitor import ACLED, UCDP, Caller, PullError

    begin = day(first, "--from") if first else None
    end = day(until, "--until") if until else date.fromordinal(datetime.now(UTC).toordinal() - 1)
    if begin and end < begin:
        stop("--until: it ends before it begins.")
    span = (begin, end) if begin else None
    caller: Caller | None = None
    try:
        caller = Caller(url or {"ucdp": UCDP, "acled": ACLED}[source])
        with opened(ledger_file, write=True) as ledger:
            if source == "ucdp":
                rows, label = _ucdp(caller, version, countries, span)
                _read(ledger, "ucdp", rows, label, span if countries else None)
            else:
                if version:
                    stop("--release: ACLED has no releases; leave it out.")
                _acled(ledger, caller, countries, span)
    except PullError as error:
        stop(str(error))
    finally:
        if caller:
            caller.close()


def _key(name: str, what: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        stop(f"The environment has no {name}: put {what} there; it is never written down.")
    return value


def _ucdp(
    caller: Caller,
    version: str | None,
    countries: tuple[str, ...],
    span: tuple[date, date] | None,
) -> tuple[Rows, str]:
    from foedus.monitor import from_ucdp

    if not version or not set(version) <= set("0123456789."):
        stop("--release: write the release of UCDP GED, such as 25.1.")
    if not all(country.isdigit() for country in countries):
        stop("--country: UCDP counts countries by Gleditsch & Ward, such as 369 for Ukraine.")
    token = _key("FOEDUS_UCDP_TOKEN", "the token that UCDP gave you")
    return from_ucdp(caller, version, token, countries, span), version


def _acled(
    ledger: Ledger, caller: Caller, countries: tuple[str, ...], span: tuple[date, date] | None
) -> None:
    from foedus.monitor import DELETION, deleted_by_acled, from_acled

    if not countries or not span:
        stop("--country and --from: say of which countries, and from which day on.")
    login = (
        _key("FOEDUS_ACLED_USER", "the address of your account"),
        _key("FOEDUS_ACLED_PASSWORD", "its password"),
    )
    before = [release for release in ledger.releases() if release.source == "acled"]
    rows = from_acled(caller, login, countries, span)
    if before:
        since = min(datetime.fromisoformat(release.recorded) for release in before)
        there = {str(row["event_id_cnty"]) for row in rows}
        ids = [id_ for id_ in deleted_by_acled(caller, since) if id_ not in there]
        body = {"source": "acled", "ids": ids, "note": "by its interface", "signed": "ACLED"}
        if ids and ledger.enter(DELETION, [body], now()):
            click.echo(f"ACLED has deleted {len(ids):,} events since {since:%Y-%m-%d}.")
    _read(ledger, "acled", rows, "", span)


def _read(
    ledger: Ledger, source: str, rows: Rows, label: str, span: tuple[date, date] | None
) -> None:
    """Read what was pulled as a file that says the same whenever the rows are the same."""
    from foedus.cli.monitor.feeding import read_and_tell
    from foedus.monitor import Said, rows_folder, workplace_somewhere

    if not rows:
        stop("The interface has no rows of this. Nothing was read.")
    said = Said(recorded=now(), label=label, is_complete=span is not None, covers=span)
    days = f" {span[0]} to {span[1]}" if span else ""
    with workplace_somewhere(rows_folder(ledger.path)) as folder:
        path = folder / f"{source}{f' {label}' if label else ''}{days}.json"
        key = {"ucdp": "Result", "acled": "data"}[source]
        path.write_text(json.dumps({key: rows}, ensure_ascii=False), "utf-8")
        read_and_tell(ledger, [path], said)
