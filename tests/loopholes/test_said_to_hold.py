"""Small texts that were said to hold: each fails for the reason that stands above it."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

HEAD = """\
foedus: 1
title: A small text
as_of: 2031-05-01
horizon: P1Y
parties:
  {VAL: {}, KOR: {}, LIG: {}, NEU: {}, BLOC: {members: [EST, FIN]}, panel: {role: monitor}}
conduct:
  KOR:
    towards: [VAL, NEU]
    acts: [{act: abide}, {act: grab, needs: P9D}, {act: strike, needs: P40D}]
"""


def shield(
    name: str, rest: str = "", *, by: str = "LIG", casus: str = "grab", land: str = ""
) -> str:
    """Return a guarantee of defence."""
    return f"""\
  {name}:
    owed_by: {by}
    protects: {{state: VAL, territory: {land or "recognised"}}}
    against: KOR
    casus_foederis: {casus}
    response: defend
{rest}"""


LEFT = """\
instruments: {peace: {parties: [VAL, KOR], withdrawal: {by: KOR, notice: P30D}}}
norms:
  calm: {prohibition: grab, bearer: KOR, towards: VAL, in: peace}
procedures:
  finding:
    in: peace
    opens: {by: VAL, alleging: calm}
    steps: [{act: report, by: panel, within: P5D, finds: calm}]
guarantees:
"""
BASE = """\
deeds: {{grant: {{by: VAL}}}}
instruments:
  old: {{parties: [VAL, LIG]}}
  new: {{parties: [VAL, LIG, NEU], status: proposed{ends}}}
procedures:
  waiver: {{opens: {{by: VAL}}, steps: [{{act: waive, by: LIG, within: P9D}}]}}
norms:
  no-base: {{prohibition: grant, bearer: VAL, owed_to: LIG, in: old{while_}}}
  base: {{obligation: grant, bearer: VAL, owed_to: NEU, within: P30D, {due}}}
"""
FINDING = """\
norms:
  calm: {prohibition: grab, bearer: KOR, towards: VAL}
procedures:
  finding:
    opens: {by: VAL, alleging: calm}
    steps: [{act: report, by: panel, within: P5D, finds: calm}]
"""
HANGING = (
    "deeds: {trade: {by: NEU}}\nguarantees:\n"
    + shield("other", "    forfeited_if: {performed: trade}\n").replace("state: VAL", "state: NEU")
    + shield("aid", "    due_when: {active: other}\n")
)
TALKS = (
    FINDING.replace(
        "procedures:\n",
        """\
instruments:
  pact: {parties: [VAL, LIG], sunset: P90D, tolled_while: {not: {lapsed: talks}}}
procedures:
  talks: {opens: {by: VAL}, steps: [{act: agree, by: NEU}]}
""",
    )
    + "guarantees:\n"
    + shield("aid", "    in: pact\n    due_when: {found: calm}\n")
)
FAILS = {
    # One of three leaves for itself; the treaty goes on for the others and forbids it nothing more.
    ("withdrawal-dodge", "for itself alone"): """\
instruments:
  truce: {parties: [VAL, KOR, NEU], withdrawal: {by: KOR, notice: P0D}}
norms:
  calm: {prohibition: grab, bearer: KOR, towards: VAL, in: truce}
guarantees:
"""
    + shield("aid", "    due_when: {breached: calm}\n"),
    # The gravest act is never answered, so that leaving takes nothing there: it does at the lower.
    ("withdrawal-dodge", "at the lower act"): """\
instruments:
  truce: {parties: [VAL, KOR], withdrawal: {by: KOR, notice: P0D}}
norms:
  calm: {prohibition: grab, bearer: KOR, towards: VAL, in: truce}
  peace: {prohibition: strike, bearer: KOR, towards: VAL}
guarantees:
"""
    + shield("aid", "    due_when: {all: [{breached: calm}, {not: {breached: peace}}]}\n"),
    # The second guarantee takes the place of the first for the graver act only.
    ("forfeiture", "replaced for a graver act"): "deeds: {trade: {by: KOR}}\nguarantees:\n"
    + shield("wide", "    forfeited_if: {performed: trade}\n")
    + shield("narrow", by="NEU", casus="strike"),
    # It takes its place on less land.
    ("forfeiture", "replaced on less land"): "deeds: {trade: {by: KOR}}\nguarantees:\n"
    + shield("wide", "    forfeited_if: {performed: trade}\n")
    + shield("narrow", by="NEU", land="controlled, control_as_of: 2031-01-01"),
    # All that is recognised is protected once a breach is found, which may never be.
    ("scope-gap", "covered where a breach is found"): FINDING
    + "guarantees:\n"
    + shield("held", land="controlled, control_as_of: 2031-01-01")
    + shield("all", "    due_when: {found: calm}\n"),
    # Each honours when the other has.
    ("deadlock", "each after the other"): "guarantees:\n"
    + shield("first", "    due_when: {honoured: second}\n")
    + shield("second", "    due_when: {honoured: first}\n", by="NEU"),
    # The pact enters into force by a deed that the truce forbids.
    ("conflict", "a treaty that waits for what is forbidden"): """\
deeds: {disarm: {by: VAL}, parade: {by: VAL}}
instruments:
  truce: {parties: [VAL, KOR]}
  pact: {parties: [VAL, LIG], status: signed, enters: {performed: disarm}}
norms:
  keep-arms: {prohibition: disarm, bearer: VAL, in: truce}
guarantees:
"""
    + shield("aid", "    in: pact\n"),
    # The base is owed under the new treaty, or once there is a waiver, and the old one goes on.
    ("conflict", "the old treaty goes on"): BASE.format(ends="", while_="", due="in: new"),
    ("conflict", "a waiver that frees nobody"): BASE.format(
        ends="", while_="", due="in: old, when: {done: waiver}"
    ),
    # What was found in error under the treaty answers a grab once the treaty has ended: no breach.
    ("false-flag", "found in error"): LEFT + shield("aid", "    due_when: {found: calm}\n"),
    # That KOR has acts of its own against VAL makes nothing follow from its not paying LIG.
    ("toothless-norm", "a deed that is owed, beside acts against another"): """\
deeds: {pay: {by: KOR}}
norms: {debt: {obligation: pay, bearer: KOR, towards: LIG, within: P30D}}
""",
    # Standing hangs on the treaty's binding him who may leave it, and leaves the others in it.
    ("lost-standing", "another leaves"): """\
instruments:
  truce: {parties: [VAL, KOR, NEU], withdrawal: {by: KOR, notice: P0D}}
norms:
  calm: {prohibition: grab, bearer: KOR, towards: VAL, in: truce}
procedures:
  finding:
    opens: {by: VAL, alleging: calm, when: {in_force: truce, by: KOR}}
    steps: [{act: report, by: panel, within: P5D, finds: calm}]
""",
    # One is due at once; the other is due when the report's time is over, and comes too late.
    ("capability-gap", "the second of two"): FINDING.replace(
        "finds: calm", "finds: calm, at_deadline: true"
    )
    + "guarantees:\n"
    + shield("quick", by="NEU")
    + shield(
        "slow",
        "    due_when: {found: calm}\n    arrives: {value: 6, kind: assumed, because: invented}\n",
    ),
    # A seat in NEU is no response where a duty could come to be owed.
    ("single-blocker", "an effect is no response"): FINDING
    + """\
  admission:
    opens: {by: VAL, when: {alleged: calm}}
    steps: [{act: admit, by: VAL}]
    then: [{admit: VAL, to: NEU}]
guarantees:
"""
    + shield("aid", "    due_when: {found: calm}\n"),
    # What is promised to VAL hangs on what is promised to NEU, which NEU may lose by its trade.
    ("gap", "it hangs on another's protection"): HANGING,
    ("dead-end", "it hangs on another's protection"): HANGING,
    # The treaty runs on until NEU has said no, and runs out while the report is under way.
    ("expiry", "only once somebody has said no"): TALKS,
    # Those who hold one reading are the bloc of those who may settle which of them holds.
    ("unsettled-readings", "the bloc of those who settle"): "guarantees:\n"
    + shield(
        "aid",
        """\
    text: any use of force
    readings:
      narrow: {label: only strikes, held_by: BLOC, text: strikes, changes: {casus_foederis: strike}}
    settled_by: [EST, FIN]
""",
    ),
}
HOLDS = {
    # The duty hangs on no breach of what can be left.
    ("withdrawal-dodge", "whether it is bound or not"): FAILS[
        "withdrawal-dodge", "for itself alone"
    ].replace("    due_when: {breached: calm}\n", ""),
    # A month is longer from one day than from another, and the duty outlives the exit from each.
    ("withdrawal-dodge", "the duty outlives an exit on the calendar"): """\
instruments:
  truce: {parties: [VAL, KOR], withdrawal: {by: KOR, notice: P1M}}
guarantees:
"""
    + shield("aid", "    in: truce\n    survives: [withdrawal]\n"),
    # The second guarantee protects no less.
    ("forfeiture", "replaced by as much"): FAILS["forfeiture", "replaced for a graver act"].replace(
        "casus_foederis: strike", "casus_foederis: grab"
    ),
    ("scope-gap", "covered without a finding"): FAILS[
        "scope-gap", "covered where a breach is found"
    ].replace("    due_when: {found: calm}\n", ""),
    ("lost-standing", "whoever leaves"): FAILS["lost-standing", "another leaves"].replace(
        "in_force: truce, by: KOR", "in_force: truce"
    ),
    ("capability-gap", "both in time"): FAILS["capability-gap", "the second of two"].replace(
        "value: 6", "value: 3"
    ),
    ("expiry", "NEU must say yes"): TALKS.replace("by: NEU}", "by: NEU, on_block: hold}"),
    ("gap", "it hangs on nothing"): HANGING.replace("    due_when: {active: other}\n", ""),
    ("unsettled-readings", "others settle"): FAILS[
        "unsettled-readings", "the bloc of those who settle"
    ].replace("settled_by: [EST, FIN]", "settled_by: [panel]"),
    # As the new treaty begins to bind the old one ends: on no day do both; so with the waiver. Who
    # grants the base before that breaches a norm, and carries out no clause.
    ("conflict", "the new treaty ends the old"): BASE.format(
        ends=", supersedes: old", while_="", due="in: new"
    ),
    ("conflict", "none without consent"): BASE.format(
        ends="", while_=", while: {not: {done: waiver}}", due="in: old, when: {done: waiver}"
    ),
    # Under the treaty a grab is a breach, and after its end it is answered whatever was found.
    ("false-flag", "due anyway"): LEFT
    + shield("aid", "    due_when: {any: [{found: calm}, {ended: peace}]}\n"),
    ("toothless-norm", "a condition reads it"): """\
deeds: {pay: {by: KOR}}
norms: {debt: {obligation: pay, bearer: KOR, towards: LIG, within: P30D}}
guarantees:
"""
    + shield("aid", "    due_when: {breached: debt}\n"),
    ("conflict", "a treaty that waits for what is free"): FAILS[
        "conflict", "a treaty that waits for what is forbidden"
    ].replace("prohibition: disarm", "prohibition: parade"),
}


def asked(name: str, text: str):
    """Return the verdict on one property of a text."""
    return verdict(Process(read(HEAD + text)), CATALOGUE[name])


@pytest.mark.parametrize(("name", "why"), FAILS)
def test_it_fails(name: str, why: str):
    assert asked(name, FAILS[name, why]).loopholes


@pytest.mark.parametrize(("name", "why"), HOLDS)
def test_its_cure_holds(name: str, why: str):
    assert asked(name, HOLDS[name, why]).holds


def test_a_promise_to_pay_is_no_assurance_against_an_act():
    text = """\
foedus: 1
title: A payment
as_of: 2031-05-01
horizon: P1Y
parties: {VAL: {}, KOR: {}}
deeds: {pay: {by: KOR}}
instruments: {truce: {parties: [VAL, KOR]}}
norms:
  debt: {obligation: pay, bearer: KOR, towards: VAL, in: truce, within: P30D}
"""
    found = verdict(Process(read(text)), CATALOGUE["empty-assurance"])
    assert found.missing == "nobody is assured against an act"


AMENDS = """\
foedus: 1
title: An assurance, and what is owed once it is broken
as_of: 2031-05-01
horizon: P1Y
parties: {VAL: {}, KOR: {}, PANEL: {}}
conduct: {KOR: {towards: VAL, acts: [{act: abide}, {act: bar}]}}
deeds: {lift: {by: KOR}}
norms:
  trade: {prohibition: bar, bearer: KOR, towards: VAL}
  amends: {obligation: lift, bearer: KOR, within: P30D, TO}
procedures:
  suit: {opens: {by: VAL, alleging: trade}, steps: [{act: judge, by: PANEL, finds: trade}]}
"""


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("towards: VAL, when: {found: trade}", "holds"),
        ("towards: VAL, when: {breached: trade}", "holds"),
        ("towards: VAL, when: {done: suit}", "holds"),
        ("towards: PANEL, when: {found: trade}", "fails"),
        ("towards: VAL", "fails"),
        ("towards: VAL, when: {from: 2031-06-01}", "fails"),
    ],
)
def test_what_is_owed_for_a_breach_is_a_duty_behind_the_assurance(to: str, outcome: str):
    """To end what was found unlawful is owed to VAL because it was (ARSIWA 30); what is owed to
    another, or whatever KOR does, stands behind no assurance that it bars no trade.
    """
    found = verdict(Process(read(AMENDS.replace("TO", to))), CATALOGUE["empty-assurance"])
    assert found.outcome == outcome


ONE_AFTER_THE_OTHER = """\
guarantees:
  talk:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: grab
    response: consult
    within: P%sD
""" + shield("aid", "    due_when: {%s}\n", by="NEU")


@pytest.mark.parametrize("days", [1, 2, 30])
def test_a_duty_that_waits_for_another_to_be_late_need_not_come(days: int):
    found = asked("assured-response", ONE_AFTER_THE_OTHER % (days, "overdue: talk"))
    (hole,) = found.loopholes
    assert [move.kind for move in hole.moves if move.kind != "wait"] == ["conduct", "honour"]


@pytest.mark.parametrize("days", [1, 2, 30])
def test_a_duty_that_comes_whether_another_is_late_or_given_comes(days: int):
    due = "any: [{overdue: talk}, {honoured: talk}]"
    assert asked("gap", ONE_AFTER_THE_OTHER % (days, due)).holds


LAPSING = """\
foedus: 1
title: A treaty that runs out
as_of: 2031-05-01
horizon: P3Y
parties: {VAL: {}, KOR: {}, LIG: {}}
conduct: {KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}}
instruments: {truce: {parties: [VAL, KOR, LIG] SUNSET}}
norms: {calm: {prohibition: strike, bearer: KOR, towards: VAL, in: truce}}
"""
PROMISE = """\
guarantees:
  aid: {owed_by: LIG, protects: {state: VAL, territory: recognised}, against: KOR,
        casus_foederis: strike, response: defend, in: truce}
"""


@pytest.mark.parametrize(
    ("sunset", "promise", "outcome", "missing"),
    [
        (", sunset: P1Y", "", "does-not-apply", "no answer can ever follow"),
        (", sunset: P1Y", PROMISE, "holds", ""),
        ("", PROMISE, "does-not-apply", "no instrument runs out"),
        ("", "", "does-not-apply", "no instrument runs out"),
    ],
)
def test_no_sunset_is_proved_to_cost_an_answer_that_there_never_is(
    sunset: str, promise: str, outcome: str, missing: str
):
    """Where nobody owes anything no end can take an answer away: that is no merit of the text.

    What is owed at once, and stays owed, is not lost with the end of the treaty.
    """
    found = verdict(
        Process(read(LAPSING.replace(" SUNSET", sunset) + promise)), CATALOGUE["expiry"]
    )
    assert (found.outcome, found.missing) == (outcome, missing)
