"""Backward induction, compiled: one pass from the ends to the root, many instances abreast.

With perfect information best responses are one such pass, and so are logit responses (McKelvey and
Palfrey 1998, Experimental Economics 1, 9-41, section 3, on agents that move once). Whatever is
added up over ends, such as the chance of an outcome, is carried along as one more payoff that
nobody plays for; no array over nodes and instances is held. One instance is one lane of the
innermost axis, so that a node is read once for many, and all lanes take the same steps. What a node
is worth is forgotten once every node above it is worked out, so that the rest stays at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.compiling import njit
from foedus.games.certificate import TIE
from foedus.games.expressions import Array, Expr
from foedus.games.tree import Chance, Decision, Node, Terminal, Tree

Whole = NDArray[np.int64]
Ties = Literal["first", "even", "least", "most"]
_END, _NATURE = -2, -1
_TIES: dict[Ties, int] = {"first": 0, "even": 1, "least": 2, "most": 3}
_BLOCK = 2048
"""Instances whose payoffs and chances are evaluated at once: what keeps memory flat."""
_LANES = 64
"""Instances abreast at most: more would not stay at hand."""


@dataclass(frozen=True)
class Induction:
    """A game of perfect information, with more that is added up over its ends.

    Attributes
    ----------
    tree
        The game. What follows is told of the nodes up to the one that is read off.
    exprs
        Their distinct payoffs and chances, one a row.
    owner
        By node: the player who chooses, -1 where nature moves, -2 at an end.
    slot
        By node: where what it is worth is written, over what nobody reads again.
    first
        By node: the number of its first move; last, how many there are.
    below
        By move: where what it leads to is written.
    chance
        By move: the row of its chance, where nature moves.
    paid
        The rows of what ends pay, shape (ends, columns); the first columns are the players'.
    """

    tree: Tree
    exprs: tuple[Expr, ...]
    owner: Whole
    slot: Whole
    first: Whole
    below: Whole
    chance: Whole
    paid: Whole

    @classmethod
    def of(
        cls,
        tree: Tree,
        columns: Callable[[Terminal], Sequence[Expr]] = lambda end: end.payoffs,
        opening: int | None = None,
    ) -> Induction:
        """Return a game as arrays.

        Parameters
        ----------
        tree
            A game of perfect information.
        columns
            By end: what it pays to each player, and what else is added up.
        opening
            The node that is read off; the root when left out.

        Raises
        ------
        ValueError
            When somebody does not see everything.
        """
        if not tree.perfect_information:
            raise ValueError("one backward pass needs perfect information")
        place: dict[Expr, int] = {}

        def rows(exprs: Sequence[Expr]) -> list[int]:
            return [place.setdefault(e, len(place)) for e in exprs]

        nodes = tree.nodes[: 1 + (tree.root if opening is None else opening)]
        owner, chance, paid = list[int](), list[int](), list[list[int]]()
        slot, first, below = _slots(nodes), [0], list[int]()
        for node in nodes:
            if isinstance(node, Terminal):
                owner.append(_END)
                paid.append(rows(columns(node)))
            elif isinstance(node, Chance):
                owner.append(_NATURE)
                chance += rows(node.probabilities)
            else:
                owner.append(tree.infosets[node.infoset].player)
                chance += [0] * len(node.children)
            below += [slot[child] for child in node.children]
            first.append(len(below))
        told = (owner, slot, first, below, chance, paid)
        return cls(tree, tuple(place), *(np.array(row, dtype=np.int64) for row in told))

    @property
    def opening(self) -> int:
        """The node that is read off."""
        return len(self.owner) - 1

    def always(self, acts: Mapping[str, str]) -> Whole:
        """Return by node which move a player makes there, whatever it costs; -1 for any other."""
        kept = np.full(len(self.owner), -1, np.int64)
        for number, node in enumerate(self.tree.nodes[: len(kept)] if acts else ()):
            if isinstance(node, Decision):
                h = self.tree.infosets[node.infoset]
                act = acts.get(self.tree.players[h.player])
                kept[number] = h.actions.index(act) if act in h.actions else -1
        return kept

    def solved(
        self,
        params: Mapping[str, ArrayLike],
        size: int,
        precision: float | None,
        *,
        always: Mapping[str, str] | None = None,
        ties: Ties = "first",
        columns: Sequence[int] | None = None,
    ) -> Array:
        """Return what each player, and what else is added up, comes to, shape (size, columns).

        Parameters
        ----------
        params
            Every parameter, each a number or of shape (size,).
        size
            How many instances.
        precision
            Of logit responses; ``None`` for best responses.
        always
            By player: an act that it does wherever it can; the others play as they would.
        ties
            Of best responses that are equally good, as far as sums round, the ``first`` is taken;
            or each is as likely (``even``), which is what logit responses tend to as errors vanish;
            or that under which the last column is ``least`` or ``most``.
        columns
            Which are asked for; all when left out. What is had by players who choose nothing is
            worked out only if it is.

        Examples
        --------
        >>> from foedus.games import Builder
        >>> b = Builder(("A",))
        >>> tree = b.tree(b.decision("A", {"up": b.terminal(("x",)), "down": b.terminal((0,))}))
        >>> Induction.of(tree).solved({"x": np.array([1.0, -1.0])}, 2, None).tolist()
        [[1.0], [0.0]]
        """
        asked = range(self.paid.shape[1]) if columns is None else columns
        choosing = np.unique(self.owner[self.owner >= 0])
        carried = [*choosing.tolist(), *(k for k in asked if k not in choosing)]
        places = [carried.index(k) for k in asked]
        owner = np.where(self.owner < 0, self.owner, np.searchsorted(choosing, self.owner))
        paid, kept = np.ascontiguousarray(self.paid[:, carried]), self.always(always or {})
        steep = np.inf if precision is None else float(precision)
        given = {name: np.asarray(row, np.float64) for name, row in params.items()}
        out = np.empty((size, len(carried)))
        for low in range(0, size, _BLOCK):
            high = min(size, low + _BLOCK)
            block = {k: v if v.size == 1 else v[low:high] for k, v in given.items()}
            rows = np.empty((len(self.exprs), high - low))
            for at, expr in enumerate(self.exprs):
                rows[at] = expr.at(block)
            game = owner, self.slot, self.first, self.below, self.chance, paid, kept
            sized = 0 if steep < np.inf else len(choosing)
            _pass(*game, rows, steep, _TIES[ties], places[-1], sized, out[low:high])
        return out[:, places]


def _slots(nodes: Sequence[Node]) -> list[int]:
    """Return a place for what each node is worth; two that are read later have not the same.

    Examples
    --------
    >>> from foedus.games import Builder
    >>> b = Builder(("A",))
    >>> low = b.decision("A", {"left": b.terminal((0,)), "right": b.terminal((1,))})
    >>> tree = b.tree(b.decision("A", {"on": low, "off": b.terminal((2,))}))
    >>> _slots(tree.nodes)
    [0, 1, 2, 1, 0]
    """
    last = {child: x for x, node in enumerate(nodes) for child in node.children}
    slots, free, used = list[int](), list[int](), 0
    for x, node in enumerate(nodes):
        used += not free
        slots.append(free.pop() if free else used - 1)
        free += sorted({slots[child] for child in node.children if last[child] == x})
    return slots


@njit(error_model="numpy")
def _pass(
    owner: Any,
    slot: Any,
    first: Any,
    below: Any,
    chance: Any,
    paid: Any,
    kept: Any,
    rows: Any,
    steep: float,
    ties: int,
    judged: int,
    sized: int,
    out: Any,
) -> None:
    """Read off what the last node is worth; of so many columns sizes are added up beside.

    Of equally good answers that is taken under which the column `judged` is least, or most.
    """
    columns, lanes = paid.shape[1], min(len(out), _LANES)
    value = np.empty((np.max(slot) + 1, columns + sized, lanes))
    weight = np.empty((np.max(first[1:] - first[:-1]) + 1, lanes))
    room, taken = np.empty((3, lanes)), np.empty(lanes, np.int64)
    for lane in range(0, len(out), lanes):
        end, wide = 0, min(lanes, len(out) - lane)
        for x in range(len(slot)):
            who, start, stop, here = owner[x], first[x], first[x + 1], value[slot[x]]
            if who == _END:
                for k in range(columns):
                    row, given = here[k], rows[paid[end, k], lane:]
                    for n in range(wide):
                        row[n] = given[n]
                for k in range(sized):
                    row, given = here[columns + k], here[k]
                    for n in range(wide):
                        row[n] = abs(given[n])
                end += 1
                continue
            places = below[start:stop]
            if kept[x] >= 0:
                for i in range(stop - start):
                    for n in range(wide):
                        weight[i, n] = 1.0 if i == kept[x] else 0.0
            elif who == _NATURE:
                for i in range(stop - start):
                    row, given = weight[i], rows[chance[start + i], lane:]
                    for n in range(wide):
                        row[n] = given[n]
            elif steep < np.inf:
                _logit(value, places, who, steep, weight, room, wide)
            else:
                _best(value, places, who, columns + who, judged, ties, weight, room, taken, wide)
            for k in range(columns + sized):
                row = here[k]
                for n in range(wide):
                    row[n] = 0.0
            for i in range(stop - start):
                after, w = value[places[i]], weight[i]
                for k in range(columns + sized):
                    row, given = here[k], after[k]
                    for n in range(wide):  # what has no weight counts for nothing, however large
                        row[n] += w[n] * given[n] if w[n] != 0.0 else 0.0
        for k in range(columns):
            for n in range(wide):
                out[lane + n, k] = value[slot[-1], k, n]


@njit(error_model="numpy")
def _highest(value: Any, below: Any, who: int, best: Any, wide: int) -> None:
    """Write the most that any answer is worth to who chooses."""
    own = value[below[0], who]
    for n in range(wide):
        best[n] = own[n]
    for c in below[1:]:
        own = value[c, who]
        for n in range(wide):
            best[n] = own[n] if own[n] > best[n] else best[n]


@njit(error_model="numpy")
def _logit(
    value: Any, below: Any, who: int, steep: float, weight: Any, room: Any, wide: int
) -> None:
    """Write the chance of each answer, where errors are made."""
    best, total = room[0], room[1]
    _highest(value, below, who, best, wide)
    for n in range(wide):
        total[n] = 0.0
    for i in range(len(below)):
        own, w = value[below[i], who], weight[i]
        for n in range(wide):
            w[n] = np.exp(steep * (own[n] - best[n]))
            total[n] += w[n]
    for i in range(len(below)):
        w = weight[i]
        for n in range(wide):
            w[n] /= total[n]


@njit(error_model="numpy")
def _best(
    value: Any,
    below: Any,
    who: int,
    size: int,
    judged: int,
    ties: int,
    weight: Any,
    room: Any,
    taken: Any,
    wide: int,
) -> None:
    """Write the chance of each answer, where none but the best are given, as far as sums round."""
    best, top, other = room[0], room[1], room[2]
    _highest(value, below, who, best, wide)
    for n in range(wide):
        top[n], other[n], taken[n] = 0.0, 0.0, -1
    for c in below:
        own, sizes = value[c, who], value[c, size]
        for n in range(wide):
            top[n] = sizes[n] if own[n] == best[n] and sizes[n] > top[n] else top[n]
    for i in range(len(below)):
        own, sizes, count = value[below[i], who], value[below[i], size], value[below[i], judged]
        w = weight[i]
        for n in range(wide):
            good = own[n] >= best[n] - TIE * (top[n] + sizes[n])
            if ties == 1:  # then `other` counts them
                w[n] = 1.0 if good else 0.0
                other[n] += w[n]
            else:
                more = count[n] - other[n]
                better = ties > 1 and (more < 0.0) == (ties == 2) and more != 0.0
                if good and (better or taken[n] < 0):
                    taken[n], other[n] = i, count[n]
    for i in range(len(below)):
        w = weight[i]
        for n in range(wide):
            if ties == 1:
                w[n] /= other[n]
            else:
                w[n] = 1.0 if i == max(taken[n], 0) else 0.0
