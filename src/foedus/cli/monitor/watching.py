"""`foedus monitor watch`: look into a folder again and again, and tell each finding once."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import PATH, stop
from foedus.cli.monitor.edge import LEDGER, Known, day, note_findings, now, opened
from foedus.cli.monitor.feeding import read_in, told
from foedus.files import refusal

if TYPE_CHECKING:
    from foedus.monitor import Deliver, Ledger, Survey

_UNFINISHED = {".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart"}
"""How browsers and programs that copy name a file of which not all has come."""
_SETTLED = 2.0
"""Seconds that a file must have been left alone before the watch reads it."""


@click.command()
@click.argument("folder", type=PATH)
@LEDGER
@click.option("--every", default=60.0, metavar="SECONDS", help="How often to look; 60 by default.")
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option("--alert-file", type=PATH, help="Append alerts to this file.")
@click.option("--alert-stdout", is_flag=True, help="Print alerts as JSON Lines.")
@click.option("--webhook", metavar="URL", help="Post alerts to this address.")
@click.option("--chance", default=0.95, metavar="P", help="Alert from this chance on; 0.95.")
@click.option("--since", metavar="DATE", help="Alert only of findings that end then or later.")
def watch(
    folder: Path,
    ledger_file: Path,
    every: float,
    once: bool,
    alert_file: Path | None,
    alert_stdout: bool,
    webhook: str | None,
    chance: float,
    since: str | None,
) -> None:
    """Read whatever appears in FOLDER, again and again, and tell each finding once."""
    if not folder.is_dir():
        stop(f"{folder}: there is no such folder.")
    if alert_file is not None and alert_file.is_file() and (why := refusal(alert_file)):
        stop(why)  # a line at the end of a ledger would destroy it, too
    if alert_file is not None and alert_file.absolute().parent == folder.absolute():
        stop(
            f"--alert-file: {alert_file} stands in the folder that is watched; write it elsewhere."
        )
    if not 0 < chance <= 1:
        stop(f"--chance: a chance lies between 0 and 1, and {chance:g} does not.")
    if not 0 < every <= 86400:
        stop("--every: write a number of seconds above zero, at most 86,400 (a day).")
    first = day(since, "--since") if since else date.min
    with opened(ledger_file, write=True) as ledger:
        channels = _channels(alert_file, alert_stdout, webhook)
        done: dict[Path, tuple[int, int]] = {}
        if once:
            sys.exit(0 if _turn(ledger, folder, done, channels, chance, first, once) else 1)
        click.echo(f"Watching {folder}, every {every:g} s; Ctrl-C ends it.", err=True)
        try:
            while True:
                _turn(ledger, folder, done, channels, chance, first, once)
                time.sleep(every)
        except KeyboardInterrupt:  # how a watch is meant to end
            click.echo("The watch ended. What it read and told is in the ledger.", err=True)


def _turn(
    ledger: Ledger,
    folder: Path,
    done: dict[Path, tuple[int, int]],
    channels: dict[str, Deliver],
    chance: float,
    since: date,
    once: bool,
) -> bool:
    """Look once and tell what is new; return whether all of it could be told.

    A standing watch outlives what passes: a ledger that another process holds, a folder that is
    not there for a while. What was missed is made up for on the next look.
    """
    from foedus.monitor import LedgerError

    try:
        _look(ledger, folder, done, settled=0.0 if once else _SETTLED)
        surveys = Known(ledger).surveys()
        note_findings(ledger, surveys, now())
        return _tell(ledger, surveys, channels, chance, since)
    except LedgerError as error:
        if once or not _is_held(error):
            raise
        click.echo(f"{error} It is tried on the next look.", err=True)
    except OSError as error:
        if once:
            stop(f"{folder}: it cannot be read: {error.strerror}.")
        click.echo(f"{folder}: it cannot be read: {error.strerror}; looking again.", err=True)
    return False


def _is_held(error: Exception) -> bool:
    name = getattr(error.__cause__, "sqlite_errorname", "")
    return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _look(ledger: Ledger, folder: Path, done: dict[Path, tuple[int, int]], settled: float) -> None:
    """Read the files that are new or changed, but for those still being written."""
    from foedus.monitor import BadFileError, Said

    for path in sorted(folder.iterdir()):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue  # it was taken away since the folder was listed
        if not path.is_file() or path.name.startswith(".") or path.suffix.lower() in _UNFINISHED:
            continue
        mark = (found.st_size, found.st_mtime_ns)
        if done.get(path) == mark or time.time() - found.st_mtime < settled:
            continue
        try:
            for receipt in read_in(ledger, path, Said(recorded=now())):
                if receipt.is_new:
                    click.echo("\n".join(told(ledger, receipt)), err=True)
        except BadFileError as error:
            click.echo(f"passed over: {error}", err=True)
        done[path] = mark


def _channels(
    alert_file: Path | None, alert_stdout: bool, webhook: str | None
) -> dict[str, Deliver]:
    from foedus.monitor import to_file, to_webhook, webhook_channel

    channels: dict[str, Deliver] = {}
    if alert_file is not None:
        channels[f"file:{alert_file.absolute()}"] = to_file(alert_file)
    if alert_stdout:
        channels["stdout"] = lambda alert: click.echo(alert.line())
    if webhook:
        channels[webhook_channel(webhook)] = to_webhook(webhook)
    return channels


def _tell(
    ledger: Ledger,
    surveys: list[Survey],
    channels: dict[str, Deliver],
    chance: float,
    since: date,
) -> bool:
    """Tell what is new on each channel; return whether all of it could be told."""
    from foedus.monitor import AlertError, alerts, chances_told, tell, withdrawn

    record = Known(ledger)
    title = record.arrangement.title
    once = record.once(surveys) if channels else {}
    current = list(alerts(surveys, title, chance, since, once))
    standing = {f.id: f.chance for surveyed in surveys for f in surveyed.findings}
    is_told = True
    for channel, deliver in channels.items():
        gone = withdrawn(chances_told(ledger, channel), standing, title, chance)
        try:
            tell(ledger, channel, [*current, *gone], deliver, now())
        except AlertError as error:
            click.echo(f"an alert is pending: {error}", err=True)
            is_told = False
    return is_told
