"""What is done on one day is judged together, in whatever order norms and names are listed."""

from __future__ import annotations

from itertools import permutations

import pytest

from foedus.language import read
from foedus.process import Move, Process, Standing

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


ENTERING = """\
foedus: 1
title: What comes by itself
as_of: 2030-01-01
horizon: P1Y
parties: {AAA: {}, BBB: {}, CCC: {}}
conduct: {AAA: {towards: BBB, acts: [{act: limit}, {act: arm}]}}
"""
ARMED = "{all: [{act: arm, by: AAA}, {not: {%s: %s}}]}"
GUARANTEE = (
    "{owed_by: CCC, protects: {state: BBB, territory: recognised}, against: AAA,"
    " casus_foederis: arm, response: defend, activates_when: %s}"
)


@pytest.mark.parametrize(
    ("section", "key", "entry"),
    [
        ("instruments", "in_force", "{parties: [AAA, BBB], status: signed, enters: %s}"),
        ("procedures", "open", "{opens: {when: %s}, steps: [{act: go, by: CCC}]}"),
        ("guarantees", "active", GUARANTEE),
    ],
)
@pytest.mark.parametrize("order", ORDERS)
def test_what_begins_unless_another_has_begun_begins_with_it(section, key, entry, order):
    """By hand: when AAA arms neither had begun, so that nothing kept either from it: both begin."""
    lines = {
        "a": f"  a: {entry % (ARMED % (key, 'b'))}\n",
        "b": f"  b: {entry % (ARMED % (key, 'a'))}\n",
    }
    process = Process(read(f"{ENTERING}{section}:\n" + "".join(lines[name] for name in order)))
    state = process.after(process.start, Move("conduct", "AAA", "arm"))
    first, second = getattr(state.record, section)
    blank, _ = getattr(process.start.record, section)
    assert first != blank
    assert second != blank
    if section == "guarantees":
        assert first.activated
        assert second.activated


@pytest.mark.parametrize("order", ORDERS)
def test_what_supersedes_a_text_of_the_same_moment_ends_it_wherever_it_is_listed(order):
    """By hand: both enter into force as AAA arms; `a` supersedes `b`, so only `a` is left."""
    when = "enters: {act: arm, by: AAA}"
    lines = {
        name: f"  {name}: {{parties: [AAA, BBB], status: signed, {when}{more}}}\n"
        for name, more in (("a", ", supersedes: b"), ("b", ""))
    }
    process = Process(read(f"{ENTERING}instruments:\n" + "".join(lines[name] for name in order)))
    state = process.after(process.start, Move("conduct", "AAA", "arm"))
    index = process.clauses.index.instruments
    lives = {name: state.record.instruments[index[name]].standing for name in "ab"}
    assert lives == {"a": Standing.IN_FORCE, "b": Standing.TERMINATED}
