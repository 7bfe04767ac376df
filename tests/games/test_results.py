"""What results look like: tables of each library, short names, errors that name the entry."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from foedus.decisions import BallotError, RuleError, body, chance, parse_rule, power
from foedus.estimation import Formulas, estimate, predict
from foedus.frames import frame
from foedus.games import (
    Builder,
    GameError,
    ParameterError,
    all_spe,
    fit_precision,
    solve_nash,
    solve_pbe,
    solve_spe,
)


def lone(payoff="x"):
    b = Builder(("A", "B"))
    ends = {"up": b.terminal((payoff, 0), "up"), "down": b.terminal((0, 0), "down")}
    return b.tree(b.decision("A", ends, "A"))


def test_every_result_is_a_table_of_whichever_library():
    pd, pa = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    made = Formulas({"x": "z"}, {"z": [1.0, 2.0, 3.0, 5.0]})
    fit = estimate(lone(), made.designs, ["up", "down", "up", "down"])
    results = {
        "action": solve_spe(lone(), {"x": [1, -1]}),
        "equilibrium": solve_pbe(lone(), {"x": [1, -1]}),
        "member": power(body("unsc")),
        "coefficient": fit,
        "outcome": predict(fit, samples=5),
    }
    for column, result in results.items():
        as_pandas, as_arrow = result.to_frame(), result.to_frame("arrow")
        assert isinstance(as_pandas, pd.DataFrame)
        assert isinstance(as_arrow, pa.Table)
        assert column in as_pandas.columns
        assert as_arrow.num_rows == len(as_pandas) == result.to_frame("polars").height > 0
        assert len(repr(result)) < 160
    with pytest.raises(ValueError, match="no table of kind 'excel'"):
        frame({}, "excel")
    assert power(body("unsc")).to_frame().set_index("member").banzhaf["CHN"] == 848 / 2**14


def test_short_names():
    assert repr(solve_nash(lone(1))) == (
        "<1 sets of Nash equilibria of <game '' of A, B: 3 nodes, 1 information sets>>"
    )
    assert repr(body("unga")) == (
        "<unga: UN General Assembly, on important questions, 193 members on 2011-07-14>"
    )


def test_a_series_is_taken_by_its_index_and_never_for_three_ballots():
    """A Series of three shares that sum to one is not yes, abstain and no."""
    pd = pytest.importorskip("pandas")
    rule = parse_rule("unanimity", ["A", "B", "C"])
    shares = pd.Series({"A": 0.2, "B": 0.3, "C": 0.5})
    assert chance(rule, shares) == pytest.approx(0.03)
    with pytest.raises(BallotError, match="'D' is not a member"):
        chance(rule, pd.Series({"A": 0.2, "B": 0.3, "D": 0.5}))
    assert solve_spe(lone(), {"x": pd.Series([1, -1], index=[7, 8])}).values[0].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("call", "kind", "told"),
    [
        (lambda: solve_spe(lone(), {"x": "high"}), ParameterError, "parameter 'x' is no number"),
        (lambda: solve_spe(lone(), {"x": [1, "a"]}), ParameterError, "parameter 'x' is no number"),
        (lambda: all_spe(lone(), {"x": [1, 2]}), ParameterError, "parameter 'x' has 2 values"),
        (
            lambda: fit_precision(lone(), {"A": {"up": 2, "down": 1}}, {"x": float("nan")}),
            GameError,
            "not valid at these parameter values",
        ),
        (
            lambda: solve_spe(lone(1), {}).probability("B", "up"),
            GameError,
            "no information set 'B'; there are A",
        ),
        (
            lambda: solve_spe(lone(1), {}).probability("A", "left"),
            GameError,
            "'A' has no action 'left'; it has up, down",
        ),
        (lambda: power("unsc"), RuleError, "neither a rule nor a body"),
    ],
)
def test_errors_name_the_entry(call, kind, told):
    with pytest.raises(kind, match=told):
        call()


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int8, Fraction])
def test_numbers_of_any_kind_are_parameters(kind):
    (only,) = all_spe(lone(), {"x": kind(3)}, exact=True).found
    assert only.values[0] == 3


def test_an_information_set_is_found_by_its_key_and_by_its_number():
    found = solve_spe(lone(1), {})
    assert found.probability("A", "up") == found.probability(0, "up") == 1
