"""Who can still stop a step: against every way in which it can be voted on."""

from __future__ import annotations

import itertools

import pytest

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.play import answer, played, steps_of
from foedus.process import Move, Process
from foedus.process.exploration import stopped_without
from foedus.process.state import Progress

EVERY = {case: read(text_of(case)) for case in cases()}


@pytest.mark.parametrize("case", cases())
def test_before_anybody_has_voted_it_is_whom_the_walk_names(case):
    for name in EVERY[case].options or [""]:
        process = Process(option(EVERY[case], name) if name else EVERY[case])
        board = answer({"ask": "board", "case": case, "option": name})
        for course, steps in zip(board["procedures"], process.clauses.steps, strict=True):
            for stage, compiled in zip(course["stages"], steps, strict=True):
                if stage["standing"] != "ahead" or stage["advance"]:
                    continue
                if compiled.step.on_block == "next":
                    continue  # what is blocked is passed over: nobody stops what comes after
                if compiled.on_timeout == "next":
                    continue
                named = {seat["member"] for seat in stage["seats"] if seat["stops"]}
                known = {
                    member
                    for label, members in compiled.electorate.classes.items()
                    for member in members
                    if stopped_without(compiled, label)
                }
                assert named == known, (name, course["clause"]["id"], stage["act"])


DRAFT = """\
foedus: 1
title: A council of four
as_of: 2025-01-01
parties: {{A: {{}}, B: {{}}, C: {{}}, D: {{}}}}
bodies: {{council: {{members: [A, B, C, D], rule: {rule}}}}}
procedures:
  motion:
    opens: {{by: A}}
    steps: [{{act: decide, by: council{more}}}]
"""
RULES = [
    "consensus",
    "majority",
    "{at_least: 3}",
    "{at_least: 2, veto: [B]}",
    "{not: {at_least: 2}}",
]
TERMS = ["", ", on_block: hold", ", within: P3D", ", within: P3D, on_timeout: adopt"]


@pytest.mark.parametrize(("rule", "more"), [(rule, more) for rule in RULES for more in TERMS])
@pytest.mark.parametrize("first", ["", "yes", "no"])
def test_whoever_is_named_can_stop_it_and_nobody_else(rule, more, first):
    """Every ballot of the one, against every ballot of all others, one after another."""
    text = DRAFT.format(rule=rule, more=more)
    if "problems" in answer({"ask": "open", "text": text}):
        pytest.skip("the language has no such rule")
    opened = [{"on": "2025-01-01", "by": ["A"], "do": "open", "what": "motion"}]
    cast = {"on": "2025-01-01", "by": ["A"], "do": "decide", "what": "motion"}
    steps = [*opened, {**cast, "vote": first}] if first else opened
    board = answer({"ask": "board", "text": text, "steps": steps})
    if any(row["refused"] for row in board["told"]):
        return  # a no is refused here
    (stage,) = board["procedures"][0]["stages"]
    if stage["standing"] != "now":
        return  # it is decided already
    ways = {s["member"]: {s["stops"], *s["also"]} - {""} for s in stage["seats"] if not s["cast"]}
    assert ways == {member: _ways(text, steps, member, list(ways)) for member in ways}


def test_a_mission_of_one_stops_its_report_by_a_no_an_abstention_and_by_silence():
    """One member has to say yes by 4 January: no other ballot is one, and nor is none."""
    text = DRAFT.format(rule="consensus", more="").replace("by: council", "by: D, within: P3D")
    opened = [{"on": "2025-01-01", "by": ["A"], "do": "open", "what": "motion"}]
    board = answer({"ask": "board", "text": text, "steps": opened})
    (stage,) = board["procedures"][0]["stages"]
    (seat,) = stage["seats"]
    assert (seat["stops"], seat["also"]) == ("no", ["abstain", "withhold"])
    assert stage["deadline"] == "2025-01-04"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("timeout", ["lapse", "adopt", "next", "hold"])
@pytest.mark.parametrize("voters", [[], ["A"], ["A", "C"]])
def test_what_is_said_to_follow_when_the_time_is_over_does(rule, timeout, voters):
    """The votes cast so far may carry it then, where silence counts for more than a no."""
    on_block = ", on_block: hold" if timeout == "hold" else ""
    text = DRAFT.format(rule=rule, more=f", within: P3D, on_timeout: {timeout}{on_block}")
    steps = [{"on": "2025-01-01", "by": ["A"], "do": "open", "what": "motion"}]
    cast = {"on": "2025-01-01", "by": voters, "do": "decide", "what": "motion", "vote": "yes"}
    board = answer({"ask": "board", "text": text, "steps": [*steps, *([cast] if voters else [])]})
    if "problems" in board or any(row["refused"] for row in board["told"]):
        pytest.skip("the language has no such rule, or nobody can vote so in it")
    (stage,) = board["procedures"][0]["stages"]
    if stage["standing"] != "now":
        pytest.skip("it is decided already")
    wait = {"on": "2025-01-05", "by": [], "do": "wait"}
    later = answer(
        {"ask": "board", "text": text, "steps": [*steps, *([cast] if voters else []), wait]}
    )
    said = {"took effect": ("it passes", "the procedure takes effect"), "lapsed": ("it lapses",)}
    said["under way"] = ("it stays open",)
    told, _, stand = stage["silence"].partition(", ")
    assert told in said[later["procedures"][0]["progress"]]
    assert stand == ("as the votes stand" if voters else "")


@pytest.mark.parametrize(
    ("second", "vote", "standing"),
    [
        ("", "yes", ["passed", "passed", "passed"]),
        ("", "no", ["passed", "stopped", "over"]),
        (", on_block: next", "no", ["passed", "stopped", "now"]),
        (", on_pass: effect, on_block: next", "yes", ["passed", "passed", "over"]),
    ],
)
def test_of_what_is_over_each_step_tells_whether_it_was_reached_and_passed(second, vote, standing):
    three = f"[{{act: report, by: A}}, {{act: decide, by: B{second}}}, {{act: seal, by: C}}]"
    text = f"{DRAFT.partition('    steps:')[0].format(rule='consensus')}    steps: {three}"
    steps = [{"on": "2025-01-01", "by": ["A"], "do": "open", "what": "motion"}]
    done = [("A", "report", "yes"), ("B", "decide", vote)]
    done += [("C", "seal", "yes")] if standing[2] == "passed" else []
    steps += [
        {"on": f"2025-01-0{n}", "by": [who], "do": act, "what": "motion", "vote": cast}
        for n, (who, act, cast) in enumerate(done, 2)
    ]
    board = answer({"ask": "board", "text": text, "steps": steps})
    assert [row["refused"] for row in board["told"] if row["refused"]] == []
    assert [one["standing"] for one in board["procedures"][0]["stages"]] == standing


def test_a_step_calls_its_members_by_their_names():
    text = DRAFT.format(rule="{at_least: 2, veto: [B]}", more="").replace("B: {}", "B: {name: Bee}")
    (stage,) = answer({"ask": "board", "text": text, "steps": []})["procedures"][0]["stages"]
    assert stage["rule"] == "at least 2 of 4 members voting yes, and no objection from Bee"
    reading = answer({"ask": "reading", "text": text.replace("council}", "council, within: P3D}")})
    assert (
        "no objection from Bee; within 3 days: it passes if the votes cast by then carry it, els"
        in (reading["reading"])
    )


@pytest.mark.parametrize(("rule", "offered"), [("consensus", True), ("reverse_consensus", False)])
def test_all_are_asked_to_agree_only_where_one_ballot_does_not_carry_it(rule, offered):
    """Consensus waits for everybody; under reverse consensus the first who agrees decides."""
    opened = [{"on": "2025-01-01", "by": ["A"], "do": "open", "what": "motion"}]
    board = answer({"ask": "board", "text": DRAFT.format(rule=rule, more=""), "steps": opened})
    every = {one["step"].get("vote", "yes") for one in board["offers"] if one["all"]}
    assert ("yes" in every) is offered
    assert "no" in every


def _ways(text, steps, member, left):
    """Return by which ballots of the member none of the others' passes it; of none, to withhold."""
    process = Process(read(text))
    state = played(process, steps_of(steps)).state
    votes = ["", "yes", "no", "abstain"]
    others = [m for m in left if m != member]
    replies = list(itertools.product(votes, repeat=len(others)))
    every = itertools.product(votes, repeat=len(left))
    if not any(_passes(process, state, zip(left, cast, strict=True)) for cast in every):
        return set()
    found = set()
    for own in votes:
        if own and process.refusal(state, Move("ballot", _label(process, member), "motion", own)):
            continue
        cast = [[(member, own), *zip(others, reply, strict=True)] for reply in replies]
        if not any(_passes(process, state, ballots) for ballots in cast):
            found.add(own or "withhold")
    return found


def _passes(process, state, ballots):
    """Say whether the motion takes effect when these are cast and its time runs out."""
    at = process.clauses.index.procedures["motion"]
    for member, vote in ballots:
        move = Move("ballot", _label(process, member), "motion", vote)
        if not vote or state.record.procedures[at].progress is not Progress.OPEN:
            continue
        if process.refusal(state, move):
            return False  # not allowed, so it is no way to bring it about
        state = process.after(state, move)
    for _ in range(4):
        waits = [m for m in process.moves(state) if m.kind == "wait"]
        if state.record.procedures[at].progress is not Progress.OPEN or not waits:
            break
        state = process.after(state, waits[0])
    return state.record.procedures[at].progress is Progress.DONE


def _label(process, member):
    return process.clauses.steps[0][0].electorate.label_of(member)
