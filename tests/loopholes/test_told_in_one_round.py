"""A story tells what the fault needs, once, and no step that only ends the protection."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, find_all, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A pact that the Council may end, and a Council that may be asked (as at Locarno)
as_of: 1926-09-14
horizon: P5Y
parties: {FRA: {}, DEU: {}, GBR: {}, ITA: {}}
bodies:
  council: {members: [GBR, ITA], rule: unanimity}
  assembly: {members: [GBR, ITA, FRA], rule: two_thirds}
conduct: {DEU: {towards: FRA, acts: [{act: keep}, {act: remilitarise}]}}
instruments: {pact: {parties: [FRA, DEU, GBR, ITA]}}
norms: {zone: {prohibition: remilitarise, bearer: DEU, towards: FRA, in: pact}}
procedures:
  question:
    in: pact
    opens: {by: FRA, alleging: zone}
    steps: [{act: be satisfied, by: council, finds: zone}]
  end:
    in: pact
    opens: {by: [FRA, GBR]}
    steps:
      - {act: await, by: assembly, within: P3M, at_deadline: true, on_timeout: next, on_block: next}
      - {act: decide, by: assembly}
    then: [{terminate: pact}]
guarantees:
  aid:
    owed_by: [GBR, ITA]
    protects: {state: FRA, territory: recognised}
    against: DEU
    casus_foederis: remilitarise
    response: defend
    in: pact
    due_when: {found: zone}
"""


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        # The attack; it is alleged; the Council says no; on the next day all begins anew.
        ("assured-response", ["conduct", "allege", "ballot", "allege"]),
        ("deniable-breach", ["conduct", "allege", "ballot"]),
    ],
)
def test_who_is_attacked_does_not_open_what_can_only_end_its_protection(name, kinds):
    (hole,) = verdict(Process(read(TEXT)), CATALOGUE[name]).loopholes
    done = [batch[0].kind for batch in hole.batches if batch[0].kind != "wait"]
    assert done == kinds
    assert "end" not in {move.clause for move in hole.moves}


DUE = """\
foedus: 1
title: Performance for performance
as_of: 2016-12-01
horizon: P2Y
parties: {COL: {}, FARC: {}}
deeds:
  amnesty: {by: COL}
  arms: {by: FARC}
  seats: {by: COL}
  more-seats: {by: COL, needs: {performed: seats}}
norms:
  amnesty-due: {obligation: amnesty, bearer: COL, towards: FARC, within: P30D}
  arms-due:
    obligation: arms
    bearer: FARC
    towards: COL
    within: P90D
    unless: {not: {performed: amnesty}}
  seats-due: {obligation: seats, bearer: COL, towards: FARC, when: {performed: arms}, within: P1Y}
"""


def test_a_duty_on_whose_performance_another_hangs_has_teeth():
    """No amnesty excuses no arms, and no arms call for no seats.

    On the seats hangs only what Colombia itself may do then, which is nothing to anybody else.
    """
    holes = find_all(Process(read(DUE)), ["toothless-norm"])
    assert [hole.clauses[0][1] for hole in holes] == ["seats-due"]
