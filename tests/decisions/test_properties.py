"""What must hold of every body: vetoes, quotas, names, sums and dummies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.decisions import (
    BallotError,
    RuleError,
    ballot_power,
    chance,
    deegan_packel,
    dummies,
    estimated_chance,
    holler,
    johnston,
    merged,
    parse_rule,
    persuade_to,
    power,
    sampled_chance,
    single_vetoes,
)
from foedus.decisions.coalitions import TooManyCoalitionsError
from foedus.decisions.diagram import DiagramTooLargeError, compile_rule

MEMBERS = [f"m{n}" for n in range(7)]
bodies = st.lists(st.integers(0, 9), min_size=7, max_size=7).filter(any)
chances = st.lists(st.floats(0, 1), min_size=7, max_size=7).map(
    lambda row: dict(zip(MEMBERS, row, strict=True))
)
correlations = st.sampled_from([0.0, 0.3, 0.9])


def weighted(votes, quota):
    return {"weights": dict(zip(MEMBERS, votes, strict=True)), "quota": quota}


@settings(max_examples=40, deadline=None)
@given(bodies, chances, st.sampled_from(MEMBERS), correlations, st.data())
def test_another_veto_player_never_raises_the_chance(votes, p, holder, correlation, data):
    spec = weighted(votes, data.draw(st.integers(1, sum(votes))))
    vetoed = {"all_of": [spec, {"veto": [holder]}]}
    before, after = (chance(parse_rule(s, MEMBERS), p, correlation) for s in (spec, vetoed))
    assert after <= before + 1e-12


@settings(max_examples=40, deadline=None)
@given(bodies, chances, correlations, st.data())
def test_a_higher_quota_never_raises_the_chance(votes, p, correlation, data):
    low = data.draw(st.integers(1, sum(votes)))
    high = data.draw(st.integers(low, sum(votes)))
    rules = (parse_rule(weighted(votes, quota), MEMBERS) for quota in (low, high))
    more, less = (chance(rule, p, correlation) for rule in rules)
    assert less <= more + 1e-12


@settings(max_examples=30, deadline=None)
@given(bodies, chances, st.permutations(MEMBERS), st.data())
def test_names_and_order_change_nothing(votes, p, order, data):
    quota = data.draw(st.integers(1, sum(votes)))
    called = dict(zip(MEMBERS, order, strict=True))
    spec = {"any_of": [weighted(votes, quota), {"at_least": 4, "veto": ["m0"]}]}
    new = {called[m]: vote for m, vote in zip(MEMBERS, votes, strict=True)}
    weights = {"weights": new, "quota": quota}
    again = {"any_of": [weights, {"at_least": 4, "veto": [called["m0"]]}]}
    one, other = parse_rule(spec, MEMBERS), parse_rule(again, list(new))
    assert chance(one, p) == pytest.approx(chance(other, {called[m]: x for m, x in p.items()}))
    ours, theirs = power(one), power(other)
    for m in MEMBERS:
        assert ours.banzhaf[m] == pytest.approx(theirs.banzhaf[called[m]], abs=1e-14)
        assert ours.shapley_shubik[m] == pytest.approx(theirs.shapley_shubik[called[m]], abs=1e-13)
        assert johnston(one)[m] == pytest.approx(johnston(other)[called[m]], abs=1e-15)


@settings(max_examples=40, deadline=None)
@given(bodies, st.data())
def test_sums_dummies_and_vetoes(votes, data):
    rule = parse_rule(weighted(votes, data.draw(st.integers(1, sum(votes)))), MEMBERS)
    found, exact = power(rule), power(rule, exact=True)
    for shares in (
        exact.shapley_shubik,
        exact.normalised_banzhaf,
        johnston(rule, exact=True),
        deegan_packel(rule, exact=True),
        holler(rule, exact=True),
    ):
        assert sum(shares.values()) == 1
    assert sum(found.shapley_shubik.values()) == pytest.approx(1, abs=1e-13)
    assert sum(ballot_power(rule).roll_call.values()) == pytest.approx(1, abs=1e-12)
    idle = set(dummies(rule))
    assert {m for m, b in exact.banzhaf.items() if b == 0} == idle
    for index in (found.shapley_shubik, johnston(rule), holler(rule), ballot_power(rule).roll_call):
        assert {m for m, x in index.items() if x == 0} == idle
    assert {m for m, x in exact.prevent.items() if x == 1} == set(single_vetoes(rule))


@settings(max_examples=20, deadline=None)
@given(bodies, st.floats(0.05, 0.95), st.data())
def test_a_matrix_of_one_factor_is_that_factor(votes, yes, data):
    rule = parse_rule(weighted(votes, data.draw(st.integers(1, sum(votes)))), MEMBERS)
    draw = data.draw(st.lists(st.floats(0, 0.9), min_size=7, max_size=7))
    loadings = dict(zip(MEMBERS, draw, strict=True))
    matrix = {a: {b: loadings[a] * loadings[b] for b in MEMBERS if b != a} for a in MEMBERS}
    expected = chance(rule, yes, loadings)
    assert chance(rule, yes, matrix) == pytest.approx(expected, abs=1e-7)


def test_a_sample_covers_the_exact_chance_and_repeats_itself():
    rule = parse_rule({"at_least": 5, "veto": ["m0", "m1"]}, MEMBERS)
    p = (0.8, 0.15, 0.05)
    covered = 0
    for seed in range(40):
        found = sampled_chance(rule, p, 0.4, draws=2_000, seed=seed)
        covered += found.low <= chance(rule, p, 0.4) <= found.high
    assert 34 <= covered <= 40
    once, again = (sampled_chance(rule, p, 0.4, draws=2_000, seed=7) for _ in range(2))
    assert once == again


def test_where_nothing_exact_will_do_the_chance_is_sampled():
    rule = parse_rule("majority", ["A", "B", "C"])
    chain = {"A": {"B": 0.5}, "B": {"C": 0.5}}
    with pytest.raises(BallotError, match="sampling"):
        chance(rule, 0.5, chain)
    found = estimated_chance(rule, 0.5, chain, draws=20_000, seed=3)
    assert found.low < 0.5 < found.high
    assert "seed 3" in found.because[0]


def test_a_diagram_that_outgrows_its_limit_says_so_and_is_sampled(monkeypatch):
    rng = random.Random(5)
    members = [f"m{n}" for n in range(40)]
    parts = [
        {"weights": {m: rng.randrange(1, 10**9) for m in members}, "quota": "50 %"}
        for _ in range(2)
    ]
    rule = parse_rule({"all_of": parts}, members)
    with pytest.raises(DiagramTooLargeError, match="of 40 members"):
        compile_rule(rule, most_states=20_000)
    from foedus.decisions import chances as room

    monkeypatch.setattr(
        room, "compile_rule", lambda rule, ballots: compile_rule(rule, ballots, 20_000)
    )
    found = estimated_chance(rule, 0.5, draws=5_000, seed=1)
    assert found.low is not None
    assert "5,000" in found.because[0]


def test_too_many_kinds_of_coalition():
    members = [f"m{n}" for n in range(40)]
    heavy = {"weights": {m: n + 1 for n, m in enumerate(members)}, "quota": 400}
    rule = parse_rule({"all_of": [heavy, {"at_least": 21}]}, members)
    with pytest.raises(TooManyCoalitionsError, match="kinds of coalition"):
        johnston(rule)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (1.2, "every member.*1.2"),
        ({"A": -0.1, "B": 0.5, "C": 0.5}, "A.*-0.1"),
        ({"A": 0.5, "B": (0.5, 0.6, 0.1), "C": 0.5}, "B.*sum to 1.2"),
        ({"A": 0.5, "B": (0.5, 0.5), "C": 0.5}, "B.*2 were given"),
        ({"A": 0.5, "B": "x", "C": 0.5}, "B.*'x'"),
        ({"A": 0.5, "B": 0.5}, "given for C"),
        ({"A": 0.5, "B": 0.5, "C": 0.5, "AA": 0.5}, "AA.*Did you mean A"),
        ({"A": float("nan"), "B": 0.5, "C": 0.5}, "A.*nan"),
    ],
)
def test_bad_chances_name_the_entry(p, words: str):
    with pytest.raises(BallotError, match=words):
        chance(parse_rule("majority", ["A", "B", "C"]), p)


@pytest.mark.parametrize(
    ("correlation", "words"),
    [
        (-0.1, "-0.1"),
        (1.5, "1.5"),
        ("high", "high"),
        ({"A": 1.5}, "A.*1.5"),
        ({"Z": 0.5}, "Z"),
        ({"A": {"B": 2.0}}, "A with B.*2.0"),
        ({"A": {"Z": 0.5}}, "Z"),
        ({"A": {"A": 0.5}}, "A with itself"),
        ({"A": {"B": 0.5}, "B": {"A": 0.4}}, "B with A is 0.4, but of A with B 0.5"),
        ({"A": {"B": 0.5}, "B": 0.5}, "B"),
        ({"A": {"B": 0.9, "C": -0.9}, "B": {"C": 0.9}}, "A with C: -0.9.*from 0.62 to 1.00"),
    ],
)
def test_a_correlation_that_cannot_be_names_the_entry(correlation, words: str):
    with pytest.raises(BallotError, match=words):
        chance(parse_rule("majority", ["A", "B", "C"]), 0.5, correlation)


def test_a_matrix_whose_triples_are_possible_but_not_the_whole():
    members = ["A", "B", "C", "D"]
    matrix = {a: {b: -0.4 for b in members if b != a} for a in members}
    with pytest.raises(BallotError, match=r"positive semidefinite.*-0.4"):
        chance(parse_rule("majority", members), 0.5, matrix)


def test_bad_blocs_costs_and_targets_name_the_entry():
    rule = parse_rule("majority", ["A", "B", "C"])
    with pytest.raises(RuleError, match="B is in one already"):
        merged(rule, {"one": ["A", "B"], "two": ["B"]})
    with pytest.raises(RuleError, match="'Z' is not a member"):
        merged(rule, {"one": ["Z"]})
    with pytest.raises(RuleError, match="another name"):
        merged(rule, {"C": ["A", "B"]})
    with pytest.raises(BallotError, match="B: the cost -1"):
        persuade_to(rule, 0.5, 0.9, {"B": -1})
    with pytest.raises(BallotError, match=r"target 1\.5"):
        persuade_to(rule, 0.5, 1.5)


def test_an_exact_chance_has_no_correlation():
    with pytest.raises(BallotError, match="independent"):
        chance(parse_rule("majority", ["A", "B", "C"]), 0.5, 0.2, exact=True)


def test_power_over_three_ballots_is_refused_where_abstaining_is_not_between():
    scores = {"A": [1, 0, 0, 0], "B": [1, 2, 0, 0]}
    with pytest.raises(RuleError, match="B goes from abstain to yes"):
        ballot_power(parse_rule({"scores": scores, "quota": 2}, ["A", "B"]))
