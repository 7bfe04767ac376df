"""Where an act brings a right and no duty, what takes effect because of it is told beside: by hand.

The Members may send a force once sanctions are in effect, and owe nothing; the sanctions themselves
follow the act whether or not anybody is sent.
"""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.assessment.answer import answer
from foedus.language import read

TEXT = """\
foedus: 1
title: Sanctions, and a force that may be sent
as_of: 2023-01-01
horizon: P1Y
parties: {JUN: {name: the junta}, NER: {name: the people}, MEM: {name: the Community}}
conduct: {JUN: {towards: NER, acts: [{act: rest}, {act: coup, label: seizes power}]}}
instruments: {measures: {parties: [MEM, NER], status: proposed, enters: {done: sanction}}}
norms: {order: {prohibition: coup, bearer: JUN, towards: NER}}
procedures:
  sanction:
    opens: {by: MEM, alleging: order}
    steps: [{act: decide, by: MEM, finds: order}]
%s
guarantees:
  standby: {owed_by: MEM, protects: {state: NER, territory: recognised}, against: JUN,
    casus_foederis: coup, response: %s, due_when: {done: sanction}}
"""
THEN = "    then: [{bring_into_force: measures}]"


@pytest.mark.parametrize(
    ("then", "response", "told"),
    [
        (THEN, "right_only", True),
        ("", "right_only", False),  # a decision of which nothing but the right comes
        (THEN, "defend", False),  # a duty: what else takes effect is told in the tables
    ],
)
def test_effects_are_named_beside_a_right(then: str, response: str, told: bool):
    text = TEXT % (then, response)
    text = text if then else text.replace("enters: {done: sanction}", "sunset: P1Y")
    said = str(answer(assess(read(text), draws=20).as_json()))
    beside = "whether or not anybody responds, 'sanction' can take effect"
    assert (beside in said) is told
