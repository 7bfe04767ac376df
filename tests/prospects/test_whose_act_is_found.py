"""A finding looks for the act of whoever is to be found against, and for nobody else's."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.language import read
from foedus.prospects import Outlook

TEXT = """\
foedus: 1
title: Two findings by one mission
as_of: 2026-01-01
horizon: P2Y
parties: {LOW: {}, UPL: {}, mission: {}, GUA: {}}
conduct:
  UPL:
    towards: LOW
    acts:
      - {act: hold}
      - act: attack
        needs: P10D
        detect: {value: 1, kind: assumed, because: open}
        attribute: {value: 1, kind: assumed, because: open}
  LOW:
    towards: UPL
    acts: [{act: rest}, {act: strike%s}]
deeds: {register: {by: LOW}}
norms:
  upl: {prohibition: attack, bearer: UPL, towards: LOW}
  low: {prohibition: strike, bearer: LOW, towards: UPL}
  own: {obligation: register, bearer: LOW, towards: UPL, within: P90D}
procedures:
  against-upl:
    opens: {by: LOW, alleging: upl}
    steps: [{act: report, by: mission, within: P3D, finds: upl}]
  against-low:
    opens: {by: UPL, alleging: low}
    steps: [{act: report, by: mission, within: P3D, finds: low}]
  of-the-register:
    opens: {by: UPL, alleging: own}
    steps: [{act: report, by: mission, within: P3D, finds: own}]
guarantees:
  aid:
    owed_by: GUA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {found: upl}
"""
SEEN = """
      detect: {value: 0.1, kind: assumed, because: hidden}
      attribute: {value: 1, kind: assumed, because: traced}"""


def outlook(seen: str) -> Outlook:
    """Return what is to be expected, with what is known of the strike."""
    known = ", ".join(seen.split("\n      "))
    return Outlook(read(TEXT % known), 50, 0)


@pytest.mark.parametrize(("name", "chance"), [("against-upl", 1.0), ("against-low", 0.1)])
def test_the_chance_is_that_of_the_act_of_whoever_is_found_against(name: str, chance: float):
    """An open attack is always seen, a hidden strike once in ten."""
    seen = outlook(SEEN)
    step = seen.steps[name, 0]
    assert np.allclose(step.passes, chance)
    assert f"notices {'attack' if chance == 1 else 'strike'!r}" in " ".join(step.because)


@pytest.mark.parametrize(
    ("name", "what"), [("against-low", "'strike'"), ("of-the-register", "a breach of 'own'")]
)
def test_of_what_the_file_does_not_say_nothing_is_known(name: str, what: str):
    """That the other side's attack is seen does not say how likely it is that this is."""
    step = outlook("").steps[name, 0]
    assert not step.known
    assert f"not known how likely mission notices {what}" in " ".join(step.because)
