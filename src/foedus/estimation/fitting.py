"""Strategic models from observed outcomes: full-information maximum likelihood.

The method and its tests: Signorino 1999; Signorino & Yilmaz 2003; Kenkel & Signorino 2014
(Journal of Statistical Software 56(8)). Starts come from statistical backward induction, because
the likelihood of such models has several maxima and zero starts often end at a lower one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize, root
from scipy.stats import norm

from foedus.estimation.regressors import Design
from foedus.estimation.starts import backward_starts
from foedus.estimation.strategic import (
    FREE,
    Errors,
    Link,
    Restrictions,
    Slope,
    Strategic,
    log_sum,
)
from foedus.frames import Kind, frame
from foedus.games import Array, GameError, Terminal, Tree

BACKWARD = "backward induction"


class Reached(NamedTuple):
    """A start, the log-likelihood that the climb from it reached, and whether that is a top."""

    start: str
    log_likelihood: float
    ok: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fit:
    """An estimated strategic model.

    Attributes
    ----------
    model
        What was estimated, on which observations.
    outcomes
        By observation, the number of its outcome in `labels`.
    labels
        Outcomes of the tree.
    coefficients, covariance
        Estimates, and the inverse of the observed information.
    log_likelihoods
        By observation.
    ok, why
        A maximum was found and the coefficients are identified; if not, why.
    groups
        Of observations within which errors may depend on each other (see `clustered`); 0 if all
        are independent.
    starts
        What the climb from each start reached; empty where one start was given.
    """

    model: Strategic
    outcomes: NDArray[np.int64]
    labels: tuple[str, ...]
    coefficients: Array
    covariance: Array
    log_likelihoods: Array
    ok: bool
    why: str
    groups: int = 0
    starts: tuple[Reached, ...] = ()

    def __repr__(self) -> str:
        bad = "" if self.ok else ", NOT TO BE USED"
        return (
            f"<fit of {self.model.n} observations: log-likelihood {self.log_likelihood:.5f}, "
            f"{len(self.coefficients)} coefficients{bad}>"
        )

    @property
    def log_likelihood(self) -> float:
        """Sum over the observations."""
        return float(self.log_likelihoods.sum())

    @property
    def standard_errors(self) -> Array:
        """Square roots of the covariance's diagonal; NaN where not identified."""
        with np.errstate(invalid="ignore"):
            return np.asarray(np.sqrt(np.diag(self.covariance)), dtype=np.float64)

    def columns(self) -> dict[str, Array]:
        """Return estimates, standard errors, z and p, by coefficient."""
        z = self.coefficients / self.standard_errors
        p = 2 * norm.sf(np.abs(z))
        names = ("estimate", "standard_error", "z", "p")
        values = (self.coefficients, self.standard_errors, z, p)
        return dict(zip(names, values, strict=True))

    def to_frame(self, kind: Kind = "pandas") -> Any:
        """Return the estimates as a table, a row for each coefficient (see `frames.frame`)."""
        plain = {name: values.tolist() for name, values in self.columns().items()}
        return frame({"coefficient": list(self.model.names), **plain}, kind)

    def table(self) -> str:
        """Return estimates, standard errors, z and p as aligned text."""
        names = [*self.model.names]
        wide = max(map(len, names), default=0)
        lines = [f"{'':{wide}}  {'estimate':>10}  {'std. error':>10}  {'z':>7}  {'p':>7}"]
        for row in zip(names, *self.columns().values(), strict=True):
            name, b, s, ratio, chance = row
            shown = "<0.0001" if chance < 1e-4 else f"{chance:.4f}"
            lines.append(f"{name:{wide}}  {b:>10.4f}  {s:>10.4f}  {ratio:>7.2f}  {shown:>7}")
        lines.append(
            f"log-likelihood {self.log_likelihood:.5f}, {self.model.n} observations, "
            f"{len(names)} coefficients, AIC {2 * len(names) - 2 * self.log_likelihood:.2f}; "
            f"{self.model.link}, {_SAID[self.model.errors]}"
        )
        lines += _told_starts(self.starts)
        if self.groups:
            lines.append(f"standard errors allow for dependence within {self.groups} groups")
        if not self.ok:
            lines.append(f"NOT TO BE USED: {self.why}")
        return "\n".join(lines)


def _told_starts(starts: Sequence[Reached]) -> list[str]:
    """Say which starts reached the top that is shown, and what the others reached."""
    if not starts:
        return []
    top = max(r.log_likelihood for r in starts)
    here = [r.start for r in starts if top - r.log_likelihood < _SAME]
    lines = [f"reached from {len(here)} of {len(starts)} starts: {', '.join(here)}"]
    lines += [
        f"from {r.start} the climb ended at {r.log_likelihood:.5f}, "
        + ("a lower top" if r.ok else "which is no top")
        for r in starts
        if r.start not in here
    ]
    return lines


_SAME = 1e-5
"""Log-likelihoods that differ by less are of one top."""
_SAID = {"agent": "agent error", "private": "private information"}


def estimate(
    tree: Tree,
    designs: Mapping[str, Design],
    outcomes: Sequence[str],
    errors: Errors = "agent",
    link: Link = "probit",
    start: ArrayLike | None = None,
    scales: Mapping[str, str] | None = None,
    restrictions: Restrictions = FREE,
    seed: int = 0,
) -> Fit:
    """Estimate the payoffs of a game from observed outcomes.

    Errors have standard deviation 1 each, so a probit move has chance Φ(gain/√2), and a logit one
    1/(1 + exp(−gain/√2)). Where several ends carry one label, only the label is observed.

    Parameters
    ----------
    tree
        A game of perfect information; its payoffs name regressions, as in ``b.terminal(("u11",
        0), "status quo")``.
    designs
        Regressors by payoff parameter (see `Formulas` to make them from formulas). One without
        columns fixes that payoff at 0.
    outcomes
        By observation, the label of the end that was reached.
    errors, link
        Agent error or private information; probit or logit.
    start
        Where to begin. If not given, the climb begins at the values of statistical backward
        induction, at zero and at three random points about the former; the highest top counts,
        and the fit says what each start reached.
    scales
        By player the key of a design: the player's errors have the exponential of that regression
        as standard deviation. A constant in it could not be told from the payoffs' size.
    restrictions
        Coefficients that are fixed or shared, by the names that the fit's table has.
    seed
        Of the random starts.

    Raises
    ------
    GameError
        Says which node, payoff, regressor or outcome does not fit, and what is not identified.

    Examples
    --------
    A lone chooser who enters in 30 of 40 cases: the estimate is √2 log(30/10).

    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> ends = {"out": b.terminal((0,), "out"), "in": b.terminal(("u",), "in")}
    >>> tree = b.tree(b.decision("A", ends))
    >>> ones = {"u": Design(("1",), np.ones((40, 1)))}
    >>> fit = estimate(tree, ones, ["in"] * 30 + ["out"] * 10, link="logit")
    >>> bool(abs(fit.coefficients[0] - np.sqrt(2) * np.log(3)) < 1e-9)
    True
    """
    model = Strategic.of(tree, designs, errors, link, scales, restrictions)
    labels, numbers = _numbered(tree, outcomes, model.n)
    begin = None if start is None else np.asarray(start, float)
    if begin is not None and begin.shape != (len(model.names),):
        raise GameError(f"{begin.size} starts for {len(model.names)} coefficients")
    _check_identified(model, labels)
    if begin is not None:
        return maximised(model, labels, numbers, begin)
    climbs = {
        name: maximised(model, labels, numbers, begin)
        for name, begin in _starts(model, labels, numbers, seed).items()
    }
    reached = tuple(Reached(name, fit.log_likelihood, fit.ok) for name, fit in climbs.items())
    best = max(climbs.values(), key=lambda fit: (fit.ok, fit.log_likelihood))
    return replace(best, starts=reached)


_RANDOM = 3
_SPREAD = 0.5


def _starts(
    model: Strategic, labels: Sequence[str], numbers: NDArray[np.int64], seed: int
) -> dict[str, Array]:
    """Return where climbs begin: random points move each sum by about half a unit of error."""
    backward = backward_starts(model, labels, numbers)
    begin = {BACKWARD: backward, "zero": np.zeros(len(backward))}
    size = np.sqrt(model.squares / model.n)
    rng = np.random.default_rng(seed)
    for k in range(1, _RANDOM + 1):
        begin[f"random {k}"] = backward + _SPREAD * rng.standard_normal(len(backward)) / size
    return begin


def outcome_labels(tree: Tree) -> tuple[str, ...]:
    """Return the labels of a tree's ends, in order of their nodes.

    Raises
    ------
    GameError
        An end has no label.
    """
    labels = dict.fromkeys(n.outcome for n in tree.nodes if isinstance(n, Terminal))
    if "" in labels:
        raise GameError("an end of the game has no label; outcomes are observed by label")
    return tuple(labels)


def _numbered(
    tree: Tree, outcomes: Sequence[str], n: int
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    labels = outcome_labels(tree)
    unknown = sorted({str(o) for o in outcomes} - set(labels))
    if unknown:
        raise GameError(f"outcomes {unknown} are not ends of the game, which are {list(labels)}")
    if len(outcomes) != n:
        raise GameError(f"{len(outcomes)} outcomes for {n} rows of regressors")
    place = {label: i for i, label in enumerate(labels)}
    return labels, np.array([place[str(o)] for o in outcomes], dtype=np.int64)


def label_chances(model: Strategic, labels: Sequence[str], coefficients: Array) -> list[Slope]:
    """Return the log chance of each label, by observation, with derivatives."""
    ends = model.read(coefficients).log_ends
    held: dict[str, list[Slope]] = {label: [] for label in labels}
    for number, chance in ends.items():
        node = model.tree.nodes[number]
        assert isinstance(node, Terminal)
        held[node.outcome].append(chance)
    return [log_sum(held[label]) for label in labels]


def observed(
    model: Strategic, labels: Sequence[str], numbers: NDArray[np.int64], coefficients: Array
) -> Slope:
    """Return the log-likelihood by observation, with derivatives."""
    chances = label_chances(model, labels, coefficients)
    rows = np.arange(model.n)
    return Slope(
        np.stack([c.value for c in chances])[numbers, rows],
        np.stack([c.by for c in chances])[numbers, rows],
    )


def maximised(
    model: Strategic, labels: tuple[str, ...], numbers: NDArray[np.int64], begin: Array
) -> Fit:
    """Climb by BFGS, then to where nothing slopes; read the curvature off."""

    def loss(b: Array) -> tuple[float, Array]:
        seen = observed(model, labels, numbers, b)
        if not np.isfinite(seen.value).all():
            return 1e100, np.zeros(len(b))
        return -float(seen.value.sum()), -seen.by.sum(axis=0)

    def slope(b: Array) -> Array:
        return loss(b)[1]

    top = np.asarray(minimize(loss, begin, jac=True, method="BFGS").x, dtype=np.float64)
    curve = partial(_curvature, loss)
    flat = np.asarray(root(slope, top, jac=curve, tol=1e-14).x, dtype=np.float64)
    here = loss(top)[0]
    b = flat if loss(flat)[0] <= here + 1e-9 * (1 + abs(here)) else top  # what is flat may be low
    covariance, why = _inverted(curve(b), model.squares)
    seen = observed(model, labels, numbers, b)
    steep = float(np.abs(seen.by.sum(axis=0)).max(initial=0.0))
    if not why and steep > 1e-6 * model.n:
        why = f"the climb ended on a slope of {steep:.1e}"
    return Fit(model, numbers, labels, b, covariance, seen.value, not why, why)


def _curvature(loss: Any, b: Array) -> Array:
    """Second derivatives, by central differences of the analytic first ones."""
    rows = []
    for i in range(len(b)):
        step = np.zeros(len(b))
        step[i] = 1e-5 * (1 + abs(b[i]))
        rows.append((loss(b + step)[1] - loss(b - step)[1]) / (2 * step[i]))
    found = np.array(rows).reshape(len(b), len(b))
    return np.asarray((found + found.T) / 2, dtype=np.float64)


def _inverted(curvature: Array, squares: Array) -> tuple[Array, str]:
    """Return the covariance, or NaN and why there is none; `squares` sum the regressors'."""
    size = np.sqrt(np.abs(np.diag(curvature)))
    flat = not np.isfinite(size).all() or bool((size**2 < 1e-7 * squares).any())
    if flat or float(np.linalg.eigvalsh(curvature / np.outer(size, size)).min()) < 1e-10:
        return np.full_like(curvature, np.nan), (
            "the likelihood has no single top: regressors predict some outcomes perfectly, or "
            "coefficients are hardly identified"
        )
    return np.asarray(np.linalg.inv(curvature), dtype=np.float64), ""


def _check_identified(model: Strategic, labels: Sequence[str]) -> None:
    """Refuse coefficients that change no chance of any outcome, alone or together.

    Tried at a point without any symmetry: at zero, say, moves are even and constants look alike.
    """
    if not model.names:
        raise GameError("nothing to estimate: no coefficient is free")
    size = np.sqrt(model.squares / model.n)
    at = np.random.default_rng(1999).normal(size=len(size)) / np.where(size > 0, size, 1) / 2
    chances = label_chances(model, labels, at)
    slopes = np.vstack([np.exp(c.value)[:, None] * c.by for c in chances])
    size = np.abs(slopes).max(axis=0)
    flat = [name for name, s in zip(model.names, size, strict=True) if s < 1e-12]
    if flat:
        raise GameError(f"not identified: {flat} change no chance of any outcome")
    _, values, rows = np.linalg.svd(slopes / size, full_matrices=False)
    if values[-1] < 1e-9 * values[0]:
        together = [n for n, w in zip(model.names, rows[-1], strict=True) if abs(w) > 1e-3]
        raise GameError(
            f"not identified: {together} can change together without changing any chance. A "
            "regressor may not stand in all payoffs of a player"
        )
