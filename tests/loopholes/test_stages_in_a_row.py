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


THREE = """\
foedus: 1
title: Three steps, the second of which may be left alone
as_of: 2025-01-01
horizon: P1Y
parties: {{RED: {{}}, BET: {{}}, COM: {{}}, UNI: {{members: [BEL, DNK, NLD]}}}}
bodies: {{com: {{members: UNI, rule: {{not: {{at_least: 2}}}}}}}}
conduct: {{RED: {{towards: BET, acts: [{{act: comply}}, {{act: attack, needs: {needs}}}]}}}}
norms: {{calm: {{prohibition: attack, bearer: RED, towards: BET}}}}
procedures:
  p:
    opens: {{by: BET, alleging: calm}}
    steps:
      - {{act: examine, by: COM, within: P40D}}
      - {{act: engage, by: COM, within: P20D{left}}}
      - {{act: adopt, by: com, within: P30D}}
"""
AID = """\
guarantees:
  aid: {owed_by: UNI, protects: {state: BET, territory: recognised}, against: RED,
    casus_foederis: attack, response: defend, due_when: {done: p}}
"""
MEASURES = "instruments: {measures: {parties: [RED, UNI], status: signed, enters: {done: p}}}\n"


@pytest.mark.parametrize("left", ["", ", on_timeout: next"])
@pytest.mark.parametrize("answer", [AID, MEASURES])
@pytest.mark.parametrize(("needs", "outcome"), [("P90D", "fails"), ("P91D", "holds")])
def test_each_of_two_steps_that_time_decides_takes_its_days(
    left: str, answer: str, needs: str, outcome: str
):
    """Examined on the last of 40 days, left alone for 20, and 30 in which no two object: day 90.

    It is there as that day ends. What takes 90 days has then succeeded, what takes 91 has not; and
    that holds of an answer by a procedure alone as it does of a duty.
    """
    text = THREE.format(needs=needs, left=left) + answer
    found = verdict(Process(read(text)), CATALOGUE["promptness"])
    assert found.outcome == outcome
    assert all("until the end of day 90 " in hole.statement for hole in found.loopholes)
