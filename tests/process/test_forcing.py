"""The Security Council, whose rule resolution 2231, paragraph 11, turns round: who forces what."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.language import BadArrangementError, option, read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, duties, effect, owed, row


@pytest.fixture(scope="module")
def snapback() -> Walk:
    case = read(text_of("unscr-2231-snapback"))
    return Walk(Process(option(case, "notice-2025")))


BREACH = Supposition(by="IRN", act="non_performance")


def test_nobody_alone_stops_the_return_of_sanctions_and_a_resolution_does(snapback: Walk):
    """To keep the relief takes nine votes and no veto: all five permanent members and four more."""
    returns = effect(snapback.process, "snapback")
    assert snapback.blockers(BREACH, returns) == ()
    (group,) = snapback.groups(BREACH, returns)
    assert sum(group.values()) == 9
    assert {m for m in group if m != "others"} == {"CHN", "FRA", "GBR", "RUS", "USA"}


@pytest.mark.parametrize(
    ("coalition", "forces"),
    [
        (["FRA"], True),  # gives notice, and vetoes whatever would keep the relief
        (["GBR"], True),
        (["DEU"], False),  # may give notice, but has no vote in the Council of 2025
        (["DEU", "RUS"], True),  # notice by the one, the veto of the other
        (["DEU", "DNK"], False),  # no veto between them
        (["RUS", "CHN"], False),  # neither may give notice
        (["IRN"], False),
    ],
)
def test_who_brings_sanctions_back_whatever_the_others_do(snapback: Walk, coalition, forces):
    assert snapback.forces(BREACH, effect(snapback.process, "snapback"), coalition) is forces


def test_sanctions_return_thirty_days_after_the_notice(snapback: Walk):
    (due,) = row(snapback, BREACH).effects
    assert (due.clause, due.day) == ("snapback", 30)


BODIES = """\
foedus: 1
title: Two bodies in one text
as_of: 2025-01-01
horizon: P40D
parties: {LOW: {}, UPL: {}, LGA: {}, DNK: {}, NOR: {}, SWE: {}, FRA: {}, GBR: {}, ITA: {}}
bodies:
  panel: {members: [DNK, NOR, SWE], rule: FIRST}
  council: {members: [FRA, GBR, SHARED], rule: SECOND}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
norms: {calm: {prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  ask:
    opens: {by: LOW, alleging: calm}
    steps:
      - {act: report, by: panel, within: P5D, finds: calm}
      - {act: decide, by: council, within: P5D}
guarantees:
  aid: {owed_by: LGA, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: attack, response: defend, due_when: {done: ask}}
"""
APART = "instruments: {side: {parties: [DNK, NOR, SWE, FRA, GBR, ITA]}}\nnorms:"


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("majority", "unanimity", "ITA"),  # nobody sits in both
        ("any_one", "majority", "ITA"),
        ("unanimity", "any_one", "SWE"),  # one does, and is alike to nobody
        ("majority", "consensus", "SWE"),
    ],
)
def test_who_is_alike_in_one_body_is_not_taken_for_a_member_of_another(first, second, shared):
    """The same as with everybody named: France alone blocks, where a panel votes before it."""
    text = BODIES.replace("FIRST", first).replace("SECOND", second).replace("SHARED", shared)
    walks = [Walk(Process(read(t))) for t in (text, text.replace("norms:", APART, 1))]
    attack = Supposition(by="UPL", act="attack")
    goals = [owed(walk.process, "aid") for walk in walks]
    counted, apart = (set(w.blockers(attack, g)) for w, g in zip(walks, goals, strict=True))
    assert counted == apart
    members = ["DNK", "NOR", "SWE", "FRA", "GBR", "ITA"]
    for size in range(1, 5):
        for some in (members[:size], members[-size:], members[1 : size + 1], members[::2][:size]):
            forced = [
                walk.forces(attack, goal, ["LOW", *some])
                for walk, goal in zip(walks, goals, strict=True)
            ]
            assert forced[0] is forced[1], some


def test_what_the_victim_owes_itself_is_no_protection():
    text = (
        BODIES.replace("FIRST", "majority").replace("SECOND", "majority").replace("SHARED", "ITA")
    )
    beside = Process(read(text.replace("owed_by: LGA", "owed_by: [LGA, LOW]")))
    assert [name for name, _ in duties(beside, "UPL", "LOW")] == ["aid"]
    with pytest.raises(BadArrangementError, match="its own defence is no guarantee"):
        read(text.replace("owed_by: LGA", "owed_by: LOW"))
