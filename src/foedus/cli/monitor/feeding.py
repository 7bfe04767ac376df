"""`foedus monitor init` and `ingest`: what the monitor is fed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from foedus.cli.edge import OPTION, PATH, TEXT, console, load, stop, take
from foedus.cli.ending import INTERRUPTED
from foedus.cli.monitor.edge import (
    LEDGER,
    Known,
    day,
    not_after_today,
    note_findings,
    now,
    opened,
    say,
)

if TYPE_CHECKING:
    from foedus.language import Arrangement
    from foedus.monitor import Ledger, Receipt, Release, Said, Survey


_LONGEST_SHAPE = 20_000_000
"""Bytes in the longest file of a zone."""


@click.command()
@click.argument("case")
@OPTION
@LEDGER
@click.option("--amend", is_flag=True, help="Put these terms in place of the ledger's.")
def init(case: str, option_id: str | None, ledger_file: Path, amend: bool) -> None:
    """Start a ledger that watches CASE (the id of a case, or a file)."""
    from foedus.language import write
    from foedus.monitor import BadShapeError, Ledger, LedgerError, sights

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
            told = _of_terms(ledger, arrangement)
            new = ledger.amend(*texts, now())
            click.echo(told if new else "These terms were in the ledger already.")
            note_findings(ledger, Known(ledger).surveys(), now())
        return
    try:
        Ledger.start(ledger_file, *texts, now()).close()
    except LedgerError as error:
        stop(str(error))
    norms = ", ".join(sight.norm_id for sight in seen)
    click.echo(f"{ledger_file} watches {arrangement.title}: {norms}.")


def _of_terms(ledger: Ledger, arrangement: Arrangement) -> str:
    """Say what is watched from now on, and no longer; another case altogether is refused."""
    before = Known(ledger).arrangement
    old, new = (
        {name for name, norm in case.norms.items() if norm.observed}
        for case in (before, arrangement)
    )
    if before.title != arrangement.title and not old & new:
        stop(
            f"--amend: the ledger watches {before.title!r} ({', '.join(sorted(old))}), and "
            f"{arrangement.title!r} has none of its norms. Another case goes into a ledger of its "
            "own: --ledger NAME."
        )
    title = (
        f" {before.title!r} is now {arrangement.title!r}."
        if before.title != arrangement.title
        else ""
    )
    changes = [
        f" Watched from now on: {', '.join(sorted(new - old))}." if new - old else "",
        f" No longer: {', '.join(sorted(old - new))}." if old - new else "",
    ]
    return f"The terms are new.{title}{''.join(changes)}"


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
@click.argument("files", nargs=-1, required=True, type=PATH)
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
    "--dates",
    type=click.Choice(["dmy", "mdy", "ymd", "ydm"]),
    help="Which number is the day in 3/4/2020.",
)
@click.option("--time-zone", "zone", default="", metavar="NAME", help="Of the places, for UTC.")
@click.option("--map", "map_file", type=PATH, help="Read them by this mapping file.")
def ingest(
    files: tuple[Path, ...],
    ledger_file: Path,
    label: str,
    published: str | None,
    complete: bool,
    covers: str | None,
    dates: Literal["dmy", "mdy", "ymd", "ydm"] | None,
    zone: str,
    map_file: Path | None,
) -> None:
    """Read FILES of incidents (GED, ACLED, VIINA, our own, or by a map) into the ledger."""
    from foedus.monitor import Said

    said = Said(
        recorded=now(),
        label=label,
        published=(on := _published(published) if published else ""),
        is_complete=complete or covers is not None,
        covers=_span(covers, on) if covers else None,
        dates=dates or "",
        zone=_zone(zone),
        mapping=_mapping(map_file),
    )
    with opened(ledger_file, write=True) as ledger:
        read_and_tell(ledger, files, said)


def read_and_tell(ledger: Ledger, files: Sequence[Path], said: Said) -> NoReturn:
    """Read files into a ledger, say what came of it, and end with the status that it deserves."""
    from foedus.monitor import is_surveyed

    too_many = again = False
    _not_set_back(ledger)
    before = ledger.last_recorded()
    try:
        for path in files:
            for receipt in read_in(ledger, path, replace(said, recorded=now())):
                say(told(ledger, receipt))
                too_many |= receipt.is_new and _left_out(ledger, receipt) > _MOST_REJECTED
                too_many |= receipt.lacks
                again |= receipt.is_new and _comes_after(ledger, receipt.release)
        _look_again(ledger, before if again else None, unchanged=is_surveyed(ledger))
    except KeyboardInterrupt:
        click.echo(_stands(ledger, before), err=True)
        sys.exit(INTERRUPTED)
    sys.exit(1 if too_many else 0)


def _left_out(ledger: Ledger, receipt: Receipt) -> float:
    """Return the share of rows that do not count: unreadable, or dated after they were read."""
    from foedus.monitor import to_come

    release = receipt.release
    later = len(to_come(ledger, release)) / max(release.count + release.rejected, 1)
    return receipt.share_rejected + later


def _stands(ledger: Ledger, before: str) -> str:
    """Say what of an import that was interrupted is on record."""
    names = [r.label or r.file for r in ledger.releases() if r.recorded > before]
    if not names:
        return "Interrupted. Nothing of it is on record."
    return (
        f"Interrupted. On record, and counted from now on: {', '.join(sorted(names))}. The same "
        "command reads the rest and enters the findings; 'foedus monitor retract' takes one back."
    )


_MOST_REJECTED = 0.01
"""From here on an import ends with status 1: it was hardly read as it was meant."""


def _comes_after(ledger: Ledger, release: Release) -> bool:
    """Whether there are releases of its source that it may have changed."""
    return sum(r.source == release.source for r in ledger.releases()) > 1


def _look_again(ledger: Ledger, before: str | None, *, unchanged: bool) -> None:
    """Enter what is found now, and tell it; `before` is when earlier rows were as they had been."""
    from foedus.views import funnel_lines

    if unchanged:
        click.echo("No finding is new or revised.")
        return
    surveys = Known(ledger).surveys()
    new = note_findings(ledger, surveys, now())
    total = sum(len(surveyed.findings) for surveyed in surveys)
    many = "1 finding" if total == 1 else f"{total:,} findings"
    click.echo(f"{many}, {new:,} of them new or revised.{_gone(ledger, surveys, before)}")
    for surveyed in surveys:
        if not surveyed.findings and surveyed.can_be_seen:
            say([f"{surveyed.sight.norm_id}: no finding", *funnel_lines(surveyed)])
    # Beside findings too, rows may go uncounted for a name or a place; norms alike are told once.
    beside: dict[tuple[str, ...], list[str]] = {}
    for surveyed in surveys:
        if surveyed.findings and (left := tuple(funnel_lines(surveyed))[1:]):
            beside.setdefault(left, []).append(surveyed.sight.norm_id)
    for left, norms in beside.items():
        say([f"{', '.join(norms)}: beside what was found", *left])


def _gone(ledger: Ledger, surveys: Sequence[Survey], before: str | None) -> str:
    """Say which findings stood before and stand no longer."""
    if before is None:
        return ""
    stand = {finding.id for surveyed in surveys for finding in surveyed.findings}
    stood = [f for surveyed in Known(ledger, recorded=before).surveys() for f in surveyed.findings]
    gone = [f"{f.norm} {f.first} ({f.id})" for f in stood if f.id not in stand]
    if not gone:
        return ""
    shown = ", ".join([*gone[:3], f"and {len(gone) - 3:,} more"] if len(gone) > 3 else gone)
    stand_no_more = "stands no longer" if len(gone) == 1 else "stand no longer"
    return f" {len(gone):,} that stood before {stand_no_more}: {shown}."


def _published(text: str) -> str:
    """Return the day of publication; one to come would outdo each correction until then."""
    on = day(text, "--published")
    not_after_today(on, "--published", "Nothing was published then; check the year.")
    return on.isoformat()


def _span(text: str, published: str) -> tuple[date, date]:
    first, slash, last = text.partition("/")
    if not slash:
        stop("--covers: write the first and the last day, such as 2020-01-01/2020-12-31.")
    begin, end = day(first, "--covers"), day(last, "--covers")
    if end < begin:
        stop("--covers: it ends before it begins.")
    fix = "No file speaks of days to come; check the year."
    not_after_today(end, "--covers", fix)
    if published and end > date.fromisoformat(published):
        stop(f"--covers: {end} lies after {published}, the day it was published. {fix}")
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
    from foedus.monitor import BadMappingError, mapped

    if path is None:
        return ""
    try:
        text = take(path).decode("utf-8-sig")
        mapped(text)
        return text
    except UnicodeDecodeError:
        stop(f"{path}: it cannot be read: no UTF-8 text.")
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
    from foedus.monitor import ingest as take_in

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


def told(ledger: Ledger, receipt: Receipt) -> list[str]:
    """Return what is said of a release that was read."""
    from foedus.monitor import difference_from_before, moved_days, withdrawn_by
    from foedus.views import (
        complete_line,
        difference_line,
        moved_line,
        published_line,
        rejected_line,
        withdrawn_line,
    )

    release = receipt.release
    if not receipt.is_new:
        nothing = f"{receipt.name}: nothing new; its {release.count:,} rows are in the ledger."
        return [nothing, *(f"  {said}" for said in receipt.told)]
    counted = "1 row" if release.count == 1 else f"{release.count:,} rows"
    lines = [f"{receipt.name}: {release.form.title}, {counted}.{rejected_line(receipt)}"]
    lines += [f"  {said}" for said in receipt.told]
    differs = difference_from_before(ledger, release)
    if differs is not None:
        lines.append(f"  {difference_line(differs)}")
        if differs.shares_ids and differs.withdrawn and not release.complete:
            lines.append(f"  {withdrawn_line(differs)}")
        if 1 < (release.count - len(differs.added)) < 2 * differs.things.get("days", 0):
            lines.append(
                "  Most ids that both have now stand for other days, and the earlier rows count no "
                "longer: do ids start anew in each file? Give each row an id of its own."
            )
    if moved := moved_days(ledger, release):
        lines.append(f"  {moved_line(release, moved)}")
    if release.last_published < min(release.last, release.last_seen):
        lines.append(f"  {published_line(release)}")
    if release.complete:
        lines.append(f"  {complete_line(release, withdrawn_by(ledger, release))}")
    lines.append(f"  Mind: {release.form.silent_on}.")
    return lines
