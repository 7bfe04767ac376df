"""Everything that can happen, as clingo grounds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import clingo
from independent.program import Program
from independent.rules import Var


class Reached:
    """Everything that can happen: the states that the grounding reaches, and the ways between.

    Parameters
    ----------
    program
        The program.
    asked
        What is asked of each state: its slice is what decides that.
    begun
        Where plays begin, each a state by its parts; as the program begins when left out.

    Attributes
    ----------
    starts
        The states in which plays begin, in that order.
    rows
        The states, each a tuple in the order of `Program.order`.
    ways
        For each state, ``(label, to)``; a label is ``(kind, actor, clause, choice)``, for conduct
        ``("conduct", rungs)`` with -1 for whoever did not move.
    """

    def __init__(
        self, program: Program, asked: Sequence[Var], begun: Sequence[Mapping[Var, int]] = ()
    ) -> None:
        self.program = program
        self.kept = kept = program.slice(asked)
        told = [var for rule in program.all_rules for var, _ in rule.asked if var in asked]
        control = clingo.Control(["--warn=none"])
        first = [tuple(state[var] for var in kept) for state in begun or (program.first,)]
        control.add("base", [], program.text(kept, asked, first))
        control.ground([("base", [])])
        self.rows: list[tuple[int, ...]] = []
        self.flags: list[tuple[int, ...]] = []
        numbers: dict[clingo.Symbol, int] = {}
        for atom in control.symbolic_atoms.by_signature("flags", 2):
            state, row = atom.symbol.arguments
            numbers[state] = len(self.rows)
            self.rows.append(tuple(v.number for v in state.arguments))
            self.flags.append(tuple(v.number for v in row.arguments))
        self.ways: list[list[tuple[tuple, int]]] = [[] for _ in self.rows]
        label_of = cache(_label)  # of a hundred thousand ways few have a label of their own
        for atom in control.symbolic_atoms.by_signature("edge", 3):
            source, label, to = atom.symbol.arguments
            self.ways[numbers[source]].append((label_of(label), numbers[to]))
        moves = sum(1 for _ in control.symbolic_atoms.by_signature("move", 3))
        assert moves == sum(map(len, self.ways)), "every move settles, in one way"
        self.at = {var: at for at, var in enumerate(kept)}
        self.flag_at = {var: at for at, var in enumerate(told)}
        final = control.symbolic_atoms.by_signature("final", 2)
        settled = dict(atom.symbol.arguments for atom in final)
        terms = (clingo.Function("s", [clingo.Number(n) for n in row]) for row in first)
        self.starts = [numbers[settled[term]] for term in terms]
        self.start = self.starts[0]

    def value(self, node: int, *var: str) -> int:
        """Return a part of a state."""
        return self.rows[node][self.at[var]]

    def flag(self, node: int, *var: str) -> bool:
        """Say whether what was asked of each state holds in this one."""
        return bool(self.flags[node][self.flag_at[var]])


def _label(symbol: clingo.Symbol) -> tuple:
    parts = []
    for part in symbol.arguments:
        kind = part.type
        parts.append(
            part.number
            if kind is clingo.SymbolType.Number
            else part.string
            if kind is clingo.SymbolType.String
            else part.name
        )
    if parts[0] == "conduct":
        return "conduct", tuple(parts[1:])
    return tuple(parts)
