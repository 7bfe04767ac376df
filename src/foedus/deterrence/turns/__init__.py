"""Whose turn it is: one function for each kind of turn, asked in a fixed order."""

from foedus.deterrence.turns.debtors import MOST
from foedus.deterrence.turns.play import TURNS, Play
from foedus.deterrence.turns.table import Log, signatories
from foedus.deterrence.turns.threats import remembered

__all__ = ["MOST", "TURNS", "Log", "Play", "remembered", "signatories"]
