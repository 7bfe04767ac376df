"""A conflict as plain values, as a small file holds it: decision makers, states, moves, orderings.

How to write one is told in ``docs/howto/analyse-a-conflict.md``. What is wrong comes with the path
to its place, so that whoever read the file can say in which line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedus.stability.coalitions import Coalition, coalition_of
from foedus.stability.graph import Bools, Graph, Ints, StabilityError
from foedus.stability.orderings import from_list, from_scores, from_statements
from foedus.stability.written import graph_of, makers_of, near, placed, state_number, texts

KEYS = (
    "conflict",
    "title",
    "source",
    "note",
    "decision_makers",
    "states",
    "infeasible",
    "same",
    "names",
    "irreversible",
    "moves",
    "orderings",
    "status_quo",
    "coalitions",
)
"""What a file of a conflict can hold."""
MOST_NAMED = 2_000
"""States up to which statements can name them; beyond, they name options."""


class BadModelError(ValueError):
    """A model with all its problems.

    Attributes
    ----------
    problems : tuple of StabilityError
        Each with the path to its place.
    """

    def __init__(self, problems: Iterable[StabilityError]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, eq=False)
class Model:
    """A conflict: who can move what, who prefers what, where it stands.

    Attributes
    ----------
    title, source, note
        What it is called, where it is from, what else is to be known.
    graph
        States and moves.
    called
        By decision maker, its name.
    ranks
        By decision maker, the rank of every state, or None where no ordering is given.
    status_quo
        The number of the state where it stands; None if nothing is said.
    coalitions
        Coalitions to be looked at.
    """

    title: str
    source: str
    note: str
    graph: Graph
    called: tuple[str, ...]
    ranks: tuple[Ints | None, ...]
    status_quo: int | None
    coalitions: tuple[Coalition, ...]

    @property
    def orderings(self) -> list[Ints]:
        """The ranks, where everybody has an ordering.

        Raises
        ------
        StabilityError
            When somebody has none.
        """
        for name, rank in zip(self.called, self.ranks, strict=True):
            if rank is None:
                raise StabilityError(f"{name} has no ordering", "Write one under 'orderings'.")
        return [rank for rank in self.ranks if rank is not None]


def model(values: Mapping[str, Any]) -> Model:
    """Return a conflict from plain values.

    Parameters
    ----------
    values
        As in ``docs/howto/analyse-a-conflict.md``: keys ``decision_makers``, ``states``, and so on.

    Raises
    ------
    BadModelError
        With every problem that can be told from the others.

    Examples
    --------
    >>> chicken = model({
    ...     "decision_makers": {"A": ["swerve"], "B": ["swerve"]},
    ...     "orderings": {"A": "NY > YY > YN > NN", "B": "YN > YY > NY > NN"},
    ... })
    >>> chicken.graph.states
    ('NN', 'YN', 'NY', 'YY')
    """
    if not isinstance(values, Mapping):
        raise BadModelError([StabilityError("a conflict is a map of keys", "See the how-to.")])
    problems = _unknown(values)
    try:
        makers, called = makers_of(values)
        graph = graph_of(values, makers)
    except StabilityError as error:
        raise BadModelError([*problems, error]) from None
    ranks = _orderings(values.get("orderings") or {}, graph, problems)
    status_quo, coalitions = None, tuple[Coalition, ...]()
    try:
        with placed("status_quo"):
            if values.get("status_quo") is not None:
                status_quo = state_number(graph, values["status_quo"])
        coalitions = tuple(_coalitions(values.get("coalitions") or (), graph))
    except StabilityError as error:
        problems.append(error)
    if problems:
        raise BadModelError(problems)
    title, source, note = (str(values.get(key) or "") for key in ("title", "source", "note"))
    return Model(title, source, note, graph, called, ranks, status_quo, coalitions)


def _unknown(values: Mapping[str, Any]) -> list[StabilityError]:
    found = [
        StabilityError(f"there is no key {key!r}", near(key, KEYS), (key,))
        for key in values
        if key not in KEYS
    ]
    if values.get("conflict", 1) != 1:
        wrong = f"version {values['conflict']!r} of the format is not known"
        found.append(StabilityError(wrong, "Write 'conflict: 1'.", ("conflict",)))
    return found


def _orderings(
    written: object, graph: Graph, problems: list[StabilityError]
) -> tuple[Ints | None, ...]:
    """Return the ranks by decision maker; what is wrong goes to the problems."""
    if not isinstance(written, Mapping):
        fix = "Write 'orderings' as a map from decision makers to orderings."
        problems.append(StabilityError("this is no map of orderings", fix, ("orderings",)))
        return (None,) * len(graph.makers)
    holds, found = words(graph), dict[str, Ints]()
    for key, value in written.items():
        try:
            with placed("orderings", key):
                if str(key) not in graph.makers:
                    fix = near(key, graph.makers)
                    raise StabilityError(f"{key!r} is no decision maker", fix)
                found[str(key)] = ordering(value, graph, holds)
        except StabilityError as error:
            problems.append(error)
    return tuple(found.get(maker) for maker in graph.makers)


def words(graph: Graph) -> dict[str, Bools]:
    """Return what statements of preference can name: options, their numbers, and states.

    With options, states can be named if there are not too many of them.
    """
    size = len(graph.states)
    options = graph.options
    if options is None:
        return {name: np.arange(size) == at for at, name in enumerate(graph.states)}
    found = dict[str, Bools]()
    owners = [graph.makers[at] for at in options.owner]
    for at, name in enumerate(options.names):
        taken = np.zeros(size, bool)
        taken[options.state[options.codes >> at & 1 == 1]] = True
        found[f"{owners[at]}.{name}"] = taken
        if options.names.count(name) == 1:
            found[name] = taken
        found.setdefault(str(at + 1), taken)
    for at, name in enumerate(graph.states if size <= MOST_NAMED else ()):
        found.setdefault(name, np.arange(size) == at)
    return found


def ordering(written: object, graph: Graph, holds: Mapping[str, Bools]) -> Ints:
    """Return ranks from an ordering as it is written: a list, text, statements or numbers.

    Raises
    ------
    StabilityError
        When it is none of these, or does not fit the states.
    """
    if not isinstance(written, Mapping):
        return from_list(graph.states, [_tie(group, graph) for group in _groups(written)])
    if set(written) == {"statements"}:
        said = texts(written["statements"] or (), ())
        return from_statements(said, holds, len(graph.states))
    if set(written) == {"ranks"} and isinstance(written["ranks"], Mapping):
        return _by_number(written["ranks"], graph)
    raise StabilityError(
        "this is no ordering",
        "Write a list of states, best first, or 'statements: [...]', or 'ranks: {...}'.",
    )


def _by_number(written: Mapping[object, object], graph: Graph) -> Ints:
    scores = np.full(len(graph.states), np.nan)
    for name, value in written.items():
        if not isinstance(value, int | float):
            raise StabilityError(f"the rank of {name!r} is no number", "The higher, the better.")
        scores[state_number(graph, name)] = value
    if np.isnan(scores).any():
        missing = graph.states[int(np.flatnonzero(np.isnan(scores))[0])]
        raise StabilityError(f"{missing!r} has no rank", "An ordering ranks every state.")
    return from_scores(scores)


def _groups(written: object) -> list[Any]:
    """Return an ordering as groups of ties, from a list or from text such as ``a > b = c``."""
    if isinstance(written, str):
        if ">" in written:
            groups = [part.replace("~", "=").split("=") for part in written.split(">")]
            return [[name.strip() for name in group if name.strip()] for group in groups]
        return written.replace(",", " ").split()
    if isinstance(written, Sequence):
        return list(written)
    raise StabilityError("this is no ordering", "Write a list of states, best first.")


def _tie(group: object, graph: Graph) -> list[str]:
    """Return the states of a tie by name, where they are known by name or pattern."""
    found = []
    for name in texts(group, ()):
        try:
            found.append(graph.states[state_number(graph, name)])
        except StabilityError:
            found.append(name)
    return found


def _coalitions(written: object, graph: Graph) -> Iterable[Coalition]:
    if isinstance(written, str) or not isinstance(written, Sequence):
        fix = "Write lists of decision makers, as in [[A, B]]."
        raise StabilityError("this is no list of coalitions", fix, ("coalitions",))
    for at, team in enumerate(written):
        with placed("coalitions", at):
            coalition = coalition_of(graph, texts(team, ("coalitions", at)))
        yield coalition
