"""A timeline: incidents by week beside what the weeks before led one to expect, and changes."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from foedus.monitor import BASE_WEEKS, LEAST_WEEKS, SURE, Change, Week
from foedus.views.watch import printable

WIDE_CHART, NARROW_CHART = 760, 270
"""Widths of a drawing: for a page, and for a telephone, whose screen has some 360 points."""
_HEIGHT = 220
_PER_CHARACTER = 6.3
"""How wide a character of what stands above a drawing is, at most."""
UNREAD = "no file"
"""The state of days that no file speaks of, beside those of access."""
_SEEN = {
    "full": "#ffffff",
    "limited": "#c9c9c9",
    "blocked": "#6f6f6f",
    "jammed": "#3c3c3c",
    UNREAD: "#bbbbbb",
}


def timeline_svg(
    title: str,
    weeks: Sequence[Week],
    changes: Sequence[Change],
    access: Sequence[tuple[date, date, str]],
    marks: Sequence[tuple[date, str]] = (),
    width: int = WIDE_CHART,
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
        Days that no file speaks of are `UNREAD`.
    marks
        Days to mark with a letter: truces, releases, decisions, each with what it was.
    width
        How wide it is drawn.
    """
    import altair as alt
    import vl_convert

    start, end = weeks[0].monday, weeks[-1].monday + timedelta(weeks[-1].days)
    x = alt.X(
        "at:T",
        title=None,
        scale=alt.Scale(domain=[start.isoformat(), end.isoformat()], nice=False),
        axis=alt.Axis(format="%Y-%m", labelOverlap=True),
    )
    rows = [_row(week) for week in weeks]
    base = alt.Chart(inline(rows))
    band = base.mark_area(color="#9ecae1", opacity=0.6, interpolate="step-after").encode(
        x=x, y=alt.Y("low:Q", title="incidents a week", axis=alt.Axis(tickMinStep=1)), y2="high:Q"
    )
    bars = base.mark_rect(color="#444444", stroke="#ffffff", strokeWidth=0.3).encode(
        x=x, x2="to:T", y="count:Q", y2=alt.datum(0)
    )
    inside = [(on, said) for on, said in marks if start <= on < end]
    changed = [(change.on, str(number)) for number, change in enumerate(changes, 1)]
    lettered = [(on, chr(65 + n % 26)) for n, (on, _) in enumerate(inside)]
    layers = [band, bars, *_ruled(lettered, x, "#1b4f8a", [1, 0], 18)]
    layers += _ruled(changed, x, "#b2182b", [4, 3], 6)
    note = (
        f"Bars: incidents by week. Band: what the {BASE_WEEKS} weeks before led one to expect "
        f"({SURE:.0%} of weeks), from {LEAST_WEEKS} weeks on."
    )
    if (days := weeks[-1].days) < 7:
        note += f" The last bar is of {days} {'day' if days == 1 else 'days'}."
    if changes:
        note += " Dashed, with numbers: the rate changed; deaths a day before → after:"
    said = [note, *_listed(changes)]
    if inside:
        said.append("Whole lines, with letters, are days that were marked:")
        said += [f"{chr(65 + n % 26)}: {on}, {what}" for n, (on, what) in enumerate(inside)]
    top = alt.layer(*layers).properties(
        width=width, height=_HEIGHT, title=titled(title, said, width)
    )
    shown = [
        (max(low, start), min(high, end - timedelta(1)), state)
        for low, high, state in access
        if low < end and high >= start
    ]
    chart = alt.vconcat(top, _strip(shown, x, width), spacing=4).configure_view(stroke=None)
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def titled(title: str, said: Sequence[str], width: int) -> Any:
    """Return what stands above a drawing, broken so that it is no wider than that."""
    import altair as alt

    most = int((width + 40) / _PER_CHARACTER)
    lines = [part for line in said for part in textwrap.wrap(printable(line), most)]
    heading = textwrap.wrap(printable(title), int(most * 0.8))
    return alt.TitleParams(heading, subtitle=lines, anchor="start", fontSize=13)


def _ruled(
    days: Sequence[tuple[date, str]], x: Any, color: str, dash: Sequence[int], at: int
) -> list[Any]:
    """Return lines through some days, each with its sign beside it at a height."""
    import altair as alt

    chart = alt.Chart(inline([{"at": on.isoformat(), "said": said} for on, said in days]))
    text = chart.mark_text(align="left", dx=3, fontSize=11, fontWeight="bold", color=color)
    return [
        chart.mark_rule(color=color, strokeDash=list(dash), strokeWidth=1.5).encode(x=x),
        text.encode(x=x, y=alt.value(at), text="said:N"),
    ]


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as data inside the chart."""
    import altair as alt

    made: Any = alt.Data
    return made(values=rows)


def _row(week: Week) -> dict[str, Any]:
    return {
        "at": week.monday.isoformat(),
        "to": (week.monday + timedelta(week.days)).isoformat(),
        "count": week.count,
        "low": week.low,
        "high": week.high,
    }


def _listed(changes: Sequence[Change]) -> list[str]:
    """Say what each numbered change was, four to a line."""
    said = [
        f"{number}: {c.on}, {c.before['deaths']:.2f} → {c.after['deaths']:.2f}"
        for number, c in enumerate(changes, 1)
    ]
    return ["; ".join(said[at : at + 4]) for at in range(0, len(said), 4)]


def _strip(access: Sequence[tuple[date, date, str]], x: Any, width: int) -> Any:
    """Draw the access of observers below, a row for each state; days without any are blank."""
    import altair as alt

    rows = [
        {"at": low.isoformat(), "to": (high + timedelta(1)).isoformat(), "access": state}
        for low, high, state in access
    ]
    states = [state for state in _SEEN if any(row["access"] == state for row in rows)]
    title = "observers' access: not recorded"
    if states and states != [UNREAD]:
        title = "observers' access, by day (where there is no bar, nothing is recorded)"
    if UNREAD in states:
        title += "; days that no file speaks of, which are no quiet days"
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
            width=width,
            height=14 * max(1, len(states)),
            title=alt.TitleParams(
                textwrap.wrap(title, int(width / 5)),
                anchor="start",
                fontSize=10,
                fontWeight="normal",
            ),
        )
    )
