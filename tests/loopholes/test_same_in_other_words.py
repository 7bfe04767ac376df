"""The same loophole in other words: each text was said to hold, or not to be about it, or to fail.

What it is about stands above it; the answer was worked out by hand before it was checked.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, powers, verdict
from foedus.process import Process

HEAD = """\
foedus: 1
title: The same in other words
as_of: 2031-05-01
horizon: P1Y
parties:
  {VAL: {}, KOR: {}, LIG: {}, NEU: {}, BLOC: {members: [EST, FIN]}, panel: {role: monitor}}
conduct:
  KOR:
    towards: VAL
    acts: [{act: abide}, {act: grab, needs: P9D}, {act: strike, needs: P40D}]
"""
NEUTRAL_ACTS = "  NEU: {towards: KOR, acts: [{act: stand-by}, {act: rally}]}\n"
VICTIM_ACTS = "  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}]}\n"


def shield(name: str, rest: str = "", *, by: str = "LIG", gives: str = "defend") -> str:
    """Return a guarantee."""
    return f"""\
  {name}:
    owed_by: {by}
    protects: {{state: VAL, territory: recognised}}
    against: KOR
    casus_foederis: grab
    response: {gives}
{rest}"""


def guarded(rest: str = "") -> str:
    return "guarantees:\n" + shield("aid", rest)


def replaced(lost: str, other: str, *, by: str = "NEU", gives: str = "defend", was: str = "defend"):
    """Return a guarantee that KOR can end, and another that stays."""
    first = shield("wide", f"    forfeited_if: {{performed: trade}}\n{lost}", gives=was)
    return "guarantees:\n" + first + shield("other", other, by=by, gives=gives)


TRADE = "deeds: {trade: {by: KOR}}\n"
CALM = "norms:\n  calm: {prohibition: grab, bearer: KOR, towards: VAL%s}\n"
FINDING = """\
procedures:
  finding:
    opens: {by: VAL, alleging: calm%s}
    steps: [{act: report, by: panel, within: P5D, finds: calm}]
"""
FOUND = CALM % "" + FINDING % ""
TWO_WAYS = (
    CALM % ""
    + """\
procedures:
  long:
    opens: {by: VAL, alleging: calm}
    steps: [{act: report, by: panel, within: P20D, finds: calm}]
  short:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: hear, by: panel, within: P%dD}
      - {act: find, by: panel, within: P2D, finds: calm}
"""
    + guarded("    due_when: {found: calm}\n")
)
CALL = (
    CALM % ""
    + """\
procedures:
  call:
    opens: {by: VAL, when: {act: %s, by: KOR}}
    steps: [{act: admit, by: VAL}]
    then: [{admit: VAL, to: NEU}]
"""
)
DENOUNCED = "deeds: {denounce: {by: %s}}\n" + CALM % ", while: {not: {performed: denounce}}"
READINGS = guarded(
    """\
    readings: {narrow: {label: only strikes, held_by: %s, changes: {casus_foederis: strike}}}
    settled_by: BLOC
"""
)
ACCESSION = """\
deeds: {disarm: {by: VAL}, parade: {by: VAL}}
norms:
  keep-arms: {prohibition: %s, bearer: VAL}
procedures:
  accession:
    opens: {by: VAL, when: {performed: disarm}}
    steps: [{act: admit, by: LIG}]
    then: [{admit: VAL, to: LIG}]
"""
ON_FINDING = (
    "norms:\n  calm: {prohibition: %s, bearer: KOR, towards: VAL}\n"
    + FINDING % ""
    + guarded("    %s: {found: calm}\n")
)
PENALTY = (
    "deeds: {embargo: {by: LIG}}\n"
    + CALM % ""
    + "  penalty: {obligation: embargo, bearer: LIG, within: P5D, when: {%s}}\n"
    + FINDING % ""
)
RALLIED = NEUTRAL_ACTS + guarded("    due_when: {act: rally, by: NEU}\n")
STARTED = NEUTRAL_ACTS + guarded("    activates_when: {act: rally, by: NEU}\n")
UNLESS_FIRED = VICTIM_ACTS + guarded("    due_when: {not: {acted: fire, by: VAL}}\n")
TRUCE = "instruments:\n  truce: {parties: [VAL, KOR], sunset: P60D}\n"
STANDING = TRUCE + CALM % ", in: truce" + FINDING % ", when: {not: {ended: truce}}"
SILENCE = (
    FOUND.replace("finds: calm}", "finds: calm, on_timeout: adopt, on_block: hold}")
    + guarded(
        "    due_when: {found: calm}\n"
        "    arrives: {low: 2, high: 5, kind: assumed, because: invented}\n"
    )
).replace("P5D", "P9D")
FAILS = [
    # What makes the response due is what a bystander does, and it may let it be.
    ("assured-response", "it waits for a bystander", RALLIED),
    ("single-blocker", "it waits for a bystander", RALLIED),
    ("promptness", "it waits for a bystander", RALLIED),
    ("kept-from-starting", "it starts with a bystander", STARTED),
    # Whoever is to defend decides by what it does whether it comes to that.
    ("judge-of-content", "it waits for whoever owes it", RALLIED.replace("NEU", "LIG")),
    # The guarantee binds on, and what it owes is never due any more.
    ("forfeiture", "not due once the victim has fired", UNLESS_FIRED),
    ("self-defence", "not due once the victim has fired", UNLESS_FIRED),
    ("forfeiture", "not due from a day on", guarded("    due_when: {not: {from: 2031-09-01}}\n")),
    (
        "monotone-protection",
        "not due at a graver act",
        guarded("    due_when: {not: {act: strike, by: KOR}}\n"),
    ),
    # The other guarantee protects less.
    (
        "forfeiture",
        "replaced by what waits for a finding",
        TRADE + FOUND + replaced("", "    due_when: {found: calm}\n"),
    ),
    (
        "forfeiture",
        "arms replaced by sanctions",
        TRADE + replaced("", "", was="arms", gives="sanctions"),
    ),
    (
        "forfeiture",
        "a right replaced by talk",
        TRADE + replaced("", "", was="right_only", gives="consult"),
    ),
    (
        "forfeiture",
        "replaced by what may take a month",
        TRADE + replaced("    within: P2D\n", "    within: P30D\n"),
    ),
    (
        "forfeiture",
        "replaced by what all owe only together",
        TRADE + replaced("", "    joint: true\n", by="[NEU, LIG]"),
    ),
    (
        "forfeiture",
        "replaced by what covers no act under way",
        TRADE + replaced("    covers_ongoing: true\n", ""),
    ),
    # A finding of nothing makes a deed due.
    ("false-flag", "a deed falls due on a finding", PENALTY % "found: calm"),
    # An act that is no breach is found to be one, and only then is a response due.
    ("false-flag", "a response falls due on a finding", ON_FINDING % ("strike", "due_when")),
    ("false-flag", "a guarantee is forfeited on a finding", ON_FINDING % ("grab", "forfeited_if")),
    # Standing hangs on a treaty's not having ended.
    ("lost-standing", "standing while a treaty has not ended", STANDING),
    # Whoever is to be admitted must first do what is forbidden to it.
    ("conflict", "an accession that waits for what is forbidden", ACCESSION % "disarm"),
    # The norm binds only while its bearer has not spoken.
    ("own-excuse", "bound while it has not denounced", DENOUNCED % "KOR"),
    # All members of the bloc that may settle hold one of the readings.
    ("unsettled-readings", "its members hold it", READINGS % "[EST, FIN]"),
    # Both ways to a finding are too slow for an act of nine days.
    ("promptness", "two slow ways", TWO_WAYS % 8),
    # Only the graver act opens anything.
    ("toothless-norm", "a graver act is taken up", CALL % "strike"),
]
HOLDS = [
    ("gap", "it waits for a bystander", RALLIED),
    ("judge-of-content", "whoever decides has nothing at stake", RALLIED),
    ("activation-veto", "it starts with a bystander", STARTED),
    # Whoever has rallied before the attack need do nothing more.
    ("single-blocker", "it starts with a bystander", STARTED),
    ("promptness", "one of two ways is quick", TWO_WAYS % 2),
    ("toothless-norm", "the act itself is taken up", CALL % "grab"),
    ("own-excuse", "bound while another has not denounced", DENOUNCED % "VAL"),
    ("unsettled-readings", "only one of its members holds it", READINGS % "EST"),
    ("conflict", "an accession that waits for what is free", ACCESSION % "parade"),
    ("false-flag", "a deed falls due on the breach itself", PENALTY % "breached: calm"),
    # Whatever is found: the act that is answered is the breach.
    ("false-flag", "a response to the breach alone", ON_FINDING % ("grab", "due_when")),
    # The panel may agree at once, though its silence would do on the tenth day.
    ("capability-gap", "a word or silence", SILENCE),
    ("forfeiture", "replaced by as much", TRADE + replaced("", "")),
    (
        "forfeiture",
        "replaced by more, sooner",
        TRADE + replaced("    within: P9D\n", "    within: P2D\n", was="arms"),
    ),
    (
        "forfeiture",
        "due once more when the other stands down",
        NEUTRAL_ACTS + guarded("    due_when: {not: {act: rally, by: NEU}}\n"),
    ),
]
ASKED = [*((*case, "fails") for case in FAILS), *((*case, "holds") for case in HOLDS)]


@pytest.mark.parametrize(
    ("name", "why", "text", "outcome"), ASKED, ids=[f"{a[0]}: {a[1]}" for a in ASKED]
)
def test_it_is_judged_by_what_it_says(name: str, why: str, text: str, outcome: str):
    process = Process(read(HEAD + text))
    found = verdict(process, CATALOGUE[name])
    assert found.outcome == outcome, [hole.statement for hole in found.loopholes]
    for hole in found.loopholes:
        state = process.start
        for batch in hole.batches:
            for move in batch if batch[0].kind != "conduct" else ():
                assert process.refusal(state, move) is None
                state = process.after(state, move)
            state = process.during(state, batch) if batch[0].kind == "conduct" else state


def test_what_cannot_cease_to_be_due_cannot_be_lost():
    text = FOUND + guarded("    due_when: {all: [{found: calm}, {from: 2031-06-01}]}\n")
    found = verdict(Process(read(HEAD + text)), CATALOGUE["forfeiture"])
    assert found.missing == "no guarantee hangs on anything that it could lose"


def test_who_can_force_help_is_asked_while_nobody_else_acts_on_the_ground():
    (first, *_) = powers(Process(read(HEAD + RALLIED)))
    assert first.outcome == "impossible"
    today = "against VAL, if that is done on 2031-05-01, and nothing else before"
    assert first.said.endswith(f"{today}, if everybody else goes on as before on the ground")
    (first, *_) = powers(Process(read(HEAD + guarded())))
    assert first.said.endswith(today)


def test_how_soon_an_answer_may_come_is_not_how_soon_it_comes_by_itself():
    (hole,) = verdict(Process(read(HEAD + SILENCE)), CATALOGUE["promptness"]).loopholes
    assert "may take until the end of day 9" in hole.statement
    assert hole.statement.endswith(
        "what is meant to answer it can come on the same day at the earliest"
    )
