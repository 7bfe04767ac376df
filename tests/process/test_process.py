"""The process: what may be done, what then holds, and how time moves."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.process import IllegalMoveError, Move, Process
from foedus.process.instants import calm, next_instant
from foedus.process.nightfall import leave_days
from foedus.process.settling import settled
from foedus.process.state import Fight, Progress, Standing

PROCESSES = {
    f"{case} {name}".strip(): Process(option(text, name) if name else text)
    for case in cases()
    for text in [read(text_of(case), case)]
    for name in text.options or [""]
}
SMALL = (Path(__file__).parent / "small.yaml").read_text()
PROCESS = Process(read(SMALL))
ATTACK = Move("conduct", "RUS", "attack")
ALLEGE = Move("allege", "UKR", "finding")
REPORT = Move("ballot", "mission", "finding", "yes")


def changed(*pairs: tuple[str, str]) -> Process:
    text = SMALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return Process(read(text))


def played(process: Process, *moves: Move):
    state = process.start
    for move in moves:
        state = process.after(state, move)
    return state


def waited(process: Process, state, until: int):
    while state.day < until:
        upcoming = next_instant(process.clauses, state)
        assert upcoming is not None
        state = process.after(state, Move("wait", until=min(upcoming, until)))
    return state


def accession(process: Process, state):
    at = process.clauses.index.procedures["accession"]
    return state.record.procedures[at]


def admitted(process: Process):
    state = played(process, ATTACK, ALLEGE, REPORT)
    state = waited(process, state, 4)
    for _ in range(4):
        state = process.after(state, Move("ballot", "others", "accession", "yes"))
    return process.after(state, Move("ballot", "UKR", "accession", "yes"))


def test_every_offered_move_is_legal_and_every_other_thinkable_one_says_why():
    state = PROCESS.start
    offered = PROCESS.moves(state)
    for move in offered:
        PROCESS.after(state, move)
    with pytest.raises(IllegalMoveError, match="'finding' is not under way"):
        PROCESS.after(state, REPORT)
    with pytest.raises(IllegalMoveError, match="no standing"):
        PROCESS.after(state, Move("allege", "RUS", "finding"))


def test_a_prohibited_act_breaches_and_a_finding_is_apart_from_the_truth():
    breach = PROCESS.clauses.index.norms["no-attack"]
    attacked = played(PROCESS, ATTACK)
    assert attacked.world.breached[breach]
    assert not attacked.record.found[breach]
    false_flag = played(PROCESS, ALLEGE, REPORT)
    assert false_flag.record.found[breach]
    assert not false_flag.world.breached[breach]


def test_lawful_self_defence_is_no_breach_even_on_the_day_of_the_attack():
    no_force = PROCESS.clauses.index.norms["no-force"]
    strike = Move("conduct", "UKR", "provoke")
    assert played(PROCESS, strike).world.breached[no_force]
    assert not PROCESS.during(PROCESS.start, [strike, ATTACK]).world.breached[no_force]


def test_the_order_of_acts_within_a_day_makes_no_difference():
    moves = [ATTACK, ALLEGE, Move("withdraw", "RUS", "peace-deal")]
    states = {PROCESS.during(PROCESS.start, order) for order in (moves, moves[::-1])}
    assert len(states) == 1


def test_an_attack_that_predates_membership_is_not_answered():
    state = admitted(PROCESS)
    assert state.record.admitted == (True,)
    assert not PROCESS.clauses.owed(state, 0)


def test_an_attack_that_predates_membership_is_answered_where_the_text_covers_it():
    covering = changed(
        ("casus_foederis: attack", "casus_foederis: attack\n    covers_ongoing: true")
    )
    assert covering.clauses.owed(admitted(covering), 0)


def test_a_new_attack_on_a_member_is_answered_and_a_right_owes_nothing():
    state = admitted(PROCESS)
    state = waited(PROCESS, state, 5)
    state = PROCESS.after(state, Move("conduct", "RUS", "comply"))
    state = waited(PROCESS, state, 6)
    state = PROCESS.after(state, ATTACK)
    assert PROCESS.clauses.owed(state, 0)
    right = changed(("as_deemed_necessary", "right_only"))
    assert not right.clauses.owed(state, 0)
    assert right.clauses.answerable(state, 0)


def test_silence_adopts_after_its_last_day_and_one_objection_blocks():
    state = played(PROCESS, ALLEGE, REPORT)
    assert accession(PROCESS, waited(PROCESS, state, 3)).step == 0
    assert accession(PROCESS, waited(PROCESS, state, 4)).step == 1
    objected = PROCESS.after(state, Move("ballot", "others", "accession", "no"))
    assert accession(PROCESS, objected).progress is Progress.LAPSED


def test_a_held_step_cannot_be_voted_down_but_waits_for_the_last_member():
    state = waited(PROCESS, played(PROCESS, ALLEGE, REPORT), 4)
    with pytest.raises(IllegalMoveError, match="a no is not final"):
        PROCESS.after(state, Move("ballot", "others", "accession", "no"))
    for _ in range(3):
        state = PROCESS.after(state, Move("ballot", "others", "accession", "yes"))
    state = waited(PROCESS, state, 1000)
    assert accession(PROCESS, state).step == 1


def test_notice_runs_through_the_end_of_its_day():
    state = played(PROCESS, Move("withdraw", "RUS", "peace-deal"))
    assert state.record.instruments[0].standing is Standing.NOTICE_GIVEN
    assert PROCESS.after(state, ATTACK).world.breached[0]
    tomorrow = PROCESS.after(state, Move("wait", until=1))
    assert tomorrow.record.instruments[0].standing is Standing.WITHDRAWN
    assert not PROCESS.after(tomorrow, ATTACK).world.breached[0]


def test_a_norm_that_survives_withdrawal_still_binds():
    process = changed(
        (
            "in: peace-deal, unless: {act: provoke",
            "in: peace-deal, survives: [withdrawal], unless: {act: provoke",
        )
    )
    state = process.after(
        played(process, Move("withdraw", "RUS", "peace-deal")), Move("wait", until=1)
    )
    assert process.after(state, ATTACK).world.breached[0]


def test_withdrawal_can_be_barred_while_an_allegation_is_pending():
    process = changed(
        ("withdrawal: {by: RUS}", "withdrawal: {by: RUS, barred_while: {open: finding}}")
    )
    with pytest.raises(IllegalMoveError, match="barred"):
        played(process, ALLEGE, Move("withdraw", "RUS", "peace-deal"))


def test_sunset_takes_effect_after_its_last_day_unless_tolled():
    state = waited(PROCESS, PROCESS.start, 365)
    assert state.record.instruments[0].standing is Standing.IN_FORCE
    assert waited(PROCESS, state, 366).record.instruments[0].standing is Standing.EXPIRED
    tolled = changed(("sunset: P1Y,", "sunset: P1Y, tolled_while: {complied: no-attack},"))
    assert waited(tolled, tolled.start, 400).record.instruments[0].standing is Standing.IN_FORCE


def test_the_window_that_closes_during_a_procedure_is_an_instant():
    assert next_instant(PROCESS.clauses, PROCESS.start) == 365 - 3


def test_a_fight_is_decided_only_after_the_time_the_act_needs():
    state = played(PROCESS, ATTACK)
    with pytest.raises(IllegalMoveError, match="not before 2025-01-31"):
        PROCESS.after(state, Move("prevail", "nature", "RUS.attack"))
    state = PROCESS.after(waited(PROCESS, state, 30), Move("prevail", "nature", "RUS.attack"))
    assert state.world.fight[0] is Fight.PREVAILED


def test_nobody_waits_past_an_instant():
    with pytest.raises(IllegalMoveError, match="until 2025-12-29 at most"):
        PROCESS.after(PROCESS.start, Move("wait", until=363))


def test_instants_agree_with_daily_ticks():
    """Waiting from instant to instant ends where waiting day by day does, whatever was begun."""
    beginnings = [(), (ATTACK,), (ALLEGE,), (ATTACK, ALLEGE, REPORT)]
    for moves in (*beginnings, (Move("withdraw", "RUS", "peace-deal"),)):
        jumped, ticked = played(PROCESS, *moves), played(PROCESS, *moves)
        while ticked.day < 1095:
            ticked = PROCESS.after(ticked, Move("wait", until=ticked.day + 1))
            if next_instant(PROCESS.clauses, jumped) == ticked.day:
                jumped = PROCESS.after(jumped, Move("wait", until=ticked.day))
                assert jumped == ticked


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(PROCESSES)), st.integers(0, 10**6))
def test_between_instants_nothing_changes_in_any_case(name: str, seed: int):
    """Ticking day by day changes nothing but the date, and what may be done, until an instant."""
    process, rng = PROCESSES[name], random.Random(seed)
    state = process.start
    for _ in range(rng.randint(0, 12)):
        moves = process.moves(state)
        state = process.after(state, rng.choice(moves)) if moves else state
    upcoming = next_instant(process.clauses, state)
    if upcoming is None:
        return
    ticked, before = state, list(process.acts(state))
    first = state.day
    for day in range(first + 1, min(upcoming, first + 800)):
        ticked = process.after(ticked, Move("wait", until=day))
        assert (ticked.world, ticked.record) == (state.world, state.record)
        assert list(process.acts(ticked)) == before
    if ticked.day == upcoming - 1:
        jumped = process.after(state, Move("wait", until=upcoming))
        assert process.after(ticked, Move("wait", until=upcoming)) == jumped


def test_it_is_calm_until_the_first_day_on_which_something_runs_out_or_is_named():
    """The deal ends with the 365th day, a report is due within 3, and 1 February is the 31st.

    What a condition names begins with its day, though one waits past it.
    """
    named = changed(("in_force: {member: UKR, of: NATO}", "activates_when: {from: 2025-02-01}"))
    alleged, start = played(PROCESS, ALLEGE), named.start
    assert calm(PROCESS.clauses, PROCESS.start) == 365
    assert calm(PROCESS.clauses, alleged) == 3
    assert calm(named.clauses, start) == 30
    assert calm(named.clauses, played(named, ALLEGE)) == 3
    late = settled(named.clauses, start, leave_days(named.clauses, start, 40), "wait")
    assert [state.record.guarantees[0].activated for state in (start, late)] == [False, True]
    assert calm(named.clauses, late) == 365


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(PROCESSES)), st.integers(0, 10**6))
def test_while_it_is_calm_nothing_changes_but_the_day_in_any_case(name: str, seed: int):
    """Ticking day by day comes to the same state with another date, and so does one long wait."""
    process, rng = PROCESSES[name], random.Random(seed)
    clauses, state = process.clauses, process.start
    for _ in range(rng.randint(0, 12)):
        moves = process.moves(state)
        state = process.after(state, rng.choice(moves)) if moves else state
    through, ticked = min(calm(clauses, state), state.day + 800), state
    for day in range(state.day + 1, through + 1):
        ticked = settled(clauses, ticked, leave_days(clauses, ticked, day), "wait")
        assert ticked == state._replace(day=day)
    if through > state.day:
        assert settled(clauses, state, leave_days(clauses, state, through), "wait") == ticked


def test_counting_by_class_agrees_with_naming_every_member():
    """Naming each member in some clause puts it in a class of its own and changes no outcome."""
    named = changed(
        (
            "act: ratify, by: NATO",
            "act: ratify, by: NATO, routes: {ALB: {label: a}, BEL: {label: b},"
            " CAN: {label: c}, DNK: {label: d}}",
        )
    )
    state = waited(named, played(named, ALLEGE, REPORT), 4)
    for member in ("CAN", "ALB", "DNK"):
        state = named.after(state, Move("ballot", member, "accession", "yes"))
        assert accession(named, state).step == 1
    with pytest.raises(IllegalMoveError, match="voted"):
        named.after(state, Move("ballot", "CAN", "accession", "yes"))
    assert accession(named, named.after(state, Move("ballot", "BEL", "accession", "yes"))).step == 2


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_random_play_is_deterministic_moves_forward_and_never_gets_stuck(seed: int):
    rng = random.Random(seed)
    state = PROCESS.start
    for _ in range(60):
        moves = PROCESS.moves(state)
        if not moves:
            assert state.day == 1095
            break
        assert len(set(moves)) == len(moves)
        move = rng.choice(moves)
        following = PROCESS.after(state, move)
        assert following == PROCESS.after(state, move)
        assert hash(following) == hash(PROCESS.after(state, move))
        assert following.day >= state.day
        assert all(
            b <= a for b, a in zip(state.world.breached, following.world.breached, strict=True)
        )
        state = following
