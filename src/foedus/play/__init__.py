"""Playing an arrangement: a play is a list of steps, and every look at it is plain data.

`answer` takes the questions of the page, as plain data, and gives plain data back.
"""

from foedus.play.asking import LONGEST_TEXT, QUESTIONS, VERSION, answer
from foedus.play.board import Board, board
from foedus.play.played import Played, played
from foedus.play.steps import MOST_STEPS, PlayError, Step, Withheld, exported, steps_of

__all__ = [
    "LONGEST_TEXT",
    "MOST_STEPS",
    "QUESTIONS",
    "VERSION",
    "Board",
    "PlayError",
    "Played",
    "Step",
    "Withheld",
    "answer",
    "board",
    "exported",
    "played",
    "steps_of",
]
