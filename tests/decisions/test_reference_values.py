"""Published and recomputed values.

"computed": found by an independent brute-force program over all coalitions. The others say where
they come from beside them.
"""

from __future__ import annotations

import pytest

from foedus.decisions import chance, parse_rule, power, single_vetoes

PERMANENT = ["CHN", "FRA", "GBR", "RUS", "USA"]
COUNCIL = [*PERMANENT, *(f"E{n}" for n in range(10))]
UNSC = parse_rule({"at_least": 9, "veto": PERMANENT}, COUNCIL)
NATO = [f"m{n}" for n in range(32)]
POPULATION = {  # 1 January 2018, as used in the Council's voting calculator
    "AT": 8822267, "BE": 11413058, "BG": 7050034, "CZ": 10610055, "DK": 5781190, "DE": 82850000,
    "EE": 1319133, "IE": 4838259, "EL": 10738868, "ES": 46659302, "FR": 67221943, "HR": 4105493,
    "IT": 60483973, "CY": 864236, "LV": 1934379, "LT": 2808901, "LU": 602005, "HU": 9778371,
    "MT": 475701, "NL": 17181084, "PL": 37976687, "PT": 10291027, "RO": 19523621, "SI": 2066880,
    "SK": 5443120, "FI": 5513130, "SE": 10120242,
}  # fmt: skip
EU = list(POPULATION)
SIXTY_FIVE = {"weights": POPULATION, "quota": "65 %"}
QMV = parse_rule({"any_of": [{"all_of": [{"at_least": 15}, SIXTY_FIVE]}, {"at_least": 24}]}, EU)


def weights(quota: int, *votes: int):
    body = {f"m{n}": vote for n, vote in enumerate(votes)}
    return parse_rule({"weights": body, "quota": quota}, list(body))


def test_security_council():
    """848 winning of 32,768 (computed); Shapley–Shubik 421/2145 and 4/2145."""
    found = power(UNSC)
    assert found.passing * 2**15 == pytest.approx(848, rel=1e-12)
    assert found.shapley_shubik["USA"] == pytest.approx(421 / 2145, rel=1e-12)
    assert found.shapley_shubik["E0"] == pytest.approx(4 / 2145, rel=1e-12)
    assert found.banzhaf["USA"] * 2**14 == pytest.approx(848, rel=1e-12)
    assert found.banzhaf["E0"] * 2**14 == pytest.approx(84, rel=1e-12)
    assert found.normalised_banzhaf["USA"] == pytest.approx(106 / 635, rel=1e-12)
    assert found.normalised_banzhaf["E0"] == pytest.approx(21 / 1270, rel=1e-12)
    assert found.prevent["USA"] == pytest.approx(1, rel=1e-12)
    assert found.prevent["E0"] == pytest.approx(0.099057, abs=1e-6)
    assert found.initiate["USA"] == pytest.approx(0.026566, abs=1e-6)
    assert found.initiate["E0"] == pytest.approx(0.002632, abs=1e-6)
    assert single_vetoes(UNSC) == tuple(PERMANENT)


def test_eec_1958():
    """[12; 4,4,4,2,2,1]: swings 10,10,10,6,6,0; Shapley–Shubik 7/30, 3/20, 0."""
    found = power(weights(12, 4, 4, 4, 2, 2, 1))
    swings = [b * 2**5 for b in found.banzhaf.values()]
    assert swings == pytest.approx([10, 10, 10, 6, 6, 0], abs=1e-12)
    expected = [7 / 30] * 3 + [3 / 20] * 2 + [0]
    assert list(found.shapley_shubik.values()) == pytest.approx(expected, abs=1e-12)


def test_eec_1973():
    """Quota 41; 10×4, 5×2, 3×2, 2: Shapley–Shubik .1786 .0810 .0571 .0095."""
    found = list(power(weights(41, 10, 10, 10, 10, 5, 5, 3, 3, 2)).shapley_shubik.values())
    expected = [0.1786, 0.0810, 0.0571, 0.0095]
    assert [found[0], found[4], found[6], found[8]] == pytest.approx(expected, abs=5e-5)


def test_three_members_that_a_popular_package_gets_wrong():
    """[3; 3,2,2]: swings 3,1,1 (computed); the package says 1,0,0."""
    found = power(weights(3, 3, 2, 2))
    assert [b * 4 for b in found.banzhaf.values()] == [3, 1, 1]


def test_electoral_college_2024():
    """270 of 538: CA(54) absolute Banzhaf .460711; WY(3) .022692 (computed)."""
    votes = [9, 3, 11, 6, 54, 10, 7, 3, 3, 30, 16, 4, 4, 19, 11, 6, 6, 8, 8, 4, 10, 11, 15, 10]
    votes += [6, 10, 4, 5, 6, 4, 14, 5, 28, 16, 3, 17, 7, 8, 19, 4, 9, 3, 11, 40, 6, 3, 13, 12]
    votes += [4, 10, 3]
    assert (len(votes), sum(votes)) == (51, 538)
    found = power(weights(270, *votes))
    assert found.banzhaf["m4"] == pytest.approx(0.460711, abs=1e-6)
    assert found.normalised_banzhaf["m4"] == pytest.approx(0.110796, abs=1e-6)
    assert found.shapley_shubik["m4"] == pytest.approx(0.108037, abs=1e-6)
    assert found.banzhaf["m50"] == pytest.approx(0.022692, abs=1e-6)
    assert found.shapley_shubik["m50"] == pytest.approx(0.005402, abs=1e-6)


def test_unanimity_of_32():
    found = power(parse_rule("unanimity", NATO))
    assert found.prevent["m0"] == pytest.approx(1, rel=1e-12)
    assert found.shapley_shubik["m0"] == pytest.approx(1 / 32, rel=1e-12)
    assert found.banzhaf["m0"] == 2.0**-31
    assert found.initiate["m0"] == pytest.approx(1 / (2**32 - 1), rel=1e-9)


def test_the_council_of_27():
    """17,715,329 winning coalitions; DE .209665, .120502, .176103 (computed)."""
    found = power(QMV)
    assert found.passing * 2**27 == pytest.approx(17_715_329, rel=1e-12)
    assert found.banzhaf["DE"] == pytest.approx(0.209665, abs=1e-6)
    assert found.normalised_banzhaf["DE"] == pytest.approx(0.120502, abs=1e-6)
    assert found.shapley_shubik["DE"] == pytest.approx(0.176103, abs=1e-6)


def test_dropping_the_four_member_clause():
    """It removes 20 coalitions only, yet DE's Shapley–Shubik becomes .178126 (computed)."""
    found = power(parse_rule({"all_of": [{"at_least": 15}, SIXTY_FIVE]}, EU))
    assert found.passing * 2**27 == pytest.approx(17_715_309, rel=1e-12)
    assert found.shapley_shubik["DE"] == pytest.approx(0.178126, abs=1e-6)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (parse_rule("unanimity", NATO), 0.0343),
        (parse_rule("silence", NATO), 0.3773),
        (parse_rule("silence", NATO[1:]), 0.3890),
        (parse_rule("two_thirds", NATO), 0.9998),
        (UNSC, 0.8586),
        (QMV, 0.9816),
    ],
    ids=["refusing abstention", "silence", "without one", "two thirds", "council", "qmv"],
)
def test_yes_abstain_no_at_90_7_3(rule, expected: float):
    """Independent ballots yes .90, abstain .07, no .03 (computed)."""
    three = (0.90, 0.07, 0.03)
    if rule is UNSC:  # an abstention by a permanent member is no veto
        vetoing = {"at_least": 9, "veto": PERMANENT}
        rule = parse_rule(vetoing, COUNCIL)
    assert chance(rule, three) == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize(
    ("correlation", "expected"), [(0.0, 0.725), (0.2, 0.782), (0.5, 0.863), (0.8, 0.936)]
)
def test_unanimity_with_correlated_positions(correlation: float, expected: float):
    """32 members at .99 each, one-factor Gaussian copula (computed)."""
    found = chance(parse_rule("unanimity", NATO), 0.99, correlation)
    assert found == pytest.approx(expected, abs=6e-4)


def test_a_long_unanimity_tail_keeps_its_digits():
    """0.8 to the 190th is 3.9e-19; a Fourier transform would give rounding noise."""
    members = [f"m{n}" for n in range(190)]
    assert chance(parse_rule("unanimity", members), 0.8) == pytest.approx(0.8**190, rel=1e-12)
