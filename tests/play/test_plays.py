"""A play is a replay: what it shows, offers and exports, on every case that ships."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.play import answer
from foedus.process import Process, replay
from foedus.process.events import read_events

sys.path.insert(0, str(Path(__file__).parent))
from drawn import drawn, one

SUBJECTS = [
    (case, name) for case in cases() for name in (read(text_of(case)).options or {"": None})
]
SEED = {"case": "ukraine-2025", "option": "as-proposed"}


def ask(question: str, about: dict[str, str], **more):
    return answer({"ask": question, **about, **more})


def process_of(case: str, name: str) -> Process:
    arrangement = read(text_of(case))
    return Process(option(arrangement, name) if name else arrangement)


def replayed(process: Process, steps):
    events = answer({"ask": "export", "steps": steps})["events"]
    return list(replay(process, read_events(events, "events"))) if "{" in events else []


@pytest.mark.parametrize(("case", "name"), SUBJECTS)
def test_every_preset_is_a_play_that_replay_accepts(case, name):
    about = {"case": case, "option": name}
    presets = ask("presets", about)["presets"]
    process = process_of(case, name)
    for preset in presets:
        refused = [entry.refused for entry in replayed(process, preset["steps"]) if entry.refused]
        assert refused == [], preset["title"]
        if preset["kind"] == "meant":
            assert ask("board", about, steps=preset["steps"])["owed"]


def test_a_play_begins_with_what_is_proposed_and_else_with_what_can_be_owed():
    opened = ask("open", {"case": "ukraine-2025"})
    assert opened["opens"] == "as-proposed"
    assert [one["id"] for one in opened["options"] if one["proposed"]] == ["as-proposed"]
    text = text_of("ukraine-2025").decode()
    unsaid = text.replace("    proposed: true\n", "")
    assert answer({"ask": "open", "text": unsaid})["opens"] == "as-proposed"
    other = unsaid.replace("    label: Arms only\n", "    label: Arms only\n    proposed: true\n")
    assert answer({"ask": "open", "text": other})["opens"] != "as-proposed"


@pytest.mark.parametrize("case", ["budapest-1994", "cyprus-1960", "minsk-2"])
def test_every_story_of_a_fault_is_a_play_that_replay_accepts(case):
    found = ask("check", {"case": case})
    stories = [h for row in found["properties"] for h in row["loopholes"] if h["story"]]
    assert len(found["presets"]) == len(stories) > 0
    for preset in found["presets"]:
        entries = replayed(process_of(case, ""), preset["steps"])
        assert [entry.refused for entry in entries if entry.refused] == []


@pytest.mark.parametrize("case", ["minsk-2", "paris-2026", "korea-1953"])
def test_a_fault_that_nobody_need_act_for_is_told_without_a_story(case):
    """Each fault is told once: as a play where it has one, else by name."""
    found = ask("check", {"case": case})
    bare = [
        (row["name"], hole["statement"])
        for row in found["properties"]
        for hole in row["loopholes"]
        if not hole["story"]
    ]
    assert sorted((one["title"], one["note"]) for one in found["unplayed"]) == sorted(bare) != []
    assert not any(one["steps"] for one in found["unplayed"])


def test_the_histories_of_the_casebook_belong_to_options_that_exist():
    told = [
        preset["title"]
        for case, name in SUBJECTS
        for preset in ask("presets", {"case": case, "option": name})["presets"]
        if preset["kind"] == "history"
    ]
    folder = Path(read.__code__.co_filename).parents[1] / "casebook" / "histories"
    assert len(told) == len(list(folder.glob("*.yaml")))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(SUBJECTS), st.integers(0, 10_000), st.integers(1, 12))
def test_what_is_offered_can_be_done_and_does_what_was_said(subject, seed, moves):
    case, name = subject
    about = {"case": case, "option": name}
    steps = drawn(about, seed, moves)
    before = ask("board", about, steps=steps)
    for offer in before["offers"]:
        after = ask("board", about, steps=[*steps, offer["step"]])
        assert [row["refused"] for row in after["told"] if row["refused"]] == []
        assert after["today"] == offer["on"]
        new = _new(before, after)
        if offer["on"] == before["today"] and not _today(before):
            assert [c["what"] for c in offer["changes"]] == new
    assert ask("board", about, steps=steps) == before  # a look leaves nothing behind


def _today(board):
    return [row for row in board["told"] if row["on"] == board["today"]]


def _new(before, after):
    return [c["what"] for row in after["told"][len(before["told"]) :] for c in row["changes"]]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(SUBJECTS), st.integers(0, 10_000), st.integers(1, 20))
def test_a_play_stands_where_the_replay_of_its_export_ends(subject, seed, moves):
    case, name = subject
    about = {"case": case, "option": name}
    steps = drawn(about, seed, moves)
    board, process = ask("board", about, steps=steps), process_of(case, name)
    entries = replayed(process, steps)
    assert [entry.refused for entry in entries if entry.refused] == []
    state = entries[-1].state if entries else process.start
    assert [row["true"] for row in board["norms"]] == list(state.world.breached)
    assert [row["found"] for row in board["norms"]] == list(state.record.found)
    assert [row["rung"] for row in board["fronts"]] == list(state.world.rung)
    owed = (*entries[-1].owed, *entries[-1].rights) if entries else ()  # the board tells both
    if board["told"] and board["told"][-1]["on"] == board["today"]:
        assert sorted(duty["says"] for duty in board["owed"]) == sorted(owed)
    again = answer({"ask": "import", "events": answer({"ask": "export", "steps": steps})["events"]})
    assert again["steps"] == [step for step in steps if "withholds" not in step]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 10), st.integers(0, 10_000))
def test_to_go_back_and_another_way_is_to_have_gone_it_at_once(seed, moves, other):
    import random

    steps = drawn(SEED, seed, moves)
    kept = steps[: len(steps) // 2]
    branch = one(ask("board", SEED, steps=kept), random.Random(other))
    ask("board", SEED, steps=steps)
    assert ask("board", SEED, steps=[*kept, branch]) == answer(
        {
            "ask": "board",
            "text": text_of("ukraine-2025").decode(),
            "option": "as-proposed",
            "steps": [*kept, branch],
        }
    )


VIOLATED = [
    {"on": "2025-03-01", "by": ["RUS"], "do": "limited_seizure"},
    {"on": "2025-03-02", "by": ["UKR"], "do": "allege", "what": "finding"},
    {"on": "2025-03-05", "by": ["mission"], "do": "report", "what": "finding"},
]
"""The seed case up to the invitation."""


def seats(board, procedure=1, stage=0):
    return {s["member"]: s for s in board["procedures"][procedure]["stages"][stage]["seats"]}


def test_one_member_that_withholds_consent_holds_up_the_invitation_of_all_others():
    withheld = {"on": "2025-03-05", "withholds": "HUN", "what": "accession"}
    board = ask("board", SEED, steps=[*VIOLATED, withheld])
    assert seats(board)["HUN"]["withholds"]
    (everybody,) = [offer for offer in board["offers"] if offer["all"]]
    assert len(everybody["members"]) == 31
    assert "HUN" not in everybody["members"]
    assert everybody["changes"] == []
    later = ask("board", SEED, steps=[*VIOLATED, withheld, everybody["step"]])
    assert later["procedures"][1]["stages"][0]["standing"] == "now"
    assert {m for m, seat in seats(later).items() if seat["stops"]} == {"HUN"}
    assert seats(later)["HUN"]["stops"] == "withhold"
    assert (
        "# 2025-03-05: HUN withholds its consent in accession.\n"
        in (ask("export", SEED, steps=[*VIOLATED, withheld])["events"])
    )


def test_with_everybody_the_invitation_passes_and_each_ballot_is_on_record():
    board = ask("board", SEED, steps=VIOLATED)
    (everybody,) = [offer for offer in board["offers"] if offer["all"]]
    assert [c["what"] for c in everybody["changes"]] == [
        "'accession' is at the step 'ratify', for NATO, with no deadline"
    ]
    later = ask("board", SEED, steps=[*VIOLATED, everybody["step"]])
    assert {seat["cast"] for seat in seats(later).values()} == {"yes"}
    assert {seat["cast"] for seat in seats(later, stage=1).values()} == {""}
    assert {seat["stops"] for seat in seats(later, stage=1).values()} == {"withhold"}


def test_found_and_true_are_told_apart():
    alleged = [
        {"on": "2025-03-02", "by": ["UKR"], "do": "allege", "what": "finding"},
        {"on": "2025-03-05", "by": ["mission"], "do": "report", "what": "finding"},
    ]
    norm = ask("board", SEED, steps=alleged)["norms"][0]
    assert (norm["true"], norm["alleged"], norm["found"]) == (False, True, True)
    norm = ask("board", SEED, steps=alleged[:1])["norms"][0]
    assert (norm["true"], norm["alleged"], norm["found"]) == (False, True, False)
    norm = ask("board", SEED, steps=VIOLATED[:1])["norms"][0]
    assert (norm["true"], norm["alleged"], norm["found"]) == (True, False, False)


def test_every_key_of_a_step_comes_back_from_its_event_file():
    steps = [
        {"on": "1936-03-07", "by": ["DEU"], "do": "remilitarise", "against": ["FRA", "BEL"]},
        {"on": "1936-03-08", "by": ["ITA", "GBR"], "do": "find", "what": "f", "vote": "no"},
        {"on": "1936-03-09", "by": ["TUR"], "do": "find", "what": "f", "vote": "abstain"},
        {"on": "1936-03-10", "by": [], "do": "wait"},
    ]
    assert answer({"ask": "import", **answer({"ask": "export", "steps": steps})})["steps"] == steps


def test_each_ballot_is_offered_and_kept_as_it_was_cast():
    about = {"case": "unscr-2231-snapback", "option": "notice-2025"}
    opened = [{"on": "2025-08-28", "by": ["GBR"], "do": "allege", "what": "snapback"}]
    board = ask("board", about, steps=opened)
    votes = {o["step"].get("vote", "yes") for o in board["offers"] if o["kind"] == "ballot"}
    assert votes == {"yes", "no", "abstain"}
    cast = {"on": "2025-08-28", "do": "let the relief end", "what": "snapback"}
    steps = [*opened, {**cast, "by": ["CHN"]}, {**cast, "by": ["KOR"], "vote": "abstain"}]
    told = seats(ask("board", about, steps=[*steps, {**cast, "by": ["DNK"], "vote": "no"}]), 0)
    assert [told[m]["cast"] for m in ("CHN", "KOR", "DNK", "PAN")] == ["yes", "abstain", "no", ""]


def test_an_act_of_an_earlier_kind_is_offered_for_tomorrow():
    board = ask("board", SEED, steps=VIOLATED[:2])
    conduct = {offer["on"] for offer in board["offers"] if offer["kind"] == "conduct"}
    assert (board["today"], conduct) == ("2025-03-02", {"2025-03-03"})
    attacked = [*VIOLATED[:2], {"on": "2025-03-03", "by": ["RUS"], "do": "attack"}]
    assert ask("board", SEED, steps=attacked)["fronts"][0]["act"] == "attack"


def test_what_is_owed_names_its_article_since_when_and_to_whom():
    about = {"case": "ukraine-2025", "option": "immediate-membership"}
    steps = [{"on": "2025-03-01", "by": ["RUS"], "do": "attack"}]
    (duty,) = ask("board", about, steps=steps)["owed"]
    assert (duty["clause"]["id"], duty["clause"]["article"]) == ("article-5", "5")
    assert (duty["by"], duty["to"], duty["since"], duty["due"]) == (
        ["NATO"],
        ["UKR"],
        "2025-03-01",
        "",
    )


def test_an_answer_that_is_given_or_declined_is_told_to_end_what_is_owed():
    about = {"case": "ukraine-2025", "option": "immediate-membership"}
    steps = [{"on": "2025-03-01", "by": ["RUS"], "do": "attack"}]
    offers = ask("board", about, steps=steps)["offers"]
    told = {
        o["kind"]: [s["what"] for s in o["owes"]] for o in offers if o["step"]["by"] == ["NATO"]
    }
    assert told == {kind: ["nothing more is owed under 'article-5'"] for kind in told}
    assert set(told) == {"honour", "decline"}
    budapest = {"case": "budapest-1994"}
    steps = [{"on": "2014-02-27", "by": ["RUS"], "do": "seizure"}]
    (given,) = [
        offer
        for offer in ask("board", budapest, steps=steps)["offers"]
        if offer["kind"] == "honour" and offer["step"]["by"] == ["USA"]
    ]
    assert given["owes"][0]["what"].startswith(
        "the United Kingdom and Russia owe consultation to Ukraine"
    )


def test_the_same_moves_under_another_option_tell_which_of_them_it_refuses():
    board = ask(
        "board",
        {"case": "ukraine-2025", "option": "none"},
        steps=[
            *VIOLATED,
            {"on": "2025-03-06", "by": ["HUN"], "do": "invite", "what": "accession"},
        ],
    )
    refused = [row for row in board["told"] if row["refused"]]
    assert [row["step"] for row in refused] == [3]
    assert "'invite'" in refused[0]["refused"] or "accession" in refused[0]["refused"]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ({}, "the steps of a play are a list"),
        ([3], "step 1 is a map of keys, not 3"),
        ([{"on": "yesterday"}], "step 1: 'on' is a day, as 2025-03-01, not 'yesterday'"),
        ([{"on": "2025-03-01", "by": ["RUS"], "do": ""}], "step 1: 'do' is a name, not ''"),
        ([{"on": "2025-03-01", "do": "x", "to": 1}], "step 1 has a key 'to'"),
        ([{"on": "2025-03-01", "by": "RUS", "do": "x"}], "step 1: 'by' is a list of names"),
        ([{"on": "2025-03-01", "do": "x", "vote": "aye"}], "a vote is yes, no or abstain"),
        ([{"on": "2025-03-01"}] * 2001, "the play has 2001 steps, and 2000 at most are taken"),
    ],
)
def test_a_play_that_is_none_is_refused_with_a_sentence(steps, said):
    assert said in ask("board", SEED, steps=steps)["error"]


def test_questions_that_cannot_be_taken_are_answered_with_a_sentence():
    assert "there is no question" in answer({})["error"]
    assert answer({"ask": "board", "case": "atlantis"})["error"] == "there is no case 'atlantis'"
    assert "there is no option 'x'" in answer({"ask": "open", **SEED, "option": "x"})["error"]
    assert "'text' has" in answer({"ask": "open", "text": "x" * 1_000_001})["error"]
    (problem,) = answer({"ask": "open", "text": "foedus: 1\nparties: ["})["problems"][:1]
    assert problem["line"] == 2
