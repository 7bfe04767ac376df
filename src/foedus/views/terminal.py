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
    common_loopholes,
    figure_text,
    loophole_ids,
    stages,
    who,
)


def screen(assessment: Assessment) -> RenderableType:
    """Return the matrix, the clock, the table of options, the assumptions and what is absent."""
    a = assessment
    return Group(
        Text(a.title, style="bold"),
        Text(
            f"text as of {a.as_of}, positions as known on {a.at}; {a.draws:,} draws, seed {a.seed}"
        ),
        matrix(a),
        clocks(a),
        table(a),
        *loopholes(a),
        *_paragraphs(a),
    )


def _table(title: str, columns: Iterable[str]) -> Table:
    shown = Table(
        title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False
    )
    for column in columns:
        shown.add_column(column)
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


def table(a: Assessment) -> Table:
    """Return the options side by side: blockers, chances, days and deterrence."""
    shown = _table(
        "The options: chances by their mean, days and break-even credibility by their median, "
        "with the middle 80 % of draws; provocation beside that under no arrangement",
        ["option", "can stop it alone", *(column.heading for column in COLUMNS)],
    )
    for found in a.options.values():
        figures = (figure_text(column.of(found)) for column in COLUMNS)
        shown.add_row(found.label, who(found, a.groups), *figures)
    return shown


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
