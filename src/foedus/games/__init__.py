"""Extensive-form games, batch first. Knows nothing of treaties."""

from foedus.games.aqre import solve_aqre, solve_limit
from foedus.games.expressions import Expr, ParameterError, const, param
from foedus.games.solution import Path, Solution, Step, frequencies, on_path
from foedus.games.spe import Equilibria, PureEquilibrium, all_spe, solve_spe
from foedus.games.sweep import Frequencies, sweep
from foedus.games.tree import Builder, GameError, Tree, evaluate

__all__ = [
    "Builder",
    "Equilibria",
    "Expr",
    "Frequencies",
    "GameError",
    "ParameterError",
    "Path",
    "PureEquilibrium",
    "Solution",
    "Step",
    "Tree",
    "all_spe",
    "const",
    "evaluate",
    "frequencies",
    "on_path",
    "param",
    "solve_aqre",
    "solve_limit",
    "solve_spe",
    "sweep",
]
