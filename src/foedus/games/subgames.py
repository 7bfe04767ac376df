"""Subgame perfection where some moves are simultaneous or hidden.

A node begins a subgame if whoever moves below it knows that play came there (Selten 1965; Osborne &
Rubinstein 1994, section 6.2). From the last on, each is solved for its Nash equilibria, with
what follows in later subgames put in its place; every combination of them is followed up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from foedus.games.expressions import Number
from foedus.games.nash import Mix, Nash, solve_nash
from foedus.games.recall import refuse_forgetting
from foedus.games.spe import exact_amounts, exact_worth, surely
from foedus.games.tree import Builder, Chance, Decision, GameError, Payment, Terminal, Tree

MOST_PROFILES = 100_000
"""Of pure plans that are gone through where three or more move in one subgame."""
_NOBODY = "nobody"

Conduct = dict[int, Mix]
Values = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class SubgamePerfect:
    """A subgame-perfect equilibrium.

    Attributes
    ----------
    conduct
        By information set, the chance of each action; empty where anything will do, because the
        player's own earlier moves keep play away within the same subgame.
    values
        By player.
    """

    conduct: tuple[Mix, ...]
    values: Values


@dataclass(frozen=True, slots=True, repr=False)
class SubgameEquilibria:
    """The subgame-perfect equilibria of a game.

    Attributes
    ----------
    tree
        The game.
    found
        Equilibria; of a connected set of a subgame's equilibria, its ends.
    complete
        Whether these are all such; otherwise the cap was reached.
    ends
        Whether some subgame has a connected set of equilibria: mixtures of its ends are more.
    pure_only
        Keys of information sets of subgames in which three or more move: of those only the pure
        equilibria were looked for.
    """

    tree: Tree
    found: tuple[SubgamePerfect, ...]
    complete: bool
    ends: bool
    pure_only: tuple[str, ...]

    def __repr__(self) -> str:
        more = "" if self.complete else " and more"
        return f"<{len(self.found)} subgame-perfect equilibria{more} of {self.tree!r}>"

    def as_json(self) -> dict[str, object]:
        """Return plain data."""
        sizes = [len(h.actions) for h in self.tree.infosets]
        return {
            "players": list(self.tree.players),
            "complete": self.complete,
            "ends": self.ends,
            "pure_only": list(self.pure_only),
            "equilibria": [
                {
                    "values": [float(v) for v in e.values],
                    "infosets": self.tree.told(
                        [
                            [*map(float, mix)] or [None] * size
                            for size, mix in zip(sizes, e.conduct, strict=True)
                        ]
                    ),
                }
                for e in self.found
            ],
        }


def solve_subgames(
    tree: Tree, params: Mapping[str, Number] | None = None, cap: int = 1000
) -> SubgameEquilibria:
    """List subgame-perfect equilibria, exactly.

    Parameters
    ----------
    tree, params
        A game of perfect recall and one number for each of its parameters.
    cap
        Stop after so many; `complete` then says that there are more.

    Raises
    ------
    GameError
        Somebody forgets, or a subgame has too many plans.

    Examples
    --------
    Stay out, or play the battle of the sexes: three equilibria of the subgame, three answers.

    >>> b = Builder(("A", "B"))
    >>> pays = {("left", "left"): (3, 1), ("right", "right"): (1, 3)}
    >>> def reply(a):
    ...     ends = {x: b.terminal(pays.get((a, x), (0, 0))) for x in ("left", "right")}
    ...     return b.decision("B", ends, "B")
    >>> both = b.decision("A", {x: reply(x) for x in ("left", "right")}, "A")
    >>> tree = b.tree(b.decision("A", {"in": both, "out": b.terminal((2, 2))}, "first"))
    >>> [tuple(map(float, e.values)) for e in solve_subgames(tree).found]
    [(2.0, 2.0), (2.0, 2.0), (3.0, 1.0)]
    """
    refuse_forgetting(tree)
    return _Search(tree, exact_amounts(tree, params or {}), cap).run()


def subgame_roots(tree: Tree) -> list[int]:
    """Return the nodes that begin a subgame, later ones first; ends begin none.

    Examples
    --------
    >>> b = Builder(("A", "B"))
    >>> ends = [b.terminal((k, 0)) for k in range(4)]
    >>> up = b.decision("B", {"l": ends[0], "r": ends[1]}, "hidden")
    >>> down = b.decision("B", {"l": ends[2], "r": ends[3]}, "hidden")
    >>> subgame_roots(b.tree(b.decision("A", {"up": up, "down": down})))
    [6]
    """
    found = []
    for x, _ in tree.moves():
        below = set(tree.below([x]))
        if all(
            below.issuperset(tree.infosets[other.infoset].nodes)
            for y in below
            if isinstance(other := tree.nodes[y], Decision)
        ):
            found.append(x)
    return found


class _Search:
    def __init__(self, tree: Tree, amounts: Mapping[int, Sequence[Fraction]], cap: int) -> None:
        self.tree, self.amounts, self.cap = tree, amounts, cap
        self.ends, self.pure_only = False, dict[str, None]()

    def run(self) -> SubgameEquilibria:
        states: list[tuple[Conduct, dict[int, Values]]] = [({}, {})]
        complete = True
        for root in subgame_roots(self.tree):
            grown = []
            for conduct, values in states:
                stage = self.tree.below([root], values)
                for more in self._solved(stage, values):
                    worth = exact_worth(self.tree, stage, self.amounts, more, values)
                    grown.append((conduct | more, values | {root: worth}))
                    if len(grown) > self.cap:
                        break
            complete &= len(grown) <= self.cap
            states = grown[: self.cap]
        sets = range(len(self.tree.infosets))
        root = self.tree.root
        found = tuple(
            SubgamePerfect(
                tuple(conduct[h] for h in sets),
                values[root] if root in values else tuple(self.amounts[root]),
            )
            for conduct, values in states
        )
        return SubgameEquilibria(self.tree, found, complete, self.ends, tuple(self.pure_only))

    def _solved(self, stage: Sequence[int], values: Mapping[int, Values]) -> Iterator[Conduct]:
        """Yield conduct within a subgame, later ones given; every tie of a lone move counts."""
        nodes = [self.tree.nodes[x] for x in stage if x not in values]
        sets = sorted({node.infoset for node in nodes if isinstance(node, Decision)})
        movers = sorted({self.tree.infosets[h].player for h in sets})
        if not sets:
            yield {}
        elif len(sets) == 1 and len(self.tree.infosets[sets[0]].nodes) == 1:
            yield from self._pure(stage, sets, values)
        elif len(movers) <= 2:
            yield from self._by_plans(stage, sets, movers, values)
        else:
            self.pure_only |= {str(self.tree.infosets[h].key): None for h in sets}
            yield from self._pure(stage, sets, values)

    def _by_plans(
        self,
        stage: Sequence[int],
        sets: Sequence[int],
        movers: Sequence[int],
        values: Mapping[int, Values],
    ) -> Iterator[Conduct]:
        try:
            found = solve_nash(self._cut_out(stage, movers, values))
        except GameError as error:
            first = self.tree.infosets[sets[-1]].key
            raise GameError(f"in the subgame with {first!r}: {error}") from None
        for one in found.found:
            self.ends |= len(one.ends[0]) * len(one.ends[1]) > 1
        seen: list[Conduct] = []
        for one in found.found:
            for pair in product(*one.ends):
                conduct = dict.fromkeys(sets, Mix())
                for player, mix in enumerate(pair[: len(movers)]):
                    conduct |= _behaviour(found, player, mix)
                if conduct not in seen:
                    seen.append(conduct)
                    yield conduct

    def _cut_out(
        self, stage: Sequence[int], movers: Sequence[int], values: Mapping[int, Values]
    ) -> Tree:
        """Return a subgame as a game of its movers; information sets have their number for key."""
        names = [self.tree.players[i] for i in movers]
        b = Builder((names[0], names[1] if len(names) > 1 else _NOBODY))
        built: dict[int, int] = {}
        for x in stage:
            node = self.tree.nodes[x]
            if x in values or isinstance(node, Terminal):
                pays = values[x] if x in values else self.amounts[x]
                built[x] = b.terminal(_among(movers, pays))
            elif isinstance(node, Payment):
                after, end = node.children
                built[x] = b.paid(_among(movers, self.amounts[end]), built[after])
            elif isinstance(node, Chance):
                odds = zip(node.actions, self.amounts[x], node.children, strict=True)
                built[x] = b.chance({a: (p, built[c]) for a, p, c in odds})
            else:
                h = self.tree.infosets[node.infoset]
                below = dict(zip(h.actions, (built[c] for c in node.children), strict=True))
                built[x] = b.decision(self.tree.players[h.player], below, node.infoset)
        return b.tree(built[stage[-1]])

    def _pure(
        self, stage: Sequence[int], sets: Sequence[int], values: Mapping[int, Values]
    ) -> Iterator[Conduct]:
        """Yield the pure equilibria of a subgame by going through all pure profiles."""
        menus = [range(len(self.tree.infosets[h].actions)) for h in sets]
        if prod(map(len, menus)) > MOST_PROFILES:
            raise GameError(
                f"the subgame with {self.tree.infosets[sets[0]].key!r} has "
                f"{prod(map(len, menus)):,} pure profiles; at most {MOST_PROFILES:,} are gone "
                "through"
            )
        points = {p: surely(self.tree, dict(zip(sets, p, strict=True))) for p in product(*menus)}
        played = {
            profile: exact_worth(self.tree, stage, self.amounts, point, values)
            for profile, point in points.items()
        }
        own = {
            i: [k for k, h in enumerate(sets) if self.tree.infosets[h].player == i]
            for i in range(len(self.tree.players))
        }
        best: dict[tuple[int, tuple[int, ...]], Fraction] = {}
        for profile, worth in played.items():
            for i, places in own.items():
                others = i, tuple(a for k, a in enumerate(profile) if k not in places)
                best[others] = max(best.get(others, worth[i]), worth[i])
        for profile, worth in played.items():
            if all(
                worth[i] == best[i, tuple(a for k, a in enumerate(profile) if k not in places)]
                for i, places in own.items()
            ):
                yield points[profile]


def _among(movers: Sequence[int], pays: Sequence[Fraction]) -> list[Fraction]:
    """Return what two players are paid, of whom the second may be nobody."""
    own = [pays[i] for i in movers]
    return own if len(own) > 1 else [*own, Fraction(0)]


def _behaviour(found: Nash, player: int, mix: Mix) -> Conduct:
    """Return what a mixture of plans does at each information set that it leads to (Kuhn)."""
    weight: dict[int, list[Fraction]] = {}
    for plan, p in zip(found.plans[player], mix, strict=True):
        for h, action in plan:
            infoset = found.tree.infosets[h]
            assert isinstance(infoset.key, int)
            row = weight.setdefault(infoset.key, [Fraction(0)] * len(infoset.actions))
            row[action] += p
    return {h: tuple(w / sum(row) for w in row) for h, row in weight.items() if sum(row)}
