"""Does it deter? The game that an arrangement makes, solved for each option on the same draws."""

from foedus.deterrence.compile import DeterrenceError, Game, compile_game
from foedus.deterrence.deter import Deterrence, deter
from foedus.deterrence.questions.answers import OptionDeterrence

__all__ = [
    "Deterrence",
    "DeterrenceError",
    "Game",
    "OptionDeterrence",
    "compile_game",
    "deter",
]
