"""`foedus solve`: the equilibria of a game in a Gambit file."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from foedus.cli.edge import JSON, OUT, PATH, Number, deliver_json, screen, stop, take, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foedus.games import Solution, Tree

LONGEST_GAME = 10_000_000
"""Bytes in the longest game that is read."""

_LARGEST = 1e12
"""Precision; nobody errs long before."""

_MOST = 100
"""Subgame-perfect equilibria that are listed; ties multiply."""

_TRACED = 300
"""Nodes of the largest game whose branch is traced, and others looked for, unasked."""


@click.command()
@click.argument("game", type=PATH)
@click.option(
    "--concept",
    type=click.Choice(["spe", "aqre", "pbe", "nash"]),
    help="Subgame perfection, logit agent quantal response, perfect Bayesian or Nash equilibrium.",
)
@click.option("--precision", default="1,5,20", metavar="LIST", help="Precisions for aqre.")
@click.option("--pure", is_flag=True, help="For pbe: pure equilibria only.")
@click.option("--fit", type=PATH, metavar="TABLE", help="Fit the precision to play.")
@click.option("--plot", type=OUT, metavar="FILE", help="For aqre: draw play against precision.")
@JSON
@click.option("--svg", "svg_file", type=OUT, metavar="FILE", help="Draw the game to FILE.")
@click.option(
    "--least",
    type=Number(0, 1),
    default=0.0,
    metavar="P",
    help="Do not draw what has less chance.",
)
def solve(
    game: Path,
    concept: str | None,
    precision: str,
    pure: bool,
    fit: Path | None,
    plot: str | None,
    json_file: str | None,
    svg_file: str | None,
    least: float,
) -> None:
    """Solve GAME (.efg or .nfg): who does what with what chance, with a certificate."""
    from foedus.games import GameError, read_game
    from foedus.views import game_drawn, solution_heading

    try:
        tree = read_game(take(game, LONGEST_GAME), str(game))
    except GameError as error:
        stop(str(error))
    concept = concept or ("spe" if tree.perfect_information and fit is None else "aqre")
    _refuse_without_precision(concept, fit, plot)
    try:
        told = _solved(tree, concept, _precisions(precision), not pure, fit, plot)
        svg = ""
        if svg_file is not None and (told.conduct is not None or concept == "nash"):
            svg = game_drawn(tree, {}, told.conduct, least, note=told.name)
    except GameError as error:
        if svg_file is not None:
            with suppress(GameError):  # too large to be drawn: what refused it is said
                write(svg_file, game_drawn(tree, {}))
        stop(f"{game}: {error}")
    if svg_file is not None and svg:
        write(svg_file, svg)
    if json_file is not None:
        head = {"game": str(game), "title": tree.title, "concept": concept}
        deliver_json(head | told.plain, json_file)
    if screen():
        click.echo(solution_heading(tree))
        for line in told.lines:
            click.echo(line)
    if not told.complete:
        click.echo(f"{game}: not everything was solved; see above.", err=True)
        sys.exit(1)


def _precisions(text: str) -> list[float]:
    found = []
    for part in text.split(","):
        try:
            value = float(part)
        except ValueError:
            value = math.nan
        if not 0 <= value <= _LARGEST:
            stop(
                f"--precision: {part.strip()!r} is not a number from 0 to {_LARGEST:g}. Write "
                "numbers with commas between, as in 1,5,20."
            )
        found.append(value)
    return found


class _Told(NamedTuple):
    """An answer as plain data and as lines of text; conduct to draw, its name; all solved?"""

    plain: dict[str, object]
    lines: Iterable[str]
    conduct: list[list[float]] | None
    name: str
    complete: bool


def _refuse_without_precision(concept: str, fit: Path | None, plot: str | None) -> None:
    for option, given in (("--fit", fit), ("--plot", plot)):
        if given is not None and concept != "aqre":
            stop(f"{option} is about precision, which only --concept aqre has.")
    if plot is not None and Path(plot).suffix.lower() not in (".svg", ".png", ".csv"):
        stop(f"--plot {plot}: end the name in .svg, .png or .csv.")


def _solved(
    tree: Tree,
    concept: str,
    precisions: Sequence[float],
    mixed: bool,
    fit: Path | None,
    plot: str | None,
) -> _Told:
    from foedus.games import solve_nash, solve_pbe, solve_subgames
    from foedus.views import solving

    if concept == "pbe":
        solved = solve_pbe(tree, mixed=mixed)
        found = solved.found[0]
        conduct = [list(p) for p in found[0].conduct] if found else None
        note = f"perfect Bayesian equilibrium 1 of {len(found)}"
        lines = solving.bayesian(solved, mixed)
        return _Told(solved.as_json(), lines, conduct, note, bool(solved.ok[0]))
    if concept == "nash":
        listed = solve_nash(tree)
        return _Told(listed.as_json(), solving.nash(listed), None, "", True)
    if concept == "aqre":
        return _quantal(tree, precisions, fit, plot)
    if not tree.perfect_information:
        in_parts = solve_subgames(tree, cap=_MOST)
        first = in_parts.found[0] if in_parts.found else None
        whole = first is not None and all(first.conduct)
        drawn = [[float(p) for p in m] for m in first.conduct] if first and whole else None
        note = f"subgame-perfect equilibrium 1 of {len(in_parts.found)}"
        return _Told(in_parts.as_json(), solving.subgames(in_parts), drawn, note, True)
    solutions, complete = _perfect(tree)
    plain = {"solutions": [s.as_json() for s in solutions], "complete": complete}
    note = f"subgame-perfect equilibrium 1 of {len(solutions)}"
    lines = solving.perfect(solutions, complete)
    return _Told(plain, lines, _shown(solutions[0]), note, _all_ok(solutions))


def _shown(solution: Solution) -> list[list[float]] | None:
    return [[float(x) for x in p[:, 0]] for p in solution.profile] if solution.ok[0] else None


def _all_ok(solutions: Sequence[Solution]) -> bool:
    return all(bool(s.ok[0]) for s in solutions)


def _quantal(tree: Tree, precisions: Sequence[float], fit: Path | None, plot: str | None) -> _Told:
    """Solve quantal response at the precisions asked for, or at the one that fits play."""
    from foedus.games import fit_precision, solve_aqre, trace_branch
    from foedus.views import curves, solving

    fitted = None
    if fit is not None:
        fitted = fit_precision(tree, _counts(fit))
        best = fitted.precision if math.isfinite(fitted.precision) else fitted.low
        precisions = [best]
    solutions = solve_aqre(tree, {}, precisions)
    small = len(tree.nodes) <= _TRACED and _all_ok(solutions)
    branch = trace_branch(tree, {}, max(precisions)) if small or plot is not None else None
    others = _others(tree, precisions) if small else None
    if plot is not None and branch is not None:
        drawn = solving.against_precision(branch)
        title = f"{tree.title}: play on the principal branch"
        made = curves.curves(drawn, title, "precision", "chance", logarithmic=True)
        write(plot, curves.saved_curve(Path(plot).suffix.lower(), made))
    plain: dict[str, object] = {"solutions": [s.as_json() for s in solutions]}
    if branch is not None:
        plain["bifurcations"] = [b._asdict() for b in branch.bifurcations]
    if others is not None:
        plain["others"] = others
    if fitted is not None:
        plain["fitted"] = fitted._asdict()
    lines = [
        *(solving.fitted(fitted) if fitted is not None else ()),
        *solving.quantal(solutions),
        *(solving.bifurcations(branch, others or {}) if branch is not None else ()),
    ]
    note = f"logit AQRE, precision {precisions[-1]:g}"
    return _Told(plain, lines, _shown(solutions[-1]), note, _all_ok(solutions))


def _others(tree: Tree, precisions: Sequence[float]) -> dict[str, int]:
    """Count the equilibria that several starts find at each precision."""
    from foedus.games import STARTS, distinct, many_aqre

    return {f"{p:g}": len(distinct(many_aqre(tree, {}, p), STARTS)[0]) for p in precisions}


def _counts(path: Path) -> dict[object, dict[str, int]]:
    """Read how often each action was taken: columns `information set`, `action` and `count`."""
    from foedus.cli.estimate_table import read_table

    table, wanted = read_table(path), ("information set", "action", "count")
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        stop(f"{path}: no column {missing[0]!r}. Write the columns {', '.join(wanted)}.")
    found: dict[object, dict[str, int]] = {}
    for line, key, action, count in zip(
        table.lines, *(table.columns[name] for name in wanted), strict=True
    ):
        if not isinstance(count, float) or count < 0 or count != int(count):
            stop(f"{path}:{line}: {count!r} is no count. Write a whole number, 0 or more.")
        key, action = _plainly(key), _plainly(action)
        row = found.setdefault(key, {})
        if action in row:
            stop(f"{path}:{line}: {action!r} at {key!r} was counted before. Add the two up.")
        row[action] = int(count)
    return found


def _plainly(cell: object) -> str:
    """Return a name as it was written, though a column of numbers was read as numbers."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _perfect(tree: Tree) -> tuple[tuple[Solution, ...], bool]:
    """Find all pure subgame-perfect equilibria in exact rationals, and certify each."""
    import numpy as np

    from foedus.games import all_spe, certify, evaluate

    listed, numbers = all_spe(tree, {}, exact=True, cap=_MOST), evaluate(tree, {})
    found = []
    for equilibrium in listed.found:
        chosen = zip(tree.infosets, equilibrium.actions, strict=True)
        taken = [[[0.0] if a == action else [-np.inf] for a in h.actions] for h, action in chosen]
        with np.errstate(invalid="ignore"):
            found.append(certify(tree, numbers, "spe", None, [np.array(p) for p in taken]))
    return tuple(found), listed.complete
