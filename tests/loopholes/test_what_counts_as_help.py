"""What saves a victim and what does not: no false finding, and no duty that is lost again."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict
from foedus.loopholes.catalogue import examine
from foedus.process import Process

HEAD = """\
foedus: 1
title: What counts as help
as_of: 2025-01-01
horizon: P2Y
parties: {VAL: {}, KOR: {}, LIG: {}, SUD: {}}
conduct: {KOR: {towards: VAL, unbearable_from: attack, acts: [{act: comply}, {act: attack}]}}
"""
INQUIRY = """\
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps: [{act: find, by: LIG, within: P3D, finds: calm}]
"""


def promise(name: str, clause: str = "", *, by: str = "LIG", response: str = "defend") -> str:
    """Return a guarantee on a line of its own."""
    return (
        f"  {name}: {{owed_by: {by}, protects: {{state: VAL, territory: recognised}}, against: KOR,"
        f" casus_foederis: attack, response: {response}{clause}}}\n"
    )


def asked(name: str, text: str) -> Verdict:
    return examine(Inquiry(Process(read(HEAD + text))), CATALOGUE[name])


EXCUSED = """\
deeds: {declare: {by: KOR, label: declares an emergency}}
norms:
  calm: {prohibition: attack, bearer: KOR, towards: VAL, unless: {performed: declare}}
"""
FOUND = "guarantees:\n" + promise("aid", ", due_when: {found: calm}")


@pytest.mark.parametrize("name", ["gap", "dead-end"])
def test_a_false_finding_saves_nobody(name: str):
    """An attacker that has excused itself breaches nothing: only a false finding brings help."""
    assert asked(name, EXCUSED + INQUIRY + FOUND).outcome == "fails"
    unexcused = EXCUSED.replace(", unless: {performed: declare}", "")
    assert asked(name, unexcused + INQUIRY + FOUND).outcome == "holds"


def test_a_witness_alleges_what_is_so():
    """The norm binds once KOR has declared, and a lie would be told sooner."""
    bound = EXCUSED.replace("unless", "while")
    story = [batch[0].kind for batch in asked("promptness", bound + INQUIRY + FOUND).witness]
    assert story == [] or story.index("perform") < story.index("allege")


def test_who_leaves_the_treaty_of_the_norm_is_answered_by_a_false_finding_alone():
    text = (
        "instruments: {pact: {parties: [VAL, KOR, LIG], withdrawal: {by: KOR, notice: P9D}}}\n"
        "norms: {calm: {prohibition: attack, bearer: KOR, towards: VAL, in: pact}}\n"
        + INQUIRY
        + "guarantees:\n"
        + promise("aid", ", due_when: {found: calm}")
    )
    assert asked("withdrawal-dodge", text).outcome == "fails"
    survives = text.replace("in: pact}}", "in: pact, survives: [withdrawal]}}")
    assert asked("withdrawal-dodge", survives).outcome == "holds"


def test_a_duty_that_a_treaty_replaces_while_the_attack_goes_on_was_owed():
    text = (
        "instruments: {pact: {parties: [VAL, LIG], status: proposed}}\nguarantees:\n"
        + promise("bridge", ", in_force: {not: {in_force: pact}}")
        + promise("aid", ", in: pact")
    )
    (fault,) = asked("gap", text).loopholes
    assert fault.statement == (
        "what is owed in answer to 'attack' by KOR can be lost again while the act goes on,"
        " even if everybody helps"
    )


def test_an_excuse_of_its_own_making_is_told_without_the_others():
    """Korland opens the talks and lets them lapse: whatever the others vote, it has not agreed.

    Where it is Valley's to agree, Valley can, and the talks do not lapse.
    """
    text = (
        "norms: {calm: {prohibition: attack, bearer: KOR, towards: VAL, unless: {lapsed: talks}}}\n"
        "procedures: {talks: {opens: {by: KOR}, steps: [{act: agree, by: KOR, within: P9D}]}}\n"
        "guarantees:\n" + promise("aid")
    )
    assert not asked("own-excuse", text.replace("agree, by: KOR", "agree, by: VAL")).loopholes
    (fault,) = asked("own-excuse", text).loopholes
    assert {move.actor for move in fault.moves} <= {"KOR", "", "nature"}


EXIT = """\
instruments:
  pact:
    parties: [VAL, KOR, LIG]
    withdrawal: {by: KOR, notice: P9D, ends_for: all}
"""


def test_to_leave_and_lose_the_other_a_right_is_a_dodge():
    text = EXIT + "guarantees:\n" + promise("stand-by", ", in: pact", response="right_only")
    (fault,) = asked("withdrawal-dodge", text).loopholes
    assert fault.statement == "by leaving 'pact' first, KOR attacks and nobody may respond"


def test_who_is_never_answered_has_nothing_to_dodge():
    text = EXIT + "guarantees:\n" + promise("talk", ", in: pact", response="consult")
    verdict = asked("withdrawal-dodge", text)
    assert (verdict.outcome, verdict.missing) == (
        "does-not-apply",
        "no act of anybody who can leave anything can ever be answered",
    )


def test_a_guarantee_in_a_treaty_that_nobody_can_end_does_not_begin_anew():
    text = "instruments: {pact: {parties: [VAL, LIG], status: signed}}\nguarantees:\n"
    text += promise("aid", ", in: pact")
    later = text.replace("status: signed", "status: signed, enters: {from: 2025-06-01}")
    never_ends = text.replace(", status: signed", "")
    assert asked("predates", never_ends).outcome == "does-not-apply"
    assert asked("predates", later).outcome == "fails"


@pytest.mark.parametrize(
    ("hangs", "outcome"),
    [
        ("in_force: {not: {declined: first}}", "fails"),
        ("due_when: {honoured: first}", "fails"),
        ("due_when: {declined: first}", "does-not-apply"),
        ("activates_when: {honoured: first}", "fails"),
    ],
)
def test_a_promise_that_hangs_on_anothers_is_one_of_several(hangs: str, outcome: str):
    """Who steps in for whoever declines is no such promise."""
    text = "guarantees:\n" + promise("first") + promise("second", f", {hangs}", by="SUD")
    assert asked("void-if-declined", text).outcome == outcome
