"""To whom something is owed once somebody has left: to nobody who left before it was due."""

from __future__ import annotations

from datetime import date

from foedus.language import read
from foedus.process import Process, read_events, replay
from foedus.process.duties import Duty, duties

PACT = """
foedus: 1
title: Four that consult one another
as_of: 2025-01-01
horizon: P2Y
parties: {A: {}, B: {}, C: {}, V: {}, X: {}}
conduct: {X: {towards: V, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
deeds: {pay: {by: A}}
instruments:
  s: {parties: [A, B, C, V], withdrawal: {by: [A, B, C, V], notice: P10D}}
norms:
  dues: {obligation: pay, bearer: A, owed_to: [B, C], in: s, when: {act: hit, by: X}, within: P5D}
guarantees:
  talks: {owed_by: [A, B, C], owed_to: [A, B, C], joint: true, against: X, casus_foederis: hit,
    protects: {state: V, territory: recognised}, response: consult, in: s}
  aid: {owed_by: A, owed_to: [B, C], against: X, casus_foederis: hit,
    protects: {state: V, territory: recognised}, response: sanctions, in: s}
"""


def owed(*events: str) -> dict[str, Duty]:
    """Return what is owed on 20 January, by clause."""
    process = Process(read(PACT))
    written = read_events("".join(f"- {{{event}}}\n" for event in events), "e")
    *_, last = replay(process, written, until=date(2025, 1, 20))
    return {duty.clause: duty for duty in duties(process.clauses, last.state)}


def leaves(who: str) -> str:
    return f"date: 2025-01-02, by: {who}, do: withdraw, what: s"


def hits(on: str) -> str:
    return f"date: {on}, by: X, do: hit"


def test_what_arises_after_an_exit_is_not_owed_to_who_has_left():
    """C's notice of 2 January runs through the 12th. X attacks on the 15th: A and B owe, to one
    another and to B; C neither owes nor is owed anything.
    """
    found = owed(leaves("C"), hits("2025-01-15"))
    assert found["talks"].to == found["talks"].by == ("A", "B")
    assert "owe consultation to one another under" in found["talks"].says
    assert found["aid"].to == ("B",)
    assert found["dues"].to == ("B",)


def test_what_arose_before_the_exit_stays_owed_to_who_has_left():
    """X attacks on 5 January, a week before C is out: what C has a right to already it keeps
    (Vienna Convention, art. 70(1)(b)). A norm binds a party towards those in the treaty only.
    """
    found = owed(leaves("C"), hits("2025-01-05"))
    assert found["talks"].to == found["talks"].by == ("A", "B", "C")
    assert found["aid"].to == ("B", "C")


def test_what_is_owed_to_nobody_is_not_owed():
    """B and C have left; A and V go on. A owes neither pay nor sanctions to anybody; the duty to
    consult would be owed by A to itself alone, which it is not while B is there.
    """
    assert owed(leaves("C"), leaves("B"), hits("2025-01-15")) == {}
    assert set(owed(leaves("C"), hits("2025-01-15"))) == {"talks", "aid", "dues"}
