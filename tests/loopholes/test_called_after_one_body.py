"""Members that two bodies count are named, and not called after one of them."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import powers
from foedus.process import Process

TWO_WAYS = """\
foedus: 1
title: A council that decides unanimously, or else without the one concerned by a majority
as_of: 1930-01-01
horizon: P1Y
parties: {FIN: {name: Finnia}, RUS: {name: Russland}, SWE: {name: Swedia}}
bodies:
  council: {name: the Council, members: [GBR, ITA, JPN, ESP, BRA, CHN, FIN], rule: unanimity}
  lesser:
    {name: the Council without Finnia, members: [GBR, ITA, JPN, ESP, BRA, CHN], rule: majority}
conduct: {RUS: {towards: FIN, unbearable_from: land, acts: [{act: keep}, {act: land}]}}
procedures:
  measures:
    opens: {by: FIN, when: {act: land, by: RUS}}
    steps: STEPS
guarantees:
  assist:
    owed_by: SWE
    protects: {state: FIN, territory: recognised}
    against: RUS
    casus_foederis: land
    response: defend
    due_when: {done: measures}
"""
BOTH = """
      - {act: decide, by: council, within: P7D, on_pass: effect, on_block: next, on_timeout: next}
      - {act: recommend, by: lesser, within: P7D}
"""
ONE = "[{act: recommend, by: lesser, within: P7D}]"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (BOTH, "any 3 of the United Kingdom, Italy, Japan, Spain, Brazil and China"),
        (ONE, "any 3 of the 6 members of the Council without Finnia"),
    ],
)
def test_who_votes_in_two_bodies_is_named(steps: str, said: str):
    """It takes four of the six for it, so that three keep it away; the Council has seven."""
    (found, *_) = powers(Process(read(TWO_WAYS.replace("STEPS", steps))))
    assert found.kept_away.together == (said,)
    assert [rule.who for rule in found.kept_away.how] == [said]
