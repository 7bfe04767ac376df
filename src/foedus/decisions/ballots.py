"""The four things a member can do with a question, and how likely it is to do each.

The ternary and quaternary ballot follows Felsenthal and Machover, *The Measurement of Voting
Power* (1998), chapter 8: an abstention and an absence are choices of their own, because many
rules treat them differently from *no* (a silence procedure) or from *yes* (a quota of members).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import IntEnum
from math import isfinite

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


Chances = float | Sequence[float]
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
    if not isinstance(chances, Mapping):
        return np.tile(_row(chances, "every member"), (len(members), 1))
    for name in chances:
        if name not in members:
            raise BallotError(f"{name!r} is not a member{did_you_mean(str(name), members)}")
    missing = [m for m in members if m not in chances]
    if missing:
        raise BallotError(f"no chances are given for {', '.join(missing)}")
    return np.array([_row(chances[m], m) for m in members], dtype=float).reshape(-1, 4)


def _row(chances: Chances, name: str) -> tuple[float, float, float, float]:
    if isinstance(chances, int | float | np.floating):
        _check_probability(float(chances), name, "yes")
        return (float(chances), 0.0, 1.0 - float(chances), 0.0)
    parts = [float(x) for x in chances]
    if len(parts) not in (3, 4):
        raise BallotError(
            f"{name}: give P(yes), or three chances (yes, abstain, no), or four with absent;"
            f" {len(parts)} were given"
        )
    for chance, ballot in zip(parts, Ballot, strict=False):
        _check_probability(chance, name, ballot.name.lower())
    if abs(sum(parts) - 1.0) > 1e-9:
        raise BallotError(f"{name}: the chances sum to {sum(parts):.6g}, not 1")
    return (parts[0], parts[1], parts[2], parts[3] if len(parts) == 4 else 0.0)


def _check_probability(chance: float, name: str, ballot: str) -> None:
    if not isfinite(chance) or not 0.0 <= chance <= 1.0:
        raise BallotError(f"{name}: the chance of {ballot} is {chance:g}, outside [0, 1]")
