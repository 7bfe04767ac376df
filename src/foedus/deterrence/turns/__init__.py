"""Whose turn it is: one function for each kind of turn, asked in a fixed order."""

from foedus.deterrence.turns.debtors import MOST
from foedus.deterrence.turns.play import TURNS, Play
from foedus.deterrence.turns.table import Log
from foedus.deterrence.turns.threats import GAVE_IN, THREATENED, came, remembered, told_of

__all__ = [
    "GAVE_IN",
    "MOST",
    "THREATENED",
    "TURNS",
    "Log",
    "Play",
    "came",
    "remembered",
    "told_of",
]
