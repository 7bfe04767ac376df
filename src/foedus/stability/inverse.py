"""The question turned round: under which orderings is a state stable?

For each improvement that somebody might make, either it is none, or the others can sanction it.
Both are statements about orderings, so the condition is read off the graph: one requirement for
each move, with a way for each sanction. In R, GMR and SMR it speaks of the mover's own ordering
only; in SEQ also of those who would sanction, who must improve by it.

Finding preferences that make a state stable was first asked by Sakakibara, Okada and Nakase (2002)
and Kinsara, Kilgour and Hipel, "Inverse approach to the graph model for conflict resolution", *IEEE
Trans. SMC: Systems* 45 (2015), 734–742, who list the orderings. Here the weakest conditions are
found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from foedus.stability.conditions import (
    ALWAYS,
    Above,
    TooManyWaysError,
    Way,
    Ways,
    both,
    chains,
    covers,
    distinct,
    minimal,
)
from foedus.stability.graph import Graph
from foedus.stability.senses import Reading, Sense

_MOST_PATHS = 1_000


@dataclass(frozen=True)
class Requirement:
    """The weakest condition on orderings under which a state is stable for somebody.

    Attributes
    ----------
    maker, state, sense, reading
        For whom, which state, in what sense, and by which sanctions.
    clauses
        What must hold together: of each, one of its ways. None follows from another one.
    moves
        By clause, the outcomes of the moves that it answers.
    able
        Whether it has a move from there at all.
    """

    maker: int
    state: int
    sense: Sense
    reading: Reading
    clauses: tuple[Ways, ...]
    moves: tuple[tuple[int, ...], ...]
    able: bool = True

    @cached_property
    def ways(self) -> Ways:
        """The same as ways, of which one is enough: minimal, as `conditions.minimal` has it.

        Raises
        ------
        TooManyWaysError
            When there are too many.
        """
        found = ALWAYS
        for clause in self.clauses:
            found = both(found, clause)
        return minimal(found)

    @property
    def verdict(self) -> str:
        """``always``, ``never`` or ``depends``."""
        if not self.clauses:
            return "always"
        return "never" if any(not ways for ways in self.clauses) else "depends"


def requirement(
    graph: Graph,
    state: int,
    maker: int,
    sense: Sense = "R",
    reading: Reading = "legal",
    outcomes: Sequence[int] | None = None,
) -> Requirement:
    """Return the weakest condition on orderings under which `state` is stable for `maker`.

    Parameters
    ----------
    graph, state, maker
        The graph, the state, and for whom.
    sense, reading
        As in `foedus.stability.stable`.
    outcomes
        By state, the outcome that orderings rank; each state by itself when left out.

    Raises
    ------
    TooManyWaysError
        When there are more ways to sanction than would be listed.

    Examples
    --------
    >>> graph = Graph.of(["peace", "war"], {"A": [("peace", "war")], "B": []})
    >>> requirement(graph, 0, 0).ways == (frozenset({Above(0, 0, 1, False)}),)
    True
    """
    names = range(len(graph.states)) if outcomes is None else outcomes
    by_move = dict[Ways, list[int]]()
    reached = graph.reach(maker, state)
    for moved in reached:
        ways: list[Way] = [frozenset({Above(maker, names[state], names[moved], False)})]
        if sense != "R":
            ways += _sanctions(graph, names, state, moved, maker, sense, reading)
        kept = distinct(ways)
        if kept != ALWAYS:
            by_move.setdefault(kept, []).append(names[moved])
    short = {minimal(ways): moves for ways, moves in by_move.items()}
    clauses = [c for c in short if c != ALWAYS]
    needed = [c for at, c in enumerate(clauses) if not _follows(c, clauses, at)]
    moves = tuple(tuple(dict.fromkeys(short[c])) for c in needed)
    return Requirement(maker, state, sense, reading, tuple(needed), moves, bool(reached))


def _follows(clause: Ways, clauses: Sequence[Ways], at: int) -> bool:
    """Say whether a clause follows from another one; of two that say the same, the first stays."""
    return any(
        all(covers(clause, way) for way in other)
        and not (k > at and all(covers(other, way) for way in clause))
        for k, other in enumerate(clauses)
        if k != at
    )


def _sanctions(
    graph: Graph,
    names: Sequence[int],
    state: int,
    moved: int,
    maker: int,
    sense: Sense,
    reading: Reading,
) -> Iterator[Way]:
    """Yield what must hold for each sanction: why it is made, and that it is one."""
    for there, willing in _answers(graph, names, moved, maker, sense, reading):
        ends = {names[there]}
        if sense == "SMR":
            ends |= {names[s] for s in graph.reach(maker, there)}
        yield willing | {
            Above(maker, names[state], end, False) for end in ends if end != names[state]
        }


def _answers(
    graph: Graph, names: Sequence[int], moved: int, maker: int, sense: Sense, reading: Reading
) -> Iterator[tuple[int, Way]]:
    """Yield each state that the others can bring about, with the statements that make them do it.

    Of two ways to one state with the same last mover, one that asks for less is kept.
    """
    kept: dict[tuple[int, int], list[Way]] = {(moved, -1): [frozenset()]}
    edge: list[tuple[int, int, Way]] = [(moved, -1, frozenset())]
    count = 0
    while edge:
        beyond = []
        for here, last, willing in edge:
            for other in graph.others(maker):
                if other == last:
                    continue
                for there in graph.reach(other, here):
                    way = willing
                    if sense == "SEQ":
                        way = willing | {Above(other, names[there], names[here], True)}
                    known = kept.setdefault((there, other), [])
                    if chains(way) is None or any(old <= way for old in known):
                        continue
                    known.append(way)
                    count += 1
                    if count > _MOST_PATHS:
                        raise TooManyWaysError("there are too many sequences of sanctions to list")
                    yield there, way
                    beyond.append((there, other, way))
        edge = beyond if reading == "legal" else []
