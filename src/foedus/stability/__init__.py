"""What is stable by orderings alone: the graph model for conflict resolution, and its inverse."""

from foedus.stability.coalitions import Coalitions, every_coalition
from foedus.stability.conditions import Above, TooManyWaysError, Way, Ways
from foedus.stability.graph import Graph, Ints, StabilityError
from foedus.stability.inverse import Requirement, requirement
from foedus.stability.limited import limited_move
from foedus.stability.model import BadModelError, Model, model
from foedus.stability.optionform import from_options
from foedus.stability.orderings import from_list, from_scores, from_statements
from foedus.stability.robustness import Robustness, Swap, robustness
from foedus.stability.senses import (
    CALLED,
    READINGS,
    SANCTIONS,
    SENSES,
    Reading,
    Sense,
    equilibria,
    stable,
)
from foedus.stability.shares import Share, share
from foedus.stability.simultaneous import simultaneous
from foedus.stability.status_quo import Step, shortest_ways
from foedus.stability.tables import Analysis, analyse, is_sense, stable_in
from foedus.stability.written import state_number

__all__ = [
    "CALLED",
    "READINGS",
    "SANCTIONS",
    "SENSES",
    "Above",
    "Analysis",
    "BadModelError",
    "Coalitions",
    "Graph",
    "Ints",
    "Model",
    "Reading",
    "Requirement",
    "Robustness",
    "Sense",
    "Share",
    "StabilityError",
    "Step",
    "Swap",
    "TooManyWaysError",
    "Way",
    "Ways",
    "analyse",
    "equilibria",
    "every_coalition",
    "from_list",
    "from_options",
    "from_scores",
    "from_statements",
    "is_sense",
    "limited_move",
    "model",
    "requirement",
    "robustness",
    "share",
    "shortest_ways",
    "simultaneous",
    "stable",
    "stable_in",
    "state_number",
]
