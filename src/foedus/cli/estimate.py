"""`foedus estimate`: what a table of cases says about the payoffs of a small game."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from foedus.cli.edge import JSON, OUT, deliver_json, stop, write
from foedus.texts import in_csv

if TYPE_CHECKING:
    from foedus.cli.estimate_model import Model
    from foedus.cli.estimate_table import Table
    from foedus.estimation import Bootstrap, Fit, Formulas, Predicted

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("model", type=PATH)
@click.argument("table", type=PATH)
@click.option("--errors", type=click.Choice(["agent", "private"]), help="Whose errors they are.")
@click.option("--link", type=click.Choice(["probit", "logit"]), help="How errors are distributed.")
@click.option("--compare", type=PATH, metavar="MODEL", help="Test against a rival model.")
@click.option("--cases", type=PATH, metavar="TABLE", help="Predict these rows, too.")
@click.option("--bootstrap", type=click.IntRange(2), metavar="N", help="Estimate N resamples.")
@click.option("--cluster", metavar="COLUMN", help="Cases of one value may depend on each other.")
@click.option(
    "--seed", type=click.IntRange(0), default=0, metavar="S", help="Of whatever is drawn."
)
@JSON
@click.option("--csv", "csv_file", type=OUT, metavar="FILE", help="Write predictions by row.")
def estimate(
    model: Path,
    table: Path,
    errors: str | None,
    link: str | None,
    compare: Path | None,
    cases: Path | None,
    bootstrap: int | None,
    cluster: str | None,
    seed: int,
    json_file: str | None,
    csv_file: str | None,
) -> None:
    """Estimate the payoffs of the game in MODEL (YAML) from the cases in TABLE (CSV)."""
    from foedus.cli.estimate_model import read_model
    from foedus.cli.estimate_screen import screen
    from foedus.cli.estimate_table import read_table

    models = [read_model(path) for path in (model, compare) if path is not None]
    observed, kept, left_out = _complete(models, read_table(table))
    new = None if cases is None else read_table(cases)
    fits = [_fitted(m, kept, o, errors, link) for m, o in zip(models, observed, strict=True)]
    groups = None if cluster is None else _groups(kept, cluster)
    if groups is not None:
        fits = [_clustered(f, groups) for f in fits]
    draws = (
        _resampled(fits[0].fit, bootstrap, seed, groups) if bootstrap and fits[0].fit.ok else None
    )
    told = Told(models, fits, kept, left_out, draws, bootstrap or 0, seed, new)
    if csv_file is not None and told.average is not None:
        write(csv_file, told.rows().rstrip("\n"))
    if json_file is not None:
        deliver_json(told.as_json(), json_file)
    else:
        for line in screen(told):
            click.echo(line)
    bad = [m for m, f in zip(models, fits, strict=True) if not f.fit.ok]
    for m in bad:
        click.echo(f"{m.document.name}: this fit is not to be used; see above.", err=True)
    if bad:
        sys.exit(1)


class Fitted(NamedTuple):
    """A fit, and its formulas, to make designs for other rows."""

    fit: Fit
    made: Formulas


class Told:
    """Everything that is shown: fits, comparison, predictions; each worked out once."""

    def __init__(
        self,
        models: list[Model],
        fits: list[Fitted],
        kept: Table,
        left_out: Mapping[str, int],
        draws: Bootstrap | None,
        samples: int,
        seed: int,
        cases: Table | None,
    ) -> None:
        self.models, self.fits, self.kept, self.left_out = models, fits, kept, left_out
        self.draws, self.samples, self.seed, self.cases = draws, samples, seed, cases
        self.fit = fits[0].fit
        self.average = self._predicted(average=True)
        self.predicted = self._for_cases() if cases is not None else None

    def _predicted(self, designs: Any = None, average: bool = False) -> Predicted | None:
        from foedus.estimation import predict

        if not self.fit.ok:
            return None
        drawn = None if self.draws is None else self.draws.draws
        return predict(self.fit, designs, drawn, seed=self.seed, average=average)

    def _for_cases(self) -> Predicted | None:
        from foedus.games import GameError

        assert self.cases is not None
        try:
            return self._predicted(self.fits[0].made.at(self.cases.columns))
        except GameError as error:
            said = str(error)
            stop(f"{self.cases.name}: {said}" + ("" if said.endswith("?") else "."))

    def comparisons(self) -> list[Any]:
        """Return the tests of the model against its rival."""
        from foedus.estimation import clarke, vuong
        from foedus.games import GameError

        if len(self.fits) < 2 or not all(f.fit.ok for f in self.fits):
            return []
        try:
            return [test(self.fits[0].fit, self.fits[1].fit) for test in (vuong, clarke)]
        except GameError as error:
            stop(f"{self.models[1].document.name}: {error}.")

    def shares(self) -> list[float]:
        """Return how often each outcome was observed."""
        return [float((self.fit.outcomes == k).mean()) for k in range(len(self.fit.labels))]

    def rows(self) -> str:
        """Return predictions by row as CSV: of the cases given, or else of the rows used."""
        asked = self.cases if self.cases is not None else self.kept
        found = self.predicted if self.cases is not None else self._predicted()
        assert found is not None
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        kinds = ("chance", "low", "high")
        writer.writerow(
            ["line", *(in_csv(f"{label} {kind}") for label in found.labels for kind in kinds)]
        )
        for i, line in enumerate(asked.lines):
            cells = [
                (found.chance[i, k], found.low[i, k], found.high[i, k])
                for k in range(len(found.labels))
            ]
            writer.writerow([line, *(f"{x:.6g}" for cell in cells for x in cell)])
        return out.getvalue()

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        plain: dict[str, Any] = {
            "table": self.kept.name,
            "rows": len(self.kept.lines),
            "left_out": dict(self.left_out),
            "seed": self.seed,
            "models": [
                _plain_fit(m, f.fit, self.draws if k == 0 else None)
                for k, (m, f) in enumerate(zip(self.models, self.fits, strict=True))
            ],
            "comparisons": [c._asdict() for c in self.comparisons()],
        }
        if self.draws is not None:
            plain["bootstrap"] = {"samples": self.samples, "failed": self.draws.failed}
        if self.average is not None:
            observed = self.shares()
            plain["outcomes"] = [
                row | {"observed": observed[k]}
                for k, row in enumerate(_plain_chances(self.average, 0))
            ]
        if self.predicted is not None and self.cases is not None:
            plain["cases"] = [
                {"line": line, "outcomes": _plain_chances(self.predicted, i)}
                for i, line in enumerate(self.cases.lines)
            ]
        return plain


def _plain_chances(found: Predicted, row: int) -> list[dict[str, Any]]:
    return [
        {
            "outcome": label,
            "chance": float(found.chance[row, k]),
            "low": float(found.low[row, k]),
            "high": float(found.high[row, k]),
        }
        for k, label in enumerate(found.labels)
    ]


def _plain_fit(model: Model, fit: Fit, draws: Bootstrap | None) -> dict[str, Any]:
    import numpy as np
    from scipy.stats import norm

    z = fit.coefficients / fit.standard_errors
    columns: dict[str, Any] = {
        "estimate": fit.coefficients,
        "standard_error": fit.standard_errors,
        "z": z,
        "p": 2 * norm.sf(np.abs(z)),
    }
    if draws is not None:
        low, high = draws.intervals()
        columns |= {"bootstrap_error": draws.standard_errors, "low": low, "high": high}
    return {
        "model": model.document.name,
        "title": model.title,
        "errors": fit.model.errors,
        "link": fit.model.link,
        "ok": fit.ok,
        "why": fit.why,
        "groups": fit.groups,
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * len(fit.coefficients) - 2 * fit.log_likelihood,
        "coefficients": [
            {"name": name}
            | {k: float(v[i]) if np.isfinite(v[i]) else None for k, v in columns.items()}
            for i, name in enumerate(fit.model.names)
        ],
    }


def _complete(models: list[Model], table: Table) -> tuple[list[list[str]], Table, dict[str, int]]:
    """Return outcomes by model and the rows on which nothing that a model names is missing."""
    from foedus.cli.estimate_model import outcomes_of

    found = [outcomes_of(model, table) for model in models]
    wanted = {name for m in models for name in _formulas(m, table).wanted}
    for name in sorted(wanted & set(table.odd)):
        stop(f"{table.odd[name]}, as others there are. Write a number, or NA where it is missing.")
    left_out = {name: table.columns[name].count(None) for name in sorted(wanted)}
    missing = sum(any(o is None for o in row) for row in zip(*found, strict=True))
    left_out = {name: count for name, count in ({"outcome": missing} | left_out).items() if count}
    chosen = [
        row
        for row in range(len(table.lines))
        if all(o[row] is not None for o in found)
        and all(table.columns[name][row] is not None for name in wanted)
    ]
    if not chosen:
        stop(f"{table.name}: no row is complete; something is missing in every one.")
    observed = [[str(o[row]) for row in chosen] for o in found]
    return observed, table.rows(chosen), left_out


def _formulas(model: Model, table: Table) -> Formulas:
    """Read a model's formulas, each by itself where one is wrong, to say which."""
    from foedus.estimation import Formulas
    from foedus.games import GameError

    try:
        return Formulas(model.equations, table.columns)
    except GameError as error:
        for name, text in model.equations.items():
            try:
                Formulas({name: text}, table.columns)
            except GameError as one:
                message, asks, near = str(one).partition("; did you mean ")
                fix = f"Did you mean {near}" if asks else ""
                stop(model.problem(model.places[name], message, fix))
        stop(f"{model.document.name}: {error}.")


def _fitted(
    model: Model, kept: Table, observed: list[str], errors: str | None, link: str | None
) -> Fitted:
    from foedus.estimation import estimate as estimated
    from foedus.games import GameError

    made = _formulas(model, kept)
    kinds: Any = (errors or model.errors, link or model.link)
    try:
        return Fitted(estimated(model.tree, made.designs, observed, *kinds), made)
    except GameError as error:
        stop(f"{model.document.name}: {error}.")


def _groups(kept: Table, column: str) -> list[Any]:
    """Return the group of each case, or end with what is wrong."""
    from foedus.language.problems import did_you_mean

    if column not in kept.columns:
        stop(f"--cluster: no column {column!r}. {did_you_mean(column, list(kept.columns))}")
    for line, cell in zip(kept.lines, kept.columns[column], strict=True):
        if cell is None:
            stop(f"{kept.name}:{line}: {column!r} is missing, and errors are clustered by it.")
    return kept.columns[column]


def _clustered(fitted: Fitted, groups: list[Any]) -> Fitted:
    from foedus.estimation import clustered
    from foedus.games import GameError

    try:
        return fitted._replace(fit=clustered(fitted.fit, groups)) if fitted.fit.ok else fitted
    except GameError as error:
        stop(f"--cluster: {error}.")


def _resampled(fit: Fit, samples: int, seed: int, groups: list[Any] | None) -> Bootstrap:
    from foedus.estimation import bootstrap
    from foedus.games import GameError
    from foedus.views.progress import tracked

    try:
        return bootstrap(fit, samples, seed, tracked("bootstrap"), groups)
    except GameError as error:
        stop(f"--bootstrap: {error}.")
