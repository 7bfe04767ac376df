"""A norm that binds only once a treaty is signed is breached, found and excused from then on."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Verdict, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A truce that is yet to be signed
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, NEU: {}, DNK: {}, EST: {}}
bodies: {council: {members: [UPL, DNK, EST], rule: unanimity}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
instruments: {truce: {parties: [LOW, UPL], status: proposed}}
deeds: {plead: {by: UPL}}
norms:
  calm: {prohibition: attack, bearer: UPL, towards: LOW, in: truce, unless: {performed: plead}}
procedures:
  finding:
    opens: {by: LOW, alleging: calm}
    steps: [{act: agree, by: council, within: P10D, finds: calm%s}]
"""
SIGNED = ["LOW signs 'truce'", "UPL signs 'truce'"]


def asked(name: str, more: str = "") -> Verdict:
    return verdict(Process(read(TEXT % more)), CATALOGUE[name])


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("own-cause", "objects to 'agree'"),  # one of three that must all agree
        ("deniable-breach", "the day ends"),  # nobody votes, and the ten days run out
        ("own-excuse", "UPL performs 'plead'"),  # from then on an attack is no breach
    ],
)
def test_a_norm_in_a_treaty_that_is_signed_first_is_looked_at(name: str, then: str):
    (hole,) = asked(name).loopholes
    assert [line.said for line in hole.lines[:2]] == SIGNED
    assert then in hole.lines[-1].said
    breach = [f for line in hole.lines for f in line.follows if "is breached" in f]
    assert breach == ([] if name == "own-excuse" else ["'calm' is breached by UPL"])


SECOND = ", on_pass: effect, on_block: next, on_timeout: next}, {act: %s, by: %s, finds: calm"


def test_a_veto_that_another_step_passes_over_blocks_no_finding():
    """Article 7 of the African Union's protocol: consensus, or failing that two thirds."""
    text = (TEXT % SECOND % ("decide", "court")).replace(
        "rule: unanimity}}",
        "rule: unanimity}, court: {members: [UPL, DNK, EST], rule: two_thirds}}",
    )
    assert (
        verdict(Process(read(text)), CATALOGUE["own-cause"]).outcome == "holds"
    )  # DNK and EST are enough
    again = asked("own-cause", SECOND % ("decide", "council"))
    assert again.outcome == "fails"  # a second step in which it has a veto too


def test_those_who_allege_and_find_alone_are_those_who_allege_in_the_story():
    text = (
        (TEXT % "")
        .replace("[UPL, DNK, EST]", "[DNK, EST]")
        .replace("by: LOW", "by: [LOW, DNK, EST]")
    )
    (hole,) = verdict(Process(read(text)), CATALOGUE["own-cause"]).loopholes
    assert hole.statement == "DNK and EST both allege and find that 'calm' was breached"
    alleged = [m.actor for line in hole.lines for m in line.batch if m.kind == "allege"]
    assert alleged
    assert set(alleged) <= {"DNK", "EST"}
