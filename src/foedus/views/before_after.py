"""Did it hold from a day: the answer in a line, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from foedus.language import listed
from foedus.monitor import LEVEL, Basis, Compared, Comparison, Ratio
from foedus.views.timeline import WIDE_CHART, inline, titled
from foedus.views.watch import printable


def headline(asked: Comparison) -> str:
    """Return the answer in one line, and no more than the intervals bear.

    It says which norm it is the answer for: it may be one side's, and will be passed on alone.
    Violence is said to be down or up only where both intervals agree, whether unreviewed pairs of
    rows are one event or two; the range is the widest.
    """
    shown = [part for part in asked.parts if part.of in ("all", "civilians")]
    said = [_verdict(part, asked.ways(part)) for part in shown]
    of = printable(f"'{asked.norm}', which binds {asked.binds}" if asked.binds else asked.norm)
    if asked.rests and (not all(asked.rests.sides) or asked.rests.hollow):
        return f"{of}: {_cannot_tell(asked.on, asked.rests)}"
    if not said:
        return f"{of}: nothing was counted in the days before and after {asked.on}."
    days = asked.parts[0].ratio
    either = days.days_before == days.days_after
    about = (
        f"{_days(days.days_before)} on either side"
        if either
        else f"{_days(days.days_before)} before it, {days.days_after:,} from it on"
    )
    about += "".join(f"; {said}" for said in _caveats(asked.rests)) if asked.rests else ""
    return f"{of}: {'; '.join(said)}, since {asked.on} ({about}{_unsaid(asked)}{_doubtful(asked)})."


def _days(many: int) -> str:
    return "1 day" if many == 1 else f"{many:,} days"


def _cannot_tell(on: date, rests: Basis) -> str:
    """Say that it cannot be told whether it held, and why: what was not seen is not peace."""
    told = f"whether violence fell or rose from {on} on cannot be told: "
    if all(rests.sides):
        gaps = [f"{printable(title)} from {low} to {high}" for title, low, high in rests.hollow]
        return (
            f"{told}no row was read of {listed(gaps)}, and no file is said to be complete for "
            "those days ('ingest --covers FIRST/LAST' says it)."
        )
    (before, after), (barred, bars) = rests.sides, rests.barred
    sides = [
        f"{_days(shut)} {which} of which files speak"
        for compared, shut, which in ((before, barred, "before it"), (after, bars, "from it on"))
        if not compared
    ]
    return (
        f"{told}on all {' and on all '.join(sides)}, observers were barred or jammed somewhere in "
        "its zones; few records then are no sign of quiet."
    )


def _caveats(rests: Basis) -> Iterator[str]:
    """Say what keeps the days of the two sides from being alike."""
    if rests.left_out:
        named = [f"{printable(title)} ({_incidents(many)})" for title, many in rests.left_out]
        does, it = ("does", "it") if len(named) == 1 else ("do", "they")
        yield f"without {listed(named)}, as {it} {does} not speak of all of these days"
    for said, sides in (
        ("no file speaks of", rests.silent),
        ("observers were barred or jammed on", rests.barred),
    ):
        if any(sides):
            yield f"{said} {sides[0]:,} further days before and {sides[1]:,} after, left out"
    if not rests.complete:
        yield "no file is said to be complete for these days"
    if not rests.alike:
        seen = [said.sentence().removeprefix("access of observers: ") for said in rests.seen]
        seen = [said.removesuffix(", so that few records are no sign of quiet") for said in seen]
        yield (
            f"access of observers before: {seen[0]}; from then on: {seen[1]}; fewer records with "
            "less access are no sign of quiet"
        )


def _incidents(many: int) -> str:
    return "1 incident" if many == 1 else f"{many:,} incidents"


def _unsaid(asked: Comparison) -> str:
    """Say of how many incidents no source says who began: the norm binds one side, not these."""
    many, whole = asked.unsaid
    if not many:
        return ""
    return f"; who began is not told of {'any' if many == whole else f'{many:,} of {whole:,}'}"


def _doubtful(asked: Comparison) -> str:
    """Say how many of the incidents, each counted in full, likelier do not count under the norm."""
    many, whole = asked.doubtful, asked.unsaid[1]
    if not many:
        return ""
    of = "each" if many == whole else f"{many:,} of {whole:,}"
    return f"; of {of} it is likelier that it does not count under this norm than that it does"


def _verdict(part: Compared, ways: Sequence[Ratio]) -> str:
    found = part.ratio
    what = {"all": {"events": "incidents", "deaths": "deaths"}, "civilians": {}}
    name = what[part.of].get(part.counted, "deaths of civilians")
    low, high = _widest(ways)
    if not part.is_told:
        return f"{name} not compared, as they are not told of {_untold(part)}"
    if found.ratio is None:
        return f"{name}: none before, {found.after:.0f} after"
    if all(way.falls for way in ways):
        return f"{name} down to {found.ratio:.0%} (by {1 - high:.0%} to {1 - low:.0%})"
    if all(way.rises for way in ways):
        most = f"{low:.2f} to {high:.1f}" if math.isfinite(high) else f"at least {low:.2f}"
        return f"{name} up to {found.ratio:.1f} times the rate before ({most} times)"
    return f"{name}: no change can be told ({_range(low, high)} times the rate before)"


def _untold(part: Compared) -> str:
    """Say of how many incidents deaths are not told, on each side."""
    sides = zip(part.untold, part.incidents, ("before it", "from it on"), strict=True)
    return listed([f"{some:,} of {_incidents(many)} {side}" for some, many, side in sides if some])


def _widest(ways: Sequence[Ratio]) -> tuple[float, float]:
    ends = [end for way in ways for end in (way.exact, way.robust)]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _range(low: float, high: float) -> str:
    return f"{low:.2f} to {high:.2f}" if math.isfinite(high) else f"at least {low:.2f}"


def comparison_lines(asked: Comparison) -> Iterator[str]:
    """Yield the answer, each thing that was compared, and how."""
    yield headline(asked)
    if asked.parts:
        first = asked.parts[0].ratio
        yield (
            f"{asked.norm}: {_days(first.days_before)} before {asked.on} and {first.days_after:,} "
            "from it on; every row that bears on the norm counts once, spread over its days:"
        )
    for part in asked.parts:
        yield f"  {_line(part)}"
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
        "they follow one another."
    )
    yield "Rows before a norm bound breach nothing. What made a rate change is not known here."


def _rests_lines(rests: Basis) -> Iterator[str]:
    """Say on which days and sources the comparison rests, and who could look on them."""
    if rests.uncounted:
        are = "lies" if rests.uncounted == 1 else "lie"
        yield (
            f"{_incidents(rests.uncounted)} within {rests.at:,} days of it {are} on days that are "
            "not compared: no file is said to be complete for them ('ingest --covers FIRST/LAST'), "
            "another source does not speak of them, or observers were shut out."
        )
    for side in rests.untold:
        yield _UNTOLD[side]
    if rests.alike and all(rests.sides):
        yield f"On the days compared, {rests.seen[0].sentence()}{_and_after(rests)}."


def _and_after(rests: Basis) -> str:
    """Return the same for the other side, where anything is recorded."""
    before, after = (seen.sentence() for seen in rests.seen)
    return (
        "" if before == after else f" before; {after.removeprefix('access of observers: ')} after"
    )


def _line(part: Compared) -> str:
    found = part.ratio
    name = "" if part.of == "all" else f"{printable(part.of)}, "
    counts = f"{name}{part.counted}: {_count(found.before)} → {_count(found.after)}"
    if not part.is_told:
        return f"{counts}, and not told of {_untold(part)}: no ratio"
    if found.ratio is None:
        return f"{counts}; no ratio, for none was counted before"
    robust = f"{'by days' if found.why_not else 'with waves'} {_range(*found.robust)}"
    return f"{counts}; ratio {found.ratio:.2f}, exact {_range(*found.exact)}, {robust}"


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


def _count(many: float) -> str:
    return f"{many:,.0f}" if abs(many - round(many)) < 0.05 else f"{many:,.1f}"


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
                "of": f"{name}: {_count(found.before)} → {_count(found.after)}",
                "by": by,
                "ratio": min(max(found.ratio, _LEAST), _MOST),
                "low": max(ends[0], _LEAST),
                "high": min(ends[1], _MOST),
            }
