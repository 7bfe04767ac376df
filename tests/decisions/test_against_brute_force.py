"""Every engine path against the enumeration of all ballots, on random small rules."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.decisions import (
    Ballot,
    RuleError,
    ballot_power,
    blocking_groups,
    chance,
    deegan_packel,
    dummies,
    holler,
    johnston,
    merged,
    minimal_blocking,
    parse_rule,
    persuade,
    persuade_to,
    pivotal_members,
    pivotality,
    power,
    settlement,
    single_vetoes,
)
from foedus.decisions import rule_spec as written
from foedus.decisions.coalitions import _all_wins, _compiled, criticality
from foedus.decisions.counting import _of_diagram
from foedus.decisions.critical_weights import weighted_criticality
from foedus.decisions.diagram import YES_NO, compile_rule
from foedus.decisions.monotone import hurt_by
from foedus.decisions.rules import extreme_ballots
from foedus.decisions.sampling import outcomes
from foedus.decisions.sweep import sweep
from foedus.decisions.weighted_game import as_weighted

MEMBERS = ["A", "B", "C", "D", "E"]
TERNARY = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO)
WORDS = ["consensus", "unanimity", "silence", "majority", "two_thirds", "reverse_consensus"]
weighted_atoms = st.tuples(
    st.lists(st.integers(0, 6), min_size=5, max_size=5).filter(any), st.floats(0.1, 1)
).map(
    lambda t: {
        "weights": dict(zip(MEMBERS, t[0], strict=True)),
        "quota": min(sum(t[0]), max(1, round(sum(t[0]) * t[1]))),
    }
)
score_atoms = st.tuples(
    st.lists(st.tuples(*[st.integers(-3, 3)] * 4), min_size=5, max_size=5), st.integers(-4, 6)
).map(lambda t: {"scores": {m: list(r) for m, r in zip(MEMBERS, t[0], strict=True)}, "quota": t[1]})
kind_atoms = st.one_of(
    st.sampled_from([*WORDS, "any_one", "more_than 1/2 of present_and_voting"]),
    st.integers(1, 5).map(lambda n: {"at_least": n}),
    st.lists(st.sampled_from(MEMBERS), min_size=1, unique=True).map(lambda names: {"veto": names}),
    weighted_atoms,
)


def joined(atoms, with_not: bool):
    def grow(inner):
        ways = [
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"all_of": parts}),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: {"any_of": parts}),
        ]
        if with_not:
            ways.append(inner.map(lambda part: {"not": part}))
        return st.one_of(*ways)

    return st.recursive(atoms, grow, max_leaves=4)


specs = joined(st.one_of(kind_atoms, score_atoms), with_not=True)
helpful = joined(kind_atoms, with_not=False)
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


def winning(rule) -> dict[frozenset[str], bool]:
    """Every coalition of yeses, and whether it wins against the noes of the rest."""
    every = itertools.product([False, True], repeat=len(rule.members))
    coalitions = [
        frozenset(m for m, x in zip(rule.members, row, strict=True) if x) for row in every
    ]
    return {
        c: rule.passes({m: Ballot.YES if m in c else Ballot.NO for m in rule.members})
        for c in coalitions
    }


@settings(max_examples=120, deadline=None)
@given(specs, chances)
def test_the_chance_of_passing(spec, p):
    rule = parse_rule(spec, MEMBERS)
    expected = enumerated(rule, p)
    assert chance(rule, p) == pytest.approx(expected, abs=1e-12)
    assert float(chance(rule, p, exact=True)) == pytest.approx(expected, abs=1e-12)


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
    found = {
        rule.passes({**ballots, **dict(zip(left, rest, strict=True))})
        for rest in itertools.product(Ballot, repeat=len(left))
    }
    expected = found.pop() if len(found) == 1 else None
    assert rule.settled(ballots, undecided=left) is expected
    with mock.patch.object(settlement, "_MOST_SUMS", 0):  # then by its decision diagram
        assert rule.settled(ballots, undecided=left) is expected


@settings(max_examples=60, deadline=None)
@given(specs)
def test_the_written_form_reads_back(spec):
    rule = parse_rule(spec, MEMBERS)
    assert parse_rule(written(rule), MEMBERS) == rule


@settings(max_examples=30, deadline=None)
@given(specs)
def test_many_ballots_at_once(spec):
    rule = parse_rule(spec, MEMBERS)
    cast = np.array(list(itertools.product(range(4), repeat=5)))[::7]
    expected = [
        rule.passes({m: Ballot(b) for m, b in zip(MEMBERS, row, strict=True)}) for row in cast
    ]
    assert outcomes(rule, cast).tolist() == expected


@settings(max_examples=60, deadline=None)
@given(helpful)
def test_indices_of_any_rule_in_which_a_yes_helps(spec):
    rule = parse_rule(spec, MEMBERS)
    wins = winning(rule)
    won, lost = sum(wins.values()), 32 - sum(wins.values())
    floats, exact = power(rule), power(rule, exact=True)
    shapley = {
        m: sum(
            Fraction(math.factorial(len(c)) * math.factorial(4 - len(c)), 120)
            for c in wins
            if m not in c and wins[c | {m}] and not wins[c]
        )
        for m in MEMBERS
    }
    for m in MEMBERS:
        swings = sum(wins[c | {m}] and not wins[c] for c in wins if m not in c)
        assert exact.banzhaf[m] == Fraction(swings, 16)
        assert exact.shapley_shubik[m] == shapley[m]
        assert exact.prevent[m] == (Fraction(swings, won) if won else 0)
        assert exact.initiate[m] == (Fraction(swings, lost) if lost else 0)
        for name in ("banzhaf", "shapley_shubik", "prevent", "initiate"):
            exactly = float(getattr(exact, name)[m])
            assert getattr(floats, name)[m] == pytest.approx(exactly, abs=1e-12)
    assert exact.passing == Fraction(won, 32)
    assert floats.passing == pytest.approx(won / 32, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(helpful)
def test_a_weighted_game_is_the_same_by_diagram(spec):
    rule = parse_rule(spec, MEMBERS)
    game = as_weighted(rule)
    assume(game is not None)
    for small in (game, game.reduced()):
        for coalition, wins in winning(rule).items():
            weight = sum(w for m, w in zip(MEMBERS, small.weights, strict=True) if m in coalition)
            assert (weight >= small.quota) is wins
    diagram = compile_rule(rule, YES_NO)
    gains = sweep(diagram, np.full((5, 2, 1), 0.5)).gain[:, 0]
    assert list(power(rule).banzhaf.values()) == pytest.approx(gains.tolist(), abs=1e-14)
    swings = [sum(row) / 16 for row in _of_diagram(diagram).swings]
    assert swings == pytest.approx(gains.tolist(), abs=1e-14)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=12), st.integers(1, 4), st.data())
def test_swings_are_the_same_in_blocks(votes, block, data):
    from foedus.decisions.kernels import swing_chances

    quota = data.draw(st.integers(max(votes), sum(votes)))
    kinds, counts = np.unique(np.array(votes), return_counts=True)
    yes = np.array([0.3, 0.5])
    whole = swing_chances(kinds, counts, quota, yes, len(kinds))
    assert swing_chances(kinds, counts, quota, yes, block).tolist() == whole.tolist()


@settings(max_examples=60, deadline=None)
@given(helpful)
def test_indices_by_who_is_critical(spec):
    rule = parse_rule(spec, MEMBERS)
    wins = winning(rule)
    shares, packel, public = Counter(), Counter(), Counter()
    for coalition in (c for c in wins if wins[c]):
        critical = [m for m in coalition if not wins[coalition - {m}]]
        for m in critical:
            shares[m] += Fraction(1, len(critical))
            if len(critical) == len(coalition):
                packel[m] += Fraction(1, len(coalition))
                public[m] += 1
    for counted, index in ((shares, johnston), (packel, deegan_packel), (public, holler)):
        total = sum(counted.values())
        expected = {m: Fraction(counted[m], total) if total else Fraction(0) for m in MEMBERS}
        assert index(rule, exact=True) == expected
        assert index(rule) == pytest.approx({m: float(x) for m, x in expected.items()}, abs=1e-15)


@settings(max_examples=60, deadline=None)
@given(helpful)
def test_critical_members_are_counted_alike_in_every_way(spec):
    """By class in NumPy, by the compiled loop, and by weights without going through coalitions."""
    rule = parse_rule(spec, MEMBERS)
    found = criticality(rule)
    sizes = [len(group) for group in found.classes]
    ways = _compiled(_all_wins(rule, found.classes), sizes)
    assert ways == (found.critical, found.minimal)
    by_weights = weighted_criticality(rule)
    if by_weights is not None:
        for ours, theirs in (("critical", "critical"), ("minimal", "minimal")):
            one = _by_member(found.classes, getattr(found, ours))
            assert _by_member(by_weights.classes, getattr(by_weights, theirs)) == one


def _by_member(classes, tables):
    return {i: table for group, table in zip(classes, tables, strict=True) for i in group}


@settings(max_examples=25, deadline=None)
@given(joined(kind_atoms, with_not=False))
def test_roll_calls(spec):
    """All 3**4 answers of four members in all 4! orders."""
    members = MEMBERS[:4]
    try:
        rule = parse_rule(spec, members)
    except RuleError:
        assume(False)
    settling, passing, turning = Counter(), 0, Counter()
    for answers in itertools.product(TERNARY, repeat=4):
        cast = dict(zip(members, answers, strict=True))
        passing += rule.passes(cast)
        for m in members:
            turning[m] += rule.passes({**cast, m: Ballot.YES}) - rule.passes({**cast, m: Ballot.NO})
        for order in itertools.permutations(members):
            for k in range(5):
                called = {m: cast[m] for m in order[:k]}
                best = dict.fromkeys(order[k:], Ballot.YES) | called
                worst = dict.fromkeys(order[k:], Ballot.NO) | called
                if rule.passes(best) == rule.passes(worst):
                    if k:
                        settling[order[k - 1]] += 1
                    break
    found = ballot_power(rule)
    assert found.passing == pytest.approx(passing / 81, abs=1e-12)
    for m in members:
        assert found.roll_call[m] == pytest.approx(settling[m] / 81 / 24, abs=1e-12)
        assert found.pivotality[m] == pytest.approx(turning[m] / 81, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(helpful)
def test_roll_calls_of_yes_and_no_are_shapley_and_shubik(spec):
    rule = parse_rule(spec, MEMBERS)
    assert ballot_power(rule, YES_NO).roll_call == pytest.approx(
        power(rule).shapley_shubik, abs=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(specs)
def test_whether_a_yes_can_hurt(spec):
    rule = parse_rule(spec, MEMBERS)
    wins = winning(rule)
    hurts = any(wins[c] and not wins[c | {m}] for c in wins for m in MEMBERS)
    assert (hurt_by(rule) is not None) is hurts
    if hurts:
        with pytest.raises(RuleError, match="never hurts"):
            power(rule)


def within(row, group):
    """Return what a group casts."""
    return tuple(row[MEMBERS.index(m)] for m in group)


@settings(max_examples=60, deadline=None)
@given(specs)
def test_who_can_block(spec):
    """A group blocks by any ballots of its own under which nothing that others cast passes it."""
    rule = parse_rule(spec, MEMBERS)
    every = list(itertools.product(Ballot, repeat=5))
    passed = {row for row in every if rule.passes(dict(zip(MEMBERS, row, strict=True)))}
    alone = {
        m
        for i, m in enumerate(MEMBERS)
        if any(all(row not in passed for row in every if row[i] == b) for b in Ballot)
    }
    assert set(single_vetoes(rule)) == alone
    idle = {
        m
        for i, m in enumerate(MEMBERS)
        if all(
            len({(*row[:i], b, *row[i + 1 :]) in passed for b in Ballot}) == 1
            for row in every
            if row[i] == Ballot.YES
        )
    }
    assert set(dummies(rule)) == idle
    blocks = {
        group
        for k in range(6)
        for group in itertools.combinations(MEMBERS, k)
        if {*itertools.product(Ballot, repeat=k)} - {within(row, group) for row in passed}
    }
    minimal = {g for g in blocks if not any(set(h) < set(g) for h in blocks)}
    assert {tuple(sorted(g)) for g in minimal_blocking(rule)} == minimal
    assert sum(g.ways for g in blocking_groups(rule).groups) == len(minimal)


@settings(max_examples=60, deadline=None)
@given(
    specs,
    st.lists(st.sampled_from(TERNARY), min_size=5, max_size=5),
    st.lists(st.integers(0, 4), min_size=5, max_size=5),
)
def test_whom_to_persuade(spec, cast, prices):
    rule = parse_rule(spec, MEMBERS)
    now = dict(zip(MEMBERS, cast, strict=True))
    costs = {m: float(price) for m, price in zip(MEMBERS, prices, strict=True)}
    extremes = extreme_ballots(rule)
    best = dict.fromkeys(MEMBERS, Ballot.YES)
    if extremes is not None:
        best = {m: good for m, (good, _) in zip(MEMBERS, extremes, strict=True)}
    enough = [
        sum(costs[m] for m in group)
        for k in range(6)
        for group in itertools.combinations(MEMBERS, k)
        if rule.passes({**now, **{m: best[m] for m in group}})
    ]
    found = persuade(rule, now, costs)
    if not enough:
        assert found is None
        return
    assert found.cost == min(enough) == sum(costs[m] for m in found.members)
    assert rule.passes({**now, **{m: best[m] for m in found.members}})
    turned = pivotal_members(rule, now)
    if not rule.passes(now):
        for m in MEMBERS:
            if rule.passes({**now, m: best[m]}):
                assert m in turned


@settings(max_examples=40, deadline=None)
@given(helpful, chances, st.floats(0.05, 1), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_whom_to_persuade_for_a_chance(spec, p, target, prices):
    rule = parse_rule(spec, MEMBERS)
    costs = {m: float(price) for m, price in zip(MEMBERS, prices, strict=True)}
    enough = {}
    for k in range(6):
        for group in itertools.combinations(MEMBERS, k):
            reached = enumerated(rule, {**p, **dict.fromkeys(group, (1.0, 0.0, 0.0))})
            assume(abs(reached - target) > 1e-9)
            if reached >= target:
                enough[group] = sum(costs[m] for m in group)
    found = persuade_to(rule, p, target, costs)
    if not enough:
        assert found is None
        return
    assert found.cost == min(enough.values()) == sum(costs[m] for m in found.members)
    assert found.chance >= target


@settings(max_examples=40, deadline=None)
@given(specs, st.floats(0, 1), st.floats(0, 1))
def test_a_bloc_is_members_that_always_agree(spec, yes, other):
    rule = parse_rule(spec, MEMBERS)
    together = merged(rule, {"AB": ["A", "B"]})
    rows = {"AB": yes, "C": other, "D": yes, "E": other}
    expected = 0.0
    for row in itertools.product([Ballot.YES, Ballot.NO], repeat=4):
        cast = dict(zip(rows, row, strict=True))
        weight = math.prod(rows[m] if b is Ballot.YES else 1 - rows[m] for m, b in cast.items())
        ballots = {"A": cast["AB"], "B": cast["AB"], **cast}
        expected += weight * rule.passes(ballots)
    assert chance(together, rows) == pytest.approx(expected, abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(helpful, st.sampled_from([0.0, 0.2, 0.7, 0.97, 1.0]), st.floats(0.1, 0.9))
def test_correlation_against_a_plain_integral(spec, correlation, yes):
    """The midpoint rule over the factor, with ballots enumerated at each point."""
    from scipy.stats import norm

    rule = parse_rule(spec, MEMBERS)
    wins = winning(rule)
    factor = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    own = max(math.sqrt(1 - correlation), 1e-9)
    given_factor = norm.cdf((norm.ppf(yes) - math.sqrt(correlation) * factor) / own)
    expected = sum(
        np.mean(given_factor ** len(c) * (1 - given_factor) ** (5 - len(c)))
        for c in wins
        if wins[c]
    )
    assert chance(rule, yes, correlation) == pytest.approx(expected, abs=2e-4)


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
        ({"at_least": 1.5}, "1.5|share"),
        ({"at_least": 0}, "0"),
        ({"scores": {"A": [0.5, 0, 0, 0]}, "quota": 1}, "A"),
        ({"scores": {"A": [1, 0, 0, 0]}, "quota": 0.5}, "quota"),
        ({"at_least": "1e99999999"}, "is not an amount"),  # written out, it would take minutes
        ({"weights": {"A": "1e-9_999_999"}, "quota": 1}, "is not an amount"),
        ({"at_least": "9" * 101 + " %"}, "is not an amount"),
    ],
)
def test_a_bad_rule_names_the_entry(spec, words: str):
    with pytest.raises(RuleError, match=words):
        parse_rule(spec, MEMBERS)
