"""What an act leads to, where signatures, deeds, rights of one's own and undoings are near it."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, consequence, row

HEAD = """\
foedus: 1
title: What follows
as_of: 2024-01-01
horizon: P3Y
parties: {LOW: {}, UPL: {}, GUA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: keep}, {act: attack}]}}
norms: {calm: {prohibition: attack, bearer: UPL, towards: LOW}}
"""
ATTACK = Supposition(by="UPL", act="attack", against="LOW")
AID = """\
guarantees:
  aid:
    owed_by: %s
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: %s
"""
TREATY = """\
deeds: {ratify: {by: UPL}}
instruments: {pact: {parties: [LOW, UPL, GUA], status: proposed%s}}
"""


def walked(*text: str) -> Walk:
    return Walk(Process(read(HEAD + "".join(text))))


@pytest.mark.parametrize(
    ("enters", "kind"),
    [("", "duty"), (", enters: {performed: ratify}", "none")],
)
def test_nobody_is_taken_to_have_ratified_by_a_deed(enters: str, kind: str):
    """Signed, the first pact binds; the second waits for Upland, and only a renewed act is met."""
    walk = walked(TREATY % enters, AID % ("GUA", "defend"), "    in: pact\n")
    assert consequence(walk, ATTACK).kind == kind
    assert {move.kind for move in walk.concluded.moves} == {"sign", "wait"}
    found = row(walk, ATTACK)
    assert [due.clause for due in found.duties] == (["aid"] if kind == "duty" else [])
    assert [due.clause for due in found.renewed] == ["aid"]  # done anew, it is met either way


@pytest.mark.parametrize(
    ("by", "response", "kind"),
    [
        ("LOW", "right_only", "right"),  # the victim may itself respond, and that is what follows
        ("GUA", "right_only", "right"),
    ],
)
def test_a_right_follows_that_of_the_victim_itself_too(by, response, kind):
    assert consequence(walked(AID % (by, response)), ATTACK).kind == kind


SUSPENDED = """\
instruments: {suspension: {parties: [UPL, GUA], status: signed, enters: {done: suspend}}}
procedures:
  suspend: {opens: {by: GUA, alleging: calm}, steps: [{act: vote, by: GUA}]}
  lift:
    opens: {by: GUA, when: {in_force: suspension}}
    steps: [{act: lift, by: GUA}]
    then: [{terminate: suspension}]
"""


def test_a_measure_is_the_consequence_and_its_lifting_is_not():
    found = consequence(walked(SUSPENDED), ATTACK)
    assert (found.kind, found.of) == ("effect", ("suspend",))


@pytest.mark.parametrize(
    ("opens", "steps", "kind"),
    [
        ("{by: ADV, when: {acted: attack, by: ADV}}", "{act: note, by: ADV}", "none"),
        (
            "{by: ADV, when: {acted: attack, by: ADV}}",
            "{act: note, by: VIC, escrowed: true}",
            "none",
        ),
        ("{by: ADV, when: {acted: attack, by: ADV}}", "{act: note, by: VIC}", "effect"),
        ("{by: VIC, when: {acted: attack, by: ADV}}", "{act: note, by: ADV}", "effect"),
        ("{when: {acted: attack, by: ADV}}", "{act: note, by: ADV}", "effect"),
    ],
)
def test_a_further_act_of_who_acts_is_no_consequence_of_its_act(opens: str, steps: str, kind: str):
    """Who has attacked may then end the treaty by itself: a second act of it, for its own ends, and
    nothing that the first leads to. Where it takes another, or comes by itself, it follows.
    """
    text = (
        "foedus: 1\ntitle: A denunciation\nas_of: 2025-01-01\nhorizon: P2Y\n"
        "parties: {VIC: {}, ADV: {}}\n"
        "conduct: {ADV: {towards: VIC, acts: [{act: comply}, {act: attack}]}}\n"
        "instruments: {lease: {parties: [VIC, ADV]}}\n"
        "norms: {hosts: {prohibition: attack, bearer: ADV, towards: VIC, in: lease}}\n"
        f"procedures: {{denounce: {{opens: {opens}, steps: [{steps}],\n"
        "  then: [{terminate: lease}]}}\n"
    )
    walk = Walk(Process(read(text)))
    assert consequence(walk, Supposition(by="ADV", act="attack", against="VIC")).kind == kind
