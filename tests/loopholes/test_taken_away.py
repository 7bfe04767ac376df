"""An answer that others can take away on the day of the act: by a deed, or by joining in."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, powers, verdict
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, owed

TEXT = """\
foedus: 1
title: Help that hangs on what somebody may do on the day of the attack
as_of: 1856-03-30
horizon: P2Y
parties: {{RUS: {{}}, TUR: {{}}, GBR: {{}}, AUT: {{}}, FRA: {{}}}}
conduct:
  RUS: {{towards: TUR, unbearable_from: attack, acts: [{{act: comply}}, {{act: attack}}]}}
  FRA: {{towards: TUR, unbearable_from: join, acts: [{{act: comply}}, {{act: join}}]}}
deeds: {{mediate: {{label: offers to mediate, by: {by}{undo}}}}}
guarantees:
  help:
    owed_by: GBR
    protects: {{state: TUR, territory: recognised}}
    against: RUS
    casus_foederis: attack
    response: defend
    {hangs}
"""
NOT_DONE, ALONE = "{not: {performed: mediate}}", "{not: {act: join, by: FRA}}"
HANGS = [
    ("AUT", "", f"due_when: {NOT_DONE}", "AUT"),
    ("AUT", ", reversible: true", f"due_when: {NOT_DONE}", "AUT"),
    ("RUS", "", f"due_when: {NOT_DONE}", "RUS"),
    ("GBR", "", f"in_force: {NOT_DONE}", "GBR"),
    ("AUT", "", "forfeited_if: {performed: mediate}", "AUT"),
    ("AUT", "", f"due_when: {ALONE}", "FRA"),
    ("AUT", "", f"in_force: {ALONE}", "FRA"),
    ("AUT", "", "forfeited_if: {acted: join, by: FRA}", "FRA"),
]
ATTACK = Supposition(by="RUS", act="attack", against="TUR")


def made(by: str, undo: str, hangs: str) -> Process:
    return Process(read(TEXT.format(by=by, undo=undo, hangs=hangs)))


@pytest.mark.parametrize(("by", "undo", "hangs", "who"), HANGS)
def test_whoever_can_take_an_answer_away_at_once_keeps_it_away(by, undo, hangs, who):
    process = made(by, undo, hangs)
    walk = Walk(process)
    assert walk.blockers(ATTACK, owed(process, "help")) == (who,)
    refusing = Supposition(by="RUS", act="attack", against="TUR", refusing=frozenset({who}))
    assert walk.comes(refusing, owed(process, "help")) is None
    found = verdict(process, CATALOGUE["assured-response"])
    assert [hole.statement for hole in found.loopholes] == [
        "an answer to 'attack' by RUS need not come, though all that TUR can do is done at once"
    ]
    told = {(power.kind, power.kept_away.alone) for power in powers(process) if "RUS" in power.said}
    assert ("help", (who,)) in told
    (ending,) = (power for power in powers(process) if power.kind == "end")
    assert (ending.outcome, ending.forced.alone) == ("contested", (who,))


def test_what_nobody_else_can_take_away_is_assured():
    """A deed of the victim is its own, and one that nothing hangs on is nobody's."""
    for by, hangs in (("TUR", f"due_when: {NOT_DONE}"), ("AUT", "covers_ongoing: true")):
        process = made(by, "", hangs)
        assert verdict(process, CATALOGUE["assured-response"]).outcome == "holds"
    walk = Walk(made("AUT", "", "covers_ongoing: true"))
    assert walk.blockers(ATTACK, owed(walk.process, "help")) == ()


MORE = """\
  more:
    owed_by: FRA
    protects: {state: TUR, territory: recognised}
    against: RUS
    casus_foederis: attack
    response: defend
    due_when: {not: {declined: help}}
"""


@pytest.mark.parametrize(("joint", "who"), [("true", "GBR"), ("false", "GBR and AUT")])
def test_who_declines_is_who_does_so_in_the_story(joint, who):
    text = TEXT.format(by="AUT", undo="", hangs=f"joint: {joint}")
    text = text.replace("owed_by: GBR", "owed_by: [GBR, AUT]") + MORE
    found = verdict(Process(read(text)), CATALOGUE["void-if-declined"])
    verb = "declines" if who == "GBR" else "decline"
    said = [hole.statement for hole in found.loopholes]
    assert f"once {who} {verb} under 'help', nothing is owed under 'more' by FRA" in said
