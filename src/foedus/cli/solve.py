"""`foedus solve`: the equilibria of a game in a Gambit file."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from foedus.cli.edge import JSON, OUT, Number, deliver_json, stop, take, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foedus.games import Solution, Tree

LONGEST_GAME = 10_000_000
"""Bytes in the longest game that is read."""

_LARGEST = 1e12
"""Precision; nobody errs long before."""

_MOST = 100
"""Subgame-perfect equilibria that are listed; ties multiply."""


@click.command()
@click.argument("game", type=click.Path(path_type=Path))
@click.option(
    "--concept",
    type=click.Choice(["spe", "aqre", "pbe", "nash"]),
    help="Subgame perfection, logit agent quantal response, perfect Bayesian or Nash equilibrium.",
)
@click.option("--precision", default="1,5,20", metavar="LIST", help="Precisions for aqre.")
@click.option("--pure", is_flag=True, help="For pbe: pure equilibria only.")
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
    json_file: str | None,
    svg_file: str | None,
    least: float,
) -> None:
    """Solve GAME (.efg or .nfg): who does what with what chance, with a certificate."""
    from foedus.games import GameError, read_game
    from foedus.views.game_tree import draw
    from foedus.views.solving import heading

    try:
        tree = read_game(take(game, LONGEST_GAME), str(game))
    except GameError as error:
        stop(str(error))
    concept = concept or ("spe" if tree.perfect_information else "aqre")
    try:
        told = _solved(tree, concept, _precisions(precision), not pure)
        svg = ""
        if svg_file is not None and (told.conduct is not None or concept == "nash"):
            svg = draw(tree, {}, told.conduct, least, note=told.name)
    except GameError as error:
        stop(f"{game}: {error}")
    if svg_file is not None and svg:
        write(svg_file, svg)
    if json_file is not None:
        head = {"game": str(game), "title": tree.title, "concept": concept}
        deliver_json(head | told.plain, json_file)
    else:
        click.echo(heading(tree))
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


def _solved(tree: Tree, concept: str, precisions: Sequence[float], mixed: bool) -> _Told:
    from foedus.games import solve_aqre, solve_nash, solve_pbe
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
        solutions = solve_aqre(tree, {}, precisions)
        lines, extra = solving.quantal(solutions), dict[str, object]()
        shown, note = solutions[-1], f"logit AQRE, precision {precisions[-1]:g}"
    else:
        _refuse_hidden(tree)
        solutions, complete = _perfect(tree)
        lines, extra = solving.perfect(solutions, complete), {"complete": complete}
        shown, note = solutions[0], f"subgame-perfect equilibrium 1 of {len(solutions)}"
    conduct = [[float(x) for x in p[:, 0]] for p in shown.profile] if shown.ok[0] else None
    plain = {"solutions": [s.as_json() for s in solutions]} | extra
    return _Told(plain, lines, conduct, note, all(bool(s.ok[0]) for s in solutions))


def _refuse_hidden(tree: Tree) -> None:
    from foedus.games import GameError

    hidden = [h for h in tree.infosets if len(h.nodes) > 1]
    if hidden:
        raise GameError(
            f"{tree.players[hidden[0].player]} cannot tell apart {len(hidden[0].nodes)} nodes at "
            f"{hidden[0].key!r}, and subgame perfection needs perfect information. "
            "Use --concept pbe, aqre or nash."
        )


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
