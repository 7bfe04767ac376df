"""A play in which the same comes again and again is told once, and played as it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from foedus.language import read
from foedus.loopholes import find_all
from foedus.loopholes.rounds import in_rounds
from foedus.loopholes.story import Line, play
from foedus.process import Move, Process

START = date(2025, 1, 1)
TEXT = """\
foedus: 1
title: A complaint that the adversary can always let lapse
as_of: 2025-01-01
horizon: P2Y
parties: {A: {name: Aland}, B: {name: Borduria}, C: {name: Corvia}}
conduct: {B: {towards: A, acts: [{act: rest, label: rests}, {act: attack, label: attacks}]}}
instruments: {pact: {parties: [A, B, C], sunset: P10M}}
norms: {peace: {prohibition: attack, bearer: B, towards: A, in: pact}}
procedures:
  board:
    in: pact
    opens: {by: A, alleging: peace}
    steps: [{act: find, by: B, within: P20D, at_deadline: true, finds: peace}]
guarantees:
  aid:
    owed_by: C
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: defend
    in: pact
    due_when: {found: peace}
"""


def line(day: int, said: str, *follows: str) -> Line:
    return Line(START + timedelta(days=day), said, follows, (), (Move("perform", "A", said),))


def said(*lines: Line) -> list[tuple[int, str]]:
    told = in_rounds(Process(read(TEXT)), lines)
    return [((one.on - START).days, one.said) for one in told]


def test_rounds_that_come_three_times_or_more_are_told_once():
    """Of *a b a b a b c* the round of two comes twice more, the last time on the sixth day."""
    lines = [line(day, said) for day, said in enumerate("abababc")]
    assert said(*lines) == [
        (0, "a"),
        (1, "b"),
        (5, "the last two of these come again, 2 times until this day"),
        (6, "c"),
    ]
    assert said(*lines[:4]) == [(0, "a"), (1, "b"), (2, "a"), (3, "b")]
    single = [line(day, "a") for day in range(4)]
    assert said(*single)[1:] == [(3, "the last of these comes again, 3 times until this day")]


@pytest.mark.parametrize(("change", "alike"), [("by 2025-02-0{}", True), ("{} votes", False)])
def test_rounds_differ_in_all_that_is_told_but_their_days(change: str, alike: bool):
    lines = [line(day, "a", change.format(day + 1)) for day in range(5)]
    assert (len(said(*lines)) == 2) == alike


def test_a_complaint_that_lapses_until_the_treaty_ends_is_told_once_and_plays_as_before():
    """Ten months have 304 days: some fourteen complaints of 21 days, one like the other."""
    process = Process(read(TEXT))
    (hole,) = find_all(process, ["assured-response"])
    again = [one.said for one in hole.lines if "again" in one.said]
    assert len(again) == 1
    assert sum(move.kind == "allege" for move in hole.moves) > 12
    assert len(hole.lines) < 12
    assert play(process, hole.batches).day > 300
