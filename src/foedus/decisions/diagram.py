"""Compile a rule to a reduced ordered decision diagram.

One level for each member, one branch for each ballot it may cast. A state is what each score
still needs; two needs that no later ballot can tell apart are one state, so only nearly reduced
nodes are ever built: from the last member upwards the needs at which a score's fate changes are
known (the interval method of Abío et al., *JAIR* 45 (2012), 443-480), and states are rounded to
them on the way down. A last pass upwards merges equal nodes and drops idle ones (Bryant 1986).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import Ballot
from foedus.decisions.rules import AllOf, Not, Rule, Score

Ints = NDArray[np.int64]

YES_NO = (Ballot.YES, Ballot.NO)
ALL_BALLOTS = tuple(Ballot)

FAIL, PASS = 0, 1

_MOST_BREAKS = 1 << 17


class DiagramTooLargeError(ValueError):
    """The diagram of a rule outgrew its limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A reduced ordered decision diagram.

    Nodes are numbered so that children come before parents; 0 is *fails* and 1 is *passes*.

    Parameters
    ----------
    members
        The body, in the order of the rule.
    order
        Which member each level asks: positions in `members`.
    ballots
        Which ballot each branch stands for.
    level
        Level of each node, shape (nodes,); terminals lie at ``len(order)``.
    child
        Node after each ballot, shape (nodes, ballots); terminals point to themselves.
    root
        Where to start.
    """

    members: tuple[str, ...]
    order: tuple[int, ...]
    ballots: tuple[Ballot, ...]
    level: Ints
    child: Ints
    root: int

    @property
    def size(self) -> int:
        """Number of nodes that ask a member, terminals aside."""
        return len(self.level) - 2

    def constant_given(
        self, ballots: Mapping[str, Ballot], undecided: Iterable[str]
    ) -> bool | None:
        """Return the outcome if it is the same whatever the undecided do, else ``None``.

        Parameters
        ----------
        ballots
            Ballots already cast; members in neither are absent.
        undecided
            Members free to cast any ballot of the diagram.
        """
        free = set(undecided)
        column = {ballot: b for b, ballot in enumerate(self.ballots)}
        frontier, reached = {self.root}, set()
        while frontier:
            node = frontier.pop()
            if node <= PASS:
                reached.add(node)
                continue
            member = self.members[self.order[self.level[node]]]
            if member in free:
                frontier.update(int(c) for c in self.child[node])
            else:
                cast = column[ballots.get(member, Ballot.ABSENT)]
                frontier.add(int(self.child[node, cast]))
        return None if len(reached) > 1 else reached == {PASS}

    def can_pass(self) -> NDArray[np.bool_]:
        """Say for each member and ballot whether it can still pass: shape (members, ballots)."""
        count, sides = len(self.members), len(self.ballots)
        reaches = np.zeros((len(self.level), count, sides), dtype=bool)
        reaches[PASS] = True
        for node in range(PASS + 1, len(self.level)):
            after = reaches[self.child[node]]
            reaches[node] = after.any(axis=0)
            member = self.order[int(self.level[node])]
            reaches[node, member] = after[np.arange(sides), member, np.arange(sides)]
        found: NDArray[np.bool_] = reaches[self.root]
        return found


@lru_cache(maxsize=64)
def compile_rule(
    rule: Rule, ballots: tuple[Ballot, ...] = ALL_BALLOTS, most_states: int = 2_000_000
) -> Diagram:
    """Compile a rule; the result is kept for the next call.

    Parameters
    ----------
    rule
        The rule.
    ballots
        Ballots that can be cast at all: fewer branches, smaller diagram.
    most_states
        Limit on the number of states.

    Raises
    ------
    DiagramTooLargeError
        Beyond `most_states`.

    Examples
    --------
    >>> from foedus.decisions import parse_rule
    >>> compile_rule(parse_rule("consensus", [f"m{i}" for i in range(32)])).size
    32
    """
    atoms = tuple(dict.fromkeys(rule.atoms()))
    order = _order(rule.members, atoms)
    scores = np.array(
        [[[atom.rows[m][b] for b in ballots] for m in order] for atom in atoms], dtype=np.int64
    )
    quotas = np.array([atom.quota for atom in atoms], dtype=np.int64)
    layers = [_Layers(scores[k]) for k in range(len(atoms))]
    formula = _Formula(rule, atoms)
    down = _descend(formula, layers, scores, quotas, most_states)
    return _ascend(rule.members, order, ballots, *down)


def _order(members: Sequence[str], atoms: Sequence[Score]) -> tuple[int, ...]:
    """Ask members with the widest scores first, and like members one after another."""
    spreads = [
        tuple(max(atom.rows[i]) - min(atom.rows[i]) for atom in atoms) for i in range(len(members))
    ]
    totals = [max(1, sum(column)) for column in zip(*spreads, strict=True)]
    share = [fsum(s / t for s, t in zip(row, totals, strict=True)) for row in spreads]
    return tuple(
        sorted(range(len(members)), key=lambda i: (-share[i], [a.rows[i] for a in atoms], i))
    )


class _Layers:
    """For one score: at each level the needs from which on its fate differs.

    ``breaks[i]`` is sorted; needs within one gap have the same future. ``None`` above the level
    where there are too many to be worth knowing. ``least[i]`` and ``most[i]`` bound what the
    members from level i on can still add.
    """

    def __init__(self, rows: Ints) -> None:
        levels = len(rows)
        suffix = np.zeros((2, levels + 1), dtype=np.int64)
        for i in range(levels - 1, -1, -1):
            suffix[:, i] = suffix[:, i + 1] + (rows[i].min(), rows[i].max())
        self.least, self.most = suffix
        self.breaks: list[Ints | None] = [None] * (levels + 1)
        current = np.array([1], dtype=np.int64)
        self.breaks[levels] = current
        for i in range(levels - 1, -1, -1):
            shifts = np.unique(rows[i])
            if len(shifts) > 1:
                current = _union([current + s for s in shifts])
            else:
                current = current + shifts[0]
            reachable = 4.0 ** min(i, 15)
            if len(current) > min(_MOST_BREAKS, max(4096, 4 * reachable)):
                break
            self.breaks[i] = current

    def rounded(self, needs: Ints, level: int) -> Ints:
        """Return the largest need of the same future; everything decided becomes one value."""
        breaks = self.breaks[level]
        if breaks is None:
            return np.clip(needs, self.least[level], self.most[level] + 1)
        gap = np.searchsorted(breaks, needs, side="right")
        upper = np.append(breaks - 1, breaks[-1])
        return upper[gap]

    def fate(self, needs: Ints, level: int) -> NDArray[np.int8]:
        """Return +1 where the score is sure to be reached, -1 where it cannot be, else 0."""
        fates = np.zeros(needs.shape, dtype=np.int8)
        fates[needs <= self.least[level]] = 1
        fates[needs > self.most[level]] = -1
        return fates


def _union(runs: Sequence[Ints]) -> Ints:
    """Merge sorted runs without repetition; a stable sort takes one pass over each."""
    merged = np.sort(np.concatenate(runs), kind="stable")
    fresh: Ints = merged[np.concatenate([[True], merged[1:] != merged[:-1]])]
    return fresh


class _Formula:
    """How the fates of the scores combine, three-valued and vectorised over states."""

    def __init__(self, rule: Rule, atoms: Sequence[Score]) -> None:
        self.rule = rule
        self.index = {atom: k for k, atom in enumerate(atoms)}

    def value(self, fates: NDArray[np.int8], rule: Rule | None = None) -> NDArray[np.int8]:
        """Return +1, -1 or 0 (open) of the rule for fates of shape (atoms, states)."""
        rule = self.rule if rule is None else rule
        if isinstance(rule, Score):
            own: NDArray[np.int8] = fates[self.index[rule]]
            return own
        if isinstance(rule, Not):
            inverted: NDArray[np.int8] = -self.value(fates, rule.part)
            return inverted
        values = [self.value(fates, part) for part in rule.parts]  # type: ignore[attr-defined]
        join = np.minimum if isinstance(rule, AllOf) else np.maximum
        joined: NDArray[np.int8] = join.reduce(values)
        return joined

    def relevant(self, fates: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Return which scores can still matter, shape (atoms, states)."""
        matters = np.zeros(fates.shape, dtype=bool)
        self._mark(self.rule, fates, np.ones(fates.shape[1], dtype=bool), matters)
        return matters

    def _mark(
        self,
        rule: Rule,
        fates: NDArray[np.int8],
        wanted: NDArray[np.bool_],
        matters: NDArray[np.bool_],
    ) -> None:
        if isinstance(rule, Score):
            matters[self.index[rule]] |= wanted
            return
        open_here = wanted & (self.value(fates, rule) == 0)
        parts = (rule.part,) if isinstance(rule, Not) else rule.parts  # type: ignore[attr-defined]
        for part in parts:
            self._mark(part, fates, open_here, matters)


def _descend(
    formula: _Formula,
    layers: Sequence[_Layers],
    scores: Ints,
    quotas: Ints,
    most_states: int,
) -> tuple[int, list[Ints]]:
    """Return the root's state and, level by level, the state after each ballot.

    States of the next level are numbered from 2; 0 and 1 are the outcomes.
    """
    levels, branches = scores.shape[1], scores.shape[2]
    start, states = _canonical(formula, layers, quotas[:, None], 0)
    root, steps, total = int(start[0]), [], 0
    for i in range(levels):
        total += states.shape[1]
        if total > most_states:
            raise DiagramTooLargeError(
                f"more than {most_states:,} states after {i} of {levels} members:"
                " sample the rule, or round its weights"
            )
        after = (states[:, None, :] - scores[:, i, :, None]).reshape(len(layers), -1)
        numbered, states = _canonical(formula, layers, after, i + 1)
        steps.append(numbered.reshape(branches, -1).T)
    return root, steps


def _canonical(
    formula: _Formula, layers: Sequence[_Layers], needs: Ints, level: int
) -> tuple[Ints, Ints]:
    """Round needs, settle what is decided, number the rest: (number of each, distinct states)."""
    needs = np.stack([layer.rounded(row, level) for layer, row in zip(layers, needs, strict=True)])
    fates = np.stack([layer.fate(row, level) for layer, row in zip(layers, needs, strict=True)])
    value = formula.value(fates)
    numbered = (value > 0).astype(np.int64)
    undecided = np.flatnonzero(value == 0)
    if not len(undecided):
        return numbered, needs[:, :0]
    live = needs[:, undecided]
    if len(layers) > 1:
        # A score that decided a part must stay decided, or the part would come open again.
        settled = fates[:, undecided] != 0
        matters = formula.relevant(fates[:, undecided]) | settled
        floor = np.array([layer.least[level] for layer in layers])[:, None]
        live = np.where(matters, live, floor)
    first, inverse = _distinct(live)
    numbered[undecided] = inverse + 2
    return numbered, live[:, first]


def _distinct(columns: Ints) -> tuple[Ints, Ints]:
    """Return where each distinct column first stands, and which distinct column each one is."""
    order = np.lexsort(columns[::-1]) if len(columns) > 1 else np.argsort(columns[0], kind="stable")
    ordered = columns[:, order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    key = np.empty(len(order), dtype=np.int64)
    key[order] = np.cumsum(fresh) - 1
    first: Ints = order[fresh]
    return first, key


def _ascend(
    members: tuple[str, ...],
    order: tuple[int, ...],
    ballots: tuple[Ballot, ...],
    root: int,
    steps: list[Ints],
) -> Diagram:
    """Merge equal nodes and drop those that ask in vain, from the last level upwards."""
    levels = len(steps)
    below = np.array([FAIL, PASS], dtype=np.int64)
    level, child, count = [np.full(2, levels)], [np.repeat([[0], [1]], len(ballots), axis=1)], 2
    for i in range(levels - 1, -1, -1):
        children = below[steps[i]]
        here = children[:, 0].copy()
        asking = np.flatnonzero((children != children[:, :1]).any(axis=1))
        if len(asking):
            first, inverse = _distinct(children[asking].T)
            here[asking] = inverse + count
            level.append(np.full(len(first), i))
            child.append(children[asking][first])
            count += len(first)
        below = np.concatenate([[FAIL, PASS], here])
    return Diagram(
        members, order, ballots, np.concatenate(level), np.concatenate(child), int(below[root])
    )
