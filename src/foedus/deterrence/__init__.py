"""Does it deter? The game that an arrangement makes, solved for each option on the same draws."""

from typing import TYPE_CHECKING

from foedus.deterrence.compile import Game, compile_game
from foedus.deterrence.design import Design
from foedus.deterrence.deter import Deterrence, deter
from foedus.deterrence.job import NOTHING
from foedus.deterrence.questions.answers import TOLERANCE, OptionDeterrence
from foedus.deterrence.questions.backtest import (
    Backtest,
    BadCaseError,
    Case,
    backtest,
    case_of,
)
from foedus.deterrence.questions.base_rate import Anchored, anchored
from foedus.deterrence.questions.bottom_line import bottom_line
from foedus.deterrence.questions.decision import Decision, Row, decision
from foedus.deterrence.questions.knowing import Knowing, knowing
from foedus.deterrence.questions.notices import notices
from foedus.deterrence.questions.pooled import Pool, pooled
from foedus.deterrence.questions.ranking import COSTS, Reversal, reversals, threatened
from foedus.deterrence.sides import DeterrenceError, adversaries_of, beneficiary_of, in_words
from foedus.deterrence.sweep import Runner, load_code
from foedus.deterrence.wording import beside, moving, on_side, ranged, signs, spoken, valued
from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.deterrence.estimates import uncertain
    from foedus.deterrence.questions.best_play import BestPlay, best_play
    from foedus.deterrence.questions.claims import LEAST, Cell, Claim, Claims, claims
    from foedus.deterrence.questions.discovery import Box, boxes
    from foedus.deterrence.questions.influence import Influence, influences
    from foedus.deterrence.questions.inputs import inputs
    from foedus.deterrence.questions.regimes import RegimeMap, regimes
    from foedus.deterrence.questions.reputation import Reputation, reputation
    from foedus.deterrence.questions.sensitivity import ERROR, Sensitivities, sensitivities
    from foedus.deterrence.questions.spanning import Span, grid, spanning
    from foedus.deterrence.questions.supposing import Lever, Outcome, levers, outcomes
    from foedus.deterrence.questions.taking import Electorate, electorates, taking
else:
    __getattr__ = lazily(
        __name__,
        {
            "estimates": ("uncertain",),
            "questions.best_play": ("BestPlay", "best_play"),
            "questions.claims": (
                "Cell",
                "Claim",
                "Claims",
                "LEAST",
                "claims",
            ),
            "questions.discovery": (
                "Box",
                "boxes",
            ),
            "questions.influence": (
                "Influence",
                "influences",
            ),
            "questions.inputs": ("inputs",),
            "questions.regimes": (
                "RegimeMap",
                "regimes",
            ),
            "questions.reputation": (
                "Reputation",
                "reputation",
            ),
            "questions.sensitivity": (
                "ERROR",
                "Sensitivities",
                "sensitivities",
            ),
            "questions.spanning": ("Span", "grid", "spanning"),
            "questions.supposing": ("Lever", "Outcome", "levers", "outcomes"),
            "questions.taking": ("Electorate", "electorates", "taking"),
        },
    )

__all__ = [
    "COSTS",
    "ERROR",
    "LEAST",
    "NOTHING",
    "TOLERANCE",
    "Anchored",
    "Backtest",
    "BadCaseError",
    "BestPlay",
    "Box",
    "Case",
    "Cell",
    "Claim",
    "Claims",
    "Decision",
    "Design",
    "Deterrence",
    "DeterrenceError",
    "Electorate",
    "Game",
    "Influence",
    "Knowing",
    "Lever",
    "OptionDeterrence",
    "Outcome",
    "Pool",
    "RegimeMap",
    "Reputation",
    "Reversal",
    "Row",
    "Runner",
    "Sensitivities",
    "Span",
    "adversaries_of",
    "anchored",
    "backtest",
    "beneficiary_of",
    "beside",
    "best_play",
    "bottom_line",
    "boxes",
    "case_of",
    "claims",
    "compile_game",
    "decision",
    "deter",
    "electorates",
    "grid",
    "in_words",
    "influences",
    "inputs",
    "knowing",
    "levers",
    "load_code",
    "moving",
    "notices",
    "on_side",
    "outcomes",
    "pooled",
    "ranged",
    "regimes",
    "reputation",
    "reversals",
    "sensitivities",
    "signs",
    "spanning",
    "spoken",
    "taking",
    "threatened",
    "uncertain",
    "valued",
]
