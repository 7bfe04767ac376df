"""What is promised, asked or alleged more than once is drawn anew each time, and that is told.

T wins alone with .6 and against help with .2; an attack costs .45. Where help comes with a chance H
it is worth .15 - .4 H, and is made with 1 / (1 + exp(-20 x)) of that.
"""

from __future__ import annotations

from math import exp

import pytest

from foedus.deterrence import deter, notices
from foedus.language import read

TEXT = """
foedus: 1
title: Promises and questions
as_of: 2025-01-01
horizon: P1Y
parties: {T: {}, S: {}, P: {}, G: {}, H: {}, U: {members: [M, N]}, M: {}, N: {}}
bodies: {council: {members: U, rule: majority}, board: {members: [M], rule: majority}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P40D}]}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.45, kind: assumed, because: an example}
  P: [{label: loss, when: {prevailed: T}, worth: {value: -1, kind: assumed, because: the unit}}]
occasions: [OCCASIONS]
guarantees:
"""
AID = """
  NAME:
    owed_by: BY
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    arrives: {value: 1, kind: assumed, because: an example}
    honour: {value: 0.5, kind: assumed, because: an example}
"""
VOTES = """
procedures:
  decide:
    opens: OPENS
    steps: [{act: vote, by: council, takes: {value: 1, kind: assumed, because: an example}}]
  again:
    opens: {when: {lapsed: decide}}
    steps: [{act: vote, by: BODY, takes: {value: 1, kind: assumed, because: an example}}]
issues: {help: {label: whether to help}}
decides_on: {decide.vote: help, again.vote: ISSUE}
"""
BY_ITSELF = "{when: {act: attack, by: T}}"


def case(*promises, more="", occasions="P0D"):
    aids = (AID.replace("NAME", name).replace("BY", by) for name, by in promises)
    return read(TEXT.replace("OCCASIONS", occasions) + "".join(aids) + more)


def votes(opens=BY_ITSELF, body="council", issue="help"):
    return VOTES.replace("OPENS", opens).replace("BODY", body).replace("ISSUE", issue)


def attack(a):
    return deter(a, draws=2, break_evens=(), stories=False, waiting=False).attack("").mean()


def logit(worth):
    return 1 / (1 + exp(-20 * worth))


def test_one_will_that_promises_twice_counts_as_two_and_is_told():
    """Honoured with .5 each, one of two comes with .75: worth -.15, in place of -.05."""
    once, twice = case(("aid", "G")), case(("aid", "G"), ("pact", "G"))
    assert attack(once) == pytest.approx(logit(-0.05), abs=1e-9)
    assert attack(twice) == pytest.approx(logit(-0.15), abs=1e-9)
    assert notices(once) == ()
    assert notices(twice) == (
        "'aid' and 'pact' are owed by G to P against T, and where they fall due together each is "
        "honoured or not by a draw of its own: one will counts as several; write one of them, with "
        "the chance for all",
    )


def test_two_wills_that_promise_alike_are_two():
    assert notices(case(("aid", "G"), ("pact", "H"))) == ()


@pytest.mark.parametrize(
    ("again", "told"), [({}, 1), ({"body": "board"}, 0), ({"issue": "other"}, 0)]
)
def test_one_question_put_to_the_same_members_by_two_procedures_is_told(again, told):
    more = votes(**again).replace("issues: {", "issues: {other: {label: another}, ")
    found = notices(case(("aid", "G"), more=more))
    assert len(found) == told
    if told:
        assert found[0].startswith(
            "'decide.vote' and 'again.vote' put one question (help) to the same members, whose "
            "ballots are drawn anew in each procedure"
        )


@pytest.mark.parametrize(
    ("opens", "occasions", "told"),
    [("{by: P}", "P0D, P60D", 1), ("{by: P}", "P0D", 0), (BY_ITSELF, "P0D, P60D", 0)],
)
def test_what_may_be_opened_anew_is_told(opens, occasions, told):
    more = votes(opens, body="board")
    found = notices(case(("aid", "G"), more=more, occasions=occasions))
    assert (
        sum(one.startswith("'decide' may be opened anew on 2 occasions") for one in found) == told
    )
