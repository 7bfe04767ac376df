"""Two time limits of one duty: each is told with what it is counted from."""

from __future__ import annotations

from foedus.language import read
from foedus.process import Process, read_events, replay

PACT = """
foedus: 1
title: Stages from the case, and a limit from when it is owed
as_of: 2025-01-01
parties: {A: {}, V: {}, X: {}}
conduct: {X: {towards: V, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
deeds: {call: {by: V}}
guarantees:
  g: {owed_by: A, protects: {state: V, territory: recognised}, against: X, casus_foederis: hit,
    response: defend, due_when: {performed: call}, within: P2M,
    response_ladder: [{within: P2M, response: 20000 men}, {after: P2M, response: all it has}]}
"""


def owed(*events: str) -> list[str]:
    written = read_events("".join(f"- {{{event}}}\n" for event in events), "e")
    *_, last = replay(Process(read(PACT)), written)
    return list(last.owed)


HITS = "date: 2025-01-15, by: X, do: hit"


def test_what_is_called_for_later_has_two_limits_each_with_its_day():
    """The case is of 15 January: 20,000 men within two months of it, by 15 March. It is called for
    on the 31st only: what is owed must have come two months from then, by 31 March.
    """
    called = "date: 2025-01-31, by: V, do: perform, what: call"
    assert owed(HITS, called) == [
        "A owes defence to V under 'g': 20000 men by 2025-03-15 (within 2 months from the case of "
        "2025-01-15); from 2025-03-15: all it has; all of it by 2025-03-31 (within 2 months from "
        "2025-01-31, since when it is owed)"
    ]


def test_what_is_called_for_at_once_has_one():
    """Called for on the day of the case, both limits are of 15 March, which is told once."""
    called = "date: 2025-01-15, by: V, do: perform, what: call"
    assert owed(HITS, called) == [
        "A owes defence to V under 'g': 20000 men by 2025-03-15 (within 2 months); from "
        "2025-03-15: all it has"
    ]
