"""Where nobody alone can stop an answer, those who have standing can together, by not using it."""

from __future__ import annotations

import json

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, begun, effect

TEXT = """\
foedus: 1
title: Who may give notice
as_of: 2026-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, AAA: {}, BBB: {}, CCC: {}, M1: {}, M2: {}, M3: {}, M4: {}, M5: {}}
bodies: {council: {members: [M1, M2, M3, M4, M5], rule: majority}}
conduct: {UPL: {towards: LOW, acts: [{act: calm}, {act: breach}]}}
norms: {peace: {prohibition: breach, bearer: UPL, towards: LOW}}
procedures:
  notice:
    opens: {by: [%s], alleging: peace}
    steps: [{act: decide, by: council, rule: %s}]
    then: [{bring_into_force: measures}]
instruments: {measures: {parties: [UPL, LOW], status: signed, enters: {done: notice}}}
"""


@pytest.mark.parametrize(
    ("claimants", "who", "alone"),
    [
        ("AAA, BBB", ("AAA", "BBB"), ()),
        ("AAA, BBB, CCC", ("AAA", "BBB", "CCC"), ()),
        ("AAA", (), ("AAA",)),
    ],
)
def test_those_who_alone_may_give_notice_stop_it_together_by_giving_none(
    claimants: str, who: tuple[str, ...], alone: tuple[str, ...]
):
    """Each of several claimants can be spared, all of them cannot; three of five stop a vote."""
    process = Process(read(TEXT % (claimants, "majority")))
    walk, goal = Walk(process), effect(process, "notice")
    breach = Supposition(by="UPL", act="breach", against="LOW")
    assert walk.blockers(breach, goal) == alone
    assert set(walk.needed(breach, goal)) == set(who)
    assert [sum(group.values()) for group in walk.groups(breach, goal)] == [3]


def test_who_can_be_spared_is_not_named():
    """The third may open a step by which nothing is stopped: the two claimants suffice."""
    more = (
        "  other:\n    opens: {by: [CCC], when: {done: notice}}\n"
        "    steps: [{act: confirm, by: CCC}]\n"
    )
    text = TEXT.replace("instruments:", more + "instruments:") % ("AAA, BBB", "majority")
    either = "enters: {any: [{done: notice}, {done: other}]}"
    walk = Walk(Process(read(text.replace("enters: {done: notice}", either))))
    breach = Supposition(by="UPL", act="breach", against="LOW")
    assert set(walk.needed(breach, begun(walk.process, "measures"))) == {"AAA", "BBB"}


def test_both_are_told_who_gives_no_notice_and_who_votes():
    found = assess(read(TEXT % ("AAA, BBB", "majority")), draws=10, paths=False)
    said = json.loads(json.dumps(found.as_json()))["answer"]["options"][0]["sentences"]
    stop = next(one["text"] for one in said if one["about"] == "stop")
    assert stop == (
        "It can be stopped by nobody alone, only by AAA and BBB together, by doing nothing; once"
        " they have acted, by 3 or more together: any 3 of the members."
    )
