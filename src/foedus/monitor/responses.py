"""Lawful responses: force that answered force within the time that a norm allows, by the hour.

A row that tells its time of day happened in that minute; one that tells only its days may have
happened in any hour of them, all alike. Whether a response came in time, and after what it
answered, is then a chance: of two rows that tell one and the same day it is a half.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.language import Duration
from foedus.monitor.formats.common import BIT
from foedus.monitor.incident import FORCE
from foedus.monitor.rows import of_kinds
from foedus.monitor.sighting import Pattern, Picked, Sight, by_pair, matches

Floats = NDArray[np.float64]
_MINUTE = 1 / 60
_LONGEST = 24.0 * 31
"""Hours that force may be spread over of which it is told how long before it an answer came."""


class Answer(NamedTuple):
    """What a row may have answered, and with what chance it was a lawful response to that."""

    row: tuple[str, str]
    chance: float


class Force(NamedTuple):
    """Force that those a norm is owed to began: the hours it may lie between, its chance, its row.

    The row is its source and its id there.
    """

    since: float
    until: float
    chance: float
    row: tuple[str, str] = ("", "")


def first_force(sight: Sight, rows: pl.DataFrame, where: Floats) -> list[Force]:
    """Return the force that those the norm is owed to began, and that answered none lawfully.

    What answers a lawful answer is no answer to a breach: of an attack that is answered each day
    every day of it counts, and not the first alone.

    Parameters
    ----------
    sight
        The norm.
    rows
        The rows that stand.
    where
        The chance of each to lie in the zones of the norm.
    """
    allowed = sight.observed.lawful_response
    if allowed is None or not len(rows):
        return []
    mine = _force(rows, where, [*sight.parties.values()])
    return _unprovoked(_force(rows, where, [sight.others]), mine, hours(allowed))


def _force(rows: pl.DataFrame, where: Floats, names: Sequence[Pattern]) -> list[Force]:
    """Return the force that some began, by their names, in the order of its hours."""
    bits = sum(BIT[kind] for kind in FORCE)
    force = (rows["kinds"].to_numpy() & bits) > 0
    named = by_pair(rows, lambda one, _: any(matches(name, one) for name in names))
    began = np.nan_to_num(rows["a_began"].to_numpy())
    chance = np.minimum(1.0, where * began * of_kinds(rows, bits))
    at = np.flatnonzero(force & named & (chance > 0))
    since, until = hours_of(rows[at])
    named_rows = rows[at].select("source", "id").iter_rows()
    told = zip(since.tolist(), until.tolist(), chance[at].tolist(), named_rows, strict=True)
    return sorted(Force(*values) for values in told)


def _unprovoked(theirs: Sequence[Force], mine: Sequence[Force], allowed: float) -> list[Force]:
    """Return force with the chance that it was no answer, in time, to what was none itself.

    Only what surely came before counts as answered: who was first on one day is left as it was.
    """
    left: dict[bool, list[Force]] = {True: [], False: []}
    both = [(force, True) for force in theirs] + [(force, False) for force in mine]
    for force, is_theirs in sorted(both):
        earlier = left[not is_theirs]
        recent = bisect_left(earlier, force.since - allowed - _LONGEST, key=lambda one: one.since)
        answered = (
            first.chance * in_time(first, force.since, force.until, allowed)
            for first in earlier[recent:]
            if first.until <= force.since
        )
        lawless = 1 - max(answered, default=0.0)
        left[is_theirs].append(force._replace(chance=force.chance * lawless))
    return [force for force in left[True] if force.chance > 0]


def hours_of(rows: Any) -> tuple[Floats, Floats]:
    """Return the hours between which rows happened, counted from the day of ordinal 0."""
    start, end, minute = (
        np.asarray(rows[name]).astype(np.float64) for name in ("start", "end", "minute")
    )
    is_told = minute >= 0
    since = 24 * start + np.where(is_told, minute, 0) / 60
    return since, np.where(is_told, since + _MINUTE, 24 * (end + 1))


def hours(allowed: Duration) -> float:
    """Return a duration in hours, without rounding its hours up to a day.

    Examples
    --------
    >>> [hours(Duration.parse(text)) for text in ("PT6H", "P1DT12H", "P3D")]
    [6.0, 36.0, 72.0]
    """
    part = re.search(r"T(\d+)H$", allowed.text)
    if part is None:
        return 24.0 * allowed.days
    days = Duration.parse(allowed.text[: part.start()]).days if part.start() > 1 else 0
    return 24.0 * days + float(part[1])


def in_time(first: Force, since: float, until: float, allowed: float) -> float:
    """Return the chance that a response came within some hours after the first force.

    Parameters
    ----------
    first
        The first force.
    since, until
        The hours between which the response happened.
    allowed
        Hours.

    Examples
    --------
    >>> in_time(Force(0, 24, 1), 0, 24, 24)
    0.5
    >>> in_time(Force(10, 10 + 1 / 60, 1), 12, 12 + 1 / 60, 6)
    1.0
    """

    def below(gap: float) -> float:
        # The chance that the response came less than `gap` after: the area under a line in a box.
        corners = (since - first.until, until - first.until, since - first.since)
        whole = [max(gap - corner, 0) ** 2 for corner in (*corners, until - first.since)]
        return whole[0] - whole[1] - whole[2] + whole[3]

    box = 2 * (until - since) * (first.until - first.since)
    return round(min(1.0, max(0.0, (below(allowed) - below(0.0)) / box)), 6)


def answers(
    sight: Sight, picked: Picked, names: Sequence[tuple[str, str]], force: Sequence[Force]
) -> dict[int, Answer]:
    """Return which rows may be lawful responses, by their numbers, and to what.

    Force that a bearer began within `lawful_response` after force that those it is owed to began,
    in the zones of the norm. Of several that it may have answered, the likeliest counts; a row
    whose beginner is in doubt does not answer itself. Sources that do not say who began show no
    lawful response.
    """
    allowed = sight.observed.lawful_response
    if allowed is None or not force:
        return {}
    span = hours(allowed)
    ordered = sorted(force)
    begins = np.array([first.since for first in ordered])
    longest = max(first.until - first.since for first in ordered)
    since, until = hours_of(picked)
    found = {}
    for at in np.flatnonzero(picked["began"] > 0).tolist():
        low, high = np.searchsorted(begins, [since[at] - span - longest, until[at]]).tolist()
        answered = [
            Answer(
                first.row, first.chance * in_time(first, float(since[at]), float(until[at]), span)
            )
            for first in ordered[low:high]
            if first.row != names[at]
        ]
        likeliest = max(answered, default=None, key=lambda answer: answer.chance)
        if likeliest is not None and likeliest.chance > 0:
            found[at] = likeliest
    return found


def excused(picked: Picked, answered: Mapping[int, Answer]) -> Picked:
    """Return `picked`, lawful responses counting with the chance only that they were none.

    That is that the first force did not happen, or not before it, or too long before.
    """
    left = picked.copy()
    for at, answer in answered.items():
        left["chance"][at] *= 1 - answer.chance
    return left
