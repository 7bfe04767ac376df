"""With what chance, and after how many days, each step of an arrangement comes."""

from typing import TYPE_CHECKING

from foedus.faces import lazily
from foedus.prospects.asked import PASSING, Asked, Past, adopts
from foedus.prospects.drivers import Driver, drivers
from foedus.prospects.figures import Cut, weighted
from foedus.prospects.outlook import (
    DRAWS,
    Outlook,
    Prospects,
    mentioned,
    prospects,
)
from foedus.prospects.stances import Basis, Stand, Weighing, stand, weighing
from foedus.prospects.steps import Step, StepProspect
from foedus.prospects.streams import even, ranked, sampled, uniforms
from foedus.prospects.unfolding import Way

if TYPE_CHECKING:
    from foedus.prospects.streams import Array
else:
    __getattr__ = lazily(
        __name__,
        {
            "streams": ("Array",),
        },
    )

__all__ = [
    "DRAWS",
    "PASSING",
    "Array",
    "Asked",
    "Basis",
    "Cut",
    "Driver",
    "Outlook",
    "Past",
    "Prospects",
    "Stand",
    "Step",
    "StepProspect",
    "Way",
    "Weighing",
    "adopts",
    "drivers",
    "even",
    "mentioned",
    "prospects",
    "ranked",
    "sampled",
    "stand",
    "uniforms",
    "weighing",
    "weighted",
]
