"""How `foedus estimate` shows a fit on a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.cli.estimate import Told

_LISTED = 20


def screen(told: Told) -> Iterator[str]:
    """Yield the lines to print."""
    used = len(told.kept.lines)
    yield f"{told.models[0].title}: {used} rows of {told.kept.name}"
    if told.left_out:
        gaps = ", ".join(f"{name} in {count}" for name, count in told.left_out.items())
        yield f"Rows are left out where something that a model names is missing: {gaps}."
    yield ""
    yield told.fit.table()
    if told.draws is not None:
        yield from _resampled(told)
    if told.average is not None:
        yield from _average(told)
    if told.predicted is not None:
        yield from _cases(told)
    yield from _compared(told)


def _resampled(told: Told) -> Iterator[str]:
    assert told.draws is not None
    low, high = told.draws.intervals()
    failed = f"; {told.draws.failed} had no maximum" if told.draws.failed else ""
    yield ""
    what = "groups" if told.fit.groups else "rows"
    yield f"{told.samples} resamples of the {what}, seed {told.seed}{failed}:"
    columns = zip(told.fit.model.names, told.draws.standard_errors, low, high, strict=True)
    rows = [(name, f"{s:.4f}", f"{a:.4f}", f"{b:.4f}") for name, s, a, b in columns]
    yield from _aligned([("", "std. error", "95 % from", "to"), *rows])


def _average(told: Told) -> Iterator[str]:
    assert told.average is not None
    found = told.average
    where = zip(
        found.labels, told.shares(), found.chance[0], found.low[0], found.high[0], strict=True
    )
    yield ""
    yield "Chances on average over these rows:"
    rows = [(label, *(f"{x:.3f}" for x in cells)) for label, *cells in where]
    yield from _aligned([("", "observed", "predicted", "95 % from", "to"), *rows])


def _cases(told: Told) -> Iterator[str]:
    assert told.predicted is not None
    assert told.cases is not None
    found = told.predicted
    yield ""
    yield f"Chances in {told.cases.name}, with 95 % intervals:"
    rows: list[Sequence[str]] = [("line", *found.labels)]
    for i, line in enumerate(told.cases.lines[:_LISTED]):
        cells = zip(found.chance[i], found.low[i], found.high[i], strict=True)
        rows.append((str(line), *(f"{p:.2f} ({a:.2f} to {b:.2f})" for p, a, b in cells)))
    yield from _aligned(rows)
    if len(told.cases.lines) > _LISTED:
        yield f"... and {len(told.cases.lines) - _LISTED} more rows; --csv writes all."


def _compared(told: Told) -> Iterator[str]:
    if len(told.fits) < 2:
        return
    rival = told.fits[1].fit
    yield ""
    yield f"Rival: {told.models[1].title}, on the same rows"
    yield ""
    yield rival.table()
    tests = told.comparisons()
    if tests:
        yield ""
    for test in tests:
        yield _said(test, [m.title for m in told.models])


def _said(test: Any, titles: Sequence[str]) -> str:
    number = f"z = {test.statistic:.2f}"
    if test.test == "Clarke":
        number = f"{test.statistic:.0f} of {test.n} rows are likelier under {titles[0]!r}"
    side = f"leans to {titles[test.preferred - 1]!r}" if test.preferred else "leans to neither"
    clear = "" if test.p < 0.05 else ", but does not tell them apart at 5 %"
    return f"{test.test}: {number}, p = {test.p:.3f}; {side}{clear}."


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for first, *others in rows:
        cells = (f"{cell:>{w}}" for cell, w in zip(others, wide[1:], strict=True))
        yield "  ".join([f"{first:{wide[0]}}", *cells]).rstrip()
