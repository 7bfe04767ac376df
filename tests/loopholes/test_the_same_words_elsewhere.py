"""Two clauses may say the same in the same words: leaving one aside leaves the other.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.loopholes.lasting import kept
from foedus.process import Process

FORTS = """\
foedus: 1
title: Forts are left once the first half is paid
as_of: 1871-05-20
horizon: P1Y
parties: {FRA: {}, DEU: {}}
deeds:
  half: {by: FRA}
  leave: {by: DEU}
  MORE
norms:
  pay: {obligation: half, bearer: FRA, towards: DEU, within: P30D}
  forts: {obligation: leave, bearer: DEU, towards: FRA, when: WHEN, open_ended: true}
"""
PAID, FROM = "{performed: half}", "{from: 1871-06-30}"


@pytest.mark.parametrize(
    ("when", "more", "outcome"),
    [
        (PAID, "", "holds"),
        (PAID, "rest: {by: FRA, needs: {performed: half}}", "holds"),
        (FROM, "rest: {by: FRA, needs: {performed: half}}", "fails"),
        (FROM, "rest: {by: DEU, needs: {performed: half}}", "holds"),
    ],
)
def test_a_further_deed_takes_no_consequence_from_a_norm(when: str, more: str, outcome: str):
    """Article 7 of the peace of Frankfurt: as long as the half is not paid, the forts are kept.

    That is a consequence, whether or not a further payment of France waits for the half as well;
    the payment alone, which France need not make, is none. A deed of Germany that waits for it is.
    """
    process = Process(read(FORTS.replace("WHEN", when).replace("MORE", more)))
    found = verdict(process, CATALOGUE["toothless-norm"])
    assert found.outcome == outcome
    assert [hole.clauses[0] for hole in found.loopholes] == [("norms", "pay")] * (
        outcome == "fails"
    )


OFFER = """\
foedus: 1
title: An offer that may be accepted until it ends
as_of: 2030-01-01
horizon: P1Y
parties: {VIC: {}, GUA: {}, ADV: {}}
conduct: {ADV: {towards: VIC, acts: [{act: rest}, {act: attack}]}}
deeds: {accept: {by: ADV, needs: {in_force: offer}}}
instruments: {offer: {parties: [VIC, ADV], sunset: P30D}}
norms: {ban: {prohibition: attack, bearer: ADV, towards: VIC, while: {ended: offer}}}
guarantees:
  help: {owed_by: GUA, protects: {state: VIC, territory: recognised}, against: ADV, \
casus_foederis: attack, response: defend, in_force: {not: {performed: accept}}MORE}
"""


@pytest.mark.parametrize(
    ("more", "running"), [("", {"offer"}), (", activates_when: {in_force: offer}", set[str]())]
)
def test_what_help_hangs_on_too_does_not_only_measure_a_time(more: str, running: set[str]):
    """That only the deed needs it which takes help away is nobody's loss: the offer runs out even
    where the end of treaties is left aside. Help that begins only while the offer stands needs it
    in the same words, and would be lost with it."""
    assert kept(read(OFFER.replace("MORE", more))) == running
