"""A treaty that ends what is owed with it takes away the answer to an attack in its last days."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A duty that may die with its treaty
as_of: 2024-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, GUA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: keep}, {act: attack, needs: P30D}]}}
instruments: {pact: {parties: [LOW, GUA], sunset: P60D%s}}
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    within: P30D
    in: pact
"""


@pytest.mark.parametrize(("accrued", "fails"), [(", accrued: end", True), ("", False)])
def test_what_is_owed_and_ends_with_the_treaty_is_lost(accrued: str, fails: bool):
    """Sixty days from 1 January 2024 end on 1 March. Left out, what is owed stays owed."""
    found = verdict(Process(read(TEXT % accrued)), CATALOGUE["expiry"])
    assert found.outcome == ("fails" if fails else "holds")
    for hole in found.loopholes:
        assert hole.statement == "'pact' runs out while an answer is owed, and the answer is lost"
        assert [batch[0].kind for batch in hole.batches if batch[0].kind != "wait"] == ["conduct"]
        assert str(hole.lines[-1].on) == "2024-03-01"


SILENT = """\
foedus: 1
title: A mission that may be silent on the day on which another treaty ends
as_of: 2026-01-01
horizon: P3Y
parties: {V: {}, A: {}, M: {}, G: {}, U: {}}
conduct: {A: {towards: V, acts: [{act: hold}, {act: seize}, {act: attack}]}}
instruments: {pledge: {parties: [V, G]}, backstop: {parties: [V, U], sunset: P1Y}}
norms: {quiet: {prohibition: seize, bearer: A, towards: V}}
procedures:
  verify:
    opens: {by: V, alleging: quiet}
    reopens: false
    steps: [{act: report, by: M, within: P3D, finds: quiet}]
guarantees:
  force:
    owed_by: G
    protects: {state: V, territory: recognised}
    against: A
    casus_foederis: seize
    response: defend
    in: %s
    due_when: {done: verify}
  air:
    owed_by: U
    protects: {state: V, territory: recognised}
    against: A
    casus_foederis: attack
    response: as_deemed_necessary
    in: backstop
    due_when: {honoured: force}
"""


@pytest.mark.parametrize(("text", "fails"), [("pledge", False), ("backstop", True)])
def test_what_would_be_lost_all_the_same_is_not_taken_by_the_sunset(text: str, fails: bool):
    """Force answers a seizure, and is lost if the mission says nothing within three days.

    Where that is the evening on which the treaty of the other guarantor ends, which answers an
    attack only, the mission's silence takes force away and the end takes nothing. Where force
    stands in the treaty that ends, its end takes away what the mission, asked on the eve, would
    still bring.
    """
    found = verdict(Process(read(SILENT % text)), CATALOGUE["expiry"])
    assert found.outcome == ("fails" if fails else "holds")


UNDER_WAY = """\
foedus: 1
title: What is under way when the law runs out
as_of: 2024-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, GUA: {}, HOUSE: {}}
conduct: {UPL: {towards: LOW, acts: [{act: keep}, {act: attack, needs: P30D}]}}
deeds: {contract: {by: GUA, needs: {in_force: law}}}
instruments:
  law: {parties: [LOW, GUA, HOUSE], sunset: P60D}
  tail: {parties: [LOW, GUA], status: signed, enters: {all: [{ended: law}, {performed: contract}]}}
procedures:
  vote:
    opens: {by: HOUSE}
    steps: [{act: decide, by: HOUSE}]
    THEN
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    covers_ongoing: true
    in_force: {any: [{in_force: law}, {in_force: tail}]}
    due_when: DUE
"""
ENDS = "then: [{terminate: law}]"


@pytest.mark.parametrize(
    ("then", "due", "fails"),
    [
        # The house is asked to end the law. On 1 March the law ends of itself, and what the
        # guarantor has not contracted for by then is lost with it: by its own doing, and not by
        # what the house had before it, which could only have ended the law sooner.
        (ENDS, "{performed: contract}", False),
        # Here the house was to decide that help is due, and the law ended first.
        ("", "{done: vote}", True),
        # Either will do: the law ended before the house decided, which would have brought it.
        ("", "{any: [{performed: contract}, {done: vote}]}", True),
    ],
)
def test_what_could_only_end_the_help_is_no_dispute(then: str, due: str, fails: bool):
    text = UNDER_WAY.replace("THEN", then).replace("DUE", due)
    found = verdict(Process(read(text)), CATALOGUE["expiry"])
    told = "'law' runs out while a procedure is under way, and the answer is lost"
    assert [hole.statement for hole in found.loopholes] == [told] * fails
