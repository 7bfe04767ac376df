"""A search that was given up has not shown that there is nothing: no fault may rest on that.

Searches are given up one at a time, or from one on for good, or while they go backwards, and no
fault may then be told that a search with all the time in the world does not find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from foedus.language import Places, read
from foedus.loopholes import CATALOGUE, Inquiry, Verdict, explained
from foedus.loopholes.catalogue import examine
from foedus.process import Process
from foedus.views.verdicts import _hole

HERE = Path(__file__).parent
LEAVING = """\
foedus: 1
title: An attacker that may leave a treaty, and help that hangs on its victim's being bound by it
as_of: 2000-01-01
horizon: P1Y
parties: {T: {}, P: {}, G: {}, X: {}, Y: {}, C: {members: [X, Y]}}
bodies: {council: {members: C, rule: unanimity}}
conduct: {T: {towards: P, unbearable_from: attack, acts: [{act: comply}, {act: attack}]}}
instruments: {pact: {parties: [T, P, G], withdrawal: {by: [T, P, G], notice: P30D}}}
norms: {peace: {prohibition: attack, bearer: T, towards: P}}
procedures:
  finding: {opens: {by: P, alleging: peace}, steps: [{act: find, by: G, finds: peace}]}
  decision:
    opens: {by: P, when: {found: peace}}
    reopens: true
    steps: [{act: decide, by: council, within: P10D}]
guarantees:
  help:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    due_when: {done: decision}
    in_force: {in_force: pact, by: P}
"""
TIRED = [
    ("01", "gap"),
    ("01", "single-blocker"),
    ("07", "single-blocker"),
    ("07", "promptness"),
]


@cache
def process(name: str) -> Process:
    """Return the process of the arrangement on one page of the catalogue, or of the one above."""
    text = (HERE / f"bad/{name}.yaml").read_text(encoding="utf-8") if name else LEAVING
    return Process(read(text))


def told(page: str, name: str, goes_on: Callable[[int, int], bool]) -> Verdict:
    return examine(Inquiry(process(page), patience=goes_on), CATALOGUE[name])


@pytest.mark.parametrize(("page", "name"), TIRED)
def test_no_fault_rests_on_a_search_that_was_given_up(page, name):
    whole, searches = counting(page, name, lambda _now: False)
    assert whole
    for last in range(1, searches + 1):
        for_good, _ = counting(page, name, lambda now, last=last: now >= last)
        once, _ = counting(page, name, lambda now, last=last: now == last)
        assert for_good <= whole
        assert once <= whole


def counting(page: str, name: str, tired: Callable[[int], bool]) -> tuple[set[str], int]:
    """Return the faults told where whoever is asked gets tired, and how often it was asked."""
    asked = 0

    def goes_on(_states: int, _waiting: int) -> bool:
        nonlocal asked
        asked += 1
        return not tired(asked)

    return {hole.statement for hole in told(page, name, goes_on).loopholes}, asked


@pytest.mark.parametrize("name", ["withdrawal-dodge", "forfeiture"])
def test_no_fault_rests_on_looking_backwards_no_further(name):
    """All is explored, and from where an answer can come is not worked out to the end."""
    backwards = 0

    def goes_on(states: int, waiting: int) -> bool:
        nonlocal backwards
        backwards += states > 32 and not waiting
        return states <= 32 or waiting > 0

    verdict = told("", name, goes_on)
    assert backwards
    assert verdict.outcome == "undecided"


def test_a_story_that_shows_its_fault_stands_whatever_else_was_given_up():
    """Of two rights the first is not looked at to the end; that of the second comes about."""
    asked = CATALOGUE["right-without-duty"]
    a = process("18").arrangement
    (name, right), *_ = a.guarantees.items()
    two = Process(replace(a, guarantees={name: right, "again": right}))
    refused = iter([True, True])  # the search, and whether to begin it again roughly

    def goes_on(_states: int, _waiting: int) -> bool:
        return not next(refused, False)

    verdict = examine(Inquiry(two, patience=goes_on), asked)
    assert (verdict.outcome, verdict.complete) == ("fails", False)
    assert [hole.clauses for hole in verdict.loopholes] == [(("guarantees", "again"),)]


def test_who_owes_a_deed_is_followed_no_longer_than_somebody_waits():
    """The last thing that is asked of page 14 is what its debtor is left in by no fault of its own.

    Given up there, nothing is told; and it ends at once, whatever is left to be followed.
    """
    whole, asked = counting("14", "double-bind", lambda _now: False)
    assert whole
    left, given_up = counting("14", "double-bind", lambda now: now >= asked)
    assert (left, given_up) == (set(), asked)
    seen = iter(range(1, asked + 1))
    verdict = told("14", "double-bind", lambda _states, _waiting: next(seen) < asked)
    assert (verdict.outcome, verdict.complete) == ("undecided", False)


def test_what_a_fault_needs_is_said_to_be_all_needed_only_where_that_was_asked():
    """Nothing is struck where nobody waits: of what is left some may not be needed."""
    a, asked = process("01").arrangement, CATALOGUE["gap"]
    found = examine(Inquiry(process("01")), asked)
    (whole,) = explained(a, found).loopholes
    (given_up,) = explained(a, found, lambda _states, _waiting: False).loopholes
    assert whole.needs_each
    assert not given_up.needs_each
    assert set(whole.needs) < set(given_up.needs)
    places = Places((HERE / "bad/01.yaml").read_text(encoding="utf-8"), "01.yaml")
    said = ["\n".join(_hole(hole, places, None, stories=False)) for hole in (whole, given_up)]
    assert "it needs each of these clauses: " in said[0]
    assert "and maybe not all of them (the budget was used up): " in said[1]
