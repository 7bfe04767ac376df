"""A duty that waits for a second act of the same adversary: who stops the answer to both.

As the treaty of Japan and Russia of 1916 has it, articles 2 and 5.
"""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.assessment.answer import answer
from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: Help that needs a second act of the adversary, and an assurance of allies
as_of: 1916-07-03
horizon: P1Y
parties: {RUS: {}, JPN: {}, THIRD: {}, ALLIES: {}, CHN: {}, FOURTH: {}}
conduct:
  THIRD: {towards: [RUS, CHN], unbearable_from: war, \
acts: [{act: peace}, {act: dominate}, {act: war}]}
  FOURTH: {towards: CHN, unbearable_from: dominate, acts: [{act: peace}, {act: dominate}]}
deeds: {assure: {by: ALLIES}}
guarantees:
  help: {owed_by: JPN, protects: {state: RUS, territory: recognised}, against: THIRD, \
casus_foederis: war, response: defend, due_when: {all: [{performed: assure} MORE]}}
"""
CHINA = ", {act: dominate, by: THIRD, against: CHN}"
OTHER = ", {act: dominate, by: FOURTH, against: CHN}"


@pytest.mark.parametrize("more", ["", CHINA])
def test_who_must_assure_stops_it_also_where_a_second_act_is_needed(more: str):
    """Japan owes help once the allies have assured theirs, so that they alone stop it.

    Where it also takes that the same power seeks to dominate China, that makes no help come by
    itself: once the power does both, all still hangs on the allies.
    """
    process = Process(read(TEXT.replace(" MORE", more)))
    (stopped,) = verdict(process, CATALOGUE["single-blocker"]).loopholes
    assert (
        stopped.statement
        == "the answer to 'war' by THIRD against RUS can be stopped by ALLIES alone"
    )
    assert verdict(process, CATALOGUE["assured-response"]).outcome == "fails"
    acts = [(m.clause, m.against) for m in stopped.batches[0]]
    assert acts == [("war", "RUS"), ("dominate", "CHN")][: 1 + bool(more)]


def test_what_a_fourth_power_must_do_is_nothing_to_count_on():
    """Whether Japan owes anything for the war then hangs on another attacker: that is a gap."""
    process = Process(read(TEXT.replace(" MORE", OTHER)))
    assert verdict(process, CATALOGUE["gap"]).outcome == "fails"
    assert not verdict(process, CATALOGUE["single-blocker"]).loopholes


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (CHINA, "unless THIRD, acting against CHN, does 'dominate'"),
        (OTHER, "unless FOURTH, acting against CHN, does 'dominate'"),
    ],
)
def test_by_what_else_an_answer_comes_is_told_whoever_does_it(more: str, says: str):
    """Nothing is owed for the war alone; it is once the other act is done too, and all assure."""
    told = answer(assess(read(TEXT.replace(" MORE", more)), draws=20).as_json())
    sentences = str(told)
    assert f"does 'war', nothing is owed and nothing follows, {says}." in sentences
