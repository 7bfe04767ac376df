"""Exploration: every state of a slice of the process, shortest plays first.

`scope` slices an arrangement to what a question reads, `Projection` names the states that are alike
there and the moves worth making, and `Graph` explores them, less what `Rules` leaves out.
"""

from foedus.process.exploration.decisive import (
    Decision,
    cast,
    decisions,
    fewest_to_stop,
    open_step,
    stopped_without,
)
from foedus.process.exploration.projection import FRESH, Batch, Key, Projection, Steps
from foedus.process.exploration.relevance import Item, Scope, of_condition, scope
from foedus.process.exploration.search import MOST_STATES, STEADY, Cost, Edge, Graph, Rules, Test

__all__ = [
    "FRESH",
    "MOST_STATES",
    "STEADY",
    "Batch",
    "Cost",
    "Decision",
    "Edge",
    "Graph",
    "Item",
    "Key",
    "Projection",
    "Rules",
    "Scope",
    "Steps",
    "Test",
    "cast",
    "decisions",
    "fewest_to_stop",
    "of_condition",
    "open_step",
    "scope",
    "stopped_without",
]
