"""What a chance that is not known hangs on: what is decided on the way, and nothing that is not."""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.language import read

TEXT = """\
foedus: 1
title: Help through a council, under a treaty that a conference may extend
as_of: 2030-01-01
horizon: P9Y
parties: {UPL: {}, LOW: {}, ALB: {}, CON: {members: [ALB, DNK, GRC]}}
bodies:
  council: {members: [ALB, DNK], rule: consensus}
  conference: {members: CON, rule: majority}
conduct: {UPL: {towards: LOW, unbearable_from: use, acts: [{act: rest}, {act: use}]}}
instruments: {treaty: {parties: [LOW, ALB], sunset: P5Y, tolled_while: {done: extend}}}
procedures:
  extend:
    opens: {by: CON, when: {from: FROM}}
    steps: [{act: decide, by: conference, within: P9D}]
  act: {opens: {by: LOW, when: {act: use, by: UPL}}, steps: [{act: call, by: council, within: P7D}]}
guarantees:
  help: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
         casus_foederis: use, response: defend, in: treaty, due_when: DUE}
"""


@pytest.mark.parametrize(
    ("due", "day", "named"),
    [
        # Today the Council alone decides, within seven days: the extension comes four years later.
        ("{done: act}", "2034-01-01", ["'call' in 'act'"]),
        # Help waits for the extension as well: then it hangs on both.
        (
            "{all: [{done: act}, {done: extend}]}",
            "2030-01-01",
            ["'decide' in 'extend'", "'call' in 'act'"],
        ),
    ],
)
def test_a_chance_hangs_on_what_is_decided_on_the_way(due: str, day: str, named: list[str]):
    """The file says nothing of how anybody votes, so that each decision on the way is named."""
    plain = assess(read(TEXT.replace("DUE", due).replace("FROM", day)), draws=10).as_json()
    (option,) = plain["options"]
    why = option["pairs"][0]["takes_effect"]["because"][0]
    lead = "not known: the file says nothing of how likely this is: "
    assert why.startswith(lead)
    assert sorted(why.removeprefix(lead).split(", ")) == sorted(named)
