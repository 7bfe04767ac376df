"""How positions move together: one number, loadings on a common factor, or a whole matrix.

A correlation here is one of latent leanings (a Gaussian copula), not of the ballots themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from foedus.decisions.ballots import BallotError, did_you_mean

Floats = NDArray[np.float64]

Correlation = float | Mapping[str, float] | Mapping[str, Mapping[str, float]]
"""One correlation for all pairs; or each member's loading, its correlation with the common factor
(two members then correlate by the product); or, for each member, its correlation with others
(pairs left out are 0)."""


class NotOneFactorError(BallotError):
    """A correlation matrix that no single common factor gives: there is no exact way, so sample."""


def factor_loadings(correlation: Correlation, members: Sequence[str]) -> Floats:
    """Return each member's loading on the common factor, shape (members,).

    Raises
    ------
    BallotError
        When a correlation lies outside [0, 1], a loading outside [-1, 1], or a name is unknown;
        and as `correlation_matrix` does.
    NotOneFactorError
        For a matrix that is no product of loadings.

    Examples
    --------
    >>> factor_loadings(0.25, ["A", "B"]).tolist()
    [0.5, 0.5]
    """
    if isinstance(correlation, Mapping):
        if any(isinstance(value, Mapping) for value in correlation.values()):
            return _only_factor(correlation_matrix(correlation, members), members)
        for name, loading in correlation.items():
            _check_member(name, members)
            if not isinstance(loading, int | float) or not -1.0 <= loading <= 1.0:
                raise BallotError(f"{name}: the loading {loading!r} is outside [-1, 1]")
        return np.array([float(correlation.get(m, 0.0)) for m in members])  # type: ignore[arg-type]
    if not isinstance(correlation, int | float) or not 0.0 <= correlation <= 1.0:
        raise BallotError(f"the correlation {correlation!r} is outside [0, 1]")
    return np.full(len(members), float(np.sqrt(correlation)))


def correlation_matrix(correlation: Correlation, members: Sequence[str]) -> Floats:
    """Return the correlation of every two members, shape (members, members).

    Raises
    ------
    BallotError
        Naming the entry: an unknown member, a value outside [-1, 1], a diagonal that is not 1,
        two values for one pair, or values that no set of leanings can have together.

    Examples
    --------
    >>> correlation_matrix({"A": {"B": 0.5}}, ["A", "B"]).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    nested = isinstance(correlation, Mapping) and any(
        isinstance(value, Mapping) for value in correlation.values()
    )
    if not nested:
        loadings = factor_loadings(correlation, members)
        matrix: Floats = np.outer(loadings, loadings)
        np.fill_diagonal(matrix, 1.0)
        return matrix
    matrix = np.eye(len(members))
    given: dict[tuple[str, str], float] = {}
    for a, row in correlation.items():  # type: ignore[union-attr]
        _check_member(a, members)
        if not isinstance(row, Mapping):
            raise BallotError(f"{a}: give its correlation with each other member, not {row!r}")
        for b, value in row.items():
            _check_member(b, members)
            _check_entry(given, a, b, value)
            given[a, b] = float(value)
            i, j = members.index(a), members.index(b)
            matrix[i, j] = matrix[j, i] = float(value)
    _check_possible(matrix, members)
    return matrix


def _check_member(name: object, members: Sequence[str]) -> None:
    if name not in members:
        raise BallotError(f"{name!r} is not a member{did_you_mean(str(name), members)}")


def _check_entry(given: Mapping[tuple[str, str], float], a: str, b: str, value: object) -> None:
    if not isinstance(value, int | float) or not -1.0 <= value <= 1.0:
        raise BallotError(f"correlation of {a} with {b}: {value!r} is outside [-1, 1]")
    if a == b and value != 1:
        raise BallotError(f"correlation of {a} with itself is 1, not {value:g}")
    if abs(given.get((b, a), value) - value) > 1e-12:
        raise BallotError(
            f"correlation of {a} with {b} is {value:g}, but of {b} with {a} {given[b, a]:g}"
        )


def _check_possible(matrix: Floats, members: Sequence[str]) -> None:
    values, vectors = np.linalg.eigh(matrix)
    if values[0] > -1e-9:
        return
    for i, j, k in combinations(range(len(members)), 3):
        a, b, c = matrix[i, j], matrix[j, k], matrix[i, k]
        room = np.sqrt((1 - a * a) * (1 - b * b))
        if abs(c - a * b) > room + 1e-9:
            low, high = a * b - room, a * b + room
            raise BallotError(
                f"correlation of {members[i]} with {members[k]}: {c:g} cannot be, beside {a:g}"
                f" ({members[i]}, {members[j]}) and {b:g} ({members[j]}, {members[k]});"
                f" with these it lies from {low:.2f} to {high:.2f}"
            )
    blame = -matrix * np.outer(vectors[:, 0], vectors[:, 0])
    np.fill_diagonal(blame, -np.inf)
    i, j = _largest(blame)
    raise BallotError(
        "these correlations cannot hold together (the matrix is not positive semidefinite);"
        f" the entry that breaks it most is {members[i]} with {members[j]}: {matrix[i, j]:g}"
    )


def _only_factor(matrix: Floats, members: Sequence[str]) -> Floats:
    """Return the loadings whose products are the matrix."""
    size = len(members)
    off = matrix - np.eye(size)
    if not off.any():
        return np.zeros(size)
    i, j = _largest(np.abs(off))
    others = [k for k in range(size) if k not in (i, j)]
    third = max(others, key=lambda k: min(abs(off[i, k]), abs(off[j, k])), default=None)
    anchor = abs(off[i, j])
    if third is not None and off[i, third] and off[j, third]:
        anchor = abs(off[i, j] * off[i, third] / off[j, third])
    loadings = off[i] / np.sqrt(anchor)
    loadings[i] = np.sqrt(anchor)
    gap = np.abs(np.outer(loadings, loadings) - off)
    np.fill_diagonal(gap, 0.0)
    if gap.max() > 1e-9 or np.abs(loadings).max() > 1 + 1e-9:
        a, b = _largest(gap)
        raise NotOneFactorError(
            f"no single common factor gives these correlations (the furthest off is {members[a]}"
            f" with {members[b]}), so the chance is not exact: estimate it by sampling"
        )
    clipped: Floats = np.clip(loadings, -1.0, 1.0)
    return clipped


def _largest(matrix: Floats) -> tuple[int, int]:
    i, j = divmod(int(np.argmax(matrix)), matrix.shape[1])
    return i, j
