"""What the commands on statements share: a day, a file of statements, a case with statements."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import stop, take

if TYPE_CHECKING:
    from datetime import date

    from foedus.language import Arrangement
    from foedus.positions import Dispute, Joined, Store

LONGEST = 100_000_000
"""Bytes in the longest text or file of statements that is read."""
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


def load_store(file: str, *, to_be_written: bool = False) -> Store:
    """Read a file of statements, or end with what is wrong with it.

    A file that is to be written as well is no input that must not be written over.
    """
    from foedus import files
    from foedus.positions import StoreError, load

    try:
        raw = files.take(file, LONGEST) if to_be_written else take(file, LONGEST)
        return load(raw.decode("utf-8-sig").splitlines(), file)
    except (StoreError, files.FileError) as error:
        stop(str(error))
    except UnicodeDecodeError:
        stop(f"{file}: it is not UTF-8 text.")


def plain_texts(names: Iterable[str]) -> dict[str, str]:
    """Read documents, or end with what is wrong with one; return them by their ids."""
    from foedus.positions import digest, plain

    texts = {}
    for name in names:
        try:
            text = plain(take(name, LONGEST), name)
        except ValueError as error:
            stop(str(error))
        texts[digest(text)] = text
    return texts


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
    from foedus.language import did_you_mean
    from foedus.positions import BadDisputeError, Dispute, dispute, disputes, shipped_dispute

    if name is None:
        return Dispute()
    if name in disputes():
        return shipped_dispute(name)
    if not os.path.lexists(name):
        stop(f"There is no dispute or file {name!r}. {did_you_mean(name, disputes())}")
    try:
        return dispute(take(name).decode(), name)
    except BadDisputeError as error:
        stop(str(error))
    except UnicodeDecodeError:
        stop(f"{name}: it is not UTF-8 text.")
