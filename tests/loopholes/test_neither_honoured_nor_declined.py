"""Where an answer either way lets help come, who keeps it away is told to leave both."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import powers
from foedus.process import Process

TEXT = """\
foedus: 1
title: Each helps once the other does
as_of: 2024-02-16
horizon: P1Y
parties: {AAA: {}, BBB: {}, FRA: {name: France}, GBR: {name: Britain}}
conduct: {AAA: {towards: BBB, acts: [{act: peace}, {act: attack}]}}
guarantees:
  f:
    owed_by: FRA
    protects: {state: BBB, territory: recognised}
    against: AAA
    casus_foederis: attack
    response: defend
    due_when: {any: [%s]}
  h:
    owed_by: [FRA, GBR]
    protects: {state: BBB, territory: recognised}
    against: AAA
    casus_foederis: attack
    response: consult
"""


@pytest.mark.parametrize(
    ("due", "left"),
    [
        ("{honoured: h}, {declined: h}", {"not honour 'h'", "not decline to respond under 'h'"}),
        ("{honoured: h}", {"not honour 'h'"}),
        ("{declined: h}", {"not decline to respond under 'h'"}),
    ],
)
def test_who_keeps_help_away_leaves_each_answer_that_lets_it_come(due: str, left: set[str]):
    """By hand: `f` is due once one honours `h`, or once both have declined it, or on either.

    So France and Britain must honour it neither, and not decline it, where both let `f` come.
    """
    process = Process(read(TEXT % due))
    found = next(one for one in powers(process) if "f" in {name for _, name in one.clauses})
    assert {rule.does for rule in found.kept_away.how} == left
