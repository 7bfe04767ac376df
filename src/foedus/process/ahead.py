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
    far = dict.fromkeys(f"{name!r} ({words})" for name, words in _beyond(arrangement))
    if not far:
        return ""
    last = arrangement.as_of + timedelta(days=arrangement.horizon.days)
    return (
        f"what comes after {last}, where the horizon of the file ends, though the text goes on to"
        f" speak of it in {listed(list(far))}; a longer `horizon` follows it"
    )


def _beyond(a: Arrangement) -> Iterator[tuple[str, str]]:
    """Yield each clause that speaks of what lies beyond the horizon, and the day or the time."""
    last = a.as_of + timedelta(days=a.horizon.days)
    for name, conditions in conditions_of(a):
        atoms = (atom for condition in conditions for atom in condition.atoms())
        yield from ((name, str(atom.from_)) for atom in atoms if atom.from_ and atom.from_ > last)
    for name, limit in _limits(a):
        if limit is not None and limit.days > a.horizon.days:
            yield name, limit.words


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
