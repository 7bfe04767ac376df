"""Perfect Bayesian equilibria of small trees of perfect recall, with their beliefs.

Weak perfect Bayesian equilibrium (Mas-Colell, Whinston & Green 1995, definition 9.C.3): from every
information set on, what is played is best given the belief there and the conduct of others; beliefs
follow Bayes' rule where an information set is reached and are free where it is not. What is free
decides which equilibria there are, so the beliefs that support an answer off the path are shown as
ranges; whether vanishing errors leave such beliefs is told by `BayesianEquilibrium.sequential`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from foedus.games.bayesian import BayesianEquilibria
from foedus.games.general import equilibria_of
from foedus.games.numbers import evaluate
from foedus.games.recall import refuse_forgetting
from foedus.games.tree import Decision, Tree


def senders_of(tree: Tree) -> tuple[int, ...]:
    """Return the sender's information sets, or none if the tree is no signalling game.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("Sender", "Receiver"))
    >>> def kind(name, right):
    ...     sent = b.decision("Receiver", {"yes": b.terminal((1, right)), "no": b.terminal((0, 0))},
    ...                       "asked")
    ...     return b.decision("Sender", {"ask": sent, "wait": b.terminal((0, 0))}, name)
    >>> drawn = {"able": (0.5, kind("able", 1)), "not": (0.5, kind("not", -1))}
    >>> tree = b.tree(b.chance(drawn))
    >>> [tree.infosets[h].key for h in senders_of(tree)]
    ['able', 'not']
    """
    first = dict.fromkeys(h for h, _ in _next(tree, tree.root))
    players = {tree.infosets[h].player for h in first}
    answers = [
        (below, x)
        for h in first
        for y in tree.infosets[h].nodes
        for child in tree.nodes[y].children
        for below, x in _next(tree, child)
    ]
    if len(players) != 1 or any(tree.infosets[h].player in players for h, _ in answers):
        return ()
    ends = (c for _, x in answers for c in tree.nodes[x].children)
    return () if any(_next(tree, c) for c in ends) else tuple(first)


def _next(tree: Tree, number: int) -> list[tuple[int, int]]:
    """Return the information sets, and their nodes, that nature alone leads to from a node."""
    below = tree.below([number], {x for h in tree.infosets for x in h.nodes})
    nodes = ((x, tree.nodes[x]) for x in below)
    return [(node.infoset, x) for x, node in nodes if isinstance(node, Decision)]


def kind_of(senders: Sequence[int], conduct: Sequence[Sequence[float]]) -> str:
    """Return what messages tell: see `BayesianEquilibrium.kind`."""
    sent = [list(conduct[h]) for h in senders]
    if len(sent) == 1:
        return "pure" if all(max(p) == 1 for p in conduct) else "mixed"
    if any(0 < p < 1 for chances in sent for p in chances):
        return "semi-separating"
    messages = {c.index(1) for c in sent}
    if len(messages) == 1:
        return "pooling"
    return "separating" if len(messages) == len(sent) else "partly separating"


def solve_pbe(
    tree: Tree, params: Mapping[str, ArrayLike] | None = None, mixed: bool = True
) -> BayesianEquilibria:
    """Find perfect Bayesian equilibria of a small tree: signalling, screening, two-sided crises.

    All pure ones; with `mixed`, those in which somebody mixes, found support by support. Not
    listed: mixed equilibria that take the same actions where play comes as a listed one, and differ
    only in answers that are never given. Ranges are for the answers shown.

    Parameters
    ----------
    tree
        A game of perfect recall.
    params
        Values of its parameters; arrays of one length.
    mixed
        Search mixed equilibria too: a tenth of a second for each instance of a small game.

    Raises
    ------
    GameError
        Somebody forgets, or the tree is too large to enumerate.

    Examples
    --------
    Beer and quiche (Cho & Kreps 1987, Quarterly Journal of Economics 102): both types pool.

    >>> from foedus.games import Builder
    >>> b = Builder(("A", "B"))
    >>> def kind(name, likes, duel):
    ...     return b.decision("A", {meal: b.decision("B", {
    ...         "fight": b.terminal((meal == likes, duel)),
    ...         "not": b.terminal((2 + (meal == likes), 0))}, meal)
    ...         for meal in ("beer", "quiche")}, name)
    >>> tree = b.tree(b.chance({"strong": (0.9, kind("strong", "beer", -1)),
    ...                         "weak": (0.1, kind("weak", "quiche", 1))}))
    >>> found = solve_pbe(tree).found[0]
    >>> [(e.kind, e.beliefs[b].histories[1], round(e.beliefs[b].low[1], 9))
    ...  for e in found for b in (0, 1) if not e.beliefs[b].reached]
    [('pooling', 'weak', 0.5), ('pooling', 'weak', 0.5)]
    """
    refuse_forgetting(tree)
    numbers = evaluate(tree, params or {})
    why = ["" if valid else "payoffs or probabilities not valid" for valid in numbers.valid]
    with np.errstate(over="ignore", invalid="ignore"):
        found = [
            equilibria_of(tree, numbers, i, mixed) if valid else ([], True)
            for i, valid in enumerate(numbers.valid)
        ]
    senders = senders_of(tree)
    named = tuple(
        tuple(replace(e, kind=kind_of(senders, e.conduct)) if senders else e for e in listed)
        for listed, _ in found
    )
    complete = np.array([whole for _, whole in found], dtype=np.bool_)
    return BayesianEquilibria(tree, named, numbers.valid.copy(), tuple(why), complete)
