"""Regressors of a strategic model: a matrix for each payoff, given or made from a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.games.expressions import Array
from foedus.games.tree import GameError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
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

    def rows(self, chosen: NDArray[Any]) -> Design:
        """Return these rows only."""
        return Design(self.names, self.matrix[chosen])


class Formulas:
    """Formulas for payoffs, in the notation of R: ``"a + b"`` has a constant, ``"a - 1"`` has none.

    Columns of text become indicators of all values but the first in order. Needs the library
    formulaic (``pip install 'foedus[models]'``).

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
        self._parsed = {name: _parsed(name, text) for name, text in equations.items()}
        wanted = sorted({v for f in self._parsed.values() if f for v in f.required_variables})
        self.wanted = tuple(wanted)
        _check_columns(wanted, table)
        self.complete: NDArray[np.bool_] = table[wanted].notna().all(axis=1).to_numpy(dtype=bool)
        kept = table[self.complete]
        self._known = {
            name: set(kept[name].astype(str))
            for name in wanted
            if kept[name].dtype.kind not in "fiub"
        }
        self._specs: dict[str, Any] = {}
        self.designs: dict[str, Design] = {}
        for name, formula in self._parsed.items():
            if formula is None:
                self.designs[name] = Design((), np.zeros((len(kept), 0)))
                continue
            made = formula.get_model_matrix(kept)
            self._specs[name] = made.model_spec
            self.designs[name] = _design(made)

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
        gaps = [name for name in self.wanted if table[name].isna().any()]
        if gaps:
            raise GameError(f"{gaps[0]!r} is missing in some row")
        for name, known in self._known.items():
            strange = sorted(set(map(str, table[name])) - known)
            if strange:
                raise GameError(
                    f"{name!r} is {strange[0]!r} in some row; it was only ever "
                    f"{', '.join(sorted(known))} where the model was estimated"
                )
        return {
            name: _design(self._specs[name].get_model_matrix(table))
            if name in self._specs
            else Design((), np.zeros((len(table), 0)))
            for name in self._parsed
        }


def _table(columns: Mapping[str, Any]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError:  # pragma: no cover
        raise GameError(_INSTALL) from None
    try:
        return pd.DataFrame({name: list(values) for name, values in columns.items()})
    except ValueError as error:
        raise GameError(f"the columns do not fit together: {error}") from None


def _check_columns(wanted: Sequence[str], table: pd.DataFrame) -> None:
    known = [str(name) for name in table.columns]
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            fix = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(known)}"
            raise GameError(f"no column {name!r}; {fix}")


def _parsed(name: str, text: str | int) -> Any:
    try:
        from formulaic import Formula
        from formulaic.errors import FormulaicError
    except ImportError:  # pragma: no cover
        raise GameError(_INSTALL) from None
    if text in (0, "0"):
        return None
    try:
        return Formula(str(text))
    except (FormulaicError, SyntaxError, ValueError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise GameError(f"the formula of {name}, {text!r}, cannot be read: {reason}") from None


def _design(made: Any) -> Design:
    names = tuple("1" if name == "Intercept" else str(name) for name in made.columns)
    return Design(names, np.asarray(made, dtype=np.float64))


_INSTALL = "formulas need the libraries formulaic and pandas; pip install 'foedus[models]'"
