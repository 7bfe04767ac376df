"""A treaty that is ended: by whose consent, and whether that its protection ends is an answer.

Each arrangement is written for its answer, and clingo is asked the same.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, Verdict, verdict
from foedus.process import Process

ASKED = ("gap", "forfeiture", "assured-response", "single-blocker", "dead-end")
PACT = """\
foedus: 1
title: A pact that can be ended
as_of: 2031-05-01
horizon: P30D
parties: {{VAL: {{}}, KOR: {{}}, LIG: {{}}}}
bodies: {{council: {{members: {members}, rule: {rule}}}}}
conduct:
  KOR: {{towards: VAL, unbearable_from: strike, acts: [{{act: abide}}, {{act: strike}}]}}
instruments: {{pact: {{parties: [VAL, LIG, KOR]}}}}
deeds: {{leave: {{by: LIG}}}}
norms:
  peace: {{prohibition: strike, bearer: KOR, towards: VAL{where}}}
  home: {{obligation: leave, bearer: LIG, towards: KOR{beside}}}
procedures:
  end:
    opens: {{{opens}}}
    steps: [{{act: agree, by: council, within: P4D{more}}}]
    then: [{{terminate: pact}}]
guarantees:
  shield:
    owed_by: LIG
    protects: {{state: {victim}, territory: recognised}}
    against: KOR
    casus_foederis: strike
    response: {response}
    in: pact
"""


def told(**of: str) -> dict[str, Verdict]:
    """Return the verdicts, on which clingo's reading of the text must agree."""
    given = {
        "members": "[VAL, LIG]",
        "rule": "unanimity",
        "opens": "by: LIG",
        "victim": "VAL",
        "response": "defend",
        "where": "",
        "beside": "",
        "more": "",
    }
    arrangement = read(PACT.format(**given | of))
    found = {name: verdict(Process(arrangement), CATALOGUE[name]) for name in ASKED}
    asked = Asked(arrangement)
    for name, one in found.items():
        assert bool(one.loopholes) == bool(getattr(asked, name.replace("-", "_"))()), name
    return found


def outcomes(found: dict[str, Verdict], *names: str) -> tuple[str, ...]:
    return tuple(found[name].outcome for name in names)


@pytest.mark.parametrize("members", ["[VAL, LIG]", "[VAL, LIG, KOR]"])
def test_what_the_victim_agrees_to_end_it_does_not_lose_to_others(members: str):
    """Until the two parties agree, as the treaty of China and the DPRK has it."""
    found = told(members=members)
    assert outcomes(found, "gap", "forfeiture", "dead-end") == ("holds", "holds", "fails")


@pytest.mark.parametrize(
    ("members", "rule"), [("[LIG, KOR]", "unanimity"), ("[VAL, LIG, KOR]", "majority")]
)
def test_what_others_end_without_the_victim_is_lost_to_them(members: str, rule: str):
    found = told(members=members, rule=rule)
    assert outcomes(found, "gap", "forfeiture", "dead-end") == ("fails", "fails", "fails")


def test_that_protection_ends_is_no_answer_to_an_attack():
    """Article 60: the others may end a pact that only binds the one that broke it."""
    found = told(opens="by: VAL, alleging: peace", response="consult", where=", in: pact")
    names = ("assured-response", "single-blocker", "dead-end")
    assert outcomes(found, *names) == ("does-not-apply",) * 3
    assert found["gap"].outcome == "fails"


def test_that_the_others_are_free_again_is_an_answer():
    """What a party to it has promised the attacker as well ends with the pact."""
    given = {"opens": "by: VAL, alleging: peace", "response": "consult", "where": ", in: pact"}
    found = told(**given, beside=", in: pact")
    assert found["single-blocker"].outcome == "fails"
    assert "stopped by LIG alone" in found["single-blocker"].loopholes[0].statement


@pytest.mark.parametrize(("opens", "kept"), [("by: VAL", True), ("by: [VAL, KOR]", False)])
def test_an_end_that_only_the_victim_may_ask_for_is_its_own_exit(opens: str, kept: bool):
    """Valley may ask for the end of the pact, and Ligur alone then decides: as by its own notice.

    Where Korr may ask for it as well, it is lost to them.
    """
    found = told(members="[LIG]", opens=opens)
    outcome = "holds" if kept else "fails"
    assert outcomes(found, "gap", "forfeiture", "dead-end") == (outcome, outcome, "fails")
