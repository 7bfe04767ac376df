"""Whom an act is directed at: each party acts against each of its targets by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.language import BadArrangementError, read
from foedus.process import NATURE, IllegalMoveError, Move, Process, replay
from foedus.process.events import read_events

TWO = (Path(__file__).parent / "fronts.yaml").read_text("utf-8")
ARRANGEMENT = read(TWO)
PROCESS = Process(ARRANGEMENT)


def at(against: str, act: str = "attack") -> Move:
    return Move("conduct", "UPL", act, against=against)


def played(*moves: Move, process: Process = PROCESS):
    state = process.start
    for move in moves:
        state = process.after(state, move)
    return state


def breached(state, norm: str) -> bool:
    return state.world.breached[PROCESS.clauses.index.norms[norm]]


def test_the_arrangement_knows_who_may_act_against_whom():
    assert ARRANGEMENT.pairs == (("UPL", "LOW"), ("UPL", "MAR"), ("LOW", ""))
    assert ARRANGEMENT.answered("UPL", "LOW") == ("aid",)
    assert ARRANGEMENT.answered("UPL", "MAR") == ()
    assert ARRANGEMENT.forbidden("UPL", "MAR") == ("no-force", "not-on-sea")
    assert ARRANGEMENT.forbidden("UPL", "LOW") == ("no-force",)
    assert (ARRANGEMENT.guaranteed, ARRANGEMENT.guarantors) == (("LOW",), ("LGA",))
    assert ARRANGEMENT.protected == ("LOW", "MAR")


def test_an_attack_on_another_is_no_case_of_a_guarantee():
    assert PROCESS.clauses.owed(played(at("LOW")), 0)
    assert not PROCESS.clauses.owed(played(at("MAR")), 0)


def test_fronts_are_apart_but_for_norms_about_both():
    state = played(at("MAR", "raid"))
    assert breached(state, "not-on-sea")
    assert not breached(state, "no-force")
    assert not breached(played(at("LOW", "raid")), "not-on-sea")
    both = played(at("MAR", "raid"), at("LOW"))
    assert PROCESS.clauses.act_of(both, "UPL", "MAR") == "raid"
    assert PROCESS.clauses.act_of(both, "UPL", "LOW") == "attack"
    assert PROCESS.clauses.act_of(both, "UPL") == "attack"


def test_a_fight_is_decided_where_it_is_fought():
    state = played(at("LOW"), at("MAR"))
    state = PROCESS.after(state, Move("wait", until=1))
    while state.day < 5:
        state = PROCESS.after(state, PROCESS.moves(state)[-1])
    state = PROCESS.after(state, Move("repel", NATURE, "UPL.attack", against="MAR"))
    offered = [m.against for m in PROCESS.moves(state) if m.kind in ("prevail", "repel")]
    assert offered == ["LOW", "LOW"]


@pytest.mark.parametrize(
    ("move", "reason"),
    [
        (Move("conduct", "UPL", "attack"), "UPL can act against LOW or MAR, say which"),
        (at("LGA"), "UPL can act against LOW or MAR, not LGA"),
        (
            Move("conduct", "LOW", "strike", against="UPL"),
            "the ladder of LOW names nobody whom its acts are directed at",
        ),
        (at("LOW", "comply"), "UPL is already at 'comply' towards LOW"),
    ],
)
def test_a_move_must_say_whom_it_is_against_where_there_are_several(move: Move, reason: str):
    with pytest.raises(IllegalMoveError, match=reason):
        PROCESS.after(PROCESS.start, move)


def test_a_single_target_is_named_by_nobody():
    process = Process(
        read(
            TWO.replace("[LOW, MAR], acts", "LOW, acts").replace(
                "  not-on-sea: {prohibition: raid, bearer: UPL, towards: MAR}\n", ""
            )
        )
    )
    assert process.clauses.owed(played(Move("conduct", "UPL", "attack"), process=process), 0)
    with pytest.raises(IllegalMoveError, match="UPL acts against LOW alone: leave 'against' out"):
        played(at("LOW"), process=process)
    events = read_events("date,by,do,against\n2025-02-01,UPL,attack,LOW\n", "e.csv")
    (entry,) = replay(process, events)
    assert not entry.refused
    assert entry.owed


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.refused, entry.owed) for entry in replay(PROCESS, read_events(text, "e"))]


def test_events_name_their_target():
    (mar, low) = told(
        "- {date: 2025-02-01, by: UPL, do: attack, against: MAR}\n"
        "- {date: 2025-03-01, by: UPL, do: attack, against: LOW}\n"
    )
    assert mar == ("", ())
    assert low[1][0].startswith("LGA owes defence to LOW")
    both = told("date,by,do,against\n2025-02-01,UPL,attack,LOW MAR\n")
    assert both[0][1] == (
        "LGA owes defence to LOW under 'aid', since 2025-02-01; the text sets no time limit",
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("by: UPL, do: attack", "UPL can act against LOW or MAR: say in 'against' which"),
        (
            "by: UPL, do: attack, against: LOV",
            "the acts of UPL are not directed at 'LOV'. Did you mean 'LOW'?",
        ),
        (
            "by: LGA, do: honour, what: aid, against: UPL",
            "only an act of a ladder has somebody whom it is against, and 'honour' is none",
        ),
    ],
)
def test_events_that_name_no_target_or_a_wrong_one_are_refused(line: str, reason: str):
    assert [one for one, _ in told(f"- {{date: 2025-02-01, {line}}}\n")] == [reason]


def test_two_fronts_on_one_day_contradict_nothing_but_one_front_does():
    line = "- {date: 2025-02-01, by: UPL, do: %s, against: %s}\n"
    apart, same = (line % ("raid", "LOW") + line % ("attack", to) for to in ("MAR", "LOW"))
    assert [one for one, _ in told(apart)] == ["", ""]
    assert all("contradicts" in one for one, _ in told(same))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("state: LOW", "state: LGA", "the acts of 'UPL' are directed at LOW or MAR, not at 'LGA'"),
        (
            "towards: MAR}",
            "towards: LGA}",
            "the acts of 'UPL' are directed at LOW or MAR, not at LGA",
        ),
        (
            "    act: attack\n",
            "    act: attack\n    against: LGA\n",
            "the acts of 'UPL' are not directed at 'LGA'",
        ),
    ],
)
def test_clauses_are_about_somebody_at_whom_acts_are_directed(old: str, new: str, message: str):
    assert old in TWO
    with pytest.raises(BadArrangementError) as error:
        read(TWO.replace(old, new), "t.yaml")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("condition", "low", "mar"),
    [
        ("{act: attack, by: UPL}", True, True),
        ("{act: attack, by: UPL, against: MAR}", False, True),
        ("{acted: attack, by: UPL, against: LOW}", True, False),
    ],
)
def test_a_condition_is_about_any_target_unless_it_names_one(condition: str, low: bool, mar: bool):
    process = Process(
        read(TWO.replace("response: defend", f"response: defend\n    forfeited_if: {condition}"))
    )
    for target, lost in (("LOW", low), ("MAR", mar)):
        assert played(at(target), process=process).record.guarantees[0].forfeited is lost


def test_a_case_is_met_by_an_act_that_begins_or_becomes_graver():
    """A war that began before the guarantee did and fell to an attack is no new case; one that
    rises is, and so is one that ended and began again."""
    late = TWO.replace("response: defend", "response: defend\n    in_force: {from: 2025-03-01}")
    late = late.replace("{act: attack, needs: P5D}", "{act: attack}, {act: war}, {act: total}")
    process = Process(read(late))

    def owed(*acts: str) -> bool:
        lines = "".join(
            f"- {{date: 2025-0{2 + 2 * k}-01, by: UPL, do: {act}, against: LOW}}\n"
            for k, act in enumerate(acts)
        )
        return bool(list(replay(process, read_events(lines, "e")))[-1].owed)

    assert not owed("war", "attack")
    assert owed("war", "total")
    assert owed("war", "comply", "attack")
    assert owed("raid", "attack")
