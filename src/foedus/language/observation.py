"""What a norm looks like on the ground: zones, actors, kinds, intensity, and who could look.

Every attribute is a key of the language, as in `foedus.language.arrangement`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from foedus.language.quantities import (
    SHAPE,
    Date,
    Duration,
    Estimate,
    Names,
    Number,
    Sources,
    _Written,
)

Kind = Literal[
    "force",
    "battle",
    "shelling",
    "air_strike",
    "explosion",
    "against_civilians",
    "non_state",
    "seizure",
    "deployment",
    "unrest",
    "access_denied",
    "jamming",
    "other",
]
"""What happened. ``force`` in a norm takes in battle, shelling, air_strike and explosion too; as
the kind of a row it says that the source does not tell these apart (UCDP: state-based)."""
ONE_DAY = Duration(1, "P1D")


def _place(value: object) -> tuple[float, float]:
    """Read a place, ``[longitude, latitude]`` in degrees."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ValueError(f"write a place as [longitude, latitude], not {value!r}")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise ValueError(f"write a place as two numbers, not {value!r}")
    longitude, latitude = float(value[0]), float(value[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"{value!r} is no place: longitude comes first, then latitude")
    return longitude, latitude


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100_000:
        raise ValueError(f"write a whole number from 1 to 100,000, not {value!r}")
    return value


Place = Annotated[
    tuple[float, float],
    _Written(_place, lambda: {"type": "array", "items": {"type": "number"}, "maxItems": 2}),
]
"""Longitude and latitude in degrees."""
Count = Annotated[int, _Written(_count, lambda: {"type": "integer", "minimum": 1})]
"""A whole number above zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A piece of ground: a polygon, a belt along a line, or named countries or units."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    label: str = ""
    """The zone in a few words."""
    polygon: tuple[Place, ...] = ()
    """Its corners, as longitude and latitude."""
    geojson: Mapping[str, Any] | None = None
    """Its shape as a GeoJSON Polygon or MultiPolygon, holes included."""
    file: str = ""
    """A file of GeoJSON polygons, beside the case."""
    line: tuple[Place, ...] = ()
    """A line on the ground; the zone is what lies within `within_km` of it."""
    within_km: Number | None = None
    """How far from the line the zone reaches, in kilometres."""
    countries: Names = ()
    """Countries, as the sources spell them."""
    units: Names = ()
    """Administrative units of the first or second order, as the sources spell them."""
    viewpoint: str = ""
    """Whose boundary this is, as of when, and how exact it is."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How well observers could see a zone on given days."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    zone: str
    """The zone."""
    access: Literal["full", "limited", "blocked", "jammed"]
    """How far observers could go there, or whether their instruments were jammed."""
    from_: Date
    """The first day."""
    until: Date | None = None
    """The last day; that same day when left out."""
    by: str | None = None
    """Who barred or jammed them, where that is known."""
    note: str = ""
    """What is known of it."""
    source: Sources = ()
    """Ids of sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the arrangement's terms are called on the ground and in the sources."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    aliases: Mapping[str, Names] = field(default_factory=dict)
    """For each party, its names in the sources; ``*`` stands for any text."""
    zones: Mapping[str, Zone] = field(default_factory=dict)
    """Zones by id."""
    access: tuple[Access, ...] = ()
    """What is known of the observers' access."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity:
    """How much it takes before the norm counts as broken."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    events: Count | None = None
    """At least so many events in the time `in_days`."""
    deaths: Count | None = None
    """At least so many deaths in the time `in_days`."""
    deaths_in_one: Count | None = None
    """A single event with at least so many deaths."""
    in_days: Duration = ONE_DAY
    """The length of the time that is counted over."""


ONE_EVENT = Intensity(events=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How exact a row must be in order to count."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    km: Number | None = None
    """Its place is known to within so many kilometres."""
    days: Count | None = None
    """Its date is known to within so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Which incidents, where, by whom and how many, are evidence that a norm was broken."""

    __pydantic_config__: ClassVar[Any] = SHAPE

    zones: Names = ()
    """Where: ids of zones; anywhere when left out."""
    actors: Names = ()
    """Whose part in an incident counts: parties that have aliases; the bearers when left out."""
    kinds: tuple[Kind, ...] = ()
    """What happened; any kind of violence when left out."""
    weapons: Names = ()
    """Only incidents in which one of these is named; ``*`` stands for any text."""
    at_least: Intensity = ONE_EVENT
    """How much it takes; one event on a day when left out."""
    from_: Date | None = None
    """The first day on which it counts; the first day of the arrangement when left out."""
    until: Date | None = None
    """The last day on which it counts."""
    lawful_response: Duration | None = None
    """An exception: force within this time after force by those it is owed to does not count."""
    precision: Precision | None = None
    """How exact a row must be; a row that is not is listed, and not counted."""
    attribution: Estimate | None = None
    """Chance that the bearer began it, where a source names the sides and not who began."""
    alleged_by: str | None = None
    """Who alleges the breach as soon as a finding reaches `alleged_from`; nobody when left out."""
    alleged_from: Number = 0.95
    """The chance from which `alleged_by` alleges."""
    source: Sources = ()
    """Ids of sources."""
