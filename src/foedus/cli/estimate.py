"""`foedus estimate`: what a table of cases says about the payoffs of a small game."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from foedus.cli.edge import JSON, OUT, PATH, deliver_json, screen, stop, write

if TYPE_CHECKING:
    from foedus.cli.estimate_model import Model
    from foedus.cli.estimate_table import Table
    from foedus.estimation import Answer, Bootstrap, Design, Fit, Formulas, Grid

_RANGE = re.compile(r"(?P<name>.+?)(?:=(?P<low>[-+.\deE]+):(?P<high>[-+.\deE]+))?")


@click.command()
@click.argument("model", type=PATH)
@click.argument("table", type=PATH)
@click.option("--errors", type=click.Choice(["agent", "private"]), help="Whose errors they are.")
@click.option("--link", type=click.Choice(["probit", "logit"]), help="How errors are distributed.")
@click.option("--compare", type=PATH, metavar="MODEL", help="Test against a rival model.")
@click.option("--cases", type=PATH, metavar="TABLE", help="Predict these rows, too.")
@click.option("--vary", metavar="COLUMN[=A:B]", help="Predict as it varies, the rest typical.")
@click.option("--plot", type=OUT, metavar="FILE", help="Draw what --vary predicts.")
@click.option(
    "--bootstrap", type=click.IntRange(2, 10**6), metavar="N", help="Estimate N resamples."
)
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
    vary: str | None,
    plot: str | None,
    bootstrap: int | None,
    cluster: str | None,
    seed: int,
    json_file: str | None,
    csv_file: str | None,
) -> None:
    """Estimate the payoffs of the game in MODEL (YAML) from the cases in TABLE (CSV)."""
    from foedus.cli.estimate_model import read_model
    from foedus.cli.estimate_table import read_table
    from foedus.views import estimating

    _refuse_plot(plot, vary)
    models = [read_model(path) for path in (model, compare) if path is not None]
    observed, kept, left_out = _complete(models, read_table(table))
    new = None if cases is None else read_table(cases)
    fits = [_fitted(m, kept, o, errors, link, seed) for m, o in zip(models, observed, strict=True)]
    groups = None if cluster is None else _groups(kept, cluster)
    if groups is not None:
        fits = [_clustered(f, groups) for f in fits]
    draws = (
        _resampled(fits[0].fit, bootstrap, seed, groups) if bootstrap and fits[0].fit.ok else None
    )
    grid = None if vary is None else _grid(kept, fits[0].made, vary)
    drawn = Drawn(draws, bootstrap or 0, seed)
    told = _answer(models, fits, kept, left_out, observed[0], drawn, new, grid)
    if csv_file is not None and told.rows is not None:
        write(csv_file, estimating.rows_csv(told).rstrip("\n"))
    if plot is not None and told.varied is not None:
        _draw(told, plot)
    if json_file is not None:
        deliver_json(told.as_json(), json_file)
    if screen():
        for line in estimating.screen(told):
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


class Drawn(NamedTuple):
    """Resamples, how many were asked for, and the seed."""

    draws: Bootstrap | None
    samples: int
    seed: int


def _answer(
    models: list[Model],
    fits: list[Fitted],
    kept: Table,
    left_out: dict[str, int],
    outcomes: list[str],
    drawn: Drawn,
    cases: Table | None,
    grid: Grid | None,
) -> Answer:
    """Put everything that is told together, predictions included where the fit allows them."""
    from foedus.estimation import Answer, predict

    fit, made = fits[0]
    plain = _plain(made, outcomes)
    spread = None if drawn.draws is None else drawn.draws.draws

    def predicted(designs: Any = None, average: bool = False) -> Any:
        return predict(fit, designs, spread, seed=drawn.seed, average=average) if fit.ok else None

    new = None if cases is None or not fit.ok else _designs(made, cases.columns, cases.name)
    varied = None if grid is None or not fit.ok else _designs(made, grid.columns, "--vary")
    return Answer(
        tuple(m.title for m in models),
        tuple(m.document.name for m in models),
        tuple(f.fit for f in fits),
        kept.name,
        kept.lines,
        left_out,
        plain,
        _tests(models, fits, plain),
        *drawn,
        predicted(average=True),
        predicted(),
        None if new is None else predicted(new),
        () if cases is None else cases.lines,
        "" if cases is None else cases.name,
        grid,
        None if varied is None else predicted(varied),
    )


def _designs(made: Formulas, columns: Any, where: str) -> dict[str, Design]:
    from foedus.games import GameError

    try:
        return made.at(columns)
    except GameError as error:
        said = str(error)
        stop(f"{where}: {said}" + ("" if said.endswith("?") else "."))


def _plain(made: Formulas, outcomes: list[str]) -> Fit | None:
    from foedus.estimation import plain_logit

    return plain_logit(made.designs, outcomes) if len(set(outcomes)) > 1 else None


def _tests(models: list[Model], fits: list[Fitted], plain: Fit | None) -> Any:
    from foedus.estimation import both_tests
    from foedus.games import GameError

    rival = fits[1].fit if len(fits) > 1 else None
    try:
        return both_tests(fits[0].fit, plain, rival, models[-1].title)
    except GameError as error:
        stop(f"{models[-1].document.name}: {error}.")


def _refuse_plot(plot: str | None, vary: str | None) -> None:
    if plot is None:
        return
    if vary is None:
        stop("--plot draws chances as a column varies: say which with --vary COLUMN.")
    if Path(plot).suffix.lower() not in (".svg", ".png", ".csv"):
        stop(f"--plot {plot}: end the name in .svg, .png or .csv.")


def _grid(kept: Table, made: Formulas, vary: str) -> Grid:
    """Make the rows along which a column varies, or end with what is wrong in --vary."""
    from foedus.estimation import grid
    from foedus.games import GameError

    match = _RANGE.fullmatch(vary)
    if match is None:
        stop(f"--vary {vary!r}: write COLUMN, or COLUMN=FROM:TO.")
    try:
        low, high = (None if match[k] is None else float(match[k]) for k in ("low", "high"))
        return grid(kept.columns, made.wanted, match["name"], low, high)
    except (GameError, ValueError) as error:
        stop(f"--vary: {error}.")


def _draw(told: Answer, file: str) -> None:
    from foedus.views import curves, estimating

    assert told.grid is not None
    drawn, column = estimating.grid_curves(told), told.grid.column
    if isinstance(told.grid.values[0], str):
        column += ": " + ", ".join(f"{k} {v}" for k, v in enumerate(told.grid.values, 1))
    title = f"{told.titles[0]}: chances with 95 % intervals, the rest typical"
    made = curves.curves(drawn, title, column, "chance")
    write(file, curves.saved_curve(Path(file).suffix.lower(), made))


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
    model: Model, kept: Table, observed: list[str], errors: str | None, link: str | None, seed: int
) -> Fitted:
    from foedus.estimation import Restrictions
    from foedus.estimation import estimate as estimated
    from foedus.games import GameError

    made = _formulas(model, kept)
    whose: Any = errors or model.errors
    how: Any = link or model.link
    held = Restrictions(model.fixed, model.shared)
    try:
        fit = estimated(
            model.tree,
            made.designs,
            observed,
            whose,
            how,
            scales=model.scales,
            restrictions=held,
            seed=seed,
        )
    except GameError as error:
        said = str(error)
        stop(f"{model.document.name}: {said}" + ("" if said.endswith("?") else "."))
    return Fitted(fit, made)


def _groups(kept: Table, column: str) -> list[Any]:
    """Return the group of each case, or end with what is wrong."""
    from foedus.language import did_you_mean

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
    from foedus.views import tracked_progress

    try:
        return bootstrap(fit, samples, seed, tracked_progress("bootstrap"), groups)
    except GameError as error:
        stop(f"--bootstrap: {error}.")
