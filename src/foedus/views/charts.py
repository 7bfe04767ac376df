"""Charts: figures side by side, narrow enough for a phone, each saved as SVG, PNG or CSV.

Every chart says its interval in its title, writes its numbers beside the names of its rows, and
uses shape, place and shade, never colour, to carry meaning. The root of the picture has a role and
a text alternative.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.figures import Figure, figure_text
from foedus.texts import in_csv

if TYPE_CHECKING:
    import altair

_WIDTH, _ROW, _BELOW = 420, 27, 5
"""Pixels: of the plot, of a row, and from the middle of a row down to its mark."""
_BAR, _OVER, _UNDER = 31, 8, 6
"""The same where the mark is a bar: of a row, up to its name, and down to its bar."""
_HALO, _BEHIND = 10, "#8c959f"
"""White around a letter, so that words have it between their letters; a line that lies below."""
_FINER, _SHADES_OF_GREY = 2, 16
_LEAST = 12.5
"""Size of the smallest label, so that it has 9 pixels where the picture fills half a page of A4."""
_DAYS = [0, 3, 10, 30, 100, 300, 1000, 3000]
_CHARACTERS = 60
"""Of a line of a title, and of what a row is called with its number."""


class Labelled(NamedTuple):
    """A figure with the name of its row; without a figure, a heading of the rows below it."""

    label: str
    figure: Figure | None
    numbered: bool = True

    @property
    def said(self) -> str:
        """The name of the row with its number."""
        if self.figure is None or not self.numbered:
            return self.label
        return f"{self.label}  {figure_text(self.figure)}"


class Drawing(NamedTuple):
    """A chart, its text alternative and its numbers."""

    name: str
    title: str
    alternative: str
    chart: altair.LayerChart | altair.HConcatChart
    csv: str


def intervals(
    rows: Iterable[Labelled],
    title: str,
    *,
    rule: float | None = None,
    rule_label: str = "",
    spread: bool = False,
    axis: str = "",
) -> altair.LayerChart:
    """Draw one row a label: its value as a mark, its interval as a line, its number in words.

    Parameters
    ----------
    rows
        What is drawn, top to bottom; a figure without a value leaves its row empty but named.
    title
        What is shown, with its unit and interval.
    rule, rule_label
        A vertical line to compare with, and what it stands for.
    spread
        Whether small values get more room (a symmetric logarithm), for days.
    axis
        What the numbers along the axis are; nothing where the title says it.

    Examples
    --------
    >>> chart = intervals([Labelled("as proposed", Figure(0.03, 0.01, 0.1))], "chance")
    >>> csv_text([Labelled("as proposed", Figure(0.03, 0.01, 0.1))]).splitlines()[1]
    'as proposed,0.03,0.01,0.1,probability,derived,'
    """
    import altair as alt

    named = list(rows)
    unit = next((row.figure.unit for row in named if row.figure), "probability")
    drawn = [line for row in named for line in _lines(_row(row))]
    values = [{"row": at, **line} for at, line in enumerate(drawn)]
    base = alt.Chart(inline(values)).properties(
        title=alt.TitleParams(
            wrap(title, _CHARACTERS), anchor="start", fontSize=13, fontWeight="normal"
        ),
        width=_WIDTH,
        height=_ROW * max(len(drawn), 1),
    )
    scale = (
        alt.Scale(type="symlog", constant=10, domainMin=0)
        if spread
        else alt.Scale(domain=[0, 1])
        if unit == "probability"
        else alt.Scale(zero=True)
    )
    ticks = alt.Axis(labelFontSize=_LEAST, values=_DAYS if spread else alt.Undefined)
    place = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(len(drawn)))))
    at = alt.X("value:Q", scale=scale, title=axis or None, axis=ticks)
    layers = []
    if rule is not None:
        line = alt.Chart(inline([{"at": rule, "said": rule_label}]))
        layers += [
            line.mark_rule(strokeDash=[4, 3], color=_BEHIND).encode(x=alt.X("at:Q", scale=scale)),
            line.mark_text(align="left", dx=4, dy=-3, fontSize=_LEAST).encode(
                x=alt.X("at:Q", scale=scale), y=alt.value(0), text="said:N"
            ),
        ]
    layers += [
        *_names(base, place, over=rule is not None),
        base.mark_rule(strokeWidth=2, yOffset=_BELOW, color="black").encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q", y=place
        ),
        base.mark_point(filled=True, size=60, color="black", opacity=1, yOffset=_BELOW).encode(
            x=at, y=place
        ),
    ]
    made: altair.LayerChart = alt.LayerChart(layer=layers).configure_view(stroke=None)
    return made


class Part(NamedTuple):
    """One part of a bar: its name and its share."""

    name: str
    share: float


_SHADES = ("#ffffff", "#1b1f24", "#6e7781", "#afb8c1", "#d8dee4")
"""White, black and three greys that a printer without colour keeps apart, in a fixed order."""


def bars(rows: Sequence[tuple[str, Sequence[Part]]], title: str) -> altair.LayerChart:
    """Draw a bar for each row, cut into parts that add up to 1, each with its share written in it.

    Parameters
    ----------
    rows
        Labels, each with its parts; all have the same parts in the same order.
    title
        What is shown.
    """
    import altair as alt

    names = [part.name for part in rows[0][1]]
    values: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for label, parts in rows:
        for line in _lines({"said": label, "weight": "normal"}):
            heads.append({"row": len(heads), **line})
        at = len(heads) - 1
        end = 0.0
        for part in parts:
            said = f"{100 * part.share:.0f}" if part.share >= 0.05 else ""
            values.append(
                {
                    "row": at,
                    "part": part.name,
                    "start": end,
                    "end": end + part.share,
                    "middle": end + part.share / 2,
                    "said": said,
                    "dark": names.index(part.name) in (1, 2),
                }
            )
            end += part.share
    place = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(len(heads)))))
    scale = alt.Scale(domain=[0, 1])
    shade = alt.Color(
        "part:N",
        scale=alt.Scale(domain=names, range=list(_SHADES[: len(names)])),
        legend=alt.Legend(
            title=None, orient="bottom", columns=1, labelLimit=_WIDTH, labelFontSize=_LEAST
        ),
    )
    base = alt.Chart(inline(values)).properties(
        title=alt.TitleParams(
            wrap(title, _CHARACTERS), anchor="start", fontSize=13, fontWeight="normal"
        ),
        width=_WIDTH,
        height=_BAR * len(heads),
    )
    wide = alt.X(
        "start:Q", scale=scale, title=None, axis=alt.Axis(format="%", labelFontSize=_LEAST)
    )
    layers = [
        base.mark_bar(height=12, yOffset=_UNDER, stroke="#1b1f24", strokeWidth=0.6).encode(
            x=wide, x2="end:Q", y=place, color=shade
        ),
        base.mark_text(yOffset=_UNDER, fontSize=_LEAST).encode(
            x=alt.X("middle:Q", scale=scale),
            y=place,
            text="said:N",
            color=alt.condition("datum.dark", alt.value("white"), alt.value("#1b1f24")),
        ),
        *_names(alt.Chart(inline(heads)), place, above=_OVER),
    ]
    made: altair.LayerChart = alt.LayerChart(layer=layers).configure_view(stroke=None)
    return made


def _names(base: Any, place: Any, *, over: bool = False, above: float = _BELOW) -> list[Any]:
    """Return what writes the name of each row above its mark, headings in bold.

    With `over`, white lies below the letters, so that a line of the chart does not run through;
    `above` is how many pixels up from the middle of its row a name stands.
    """
    import altair as alt

    return [
        base.transform_filter(f"datum.weight == '{weight}'")
        .mark_text(align="left", yOffset=-above, fontSize=_LEAST, fontWeight=weight, **ink)
        .encode(x=alt.value(0), y=place, text="said:N")
        for ink in (
            *([{"stroke": "white", "strokeWidth": _HALO, "strokeJoin": "round"}] if over else []),
            {},
        )
        for weight in ("normal", "bold")
    ]


def _lines(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row after the lines of its name that have no room in one."""
    *above, last = wrap(row["said"], _CHARACTERS) or [""]
    yield from ({"said": line, "weight": row["weight"]} for line in above)
    yield row | {"said": last}


def _row(row: Labelled) -> dict[str, Any]:
    figure = row.figure
    named: dict[str, Any] = {"said": row.said, "weight": "bold" if figure is None else "normal"}
    if figure is None or figure.value is None:
        bounds = figure is not None and figure.low is not None and figure.high is not None
        ends = {"low": figure.low, "high": figure.high} if figure is not None and bounds else {}
        return named | ends
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return named | {"value": figure.value, "low": low, "high": high}


def inline(rows: Sequence[dict[str, Any]]) -> Any:
    """Return rows as data inside the chart."""
    import altair as alt

    made: Any = alt.Data
    return made(values=list(rows))


def drawable() -> bool:
    """Whether charts can be drawn here: what draws them comes with the extra ``pictures``."""
    return all(find_spec(name) is not None for name in ("altair", "vl_convert", "PIL"))


def svg(drawing: Drawing) -> str:
    """Return a chart as SVG text, with a role and its text alternative on the root."""
    import vl_convert

    made = str(vl_convert.vegalite_to_svg(drawing.chart.to_dict()))
    said = escape(f"{drawing.title} {drawing.alternative}", quote=True)
    return made.replace("<svg ", f'<svg role="img" aria-label="{said}" ', 1)


@lru_cache(maxsize=64)  # a page made again draws the same pictures, each a tenth of a second
def png(picture: str) -> bytes:
    """Return an SVG picture as PNG, twice as fine as it is shown and in sixteen shades of grey.

    No meaning of ours hangs on colour, and a page that holds a picture of each story stays small.
    """
    import vl_convert
    from PIL import Image

    fine = bytes(vl_convert.svg_to_png(picture, scale=_FINER))
    with Image.open(io.BytesIO(fine)) as drawn:
        paper = Image.new("RGBA", drawn.size, "white")
        grey = Image.alpha_composite(paper, drawn.convert("RGBA")).convert("L")
    top = _SHADES_OF_GREY - 1
    shaded = Image.frombytes("P", grey.size, grey.point(lambda v: round(v * top / 255)).tobytes())
    shaded.putpalette([255 * shade // top for shade in range(_SHADES_OF_GREY) for _ in range(3)])
    out = io.BytesIO()
    shaded.save(out, "PNG", bits=4, compress_level=6)  # all of 9 is 3 % less, and six times longer
    return out.getvalue()


def csv_text(rows: Iterable[Labelled]) -> str:
    """Return the figures of a chart as CSV, with their kind and sources."""
    return table_text(
        ["label", "value", "low", "high", "unit", "kind", "sources"],
        (
            [label, f.value, f.low, f.high, f.unit, f.kind, " ".join(f.sources)]
            for label, f, _ in rows
            if f is not None
        ),
    )


def table_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV that a spreadsheet can open without harm."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(map(in_csv, row))
    return out.getvalue()


def told(rows: Iterable[Labelled]) -> str:
    """Return the rows of a chart in words, for those who do not see it."""
    return "; ".join(row.said if row.figure else f"{row.label}:" for row in rows) + "."
