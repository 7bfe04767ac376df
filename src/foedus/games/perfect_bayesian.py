"""Perfect Bayesian equilibria of signalling games, all of them that are pure, with their beliefs.

Weak perfect Bayesian equilibrium (Mas-Colell, Whinston & Green 1995, definition 9.C.3): each
action is best given beliefs and the conduct of others; beliefs follow Bayes' rule where an
information set is reached and are free where it is not. What is free decides which equilibria
there are, so the beliefs that support an answer off the path are shown as ranges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.games.bayesian import BayesianEquilibria, BayesianEquilibrium
from foedus.games.beliefs import Belief, Mixture, belief_ranges, believed
from foedus.games.certificate import in_bulk, near_best
from foedus.games.expressions import Array
from foedus.games.semi_separating import Mixer
from foedus.games.signalling import Signals, Stakes, signals, stakes
from foedus.games.solution import node_values
from foedus.games.tree import Decision, GameError, Numbers, Tree, evaluate

_MOST_PROFILES = 200_000
_SLACK = 1e-7
"""Of what a gain sums up: what solving for chances may leave over."""

Pure = tuple[int, ...]
"""One action per information set of the tree, by number."""


def pure_profiles(
    tree: Tree, params: Mapping[str, ArrayLike]
) -> tuple[tuple[Pure, ...], NDArray[np.bool_]]:
    """Return every pure profile, and in which instances it is a perfect Bayesian equilibrium.

    The batch engine: no equilibrium is written out, only told, shape (profiles, n).

    Raises
    ------
    GameError
        The tree is not a signalling game, or has more than 200,000 pure profiles.
    """
    found, numbers = signals(tree), evaluate(tree, params)
    told, bulk = stakes(found, numbers), stakes(found, in_bulk(numbers))
    support = {h: belief_ranges(told.answered[h])[0] for h in found.receivers}
    size = prod(len(h.actions) for h in tree.infosets)
    if size > _MOST_PROFILES:
        raise GameError(f"{size:,} pure profiles are too many; at most {_MOST_PROFILES:,}")
    sending = [
        (sends, [_best_answers(found, told, bulk, h, sends, support[h]) for h in found.receivers])
        for sends in _menus(found, found.senders)
    ]
    answering = [
        (answers, [_best_messages(found, told, bulk, h, answers) for h in found.senders])
        for answers in _menus(found, found.receivers)
    ]
    profiles: list[Pure] = []
    holds: list[NDArray[np.bool_]] = []
    for (sends, best_answers), (answers, best_messages) in product(sending, answering):
        held = numbers.valid.copy()
        for h, best in zip(found.receivers, best_answers, strict=True):
            held &= best[answers[h]]
        for h, best in zip(found.senders, best_messages, strict=True):
            held &= best[sends[h]]
        chosen = sends | answers
        profiles.append(tuple(chosen[h] for h in range(len(tree.infosets))))
        holds.append(held)
    return tuple(profiles), np.array(holds)


def _menus(found: Signals, infosets: Sequence[int]) -> list[dict[int, int]]:
    """Return every choice of one action at each of these information sets."""
    menus = (range(len(found.tree.infosets[h].actions)) for h in infosets)
    return [dict(zip(infosets, chosen, strict=True)) for chosen in product(*menus)]


def _best_answers(
    found: Signals,
    told: Stakes,
    bulk: Stakes,
    h: int,
    sends: Mapping[int, int],
    support: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which answers are best, (answers, n): by Bayes' rule if reached, else by some belief."""
    weight = np.stack(
        [
            told.prior[m.type] * (sends[found.types[m.type].infoset] == m.message)
            for m in found.members[h]
        ]
    )
    payoff, size = (
        (weight[:, None] * table.answered[h]).sum(axis=0) for table in (told, bulk)
    )
    best = near_best(payoff, size)
    return np.where(weight.sum(axis=0) > 0, best, support)


def _best_messages(
    found: Signals, told: Stakes, bulk: Stakes, h: int, answers: Mapping[int, int]
) -> NDArray[np.bool_]:
    """Which messages are best at a sender's information set, (messages, n)."""
    payoff, size = (_message_payoffs(found, table, h, answers) for table in (told, bulk))
    return near_best(payoff, size)


def _message_payoffs(found: Signals, told: Stakes, h: int, answers: Mapping[int, int]) -> Array:
    """Return the payoff of each message at a sender's information set, shape (messages, n)."""
    held = [t for t, kind in enumerate(found.types) if kind.infoset == h]
    weight = told.prior[held]
    total = weight.sum(axis=0)
    share = np.where(total > 0, weight / np.where(total > 0, total, 1), 1 / len(held))
    where = {(m.type, m.message): r for r, ms in found.members.items() for m in ms}
    rows = []
    for message in range(len(found.tree.infosets[h].actions)):
        answered = ((t, answers[where[t, message]] if (t, message) in where else 0) for t in held)
        rows.append(
            sum(s * told.sent[t, message][a] for s, (t, a) in zip(share, answered, strict=True))
        )
    return np.stack(rows)


def solve_pbe(
    tree: Tree, params: Mapping[str, ArrayLike] | None = None, mixed: bool = True
) -> BayesianEquilibria:
    """Find the perfect Bayesian equilibria of a signalling game.

    All pure ones; with `mixed`, those in which the sender mixes, found from the supports that make
    each side indifferent; and, for messages that have no pure equilibrium, those in which only
    receivers mix. Not listed: equilibria with the messages of a listed one that differ in answers
    to messages that nobody sends, or in how a receiver mixes who is exactly indifferent between
    answers to sure messages. Ranges are for the answers shown.

    Parameters
    ----------
    tree
        A signalling game (see `signals`).
    params
        Values of its parameters; arrays of one length.
    mixed
        Search mixed equilibria too: some milliseconds for each instance of a small game.

    Raises
    ------
    GameError
        The tree is not a signalling game, or too large to enumerate.

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
    >>> [(e.kind, e.beliefs[b].histories[1], e.beliefs[b].low[1])
    ...  for e in found for b in (0, 1) if not e.beliefs[b].reached]
    [('pooling', 'weak', 0.5), ('pooling', 'weak', 0.5)]
    """
    params = params or {}
    found, numbers = signals(tree), evaluate(tree, params)
    told = stakes(found, numbers)
    profiles, holds = pure_profiles(tree, params)
    mixer = Mixer(found, told) if mixed else None
    places: list[int] = []
    listed: list[Mixture] = []
    for i in np.flatnonzero(numbers.valid):
        held = [_sure_mixture(tree, p) for p, h in zip(profiles, holds[:, i], strict=True) if h]
        if mixer is not None:
            held += mixer.mixtures(int(i), held)
        places += [int(i)] * len(held)
        listed += held
    by_instance: list[list[BayesianEquilibrium]] = [[] for _ in range(numbers.n)]
    why = ["" if valid else "payoffs or probabilities not valid" for valid in numbers.valid]
    written = _written(found, told, numbers, places, listed)
    for at, (e, fails) in zip(places, written, strict=True):
        by_instance[at].append(e)
        if fails and not why[at]:
            why[at] = f"an equilibrium failed its certificate ({e.regret:.2g})"
    shown = tuple(() if w else tuple(es) for w, es in zip(why, by_instance, strict=True))
    return BayesianEquilibria(tree, shown, np.array([not w for w in why]), tuple(why))


def _sure_mixture(tree: Tree, profile: Pure) -> Mixture:
    conduct = tuple(
        tuple(float(a == chosen) for a in range(len(h.actions)))
        for h, chosen in zip(tree.infosets, profile, strict=True)
    )
    return Mixture(conduct, conduct, conduct)


def _written(
    found: Signals,
    told: Stakes,
    numbers: Numbers,
    places: Sequence[int],
    mixtures: Sequence[Mixture],
) -> list[tuple[BayesianEquilibrium, bool]]:
    """Write out equilibria, each of the instance at its place, and tell which fail."""
    if not mixtures:
        return []
    here = numbers.some(np.array(places))
    profile = [
        np.array([m.conduct[h] for m in mixtures]).T for h in range(len(found.tree.infosets))
    ]
    values, bulk = (node_values(found.tree, n, profile) for n in (here, in_bulk(here)))
    beliefs = [
        tuple(believed(found, told, i, h, m) for h in found.receivers)
        for i, m in zip(places, mixtures, strict=True)
    ]
    regrets, fails = _regrets(found, told.prior[:, places], values, bulk, profile, beliefs)
    paid = values[found.tree.root].T.tolist()
    return [
        (BayesianEquilibrium(_kind(found, m.conduct), *m, b, tuple(v), float(r)), bool(bad))
        for m, b, v, r, bad in zip(mixtures, beliefs, paid, regrets, fails, strict=True)
    ]


def _kind(found: Signals, conduct: Sequence[Sequence[float]]) -> str:
    sent = [list(conduct[h]) for h in found.senders]
    if len(sent) == 1:
        return "pure" if max(sent[0]) == 1 else "mixed"
    if any(0 < p < 1 for chances in sent for p in chances):
        return "semi-separating"
    messages = {c.index(1) for c in sent}
    if len(messages) == 1:
        return "pooling"
    return "separating" if len(messages) == len(sent) else "partly separating"


def _regrets(
    found: Signals,
    prior: Array,
    values: Sequence[Array],
    bulk: Sequence[Array],
    profile: Sequence[Array],
    beliefs: Sequence[Sequence[Belief]],
) -> tuple[Array, NDArray[np.bool_]]:
    """Return the most that an information set gains by one action, and where it is too much."""
    held: dict[int, tuple[list[int], Array]] = {}
    for h in found.senders:
        kinds = [t for t, kind in enumerate(found.types) if kind.infoset == h]
        held[h] = [found.types[t].node for t in kinds], prior[kinds]
    for place, h in enumerate(found.receivers):
        nodes = [m.node for m in found.members[h]]
        held[h] = nodes, np.array([b[place].held for b in beliefs]).T
    worst, fails = np.zeros(prior.shape[1]), np.zeros(prior.shape[1], dtype=np.bool_)
    for h, (nodes, weights) in held.items():
        player, total = found.tree.infosets[h].player, weights.sum(axis=0)
        shares = np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / len(nodes))
        gains, size = np.zeros((2, *profile[h].shape))
        for number, share in zip(nodes, shares, strict=True):
            node = found.tree.nodes[number]
            assert isinstance(node, Decision)
            gains += share * np.stack([values[c][player] for c in node.children])
            size += share * np.stack([bulk[c][player] for c in node.children])
        lost = gains.max(axis=0) - (gains * profile[h]).sum(axis=0)
        top = np.take_along_axis(size, gains.argmax(axis=0)[None], axis=0)[0]
        fails |= ~(lost <= _SLACK * (top + (size * profile[h]).sum(axis=0)))
        worst = np.maximum(worst, lost)
    return worst, fails
