"""Does it deter? The game that an arrangement makes, solved for each option on the same draws."""

from foedus.deterrence.compile import Game, compile_game
from foedus.deterrence.deter import Deterrence, deter
from foedus.deterrence.questions.answers import TOLERANCE, OptionDeterrence
from foedus.deterrence.questions.backtest import Backtest, Case, backtest, case_of
from foedus.deterrence.questions.base_rate import Anchored, anchored
from foedus.deterrence.questions.bottom_line import bottom_line, called
from foedus.deterrence.questions.decision import NOTHING, Decision, Row, decision
from foedus.deterrence.questions.knowing import Knowing, knowing
from foedus.deterrence.questions.notices import notices
from foedus.deterrence.questions.pooled import Pool, pooled
from foedus.deterrence.questions.ranking import COSTS, Reversal, reversals, threatened
from foedus.deterrence.sides import DeterrenceError, adversaries_of, in_words

__all__ = [
    "COSTS",
    "NOTHING",
    "TOLERANCE",
    "Anchored",
    "Backtest",
    "Case",
    "Decision",
    "Deterrence",
    "DeterrenceError",
    "Game",
    "Knowing",
    "OptionDeterrence",
    "Pool",
    "Reversal",
    "Row",
    "adversaries_of",
    "anchored",
    "backtest",
    "bottom_line",
    "called",
    "case_of",
    "compile_game",
    "decision",
    "deter",
    "in_words",
    "knowing",
    "notices",
    "pooled",
    "reversals",
    "threatened",
]
