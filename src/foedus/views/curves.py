"""Curves: a quantity against another, in panels, each curve named at its end; SVG, PNG or CSV.

A curve may run back, as branches of equilibria do. Dashes and the names tell curves apart, and
never colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from foedus.views.charts import Drawing, inline, png, svg, table_text

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
) -> Drawing:
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
    >>> made = curves([Curve("A", "attack", (1, 2), (0.5, 0.6))], "play", "precision", "chance")
    >>> print(made.alternative)
    A: attack from 0.5 at 1 to 0.6 at 2.
    """
    import altair as alt

    panels = list(dict.fromkeys(c.panel for c in drawn))
    made = [
        _panel([c for c in drawn if c.panel == panel], panel, x, y, logarithmic) for panel in panels
    ]
    rows = [alt.hconcat(*made[k : k + 2]) for k in range(0, len(made), 2)]
    chart: Any = alt.vconcat(*rows).properties(
        title=alt.TitleParams(title, anchor="start", fontSize=12, fontWeight="normal")
    )
    said = (
        f"{c.panel}: {c.name} from {c.y[0]:.2g} at {c.x[0]:.3g} to {c.y[-1]:.2g} at {c.x[-1]:.3g}."
        for c in drawn
    )
    return Drawing("curves", title, " ".join(said), chart, _csv(drawn))


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
    base = alt.Chart(inline(kept)).properties(
        width=_WIDTH,
        height=_HEIGHT,
        title=alt.TitleParams(panel, anchor="start", fontSize=11, fontWeight="normal"),
    )
    layers = [
        base.mark_line(color="black", strokeWidth=1.5).encode(
            x=across, y=up, order=alt.Order("place:Q"), strokeDash=dash
        ),
        alt.Chart(inline([row for row in ends if row]))
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


def _csv(drawn: Sequence[Curve]) -> str:
    names = ["panel", "curve", "place", "x", "y", "low", "high"]
    rows = ([row.get(name, "") for name in names] for row in rows_of(drawn))
    return table_text(names, rows)


def saved_curve(kind: str, drawing: Drawing) -> str | bytes:
    """Return a drawing as ``.svg`` or ``.png``, or its numbers as ``.csv``."""
    if kind == ".csv":
        return drawing.csv.rstrip("\n")
    picture = svg(drawing)
    return picture if kind == ".svg" else png(picture)
