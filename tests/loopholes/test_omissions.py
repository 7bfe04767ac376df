"""What somebody leaves undone is no doing of time alone, and the victim's own is no loss to it."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: What is left undone
as_of: 2030-01-01
horizon: P1Y
parties:
  LOW: {name: Lowland}
  UPL: {name: Upland}
  LGA: {name: the League}
  NEU: {name: Neutralia}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {pay: {by: NEU}, file: {by: LOW}}
norms:
  calm: {prohibition: attack, bearer: UPL, towards: LOW}
  dues: {obligation: pay, bearer: NEU, towards: LGA, within: P30D}
  form: {obligation: file, bearer: LOW, towards: LGA, within: P30D}
procedures:
  hearing: {opens: {by: UPL}, steps: [{act: plead, by: LOW, within: P5D}]}
guarantees:
  talks: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
          casus_foederis: attack, response: consult, within: P3D}
  aid: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend, forfeited_if: {%s}}
"""


@pytest.mark.parametrize(
    ("lost", "how"),
    [
        # Both deeds fall due on 31 January: only the one that the clause reads is told.
        ("breached: dues", ["the failure of Neutralia to perform 'pay' in time"]),
        ("overdue: talks", ["the failure of the League to respond under 'talks' in time"]),
        ("from: 2030-05-01", ["time alone, by 2030-05-01,"]),
        # Lowland does not do its own, or lets its own step lapse: nobody stages that for it.
        ("breached: form", []),
        ("lapsed: hearing", []),
    ],
)
def test_what_is_left_undone_is_told_by_who_left_it_undone(lost: str, how: list[str]):
    found = verdict(Process(read(TEXT % lost)), CATALOGUE["forfeiture"])
    assert [h.statement for h in found.loopholes] == [f"{one} loses 'aid' for good" for one in how]
    assert found.outcome == ("fails" if how else "holds")
