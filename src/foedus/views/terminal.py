"""An assessment on the terminal, in about a screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment import NO_FORECAST, Assessment
from foedus.views.cells import COLUMNS, act_heading, answer, band, figure_text, loophole_ids, who


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
    title = "What each act meets, if everybody who can help does so at once"
    shown = _table(title, ["option", *headings, "uncovered band"])
    for found in a.options.values():
        shown.add_row(found.label, *(answer(row) for row in found.matrix), band(found))
    return shown


def clocks(a: Assessment) -> Table:
    """Return the dated clock: the days at which each stage is over, against what the act needs."""
    title = "The clock: days from an attack until each stage is over, median (middle 80 %)"
    shown = _table(title, ["option", "stages", "against the act"])
    for found in a.options.values():
        stages = " > ".join(
            f"{s.name} {figure_text(s.day, unit=False)}" for s in found.clock.stages
        )
        shown.add_row(found.label, stages or "nothing follows", found.clock.verdict)
    return shown


def table(a: Assessment) -> Table:
    """Return the options side by side: blockers, chances, days, deterrence and faults."""
    shown = _table(
        "The options, mean or median (middle 80 %)",
        ["option", "can stop it alone", *(column.heading for column in COLUMNS), "loopholes"],
    )
    for found in a.options.values():
        figures = (figure_text(column.of(found), unit=False) for column in COLUMNS)
        holes = ", ".join(loophole_ids(found)) or "none found"
        shown.add_row(found.label, who(found), *figures, holes)
    return shown


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
