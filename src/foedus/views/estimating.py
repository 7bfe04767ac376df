"""An estimation as text for a terminal of 100 columns, as CSV, and its grid as curves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from foedus.estimation import PLAIN
from foedus.texts import in_csv
from foedus.views.curves import Curve

if TYPE_CHECKING:
    from foedus.estimation import Answer, Comparison, Predicted

_LISTED = 20


def screen(told: Answer) -> Iterator[str]:
    """Yield the lines to print."""
    yield f"{told.titles[0]}: {len(told.lines)} rows of {told.table}"
    if told.left_out:
        gaps = ", ".join(f"{name} in {count}" for name, count in told.left_out.items())
        yield f"Rows are left out where something that a model names is missing: {gaps}."
    yield ""
    yield told.fit.table()
    yield from _fixed(told)
    if told.draws is not None:
        yield from _resampled(told)
    if told.average is not None:
        yield from _average(told)
    if told.cases is not None:
        rows = [str(line) for line in told.case_lines]
        yield from _predicted(f"Chances in {told.cases_name}", "line", rows, told.cases)
    if told.grid is not None and told.varied is not None:
        yield from _varied(told)
    yield from _compared(told)


def _fixed(told: Answer) -> Iterator[str]:
    fixed = told.fit.model.restrictions.fixed
    if fixed:
        yield "fixed, not estimated: " + ", ".join(f"{name} = {x:g}" for name, x in fixed.items())


def _resampled(told: Answer) -> Iterator[str]:
    assert told.draws is not None
    low, high = told.draws.intervals()
    failed = f"; {told.draws.failed} had no maximum" if told.draws.failed else ""
    yield ""
    what = "groups" if told.fit.groups else "rows"
    yield f"{told.samples} resamples of the {what}, seed {told.seed}{failed}:"
    columns = zip(told.fit.model.names, told.draws.standard_errors, low, high, strict=True)
    rows = [(name, f"{s:.4f}", f"{a:.4f}", f"{b:.4f}") for name, s, a, b in columns]
    yield from _aligned([("", "std. error", "95 % from", "to"), *rows])


def _average(told: Answer) -> Iterator[str]:
    assert told.average is not None
    found = told.average
    where = zip(
        found.labels, told.shares(), found.chance[0], found.low[0], found.high[0], strict=True
    )
    yield ""
    yield "Chances on average over these rows:"
    rows = [(label, *(f"{x:.3f}" for x in cells)) for label, *cells in where]
    yield from _aligned([("", "observed", "predicted", "95 % from", "to"), *rows])


def _varied(told: Answer) -> Iterator[str]:
    assert told.grid is not None
    assert told.varied is not None
    grid = told.grid
    rows = [v if isinstance(v, str) else f"{v:.4g}" for v in grid.values]
    yield from _predicted(f"Chances as {grid.column} varies", grid.column, rows, told.varied)
    rest = ", ".join(
        f"{name} {value if isinstance(value, str) else format(value, '.4g')}"
        for name, value in grid.typical.items()
    )
    if rest:
        yield f"The rest at what is typical (median, or commonest value): {rest}."


def _predicted(head: str, first: str, names: Sequence[str], found: Predicted) -> Iterator[str]:
    yield ""
    yield f"{head}, with 95 % intervals:"
    rows: list[Sequence[str]] = [(first, *found.labels)]
    step = 1 if len(names) <= _LISTED else 2
    shown = range(0, len(names), step) if found.chance.shape[0] <= 2 * _LISTED else range(_LISTED)
    for i in shown:
        cells = zip(found.chance[i], found.low[i], found.high[i], strict=True)
        rows.append((names[i], *(f"{p:.2f} ({a:.2f} to {b:.2f})" for p, a, b in cells)))
    yield from _aligned(rows)
    if len(shown) < len(names):
        yield f"... {len(names) - len(shown)} more rows are in --csv, --json or --plot."


def _compared(told: Answer) -> Iterator[str]:
    if len(told.fits) > 1:
        yield ""
        yield f"Rival: {told.titles[1]}, on the same rows"
        yield ""
        yield told.fits[1].table()
    yield ""
    if told.plain is not None:
        bad = "" if told.plain.ok else f"; not compared with: {told.plain.why}"
        yield (
            f"A plain logit of the outcomes on the same columns: log-likelihood "
            f"{told.plain.log_likelihood:.5f} with {len(told.plain.coefficients)} "
            f"coefficients{bad}."
        )
    for title, test in told.tests:
        yield _said(test, told.titles[0], title)


def _said(test: Comparison, own: str, other: str) -> str:
    number = f"z = {test.statistic:.2f}"
    if test.test == "Clarke":
        number = f"{test.statistic:.0f} of {test.n} rows are likelier under {own!r}"
    sides = (repr(own), other if other == PLAIN else repr(other))
    side = f"leans to {sides[test.preferred - 1]}" if test.preferred else "leans to neither"
    clear = "" if test.p < 0.05 else ", but does not tell them apart at 5 %"
    p = "p < 0.001" if test.p < 0.0005 else f"p = {test.p:.3f}"
    return f"{test.test} against {sides[1]}: {number}, {p}; {side}{clear}."


def rows_csv(told: Answer) -> str:
    """Return predictions by row as CSV: along the grid, of the cases, or of the rows used."""
    first, names, found = "line", [str(x) for x in told.lines], told.rows
    if told.cases is not None:
        names, found = [str(x) for x in told.case_lines], told.cases
    if told.grid is not None and told.varied is not None:
        first, found = told.grid.column, told.varied
        names = [str(in_csv(v)) if isinstance(v, str) else f"{v:.10g}" for v in told.grid.values]
    assert found is not None
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    kinds = ("chance", "low", "high")
    heads = [in_csv(f"{label} {kind}") for label in found.labels for kind in kinds]
    writer.writerow([in_csv(first), *heads])
    for i, name in enumerate(names):
        cells = zip(found.chance[i], found.low[i], found.high[i], strict=True)
        writer.writerow([name, *(f"{x:.6g}" for cell in cells for x in cell)])
    return out.getvalue()


def grid_curves(told: Answer) -> list[Curve]:
    """Return the chances of outcomes along the grid, with their bands; texts are numbered."""
    assert told.grid is not None
    assert told.varied is not None
    found, values = told.varied, told.grid.values
    texts = isinstance(values[0], str)
    across = list(range(1, len(values) + 1)) if texts else [float(v) for v in values]
    return [
        Curve(
            label,
            label,
            across,
            found.chance[:, k].tolist(),
            found.low[:, k].tolist(),
            found.high[:, k].tolist(),
        )
        for k, label in enumerate(found.labels)
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for first, *others in rows:
        cells = (f"{cell:>{w}}" for cell, w in zip(others, wide[1:], strict=True))
        yield "  ".join([f"{first:{wide[0]}}", *cells]).rstrip()
