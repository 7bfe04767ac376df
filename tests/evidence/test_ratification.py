"""Reference values recomputed from the shipped rows, an oracle, and rounds left out."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import lifelines
import numpy as np
import pytest

from foedus.evidence import posterior as fitted
from foedus.evidence.durations import fit_durations
from foedus.evidence.posterior import Observed, likelihood, posterior
from foedus.evidence.ratification import (
    HELD_OUT,
    HOLD_OUTS,
    hindcast,
    independent_fit,
    ratification_model,
    slowest,
)
from foedus.evidence.records import rows
from foedus.evidence.rounds import intervals, refusals, rounds

SHARED = Path(__file__).parents[3] / "shared" / "data" / "facts"
FINLAND = intervals("2022-FIN")


@pytest.mark.parametrize(
    ("family", "parameters", "aic"),
    [("weibull", (25.67, 0.605), 267.9), ("lognormal", None, 270.1), ("exponential", None, 281.1)],
)
def test_finland_by_family(family, parameters, aic):
    """Signature to parliament, 30 members, interval-censored by day."""
    fit = fit_durations(*FINLAND, family)
    assert fit.observations == 30
    assert fit.aic == pytest.approx(aic, abs=0.05)
    if parameters is not None:
        assert fit.parameters == pytest.approx(parameters, rel=1e-3)


@pytest.mark.parametrize(
    ("family", "oracle", "transform"),
    [
        ("weibull", lifelines.WeibullFitter, lambda f: (f.lambda_, f.rho_)),
        ("lognormal", lifelines.LogNormalFitter, lambda f: (np.exp(f.mu_), f.sigma_)),
        ("exponential", lifelines.ExponentialFitter, lambda f: (f.lambda_,)),
    ],
)
@pytest.mark.parametrize("name", ["2022-FIN", "2003-7", "2016-MNE"])
def test_fits_agree_with_lifelines(name, family, oracle, transform):
    low, high = intervals(name)
    theirs = oracle().fit_interval_censoring(low, high)
    ours = fit_durations(low, high, family)
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood_, abs=1e-5)
    assert ours.parameters == pytest.approx(transform(theirs), rel=2e-3)


def test_the_slowest_of_32_independent_members():
    """Median 237 days, 10-90 % 130-457; by day 90 with 1.8 %; Sweden's 611 days fall at 3.4 %."""
    fit = independent_fit()
    assert fit.slowest([0.1, 0.5, 0.9], 32).round().tolist() == [130, 237, 457]
    assert float((1 - fit.survival(90)) ** 32) == pytest.approx(0.018, abs=5e-4)
    assert float(1 - (1 - fit.survival(611)) ** 32) == pytest.approx(0.034, abs=1e-3)


@pytest.mark.parametrize("family", ["weibull", "lognormal", "exponential"])
def test_the_slowest_quantile_inverts_the_survival(family):
    fit = fit_durations(*FINLAND, family)
    quantiles = np.array([0.05, 0.5, 0.95])
    assert (1 - fit.survival(fit.slowest(quantiles, 32))) ** 32 == pytest.approx(quantiles)


def test_impossible_intervals_are_refused():
    with pytest.raises(ValueError, match="interval 1 runs from day 5 to day 5"):
        fit_durations([0, 5], [1, 5], "weibull")
    with pytest.raises(ValueError, match="at least one interval"):
        fit_durations([], [], "weibull")


def test_rounds_carry_the_dates_of_the_manifest():
    """Signature to accession: 369, 382, 415, 273, 611 days; 2003 notifications: median 251."""
    recorded = {r["round"]: r for r in rows("nato_rounds")}
    for name, days in (("2003-7", 369), ("2016-MNE", 382), ("2019-MKD", 415), ("2022-FIN", 273)):
        signed, accession = (
            date.fromisoformat(recorded[name][key]) for key in ("signed", "accession")
        )
        assert (accession - signed).days == days
    assert rounds()["2022-SWE"].days == 611
    low, _ = intervals("2003-7")
    assert (np.median(low), low.max(), len(low)) == (251, 338, 19)
    finland, _ = intervals("2022-FIN")
    assert (np.median(finland), finland.max()) == (15, 268)
    assert refusals() == (0, 12 + 14 + 15 + 16 + 19 + 26 + 28 + 29 + 30)


@pytest.mark.skipif(
    not SHARED.exists(), reason="the files that the rows were taken from are absent"
)
def test_shipped_rows_are_those_of_the_collected_file():
    with (SHARED / "nato_accession_ratifications.csv").open(encoding="utf-8") as file:
        collected = {
            (r["protocol"].replace("2003-ROU", "2003-7"), r["member_iso3"], r["event"]): r
            for r in csv.DictReader(file)
        }
    for row in rows("nato_ratifications"):
        source = collected[row["round"], row["member"], row["event"]]
        if row["seen"] == "recalled":
            assert row["earliest"] == row["latest"] == source["date"]
        else:
            assert (row["earliest"], row["latest"]) == (
                source["date_earliest"],
                source["date_latest"],
            )


# The model with hold-outs and a common shock ------------------------------------------------


def test_the_likelihood_of_a_round_known_by_its_last_day_is_that_of_a_maximum():
    """F(t+1)^n - F(t)^n, written out at a few ends and shapes."""
    last = np.array([261.0])
    surface, top = likelihood(Observed(last, last + 1, 26, last_only=True))
    for i, j in ((60, 30), (90, 50), (100, 20)):
        end, shape = np.exp(fitted._ENDS[i]), np.exp(fitted._SHAPES[j])
        scale = end / np.log(26) ** (1 / shape)
        below = [(1 - np.exp(-((t / scale) ** shape))) ** 26 for t in (261.0, 262.0)]
        assert np.log(surface[i, j]) + top == pytest.approx(np.log(below[1] - below[0]), rel=1e-6)


def test_the_likelihood_of_a_round_known_member_by_member_is_the_product():
    low, high = intervals("2003-7")
    surface, top = likelihood(Observed(low, high, 19, last_only=False))
    end, shape = np.exp(fitted._ENDS[90]), np.exp(fitted._SHAPES[25])
    survival = [np.exp(-np.log(19) * (days / end) ** shape) for days in (low, high)]
    by_hand = np.log(survival[0] - survival[1]).sum()
    assert np.log(surface[90, 25]) + top == pytest.approx(by_hand)


def drawn_rounds(count: int, rng: np.random.Generator) -> list[Observed]:
    observed = []
    for _ in range(count):
        k = np.exp(np.log(1.3) + 0.4 * rng.standard_normal())
        scale = np.exp(np.log(250) + 0.5 * rng.standard_normal()) / np.log(30) ** (1 / k)
        days = np.floor(scale * rng.weibull(k, 30))
        observed.append(Observed(days, days + 1, 30, last_only=False))
    return observed


def test_the_posterior_finds_the_law_that_rounds_were_drawn_from():
    found = posterior(drawn_rounds(60, np.random.default_rng(5)))
    truth = (np.log(250), 0.5, np.log(1.3), 0.4)
    errors = (np.array(found.mean()) - truth) / found.deviation()
    assert np.abs(errors).max() < 3
    assert max(found.deviation()) < 0.1


def test_more_rounds_make_it_surer_and_the_grid_holds_it_all():
    rng = np.random.default_rng(8)
    few, many = (posterior(drawn_rounds(count, rng)) for count in (6, 48))
    assert all(a > b for a, b in zip(few.deviation(), many.deviation(), strict=True))
    assert ratification_model().routine.at_edges() < 0.005
    with pytest.raises(ValueError, match="no rounds"):
        posterior([])


def test_draws_follow_the_posterior_and_stay_within_bounds():
    model = ratification_model().routine
    ends, shapes, spread = model.round(np.random.default_rng(0).random((40_000, 7)))
    assert spread.mean() == pytest.approx(model.mean()[1], rel=0.03)
    assert np.log(ends).mean() == pytest.approx(model.mean()[0], abs=0.03)
    assert 15 <= ends.min() <= ends.max() <= 4000
    assert 0.49 <= shapes.min() <= shapes.max() <= 9.1


def test_sweden_is_less_of_a_surprise_than_under_independence():
    """Fitted to what had ended before 2024: about one chance in four, not one in thirty."""
    asked = hindcast("2022-SWE")
    assert 0.2 < 1 - asked.sooner < 0.3
    plain = independent_fit()
    assert float(1 - (1 - plain.survival(601)) ** 31) < 0.04


def test_no_round_surprises_a_model_fitted_without_it():
    """Eight rounds without named hold-outs: each within the middle 95 %, and both halves met."""
    asked = [hindcast(name) for name in rounds() if name not in HELD_OUT]
    assert all(0.025 < h.sooner < 0.975 for h in asked)
    inside = sum(h.low <= h.days <= h.high for h in asked)
    assert inside >= 6
    assert any(h.days < h.median for h in asked)
    assert any(h.days > h.median for h in asked)


def test_a_hold_out_makes_the_slowest_later_and_a_member_more_never_sooner():
    model = ratification_model()
    laws = model.laws(np.random.default_rng(0), 4000)
    none = slowest(laws, 31, 0, np.random.default_rng(1))
    more = slowest(laws, 32, 0, np.random.default_rng(1))
    held = slowest(laws, 31, 1, np.random.default_rng(1))
    assert (more >= none).all()
    assert np.median(held) > 1.5 * np.median(none)


def test_the_model_knows_its_rounds_and_refuses_too_few():
    assert len(ratification_model().rounds) == 10
    known = ratification_model(date(2024, 1, 1))
    assert known.held_out == pytest.approx((np.log([265.0, 268.0]).mean(),))
    assert HOLD_OUTS == ("HUN", "TUR")
    with pytest.raises(ValueError, match="too few rounds"):
        ratification_model(date(1990, 1, 1))


def test_of_one_member_alone_the_median_is_the_end_of_a_round():
    """A Weibull law of scale s and shape k has its median at s (ln 2)^(1/k)."""
    model = ratification_model()
    alone, two = (model.laws(np.random.default_rng(0), 50, n) for n in (1, 2))
    medians = alone.scale * np.log(2) ** (1 / alone.shape)
    ends, *_ = model.routine.round(np.random.default_rng(0).random((50, 8))[:, :7])
    np.testing.assert_allclose(medians, ends)
    np.testing.assert_array_equal(alone.scale, two.scale)
