"""Owen values against every order of unions and partners, and against what follows from them."""

from __future__ import annotations

from collections import Counter
from itertools import permutations, product

import numpy as np
import pytest

from foedus.decisions import Ballot, RuleError, body, merged, parse_rule, power, union_power


def by_orders(rule, groups) -> dict[str, float]:
    """Count who turns the outcome, unions coming in every order and partners in every order."""
    turned, orders = Counter(), 0
    for order in permutations(groups):
        for inner in product(*(list(permutations(groups[name])) for name in order)):
            orders += 1
            ballots = dict.fromkeys(rule.members, Ballot.NO)
            for member in (m for group in inner for m in group):
                before = rule.passes(ballots)
                ballots[member] = Ballot.YES
                turned[member] += rule.passes(ballots) and not before
    return {m: turned[m] / orders for m in rule.members}


def by_coalitions(rule, groups) -> dict[str, float]:
    """Count swings with other unions wholly for or against, each partner either way."""
    found = {}
    for name, own in groups.items():
        others = [g for other, g in groups.items() if other != name]
        for member in own:
            partners = [m for m in own if m != member]
            units = [*others, *([m] for m in partners)]
            swings = 0
            for yes in product([False, True], repeat=len(units)):
                ballots = {
                    m: Ballot.YES if y else Ballot.NO
                    for unit, y in zip(units, yes, strict=True)
                    for m in unit
                }
                with_, without = (
                    rule.passes(ballots | {member: b}) for b in (Ballot.YES, Ballot.NO)
                )
                swings += with_ and not without
            found[member] = swings / 2 ** len(units)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_values_are_those_of_all_orders_and_coalitions(seed: int):
    rng = np.random.default_rng(seed)
    members = list("ABCDEF")[: int(rng.integers(3, 7))]
    weights = {m: int(w) for m, w in zip(members, rng.integers(1, 6, len(members)), strict=True)}
    quota = int(rng.integers(1, sum(weights.values()) + 1))
    spec = {"weights": weights, "quota": quota}
    if seed % 3 == 0:
        spec = {"all_of": [spec, {"veto": [members[0]]}]}
    rule = parse_rule(spec, members)
    place = rng.integers(0, 3, len(members))
    unions = {
        f"union {k}": [m for m, p in zip(members, place, strict=True) if p == k] for k in (0, 1)
    }
    unions = {name: group for name, group in unions.items() if group}
    if not unions:
        pytest.skip("nobody joined")
    alone = {m: (m,) for m, p in zip(members, place, strict=True) if p == 2}
    found = union_power(rule, unions)
    groups = {**unions, **alone}
    assert found.owen == pytest.approx(by_orders(rule, groups), abs=1e-12)
    assert found.banzhaf_owen == pytest.approx(by_coalitions(rule, groups), abs=1e-12)
    quotient = power(merged(rule, unions)).shapley_shubik
    for name in unions:
        assert found.unions[name] == pytest.approx(quotient[name], abs=1e-12)


def test_unions_of_one_and_one_union_of_all_change_nothing():
    rule = parse_rule({"weights": {"A": 4, "B": 2, "C": 1, "D": 1}, "quota": 5}, list("ABCD"))
    usual = power(rule)
    for unions in ({"one": ["A"]}, {"all": list("ABCD")}):
        found = union_power(rule, unions)
        assert found.owen == pytest.approx(usual.shapley_shubik, abs=1e-12)
        assert found.banzhaf_owen == pytest.approx(usual.banzhaf, abs=1e-12)


def test_a_body_that_ships_with_the_union_in_it():
    """The Council of the Union with the Benelux joined: values sum to one, joining pays."""
    council = body("eu-council")
    found = union_power(council, {"Benelux": ["BEL", "NLD", "LUX"]})
    assert sum(found.owen.values()) == pytest.approx(1, abs=1e-10)
    assert found.unions["Benelux"] > sum(
        power(council).shapley_shubik[m] for m in ("BEL", "NLD", "LUX")
    )


@pytest.mark.parametrize(
    ("unions", "told"),
    [
        ({}, "need a union"),
        ({"x": ["A", "Z"]}, "'Z' is not a member"),
        ({"x": ["A"], "y": ["A"]}, "A is in x already"),
        ({"B": ["A"]}, "B is a member: give the bloc another name"),
    ],
)
def test_unions_that_cannot_be_say_why(unions, told):
    with pytest.raises(RuleError, match=told):
        union_power(parse_rule("majority", ["A", "B", "C"]), unions)
