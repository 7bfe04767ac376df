"""Did it hold from a day: the answer in a line, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from foedus.monitor.before_after import LEVEL, Compared, Comparison, Ratio
from foedus.views.watch import printable


def headline(asked: Comparison) -> str:
    """Return the answer in one line, and no more than the intervals bear.

    Violence is said to be down or up only where both intervals agree, whether unreviewed pairs of
    rows are one event or two; the range is the widest.
    """
    shown = [part for part in asked.parts if part.of in ("all", "civilians")]
    said = [_verdict(part, asked.ways(part)) for part in shown]
    if not said:
        return f"Nothing was counted in the days before and after {asked.on}."
    return f"{'; '.join(said)}, since {asked.on}."


def _verdict(part: Compared, ways: Sequence[Ratio]) -> str:
    found = part.ratio
    what = {"all": {"events": "Incidents", "deaths": "deaths"}, "civilians": {}}
    name = what[part.of].get(part.counted, "deaths of civilians")
    low, high = _widest(ways)
    if found.ratio is None:
        return f"{name}: none before, {found.after:.0f} after"
    if all(way.falls for way in ways):
        return f"{name} down to {found.ratio:.0%} (by {1 - high:.0%} to {1 - low:.0%})"
    if all(way.rises for way in ways):
        most = f"{high:.1f}" if math.isfinite(high) else "any number of"
        return f"{name} up to {found.ratio:.1f} times (by {low:.1f} to {most} times)"
    return f"{name}: no change can be told ({_range(low, high)} times the rate before)"


def _widest(ways: Sequence[Ratio]) -> tuple[float, float]:
    ends = [end for way in ways for end in (way.exact, way.robust) if end]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _range(low: float, high: float) -> str:
    return f"{low:.2f} to {high:.2f}" if math.isfinite(high) else f"at least {low:.2f}"


def comparison_lines(asked: Comparison) -> Iterator[str]:
    """Yield the answer, each thing that was compared, and how."""
    yield headline(asked)
    if asked.parts:
        first = asked.parts[0].ratio
        yield (
            f"{asked.norm}: {first.days_before} days before {asked.on} and {first.days_after} from "
            "it on; every row that bears on the norm counts once, spread over its days:"
        )
    for part in asked.parts:
        yield f"  {_line(part)}"
    if asked.doubles:
        many = "the one pair" if asked.doubles == 1 else f"each of the {asked.doubles:,} pairs"
        yield f"If {many} of rows that nobody decided is one event ('foedus monitor duplicates'):"
        yield from (f"  {_line(part)}" for part in asked.merged if part.of == "all")
    yield (
        f"Ratios of rates; intervals hold {LEVEL:.0%}. Exact: counts taken as Poisson, given their "
        "sum. With waves: negative binomial, standard errors that allow for autocorrelation (HAC)."
    )
    yield "Rows before a norm bound breach nothing. What made a rate change is not known here."


def _line(part: Compared) -> str:
    found = part.ratio
    name = "" if part.of == "all" else f"{printable(part.of)}, "
    counts = f"{name}{part.counted}: {_count(found.before)} → {_count(found.after)}"
    if found.ratio is None:
        return f"{counts}; no ratio, for none was counted before"
    robust = f"with waves {_range(*found.robust)}" if found.robust else found.why_not
    return f"{counts}; ratio {found.ratio:.2f}, exact {_range(*found.exact)}, {robust}"


def _count(many: float) -> str:
    return f"{many:,.0f}" if abs(many - round(many)) < 0.05 else f"{many:,.1f}"
