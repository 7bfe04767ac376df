"""Where resolve is private there can be several equilibria: those that were found, all of them.

Without errors, perfect Bayesian equilibria are enumerated, once what is decided whatever is
believed has been decided (`last_words`): a party that knows its own mind has the last word. With
errors, logit equilibria are looked for from many starts. Neither is tried on large trees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.compile import Game
from foedus.deterrence.measures import conduct
from foedus.games import (
    STARTS,
    BayesianEquilibrium,
    Builder,
    Chance,
    Decision,
    Expr,
    GameError,
    Numbers,
    Solution,
    Terminal,
    Tree,
    const,
    distinct,
    evaluate,
    frequencies,
    many_aqre,
    node_values,
    solve_pbe,
)

Array = NDArray[np.float64]
LARGEST = 400
"""Nodes of a tree beyond which only the principal branch is followed."""
MIXING = 5
"""Information sets beyond which only pure equilibria are enumerated: mixed ones take minutes."""
FEW = 20
"""Draws of each chunk in which several logit equilibria are looked for."""
_SURE = 1e-9
LOGIT = "logit"
"""What equilibria with errors are called; all others are without."""


class Equilibrium(NamedTuple):
    """One equilibrium, with every estimate at its middle.

    Parameters
    ----------
    kind
        ``logit`` with errors; without, what the one who moves first tells by it: ``pooling``,
        ``separating``, ``semi-separating``, ...
    attack
        The chance of an attack.
    values
        By party: what it can expect.
    span
        The least and the greatest chance of an attack where it stands for a whole set of
        equilibria; `attack` and `values` are then those of one of them.
    """

    kind: str
    attack: float
    values: Mapping[str, float]
    span: tuple[float, float] | None = None

    def __str__(self) -> str:
        worth = ", ".join(f"{party} {value:+.2f}" for party, value in self.values.items())
        if self.span is not None:
            low, high = self.span
            return f"{self.kind}, one of many: attack {low:.2g} to {high:.2g}; worth in one {worth}"
        return f"{self.kind}: attack {self.attack:.2g}; worth {worth}"


def several(
    game: Game, params: Mapping[str, Array], precision: float, by: str
) -> list[Equilibrium]:
    """Return the equilibria found of one instance: without errors, then with them.

    Those that differ only where nobody comes are one: they are told by what comes of them.

    Parameters
    ----------
    game
        A game in which some party's resolve is private.
    params
        Its parameters, each of shape (1,).
    precision
        Of the players' choices, for those with errors.
    by
        Whose attacks are told of.
    """
    if game.induction is not None:  # nobody acts in ignorance of what another knows
        return [_only(game, params, None, by), _only(game, params, precision, by)]
    if len(game.tree.nodes) > LARGEST:
        return []
    found = [*_without_errors(game, params, by), *_with_errors(game, params, precision, by)]
    return list({str(one): one for one in found}.values())


def _only(game: Game, params: Mapping[str, Array], precision: float | None, by: str) -> Equilibrium:
    """Return the one answer that is worked out from the last choice backwards."""
    rows = conduct(game, params, 1, precision)
    worth = {party: float(rows[f"value.{party}"][0]) for party in game.tree.players}
    kind = "sequential" if precision is None else LOGIT
    return Equilibrium(kind, float(rows[f"attack.{by}"][0]), worth)


def attack_range(
    game: Game, params: Mapping[str, Array], size: int, precision: float, by: str
) -> tuple[Array, Array] | None:
    """Return the least and the greatest chance that `by` attacks over the logit equilibria found.

    Each of shape (size,); None where the tree is too large.
    """
    if len(game.tree.nodes) > LARGEST:
        return None
    found, attacks = _logit(game, params, size, precision, by)
    by_start = np.where(found.ok, attacks, np.nan).reshape(STARTS, size)
    none = np.isnan(by_start).all(axis=0)
    low = np.where(np.isnan(by_start), np.inf, by_start).min(axis=0)
    high = np.where(np.isnan(by_start), -np.inf, by_start).max(axis=0)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def _logit(
    game: Game, params: Mapping[str, Array], size: int, precision: float, by: str
) -> tuple[Solution, Array]:
    """Return the logit equilibria found from every start, and the chance that `by` attacks."""
    whole = {name: np.broadcast_to(row, (size,)) for name, row in params.items()}
    found = many_aqre(game.tree, whole, precision)
    chance = frequencies(found, {name: np.tile(row, STARTS) for name, row in whole.items()})
    attacks = _attack_labels(game, by)
    return found, np.sum([row for label, row in chance.items() if label in attacks], axis=0)


def _with_errors(
    game: Game, params: Mapping[str, Array], precision: float, by: str
) -> list[Equilibrium]:
    found, attacks = _logit(game, params, 1, precision, by)
    return [
        Equilibrium(
            LOGIT,
            float(attacks[place]),
            dict(zip(game.tree.players, found.values[:, place].tolist(), strict=True)),
        )
        for place in distinct(found, STARTS)[0]
    ]


def _without_errors(game: Game, params: Mapping[str, Array], by: str) -> list[Equilibrium]:
    tree, attack = last_words(game.tree, evaluate(game.tree, params), _attack_labels(game, by))
    only = tree.nodes[tree.root]
    if isinstance(only, Terminal):  # nobody's best answer hangs on what is believed of another
        values = [float(u.at({})) for u in only.payoffs]
        whole = dict(zip(tree.players, values, strict=True))
        return [Equilibrium("sequential", attack[only.outcome], whole)]
    try:
        found = solve_pbe(tree, mixed=len(tree.infosets) <= MIXING).found[0]
    except GameError:  # still no signalling game: it cannot be enumerated
        return []
    told = []
    for one in found:
        chance = _attacked(tree, attack, one.conduct)
        spread = [round(_attacked(tree, attack, corner), 9) for corner in _corners(one)]
        span = (min(spread), max(spread)) if np.ptp(spread) > _SURE else None
        worth = dict(zip(tree.players, one.values, strict=True))
        told.append(Equilibrium(one.kind, chance, worth, span))
    return told


_Conduct = Sequence[Sequence[float]]


def _corners(one: BayesianEquilibrium) -> Iterator[_Conduct]:
    """Yield the conduct at the ends of what a set of equilibria leaves open, two answers at a time.

    The chance of an attack is straight in each, so that it is least and greatest at the ends.
    """
    rows = zip(one.conduct, one.low, one.high, strict=True)
    yield from product(
        *(
            ((low[0], 1 - low[0]), (high[0], 1 - high[0]))
            if len(at) == 2 and high[0] - low[0] > _SURE
            else (at,)
            for at, low, high in rows
        )
    )


def _attacked(tree: Tree, attack: Mapping[str, float], conduct: _Conduct) -> float:
    """Return the chance of an attack under some conduct."""
    profile = [np.array(chances)[:, None] for chances in conduct]
    numbers = evaluate(tree, {})
    ends = {x: np.full((1, 1), attack[node.outcome]) for x, node in _ends(tree)}
    indicated = Numbers(1, ends, numbers.chance, numbers.valid)
    return float(node_values(tree, indicated, profile)[tree.root][0, 0])


def _ends(tree: Tree) -> list[tuple[int, Terminal]]:
    return [(x, node) for x, node in enumerate(tree.nodes) if isinstance(node, Terminal)]


def _attack_labels(game: Game, by: str) -> frozenset[str]:
    at = game.counts.names.index(f"attack.{by}")
    return frozenset(label for label, row in game.counts.rows.items() if row[at])


def last_words(
    tree: Tree, numbers: Numbers, attacks: frozenset[str]
) -> tuple[Tree, dict[str, float]]:
    """Return the tree with those choices made that are best whatever is believed.

    Parameters
    ----------
    tree, numbers
        A tree at parameter values, of one instance.
    attacks
        Labels of the ends that count as an attack.

    Returns
    -------
    tuple
        The smaller tree, and the chance of an attack by label of its ends.
    """
    settled: dict[int, tuple[Array, float]] = {}
    before = -1
    while len(settled) > before:
        before = len(settled)
        for number, node in enumerate(tree.nodes):
            if number not in settled:
                worth = _settle(tree, numbers, attacks, settled, number, node)
                if worth is not None:
                    settled[number] = worth
        _settle_by_nature(tree, numbers, settled)
    builder, made = Builder(tree.players, tree.title), dict[int, int]()
    attack: dict[str, float] = {}
    for number, node in enumerate(tree.nodes):
        if number in settled:
            payoffs, chance = settled[number]
            attack[str(number)] = chance
            made[number] = builder.terminal([const(float(u)) for u in payoffs], str(number))
        elif isinstance(node, Chance):
            odds = numbers.chance[number][:, 0]
            rows = zip(node.actions, odds, node.children, strict=True)
            moves: dict[str, tuple[Expr, int]] = {a: (const(float(p)), made[c]) for a, p, c in rows}
            made[number] = builder.chance(moves)
        elif isinstance(node, Decision):
            h = tree.infosets[node.infoset]
            answers = dict(zip(h.actions, (made[c] for c in node.children), strict=True))
            made[number] = builder.decision(tree.players[h.player], answers, h.key)
    return builder.tree(made[tree.root]), attack


def _settle(
    tree: Tree,
    numbers: Numbers,
    attacks: frozenset[str],
    settled: Mapping[int, tuple[Array, float]],
    number: int,
    node: Terminal | Chance | Decision,
) -> tuple[Array, float] | None:
    """Return what a node is worth and the chance of an attack, if neither hangs on beliefs."""
    if isinstance(node, Terminal):
        return numbers.payoffs[number][:, 0], float(node.outcome in attacks)
    if not all(child in settled for child in node.children):
        return None
    below = [settled[child] for child in node.children]
    if isinstance(node, Chance):
        odds = numbers.chance[number][:, 0]
        worth = sum((p * u for p, (u, _) in zip(odds, below, strict=True)), 0 * below[0][0])
        return worth, float(sum(p * a for p, (_, a) in zip(odds, below, strict=True)))
    best = {_best(tree, settled, x) for x in tree.infosets[node.infoset].nodes}
    (only, *others) = best
    return None if others or only is None else below[only]


def _settle_by_nature(
    tree: Tree, numbers: Numbers, settled: dict[int, tuple[Array, float]]
) -> None:
    """Settle what is chosen where nature alone has moved before: there belief is its chance."""
    reach = _drawn(tree, numbers, settled)
    for h in tree.infosets:
        rows = {x: _children(tree, x) for x in h.nodes}
        if not all(x in reach and all(c in settled for c in row) for x, row in rows.items()):
            continue
        worth = [
            sum(reach[x] * float(settled[row[at]][0][h.player]) for x, row in rows.items())
            for at in range(len(h.actions))
        ]
        best, second = sorted(worth, reverse=True)[:2]
        if best - second > _SURE * sum(reach[x] for x in rows):
            settled |= {x: settled[row[worth.index(best)]] for x, row in rows.items()}


def _drawn(
    tree: Tree, numbers: Numbers, settled: Mapping[int, tuple[Array, float]]
) -> dict[int, float]:
    """Return the chance of each open decision that only nature comes before."""
    reach, after = {tree.root: 1.0}, set[int]()
    for number in range(tree.root, -1, -1):
        if number in settled or number not in reach:
            continue
        node, odds = tree.nodes[number], numbers.chance.get(number)
        for at, child in enumerate(_children(tree, number)):
            chance = float(odds[at, 0]) if odds is not None else 1.0
            reach[child] = reach.get(child, 0.0) + reach[number] * chance
            if isinstance(node, Decision) or number in after:
                after.add(child)
    return {x: chance for x, chance in reach.items() if x not in settled and x not in after}


def _children(tree: Tree, number: int) -> tuple[int, ...]:
    node = tree.nodes[number]
    return () if isinstance(node, Terminal) else node.children


def _best(tree: Tree, settled: Mapping[int, tuple[Array, float]], number: int) -> int | None:
    """Return the answer that is best for sure at a node; None where it is open or a tie."""
    node = tree.nodes[number]
    assert isinstance(node, Decision)
    if not all(child in settled for child in node.children):
        return None
    player = tree.infosets[node.infoset].player
    row = [float(settled[child][0][player]) for child in node.children]
    first, *rest = sorted(row, reverse=True)
    return row.index(first) if not rest or first - rest[0] > _SURE else None
