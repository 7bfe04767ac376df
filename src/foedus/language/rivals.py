"""Rival readings of a clause: which there are, and the arrangement as one of them has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from foedus.language.arrangement import Arrangement
from foedus.language.overlay import overlaid
from foedus.language.problems import did_you_mean
from foedus.language.shape import arranged
from foedus.language.writer import plain

READ = ("instruments", "norms", "procedures", "guarantees")
"""The sections whose clauses may be read in rival ways."""


class Rivals(NamedTuple):
    """A clause with rival readings.

    Parameters
    ----------
    section, clause
        Where it stands.
    readings
        The ids of its readings; the clause as it is written is one more.
    settled_by
        Who may settle between them.
    """

    section: str
    clause: str
    readings: tuple[str, ...]
    settled_by: tuple[str, ...]


def rivals(arrangement: Arrangement) -> tuple[Rivals, ...]:
    """Return the clauses that are read in rival ways, in the order of the file."""
    return tuple(
        Rivals(section, name, tuple(clause.readings), clause.settled_by)
        for section in READ
        for name, clause in getattr(arrangement, section).items()
        if clause.readings
    )


def read_as(arrangement: Arrangement, chosen: Mapping[str, str]) -> Arrangement:
    """Return the arrangement with clauses read as `chosen`; what is not chosen stays as written.

    The words and the source of a clause that is read otherwise are those that the reading rests on,
    where it names any.

    Parameters
    ----------
    arrangement
        The arrangement; lay an option over it first.
    chosen
        By clause (its id, or ``section.id`` where an id stands in two sections), the reading.

    Raises
    ------
    KeyError
        When a clause has no rival readings, or not that one; the message names those there are.
    """
    base = plain(arrangement)
    options = base.pop("options", {})
    for clause, reading in chosen.items():
        found = rival_of(arrangement, clause)
        if reading not in found.readings:
            fix = did_you_mean(reading, found.readings)
            raise KeyError(f"{found.clause!r} has no reading {reading!r}. {fix}")
        text = getattr(arrangement, found.section)[found.clause].readings[reading]
        laid = {"readings": None, "settled_by": None, **text.changes}
        if text.source:
            laid["source"] = list(text.source)
        if text.text and found.section != "instruments":  # they have no words of their own
            laid["text"] = text.text
        base = overlaid(base, {found.section: {found.clause: laid}})
    return arranged({**base, "options": options} if options else base)


def rival_of(arrangement: Arrangement, clause: str) -> Rivals:
    """Return the clause with rival readings that an id, or ``section.id``, names.

    Raises
    ------
    KeyError
        When there is none, or two; the message says so.
    """
    known = rivals(arrangement)
    for rival in known:
        if clause == f"{rival.section}.{rival.clause}":
            return rival
    named = [rival for rival in known if rival.clause == clause]
    if len(named) == 1:
        return named[0]
    if named:
        both = " or ".join(f"{rival.section}.{rival.clause}" for rival in named)
        raise KeyError(f"{clause!r} is the id of two clauses: write {both}.")
    if not known:
        raise KeyError("no clause of this arrangement has rival readings.")
    fix = did_you_mean(clause, [rival.clause for rival in known])
    raise KeyError(f"there is no clause {clause!r} with rival readings. {fix}")
