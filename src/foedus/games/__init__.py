"""Extensive-form games, batch first. Knows nothing of treaties."""

from typing import TYPE_CHECKING

from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.games.aqre import solve_aqre, solve_limit
    from foedus.games.bayesian import BayesianEquilibria, BayesianEquilibrium
    from foedus.games.beliefs import Belief
    from foedus.games.bifurcations import Bifurcation, Branch, trace_branch
    from foedus.games.certificate import action_values, all_beliefs, certify
    from foedus.games.expressions import Array, Expr, ParameterError, const, param
    from foedus.games.fitted import FittedPrecision, fit_precision
    from foedus.games.gambit_files import read_file, read_game
    from foedus.games.gambit_text import GameFileError
    from foedus.games.gambit_writer import write_efg
    from foedus.games.induction import Induction, Ties
    from foedus.games.multistart import STARTS, distinct, many_aqre
    from foedus.games.nash import Nash, NashSet, solve_nash
    from foedus.games.numbers import Numbers, evaluate
    from foedus.games.perfect_bayesian import solve_pbe
    from foedus.games.solution import (
        Path,
        Solution,
        Step,
        frequencies,
        node_reach,
        node_values,
        on_path,
    )
    from foedus.games.spe import Equilibria, PureEquilibrium, all_spe, solve_spe
    from foedus.games.subgames import SubgameEquilibria, SubgamePerfect, solve_subgames
    from foedus.games.tree import (
        Builder,
        Chance,
        Decision,
        GameError,
        Infoset,
        Node,
        Paid,
        Payment,
        Terminal,
        Tree,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "aqre": ("solve_aqre", "solve_limit"),
            "bayesian": ("BayesianEquilibria", "BayesianEquilibrium"),
            "beliefs": ("Belief",),
            "bifurcations": ("Bifurcation", "Branch", "trace_branch"),
            "certificate": ("action_values", "all_beliefs", "certify"),
            "expressions": ("Array", "Expr", "ParameterError", "const", "param"),
            "fitted": ("FittedPrecision", "fit_precision"),
            "gambit_files": ("read_file", "read_game"),
            "gambit_text": ("GameFileError",),
            "gambit_writer": ("write_efg",),
            "induction": ("Induction", "Ties"),
            "multistart": ("STARTS", "distinct", "many_aqre"),
            "nash": ("Nash", "NashSet", "solve_nash"),
            "numbers": ("Numbers", "evaluate"),
            "perfect_bayesian": ("solve_pbe",),
            "solution": (
                "Path",
                "Solution",
                "Step",
                "frequencies",
                "node_reach",
                "node_values",
                "on_path",
            ),
            "spe": ("Equilibria", "PureEquilibrium", "all_spe", "solve_spe"),
            "subgames": ("SubgameEquilibria", "SubgamePerfect", "solve_subgames"),
            "tree": (
                "Builder",
                "Chance",
                "Decision",
                "GameError",
                "Infoset",
                "Node",
                "Paid",
                "Payment",
                "Terminal",
                "Tree",
            ),
        },
    )

__all__ = [
    "STARTS",
    "Array",
    "BayesianEquilibria",
    "BayesianEquilibrium",
    "Belief",
    "Bifurcation",
    "Branch",
    "Builder",
    "Chance",
    "Decision",
    "Equilibria",
    "Expr",
    "FittedPrecision",
    "GameError",
    "GameFileError",
    "Induction",
    "Infoset",
    "Nash",
    "NashSet",
    "Node",
    "Numbers",
    "Paid",
    "ParameterError",
    "Path",
    "Payment",
    "PureEquilibrium",
    "Solution",
    "Step",
    "SubgameEquilibria",
    "SubgamePerfect",
    "Terminal",
    "Ties",
    "Tree",
    "action_values",
    "all_beliefs",
    "all_spe",
    "certify",
    "const",
    "distinct",
    "evaluate",
    "fit_precision",
    "frequencies",
    "many_aqre",
    "node_reach",
    "node_values",
    "on_path",
    "param",
    "read_file",
    "read_game",
    "solve_aqre",
    "solve_limit",
    "solve_nash",
    "solve_pbe",
    "solve_spe",
    "solve_subgames",
    "trace_branch",
    "write_efg",
]
