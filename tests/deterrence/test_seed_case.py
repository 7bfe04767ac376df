"""What `ukraine-2025` shows under each contest form and at several precisions."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job
from foedus.language import read

DRAWS = 100


@pytest.fixture(scope="module")
def case():
    return read(text_of("ukraine-2025"), "ukraine-2025")


@pytest.mark.parametrize(
    ("form", "precisions"),
    [("stated", (5.0, 20.0, 100.0)), ("ratio", (20.0,)), ("difference", (20.0,))],
)
def test_exit_undoes_pre_ratification_unless_the_guarantee_survives_it(case, form, precisions):
    for precision in precisions:
        attack = {
            name: chunk_of(
                Job(case, name, precision=precision, contest=form, break_evens=()), 1, DRAWS
            )["act.RUS.attack"].mean()
            for name in ("none", "pre-ratified", "pre-ratified-surviving-withdrawal")
        }
        assert attack["pre-ratified"] == pytest.approx(attack["none"], abs=0.03)
        assert attack["pre-ratified-surviving-withdrawal"] < attack["none"] - 0.05
