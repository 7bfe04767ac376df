"""Subgame perfection by backward induction: one equilibrium of a batch, or all of one instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from foedus.games.certificate import TIE, certify
from foedus.games.expressions import Array, Number
from foedus.games.numbers import evaluate_one, in_chunks
from foedus.games.response import induced, one_pass
from foedus.games.solution import Solution, join
from foedus.games.tree import Chance, Decision, GameError, Terminal, Tree


def solve_spe(tree: Tree, params: Mapping[str, ArrayLike]) -> Solution:
    """Solve by backward induction, taking the first of the best actions; ties are marked.

    Where `ties` marks any information set, there are further equilibria: `all_spe` lists them.

    Raises
    ------
    GameError
        If some player moves without seeing everything.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> tree = b.tree(b.decision("A", {"up": b.terminal(("x",)), "down": b.terminal((0,))}))
    >>> found = solve_spe(tree, {"x": [1.0, 0.0, -1.0]})
    >>> found.probability(0, "up"), found.ties[0]
    (array([1., 1., 0.]), array([False,  True, False]))
    """
    refuse_hidden(tree)
    order, parts = one_pass(tree), []
    assert order is not None
    for numbers in in_chunks(tree, params):
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            play = induced(tree, numbers, order, _first_best)
            parts.append(certify(tree, numbers, "spe", None, play))
    return join(parts)


def _first_best(own: Array, bulk: Array) -> Array:
    # Only the two payoffs that are compared count, not what else could happen somewhere.
    best = own.argmax(axis=0)[None]
    top, beside = (np.take_along_axis(table, best, axis=0) for table in (own, bulk))
    taken = (own >= top - TIE * (bulk + beside)).argmax(axis=0)
    chances: Array = np.log((np.arange(len(own))[:, None] == taken).astype(np.float64))
    return chances


def refuse_hidden(tree: Tree) -> None:
    """Raise `GameError` unless every player sees every move."""
    for h in tree.infosets:
        if len(h.nodes) > 1:
            raise GameError(
                f"backward induction needs perfect information, but {tree.players[h.player]} "
                f"cannot tell apart {len(h.nodes)} nodes at {h.key!r}; use solve_aqre instead"
            )


@dataclass(frozen=True, slots=True)
class PureEquilibrium:
    """One action for each information set, and what each player then expects.

    Attributes
    ----------
    actions
        By information set, in the tree's order.
    values
        By player; `Fraction` where exactness was asked for.
    """

    actions: tuple[str, ...]
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Equilibria:
    """The pure subgame-perfect equilibria of one instance.

    Attributes
    ----------
    found
        In order of actions, first action first.
    complete
        Whether these are all; otherwise the cap was reached.
    markov
        Whether the tree merges histories with equal continuations that somebody decides in. Then
        these are all *Markov* equilibria, in which such histories are played alike; give every
        decision an `infoset` of its own to have the others too.
    """

    found: tuple[PureEquilibrium, ...]
    complete: bool
    markov: bool = False


def all_spe(
    tree: Tree,
    params: Mapping[str, Number],
    *,
    exact: bool = False,
    cap: int = 1000,
) -> Equilibria:
    """List all pure subgame-perfect equilibria of one instance.

    Set-valued backward induction: at a tie each best action is followed up. Histories with
    equal continuations that the tree merges are played alike (`Equilibria.markov` says so).
    Mixtures over tied actions are equilibria too, as far as nobody above them then prefers another
    action.

    Parameters
    ----------
    tree, params
        A game of perfect information and one number for each of its parameters.
    exact
        Compute in rational numbers: a decimal means the fraction it is written as, and only equal
        payoffs tie. Otherwise payoffs tie that differ by less than 1e-12 of what they sum up.
    cap
        Stop after so many; `complete` then says that there are more.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> tree = b.tree(b.decision("A", {"up": b.terminal(("x",)), "down": b.terminal((0,))}))
    >>> [e.actions for e in all_spe(tree, {"x": 0}).found]
    [('up',), ('down',)]
    >>> all_spe(tree, {"x": Fraction(1, 3)}, exact=True).found[0].values
    (Fraction(1, 3),)
    """
    refuse_hidden(tree)
    if cap < 1:
        raise GameError(f"a cap of {cap} equilibria leaves none to report; give 1 or more")
    states: list[tuple[dict[int, int], dict[int, tuple[Fraction, ...]]]] = [({}, {})]
    complete = True
    amounts = exact_amounts(tree, params, as_written=exact)
    ends = {x: u for x, u in amounts.items() if isinstance(tree.nodes[x], Terminal)}
    amounts |= {x: (*u, *map(abs, u)) for x, u in ends.items()}
    for number, node in enumerate(tree.nodes):
        grown = []
        for choice, values in states:
            if isinstance(node, Decision):
                grown += _followed(tree, node, number, choice, values, exact)
            else:
                values[number] = exact_worth(tree, [*node.children, number], amounts, {}, values)
                grown.append((choice, values))
        complete &= len(grown) <= cap
        states = grown[:cap]
    listed = (
        PureEquilibrium(
            tuple(h.actions[choice[i]] for i, h in enumerate(tree.infosets)),
            tuple(v if exact else float(v) for v in values[tree.root][: len(tree.players)]),
        )
        for choice, values in states
    )
    return Equilibria(tuple(listed), complete, _merges(tree))


def exact_amounts(
    tree: Tree, params: Mapping[str, Number], as_written: bool = True
) -> dict[int, tuple[Fraction, ...]]:
    """Return payoffs of ends and probabilities of chance nodes as fractions, by node.

    A decimal is the fraction that it is written as (0.1 is 1/10), or the float that it is.
    """

    def of(number: Number) -> Fraction:
        if isinstance(number, Rational):
            return Fraction(int(number.numerator), int(number.denominator))
        return Fraction(repr(float(number)) if as_written else float(number))

    rows = {
        x: node.payoffs if isinstance(node, Terminal) else node.probabilities
        for x, node in enumerate(tree.nodes)
        if not isinstance(node, Decision)
    }
    evaluate_one(tree, params)
    return {x: tuple(Fraction(e.exactly(params, of)) for e in r) for x, r in rows.items()}


def exact_worth(
    tree: Tree,
    nodes: Sequence[int],
    amounts: Mapping[int, Sequence[Fraction]],
    conduct: Mapping[int, Sequence[Fraction]],
    known: Mapping[int, Sequence[Fraction]] = MappingProxyType({}),
) -> tuple[Fraction, ...]:
    """Return what the last of some nodes is worth to each player; of some it may be known."""
    worth, unknown = dict[int, Sequence[Fraction]](), [Fraction(0)] * len(tree.players)
    for x in nodes:
        node = tree.nodes[x]
        if x in known or isinstance(node, Terminal):
            worth[x] = known[x] if x in known else amounts[x]
            continue
        p = amounts[x] if isinstance(node, Chance) else conduct.get(node.infoset, ())
        rows = [[q * u for u in worth[c]] for q, c in zip(p, node.children, strict=bool(p)) if q]
        worth[x] = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)] or unknown
    return tuple(worth[nodes[-1]])


def surely(tree: Tree, chosen: Mapping[int, int]) -> dict[int, tuple[Fraction, ...]]:
    """Return as chances that one action is taken at each of some information sets."""
    return {
        h: tuple(Fraction(k == a) for k in range(len(tree.infosets[h].actions)))
        for h, a in chosen.items()
    }


def _followed(
    tree: Tree,
    node: Decision,
    number: int,
    choice: dict[int, int],
    values: dict[int, tuple[Fraction, ...]],
    exact: bool,
) -> list[tuple[dict[int, int], dict[int, tuple[Fraction, ...]]]]:
    """Return the state once for each best action at a decision."""
    player = tree.infosets[node.infoset].player
    own: list[Any] = [values[c][player] for c in node.children]
    bulk: list[Any] = [values[c][player + len(tree.players)] for c in node.children]
    best = max(range(len(own)), key=own.__getitem__)
    tie = 0 if exact else TIE
    tied = [a for a, x in enumerate(own) if own[best] - x <= tie * (bulk[a] + bulk[best])]
    states = []
    for place, a in enumerate(tied):
        last = place == len(tied) - 1
        grown = values if last else dict(values)
        picked = choice if last else dict(choice)
        grown[number] = values[node.children[a]]
        picked[node.infoset] = a
        states.append((picked, grown))
    return states


def _merges(tree: Tree) -> bool:
    """Tell whether some decision comes after several histories, so that they are played alike."""
    return any(
        w > 1 and isinstance(x, Decision) for w, x in zip(tree.ways(), tree.nodes, strict=True)
    )
