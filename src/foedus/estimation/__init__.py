"""Payoffs of small games from cases in which somebody played them. Knows nothing of treaties."""

from foedus.estimation.answer import Answer
from foedus.estimation.fitting import Fit, Reached, estimate, label_chances, outcome_labels
from foedus.estimation.formulas import FormulaError
from foedus.estimation.nonnested import PLAIN, Comparison, both_tests, clarke, plain_logit, vuong
from foedus.estimation.prediction import Grid, Predicted, grid, predict
from foedus.estimation.regressors import Design, Formulas
from foedus.estimation.strategic import Restrictions, Strategic
from foedus.estimation.uncertainty import Bootstrap, bootstrap, clustered

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
