"""Draws weighted to a published rate, several analysts pooled, and the worth of knowing."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.cli import main
from foedus.deterrence import DeterrenceError, anchored, decision, deter, knowing, pooled
from foedus.deterrence.questions.base_rate import tilted
from foedus.deterrence.questions.knowing import worth_of
from foedus.deterrence.questions.pooled import NOTHING, Pool, Pooled, _lowers
from foedus.evidence import RECURRENCE
from foedus.views import deterring_anchored

DRAWS = 200


@pytest.fixture(scope="module")
def found(small):
    return deter(small, ["none", "member"], draws=DRAWS, break_evens=(), stories=False)


@settings(max_examples=60, deadline=None)
@given(
    chance=st.lists(st.floats(0, 1), min_size=2, max_size=20),
    share=st.floats(0.05, 0.95),
)
def test_weights_give_the_rate_and_depart_least_from_equal_ones(chance, share):
    """Of all weights with that mean, none has a lower relative entropy: try others beside it."""
    chance = np.array(chance)
    if np.ptp(chance) < 0.05:
        return
    rate = float(chance.min() + share * np.ptp(chance))
    weights = tilted(chance, rate)
    assert weights.sum() == pytest.approx(1)
    assert weights @ chance == pytest.approx(rate, abs=1e-6)

    def entropy(w):
        return float((w[w > 0] * np.log(w[w > 0] * len(w))).sum())

    rng = np.random.default_rng(1)
    for _ in range(20):  # a step that keeps sum and mean
        step = rng.normal(size=len(chance))
        basis = np.linalg.qr(np.stack([np.ones(len(chance)), chance], axis=1))[0]
        other = weights + 1e-3 * (step - basis @ (basis.T @ step))
        if (other >= 0).all():
            assert entropy(other) >= entropy(weights) - 1e-9


def test_two_draws_are_weighted_by_hand():
    assert tilted(np.array([0.2, 0.8]), 0.35).tolist() == pytest.approx([0.75, 0.25])
    assert tilted(np.array([0.2, 0.8]), 0.5).tolist() == pytest.approx([0.5, 0.5])
    with pytest.raises(DeterrenceError, match=r"lies between 0\.20 and 0\.80"):
        tilted(np.array([0.2, 0.8]), 0.1)


def test_the_weighted_table_is_the_weighted_mean_of_the_same_draws(found):
    one = anchored(found, "ceasefire", 0.05)
    weights = tilted(found.unguarded(), RECURRENCE["ceasefire"].value)
    rows = {row.option: row for row in one.table.rows}
    assert rows[NOTHING].attack.forced == pytest.approx(0.33, abs=1e-3)
    attack = {name: found.attack(name) for name in ("none", "member")}
    for name, row in attack.items():
        assert rows[name].attack.forced == pytest.approx(weights @ row, abs=1e-3)
    without = found.unguarded()
    enough = weights @ ((without >= 0.5) & (attack["member"] < 0.5))
    assert rows["member"].deciding.enough == pytest.approx(enough, abs=1e-3)
    assert one.before == pytest.approx(without.mean())
    assert one.effective == pytest.approx(1 / (weights**2).sum())
    assert 0 < one.effective < DRAWS
    assert one.as_json()["rate"]["source"].startswith("Kreutz 2010")


def test_a_class_of_cases_is_named_or_refused(found):
    with pytest.raises(DeterrenceError, match="Did you mean 'ceasefire'"):
        anchored(found, "ceasefires", 0.05)


def test_analysts_are_pooled_with_equal_weight_and_their_distance_told(small, found):
    dear = {"stakes.RUS.war": -0.9}
    other = deter(small, ["none", "member"], draws=DRAWS, break_evens=(), stories=False, fixed=dear)
    pool = pooled({"a": found, "b": other})
    for row in pool.rows:
        a, b = (
            one.unguarded() if row.option == NOTHING else one.attack(row.option)
            for one in (found, other)
        )
        assert row.attack == {"a": pytest.approx(a.mean()), "b": pytest.approx(b.mean())}
        assert row.pool == pytest.approx((a.mean() + b.mean()) / 2)
        whole = np.concatenate([a, b])  # total variance is that within plus that between
        between = ((a.mean() - b.mean()) / 2) ** 2
        assert row.between == pytest.approx(between / whole.var())
        assert row.below["a"] == np.mean(a < 0.5)
    first = {"a": min(("none", "member"), key=lambda name: found.attack(name).mean())}
    assert pool.first["RUS"]["a"] == (first["a"],)


def test_options_that_are_level_are_named_together_in_a_pool(small):
    """Two options that say the same come to the same: neither is called first."""
    twin = replace(small.options["member"], label="the twin")
    both = replace(small, options={**small.options, "twin": twin})
    found = deter(both, ["member", "twin"], draws=10, break_evens=(), stories=False)
    pool = pooled({"a": found, "b": found})
    assert pool.first["RUS"] == {"a": ("member", "twin"), "b": ("member", "twin")}
    told = " ".join(deterring_anchored.pooled(pool))
    assert f"under {found.options['member'].label} and the twin" in " ".join(told.split())


@pytest.mark.parametrize(
    ("less", "lowers"),
    [
        ([0.0, 0.0], False),
        ([0.009, 0.009], False),  # level
        ([0.02, 0.02], True),
        ([0.4, 0.0, 0.0, 0.0], False),  # .1 with an error of .1: 0.4 * sqrt(3) / 4 / sqrt(3)
        ([0.4, 0.3, 0.4, 0.3], True),  # .35 with an error of .05 / sqrt(3)
        ([-0.4, -0.3], False),
    ],
)
def test_an_option_is_first_only_if_draws_tell_it_from_no_arrangement(less, lowers):
    assert _lowers(np.array(less)) is lowers


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"a": ("none",), "b": ()},
            "By a and no other, an attack by Russia is less likely on average under none than with "
            "no arrangement, beyond what chance in the draws explains.",
        ),
        (
            {"a": (), "b": ()},
            "By none of them, an attack by Russia is less likely on average under none than with "
            "no arrangement, beyond what chance in the draws explains.",
        ),
    ],
)
def test_an_only_option_is_never_called_the_least_likely(options, told):
    """One row is that of no arrangement and one that of the only option: there is no choice."""
    rows = [Pooled(o, o, "RUS", {"a": 0.1, "b": 0.2}, {}, 0.15, None) for o in (NOTHING, "none")]
    pool = Pool(("a", "b"), tuple(rows), {"RUS": options}, {"RUS": "Russia"})
    assert " ".join(" ".join(deterring_anchored.pooled(pool)).split()).endswith(told)


def test_knowing_is_worth_what_a_better_choice_saves():
    """Evenly from 0 to 1: option a has chance x, b has 1 - x.

    Either alone has one half. Whoever knows x takes the lesser: the mean of min(x, 1 - x) is one
    quarter, so knowing is worth one quarter, and in half of the cases another option is taken.
    """
    x = np.linspace(0, 1, 2001)
    one = worth_of("x", x, {"a": x, "b": 1 - x}, 0)
    assert one.now == pytest.approx(0.5)
    assert one.worth == pytest.approx(0.25, abs=0.02)
    assert one.known == pytest.approx(one.now - one.worth)
    assert one.other == pytest.approx(0.5, abs=0.01)


def test_knowing_what_does_not_matter_is_worth_nothing():
    rng = np.random.default_rng(4)
    noise, x = rng.random(1000), rng.random(1000)
    assert worth_of("x", x, {"a": noise, "b": rng.random(1000)}, 0).worth < 0.01
    assert worth_of("x", x, {"a": noise, "b": noise + 0.3}, 0).worth == pytest.approx(0, abs=1e-9)


def test_it_is_asked_of_what_an_attack_costs(small, found):
    (one,) = knowing(found)
    assert one.name == "stakes.RUS.war"
    assert one.now == pytest.approx(min(found.attack(n).mean() for n in ("none", "member")))
    alone = deter(small, ["member"], draws=40, break_evens=(), stories=False)
    assert knowing(alone) == ()  # nothing to choose


OTHER = "stakes: {RUS: [{label: war, when: {acted: attack, by: RUS}, worth: %s}]}"
ONE = "{value: -0.9, kind: assumed, because: another analyst}"


def test_the_command_pools_files_and_weights_draws(tmp_path):
    files = []
    for name, text in (("a", ONE), ("b", ONE.replace("0.9", "0.1"))):
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(OTHER % text)
    small = "tests/deterrence/small.yaml"
    asked = ["deter", small, "--draws", "20", "--options", "none,member"]
    both = [word for file in files for word in ("--stakes", str(file))]
    plain = json.loads(CliRunner().invoke(main, [*asked, *both, "--json", "-"]).stdout)
    assert plain["pooled"]["analysts"] == [str(file) for file in files]
    assert set(plain["decisions"]) == {str(file) for file in files}
    shown = CliRunner().invoke(main, [*asked, *both]).stdout
    assert max(map(len, shown.splitlines())) <= max(80, max(len(str(f)) for f in files) + 6)
    refused = CliRunner().invoke(main, [*asked, *both, "--robust"])
    assert refused.exit_code == 2
    assert "pooled" in refused.stderr
    weighted = CliRunner().invoke(main, [*asked, "--base-rate", "ceasefire"])
    assert weighted.exit_code == 0
    assert "and not" in weighted.stdout
    assert "then: weighted" in weighted.stdout


def test_lines_of_the_weighted_table_fit_and_hold_both_figures(found):
    from foedus.views.deterring_anchored import anchored as lines

    one, table = anchored(found, "ceasefire", 0.05), decision(found)
    told = list(lines(table, one))
    assert max(map(len, told)) <= 80
    then = {row.option: row for row in one.table.rows}
    for row in table.rows:
        assert any(
            f"{row.attack.forced:.2f}   {then[row.option].attack.forced:.2f}" in line
            for line in told
        ), row.option
    turned = replace(one, table=table)
    assert list(lines(table, turned)) != told


@pytest.mark.parametrize("name", ["ceasefire", "interstate-low-activity"])
def test_the_rate_is_met_to_one_draw_of_those_laid_out(small, name):
    """Where the attacker hardly errs each draw attacks or does not, and draws of one weight abound.

    Rounded in whatever order they come, 35 of 20,000 went astray; in the order of their attack no
    more than one can.
    """
    sharp = deter(small, ["none"], draws=1_000, precision=1_000.0, break_evens=(), stories=False)
    row = next(r for r in anchored(sharp, name, 0.05).table.rows if r.option == NOTHING)
    assert abs(row.attack.forced - RECURRENCE[name].value) <= 1 / 20_000


def test_an_input_is_known_to_a_tenth_of_its_draws_and_no_closer():
    """By hand: "a" deters below a quarter, "b" above it, so whoever knows the input saves all.

    Of tenths that of .2 to .3 is half of each: half of a tenth, .05, is still attacked.
    """
    x = (np.arange(2_000) + 0.5) / 2_000
    one = worth_of("x", x, {"a": (x > 0.25) * 1.0, "b": (x < 0.25) * 1.0}, 0)
    assert (one.option, one.parts) == ("b", 10)
    assert one.now == pytest.approx(0.25)
    assert one.known == pytest.approx(0.05, abs=0.005)
