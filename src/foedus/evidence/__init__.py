"""What the record says: published rates, fitted models and the rows they rest on.

Knows nothing of treaties as texts: it counts what happened and says how sure the count is.
"""

from foedus.evidence.durations import DurationFit, fit_durations
from foedus.evidence.ratification import RatificationModel, ratification_model
from foedus.evidence.rounds import Round, rounds

__all__ = [
    "DurationFit",
    "RatificationModel",
    "Round",
    "fit_durations",
    "ratification_model",
    "rounds",
]
