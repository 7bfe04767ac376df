"""An assessment on the terminal, in about a screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment import NO_FORECAST, Assessment
from foedus.views.cells import (
    COLUMNS,
    act_heading,
    answer,
    band,
    column_text,
    common_loopholes,
    loophole_ids,
    stages,
    who,
)

WIDE = 110
"""Columns of a terminal that have room for intervals."""
_LABEL = 10
"""Columns that the name of an option has at least."""


def screen(assessment: Assessment, width: int = WIDE) -> RenderableType:
    """Return the matrix, the clock, the table of options, the assumptions and what is absent.

    Parameters
    ----------
    assessment
        What was found.
    width
        Columns of the terminal; where there are fewer than `WIDE`, intervals are left out.
    """
    a = assessment
    return Group(
        Text(a.title, style="bold"),
        Text(
            f"text as of {a.as_of}, positions as known on {a.at}; {a.draws:,} draws, seed {a.seed}"
        ),
        matrix(a),
        clocks(a),
        table(a, intervals=width >= WIDE),
        *blockers(a),
        *loopholes(a),
        *_paragraphs(a),
    )


def _table(title: str, columns: Iterable[str], narrow: int = 99) -> Table:
    """Return an empty table; columns after the first `narrow` + 1 keep each line whole."""
    shown = Table(
        title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False
    )
    for number, column in enumerate(columns):
        least = _LABEL if number == 0 else None
        shown.add_column(column, overflow="fold", no_wrap=number > narrow, min_width=least)
    return shown


def matrix(a: Assessment) -> Table:
    """Return the act-by-response matrix: for each act, what each option answers it with."""
    rows = next(iter(a.options.values())).matrix
    headings = [act_heading(row) for row in rows]
    title = "What each breach meets, if everybody who can help does so at once (act, days it needs)"
    shown = _table(title, ["option", *headings, "uncovered band"])
    for found in a.options.values():
        shown.add_row(found.label, *(answer(row) for row in found.matrix), band(found))
    return shown


def clocks(a: Assessment) -> Table:
    """Return the dated clock: the days at which each stage is over, against what the act needs."""
    title = "The clock: days from an attack until each stage is over, median (middle 80 %)"
    shown = _table(title, ["option", "stages", "against the act"])
    for found in a.options.values():
        shown.add_row(found.label, stages(found), found.clock.verdict)
    return shown


def table(a: Assessment, *, intervals: bool = True) -> Table:
    """Return the options side by side: chances, days and deterrence."""
    spread = "with the middle 80 % of draws" if intervals else f"intervals from {WIDE} columns on"
    shown = _table(
        "The options: chances by their mean, days and break-even credibility by their median,"
        f" {spread}; attack and provocation also beside no arrangement",
        ["option", *(_broken(column.heading) for column in COLUMNS)],
        narrow=0 if intervals else len(COLUMNS),
    )
    for found in a.options.values():
        parts = [column_text(column, found).partition(" (") for column in COLUMNS]
        cells = [f"{value}\n({rest}" if rest and intervals else value for value, _, rest in parts]
        shown.add_row(found.label, *cells)
    return shown


def _broken(heading: str) -> str:
    """Break a heading of several words after its first."""
    first, _, rest = heading.replace(",", "").partition(" ")
    return f"{first}\n{rest}" if rest else first


def blockers(a: Assessment) -> Iterable[Text]:
    """Yield who alone can keep the consequence of each option from coming."""
    yield Text("Who alone can keep it from coming, though all others help", style="italic")
    for found in a.options.values():
        yield Text(f" {found.label}: {who(found, a.groups)}")


def loopholes(a: Assessment) -> Iterable[Text]:
    """Yield the faults found: those of every option once, then what each has beside them."""
    common = common_loopholes(a.options)
    several = len(a.options) > 1
    yield Text("Loopholes (their stories: --stories, or foedus check)", style="italic")
    if several and common:
        yield Text(f" every option: {', '.join(common)}")
    for found in a.options.values():
        own = [id_ for id_ in loophole_ids(found) if not (several and id_ in common)]
        said = ", ".join(own) or ("no other" if several and common else "none found")
        yield Text(f" {found.label}: {said}")


def _paragraphs(a: Assessment) -> Iterable[Text]:
    if a.honour_record:
        said = "; ".join(f"{row.label} {row.figure}" for row in a.honour_record)
        yield Text(f"Honoured when invoked, by rival published estimates: {said}.")
    for line in a.assumptions:
        yield Text(f"Assumes: {line}")
    if a.not_modelled:
        yield Text(f"Not modelled: {'; '.join(a.not_modelled)}.")
    for absent in a.absent:
        yield Text(f"Not computed: {absent}")
    yield Text(NO_FORECAST, style="bold")
