"""Whom it would take to persuade, at least cost: for it to pass, or to pass with a given chance.

When everybody's ballot is known the cheapest set is a shortest path through the decision
diagram. When ballots are chances, sets are tried in order of cost; members that the rule treats
alike and that cost the same are persuaded from the most reluctant on, which loses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import inf, isnan

import numpy as np

from foedus.decisions.ballots import (
    Ballot,
    BallotError,
    Chances,
    ballot_chances,
    did_you_mean,
)
from foedus.decisions.chances import KINDLY, cast_ballots, chances_of
from foedus.decisions.correlation import Correlation, factor_loadings
from foedus.decisions.diagram import PASS, Diagram, compile_rule
from foedus.decisions.rules import Rule, extreme_ballots, signed_atoms
from foedus.decisions.sweep import Floats

Costs = Mapping[str, float]
"""What persuading a member costs, in any one unit; 1 when left out, infinite when it cannot be."""

_MOST_TRIED = 50_000
_PART = 256


class SearchTooLargeError(ValueError):
    """There are too many sets of members to try."""


@dataclass(frozen=True, slots=True)
class Persuasion:
    """The cheapest set of members to persuade.

    Parameters
    ----------
    members
        Whom to persuade, in the order of the body.
    cost
        What it costs together.
    chance
        The chance of passing once they are persuaded.
    """

    members: tuple[str, ...]
    cost: float
    chance: float


def persuade(
    rule: Rule, ballots: Mapping[str, Ballot], costs: Costs | None = None
) -> Persuasion | None:
    """Return the cheapest set whose change of ballot makes the question pass, exactly.

    A persuaded member casts its best ballot: *yes*, or *no* on a motion to stop the question.

    Parameters
    ----------
    rule
        The rule.
    ballots
        What each member would do as things stand; those left out are absent.
    costs
        By member.

    Returns
    -------
    Persuasion or None
        ``None`` when nothing that can be paid for makes it pass.

    Raises
    ------
    BallotError
        For an unknown member or a cost that is negative or no number.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule({"at_least": 2, "veto": ["A"]}, ["A", "B", "C"])
    >>> persuade(rule, {"A": Ballot.NO, "B": Ballot.NO, "C": Ballot.YES}).members
    ('A',)
    """
    price = _prices(costs, rule.members)
    best = _best_ballots(rule)
    now = [ballots.get(m, Ballot.ABSENT) for m in rule.members]
    diagram = compile_rule(rule, tuple(sorted({*now, *best})))
    value, choice = _cheapest(diagram, now, best, price)
    if value[diagram.root] == inf:
        return None
    chosen, node = set[int](), diagram.root
    while node != PASS:
        member = diagram.order[int(diagram.level[node])]
        ballot = best[member] if choice[node] else now[member]
        if choice[node]:
            chosen.add(member)
        node = int(diagram.child[node, diagram.ballots.index(ballot)])
    names = tuple(m for i, m in enumerate(rule.members) if i in chosen)
    return Persuasion(names, float(value[diagram.root]), 1.0)


def persuade_to(
    rule: Rule,
    p: Mapping[str, Chances] | Chances,
    target: float,
    costs: Costs | None = None,
    correlation: Correlation = 0.0,
) -> Persuasion | None:
    """Return the cheapest set that, once sure to vote its best, brings the chance to a target.

    Parameters
    ----------
    rule
        The rule.
    p, correlation
        As in `foedus.decisions.chance`.
    target
        The chance of passing to reach, above 0 and up to 1.
    costs
        By member.

    Returns
    -------
    Persuasion or None
        Of the cheapest sets the one with the best chance; ``None`` when even everybody that can
        be persuaded is not enough.

    Raises
    ------
    BallotError
        For an unknown member, a cost or a target that cannot be.
    SearchTooLargeError
        After 50,000 sets.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> rule = parse_rule("unanimity", ["A", "B", "C"])
    >>> found = persuade_to(rule, {"A": 0.99, "B": 0.5, "C": 0.95}, 0.9)
    >>> found.members, round(found.chance, 4)
    (('B',), 0.9405)
    """
    if not 0 < target <= 1:
        raise BallotError(f"the target {target!r} is not above 0 and up to 1")
    price = _prices(costs, rule.members)
    rows = ballot_chances(p, rule.members)
    best = _best_ballots(rule)
    loadings = factor_loadings(correlation, rule.members)
    queues = _queues(rule, rows, loadings, price)
    everyone = [i for queue in queues for i in queue if price[i] < inf]
    ballots = tuple(sorted({*cast_ballots(rows), *best}))
    diagram = compile_rule(rule, ballots)

    def reached(sets: Sequence[tuple[int, ...]]) -> Floats:
        batch = np.repeat(rows[None], len(sets), axis=0)
        for b, chosen in enumerate(sets):
            for i in chosen:
                batch[b, i] = np.eye(4)[best[i]]
        return chances_of(diagram, batch, loadings)

    if reached([tuple(everyone)])[0] < target - 1e-12:
        return None
    for cost, sets in _by_cost(queues, price):
        values = np.concatenate(
            [reached(sets[at : at + _PART]) for at in range(0, len(sets), _PART)]
        )
        at = int(np.argmax(values))
        if values[at] >= target - 1e-12:
            names = tuple(m for i, m in enumerate(rule.members) if i in sets[at])
            return Persuasion(names, cost, float(values[at]))
    return None


def _prices(costs: Costs | None, members: Sequence[str]) -> Floats:
    given = costs or {}
    for name, cost in given.items():
        if name not in members:
            raise BallotError(f"{name!r} is not a member{did_you_mean(str(name), members)}")
        if not isinstance(cost, int | float) or isnan(cost) or cost < 0:
            raise BallotError(f"{name}: the cost {cost!r} is not a number from 0 upward")
    return np.array([float(given.get(m, 1.0)) for m in members])


def _best_ballots(rule: Rule) -> list[Ballot]:
    extremes = extreme_ballots(rule)
    if extremes is None:
        return [Ballot.YES] * len(rule.members)
    return [good for good, _ in extremes]


def _cheapest(
    diagram: Diagram, now: Sequence[Ballot], best: Sequence[Ballot], price: Floats
) -> tuple[list[float], list[bool]]:
    """Return the least cost to pass from each node, and whether its member is persuaded there."""
    level, child = diagram.level.tolist(), diagram.child.tolist()
    column = {ballot: b for b, ballot in enumerate(diagram.ballots)}
    value, choice = [inf] * len(level), [False] * len(level)
    value[PASS] = 0.0
    for node in range(PASS + 1, len(level)):
        member = diagram.order[level[node]]
        stays = value[child[node][column[now[member]]]]
        moves = value[child[node][column[best[member]]]] + float(price[member])
        value[node], choice[node] = (moves, True) if moves < stays else (stays, False)
    return value, choice


def _queues(rule: Rule, rows: Floats, loadings: Floats, price: Floats) -> list[list[int]]:
    """Return members in the order in which they are persuaded, one queue for each class."""
    ordered = all(
        all(sign * row[a] >= sign * row[b] for a, b in pairwise(KINDLY))
        for atom, sign in signed_atoms(rule)
        for row in atom.rows
    )
    support = np.cumsum(rows[:, list(KINDLY)], axis=1)[:, :-1]
    atoms = tuple(dict.fromkeys(rule.atoms()))
    classes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i in range(len(rule.members)):
        alike = (tuple(atom.rows[i] for atom in atoms), loadings[i], price[i])
        classes[alike].append(i)
    queues: list[list[int]] = []
    for group in classes.values():
        group.sort(key=lambda i: tuple(support[i]))
        steps = np.diff(support[group], axis=0)
        if ordered and (steps >= -1e-15).all():
            queues.append(group)
        else:
            by_row: dict[tuple[float, ...], list[int]] = defaultdict(list)
            for i in group:
                by_row[tuple(rows[i])].append(i)
            queues += by_row.values()
    return queues


def _by_cost(
    queues: Sequence[Sequence[int]], price: Floats
) -> Iterator[tuple[float, list[tuple[int, ...]]]]:
    """Yield all sets of one cost together, cheapest first."""
    heap: list[tuple[float, int, tuple[int, ...]]] = [(0.0, 0, (0,) * len(queues))]
    tried, current, sets = 0, 0.0, list[tuple[int, ...]]()
    while heap:
        cost, last, counts = heappop(heap)
        if cost > current + 1e-12 and sets:
            yield current, sets
            current, sets = cost, []
        tried += 1
        if tried > _MOST_TRIED:
            raise SearchTooLargeError(
                f"more than {_MOST_TRIED:,} sets of members cost up to {current:g} and none is"
                " enough: ask for a lower target, or give costs that tell members apart"
            )
        sets.append(tuple(i for q, n in zip(queues, counts, strict=True) for i in q[:n]))
        for q in range(last, len(queues)):
            taken = counts[q]
            if taken < len(queues[q]) and price[queues[q][taken]] < inf:
                more = (*counts[:q], taken + 1, *counts[q + 1 :])
                heappush(heap, (cost + float(price[queues[q][taken]]), q, more))
    if sets:
        yield current, sets
