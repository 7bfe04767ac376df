"""Loopholes: stories in which a guarantee fails, found by playing the process.

Each story is a list of moves that the process allows, so it replays. This is a first catalogue: it
plays the arrangement with everybody else at their most cooperative. What it finds is real; that it
finds nothing is no proof that nothing is there.
"""

from foedus.loopholes.catalogue import CATALOGUE, Loophole, find_all
from foedus.loopholes.cooperation import Play, best_case, blockers
from foedus.loopholes.coverage import Answered, coverage

__all__ = [
    "CATALOGUE",
    "Answered",
    "Loophole",
    "Play",
    "best_case",
    "blockers",
    "coverage",
    "find_all",
]
