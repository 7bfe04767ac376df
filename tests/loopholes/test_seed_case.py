"""The seed case shows the faults that its critics named, and each story replays.

Expected faults: the last section of the project's design, "What a throw-away prototype showed",
and the check "the seed case as proposed (gap, dead end, single blocker, false flag, dodge)".
"""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import option, read
from foedus.loopholes import CATALOGUE, find_all
from foedus.loopholes.edits import known_edits
from foedus.loopholes.repair import failing_after
from foedus.process import Process

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
    "kept-from-starting",
    "deemed-necessary",
    "unsettled-readings",
}
ESCAPED = {"expiry", "withdrawal-dodge", "lost-standing"}
WRITTEN = {"deniable-breach", "scope-gap"}
IDLE = {"idle-finding", "lost-standing"}
FAULTS = {
    "none": {"gap", "dead-clause", "empty-assurance", "unsettled-readings"} | WRITTEN | IDLE,
    "as-proposed": DECIDED | ESCAPED | WRITTEN,
    "pre-ratified": DECIDED | ESCAPED | WRITTEN,
    "pre-ratified-surviving-withdrawal": (DECIDED | ESCAPED | WRITTEN) - {"withdrawal-dodge"},
    "immediate-membership": {"capability-gap", "deemed-necessary", "unsettled-readings"}
    | WRITTEN
    | IDLE,
    "article-5-like": {
        "deemed-necessary",
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


def test_two_edits_that_let_one_clause_survive_add_to_each_other():
    case = PROCESSES["as-proposed"].arrangement
    survive = [e for e in known_edits(case) if e.name in ("survive-withdrawal", "survive-sunset")]
    asked = [CATALOGUE["lost-standing"]]
    for edit in survive:
        assert failing_after(case, (edit,), asked) == {"lost-standing"}
    for pair in (survive, survive[::-1]):
        assert failing_after(case, pair, asked) == set()
