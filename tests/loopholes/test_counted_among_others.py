"""Who is counted among others, and is a member of a group as well, is told once."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes import powers
from foedus.process import Process
from foedus.views import powers_told

TEXT = """\
foedus: 1
title: A council with five vetoes, two of whom are a coalition
as_of: 2002-11-08
horizon: P1Y
parties:
  IRQ: {name: Iraq}
  KWT: {name: Kuwait}
  COA: {name: the Coalition, members: [USA, GBR]}
  UN: {members: [USA, GBR, FRA, RUS, CHN, BGR, CMR, COL, GIN]}
  UNMOVIC: {name: UNMOVIC, role: monitor}
bodies:
  council: {members: UN, rule: {at_least: 7, veto: [USA, GBR, FRA, RUS, CHN]}}
conduct: {IRQ: {towards: KWT, acts: [{act: cooperate}, {act: withhold}]}}
norms: {cooperation: {prohibition: withhold, bearer: IRQ, towards: KWT}}
procedures:
  report:
    opens: {by: COA, alleging: cooperation}
    steps: [{act: report, by: UNMOVIC, finds: cooperation}]
  convene: {opens: {when: {done: report}}, steps: [{act: authorise, by: council}]}
guarantees:
  force: {owed_by: COA, protects: {state: KWT, territory: recognised}, against: IRQ,
          casus_foederis: withhold, response: right_only, due_when: {done: convene}}
"""


def test_seven_votes_are_those_of_five_and_two():
    """The Coalition alleges, UNMOVIC reports, and 7 of 9 decide, among them all five with a veto.

    Each of the five, the Coalition and UNMOVIC can keep it away alone: seven, and none left out.
    The Coalition's members vote as two of the five.
    """
    [found, *_] = powers(Process(read(TEXT)))
    assert found.forced.together == (
        "the United States, the United Kingdom, France, Russia, China, the Coalition, UNMOVIC and"
        " any 2 of Bulgaria, Cameroon, Colombia and Guinea",
    )
    assert set(found.kept_away.alone) == {"USA", "GBR", "FRA", "RUS", "CHN", "COA", "UNMOVIC"}
    told = list(powers_told(read(TEXT), (found,)))
    names = "China, France, Russia, the Coalition, the United Kingdom, the United States, UNMOVIC"
    [line] = [one for one in told if one.endswith("can keep it away alone.")]
    assert "more" not in line
    assert all(name.lower() in line.lower() for name in names.split(", "))
