"""Playing an arrangement: a play is a list of steps, and every look at it is plain data.

`answer` takes the questions of the page, as plain data, and gives plain data back.
"""

from foedus.play.asking import (
    LONGEST_TEXT,
    QUESTIONS,
    VERSION,
    Read,
    answer,
    answered,
    prepare,
    prepared,
    read_of,
    slices,
)
from foedus.play.board import Board, board
from foedus.play.played import Played, played
from foedus.play.presets import Preset
from foedus.play.steps import MOST_STEPS, PlayError, Step, Withheld, exported, steps_of, written

__all__ = [
    "LONGEST_TEXT",
    "MOST_STEPS",
    "QUESTIONS",
    "VERSION",
    "Board",
    "PlayError",
    "Played",
    "Preset",
    "Read",
    "Step",
    "Withheld",
    "answer",
    "answered",
    "board",
    "exported",
    "played",
    "prepare",
    "prepared",
    "read_of",
    "slices",
    "steps_of",
    "written",
]
