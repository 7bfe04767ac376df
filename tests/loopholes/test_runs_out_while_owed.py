"""A treaty that ends what is owed with it takes away the answer to an attack in its last days."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A duty that may die with its treaty
as_of: 2024-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, GUA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: keep}, {act: attack, needs: P30D}]}}
instruments: {pact: {parties: [LOW, GUA], sunset: P60D%s}}
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    within: P30D
    in: pact
"""


@pytest.mark.parametrize(("accrued", "fails"), [(", accrued: end", True), ("", False)])
def test_what_is_owed_and_ends_with_the_treaty_is_lost(accrued: str, fails: bool):
    """Sixty days from 1 January 2024 end on 1 March. Left out, what is owed stays owed."""
    found = verdict(Process(read(TEXT % accrued)), CATALOGUE["expiry"])
    assert found.outcome == ("fails" if fails else "holds")
    for hole in found.loopholes:
        assert hole.statement == "'pact' runs out while an answer is owed, and the answer is lost"
        assert [batch[0].kind for batch in hole.batches if batch[0].kind != "wait"] == ["conduct"]
        assert str(hole.lines[-1].on) == "2024-03-01"
