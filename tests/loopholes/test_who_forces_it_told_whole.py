"""Who can force something together: every smallest coalition, and all that it leaves undone.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import Power, powers
from foedus.loopholes.coalitions import smallest
from foedus.process import Process

COMMITTEE = """\
foedus: 1
title: A committee in which victim and attacker vote
as_of: 2022-02-01
horizon: P3Y
parties: {UPL: {name: Upland}, LOW: {name: Lowland}, SEC: {name: the Secretary}}
bodies: {committee: {name: the Committee, members: [LOW, FRA, DEU, ITA, ESP, POL, UPL], rule: RULE}}
conduct: {UPL: {towards: LOW, acts: [{act: respect}, {act: seize}]}}
instruments:
  sanction: {parties: [UPL, LOW], status: signed, enters: {done: expulsion}}
norms: {principles: {prohibition: seize, bearer: UPL, towards: LOW}}
procedures:
  expulsion: {opens: {by: SEC, alleging: principles},
              steps: [{act: suspend, by: committee, finds: principles}]}
"""
LAPSE = """\
foedus: 1
title: Help is due once a settlement has lapsed, and may be sought anew
as_of: 1660-05-03
horizon: P3Y
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}, FRI: {}}
bodies: {commission: {members: [LOW, UPL, ALB, BRE], rule: RULE}}
conduct: {UPL: {towards: LOW, acts: [{act: peace}, {act: war}]}}
norms: {no-war: {prohibition: war, bearer: UPL, towards: LOW}}
procedures:
  amicable: {reopens: after_effect, opens: {by: LOW, alleging: no-war},
             steps: [{act: settle, by: commission, within: P4M, at_deadline: true}]}
guarantees:
  aid: {owed_by: FRI, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: war, response: defend, due_when: {lapsed: amicable}}
"""


def _first(text: str) -> Power:
    return powers(Process(read(text)))[0]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        # Two thirds of seven are five, whoever they are: one line, with victim and attacker.
        ("two_thirds", "the Secretary and any 5 of the 7 members of the Committee"),
        # With a veto of Lowland four others join it, and Upland is one of the six.
        (
            "{at_least: 5, veto: [LOW]}",
            "the Secretary, Lowland and any 4 of France, Germany, Italy, Spain, Poland and Upland",
        ),
    ],
)
def test_those_who_stand_for_one_another_are_told_in_one(rule: str, told: str):
    """The Secretary opens it, the Committee decides: no member but by its vote does anything."""
    power = _first(COMMITTEE.replace("RULE", rule))
    assert power.forced.together == (told,)
    assert power.forced.every


def test_whoever_is_acted_against_is_no_attacker_in_the_example():
    """Six of seven: five others, and the victim or the attacker. The example is the likelier one.

    Of seven that stand for one another it has the Secretary, and not Upland.
    """
    power = _first(COMMITTEE.replace("RULE", "{at_least: 6}"))
    assert power.forced.together == ("the Secretary and any 6 of the 7 members of the Committee",)
    assert "Lowland" in power.forced.example
    assert "Upland" not in power.forced.example


def test_a_coalition_of_several_classes_may_be_the_smallest():
    """One of weight three and two of weight one make five; of nine of weight one it takes five.

    To leave out first whoever is not needed would leave out the one, and call five the fewest.
    """

    def able(counts):
        return 3 * counts.get("one", 0) + counts.get("others", 0) >= 5

    assert smallest(able, {"one": 1, "others": 9}).found == ({"one": 1, "others": 2},)


def test_that_not_all_were_looked_at_is_said():
    """Of eight of whom any four do there are 70 coalitions; no more than ten sets are tried."""
    sizes = dict.fromkeys("abcdefgh", 1)
    found = smallest(lambda c: sum(c.values()) >= 4, sizes)
    assert (len(found.found), found.every) == (70, True)
    few = smallest(lambda c: sum(c.values()) >= 4, sizes, most=10)
    assert not few.every
    assert [sum(c.values()) for c in few.found] == [4]


def test_who_brings_a_lapse_about_does_not_agree_and_does_not_begin_anew():
    """Three of four settle: two who do not agree bring the lapse, and with it help, after P4M.

    Lowland must open it, so it is one of the two; any other is the second. Were both to agree as
    the third and fourth, the settlement would take effect and nothing be owed. And once it has
    lapsed Lowland must not open it again: while it is open it has not lapsed.
    """
    side = _first(LAPSE.replace("RULE", "majority")).forced
    assert side.together == ("LOW and any one of UPL, ALB and BRE",)
    assert side.example == "LOW and any one of ALB and BRE"
    those = side.example
    assert [(rule.when, rule.who, rule.does) for rule in side.how] == [
        ("as soon as that is open", "LOW", "allege a breach of 'no-war' ('amicable')"),
        ("when 'settle' in 'amicable' is to be decided", those, "not agree to 'settle'"),
        ("whenever it has lapsed", "LOW", "not allege a breach of 'no-war' ('amicable')"),
    ]


def test_nothing_is_to_be_left_undone_that_makes_no_difference():
    """Where help is due once it has lapsed or taken effect, however all vote is the same."""
    text = LAPSE.replace("{lapsed: amicable}", "{any: [{lapsed: amicable}, {done: amicable}]}")
    side = _first(text.replace("RULE", "majority")).forced
    assert side.alone == ("LOW",)
    assert not [rule for rule in side.how if "agree" in rule.does]


OAS = """\
foedus: 1
title: A suspension that may be opened once initiatives have lapsed
as_of: 2009-06-01
horizon: P1Y
parties: {JUN: {}, PRE: {name: the President}, SEC: {},
          OAS: {name: the States, members: [FRA, DEU]}}
bodies: {council: {name: the Council, members: OAS, rule: consensus}}
conduct: {JUN: {towards: PRE, acts: [{act: obey}, {act: coup}]}}
instruments: {suspension: {parties: [JUN, OAS], status: signed, enters: {done: suspend}}}
norms: {order: {prohibition: coup, bearer: JUN, towards: PRE}}
procedures:
  initiatives: {opens: {by: [PRE, SEC], alleging: order}, steps: [{act: convoke, by: council}]}
  suspend: {opens: {by: OAS, when: {lapsed: initiatives}}, steps: [{act: suspend, by: council}]}
"""


def test_nobody_is_told_to_open_again_what_has_to_have_lapsed():
    """The initiatives lapse as the Council objects; from the next day on the States may suspend.

    Open again, the initiatives have not lapsed, and nothing can be opened on a later day. On one
    and the same day either may be opened first, which made both moves seem as near.
    """
    side = _first(OAS).forced
    told = [(rule.when, rule.who, rule.does) for rule in side.how]
    assert not [one for one in told if "whenever it has lapsed" in one[0] and "not" not in one[2]]
    assert ("as soon as that is open", "the States", "open 'suspend'") in told
    assert not [one for one in told if "contrary" in one[0]], told
    objects = "object to or abstain in 'convoke'", "object to 'convoke'"
    assert [one for one in told if one[2] in objects], told
