"""Payoffs of small games from cases in which somebody played them. Knows nothing of treaties."""

from typing import TYPE_CHECKING

from foedus.faces import offered

if TYPE_CHECKING:
    from foedus.estimation.answer import Answer as Answer
    from foedus.estimation.fitting import Fit as Fit
    from foedus.estimation.fitting import Reached as Reached
    from foedus.estimation.fitting import estimate as estimate
    from foedus.estimation.fitting import label_chances as label_chances
    from foedus.estimation.fitting import outcome_labels as outcome_labels
    from foedus.estimation.formulas import FormulaError as FormulaError
    from foedus.estimation.nonnested import PLAIN as PLAIN
    from foedus.estimation.nonnested import Comparison as Comparison
    from foedus.estimation.nonnested import both_tests as both_tests
    from foedus.estimation.nonnested import clarke as clarke
    from foedus.estimation.nonnested import plain_logit as plain_logit
    from foedus.estimation.nonnested import vuong as vuong
    from foedus.estimation.prediction import Grid as Grid
    from foedus.estimation.prediction import Predicted as Predicted
    from foedus.estimation.prediction import grid as grid
    from foedus.estimation.prediction import predict as predict
    from foedus.estimation.regressors import Design as Design
    from foedus.estimation.regressors import Formulas as Formulas
    from foedus.estimation.strategic import Restrictions as Restrictions
    from foedus.estimation.strategic import Strategic as Strategic
    from foedus.estimation.uncertainty import Bootstrap as Bootstrap
    from foedus.estimation.uncertainty import bootstrap as bootstrap
    from foedus.estimation.uncertainty import clustered as clustered
else:
    __getattr__, __all__ = offered(__name__)
