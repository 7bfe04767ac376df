"""Ballots on a motion that stops a step are said to be that, wherever one is told."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Move, Process, as_decision, may, read_events, replay, sentence
from foedus.views import read_out, replay_told

COUNCIL = """
foedus: 1
title: A suspension that ends unless the Council decides otherwise
as_of: 2025-01-01
parties: {A: {}, B: {}, C: {}, D: {}, E: {}, F: {}}
conduct: {E: {towards: F, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
procedures:
  end: {opens: {by: E}, steps: [{act: lift, by: council, within: P5D, at_deadline: true}]}
bodies: {council: {members: [A, B, C, D], rule: RULE}}
"""
OPENS = "{date: 2025-01-02, by: E, do: open, what: end}"


def printed(rule: str, *events: str) -> list[str]:
    process = Process(read(COUNCIL.replace("RULE", rule)))
    written = read_events("".join(f"- {event}\n" for event in events), "e")
    return [line.strip() for line in replay_told(process, list(replay(process, written)))]


def test_who_votes_yes_votes_to_stop_it():
    """Three yes carry the resolution that stops it, as in paragraphs 11 and 12 of resolution 2231:
    who says that such a member agrees to lift says the contrary of what it does.
    """
    stops = "{date: 2025-01-03, by: [A, B, C], do: lift, what: end}"
    found = printed("{not: {at_least: 3}}", OPENS, stops)
    offer = "each of the 4 members of council may vote to stop 'lift' in 'end'"
    assert [one for one in found if one.startswith(offer)]
    assert "2025-01-03  A, B, C: lift end (yes, on the motion to stop it)" in found
    assert not [one for one in found if "agree" in one]


def test_who_votes_yes_where_the_ballots_are_on_the_step_agrees_to_it():
    agree = "{date: 2025-01-03, by: [A, B, C], do: lift, what: end}"
    found = printed("{at_least: 3}", OPENS, agree)
    assert [one for one in found if "each of the 4 members of council may agree to 'lift'" in one]
    assert "2025-01-03  A, B, C: lift end" in found


@pytest.mark.parametrize(
    ("rule", "choice", "does", "says"),
    [
        ("{not: {at_least: 3}}", "yes", "vote to stop", "votes to stop"),
        ("{not: {at_least: 3}}", "no", "vote against stopping", "votes against stopping"),
        ("{at_least: 3}", "yes", "agree to", "agrees to"),
        ("{at_least: 3}", "no", "object to", "objects to"),
    ],
)
def test_a_ballot_as_a_sentence(rule: str, choice: str, does: str, says: str):
    process = Process(read(COUNCIL.replace("RULE", rule)))
    state = process.after(process.start, Move("open", "E", "end"))
    label = next(iter(process.clauses.steps[0][0].electorate.classes))
    move = Move("ballot", label, "end", choice)
    assert may(process.clauses, state, move)[1].startswith(f"{does} 'lift' in 'end'")
    told = sentence(process.clauses, state, move)
    assert told == f"one of the 4 members of council {says} 'lift' in 'end'"


@pytest.mark.parametrize(
    ("rule", "offered"),
    [
        ("{not: {at_least: 3, veto: [A]}}", True),  # A's no lets no motion carry
        ("silence", False),  # nobody need say yes
    ],
)
def test_who_can_keep_a_motion_from_carrying_may_vote_against_it(rule: str, offered: bool):
    """As France could in 2020: its vote against the motion is a move, and decides."""
    found = printed(rule, OPENS)
    assert any("or vote against stopping 'lift'" in one for one in found) is offered
    assert not any("agree to" in one for one in found)


def test_when_it_is_known_is_read_out():
    """Decided at its deadline, it is known on the last day; else once no motion can carry."""
    told = [
        str(as_decision(read(COUNCIL.replace("RULE", rule).replace(late, "")), "end").describe())
        for rule, late in (
            ("{not: {at_least: 3}}", ""),
            ("{not: {at_least: 3}}", ", at_deadline: true"),
            ("silence", ", at_deadline: true"),
        )
    ]
    endings = ["5 days", "5 days, or before, once that can carry no more", "5 days"]
    assert [one.rpartition("known after ")[2] for one in told] == endings


def test_where_ballots_are_on_the_motion_positions_are_read_so():
    """Who supports the issue of such a step votes to stop it: the text is read out so."""
    opinions = "issues: {keep: {label: to keep it}}\ndecides_on: {end.lift: keep}\n"
    told = [
        line.strip()
        for rule in ("{not: {at_least: 3}}", "{at_least: 3}")
        for line in read_out(read(COUNCIL.replace("RULE", rule) + opinions)).splitlines()
        if "is taken to stand" in line
    ]
    assert told == [
        "In 'end.lift', on the motion to stop it, each member is taken to stand where it does on"
        " 'keep'.",
        "In 'end.lift' each member is taken to stand where it does on 'keep'.",
    ]
