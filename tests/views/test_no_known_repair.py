"""Why no known edit closes a fault is said of the texts of which it is so."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.views import repairs_told

TEXT = """\
foedus: 1
title: Help, or membership, after a breach
as_of: 2025-01-01
horizon: P1Y
parties: {RED: {}, BET: {}, UNI: {members: [EST, FIN]}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: attack}]}}
norms: {calm: {prohibition: attack, bearer: RED, towards: BET}}
procedures:
  answer:
    opens: {by: BET OPENS}
    steps: [{act: agree, by: UNI}]
    THEN
"""


@pytest.mark.parametrize(
    ("opens", "then", "told"),
    [
        (", alleging: calm", "then: [{admit: BET, to: UNI}]", True),
        ("", "then: [{admit: BET, to: UNI}]", False),
        (", alleging: calm", "", False),
    ],
)
def test_an_accession_too_late_is_named_where_there_is_one(opens: str, then: str, told: bool):
    """Only where whoever is attacked is to be admitted since it was does that come too late."""
    a = read(TEXT.replace(" OPENS", opens).replace("THEN", then))
    lines = list(repairs_told(a, {"gap": [], "false-flag": []}))
    assert any("accession" in line for line in lines) is told
    assert any("no text makes a record true" in line for line in lines)
