"""Access: where and when anyone could look. What was not seen is not peace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.language import Access, Arrangement, Observation
from foedus.monitor.incident import digest_of
from foedus.monitor.sighting import PICKED, Picked, Sight

UNRECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Watched:
    """On how many days of a period observers had which access to some zones."""

    days: Mapping[str, int]

    @property
    def unseen(self) -> int:
        """Days on which they were kept out, hindered, or for which nothing is recorded."""
        return sum(count for state, count in self.days.items() if state != "full")

    def sentence(self) -> str:
        """Return it in words.

        Examples
        --------
        >>> Watched({"full": 2, "blocked": 1}).sentence()
        'access of observers: full on 2 days, blocked on 1 day'
        """
        if set(self.days) == {UNRECORDED}:
            return "access of observers: not recorded, so that few records are no sign of quiet"
        parts = [
            f"{state} on {n:,} {'day' if n == 1 else 'days'}" for state, n in self.days.items() if n
        ]
        return f"access of observers: {', '.join(parts)}"


def all_access(a: Arrangement, entered: Iterable[Mapping[str, Any]]) -> list[Access]:
    """Return what is known of access: from the arrangement, and as entered into the ledger."""
    written = list((a.observation or Observation()).access)
    for body in entered:
        written.append(
            Access(
                zone=body["zone"],
                access=body["access"],
                from_=date.fromisoformat(body["from"]),
                until=date.fromisoformat(body["until"]),
                by=body["by"] or None,
                note=body["note"],
            )
        )
    return sorted(written, key=lambda x: (x.from_, x.until or x.from_, x.zone, x.access))


def watched(access: Sequence[Access], zones: Sequence[str], first: int, last: int) -> Watched:
    """Return on how many days from `first` to `last` (ordinals) the zones could be seen.

    For several zones the worst access to any of them counts, a zone without a record being worse
    than full access and better than limited.
    """
    return told_of(states(access, zones, first, last))


_RANK = {"full": 0, UNRECORDED: 1, "limited": 2, "blocked": 3, "jammed": 4}
SHUT = _RANK["blocked"]
"""From here on nobody could look."""


def states(
    access: Sequence[Access], zones: Sequence[str], first: int, last: int
) -> NDArray[np.int64]:
    """Return how far the zones could be seen on each day, as a number; see `told_of`."""
    if not access:
        return np.full(last - first + 1, _RANK[UNRECORDED], dtype=np.int64)
    worst = np.zeros(last - first + 1, dtype=np.int64)
    for zone in zones or sorted({entry.zone for entry in access}):
        state = np.full(last - first + 1, -1, dtype=np.int64)
        for entry in access:
            if entry.zone != zone:
                continue
            low = max(entry.from_.toordinal(), first) - first
            high = min((entry.until or entry.from_).toordinal(), last) - first
            if low <= high:
                part = state[low : high + 1]
                np.maximum(part, _RANK[entry.access], out=part)
        state[state < 0] = _RANK[UNRECORDED]
        np.maximum(worst, state, out=worst)
    return worst


def told_of(state: NDArray[np.int64]) -> Watched:
    """Return on how many of some days observers had which access."""
    named = {number: name for name, number in _RANK.items()}
    counts = np.bincount(state, minlength=len(_RANK))
    return Watched({named[n]: int(counts[n]) for n in sorted(named) if counts[n]})


_AS_KIND = {"blocked": "access_denied", "jammed": "jamming"}


def as_breaches(sight: Sight, access: Sequence[Access]) -> tuple[Picked, list[Access]]:
    """Return the access that itself breaks a norm: a bearer barred or jammed observers there.

    Where nobody is named as having barred them, nobody is alleged to have: that they were barred
    is told beside every count (`unattributed`).
    """
    kinds: set[str] = set(sight.observed.kinds)
    found = [e for e in _barred(sight, access, kinds) if e.by in sight.parties]
    picked = np.zeros(len(found), dtype=PICKED)
    for at, entry in enumerate(found):
        row = picked[at]
        row["chance"] = row["began"] = 1
        row["start"] = entry.from_.toordinal()
        row["end"] = (entry.until or entry.from_).toordinal()
        row["minute"] = -1
        row["low"] = row["best"] = row["high"] = -1
        row["row"] = at
    return picked, found


def _barred(sight: Sight, access: Sequence[Access], kinds: set[str]) -> Iterator[Access]:
    zones = sight.observed.zones
    for entry in access:
        first, last = entry.from_.toordinal(), (entry.until or entry.from_).toordinal()
        if _AS_KIND.get(entry.access) not in kinds or (zones and entry.zone not in zones):
            continue
        if first <= sight.last and last >= sight.first:
            yield entry


def unattributed(sight: Sight, access: Sequence[Access]) -> int:
    """Return on how many days observers were barred in the zones of a norm, nobody said by whom."""
    days: set[int] = set()
    for entry in _barred(sight, access, set(sight.observed.kinds)):
        if entry.by is None:
            first, last = entry.from_.toordinal(), (entry.until or entry.from_).toordinal()
            days.update(range(max(first, sight.first), min(last, sight.last) + 1))
    return len(days)


def access_digest(entry: Access) -> str:
    """Return the digest of an access entry, as a finding rests on it."""
    until = entry.until or entry.from_
    return digest_of(
        [entry.zone, entry.access, entry.from_.isoformat(), until.isoformat(), entry.by, entry.note]
    )
