"""What the checker and the independent reading once told differently, in small. By hand.

Each arrangement is shrunk from one drawn at random, and its answer follows from the definition of
the property and the text; the reason stands beside it.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Verdict, verdict
from foedus.process import Process

HEAD = """\
foedus: 1
title: Two readings differed
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, NEU: {}}
conduct:
  UPL: {towards: LOW, unbearable_from: attack, acts: [{act: rest}, {act: attack, needs: P4D}]}
  LOW: {towards: UPL, acts: [{act: hold}, {act: fire}]}
"""


def asked(name: str, text: str) -> Verdict:
    return verdict(Process(read(HEAD + text)), CATALOGUE[name])


INQUIRY = """\
norms:
  peace: {prohibition: attack, bearer: UPL, towards: LOW}
  calm: {prohibition: fire, bearer: LOW, towards: UPL}
procedures:
  inquiry:
    opens: {by: %s, alleging: peace}
    steps: [{act: look into both, by: %s, finds: calm}]
"""


@pytest.mark.parametrize(
    ("opener", "finder", "outcome"),
    [("NEU", "LOW", "fails"), ("NEU", "UPL", "holds"), ("LOW", "UPL", "fails")],
)
def test_what_comes_to_light_as_anothers_breach_is_alleged(opener: str, finder: str, outcome: str):
    """Whether Lowland fired is looked into only where Upland is said to have attacked.

    Its own fire alone brings no inquiry about. Where there is one, Lowland may not keep it from
    finding what Lowland did: neither as the one that finds, nor as the only one that may ask.
    """
    found = asked("own-cause", INQUIRY % (opener, finder))
    assert found.outcome == outcome
    said = [hole.statement for hole in found.loopholes]
    assert said == (
        ["LOW can block the finding that it breached 'calm'"] if outcome == "fails" else []
    )


RACE = """\
deeds: {pledge: {by: LOW}}
instruments: {pact: {parties: [NEU, UPL], status: proposed}}
norms:
  calm: {prohibition: fire, bearer: LOW, towards: UPL, while: {performed: pledge}%s}
"""


@pytest.mark.parametrize(("excuse", "raced"), [(", unless: {in_force: pact}", 2), ("", 0)])
def test_whether_a_norm_is_breached_hangs_on_who_is_first(excuse: str, raced: int):
    """Lowland fires and pledges, and the pact that excuses its fire is signed on the same day.

    The pledge first, its fire is a breach, and no later signature undoes that; the pact first, it
    never is one. That no clause takes the breach up makes it none the less. NEU or UPL may be the
    one that signs last. Without the excuse nothing hangs on the pact.
    """
    assert len(asked("order", RACE % excuse).loopholes) == raced
