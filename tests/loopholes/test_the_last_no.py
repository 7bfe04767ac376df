"""The story of who stops an answer goes on to the no that ends it: by hand.

Denmark and Norway decide at two steps, which only Norway can carry; what is refused at the first
is asked again at the second. So Norway's first no stops nothing: its second does, that same day.
Where the first step lapses with its time, Norway need only say nothing, and no no is in the story.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: Asked twice
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, LEA: {name: the League, members: [DNK, NOR]}}
bodies: {council: {members: LEA, rule: {weights: {DNK: 1, NOR: 2}, quota: 2}}}
conduct: {UPL: {towards: LOW, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
procedures:
  request:
    opens: {by: LOW, when: {act: attack, by: UPL}}
    reopens: %s
    steps:
      - {act: coordinate, by: council, within: P1D, on_block: next%s}
      - {act: review, by: council, within: P30D, on_block: lapse}
guarantees:
  aid:
    owed_by: LEA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {%s}
"""
SAYS = ("objects to", "agrees to")
SILENT = ", on_timeout: adopt"


@pytest.mark.parametrize("reopens", ["after_effect", "true", "false"])
@pytest.mark.parametrize(
    ("silence", "due"),
    [
        ("", "done: request"),
        (SILENT, "done: request"),
        # Owed as soon as it is asked for.
        (SILENT, "any: [{open: request}, {done: request}]"),
    ],
)
def test_the_story_ends_with_the_no_that_stops_it(reopens: str, silence: str, due: str):
    process = Process(read(TEXT % (reopens, silence, due)))
    (hole,) = verdict(process, CATALOGUE["single-blocker"]).loopholes
    assert "can be stopped by Norway alone" in hole.statement
    asked, refused = [line.said for line in hole.lines][-2:]
    if not silence:  # time runs out on the first step, however often it is asked
        assert (asked, refused) == ("Upland: attack", "Lowland opens 'request'")
        assert any("nothing is owed to Lowland" in one for one in hole.unmet)
        return
    # Whatever it says to the first, where help is there already and the second takes it away.
    # Where silence carries the first, it need say nothing to it.
    assert asked in {
        *(f"Norway {says} 'coordinate' in 'request'" for says in SAYS[: 1 + ("any" in due)]),
        "the day ends",
    }
    assert refused == "Norway objects to 'review' in 'request'"
    assert any("nothing is owed to Lowland" in one for one in hole.unmet)
