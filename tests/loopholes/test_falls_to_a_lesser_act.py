"""What was owed answered the graver act: of the lesser one nothing was owed that could be lost."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: One promise for raids, another for attacks
as_of: 2025-01-01
horizon: P1Y
parties: {RED: {}, BET: {}, GAM: {}, DEL: {}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: raid}, {act: attack}]}}
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED,
        casus_foederis: raid, response: defend, in_force: {not: {act: attack, by: RED}}}
  late: {owed_by: DEL, protects: {state: BET, territory: recognised}, against: RED,
         casus_foederis: attack, response: defend}
"""


def test_the_sentence_is_of_the_act_that_was_answered():
    """RED attacks, and DEL owes BET defence; RED goes back to a raid, begun before 'aid' binds.

    Where 'aid' covers an act under way, the raid is answered, and there is no gap.
    """
    (hole,) = verdict(Process(read(TEXT)), CATALOGUE["gap"]).loopholes
    assert hole.statement == (
        "when RED falls from 'attack' to 'raid', that can go on without being answered, even if"
        " everybody helps: what was owed answered 'attack'"
    )
    assert [line.said for line in hole.lines] == ["RED: attack", "RED: raid"]
    bars = "in_force: {not: {act: attack, by: RED}}"
    covers = TEXT.replace(bars, f"{bars}, covers_ongoing: true")
    assert verdict(Process(read(covers)), CATALOGUE["gap"]).holds
