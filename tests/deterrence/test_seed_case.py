"""What `ukraine-2025` shows under each contest form and at several precisions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
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
    """How much it then deters hangs on whether Ukraine's membership outlasts its defeat."""
    surviving = "pre-ratified-surviving-withdrawal"
    for precision in precisions:

        def attack(name, a=case, precision=precision):
            job = Job(a, name, precision=precision, contest=form, break_evens=(), brief=True)
            return chunk_of(job, 1, DRAWS)["act.RUS.attack"].mean()

        none = attack("none")
        assert attack("pre-ratified") == pytest.approx(none, abs=0.03)
        assert attack(surviving) < none - (0.02 if precision >= 20 else 0)
        assert attack(surviving, everlasting(case)) < none - 0.05


def everlasting(case):
    """Return the case with stakes that are paid though the war for them is lost."""
    stakes = {p: tuple(replace(s, unless=None) for s in row) for p, row in case.stakes.items()}
    return replace(case, stakes=stakes)


def test_guarantors_are_drawn_in_only_where_they_fight_and_the_beneficiary_provoked(case):
    """Entrapment needs both, so in no draw is it likelier than either; nobody fights under none."""
    rows = {
        name: chunk_of(Job(case, name, break_evens=(), stories=False), 1, DRAWS)
        for name in ("none", "immediate-membership", "arms-only")
    }
    member = rows["immediate-membership"]
    provoked = 1 - member["act.UKR.restrain"]
    fought = member["honoured.article-5"]
    assert (member["entrapped"] <= np.minimum(provoked, fought) + 1e-12).all()
    assert (member["entrapped"] >= provoked + fought - 1 - 1e-12).all()
    assert member["entrapped"].mean() > 0.01
    assert not rows["none"]["entrapped"].any()
    assert not rows["arms-only"]["entrapped"].any()
