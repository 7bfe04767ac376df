"""Published and recomputed values.

"computed": found by an independent brute-force program over all coalitions or ballots. The others
say where they come from beside them.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from foedus.decisions import (
    blocking_groups,
    body,
    chance,
    chance_of_effect,
    deegan_packel,
    dummies,
    holler,
    johnston,
    otherwise,
    parse_rule,
    power,
    single_vetoes,
)
from foedus.decisions.procedure import Stage, without

UNSC = body("unsc").rule
NATO = body("nato-accession").rule
QMV = body("eu-council").rule
EU = QMV.members
THREE = (0.90, 0.07, 0.03)


def weights(quota: int, *votes: int):
    members = {f"m{n}": vote for n, vote in enumerate(votes)}
    return parse_rule({"weights": members, "quota": quota}, list(members))


def test_security_council():
    """848 winning of 32,768 (computed); Shapley–Shubik 421/2145 and 4/2145; swings 848 and 84."""
    found = power(UNSC, exact=True)
    assert found.passing == Fraction(848, 2**15)
    assert found.shapley_shubik["USA"] == Fraction(421, 2145)
    assert found.shapley_shubik["PAN"] == Fraction(4, 2145)
    assert found.banzhaf["USA"] * 2**14 == 848
    assert found.banzhaf["PAN"] * 2**14 == 84
    assert found.normalised_banzhaf["USA"] == Fraction(106, 635)
    assert found.normalised_banzhaf["PAN"] == Fraction(21, 1270)
    assert found.prevent["USA"] == 1
    floats = power(UNSC)
    assert floats.banzhaf["USA"] == pytest.approx(0.0517578, abs=1e-7)
    assert floats.banzhaf["PAN"] == pytest.approx(0.0051270, abs=1e-7)
    assert floats.prevent["PAN"] == pytest.approx(0.099057, abs=1e-6)
    assert floats.initiate["USA"] == pytest.approx(0.026566, abs=1e-6)
    assert floats.initiate["PAN"] == pytest.approx(0.002632, abs=1e-6)


def test_security_council_by_who_is_critical():
    """Johnston .177987 and .011006; Deegan–Packel and Holler 1/9 and 2/45 (computed)."""
    assert johnston(UNSC)["USA"] == pytest.approx(0.177987, abs=1e-6)
    assert johnston(UNSC)["PAN"] == pytest.approx(0.011006, abs=1e-6)
    for index in (deegan_packel(UNSC, exact=True), holler(UNSC, exact=True)):
        assert index["USA"] == Fraction(1, 9)
        assert index["PAN"] == Fraction(2, 45)


def test_who_blocks_the_security_council():
    """Five vetoes (Charter, article 27(3)); or any seven of the ten, C(10,7) = 120 groups."""
    assert set(single_vetoes(UNSC)) == {"CHN", "FRA", "GBR", "RUS", "USA"}
    found = blocking_groups(UNSC)
    assert [(g.size, g.ways) for g in found.groups] == [(1, 5), (7, 120)]
    assert found.complete


def test_eec_1958():
    """[12; 4,4,4,2,2,1]: swings 10,10,10,6,6,0; Shapley–Shubik 7/30, 3/20, 0; a dummy."""
    rule = weights(12, 4, 4, 4, 2, 2, 1)
    found = power(rule, exact=True)
    assert [b * 2**5 for b in found.banzhaf.values()] == [10, 10, 10, 6, 6, 0]
    expected = [Fraction(7, 30)] * 3 + [Fraction(3, 20)] * 2 + [0]
    assert list(found.shapley_shubik.values()) == expected
    assert dummies(rule) == ("m5",)


def test_eec_1973():
    """Quota 41; 10×4, 5×2, 3×2, 2: Shapley–Shubik .1786 .0810 .0571 .0095."""
    found = list(power(weights(41, 10, 10, 10, 10, 5, 5, 3, 3, 2)).shapley_shubik.values())
    expected = [0.1786, 0.0810, 0.0571, 0.0095]
    assert [found[0], found[4], found[6], found[8]] == pytest.approx(expected, abs=5e-5)


def test_three_members_that_a_popular_package_gets_wrong():
    """[3; 3,2,2]: swings 3,1,1 (computed); the package says 1,0,0."""
    found = power(weights(3, 3, 2, 2))
    assert [b * 4 for b in found.banzhaf.values()] == [3, 1, 1]


COLLEGE = [9, 3, 11, 6, 54, 10, 7, 3, 3, 30, 16, 4, 4, 19, 11, 6, 6, 8, 8, 4, 10, 11, 15, 10, 6]
COLLEGE += [10, 4, 5, 6, 4, 14, 5, 28, 16, 3, 17, 7, 8, 19, 4, 9, 3, 11, 40, 6, 3, 13, 12, 4, 10, 3]


def test_electoral_college_2024():
    """270 of 538: CA(54) .460711 .110796 .108037; WY(3) .022692 .005457 .005402 (computed)."""
    assert (len(COLLEGE), sum(COLLEGE)) == (51, 538)
    found = power(weights(270, *COLLEGE))
    for member, banzhaf, normalised, shapley in (
        ("m4", 0.460711, 0.110796, 0.108037),
        ("m50", 0.022692, 0.005457, 0.005402),
    ):
        assert found.banzhaf[member] == pytest.approx(banzhaf, abs=1e-6)
        assert found.normalised_banzhaf[member] == pytest.approx(normalised, abs=1e-6)
        assert found.shapley_shubik[member] == pytest.approx(shapley, abs=1e-6)


def test_unanimity_of_32():
    """Prevent 1, Shapley–Shubik 1/32, absolute Banzhaf 2⁻³¹, initiate 1/(2³²−1)."""
    exact = power(NATO, exact=True)
    assert exact.prevent["USA"] == 1
    assert exact.shapley_shubik["USA"] == Fraction(1, 32)
    assert exact.banzhaf["USA"] == Fraction(1, 2**31)
    assert exact.initiate["USA"] == Fraction(1, 2**32 - 1)
    floats = power(NATO)
    assert floats.prevent["USA"] == pytest.approx(1, rel=1e-12)
    assert floats.banzhaf["USA"] == 2.0**-31
    assert floats.initiate["USA"] == pytest.approx(1 / (2**32 - 1), rel=1e-9)


def test_the_council_of_27():
    """17,715,329 winning, decisiveness .131989; DE .209665, .120502, .176103 (computed)."""
    found = power(QMV)
    assert power(QMV, exact=True).passing * 2**27 == 17_715_329
    assert found.passing == pytest.approx(0.131989, abs=1e-6)
    assert found.banzhaf["DEU"] == pytest.approx(0.209665, abs=1e-6)
    assert found.normalised_banzhaf["DEU"] == pytest.approx(0.120502, abs=1e-6)
    assert found.shapley_shubik["DEU"] == pytest.approx(0.176103, abs=1e-6)


def test_dropping_the_four_member_clause():
    """It removes 20 coalitions only, yet DE's Shapley–Shubik becomes .178126 (computed)."""
    from foedus.decisions.rosters import EU_POPULATION

    sixty_five = {"weights": EU_POPULATION, "quota": "65 %"}
    rule = parse_rule({"all_of": [{"at_least": 15}, sixty_five]}, EU)
    assert power(rule, exact=True).passing * 2**27 == 17_715_329 - 20
    assert power(rule).shapley_shubik["DEU"] == pytest.approx(0.178126, abs=1e-6)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (NATO, 0.0343),
        (body("nato-silence").rule, 0.3773),
        (parse_rule("silence", NATO.members[1:]), 0.3890),
        (parse_rule("two_thirds", NATO.members), 0.9998),
        (UNSC, 0.8586),
        (body("unsc-procedural").rule, 0.9997),
        (QMV, 0.9816),
        (body("eu-cfsp").rule, 0.4394),
        (body("snapback").rule, 0.1414),
    ],
    ids=[
        "abstention refuses",
        "silence",
        "without one",
        "two thirds",
        "council",
        "procedural",
        "qmv",
        "cfsp",
        "snapback",
    ],
)
def test_yes_abstain_no_at_90_7_3(rule, expected: float):
    """Independent ballots yes .90, abstain .07, no .03 (computed)."""
    assert chance(rule, THREE) == pytest.approx(expected, abs=6e-5)
    assert float(chance(rule, THREE, exact=True)) == pytest.approx(expected, abs=6e-5)


def test_the_same_question_without_one_member():
    """Silence .3773, and .3890 where the forum without one member is tried next (computed)."""
    first = Stage("decide", body("nato-silence").rule, within=3)
    shifted = otherwise(first, without(first, "HUN"))
    assert chance_of_effect(first, THREE) == pytest.approx(0.3773, abs=6e-5)
    assert chance_of_effect(shifted, THREE) == pytest.approx(0.3890, abs=6e-5)


@pytest.mark.parametrize(
    ("correlation", "expected"), [(0.0, 0.725), (0.2, 0.782), (0.5, 0.863), (0.8, 0.936)]
)
def test_unanimity_with_correlated_positions(correlation: float, expected: float):
    """32 members at .99 each, one-factor Gaussian copula (computed)."""
    assert chance(NATO, 0.99, correlation) == pytest.approx(expected, abs=6e-4)


def test_a_long_unanimity_tail_keeps_its_digits():
    """0.8 to the 190th is 3.9e-19; a Fourier transform would give rounding noise."""
    members = [f"m{n}" for n in range(190)]
    assert chance(parse_rule("unanimity", members), 0.8) == pytest.approx(0.8**190, rel=1e-12)


def test_190_members_against_whole_numbers():
    """Counts beyond 64 bits: floats and exact fractions agree to a relative 1e-12."""
    votes = [1 + (n * n * 37) % 29 for n in range(190)]
    for quota in (sum(votes) // 2 + 1, sum(votes) * 9 // 10):
        rule = weights(quota, *votes)
        floats, exact = power(rule), power(rule, exact=True)
        for name in ("banzhaf", "shapley_shubik", "prevent", "initiate"):
            for member in rule.members[::17]:
                expected = float(getattr(exact, name)[member])
                assert getattr(floats, name)[member] == pytest.approx(expected, rel=1e-12)
        assert floats.passing == pytest.approx(float(exact.passing), rel=1e-12)
        assert sum(exact.shapley_shubik.values()) == 1


def test_several_hundred_members_by_fewer_nodes():
    """Beyond 200 members fewer nodes must give what exact fractions do."""
    votes = [1 + (n * n * 37) % 7 for n in range(220)]
    for quota in (sum(votes) // 2 + 1, sum(votes) * 2 // 3):
        rule = weights(quota, *votes)
        floats, exact = power(rule), power(rule, exact=True)
        for member in rule.members[::29]:
            expected = float(exact.shapley_shubik[member])
            assert floats.shapley_shubik[member] == pytest.approx(expected, rel=1e-12)


def test_a_member_of_tiny_power_among_hundreds_keeps_its_digits():
    """One of 210 that matters only if all others of its kind agree: nothing may be left out."""
    rule = weights(210, *[210, *[1] * 210])
    floats, exact = power(rule), power(rule, exact=True)
    for member in ("m0", "m1"):
        expected = float(exact.shapley_shubik[member])
        assert floats.shapley_shubik[member] == pytest.approx(expected, rel=1e-11)
