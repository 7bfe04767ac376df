"""A budget is divided over the properties: one that takes all its share starves no other."""

from __future__ import annotations

from foedus.casebook import text_of
from foedus.cli.budget import Budget
from foedus.language import option, read
from foedus.loopholes import CATALOGUE, Inquiry, faults, find_all, verdicts
from foedus.loopholes.catalogue import examine
from foedus.process import Process

CASE = option(read(text_of("ukraine-2025"), "ukraine-2025"), "as-proposed")
ASKED = [CATALOGUE[name] for name in ("gap", "predates", "toothless-norm")]


def outcomes(patience):
    return [v.outcome for v in verdicts(Process(CASE), ASKED, patience=patience)]


def test_what_is_given_up_is_undecided_and_what_needs_no_search_is_decided():
    assert outcomes(lambda _left: lambda _states, _waiting: False) == [
        "undecided",
        "undecided",
        "fails",
    ]


def test_a_property_that_was_given_up_leaves_the_others_their_share():
    asked: list[int] = []

    def share(left: int):
        asked.append(left)
        return lambda _states, _waiting: asked != [3]

    assert outcomes(share) == ["fails", "fails", "fails"]
    assert asked == [3, 1, 2, 1, 1]  # whether anything is left, the others, and the first again


def test_a_question_has_its_part_of_the_time_that_is_left(monkeypatch):
    """A tenth is kept for starting and telling, so that 27 of 30 seconds are for the search."""
    now = [100.0]
    monkeypatch.setattr("foedus.cli.budget.monotonic", lambda: now[0])
    budget = Budget("30s")
    goes_on = budget.share(3)
    now[0] = 108.0
    assert goes_on(1, 1)
    now[0] = 109.0
    assert not goes_on(1, 1)
    goes_on = budget.share(2)  # 18 s are left for two
    now[0] = 117.0
    assert goes_on(1, 1)
    goes_on = budget.share(1)
    now[0] = 126.0
    assert goes_on(1, 1)
    now[0] = 127.0
    assert not goes_on(1, 1)


def test_faults_that_were_not_looked_for_to_the_end_are_named():
    names = [asked.id for asked in ASKED]
    found = faults(Process(CASE), names, patience=lambda _left: lambda _states, _waiting: False)
    assert {hole.id for hole in found.loopholes} == {"toothless-norm"}
    assert found.undecided == ("gap", "predates")
    whole = faults(Process(CASE), names)
    assert (whole.loopholes, whole.undecided) == (find_all(Process(CASE), names), ())


def test_rounds_one_after_another_share_the_time_and_each_begins_when_it_is_first_asked(
    monkeypatch,
):
    """Of 30 seconds 27 are for the search; 3 have gone, so that each of two rounds has 12."""
    now = [100.0]
    monkeypatch.setattr("foedus.cli.budget.monotonic", lambda: now[0])
    budget = Budget("30s,500GB")  # the suite itself may stand above what a search may take
    now[0] = 103.0
    part = budget.among(2)
    assert part.megabytes == 500_000
    now[0] = 200.0  # it waits for another process
    first, second = part.among(1), part.among(1)
    goes_on = first.share(1)
    now[0] = 211.9
    assert goes_on(1, 1)
    now[0] = 212.0
    assert not goes_on(1, 1)
    assert second.share(1)(1, 1)


TWO = """\
foedus: 1
title: One attacker against whom help is decided, and one against whom none is written
as_of: 2030-01-01
horizon: P2Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, SEA: {name: the sea power}, ALB: {name: Alba}}
conduct:
  UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}
  SEA: {towards: LOW, unbearable_from: land, acts: [{act: comply}, {act: land}]}
procedures:
  council: {opens: {by: LOW}, steps: [{act: decide, by: ALB, within: P9D}], reopens: true}
guarantees:
  aid: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend, due_when: {done: council}}
"""


def test_what_one_search_did_not_see_hides_no_fault_of_another_attacker():
    """The sea power may land, and no duty against it is written: the text alone shows it.

    That the search for Upland's attack ends after three states is no reason not to say so; of
    Upland itself nothing may be said then. With Upland alone the question stays undecided.
    """
    gap = CATALOGUE["gap"]
    verdict = examine(Inquiry(Process(read(TWO)), most=3), gap)
    assert [hole.statement for hole in verdict.loopholes] == [
        "no duty against the sea power is written: 'land' is never answered"
    ]
    assert not verdict.complete
    alone = "".join(line for line in TWO.splitlines(True) if not line.startswith("  SEA:"))
    assert examine(Inquiry(Process(read(alone)), most=3), gap).outcome == "undecided"
    assert examine(Inquiry(Process(read(alone))), gap).outcome == "holds"
