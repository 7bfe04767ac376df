"""What a text says of days on which its process is no longer followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from foedus.language import Arrangement, Duration, listed
from foedus.process.electorate import conditions_of


def not_followed(arrangement: Arrangement) -> str:
    """Say that the horizon of the file ends before what its clauses speak of, if it does.

    Parameters
    ----------
    arrangement
        The arrangement.

    Returns
    -------
    str
        A sentence without a full stop; empty where the horizon reaches as far as each date and
        each time limit of the text.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> not_followed(read(text_of("ukraine-2025")))
    ''
    """
    last = arrangement.as_of + timedelta(days=arrangement.horizon.days)
    late = (clause for clause in _spoken_of(arrangement) if clause[2] > arrangement.horizon.days)
    far = dict.fromkeys(f"{name!r} ({words})" for name, words, _ in late)
    if not far:
        return ""
    return (
        f"what comes after {last}, where the horizon of the file ends, though the text goes on to"
        f" speak of it in {listed(list(far))}; a longer `horizon` follows it"
    )


def horizon_needed(arrangement: Arrangement) -> int:
    """Return how many days have to be followed for each date and time of a text to come.

    Parameters
    ----------
    arrangement
        The arrangement.

    Returns
    -------
    int
        The horizon of the file where it reaches as far; otherwise as many days more as the last
        date or the longest time has, so that what began within the horizon can come to its end.
    """
    horizon = arrangement.horizon.days
    last = max((days for _, _, days in _spoken_of(arrangement)), default=0)
    return horizon if last <= horizon else horizon + last


def _spoken_of(a: Arrangement) -> Iterator[tuple[str, str, int]]:
    """Yield each clause that gives a date or a time, as it is written, and in days."""
    for name, conditions in conditions_of(a):
        atoms = (atom for condition in conditions for atom in condition.atoms())
        dates = (atom.from_ for atom in atoms if atom.from_)
        yield from ((name, str(date), (date - a.as_of).days) for date in dates)
    yield from ((name, time.words, time.days) for name, time in _limits(a) if time is not None)


def _limits(a: Arrangement) -> Iterator[tuple[str, Duration | None]]:
    """Yield every time that a clause gives, with the id of the clause."""
    for name, i in a.instruments.items():
        yield name, i.sunset
        yield name, i.withdrawal.notice if i.withdrawal else None
    for name, norm in a.norms.items():
        yield name, norm.within
    for name, procedure in a.procedures.items():
        yield from ((name, step.within) for step in procedure.steps)
    for name, g in a.guarantees.items():
        yield name, g.within
