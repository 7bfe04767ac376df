"""`foedus monitor init`, `ingest` and `watch`: what the monitor is fed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NoReturn

import click

from foedus.cli.edge import OPTION, TEXT, console, load, stop, take
from foedus.cli.monitor.edge import LEDGER, Known, day, note_findings, now, opened, say
from foedus.files import refusal

if TYPE_CHECKING:
    from foedus.language import Arrangement
    from foedus.monitor.alerts import Deliver
    from foedus.monitor.findings import Survey
    from foedus.monitor.importing import Receipt, Said
    from foedus.monitor.ledger import Ledger


_LONGEST_SHAPE = 20_000_000
"""Bytes in the longest file of a zone."""
_SETTLED = 2.0
"""Seconds that a file must have been left alone before the watch reads it."""


@click.command()
@click.argument("case")
@OPTION
@LEDGER
@click.option("--amend", is_flag=True, help="Put these terms in place of the ledger's.")
def init(case: str, option_id: str | None, ledger_file: Path, amend: bool) -> None:
    """Start a ledger that watches CASE (the id of a case, or a file)."""
    from foedus.language import write
    from foedus.monitor.ledger import Ledger
    from foedus.monitor.sighting import sights
    from foedus.monitor.store import LedgerError
    from foedus.monitor.zones import BadShapeError

    arrangement = load(case, option_id)
    shapes = _shapes(arrangement, Path(case).parent)
    try:
        seen = sights(arrangement, shapes)
    except BadShapeError as error:
        stop(f"{case}: {error}.")
    if not seen:
        stop(f"{case}: no norm says what it looks like on the ground. Write 'observed' in a norm.")
    texts = write(arrangement), json.dumps(shapes, sort_keys=True)
    if amend:
        with opened(ledger_file, write=True) as ledger:
            new = ledger.amend(*texts, now())
            click.echo("The terms are new." if new else "These terms were in the ledger already.")
            note_findings(ledger, Known(ledger).surveys(), now())
        return
    try:
        Ledger.start(ledger_file, *texts, now()).close()
    except LedgerError as error:
        stop(str(error))
    norms = ", ".join(sight.norm_id for sight in seen)
    click.echo(f"{ledger_file} watches {arrangement.title}: {norms}.")


def _shapes(arrangement: Arrangement, folder: Path) -> dict[str, str]:
    """Read the GeoJSON files that zones name, beside the case."""
    zones = arrangement.observation.zones.values() if arrangement.observation else ()
    shapes: dict[str, str] = {}
    for zone in zones:
        if zone.file:
            beside = PurePath(zone.file)
            if beside.is_absolute() or beside.drive or ".." in beside.parts:
                stop(
                    f"{zone.file}: the file of a zone stands beside the case, or in a folder there."
                )
            try:
                shapes[zone.file] = take(folder / beside, _LONGEST_SHAPE).decode("utf-8-sig")
            except UnicodeDecodeError:
                stop(f"{folder / beside}: it cannot be read: it is not UTF-8 text.")
    return shapes


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@LEDGER
@click.option(
    "--label", type=TEXT, default="", help="What its publisher calls the release, such as 22.1."
)
@click.option("--published", metavar="DATE", help="The day it was published; now if left out.")
@click.option(
    "--complete",
    is_flag=True,
    help="It is complete for the days and countries of its rows: earlier rows that it lacks were "
    "withdrawn.",
)
@click.option("--covers", metavar="FIRST/LAST", help="It is complete for these days.")
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="Which number is the day in 3/4/2020."
)
@click.option("--time-zone", "zone", default="", metavar="NAME", help="Of the places, for UTC.")
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path), help="Read them by this mapping file."
)
def ingest(
    files: tuple[Path, ...],
    ledger_file: Path,
    label: str,
    published: str | None,
    complete: bool,
    covers: str | None,
    dates: str | None,
    zone: str,
    map_file: Path | None,
) -> None:
    """Read FILES of incidents (GED, ACLED, VIINA, our own, or by a map) into the ledger."""
    from foedus.monitor.importing import Said

    said = Said(
        recorded=now(),
        label=label,
        published=day(published, "--published").isoformat() if published else "",
        is_complete=complete or covers is not None,
        covers=_span(covers) if covers else None,
        dates=dates or "",
        zone=_zone(zone),
        mapping=_mapping(map_file),
    )
    with opened(ledger_file, write=True) as ledger:
        read_and_tell(ledger, files, said)


def read_and_tell(ledger: Ledger, files: Sequence[Path], said: Said) -> NoReturn:
    """Read files into a ledger, say what came of it, and end with the status that it deserves."""
    from foedus.monitor.ledger import is_surveyed

    too_many = False
    _not_set_back(ledger)
    for path in files:
        for receipt in read_in(ledger, path, replace(said, recorded=now())):
            say(_told(ledger, receipt))
            too_many |= receipt.is_new and receipt.share_rejected > _MOST_REJECTED
    _look_again(ledger, unchanged=is_surveyed(ledger))
    sys.exit(1 if too_many else 0)


_MOST_REJECTED = 0.01
"""From here on an import ends with status 1: it was hardly read as it was meant."""


def _look_again(ledger: Ledger, *, unchanged: bool) -> None:
    from foedus.views.watch_funnel import funnel_lines

    if unchanged:
        click.echo("No finding is new or revised.")
        return
    surveys = Known(ledger).surveys()
    new = note_findings(ledger, surveys, now())
    total = sum(len(surveyed.findings) for surveyed in surveys)
    many = "1 finding" if total == 1 else f"{total:,} findings"
    click.echo(f"{many}, {new:,} of them new or revised.")
    for surveyed in surveys:
        if not surveyed.findings and surveyed.can_be_seen:
            say([f"{surveyed.sight.norm_id}: no finding", *funnel_lines(surveyed)])


def _span(text: str) -> tuple[date, date]:
    first, slash, last = text.partition("/")
    if not slash:
        stop("--covers: write the first and the last day, such as 2020-01-01/2020-12-31.")
    begin, end = day(first, "--covers"), day(last, "--covers")
    if end < begin:
        stop("--covers: it ends before it begins.")
    return begin, end


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        if name:
            ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        stop(f"--time-zone: {name!r} is no time zone such as Europe/Kyiv.")
    return name


def _mapping(path: Path | None) -> str:
    from foedus.monitor.formats.mapped import BadMappingError, mapped

    if path is None:
        return ""
    try:
        text = path.read_text("utf-8-sig")
        mapped(text)
        return text
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{path}: it cannot be read: {getattr(error, 'strerror', None) or 'no UTF-8 text'}.")
    except BadMappingError as error:
        stop(f"{path}: {error}")


def _not_set_back(ledger: Ledger) -> None:
    """End with a message where the clock lies well before the last entry."""
    last = ledger.last_recorded()
    if last[:16] > now()[:16] and last[:16] > _later(now()):
        stop(
            f"The clock of this machine says {now()[:16]}Z, and the last entry of the ledger is of "
            f"{last[:16]}Z. Set the clock: entries must not seem to have been known earlier."
        )


def _later(stamp: str) -> str:
    return (datetime.fromisoformat(stamp) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")


def read_in(ledger: Ledger, path: Path, said: Said) -> list[Receipt]:
    """Read a file, with a bar on a terminal."""
    from foedus.monitor.importing import ingest as take_in

    with _progress(path) as advance:
        return take_in(ledger, path, said, advance)


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None]]:
    """Show that a file is being read; on a terminal only."""
    from rich.markup import escape
    from rich.progress import Progress

    printer = console(errors=True)
    with Progress(console=printer, transient=True, disable=not printer.is_terminal) as bar:
        task = bar.add_task(escape(f"reading {path.name}"), total=None)
        yield lambda size: bar.update(task, completed=size)


def _told(ledger: Ledger, receipt: Receipt) -> list[str]:
    from foedus.monitor.difference import difference_from_before
    from foedus.views.watch_funnel import difference_line, rejected_line

    release = receipt.release
    if not receipt.is_new:
        return [f"{receipt.name}: nothing new; its {release.count:,} rows are in the ledger."]
    counted = "1 row" if release.count == 1 else f"{release.count:,} rows"
    lines = [f"{receipt.name}: {release.form.title}, {counted}.{rejected_line(receipt)}"]
    lines += [f"  {said}" for said in receipt.told]
    differs = difference_from_before(ledger, release)
    if differs is not None:
        lines.append(f"  {difference_line(differs)}")
    if release.complete:
        scope = release.complete
        where = ", ".join(scope.countries) or "every country"
        lines.append(
            f"  taken as complete for {scope.first} to {scope.last} in {where}: "
            "earlier rows that it lacks count as withdrawn"
        )
    lines.append(f"  Mind: {release.form.silent_on}.")
    return lines


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@LEDGER
@click.option("--every", default=60.0, metavar="SECONDS", help="How often to look; 60 by default.")
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option("--alert-file", type=click.Path(path_type=Path), help="Append alerts to this file.")
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
    from foedus.monitor.store import LedgerError

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
    from foedus.monitor.importing import Said
    from foedus.monitor.tables import BadFileError

    for path in sorted(folder.iterdir()):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue  # it was taken away since the folder was listed
        if not path.is_file() or path.name.startswith("."):
            continue
        mark = (found.st_size, found.st_mtime_ns)
        if done.get(path) == mark or time.time() - found.st_mtime < settled:
            continue
        try:
            for receipt in read_in(ledger, path, Said(recorded=now())):
                if receipt.is_new:
                    click.echo("\n".join(_told(ledger, receipt)), err=True)
        except BadFileError as error:
            click.echo(f"passed over: {error}", err=True)
        done[path] = mark


def _channels(
    alert_file: Path | None, alert_stdout: bool, webhook: str | None
) -> dict[str, Deliver]:
    from foedus.monitor.alerts import to_file, to_webhook, webhook_channel

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
    from foedus.monitor.alerts import AlertError, alerts, chances_told, tell, withdrawn

    title = Known(ledger).arrangement.title
    current = list(alerts(surveys, title, chance, since))
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
