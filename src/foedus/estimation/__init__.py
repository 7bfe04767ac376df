"""Payoffs of small games from cases in which somebody played them. Knows nothing of treaties."""

from foedus.estimation.answer import Answer
from foedus.estimation.clusters import clustered
from foedus.estimation.fitting import Fit, Reached, estimate, label_chances, outcome_labels
from foedus.estimation.formulas import FormulaError
from foedus.estimation.grids import Grid, grid
from foedus.estimation.nonnested import PLAIN, Comparison, both_tests, clarke, vuong
from foedus.estimation.plain import plain_logit
from foedus.estimation.prediction import Predicted, predict
from foedus.estimation.regressors import Design, Formulas
from foedus.estimation.resampling import Bootstrap, bootstrap
from foedus.estimation.strategic import Restrictions, Strategic

__all__ = [
    "PLAIN",
    "Answer",
    "Bootstrap",
    "Comparison",
    "Design",
    "Fit",
    "FormulaError",
    "Formulas",
    "Grid",
    "Predicted",
    "Reached",
    "Restrictions",
    "Strategic",
    "bootstrap",
    "both_tests",
    "clarke",
    "clustered",
    "estimate",
    "grid",
    "label_chances",
    "outcome_labels",
    "plain_logit",
    "predict",
    "vuong",
]
