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
    assert {rule.who for rule in found.kept_away.how} == {said}
    steps_told = [rule.does for rule in found.kept_away.how]
    both = ["not agree to 'decide'", "not agree to 'recommend'"]  # a no to the first leads on
    assert steps_told == (both if steps is BOTH else both[1:])


TWO_BODIES = """\
foedus: 1
title: A council, and a committee of the same members
as_of: 2006-10-14
horizon: P1Y
parties: {FIN: {name: Finnia}, RUS: {name: Russland}, SWE: {name: Swedia}}
bodies:
  BODIES
conduct: {RUS: {towards: FIN, acts: [{act: keep}, {act: land}]}}
procedures:
  measures:
    opens: {by: FIN, when: {act: land, by: RUS}}
    steps: [{act: list, by: committee, within: P7D}, {act: adopt, by: council, within: P7D}]
guarantees:
  assist:
    owed_by: SWE
    protects: {state: FIN, territory: recognised}
    against: RUS
    casus_foederis: land
    response: defend
    due_when: {done: measures}
"""
MEMBERS = "members: [GBR, ITA, JPN, ESP, BRA, CHN], rule: majority}"
COUNCIL = f"council: {{name: the Council, {MEMBERS}"
COMMITTEE = f"committee: {{name: the Committee, {MEMBERS}"


@pytest.mark.parametrize("bodies", [(COUNCIL, COMMITTEE), (COMMITTEE, COUNCIL)])
def test_a_vote_is_told_as_of_the_body_that_casts_it(bodies: tuple[str, str]):
    """By hand: four of the same six force both votes, each in the body whose vote it is.

    Which body is listed first in the file changes nothing.
    """
    text = TWO_BODIES.replace("BODIES", "\n  ".join(bodies))
    (found, *_) = powers(Process(read(text)))
    both = "any 4 of the 6 members of the Committee and the Council"
    assert found.forced.together == (f"Finnia and {both}",)
    told = {rule.does: rule.who for rule in found.forced.how}
    assert told["agree to 'list'"] == "any 4 of the 6 members of the Committee"
    assert told["agree to 'adopt'"] == "any 4 of the 6 members of the Council"
