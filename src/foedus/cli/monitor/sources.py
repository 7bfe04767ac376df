"""`foedus monitor releases`, `retract`, `map` and `migrate`: what was read, and how."""

from __future__ import annotations

import os
from pathlib import Path

import click

from foedus.cli.edge import OUT, PATH, TEXT, deliver_json, screen, stop
from foedus.cli.monitor.custody import check_role
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, known, note_findings, now, opened, say
from foedus.cli.monitor.entering import SIGNED, check_name


@click.command()
@LEDGER
@AS_OF
@click.option(
    "--json", "json_file", type=OUT, metavar="FILE", help="Write every row that differs to FILE."
)
def releases(ledger_file: Path, known_on: str | None, json_file: str | None) -> None:
    """List what was read, and what each release added, changed and left out."""
    from dataclasses import asdict

    from foedus.monitor import difference_from_before, withdrawn_by
    from foedus.views import (
        complete_line,
        difference_line,
        left_out_lines,
        release_line,
        retracted_line,
    )

    with opened(ledger_file) as ledger:
        told, lines = [], []
        record = known(ledger, known_on)
        left_out = record.left_out
        for release in record.releases:
            differs = difference_from_before(ledger, release)
            lines.append(f"{release.digest.hex()[:10]}  {release_line(release)}")
            lines += left_out_lines(left_out.get(release.digest.hex(), ()))
            withdrawn = withdrawn_by(ledger, release)
            if differs:
                lines.append(f"  {difference_line(differs)}")
                digest = {"release": release.digest.hex()}
                told.append({**digest, **asdict(differs), "count_no_longer": withdrawn})
            if withdrawn:
                lines.append(f"  {complete_line(release, withdrawn)}")
        lines += (retracted_line(*one) for one in record.retracted)
    if json_file:
        deliver_json(told, json_file)
    if screen():
        say(lines)


@click.command()
@click.argument("release_id", metavar="ID")
@LEDGER
@SIGNED
@click.option("--note", type=TEXT, required=True, help="Why; a reader will see it.")
def retract(release_id: str, ledger_file: Path, signed: str, note: str) -> None:
    """Retract the release ID, which was read by mistake; it stays on record as retracted."""
    from foedus.language import did_you_mean
    from foedus.monitor import WITHDRAWAL

    check_name(signed)
    if not note.strip():
        stop("--note: say why it is retracted.")
    check_role(ledger_file, signed, "enter")
    with opened(ledger_file, write=True) as ledger:
        there = [release.digest.hex() for release in ledger.releases()]
        named = [digest for digest in there if release_id and digest.startswith(release_id)]
        if len(named) != 1:
            fix = did_you_mean(release_id, [digest[:10] for digest in there])
            stop(f"There is no release {release_id!r}. {fix} 'foedus monitor releases' lists them.")
        body = {"release": named[0], "signed": signed.strip(), "note": note.strip()}
        ledger.enter(WITHDRAWAL, [body], now())
        note_findings(ledger, Known(ledger).surveys(), now())
        click.echo(f"The release {named[0][:10]} no longer counts, signed {signed.strip()}.")


@click.command("map")
@click.argument("file", type=PATH)
@click.option("--name", default="mine", metavar="NAME", help="A short name for such tables.")
def map_(file: Path, name: str) -> None:
    """Propose how to read the table in FILE; a person checks it, and 'ingest --map' uses it."""
    from foedus.monitor import BadFileError, header_of, known_title, propose, unpacked

    try:
        with unpacked(file) as parts:
            header, words = header_of(*parts[0])
    except BadFileError as error:
        stop(str(error))
    if known := known_title(header):
        click.echo(f"# This is {known}: 'foedus monitor ingest' reads it without a mapping.")
    click.echo(propose(name, header, words))


@click.command()
@click.argument("old", type=PATH)
@click.option("--ledger", "new", type=PATH, required=True, help="The new one.")
@click.option(
    "--files",
    type=PATH,
    required=True,
    help="The folder with the files that were imported.",
)
def migrate(old: Path, new: Path, files: Path) -> None:
    """Carry the ledger OLD of an earlier version over into a new one."""
    from foedus.monitor import LedgerError
    from foedus.monitor import migrate as carry_over

    if not os.path.lexists(old):
        stop(f"{old}: there is no ledger.")
    lost = False
    try:
        for line in carry_over(old, new, files):
            click.echo(line)
            lost |= "NOT carried over" in line
    except LedgerError as error:
        stop(str(error))
    with opened(new, write=True) as ledger:
        note_findings(ledger, Known(ledger).surveys(), now())
    raise SystemExit(1 if lost else 0)
