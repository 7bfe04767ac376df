"""What a table says is to be done or left undone, where doing and leaving look alike.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import Places, read
from foedus.loopholes import Power, powers
from foedus.process import Process
from foedus.views import powers_json, powers_told

TEXT = """\
foedus: 1
title: Two findings, of which the attacker chooses one
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
bodies: {council: {members: [DNK, EST, FIN], rule: RULE}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {accept: {by: UPL}}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  presumed:
    opens: {by: LOW, alleging: peace, when: {not: {performed: accept}}}
    steps: [{act: stand, by: council, rule: {not: unanimity}, within: P4D, at_deadline: true,
             finds: peace}]
  judged:
    opens: {by: LOW, alleging: peace, when: {performed: accept}}
    steps: [{act: hear, by: council, within: P4D}, {act: judge, by: council, finds: peace}]
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack,
        response: defend, due_when: {found: peace}}
"""


def asked(text: str) -> tuple[Power, list[str]]:
    """Return who has it in hand that help comes to be owed, and what is printed of that."""
    found = powers(Process(read(text)))
    (power,) = (one for one in found if one.kind == "help")
    return power, list(powers_told(read(text), [power]))


THREE = "Denmark, Estonia and Finland"


@pytest.mark.parametrize(
    ("rule", "who", "how"),
    [
        ("unanimity", f"any one of {THREE}", [("Upland", "perform 'accept'")]),
        ("two_thirds", THREE, [(THREE, "vote to stop 'stand'")]),
    ],
)
def test_whoever_is_to_keep_a_step_from_passing_is_not_told_to_pass_it(
    rule: str, who: str, how: list[tuple[str, str]]
):
    """Whoever does not agree to hear the case stops it, each time that it is opened.

    Where all three must agree, one suffices once Upland has accepted; where two must, all three can
    let both fail without Upland. Once the other procedure is under way and past stopping help comes
    whatever comes of this one: that says nothing of what a no does where nothing is won yet.
    """
    power, _ = asked(TEXT.replace("RULE", rule))
    found = [(rule.who, rule.does) for rule in power.kept_away.how]
    assert found == [*how, (who, "not agree to 'hear'")]


def test_what_is_to_be_left_undone_is_told_of_deeds_and_of_motions_to_stop_as_well():
    """Lowland alleges; Upland must not accept, or that is barred; and one must not vote to stop it.

    The motion to stop needs all three, the judgement too: so that these three force help together.
    """
    power, _ = asked(TEXT.replace("RULE", "unanimity"))
    assert power.forced.together[0] == f"Lowland, Upland and any one of {THREE}"
    assert [(rule.who, rule.does) for rule in power.forced.how] == [
        ("Lowland", "allege a breach of 'peace' ('presumed')"),
        ("Upland", "not perform 'accept'"),
        (f"any one of {THREE}", "not vote to stop 'stand'"),
    ]


PLAIN = TEXT[: TEXT.index("procedures:")] + TEXT[TEXT.index("guarantees:") :]


@pytest.mark.parametrize(
    ("due", "by_itself"),
    [
        ("{not: {performed: accept}}", True),
        ("{performed: accept}", False),
        ("{any: [{performed: accept}, {from: 2030-06-01}]}", None),
    ],
)
def test_what_comes_of_the_act_alone_nobody_is_said_to_force(due: str, by_itself: bool | None):
    """Upland can keep help away by its deed, or by leaving it undone; only then does it bring it.

    What comes on a day whatever anybody does is certain.
    """
    text = PLAIN.replace("RULE", "unanimity").replace("{found: peace}", due)
    power, said = asked(text)
    if by_itself is None:
        assert power.outcome == "certain"
        return
    assert power.forced.alone == power.kept_away.alone == ("UPL",)
    assert power.by_itself is by_itself
    assert ("    It comes by itself, unless it is kept away." in said) is by_itself
    assert ("    Upland can force it alone." in said) is not by_itself
    assert "    Upland can keep it away alone." in said
    (plain,) = powers_json([power], Places(text, "case.yaml"))
    assert plain["by_itself"] is by_itself


QUORUM = """\
foedus: 1
title: A council with a quorum
as_of: 2000-01-01
horizon: P1Y
parties: {VIC: {}, ADV: {}, GUA: {}, all: {members: [NOR, SWE, DNK, FIN, ISL]}}
bodies: {council: {members: all, rule: RULE}}
conduct: {ADV: {towards: VIC, acts: [{act: peace}, {act: attack}]}}
procedures:
  vote:
    opens: {by: VIC, when: {act: attack, by: ADV}}
    reopens: false
    steps: [{act: decide, by: council, within: P5D}]
guarantees:
  aid:
    owed_by: GUA
    protects: {state: VIC, territory: recognised}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {done: vote}
"""


@pytest.mark.parametrize(
    ("scores", "half", "does"),
    [
        ("[1, 1, 1, 0]", "{more_than: 1/2, of: present_and_voting}", "cast no ballot at all in"),
        ("[1, 0, 1, 0]", "{more_than: 1/2, of: present_and_voting}", "abstain, or cast no ballot"),
        ("[1, 1, 1, 0]", "{at_least: 4}", "not agree to"),
    ],
)
def test_where_a_no_makes_up_the_quorum_whoever_would_stop_it_stays_away(scores, half, does):
    """Four of five must be there, and more than half of those voting must agree. By hand:

    two who vote no are there, and three of five carry it; without the two a quorum is wanting.
    Where those who abstain are not counted as there, they need only abstain. Where four must vote
    yes, a no of two stops it as well.
    """
    members = ["NOR", "SWE", "DNK", "FIN", "ISL"]
    told = ", ".join(f"{member}: {scores}" for member in members)
    rule = f"{{all_of: [{{scores: {{{told}}}, quota: 4}}, {half}]}}"
    power, _ = asked(QUORUM.replace("RULE", rule))
    (line,) = power.kept_away.how
    assert power.kept_away.example.startswith("any 2 of ")
    assert line.does.startswith(does)


def test_what_another_body_decides_as_time_passes_is_no_effect_of_a_lapse():
    """Either the union decides, all three, or the league, which silence carries but for Italy's no.

    To keep help away Italy objects in the one and any one of three does not agree in the other. If
    nothing is said both run out on one evening: what comes then comes of the league's silence.
    """
    text = """\
foedus: 1
title: Two bodies, either of which may owe help
as_of: 2025-01-01
horizon: P1Y
parties: {RED: {}, BET: {}, UNI: {members: [BEL, DNK, NLD]}, LEA: {members: [ITA, ESP, PRT]}}
bodies:
  council: {members: UNI, rule: unanimity}
  assembly: {members: LEA, rule: {at_least: 2, veto: ITA}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: attack}]}}
procedures:
  by-union:
    opens: {when: {act: attack, by: RED}}
    steps: [{act: decide, by: council, within: P10D}]
  by-league: {opens: {by: BET}, steps: [{act: vote, by: assembly, within: P10D, on_timeout: adopt}]}
guarantees:
  aid: {owed_by: UNI, protects: {state: BET, territory: recognised}, against: RED,
        casus_foederis: attack, response: defend, due_when: {done: by-union}}
  arms: {owed_by: LEA, protects: {state: BET, territory: recognised}, against: RED,
         casus_foederis: attack, response: arms, due_when: {done: by-league}}
"""
    side = powers(Process(read(text)))[0].kept_away
    assert side.together == ("Italy and any one of Belgium, Denmark and the Netherlands",)
    assert {(rule.who, rule.does) for rule in side.how} == {
        ("Italy", "object to 'vote'"),
        ("any one of Belgium, Denmark and the Netherlands", "not agree to 'decide'"),
    }
