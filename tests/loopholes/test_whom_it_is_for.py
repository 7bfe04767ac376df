"""Whom something is for: only that one keeps from nobody else what it refuses."""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, Loophole, verdict
from foedus.process import Process

ALLIANCE = """\
foedus: 1
title: Three allies, one of whom is attacked too, may admit a fourth
as_of: 2031-05-01
horizon: P1Y
parties:
  ALL: {name: the allies, members: [FRA, ITA, PRT]}
  FRA: {name: France}
  DEU: {name: Germany}
  SUN: {name: the Soviet Union}
conduct:
  SUN: {towards: [FRA, DEU], unbearable_from: attack, acts: [{act: peace}, {act: attack}]}
instruments:
  treaty: {parties: [ALL, FRA]}
  pact: {parties: [FRA, DEU, ITA], status: proposed}
procedures:
  accession:
    opens: {by: DEU}
    steps: [{act: agree, by: ALL, rule: unanimity}, {act: deposit, by: DEU}]
    then: [{admit: DEU, to: ALL}]
    in: treaty
guarantees:
  help:
    owed_by: ALL
    protects: {state: FRA, territory: recognised}
    against: SUN
    casus_foederis: attack
    response: defend
    in: treaty
"""
HELD = """\
  {name}:
    owed_by: ITA
    protects: {{state: {state}, territory: recognised}}
    against: SUN
    casus_foederis: attack
    response: defend
    in: pact
"""


def kept(rest: str = "") -> list[Loophole]:
    arrangement = read(ALLIANCE + rest)
    found = list(verdict(Process(arrangement), CATALOGUE["kept-from-starting"]).loopholes)
    names = {str(hole.clauses[0][1]) for hole in found}
    assert names == Asked(arrangement).kept_from_starting()
    return found


def who_keeps(name: str, rest: str = "") -> str:
    return next(hole.statement for hole in kept(rest) if hole.clauses[0][1] == name)


def test_one_attacked_elsewhere_keeps_an_accession_away_like_any_other_voter():
    """Each of the three must agree, France too. Germany, whom it is for, is not counted."""
    said = who_keeps("accession")
    assert said == (
        "any one of France, Italy and Portugal can keep 'accession' from ever taking effect"
    )


def test_what_protects_one_alone_is_its_own_to_refuse():
    """The pact protects Germany: that Germany does not sign takes nothing from anybody else."""
    said = who_keeps("pact", HELD.format(name="aid", state="DEU"))
    assert said == "either France or Italy alone can keep 'pact' from ever entering into force"


def test_what_protects_two_each_keeps_from_the_other():
    """Germany does not sign: France, protected by the same text, has no help either."""
    both = HELD.format(name="aid", state="DEU") + HELD.format(name="aid_too", state="FRA")
    said = who_keeps("pact", both)
    assert said.startswith("any one of France, Germany and Italy can keep 'pact'")


ACCORD = """\
foedus: 1
title: An accord of three on two who may be attacked
as_of: 2030-01-01
horizon: P2Y
parties:
  {SUN: {name: Sunland}, UNI: {name: the Union}, GRE: {name: Greenland}, JAP: {name: Japonia}}
conduct:
  JAP: {towards: TARGETS, acts: [{act: comply}, {act: attack}]}
  SUN: {towards: JAP, acts: [{act: comply}, {act: enter}]}
instruments: {accord: {parties: [SUN, UNI, GRE], status: proposed}}
norms: {no-entry: {prohibition: enter, bearer: SUN, towards: JAP}}
"""


@pytest.mark.parametrize(
    ("targets", "able"),
    [
        ("[SUN, UNI]", ("SUN", "UNI", "GRE")),
        ("UNI", ("SUN", "UNI", "GRE")),
    ],
)
def test_what_is_for_several_who_may_be_attacked_each_of_them_can_keep_from_the_others(
    targets: str, able: tuple[str, ...]
):
    """All three must sign; whoever may be attacked is one of several, Japonia among them."""
    (hole,) = verdict(
        Process(read(ACCORD.replace("TARGETS", targets))), CATALOGUE["kept-from-starting"]
    ).loopholes
    assert set(hole.able) == set(able)


MUTUAL = """\
foedus: 1
title: A mutual pact unsigned
as_of: 1934-01-26
horizon: P5Y
parties: {AAA: {name: Upland}, BBB: {name: Lowland}}
conduct:
  AAA: {towards: BBB, unbearable_from: force, acts: [{act: peace}, {act: force}]}
  BBB: {towards: AAA, acts: [{act: peace}, {act: force}%s]}
instruments: {pact: {parties: [AAA, BBB], status: proposed}}
norms:
  a: {prohibition: force, bearer: AAA, towards: BBB, in: pact}
  b: {prohibition: %s, bearer: BBB, towards: AAA, in: pact}
"""


@pytest.mark.parametrize(
    ("more", "forbidden", "who"),
    [("", "force", "either Upland or Lowland"), (", {act: raid}", "raid", "Upland")],
)
def test_of_a_pact_by_which_each_promises_the_other_the_same_both_are_told(more, forbidden, who):
    """By hand: the pact needs both signatures, and gives each the same. Only one ladder says from

    where on it is unbearable, which is a judgement of the file and not in the pact. Where the two
    promise different things, and only what Upland may do is unbearable, it is for Lowland.
    """
    found = CATALOGUE["kept-from-starting"]
    (hole,) = verdict(Process(read(MUTUAL % (more, forbidden))), found).loopholes
    assert hole.statement == f"{who} alone can keep 'pact' from ever entering into force"
