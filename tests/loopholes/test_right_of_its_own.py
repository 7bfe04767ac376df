"""A text that lets the one attacked answer by itself gives it a right, and promises it no help.

The answers are worked out by hand from a small text; each test says how. So it is in the
Understanding on Dispute Settlement (Marrakesh 1994), article 22: the member injured may suspend its
own concessions, and nobody owes it anything.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Countermeasures
as_of: 2030-01-01
horizon: P20D
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, ALB: {name: Alba}}
conduct: {UPL: {towards: LOW, unbearable_from: quota, acts: [{act: comply}, {act: quota}]}}
instruments: {agreement: {parties: [LOW, UPL, ALB]}}
norms: {open: {prohibition: quota, bearer: UPL, towards: LOW, in: agreement}}
guarantees:
  help: {owed_by: WHO, protects: {state: LOW, territory: recognised}, against: UPL, in: agreement,
         casus_foederis: quota, response: GIVES}
"""


def asked(name: str, who: str = "LOW", gives: str = "right_only") -> Verdict:
    text = TEXT.replace("WHO", who).replace("GIVES", gives)
    return examine(Inquiry(Process(read(text))), CATALOGUE[name])


@pytest.mark.parametrize(
    ("who", "gives", "outcome"),
    [
        ("LOW", "right_only", "holds"),  # Lowland may suspend what it has conceded
        ("ALB", "right_only", "holds"),  # Alba may, for Lowland
        ("ALB", "consult", "fails"),  # it is talked about
        ("ALB", "defend", "holds"),
        ("ALB", "defend, in_force: {not: {in_force: agreement}}", "fails"),  # which never ends
    ],
)
def test_who_may_answer_by_itself_has_more_than_words(who: str, gives: str, outcome: str):
    assert asked("empty-assurance", who, gives).outcome == outcome


OBJECT = """\
foedus: 1
title: An autonomy that is promised to four Powers (Memel Convention of 1924, art. 2 and 17)
as_of: 1925-08-25
horizon: P1Y
parties: {LTU: {}, MEM: {}, GBR: {}, FRA: {}, court: {}}
conduct: {LTU: {towards: MEM, acts: [{act: respect}, {act: dismiss}]}}
deeds: {restore: {by: LTU}}
norms:
  autonomy: {prohibition: dismiss, bearer: LTU, towards: MEM, owed_to: [GBR, FRA]}
  restoring: {obligation: restore, bearer: LTU, owed_to: TO, when: {found: autonomy}, within: P1M}
procedures:
  suit: {opens: {by: [GBR, FRA], alleging: autonomy}, steps: [{act: judge, by: court,
         finds: autonomy}]}
"""


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("[GBR, FRA]", ""),  # what was promised to them is made good to them
        ("MEM", ""),  # or to the one that it is about
        ("LTU", "'autonomy' assures GBR and FRA, and gives them no duty of defence, no right"),
    ],
)
def test_whoever_a_promise_is_made_to_is_the_one_assured_by_it(to: str, said: str):
    """The Territory is what the promise is about. The two Powers may complain of its breach."""
    found = examine(
        Inquiry(Process(read(OBJECT.replace("owed_to: TO", f"owed_to: {to}")))),
        CATALOGUE["empty-assurance"],
    )
    told = [hole.statement for hole in found.loopholes]
    assert [one.startswith(said) for one in told] == [True] * bool(said)


@pytest.mark.parametrize(("who", "outcome"), [("LOW", "does-not-apply"), ("ALB", "fails")])
def test_whose_own_right_it_is_guarantees_nothing_by_it(who: str, outcome: str):
    """That another owes what is only allowed is asked of a guarantor: of Alba, which need not."""
    found = asked("right-without-duty", who)
    assert found.outcome == outcome
    if outcome == "does-not-apply":
        assert found.missing == (
            "no guarantee gives anybody but the one protected a right without a duty"
        )


def test_that_nobody_else_answers_is_told_with_the_right_that_there_is():
    """No duty is written against Upland; to say that nothing is written at all would be untrue."""
    (hole,) = asked("gap").loopholes
    assert hole.statement == (
        "no duty of defence against Upland is written: 'quota' is answered at most by what 'help'"
        " gives"
    )
    assert hole.unmet == (
        "nothing is owed to Lowland by anybody under 'help': it gives a right to respond, and makes"
        " no response due",
    )
