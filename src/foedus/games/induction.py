"""Backward induction, compiled: one pass from the ends to the root, eight instances abreast.

With perfect information best responses are one such pass, and so are logit responses (McKelvey and
Palfrey 1998, Experimental Economics 1, 9-41, section 3, on agents that move once). Whatever is
added up over ends, such as the chance of an outcome, is carried along as one more payoff that
nobody plays for; no array over nodes and instances is held. One instance is one lane of the
innermost axis, so that a node is read once for eight.
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
from foedus.games.tree import Chance, Decision, Terminal, Tree

Whole = NDArray[np.int64]
Ties = Literal["first", "even", "least", "most"]
WIDTH = 8
"""Lanes: instances that are solved abreast."""
_END, _NATURE = -2, -1
_TIES: dict[Ties, int] = {"first": 0, "even": 1, "least": 2, "most": 3}
_BLOCK = 2048
"""Instances whose payoffs and chances are evaluated at once: what keeps memory flat."""
LEVEL = 1e-9
"""Answers whose worth differs by no more are equally good where sums are not told: sums round."""


@dataclass(frozen=True)
class Shape:
    """A tree as arrays.

    Attributes
    ----------
    owner
        By node: the player who chooses, or that nature moves, or that it is an end.
    start, child
        Children of node i are ``child[start[i]:start[i + 1]]``.
    chance
        Along `child`: the row of the chance, for moves of nature.
    end
        By node: its place among the ends.
    paid
        The rows of what ends pay, shape (ends, columns); the first columns are the players'.
    """

    owner: Whole
    start: Whole
    child: Whole
    chance: Whole
    end: Whole
    paid: Whole


def shape_of(
    tree: Tree,
    paid: Callable[[int, Terminal], Sequence[int]],
    chance: Callable[[int, Chance], Sequence[int]],
) -> Shape:
    """Return a tree as arrays, given the rows in which its payoffs and chances stand."""
    owner, end, start, child = list[int](), list[int](), [0], list[int]()
    chances, pays = list[int](), list[Sequence[int]]()
    for number, node in enumerate(tree.nodes):
        end.append(len(pays))
        if isinstance(node, Terminal):
            owner.append(_END)
            pays.append(paid(number, node))
        else:
            child += node.children
            nature = isinstance(node, Chance)
            owner.append(_NATURE if nature else tree.infosets[node.infoset].player)  # type: ignore[union-attr]
            chances += chance(number, node) if nature else [0] * len(node.children)  # type: ignore[arg-type]
        start.append(len(child))
    arrays = [np.array(a, np.int64) for a in (owner, start, child, chances, end, pays)]
    return Shape(*arrays)


@dataclass(frozen=True)
class Induction:
    """A game of perfect information, with more that is added up over its ends.

    Attributes
    ----------
    tree, shape
        The game.
    exprs
        Its distinct payoffs and chances, one a row.
    opening
        The node that is read off.
    """

    tree: Tree
    shape: Shape
    exprs: tuple[Expr, ...]
    opening: int

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

        shape = shape_of(
            tree,
            lambda _, end: rows(columns(end)),
            lambda _, node: rows(node.probabilities),
        )
        return cls(tree, shape, tuple(place), tree.root if opening is None else opening)

    def always(self, acts: Mapping[str, str]) -> Whole:
        """Return by node the place in `child` of the act that a player does, whatever it costs."""
        kept = np.full(len(self.shape.owner), -1, np.int64)
        for number, node in enumerate(self.tree.nodes if acts else ()):
            if isinstance(node, Decision):
                h = self.tree.infosets[node.infoset]
                act = acts.get(self.tree.players[h.player])
                if act in h.actions:
                    kept[number] = self.shape.start[number] + h.actions.index(act)
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
            Of equally good best responses the ``first`` is taken; or each is as likely (``even``),
            which is what logit responses tend to as errors vanish; or that under which the last
            column is ``least`` or ``most``.
        columns
            Which are asked for; the players' come first. All when left out.
        """
        shape = self.shape
        wanted = range(shape.paid.shape[1]) if columns is None else columns
        paid = np.ascontiguousarray(shape.paid[:, list(wanted)])
        kept = self.always(always or {})
        given = {name: np.asarray(row, np.float64) for name, row in params.items()}
        out = np.empty((size, paid.shape[1]))
        for low in range(0, size, _BLOCK):
            high = min(size, low + _BLOCK)
            block = {k: v if v.size == 1 else v[low:high] for k, v in given.items()}
            rows = np.zeros((len(self.exprs), _padded(high - low)))
            for at, expr in enumerate(self.exprs):
                rows[at, : high - low] = expr.at(block)
            found, _ = induce(
                shape, rows, high - low, precision, paid, kept, _TIES[ties], self.opening
            )
            out[low:high] = found
        return out


def _padded(size: int) -> int:
    return -(-size // WIDTH) * WIDTH


def induce(
    shape: Shape,
    rows: Array,
    size: int,
    precision: float | None,
    paid: Whole,
    kept: Whole | None = None,
    ties: int = 0,
    opening: int = -1,
    *,
    bulk: int = 0,
    played: bool = False,
) -> tuple[Array, Array]:
    """Return what the columns come to at a node, and how play goes on.

    Parameters
    ----------
    shape, rows, size
        A tree, its payoffs and chances by row, and how many instances there are.
    precision, ties
        How answers are given.
    paid
        The rows of the columns asked for, by end.
    kept
        By node: the place in `child` of what is done there whatever it costs; -1 for nothing.
    opening
        The node that is read off; the root when left out.
    bulk
        How far behind a column the sum of its absolute values stands, with which differences are
        then compared; 0 where it is not told.
    played
        Whether to return the chance of every move.

    Returns
    -------
    tuple
        Values, shape (size, columns), and chances, shape (moves, size); no chances unless `played`.
    """
    width = _padded(size)
    if rows.shape[1] != width:
        rows = np.pad(rows, ((0, 0), (0, width - rows.shape[1])))
    out = np.empty((width, paid.shape[1]))
    odds = np.zeros((len(shape.child) if played else 0, width))
    kept = np.full(len(shape.owner), -1, np.int64) if kept is None else kept
    steep = np.inf if precision is None else float(precision)
    opening = opening % len(shape.owner)
    _pass(
        shape.owner,
        shape.start,
        shape.child,
        shape.chance,
        shape.end,
        paid,
        kept,
        rows,
        steep,
        ties,
        opening,
        bulk,
        out,
        odds,
    )
    return out[:size], odds[:, :size]


@njit(error_model="numpy")
def _pass(
    owner: Any,
    start: Any,
    child: Any,
    chance: Any,
    end: Any,
    paid: Any,
    kept: Any,
    rows: Any,
    steep: float,
    ties: int,
    opening: int,
    bulk: int,
    out: Any,
    odds: Any,
) -> None:
    nodes, columns = len(owner), paid.shape[1]
    value = np.empty((nodes, columns, WIDTH))
    most = np.max(start[1:] - start[:-1])
    weight, best = np.empty((most + 1, WIDTH)), np.empty(WIDTH)
    for lane in range(0, rows.shape[1], WIDTH):
        for x in range(opening + 1):
            who, low, high = owner[x], start[x], start[x + 1]
            if who == _END:
                for k in range(columns):
                    row = paid[end[x], k]
                    for n in range(WIDTH):
                        value[x, k, n] = rows[row, lane + n]
                continue
            if kept[x] >= 0:
                for i in range(low, high):
                    for n in range(WIDTH):
                        weight[i - low, n] = 1.0 if i == kept[x] else 0.0
            elif who == _NATURE:
                for i in range(low, high):
                    row = chance[i]
                    for n in range(WIDTH):
                        weight[i - low, n] = rows[row, lane + n]
            else:
                _answer(value, weight, best, child, low, high, who, steep, ties, bulk)
            if len(odds):
                for i in range(low, high):
                    for n in range(WIDTH):
                        odds[i, lane + n] = weight[i - low, n]
            for k in range(columns):
                for n in range(WIDTH):
                    value[x, k, n] = 0.0
                for i in range(low, high):
                    c = child[i]
                    for n in range(WIDTH):
                        w = weight[i - low, n]
                        value[x, k, n] += w * value[c, k, n] if w != 0.0 else 0.0
        for n in range(WIDTH):
            for k in range(columns):
                out[lane + n, k] = value[opening, k, n]


@njit(error_model="numpy")
def _answer(
    value: Any,
    weight: Any,
    best: Any,
    child: Any,
    low: int,
    high: int,
    who: int,
    steep: float,
    ties: int,
    bulk: int,
) -> None:
    """Write the chance of each answer, lane by lane."""
    for n in range(WIDTH):
        best[n] = value[child[low], who, n]
    for i in range(low + 1, high):
        for n in range(WIDTH):
            v = value[child[i], who, n]
            best[n] = v if v > best[n] else best[n]
    if steep < np.inf:
        for n in range(WIDTH):
            total = 0.0
            for i in range(low, high):
                weight[i - low, n] = np.exp(steep * (value[child[i], who, n] - best[n]))
                total += weight[i - low, n]
            for i in range(low, high):
                weight[i - low, n] /= total
        return
    for n in range(WIDTH):
        least = LEVEL
        if bulk:
            of = low
            for i in range(low, high):
                of = i if value[child[i], who, n] == best[n] else of
            least = TIE * value[child[of], who + bulk, n]
        total, taken = 0.0, -1
        for i in range(low, high):
            near = least + (TIE * value[child[i], who + bulk, n] if bulk else 0.0)
            good = value[child[i], who, n] >= best[n] - near
            weight[i - low, n] = 1.0 if good and ties == 1 else 0.0
            total += weight[i - low, n]
            if good and ties != 1:
                if taken < 0:
                    taken = i
                elif ties > 1:
                    more = value[child[i], -1, n] - value[child[taken], -1, n]
                    taken = i if (more < 0.0) == (ties == 2) and more != 0.0 else taken
        if ties == 1:
            for i in range(low, high):
                weight[i - low, n] /= total
        else:
            weight[max(taken, low) - low, n] = 1.0
