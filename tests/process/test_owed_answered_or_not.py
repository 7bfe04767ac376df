"""What `owed` and `honoured` read: that a response is due, answered or not; and of which case."""

from __future__ import annotations

import pytest

from foedus.language import Condition, condition, read
from foedus.process import Process, predicate, read_events, replay

PACT = """
foedus: 1
title: One duty hangs on another
as_of: 2025-01-01
parties: {A: {}, B: {}, C: {}, V: {}, X: {}, U: {}}
conduct:
  X: {towards: V, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}
  U: {towards: X, acts: [{act: rest}, {act: land}]}
norms:
  no-landing: {prohibition: land, bearer: U, towards: X, unless: {honoured: first}}
guarantees:
  first: {owed_by: [A, B], JOINT, protects: {state: V, territory: recognised}, against: X,
    casus_foederis: hit, response: defend}
  second: {owed_by: C, protects: {state: V, territory: recognised}, against: X,
    casus_foederis: hit, response: defend, due_when: {owed: first}}
"""


def told(joint: str, *events: str) -> tuple[Process, list[object]]:
    process = Process(read(PACT.replace("JOINT", joint)))
    written = read_events("".join(f"- {{{event}}}\n" for event in events), "e")
    return process, list(replay(process, written))


@pytest.mark.parametrize(
    ("joint", "answers", "due"),
    [
        ("joint: false", [("A", "honour"), ("B", "honour")], True),
        ("joint: false", [("A", "decline"), ("B", "decline")], True),
        ("joint: true", [("A", "honour"), ("B", "honour")], True),
        ("joint: true", [("A", "decline")], False),
    ],
)
def test_what_hangs_on_a_duty_stays_due_when_that_is_answered(
    joint: str, answers: list[tuple[str, str]], due: bool
):
    """X hits on the 2nd, and the answers come on the 3rd. The ally's ally owes on, whoever answered
    and how; but where A and B owe only together and A declines, B owes nothing, and nor does C.
    """
    given = [f"date: 2025-01-03, by: {by}, do: {how}, what: first" for by, how in answers]
    process, entries = told(joint, "date: 2025-01-02, by: X, do: hit", *given)
    state = entries[-1].state
    assert predicate(Condition(owed="first"), process.clauses)(state) is due
    assert any("under 'second'" in one for one in entries[-1].owed) is due


def test_the_words_say_what_is_read():
    owed = Condition(owed="first")
    assert condition(owed) == "the response under 'first' is due, answered or not"
    assert condition(owed, negated=True) == "no response under 'first' is due, answered or not"


def test_what_excused_an_act_until_now_is_told_as_it_ends():
    """A honours on the 3rd, and U may land on the 4th. On the 5th X stops: the case is over, and
    with it that it was honoured. U stays, and is told why that is a breach from now on.
    """
    _, entries = told(
        "joint: false",
        "date: 2025-01-02, by: X, do: hit",
        "date: 2025-01-03, by: A, do: honour, what: first",
        "date: 2025-01-04, by: U, do: land",
        "date: 2025-01-05, by: X, do: ok",
    )
    assert not [c for c in entries[2].changes if "breached" in c.what]
    (breach,) = [c for c in entries[3].changes if "breached" in c.what]
    assert breach.what == "'no-landing' is breached by U"
    assert breach.because.endswith(
        "; what excused it is so no more: that 'first' has been honoured"
    )


def test_what_was_never_excused_is_not_said_to_have_been():
    _, entries = told("joint: false", "date: 2025-01-04, by: U, do: land")
    (breach,) = entries[-1].changes
    assert "excused" not in breach.because
