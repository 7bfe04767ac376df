"""What is stable by orderings alone: the graph model for conflict resolution, and its inverse."""

from foedus.stability.coalitions import Coalitions
from foedus.stability.conditions import Above, TooManyWaysError
from foedus.stability.graph import Graph, StabilityError
from foedus.stability.inverse import Requirement, requirement
from foedus.stability.limited import limited_move
from foedus.stability.optionform import from_options
from foedus.stability.orderings import from_list, from_scores, from_statements
from foedus.stability.robustness import Robustness, robustness
from foedus.stability.senses import READINGS, SENSES, equilibria, stable
from foedus.stability.shares import Share, share
from foedus.stability.simultaneous import simultaneous
from foedus.stability.status_quo import shortest_ways

__all__ = [
    "READINGS",
    "SENSES",
    "Above",
    "Coalitions",
    "Graph",
    "Requirement",
    "Robustness",
    "Share",
    "StabilityError",
    "TooManyWaysError",
    "equilibria",
    "from_list",
    "from_options",
    "from_scores",
    "from_statements",
    "limited_move",
    "requirement",
    "robustness",
    "share",
    "shortest_ways",
    "simultaneous",
    "stable",
]
