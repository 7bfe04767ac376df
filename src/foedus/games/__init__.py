"""Extensive-form games, batch first. Knows nothing of treaties."""

from foedus.games.expressions import Expr, ParameterError, const, param
from foedus.games.solution import Path, Solution, Step, frequencies, on_path
from foedus.games.solvers import solve_aqre, solve_spe
from foedus.games.tree import Builder, GameError, Tree, evaluate

__all__ = [
    "Builder",
    "Expr",
    "GameError",
    "ParameterError",
    "Path",
    "Solution",
    "Step",
    "Tree",
    "const",
    "evaluate",
    "frequencies",
    "on_path",
    "param",
    "solve_aqre",
    "solve_spe",
]
