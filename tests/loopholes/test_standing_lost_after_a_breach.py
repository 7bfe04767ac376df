"""Standing is lost where a breach was committed in time, and the treaty ends after it.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: A pact, and who may allege its breach
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: raid}]}}
instruments: {pact: {parties: [LOW, UPL, ALB] ENDS}}
norms: {quiet: {prohibition: raid, bearer: UPL, towards: LOW IN}}
procedures:
  suit: {opens: {by: LOW, alleging: quiet, when: {in_force: pact}}, steps: [{act: judge, by: ALB}]}
"""


def asked(ends: str, bound: str = ", in: pact") -> Verdict:
    """Check property 21 of a text whose pact ends in some way."""
    text = TEXT.replace(" ENDS", ends).replace(" IN", bound)
    return examine(Inquiry(Process(read(text))), CATALOGUE["lost-standing"])


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [
        (", sunset: P1Y", "fails"),
        (", withdrawal: {by: UPL, notice: P30D, ends_for: all}", "fails"),
        (", withdrawal: {by: LOW, notice: P30D, ends_for: all}", "fails"),
        ("", "holds"),
    ],
)
def test_standing_that_hangs_on_a_treaty_ends_with_it_whoever_ends_it(ends: str, outcome: str):
    """The suit is open while the pact is in force: its end by time, or by either of the two."""
    found = asked(ends)
    assert found.outcome == outcome


def test_the_breach_of_the_story_is_committed_before_the_end():
    """The norm binds on after the pact has run out: a raid of the year after is none in time.

    Upland raids on a day on which the pact is still in force, and then it runs out.
    """
    (hole,) = asked(", sunset: P1Y", bound="").loopholes
    kinds = [move.kind for move in hole.moves]
    assert kinds.index("conduct") < len(kinds) - 1
    assert kinds[-1] == "wait"
