"""Exits in the game: who left before owes nothing, what was owed before an exit stays owed."""

from __future__ import annotations

import pytest

from foedus.deterrence.job import Job, game_of
from foedus.deterrence.situation import Choice, Lottery
from foedus.deterrence.turns import Play
from foedus.language import read
from foedus.process import Move

PACT = """
foedus: 1
title: A pact that one may leave
as_of: 2000-01-01
horizon: P1Y
parties: {T: {}, P: {}, A: {}, B: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P20D}]}
instruments:
  pact: {parties: [P, A, B], withdrawal: {by: A, notice: P0D, ends_for: leaver}}
guarantees:
  aid: {owed_by: [A, B], joint: true, protects: {state: P, territory: recognised}, against: T,
    casus_foederis: attack, response: defend, in: pact, arrives: %(soon)s}
contests: [{by: T, act: attack, alone: %(most)s, helped: %(few)s}]
stakes:
  T:
    - {label: prize, when: {prevailed: T}, worth: %(one)s}
    - {label: war, when: {acted: attack, by: T}, worth: %(war)s}
  A: [{label: cost, when: {defended: P}, worth: %(war)s}]
  B: [{label: shame, when: {prevailed: T}, worth: %(war)s}]
occasions: [P0D]
"""
NUMBERS = {"soon": 1, "most": 0.8, "few": 0.1, "one": 1, "war": -0.4}


@pytest.fixture(scope="module")
def play() -> Play:
    estimate = "{{value: {}, kind: assumed, because: an example}}"
    arrangement = read(PACT % {key: estimate.format(value) for key, value in NUMBERS.items()})
    return game_of(Job(arrangement, "")).play


def asked(play, moves):
    """Return who is asked whether the help comes after moves a day apart, in any order."""
    state = play.process.start
    for move in moves:
        state = play.agenda.until(play.process.after(state, move), state.day + 1)
    at = play.agenda.start._replace(state=state, question=len(play.agenda.groups))
    found = set()
    open_ = [at]
    while open_:
        _, turn = play.turn(open_.pop())
        if isinstance(turn, Choice) and turn.about.kind == "honour":
            found.add(turn.player)
            open_ += [after for label, after in turn.menu if label == "honour" and after.spoken]
        elif isinstance(turn, Lottery) and turn.about.kind == "speaks":
            open_ += [after for _, _, after in turn.draws]
    return found


LEAVES, ATTACKS = Move("withdraw", "A", "pact"), Move("conduct", "T", "attack")


def test_all_who_owe_are_asked_while_all_are_bound(play):
    assert asked(play, [ATTACKS]) == {"A", "B"}


def test_who_left_before_the_attack_is_not_asked(play):
    assert asked(play, [LEAVES, ATTACKS]) == {"B"}


def test_what_was_owed_before_an_exit_stays_owed(play):
    """Vienna Convention on the Law of Treaties, article 70(1)(b): rights that arose stay."""
    assert asked(play, [ATTACKS, LEAVES]) == {"A", "B"}


def test_one_can_leave_first_and_the_other_attack_on_the_next_day(play):
    kinds = [[q.kind for q in group] for group in play.agenda.groups]
    first = kinds.index(["withdraw"])
    assert kinds[first + 1] == ["nightfall"]
    assert kinds[first + 2] == ["conduct"]
    assert kinds[first + 3] == ["withdraw"]  # and again after it
