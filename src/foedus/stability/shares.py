"""In which share of all orderings a condition holds: exactly where that can be counted.

All strict orderings of the outcomes that are named count alike, everybody's independently. That is
a measure of how much a condition asks, and not a chance: nobody draws preferences from an urn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache, reduce
from itertools import chain, permutations
from math import factorial, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.stability.conditions import Above, Known, Way, Ways, extended, statements

_MOST_ORDERINGS = 600_000
_MOST_CASES = 300
_MOST_POLYNOMIALS = 6_000
_MOST_OUTCOMES = 9
Clauses = frozenset[frozenset[frozenset[int]]]
DRAWS = 50_000


class Share(NamedTuple):
    """A share of all orderings, counted exactly (`draws` is 0) or estimated from draws."""

    value: float
    exact: Fraction | None
    draws: int = 0

    def __str__(self) -> str:
        """Return it in per cent; an estimate with its standard error's double."""
        if self.exact is not None:
            return f"{100 * self.value:.3g} %"
        spread = 2 * float(np.sqrt(max(self.value * (1 - self.value), 1e-9) / self.draws))
        return f"about {100 * self.value:.2g} % (give or take {100 * spread:.1g})"


class _TooManyCasesError(Exception):
    pass


def share(clauses: Sequence[Ways], seed: int = 0) -> Share:
    """Return the share of all strict orderings in which of every clause one way holds.

    Parameters
    ----------
    clauses
        As in `foedus.stability.Requirement`.
    seed
        Of the draws, where there are too many cases to count.

    Examples
    --------
    Ranking one outcome at least as high as two others: a third of all orderings.

    >>> share([(frozenset({Above(0, 0, 1, False)}),), (frozenset({Above(0, 0, 2, False)}),)]).exact
    Fraction(1, 3)
    """
    total = Fraction(1)
    try:
        for group in _apart(clauses):
            total *= _exactly(group)
    except _TooManyCasesError:
        return _drawn(clauses, seed)
    return Share(float(total), total)


def _apart(clauses: Sequence[Ways]) -> list[list[Ways]]:
    """Return the clauses in groups that speak of nobody in common."""
    groups: list[tuple[set[int], list[Ways]]] = []
    for clause in clauses:
        whose = {s.maker for s in statements(clause)}
        held = [clause]
        apart = []
        for makers, group in groups:
            if makers & whose:
                whose |= makers
                held = [*group, *held]
            else:
                apart.append((makers, group))
        groups = [*apart, (whose, held)]
    return [group for _, group in groups]


def _exactly(clauses: Sequence[Ways]) -> Fraction:
    try:
        return _counted(clauses)
    except _TooManyCasesError:
        if not _few(clauses):
            raise
        return _listed(clauses)


def _named(clauses: Sequence[Ways]) -> dict[int, list[int]]:
    """Return by decision maker the outcomes that it is said to rank."""
    found: dict[int, set[int]] = {}
    for s in chain(*map(statements, clauses)):
        found.setdefault(s.maker, set()).update((s.high, s.low))
    return {maker: sorted(outcomes) for maker, outcomes in sorted(found.items())}


def _few(clauses: Sequence[Ways]) -> bool:
    """Say whether all orderings can simply be gone through."""
    return prod(factorial(min(len(o), 12)) for o in _named(clauses).values()) <= _MOST_ORDERINGS


def _listed(clauses: Sequence[Ways]) -> Fraction:
    """Go through all orderings, with an axis for each decision maker."""
    named = _named(clauses)
    orders = {m: np.array(list(permutations(range(len(o))))) for m, o in named.items()}

    def true(s: Above) -> NDArray[np.bool_]:
        at, order = named[s.maker], orders[s.maker]
        shape = [-1 if m == s.maker else 1 for m in named]
        return (order[:, at.index(s.high)] > order[:, at.index(s.low)]).reshape(shape)

    holds = np.ones([len(order) for order in orders.values()], bool)
    for ways in clauses:
        one = np.zeros_like(holds)
        for way in ways:
            one |= reduce(np.logical_and, map(true, _strict(way)), np.ones_like(holds))
        holds &= one
    return Fraction(int(holds.sum()), holds.size)


def _counted(clauses: Sequence[Ways]) -> Fraction:
    left, memo = [_MOST_CASES], dict[Clauses, tuple[int, ...]]()

    def total(known: Known | None, way: Way, clauses: list[Ways]) -> Fraction:
        left[0] -= 1
        if left[0] < 0:
            raise _TooManyCasesError
        if known is None:
            return Fraction(0)
        open_ = []
        for clause in clauses:
            possible = [w for w in (_undecided(known, way) for way in clause) if w is not None]
            if not possible:
                return Fraction(0)
            if all(possible):
                open_.append(tuple(possible))
        if not open_:
            return _part(way)
        maker, high = _middle(open_)
        others = [s for s in chain(*map(statements, open_)) if (s.maker, s.high) != (maker, high)]
        if not others and all(s.maker != maker for s in way):
            return _part(way) * _star(
                [[{s.low for s in w} for w in clause] for clause in open_], memo
            )
        statement = min(others or chain(*map(statements, open_)))
        reverse = Above(statement.maker, statement.low, statement.high, True)
        return total(extended(known, statement), way | {statement}, open_) + total(
            extended(known, reverse), way | {reverse}, open_
        )

    return total({}, frozenset(), [tuple(_strict(way) for way in clause) for clause in clauses])


def _strict(way: Way) -> Way:
    return frozenset(s._replace(strict=True) for s in way if s.high != s.low)


def _undecided(known: Known, way: Way) -> Way | None:
    """Return the statements that are still open, None if one of them cannot hold any more."""
    if any((s.maker, s.low, s.high) in known for s in way):
        return None
    return frozenset(s for s in way if (s.maker, s.high, s.low) not in known)


def _middle(clauses: Sequence[Ways]) -> tuple[int, int]:
    """Return who ranks which outcome above others in most statements."""
    return Counter((s.maker, s.high) for s in chain(*map(statements, clauses))).most_common(1)[0][0]


def _star(clauses: Sequence[Sequence[set[int]]], memo: dict[Clauses, tuple[int, ...]]) -> Fraction:
    """Return the share in which one outcome stands above all of some way of every clause.

    If it stands at height x, from 0 to 1, every other outcome is below it with chance x, each by
    itself. So the share is the integral of a polynomial in x, whose coefficients are whole.
    """

    def polynomial(clauses: Clauses) -> tuple[int, ...]:
        """Return the chance that of every clause all of some way is below, by powers of x."""
        if clauses not in memo:
            if len(memo) > _MOST_POLYNOMIALS:
                raise _TooManyCasesError
            memo[clauses] = worked_out(clauses)
        return memo[clauses]

    def worked_out(clauses: Clauses) -> tuple[int, ...]:
        parts = _in_parts(clauses)
        if len(parts) != 1:
            product: tuple[int, ...] = (1,)
            for part in parts:
                product = _times(product, polynomial(part))
            return product
        counts = Counter(low for clause in clauses for way in clause for low in way)
        low = max(sorted(counts), key=lambda outcome: counts[outcome])
        below = {frozenset(way - {low} for way in clause) for clause in clauses}
        above = {frozenset(way for way in clause if low not in way) for clause in clauses}
        yes = polynomial(frozenset(c for c in below if frozenset() not in c))
        no = (0,) if frozenset() in above else polynomial(frozenset(above))
        return _mixed(yes, no)

    found = polynomial(frozenset(frozenset(map(frozenset, clause)) for clause in clauses))
    return sum((Fraction(c, power + 1) for power, c in enumerate(found)), Fraction(0))


def _mixed(yes: tuple[int, ...], no: tuple[int, ...]) -> tuple[int, ...]:
    """Return x times one polynomial and 1 - x times another."""
    found = [0] * (max(len(yes), len(no)) + 1)
    for at, c in enumerate(yes):
        found[at + 1] += c
    for at, c in enumerate(no):
        found[at] += c
        found[at + 1] -= c
    return tuple(found)


def _in_parts(clauses: Clauses) -> list[Clauses]:
    """Return the clauses in groups that have no outcome in common."""
    groups: list[tuple[set[int], set[frozenset[frozenset[int]]]]] = []
    for clause in clauses:
        lows, held, apart = {low for way in clause for low in way}, {clause}, []
        for named, group in groups:
            if named & lows:
                lows, held = lows | named, held | group
            else:
                apart.append((named, group))
        groups = [*apart, (lows, held)]
    return [frozenset(group) for _, group in groups]


def _times(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    found = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return tuple(found)


def _part(way: Way) -> Fraction:
    """Return the share of all strict orderings in which a way holds."""
    product = Fraction(1)
    for maker in {s.maker for s in way}:
        product *= _extensions(frozenset((s.high, s.low) for s in way if s.maker == maker))
    return product


@cache
def _extensions(pairs: frozenset[tuple[int, int]]) -> Fraction:
    """Return which share of all strict orderings has each first above its second."""
    outcomes = sorted({outcome for pair in pairs for outcome in pair})
    shared = set(outcomes).intersection(*map(set, pairs))
    if shared:  # all compare with one outcome, so only how many stand above and below it counts
        middle = min(shared)
        above = sum(low == middle for _, low in pairs)
        below = len(pairs) - above
        return Fraction(factorial(above) * factorial(below), factorial(above + below + 1))
    if len(outcomes) > _MOST_OUTCOMES:
        raise _TooManyCasesError
    bit = {outcome: 1 << at for at, outcome in enumerate(outcomes)}
    over = {o: sum(bit[h] for h, low in pairs if low == o) for o in outcomes}

    @cache
    def ways(placed: int) -> int:
        if placed == (1 << len(outcomes)) - 1:
            return 1
        nexts = (o for o in outcomes if not placed & bit[o] and over[o] & ~placed == 0)
        return sum(ways(placed | bit[o]) for o in nexts)

    return Fraction(ways(0), factorial(len(outcomes)))


def _drawn(clauses: Sequence[Ways], seed: int) -> Share:
    rng = np.random.default_rng(seed)
    named = sorted({(s.maker, o) for c in clauses for s in statements(c) for o in (s.high, s.low)})
    places: dict[tuple[int, int], NDArray[np.float64]] = {name: rng.random(DRAWS) for name in named}
    holds = np.ones(DRAWS, bool)
    for clause in clauses:
        one = np.zeros(DRAWS, bool)
        for way in clause:
            all_ = np.ones(DRAWS, bool)
            for s in way:
                all_ &= places[s.maker, s.high] > places[s.maker, s.low]
            one |= all_
        holds &= one
    return Share(float(holds.mean()), None, DRAWS)
