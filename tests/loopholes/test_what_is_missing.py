"""Who stops an answer is shown at the act that is missing: all others have done what they can.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Loophole, powers, verdict
from foedus.process import Process

HEAD = """\
foedus: 1
title: Two ways, one of which leads to help
as_of: 2030-01-01
horizon: P6M
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}, MEM: {}}
bodies: {heads: {members: [UPL, BRE, MEM], rule: RULE}}
conduct: {UPL: {towards: LOW, unbearable_from: attack, acts: [{act: comply}, {act: attack}]}}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW}}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend, due_when: {done: refer}}
procedures:
"""
# ASEAN Charter, art. 25 and 26: the referral waits for an allegation, and for nothing of the panel.
BESIDE = """\
  panel: {opens: {by: LOW, alleging: peace}, steps: [{act: agree, by: UPL, within: P15D}]}
  refer: {opens: {by: LOW, when: {alleged: peace}}, steps: [{act: decide, by: heads, within: P1M}]}
"""
# OAS Charter, art. 9(b): the suspension waits for diplomatic initiatives that have failed.
AFTER = """\
  panel: {opens: {by: LOW, alleging: peace}, steps: [{act: convoke, by: heads},
          {act: succeed, by: BRE, within: P3D}]}
  refer: {opens: {by: MEM, when: {lapsed: panel}}, steps: [{act: decide, by: ALB, within: P1M}]}
"""


def found(text: str, name: str, rule: str = "consensus") -> list[Loophole]:
    process = Process(read((HEAD + text).replace("RULE", rule)))
    return list(verdict(process, CATALOGUE[name]).loopholes)


def told(hole: Loophole) -> list[str]:
    return [line.said for line in hole.lines]


def test_an_objection_after_which_help_comes_no_less_soon_stops_nothing():
    """Upland may refuse the panel: Lowland refers the matter all the same, and silence decides."""
    (hole,) = found(BESIDE, "single-blocker")
    assert told(hole) == [
        "UPL: attack",
        "LOW alleges a breach of 'peace', which opens 'panel'",
        "LOW opens 'refer'",
        "UPL objects to 'decide' in 'refer'",
    ]
    assert hole.clauses == (("procedures", "refer", "steps", 0),)
    assert hole.statement.endswith("step by step: 'decide' 1 of 3")  # and nothing of the panel


def test_where_one_opens_nothing_the_story_ends_where_it_could():
    """Only Memel opens the referral: the panel has failed, and what is missing is that it does."""
    (hole,) = found(AFTER, "single-blocker", "majority")
    assert hole.able[0] == "MEM"
    *_, last = hole.lines
    assert not any(line.said.startswith("BRE agrees") for line in hole.lines)
    assert "'panel' lapses without effect" in last.follows
    assert hole.clauses == (("procedures", "refer", "opens"),)


def test_what_has_to_be_left_undone_is_what_the_goal_needs():
    """Brenn hears a complaint, and may lift the ban whatever comes of that."""
    text = (
        HEAD.replace("{done: refer}", "{done: lift}").replace("RULE", "consensus")
        + """\
  complain: {opens: {by: LOW, alleging: peace}, steps: [{act: hear, by: BRE}]}
  lift: {opens: {by: BRE, when: {alleged: peace}}, steps: [{act: lift, by: BRE}]}
"""
    )
    (power,) = (one for one in powers(Process(read(text))) if one.kind == "help")
    assert power.kept_away.alone == ("BRE",)
    assert [(rule.who, rule.does) for rule in power.kept_away.how] == [("BRE", "not open 'lift'")]


LEADS_ON = """\
  refer:
    opens: {by: LOW, alleging: peace}
    steps:
      - {act: hasten, by: heads, within: P1M, on_block: next, on_timeout: next}
      - {act: decide, by: ALB, within: P1M}
"""


def test_a_step_that_leads_on_whichever_way_is_decided_by_nobody():
    """Whether the heads hasten it or not, Alba decides: no group stops help at the first step."""
    (hole,) = found(LEADS_ON, "single-blocker", "majority")
    assert hole.statement == "the answer to 'attack' by UPL can be stopped by ALB alone"
    process = Process(read((HEAD + LEADS_ON).replace("RULE", "majority")))
    (power,) = (one for one in powers(process) if one.kind == "help")
    assert not any("hasten" in rule.does for rule in power.forced.how)


FINDS = """\
  refer: {opens: {by: BRE, alleging: peace}, steps: [{act: find, by: heads, within: P1M,
          finds: peace}]}
"""


@pytest.mark.parametrize(("rule", "last"), [("consensus", "ballot"), ("{at_least: 2}", "wait")])
def test_whoever_alleges_a_breach_does_not_vote_its_own_complaint_down(rule: str, last: str):
    """Of three Brenn alleges it: under consensus a no of another is enough, and is what is told."""
    (hole,) = found(FINDS, "deniable-breach", rule)
    assert hole.moves[-1].kind == last
    assert not any(move.actor == "BRE" and move.kind == "ballot" for move in hole.moves)
