"""All Nash equilibria of two players, exactly: extreme ones, and the sets that they span.

Best-response polytopes (Mangasarian 1964, Journal of the Society for Industrial and Applied
Mathematics 12; von Stengel 2002, Handbook of Game Theory 3, section 2): a pair of vertices that
together have every label is an extreme equilibrium, and the maximal sets of pairs that all are span
the maximal convex sets of equilibria (Winkels 1979; Jansen 1981). In integers and fractions, so no
tolerance decides. Memory is not asked for: players choose a plan before the game begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from foedus.games.expressions import Number
from foedus.games.recall import refuse_absent_minded
from foedus.games.spe import exact_amounts, exact_worth, surely
from foedus.games.tree import Decision, GameError, Terminal, Tree

MOST_PLANS = 12
"""Of one player; vertices multiply quickly beyond."""

Plan = tuple[tuple[int, int], ...]
"""An action for each information set that the plan itself does not rule out."""
Mix = tuple[Fraction, ...]
Labelled = tuple[Mix, frozenset[int]]


@dataclass(frozen=True, slots=True)
class NashSet:
    """A convex set of equilibria: whatever mixture of the ends of each side.

    Attributes
    ----------
    ends
        By player, the extreme strategies: chances of its plans. One each is a single equilibrium;
        one and two a segment.
    values
        Expected payoffs of the players at each pair of ends, the first player's slowest.
    """

    ends: tuple[tuple[Mix, ...], tuple[Mix, ...]]
    values: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Nash:
    """All Nash equilibria of a game.

    Attributes
    ----------
    tree, plans
        The game, and each player's plans, as (information set, action) by number.
    found
        Maximal convex sets of equilibria; sets that share an equilibrium are neighbours.
    """

    tree: Tree
    plans: tuple[tuple[Plan, ...], tuple[Plan, ...]]
    found: tuple[NashSet, ...]

    def __repr__(self) -> str:
        return f"<{len(self.found)} sets of Nash equilibria of {self.tree!r}>"

    def as_json(self) -> dict[str, object]:
        """Return plain data: each set's ends, by player the chances of plans by name."""
        return {
            "players": list(self.tree.players),
            "sets": [
                {
                    "ends": {
                        name: [self._named(i, mix) for mix in s.ends[i]]
                        for i, name in enumerate(self.tree.players)
                    },
                    "values": [[float(v) for v in pair] for pair in s.values],
                }
                for s in self.found
            ],
        }

    def _named(self, player: int, mix: Mix) -> dict[str, float]:
        return {self.plan_name(player, k): float(p) for k, p in enumerate(mix) if p}

    def plan_name(self, player: int, plan: int) -> str:
        """Name a plan by its actions."""
        moves = self.plans[player][plan]
        told = [(self.tree.infosets[h].key, self.tree.infosets[h].actions[a]) for h, a in moves]
        if len(told) == 1 or not told:
            return str(told[0][1]) if told else "nothing to choose"
        return ", ".join(f"{key}: {action}" for key, action in told)


def solve_nash(tree: Tree, params: Mapping[str, Number] | None = None) -> Nash:
    """Find all Nash equilibria of a game of two players.

    Raises
    ------
    GameError
        Not two players, somebody absent-minded, or more than twelve plans of one player.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A", "B"))
    >>> def reply(a):
    ...     ends = {x: b.terminal((a == x, a == x)) for x in ("left", "right")}
    ...     return b.decision("B", ends, "unseen")
    >>> found = solve_nash(b.tree(b.decision("A", {x: reply(x) for x in ("left", "right")}))).found
    >>> [(s.ends[0][0], s.values[0]) for s in found]  # doctest: +NORMALIZE_WHITESPACE
    [((Fraction(0, 1), Fraction(1, 1)), (Fraction(1, 1), Fraction(1, 1))),
     ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2))),
     ((Fraction(1, 1), Fraction(0, 1)), (Fraction(1, 1), Fraction(1, 1)))]
    """
    if len(tree.players) != 2:
        raise GameError(f"Nash equilibria are listed of two players; this game has {tree.players}")
    refuse_absent_minded(tree)
    plans = _plans(tree, 0), _plans(tree, 1)
    amounts = exact_amounts(tree, params or {})
    nodes = range(len(tree.nodes))
    table = [
        [exact_worth(tree, nodes, amounts, surely(tree, dict(p + q))) for q in plans[1]]
        for p in plans[0]
    ]
    first = _vertices([[cell[1] for cell in row] for row in table])
    second = _vertices([[row[j][0] for row in table] for j in range(len(plans[1]))])
    m, n = len(plans[0]), len(plans[1])
    second = [(y, frozenset((k + m) if k < n else k - n for k in held)) for y, held in second]
    met = {
        i: frozenset(j for j, (_, b) in enumerate(second) if len(a | b) == m + n)
        for i, (_, a) in enumerate(first)
    }
    found = [
        _spanned(table, [first[i][0] for i in rows], [second[j][0] for j in sorted(columns)])
        for rows, columns in _maximal({i: js for i, js in met.items() if js})
    ]
    return Nash(tree, plans, tuple(sorted(found, key=lambda s: s.ends)))


def _plans(tree: Tree, player: int) -> tuple[Plan, ...]:
    """Return what a player can plan; what its own plan rules out is left open."""
    done: list[Plan] = []
    waiting: list[Plan] = [()]
    while waiting:
        plan = waiting.pop()
        nxt = _open(tree, player, dict(plan))
        if nxt is None:
            done.append(plan)
        else:
            size = len(tree.infosets[nxt].actions)
            waiting += [(*plan, (nxt, a)) for a in reversed(range(size))]
        if len(done) + len(waiting) > MOST_PLANS:
            raise GameError(
                f"{tree.players[player]} has more than {MOST_PLANS} plans, too many to go through; "
                "solve_pbe and solve_aqre take larger games (--concept pbe, aqre)"
            )
    return tuple(done)


def _open(tree: Tree, player: int, plan: Mapping[int, int]) -> int | None:
    """Return the first of a player's information sets that a plan leads to but leaves open."""
    waiting, seen = [tree.root], set[int]()
    while waiting:
        x = waiting.pop()
        node = tree.nodes[x]
        if x in seen or isinstance(node, Terminal):
            continue
        seen.add(x)
        below = node.children
        if isinstance(node, Decision) and tree.infosets[node.infoset].player == player:
            if node.infoset not in plan:
                return node.infoset
            below = (node.children[plan[node.infoset]],)
        waiting.extend(reversed(below))
    return None


def _vertices(payoffs: Sequence[Sequence[Fraction]]) -> list[Labelled]:
    """Return the vertices, but 0, of {x ≥ 0, each opponent's plan pays at most 1}, with labels.

    `payoffs` of the opponent by own plan and the opponent's. Label k: own plan k has no chance;
    size + j: plan j of the opponent is best. Double description (Motzkin and others 1953) of the
    cone over it, in integers.
    """
    size = len(payoffs)
    least = min(min(row) for row in payoffs)
    rows = [
        [*(u - least + 1 for u in column), Fraction(-1)] for column in zip(*payoffs, strict=True)
    ]
    rays = [
        (tuple(int(i == k) for i in range(size + 1)), frozenset(range(size + 1)) - {k})
        for k in range(size + 1)
    ]
    for j, row in enumerate(rows):
        level = [sum(a * x for a, x in zip(row, ray, strict=True)) for ray, _ in rays]
        kept = [
            (ray, held | {size + 1 + j} if s == 0 else held)
            for (ray, held), s in zip(rays, level, strict=True)
            if s <= 0
        ]
        for (up, tight), s in zip(rays, level, strict=True):
            for (down, other), t in zip(rays, level, strict=True):
                common = tight & other
                if s > 0 > t and not any(
                    common <= held for ray, held in rays if ray not in (up, down)
                ):
                    made = _whole([s * y - t * x for x, y in zip(up, down, strict=True)])
                    kept.append((made, common | {size + 1 + j}))
        rays = kept
    return [
        (_shares(ray[:size]), frozenset(k if k < size else k - 1 for k in held if k != size))
        for ray, held in rays
        if any(ray[:size])
    ]


def _whole(ray: Sequence[Fraction]) -> tuple[int, ...]:
    """Return a direction in the smallest integers."""
    scale = lcm(*(Fraction(x).denominator for x in ray))
    whole = [int(x * scale) for x in ray]
    return tuple(x // gcd(*whole) for x in whole)


def _shares(amounts: Sequence[int]) -> Mix:
    return tuple(Fraction(a, sum(amounts)) for a in amounts)


def _maximal(met: Mapping[int, frozenset[int]]) -> list[tuple[list[int], frozenset[int]]]:
    """Return the maximal sets of rows and columns all of which meet."""
    sets = set(met.values())
    while True:
        more = {a & b for a in sets for b in sets if a & b} - sets
        if not more:
            break
        sets |= more
    pairs = [([i for i, js in met.items() if held <= js], held) for held in sets]
    return [
        (rows, held)
        for rows, held in pairs
        if held == frozenset.intersection(*(met[i] for i in rows))
    ]


def _spanned(
    table: Sequence[Sequence[Mix]],
    rows: Sequence[Mix],
    columns: Sequence[Mix],
) -> NashSet:
    def worth(x: Mix, y: Mix, player: int) -> Fraction:
        cells = (
            p * q * table[i][j][player] for i, p in enumerate(x) for j, q in enumerate(y) if p and q
        )
        return sum(cells, Fraction(0))

    values = tuple((worth(x, y, 0), worth(x, y, 1)) for x in rows for y in columns)
    return NashSet((tuple(rows), tuple(columns)), values)
