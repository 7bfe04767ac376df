"""`foedus monitor verify`, `export` and `schema`: proof, and what leaves the ledger."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import OUT, PATH, deliver, deliver_json, stop, take, write
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, known, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from foedus.monitor import Ledger, Sheet


@click.command()
@LEDGER
@click.option("--link", metavar="HEX", help="A link kept elsewhere; it must be in the journal.")
@click.option(
    "--roots",
    type=PATH,
    help="Root certificates (PEM) to check the signatures of stamps against.",
)
def verify(ledger_file: Path, link: str | None, roots: Path | None) -> None:
    """Check that nothing was altered, left out or put in, and that the findings follow."""
    if link is not None and not re.fullmatch(r"[0-9a-fA-F]{8,64}", link.strip()):
        stop(
            f"--link: {link[:70]!r} is no link. A link is 64 digits from 0 to 9 and a to f, or the "
            "first eight of them or more: copy it from what 'foedus monitor verify' printed."
        )
    from foedus.monitor import attachments, faults, is_surveyed, misread, rows_folder, told

    with opened(ledger_file) as ledger:
        with told(ledger_file):
            wrong = list(faults(ledger.connection, rows_folder(ledger_file)))
            links = {row[0].hex() for row in ledger.connection.execute("SELECT link FROM journal")}
        stamped = list(_stamped(ledger, links, roots)) if not wrong else []
        wrong += [said for said, is_fault in stamped if is_fault]
        bodies = [e.body for e in Known(ledger).entered] if not wrong else []
        wrong += attachments.faults(ledger_file, bodies)
        if not wrong:
            wrong += [said for r in ledger.releases() if (said := misread(ledger, r))]
        if link is not None and not any(kept.startswith(link.strip().lower()) for kept in links):
            wrong.append(f"the link {link[:16]} is not in the journal: it is another's, or cut")
        lacking = [] if wrong else list(_unfounded(Known(ledger)))
        is_whole = is_surveyed(ledger)
        if is_whole:
            wrong += lacking
        count, last = ledger.last_link()
    for fault in wrong:
        click.echo(fault, err=True)
    if wrong:
        click.echo(f"{ledger_file}: NOT as it was written.", err=True)
        sys.exit(1)
    click.echo(f"{ledger_file}: as it was written. {count:,} entries; the last link is {last}.")
    if lacking and not is_whole:
        click.echo(
            "An import was interrupted after its rows were recorded and before their findings "
            "were: run any 'foedus monitor ingest' again, and they are entered."
        )
    for said, _ in stamped:
        click.echo(said)
    click.echo("Keep that link elsewhere: with it anyone can tell later that none was altered.")


def _stamped(ledger: Ledger, links: set[str], roots: Path | None) -> Iterator[tuple[str, bool]]:
    """Yield a sentence for each stamp, and whether it is a fault."""
    from foedus.monitor import StampError, stamps

    trusted = take(roots, 10_000_000) if roots else b""
    try:
        for found in stamps(ledger, trusted):
            name = f"the stamp of the link {found.link[:16]} by {found.host}"
            if found.link not in links:
                yield f"{name}: that link is not in the journal", True
            elif found.fault:
                yield f"{name}: {found.fault}", True
            else:
                how = "its signature holds" if found.signed else "its signature was not checked"
                yield f"{name}: there by {found.at:%Y-%m-%d %H:%M:%S} UTC; {how}", False
    except StampError as error:
        yield f"the stamps were not looked at: {error}", False


def _unfounded(record: Known) -> Iterator[str]:
    """Yield what the findings in the ledger and those that follow from its rows differ in."""
    noted = {json.dumps(body, sort_keys=True) for _, body in record.ledger.entries("finding")}
    for surveyed in record.surveys():
        for finding in surveyed.findings:
            if json.dumps(finding.body(), sort_keys=True) not in noted:
                yield f"the finding {finding.id} follows from the rows and is not in the ledger"
                return


@click.command()
@LEDGER
@AS_OF
@click.option("--findings", "findings_file", type=OUT, metavar="FILE", help="As CSV.")
@click.option("--rejected", "rejected_file", type=OUT, metavar="FILE", help="As CSV.")
@click.option("--rows", "rows_file", type=OUT, metavar="FILE", help="The evidence, as CSV.")
@click.option("--entries", "entries_file", type=OUT, metavar="FILE", help="As CSV.")
@click.option("--journal", "journal_file", type=OUT, metavar="FILE", help="As CSV.")
@click.option("--xlsx", "book_file", type=OUT, metavar="FILE", help="All of these, as a workbook.")
@click.option("--geojson", "map_file", type=OUT, metavar="FILE", help="Incidents and zones.")
def export(
    ledger_file: Path,
    known_on: str | None,
    findings_file: str | None,
    rejected_file: str | None,
    rows_file: str | None,
    entries_file: str | None,
    journal_file: str | None,
    book_file: str | None,
    map_file: str | None,
) -> None:
    """Write findings, evidence, rejected rows, entries, the journal, or a map: safe to open."""
    from foedus.monitor import csv_text, geojson

    wanted = {
        "findings": findings_file,
        "rows": rows_file,
        "rejected": rejected_file,
        "entries": entries_file,
        "journal": journal_file,
    }
    if not (any(wanted.values()) or book_file or map_file):
        stop(
            "Say what to write: --findings, --rows, --rejected, --entries, --journal, --xlsx or "
            "--geojson, each with a FILE."
        )
    if book_file == "-":
        stop("--xlsx: a workbook goes to a file; name one. The tables as CSV may go to -.")
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        sheets = _sheets(record)
        for name, file in wanted.items():
            if file:
                deliver(csv_text(sheets[name]()).rstrip("\n"), file)
        if book_file:
            write(book_file, _workbook(record, [sheet() for sheet in sheets.values()]))
        if map_file:
            deliver_json(geojson(record.surveys()), map_file)


def _sheets(record: Known) -> dict[str, Callable[[], Sheet]]:
    """Return what makes each table."""
    from foedus.monitor import exporting

    return {
        "findings": lambda: exporting.found(surveys := record.surveys(), record.once(surveys)),
        "rows": lambda: exporting.evidence(record.surveys()),
        "rejected": lambda: exporting.rejected(record.ledger, record.releases, record.left_out),
        "entries": lambda: exporting.entries(record.entered),
        "releases": lambda: exporting.releases(record.releases, record.retracted),
        "journal": lambda: exporting.journal(record.ledger, record.recorded),
    }


def _workbook(record: Known, sheets: list[Sheet]) -> bytes:
    from datetime import datetime

    from foedus.monitor import NoWorkbookError, workbook

    made = datetime.fromisoformat(record.ledger.last_recorded()).replace(tzinfo=None)
    try:
        return workbook(sheets, record.arrangement.title, made)
    except NoWorkbookError as error:
        stop(f"--xlsx: {error}.")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a line of our own incident format."""
    from foedus.monitor import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
