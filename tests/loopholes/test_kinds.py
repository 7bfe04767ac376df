"""Kinds of arrangement of which a narrower check once said that they hold.

Each is written for its answer, which follows from the text by hand; the reason stands beside it.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.loopholes.written import read_properties
from foedus.process import Process

HEAD = """\
foedus: 1
title: {title}
as_of: 2031-05-01
horizon: P3Y
parties:
  VAL: {{role: beneficiary}}
  ORE: {{role: beneficiary}}
  KOR: {{role: adversary}}
  LIG: {{role: guarantor}}
  panel: {{role: monitor}}
"""
LADDER = """\
conduct:
  KOR: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P9D}]}
"""
TWO_ACTS = """\
conduct:
  KOR:
    towards: VAL
    unbearable_from: grab
    acts: [{act: abide}, {act: grab, needs: P9D}, {act: strike, needs: P40D}]
"""


def shield(rest: str = "", *, casus: str = "strike", name: str = "shield") -> str:
    return f"""\
  {name}:
    owed_by: LIG
    protects: {{state: VAL, territory: recognised}}
    against: KOR
    casus_foederis: {casus}
    response: defend
{rest}"""


FINDING = """\
norms:
  calm: {prohibition: %s, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    reopens: true
    steps: [{act: report, by: panel, within: P4D, finds: calm}]
"""
VALLEY_FIRES = """\
  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}]}
norms:
  hold-fire: {prohibition: fire, bearer: VAL, towards: KOR}
"""
KINDS = {
    # The duty begins after eight months, the act is over in nine days.
    "late date": (
        "promptness",
        LADDER + "guarantees:\n" + shield("    due_when: {from: 2032-01-01}\n"),
    ),
    # The new treaty ends the old one and its duty at once, and gives its own a year later.
    "superseded": (
        "gap",
        LADDER
        + """\
instruments:
  armistice: {parties: [VAL, KOR]}
  treaty: {parties: [VAL, KOR], status: proposed, supersedes: armistice}
guarantees:
"""
        + shield("    in: armistice\n")
        + shield("    in_force: {all: [{in_force: treaty}, {from: 2033-05-01}]}\n", name="later"),
    ),
    # A strike is answered at once, a grab only on a finding that the panel may refuse.
    "lower act": (
        "assured-response",
        TWO_ACTS
        + FINDING % "grab"
        + "guarantees:\n"
        + shield("    due_when: {found: calm}\n", casus="grab")
        + shield(name="at-once"),
    ),
    # The exception for self-defence covers an answer to a strike and not to a grab.
    "self-defence against the lower act": (
        "self-defence",
        TWO_ACTS
        + """\
  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}]}
norms:
  hold-fire: {prohibition: fire, bearer: VAL, towards: KOR, unless: {act: strike, by: KOR}}
guarantees:
"""
        + shield("    forfeited_if: {breached: hold-fire}\n", casus="grab"),
    ),
    # ORE is threatened too, and a duty to VAL is no protection of it.
    "second victim": (
        "gap",
        LADDER.replace("towards: VAL", "towards: [VAL, ORE]") + "guarantees:\n" + shield(),
    ),
    # LIG attacks as well, and no guarantee is against it.
    "outsider": (
        "gap",
        LADDER
        + "  LIG: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike}]}\n"
        + "guarantees:\n"
        + shield(),
    ),
    # VAL and KOR may each attack the other, and only one direction is guaranteed.
    "mutual": (
        "gap",
        LADDER
        + "  VAL: {towards: KOR, unbearable_from: strike, acts: [{act: abide}, {act: strike}]}\n"
        + "guarantees:\n"
        + shield(),
    ),
    # An attack begun while talks suspend the guarantee is not answered when they end.
    "suspended": (
        "predates",
        LADDER
        + """\
procedures:
  talks: {opens: {by: VAL}, steps: [{act: talk, by: LIG, within: P20D}]}
guarantees:
"""
        + shield("    in_force: {not: {open: talks}}\n"),
    ),
    # The treaty enters into force on a finding, which the panel may make of nothing.
    "false record by entry into force": (
        "false-flag",
        LADDER
        + "instruments:\n"
        + "  penalties: {parties: [VAL, LIG], status: signed, enters: {found: calm}}\n"
        + FINDING % "strike"
        + "guarantees:\n"
        + shield(),
    ),
    # A complaint is registered by silence; the inquiry that it opens may find nothing.
    "two stages": (
        "deniable-breach",
        LADDER
        + """\
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  complaint:
    opens: {by: VAL, alleging: calm}
    steps: [{act: register, by: LIG, within: P1D, on_timeout: adopt, on_block: hold}]
  inquiry:
    opens: {when: {done: complaint}}
    steps: [{act: report, by: panel, within: P15D, finds: calm}]
guarantees:
"""
        + shield("    due_when: {found: calm}\n"),
    ),
    # KOR sits in the commission that starts the guarantee by silence, and may object each time.
    "objects to the start": (
        "activation-veto",
        LADDER
        + """\
bodies:
  commission: {members: [VAL, KOR, LIG], rule: silence, silence: P3D}
procedures:
  start: {opens: {by: VAL}, reopens: true, steps: [{act: confirm, by: commission}]}
guarantees:
"""
        + shield("    activates_when: {done: start}\n    covers_ongoing: true\n"),
    ),
    # The duty binds while VAL has not fired, without any clause on forfeiture.
    "lost by what must hold": (
        "forfeiture",
        LADDER
        + VALLEY_FIRES
        + "guarantees:\n"
        + shield("    in_force: {not: {acted: fire, by: VAL}}\n"),
    ),
    # The duty has not begun yet, and can never begin once VAL has fired.
    "lost before it begins": (
        "forfeiture",
        LADDER
        + VALLEY_FIRES
        + "instruments:\n"
        + "  treaty: {parties: [VAL, LIG], status: proposed}\n"
        + "guarantees:\n"
        + shield("    in: treaty\n    in_force: {complied: hold-fire}\n"),
    ),
    # A finding against VAL, made of nothing, ends the treaty in which the duty stands.
    "lost with its treaty": (
        "forfeiture",
        LADDER
        + VALLEY_FIRES
        + """\
instruments:
  treaty: {parties: [VAL, LIG]}
procedures:
  review:
    opens: {by: KOR, alleging: hold-fire}
    steps: [{act: report, by: panel, within: P4D, finds: hold-fire}]
    then: [{terminate: treaty}]
guarantees:
"""
        + shield("    in: treaty\n"),
    ),
    # LIG and KOR sign a treaty of their own that supersedes the one in which the duty stands.
    "lost as superseded": (
        "forfeiture",
        LADDER
        + """\
instruments:
  treaty: {parties: [VAL, LIG]}
  settlement: {parties: [KOR, LIG], status: proposed, supersedes: treaty}
guarantees:
"""
        + shield("    in: treaty\n"),
    ),
    # The duty is written to end on a day.
    "lost on a date": (
        "forfeiture",
        LADDER + "guarantees:\n" + shield("    in_force: {not: {from: 2032-01-01}}\n"),
    ),
    # LIG, which owes the duty, decides by its weight in a body of two whether anything is owed.
    "judge by weight": (
        "judge-of-content",
        LADDER
        + "bodies:\n  board: {members: [LIG, ORE], rule: {weights: {LIG: 3, ORE: 1}, quota: 2}}\n"
        + (FINDING % "strike").replace("by: panel", "by: board")
        + "guarantees:\n"
        + shield("    due_when: {found: calm}\n"),
    ),
    # ORE alone may settle between the readings, and holds one of them.
    "settled by one who holds a reading": (
        "unsettled-readings",
        LADDER
        + "guarantees:\n"
        + shield(
            "    settled_by: ORE\n"
            "    readings: {r: {label: a right, held_by: ORE, changes: {response: right_only}}}\n"
        ),
    ),
    # A grab is unbearable and answered by talk alone.
    "consultation is no defence": (
        "threshold-gap",
        TWO_ACTS
        + "guarantees:\n"
        + shield(casus="grab", name="talk").replace("defend", "consult")
        + shield(),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_fails(kind: str):
    name, body = KINDS[kind]
    found = verdict(Process(read(HEAD.format(title=kind) + body)), CATALOGUE[name])
    assert found.outcome == "fails", found


@pytest.mark.parametrize("name", ["assured-response", "single-blocker", "promptness"])
def test_a_duty_that_can_never_bind_proves_nothing(name: str):
    body = (
        LADDER
        + "instruments:\n  armistice: {parties: [VAL, KOR]}\nguarantees:\n"
        + shield("    in_force: {ended: armistice}\n")
    )
    found = verdict(Process(read(HEAD.format(title="vacuous") + body)), CATALOGUE[name])
    assert found.outcome == "does-not-apply"


def test_an_order_by_which_only_a_day_in_the_books_differs_is_no_race():
    body = """\
deeds:
  disarm: {by: VAL}
instruments:
  peace: {parties: [VAL, KOR], status: proposed, signed_by: [KOR]}
norms:
  to-disarm: {obligation: disarm, bearer: VAL, when: {in_force: peace}, within: P30D}
"""
    found = verdict(Process(read(HEAD.format(title="books") + body)), CATALOGUE["order"])
    assert found.outcome == "holds"


CLOCKS = (
    LADDER
    + """\
instruments:
  armistice: {parties: [VAL, KOR], sunset: P90D, withdrawal: {by: KOR, notice: P25D}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: armistice}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    in: armistice
    steps:
      - {act: reply, by: panel, within: P6D, at_deadline: true, on_timeout: next, on_block: next}
      - {act: close, by: panel, within: P4D, at_deadline: true, on_timeout: adopt}
  verdict-day:
    opens: {when: {done: inquiry}}
    steps: [{act: act, by: panel, within: P0D, on_timeout: adopt, on_block: hold}]
  day-after:
    opens: {when: {ended: armistice}}
    steps: [{act: act, by: panel, within: P0D, on_timeout: adopt, on_block: hold}]
guarantees:
"""
    + shield("    due_when: {all: [{open: verdict-day}, {open: day-after}]}\n")
)


def test_two_deadlines_that_only_one_day_brings_together_are_found():
    """An inquiry of six and four days, begun eleven days before the end, closes on the next day."""
    process = Process(read(HEAD.format(title="clocks") + CLOCKS))
    text = """\
properties:
  never-together: {never: {all: [{open: verdict-day}, {open: day-after}]}}
  never-owed: {never: {owed: shield}}
"""
    for asked in read_properties(text, "properties", process):
        assert verdict(process, asked).outcome == "fails"
    assert verdict(process, CATALOGUE["dead-clause"]).loopholes == ()


def test_a_property_about_what_never_comes_does_not_hold():
    process = Process(read(HEAD.format(title="never") + LADDER))
    text = """\
properties:
  idle: {after: {all: [{act: strike, by: KOR}, {act: abide, by: KOR}, {from: 2099-01-01}]},
    certain: {acted: strike, by: KOR}}
"""
    (asked,) = read_properties(text, "properties", process)
    assert verdict(process, asked).outcome == "does-not-apply"


HOWS = {
    "lost by what must hold": "'fire' by VAL, which nobody need find and which may be staged,",
    "lost with its treaty": "a finding against VAL, though there was no such act,",
    "lost as superseded": "the signature of 'settlement' by",
    "lost on a date": "time alone, by 2032-01-01,",
}


@pytest.mark.parametrize("kind", HOWS)
def test_a_loss_is_told_by_what_brings_it_about(kind: str):
    name, body = KINDS[kind]
    (hole,) = verdict(Process(read(HEAD.format(title=kind) + body)), CATALOGUE[name]).loopholes
    assert hole.statement.startswith(HOWS[kind])
    assert hole.statement.endswith("loses 'shield' for good")


WAITED = """foedus: 1
title: a report that does not come
as_of: 2025-01-01
horizon: P60D
parties: {LOW: {}, UPL: {}, LGA: {}, NEU: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: raid}]}}
norms: {no: {prohibition: raid, bearer: UPL, towards: LOW}}
procedures:
  finding:
    opens: {by: LOW, alleging: no}
    steps: [{act: report, by: NEU, within: P5D, finds: no, on_block: hold}]
guarantees:
  aid: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: raid, response: defend, forfeited_if: {lapsed: finding}}
"""


def test_the_day_by_which_time_takes_protection_is_that_of_its_story():
    """Days are held together in the search, so the one that stands in a state may be another."""
    (hole,) = verdict(Process(read(WAITED)), CATALOGUE["forfeiture"]).loopholes
    # Alleged on 25 February, five days before the horizon: the report's time ends on 2 March.
    told = "the step 'report' of 'finding', once its time is up, loses 'aid' for good"
    assert hole.statement == told  # and no date that only the horizon gives
    assert "2025-03-02: the day ends; 'finding' lapses without effect" in " ".join(hole.story)


def test_protection_that_another_guarantee_takes_over_is_not_lost():
    name, body = KINDS["lost on a date"]
    later = shield("    in_force: {from: 2031-12-31}\n    covers_ongoing: true\n", name="later")
    found = verdict(Process(read(HEAD.format(title="taken over") + body + later)), CATALOGUE[name])
    assert found.outcome == "holds"


def test_an_end_that_was_agreed_is_no_loss():
    body = (
        LADDER
        + """\
instruments:
  treaty: {parties: [VAL, LIG], sunset: P1Y, withdrawal: {by: LIG, notice: P30D}}
guarantees:
"""
    )
    text = HEAD.format(title="agreed") + body + shield("    in: treaty\n")
    found = verdict(Process(read(text)), CATALOGUE["forfeiture"])
    assert found.outcome == "holds"


def test_whoever_only_reports_is_no_judge_of_content():
    body = LADDER + FINDING % "strike" + "guarantees:\n" + shield("    due_when: {found: calm}\n")
    found = verdict(
        Process(read(HEAD.format(title="reports") + body)), CATALOGUE["judge-of-content"]
    )
    assert found.outcome == "holds"


@pytest.mark.parametrize(("needs", "holds"), [(9, False), (10, True), (12, True)])
def test_what_is_under_way_side_by_side_takes_no_longer_than_the_longer(needs: int, holds: bool):
    """A report of 7 days and a hearing of 10, both asked for at once, are behind on day 10."""
    text = f"""\
foedus: 1
title: Two reports at once
as_of: 2031-05-01
horizon: P1Y
parties: {{VAL: {{}}, KOR: {{}}, LIG: {{}}, panel: {{role: monitor}}, court: {{role: monitor}}}}
conduct:
  KOR: {{towards: VAL, acts: [{{act: abide}}, {{act: strike, needs: P{needs}D}}]}}
instruments:
  truce: {{parties: [VAL, KOR]}}
norms:
  no-strike: {{prohibition: strike, bearer: KOR, towards: VAL, in: truce}}
procedures:
  finding:
    in: truce
    opens: {{by: VAL, alleging: no-strike}}
    steps: [{{act: report, by: panel, within: P7D, finds: no-strike}}]
  hearing:
    in: truce
    opens: {{by: VAL}}
    steps: [{{act: hear, by: court, within: P10D}}]
guarantees:
  defence:
    owed_by: LIG
    protects: {{state: VAL, territory: recognised}}
    against: KOR
    casus_foederis: strike
    response: defend
    in: truce
    due_when: {{all: [{{found: no-strike}}, {{done: hearing}}]}}
"""
    found = verdict(Process(read(text)), CATALOGUE["promptness"])
    assert found.holds is holds
    assert all("may take 10 days" in one.statement for one in found.loopholes)
