"""Whoever sends its helper away has given its help up: that is no fault of the text.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Help on request, until the helper is asked to leave
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}, BRE: {name: Brenta}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {thanks: {by: WHO}, ask: {by: LOW}}
instruments:
  pact: {parties: [LOW, ALB]}
  year: {parties: [LOW, ALB], status: signed, enters: {performed: thanks}, sunset: P1Y}
  new: {parties: [LOW, ALB, BRE], status: proposed}
norms: {leaves: {obligation: thanks, bearer: WHO, owed_to: BRE, within: P30D, in: new}}
procedures:
  notice:
    opens: {by: [LOW], when: {ended: year}}
    steps: [{act: note, by: ALB, escrowed: true}]
    then: [{terminate: pact}]
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend, in: pact, DUE}
"""


SECOND = """\
  more: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
         casus_foederis: attack, response: defend, in: ends}
"""


def outcomes(due: str, who: str = "LOW") -> list[str]:
    """Return what is found of properties 1 and 3 of a text in which help is due on a condition."""
    inquiry = Inquiry(Process(read(TEXT.replace("DUE", due).replace("WHO", who))))
    return [examine(inquiry, CATALOGUE[name]).outcome for name in ("gap", "assured-response")]


@pytest.mark.parametrize(
    ("due", "who", "found"),
    [
        ("due_when: {not: {performed: thanks}}", "LOW", ["holds", "holds"]),
        ("due_when: {all: [{performed: ask}, {not: {performed: thanks}}]}", "LOW", ["holds"] * 2),
        ("due_when: {all: [{from: 2030-03-01}, {not: {performed: thanks}}]}", "LOW", ["holds"] * 2),
        ("due_when: {not: {performed: thanks}}", "ALB", ["fails", "fails"]),
        (
            "due_when: {any: [{performed: thanks}, {not: {performed: thanks}}]}",
            "LOW",
            ["holds"] * 2,
        ),
        ("within: P5D", "LOW", ["holds", "holds"]),
    ],
)
def test_whoever_sends_help_away_leaves_no_gap(due: str, who: str, found: list[str]):
    """Lowland alone can thank Alba for its help and end it, now or by a notice of a year.

    It takes no such step for its help, though it owes it to Brenta under the new treaty. Where Alba
    may perform that deed instead, help can be taken away from Lowland.
    """
    assert outcomes(due, who) == found


@pytest.mark.parametrize(
    ("parties", "further", "gap"),
    [
        ("[LOW, ALB]", "", "holds"),
        ("[UPL, ALB]", "", "fails"),
        ("[LOW, ALB]", SECOND, "holds"),
    ],
)
def test_whoever_signs_what_only_ends_its_help_leaves_no_gap(parties: str, further: str, gap: str):
    """A treaty that Lowland signs, and that does no more than supersede the pact, it agreed to.

    What Upland and Alba sign over its head takes help away from it. Where the new treaty has help
    of its own Lowland is protected by that.
    """
    text = TEXT.replace("DUE", "within: P5D").replace("WHO", "LOW")
    ends = f"  ends: {{parties: {parties}, status: proposed, supersedes: pact}}\nnorms:"
    inquiry = Inquiry(Process(read(text.replace("norms:", ends, 1) + further)))
    assert examine(inquiry, CATALOGUE["gap"]).outcome == gap


DUES = """\
foedus: 1
title: Help on call, as long as the dues are paid
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, ALB: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {call: {by: LOW}, pay: {by: WHO}}
norms: {dues: {obligation: pay, bearer: WHO, owed_to: ALB, when: {performed: call}, within: P1M}}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend,
        due_when: {all: [{performed: call}, {not: {breached: dues}}]}}
"""


@pytest.mark.parametrize(("who", "outcome"), [("LOW", "holds"), ("UPL", "fails")])
def test_whoever_does_not_pay_for_its_help_takes_it_away_from_itself(who: str, outcome: str):
    """Lowland can pay in time, and nobody keeps it from that; that Upland pays is no one's help."""
    inquiry = Inquiry(Process(read(DUES.replace("WHO", who))))
    assert examine(inquiry, CATALOGUE["gap"]).outcome == outcome
