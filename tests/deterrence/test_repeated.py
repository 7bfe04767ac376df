"""What is promised, asked or alleged more than once, and what is told of it.

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
    arrives: ARRIVES
    honour: {value: CHANCE, kind: assumed, because: an example}
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
    aids = "".join(aid(*promise) for promise in promises)
    return read(TEXT.replace("OCCASIONS", occasions) + aids + more)


def aid(name, by, chance="0.5", law="{value: 1}"):
    text = AID.replace("NAME", name).replace("BY", by).replace("CHANCE", chance)
    return text.replace("ARRIVES", law.replace("}", ", kind: assumed, because: an example}"))


def votes(opens=BY_ITSELF, body="council", issue="help"):
    return VOTES.replace("OPENS", opens).replace("BODY", body).replace("ISSUE", issue)


def attack(a):
    return deter(a, draws=2, break_evens=(), stories=False, waiting=False).attack("").mean()


def logit(worth):
    return 1 / (1 + exp(-20 * worth))


@pytest.mark.parametrize(
    ("chances", "help_"),
    [
        (("0.5",), 0.5),
        (("0.5", "0.5"), 0.5),
        (("0.5", "0.5", "0.5"), 0.5),
        (("0.2", "0.7"), 0.7),
        (("0.7", "0.2"), 0.7),
        (("0.3", "0.9", "0.6"), 0.9),
        (("0", "0.4"), 0.4),
        (("1", "0.4"), 1.0),
        (("0.4", "0"), 0.4),
        (("0.25", "0.75", "0.75", "0.1"), 0.75),
    ],
)
def test_one_will_that_promises_twice_is_asked_once(chances, help_):
    """One number u, even on 0 to 1, is the will: each text is honoured if u lies below its chance.

    So help comes if u is below the greatest of them, in whatever order they are asked: an attack is
    worth .15 - .4 max(h).
    """
    a = case(*((f"t{at}", "G", chance) for at, chance in enumerate(chances)))
    assert attack(a) == pytest.approx(logit(0.15 - 0.4 * help_), abs=1e-9)


def test_one_will_is_told():
    assert notices(case(("aid", "G"))) == ()
    assert notices(case(("aid", "G"), ("pact", "G"))) == (
        "'aid' and 'pact' are owed by G to P against T: taken as one will and one force, so that "
        "what is promised twice is no surer than the surer of both",
    )


@pytest.mark.parametrize(
    ("laws", "in_time"),
    [
        (("{low: 20, high: 60}",), 0.5),
        (("{low: 20, high: 60}", "{low: 20, high: 60}"), 0.5),
        (("{low: 20, high: 60}", "{low: 30, high: 50}"), 0.5),
        (("{low: 30, high: 50}", "{low: 0, high: 60}"), 2 / 3),
        (("{low: 0, high: 60}", "{low: 30, high: 50}"), 2 / 3),
    ],
)
def test_one_force_is_not_sent_twice(laws, in_time):
    """Owed on the day of the attack, help is in time within 40 days: 20 of 40, 10 of 20, 40 of 60.

    The force is one: it is there in time with the greater of its chances, not with that of either
    of two. It is honoured with .5.
    """
    a = case(*((f"t{at}", "G", "0.5", law) for at, law in enumerate(laws)))
    assert attack(a) == pytest.approx(logit(0.15 - 0.2 * in_time), abs=1e-9)


def test_two_wills_are_asked_apart():
    """Two debtors with .5 each: one of them helps with .75."""
    assert attack(case(("aid", "G"), ("pact", "H"))) == pytest.approx(logit(-0.15), abs=1e-9)
    assert notices(case(("aid", "G"), ("pact", "H"))) == ()


def test_a_promise_of_one_and_one_of_several_are_drawn_apart_and_that_is_told():
    both = case(("aid", "G"), ("pact", "[G, H]"))
    assert attack(both) == pytest.approx(logit(-0.15), abs=1e-9)
    (told,) = notices(both)
    assert told.startswith("'aid' and 'pact' are owed by G to P against T, not by the same parties")


@pytest.mark.parametrize(
    ("again", "told"),
    [({"issue": ""}, 1), ({}, 0), ({"body": "board", "issue": ""}, 0), ({"issue": "other"}, 0)],
)
def test_what_the_file_leaves_open_is_told(again, told):
    """Two votes of the same members, the second upon the lapse of the first, and no issue of it."""
    more = votes(**again).replace("issues: {", "issues: {other: {label: another}, ")
    found = notices(case(("aid", "G"), more=more.replace(", again.vote: }", "}")))
    assert len(found) == told
    if told:
        assert found[0].startswith(
            "'decide.vote' and 'again.vote' ask the same members by the same rule, and no issue "
            "(decides_on) says whether it is one question: taken as two"
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


@pytest.mark.parametrize("response", ["defend", "consult"])
def test_stages_of_a_response_are_told_not_to_be_played(response):
    """Forces from day 28 on are what the text orders; the game has help a day after it is owed."""
    stages = "    response_ladder: [{after: P28D, response: forces of the guarantor}]\n"
    text = aid("aid", "G").replace("defend", response)
    plain, staged = (
        read(TEXT.replace("OCCASIONS", "P0D") + text + more + aid("pact", "H"))
        for more in ("", stages)
    )
    assert notices(plain) == ()
    (told,) = notices(staged)
    assert told.startswith("'aid': the stages of the response (response_ladder) are replayed and")
    assert attack(staged) == attack(plain)
