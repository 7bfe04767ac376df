"""The single semantics: an arrangement as a pure transition system.

`Process.moves` says who may do what in a state; `Process.after` says what then holds. Nothing else
in the project knows what a treaty clause means.
"""

from foedus.process.cut import LEFT_OUT, Cut, cut
from foedus.process.facts import Fact, told
from foedus.process.interpreting import Event
from foedus.process.moves import NATURE, IllegalMoveError, Move
from foedus.process.naming import called
from foedus.process.process import Process
from foedus.process.replay import Entry, Fold, replay, resume
from foedus.process.state import State

__all__ = [
    "LEFT_OUT",
    "NATURE",
    "Cut",
    "Entry",
    "Event",
    "Fact",
    "Fold",
    "IllegalMoveError",
    "Move",
    "Process",
    "State",
    "called",
    "cut",
    "replay",
    "resume",
    "told",
]
