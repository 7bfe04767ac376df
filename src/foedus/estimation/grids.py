"""Rows to predict: one column runs over its values, the rest stay at what is typical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from foedus.games import GameError

STEPS = 25
_FEW = 10


class Grid(NamedTuple):
    """Rows that differ in one column.

    Attributes
    ----------
    column, values
        The column that varies, and what it takes by row.
    typical
        By other column, the value that it has in every row: the median of numbers, the commonest
        of texts and of numbers that take two values.
    columns
        The rows, by column.
    """

    column: str
    values: tuple[Any, ...]
    typical: dict[str, Any]
    columns: dict[str, list[Any]]


def grid(
    columns: Mapping[str, Sequence[Any]],
    wanted: Sequence[str],
    column: str,
    low: float | None = None,
    high: float | None = None,
) -> Grid:
    """Make rows in which one column varies and the rest are typical.

    Parameters
    ----------
    columns
        The observations.
    wanted
        The columns that a model names.
    column
        Which of them varies: texts and numbers with up to ten values over these, others in 25
        even steps.
    low, high
        Where a column of numbers begins and ends; its least and largest value if not given.

    Raises
    ------
    GameError
        The model does not name the column, or bounds do not fit it.

    Examples
    --------
    >>> made = grid({"x": [1, 2, 3.5], "kind": ["a", "b", "b"]}, ("x", "kind"), "kind")
    >>> made.values, made.typical
    (('a', 'b'), {'x': 2.0})
    """
    if column not in wanted:
        raise GameError(f"the model does not name {column!r}; it names {', '.join(wanted)}")
    values = _values(column, columns[column], low, high)
    typical = {name: _typical(columns[name]) for name in wanted if name != column}
    rows = {name: [value] * len(values) for name, value in typical.items()}
    return Grid(column, tuple(values), typical, rows | {column: list(values)})


def _values(column: str, cells: Sequence[Any], low: float | None, high: float | None) -> list[Any]:
    known = sorted(set(cells))
    bounded = low is not None or high is not None
    if isinstance(known[0], str):
        if bounded:
            raise GameError(f"{column!r} is a column of text and has no bounds; give its name only")
        return known
    if len(known) <= _FEW and not bounded:
        return [float(x) for x in known]
    ends = (float(known[0]) if low is None else low, float(known[-1]) if high is None else high)
    if not ends[0] < ends[1]:
        raise GameError(f"{column!r} cannot run from {ends[0]:g} to {ends[1]:g}")
    return [float(x) for x in np.linspace(*ends, STEPS)]


def _typical(cells: Sequence[Any]) -> Any:
    if isinstance(cells[0], str) or len(set(cells)) <= 2:
        return min(Counter(cells).items(), key=lambda pair: (-pair[1], pair[0]))[0]
    return float(np.median(cells))
