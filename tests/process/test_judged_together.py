"""What is done on one day is judged together, in whatever order norms and names are listed."""

from __future__ import annotations

from itertools import permutations

import pytest

from foedus.language import read
from foedus.process import Move, Process

TEXT = """\
foedus: 1
title: Excuses
as_of: 2030-01-01
horizon: P1Y
parties: {%(one)s: {}, %(two)s: {}}
conduct:
  %(one)s: {towards: %(two)s, acts: [{act: limit}, {act: arm}]}
  %(two)s: {towards: %(one)s, acts: [{act: limit}, {act: arm}]}
deeds: {build: {by: %(one)s}, launch: {by: %(two)s}}
norms:
"""
ARMS = {
    "a": "  a: {prohibition: arm, bearer: %(one)s%(a)s}\n",
    "b": "  b: {prohibition: arm, bearer: %(two)s%(b)s}\n",
}
SHIPS = {
    "a": "  a: {prohibition: build, bearer: %(one)s%(a)s}\n",
    "b": "  b: {prohibition: launch, bearer: %(two)s%(b)s}\n",
}
NAMES = list(permutations(("AAA", "BBB")))
ORDERS = list(permutations("ab"))


def breached(norms: dict[str, str], order, names, moves, **excuses: str) -> dict[str, bool]:
    """Return which of the norms are breached after the moves, all made on the first day."""
    told = dict(zip(("one", "two"), names, strict=True)) | {
        name: f", unless: {excuse}" if excuse else "" for name, excuse in excuses.items()
    }
    text = (TEXT + "".join(norms[name] for name in order)) % told
    process = Process(read(text))
    state = process.during(process.start, [Move(k, told[who], what) for k, who, what in moves])
    index = process.clauses.index.norms
    return {name: state.world.breached[index[name]] for name in "ab"}


BOTH_ARM = [("conduct", "one", "arm"), ("conduct", "two", "arm")]
BOTH_DEEDS = [("perform", "one", "build"), ("perform", "two", "launch")]


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("norms", "moves"), [(ARMS, BOTH_ARM), (SHIPS, BOTH_DEEDS)])
def test_each_excused_by_the_others_breach_is_in_breach_with_it(norms, moves, order, names):
    """By hand: on the morning neither had breached anything, so that nothing excused either.

    Who answers a breach suspends a treaty after it (Vienna Convention, article 60), not with it.
    """
    found = breached(norms, order, names, moves, a="{breached: b}", b="{breached: a}")
    assert found == {"a": True, "b": True}


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("norms", "moves"), [(ARMS, BOTH_ARM), (SHIPS, BOTH_DEEDS)])
def test_who_answers_a_breach_on_its_day_is_excused_where_only_it_may_be(
    norms, moves, order, names
):
    """By hand: 'a' has no exception, so it is breached; 'b' excepts that, and is not."""
    assert breached(norms, order, names, moves, a="", b="{breached: a}") == {"a": True, "b": False}
    by_not = "{not: {complied: a}}"
    assert breached(norms, order, names, moves, a="", b=by_not) == {"a": True, "b": False}


@pytest.mark.parametrize("norms", [ARMS, SHIPS])
def test_who_acts_alone_is_in_breach_alone(norms):
    """By hand: whoever acts first has no excuse, and whoever acts the day after has one."""
    first = BOTH_ARM[:1] if norms is ARMS else BOTH_DEEDS[:1]
    found = breached(norms, "ab", NAMES[0], first, a="{breached: b}", b="{breached: a}")
    assert found == {"a": True, "b": False}
