"""Regressors of a strategic model: a matrix for each payoff, given or made from a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.estimation.formulas import Factor, FormulaError, Term, parse
from foedus.games import Array, GameError

MOST_CELLS = 20_000_000
"""Numbers in the largest matrix that a formula may make: a column of names makes many columns."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Design:
    """The regressors of one payoff.

    Parameters
    ----------
    names
        One for each column.
    matrix
        Shape (observations, columns). No column at all fixes the payoff at 0.

    Raises
    ------
    GameError
        Names and columns differ in number, or a number is not finite.

    Examples
    --------
    >>> Design(("one", "x"), np.array([[1, 0.5], [1, 2.0]])).matrix.shape
    (2, 2)
    """

    names: tuple[str, ...]
    matrix: Array

    def __post_init__(self) -> None:
        matrix = np.asarray(self.matrix, dtype=np.float64)
        if matrix.ndim != 2 or matrix.shape[1] != len(self.names):
            raise GameError(
                f"regressors {list(self.names)} need a matrix of {len(self.names)} columns, not "
                f"one of shape {matrix.shape}"
            )
        if not np.isfinite(matrix).all():
            bad = [n for n, c in zip(self.names, matrix.T, strict=True) if not np.isfinite(c).all()]
            raise GameError(f"regressors {bad} have missing or infinite values; drop those rows")
        object.__setattr__(self, "matrix", matrix)

    def __repr__(self) -> str:
        return f"<regressors {', '.join(self.names) or 'none'} of {len(self.matrix)} observations>"

    def rows(self, chosen: NDArray[Any]) -> Design:
        """Return these rows only."""
        return Design(self.names, self.matrix[chosen])


class Formulas:
    """Formulas for payoffs, in the notation of R: ``"a + b"`` has a constant, ``"a - 1"`` has none.

    Columns of text become indicators of their values in order: of all but the first, or of all
    where nothing before them makes that one redundant (`foedus.estimation.formulas` has
    the grammar).

    Parameters
    ----------
    equations
        By payoff parameter of the tree; 0 fixes that payoff at 0.
    columns
        The observations, by name; all of one length. Text or numbers, NaN or None where missing.

    Attributes
    ----------
    wanted
        Columns that the formulas name.
    complete
        Shape (observations,): rows on which nothing that a formula names is missing. Outcomes
        must be chosen by it too.
    designs
        By payoff parameter, for the complete rows.

    Raises
    ------
    GameError
        A formula that cannot be read, or a column that is not there.

    Examples
    --------
    >>> made = Formulas({"u": "x + kind"}, {"x": [0.5, 1, None], "kind": ["b", "a", "a"]})
    >>> made.designs["u"].names, made.complete.tolist()
    (('1', 'x', 'kind[T.b]'), [True, True, False])
    """

    def __init__(
        self, equations: Mapping[str, str | int], columns: Mapping[str, Sequence[Any] | ArrayLike]
    ) -> None:
        table = _table(columns)
        self._terms = {name: _parsed(name, text) for name, text in equations.items()}
        named = {c for terms in self._terms.values() for t in terms for f in t for c in f.wanted}
        self.wanted = tuple(sorted(named))
        _check_columns(self.wanted, table)
        gaps = [_missing(table[name]) for name in self.wanted]
        self.complete: NDArray[np.bool_] = ~np.any(gaps or [np.zeros(_length(table), bool)], axis=0)
        kept = {name: values[self.complete] for name, values in table.items()}
        self._levels = {
            name: tuple(sorted(set(kept[name].tolist())))
            for name in self.wanted
            if kept[name].dtype == object
        }
        self.designs = self._made(kept)

    def at(self, columns: Mapping[str, Sequence[Any] | ArrayLike]) -> dict[str, Design]:
        """Return designs for other observations, coded as the first ones were.

        Examples
        --------
        >>> made = Formulas({"u": "kind"}, {"kind": ["b", "a"]})
        >>> made.at({"kind": ["a", "a", "b"]})["u"].matrix[:, 1]
        array([0., 0., 1.])
        """
        table = _table(columns)
        _check_columns(self.wanted, table)
        gaps = [name for name in self.wanted if _missing(table[name]).any()]
        if gaps:
            raise GameError(f"{gaps[0]!r} is missing in some row")
        for name in self.wanted:
            is_text = table[name].dtype == object
            if name not in self._levels and is_text:
                raise GameError(f"{name!r} is text here, and numbers where the model was estimated")
            if name in self._levels:
                table[name] = np.array(list(map(str, table[name].tolist())), dtype=object)
                self._check_known(name, table[name])
        return self._made(table)

    def _check_known(self, name: str, values: NDArray[Any]) -> None:
        strange = sorted(set(values.tolist()) - set(self._levels[name]))
        if strange:
            raise GameError(
                f"{name!r} is {strange[0]!r} in some row; it was only ever "
                f"{', '.join(self._levels[name])} where the model was estimated"
            )

    def _made(self, table: Mapping[str, NDArray[Any]]) -> dict[str, Design]:
        return {
            name: _design(terms, table, self._levels, _length(table))
            for name, terms in self._terms.items()
        }


def _parsed(name: str, text: str | int) -> tuple[Term, ...]:
    if text in (0, "0"):
        return ()
    try:
        return parse(str(text))
    except FormulaError as error:
        shown = text if len(str(text)) < 80 else f"{str(text)[:80]}..."
        raise GameError(f"the formula of {name}, {shown!r}, cannot be read: {error}") from None


# Columns ---------------------------------------------------------------------------------------


def _table(columns: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return each column as numbers, or as an array of texts where it holds one."""
    table = {str(name): _column(list(values)) for name, values in columns.items()}
    if len({len(values) for values in table.values()}) > 1:
        raise GameError("the columns do not fit together: they differ in length")
    return table


def _column(values: list[Any]) -> NDArray[Any]:
    if all(
        value is None or isinstance(value, float | int | np.number | np.bool_) for value in values
    ):
        return np.array([np.nan if value is None else float(value) for value in values])
    return np.array([None if v is None or v != v else str(v) for v in values], dtype=object)


def _missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    if values.dtype == object:
        return np.array([value is None for value in values], dtype=bool)
    found: NDArray[np.bool_] = np.isnan(values)
    return found


def _length(table: Mapping[str, NDArray[Any]]) -> int:
    return len(next(iter(table.values()), ()))


def _check_columns(wanted: Sequence[str], table: Mapping[str, object]) -> None:
    for name in wanted:
        if name not in table:
            near = get_close_matches(name, list(table), n=1)
            fix = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(table)}"
            raise GameError(f"no column {name!r}; {fix}")


# Coding ----------------------------------------------------------------------------------------


def _design(
    terms: Sequence[Term],
    table: Mapping[str, NDArray[Any]],
    levels: Mapping[str, tuple[str, ...]],
    rows: int,
) -> Design:
    names: list[str] = []
    found: list[Array] = []
    for factors, whole in _coded(terms, levels):
        for name, column in _product(factors, whole, table, levels, rows):
            names.append(name)
            found.append(column)
            if len(names) * rows > MOST_CELLS:
                raise GameError(f"{name} and others make more than {MOST_CELLS:,} numbers of it")
    return Design(tuple(names), np.column_stack(found) if found else np.zeros((rows, 0)))


def _coded(
    terms: Sequence[Term], levels: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Term, frozenset[str]]]:
    """Yield products of factors, each with those columns of text of which no value is left out.

    A term stands for the products of its columns of text, each short of one value, and of their
    parts; what an earlier term stands for already is left out, and the rest put together again
    to as few products as can be. So no column is the sum of others, whatever was written.
    """
    known: set[frozenset[str]] = set()
    for term in terms:
        texts = [factor.name for factor in term if factor.column in levels]
        numbers = frozenset(factor.name for factor in term) - set(texts)
        parts = [frozenset(p) for n in range(len(texts) + 1) for p in combinations(texts, n)]
        new = [part for part in parts if part | numbers not in known]
        known |= {part | numbers for part in parts}
        for part, whole in _joined([(part, frozenset[str]()) for part in new]):
            yield tuple(f for f in term if f.name in part | numbers), whole


def _joined(parts: list[tuple[frozenset[str], frozenset[str]]]) -> list[Any]:
    """Put a part and the same with one column more together: that column then has all values."""
    for at, (short, whole) in enumerate(parts):
        for there, (long, wide) in enumerate(parts[at + 1 :], at + 1):
            more = long - short
            if len(more) == 1 and short < long and whole == wide:
                parts[there] = (long, wide | more)
                return _joined(parts[:at] + parts[at + 1 :])
    return parts


def _product(
    factors: Sequence[Factor],
    whole: frozenset[str],
    table: Mapping[str, NDArray[Any]],
    levels: Mapping[str, tuple[str, ...]],
    rows: int,
) -> Iterator[tuple[str, Array]]:
    made: list[tuple[str, Array]] = [("", np.ones(rows))]
    for factor in factors:
        columns = list(_columns(factor, factor.name in whole, table, levels, rows))
        with np.errstate(all="ignore"):  # what is not finite is told by the design
            made = [
                (f"{name}:{more}" if name else more, column * values)
                for more, values in columns
                for name, column in made
            ]
    yield from ((name or "1", column) for name, column in made)


def _columns(
    factor: Factor,
    whole: bool,
    table: Mapping[str, NDArray[Any]],
    levels: Mapping[str, tuple[str, ...]],
    rows: int,
) -> Iterator[tuple[str, Array]]:
    if factor.column not in levels:
        strange = sorted(factor.wanted & set(levels))
        if strange:
            raise GameError(f"{factor.name} needs numbers, and {strange[0]!r} is a column of text")
        with np.errstate(all="ignore"):  # what is not finite is told by the design
            yield factor.name, np.broadcast_to(factor.value(table), rows).astype(np.float64)
        return
    for level in levels[factor.column][0 if whole else 1 :]:
        name = f"{factor.name}[{level}]" if whole else f"{factor.name}[T.{level}]"
        yield name, (table[factor.column] == level).astype(np.float64)
