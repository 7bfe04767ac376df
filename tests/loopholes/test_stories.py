"""Every story replays, as moves and as an event file, to the state that it claims."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.loopholes import CATALOGUE, find_all, verdict
from foedus.loopholes.export import event_file, events
from foedus.loopholes.story import play
from foedus.process import UNRECORDED, Move, Process, replay
from foedus.process.breaches import UNFOUNDED
from foedus.process.events import read_events
from foedus.process.exploration import fewest_to_stop
from foedus.process.instants import next_instant

CASES = {name: read(text_of(name), name) for name in cases()}
VARIANTS = [(name, next(iter(case.options), None)) for name, case in CASES.items()]
VARIANTS += [("ukraine-2025", "as-proposed"), ("paris-2026", "draft")]


@pytest.mark.parametrize(("name", "option_id"), VARIANTS)
def test_every_story_replays_and_calls_parties_by_name(name: str, option_id: str | None):
    case = option(CASES[name], option_id) if option_id else CASES[name]
    process = Process(case)
    named = {name for name, party in case.parties.items() if party.name and party.name != name}
    for hole in find_all(process):
        unquoted = re.sub("'[^']*'", "", hole.statement)
        assert not named & {*re.findall(r"[\w-]+", unquoted)}, hole.statement
        assert "  " not in hole.statement
        assert "that that" not in hole.statement
        claimed = play(process, hole.batches)
        told = read_events(event_file(events(process, hole.batches)), "story") if hole.moves else []
        entries = list(replay(process, told))
        assert not [entry.refused for entry in entries if entry.refused], hole.statement
        waited = list(replay(process, events(process, hole.batches)))
        days = {(entry.on, change.what) for entry in waited for change in entry.changes}
        for line in hole.lines:
            # A story tells all that happens; who replays a record alone does not know that.
            follows = [what.replace(UNFOUNDED, UNRECORDED) for what in line.follows]
            assert all((line.on, what) in days for what in follows), hole.statement
        state = entries[-1].state if entries else process.start
        while state.day < claimed.day:
            until = next_instant(process.clauses, state)
            state = process.after(state, Move("wait", until=min(until, claimed.day)))
        assert state == claimed, hole.statement


def test_nothing_is_owed_at_the_end_of_a_story_that_says_so():
    process = Process(option(CASES["ukraine-2025"], "as-proposed"))
    for hole in find_all(process):
        if hole.unmet:
            end = play(process, hole.batches)
            assert not any(process.clauses.owed(end, at) for at in range(1))


def test_it_takes_nine_to_stop_a_snapback_and_the_story_says_what_they_vote_on():
    """Were there one notification only; paragraph 11 bars no second one, and the case has none."""
    case = CASES["unscr-2231-snapback"]
    assert find_all(Process(case), ["dead-end"]) == ()
    once = replace(case.procedures["snapback"], reopens=False)
    process = Process(replace(case, procedures={"snapback": once}))
    ((step,),) = process.clauses.steps
    assert sum(fewest_to_stop(step).values()) == 9
    (hole,) = find_all(process, ["dead-end"])
    voted = [line.said for line in hole.lines if "9 of" in line.said]
    nine = "9 of the 15 members of the Security Council"
    assert voted == [f"{nine} vote to stop 'let the relief end' in 'snapback'"]


def test_france_blocks_the_nine_and_is_not_said_to_agree():
    """Those with standing hold a veto over what would stop the return, so it cannot be stopped."""
    process = Process(CASES["unscr-2231-snapback"])
    assert find_all(process, ["assured-response"]) == ()


LEAVING = """\
foedus: 1
title: A guarantor that may leave
as_of: 2031-05-01
horizon: P1Y
parties: {VAL: {name: Valeria}, KOR: {name: Korland}, LIG: {name: Liguria}}
conduct:
  KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}
instruments:
  pact: {parties: [VAL, LIG], status: in_force, withdrawal: {by: LIG, notice: P1Y}}
guarantees:
  aid:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
    in: pact
"""


def test_a_dead_end_names_what_took_the_answer_away_and_not_the_end_of_the_act():
    """The notice of a year is out on the last evening; an act of that day has no part in it."""
    (hole,) = (h for h in find_all(Process(read(LEAVING, "leaving"))) if h.id == "dead-end")
    assert hole.statement.startswith("once 'pact' has ended by withdrawal, no conduct of Korland")
    assert [move.kind for move in hole.moves if move.kind != "wait"] == ["withdraw"]


def test_a_story_that_ends_with_talk_owed_does_not_say_that_nothing_is_written():
    text = (
        "foedus: 1\ntitle: x\nas_of: 2031-05-01\nhorizon: P1Y\nparties: {T: {}, P: {}, G: {}}\n"
        "conduct:\n"
        "  T: {towards: P, unbearable_from: attack, acts: [{act: comply}, {act: attack}]}\n"
        "guarantees: {talk: {owed_by: G, protects: {state: P, territory: recognised}, against: T,"
        " casus_foederis: attack, response: consult}}\n"
    )
    (hole,) = find_all(Process(read(text)), ["gap"])
    assert hole.unmet == ("nothing more is owed than what 'talk' gives",)
    none = text[: text.index("guarantees:")].replace("towards: P", "towards: [P, G]") + (
        "guarantees: {aid: {owed_by: P, protects: {state: G, territory: recognised}, against: T,"
        " casus_foederis: attack, response: defend}}\n"
    )
    told = {one.unmet for one in find_all(Process(read(none)), ["gap"])}
    assert ("no guarantee of P against T is written here",) in told


DILIGENT = """\
foedus: 1
title: A tribunal that may refuse each time
as_of: 2031-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, SEA: {}, court: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: raid}]}}
instruments: {treaty: {parties: [LOW, UPL, SEA], sunset: P1Y, tolled_while: {open: award}}}
norms: {no-raid: {prohibition: raid, bearer: UPL, towards: LOW, in: treaty}}
procedures:
  award:
    in: treaty
    opens: {by: LOW, alleging: no-raid}
    steps: [{act: find, by: court, within: P6M, finds: no-raid}]
guarantees:
  aid:
    owed_by: SEA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: raid
    response: defend
    in: treaty
    due_when: {found: no-raid}
"""


def test_whoever_does_all_it_can_at_once_loses_no_day():
    """What lapsed can be opened again from the next day on, and is opened on that day."""
    process = Process(read(DILIGENT))
    (hole,) = verdict(process, CATALOGUE["assured-response"]).loopholes
    state, again = process.start, Move("allege", "LOW", "award")
    for move in hole.moves:
        assert process.refusal(state, move) is None
        last = move.until if move.kind == "wait" else state.day
        while state.day < last:  # each day that is let go by is one on which it may not be alleged
            broken = state.world.breached[0]
            assert not broken or process.refusal(state, again) is not None, state.day
            state = process.after(state, Move("wait", until=state.day + 1))
        state = process.after(state, move) if move.kind != "wait" else state
    assert sum(move.kind == "allege" for move in hole.moves) > 1


LATER = """\
foedus: 1
title: A promise that binds once something is done
as_of: 2031-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: fly}]}}
deeds: {yield: {by: LOW}}
norms: {no-flight: {prohibition: fly, bearer: UPL, towards: LOW, while: {performed: yield}}}
"""


@pytest.mark.parametrize("name", ["toothless-norm", "empty-assurance"])
def test_a_story_of_a_breach_breaches_the_norm(name: str):
    process = Process(read(LATER))
    (hole,) = verdict(process, CATALOGUE[name]).loopholes
    assert [move.kind for move in hole.moves if move.kind != "wait"] == ["perform", "conduct"]
    assert play(process, hole.batches).world.breached == (True,)
