"""Who can end a guarantee: without what the question does not hang on, and without an idle step."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import Power, powers
from foedus.process import Process

COUNCIL = """\
foedus: 1
title: Three consult when a council has met, for as long as nobody leaves
as_of: 1948-08-25
horizon: P55Y
parties: {BEL: {name: Belgia}, FRA: {name: Frankland}, GBR: {name: Britland}, ATT: {}}
conduct:
  ATT: {towards: BEL, unbearable_from: attack, acts: [{act: rest}, {act: overseas}, {act: attack}]}
instruments:
  treaty:
    parties: [BEL, FRA, GBR]
    withdrawal:
      {by: [BEL, FRA, GBR], notice: P1Y, ends_for: leaver, barred_while: {not: {from: 1998-08-25}}}
procedures:
  convene:
    opens: {by: [BEL, FRA, GBR]}
    steps: [{act: meet, by: BEL, within: P1D, on_timeout: adopt}]
    reopens: after_effect
    in: treaty
guarantees:
  talk:
    owed_by: [BEL, FRA, GBR]
    protects: {state: BEL, territory: unspecified}
    against: ATT
    casus_foederis: overseas
    response: consult
    due_when: {done: convene}
    in: treaty
"""
PROVISIONAL = """\
foedus: 1
title: A treaty applied provisionally, which ends that once both have ratified
as_of: 2025-01-01
horizon: P5Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}}
conduct: {BBB: {towards: AAA, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
deeds: {ratify_a: {by: AAA}, ratify_c: {by: CCC}}
instruments:
  provisional:
    parties: [AAA, CCC]
    status: signed
    enters: {signed: treaty}
    withdrawal: {by: [AAA, CCC], notice: P60D}
  treaty:
    parties: [AAA, CCC]
    status: proposed
    enters: {all: [{performed: ratify_a}, {performed: ratify_c}]}
    supersedes: [provisional]
guarantees:
  help:
    owed_by: CCC
    protects: {state: AAA, territory: recognised}
    against: BBB
    casus_foederis: attack
    response: defend
    in: provisional
"""


def ending(text: str, name: str) -> Power:
    found = (p for p in powers(Process(read(text))) if p.kind == "end")
    return next(power for power in found if power.said.startswith(repr(name)))


def test_what_makes_talk_due_has_no_part_in_who_can_end_it():
    """In 1998 Belgia, whom it protects, may leave, and nobody can keep it from that.

    Of the others one alone does not end it, for the other still owes; but both together do: so to
    keep it Belgia must stay, and one of them. That the council may meet on any day of fifty years
    changes nothing of it.
    """
    found = ending(COUNCIL, "talk")
    assert found.outcome == "contested"
    assert found.forced.alone == ("BEL",)
    assert found.kept_away.together == ("Belgia and any one of Frankland and Britland",)


def test_what_is_due_from_the_first_day_hangs_on_what_makes_it_due():
    """Help is due unless Corvia has ratified: that suspends it at once, and Corvia need not leave.

    Aland ends it by its notice; Corvia by either.
    """
    due = "    due_when: {not: {performed: ratify_c}}\n"
    found = ending(PROVISIONAL.replace("by: [AAA, CCC], notice", "by: AAA, notice") + due, "help")
    assert found.forced.alone == ("AAA", "CCC")
    assert found.kept_away.together == ("Aland and Corvia",)


def test_what_would_end_it_sooner_need_not_be_done():
    """Aland's notice of 60 days ends the provisional application, whatever Corvia does.

    If Corvia ratifies, that Aland does so, too, would end it on the day: it need not.
    """
    found = ending(PROVISIONAL, "help")
    assert found.forced.alone == ("AAA", "CCC")
    assert [rule.does for rule in found.forced.how] == [
        "give notice of withdrawal from 'provisional'"
    ]


DAILY = """\
foedus: 1
title: Peacekeepers of one that may leave at once, while the other alleges day by day
as_of: 1992-07-21
parties: {MDA: {name: Moldavia}, RUS: {name: Russland}, PMR: {name: Transnistria}}
conduct: {PMR: {towards: MDA, unbearable_from: attack, acts: [{act: keep}, {act: attack}]}}
instruments:
  agreement: {parties: [MDA, RUS], withdrawal: {by: RUSNOTICE}}
norms: {ceasefire: {prohibition: attack, bearer: PMR, towards: MDA, in: agreement}}
bodies: {commission: {members: [MDA, RUS, PMR], rule: consensus}}
procedures:
  find:
    opens: {by: MDA, alleging: ceasefire}
    steps: [{act: find, by: commission, within: P7D, finds: ceasefire}]
    in: agreement
guarantees:
  peacekeepers:
    owed_by: RUS
    protects: {state: MDA, territory: recognised}
    against: PMR
    casus_foederis: attack
    response: defend
    in_force: {not: {found: ceasefire}}
    in: agreement
"""


@pytest.mark.parametrize("notice", ["", ", notice: P1D", ", notice: P30D"])
def test_who_alleges_every_day_keeps_nobody_from_giving_notice(notice: str):
    """Russland may leave on any day, whatever Moldavia alleges and votes down on the same day.

    What is withdrawn comes before what is alleged. Russland keeps it away by staying, with its
    objection to a finding, which would suspend the peacekeepers; nobody else can.
    """
    found = ending(DAILY.replace("NOTICE", notice), "peacekeepers")
    assert found.outcome == "contested"
    assert found.forced.alone == ("RUS",)
    assert found.kept_away.alone == ("RUS",)
    assert [rule.does for rule in found.forced.how] == [
        "give notice of withdrawal from 'agreement'"
    ]
