"""What frees whoever a norm binds is of its own making only if it brings that about.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

ASSEMBLY = """\
foedus: 1
title: Each side assembles unless the other has not
as_of: 2030-01-01
horizon: P2Y
parties: {GOV: {name: the government}, REB: {name: the rebels}}
deeds: {adopt: {by: GOV}, gather: {by: GOV}, camp: {by: REB}, UNDO}
instruments:
  day: {parties: [GOV, REB], status: signed, enters: {performed: adopt}}
norms:
  gathering: {obligation: gather, bearer: GOV, towards: REB, within: P36D, in: day, EXCEPTION}
"""
OMITTED = "unless: {not: {performed: camp}}"


def found(text: str) -> list[str]:
    """Return what property 33 finds, or how it comes out where it finds nothing."""
    verdict = examine(Inquiry(Process(read(text))), CATALOGUE["own-excuse"])
    return [hole.statement for hole in verdict.loopholes] or [verdict.outcome]


@pytest.mark.parametrize(
    ("undo", "exception", "answer"),
    [
        # The government makes the duty bind by its law; that the rebels have not camped frees it,
        # and is for the rebels to make or end.
        ("", OMITTED, ["holds"]),
        # The same where the law is not needed, for the deal binds from the first day.
        ("in force", OMITTED, ["holds"]),
        # Where it may raze the camp, and is excused then too, it frees itself once the rebels have
        # camped: the exception did not hold then, and holds by its deed.
        (
            "raze: {by: GOV}",
            "unless: {any: [{not: {performed: camp}}, {performed: raze}]}",
            ["the government alone can bring about the exception that frees it from 'gathering'"],
        ),
        # What it does before the duty binds, and for good, frees it as well: nobody else does it.
        (
            "plead: {by: GOV}",
            "unless: {performed: plead}",
            ["the government alone can bring about the exception that frees it from 'gathering'"],
        ),
    ],
)
def test_to_make_a_duty_bind_is_not_to_make_its_exception(
    undo: str, exception: str, answer: list[str]
):
    text = ASSEMBLY.replace("EXCEPTION", exception)
    if undo == "in force":
        text = text.replace("status: signed, enters: {performed: adopt}", "status: in_force")
    extra = undo if undo not in ("", "in force") else ""
    assert found(text.replace(", UNDO", f", {extra}" if extra else "")) == answer


PEACE = """\
foedus: 1
title: A pact that ends when somebody says that it was broken
as_of: 2030-01-01
horizon: P2Y
parties: {EAST: {name: Eastland}, WEST: {name: Westland}, panel: {name: the panel}}
conduct:
  EAST: {towards: WEST, acts: [{act: rest}, {act: shell}]}
  WEST: {towards: EAST, acts: [{act: rest}, {act: shell}]}
instruments: {pact: {parties: [EAST, WEST]}}
norms:
  east-rests: {prohibition: shell, bearer: EAST, towards: WEST, in: pact}
  west-rests: {prohibition: shell, bearer: WEST, towards: EAST, in: pact}
procedures:
  repudiate:
    opens: {by: EAST, alleging: west-rests}
    steps: [{act: note, by: WHO, ESCROW}]
    THEN
"""
ENDS = "then: [{terminate: pact}]"
TWO_DAYS = """then: [{bring_into_force: two-days}]
  end:
    opens: {when: {ended: two-days}}
    steps: [{act: note, by: EAST, escrowed: true}]
    then: [{terminate: pact}]"""
SAID = (
    "Eastland alone can end, by alleging a breach that there was not, the treaty that binds it to"
    " 'east-rests'"
)


@pytest.mark.parametrize(
    ("who", "escrow", "then", "answer"),
    [
        # Eastland says that Westland shelled, which it did not, and is bound no more that day.
        ("EAST", "escrowed: true", ENDS, [SAID]),
        # A panel has to agree, and may refuse: Eastland cannot do it alone.
        ("panel", "within: P9D", ENDS, ["holds"]),
        # Nothing ends by what is alleged: no norm hangs on anything.
        ("EAST", "escrowed: true", "", ["does-not-apply"]),
    ],
)
def test_who_says_that_the_other_broke_it_frees_itself(
    who: str, escrow: str, then: str, answer: list[str]
):
    text = PEACE.replace("WHO", who).replace("ESCROW", escrow).replace("THEN", then)
    assert found(text) == answer


def test_what_ends_two_days_later_is_ended_by_it_all_the_same():
    """Repudiation takes effect two days after the allegation, by a text that measures them."""
    text = PEACE.replace("WHO", "EAST").replace("ESCROW", "escrowed: true")
    text = text.replace("THEN", TWO_DAYS.replace("bring_into_force: two-days", "terminate: notes"))
    text = text.replace(
        "instruments: {pact: {parties: [EAST, WEST]}}",
        "instruments:\n  pact: {parties: [EAST, WEST]}\n  notes: {parties: [EAST, WEST]}\n"
        "  two-days: {parties: [EAST, WEST], status: signed, enters: {done: repudiate},"
        " sunset: P2D}",
    ).replace("{when: {ended: two-days}}", "{when: {all: [{done: repudiate}, {ended: two-days}]}}")
    assert found(text) == [SAID]
