"""Extensive-form games, batch first. Knows nothing of treaties."""

from typing import TYPE_CHECKING

from foedus.faces import offered

if TYPE_CHECKING:
    from foedus.games.aqre import solve_aqre as solve_aqre
    from foedus.games.aqre import solve_limit as solve_limit
    from foedus.games.bayesian import BayesianEquilibria as BayesianEquilibria
    from foedus.games.bayesian import BayesianEquilibrium as BayesianEquilibrium
    from foedus.games.beliefs import Belief as Belief
    from foedus.games.bifurcations import Bifurcation as Bifurcation
    from foedus.games.bifurcations import Branch as Branch
    from foedus.games.bifurcations import trace_branch as trace_branch
    from foedus.games.certificate import action_values as action_values
    from foedus.games.certificate import all_beliefs as all_beliefs
    from foedus.games.certificate import certify as certify
    from foedus.games.expressions import Array as Array
    from foedus.games.expressions import Expr as Expr
    from foedus.games.expressions import ParameterError as ParameterError
    from foedus.games.expressions import const as const
    from foedus.games.expressions import param as param
    from foedus.games.fitted import FittedPrecision as FittedPrecision
    from foedus.games.fitted import fit_precision as fit_precision
    from foedus.games.gambit_files import read_file as read_file
    from foedus.games.gambit_files import read_game as read_game
    from foedus.games.gambit_text import GameFileError as GameFileError
    from foedus.games.gambit_writer import write_efg as write_efg
    from foedus.games.induction import Induction as Induction
    from foedus.games.induction import Ties as Ties
    from foedus.games.multistart import STARTS as STARTS
    from foedus.games.multistart import distinct as distinct
    from foedus.games.multistart import many_aqre as many_aqre
    from foedus.games.nash import Nash as Nash
    from foedus.games.nash import NashSet as NashSet
    from foedus.games.nash import solve_nash as solve_nash
    from foedus.games.numbers import Numbers as Numbers
    from foedus.games.numbers import evaluate as evaluate
    from foedus.games.perfect_bayesian import solve_pbe as solve_pbe
    from foedus.games.solution import Path as Path
    from foedus.games.solution import Solution as Solution
    from foedus.games.solution import Step as Step
    from foedus.games.solution import frequencies as frequencies
    from foedus.games.solution import node_values as node_values
    from foedus.games.solution import on_path as on_path
    from foedus.games.spe import Equilibria as Equilibria
    from foedus.games.spe import PureEquilibrium as PureEquilibrium
    from foedus.games.spe import all_spe as all_spe
    from foedus.games.spe import solve_spe as solve_spe
    from foedus.games.subgames import SubgameEquilibria as SubgameEquilibria
    from foedus.games.subgames import SubgamePerfect as SubgamePerfect
    from foedus.games.subgames import solve_subgames as solve_subgames
    from foedus.games.tree import Builder as Builder
    from foedus.games.tree import Chance as Chance
    from foedus.games.tree import Decision as Decision
    from foedus.games.tree import GameError as GameError
    from foedus.games.tree import Infoset as Infoset
    from foedus.games.tree import Node as Node
    from foedus.games.tree import Paid as Paid
    from foedus.games.tree import Payment as Payment
    from foedus.games.tree import Terminal as Terminal
    from foedus.games.tree import Tree as Tree
else:
    __getattr__, __all__ = offered(__name__)
