"""Faults of one draft that the other has as well, only later than the horizon of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from foedus.loopholes.catalogue import Outcome, examine
from foedus.loopholes.faults_compared import Faults, laid
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.properties import CATALOGUE
from foedus.loopholes.room import days
from foedus.process import Process
from foedus.process.exploration import MOST_STATES


class Beyond(NamedTuple):
    """What becomes of faults that one draft alone has within the horizon.

    Parameters
    ----------
    only
        Those that the other draft has at no time that was looked at.
    later
        Those that it has after its horizon, each with the last day of that.
    undecided
        Ids of the properties whose search so far was given up.
    """

    only: Faults
    later: tuple[tuple[Loophole, date], ...]
    undecided: tuple[str, ...]


def beyond(
    one: Process, other: Process, only: Faults, outcomes: Mapping[str, Outcome], reach: int
) -> Beyond:
    """Look for faults of one draft in the other, beyond the horizon of its file.

    Parameters
    ----------
    one, other
        The drafts, with the names of the one.
    only
        The faults that only the one has within its horizon.
    outcomes
        What was found of their properties in the other.
    reach
        How many days have to be followed for all that either of them speaks of.
    """
    a = other.arrangement
    if reach <= a.horizon.days:
        return Beyond(only, (), ())
    inquiry = Inquiry(Process(replace(a, horizon=days(reach))), MOST_STATES)
    asked = dict.fromkeys(h.id for h in only if outcomes[h.id] != "undecided")
    told = {name: examine(inquiry, CATALOGUE[name]) for name in asked}
    found = [hole for verdict in told.values() for hole in verdict.loopholes]
    left = laid(one, other, only, found).gone
    end = other.date_of(a.horizon.days)
    return Beyond(
        left,
        tuple((hole, end) for hole in only if hole not in left),
        tuple(name for name, verdict in told.items() if verdict.outcome == "undecided"),
    )
