"""Chances of outcomes in a strategic model, with their derivatives.

A strategic model is a game of perfect information in which payoffs are regressions and each player
errs (Signorino 1999, American Political Science Review 93; 2003, Political Analysis 11). Under
*agent error* each move has an error of its own, standard deviation 1, that whoever moves then
alone knows. Under *private information* each player has an error on each end of the game.
Chances follow by one pass from the ends to the root, and their derivatives with them. The errors of
a player may be larger in some cases than in others: their standard deviation is then the
exponential of a regression without a constant, as in heteroskedastic probit (Harvey 1976,
Econometrica 44: 461-465).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import product
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import erfcx, expit, log_expit, log_ndtr, logsumexp

from foedus.estimation.regressors import Design
from foedus.games import Array, Chance, Decision, Expr, GameError, Payment, Terminal, Tree

Errors = Literal["agent", "private"]
Link = Literal["probit", "logit"]

_DIFFERENCE = np.sqrt(2.0)
"""Standard deviation of the difference of two errors of standard deviation 1."""


@dataclass(frozen=True, slots=True)
class Slope:
    """A quantity by observation, shape (n,), with its derivatives, shape (n, coefficients)."""

    value: Array
    by: Array

    def __add__(self, other: Slope) -> Slope:
        return Slope(self.value + other.value, self.by + other.by)

    def __sub__(self, other: Slope) -> Slope:
        return Slope(self.value - other.value, self.by - other.by)

    def __mul__(self, other: Slope) -> Slope:
        return Slope(
            self.value * other.value,
            self.value[:, None] * other.by + other.value[:, None] * self.by,
        )


class Reading(NamedTuple):
    """By end the logarithm of the chance of getting there; by node what it is worth to players."""

    log_ends: dict[int, Slope]
    worth: list[tuple[Slope, ...]]


@dataclass(frozen=True, slots=True)
class Restrictions:
    """Coefficients that are not estimated, or estimated as one.

    Attributes
    ----------
    fixed
        Their values, by name.
    shared
        Groups of names that are one coefficient.
    """

    fixed: Mapping[str, float] = field(default_factory=dict)
    shared: Sequence[Sequence[str]] = ()


FREE = Restrictions()


class Piece(NamedTuple):
    """What a regression adds up to: shape (n,), whatever is estimated, and (n, coefficients)."""

    offset: Array
    matrix: Array


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Strategic:
    """A tree with regressions for payoffs.

    Attributes
    ----------
    tree
        A game of perfect information; its payoffs name the designs' keys.
    designs
        Regressors by payoff parameter, and of scales.
    errors, link
        The structure of the errors and their distribution.
    scales
        By player the key of a design: the standard deviation of the player's errors is the
        exponential of that regression.
    restrictions
        Coefficients that are fixed or shared.
    names
        Of the coefficients that are estimated: payoff and regressor.
    pieces
        By design, what it adds up to as those coefficients move.
    """

    tree: Tree
    designs: Mapping[str, Design]
    errors: Errors
    link: Link
    scales: Mapping[str, str]
    restrictions: Restrictions
    names: tuple[str, ...]
    pieces: Mapping[str, Piece]
    n: int

    def __repr__(self) -> str:
        return f"<strategic model of {self.n} observations: {len(self.names)} coefficients>"

    @classmethod
    def of(
        cls,
        tree: Tree,
        designs: Mapping[str, Design],
        errors: Errors = "agent",
        link: Link = "probit",
        scales: Mapping[str, str] | None = None,
        restrictions: Restrictions = FREE,
    ) -> Strategic:
        """Check that the model is one that can be estimated, and number its coefficients.

        Raises
        ------
        GameError
            Says which node, payoff, design or coefficient does not fit.
        """
        scales = dict(scales or {})
        _check(tree, designs, errors, link, scales)
        all_names = [f"{key}: {name}" for key, design in designs.items() for name in design.names]
        names, free = _restricted(all_names, restrictions)
        constant = np.array([restrictions.fixed.get(name, 0.0) for name in all_names])
        pieces, start = {}, 0
        for key, design in designs.items():
            rows = slice(start, start + len(design.names))
            pieces[key] = Piece(design.matrix @ constant[rows], design.matrix @ free[rows])
            start = rows.stop
        n = next(iter(designs.values())).matrix.shape[0]
        return cls(tree, designs, errors, link, scales, restrictions, names, pieces, n)

    def at(self, designs: Mapping[str, Design]) -> Strategic:
        """Return the same model for other observations.

        Raises
        ------
        GameError
            The designs have other regressors.
        """
        other = Strategic.of(
            self.tree, designs, self.errors, self.link, self.scales, self.restrictions
        )
        if other.names != self.names:
            raise GameError(
                f"these observations have regressors {list(other.names)}; the model has "
                f"{list(self.names)}"
            )
        return other

    @property
    def squares(self) -> Array:
        """Sums of squares of what each coefficient is multiplied with, shape (coefficients,)."""
        total: Array = np.sum([(p.matrix**2).sum(axis=0) for p in self.pieces.values()], axis=0)
        return total

    def payoff(self, expr: Expr, coefficients: Array) -> Slope:
        """Return a payoff by observation; each term holds at most one regression."""
        value, by = np.zeros(self.n), np.zeros((self.n, len(self.names)))
        for monomial, coefficient in expr.terms:
            if not monomial:
                value = value + float(coefficient)
                continue
            piece = self.pieces[monomial[0]]
            value = value + float(coefficient) * (piece.offset + piece.matrix @ coefficients)
            by += float(coefficient) * piece.matrix
        return Slope(value, by)

    def _scaled(self, slope: Slope, player: int, coefficients: Array) -> Slope:
        """Divide by the standard deviation of a player's errors."""
        key = self.scales.get(self.tree.players[player])
        if key is None:
            return slope
        piece = self.pieces[key]
        shrunk = np.exp(-piece.offset - piece.matrix @ coefficients)
        value = slope.value * shrunk
        return Slope(value, slope.by * shrunk[:, None] - value[:, None] * piece.matrix)

    def read(self, coefficients: Array, held: bool = False) -> Reading:
        """Pass over the tree: chances of moves and of ends, in logarithms, with derivatives.

        With `held`, payoffs are taken as if chances did not move with the coefficients.
        """
        nothing = np.zeros((self.n, len(self.names)))
        worth: list[tuple[Slope, ...]] = []
        spread: list[Slope] = []
        log_moves: dict[int, tuple[Slope, ...]] = {}
        for number, node in enumerate(self.tree.nodes):
            if isinstance(node, Terminal):
                worth.append(tuple(self.payoff(e, coefficients) for e in node.payoffs))
                spread.append(Slope(np.ones(self.n), nothing))
                continue
            if isinstance(node, Chance):
                p = [float(e.at({})) for e in node.probabilities]
                chances = tuple(Slope(np.full(self.n, x), nothing) for x in p)
            else:
                player = self.tree.infosets[node.infoset].player
                own = [self._scaled(worth[c][player], player, coefficients) for c in node.children]
                log_moves[number] = self._moves(own, [spread[c] for c in node.children])
                chances = tuple(
                    Slope(np.exp(q.value), np.exp(q.value)[:, None] * (nothing if held else q.by))
                    for q in log_moves[number]
                )
            pairs = list(zip(chances, node.children, strict=True))
            worth.append(
                tuple(
                    _sum([p * worth[c][i] for p, c in pairs]) for i in range(len(self.tree.players))
                )
            )
            spread.append(_sum([p * p * spread[c] for p, c in pairs]))
        return Reading(self._ends(log_moves), worth)

    def _moves(self, own: Sequence[Slope], spread: Sequence[Slope]) -> tuple[Slope, ...]:
        """Return log chances of moves with these payoffs; `spread` is the errors' share in each."""
        if len(own) == 1:
            return (Slope(np.zeros(self.n), np.zeros_like(own[0].by)),)
        if len(own) > 2:
            return multinomial(own)
        gain = own[1] - own[0]
        if self.errors == "agent":
            z = Slope(gain.value / _DIFFERENCE, gain.by / _DIFFERENCE)
        else:
            both = spread[0] + spread[1]
            deviation = np.sqrt(both.value)
            z_value = gain.value / deviation
            by = gain.by / deviation[:, None] - (z_value / (2 * both.value))[:, None] * both.by
            z = Slope(z_value, by)
        return tuple(_log_chance(Slope(s * z.value, s * z.by), self.link) for s in (-1.0, 1.0))

    def _ends(self, log_moves: Mapping[int, tuple[Slope, ...]]) -> dict[int, Slope]:
        """Sum log chances along paths; a node that several paths reach sums their chances."""
        arrivals: list[list[Slope]] = [[] for _ in self.tree.nodes]
        start = Slope(np.zeros(self.n), np.zeros((self.n, len(self.names))))
        arrivals[self.tree.root].append(start)
        for number, node in reversed(self.tree.moves()):
            here = log_sum(arrivals[number])
            for i, child in enumerate(node.children):
                if isinstance(node, Decision):
                    move = log_moves[number][i]
                else:
                    with np.errstate(divide="ignore"):
                        p = np.log(float(node.probabilities[i].at({})))
                    move = Slope(np.full(self.n, p), np.zeros_like(here.by))
                arrivals[child].append(here + move)
        ends = (x for x, node in enumerate(self.tree.nodes) if isinstance(node, Terminal))
        return {x: log_sum(arrivals[x]) for x in ends}


def _sum(slopes: Sequence[Slope]) -> Slope:
    return Slope(np.sum([s.value for s in slopes], axis=0), np.sum([s.by for s in slopes], axis=0))


def log_sum(slopes: Sequence[Slope]) -> Slope:
    """Return log(Σ exp) with derivatives."""
    if len(slopes) == 1:
        return slopes[0]
    values = np.stack([s.value for s in slopes])
    total = logsumexp(values, axis=0)
    with np.errstate(invalid="ignore"):
        weight = np.nan_to_num(np.exp(values - total))
    return Slope(total, np.einsum("an,ank->nk", weight, np.stack([s.by for s in slopes])))


def _log_chance(z: Slope, link: Link) -> Slope:
    """Return log F(z), right also far into the tails."""
    if link == "logit":
        return Slope(log_expit(z.value), expit(-z.value)[:, None] * z.by)
    mills = np.sqrt(2 / np.pi) / erfcx(-z.value / np.sqrt(2))
    return Slope(log_ndtr(z.value), mills[:, None] * z.by)


def multinomial(own: Sequence[Slope]) -> tuple[Slope, ...]:
    """Return multinomial logit with the scale of the binary one."""
    values = np.stack([s.value for s in own]) / _DIFFERENCE
    by = np.stack([s.by for s in own]) / _DIFFERENCE
    log_p = values - logsumexp(values, axis=0)
    mean = np.einsum("an,ank->nk", np.exp(log_p), by)
    return tuple(Slope(lp, b - mean) for lp, b in zip(log_p, by, strict=True))


def _restricted(names: Sequence[str], restrictions: Restrictions) -> tuple[tuple[str, ...], Array]:
    """Return the names that are left, and how all coefficients follow from theirs."""
    group = {name: tuple(names) for names in restrictions.shared for name in names}
    said = [*restrictions.fixed, *(name for names in restrictions.shared for name in names)]
    for name in said:
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(names)}"
            raise GameError(f"no coefficient is called {name!r}{hint}")
        if said.count(name) > 1:
            raise GameError(f"{name!r} is fixed or shared twice")
    left = dict.fromkeys(group.get(n, (n,)) for n in names if n not in restrictions.fixed)
    free = np.zeros((len(names), len(left)))
    for column, members in enumerate(left):
        for name in members:
            free[names.index(name), column] = 1
    return tuple(" = ".join(members) for members in left), free


def _check(
    tree: Tree, designs: Mapping[str, Design], errors: str, link: str, scales: Mapping[str, str]
) -> None:
    if errors not in ("agent", "private") or link not in ("probit", "logit"):
        raise GameError(
            f"errors are 'agent' or 'private' and the link 'probit' or 'logit', not {errors!r} "
            f"and {link!r}"
        )
    if not tree.perfect_information:
        hidden = next(h for h in tree.infosets if len(h.nodes) > 1)
        raise GameError(f"a strategic model needs perfect information; {hidden.key!r} hides nodes")
    strange = sorted(set(scales) - set(tree.players))
    if strange:
        raise GameError(f"{strange[0]!r}, whose errors are to be scaled, does not play")
    wanted = tree.names | set(scales.values())
    missing, extra = sorted(wanted - set(designs)), sorted(set(designs) - wanted)
    if missing or extra or not designs:
        raise GameError(f"payoffs without regressors: {missing}; regressors of no payoff: {extra}")
    sizes = {name: d.matrix.shape[0] for name, d in designs.items()}
    if len(set(sizes.values())) > 1:
        raise GameError(f"designs differ in their number of observations: {sizes}")
    _check_nodes(tree, errors, link)


def _check_nodes(tree: Tree, errors: str, link: str) -> None:
    for node in tree.nodes:
        if isinstance(node, Payment):
            raise GameError(
                "something is paid on the way; a strategic model has payoffs at its ends alone: "
                "add it to those that follow"
            )
        if isinstance(node, Terminal) and any(len(m) > 1 for e in node.payoffs for m, _ in e.terms):
            raise GameError(
                f"the end {node.outcome!r} multiplies regressions; they may only add up"
            )
        if isinstance(node, Chance) and any(e.names for e in node.probabilities):
            raise GameError("chances of nature must be numbers in a strategic model")
        many = (errors, link) != ("agent", "logit") and len(node.children) > 2
        if many and isinstance(node, Decision):
            raise GameError(
                f"{tree.infosets[node.infoset].key!r} has {len(node.children)} actions: more than "
                "two need errors='agent' and link='logit'"
            )
    if errors == "private":
        if max(tree.ways()) > 1:
            raise GameError(
                "two paths lead to one node, whose error would be shared; name their ends apart"
            )
        _check_once(tree)


def _check_once(tree: Tree) -> None:
    """Refuse a player who moves twice on a path: the second move tells of the same errors."""
    above = tree.above(lambda node: 1 << node.infoset)
    for later, (g, h) in product(tree.infosets, enumerate(tree.infosets)):
        if later.player == h.player and any(above[x] >> g & 1 for x in later.nodes):
            raise GameError(
                f"{tree.players[h.player]} moves again after {h.key!r}; private information is "
                "only for players who move once on each path"
            )
