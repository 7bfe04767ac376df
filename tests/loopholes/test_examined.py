"""What a verdict says that it examined is what it asked about: no act more, and none less."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A ladder of four acts
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, LGA: {}}
conduct:
  UPL:
    towards: LOW
    unbearable_from: seize
    acts:
      [{act: comply}, {act: probe}, {act: raid}, {act: seize, needs: P9D}, {act: war, needs: P9D}]
norms: {calm: {prohibition: probe, bearer: UPL, towards: LOW}}
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: raid
    response: defend
    arrives: {value: 2, kind: judged, because: an example}
"""


@pytest.mark.parametrize(
    ("name", "acts"),
    [
        # A duty answers a raid and what is graver; of these two are unbearable, and two are timed.
        ("assured-response", "'raid', 'seize' and 'war' by UPL against LOW;"),
        (
            "single-blocker",
            "'seize' and 'war' by UPL against LOW (not 'raid', which the ladder does not call"
            " unbearable);",
        ),
        (
            "promptness",
            "'seize' and 'war' by UPL against LOW (not 'raid', which is not said to need time);",
        ),
        ("capability-gap", "'seize' and 'war' by UPL against LOW (not 'raid', of which"),
    ],
)
def test_the_acts_that_are_named_are_those_that_were_asked_about(name: str, acts: str):
    found = verdict(Process(read(TEXT)), CATALOGUE[name])
    assert found.outcome == "holds"
    assert found.scope.startswith(acts)


def test_without_a_mark_all_but_compliance_is_asked_about():
    text = TEXT.replace("    unbearable_from: seize\n", "")
    found = verdict(Process(read(text)), CATALOGUE["single-blocker"])
    assert found.scope.startswith("'probe', 'raid', 'seize' and 'war' by UPL against LOW;")
