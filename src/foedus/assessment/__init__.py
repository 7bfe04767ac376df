"""Every question about an arrangement, once, as data."""

from foedus.assessment.assess import assess
from foedus.assessment.clock import Clock, Stage
from foedus.assessment.found import NO_FORECAST, Assessment, OptionAssessment, Record
from foedus.assessment.pairs import PairAssessment

__all__ = [
    "NO_FORECAST",
    "Assessment",
    "Clock",
    "OptionAssessment",
    "PairAssessment",
    "Record",
    "Stage",
    "assess",
]
