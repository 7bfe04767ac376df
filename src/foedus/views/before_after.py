"""Did it hold from a day: the answer in a line, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator

from foedus.monitor.before_after import LEVEL, Compared, Comparison, Ratio
from foedus.views.watch import printable


def headline(asked: Comparison) -> str:
    """Return the answer in one line, and no more than the intervals bear.

    Violence is said to be down or up only where both intervals agree; the range is the wider one.
    """
    said = [_verdict(part) for part in asked.parts if part.of in ("all", "civilians")]
    if not said:
        return f"Nothing was counted in the days before and after {asked.on}."
    return f"{'; '.join(said)}, since {asked.on}."


def _verdict(part: Compared) -> str:
    found = part.ratio
    what = {"all": {"events": "Incidents", "deaths": "deaths"}, "civilians": {}}
    name = what[part.of].get(part.counted, "deaths of civilians")
    low, high = _widest(found)
    if found.ratio is None:
        return f"{name}: none before, {found.after:.0f} after"
    if found.falls:
        return f"{name} down to {found.ratio:.0%} (by {1 - high:.0%} to {1 - low:.0%})"
    if found.rises:
        most = f"{high:.1f}" if math.isfinite(high) else "any number of"
        return f"{name} up to {found.ratio:.1f} times (by {low:.1f} to {most} times)"
    return f"{name}: no change can be told ({_range(low, high)} times the rate before)"


def _widest(found: Ratio) -> tuple[float, float]:
    both = [found.exact, *([found.robust] if found.robust else [])]
    return min(low for low, _ in both), max(high for _, high in both)


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
