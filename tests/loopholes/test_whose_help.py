"""Whose acts are help: an answer that hangs on what somebody does on the ground.

Each arrangement is written for its answer, and clingo is asked the same.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import Arrangement, read
from foedus.loopholes import CATALOGUE, Verdict, verdict
from foedus.process import Process

ASKED = ("gap", "assured-response", "single-blocker")
PACT = """\
foedus: 1
title: Help that hangs on what somebody does
as_of: 2031-05-01
horizon: P30D
parties: {{VAL: {{}}, ORE: {{}}, KOR: {{}}, LIG: {{}}, TUR: {{}}}}
conduct:
  KOR: {{towards: VAL, unbearable_from: strike, acts: [{{act: abide}}, {{act: strike}}]}}
  {actor}
{norms}
guarantees:
  shield:
    owed_by: LIG
    protects: {{state: VAL, territory: recognised}}
    against: KOR
    casus_foederis: strike
    response: defend
    due_when: {due}
"""
CALLED = "{{all: [{{act: {act}, by: {by}}}, {{done: council}}]}}"
COUNCIL = """\
procedures:
  council: {opens: {by: VAL, when: {act: strike, by: KOR}}, steps: [{act: agree, by: TUR}]}
"""


def pact(actor: str, *, by: str, act: str, norms: str = "", due: str = "{{act: {act}, by: {by}}}"):
    return read(PACT.format(actor=actor, norms=norms, due=due.format(act=act, by=by)))


def told(arrangement: Arrangement) -> dict[str, Verdict]:
    """Return the verdicts, on which clingo's reading of the text must agree."""
    found = {name: verdict(Process(arrangement), CATALOGUE[name]) for name in ASKED}
    asked = Asked(arrangement)
    for name, one in found.items():
        assert bool(one.loopholes) == bool(getattr(asked, name.replace("-", "_"))()), name
    return found


def outcomes(arrangement: Arrangement) -> tuple[str, ...]:
    return tuple(one.outcome for one in told(arrangement).values())


ATTACKER = "{who}: {{towards: {to}, unbearable_from: raid, acts: [{{act: abide}}, {{act: raid}}]}}"


@pytest.mark.parametrize("to", ["VAL", "ORE"])
def test_what_another_attacker_does_is_no_help(to: str):
    """Article II of the alliance of 1879: against France only once Russia supports it."""
    found = told(pact(ATTACKER.format(who="TUR", to=to), by="TUR", act="raid"))
    assert found["gap"].outcome == "fails"
    said = [hole.statement for hole in found["gap"].loopholes]
    assert any("hangs on what TUR does on the ground, which is no help" in one for one in said)


def test_whoever_attacks_nobody_may_help_and_need_not():
    """A friend that mobilises is help; whoever need not mobilise can keep help away."""
    actor = "TUR: {towards: KOR, acts: [{act: watch}, {act: mobilise}]}"
    found = told(pact(actor, by="TUR", act="mobilise"))
    assert [one.outcome for one in found.values()] == ["holds", "fails", "fails"]
    assert "stopped by TUR alone" in found["single-blocker"].loopholes[0].statement


def test_whoever_is_attacked_too_may_help_and_need_not():
    """Another victim, that is bound to nobody, is no safer a helper than a friend."""
    actor = "ORE: {towards: KOR, acts: [{act: watch}, {act: mobilise}]}"
    actor += "\n  " + ATTACKER.format(who="TUR", to="ORE")
    found = told(pact(actor, by="ORE", act="mobilise"))
    said = [hole.statement for hole in found["single-blocker"].loopholes]
    assert any("stopped by ORE alone" in one for one in said)
    assert any("by KOR need not come" in h.statement for h in found["assured-response"].loopholes)


def test_an_act_that_a_norm_forbids_may_answer_the_attack():
    """Collective self-defence: the only attack of the one who strikes back is on the attacker."""
    norms = "norms:\n  peace: {prohibition: strike-back, bearer: TUR, towards: KOR}"
    actor = "TUR: {towards: KOR, acts: [{act: abide}, {act: strike-back}]}"
    found = told(pact(actor, by="TUR", act="strike-back", norms=norms))
    said = [hole.statement for hole in found["single-blocker"].loopholes]
    assert any("'strike' by KOR can be stopped by TUR alone" in one for one in said)


def test_the_victim_itself_may_do_what_is_asked_of_it():
    """Continuous and effective self-help, as in the Vandenberg Resolution: it is its own to give"""
    actor = "VAL: {towards: KOR, acts: [{act: yield}, {act: resist}]}"
    assert outcomes(pact(actor, by="VAL", act="resist")) == ("holds", "holds", "holds")


def test_whoever_must_agree_besides_is_told_of():
    """The victim resists, and one member must agree: that one can keep help away."""
    actor = "VAL: {towards: KOR, acts: [{act: yield}, {act: resist}]}"
    written = pact(actor, by="VAL", act="resist", norms=COUNCIL, due=CALLED)
    assert outcomes(written) == ("holds", "fails", "fails")


def test_a_duty_that_the_attack_itself_forfeits_is_a_gap():
    """No attack can come to be answered, and that is no better than if no duty were written."""
    norms = "norms:\n  peace: {prohibition: strike, bearer: KOR, towards: VAL}"
    actor = "TUR: {towards: KOR, acts: [{act: watch}, {act: mobilise}]}"
    text = PACT.format(actor=actor, norms=norms, due="{act: strike, by: KOR}")
    found = told(read(text + "    forfeited_if: {breached: peace}\n"))
    (hole,) = found["gap"].loopholes
    assert "nothing can ever come to be owed under 'shield'" in hole.statement
