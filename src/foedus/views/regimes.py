"""Draw a regime map: the adversary's best act over two parameters."""

from __future__ import annotations

from typing import Any

from foedus.deterrence.regimes import RegimeMap

_COLOURS = ["#f7f7f7", "#fdcc8a", "#fc8d59", "#d7301f", "#7f0000"]
"""From compliance upward; read by order of lightness, in print as well."""


def svg(made: RegimeMap, title: str) -> str:
    """Return the map as SVG."""
    import altair as alt
    import vl_convert

    across, up = made.names
    rows = [
        {"x": float(x), "y": float(y), "act": made.acts[made.act[i, j]].replace("_", " ")}
        for i, y in enumerate(made.up)
        for j, x in enumerate(made.across)
    ]
    shown = [act.replace("_", " ") for act in made.acts]
    scale: Any = alt.Scale(domain=shown, range=_COLOURS[: len(shown)])
    chart = (
        alt.Chart(alt.InlineData(values=rows), title=title, width=420, height=420)
        .mark_rect()
        .encode(
            alt.X("x:O", title=across, axis=_axis(made.across)),
            alt.Y("y:O", title=up, sort="descending", axis=_axis(made.up)),
            alt.Color("act:N", title="best act", scale=scale),
        )
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _axis(values: Any) -> Any:
    import altair as alt

    marked = [float(value) for value in values[:: max(1, len(values) // 5)]]
    return alt.Axis(values=marked, format=".2g", labelAngle=0)
