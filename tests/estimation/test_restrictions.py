"""Scales, fixed and shared coefficients, several starts, the plain logit, grids."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from foedus.estimation import (
    Design,
    Restrictions,
    Strategic,
    bootstrap,
    estimate,
    grid,
    label_chances,
    outcome_labels,
    plain_logit,
    predict,
    vuong,
)
from foedus.games import Builder, GameError, Tree


def lone() -> Tree:
    b = Builder(("A",))
    return b.tree(b.decision("A", {"out": b.terminal((0,), "out"), "in": b.terminal(("u",), "in")}))


def two() -> Tree:
    b = Builder(("A", "B"))
    answer = b.decision(
        "B", {"yield": b.terminal((0, 0), "yield"), "fight": b.terminal(("w", "f"), "fight")}
    )
    return b.tree(b.decision("A", {"wait": b.terminal(("s", 0), "wait"), "go": answer}))


def drawn(tree: Tree, n: int, seed: int, scaled: bool) -> tuple[dict[str, Design], dict[str, str]]:
    rng = np.random.default_rng(seed)

    def one() -> Design:
        return Design(("1", "x"), np.column_stack([np.ones(n), rng.normal(size=n)]))

    designs = {name: one() for name in sorted(tree.names)}
    if scaled:
        designs |= {f"scale {p}": Design(("z",), rng.normal(size=(n, 1))) for p in tree.players}
    return designs, {p: f"scale {p}" for p in tree.players} if scaled else {}


def simulated(model: Strategic, truth: np.ndarray, seed: int) -> list[str]:
    labels = outcome_labels(model.tree)
    chances = np.exp([c.value for c in label_chances(model, labels, truth)])
    draw = np.random.default_rng(seed).random(model.n)
    return [labels[i] for i in (draw > chances.cumsum(axis=0)).sum(axis=0)]


@pytest.mark.parametrize("errors", ["agent", "private"])
@pytest.mark.parametrize("link", ["probit", "logit"])
def test_derivatives_with_scales_and_shared_coefficients_are_those_of_differences(errors, link):
    tree = two()
    designs, scales = drawn(tree, 6, 1, scaled=True)
    held = Restrictions({"f: 1": 0.4}, [("w: x", "s: x")])
    model = Strategic.of(tree, designs, errors, link, scales, held)
    assert model.names == ("f: x", "s: 1", "s: x = w: x", "w: 1", "scale A: z", "scale B: z") or (
        "w: x = s: x" in model.names and "f: 1" not in model.names
    )
    b = np.random.default_rng(2).normal(size=len(model.names))
    labels = outcome_labels(tree)
    seen = label_chances(model, labels, b)
    assert sum(np.exp(c.value) for c in seen) == pytest.approx(1)
    for i in range(len(b)):
        step = np.eye(len(b))[i] * 1e-6
        up, down = (label_chances(model, labels, b + s * step) for s in (1, -1))
        for chance, high, low in zip(seen, up, down, strict=True):
            assert chance.by[:, i] == pytest.approx((high.value - low.value) / 2e-6, abs=1e-7)


def test_chances_with_scales_are_their_closed_forms():
    """Agent error: probit of the gain over root two times the scale; by hand, node by node."""
    tree = two()
    designs, scales = drawn(tree, 5, 3, scaled=True)
    model = Strategic.of(tree, designs, "agent", "probit", scales)
    b = np.random.default_rng(4).normal(size=len(model.names))
    at = dict(zip(model.names, b, strict=True))
    x = {k: d.matrix[:, -1] for k, d in designs.items()}
    u = {k: at[f"{k}: 1"] + at[f"{k}: x"] * x[k] for k in "fsw"}
    size = {p: np.exp(at[f"scale {p}: z"] * x[f"scale {p}"]) for p in "AB"}
    fight = norm.cdf(u["f"] / (np.sqrt(2) * size["B"]))
    go = norm.cdf((fight * u["w"] - u["s"]) / (np.sqrt(2) * size["A"]))
    told = dict(
        zip(outcome_labels(tree), label_chances(model, outcome_labels(tree), b), strict=True)
    )
    assert np.exp(told["fight"].value) == pytest.approx(go * fight)
    assert np.exp(told["wait"].value) == pytest.approx(1 - go)


def test_a_scale_behind_simulated_choices_is_found_again():
    """Heteroskedastic probit (z of 14 seeds deviate by .8 to .9); no constant in a scale."""
    rng = np.random.default_rng(3)
    n = 2000
    x, z = rng.normal(size=(2, n))
    designs = {
        "u": Design(("1", "x"), np.column_stack([np.ones(n), x])),
        "spread": Design(("z",), z[:, None]),
    }
    model = Strategic.of(lone(), designs, scales={"A": "spread"})
    outcomes = simulated(model, np.array([0.5, 1.5, 0.7]), 103)
    fit = estimate(lone(), designs, outcomes, scales={"A": "spread"})
    assert fit.ok
    gap = np.abs(fit.coefficients - [0.5, 1.5, 0.7]) / fit.standard_errors
    assert gap.max() < 3
    assert bootstrap(fit, 3, 1).draws.shape == (3, 3)
    held = Restrictions({"spread: z": float(fit.coefficients[2])})
    fixed = estimate(lone(), designs, outcomes, scales={"A": "spread"}, restrictions=held)
    assert fixed.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-9)
    assert fixed.coefficients == pytest.approx(fit.coefficients[:2], abs=1e-6)
    flat = designs | {"spread": Design(("1",), np.ones((n, 1)))}
    with pytest.raises(GameError, match="can change together"):
        estimate(lone(), flat, outcomes, scales={"A": "spread"})
    with pytest.raises(GameError, match="'C', whose errors are to be scaled, does not play"):
        estimate(lone(), designs, outcomes, scales={"C": "spread"})


def test_fixing_and_sharing_do_what_other_regressors_would():
    """Sharing two slopes is one column of sums; fixing one is an offset: same likelihood."""
    rng = np.random.default_rng(2)
    n = 300
    x, y = rng.normal(size=(2, n))
    both = Design(("1", "x", "y"), np.column_stack([np.ones(n), x, y]))
    outcomes = np.where(rng.random(n) < expit(0.4 + 0.8 * x + 0.8 * y), "in", "out").tolist()
    together = estimate(
        lone(), {"u": both}, outcomes, restrictions=Restrictions({}, [("u: x", "u: y")])
    )
    summed = Design(("1", "x + y"), np.column_stack([np.ones(n), x + y]))
    alike = estimate(lone(), {"u": summed}, outcomes)
    assert together.model.names == ("u: 1", "u: x = u: y")
    assert together.log_likelihood == pytest.approx(alike.log_likelihood, abs=1e-9)
    assert together.coefficients == pytest.approx(alike.coefficients, abs=1e-6)
    assert together.standard_errors == pytest.approx(alike.standard_errors, rel=1e-5)
    free = estimate(lone(), {"u": both}, outcomes)
    at = dict(zip(free.model.names, free.coefficients, strict=True))
    held = Restrictions({"u: y": float(at["u: y"])})
    fixed = estimate(lone(), {"u": both}, outcomes, restrictions=held)
    assert fixed.model.names == ("u: 1", "u: x")
    assert fixed.log_likelihood == pytest.approx(free.log_likelihood, abs=1e-9)
    assert predict(fixed, samples=20).chance == pytest.approx(
        predict(free, samples=20).chance, abs=1e-6
    )


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (Restrictions({"u: yy": 1}), "no coefficient is called 'u: yy'; did you mean 'u: y'"),
        (Restrictions({"u: y": 1}, [("u: y", "u: x")]), "'u: y' is fixed or shared twice"),
        (Restrictions({"u: y": 1, "u: x": 0, "u: 1": 0}), "no coefficient is free"),
    ],
)
def test_restrictions_that_do_not_fit_say_why(held, told):
    made = {"u": Design(("1", "x", "y"), np.random.default_rng(1).normal(size=(4, 3)))}
    with pytest.raises(GameError, match=told):
        estimate(lone(), made, ["in", "out", "in", "out"], restrictions=held)


def test_every_start_is_told_with_what_it_reached():
    tree = two()
    designs, _ = drawn(tree, 400, 6, scaled=False)
    model = Strategic.of(tree, designs)
    outcomes = simulated(model, np.array([0.3, 0.8, -0.2, 0.7, 0.4, -0.9]), 7)
    fit = estimate(tree, designs, outcomes, seed=3)
    assert [r.start for r in fit.starts] == [
        "backward induction", "zero", "random 1", "random 2", "random 3"
    ]  # fmt: skip
    assert max(r.log_likelihood for r in fit.starts if r.ok) == fit.log_likelihood
    assert "reached from" in fit.table()
    again = estimate(tree, designs, outcomes, seed=3)
    assert again.starts == fit.starts
    lone_start = estimate(tree, designs, outcomes, start=fit.coefficients)
    assert lone_start.starts == ()
    assert lone_start.log_likelihood == pytest.approx(fit.log_likelihood)


def test_the_plain_logit_is_that_of_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(9)
    n = 300
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    utility = x @ rng.normal(size=(3, 3)) + rng.gumbel(size=(n, 3))
    numbers = utility.argmax(axis=1)
    labels = ["a", "b", "c"]
    made = {"u": Design(("1", "x"), x[:, :2]), "v": Design(("1", "y"), x[:, [0, 2]])}
    ours = plain_logit(made, [labels[i] for i in numbers])
    peer = sm.MNLogit(numbers, x).fit(disp=0, method="newton")
    assert ours.log_likelihood == pytest.approx(peer.llf, abs=1e-7)
    assert ours.coefficients / np.sqrt(2) == pytest.approx(peer.params.T.ravel(), abs=1e-5)
    assert vuong(ours, plain_logit({"u": made["u"]}, [labels[i] for i in numbers])).preferred == 1


def test_columns_that_others_add_up_to_count_once_in_the_plain_logit():
    x = np.random.default_rng(3).normal(size=(50, 2))
    made = {
        "u": Design(("1", "x", "y"), np.column_stack([np.ones(50), x])),
        "v": Design(("x", "x + y"), np.column_stack([x[:, 0], x.sum(axis=1)])),
    }
    assert len(plain_logit(made, ["in", "out"] * 25).coefficients) == 3
    with pytest.raises(GameError, match="every outcome is 'in'"):
        plain_logit(made, ["in"] * 50)


def test_a_grid_varies_one_column_and_keeps_what_is_typical():
    columns = {
        "x": [float(k) for k in range(21)],
        "dummy": [0.0, 1.0, 1.0] * 7,
        "kind": ["b", "a", "b"] * 7,
        "skewed": [0.0] * 10 + [1.0, 2.0] + [50.0] * 9,
    }
    made = grid(columns, ("x", "dummy", "kind", "skewed"), "x")
    assert made.values == tuple(np.linspace(0, 20, 25))
    assert made.typical == {"dummy": 1.0, "kind": "b", "skewed": 1.0}
    assert set(map(len, made.columns.values())) == {25}
    assert grid(columns, ("kind", "x"), "kind").values == ("a", "b")
    assert grid(columns, ("dummy", "x"), "dummy").values == (0.0, 1.0)
    assert grid(columns, ("x",), "x", 5, 6).values[::24] == (5.0, 6.0)
    for words, told in (
        (("x", ("kind",)), "does not name 'x'; it names kind"),
        (("kind", ("kind",), 0.0, 1.0), "column of text and has no bounds"),
        (("x", ("x",), 3.0, 3.0), "cannot run from 3 to 3"),
    ):
        name, wanted, *bounds = words
        with pytest.raises(GameError, match=told):
            grid(columns, wanted, name, *bounds)
