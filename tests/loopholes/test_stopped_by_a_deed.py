"""Whoever does a deed that takes help away stops it no less than whoever refuses: by hand."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, powers, verdict
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, owed

TEXT = """\
foedus: 1
title: A call that may be denounced
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, LGA: {}, NEU: {}, DNK: {}, EST: {}, FIN: {}}
bodies: {council: {members: [DNK, EST, FIN], rule: majority}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {denounce: {by: %s}}
norms: {calm: {prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  finding:
    opens: {by: LOW, alleging: calm}
    steps: [{act: report, by: council, within: P10D, finds: calm}]
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {%s}
"""
AT_ONCE = "not: {performed: denounce}"
ON_A_FINDING = "all: [{found: calm}, {not: {performed: denounce}}]"
EITHER = "any: [{found: calm}, {not: {performed: denounce}}]"


@pytest.mark.parametrize(
    ("by", "due", "alone"),
    [
        ("NEU", AT_ONCE, "NEU"),  # on the day of the attack nobody is too slow for it
        ("NEU", ON_A_FINDING, "NEU"),  # two of three members find a breach in vain
        ("UPL", AT_ONCE, "UPL"),
        ("LOW", AT_ONCE, ""),  # who is attacked is not asked to take away its own help
        ("NEU", EITHER, ""),  # denounced, it is owed on a finding, and no one member stops that
    ],
)
def test_who_stops_it_by_a_deed_is_a_single_blocker(by: str, due: str, alone: str):
    process = Process(read(TEXT % (by, due)))
    holes = verdict(process, CATALOGUE["single-blocker"]).loopholes
    assert [hole.statement.partition(".")[0] for hole in holes] == (
        [f"the answer to 'attack' by UPL can be stopped by {alone} alone"] if alone else []
    )
    for hole in holes:
        assert hole.lines[-1].said == f"{alone} performs 'denounce'"
        assert any("nothing is owed to LOW by LGA under 'aid'" in one for one in hole.unmet)
    # The two other screens that say who can stop it say the same.
    walk = Walk(process)
    stopping = walk.blockers(
        Supposition(by="UPL", act="attack", against="LOW"), owed(process, "aid")
    )
    assert set(stopping) - {"LOW"} == ({alone} if alone else set())
    (power,) = (p for p in powers(process) if p.kind == "help")
    assert power.kept_away.alone == ((alone,) if alone else ())


def test_a_veto_is_the_smallest_group_that_stops_a_step():
    """Of the ten others any two can; one with a veto needs nobody beside it."""
    text = (TEXT % ("NEU", "found: calm")).replace(
        "rule: majority", "rule: {at_least: 2, veto: [DNK]}"
    )
    (hole,) = verdict(Process(read(text)), CATALOGUE["single-blocker"]).loopholes
    assert hole.statement.endswith(
        "by DNK alone. The smallest groups that can, step by step: 'report' 1 of 3"
    )


PLEDGE = """\
foedus: 1
title: A pledge that its maker may take back
as_of: 2024-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, GUA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: keep}, {act: attack}]}}
instruments: {pact: {parties: [LOW, GUA], withdrawal: {by: GUA, notice: %s}, accrued: %s}}
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
"""


@pytest.mark.parametrize(
    ("notice", "accrued", "stopped"),
    [
        ("P0D", "end", True),  # owed in the morning, and in the evening nothing is
        ("P0D", "stay", False),  # VCLT 70(1)(b): what is owed outlives the exit
        ("P30D", "end", False),  # who leaves owes it for thirty days more
    ],
)
def test_whoever_may_leave_at_once_and_owe_nothing_stops_the_answer(notice, accrued, stopped):
    process = Process(read(PLEDGE % (notice, accrued)))
    found = {
        name: verdict(process, CATALOGUE[name]) for name in ("assured-response", "single-blocker")
    }
    assert {one.outcome for one in found.values()} == {"fails" if stopped else "holds"}
    for one in found.values():
        for hole in one.loopholes:
            done = [m.kind for m in hole.moves if m.kind != "wait"]
            assert done == ["conduct", "withdraw"]
            assert hole.lines[1].on == hole.lines[0].on  # on the very day of the attack
    attack = Supposition(by="UPL", act="attack", against="LOW")
    assert Walk(process).blockers(attack, owed(process, "aid")) == (("GUA",) if stopped else ())
    (power,) = (p for p in powers(process) if p.kind == "help")
    assert power.kept_away.alone == (("GUA",) if stopped else ())
    assert ("as long as nobody leaves" in power.said) is not stopped


ASKED = TEXT.replace("denounce: {by: %s}", "ask: {by: LOW}, agree: {by: %s}")


def test_a_story_of_who_does_nothing_shows_what_all_others_do():
    """Help is due once it is asked for and agreed to: it is asked for, and Neutralia is silent."""
    process = Process(read(ASKED % ("NEU", "all: [{performed: ask}, {performed: agree}]")))
    (hole,) = verdict(process, CATALOGUE["single-blocker"]).loopholes
    assert hole.statement.partition(".")[0].endswith("can be stopped by NEU alone")
    assert [line.said for line in hole.lines] == ["UPL: attack", "LOW performs 'ask'"]


def test_what_stops_an_answer_is_cited_and_not_what_bears_on_nothing():
    """UPL's own deed is what help waits for. How the pact runs out is no step on the way to it.

    The deed is cited, and of the procedure that ends the pact, in which nobody has a word, nothing
    is told.
    """
    text = """\
foedus: 1
title: Help once a third has taken the field, and a pact that runs out
as_of: 2030-01-01
horizon: P4Y
parties: {LOW: {}, UPL: {}, LGA: {}, NEU: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {peace: {by: NEU}, field: {by: NEU}}
instruments:
  year: {parties: [LGA, NEU], status: signed, enters: {performed: peace}, sunset: P1Y}
  pact: {parties: [LGA, NEU]}
procedures:
  expiry:
    opens: {when: {ended: year}}
    steps: [{act: note, by: LGA, escrowed: true}]
    then: [{terminate: pact}]
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
    due_when: {performed: field}
"""
    process = Process(read(text))
    for name in ("single-blocker", "judge-of-content"):
        (hole,) = verdict(process, CATALOGUE[name]).loopholes
        assert hole.clauses == (("deeds", "field"),)
        assert "note" not in hole.statement


LAPSE = """\
foedus: 1
title: Help is due once a settlement has lapsed, and another may open it again
as_of: 1660-05-03
horizon: P3Y
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}, FRI: {}}
bodies: {commission: {members: [LOW, UPL, ALB, FRI], rule: majority}}
conduct: {UPL: {towards: LOW, unbearable_from: war, acts: [{act: peace}, {act: war}]}}
norms: {no-war: {prohibition: war, bearer: UPL, towards: LOW}}
procedures:
  amicable: {reopens: after_effect, opens: {by: BRE, alleging: no-war}, steps: [STEPS]}
guarantees:
  aid: {owed_by: [ALB, FRI], protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: war, response: defend, due_when: DUE}
"""
SETTLE = "{act: settle, by: commission, within: P4M, at_deadline: true}"
HEAR = "{act: hear, by: commission, within: P1M, at_deadline: true}"


@pytest.mark.parametrize(
    ("steps", "due", "groups"),
    [
        # Two of four who refuse bring the lapse, and with it help: it takes three who settle.
        (SETTLE, "{lapsed: amicable}", "'settle' 3 of 4, by agreeing"),
        # Lapsed or settled, help is due: nobody stops it by a vote.
        (SETTLE, "{any: [{lapsed: amicable}, {done: amicable}]}", ""),
        # Settled, it is due: now two who refuse stop it.
        (SETTLE, "{done: amicable}", "'settle' 2 of 4"),
        # To settle takes both steps: no number of one step is enough.
        (f"{HEAR}, {SETTLE}", "{lapsed: amicable}", ""),
    ],
)
def test_who_refuses_what_has_to_lapse_brings_the_answer(steps: str, due: str, groups: str):
    """Brenn alone opens the settlement, so that nothing comes where it does not."""
    text = LAPSE.replace("STEPS", steps).replace("DUE", due)
    (hole,) = verdict(Process(read(text)), CATALOGUE["single-blocker"]).loopholes
    alone, _, told = hole.statement.partition(". The smallest groups that can, step by step: ")
    assert alone == "the answer to 'war' by UPL can be stopped by BRE alone"
    assert told == groups
