"""How long an answer takes through stages that follow one another: their days, and none beside."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: Stages in a row
as_of: 2031-01-01
horizon: P1Y
parties: {VAL: {}, KOR: {}, LIG: {}}
bodies: {board: {members: [VAL, KOR], rule: consensus}}
conduct: {KOR: {towards: VAL, acts: [{act: abide}, {act: strike, needs: P30D}]}}
norms: {calm: {prohibition: strike, bearer: KOR, towards: VAL}}
procedures:
  dispute:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: settle, by: board, within: P15D, at_deadline: true, on_pass: effect, on_timeout: next,
         on_block: next}
      - {act: settle again, by: board, within: P15D, at_deadline: true, on_pass: effect}
guarantees:
  aid: {owed_by: LIG, protects: {state: VAL, territory: recognised}, against: KOR,
    casus_foederis: strike, response: defend, due_when: {lapsed: dispute}}
"""


@pytest.mark.parametrize(
    ("needs", "given", "says"),
    [
        ("P30D", "", "comes at the end of day 30 at the earliest"),
        ("P31D", "", None),
        ("P34D", ", within: P5D", "may come as late as 35 days after it"),
        ("P35D", ", within: P5D", None),
    ],
)
def test_stages_in_a_row_take_their_days_and_no_more(needs: str, given: str, says: str | None):
    text = TEXT.replace("P30D", needs).replace("lapsed: dispute}", f"lapsed: dispute}}{given}")
    found = [h.statement for h in verdict(Process(read(text)), CATALOGUE["promptness"]).loopholes]
    assert [says in statement for statement in found] == ([] if says is None else [True])
