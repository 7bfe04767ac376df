"""Strategic models: published likelihoods, derivatives by differences, recovery of known truths."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import norm

from foedus.estimation import (
    Design,
    Formulas,
    Strategic,
    bootstrap,
    clarke,
    clustered,
    estimate,
    label_chances,
    outcome_labels,
    predict,
    vuong,
)
from foedus.estimation.fitting import observed
from foedus.estimation.nonnested import clarke_of, vuong_of
from foedus.games import Builder, GameError, Tree

WAR = Path(__file__).parents[3] / "shared" / "data" / "gpl" / "war1800.csv"
EXAMPLE = {"u11": "s_wt_re1 + revis1", "u13": 0, "u14": "regime1", "u24": "balanc + regime2"}


def crisis() -> Tree:
    """Signorino 2003: status quo, capitulation or war."""
    b = Builder(("Initiator", "Respondent"))
    quo, war = b.terminal(("u11", 0), "status quo"), b.terminal(("u14", "u24"), "war")
    answer = {"yield": b.terminal(("u13", 0), "capitulation"), "fight": war}
    moves = {"wait": quo, "escalate": b.decision("Respondent", answer, "answer")}
    return b.tree(b.decision("Initiator", moves, "start"))


def three() -> Tree:
    """Three players who move in turn, as `egame123` of the R package games has it."""
    b = Builder(("A", "B", "C"))
    last = {"stop": b.terminal(("a5", "b5", 0), "5"), "go": b.terminal(("a6", "b6", "c6"), "6")}
    then = {"stop": b.terminal(("a3", "b3", 0), "3"), "go": b.decision("C", last, "C")}
    return b.tree(
        b.decision(
            "A", {"stop": b.terminal(("a1", 0, 0), "1"), "go": b.decision("B", then, "B")}, "A"
        )
    )


@pytest.fixture(scope="module")
def war1800():
    if not WAR.exists():
        pytest.skip("the data set of the R package games (GPL) is not beside this checkout")

    def cell(text: str):
        try:
            return float(text)
        except ValueError:
            return text if text not in ("", "NA") else None

    with WAR.open() as file:
        rows = [{k: cell(v) for k, v in row.items()} for row in csv.DictReader(file)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    outcomes = [
        "status quo" if row["esc"] == 0 else ("war" if row["war"] == 1 else "capitulation")
        for row in rows
    ]
    return columns, np.array(outcomes)


@pytest.mark.parametrize(
    ("errors", "link", "log_likelihood"),
    [
        # R package games 1.1.2, egame12(esc + war ~ s_wt_re1 + revis1 | 0 | regime1 |
        # balanc + regime2, data = war1800, type = ..., link = ...), 282 complete cases
        ("agent", "probit", -286.12375),
        ("private", "probit", -286.11817),
        ("agent", "logit", -286.18279),
    ],
)
def test_log_likelihoods_of_the_r_package_games(war1800, errors, link, log_likelihood):
    columns, outcomes = war1800
    made = Formulas(EXAMPLE, columns)
    fit = estimate(crisis(), made.designs, outcomes[made.complete], errors, link)
    assert fit.model.n == 282
    assert fit.ok
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=5e-6)
    slope = fit.model.read(fit.coefficients).log_ends
    assert sum(np.exp(end.value) for end in slope.values()) == pytest.approx(1)


def test_zero_starts_do_no_better_than_backward_induction(war1800):
    columns, outcomes = war1800
    made = Formulas(EXAMPLE, columns)
    y = outcomes[made.complete]
    for errors in ("agent", "private"):
        usual = estimate(crisis(), made.designs, y, errors)
        zero = estimate(crisis(), made.designs, y, errors, start=np.zeros(10))
        assert zero.log_likelihood <= usual.log_likelihood + 1e-8


def test_comparison_bootstrap_and_prediction_on_the_published_data(war1800):
    columns, outcomes = war1800
    both = Formulas(EXAMPLE | {"u13": "balanc"}, columns)  # complete cases of everything used
    y = outcomes[both.complete]
    rows = {
        k: [v for v, c in zip(values, both.complete, strict=True) if c]
        for k, values in columns.items()
    }
    power = Formulas(
        {"u11": "balanc + s_wt_re1", "u13": 0, "u14": "balanc", "u24": "balanc + s_wt_re1"}, rows
    )
    regime = Formulas(
        {"u11": "regime1", "u13": 0, "u14": "regime1 + regime2", "u24": "regime1 + regime2"}, rows
    )
    first = estimate(crisis(), power.designs, y)
    second = estimate(crisis(), regime.designs, y)
    test = vuong(first, second)
    assert (test.n, vuong(second, first).statistic) == (282, pytest.approx(-test.statistic))
    assert 0 < clarke(first, second).p <= 1
    fit = estimate(crisis(), Formulas(EXAMPLE, rows).designs, y)
    drawn = bootstrap(fit, 8, seed=3)
    assert (drawn.standard_errors / fit.standard_errors).min() > 0.3
    assert (bootstrap(fit, 2, seed=3).draws == drawn.draws[:2]).all()
    told = predict(fit, seed=1, samples=300)
    assert told.chance.sum(axis=1) == pytest.approx(1)
    assert ((told.low < told.chance) & (told.chance < told.high)).mean() > 0.99
    mean = told.chance.mean(axis=0)
    share = [float((y == label).mean()) for label in told.labels]
    assert mean == pytest.approx(share, abs=0.02)


def designs(tree: Tree, n: int, seed: int) -> dict[str, Design]:
    rng = np.random.default_rng(seed)
    return {
        name: Design(("1", "x"), np.column_stack([np.ones(n), rng.normal(size=n)]))
        for name in sorted(tree.names)
    }


@pytest.mark.parametrize("errors", ["agent", "private"])
@pytest.mark.parametrize("link", ["probit", "logit"])
def test_derivatives_are_those_of_differences(errors, link):
    tree = three()
    model = Strategic.of(tree, designs(tree, 5, 1), errors, link)
    labels = outcome_labels(tree)
    b = np.random.default_rng(2).normal(size=len(model.names))
    seen = label_chances(model, labels, b)
    for i in range(len(b)):
        step = np.zeros(len(b))
        step[i] = 1e-6
        up, down = label_chances(model, labels, b + step), label_chances(model, labels, b - step)
        for chance, high, low in zip(seen, up, down, strict=True):
            assert chance.by[:, i] == pytest.approx((high.value - low.value) / 2e-6, abs=1e-7)


def test_three_players_have_the_chances_of_their_closed_forms():
    """Standard deviations of the errors as in Signorino 2003: √2, and by later chances."""
    tree, n = three(), 4
    b = np.random.default_rng(5).normal(size=16)
    for errors in ("agent", "private"):
        model = Strategic.of(tree, designs(tree, n, 6), errors, "probit")
        u = {p: model.pieces[p].matrix @ b for p in model.designs}
        p6 = norm.cdf(u["c6"] / np.sqrt(2))
        p5 = 1 - p6
        private = errors == "private"
        s4 = np.sqrt(1 + p5**2 + p6**2) if private else np.sqrt(2)
        p4 = norm.cdf((p5 * u["b5"] + p6 * u["b6"] - u["b3"]) / s4)
        p3 = 1 - p4
        s2 = np.sqrt(1 + p3**2 + (p4 * p5) ** 2 + (p4 * p6) ** 2) if private else np.sqrt(2)
        gain = p3 * u["a3"] + p4 * (p5 * u["a5"] + p6 * u["a6"]) - u["a1"]
        p2 = norm.cdf(gain / s2)
        expected = {"1": 1 - p2, "3": p2 * p3, "5": p2 * p4 * p5, "6": p2 * p4 * p6}
        labels = outcome_labels(tree)
        for label, chance in zip(labels, label_chances(model, labels, b), strict=True):
            assert np.exp(chance.value) == pytest.approx(expected[label])


@pytest.mark.parametrize("errors", ["agent", "private"])
def test_coefficients_behind_simulated_outcomes_are_found_again(errors):
    tree, n = crisis(), 4000
    made = designs(tree, n, 7)
    made["u13"] = Design((), np.zeros((n, 0)))
    model = Strategic.of(tree, made, errors, "probit")
    truth = np.array([0.5, -1.0, -0.4, 0.8, 0.3, 1.2])
    labels = outcome_labels(tree)
    chances = np.exp([c.value for c in label_chances(model, labels, truth)])
    drawn = (np.random.default_rng(8).random(n) > chances.cumsum(axis=0)).sum(axis=0)
    fit = estimate(tree, made, [labels[i] for i in drawn], errors)
    assert fit.ok
    assert (np.abs(fit.coefficients - truth) < 4 * fit.standard_errors).all()
    assert fit.standard_errors.max() < 0.25


def test_more_than_two_moves_are_a_multinomial_logit():
    """With a constant for each move but the first, chances are the shares observed."""
    b = Builder(("A",))
    ends = {m: b.terminal((0 if m == "x" else f"u{m}",), m) for m in "xyz"}
    tree = b.tree(b.decision("A", ends, "choice"))
    ones = {f"u{m}": Design(("1",), np.ones((100, 1))) for m in "yz"}
    fit = estimate(tree, ones, ["x"] * 20 + ["y"] * 50 + ["z"] * 30, link="logit")
    assert fit.coefficients == pytest.approx(np.sqrt(2) * np.log([2.5, 1.5]), abs=1e-8)
    # Standard error of log(50/20): the square root of 1/50 + 1/20.
    assert fit.standard_errors[0] == pytest.approx(np.sqrt(2) * np.sqrt(1 / 50 + 1 / 20), rel=1e-4)


def test_one_chooser_is_an_ordinary_logit_and_chance_nodes_average():
    b = Builder(("A",))
    half = b.chance([(0.5, b.terminal(("u",), "win")), (0.5, b.terminal((0,), "lose"))])
    tree = b.tree(b.decision("A", {"out": b.terminal((0,), "out"), "play": half}, "choice"))
    n, x = 400, np.random.default_rng(1).normal(size=400)
    played = np.random.default_rng(2).random(n) < expit(0.3 + 0.9 * x)
    won = np.random.default_rng(3).random(n) < 0.5
    y = np.where(played, np.where(won, "win", "lose"), "out")
    made = {"u": Design(("1", "x"), np.column_stack([np.ones(n), x]))}
    fit = estimate(tree, made, list(y), link="logit")
    # The gain is u/2, so the slope is that of a logit of `played` times 2√2.
    b0 = np.zeros(2)
    for _ in range(30):
        p = expit(made["u"].matrix @ b0)
        information = (made["u"].matrix.T * (p * (1 - p))) @ made["u"].matrix
        b0 = b0 + np.linalg.solve(information, made["u"].matrix.T @ (played - p))
    assert fit.coefficients == pytest.approx(2 * np.sqrt(2) * b0, abs=1e-7)


def test_vuong_and_clarke_by_hand():
    first, second = np.log([0.5, 0.6, 0.9, 0.2]), np.log([0.4, 0.5, 0.95, 0.1])
    apart = first - second
    z = (apart.sum() - np.log(4)) / (2 * apart.std())
    told = vuong_of(first, second, 3, 1)
    assert told.statistic == pytest.approx(z)
    assert told.p == pytest.approx(2 * norm.sf(abs(z)))
    assert clarke_of(first, second, 1, 1)[:4] == ("Clarke", 3.0, pytest.approx(0.625), 1)
    with pytest.raises(GameError, match="nothing tells them apart"):
        vuong_of(first, first, 1, 1)


def test_perfect_prediction_is_not_passed_off_as_an_estimate():
    b = Builder(("A",))
    tree = b.tree(b.decision("A", {"a": b.terminal((0,), "a"), "b": b.terminal(("u",), "b")}))
    made = {"u": Design(("1", "x"), np.column_stack([np.ones(20), np.repeat([-1.0, 1.0], 10)]))}
    fit = estimate(tree, made, ["a"] * 10 + ["b"] * 10)
    assert not fit.ok
    assert "NOT TO BE USED" in fit.table()
    with pytest.raises(GameError, match="not to be used"):
        predict(fit)


def bad_models():
    ones = Design(("1",), np.ones((2, 1)))
    none = Design((), np.zeros((2, 0)))
    full = {"u11": ones, "u13": none, "u14": ones, "u24": ones}
    two = ["war", "status quo"]
    yield full | {"u13": ones}, two, {}, r"'u11: 1', 'u13: 1', 'u14: 1'\] can change together"
    yield {"u11": ones}, two, {}, r"payoffs without regressors: \['u13', 'u14', 'u24'\]"
    yield full | {"u9": ones}, two, {}, r"regressors of no payoff: \['u9'\]"
    yield full, ["war", "peace"], {}, r"outcomes \['peace'\] are not ends of the game"
    yield full, ["war"], {}, "1 outcomes for 2 rows"
    yield full, two, {"link": "cauchit"}, "not 'agent' and 'cauchit'"
    yield full | {"u11": Design(("1",), np.ones((3, 1)))}, two, {}, "differ in their number"
    yield full, two, {"start": [0.0]}, "1 starts for 3 coefficients"
    zero = Design(("x",), np.zeros((2, 1)))
    yield full | {"u24": zero}, two, {}, r"\['u24: x'\] change no chance"


@pytest.mark.parametrize(("made", "outcomes", "more", "told"), [*bad_models()])
def test_a_model_that_cannot_be_estimated_says_why(made, outcomes, more, told):
    with pytest.raises(GameError, match=told):
        estimate(crisis(), made, outcomes, **more)


def test_private_information_is_refused_where_its_formula_would_be_wrong():
    b = Builder(("A", "B"))
    end = b.terminal(("u", 0), "end")
    again = b.decision("A", {"l": end, "r": b.terminal((0, 0), "other")}, "again")
    tree = b.tree(b.decision("A", {"go": again, "stay": b.terminal((0, 0), "stay")}, "first"))
    made = {"u": Design(("1",), np.ones((1, 1)))}
    with pytest.raises(GameError, match="A moves again after 'first'"):
        Strategic.of(tree, made, "private")
    shared = b.tree(b.decision("B", {"l": again, "r": end}, "B"))
    with pytest.raises(GameError, match="two paths lead to one node"):
        Strategic.of(shared, made, "private")
    three_ways = b.tree(
        b.decision("A", {m: b.terminal(("u" if m == "x" else 0, 0), m) for m in "xyz"}, "many")
    )
    with pytest.raises(GameError, match="'many' has 3 actions"):
        Strategic.of(three_ways, made, "agent", "probit")


@pytest.mark.parametrize(
    ("equations", "told"),
    [
        ({"u": "x + nothing"}, "no column 'nothing'; the columns are x, kind"),
        ({"u": "x +* kind"}, r"the formula of u, 'x \+\* kind', cannot be read"),
    ],
)
def test_formulas_that_cannot_be_read_say_why(equations, told):
    with pytest.raises(GameError, match=told):
        Formulas(equations, {"x": [1.0, 2.0], "kind": ["a", "b"]})


def test_designs_that_do_not_fit_say_why():
    with pytest.raises(GameError, match=r"need a matrix of 2 columns, not one of shape \(3, 1\)"):
        Design(("1", "x"), np.ones((3, 1)))
    with pytest.raises(GameError, match=r"\['x'\] have missing or infinite values"):
        Design(("1", "x"), np.array([[1, np.nan]]))
    with pytest.raises(GameError, match="the columns do not fit together"):
        Formulas({"u": "x"}, {"x": [1, 2], "y": [1]})


def test_fits_of_different_outcomes_are_not_compared():
    b = Builder(("A",))
    tree = b.tree(b.decision("A", {"a": b.terminal((0,), "a"), "b": b.terminal(("u",), "b")}))
    ones = {"u": Design(("1",), np.ones((4, 1)))}
    one = estimate(tree, ones, ["a", "a", "b", "b"])
    other = estimate(tree, ones, ["b", "a", "a", "b"])
    with pytest.raises(GameError, match="not of the same outcomes"):
        vuong(one, other)


def test_clustered_errors_of_a_logit_are_those_of_statsmodels():
    """A lone chooser is a plain logit with its coefficients times the square root of two."""
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(5)
    groups = np.repeat(np.arange(30), 8)
    x = rng.normal(size=240) + rng.normal(size=30)[groups]
    chosen = rng.random(240) < 1 / (1 + np.exp(-(0.3 + 0.8 * x + rng.normal(size=30)[groups])))
    b = Builder(("A",))
    tree = b.tree(b.decision("A", {"out": b.terminal((0,), "o"), "in": b.terminal(("u",), "i")}))
    columns = np.column_stack([np.ones(240), x])
    outcomes = ["i" if c else "o" for c in chosen]
    fit = estimate(tree, {"u": Design(("1", "x"), columns)}, outcomes, link="logit")
    ours = clustered(fit, groups.tolist())
    peer = sm.Logit(chosen.astype(float), columns).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": groups}
    )
    assert ours.coefficients / np.sqrt(2) == pytest.approx(peer.params, abs=1e-8)
    assert ours.standard_errors / np.sqrt(2) == pytest.approx(peer.bse, abs=1e-6)
    assert ours.groups == 30
    assert abs(ours.standard_errors[0] / fit.standard_errors[0] - 1) > 0.1


def test_clustered_errors_of_a_strategic_model_are_the_sandwich_worked_by_differences():
    """Scores by central differences of each observation's log-likelihood, summed by hand."""
    rng = np.random.default_rng(8)
    b = Builder(("A", "B"))
    answer = b.decision(
        "B", {"yield": b.terminal((1, 0), "y"), "fight": b.terminal((-1, "v"), "f")}
    )
    tree = b.tree(b.decision("A", {"wait": b.terminal(("u", 0), "w"), "go": answer}))
    n, groups = 120, np.repeat(np.arange(20), 6)
    designs = {
        name: Design(("1", "x"), np.column_stack([np.ones(n), rng.normal(size=n)]))
        for name in ("u", "v")
    }
    fit = estimate(tree, designs, rng.choice(["y", "f", "w"], n).tolist())
    scores = np.empty((n, 4))
    for k in range(4):
        step = np.eye(4)[k] * 1e-5
        up, down = (
            observed(fit.model, fit.labels, fit.outcomes, fit.coefficients + s * step).value
            for s in (1, -1)
        )
        scores[:, k] = (up - down) / 2e-5
    meat = sum(np.outer(s, s) for s in (scores[groups == g].sum(axis=0) for g in range(20)))
    by_hand = fit.covariance @ meat @ fit.covariance * (20 / 19) * (119 / 116)
    assert clustered(fit, groups.tolist()).covariance == pytest.approx(by_hand, rel=1e-6)
    with pytest.raises(GameError, match="one group"):
        clustered(fit, [0] * n)
    draws = bootstrap(fit, 15, 3, groups=groups.tolist()).draws
    assert (draws == bootstrap(fit, 15, 3, groups=groups.tolist()).draws).all()
    assert (draws != bootstrap(fit, 15, 3).draws).any()


@pytest.mark.parametrize("link", ["probit", "logit"])
def test_a_climb_without_end_is_told_and_warns_of_nothing(link):
    """Whoever has x above 0 goes, always: no coefficient is large enough."""
    x = np.linspace(-1, 1, 40)
    b = Builder(("A",))
    tree = b.tree(
        b.decision("A", {"stay": b.terminal((0,), "out"), "go": b.terminal(("u",), "in")})
    )
    made = {"u": Design(("1", "x"), np.column_stack([np.ones(40), x]))}
    fit = estimate(tree, made, np.where(x > 0, "in", "out").tolist(), link=link)
    assert not fit.ok
    assert "regressors predict some outcomes perfectly" in fit.why


@pytest.mark.parametrize("far", [1.0, 40.0, 1e4, 1e10, 1e100])
def test_the_slope_of_an_unlikely_move_is_right_however_unlikely(far: float):
    """Log Φ(−z) falls by about z far out (Mills), by φ(z)/Φ(−z) everywhere."""
    b = Builder(("A",))
    tree = b.tree(
        b.decision("A", {"stay": b.terminal((0,), "out"), "go": b.terminal(("u",), "in")})
    )
    model = Strategic.of(tree, {"u": Design(("1",), np.ones((1, 1)))})
    _, go = label_chances(model, outcome_labels(tree), np.array([-far * np.sqrt(2)]))
    mills = norm.pdf(far) / norm.sf(far) if far < 30 else far * (1 + 1 / (far * far + 2))
    assert go.by[0, 0] * np.sqrt(2) == pytest.approx(mills, rel=1e-6)
