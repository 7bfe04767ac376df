"""The four things a member can do with a question, and how likely it is to do each.

The ternary and quaternary ballot follows Felsenthal and Machover, *The Measurement of Voting
Power* (1998), chapter 8: an abstention and an absence are choices of their own, because many
rules treat them differently from *no* (a silence procedure) or from *yes* (a quota of members).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import IntEnum
from fractions import Fraction
from math import fsum, isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Ballot(IntEnum):
    """What a member does with a question; the value is its column in a row of scores.

    Examples
    --------
    >>> [ballot.name for ballot in Ballot]
    ['YES', 'ABSTAIN', 'NO', 'ABSENT']
    """

    YES = 0
    ABSTAIN = 1
    NO = 2
    ABSENT = 3


Chances = float | Fraction | Sequence[float | Fraction]
"""One member's ballot as chances: P(yes), or (yes, abstain, no), or (yes, abstain, no, absent)."""


class BallotError(ValueError):
    """A chance or a member in a set of ballots that cannot be; the message names the entry."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest of the known words, as the end of an error message.

    Examples
    --------
    >>> did_you_mean("FRE", ["FRA", "GBR"])
    '. Did you mean FRA?'
    >>> did_you_mean("xyz", ["FRA", "GBR"])
    ''
    """
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f". Did you mean {near[0]}?" if near else ""


def ballot_chances(
    chances: Mapping[str, Chances] | Chances, members: Sequence[str]
) -> NDArray[np.float64]:
    """Return the chance of every ballot, one row for each member.

    Parameters
    ----------
    chances
        For each member P(yes), with the rest *no*; or (yes, abstain, no); or (yes, abstain, no,
        absent). One such value instead of a mapping holds for every member.
    members
        The members, in the order of the rows wanted.

    Returns
    -------
    array of shape (members, 4)
        Columns in the order of `Ballot`; rows sum to 1.

    Raises
    ------
    BallotError
        When a member is missing or unknown, a chance lies outside [0, 1] or a row does not sum
        to 1 (within 1e-9).

    Examples
    --------
    >>> ballot_chances({"A": 0.9, "B": (0.5, 0.25, 0.25)}, ["A", "B"]).round(9).tolist()
    [[0.9, 0.0, 0.1, 0.0], [0.5, 0.25, 0.25, 0.0]]
    """
    import numpy as np  # here: who only reads or plays a case has no array, and may lack NumPy

    return np.array(_rows(chances, members), dtype=float).reshape(-1, 4)


def exact_chances(
    chances: Mapping[str, Chances] | Chances, members: Sequence[str]
) -> list[tuple[Fraction, ...]]:
    """Return the chance of every ballot as fractions, floats taken as the decimals they print as.

    Raises as `ballot_chances` does.

    Examples
    --------
    >>> exact_chances(0.9, ["A"])
    [(Fraction(9, 10), Fraction(0, 1), Fraction(1, 10), Fraction(0, 1))]
    """
    found = []
    for row in _rows(chances, members):
        exact = [x if isinstance(x, Fraction) else Fraction(str(float(x))) for x in row]
        if isinstance(row[0], float) and row[1] == row[3] == 0:
            exact[2] = 1 - exact[0]
        total = sum(exact)
        found.append(tuple(x / total for x in exact))
    return found


_Row = tuple[float | Fraction, ...]


def _rows(chances: Mapping[str, Chances] | Chances, members: Sequence[str]) -> list[_Row]:
    if not isinstance(chances, Mapping):
        pairs = getattr(chances, "items", None)  # a Series of pandas has members for its index
        if pairs is None:
            return [_row(chances, "every member")] * len(members)
        return _rows(dict(pairs()), members)
    for name in chances:
        if name not in members:
            raise BallotError(f"{name!r} is not a member{did_you_mean(str(name), members)}")
    missing = [m for m in members if m not in chances]
    if missing:
        raise BallotError(f"no chances are given for {', '.join(missing)}")
    return [_row(chances[m], m) for m in members]


def _row(chances: Chances, name: str) -> _Row:
    if isinstance(chances, Real):
        yes = _probability(chances, name, Ballot.YES)
        return (yes, 0.0, 1 - yes, 0.0)
    if isinstance(chances, str) or not isinstance(chances, Iterable):
        raise BallotError(f"{name}: {chances!r} is not a chance: give a number from 0 to 1")
    parts = list(chances)
    if len(parts) not in (3, 4):
        raise BallotError(
            f"{name}: give P(yes), or three chances (yes, abstain, no), or four with absent;"
            f" {len(parts)} were given"
        )
    row = [_probability(x, name, b) for x, b in zip(parts, Ballot, strict=False)]
    total = fsum(row)
    if abs(total - 1) > 1e-9:
        raise BallotError(f"{name}: the chances sum to {total:.6g}, not 1")
    return tuple([*row, 0.0][:4])


def _probability(chance: Any, name: str, ballot: Ballot) -> float | Fraction:
    number = isinstance(chance, Real)
    if not number or isinstance(chance, bool):
        raise BallotError(f"{name}: the chance of {ballot.name.lower()} is {chance!r}, no number")
    if not isfinite(chance) or not 0 <= chance <= 1:
        raise BallotError(
            f"{name}: the chance of {ballot.name.lower()} is {float(chance):g}, outside [0, 1]"
        )
    return chance if isinstance(chance, Fraction) else float(chance)
