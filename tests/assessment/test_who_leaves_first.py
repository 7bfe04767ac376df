"""A pledge that whoever made it may end without notice is kept away by leaving first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from foedus.assessment import assess
from foedus.language import read
from foedus.loopholes import Patience

TEXT = """\
foedus: 1
title: A pledge
as_of: 2026-01-01
horizon: P3Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}, GUA: {name: Guarantia}, HEL: {name: Helvia}}
conduct: {UPL: {towards: LOW, acts: [{act: hold}, {act: attack, needs: P10D}]}}
instruments: {pledge: {parties: [LOW, GUA%s]%s}}
guarantees:
  aid:
    owed_by: [GUA%s]
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pledge
"""


@pytest.mark.parametrize(
    ("second", "withdrawal", "who"),
    [
        ("", "", ()),
        ("", ", withdrawal: {by: GUA}", ("GUA",)),
        ("", ", withdrawal: {by: GUA, notice: P1Y}", ()),
        ("", ", withdrawal: {by: LOW}", ("LOW",)),
        (", HEL", ", withdrawal: {by: GUA}", ()),
        (", HEL", ", withdrawal: {by: GUA, ends_for: all}", ("GUA",)),
    ],
    ids=["nobody may", "at once", "with a year's notice", "the victim", "one of two", "for all"],
)
def test_who_can_leave_at_once_and_leave_nobody_bound_is_named(
    second: str, withdrawal: str, who: tuple[str, ...]
):
    """Where another guarantor stays bound, help comes; a year's notice is no leaving first."""
    found = assess(read(TEXT % (second, withdrawal, second)), draws=20, paths=False)
    assert found.options[""].pairs[0].others_leave_first == who
    (told,) = json.loads(json.dumps(found.as_json()))["answer"]["options"]
    said = " ".join(one["text"] for one in told["sentences"])
    named = {"GUA": "Guarantia", "LOW": "Lowland"}
    assert ("by leaving first, else by nobody" in said) is bool(who)
    assert all(f"can be stopped by {named[one]} by leaving first" in said for one in who)


def test_the_attacker_that_leaves_first_is_named_once():
    """Its exit is a fault of its own, and no exit of somebody else."""
    text = TEXT % (", UPL", ", withdrawal: {by: UPL, ends_for: all}", "")
    found = assess(read(text), draws=20, paths=False)
    pair = found.options[""].pairs[0]
    assert pair.leaves_first
    assert pair.others_leave_first == ()
    (told,) = json.loads(json.dumps(found.as_json()))["answer"]["options"]
    stop = next(one["text"] for one in told["sentences"] if one["about"] == "stop")
    assert stop.startswith("It can be stopped by Upland by leaving first, else by nobody")


@dataclass(frozen=True)
class NoTime:
    """An allowance under which no state may be looked at for a fault."""

    def among(self, _parts: int) -> NoTime:
        """Return the same: none of nothing is left."""
        return self

    def share(self, _parts: int) -> Patience:
        """Return what says at once that it is enough."""
        return lambda _states, _done: False


def told(text: str, budget: Any = None) -> tuple[Any, str]:
    """Return the pair of a text, as plain data, and the sentence on who can stop the answer."""
    plain: Any = assess(read(text), draws=20, paths=False, budget=budget).as_json()
    (said,) = plain["answer"]["options"]
    stop = next(one["text"] for one in said["sentences"] if one["about"] == "stop")
    return plain["options"][0]["pairs"][0], stop


def test_whoever_can_stop_it_by_leaving_on_the_day_of_its_act_is_named_once():
    """With what is owed lost in the evening of its exit, Upland need not even leave before."""
    text = TEXT % (", UPL", ", withdrawal: {by: UPL, ends_for: all}, accrued: end", "")
    pair, stop = told(text)
    assert (pair["blockers"], pair["leaves_first"]) == (["UPL"], True)
    assert stop == "It can be stopped by Upland."


def test_whether_it_leaves_first_is_not_denied_where_the_search_was_given_up():
    """No state may be looked at for a fault, so that none is found and none ruled out."""
    text = TEXT % (", UPL", ", withdrawal: {by: UPL, ends_for: all}", "")
    pair, stop = told(text, NoTime())
    assert pair["leaves_first"] is None
    assert stop == (
        "It can be stopped by nobody; yet it may go unhonoured; whether by Upland too, by leaving"
        " first, is undecided."
    )
