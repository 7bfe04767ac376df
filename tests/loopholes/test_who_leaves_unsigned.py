"""A treaty that has first to be signed is left to dodge an answer like one that is in force."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A deal to be left
as_of: 2026-01-01
horizon: P3Y
parties: {LOW: {}, UPL: {}, GUA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
instruments:
  deal:
    parties: [LOW, UPL, GUA]
    status: %s
    withdrawal: {by: %s, notice: P10D, ends_for: all}
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    in: deal
"""


@pytest.mark.parametrize("status", ["in_force", "proposed"])
@pytest.mark.parametrize(("leaver", "outcome"), [("UPL", "fails"), ("GUA", "does-not-apply")])
def test_who_may_leave_what_all_have_signed_dodges_the_answer(
    status: str, leaver: str, outcome: str
):
    """All sign, Upland gives notice, and attacks once its ten days are over: nobody owes aid."""
    found = verdict(Process(read(TEXT % (status, leaver))), CATALOGUE["withdrawal-dodge"])
    assert found.outcome == outcome
    for hole in found.loopholes:
        assert hole.statement == "by leaving 'deal' first, UPL attacks without any consequence"
        moves = [batch[0].kind for batch in hole.batches if batch[0].kind != "wait"]
        assert moves[-2:] == ["withdraw", "conduct"]
        assert ("sign" in moves) is (status == "proposed")
