"""Clauses that nothing reads change nothing, and the least of errors is an error."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import DeterrenceError, deter
from foedus.language import read

_QUICK = {"draws": 1, "break_evens": (), "stories": False, "waiting": False}

BARE = """
foedus: 1
title: T
as_of: 2025-01-01
horizon: P1Y
parties: {AAA: {}, BBB: {}, DDD: {}}
conduct:
  AAA:
    towards: BBB
    acts: [{act: comply}, {act: attack, needs: P5D}]
norms:
  nn: {prohibition: attack, bearer: AAA, towards: BBB}
guarantees:
  gg:
    owed_by: BBB
    protects: {state: BBB, territory: unspecified}
    against: AAA
    casus_foederis: attack
    response: right_only
    honour: {value: 1, kind: assumed, because: x}
    arrives: {value: 0, kind: assumed, because: x}
contests:
- by: AAA
  act: attack
  alone: {value: 0.8, kind: assumed, because: x}
  helped: {value: 0.8, kind: assumed, because: x}
stakes:
  AAA:
  - {label: land, when: {prevailed: AAA}, worth: {value: 0.1, kind: assumed, because: x}}
  - {label: war, when: {acted: attack, by: AAA}, worth: {value: -0.08, kind: assumed, because: x}}
"""
ANSWERED = """
  BBB:
  - {label: land, when: {prevailed: AAA}, worth: {value: -1, kind: assumed, because: x}}
procedures:
  inquiry:
    opens: {by: BBB, alleging: nn}
    steps:
    - act: report
      by: BBB
      within: P3D
      takes: {low: 0, high: 8, kind: assumed, because: x}
      finds: nn
  decision: {opens: {when: {found: nn}}, steps: [{act: decide, by: BBB, within: P12D}]}
"""
BARE = (
    BARE.replace("response: defend", "response: defend\n    due_when: {done: decision}") + ANSWERED
)
IDLE = """  council: {opens: {by: DDD}, steps: [{act: meet, by: DDD}]}
deeds: {rites: {by: DDD}}
"""


def test_who_has_nothing_at_stake_is_not_asked_for_what_nothing_reads():
    """An attack wins 0.8 * 0.1 and costs 0.08: it is worth 0, as complying is.

    So it is even odds on each of the two occasions (the days 0 and 60) on which it can be made,
    and 1 - 1/2 * 1/2 = 3/4 in all, whatever rites DDD holds and whatever council it calls.
    """
    bare, beside = (deter(read(text), **_QUICK) for text in (BARE, BARE + IDLE))
    assert np.allclose(bare.attack(""), 0.75)
    assert np.array_equal(bare.attack(""), beside.attack(""))


@pytest.mark.parametrize("read_by", ["done: council", "performed: rites"])
def test_what_a_stake_reads_is_asked_for_and_needs_a_stake_of_who_chooses(read_by):
    awe = f"{{label: awe, when: {{{read_by}}}, worth: {{value: -1, kind: assumed, because: x}}}}"
    text = BARE.replace("  BBB:\n", f"  BBB:\n  - {awe}\n") + IDLE
    with pytest.raises(DeterrenceError, match=r"'DDD' chooses .* and has nothing at stake"):
        deter(read(text), **_QUICK)


@pytest.mark.parametrize(
    ("precision", "says"), [(20.0, "27"), (1e3, "less than 1"), (1e6, "less than 1")]
)
def test_the_concept_is_told_at_any_precision(precision, says):
    """1 / (1 + e) is .27; 1 / (1 + e ** 50) is less than a hundredth, and no error is ever none."""
    found = deter(read(BARE), precision=precision, **_QUICK)
    assert f"is made in {says}\u00a0% of cases" in found.concept
