"""Simultaneous stability SIM: others improve at the same moment, and it ends badly.

Fraser and Hipel, *Conflict Analysis: Models and Resolutions* (North-Holland 1984), chapters 2
and 3. A decision maker's improvement is sanctioned if, together with improvements that others make
from the same state at the same time, it leads to a feasible state that is no better for it than
where it stood. That needs the option form: moves of options add up, moves between named states do
not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from foedus.stability.graph import Bools, Graph, Ints, Options, StabilityError
from foedus.stability.senses import Reading

Change = tuple[int, int]
"""Options that are taken, and options that are given up."""


def simultaneous(graph: Graph, ranks: Sequence[Ints] | Ints, reading: Reading = "legal") -> Bools:
    """Say which states are simultaneously stable for whom; shape (makers, states).

    Parameters
    ----------
    graph, ranks
        As in `foedus.stability.stable`, for one ordering each.
    reading
        Whether several others may improve with it at once (``legal``), or one of them (``single``).

    Raises
    ------
    StabilityError
        When the states are not made of options.
    """
    if graph.options is None:
        raise StabilityError(
            "simultaneous stability does not apply to states given by name: moves made at the same "
            "time cannot be added up",
            "Write the model by options.",
        )
    found = np.ones((len(graph.makers), len(graph.states)), bool)
    for state in range(len(graph.states)):
        improving = [list(_improvements(graph, ranks, i, state)) for i in range(len(graph.makers))]
        for maker in range(len(graph.makers)):
            others = [improving[j] for j in graph.others(maker) if improving[j]]
            found[maker, state] = all(
                any(
                    int(ranks[maker][end]) <= int(ranks[maker][state])
                    for end in _together(graph.options, code, change, others, reading)
                )
                for code, change in improving[maker]
            )
    return found


def _improvements(
    graph: Graph, ranks: Sequence[Ints] | Ints, maker: int, state: int
) -> Iterator[tuple[int, Change]]:
    """Yield each combination that is the state, with each change by which the maker improves."""
    options = graph.options
    assert options is not None
    own = sum(1 << at for at, owner in enumerate(options.owner) if owner == maker)
    better = {t for t in graph.reach(maker, state) if ranks[maker][t] > ranks[maker][state]}
    here = options.codes[options.state == state]
    for code in here:
        for after in options.codes[np.isin(options.state, list(better))]:
            if (code ^ after) & ~own == 0:
                yield int(code), (int(after & ~code), int(code & ~after))


def _together(
    options: Options,
    code: int,
    change: Change,
    others: Sequence[Sequence[tuple[int, Change]]],
    reading: Reading,
) -> Iterator[int]:
    """Yield the states to which the change leads if others improve at the same time."""
    changes = [[c for at, c in own if at == code] for own in others]
    if reading == "single":
        teams: list[tuple[Change, ...]] = [(c,) for own in changes for c in own]
    else:
        teams = [
            tuple(c for c in team if c is not None)
            for team in product(*([None, *own] for own in changes))
            if any(c is not None for c in team)
        ]
    for team in teams:
        end = code
        for taken, given_up in (change, *team):
            end = (end | taken) & ~given_up
        state = int(options.state_of(np.array([end]))[0])
        if state >= 0:
            yield state
