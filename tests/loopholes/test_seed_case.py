"""The seed case shows the faults that its critics named, and each story replays.

Expected faults: the last section of the project's design, "What a throw-away prototype showed",
and the check "the seed case as proposed (gap, dead end, single blocker, false flag, dodge)".
"""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import option, read
from foedus.loopholes import CATALOGUE, Play, best_case, blockers, coverage, find_all, verdicts
from foedus.loopholes.repair import repairs
from foedus.process import Move, Process

CASE = read(text_of("ukraine-2025"), "ukraine-2025.yaml")
PROCESSES = {name: Process(option(CASE, name)) for name in CASE.options}
DECIDED = {
    "gap",
    "dead-end",
    "assured-response",
    "single-blocker",
    "promptness",
    "false-flag",
    "predates",
    "conflict",
    "toothless-norm",
}
ESCAPED = {"expiry", "withdrawal-dodge", "lost-standing"}
WRITTEN = {"deniable-breach", "scope-gap"}
IDLE = {"toothless-norm", "idle-finding", "lost-standing"}
FAULTS = {
    "none": {"gap", "dead-clause"} | WRITTEN | IDLE,
    "as-proposed": DECIDED | ESCAPED | WRITTEN,
    "pre-ratified": DECIDED | ESCAPED | WRITTEN,
    "pre-ratified-surviving-withdrawal": (DECIDED | ESCAPED | WRITTEN) - {"withdrawal-dodge"},
    "immediate-membership": {"capability-gap"} | WRITTEN | IDLE,
    "article-5-like": {
        "capability-gap",
        "forfeiture",
        "threshold-gap",
        "idle-finding",
        "lost-standing",
    }
    | WRITTEN,
    "coalition-of-the-willing": {"gap", "right-without-duty", "threshold-gap"} | WRITTEN | IDLE,
    "arms-only": {"capability-gap"} | WRITTEN | IDLE,
}


@pytest.fixture(scope="module")
def found():
    return {name: find_all(process) for name, process in PROCESSES.items()}


@pytest.mark.parametrize("name", list(CASE.options))
def test_each_option_shows_its_faults(found, name: str):
    assert {hole.id for hole in found[name]} == FAULTS[name]


@pytest.mark.parametrize("name", list(CASE.options))
def test_every_story_replays_through_the_process(found, name: str):
    process = PROCESSES[name]
    for hole in found[name]:
        state = process.start
        for batch in hole.batches:
            for moves in [(move,) for move in batch] if batch[0].kind == "wait" else [batch]:
                state = process.during(state, moves)


def attacked(process: Process) -> Play:
    return Play((), process.start).then(process, Move("conduct", "RUS", "attack"))


def admitted(state):
    return any(state.record.admitted)


def test_each_of_the_32_can_block_the_proposal_and_none_of_them_the_pre_ratified_form():
    proposed = PROCESSES["as-proposed"]
    who = blockers(proposed, attacked(proposed), admitted)
    assert set(who) == {*CASE.parties["NATO"].members, "UKR", "mission"}
    escrowed = PROCESSES["pre-ratified"]
    assert set(blockers(escrowed, attacked(escrowed), admitted)) == {"UKR", "mission"}


def test_a_blocker_named_by_class_really_blocks_when_named_alone():
    """Brute force: with one member's ballots struck from the play, accession is never reached."""
    process = PROCESSES["as-proposed"]
    reached = best_case(process, attacked(process), admitted)
    assert reached is not None
    for label in ("USA", "opposed", "reluctant", "others"):
        state = process.start
        held_back = False
        for move in reached.moves:
            if move.kind == "ballot" and move.actor == label and not held_back:
                held_back = True
                continue
            if process.refusal(state, move) is None:
                state = process.after(state, move)
        assert not admitted(state)


def test_pre_ratified_takes_the_three_days_of_silence_and_the_day_after():
    process = PROCESSES["pre-ratified"]
    reached = best_case(process, attacked(process), admitted)
    assert reached is not None
    assert reached.end.day == 4


def test_the_matrix_names_the_uncovered_band():
    rows = {row.act: row for row in coverage(PROCESSES["immediate-membership"], "RUS")}
    assert rows["attack"].owed == rows["limited_seizure"].owed == ("article-5",)
    assert rows["attack"].day == 0
    assert rows["deniable_act"].owed == ()
    assert rows["deniable_act"].breaches == ("no-attack",)


def test_an_attack_during_accession_is_answered_only_if_renewed():
    rows = {row.act: row for row in coverage(PROCESSES["as-proposed"], "RUS")}
    assert rows["attack"].owed == ()
    assert rows["attack"].renewed == ("article-5",)


def test_two_edits_that_let_one_clause_survive_add_to_each_other():
    process = PROCESSES["as-proposed"]
    asked = [CATALOGUE[name] for name in ("lost-standing", "withdrawal-dodge", "expiry")]
    proposed = repairs(process.arrangement, verdicts(process, asked))
    (pair,) = proposed["lost-standing"]
    assert [edit.name for edit in pair.edits] == ["survive-withdrawal", "survive-sunset"]
