"""Every question about an arrangement, once, as data."""

from typing import TYPE_CHECKING

from foedus.assessment.answer import TEXT
from foedus.assessment.assess import assess, prepare
from foedus.assessment.claims import Claimed, claims
from foedus.assessment.clock import Clock, Stage
from foedus.assessment.found import NO_FORECAST, PRIZE, Assessment, OptionAssessment, Record
from foedus.assessment.granted import Granted, consents
from foedus.assessment.inputs import Input, inputs
from foedus.assessment.pairs import PairAssessment
from foedus.assessment.steps import StepChance, Voter
from foedus.assessment.together import together
from foedus.assessment.turnings import ended_by
from foedus.faces import lazily

if TYPE_CHECKING:
    from foedus.assessment.said import Statements, statements
    from foedus.assessment.subjects import (
        Seen,
        Subject,
        subject_of_weights,
        subjects_of_body,
        subjects_of_case,
        with_blocs,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "said": ("Statements", "statements"),
            "subjects": (
                "Seen",
                "Subject",
                "subject_of_weights",
                "subjects_of_body",
                "subjects_of_case",
                "with_blocs",
            ),
        },
    )

__all__ = [
    "NO_FORECAST",
    "PRIZE",
    "TEXT",
    "Assessment",
    "Claimed",
    "Clock",
    "Granted",
    "Input",
    "OptionAssessment",
    "PairAssessment",
    "Record",
    "Seen",
    "Stage",
    "Statements",
    "StepChance",
    "Subject",
    "Voter",
    "assess",
    "claims",
    "consents",
    "ended_by",
    "inputs",
    "prepare",
    "statements",
    "subject_of_weights",
    "subjects_of_body",
    "subjects_of_case",
    "together",
    "with_blocs",
]
