"""How the readings of a node are come to, part by part."""

from __future__ import annotations

from typing import NamedTuple

from foedus.process.exploration.search import Cost, Edge
from foedus.process.exploration.zones import Zone


class Part(NamedTuple):
    """Some of a node's readings, and how they are come to.

    Parameters
    ----------
    number
        Which part of all it is, in the order in which they were found.
    zone
        The readings, waited for or not.
    cost
        What the shortest play to them takes.
    source
        The node and the step that lead to them; ``None`` for the start.
    """

    number: int
    zone: Zone
    cost: Cost
    source: tuple[int, Edge] | None
