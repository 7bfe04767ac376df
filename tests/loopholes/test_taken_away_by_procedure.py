"""What is owed on a day counts once responses are given: openings and ballots come before. By hand.

Within a day conduct comes first, then deeds, notices, openings, ballots and, last, responses
(docs/explanation/process.md). So Borduria, which attacks, can on the same day also open a procedure
and vote in it, and Corvia's response comes too late on every one of these days.
"""

from __future__ import annotations

import pytest
from independent.shortened import shortened
from test_against_clingo import agree

from foedus.language import read
from foedus.loopholes import CATALOGUE, Power, powers, verdict
from foedus.process import Move, Process, Progress
from foedus.process.walk import Supposition, Walk, owed

TEXT = """\
foedus: 1
title: Defence that hangs on a procedure
as_of: 2030-01-01
horizon: P1Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}, DDD: {name: Dalmia}}
bodies: {board: {name: the Board, members: [BBB, CCC, DDD], rule: unanimity}}
conduct: {BBB: {towards: AAA, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
instruments: {pact: {name: the Pact, parties: [AAA, BBB, CCC, DDD]%s}}
norms: {peace: {prohibition: attack, bearer: BBB, towards: AAA, in: pact}}
procedures:
  talks: {opens: {by: %s}, steps: [{act: agree, by: %s}], %s}
guarantees:
  aid: {owed_by: CCC, protects: {state: AAA, territory: recognised}, against: BBB,
    casus_foederis: attack, response: defend, in: pact%s}
"""
KEPT_OPEN = "at_deadline: true, on_timeout: adopt, on_block: hold, within: P30D"
LAPSED = ", due_when: {not: {lapsed: talks}}"
OPEN = ", due_when: {not: {open: talks}}"
DONE = ", due_when: {not: {done: talks}}"
CASES = {
    # Borduria opens the talks and votes no: they have lapsed, and nobody else may open them again.
    "vote": (("", "BBB", "board", "in: pact", LAPSED), True, "BBB"),
    # Borduria opens the talks and concludes them by itself: they have taken effect for good.
    "alone": (("", "BBB", "BBB", "in: pact", DONE), True, "BBB"),
    # Merely open: any other member closes them with its no on the day itself, and they open again
    # on the next day only. But the others need not: the victim has no part in it.
    "open": (("", "BBB", "board", "in: pact", OPEN), True, ""),
    # Consultations of thirty days that run out at night, called again in the morning.
    "called": (
        (
            "",
            "BBB",
            f"CCC, {KEPT_OPEN}",
            "reopens: after_effect, in: pact",
            OPEN,
        ),
        True,
        "BBB",
    ),
    # They may not be called again: on the thirty-first day Corvia owes its answer for good.
    "once": (("", "BBB", f"CCC, {KEPT_OPEN}", "in: pact", OPEN), False, ""),
    # Who may end the treaty ends with it what is owed, on the day of the attack.
    "end": (
        (", accrued: end", "BBB", "BBB", "then: [{terminate: pact}], in: pact", ""),
        True,
        "BBB",
    ),
    # What had come to be owed before the end stays owed, as the text has it where it says nothing.
    "stays": (("", "BBB", "BBB", "then: [{terminate: pact}], in: pact", ""), False, ""),
    # Only Corvia, which owes it, or the victim may open: Borduria has no part in it.
    "debtor": (("", "CCC", "CCC", "in: pact", DONE), True, "CCC"),
    "victim": (("", "AAA", "AAA", "in: pact", DONE), False, ""),
}
ATTACK = Supposition(by="BBB", act="attack", against="AAA")


def process(case: str) -> Process:
    return Process(read(TEXT % CASES[case][0]))


def help_of(found: Process) -> Power:
    return next(power for power in powers(found) if power.kind == "help")


@pytest.mark.parametrize("case", CASES)
def test_who_can_wipe_out_what_is_owed_is_told_on_every_screen(case: str):
    asked, (_, unassured, alone) = process(case), CASES[case]
    third = verdict(asked, CATALOGUE["assured-response"])
    assert third.outcome == ("fails" if unassured else "holds")
    fourth = verdict(asked, CATALOGUE["single-blocker"]).loopholes
    name = {"BBB": "Borduria", "CCC": "Corvia"}.get(alone, "")
    said = f"the answer to 'attack' by Borduria can be stopped by {name} alone"
    assert [hole.statement.partition(". The")[0] for hole in fourth] == ([said] if alone else [])
    kept = set(help_of(asked).kept_away.alone)
    assert kept == ({alone} if alone else set())
    stopping = set(Walk(asked).blockers(ATTACK, owed(asked, "aid"))) - {"AAA"}
    assert stopping == ({alone} if alone else set())
    for hole in (*third.loopholes, *fourth):
        assert "a response is owed under 'aid'" in hole.lines[0].follows
        assert hole.unmet


def test_the_story_of_a_vote_replays_and_leaves_the_helper_no_answer():
    """Attack, opening, no: then Corvia's response of the same day is refused."""
    asked = process("vote")
    (hole,) = verdict(asked, CATALOGUE["single-blocker"]).loopholes
    kinds = [(move.kind, move.actor) for move in hole.moves]
    assert kinds == [("conduct", "BBB"), ("open", "BBB"), ("ballot", "BBB")]
    state = asked.start
    for move in hole.moves:
        state = asked.after(state, move)
    assert state.day == 0
    assert state.record.procedures[0].progress is Progress.LAPSED
    assert asked.refusal(state, Move("honour", "CCC", "aid")) is not None


def test_consultations_called_anew_each_time_are_a_table_that_works():
    found = help_of(process("called"))
    assert found.outcome == "contested"
    assert [(rule.when, rule.does) for rule in found.kept_away.how] == [
        ("as soon as that is open", "open 'talks'")
    ]


@pytest.mark.parametrize(
    "case", ["vote", "alone", "open", "once", "end", "stays", "debtor", "victim"]
)
def test_the_logic_program_says_the_same(case: str):
    """One is left out: it knows no procedure that takes effect again."""
    agree(shortened(process(case).arrangement))
