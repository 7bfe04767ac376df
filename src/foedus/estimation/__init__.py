"""Payoffs of small games from cases in which somebody played them. Knows nothing of treaties."""

from foedus.estimation.clusters import clustered
from foedus.estimation.fitting import Fit, estimate, label_chances, outcome_labels
from foedus.estimation.formulas import FormulaError
from foedus.estimation.nonnested import Comparison, clarke, vuong
from foedus.estimation.prediction import Predicted, predict
from foedus.estimation.regressors import Design, Formulas
from foedus.estimation.resampling import Bootstrap, bootstrap
from foedus.estimation.strategic import Strategic

__all__ = [
    "Bootstrap",
    "Comparison",
    "Design",
    "Fit",
    "FormulaError",
    "Formulas",
    "Predicted",
    "Strategic",
    "bootstrap",
    "clarke",
    "clustered",
    "estimate",
    "label_chances",
    "outcome_labels",
    "predict",
    "vuong",
]
