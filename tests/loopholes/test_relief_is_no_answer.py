"""What only frees whoever acts of what it owes answers no act: whoever refuses it stops nothing.

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, powers, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A pardon may be given once a breach is alleged
as_of: 2022-02-01
horizon: P1Y
parties: {JUN: {name: the junta}, VIC: {}, SC: {name: the council}, PROS: {}}
conduct: {JUN: {towards: VIC, unbearable_from: crimes, acts: [{act: respect}, {act: crimes}]}}
instruments:
  amnesty: {parties: [JUN, VIC], status: signed ENTERS}
deeds: {surrender: {by: JUN}}
norms:
  ban: {prohibition: crimes, bearer: JUN, towards: VIC}
  go: {obligation: surrender, bearer: WHO, towards: VIC, when: {done: inquiry}, within: P1M, FREED}
procedures:
  inquiry: {opens: {by: PROS, alleging: ban}, steps: [{act: authorise, by: PROS}]}
  pardon: {opens: {by: SC, when: {alleged: ban}}, steps: [{act: pardon, by: SC}] THEN}
"""
BY_ITSELF = (", enters: {done: pardon}", "")
BY_EFFECT = (", enters: {from: 2031-01-01}", ", then: [{bring_into_force: amnesty}]")
WHILE, UNLESS = "while: {not: {in_force: amnesty}}", "unless: {in_force: amnesty}"


def made(ways: tuple[str, str], freed: str, who: str = "JUN") -> str:
    text = TEXT.replace(" ENTERS", ways[0]).replace(" THEN", ways[1])
    text = text.replace("{by: JUN}}\nnorms", f"{{by: {who}}}}}\nnorms")
    return text.replace("FREED", freed).replace("WHO", who)


@pytest.mark.parametrize("ways", [BY_ITSELF, BY_EFFECT])
@pytest.mark.parametrize("freed", [WHILE, UNLESS])
def test_a_pardon_is_no_answer_to_the_crime(ways: tuple[str, str], freed: str):
    """The junta owes the surrender once the inquiry takes effect. The council's pardon takes that
    away again: nobody who refuses it keeps an answer away, and it is told of as no answer."""
    process = Process(read(made(ways, freed)))
    inquiry = Inquiry(process)
    (threat,) = inquiry.threats
    assert not inquiry.answering(threat)
    assert not inquiry.entering(threat)
    assert not any("pardon" in one.said or "amnesty" in one.said for one in powers(process))
    for name in ("single-blocker", "kept-from-starting"):
        assert not verdict(process, CATALOGUE[name]).loopholes
    told = assess(process.arrangement, draws=20).answer["options"][0]["sentences"]
    first = next(one["text"] for one in told if one["about"] == "help")
    assert "the junta owes 'surrender' to VIC once 'inquiry' takes effect" in first


@pytest.mark.parametrize("ways", [BY_ITSELF, BY_EFFECT])
@pytest.mark.parametrize(("freed", "who"), [("while: {in_force: amnesty}", "JUN"), (WHILE, "PROS")])
def test_what_binds_who_acts_or_frees_others_may_answer(
    ways: tuple[str, str], freed: str, who: str
):
    """A treaty with which the surrender begins to bind is an answer to the crime; and of one that
    frees the prosecutor, who did nothing, the text does not say for whom it is."""
    inquiry = Inquiry(Process(read(made(ways, freed, who))))
    (threat,) = inquiry.threats
    assert "pardon" in inquiry.answering(threat)
