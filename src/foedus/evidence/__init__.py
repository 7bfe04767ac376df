"""What the record says: published rates, fitted models and the rows they rest on.

Knows nothing of treaties as texts: it counts what happened and says how sure the count is.
"""

from typing import TYPE_CHECKING

from foedus.evidence.delays import DELAYS, Delay
from foedus.evidence.durations import DurationFit, fit_durations
from foedus.evidence.honour import HONOUR
from foedus.evidence.rates import Rate, jeffreys
from foedus.evidence.ratification import RatificationModel, ratification_model
from foedus.evidence.recurrence import RECURRENCE
from foedus.evidence.rounds import Round, rounds
from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.evidence.rounds import refusals
else:
    __getattr__ = lazily(
        __name__,
        {
            "rounds": ("refusals",),
        },
    )

__all__ = [
    "DELAYS",
    "HONOUR",
    "RECURRENCE",
    "Delay",
    "DurationFit",
    "Rate",
    "RatificationModel",
    "Round",
    "fit_durations",
    "jeffreys",
    "ratification_model",
    "refusals",
    "rounds",
]
