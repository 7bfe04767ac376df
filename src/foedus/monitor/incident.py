"""An incident as a source reports it, whatever the format it came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from json.encoder import encode_basestring
from typing import Any, NamedTuple, get_args

from foedus.language.observation import Kind

KINDS: tuple[str, ...] = get_args(Kind)
FORCE = frozenset({"force", "battle", "shelling", "air_strike", "explosion"})
NOT_TOLD = -1
"""Deaths where the source has no such number."""


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
        What happened, and the chance that it is of that kind.
    side_a, side_b
        Who took part, as spelt there; `side_a` is the one who acted where the source says so.
    a_began
        The chance, by the source, that `side_a` began it; ``None`` where it does not say who did.
    low, best, high
        Deaths; -1 where the source has no such number.
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

    def canonical(self) -> dict[str, Any]:
        """Return the incident as plain values with one written form each."""
        row = self._asdict()
        row["start"], row["end"] = self.start.isoformat(), self.end.isoformat()
        return row

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
        return hashlib.sha256(self.written().encode("utf-8", "surrogatepass")).hexdigest()

    def written(self) -> str:
        """Return the one written form of the canonical form, as `canonical_json` would write it."""
        return written(self, str, encode_basestring)


def written(row: Sequence[Any], day: Callable[[Any], str], text: Callable[[Any], str]) -> str:
    """Return the one written form of a row, its fields in the order of `Incident`.

    A finding hashes thousands of these, and the general writer takes most of that time; `day` and
    `text` say how days and texts are written, so that a caller who has many can remember them.
    """
    (
        source, id_, start, end, latitude, longitude, km, country, unit, subunit, place,
        kind, kind_chance, side_a, side_b, a_began, low, best, high, weapon, time,
    ) = row  # fmt: skip
    return (
        f'{{"a_began":{"null" if a_began is None else repr(a_began)},"best":{best},'
        f'"country":{text(country)},"end":"{day(end)}","high":{high},"id":{text(id_)},'
        f'"kind":{text(kind)},"kind_chance":{kind_chance!r},"km":{km!r},'
        f'"latitude":{"null" if latitude is None else repr(latitude)},'
        f'"longitude":{"null" if longitude is None else repr(longitude)},"low":{low},'
        f'"place":{text(place)},"side_a":{text(side_a)},"side_b":{text(side_b)},'
        f'"source":{text(source)},"start":"{day(start)}","subunit":{text(subunit)},'
        f'"time":{text(time)},"unit":{text(unit)},"weapon":{text(weapon)}}}'
    )


_ENCODED = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


def canonical_json(value: Any) -> str:
    """Return the one written form of plain values: sorted keys, no spaces, UTF-8 kept."""
    return _ENCODED(value)


def digest_of(value: Any) -> str:
    """Return the SHA-256 of the one written form of plain values, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()
