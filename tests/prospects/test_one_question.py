"""One question has one answer of each member, in whatever procedure it is put.

Each of three members says yes with the chance p, and apart from the others (no correlation). What
two procedures come to that put one question is then counted over the eight ways to vote.
"""

from __future__ import annotations

from itertools import product

import pytest

from foedus.language import read
from foedus.prospects import Outlook

TEXT = """
foedus: 1
title: One question
as_of: 2025-01-01
horizon: P1Y
parties: {T: {}, S: {}, P: {}, G: {}, U: {members: [M0, M1, M2]}, M0: {}, M1: {}, M2: {}}
bodies:
  first: {members: FIRST, rule: RULE}
  second: {members: SECOND, rule: AGAIN}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack}]}
procedures:
  decide:
    opens: {when: {act: attack, by: T}}
    steps: [{act: vote, by: first, takes: {value: 1, kind: assumed, because: an example}}]
  again:
    opens: {when: WHEN}
    steps: [{act: vote, by: second, takes: {value: 1, kind: assumed, because: an example}}]
issues: {help: {label: whether to help}, other: {label: another}}
decides_on: {decide.vote: help, again.vote: ISSUE}
leanings: {unknown: {yes: YES, abstain: 0.000001, no: NO, because: an example}}
guarantees:
  aid:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    due_when: {GOAL: [{done: decide}, {done: again}]}
"""
ALL, FEW, LAST = "[M0, M1, M2]", "[M0, M1]", "[M1, M2]"


def expected(chance, first, rule, second, again, either):
    """Sum over the ballots of three members whether one of both procedures passes, or both do."""
    total = 0.0
    for ballots in product((True, False), repeat=3):
        said = dict(zip(("M0", "M1", "M2"), ballots, strict=True))
        likely = 1.0
        for yes in ballots:
            likely *= chance if yes else 1 - chance
        passed = []
        for members, how in ((first, rule), (second, again)):
            voters = members.strip("[]").split(", ")
            share = sum(said[v] for v in voters) / len(voters)
            passed.append(share == 1.0 if how == "unanimity" else share > 0.5)
        total += likely * (any(passed) if either else all(passed))
    return total


@pytest.mark.parametrize("chance", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("either", [True, False])
@pytest.mark.parametrize(
    ("first", "rule", "second", "again"),
    [
        (ALL, "majority", ALL, "majority"),
        (ALL, "unanimity", ALL, "majority"),
        (ALL, "majority", ALL, "unanimity"),
        (FEW, "unanimity", LAST, "unanimity"),
        (FEW, "unanimity", ALL, "majority"),
    ],
)
def test_two_procedures_that_put_one_question(chance, either, first, rule, second, again):
    """Refused and then asked again, or passed and then to be confirmed."""
    when = "{lapsed: decide}" if either else "{done: decide}"
    found = takes_effect(chance, first, rule, second, again, either, when)
    assert found == pytest.approx(expected(chance, first, rule, second, again, either), abs=2e-4)


def test_two_questions_are_two():
    """Half, and of the other half a half."""
    found = takes_effect(0.5, ALL, "majority", ALL, "majority", True, "{lapsed: decide}", "other")
    assert found == pytest.approx(0.75, abs=2e-4)


@pytest.mark.parametrize(
    ("yes", "absent"), [(0.5, 0.3), (0.2, 0.8), (0.9, 0.1), (0.0, 0.6), (0.6, 0.0)]
)
def test_what_is_carried_by_a_vote_does_not_wait_for_silence(yes, absent):
    """One member votes after 5 days; if it is absent the step is adopted as day 20 ends."""
    text = filled(yes, "[M0]", "majority", "[M0]", "majority", True, "{lapsed: decide}")
    text = text.replace("{value: 1,", "{value: 5,", 1)
    text = text.replace("an example}}]", "an example}, within: P20D, on_timeout: adopt}]", 1)
    weights = (("yes", yes), ("no", 1 - yes - absent), ("absent", absent))
    told = ", ".join(f"{key}: {max(weight, 1e-12) * 1e8:.6f}" for key, weight in weights)
    leaning = f"leanings: {{unknown: {{{told}, abstain: 0.000001, because: an example}}}}"
    before, after = text.split("leanings:")
    text = before + leaning + after[after.index("\n") :]
    found = Outlook(read(text), draws=1, correlation=0.0).after(by="T")
    days = {5: 0.0, 20: 0.0}
    for way in found.ways:
        days[way.day] += way.chance
    assert days[5] == pytest.approx(yes, abs=2e-4)
    assert days[20] == pytest.approx(absent, abs=2e-4)
    assert found.takes_effect.value == pytest.approx(yes + absent, abs=2e-4)


def takes_effect(*asked):
    text = filled(*asked)
    return Outlook(read(text), draws=4, correlation=0.0).after(by="T").takes_effect.value


def filled(chance, first, rule, second, again, either, when, issue="help"):
    words = {
        "FIRST": first,
        "RULE": rule,
        "SECOND": second,
        "AGAIN": again,
        "WHEN": when,
        "ISSUE": issue,
        "YES": f"{chance * 1e8:.0f}",
        "NO": f"{(1 - chance) * 1e8:.0f}",
        "GOAL": "any" if either else "all",
    }
    text = TEXT
    for word, put in words.items():
        text = text.replace(word, put)
    return text
