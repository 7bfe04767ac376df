"""`foedus monitor timeline` and `report`: how the rate went, where, and the page that shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.cli.edge import OUT, TEXT, deliver, deliver_json, screen, stop, write
from foedus.cli.monitor.custody import check_role
from foedus.cli.monitor.drawing import Drawn, drawn, marks_of
from foedus.cli.monitor.edge import AS_OF, LEDGER, Known, day, known, now, opened, say
from foedus.cli.monitor.entering import check_name
from foedus.cli.monitor.looking import of_norm, status_lines, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foedus.monitor import Comparison, Ledger, Survey

WINDOW = click.option(
    "--window", default=120, metavar="DAYS", help="Days over which the rates beside a change are."
)


MARK = click.option(
    "--mark",
    "marked",
    multiple=True,
    type=TEXT,
    metavar="'DATE TEXT'",
    help="Mark a day in the timeline, such as a truce; repeatable.",
)


@click.command()
@LEDGER
@AS_OF
@click.option("--norm", metavar="ID", help="The norm; the first that has rows when left out.")
@click.option("--svg", "svg_file", type=OUT, metavar="FILE", help="Draw it in this file.")
@click.option("--map", "map_file", type=OUT, metavar="FILE", help="Draw a map in this one.")
@WINDOW
@click.option("--at", metavar="DATE", help="Did it hold from this day: before and after it.")
@click.option(
    "--json", "json_file", type=OUT, metavar="FILE", help="Write what --at says to FILE, or - ."
)
@MARK
def timeline(
    ledger_file: Path,
    known_on: str | None,
    norm: str | None,
    svg_file: str | None,
    map_file: str | None,
    window: int,
    at: str | None,
    json_file: str | None,
    marked: tuple[str, ...],
) -> None:
    """Tell how the rate went and where it changed; draw it by week, and the places on a map."""
    from foedus.views import rests_on_rows

    _check(window)
    if json_file and not at:
        stop("--json: it goes with --at.")
    if at:
        with opened(ledger_file) as ledger:
            record = known(ledger, known_on)
            asked = _asked(record, norm, at, window)
            others = [] if norm or json_file == "-" else _others(record.surveys(), asked)
        from foedus.views import comparison_lines, headline

        if json_file:
            deliver_json({"answer": headline(asked), **asked.plain()}, json_file)
        if screen():
            say(comparison_lines(asked))
        if others:
            click.echo(f"Of other norms ask with --norm: {', '.join(others)}.")
        if not (svg_file or map_file):
            return
    with opened(ledger_file) as ledger:
        record = known(ledger, known_on)
        surveys = of_norm(record.surveys(), norm)
        surveyed = next((s for s in surveys if rests_on_rows(s)), None)
        if surveyed is None:
            said = _no_rows(record, norm)
            stop(f"{said[:1].upper()}{said[1:]}")
        drawing = bool(svg_file or map_file)
        seen = drawn(record, surveyed, window, marks_of(marked), draws=drawing)
    say(_told(seen, window))
    if svg_file:
        if not seen.timeline:
            stop("--svg: a timeline is drawn by weeks, and the record is shorter than one.")
        deliver(seen.timeline[0], svg_file)
    if map_file:
        deliver(seen.places[0], map_file)


def _compared(record: Known, norm: str | None, on: date, window: int) -> Comparison:
    """Return what happened before and after a day, for a norm that rows bear on.

    Raises
    ------
    ValueError
        When the record has nothing on one side of the day; the message says what it has.
    foedus.monitor.NoModelError
        When a library is missing.
    """
    from foedus.language import listed
    from foedus.monitor import Comparison, basis, compared, doubtful, sights, unsaid
    from foedus.process import called

    since = on.toordinal() - window
    surveys = of_norm(record.surveys(since), norm)
    at = next((n for n, s in enumerate(surveys) if len(s.rows)), None)
    if at is None:
        raise ValueError(_no_rows(record, norm))
    rests = basis(surveys[at], on, window)
    every = record.unreviewed([surveys[at]])
    left = [pair for pair in every if {source for source, _ in pair.names} <= rests.sources]
    merged = of_norm(record.surveys(since, left), norm)[at] if left else None
    parts, others = (tuple(compared(s, rests)) if s else () for s in (surveys[at], merged))
    sight = surveys[at].sight
    binds = listed([called(record.arrangement, bearer) for bearer in sight.norm.bearer])
    asked = sight.norm_id, on, parts, others, len(left), binds, unsaid(rests), rests
    (own,) = (s for s in sights(record.arrangement, record.shapes) if s.norm_id == sight.norm_id)
    bound = date.fromordinal(own.first), date.fromordinal(own.last)
    return Comparison(*asked, doubtful(rests), bound, _labels(record))


def _labels(record: Known) -> dict[str, str]:
    """Return what their publishers call the releases of sources of which one was read."""
    labels = [(release.source, release.label) for release in record.releases]
    sources = [source for source, _ in labels]
    return {source: label for source, label in labels if label and sources.count(source) == 1}


def _no_rows(record: Known, norm: str | None) -> str:
    """Say that there is nothing to compare or to draw, and why."""
    if not record.releases:
        return "nothing has been read yet. Read a file with 'foedus monitor ingest FILE'."
    which = "on any norm" if norm is None else f"on {norm!r}"
    return f"no row that was read bears {which}; 'foedus monitor status --all' says why."


def _others(surveys: Sequence[Survey], asked: Comparison) -> list[str]:
    """Return the further norms that rows bear on, to which the answer is another."""
    every = (s.sight.norm_id for s in surveys if len(s.rows))
    return [norm for norm in every if norm != asked.norm]


def _asked(record: Known, norm: str | None, at: str, window: int) -> Comparison:
    from foedus.monitor import NoModelError

    try:
        return _compared(record, norm, day(at, "--at"), window)
    except (ValueError, NoModelError) as error:
        stop(f"--at: {error}")


def _answer(
    record: Known, surveys: Sequence[Survey], at: str | None, window: int
) -> tuple[list[str], list[str]]:
    """Return whether it held, first in a line, and that as drawings.

    Where nobody says from which day, it is the first on which the first norm that rows bear on
    binds, and that is told.
    """
    from foedus.monitor import NoModelError
    from foedus.views import NARROW_CHART, WIDE_CHART, comparison_lines, comparison_svg, headline

    surveyed = next((s for s in surveys if len(s.rows)), None)
    if at is not None:
        asked = _asked(record, None, at, window)
        more = []
    elif surveyed is None:
        return [], []
    else:
        name, on = surveyed.sight.norm_id, date.fromordinal(surveyed.sight.first)
        more = [
            f"Asked from {on}, the first day on which {name} binds; --at DATE asks from another."
        ]
        try:
            asked = _compared(record, name, on, window)
        except (ValueError, NoModelError) as error:
            said = (
                f"{len(surveyed.rows):,} incidents bear on {name}; what came before cannot be told."
            )
            return [said, f"{str(error)[:1].upper()}{str(error)[1:]}", *more], []
    lines = [line.strip() for line in comparison_lines(asked)]
    others = []
    for other in _others(surveys, asked):
        try:
            others.append(headline(_compared(record, other, asked.on, window)))
        except ValueError as error:
            others.append(f"{other}: {error}")
    widths = (WIDE_CHART, NARROW_CHART) if asked.parts else ()
    drawings = [comparison_svg(asked, width) for width in widths]
    return [lines[0], *others, *more, *lines[1:]], drawings


def _told(seen: Drawn, window: int) -> Iterator[str]:
    from foedus.monitor import SURE
    from foedus.views import change_line, printable

    yield printable(seen.title)
    yield f"{', '.join(map(str, seen.rates))}; intervals hold {SURE:.0%}"
    if not seen.changes:
        yield seen.doubt or "No change of rate stands out from chance."
        return
    yield f"The rate changed (before and after: over {window} days, or to the next change):"
    yield from (f"  {change_line(change)}" for change in seen.changes)
    yield "p is the share of series without a change in which one this large is found."
    yield from seen.beside
    if seen.doubt:
        yield seen.doubt


@click.command()
@click.argument("file", type=OUT)
@LEDGER
@AS_OF
@WINDOW
@click.option(
    "--at",
    metavar="DATE",
    help="Say first whether it held from this day, and not from that on which the norm binds.",
)
@MARK
@click.option(
    "--signed", type=TEXT, metavar="NAME", help="Who publishes it; the page and the ledger say so."
)
def report(
    file: str,
    ledger_file: Path,
    known_on: str | None,
    window: int,
    at: str | None,
    marked: tuple[str, ...],
    signed: str | None,
) -> None:
    """Write a page (HTML, or PDF by its name) that shows the watch and all that it rests on."""
    from foedus.monitor import days_with, shares
    from foedus.views import (
        NormPage,
        facts_of,
        funnel_lines,
        rests_on_rows,
        watch_html,
        what_counts,
    )

    _check(window)
    if file == "-":
        stop("A page goes to a file; name one, such as page.html or page.pdf.")
    marks = marks_of(marked, at)
    if signed is not None:
        check_name(signed)
        check_role(ledger_file, signed, "publish")
    with opened(ledger_file) as ledger:
        if signed is not None:
            _refuse_unfounded(ledger)
        record = known(ledger, known_on)
        surveys = record.surveys()
        how = f"on {known_on}" if known_on else f"on {today()}"
        status = list(status_lines(record, surveys, how, today(), whole=True))
        pages = []
        for surveyed in surveys:
            if not surveyed.findings:
                continue
            rows = rests_on_rows(surveyed)
            seen = drawn(record, surveyed, window, marks, draws=True) if rows else None
            pages.append(
                NormPage(
                    norm=surveyed.sight.norm_id,
                    label=surveyed.sight.norm.label,
                    counts=what_counts(surveyed.sight, record.arrangement),
                    funnel=[line.strip() for line in funnel_lines(surveyed)],
                    rates=seen.rates if seen else (),
                    changes=seen.changes if seen else [],
                    doubt=seen.doubt if seen else "",
                    beside=seen.beside if seen else (),
                    findings=surveyed.findings,
                    coarse=surveyed.coarse,
                    timeline=seen.timeline if seen else (),
                    places=seen.places if seen else (),
                    shares=shares(surveyed) if rows else (),
                    days=days_with(surveyed.picked),
                )
            )
        answer, ratios = _answer(record, surveys, at, window)
        facts = facts_of(record.arrangement, record.releases, record.entered, record.access)
        page = watch_html(
            record.arrangement.title,
            how,
            status,
            pages,
            window,
            facts,
            answer,
            ratios,
            record.once(surveys),
        )
    raw = _pdf(page) if file.lower().endswith(".pdf") else f"{page}\n".encode()
    write(file, raw)
    if signed is not None:
        _published(ledger_file, file, raw, signed.strip())


def _refuse_unfounded(ledger: Ledger) -> None:
    """Publish nothing under a name whose evidence is gone, or is not what was read."""
    from foedus.monitor import faults, rows_folder, told

    with told(ledger.path):
        wrong = next(faults(ledger.connection, rows_folder(ledger.path)), "")
    if wrong:
        stop(f"--signed: {wrong}. Nothing is published on it; 'foedus monitor verify' says more.")


def _published(ledger_file: Path, file: str, raw: bytes, signed: str) -> None:
    """Enter that a page was published: its name, its hash, and by whom."""
    from hashlib import sha256

    with opened(ledger_file, write=True) as ledger:
        said = {"file": Path(file).name, "sha256": sha256(raw).hexdigest(), "note": ""}
        body = {**said, "link": ledger.last_link()[1], "signed": signed}
        ledger.enter("publication", [body], now())
    click.echo(f"Published by {signed}: SHA-256 {said['sha256']}, which the ledger has.")


def _pdf(page: str) -> bytes:
    """Return a page as PDF; nothing is fetched for it."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):  # the library, or what it draws with
        stop("A PDF needs weasyprint: pip install 'foedus[report]'. HTML needs nothing.")

    def refuse(url: str) -> dict[str, object]:
        raise ValueError(f"nothing is fetched: {url}")

    return bytes(HTML(string=page, url_fetcher=refuse).write_pdf() or b"")


def _check(window: int) -> None:
    if not 14 <= window <= 2000:
        stop("--window: write a number of days from 14 to 2,000.")
