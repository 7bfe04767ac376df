"""What waits for the end of a treaty comes by waiting: that a treaty runs out is no fault there.

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
title: An answer that waits for an offer to run out
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: hold}]}}
deeds: {accept: {by: WHO, needs: {in_force: offer}}}
instruments: {offer: {parties: [LOW, UPL], sunset: P20D}}
norms: {calm: {prohibition: hold, bearer: UPL, towards: LOW}}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: hold, response: defend, WAITS}
"""
UNLESS = "due_when: {all: [{ended: offer}, {not: {performed: accept}}]}"
FIRST_TWO = """\
  first: {parties: [LOW, UPL], sunset: P10D}
  offer: {parties: [LOW, UPL], sunset: P20D}
"""


def gap(who: str, waits: str, changes: dict[str, str] | None = None) -> tuple[str, list[str]]:
    """Return the outcome of property 1 and what its story tells of acts."""
    text = TEXT.replace("WHO", who).replace("WAITS", waits)
    for old, new in (changes or {}).items():
        assert old in text
        text = text.replace(old, new)
    inquiry = Inquiry(Process(read(text)))
    found = examine(inquiry, CATALOGUE["gap"])
    acts = [f"{move.actor} {move.kind}" for h in found.loopholes for move in h.moves]
    return found.outcome, acts


@pytest.mark.parametrize(
    ("who", "waits", "changes"),
    [
        # Of three weeks nobody need do anything: on the evening of the twentieth day the offer has
        # ended, and the attack that goes on is answered. Whether Lowland or Alba could have
        # accepted until then takes nothing from that but by Lowland's own giving up.
        ("LOW", UNLESS, {}),
        ("LOW", "due_when: {ended: offer}", {}),
        ("UPL", "due_when: {ended: offer}", {}),
        ("LOW", "in_force: {ended: offer}, covers_ongoing: true", {}),
        # So it is where the attack is forbidden by the very text whose end is waited for: what it
        # forbade ends too, and the answer, which hangs on no breach, comes.
        ("LOW", "due_when: {ended: offer}", {"towards: LOW}": "towards: LOW, in: offer}"}),
    ],
)
def test_a_time_that_is_waited_for_runs_out(who: str, waits: str, changes: dict[str, str]):
    assert gap(who, waits, changes) == ("holds", [])


def test_the_attacker_that_accepts_is_never_answered():
    """Upland accepts within the twenty days and holds on: nothing is ever due under the text.

    So there is a gap, and its story is the acceptance, not the holding by itself: of that the
    answer comes on 21 January.
    """
    outcome, acts = gap("UPL", UNLESS)
    assert (outcome, sorted(acts)) == ("fails", ["UPL conduct", "UPL perform"])


def test_a_treaty_that_gives_help_still_runs_out_without_fault():
    """A duty that stands in the offer itself, or holds while it is in force, is lost by its end.

    That a promise is for twenty days is said by its text; 12 asks what that does in a dispute.
    """
    for waits in ("in: offer", "due_when: {in_force: offer}"):
        assert gap("LOW", waits) == ("holds", [])


def test_an_offer_of_two_stages():
    """Until the tenth day one may be accepted, then another; both only take the answer away.

    Upland may accept either, so there is a gap, and no story lets it accept the first after its
    end.
    """
    changes = {
        "in_force: offer}": "in_force: first}",
        "instruments: {offer: {parties: [LOW, UPL], sunset: P20D}}": "instruments:\n" + FIRST_TWO,
        "}}\ninstruments": (
            "},\n  less: {by: UPL, needs: {all: [{in_force: offer}, {not: {in_force: first}},"
            " {not: {performed: accept}}]}}}\ninstruments"
        ),
    }
    less = UNLESS.replace("}}]}", "}}, {not: {performed: less}}]}")
    text = TEXT.replace("WHO", "UPL").replace("WAITS", less)
    for old, new in changes.items():
        text = text.replace(old, new)
    inquiry = Inquiry(Process(read(text)))
    (fault,) = examine(inquiry, CATALOGUE["gap"]).loopholes
    assert {m.clause for m in fault.moves if m.kind == "perform"} == {"accept"}
    running = inquiry.timeless.process.arrangement.instruments
    assert all(running[name].sunset is not None for name in ("first", "offer"))
