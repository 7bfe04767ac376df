"""Who leaves a treaty, whom that ends it for, and what stays owed after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.language import read
from foedus.process import Entry, Move, Process, replay
from foedus.process.events import read_events
from foedus.views import read_out

PACT = (Path(__file__).parent / "exits.yaml").read_text("utf-8")
BILATERAL = PACT.replace("parties: [LOW, UPL, LGA, MGA], w", "parties: [LOW, LGA], w").replace(
    "[LOW, UPL, LGA, MGA], notice", "[LOW, LGA], notice"
)


def told(text: str, *lines: str) -> list[Entry]:
    events = read_events("".join(f"- {{{line}}}\n" for line in lines), "e")
    return list(replay(Process(read(text)), events))


def leaves(who: str, on: str = "2025-02-01") -> str:
    return f"date: {on}, by: {who}, do: withdraw, what: pact"


def attacks(on: str = "2025-06-01") -> str:
    return f"date: {on}, by: UPL, do: attack"


def changed(entries: list[Entry]) -> list[str]:
    return [change.what for entry in entries for change in entry.changes]


def test_who_leaves_a_treaty_of_several_leaves_alone():
    entries = told(PACT, leaves("MGA"), attacks())
    assert changed(entries)[:2] == [
        "MGA is under notice to leave 'pact', and bound by it through 2025-03-03",
        "MGA has left 'pact', which goes on for the others",
    ]
    assert entries[1].on.isoformat() == "2025-03-03"
    assert entries[-1].owed == (
        "LGA owes defence to LOW under 'aid', since 2025-06-01; the text sets no time limit",
    )


def test_a_treaty_of_two_ends_for_both():
    entries = told(BILATERAL, leaves("LGA"), attacks())
    assert "'pact' has ended by withdrawal" in changed(entries)
    assert entries[-1].owed == ()


@pytest.mark.parametrize(
    ("text", "ends_for", "owed"),
    [(PACT, "all", False), (PACT, "leaver", True), (BILATERAL, "leaver", False)],
)
def test_the_file_may_say_otherwise(text: str, ends_for: str, owed: bool):
    """A treaty that only one party is left in has ended, whatever the file says."""
    entries = told(
        text.replace("notice: P30D", f"notice: P30D, ends_for: {ends_for}"),
        leaves("LGA"),
        attacks(),
    )
    assert (entries[-1].owed != ()) is owed


@pytest.mark.parametrize(
    ("who", "breached", "owed"),
    [("UPL", False, True), ("LOW", False, False), ("LGA", True, True)],
)
def test_who_has_left_is_neither_bound_nor_protected(who: str, breached: bool, owed: bool):
    last = told(PACT, leaves(who), attacks())[-1]
    assert last.state.world.breached[0] is breached
    assert (last.owed != ()) is owed


def test_when_all_guarantors_have_left_nothing_is_owed():
    assert told(PACT, leaves("LGA"), leaves("MGA"), attacks())[-1].owed == ()
    three = told(PACT, leaves("LGA"), leaves("MGA"), leaves("UPL"), attacks())
    assert "'pact' has ended by withdrawal" in changed(three)


def test_who_has_left_has_no_standing_and_owes_no_answer():
    refused = [
        entry.refused
        for entry in told(
            PACT,
            leaves("MGA"),
            attacks(),
            "date: 2025-06-02, by: MGA, do: allege, what: no-force",
            "date: 2025-06-02, by: MGA, do: honour, what: aid",
        )
        if entry.refused
    ]
    assert refused == [
        "MGA has left 'pact', and so has no standing in 'finding'",
        "MGA has left 'pact', and so owes nothing under 'aid'",
    ]


def test_an_outliving_clause_binds_whoever_has_left():
    text = PACT.replace("    in: pact\n", "    in: pact\n    survives: [withdrawal]\n")
    assert told(text, leaves("MGA"), attacks())[-1].owed[0].startswith("LGA and MGA owe defence")


@pytest.mark.parametrize("text", [PACT, BILATERAL])
@pytest.mark.parametrize("who", ["LGA", "LOW"])
def test_what_was_owed_before_an_exit_stays_owed(text: str, who: str):
    """Vienna Convention on the Law of Treaties, art. 70(1)(b)."""
    lines = (attacks("2025-02-10"), leaves(who), "date: 2025-07-01, by: LGA, do: honour, what: aid")
    last = told(text, *lines)[-1]
    assert not last.refused
    ending = text.replace("notice: P30D}", "notice: P30D}, accrued: end")
    assert told(ending, *lines)[-1].refused


def test_an_act_after_the_exit_is_no_accrued_case():
    renewed = told(
        BILATERAL,
        attacks("2025-02-10"),
        leaves("LGA", "2025-02-11"),
        "date: 2025-06-01, by: UPL, do: comply",
        attacks("2025-07-01"),
    )
    assert [bool(entry.owed) for entry in renewed if entry.event] == [True, True, False, False]


def test_what_stays_owed_is_told_when_the_treaty_ends():
    said = changed(
        told(BILATERAL, attacks("2025-02-10"), leaves("LGA", "2025-02-11"), attacks("2025-12-01"))
    )
    assert "'aid' no longer protects; what is owed stays owed" in said


@pytest.mark.parametrize(("text", "whose"), [(PACT, "LGA has given n"), (BILATERAL, "n")])
def test_a_second_notice_of_the_same_exit_is_refused(text: str, whose: str):
    twice = told(text, leaves("LGA"), leaves("LGA", "2025-02-05"))
    assert twice[-1].refused.startswith(f"{whose}otice of withdrawal from 'pact'")
    same_day = told(text, leaves("LGA"), leaves("LGA"))
    assert [bool(entry.refused) for entry in same_day if entry.event] == [False, True]
    gone = told(PACT, leaves("LGA"), leaves("LGA", "2025-06-01"))
    assert gone[-1].refused == "LGA has left 'pact' already"


@pytest.mark.parametrize(
    ("condition", "day", "active"),
    [
        ("{in_force: pact, by: UPL}", 40, False),
        ("{in_force: pact, by: LGA}", 40, True),
        ("{ended: pact, by: UPL}", 40, True),
        ("{ended: pact}", 40, False),
        ("{noticed: pact, by: UPL}", 5, True),
        ("{noticed: pact, by: LGA}", 5, False),
        ("{noticed: pact}", 5, True),
    ],
)
def test_conditions_know_for_whom_a_treaty_is_in_force(condition: str, day: int, active: bool):
    process = Process(read(PACT.replace("    in: pact\n", f"    in_force: {condition}\n")))
    state = process.after(process.start, Move("withdraw", "UPL", "pact"))
    while state.day < day:
        state = process.after(state, next(m for m in process.moves(state) if m.kind == "wait"))
    assert process.clauses.active(state, 0) is active


SINCE = """\
foedus: 1
title: A duty on request, and the day since when it is owed
as_of: 2025-01-01
parties: {ARM: {}, AZE: {}, G: {members: [FRA, GBR, POL]}}
conduct: {AZE: {towards: ARM, acts: [{act: comply}, {act: attack}]}}
bodies: {C: {members: G, rule: consensus}}
norms: {n: {prohibition: attack, bearer: AZE, towards: ARM}}
procedures: {ask: {opens: {by: ARM, alleging: n}, steps: [{act: decide, by: C, within: P30D}]}}
guarantees:
  aid:
    owed_by: G
    protects: {state: ARM, territory: recognised}
    against: AZE
    casus_foederis: attack
    response: defend
    due_when: {done: ask}
"""


@pytest.mark.parametrize(
    ("due", "since"),
    [
        ("done: ask", "2025-02-20"),
        ("alleged: n", "2025-02-05"),
        ("act: attack, by: AZE", "2025-02-01"),
    ],
)
def test_owed_since_is_the_day_since_when_it_is_owed(due: str, since: str):
    entries = told(
        SINCE.replace("done: ask", due),
        "date: 2025-02-01, by: AZE, do: attack",
        "date: 2025-02-05, by: ARM, do: allege, what: n",
        "date: 2025-02-20, by: others, do: decide, what: ask",
        "date: 2025-03-01, by: AZE, do: comply",
    )
    owed = [entry.owed[0] for entry in entries if entry.owed]
    assert {line.partition("since ")[2][:10] for line in owed} == {since}
    assert entries[-1].owed == ()


@pytest.mark.parametrize("sunset", ["", ", sunset: P60D"])
def test_who_has_left_is_not_bound_again_when_others_bring_the_treaty_back(sunset: str):
    """MGA is out from 2 February, the day after the last of its notice of 2 January.

    On 1 May the others bring the pact into force anew, which had gone on or, with the sunset of
    sixty days, ended on 2 March. MGA has agreed to nothing, so LGA alone owes its help.
    """
    text = PACT.replace("notice: P30D}", "notice: P30D}" + sunset).replace(
        "procedures:\n",
        "procedures:\n  renewal: {opens: {by: LOW}, steps: [{act: renew, by: LGA}],"
        " then: [{bring_into_force: pact}]}\n",
    )
    entries = told(
        text,
        leaves("MGA", "2025-01-02"),
        "date: 2025-05-01, by: LOW, do: open, what: renewal",
        "date: 2025-05-01, by: LGA, do: renew, what: renewal",
        attacks("2025-05-02"),
    )
    assert entries[-1].owed == (
        "LGA owes defence to LOW under 'aid', since 2025-05-02; the text sets no time limit",
    )
    assert not any(entry.refused for entry in entries)


@pytest.mark.parametrize(("accrued", "ends"), [("", False), (", accrued: end", True)])
def test_it_is_told_that_what_a_leaver_owes_ends_with_its_exit(accrued: str, ends: bool):
    """MGA gives notice in the middle of the attack and is out on 5 July, owing its help still.

    By the Vienna Convention (art. 70(1)(b)) it stays owed; where the file lets it end, that is
    told, and LGA owes its own all the same.
    """
    text = PACT.replace("notice: P30D}", f"notice: P30D}}{accrued}")
    entries = told(text, attacks(), leaves("MGA", "2025-06-04"), "date: 2025-08-01, do: wait")
    line = "what MGA owed under 'aid' ends with the exit"
    assert changed(entries).count(line) == ends
    who = "LGA owes" if ends else "LGA and MGA owe"
    assert entries[-1].owed[0].startswith(f"{who} defence to LOW under 'aid'")


@pytest.mark.parametrize(
    ("parties", "by", "ends"),
    [
        ("[LOW, LGA]", "LGA", "it then ends for all, since one party alone is left"),
        ("[LOW, all]", "LOW", "it then ends for all, since one party alone is left"),
        ("[LOW, all]", "[UPL, MGA]", "it goes on for the others"),
        ("[LOW, LGA, MGA]", "LGA", "it goes on for the others"),
    ],
)
def test_what_is_read_out_of_an_exit_is_what_then_happens(parties: str, by: str, ends: str):
    """A party of several members counts as one, unless they may leave one by one."""
    text = f"""\
foedus: 1
title: Who leaves
as_of: 2025-01-01
parties: {{LOW: {{}}, UPL: {{}}, LGA: {{}}, MGA: {{}}, all: {{members: [UPL, LGA, MGA]}}}}
instruments:
  pact: {{parties: {parties}, withdrawal: {{by: {by}, notice: P1D, ends_for: leaver}}}}
"""
    assert ends in " ".join(read_out(read(text)).split())
    who = by.strip("[]").partition(",")[0]
    entries = told(text, leaves(who), "date: 2025-03-01, do: wait")
    goes_on = f"{who} has left 'pact', which goes on for the others"
    assert (goes_on in changed(entries)) is (ends == "it goes on for the others")
