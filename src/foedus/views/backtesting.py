"""A backtest on the terminal: the worst misses first, n said, no claim of skill."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from foedus.deterrence import Backtest

WIDTH = 80


def backtested(one: Backtest) -> Iterator[str]:
    """Yield the lines of a backtest."""
    yield from wrap(
        f"{len(one.forecasts)} promises whose outcome is known, each filled from sources of its "
        "day: the chance of an attack within twenty years, without the promise and with it, "
        "whether what it was given against came, and the squared distance (the worst first)",
        WIDTH,
    )
    yield f"  {'':<46}{'bare':>6}{'with':>6}{'came':>8}{'score':>7}"
    for row in one.forecasts:
        came = "yes" if row.broken else "no"
        title = row.title if len(row.title) <= 44 else f"{row.title[:43]}…"
        yield f"  {title:<46}{row.bare:>6.2f}{row.chance:>6.2f}{came:>8}{row.score:>7.2f}"
    yield ""
    beside = "no better than" if one.brier >= one.base_brier - 0.005 else "below"
    yield from wrap(
        f"Brier score {one.brier:.3f}, {beside} the {one.base_brier:.3f} of saying "
        f"{one.rate.value:.2f} each time ({one.rate.label}: {one.rate.source}); 0 is best."
        f"{_ranked(one)}",
        WIDTH,
    )
    yield from wrap(
        f"{len(one.forecasts)} cases were chosen because they are known, and are far too few to "
        "show skill: this can only embarrass. Stakes, odds and honouring are assumed alike for "
        "all; a chance of an attack is a mean over assumed situations and no frequency.",
        WIDTH,
    )


def _ranked(one: Backtest) -> str:
    """Say how often a case in which it came stood above another; nothing without a pair."""
    if one.rank is None:
        return ""
    return (
        f" Of the {one.pairs} pairs of a case in which it came and one in which not, the former "
        f"had the higher chance in {one.higher} and the same in {one.tied}: "
        f"{100 * one.rank:.0f}\u00a0%, where as high counts half (tossing a coin: 50\u00a0%)."
    )
