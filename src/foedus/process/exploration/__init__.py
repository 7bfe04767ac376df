"""Exploration: every state of a slice of the process, shortest plays first.

`scope` slices an arrangement to what a question reads, `Projection` names the states that are alike
there and the moves worth making, and `TimedGraph` explores them on all days at once, less what
`Rules` leaves out.
"""

from foedus.process.exploration.circles import circles
from foedus.process.exploration.decisive import (
    Decision,
    cast,
    decisions,
    fewest_to_stop,
    open_step,
    others_to_stop,
    stopped_without,
    undecided,
)
from foedus.process.exploration.graph import Daily, Explored, Found, TimedGraph, easiest, soonest_of
from foedus.process.exploration.hours import ACTED, DONE_FOR_TODAY, FRESH, Batch, Hour
from foedus.process.exploration.leavers import Leavers
from foedus.process.exploration.projection import Key, Projection, Steps
from foedus.process.exploration.reaching import Region
from foedus.process.exploration.relevance import (
    Item,
    Scope,
    becoming_breaches,
    breaches_alleged,
    of_condition,
    scope,
)
from foedus.process.exploration.search import MOST_STATES, STEADY, Cost, Edge, Graph, Rules, Test
from foedus.process.exploration.singles import openers
from foedus.process.exploration.staying import lingering, losses
from foedus.process.exploration.timed import MOST_PASSAGES
from foedus.process.exploration.zones import Zone, meet, waiting, without

__all__ = [
    "ACTED",
    "DONE_FOR_TODAY",
    "FRESH",
    "MOST_PASSAGES",
    "MOST_STATES",
    "STEADY",
    "Batch",
    "Cost",
    "Daily",
    "Decision",
    "Edge",
    "Explored",
    "Found",
    "Graph",
    "Hour",
    "Item",
    "Key",
    "Leavers",
    "Projection",
    "Region",
    "Rules",
    "Scope",
    "Steps",
    "Test",
    "TimedGraph",
    "Zone",
    "becoming_breaches",
    "breaches_alleged",
    "cast",
    "circles",
    "decisions",
    "easiest",
    "fewest_to_stop",
    "lingering",
    "losses",
    "meet",
    "of_condition",
    "open_step",
    "openers",
    "others_to_stop",
    "scope",
    "soonest_of",
    "stopped_without",
    "undecided",
    "waiting",
    "without",
]
