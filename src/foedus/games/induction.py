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
from foedus.games.flat import flatten
from foedus.games.tape import WIDTH
from foedus.games.tree import Chance, Decision, Terminal, Tree

Whole = NDArray[np.int64]
Ties = Literal["first", "even", "least", "most"]
_END, _NATURE = -2, -1
_TIES: dict[Ties, int] = {"first": 0, "even": 1, "least": 2, "most": 3}
_BLOCK = 2048
"""Instances whose payoffs and chances are evaluated at once: what keeps memory flat."""


@dataclass(frozen=True)
class Induction:
    """A game of perfect information, with more that is added up over its ends.

    Attributes
    ----------
    tree
        The game.
    exprs
        Its distinct payoffs and chances, one a row.
    owner
        By node: the player who chooses, -1 where nature moves, -2 at an end.
    chance
        By move: the row of its chance, where nature moves.
    paid
        The rows of what ends pay, shape (ends, columns); the first columns are the players'.
    opening
        The node that is read off.
    """

    tree: Tree
    exprs: tuple[Expr, ...]
    owner: Whole
    chance: Whole
    paid: Whole
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

        owner, chance, paid = list[int](), list[int](), list[list[int]]()
        for node in tree.nodes:
            if isinstance(node, Terminal):
                owner.append(_END)
                paid.append(rows(columns(node)))
            elif isinstance(node, Chance):
                owner.append(_NATURE)
                chance += rows(node.probabilities)
            else:
                owner.append(tree.infosets[node.infoset].player)
                chance += [0] * len(node.children)
        whose, odds, pays = (np.array(a, dtype=np.int64) for a in (owner, chance, paid))
        root = tree.root if opening is None else opening
        return cls(tree, tuple(place), whose, odds, pays, root)

    def always(self, acts: Mapping[str, str]) -> Whole:
        """Return by node which move a player makes there, whatever it costs; -1 for any other."""
        kept = np.full(len(self.owner), -1, np.int64)
        for number, node in enumerate(self.tree.nodes if acts else ()):
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
            Which are asked for; the players' come first. All when left out.

        Examples
        --------
        >>> from foedus.games import Builder
        >>> b = Builder(("A",))
        >>> tree = b.tree(b.decision("A", {"up": b.terminal(("x",)), "down": b.terminal((0,))}))
        >>> Induction.of(tree).solved({"x": np.array([1.0, -1.0])}, 2, None).tolist()
        [[1.0], [0.0]]
        """
        flat, wanted = flatten(self.tree), self.paid if columns is None else self.paid[:, columns]
        paid, kept = np.ascontiguousarray(wanted), self.always(always or {})
        steep = np.inf if precision is None else float(precision)
        given = {name: np.asarray(row, np.float64) for name, row in params.items()}
        out = np.empty((size, paid.shape[1]))
        for low in range(0, size, _BLOCK):
            high = min(size, low + _BLOCK)
            block = {k: v if v.size == 1 else v[low:high] for k, v in given.items()}
            # What is solved beside the last instances, to make up a whole number, is never read.
            rows = np.zeros((len(self.exprs), high - low + WIDTH))
            for at, expr in enumerate(self.exprs):
                rows[at, : high - low] = expr.at(block)
            game = self.owner, flat.first, flat.child, self.chance, paid, kept
            players = 0 if steep < np.inf else len(self.tree.players)
            _pass(*game, rows, steep, _TIES[ties], self.opening, players, out[low:high])
        return out


@njit(error_model="numpy")
def _pass(
    owner: Any,
    start: Any,
    child: Any,
    chance: Any,
    paid: Any,
    kept: Any,
    rows: Any,
    steep: float,
    ties: int,
    opening: int,
    sized: int,
    out: Any,
) -> None:
    """Read off what the opening is worth; of so many columns sizes are added up beside."""
    columns = paid.shape[1]
    value = np.empty((opening + 1, columns + sized, WIDTH))
    most = np.max(start[1:] - start[:-1])
    weight, best = np.empty((most + 1, WIDTH)), np.empty(WIDTH)
    for lane in range(0, len(out), WIDTH):
        end = 0
        for x in range(opening + 1):
            who, low, high = owner[x], start[x], start[x + 1]
            if who == _END:
                for k in range(columns):
                    row = paid[end, k]
                    for n in range(WIDTH):
                        value[x, k, n] = rows[row, lane + n]
                for k in range(sized):
                    for n in range(WIDTH):
                        value[x, columns + k, n] = abs(value[x, k, n])
                end += 1
                continue
            if kept[x] >= 0:
                for i in range(low, high):
                    for n in range(WIDTH):
                        weight[i - low, n] = 1.0 if i - low == kept[x] else 0.0
            elif who == _NATURE:
                for i in range(low, high):
                    row = chance[i]
                    for n in range(WIDTH):
                        weight[i - low, n] = rows[row, lane + n]
            else:
                _answer(value, weight, best, child, low, high, who, columns, steep, ties)
            for k in range(columns + sized):
                for n in range(WIDTH):
                    value[x, k, n] = 0.0
                for i in range(low, high):
                    c = child[i]
                    for n in range(WIDTH):
                        w = weight[i - low, n]
                        value[x, k, n] += w * value[c, k, n] if w != 0.0 else 0.0
        for n in range(min(WIDTH, len(out) - lane)):
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
    columns: int,
    steep: float,
    ties: int,
) -> None:
    """Write the chance of each answer, lane by lane; the sizes of payoffs stand after columns."""
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
        total, taken, top = 0.0, -1, 0.0
        for i in range(low, high):
            if value[child[i], who, n] == best[n]:
                top = max(top, value[child[i], columns + who, n])
        for i in range(low, high):
            room = TIE * (top + value[child[i], columns + who, n])
            good = value[child[i], who, n] >= best[n] - room
            weight[i - low, n] = 1.0 if good and ties == 1 else 0.0
            total += weight[i - low, n]
            if good and ties != 1:
                if taken < 0:
                    taken = i
                elif ties > 1:
                    more = value[child[i], columns - 1, n] - value[child[taken], columns - 1, n]
                    taken = i if (more < 0.0) == (ties == 2) and more != 0.0 else taken
        if ties == 1:
            for i in range(low, high):
                weight[i - low, n] /= total
        else:
            weight[max(taken, low) - low, n] = 1.0
