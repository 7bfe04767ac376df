"""Did it hold from a day: what the answer in a line (`forwarded`) rests on, and a drawing of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from foedus.language import listed
from foedus.monitor import LEVEL, Basis, Compared, Comparison
from foedus.views.forwarded import count_text, days_text, headline, incidents_text, untold_text
from foedus.views.timeline import WIDE_CHART, inline, titled
from foedus.views.watch import printable


def comparison_lines(asked: Comparison) -> Iterator[str]:
    """Yield the answer, each thing that was compared, and how."""
    yield headline(asked)
    if asked.parts:
        first = asked.parts[0].ratio
        yield (
            f"{asked.norm}: {days_text(first.days_before)} before {asked.on} and "
            f"{first.days_after:,} from it on; every row that bears on the norm counts once, "
            "spread over its days:"
        )
    for part in asked.parts:
        yield f"  {_line(part)}"
    if asked.parts and asked.parts[0].ratio.halves:
        yield _halves(asked.parts[0])
    if asked.doubles:
        many = "the one pair" if asked.doubles == 1 else f"each of the {asked.doubles:,} pairs"
        yield f"If {many} of rows that nobody decided is one event ('foedus monitor duplicates'):"
        yield from (f"  {_line(part)}" for part in asked.merged if part.of in ("all", "civilians"))
    if asked.rests:
        yield from _rests_lines(asked.rests)
    if any(count % 1 for part in asked.parts for count in (part.ratio.before, part.ratio.after)):
        yield (
            "Rows of several days about the day are spread over them; the exact intervals are of "
            "the nearest whole counts of events, and take the deaths of a part of a row for its "
            "own."
        )
    if not asked.parts:
        return
    yield (
        f"Ratios of rates; intervals hold {LEVEL:.0%}. Exact: events taken as Poisson, given how "
        "many there are; deaths as coming with their events. With waves: negative binomial, "
        "standard errors that allow for autocorrelation (HAC), and for weeks that are alike; by "
        "days, where too little was counted for that: days with anything, each once, and fewer as "
        "they follow one another. Beside a steady change: the ratio on the day itself, where the "
        "rate may also rise or fall steadily through all of these days."
    )
    yield "Rows before a norm bound breach nothing. What made a rate change is not known here."


def _rests_lines(rests: Basis) -> Iterator[str]:
    """Say on which days and sources the comparison rests, and who could look on them."""
    if rests.uncounted:
        are = "lies" if rests.uncounted == 1 else "lie"
        yield (
            f"{incidents_text(rests.uncounted)} within {rests.at:,} days of it {are} on days that "
            f"are not compared: {listed(_why_not_compared(rests))}."
        )
    for side in rests.untold:
        yield _UNTOLD[side]


def _why_not_compared(rests: Basis) -> list[str]:
    """Return why days of incidents are not compared: what holds of any of these."""
    found = []
    if rests.shut_out:
        found.append("observers were shut out on them")
    if rests.uncounted > rests.shut_out:
        if len(rests.sources) > 1:
            found.append("not all of the sources that are compared speak of them")
        else:
            found.append("no file is said to be complete for them ('ingest --covers FIRST/LAST')")
    return found


def _line(part: Compared) -> str:
    found = part.ratio
    name = "" if part.of == "all" else f"{printable(part.of)}, "
    counts = f"{name}{part.counted}: {count_text(found.before)} → {count_text(found.after)}"
    if not part.is_told:
        return f"{counts}, and not told of {untold_text(part)}: no ratio"
    if found.ratio is None:
        return f"{counts}; no ratio, for none was counted before"
    robust = f"{'by days' if found.why_not else 'with waves'} {_range(*found.robust)}"
    step = f", beside a steady change {_range(*found.step)}" if found.step else ""
    return f"{counts}; ratio {found.ratio:.2f}, exact {_range(*found.exact)}, {robust}{step}"


def _range(low: float, high: float) -> str:
    return f"{low:.2f} to {high:.2f}" if math.isfinite(high) else f"at least {low:.2f}"


def _halves(part: Compared) -> str:
    """Say how the count went within the days before and within those after."""
    first, second, third, fourth = map(count_text, part.ratio.halves)
    return (
        f"In the first and the second half of the days before: {first} and {second} "
        f"{part.counted}; of those from the day on: {third} and {fourth}."
    )


_UNTOLD = {
    "before": (
        "No file says from which day it is complete, so the days before begin with the first row: "
        "quiet days before it are not counted. Say it with 'ingest --covers FIRST/LAST'."
    ),
    "after": (
        "No file says until which day it is complete, so the days after end with the last row: "
        "quiet days after it are not counted. Say it with 'ingest --covers FIRST/LAST'."
    ),
}


def comparison_svg(asked: Comparison, width: int = WIDE_CHART) -> str:
    """Draw each ratio with its two intervals, a row each, as SVG; rates that are equal are at 1."""
    import altair as alt
    import vl_convert

    rows = [row for part in asked.parts for row in _drawn(part)]
    order = list(dict.fromkeys(str(row["of"]) for row in rows))
    scale = alt.Scale(type="log", domain=[_LEAST, _MOST], clamp=True)
    base = alt.Chart(inline(rows))
    label = alt.Axis(labelLimit=int(width * 0.6), labelFontSize=11)
    y = alt.Y("of:N", sort=order, title=None, axis=label)
    ticks = alt.Axis(values=[0.1, 0.2, 0.5, 1, 2, 5, 10], format="~g")
    x = alt.X("low:Q", scale=scale, title="rate after over rate before", axis=ticks)
    by = alt.YOffset("by:N", sort=list(_BY))
    shape = alt.Shape(
        "by:N",
        sort=list(_BY),
        legend=alt.Legend(title=None, orient="bottom", columns=1, labelLimit=width),
    )
    layers = [
        alt.Chart(inline([{"low": 1}])).mark_rule(strokeDash=[4, 3]).encode(x=x),
        base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q", y=y, yOffset=by),
        base.mark_point(filled=True, size=55, color="black", opacity=1).encode(
            x=alt.X("ratio:Q", scale=scale), y=y, yOffset=by, shape=shape
        ),
    ]
    heading = f"{asked.norm}: rates from {asked.on} on, over those before"
    said = [f"{LEVEL:.0%} intervals; an end at {_LEAST:g} or {_MOST:g} may lie beyond."]
    chart = alt.layer(*layers).properties(
        width=int(width * 0.55),
        height=alt.Step(16),
        padding={"left": 24, "right": 5, "top": 5, "bottom": 5},
        title=titled(heading, said, width),
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


_LEAST, _MOST = 0.05, 20.0
_BY = {"exact (Poisson)": "exact", "with waves (negative binomial, HAC; by days)": "robust"}


def _drawn(part: Compared) -> Iterator[dict[str, object]]:
    found = part.ratio
    name = part.counted if part.of == "all" else f"{printable(part.of)}, {part.counted}"
    name = "deaths of civilians" if part.of == "civilians" else name
    for by, ends in zip(_BY, (found.exact, found.robust), strict=True):
        if found.ratio is not None and part.is_told:
            yield {
                "of": f"{name}: {count_text(found.before)} → {count_text(found.after)}",
                "by": by,
                "ratio": min(max(found.ratio, _LEAST), _MOST),
                "low": max(ends[0], _LEAST),
                "high": min(ends[1], _MOST),
            }
