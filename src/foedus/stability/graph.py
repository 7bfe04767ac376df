"""The graph model: states, decision makers, and who can move the conflict from where to where.

Kilgour, Hipel and Fang, "The graph model for conflicts", Automatica 23 (1987), 41–55; Fang, Hipel
and Kilgour, *Interactive Decision Making: The Graph Model for Conflict Resolution* (Wiley 1993),
chapter 3. Moves are kept as arrays, row after row, so that millions of them can be gone through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
_TABLED = 22
"""Options up to which a table of all combinations is kept: sixteen megabytes."""


class StabilityError(ValueError):
    """A model that makes no sense, with the place in it, what is wrong, and the likely fix.

    Attributes
    ----------
    path : tuple
        Keys and positions that lead to the place.
    message, fix : str
        What is wrong, and what to write instead.
    """

    def __init__(self, message: str, fix: str = "", path: tuple[str | int, ...] = ()) -> None:
        self.path, self.message, self.fix = path, message, fix
        super().__init__(f"{message}. {fix}" if fix else message)


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """The moves of one decision maker, row after row.

    Attributes
    ----------
    rows
        States from which there is a move, ascending; shape (rows,).
    offsets
        Where the moves from each of them begin in `targets`; shape (rows,).
    sources, targets
        From where and to where each move leads; shape (moves,).
    """

    rows: NDArray[np.intp]
    offsets: NDArray[np.intp]
    sources: Ints
    targets: Ints

    @classmethod
    def of(cls, sources: Ints, targets: Ints) -> Moves:
        """Return the moves between these pairs of states, each once, none to where it starts."""
        real = sources != targets
        sources, targets = sources[real], targets[real]
        order = np.lexsort((targets, sources))
        sources, targets = sources[order], targets[order]
        if len(sources):
            new = np.ones(len(sources), bool)
            new[1:] = (np.diff(sources) != 0) | (np.diff(targets) != 0)
            sources, targets = sources[new], targets[new]
        return cls.sorted(sources, targets)

    @classmethod
    def sorted(cls, sources: Ints, targets: Ints) -> Moves:
        """Return moves that are already sorted by where they start, and each there once."""
        begins = np.ones(len(sources), bool)
        begins[1:] = sources[1:] != sources[:-1]
        offsets = np.flatnonzero(begins)
        return cls(sources[offsets].astype(np.intp), offsets, sources, targets)

    def from_(self, state: int) -> list[int]:
        """Return the states that can be reached in one move from `state`."""
        low, high = np.searchsorted(self.sources, (state, state + 1))
        return [int(t) for t in self.targets[low:high]]

    def only(self, kept: Bools) -> Moves:
        """Return the moves for which `kept`, of shape (moves,), holds."""
        return Moves.sorted(self.sources[kept], self.targets[kept])


@dataclass(frozen=True, eq=False)
class Options:
    """How states are made of options that are taken or not, for moves made at the same time.

    Attributes
    ----------
    names
        Of the options, in the order of the patterns.
    owner
        By option, the number of the decision maker who controls it.
    codes
        Every feasible combination as bits, the first option being bit 0; ascending.
    state
        By combination, the state that it is; several can be one state.
    """

    names: tuple[str, ...]
    owner: tuple[int, ...]
    codes: NDArray[np.int64]
    state: Ints

    def state_of(self, codes: NDArray[np.int64]) -> Ints:
        """Return the state of each combination, -1 where it is not feasible."""
        if len(self.names) <= _TABLED:
            return np.asarray(self._table[codes])
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, self.state[at], -1).astype(np.int32)

    @cached_property
    def _table(self) -> Ints:
        """By combination the state; as fast as memory."""
        table = np.full(1 << len(self.names), -1, np.int32)
        table[self.codes] = self.state
        return table

    def pattern(self, code: int) -> str:
        """Return a combination as Y and N, in the order of the options."""
        return "".join("Y" if code >> at & 1 else "N" for at in range(len(self.names)))


@dataclass(frozen=True, eq=False)
class Graph:
    """States, decision makers and moves.

    Parameters
    ----------
    states
        Names of the states.
    makers
        Names of the decision makers.
    moves
        By decision maker, its moves.
    options
        How states are made of options; None if they are given by name.

    Examples
    --------
    >>> graph = Graph.of(["peace", "war"], {"A": [("peace", "war")], "B": []})
    >>> graph.moves[0].from_(0), graph.moves[1].from_(0)
    ([1], [])
    """

    states: tuple[str, ...]
    makers: tuple[str, ...]
    moves: tuple[Moves, ...]
    options: Options | None = field(default=None, repr=False)

    @classmethod
    def of(cls, states: Sequence[str], arcs: Mapping[str, Iterable[tuple[str, str]]]) -> Graph:
        """Return the graph with these states and, by decision maker, these moves.

        Raises
        ------
        StabilityError
            When two states share a name, or a move names a state that there is not.
        """
        at = {name: number for number, name in enumerate(states)}
        if len(at) < len(states):
            twice = next(name for name in states if list(states).count(name) > 1)
            raise StabilityError(f"two states are called {twice!r}", "Give each its own name.")
        moves = []
        for maker, pairs in arcs.items():
            listed = list(pairs)
            for name in (name for pair in listed for name in pair):
                if name not in at:
                    raise StabilityError(
                        f"{maker} has a move of a state {name!r} that is not there"
                    )
            numbers = np.array([[at[a], at[b]] for a, b in listed], np.int32).reshape(-1, 2)
            moves.append(Moves.of(numbers[:, 0], numbers[:, 1]))
        return cls(tuple(states), tuple(arcs), tuple(moves))

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each state, by its name."""
        return {name: at for at, name in enumerate(self.states)}

    def reach(self, maker: int, state: int) -> list[int]:
        """Return the states to which `maker` alone can move from `state`."""
        return self.moves[maker].from_(state)

    def others(self, maker: int) -> list[int]:
        """Return the decision makers other than `maker`."""
        return [other for other in range(len(self.makers)) if other != maker]
