"""What the commands on statements share: a day, a file of statements, a case with statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop

if TYPE_CHECKING:
    from datetime import date

    from foedus.language import Arrangement
    from foedus.positions import Dispute, Joined, Store

STATEMENTS = click.option(
    "--statements", "statements_file", metavar="FILE", help="Reviewed statements to add."
)


def day_of(text: str, option: str) -> date:
    """Return a day that an option names, or end with what is wrong with it."""
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"{option}: {text!r} is no day: write it as 2026-06-30.")


def load_store(file: str) -> Store:
    """Read a file of statements, or end with what is wrong with it."""
    from foedus.positions import StoreError
    from foedus.positions.store import read_file

    try:
        return read_file(Path(file))
    except StoreError as error:
        stop(str(error))


def joined(arrangement: Arrangement, file: str | None) -> Joined:
    """Lay the accepted statements of a file over a case, and tell which say nothing of a vote."""
    from foedus.positions import Store, join

    if file is None:
        return join(arrangement, Store({}, {}))
    store = load_store(file)
    found = join(arrangement, store)
    waiting = sum(1 for s in store.statements.values() if s.status == "proposed")
    if waiting:
        click.echo(f"{file}: {waiting} statements wait for review and are left out.", err=True)
    for statement, why in found.unused:
        click.echo(f"{file}: {statement.id} ({statement.actor.name}) is left out: {why}.", err=True)
    return found


def with_statements(arrangement: Arrangement, file: str | None) -> Arrangement:
    """Return a case with the accepted statements of a file, if one is named."""
    return arrangement if file is None else joined(arrangement, file).arrangement


def dispute_of(name: str | None) -> Dispute:
    """Return a dispute that ships or a file; the tables alone where none is named."""
    from foedus.language.problems import did_you_mean
    from foedus.positions import BadDisputeError, Dispute, disputes, shipped_dispute
    from foedus.positions.dispute import read_file

    if name is None:
        return Dispute()
    if name in disputes():
        return shipped_dispute(name)
    if not Path(name).exists():
        stop(f"There is no dispute or file {name!r}. {did_you_mean(name, disputes())}")
    try:
        return read_file(Path(name))
    except BadDisputeError as error:
        stop(str(error))
