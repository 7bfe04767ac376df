"""What a breach makes due, and is left undone, is answered in turn: one chain (IAEA, XII.C).

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

from foedus.assessment import assess
from foedus.language import read
from foedus.loopholes import CATALOGUE, powers, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A report, a finding, time to remedy, and a curtailment
as_of: 2003-01-01
horizon: P1Y
parties: {STATE: {}, INSP: {role: monitor}, DG: {}, BOARD: {members: [USA, RUS, CHN]}}
bodies: {board: {members: BOARD, rule: majority}}
conduct: {STATE: {towards: BOARD, acts: [{act: comply}, {act: divert}]}}
deeds: {remedy: {by: STATE}}
instruments:
  curtailment: {parties: [STATE, BOARD], status: signed, enters: {done: curtail}}
norms:
  diversion: {prohibition: divert, bearer: STATE, towards: BOARD}
  corrective: {obligation: remedy, bearer: STATE, towards: BOARD, when: WHEN, within: P45D}
procedures:
  report:
    opens: {by: INSP, alleging: diversion}
    steps: [{act: find, by: board, finds: diversion}]
  curtail: {opens: {by: DG, alleging: corrective}, steps: [{act: direct, by: board}]}
"""
FOUND = "{found: diversion}"


def test_who_can_stop_what_follows_from_what_is_left_undone():
    """The inspectors must report, the state leave it unremedied and the Director General allege
    that: each of the three keeps the curtailment away. Of the Board no member does, two of three
    being enough. Both screens say so."""
    process = Process(read(TEXT.replace("WHEN", FOUND)))
    (hole,) = verdict(process, CATALOGUE["single-blocker"]).loopholes
    assert set(hole.able) == {"INSP", "STATE", "DG"}
    assert "'curtailment' enters into force after 'divert' by STATE" in " ".join(
        power.said for power in powers(process)
    )
    told = assess(process.arrangement, draws=20).answer["options"][0]["sentences"]
    (stop,) = (one["text"] for one in told if one["about"] == "stop" and "stopped" in one["text"])
    assert "any one of 3: DG, INSP, STATE" in stop


def test_what_is_due_whatever_was_done_answers_no_act():
    """Where the deed is due from the start, that it is left undone has nothing to do with the act:
    no answer can follow that."""
    process = Process(read(TEXT.replace("when: WHEN, ", "")))
    assert verdict(process, CATALOGUE["single-blocker"]).outcome == "does-not-apply"
    assert not any("after 'divert'" in power.said for power in powers(process))


def test_who_does_what_it_owes_leaves_nothing_to_be_answered():
    """That the state remedies is no dead end, though no curtailment can follow then."""
    process = Process(read(TEXT.replace("WHEN", FOUND)))
    assert verdict(process, CATALOGUE["dead-end"]).outcome == "holds"
