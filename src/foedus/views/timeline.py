"""A timeline: incidents by week beside what the weeks before led one to expect, and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from foedus.monitor.changes import Change
from foedus.monitor.rates import LEVEL, Week
from foedus.views.watch import printable

_WIDTH, _HEIGHT = 760, 220
_SEEN = {"full": "#ffffff", "limited": "#c9c9c9", "blocked": "#6f6f6f", "jammed": "#3c3c3c"}


def timeline_svg(
    title: str,
    weeks: Sequence[Week],
    changes: Sequence[Change],
    access: Sequence[tuple[date, date, str]],
    counted: str = "incidents",
) -> str:
    """Draw a timeline as SVG.

    Parameters
    ----------
    title
        What is shown.
    weeks
        The weeks, at least one.
    changes
        The days on which the rate changed.
    access
        First day, last day and state of the observers' access; days without any are not recorded.
    counted
        What the weeks count.
    """
    import altair as alt
    import vl_convert

    start, end = weeks[0].monday, weeks[-1].monday + timedelta(7)
    x = alt.X(
        "at:T",
        title=None,
        scale=alt.Scale(domain=[start.isoformat(), end.isoformat()], nice=False),
        axis=alt.Axis(format="%Y-%m", labelOverlap=True),
    )
    rows = [_row(week) for week in weeks]
    base = alt.Chart(inline(rows))
    band = base.mark_area(color="#9ecae1", opacity=0.6, interpolate="step-after").encode(
        x=x, y=alt.Y("low:Q", title=f"{counted} a week", axis=alt.Axis(tickMinStep=1)), y2="high:Q"
    )
    bars = base.mark_rect(color="#444444", stroke="#ffffff", strokeWidth=0.3).encode(
        x=x, x2="to:T", y="count:Q", y2=alt.datum(0)
    )
    marks = alt.Chart(inline([_mark(number, change) for number, change in enumerate(changes, 1)]))
    layers = [
        band,
        bars,
        marks.mark_rule(color="#b2182b", strokeDash=[4, 3], strokeWidth=1.5).encode(x=x),
        marks.mark_text(align="left", dx=3, dy=6, fontSize=11, fontWeight="bold").encode(
            x=x, y=alt.value(0), text="said:N"
        ),
    ]
    note = (
        f"Bars: {counted} by week. Band: what the 26 weeks before led one to expect "
        f"({LEVEL:.0%} of weeks)."
    )
    if changes:
        note += " Dashed: the rate changed; deaths a day before → after:"
    top = alt.layer(*layers).properties(
        width=_WIDTH,
        height=_HEIGHT,
        title=alt.TitleParams(
            printable(title), subtitle=[note, *_listed(changes)], anchor="start", fontSize=13
        ),
    )
    shown = [
        (max(low, start), min(high, end - timedelta(1)), state)
        for low, high, state in access
        if low < end and high >= start
    ]
    chart = alt.vconcat(top, _strip(shown, x), spacing=4).configure_view(stroke=None)
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as data inside the chart."""
    import altair as alt

    made: Any = alt.Data
    return made(values=rows)


def _row(week: Week) -> dict[str, Any]:
    return {
        "at": week.monday.isoformat(),
        "to": (week.monday + timedelta(7)).isoformat(),
        "count": week.count,
        "low": week.low,
        "high": week.high,
    }


def _mark(number: int, change: Change) -> dict[str, Any]:
    return {"at": change.on.isoformat(), "said": str(number)}


def _listed(changes: Sequence[Change]) -> list[str]:
    """Say what each numbered change was, four to a line."""
    said = [
        f"{number}: {c.on}, {c.before['deaths']:.2f} → {c.after['deaths']:.2f}"
        for number, c in enumerate(changes, 1)
    ]
    return ["   ".join(said[at : at + 4]) for at in range(0, len(said), 4)]


def _strip(access: Sequence[tuple[date, date, str]], x: Any) -> Any:
    """Draw the access of observers below, a row for each state; days without any are blank."""
    import altair as alt

    rows = [
        {"at": low.isoformat(), "to": (high + timedelta(1)).isoformat(), "access": state}
        for low, high, state in access
    ]
    states = [state for state in _SEEN if any(row["access"] == state for row in rows)]
    title = "observers' access, by day" if states else "observers' access: not recorded"
    return (
        alt.Chart(inline(rows))
        .mark_rect(stroke="#444444", strokeWidth=0.5)
        .encode(
            x=x.axis(None),
            x2="to:T",
            y=alt.Y("access:N", title=None, scale=alt.Scale(domain=states)),
            color=alt.Color(
                "access:N",
                scale=alt.Scale(domain=list(_SEEN), range=list(_SEEN.values())),
                legend=None,
            ),
        )
        .properties(
            width=_WIDTH,
            height=14 * max(1, len(states)),
            title=alt.TitleParams(
                f"{title} (where there is no bar, nothing is recorded)" if states else title,
                anchor="start",
                fontSize=10,
                fontWeight="normal",
            ),
        )
    )
