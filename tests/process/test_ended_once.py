"""How treaties end: once, whatever else happens in that night; and what stays of what came before.

The answers are worked out by hand; each test says how.
"""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import read
from foedus.process import Event, Move, Process, Standing, State, replay, unanswered

TEXT = """\
foedus: 1
title: A treaty of three
as_of: 2025-01-01
horizon: P60D
parties: {{AAA: {{}}, BBB: {{}}, CCC: {{}}, DDD: {{}}}}
conduct: {{DDD: {{towards: AAA, acts: [{{act: comply}}, {{act: attack}}]}}}}
instruments:
  tt:
    parties: [AAA, BBB, CCC]
    withdrawal: {{by: [AAA, BBB, CCC], notice: P3D, ends_for: {whom}}}
    {tt}
procedures:
  pd:
    opens: {{by: DDD}}
    steps: [{{act: decide, by: DDD, within: P3D, on_timeout: adopt}}]
    then: [{then}]
guarantees:
  gg:
    owed_by: [BBB, CCC]
    protects: {{state: AAA, territory: unspecified}}
    against: DDD
    casus_foederis: attack
    response: defend
    in: tt
    {gg}
"""


def process(
    tt: str = "", then: str = "{terminate: tt}", gg: str = "", whom: str = "leaver"
) -> Process:
    return Process(read(TEXT.format(tt=tt, then=then, gg=gg, whom=whom)))


def played(p: Process, *moves: tuple[int, Move], until: int) -> State:
    """Return the state in which it stands on the morning of day `until`, after moves by day."""
    state = p.start
    for day, move in (*moves, (until, Move("wait"))):
        while state.day < day:
            waits = [one for one in p.moves(state) if one.kind == "wait"]
            state = p.after(state, Move("wait", until=min(day, waits[0].until)))
        state = state if move.kind == "wait" else p.after(state, move)
    return state


OPENS = Move("open", "DDD", "pd")
LEAVES = Move("withdraw", "BBB", "tt")
ATTACKS = Move("conduct", "DDD", "attack")


def standing(state: State) -> Standing:
    return state.record.instruments[0].standing


@pytest.mark.parametrize("opened", [0, 1, 2])
def test_a_treaty_that_is_ended_as_somebody_leaves_is_ended(opened: int):
    """BBB's notice of day 1 runs through day 4, and silence ends the treaty 3 days on: before,
    in the same night, or after.
    """
    p = process()
    state = played(p, *sorted([(1, LEAVES), (opened, OPENS)], key=lambda m: m[0]), until=8)
    assert standing(state) is Standing.TERMINATED
    assert not p.clauses.stands(state, "tt", ())
    told = [
        change.what
        for entry in replay(
            p,
            [
                Event(p.date_of(1), ("BBB",), "withdraw", "tt"),
                Event(p.date_of(1), ("DDD",), "open", "pd"),
            ],
            p.date_of(8),
        )
        for change in entry.changes
    ]
    assert "BBB has left 'tt'" in told  # and it goes on for nobody
    assert "'tt' has ended" in told


def test_a_treaty_that_is_renewed_in_the_night_of_its_sunset_goes_on():
    """Its three days run through day 3; silence brings it into force anew in that very night."""
    p = process("sunset: P3D", "{bring_into_force: tt}")
    assert standing(played(p, (0, OPENS), until=5)) is Standing.IN_FORCE
    assert standing(played(p, (0, OPENS), until=7)) is Standing.EXPIRED
    assert standing(played(p, until=5)) is Standing.EXPIRED


@pytest.mark.parametrize(
    ("tt", "whom", "moves", "ended"),
    [
        ("sunset: P3D", "leaver", [], Standing.EXPIRED),
        ("", "all", [(0, LEAVES)], Standing.WITHDRAWN),
    ],
)
def test_what_has_ended_cannot_be_ended_again(
    tt: str, whom: str, moves: list[tuple[int, Move]], ended: Standing
):
    """It ended with day 3, and what outlives that is not taken away by a decision of day 8."""
    p = process(tt, gg="survives: [sunset, withdrawal]", whom=whom)
    state = played(p, *moves, (5, OPENS), until=10)
    assert state.record.procedures[0].took_effect
    assert standing(state) is ended
    assert p.clauses.owed(p.after(state, ATTACKS), 0)


@pytest.mark.parametrize("whom", ["leaver", "all"])
def test_a_notice_stays_given_though_the_treaty_ends_before_it_has_run_out(whom: str):
    """Notice is given on day 4 and would run through day 7; the treaty ends with day 5."""
    p = process("sunset: P5D", whom=whom)
    state = played(p, (4, LEAVES), until=9)
    assert standing(state) is Standing.EXPIRED
    assert p.clauses.noticed(state, 0)
    assert not p.clauses.noticed(played(p, until=9), 0)


def test_who_had_left_is_not_bound_again_by_what_outlives_the_end():
    """BBB is out from day 4 on, the sunset is with day 6, and the guarantee outlives that."""
    p = process("sunset: P6D", gg="survives: sunset")
    state = p.after(played(p, (0, LEAVES), until=9), ATTACKS)
    assert p.clauses.owers(state, 0) == ("CCC",)
    assert p.clauses.owers(p.after(played(p, until=9), ATTACKS), 0) == ("BBB", "CCC")


def test_who_had_left_before_it_was_owed_does_not_owe_it_once_the_treaty_has_ended():
    """BBB is out from day 4 on, the attack comes on day 5, and the sunset with day 6."""
    p = process("sunset: P6D")
    state = played(p, (0, LEAVES), (5, ATTACKS), until=9)
    assert standing(state) is Standing.EXPIRED
    assert p.clauses.awaited(state, 0) == ("CCC",)


SAME = ("in_force: {in_force: tt}", "due_when: {in_force: tt}", "in_force: {not: {ended: tt}}", "")


@pytest.mark.parametrize("gg", SAME)
def test_what_is_owed_stays_owed_whether_or_not_the_clause_says_that_it_hangs_on_its_treaty(
    gg: str,
):
    """Owed on day 2, its sunset with day 6: it had arisen before, and stays."""
    state = played(process("sunset: P6D", gg=gg), (2, ATTACKS), until=9)
    assert process("sunset: P6D", gg=gg).clauses.owed(state, 0)
    lost = process("sunset: P6D\n    accrued: end", gg=gg)
    assert not lost.clauses.owed(played(lost, (2, ATTACKS), until=9), 0)


def test_what_else_it_hangs_on_still_counts_and_is_given_as_the_reason():
    """Due until 15 January: the treaty ended on the 7th, and the duty with the date."""
    p = process("sunset: P6D", gg="due_when: {not: {from: 2025-01-15}}")
    attack = Event(date(2025, 1, 3), ("DDD",), "attack")
    *_, before, last = replay(p, [attack], date(2025, 1, 20))
    assert before.owed == (
        "BBB and CCC owe defence to AAA under 'gg', since 2025-01-03; the text sets no time limit",
    )
    assert (last.on, last.owed) == (date(2025, 1, 15), ())
    assert [(change.what, change.because) for change in last.changes] == [
        ("the response under 'gg' is owed no more", "2025-01-15 has come")
    ]
    state = played(p, (2, ATTACKS), until=16)
    assert unanswered(p.clauses, state) == [
        "nothing is owed under 'gg': 'tt' is not in force and 2025-01-15 has come"
    ]


def test_what_begins_with_the_morning_is_not_owed_on_the_evening_before():
    """The sunset is with 7 January, and the response is due from the 8th."""
    p = process("sunset: P6D", gg="due_when: {from: 2025-01-08}\n    survives: sunset")
    attack = Event(date(2025, 1, 3), ("DDD",), "attack")
    _, evening, morning = replay(p, [attack], date(2025, 1, 9))
    assert (evening.on, evening.owed) == (date(2025, 1, 7), ())
    assert morning.on == date(2025, 1, 8)
    assert "since 2025-01-08" in morning.owed[0]


def test_a_refused_event_takes_nothing_away_from_what_is_owed():
    p = process()
    attack = Event(date(2025, 1, 3), ("DDD",), "attack")
    again = Event(date(2025, 1, 3), ("AAA",), "open", "pd")
    taken, refused = replay(p, [attack, again])
    assert refused.refused
    assert refused.owed == taken.owed != ()
