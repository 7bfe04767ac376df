"""Replaying event files: order, batches, refusals, names behind the counts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.language import BadArrangementError, read
from foedus.language.places import Places
from foedus.process import Event, Process, Progress, replay, unanswered
from foedus.process.events import read_events
from foedus.views.telling import replay_told

SMALL = (Path(__file__).parent / "small.yaml").read_text()
PROCESS = Process(read(SMALL))
EVENTS = """\
- {date: 2025-03-01, by: RUS, do: attack}
- {date: 2025-03-02, by: UKR, do: allege, what: no-attack}
- {date: 2025-03-02, by: mission, do: report, what: finding}
- {date: 2025-03-07, by: [ALB, BEL], do: ratify, what: accession}
- {date: 2025-03-08, by: others, do: ratify, what: accession}
- {date: 2025-03-09, by: UKR, do: deposit, what: accession}
"""


def final(text: str):
    return list(replay(PROCESS, read_events(text, "events")))[-1].state


def test_a_whole_story_ends_in_membership_and_owes_nothing_for_the_earlier_attack():
    state = final(EVENTS)
    assert state.record.admitted == (True,)
    assert not PROCESS.clauses.owed(state, 0)


@settings(max_examples=40, deadline=None)
@given(st.permutations(EVENTS.splitlines(keepends=True)))
def test_the_order_of_lines_never_matters(lines: list[str]):
    assert final("".join(lines)) == final(EVENTS)


_DAYS = st.dates(date(2025, 3, 1), date(2025, 3, 12))
_LINES = st.one_of(
    st.builds(
        "- {{date: {}, by: {}, do: {}}}\n".format,
        _DAYS,
        st.sampled_from(["RUS", "UKR"]),
        st.sampled_from(["comply", "sabotage", "attack", "restrain", "provoke"]),
    ),
    st.builds(
        "- {{date: {}, by: {}, do: {}, what: {}, vote: {}}}\n".format,
        _DAYS,
        st.sampled_from(["UKR", "mission", "ALB", "BEL", "[CAN, DNK]", "others", "NAC"]),
        st.sampled_from(["report", "invite", "ratify", "deposit"]),
        st.sampled_from(["finding", "accession"]),
        st.sampled_from(["yes", "no"]),
    ),
    st.sampled_from(
        [
            "- {date: 2025-03-02, by: UKR, do: allege, what: no-attack}\n",
            "- {date: 2025-03-02, by: mission, do: report, what: finding}\n",
            "- {date: 2025-03-07, by: others, do: ratify, what: accession}\n",
            "- {date: 2025-03-05, by: RUS, do: withdraw, what: peace-deal}\n",
            "- {date: 2025-03-09, by: NATO, do: honour, what: article-5}\n",
            "- {date: 2025-03-09, by: NATO, do: decline, what: article-5}\n",
        ]
    ),
)


def told(lines: list[str]) -> list[object]:
    """Return all that a replay says, but for the numbers of the lines."""
    entries = replay(PROCESS, read_events("".join(lines), "events"))
    return [
        (e.on, replace(e.event, line=0) if e.event else None, bool(e.refused), e.changes, e.state)
        for e in entries
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_no_file_depends_on_the_order_of_its_lines(lines: list[str], rng: random.Random):
    """Whatever happens on a day, contradictions, repetitions and refusals included."""
    shuffled = lines[:]
    rng.shuffle(shuffled)
    assert told(shuffled) == told(lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINES, min_size=2, max_size=10), st.data())
def test_a_late_event_means_folding_again(lines: list[str], data: st.DataObject):
    """What comes in late is told as if it had been in the file from the start."""
    late = data.draw(st.integers(0, len(lines) - 1))
    assert told([*lines[:late], *lines[late + 1 :], lines[late]]) == told(lines)


def test_events_that_contradict_each_other_are_both_refused():
    text = (
        "- {date: 2025-03-01, by: RUS, do: attack}\n- {date: 2025-03-01, by: RUS, do: sabotage}\n"
    )
    entries = list(replay(PROCESS, read_events(text, "events")))
    assert [e.refused for e in entries] == [
        "it contradicts 'sabotage' by the same (line 2) on the same day",
        "it contradicts 'attack' by the same (line 1) on the same day",
    ]
    assert entries[-1].state.world == PROCESS.start.world


def test_others_are_those_who_have_not_voted_even_on_the_same_day():
    lines = EVENTS.splitlines(keepends=True)
    same_day = lines[4].replace("2025-03-08", "2025-03-07")
    assert final("".join([*lines[:4], same_day, lines[5]])).record.admitted == (True,)


def test_csv_and_yaml_say_the_same():
    rows = "date,by,do,what\n2025-03-01,RUS,attack,\n2025-03-02,UKR,allege,no-attack\n"
    assert final(rows) == final("".join(EVENTS.splitlines(keepends=True)[:2]))


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("{date: 2025-03-08, by: ALB, do: ratify, what: accession}", "ALB has voted"),
        ("{date: 2025-03-08, by: RUS, do: ratify, what: accession}", "RUS has no vote"),
        ("{date: 2025-03-08, by: ALV, do: ratify, what: accession}", "Did you mean 'ALB'?"),
        ("{date: 2025-03-08, by: Albania, do: ratify, what: accession}", "Write its id: 'ALB'"),
        ("{date: 2025-03-08, by: UKR, do: deposit, what: accession}", "at the step 'ratify'"),
        ("{date: 2024-12-31, by: RUS, do: attack}", "starts on 2025-01-01"),
        ("{date: 2025-03-05, by: UKR, do: withdraw, what: peace-deal}", "no right to withdraw"),
        ("{date: 2025-03-05, by: UKR, do: dance}", "no act 'dance'"),
        ("{date: 2025-03-08, by: [CAN, CAN], do: ratify, what: accession}", "named twice"),
        ("{date: 2025-03-08, by: [CAN, others], do: ratify, what: accession}", "stands alone"),
        ("{date: 2025-03-08, by: others, do: sign, what: peace-deal}", "stands alone"),
        ("{date: 2025-03-05, by: RUS, do: allege, what: no-attack}", "no standing"),
    ],
)
def test_an_illegal_event_is_refused_with_the_rule_and_changes_nothing(event: str, reason: str):
    kept = "".join(EVENTS.splitlines(keepends=True)[:4])
    entries = list(replay(PROCESS, read_events(f"{kept}- {event}\n", "events")))
    refused = [entry for entry in entries if entry.refused]
    assert len(refused) == 1
    assert reason in refused[0].refused
    assert final(kept).record == entries[-1].state.record


def test_an_event_beyond_the_horizon_is_refused_there():
    events = read_events("- {date: 2029-01-01, by: RUS, do: attack}\n", "events")
    last = list(replay(PROCESS, events))[-1]
    assert "beyond the horizon, 2028-01-01; a longer `horizon` follows it" in last.refused
    assert last.state.world == PROCESS.start.world
    with pytest.raises(ValueError, match="2028-01-02 lies beyond the horizon, 2028-01-01"):
        replay(PROCESS, [], date(2028, 1, 2))


BAD = Path(__file__).parent / "bad_events"


@pytest.mark.parametrize(
    "path", sorted(p for p in BAD.iterdir() if p.suffix != ".txt"), ids=lambda path: path.name
)
def test_a_bad_event_file_is_told_exactly_this(path: Path):
    """`NAME.txt` is what `foedus replay` writes about it, with every place, line and caret."""
    with pytest.raises(BadArrangementError) as error:
        read_events(path.read_bytes(), path.name)
    assert f"{error.value}\n" == (BAD / f"{path.name}.txt").read_text("utf-8")


def test_csv_as_spreadsheets_write_it():
    """A byte order mark, semicolons, Windows line ends, quotes, empty lines and cells."""
    rows = ["Date;By;Do;What", "", "2025-03-01;RUS;attack;", '2025-03-02;"UKR";allege;no-attack']
    text = "\ufeff" + "".join(f"{row}\r\n" for row in rows)
    assert read_events(text.encode(), "x.csv") == [
        Event(date(2025, 3, 1), ("RUS",), "attack", line=3),
        Event(date(2025, 3, 2), ("UKR",), "allege", "no-attack", line=4),
    ]


def test_csv_with_tabs_as_a_copied_table_has_them():
    rows = ["date\tby\tdo\twhat", "2025-03-01\tRUS\tattack\t", "2025-03-02\tUKR\tallege\tno-attack"]
    assert final("\n".join(rows)) == final("\n".join(row.replace("\t", ",") for row in rows))


def test_the_telling_names_changes_and_who_may_act():
    told = list(
        replay_told(
            PROCESS, replay(PROCESS, read_events(EVENTS, "events")), Places(SMALL, "small.yaml")
        )
    )
    assert (
        "    'no-attack' is breached by RUS, because RUS is at 'attack', and it "
        "forbids 'sabotage' and anything above it while 'peace-deal' binds [small.yaml:27]" in told
    )
    assert any("is at the step 'invite', for NAC, by 2025-03-05" in line for line in told)
    assert any("the time for 'invite' ran out, and the rule then carries it" in x for x in told)
    assert (
        "    UKR is a member of NATO, because 'accession' has taken effect [small.yaml:35]" in told
    )
    assert (
        "    nothing is owed under 'article-5': the act had begun when the guarantee became "
        "active, and it does not cover such an act" in told
    )
    assert "    each of Canada and Denmark may agree to 'ratify' in 'accession'" in told


LATER = """\
foedus: 1
title: What comes due on a later day
as_of: 2025-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, LGA: {}, AAA: {}, BBB: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: seize}, {act: attack}]}}
guarantees:
  first: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: seize, response: defend, within: P3D}
  second: {owed_by: AAA, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: seize, response: defend, due_when: {overdue: first}}
  third: {owed_by: [AAA, BBB], protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: seize, response: defend, joint: true, in_force: {not: {from: 2025-03-01}}}
"""


def dated(*events: tuple[str, str, str, str]):
    process = Process(read(LATER))
    told = [
        Event(date.fromisoformat(on), (by,) if by else (), do, what) for on, by, do, what in events
    ]
    return process, list(replay(process, told))


def test_a_second_duty_and_a_loss_are_told_on_the_day_on_which_they_come():
    _, entries = dated(("2025-01-10", "UPL", "seize", ""), ("2025-05-01", "", "wait", ""))
    told = {(str(entry.on), change.what) for entry in entries for change in entry.changes}
    assert (
        "2025-01-13",
        "a response is owed under 'second'",
    ) in told  # as the time of 'first' ends
    assert ("2025-03-01", "'third' no longer protects") in told


def test_what_is_owed_only_together_is_owed_by_nobody_once_one_has_declined():
    process, entries = dated(
        ("2025-01-10", "UPL", "seize", ""), ("2025-01-11", "BBB", "decline", "third")
    )
    assert not any("'third'" in owed for owed in entries[-1].owed)
    assert not process.clauses.owed(entries[-1].state, 2)
    (why,) = (one for one in unanswered(process.clauses, entries[-1].state) if "'third'" in one)
    assert why.endswith("BBB has declined, and it is owed only by all together")


def test_an_act_that_was_answered_is_said_to_be_answered_once():
    process, entries = dated(
        ("2025-01-10", "UPL", "seize", ""),
        ("2025-01-11", "LGA", "honour", "first"),
        ("2025-01-20", "UPL", "attack", ""),
    )
    why = unanswered(process.clauses, entries[-1].state)[0]
    assert why == (
        "nothing more is owed under 'first': what UPL began has been answered, and the case that"
        " arose on 2025-01-10 is answered once until the act ends"
    )


def test_a_step_may_be_called_as_a_move_is():
    """An event that names the procedure is a vote in it, and no withdrawal."""
    steps = "steps: [{act: withdraw, by: AAA}]"
    process = Process(read(f"{LATER}procedures: {{leave: {{opens: {{by: LOW}}, {steps}}}}}\n"))
    day = date(2025, 1, 5)
    told = [Event(day, ("LOW",), "open", "leave"), Event(day, ("AAA",), "withdraw", "leave")]
    assert [entry.refused for entry in replay(process, told)] == ["", ""]


def test_one_debtor_owes_nothing_together_and_one_day_is_said_once():
    _, entries = dated(("2025-01-10", "UPL", "seize", ""), ("2025-01-11", "BBB", "honour", "third"))
    assert any(owed.startswith("AAA owes defence to LOW") for owed in entries[-1].owed)
    stages = "response_ladder: [{within: P3D, response: arms}]"
    process = Process(read(LATER.replace("within: P3D}", f"within: P3D, {stages}}}")))
    (entry,) = replay(process, [Event(date(2025, 1, 10), ("UPL",), "seize")])
    (owed,) = (owed for owed in entry.owed if "'first'" in owed)
    assert owed.count("by 2025-01-13") == 1


TWO_SUITS = """\
foedus: 1
title: Two suits about one breach
as_of: 2025-01-01
parties: {AAA: {}, BBB: {}, COU: {}}
conduct: {BBB: {towards: AAA, acts: [{act: rest}, {act: fire}]}}
deeds: {agree: {by: BBB}}
norms: {calm: {prohibition: fire, bearer: BBB, towards: AAA}}
procedures:
  alone: {opens: {by: AAA, alleging: calm}, steps: [{act: find, by: COU, finds: calm}]}
  both:
    opens: {by: AAA, alleging: calm, when: {performed: agree}}
    steps: [{act: find, by: COU, finds: calm}]
"""


def test_to_allege_a_breach_opens_what_can_be_opened():
    """BBB has not agreed: only the suit that needs no agreement begins. With it both begin.

    While both are under way it is refused, and so it is where none can be opened.
    """
    process = Process(read(TWO_SUITS))

    def opened(*events: Event) -> list[str]:
        *_, last = replay(process, events)
        courses = zip(process.clauses.procedure_ids, last.state.record.procedures, strict=True)
        return [last.refused or "", *(n for n, c in courses if c.progress is Progress.OPEN)]

    allege = Event(date(2025, 1, 3), ("AAA",), "allege", "calm")
    agree = Event(date(2025, 1, 2), ("BBB",), "perform", "agree")
    again = Event(date(2025, 1, 4), ("AAA",), "allege", "calm")
    assert opened(allege) == ["", "alone"]
    assert opened(agree, allege) == ["", "alone", "both"]
    assert opened(allege, again) == ["'alone' is under way already", "alone"]
    late = Event(date(2025, 1, 4), ("BBB",), "perform", "agree")
    after = Event(date(2025, 1, 5), ("AAA",), "allege", "calm")
    assert opened(allege, late, after) == ["", "alone", "both"]
