"""An assessment as one HTML file that needs nothing beside it and opens offline."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from foedus.assessment import NO_FORECAST, Assessment
from foedus.views import cells
from foedus.views.charts import Labelled, csv_text, intervals, png, svg

if TYPE_CHECKING:
    from jinja2 import Template

    from foedus.assessment import OptionAssessment


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


class _Act(NamedTuple):
    heading: str


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

    rows = next(iter(assessment.options.values())).matrix
    return _template().render(
        a=assessment,
        acts=[_Act(cells.act_heading(row)) for row in rows],
        cells=_cells,
        band=cells.band,
        who=cells.who,
        holes=cells.loophole_ids,
        columns=cells.COLUMNS,
        figure_text=cells.figure_text,
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


def _cells(found: OptionAssessment) -> list[_Cell]:
    return [_Cell(cells.answer(row), cells.is_open(row)) for row in found.matrix]


def drawings(a: Assessment) -> list[Drawing]:
    """Return the charts of the page: the clock, and each compared figure that has a value."""
    shown = [_clock(a)] if any(o.clock.stages for o in a.options.values()) else []
    for name, title, attribute in (
        ("takes-effect", "Chance that the consequence takes effect", "takes_effect"),
        ("attack", "Chance that the adversary attacks in force", "attack"),
        (
            "lesser-acts",
            "Chance that a lesser act is the gravest",
            "probe",
        ),
    ):
        rows = [Labelled(o.label, getattr(o, attribute)) for o in a.options.values()]
        if any(row.figure.value is not None for row in rows):
            shown.append(_drawing(name, f"{title} (mean and middle 80 % of draws)", rows))
    return shown


def _clock(a: Assessment) -> Drawing:
    rows = [
        Labelled(o.label, stage.day, stage.name, numbered=stage is o.clock.stages[-1])
        for o in a.options.values()
        for stage in o.clock.stages
    ]
    needs = next((o.clock.needs for o in a.options.values() if o.clock.needs is not None), None)
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
