"""The one walk: what can come of a supposition, when, by whose doing, and who can keep it away.

A `Supposition` says who acts, how, and who will not help; a `Goal` is something that may then come
about; a `Walk` answers for both. What two answers say of one thing, they ask here.
"""

from foedus.process.walk.beside import at_will, leavers, leaving_first, taken_away
from foedus.process.walk.forcing import (
    Contest,
    Moves,
    Opposed,
    forced,
    held_up,
    in_order,
    led_to,
    may_precede,
)
from foedus.process.walk.goals import (
    Goal,
    allowed,
    any_of,
    begun,
    condition,
    duties,
    effect,
    found,
    owed,
    rights,
    signed,
)
from foedus.process.walk.joining import Act, joining
from foedus.process.walk.lasting import able_to_undo, lasting, undoing
from foedus.process.walk.letting import Willing
from foedus.process.walk.matrix import Due, Needed, Row, matrix, obliging, row
from foedus.process.walk.play import Play
from foedus.process.walk.seasons import (
    Consequence,
    Season,
    by_itself,
    clause_called,
    consequence,
    obligations_of,
    seasons,
)
from foedus.process.walk.supposition import Supposition
from foedus.process.walk.turning import Averted, Event, Turning
from foedus.process.walk.walk import Walk
from foedus.process.walk.winning import winning

__all__ = [
    "Act",
    "Averted",
    "Consequence",
    "Contest",
    "Due",
    "Event",
    "Goal",
    "Moves",
    "Needed",
    "Opposed",
    "Play",
    "Row",
    "Season",
    "Supposition",
    "Turning",
    "Walk",
    "Willing",
    "able_to_undo",
    "allowed",
    "any_of",
    "at_will",
    "begun",
    "by_itself",
    "clause_called",
    "condition",
    "consequence",
    "duties",
    "effect",
    "forced",
    "found",
    "held_up",
    "in_order",
    "joining",
    "lasting",
    "leavers",
    "leaving_first",
    "led_to",
    "matrix",
    "may_precede",
    "obligations_of",
    "obliging",
    "owed",
    "rights",
    "row",
    "seasons",
    "signed",
    "taken_away",
    "undoing",
    "winning",
]
