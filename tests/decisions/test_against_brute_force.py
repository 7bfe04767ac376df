"""Every engine path against the enumeration of all ballots, on random small rules."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.decisions import (
    Ballot,
    RuleError,
    chance,
    dummies,
    parse_rule,
    pivotality,
    power,
    single_vetoes,
)
from foedus.decisions import rule_spec as written

MEMBERS = ["A", "B", "C", "D", "E"]
TERNARY = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO)
WORDS = ["consensus", "unanimity", "silence", "majority", "two_thirds", "reverse_consensus"]
atoms = st.one_of(
    st.sampled_from([*WORDS, "any_one"]),
    st.integers(1, 5).map(lambda n: {"at_least": n}),
    st.tuples(st.lists(st.integers(1, 6), min_size=5, max_size=5), st.floats(0.2, 1)).map(
        lambda t: {
            "weights": dict(zip(MEMBERS, t[0], strict=True)),
            "quota": max(1, round(sum(t[0]) * t[1])),
        }
    ),
)
specs = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"all_of": parts}),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"any_of": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=4,
)
chances = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=5, max_size=5).map(
    lambda rows: {
        m: (y, (1 - y) * a, 1 - y - (1 - y) * a) for m, (y, a) in zip(MEMBERS, rows, strict=True)
    }
)


def enumerated(rule, p) -> float:
    total = 0.0
    for row in itertools.product(range(3), repeat=len(MEMBERS)):
        ballots = {m: TERNARY[k] for m, k in zip(MEMBERS, row, strict=True)}
        if rule.passes(ballots):
            total += math.prod(p[m][k] for m, k in zip(MEMBERS, row, strict=True))
    return total


@settings(max_examples=120, deadline=None)
@given(specs, chances)
def test_the_chance_of_passing(spec, p):
    rule = parse_rule(spec, MEMBERS)
    assert chance(rule, p) == pytest.approx(enumerated(rule, p), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(specs, chances)
def test_pivotality(spec, p):
    rule = parse_rule(spec, MEMBERS)
    for member, gain in pivotality(rule, p).items():
        yes, no = {**p, member: (1.0, 0.0, 0.0)}, {**p, member: (0.0, 0.0, 1.0)}
        assert gain == pytest.approx(enumerated(rule, yes) - enumerated(rule, no), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(specs, st.lists(st.sampled_from([*TERNARY, None]), min_size=5, max_size=5))
def test_settled(spec, cast):
    rule = parse_rule(spec, MEMBERS)
    ballots = {m: b for m, b in zip(MEMBERS, cast, strict=True) if b is not None}
    left = [m for m in MEMBERS if m not in ballots]
    outcomes = {
        rule.passes({**ballots, **dict(zip(left, rest, strict=True))})
        for rest in itertools.product(Ballot, repeat=len(left))
    }
    expected = outcomes.pop() if len(outcomes) == 1 else None
    assert rule.settled(ballots, undecided=left) is expected


@settings(max_examples=60, deadline=None)
@given(specs)
def test_the_written_form_reads_back(spec):
    rule = parse_rule(spec, MEMBERS)
    assert parse_rule(written(rule), MEMBERS) == rule


@settings(max_examples=40, deadline=None)
@given(atoms, chances, st.sampled_from(MEMBERS))
def test_another_veto_player_never_raises_the_chance(spec, p, holder):
    rule = parse_rule(spec, MEMBERS)
    vetoed = parse_rule({"all_of": [spec, {"veto": [holder]}]}, MEMBERS)
    assert chance(vetoed, p) <= chance(rule, p) + 1e-12


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any), st.data())
def test_weighted_indices(votes, data):
    quota = data.draw(st.integers(1, sum(votes)))
    body = dict(zip(MEMBERS, votes, strict=True))
    rule = parse_rule({"weights": body, "quota": quota}, MEMBERS)
    found = power(rule)
    orders = list(itertools.permutations(MEMBERS))
    pivots = dict.fromkeys(MEMBERS, 0)
    for order in orders:
        running = itertools.accumulate(body[m] for m in order)
        pivots[order[[total >= quota for total in running].index(True)]] += 1
    for member in MEMBERS:
        expected = pivots[member] / len(orders)
        assert found.shapley_shubik[member] == pytest.approx(expected, abs=1e-12)
    assert sum(found.shapley_shubik.values()) == pytest.approx(1, abs=1e-12)
    assert {m for m, b in found.banzhaf.items() if b < 1e-15} == set(dummies(rule))
    vetoes = {m for m, p in found.prevent.items() if p > 1 - 1e-12}
    assert vetoes == set(single_vetoes(rule))


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("consnsus", "Did you mean"),
        ({"at_least": 6}, "6"),
        ({"weights": {"A": -1}, "quota": 1}, "A"),
        ({"weights": {"Z": 1}, "quota": 1}, "Z"),
        ({"weights": {"A": 1}, "quota": 2}, "2"),
        ({"veto": ["Q"]}, "Q"),
        ({}, "rule"),
    ],
)
def test_a_bad_rule_names_the_entry(spec, words: str):
    with pytest.raises(RuleError, match=words):
        parse_rule(spec, MEMBERS)
