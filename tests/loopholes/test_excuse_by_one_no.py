"""One no is enough where all must agree: whoever casts it has made its excuse itself. By hand.

Turkey's landing is no breach once common action has lapsed. Common action is opened by Turkey and
decided by Greece, Turkey and the United Kingdom, who are alike to the rule: each of them can end it
with one no, so Turkey can, and whether the others object or stay away makes no difference. It
cannot where it has no vote, or where two of three carry the step whatever it does.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: An exception once common action has failed
as_of: 2030-01-01
horizon: P1Y
parties: {CYP: {}, TUR: {}, GRC: {}, GBR: {}, ITA: {}}
bodies: {three: {members: [%s], rule: %s}}
conduct:
  TUR: {towards: CYP, unbearable_from: land, acts: [{act: respect}, {act: land}]}
  GRC: {towards: CYP, acts: [{act: comply}, {act: coup}]}
instruments: {treaty: {parties: [CYP, TUR, GRC, GBR]}}
norms:
  greece: {prohibition: coup, bearer: GRC, towards: CYP, in: treaty}
  turkey: {prohibition: land, bearer: TUR, towards: CYP, in: treaty, %s}
procedures:
  action: {opens: {by: TUR%s}, steps: [{act: agree, by: three}], in: treaty}
"""
UNLESS, WHILE = "unless: {lapsed: action}", "while: {not: {lapsed: action}}"
ALL, TWO = "[GRC, TUR, GBR]", "[GRC, GBR, ITA]"


@pytest.mark.parametrize(
    ("members", "rule", "key", "opens", "fails"),
    [
        (ALL, "unanimity", UNLESS, ", alleging: greece", True),
        (ALL, "unanimity", UNLESS, "", True),
        (ALL, "unanimity", WHILE, "", True),
        (ALL, "consensus", UNLESS, "", True),
        (ALL, "{at_least: 2, veto: [TUR]}", UNLESS, "", True),
        (ALL, "majority", UNLESS, "", False),  # it takes two of three to make it lapse
        (TWO, "unanimity", UNLESS, "", False),  # Turkey opens it and has no vote
    ],
)
def test_whose_single_no_frees_it_can_free_itself(
    members: str, rule: str, key: str, opens: str, fails: bool
):
    process = Process(read(TEXT % (members[1:-1], rule, key, opens)))
    found = verdict(process, CATALOGUE["own-excuse"])
    assert found.outcome == ("fails" if fails else "holds")
    for hole in found.loopholes:
        assert [(move.kind, move.actor) for move in hole.moves][-1] == ("ballot", "TUR")
        assert {move.actor for move in hole.moves} == {"TUR"}


DISARMED = """\
foedus: 1
title: Amendments once the armed groups have disarmed
as_of: 2001-08-13
horizon: P1Y
parties: {MKD: {name: the government}, NLA: {name: the armed groups, plural: true},
          assembly: {name: the Assembly, members: [ma, al]}, ma: {}, al: {}}
bodies: {both: {members: MEMBERS, rule: unanimity}}
conduct: {NLA: {towards: MKD, unbearable_from: fire, acts: [{act: hold}, {act: fire}]}}
deeds: {disarm: {by: NLA}}
norms:
  weapons: {obligation: disarm, bearer: NLA, towards: MKD, within: P45D}
  cease: {prohibition: fire, bearer: NLA, towards: MKD, KEY}
procedures:
  amendments: {opens: {when: {performed: disarm}}, steps: [{act: adopt, by: both, within: P45D}]}
"""


@pytest.mark.parametrize(
    "key", ["unless: {lapsed: amendments}", "while: {not: {lapsed: amendments}}"]
)
@pytest.mark.parametrize(("members", "fails"), [("assembly", False), ("[ma, al, NLA]", True)])
def test_who_only_opens_what_others_can_carry_does_not_free_itself(
    key: str, members: str, fails: bool
):
    """As at Ohrid: the armed groups disarm, and the Assembly has 45 days to amend. It can.

    Had they a vote that it takes, one no of theirs would make the amendments lapse. The name is a
    plural, and so is what is said of it.
    """
    text = DISARMED.replace("KEY", key).replace("MEMBERS", members)
    found = verdict(Process(read(text)), CATALOGUE["own-excuse"])
    assert found.outcome == ("fails" if fails else "holds")
    for hole in found.loopholes:
        assert "frees them from 'cease'" in hole.statement or "they are bound" in hole.statement


TWO_QUESTIONS = """\
foedus: 1
title: Force is free once an offer has lapsed, or once a permit was given
as_of: 2030-01-01
horizon: P1Y
parties: {VEN: {}, DEU: {}}
conduct: {DEU: {towards: VEN, acts: [{act: claim}, {act: blockade}]}}
norms: {no-force: {prohibition: blockade, bearer: DEU, towards: VEN, unless: {any: [%s]}}}
procedures:
  offer: {opens: {by: DEU}, steps: [{act: accept, by: VEN, within: P30D}]}
  consent: {opens: {by: DEU}, steps: [{act: permit, by: VEN, within: P30D}]}
"""


@pytest.mark.parametrize(
    ("ways", "outcome"),
    [
        ("{lapsed: offer}, {done: consent}", "holds"),  # accepts the one, refuses the other
        ("{lapsed: offer}, {done: offer}", "fails"),  # whatever is answered frees
    ],
)
def test_two_questions_may_be_answered_differently(ways: str, outcome: str):
    """Hague Convention II of 1907, art. 1, in small: the debtor decides both questions."""
    process = Process(read(TWO_QUESTIONS % ways))
    assert verdict(process, CATALOGUE["own-excuse"]).outcome == outcome
