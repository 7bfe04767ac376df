"""An incident as a source reports it, whatever the format it came in."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, NamedTuple, get_args

from foedus.language import Kind

KINDS: tuple[str, ...] = get_args(Kind)
FORCE = frozenset({"force", "battle", "shelling", "air_strike", "explosion"})
NOT_TOLD = -1
"""Deaths where the source has no such number."""
_COUNTS = ("low", "best", "high", "deaths_a", "deaths_b", "civilians")


class Incident(NamedTuple):
    """One row of a source, read.

    Parameters
    ----------
    source
        The id of the source: ``ucdp-ged``, ``acled``, ...
    id
        Its id there.
    start, end
        The first and last day on which it may have happened.
    time
        The time of day, ``HH:MM``, where the source tells it; empty where not.
    latitude, longitude
        Degrees; ``None`` where the source gives no point.
    km
        How far the point may be from the place, in kilometres.
    country, unit, subunit, place
        Country, administrative units of first and second order, and the place, as spelt there.
    kind, kind_chance
        What happened (``battle+seizure`` where it is two things), and the chance that it is so.
    kind_chances
        The chance of each kind, where they differ: ``force=0.99 shelling=0.9``; empty where not.
    side_a, side_b
        Who took part, as spelt there; `side_a` is the one who acted where the source says so.
    a_began, b_began
        The chance, by the source, that each began it; ``None`` where it does not say who did.
    a_seized
        The chance, by the source, that `side_a` took the ground, where ground was taken.
    low, best, high
        Deaths; -1 where the source has no such number.
    deaths_a, deaths_b, civilians
        Deaths of each side and of civilians; -1 where the source has no such number.
    weapon
        What was used, in the source's words.
    """

    source: str
    id: str
    start: date
    end: date
    latitude: float | None = None
    longitude: float | None = None
    km: float = 0.0
    country: str = ""
    unit: str = ""
    subunit: str = ""
    place: str = ""
    kind: str = "other"
    kind_chance: float = 1.0
    side_a: str = ""
    side_b: str = ""
    a_began: float | None = None
    low: int = NOT_TOLD
    best: int = NOT_TOLD
    high: int = NOT_TOLD
    weapon: str = ""
    time: str = ""
    b_began: float | None = None
    a_seized: float | None = None
    deaths_a: int = NOT_TOLD
    deaths_b: int = NOT_TOLD
    civilians: int = NOT_TOLD
    kind_chances: str = ""

    def canonical(self) -> dict[str, Any]:
        """Return the incident as plain values with one written form each."""
        row = self._asdict()
        row["start"], row["end"] = self.start.isoformat(), self.end.isoformat()
        if not self.kind_chances:
            del row["kind_chances"]
        return row

    def plain(self) -> dict[str, Any]:
        """Return the incident for other programs: a count that its source does not tell is none.

        Examples
        --------
        >>> day = date(2020, 7, 27)
        >>> said = Incident(source="s", id="1", start=day, end=day, best=2).plain()
        >>> said["best"], said["civilians"]
        (2, None)
        """
        row = self.canonical()
        return row | dict.fromkeys(name for name in _COUNTS if row[name] == NOT_TOLD)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form: what a finding rests on.

        Examples
        --------
        >>> day = date(2020, 7, 27)
        >>> row = Incident(source="s", id="1", start=day, end=day)
        >>> row.digest == Incident(source="s", id="1", start=day, end=day).digest
        True
        """
        return digest_of(self.canonical())


_ENCODED = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


def canonical_json(value: Any) -> str:
    """Return the one written form of plain values: sorted keys, no spaces, UTF-8 kept."""
    return _ENCODED(value)


def sha256_of(value: Any) -> bytes:
    """Return the SHA-256 of the one written form of plain values."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).digest()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the one written form of plain values, in hexadecimal."""
    return sha256_of(value).hex()
