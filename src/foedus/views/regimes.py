"""Draw a regime map: the adversary's best act over two parameters."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from foedus.deterrence import RegimeMap, ranged, signs

_COLOURS = ["#f7f7f7", "#fdcc8a", "#fc8d59", "#d7301f", "#7f0000"]
"""From compliance upward; read by order of lightness, in print as well."""
_EVERY = 6
"""Cells from one number to the next."""
_WIDE = 80
"""Letters of a line over the map."""


def regimes_svg(made: RegimeMap, title: str) -> str:
    """Return the map as SVG."""
    import altair as alt
    import vl_convert

    across, up = (
        f"{says}: {ranged(name, values[0], values[-1])}"
        for name, says, values in zip(made.names, made.says, (made.across, made.up), strict=True)
    )
    shown = [f"{rung} {act.replace('_', ' ')}" for rung, act in enumerate(made.acts)]
    rows = [
        {"x": float(x), "y": float(y), "act": shown[made.act[i, j]], "rung": int(made.act[i, j])}
        for i, y in enumerate(made.up)
        for j, x in enumerate(made.across)
    ]
    few = [
        row for at, row in enumerate(rows) if _marked(at // len(made.across), at % len(made.across))
    ]
    scale: Any = alt.Scale(domain=shown, range=_COLOURS[: len(shown)])
    x = alt.X("x:O", title=across, axis=_axis(made.names[0], made.across))
    y = alt.Y("y:O", title=up, sort="descending", axis=_axis(made.names[1], made.up))
    lines = [line for said in made.read() for line in wrap(said, _WIDE)]
    headed = alt.TitleParams(title, subtitle=lines, anchor="start")
    areas = (
        alt.Chart(alt.InlineData(values=rows), title=headed, width=420, height=420)
        .mark_rect()
        .encode(x, y, alt.Color("act:N", title=f"{made.whose}: act", scale=scale))
    )
    rungs = alt.Chart(alt.InlineData(values=few)).mark_text().encode(x, y, alt.Text("rung:Q"))
    return str(vl_convert.vegalite_to_svg((areas + rungs).to_dict()))


def _marked(row: int, column: int) -> bool:
    """Say whether the act is written in a cell: in some, so that colour does not tell it alone."""
    return row % _EVERY == _EVERY // 2 and column % _EVERY == _EVERY // 2


def _axis(name: str, values: Any) -> Any:
    """Return an axis: what a thing costs is written as its size, as `ranged` writes it."""
    import altair as alt

    marked = [float(value) for value in values[:: max(1, len(values) // 5)]]
    size = "" if signs(name)[0] else "abs"
    shown = f"format({size}(datum.value), '.4~g')"
    return alt.Axis(values=marked, labelExpr=shown, labelAngle=0)
