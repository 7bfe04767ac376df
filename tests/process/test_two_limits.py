"""Two time limits of one duty: each is told with what it is counted from."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Process, read_events, replay

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


STAGED = """\
foedus: 1
title: Help in stages, once it is asked for
as_of: 2026-01-01
horizon: P1Y
parties: {UKR: {}, RUS: {}, FRA: {name: France}}
conduct: {RUS: {towards: UKR, acts: [{act: rest}, {act: attack}]}}
deeds: {ask: {by: UKR}}
guarantees:
  assistance:
    owed_by: FRA
    protects: {state: UKR, territory: recognised}
    against: RUS
    casus_foederis: attack
    response: arms
    due_when: {performed: ask}
    response_ladder: [{within: P1D, response: talks}%s]
"""


@pytest.mark.parametrize(
    ("more", "asked", "said"),
    [
        (
            ", {after: P2D, response: equipment}",
            "2026-01-15",
            "equipment; its time was over before it was owed: talks by 2026-01-11",
        ),
        (
            ", {after: P2D, response: equipment}",
            "2026-01-10",
            "equipment; not given in time: talks by 2026-01-11",
        ),
        ("", "2026-01-15", "talks by 2026-01-11 (within 1 day from the case of 2026-01-10), its"),
        ("", "2026-01-10", "talks by 2026-01-11 (within 1 day), and is late"),
    ],
)
def test_a_stage_that_was_over_before_anything_was_owed_was_not_missed(more, asked, said):
    """By hand: attacked on the 10th, France has until the 11th for talks, if it owes any by then.

    Asked on the 15th it owed nothing on the 11th, and so missed nothing; asked on the 10th it did.
    """
    process = Process(read(STAGED % more))
    events = [
        Event(date(2026, 1, 10), ("RUS",), "attack"),
        Event(date.fromisoformat(asked), ("UKR",), "perform", "ask"),
        Event(date(2026, 1, 20), ("RUS",), "wait"),
    ]
    *_, last = replay(process, events)
    (owed,) = last.owed
    assert said in owed
    assert ("late" in owed or "not given in time" in owed) is (asked == "2026-01-10")
