"""The rounds of accession to NATO, member by member, as far as their dates are known.

Rows and the source of each are in ``records/``: official registers of treaties, parliaments and
press reports for rounds since 1997, dates from memory before. ``seen`` says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from foedus.evidence.durations import Floats
from foedus.evidence.records import rows


@dataclass(frozen=True, slots=True)
class Round:
    """One round of accession, from signature of the protocol.

    Attributes
    ----------
    id, candidates
        Which round.
    signed
        The day on which the protocol was signed.
    days
        From signature until it entered into force, that is until the slowest member.
    members
        How many had to ratify.
    seen
        Whether the dates were read, partly recalled or recalled.
    source
        Where.
    """

    id: str
    candidates: str
    signed: date
    days: int
    members: int
    seen: str
    source: str

    @property
    def ended(self) -> date:
        """The day on which the protocol entered into force."""
        return self.signed + timedelta(days=self.days)


@cache
def rounds() -> dict[str, Round]:
    """Return the ten rounds of accession, oldest first.

    Examples
    --------
    >>> rounds()["2022-SWE"].days
    611
    """
    return {r["round"]: _round(r) for r in rows("nato_rounds")}


def _round(row: dict[str, str]) -> Round:
    signed, in_force = (date.fromisoformat(row[key]) for key in ("signed", "in_force"))
    days, members = (in_force - signed).days, int(row["members"])
    return Round(row["round"], row["candidates"], signed, days, members, row["seen"], row["source"])


def intervals(name: str, without: tuple[str, ...] = ()) -> tuple[Floats, Floats]:
    """Return for every member of a round between which days it ratified.

    A member with no row of its own did so between signature and entry into force.

    Raises
    ------
    KeyError
        When there is no such round.

    Parameters
    ----------
    name
        The round.
    without
        Members to leave out.

    Returns
    -------
    two arrays of shape (members,)
        Days since signature; the second is the first day on which it had certainly ratified.
    """
    round_ = rounds()[name]
    known = {r["member"]: r for r in rows("nato_ratifications") if r["round"] == name}
    spans = [span_days(r, round_.signed) for member, r in known.items() if member not in without]
    unseen = round_.members - len(known)
    spans += [(0.0, round_.days + 1.0)] * unseen
    low, high = np.array(spans, float).T
    return low, high


def span_days(row: dict[str, str], signed: date) -> tuple[float, float]:
    """Return the days since signature between which a row's member ratified."""
    first, last = (date.fromisoformat(row[key]) for key in ("earliest", "latest"))
    return float((first - signed).days), float((last - signed).days + 1)


def refusals() -> tuple[int, int]:
    """Return how many ratifications that members had signed for were refused, and of how many.

    Counted once for each member and round; the seven candidates of 2003 were one round, and so were
    Finland and Sweden for the members that voted on both together.

    Examples
    --------
    >>> refusals()
    (0, 189)
    """
    return 0, sum(r.members for r in rounds().values() if r.id != "2022-SWE")
