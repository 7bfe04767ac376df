"""An assessment as one HTML file that needs nothing beside it and opens offline."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from foedus.assessment import NO_FORECAST, Assessment
from foedus.figures import figure_text
from foedus.views import cells
from foedus.views.charts import Labelled, csv_text, intervals, png, svg

if TYPE_CHECKING:
    from jinja2 import Template


class Drawing(NamedTuple):
    """A chart ready for the page: its picture, and links that save it."""

    name: str
    svg: str
    svg_uri: str
    png_uri: str
    csv_uri: str


class _Cell(NamedTuple):
    text: str
    open: bool


def html(assessment: Assessment) -> str:
    """Return the whole page.

    Parameters
    ----------
    assessment
        What was found; nothing is computed here.

    Returns
    -------
    str
        HTML with its style, its charts (SVG) and the files that save them (SVG, PNG, CSV) inside.
    """
    from foedus import __version__

    return _template().render(
        a=assessment,
        tables=_tables(assessment),
        lines=cells.lines(assessment),
        unanswered=cells.unanswered(assessment),
        cells=_cells,
        band=cells.band,
        who=cells.who,
        holes=cells.loophole_ids,
        columns=cells.COLUMNS,
        figure_text=figure_text,
        column_text=cells.column_text,
        charts=drawings(assessment),
        no_forecast=NO_FORECAST,
        version=__version__,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = files("foedus.views").joinpath("templates/report.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(text)


class _Table(NamedTuple):
    """The matrix of one who acts against one other: the names of the acts, and a line an option."""

    acts: list[str]
    lines: list[cells.Line]


def _tables(a: Assessment) -> list[_Table]:
    groups: dict[tuple[str, str], list[cells.Line]] = {}
    for line in cells.lines(a):
        groups.setdefault((line.pair.by, line.pair.against), []).append(line)
    return [
        _Table([cells.act_heading(row) for row in cells.rows_of(of_pair[0])], of_pair)
        for of_pair in groups.values()
    ]


def _cells(line: cells.Line) -> list[_Cell]:
    return [_Cell(cells.answer(row), cells.is_open(row)) for row in cells.rows_of(line)]


def drawings(a: Assessment) -> list[Drawing]:
    """Return the charts of the page: the clock, and each compared figure that has a value."""
    lines = cells.lines(a)
    dated = any(s.day.value is not None for line in lines for s in line.pair.clock.stages)
    shown = [_clock(lines)] if dated else []
    for name, title, heading in (
        ("takes-effect", "Chance that the consequence takes effect", "takes effect"),
        ("attack", "Chance that the adversary attacks in force", "attack"),
        ("lesser-acts", "Chance that a lesser act is the gravest", "lesser acts"),
    ):
        column = next(c for c in cells.COLUMNS if c.heading == heading)
        rows = [Labelled(line.label, column.of(line)) for line in lines]
        if any(row.figure.value is not None for row in rows):
            shown.append(_drawing(name, f"{title} (mean and middle 80 % of draws)", rows))
    return shown


def _clock(lines: list[cells.Line]) -> Drawing:
    rows = [
        Labelled(line.label, stage.day, stage.name, numbered=stage is line.pair.clock.stages[-1])
        for line in lines
        for stage in line.pair.clock.stages
    ]
    needs = next((x.pair.clock.needs for x in lines if x.pair.clock.needs is not None), None)
    title = "Days from an attack until each stage is over (median and middle 80 % of draws)"
    said = f"the attack itself needs {needs} days" if needs is not None else ""
    return _drawing("clock", title, rows, rule=needs, rule_label=said)


def _drawing(
    name: str, title: str, rows: list[Labelled], rule: float | None = None, rule_label: str = ""
) -> Drawing:
    chart = intervals(rows, title, rule=rule, rule_label=rule_label)
    picture = svg(chart)
    return Drawing(
        name,
        picture,
        _uri("image/svg+xml", picture.encode()),
        _uri("image/png", png(chart)),
        _uri("text/csv", csv_text(rows).encode()),
    )


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"
