"""Cells on what an act meets: until when and then by whom, from which day, once it is a breach.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

from typing import Any

import pytest

from foedus.assessment import Assessment, assess
from foedus.language import read
from foedus.views.cells import COLUMNS, column_text, lines
from foedus.views.met import answer

TEXT = """\
foedus: 1
title: Two who owe one after the other
as_of: 2025-01-01
horizon: P4Y
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}, MIS: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {ask: {by: LOW, needs: {from: 2025-03-02}}, adopt: {by: LOW}}
instruments: {first: {parties: [LOW, ALB], sunset: P1Y}, second: {parties: [LOW, BRE, UPL]}}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW, in: second NORM}}
procedures:
  inquiry: {opens: {by: LOW, alleging: peace}, steps: [{act: report, by: MIS, finds: peace}]}
guarantees:
"""
SAME = "protects: {state: LOW, territory: recognised}, against: UPL, casus_foederis: attack"


def assessed(*guarantees: str, norm: str = "") -> Assessment:
    """Return what is found of a text with these guarantees, all for LOW and against UPL."""
    lines = "\n".join(f"  {name}: {{{SAME}, {rest}}}" for name, rest in named(guarantees))
    return assess(read(TEXT.replace(" NORM", norm) + lines + "\n"), draws=20, paths=False)


def named(guarantees: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the name of each, and the rest."""
    return [(one.partition(": ")[0], one.partition(": ")[2]) for one in guarantees]


def told(found: Assessment) -> tuple[str, str, str]:
    """Return what is said of the attack, and the cells on what comes of it and in how many days."""
    (line,), plain = lines(found), found.as_json()
    said: Any = plain["answer"]
    takes, days = (next(c for c in COLUMNS if c.heading == h) for h in ("takes effect", _DAYS))
    sentence = said["options"][0]["sentences"][0]["text"]
    return sentence, column_text(takes, line), column_text(days, line)


_DAYS = "days to effect"
FIRST = "one: owed_by: ALB, response: defend, in: first"


@pytest.mark.parametrize(
    ("second", "then"),
    [
        ("defend", ", then by BRE"),
        ("arms", ""),
        ("consult", ""),
        ("right_only", ""),
    ],
)
def test_what_goes_on_by_another_is_not_told_as_over(second: str, then: str):
    """The first pact runs out on 1 January 2026; Brenta owes defence from then on, or less."""
    late = f"two: owed_by: BRE, response: {second}, in: second, in_force: {{from: 2026-01-02}}"
    _, takes, _ = told(assessed(FIRST, late))
    assert takes == f"owed at once, until 2026-01-01 (sunset){then}"


@pytest.mark.parametrize(
    ("due", "days", "said"),
    [
        ("{performed: ask}", "up to 60", "on day 60 for an act on 2025-01-01, sooner for a later"),
        ("{performed: adopt}", "0", "defence as soon as LOW performs 'adopt'"),
        ("{from: 2025-01-01}", "0", "defence at once"),
    ],
)
def test_days_that_are_those_of_one_date_alone_are_told_with_it(due: str, days: str, said: str):
    """LOW can ask from 2 March 2025 on, 31 + 28 + 1 days after 1 January; of an attack in
    February that is sooner, and from March on at once.
    """
    sentence, _, shown = told(assessed(f"aid: owed_by: BRE, response: defend, due_when: {due}"))
    assert shown == days
    assert said in sentence


def test_a_delay_counted_from_the_act_is_the_same_of_every_act():
    """Only where a date is waited for is an act on a later day answered in fewer days."""
    found = assessed(
        "one: owed_by: ALB, response: consult, within: P5D",
        "aid: owed_by: BRE, response: defend, due_when: {overdue: one}",
    )
    sentence, _, shown = told(found)
    assert shown == "5"
    assert "sooner" not in sentence


@pytest.mark.parametrize(
    ("norm", "becomes", "cell"),
    [
        ("", [], "owed from day 0"),
        (
            ", while: {performed: adopt}",
            ["peace"],
            "no breach of the text at first; owed from day 0 if LOW performs adopt",
        ),
        (
            ", unless: {not: {performed: adopt}}",
            ["peace"],
            "no breach of the text at first; owed from day 0",
        ),
    ],
)
def test_what_becomes_a_breach_by_a_deed_is_not_said_to_be_none(
    norm: str, becomes: list[str], cell: str
):
    """The attack breaches the norm at once, or only once LOW has adopted; then it can be found.

    Help is owed once a breach is found: so that without the deed nothing ever is.
    """
    found = assessed("aid: owed_by: BRE, response: defend, due_when: {found: peace}", norm=norm)
    (row,) = found.options[""].matrix
    assert (list(row.becomes), row.findable) == (becomes, True)
    assert answer(row).startswith(cell)


@pytest.mark.parametrize(
    ("due", "cell"),
    [
        ("", "owed at once"),
        (", due_when: {performed: adopt}", "owed at once if LOW performs adopt"),
        (", due_when: {not: {performed: adopt}}", "owed at once"),
    ],
)
def test_what_needs_a_deed_is_not_owed_at_once_without_it(due: str, cell: str):
    """On the day of the attack nothing is owed that waits for LOW to adopt; once it has, it is."""
    _, takes, days = told(assessed(f"aid: owed_by: BRE, response: defend{due}"))
    assert (takes, days) == (cell, "0")
