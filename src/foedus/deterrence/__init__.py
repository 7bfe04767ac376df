"""Does it deter? The game that an arrangement makes, solved for each option on the same draws."""

from typing import TYPE_CHECKING

from foedus.faces import offered

if TYPE_CHECKING:
    from foedus.deterrence.compile import Game as Game
    from foedus.deterrence.compile import compile_game as compile_game
    from foedus.deterrence.counts import targets_of as targets_of
    from foedus.deterrence.design import Design as Design
    from foedus.deterrence.estimates import uncertain as uncertain
    from foedus.deterrence.job import NOTHING as NOTHING
    from foedus.deterrence.job import searched as searched
    from foedus.deterrence.questions.answers import TOLERANCE as TOLERANCE
    from foedus.deterrence.questions.answers import OptionDeterrence as OptionDeterrence
    from foedus.deterrence.questions.backtest import Backtest as Backtest
    from foedus.deterrence.questions.backtest import BadCaseError as BadCaseError
    from foedus.deterrence.questions.backtest import Case as Case
    from foedus.deterrence.questions.backtest import backtest as backtest
    from foedus.deterrence.questions.backtest import case_of as case_of
    from foedus.deterrence.questions.base_rate import Anchored as Anchored
    from foedus.deterrence.questions.base_rate import anchored as anchored
    from foedus.deterrence.questions.best_play import BestPlay as BestPlay
    from foedus.deterrence.questions.best_play import best_play as best_play
    from foedus.deterrence.questions.bottom_line import bottom_line as bottom_line
    from foedus.deterrence.questions.bottom_line import taken_to_sign as taken_to_sign
    from foedus.deterrence.questions.breakeven import AGAIN as AGAIN
    from foedus.deterrence.questions.claims import LEAST as LEAST
    from foedus.deterrence.questions.claims import Cell as Cell
    from foedus.deterrence.questions.claims import Claim as Claim
    from foedus.deterrence.questions.claims import Claims as Claims
    from foedus.deterrence.questions.claims import claims as claims
    from foedus.deterrence.questions.decision import Decision as Decision
    from foedus.deterrence.questions.decision import decision as decision
    from foedus.deterrence.questions.discovery import Box as Box
    from foedus.deterrence.questions.discovery import boxes as boxes
    from foedus.deterrence.questions.erring import UNERRING as UNERRING
    from foedus.deterrence.questions.erring import another as another
    from foedus.deterrence.questions.influence import Influence as Influence
    from foedus.deterrence.questions.influence import by_label as by_label
    from foedus.deterrence.questions.influence import influences as influences
    from foedus.deterrence.questions.influence import passing as passing
    from foedus.deterrence.questions.inputs import inputs as inputs
    from foedus.deterrence.questions.knowing import Knowing as Knowing
    from foedus.deterrence.questions.knowing import knowing as knowing
    from foedus.deterrence.questions.notices import notices as notices
    from foedus.deterrence.questions.pooled import Pool as Pool
    from foedus.deterrence.questions.pooled import pooled as pooled
    from foedus.deterrence.questions.ranking import COSTS as COSTS
    from foedus.deterrence.questions.ranking import Reversal as Reversal
    from foedus.deterrence.questions.ranking import reversals as reversals
    from foedus.deterrence.questions.ranking import threatened as threatened
    from foedus.deterrence.questions.regimes import RegimeMap as RegimeMap
    from foedus.deterrence.questions.regimes import regimes as regimes
    from foedus.deterrence.questions.reputation import Reputation as Reputation
    from foedus.deterrence.questions.reputation import reputation as reputation
    from foedus.deterrence.questions.rows import Row as Row
    from foedus.deterrence.questions.sensitivity import ERROR as ERROR
    from foedus.deterrence.questions.sensitivity import Sensitivities as Sensitivities
    from foedus.deterrence.questions.sensitivity import Sensitivity as Sensitivity
    from foedus.deterrence.questions.sensitivity import sensitivities as sensitivities
    from foedus.deterrence.questions.spanning import Span as Span
    from foedus.deterrence.questions.spanning import grid as grid
    from foedus.deterrence.questions.spanning import spanning as spanning
    from foedus.deterrence.questions.supposing import Lever as Lever
    from foedus.deterrence.questions.supposing import Outcome as Outcome
    from foedus.deterrence.questions.supposing import levers as levers
    from foedus.deterrence.questions.supposing import outcomes as outcomes
    from foedus.deterrence.questions.switching import Switch as Switch
    from foedus.deterrence.questions.taking import Electorate as Electorate
    from foedus.deterrence.questions.taking import electorates as electorates
    from foedus.deterrence.questions.taking import taking as taking
    from foedus.deterrence.questions.unknown import lacking as lacking
    from foedus.deterrence.questions.unsaid import unsaid as unsaid
    from foedus.deterrence.sides import DeterrenceError as DeterrenceError
    from foedus.deterrence.sides import adversaries_of as adversaries_of
    from foedus.deterrence.sides import beneficiary_of as beneficiary_of
    from foedus.deterrence.sides import in_words as in_words
    from foedus.deterrence.solving import Deterrence as Deterrence
    from foedus.deterrence.solving import deter as deter
    from foedus.deterrence.sweep import Runner as Runner
    from foedus.deterrence.sweep import load_code as load_code
    from foedus.deterrence.sweep import steps_in as steps_in
    from foedus.deterrence.taken import middle_by_ratio as middle_by_ratio
    from foedus.deterrence.taken import taken_as as taken_as
    from foedus.deterrence.wording import INSTEAD as INSTEAD
    from foedus.deterrence.wording import beside as beside
    from foedus.deterrence.wording import holding as holding
    from foedus.deterrence.wording import moving as moving
    from foedus.deterrence.wording import ranged as ranged
    from foedus.deterrence.wording import signs as signs
    from foedus.deterrence.wording import spoken as spoken
    from foedus.deterrence.wording import valued as valued
else:
    __getattr__, __all__ = offered(__name__)
