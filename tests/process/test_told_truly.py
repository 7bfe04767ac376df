"""What a replay says: dates that stand for something, each breach, who is late, and what stays."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from foedus.language import read
from foedus.process import Process, by_day, read_events, replay
from foedus.views import read_out, replay_told

HEAD = """\
foedus: 1
title: Told truly
as_of: 2030-01-01
horizon: P5Y
"""
PACT = (
    HEAD
    + """\
parties: {AAA: {}, BBB: {}, CCC: {}, DDD: {}, EEE: {}, all: {members: [FRA, DEU]}}
bodies: {board: {members: [AAA, BBB, CCC], rule: unanimity}}
conduct:
  DDD: {towards: [AAA, BBB, CCC], acts: [{act: abide}, {act: harm}, {act: attack}]}
  CCC: {towards: [AAA, BBB], acts: [{act: abide}, {act: harm}]}
deeds: {visit: {by: DDD, reversible: true}}
instruments:
  pact: {parties: [AAA, BBB, CCC], withdrawal: {by: [BBB, CCC], notice: P1M}}
  club: {parties: [AAA, all], withdrawal: {by: [AAA, all], notice: P1M}}
norms:
  peace: {prohibition: harm, bearer: [DDD, CCC], towards: [AAA, BBB, CCC], in: pact}
  no-visit: {prohibition: visit, bearer: DDD}
procedures:
  talks: {in: pact, opens: {by: AAA}, steps: [{act: agree, by: board}]}
  alarm: {opens: {by: all}, steps: [{act: sound, by: EEE}]}
guarantees:
  meet: {owed_by: [AAA, BBB, CCC], owed_to: [AAA, BBB, CCC], response: consult, in: pact,
    protects: {state: AAA, territory: recognised}, against: DDD, casus_foederis: attack,
    within: P2D}
  free: {owed_by: EEE, response: right_only, in: pact,
    protects: {state: AAA, territory: recognised}, against: DDD, casus_foederis: attack}
  help: {owed_by: all, response: defend,
    protects: {state: BBB, territory: recognised}, against: DDD, casus_foederis: attack}
"""
)


def lines(text: str, *events: str, until: date | None = None) -> list[str]:
    """Return what the replay prints: the day, the change or the duty."""
    process = Process(read(text))
    found, day = [], ""
    written = "".join(f"- {{{event}}}\n" for event in events)
    told = read_events(written, "events") if written else []
    for line in replay_told(process, list(replay(process, told, until))):
        day = line[:10] if line[:1].isdigit() else day
        found.append(f"{day} {line.strip()}" if line.startswith("    ") else line)
    return found


def on(day: str, told: list[str]) -> str:
    return "\n".join(line[11:] for line in told if line.startswith(day))


def leave(day: str, who: str) -> str:
    return f"date: {day}, by: {who}, do: withdraw, what: pact"


def test_a_treaty_left_by_all_but_one_ends_by_the_last_notice_and_says_whose():
    told = lines(
        PACT, leave("2030-01-05", "BBB"), leave("2030-02-20", "CCC"), until=date(2030, 4, 1)
    )
    assert (
        "'pact' has ended by withdrawal, because the notice of CCC ran through 2030-03-20, "
        "and AAA alone is left"
    ) in on("2030-03-20", told)


WINDOW = PACT.replace(
    "notice: P1M}}\n  club",
    "notice: P1M, barred_while: {not: {all: [{from: 2030-02-01}, {not: {from: 2030-02-11}}]}}}}\n"
    "  club",
)
PENDING = PACT.replace(
    "notice: P1M}}\n  club", "notice: P1M, barred_while: {open: talks}}}\n  club"
)
LASTING = PACT.replace(
    "parties: [AAA, BBB, CCC], withdrawal",
    "parties: [AAA, BBB], sunset: P1M, tolled_while: {not: {noticed: pact}}, withdrawal",
).replace("by: [BBB, CCC], notice", "by: [BBB], notice")
NOTICED = "2030-02-05"


@pytest.mark.parametrize(
    ("text", "says", "then"),
    [
        (PACT, "BBB is under notice to leave 'pact', and bound by it through 2030-03-05", "left"),
        (WINDOW, "bound by it after 2030-03-05 too: its notice does not run out while", "still"),
        (PENDING, "bound by it through 2030-03-05, and on while 'talks' is under way", "left"),
        (LASTING, "binds through 2030-02-05, its sunset being 2030-02-01, which nothing", ""),
    ],
)
def test_a_notice_is_said_to_bind_through_the_day_on_which_it_ends(text: str, says: str, then: str):
    told = lines(text, leave(NOTICED, "BBB"), until=date(2030, 3, 7))
    assert says in on(NOTICED, told)
    over = on("2030-03-05", told)
    assert ("BBB has left 'pact'" in over) is (then == "left")
    assert ("BBB is still bound by 'pact', though its notice is over" in over) is (then == "still")


def test_what_goes_on_past_its_time_is_told_on_that_day():
    told = lines(LASTING, until=date(2030, 3, 1))
    assert "'pact' stays in force, though its time is over" in on("2030-02-01", told)


def test_no_date_is_told_that_lies_before_the_start():
    rng = random.Random(5)
    for text in (PACT, WINDOW, PENDING, LASTING):
        process = Process(read(text))
        state = process.start
        for _ in range(120):
            moves = process.moves(state)
            waits = [m for m in moves if m.kind == "wait"]
            leaves = [m for m in moves if m.kind == "withdraw"]
            move = rng.choice(waits if rng.random() < 0.6 and waits else leaves or moves or waits)
            after = process.after(state, move)
            for _, changes in by_day(process.clauses, state, after):
                for change in changes:
                    years = re.findall(r"\b(\d{4})-\d\d-\d\d", change.what + change.because)
                    assert all(int(year) >= 2030 for year in years), change
            state = after
            if not process.moves(state):
                break


def harm(day: str, to: str, act: str = "harm", by: str = "DDD") -> str:
    return f"date: {day}, by: {by}, do: {act}, against: {to}"


def test_each_further_act_that_is_a_breach_is_told_and_a_lawful_one_is_not():
    again = "'peace' is breached once more, this time by DDD"
    told = lines(
        PACT,
        harm("2030-01-02", "AAA"),
        harm("2030-01-03", "BBB"),  # towards another
        harm("2030-01-04", "AAA", "abide"),
        harm("2030-01-05", "AAA"),  # begun anew
        harm("2030-01-06", "BBB", "abide"),
        leave("2030-01-07", "BBB"),
        harm("2030-02-08", "BBB"),  # that has left
        harm("2030-02-09", "CCC"),
    )
    assert "'peace' is breached by DDD" in on("2030-01-02", told)
    for day, breach in (("03", True), ("04", False), ("05", True), ("06", False)):
        assert (again in on(f"2030-01-{day}", told)) is breach
    assert "nothing else follows" in on("2030-02-08", told)
    assert again in on("2030-02-09", told)


LADDER = """\
foedus: 1
title: Three rungs
as_of: 2030-01-01
parties: {AAA: {}, DDD: {}}
conduct: {DDD: {towards: AAA, acts: [{act: abide}, {act: fire}, {act: advance}]}}
norms: {quiet: {prohibition: fire, bearer: DDD, towards: AAA}}
"""


def test_who_goes_down_to_a_lesser_forbidden_act_has_not_stopped():
    """Down from ground to fire the breach goes on; up again, or after it was stopped, is anew."""
    told = lines(
        LADDER,
        harm("2030-01-02", "AAA", "advance"),
        harm("2030-01-03", "AAA", "fire"),
        harm("2030-01-04", "AAA", "advance"),
        harm("2030-01-05", "AAA", "abide"),
        harm("2030-01-06", "AAA", "fire"),
    )
    words = {"02": "is", "03": "goes on being", "04": "is", "06": "is"}
    for day, verb in words.items():
        again = " again" if day in ("04", "06") else ""
        assert f"'quiet' {verb} breached{again} by DDD" in on(f"2030-01-{day}", told)
    assert "again" not in on("2030-01-03", told)
    assert "breached" not in on("2030-01-05", told)


def test_an_act_against_who_has_left_is_no_first_breach_either():
    told = lines(PACT, leave("2030-01-07", "BBB"), harm("2030-02-08", "BBB"))
    assert "nothing else follows" in on("2030-02-08", told)


def test_who_has_left_breaches_nothing_by_the_same_act():
    told = lines(
        PACT,
        leave("2030-01-07", "CCC"),
        harm("2030-02-07", "AAA", by="CCC"),
        harm("2030-02-08", "BBB", by="CCC"),
    )
    assert "'peace' is breached by CCC" in on("2030-02-07", told)
    assert "nothing else follows" in on("2030-02-08", told)


def test_a_deed_that_is_forbidden_is_a_breach_each_time():
    do = "by: DDD, do: perform, what: visit"
    undo = "date: 2030-01-03, by: DDD, do: undo, what: visit"
    told = lines(PACT, f"date: 2030-01-02, {do}", undo, f"date: 2030-01-04, {do}")
    assert "'no-visit' is breached by DDD" in on("2030-01-02", told)
    assert "nothing else follows" in on("2030-01-03", told)
    assert "'no-visit' is breached again by DDD" in on("2030-01-04", told)


def answer(day: str, who: str, what: str = "meet") -> str:
    return f"date: {day}, by: {who}, do: honour, what: {what}"


def test_who_is_left_to_answer_owes_the_others_and_is_late_by_itself():
    attack = harm("2030-01-02", "AAA", "attack")
    told = lines(
        PACT,
        attack,
        answer("2030-01-03", "AAA"),
        answer("2030-01-06", "BBB"),
        "date: 2030-01-07, do: wait",
    )
    to = ("2030-01-02", "one another under"), ("2030-01-03", "one another and to AAA under")
    for day, whom in (*to, ("2030-01-06", "CCC owes consultation to AAA and BBB under")):
        assert whom in on(day, told)
    assert (
        "the response of BBB under 'meet' comes 2 days late, because it was due by 2030-01-04"
        in (on("2030-01-06", told))
    )
    assert on("2030-01-07", told).count(", and is late") == 1


def test_a_right_is_told_as_one_and_arises_stays_and_is_never_owed_or_late():
    attack = harm("2030-01-02", "AAA", "attack")
    told = lines(PACT, attack, answer("2030-01-02", "EEE", "free"), leave("2030-01-03", "BBB"))
    assert "a right to respond arises under 'free'" in on("2030-01-02", told)
    assert "a right: EEE may respond, and owes nothing to AAA" in on("2030-01-02", told)
    assert not any("owed: EEE" in line for line in told)
    ends = leave("2030-01-03", "BBB"), leave("2030-01-03", "CCC")
    over = on("2030-02-03", lines(PACT, attack, *ends, until=date(2030, 3, 1)))
    assert "'free' no longer protects; the right that has arisen stays" in over
    assert "'meet' no longer protects; what is owed stays owed" in over
    used = lines(
        PACT,
        attack,
        answer("2030-01-02", "EEE", "free"),
        *(answer("2030-01-02", who) for who in ("AAA", "BBB", "CCC")),
        *ends,
        until=date(2030, 3, 1),
    )
    assert "stays" not in on("2030-02-03", used)


@pytest.mark.parametrize(
    "event",
    [
        "date: 2030-01-03, by: FRA, do: honour, what: help",
        "date: 2030-01-03, by: DEU, do: withdraw, what: club",
        "date: 2030-01-03, by: FRA, do: open, what: alarm",
    ],
)
def test_a_member_is_told_which_party_acts_for_it(event: str):
    (refused,) = (x for x in lines(PACT, event) if "refused" in x)
    assert refused.endswith("is a member of 'all', and all acts as one here: write 'by: all'")


def test_who_has_left_is_said_to_vote_on_and_the_text_says_so():
    told = lines(
        PACT, leave("2030-01-05", "BBB"), "date: 2030-02-07, by: AAA, do: open, what: talks"
    )
    may = on("2030-02-07", told)
    out = {line.split()[0]: "though out of 'pact'" in line for line in may.splitlines()}
    assert (out["AAA"], out["BBB"], out["CCC"]) == (False, True, False)
    assert "Who has left keeps its vote in board." in read_out(read(PACT))


def test_the_text_says_that_a_notice_does_not_run_out_and_who_is_taken_as_one():
    said = read_out(read(WINDOW))
    assert "No notice can be given, and none runs out, while either" in said
    assert "between AAA and all (2 members, taken as one)" in said
    assert "alarm: all (2 members, taken as one) may open it" in said


SECOND = (
    PACT
    + """\
  second: {owed_by: EEE, response: arms, due_when: {declined: meet},
    protects: {state: AAA, territory: recognised}, against: DDD, casus_foederis: attack}
  third: {owed_by: EEE, response: arms, due_when: {overdue: meet},
    protects: {state: AAA, territory: recognised}, against: DDD, casus_foederis: attack}
"""
)


def test_what_is_owed_by_each_for_itself_is_not_denied_to_be_declined_or_late():
    told = lines(
        SECOND,
        harm("2030-01-02", "AAA", "attack"),
        answer("2030-01-03", "AAA"),
        "date: 2030-01-06, by: BBB, do: decline, what: meet",
    )
    said = on("2030-01-06", told)
    assert "'second': the response under 'meet' has not been declined for good" in said
    assert "'third': no response under 'meet' is overdue" in said
    assert ", and is late" in said
