"""A conflict analysed: which states are stable for whom, in every sense that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedus.stability.graph import Bools, Graph, Ints, StabilityError
from foedus.stability.limited import limited_move
from foedus.stability.model import Model
from foedus.stability.senses import SENSES, Reading, Sense, stable
from foedus.stability.simultaneous import simultaneous

BEYOND = "SIM or L and a number (L2: two moves ahead)"


def is_sense(word: str) -> bool:
    """Say whether a word is a sense of stability.

    Examples
    --------
    >>> [is_sense(word) for word in ("R", "SMR", "SIM", "L3", "L0", "NASH")]
    [True, True, True, True, False, False]
    """
    limited = word[:1] == "L" and word[1:].isdigit() and 0 < int(word[1:]) < 100
    return word in SENSES or word == "SIM" or limited


def stable_in(
    graph: Graph, ranks: Sequence[Ints] | Ints, sense: str, reading: Reading = "legal"
) -> Bools:
    """Say which states are stable for whom, in any sense; shape (makers, states).

    Raises
    ------
    StabilityError
        When there is no such sense, or it does not apply.
    """
    if sense in SENSES:
        known: Sense = sense
        return stable(graph, ranks, known, reading)
    if sense == "SIM":
        return simultaneous(graph, ranks, reading)
    if is_sense(sense):
        return limited_move(graph, ranks, int(sense[1:]))
    raise StabilityError(
        f"there is no sense {sense!r}", f"Known: {', '.join(SENSES)}, and {BEYOND}."
    )


@dataclass(frozen=True, eq=False)
class Analysis:
    """Who finds which state stable.

    Attributes
    ----------
    model
        The conflict.
    found
        By sense and reading of sanctions, an array of shape (makers, states).
    """

    model: Model
    found: Mapping[tuple[str, Reading], Bools]

    def for_all(self, sense: str, reading: Reading = "legal") -> tuple[str, ...]:
        """Return the states that are stable for everybody.

        Examples
        --------
        >>> from foedus.stability import model
        >>> dilemma = model({
        ...     "decision_makers": {"A": ["defect"], "B": ["defect"]},
        ...     "orderings": {"A": "YN > NN > YY > NY", "B": "NY > NN > YY > YN"},
        ... })
        >>> found = analyse(dilemma, ["R", "SEQ"])
        >>> found.for_all("R"), found.for_all("SEQ")
        (('YY',), ('NN', 'YY'))
        """
        everybody = self.found[sense, reading].all(axis=0)
        return tuple(self.model.graph.states[at] for at in np.flatnonzero(everybody))

    def rows(self) -> list[dict[str, object]]:
        """Return a row for each state, sense and reading: for whom it is stable, and for all."""
        graph = self.model.graph
        return [
            {
                "state": name,
                "sense": sense,
                "sanctions": reading,
                **{maker: bool(found[i, at]) for i, maker in enumerate(graph.makers)},
                "all": bool(found[:, at].all()),
            }
            for (sense, reading), found in self.found.items()
            for at, name in enumerate(graph.states)
        ]

    def to_frame(self) -> Any:
        """Return the rows as a pandas data frame, if pandas is installed.

        Raises
        ------
        StabilityError
            When it is not.
        """
        try:
            import pandas
        except ImportError as error:
            raise StabilityError("pandas is not installed", "pip install pandas") from error
        return pandas.DataFrame(self.rows())


def analyse(
    conflict: Model, senses: Sequence[str] = SENSES, readings: Sequence[Reading] = ("legal",)
) -> Analysis:
    """Return which states of a conflict are stable for whom.

    Raises
    ------
    StabilityError
        When somebody has no ordering, or a sense does not apply.
    """
    ranks = conflict.orderings
    return Analysis(
        conflict,
        {
            (sense, reading): stable_in(conflict.graph, ranks, sense, reading)
            for sense in senses
            for reading in readings
        },
    )
