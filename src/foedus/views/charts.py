"""Charts: figures of several options side by side, each saved as SVG, PNG or CSV.

Every chart says its interval in its title, prints its numbers beside the marks, and uses shape
and position, never colour alone, to carry meaning.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from foedus.figures import Figure, rounded
from foedus.texts import in_csv

if TYPE_CHECKING:
    import altair

_WIDTH, _ROW = 460, 26


class Labelled(NamedTuple):
    """A figure with the names of its row and mark, and whether its number is written beside it."""

    label: str
    figure: Figure
    mark: str = ""
    numbered: bool = True


def intervals(
    rows: Iterable[Labelled],
    title: str,
    *,
    rule: float | None = None,
    rule_label: str = "",
) -> altair.LayerChart:
    """Draw one row a label: its value as a mark, its interval as a line, its number beside it.

    Parameters
    ----------
    rows
        What is drawn, top to bottom; a figure without a value leaves its row empty but named.
    title
        What is shown, with its unit and interval.
    rule, rule_label
        A vertical line to compare with, and what it stands for.

    Examples
    --------
    >>> chart = intervals([Labelled("as proposed", Figure(0.03, 0.01, 0.1))], "chance")
    >>> csv_text([Labelled("as proposed", Figure(0.03, 0.01, 0.1))]).splitlines()[1]
    'as proposed,,0.03,0.01,0.1,probability,derived,'
    """
    import altair as alt

    drawn = list(rows)
    unit = drawn[0].figure.unit if drawn else "probability"
    values = [_row(row) for row in drawn]
    order = list(dict.fromkeys(row.label for row in drawn))
    base = alt.Chart(alt.Data(values=values)).properties(
        title=alt.TitleParams(title, anchor="start", fontSize=12, fontWeight="normal"),
        width=_WIDTH,
        height=_ROW * max(len(order), 1),
    )
    scale = alt.Scale(domain=[0, 1]) if unit == "probability" else alt.Scale(zero=True)
    row_of = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=260))
    at = alt.X("value:Q", scale=scale, title=None)
    layers = [
        base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=row_of),
        base.mark_point(filled=True, size=70, color="black").encode(
            x=at, y=row_of, shape=alt.Shape("mark:N", legend=_legend(drawn))
        ),
        base.mark_text(align="left", dx=8, dy=-8, fontSize=10).encode(
            x=at, y=row_of, text="said:N"
        ),
    ]
    if rule is not None:
        line = alt.Chart(alt.Data(values=[{"at": rule, "said": rule_label}]))
        layers += [
            line.mark_rule(strokeDash=[4, 3]).encode(x=alt.X("at:Q", scale=scale)),
            line.mark_text(align="left", dx=4, y=-4, fontSize=10).encode(
                x=alt.X("at:Q", scale=scale), text="said:N"
            ),
        ]
    return alt.LayerChart(layer=layers)


def _legend(rows: list[Labelled]) -> altair.Legend | None:
    import altair as alt

    return alt.Legend(title=None, orient="bottom") if len({r.mark for r in rows}) > 1 else None


def _row(row: Labelled) -> dict[str, object]:
    figure = row.figure
    if figure.value is None:
        return {"label": row.label, "mark": row.mark, "said": ""}
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return {
        "label": row.label,
        "mark": row.mark,
        "value": figure.value,
        "low": low,
        "high": high,
        "said": rounded(figure.value, figure.unit) if row.numbered else "",
    }


def drawable() -> bool:
    """Whether charts can be drawn here: what draws them comes with the extra ``pictures``."""
    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def svg(chart: altair.LayerChart) -> str:
    """Return the chart as SVG text."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def png(chart: altair.LayerChart) -> bytes:
    """Return the chart as a PNG picture at twice the screen's resolution."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(chart.to_dict(), scale=2))


def csv_text(rows: Iterable[Labelled]) -> str:
    """Return the figures of a chart as CSV, with their kind and sources."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["label", "mark", "value", "low", "high", "unit", "kind", "sources"])
    for label, figure, mark, _ in rows:
        numbers = [figure.value, figure.low, figure.high]
        row = [label, mark, *numbers, figure.unit, figure.kind, " ".join(figure.sources)]
        writer.writerow(map(in_csv, row))
    return out.getvalue()
