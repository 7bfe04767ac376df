"""Curves: a quantity against another, in panels, each curve named at its end; SVG, PNG or CSV.

A curve may run back, as branches of equilibria do. Dashes and the names tell curves apart, and
never colour.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.texts import in_csv

if TYPE_CHECKING:
    import altair

KINDS = (".svg", ".png", ".csv")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [12, 4], [4, 4])
_WIDTH, _HEIGHT = 300, 170


class Curve(NamedTuple):
    """One curve: its panel, its name, its points in order, and a band about it or none."""

    panel: str
    name: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()


def curves(
    drawn: Sequence[Curve], title: str, x: str, y: str, logarithmic: bool = False
) -> altair.VConcatChart:
    """Draw curves, two panels beside each other.

    Parameters
    ----------
    drawn
        The curves, in order of their panels.
    title, x, y
        What is shown, and what the axes mean. All panels share the vertical axis from 0 to 1.
    logarithmic
        Of the horizontal axis; points at 0 are then left out.

    Examples
    --------
    >>> chart = curves([Curve("A", "attack", (1, 2), (0.5, 0.6))], "play", "precision", "chance")
    >>> len(chart.to_dict()["vconcat"])
    1
    """
    import altair as alt

    panels = list(dict.fromkeys(c.panel for c in drawn))
    made = [
        _panel([c for c in drawn if c.panel == panel], panel, x, y, logarithmic) for panel in panels
    ]
    rows = [alt.hconcat(*made[k : k + 2]) for k in range(0, len(made), 2)]
    return alt.vconcat(*rows).properties(
        title=alt.TitleParams(title, anchor="start", fontSize=12, fontWeight="normal")
    )


def _panel(drawn: Sequence[Curve], panel: str, x: str, y: str, logarithmic: bool) -> Any:
    import altair as alt

    names = [c.name for c in drawn]
    kept = [row for row in rows_of(drawn) if not logarithmic or float(row["x"]) > 0]
    ends = [next((r for r in reversed(kept) if r["curve"] == name), None) for name in names]
    across = alt.X(
        "x:Q", title=x, scale=alt.Scale(type="log" if logarithmic else "linear", nice=False)
    )
    up = alt.Y("y:Q", title=y, scale=alt.Scale(domain=[0, 1]))
    dash = alt.StrokeDash(
        "curve:N",
        scale=alt.Scale(domain=names, range=[_DASHES[k % len(_DASHES)] for k in range(len(names))]),
        legend=None,
    )
    base = alt.Chart(alt.Data(values=kept)).properties(
        width=_WIDTH,
        height=_HEIGHT,
        title=alt.TitleParams(panel, anchor="start", fontSize=11, fontWeight="normal"),
    )
    layers = [
        base.mark_line(color="black", strokeWidth=1.5).encode(
            x=across, y=up, order=alt.Order("place:Q"), strokeDash=dash
        ),
        alt.Chart(alt.Data(values=[row for row in ends if row]))
        .mark_text(align="left", dx=4, fontSize=10)
        .encode(x=across, y=up, text="curve:N"),
    ]
    if any(c.low for c in drawn):
        band = base.mark_area(opacity=0.15, color="black").encode(
            x=across, y=alt.Y("low:Q"), y2="high:Q", detail="curve:N"
        )
        layers.insert(0, band)
    return alt.LayerChart(layer=layers)


def rows_of(drawn: Sequence[Curve]) -> list[dict[str, Any]]:
    """Return the points as rows, in order."""
    return [
        {
            "panel": c.panel,
            "curve": c.name,
            "place": k,
            "x": float(x),
            "y": float(y),
            **({"low": float(c.low[k]), "high": float(c.high[k])} if c.low else {}),
        }
        for c in drawn
        for k, (x, y) in enumerate(zip(c.x, c.y, strict=True))
    ]


def saved(kind: str, drawn: Sequence[Curve], title: str, chart: Any) -> str | bytes:
    """Return a chart as ``.svg`` or ``.png``, or its points as ``.csv``."""
    from foedus.views import charts

    if kind == ".csv":
        out = io.StringIO()
        names = ["panel", "curve", "place", "x", "y", "low", "high"]
        writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {key: in_csv(cell) if isinstance(cell, str) else cell for key, cell in row.items()}
            for row in rows_of(drawn)
        )
        return out.getvalue().rstrip("\n")
    said = "; ".join(
        f"{c.panel}, {c.name}: {c.y[0]:.2f} at {c.x[0]:g}, {c.y[-1]:.2f} at {c.x[-1]:g}"
        for c in drawn
    )
    picture = charts.svg(charts.Drawing("curves", f"{title}.", f"{said}.", chart, ""))
    return picture if kind == ".svg" else charts.png(picture)
