"""Duties each of which is excused until another is done: nobody has to be first."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

EXCHANGE = """\
foedus: 1
title: Prisoners against troops
as_of: 2025-01-01
horizon: P2Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}}
deeds: {troops: {by: AAA}, prisoners: {by: BBB}, maps: {by: CCC}}
norms:
  go: {obligation: troops, bearer: AAA, within: P60D, unless: {not: {performed: prisoners}}}
"""
FREE = (
    "  free: {obligation: prisoners, bearer: BBB, within: P60D, unless: {not: {performed: %s}}}\n"
)
MAPS = "  map: {obligation: maps, bearer: CCC, within: P60D, unless: {not: {performed: troops}}}\n"
PLAIN = "  free: {obligation: prisoners, bearer: BBB, within: P90D}\n"
ALSO = "  late: {obligation: troops, bearer: AAA, within: P1Y}\n"
WHEN = """\
  go: {obligation: troops, bearer: AAA, within: P60D, when: {performed: prisoners}}
  free: {obligation: prisoners, bearer: BBB, within: P60D, when: %s}
"""
WHILE = "  free: {obligation: prisoners, bearer: BBB, within: P60D, unless: {performed: troops}}\n"
PAIR = (
    "'troops' need not be done until 'prisoners' is, and 'prisoners' need not be done until"
    " 'troops' is: nobody is in breach by doing nothing"
)


@pytest.mark.parametrize(
    ("norms", "said"),
    [
        (FREE % "troops", [PAIR]),
        (
            FREE % "maps" + MAPS,
            [
                "'troops' need not be done until 'prisoners' is, and 'prisoners' need not be done"
                " until 'maps' is, and 'maps' need not be done until 'troops' is: nobody is in"
                " breach by doing nothing"
            ],
        ),
        (PLAIN, []),  # the prisoners are due by 1 April in any case
        (FREE % "troops" + ALSO, []),  # the troops are due within a year in any case
        (WHILE, []),  # excused once the troops have left: whoever holds them first is in breach
        (FREE % "maps", []),  # nobody owes the maps: who waits for them waits for no duty
    ],
)
def test_where_each_waits_for_the_other_nobody_is_in_breach(norms: str, said: list[str]):
    """Of the pair: while both do nothing each is excused, for ever; so is each of a ring of three.

    Where one of them is due without an excuse, it is breached by doing nothing: no circle.
    """
    found = verdict(Process(read(EXCHANGE + norms)), CATALOGUE["deadlock"])
    assert [hole.statement for hole in found.loopholes] == said
    assert found.outcome == ("fails" if said else "holds")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("{performed: troops}", [PAIR]),
        ("{any: [{performed: troops}, {from: 2026-01-01}]}", []),  # due in 2026 in any case
        ("{not: {performed: troops}}", []),  # due from the first day, as long as they stay
        ("{all: [{performed: troops}, {performed: maps}]}", [PAIR]),
    ],
)
def test_what_is_due_only_once_the_other_was_done_waits_for_it(when: str, said: list[str]):
    """A duty that has not fallen due is no more breached than one that is excused."""
    text = EXCHANGE.partition("  go:")[0] + WHEN % when
    found = verdict(Process(read(text)), CATALOGUE["deadlock"])
    assert [hole.statement for hole in found.loopholes] == said


ONCE = """\
  go: {obligation: troops, bearer: AAA, within: P60D,
       unless: {all: [{done: notice}, {not: {performed: prisoners}}]}}
  free: {obligation: prisoners, bearer: BBB, when: {done: notice}, within: P60D,
         unless: {not: {performed: %s}}}
procedures: {notice: {opens: {by: AAA}, steps: [{act: notify, by: CCC, within: P30D}]}}
"""


@pytest.mark.parametrize(("waits_for", "found"), [("troops", True), ("maps", False)])
def test_duties_that_come_to_excuse_each_other_later_are_told_with_how(waits_for: str, found: bool):
    """UNCIP resolution of 13 August 1948, part II, in small: once notified, none need be first.

    Without the notice Aland is in breach after sixty days; that it may come in time is enough.
    """
    holes = verdict(
        Process(read(EXCHANGE.partition("  go:")[0] + ONCE % waits_for)), CATALOGUE["deadlock"]
    ).loopholes
    assert bool(holes) is found
    for hole in holes:
        assert hole.statement.endswith("from which on nobody is in breach by doing nothing")
        assert hole.lines[-1].follows == ("'notice' takes effect",)
