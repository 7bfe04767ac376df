"""All that is told of an estimation: fits, tests, predictions; each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedus.estimation.fitting import Fit
from foedus.estimation.nonnested import Comparison
from foedus.estimation.prediction import Grid, Predicted
from foedus.estimation.uncertainty import Bootstrap


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """An estimation and what follows from it.

    Attributes
    ----------
    titles, files, fits
        Of the model, and of its rival if there is one.
    table, lines, left_out
        The table's name, the lines of its rows that were used, and by column of how many more
        something is missing.
    plain
        A plain logit of the outcomes on the same columns.
    tests
        Of the model against the plain logit and against its rival, each with that one's title.
    draws, samples, seed
        Resamples, how many were asked for, and what they were drawn with.
    average, rows
        Chances on average, and by row; none where the fit is not to be used.
    cases, case_lines, cases_name
        Chances in another table, its lines and its name.
    grid, varied
        Rows in which one column varies, and the chances there.
    """

    titles: tuple[str, ...]
    files: tuple[str, ...]
    fits: tuple[Fit, ...]
    table: str
    lines: tuple[int, ...]
    left_out: Mapping[str, int]
    plain: Fit | None
    tests: tuple[tuple[str, Comparison], ...]
    draws: Bootstrap | None
    samples: int
    seed: int
    average: Predicted | None
    rows: Predicted | None
    cases: Predicted | None = None
    case_lines: tuple[int, ...] = ()
    cases_name: str = ""
    grid: Grid | None = None
    varied: Predicted | None = None

    @property
    def fit(self) -> Fit:
        """The fit of the model, as against its rival's."""
        return self.fits[0]

    def shares(self) -> list[float]:
        """Return how often each outcome was observed."""
        return [float((self.fit.outcomes == k).mean()) for k in range(len(self.fit.labels))]

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        plain: dict[str, Any] = {
            "table": self.table,
            "rows": len(self.lines),
            "left_out": dict(self.left_out),
            "seed": self.seed,
            "models": [
                {"model": file, "title": title} | _plain_fit(fit, None if k else self.draws)
                for k, (file, title, fit) in enumerate(
                    zip(self.files, self.titles, self.fits, strict=True)
                )
            ],
            "comparisons": [{"against": title} | test._asdict() for title, test in self.tests],
        }
        if self.plain is not None:
            plain["plain_logit"] = {
                "log_likelihood": self.plain.log_likelihood,
                "coefficients": len(self.plain.coefficients),
                "ok": self.plain.ok,
                "why": self.plain.why,
            }
        if self.draws is not None:
            plain["bootstrap"] = {"samples": self.samples, "failed": self.draws.failed}
        if self.average is not None:
            told = zip(_plain_chances(self.average, 0), self.shares(), strict=True)
            plain["outcomes"] = [row | {"observed": share} for row, share in told]
        if self.cases is not None:
            plain["cases"] = [
                {"line": line, "outcomes": _plain_chances(self.cases, i)}
                for i, line in enumerate(self.case_lines)
            ]
        if self.grid is not None and self.varied is not None:
            plain["grid"] = {
                "column": self.grid.column,
                "typical": self.grid.typical,
                "rows": [
                    {"value": value, "outcomes": _plain_chances(self.varied, i)}
                    for i, value in enumerate(self.grid.values)
                ],
            }
        return plain


def _plain_chances(found: Predicted, row: int) -> list[dict[str, Any]]:
    cells = zip(found.labels, found.chance[row], found.low[row], found.high[row], strict=True)
    return [
        {"outcome": label, "chance": float(p), "low": float(a), "high": float(b)}
        for label, p, a, b in cells
    ]


def _plain_fit(fit: Fit, draws: Bootstrap | None) -> dict[str, Any]:
    columns = fit.columns()
    if draws is not None:
        low, high = draws.intervals()
        columns |= {"bootstrap_error": draws.standard_errors, "low": low, "high": high}
    return {
        "errors": fit.model.errors,
        "link": fit.model.link,
        "ok": fit.ok,
        "why": fit.why,
        "groups": fit.groups,
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * len(fit.coefficients) - 2 * fit.log_likelihood,
        "starts": [reached._asdict() for reached in fit.starts],
        "fixed": dict(fit.model.restrictions.fixed),
        "coefficients": [
            {"name": name}
            | {k: float(v[i]) if np.isfinite(v[i]) else None for k, v in columns.items()}
            for i, name in enumerate(fit.model.names)
        ],
    }
