"""A reason names what is so: of several grounds that a text gives, those that are there."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Process, excused, read_events, replay, unanswered

PACT = """
foedus: 1
title: Grounds
as_of: 2025-01-01
parties: {A: {}, B: {}, X: {}}
conduct: {X: {towards: A, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
deeds: {ask: {by: A}, stray: {by: A}, err: {by: A}, open: {by: B}, shut: {by: B}}
norms:
  n: {prohibition: hit, bearer: X, towards: A,
    unless: {any: [{performed: open}, {performed: shut}]}}
guarantees:
  g: {owed_by: B, protects: {state: A, territory: recognised}, against: X, casus_foederis: hit,
    response: defend, due_when: {all: [{performed: ask}, {not: {performed: stray}},
      {not: {any: [{performed: err}, {performed: shut}]}}]}}
"""


def reasons(*deeds: tuple[str, str]) -> list[str]:
    """Return the reasons given on the last day: X hits on the 2nd, a deed is done on each after."""
    lines = "- {date: 2025-01-02, by: X, do: hit}\n" + "".join(
        f"- {{date: 2025-01-{day:02}, by: {by}, do: perform, what: {deed}}}\n"
        for day, (by, deed) in enumerate(deeds, 3)
    )
    *_, last = replay(Process(read(PACT)), read_events(lines, "e"))
    return [change.because for change in last.changes]


@pytest.mark.parametrize(
    ("deeds", "reason"),
    [
        ([("A", "ask"), ("A", "stray")], "'stray' has been performed"),
        ([("A", "ask"), ("A", "err")], "'err' has been performed"),
        ([("A", "ask"), ("B", "shut")], "'shut' has been performed"),
    ],
)
def test_what_ended_a_duty_is_told_and_not_what_might_have(
    deeds: list[tuple[str, str]], reason: str
):
    """Asked on the 3rd, so owed; on the 4th one of three things ends it. That it was not asked, or
    that another happened, is untrue on that day, and not said.
    """
    assert reason in reasons(*deeds)
    assert not [one for one in reasons(*deeds) if "either" in one]


def test_all_the_grounds_that_are_there_are_told():
    """Neither asked nor clean: on the 4th both are true of the duty that is not owed."""
    process = Process(read(PACT))
    lines = (
        "- {date: 2025-01-02, by: X, do: hit}\n"
        "- {date: 2025-01-03, by: A, do: perform, what: stray}\n"
    )
    *_, last = replay(process, read_events(lines, "e"))
    (why,) = unanswered(process.clauses, last.state)
    assert "'ask' has not been performed and 'stray' has been performed" in why
    assert "err" not in why


@pytest.mark.parametrize("deed", ["open", "shut"])
def test_the_exception_that_holds_is_the_one_told(deed: str):
    process = Process(read(PACT))
    lines = (
        f"- {{date: 2025-01-02, by: B, do: perform, what: {deed}}}\n"
        "- {date: 2025-01-03, by: X, do: hit}\n"
    )
    *_, last = replay(process, read_events(lines, "e"))
    assert excused(process.clauses, last.state) == [
        f"no breach of 'n': {deed!r} has been performed"
    ]
