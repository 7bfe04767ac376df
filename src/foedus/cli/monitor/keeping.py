"""`foedus monitor verify`, `export` and `schema`: proof, and what leaves the ledger."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import OUT, stop, write
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, known, opened

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@LEDGER
@click.option("--link", metavar="HEX", help="A link kept elsewhere; it must be in the journal.")
def verify(ledger_file: Path, link: str | None) -> None:
    """Check that nothing was altered, left out or put in, and that the findings follow."""
    from foedus.monitor.chain import faults
    from foedus.monitor.current import misread
    from foedus.monitor.ledger import is_surveyed
    from foedus.monitor.store import rows_folder, told

    with opened(ledger_file) as ledger:
        with told(ledger_file):
            wrong = list(faults(ledger.connection, rows_folder(ledger_file)))
            links = {row[0].hex() for row in ledger.connection.execute("SELECT link FROM journal")}
        if not wrong:
            wrong += [said for r in ledger.releases() if (said := misread(ledger, r))]
        if link is not None and not any(kept.startswith(link.lower()) for kept in links):
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
    click.echo("Keep that link elsewhere: with it anyone can tell later that none was altered.")


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
def export(
    ledger_file: Path,
    known_on: str | None,
    findings_file: str | None,
    rejected_file: str | None,
    rows_file: str | None,
    entries_file: str | None,
    journal_file: str | None,
) -> None:
    """Write findings, evidence, rejected rows, entries or the journal as CSV, safe to open."""
    from foedus.monitor.exporting import entries, evidence, found, journal, rejected

    if not (findings_file or rejected_file or rows_file or entries_file or journal_file):
        stop(
            "Say what to write: --findings, --rows, --rejected, --entries or --journal, "
            "each with a FILE."
        )
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        if findings_file:
            write(findings_file, found(record.surveys()).rstrip("\n"))
        if rows_file:
            write(rows_file, evidence(record.surveys()).rstrip("\n"))
        if rejected_file:
            write(rejected_file, rejected(ledger, record.releases).rstrip("\n"))
        if entries_file:
            write(entries_file, entries(record.entered).rstrip("\n"))
        if journal_file:
            write(journal_file, journal(ledger, record.recorded).rstrip("\n"))


@click.command()
def schema() -> None:
    """Print the JSON Schema of a line of our own incident format."""
    from foedus.monitor.formats.plain import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
