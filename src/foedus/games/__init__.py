"""Extensive-form games, batch first. Knows nothing of treaties."""

from foedus.games.aqre import solve_aqre, solve_limit
from foedus.games.expressions import Expr, ParameterError, const, param
from foedus.games.gambit_files import read_file, read_game
from foedus.games.gambit_text import GameFileError
from foedus.games.gambit_writer import write_efg
from foedus.games.nash import Nash, NashSet, solve_nash
from foedus.games.solution import Path, Solution, Step, frequencies, on_path
from foedus.games.spe import Equilibria, PureEquilibrium, all_spe, solve_spe
from foedus.games.tree import Builder, GameError, Tree, evaluate

__all__ = [
    "Builder",
    "Equilibria",
    "Expr",
    "GameError",
    "GameFileError",
    "Nash",
    "NashSet",
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
    "read_file",
    "read_game",
    "solve_aqre",
    "solve_limit",
    "solve_nash",
    "solve_spe",
    "write_efg",
]
