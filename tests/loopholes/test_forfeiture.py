"""A guarantee can be lost for good in more ways than by the key of that name."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: One shot too many
as_of: 2031-01-01
horizon: P2Y
parties: {{VAL: {{}}, KOR: {{}}, LIG: {{}}, panel: {{role: monitor}}}}
conduct:
  KOR: {{towards: VAL, acts: [{{act: abide}}, {{act: strike}}]}}
  VAL: {{towards: KOR, acts: [{{act: rest}}, {{act: fire}}]}}
instruments:
  pact: {{parties: [VAL, LIG, KOR], sunset: P1Y, withdrawal: {{by: LIG, notice: P3M}}}}
norms:
  quiet: {{prohibition: fire, bearer: VAL, towards: KOR}}
  calm: {{prohibition: strike, bearer: KOR, towards: VAL}}
procedures:
  inquiry:
    opens: {{by: KOR, alleging: {alleged}}}
    steps: [{{act: report, by: panel, within: P9D, finds: {alleged}}}]
    then: [{then}]
guarantees:
  shield:
    owed_by: LIG
    protects: {{state: VAL, territory: recognised}}
    against: KOR
    casus_foederis: strike
    response: defend
    {clause}
"""
END = "{terminate: pact}"


def found(clause: str, then: str = "", alleged: str = "quiet"):
    text = TEXT.format(clause=clause, then=then, alleged=alleged)
    return verdict(Process(read(text)), CATALOGUE["forfeiture"])


@pytest.mark.parametrize(
    ("clause", "then", "how"),
    [
        ("forfeited_if: {acted: fire, by: VAL}", "", "'fire' by VAL"),
        ("in_force: {complied: quiet}", "", "'fire' by VAL"),
        ("in_force: {not: {acted: fire, by: VAL}}", "", "'fire' by VAL"),
        ("activates_when: {all: [{from: 2031-02-01}, {complied: quiet}]}", "", "'fire' by VAL"),
        ("in_force: {not: {found: quiet}}", "", "a finding against VAL"),
        ("in: pact", END, "a finding against VAL"),
    ],
)
def test_it_is_lost_by_what_its_victim_does_or_is_found_to_have_done(clause, then, how):
    verdict_ = found(clause, then)
    assert verdict_.outcome == "fails"
    assert verdict_.loopholes[0].statement.startswith(how), verdict_.loopholes[0].statement


def test_what_runs_out_is_not_forfeited():
    assert found("in: pact").outcome != "fails"


def test_what_comes_back_when_the_act_stops_is_not_lost_for_good():
    assert found("in_force: {not: {act: fire, by: VAL}}").outcome == "holds"


def test_a_step_that_ends_with_its_time_is_told_and_not_time_alone():
    """The guarantor opens it and decides it; the day on which the file ends has no part in it."""
    text = TEXT.format(clause="in: pact", then=END, alleged="quiet").replace("sunset: P1Y, ", "")
    text = text.replace("{by: KOR, alleging: quiet}", "{by: LIG}").replace(", finds: quiet", "")
    text = text.replace("by: panel, within: P9D", "by: LIG, at_deadline: true, within: P9D")
    (hole,) = verdict(Process(read(text)), CATALOGUE["forfeiture"]).loopholes
    assert hole.statement == (
        "the step 'report' of 'inquiry', once its time is up, loses 'shield' for good"
    )


ALLIES = """\
foedus: 1
title: Two allies of a third state
as_of: 1955-06-04
horizon: P10Y
parties: {SUN: {}, ROU: {}, POL: {}, WEST: {}, AUT: {}}
conduct: {WEST: {towards: POL, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
deeds: {quit-sun: {by: SUN}, quit-rou: {by: ROU}, mediate: {by: AUT}}
guarantees:
  aid-sun: {owed_by: SUN, protects: {state: POL, territory: recognised}, against: WEST, \
casus_foederis: attack, response: defend, SUN_HANGS}
  aid-rou: {owed_by: ROU, protects: {state: POL, territory: recognised}, against: WEST, \
casus_foederis: attack, response: defend, ROU_HANGS}
"""


def allied(sun: str, rou: str):
    text = ALLIES.replace("SUN_HANGS", sun).replace("ROU_HANGS", rou)
    return verdict(Process(read(text)), CATALOGUE["forfeiture"])


def test_what_replaces_a_guarantee_may_have_been_lost_before():
    """Each ally may renounce by a deed. Whoever does so first leaves the other bound; the second
    takes the last help away: each loses its own for good, once the other has renounced."""
    found = allied(
        "in_force: {not: {performed: quit-sun}}", "in_force: {not: {performed: quit-rou}}"
    )
    assert [hole.statement for hole in found.loopholes] == [
        "the performance of 'quit-sun' by SUN loses 'aid-sun' for good",
        "the performance of 'quit-rou' by ROU loses 'aid-rou' for good",
    ]
    acts = [[m.clause for b in hole.batches for m in b] for hole in found.loopholes]
    assert acts == [["quit-rou", "quit-sun"], ["quit-sun", "quit-rou"]]


def test_what_cannot_be_lost_replaces_a_guarantee_whatever_is_lost_before():
    """Romania is bound whatever anybody does, and owes no less: what the Soviet Union renounces is
    no loss to Poland."""
    found = allied("in_force: {not: {performed: quit-sun}}", "covers_ongoing: true")
    assert found.outcome == "holds"


def test_one_deed_that_takes_away_what_both_give_replaces_neither():
    """Both still bind once Austria mediates, and neither can ever be due again: two that give
    nothing do not replace one another."""
    hangs = "due_when: {not: {performed: mediate}}"
    found = allied(hangs, hangs)
    assert [hole.statement for hole in found.loopholes] == [
        "the performance of 'mediate' by AUT loses what 'aid-sun' gives for good",
        "the performance of 'mediate' by AUT loses what 'aid-rou' gives for good",
    ]
