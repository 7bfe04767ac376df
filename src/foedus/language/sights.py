"""Does what a norm looks like on the ground hang together: zones, aliases, intensity, access."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from foedus.language.arrangement import Arrangement
from foedus.language.nodes import Path
from foedus.language.observation import Observation, Observed, Zone
from foedus.language.problems import did_you_mean

Wrong = tuple[Path, str, str, bool]
"""Path, message, fix, and whether it is the key that is wrong."""


def sights(a: Arrangement, someone: Sequence[str]) -> Iterator[Wrong]:
    """Yield what is wrong with `observation` and with each norm's `observed`."""
    seen = a.observation or Observation()
    if a.observation is not None:
        for party in seen.aliases:
            yield from _unknown(("observation", "aliases", party), party, someone, "party")
        yield from _of_several(seen.aliases)
        for name, zone in seen.zones.items():
            yield from _zone(zone, ("observation", "zones", name))
        for at, access in enumerate(seen.access):
            path: Path = ("observation", "access", at)
            yield from _unknown((*path, "zone"), access.zone, seen.zones, "zone")
            if access.until is not None and access.until < access.from_:
                yield (*path, "until"), "it ends before it begins", "", False
            if access.by is not None:
                yield from _unknown((*path, "by"), access.by, someone, "party")
    for name, norm in a.norms.items():
        if norm.observed is not None:
            bearers = norm.observed.actors or norm.bearer
            yield from _observed(a, seen, norm.observed, bearers, ("norms", name, "observed"))


def _of_several(aliases: Mapping[str, Sequence[str]]) -> Iterator[Wrong]:
    """Yield names that would make one row the act of two parties."""
    fix = "Write each name under the one party that bears it."
    each = [(party, at, name) for party, names in aliases.items() for at, name in enumerate(names)]
    for party, at, name in each:
        path: Path = ("observation", "aliases", party, at)
        if not any(map(str.isalnum, name)):
            yield path, f"{name!r} matches names of every party", fix, False
            continue
        for other, to, theirs in each:
            if other != party and fnmatchcase(_plain(theirs), _plain(name).replace("[", "[[]")):
                if _plain(theirs) == _plain(name) and (other, to) > (party, at):
                    continue  # told of the other
                message = f"{name!r} matches {theirs!r}, which is a name of {other}"
                yield path, message, fix, False
                break


def _plain(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _unknown(path: Path, name: str, known: Iterable[str], sort: str) -> Iterator[Wrong]:
    listed = list(known)
    if name not in listed:
        yield path, f"there is no {sort} {name!r}", did_you_mean(name, listed), False


def _zone(zone: Zone, path: Path) -> Iterator[Wrong]:
    shapes = ("polygon", "geojson", "file", "line", "countries", "units")
    given = [key for key in shapes if getattr(zone, key)]
    drawn = [key for key in given if key not in ("countries", "units")]
    if not given:
        fix = f"Write one of {', '.join(shapes)}."
        yield path, "this zone has no place", fix, True
    if len(drawn) > 1:
        message = f"a zone has one shape, and here stand {' and '.join(drawn)}"
        yield path, message, "Write two zones.", True
    if drawn and len(given) > len(drawn):
        message = "a zone is drawn, or named by countries and units, and not both"
        yield path, message, "Write two zones.", True
    if (zone.within_km is not None) != bool(zone.line):
        message = "'line' and 'within_km' belong together"
        yield path, message, "", True
    if zone.within_km is not None and not 0 < zone.within_km <= 2000:
        yield (*path, "within_km"), "a belt is from 0 to 2,000 kilometres wide", "", False
    if zone.polygon and len(zone.polygon) < 3:
        yield (*path, "polygon"), "a polygon needs at least three corners", "", False
    for key, corners in (
        ("polygon", [*zone.polygon, *zone.polygon[:1]]),
        ("line", zone.line),
    ):
        for at, (one, other) in enumerate(pairwise(corners)):
            if abs(one[0] - other[0]) > 180:
                message = f"from longitude {one[0]:g} to {other[0]:g} it leaps over half the earth"
                fix = (
                    "Where it crosses the date line write two zones, one up to 180 and one from "
                    "-180, and name both in the norm; else put corners between."
                )
                yield (*path, key, at), message, fix, False
    if zone.line and len(zone.line) < 2:
        yield (*path, "line"), "a line needs at least two places", "", False
    if zone.geojson is not None and not _is_shape(zone.geojson):
        fix = "Write {type: Polygon, coordinates: [...]} or MultiPolygon."
        yield (*path, "geojson"), "this is not the shape of an area", fix, False


def _is_shape(geojson: Mapping[str, Any]) -> bool:
    if geojson.get("type") not in ("Polygon", "MultiPolygon"):
        return False
    polygons = geojson.get("coordinates")
    polygons = [polygons] if geojson["type"] == "Polygon" else polygons
    try:
        rings = [ring for polygon in polygons or [] for ring in polygon]
        places = [(float(place[0]), float(place[1])) for ring in rings for place in ring]
        return (
            bool(rings)
            and all(len(ring) >= 4 for ring in rings)
            and all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in places)
        )
    except (TypeError, ValueError, IndexError, KeyError):
        return False


def _observed(
    a: Arrangement, seen: Observation, o: Observed, actors: Sequence[str], path: Path
) -> Iterator[Wrong]:
    for zone in o.zones:
        yield from _unknown((*path, "zones"), zone, seen.zones, "zone")
    for actor in actors:
        if actor not in seen.aliases:
            fix = did_you_mean(actor, list(seen.aliases)) or "Write observation: aliases:."
            message = f"{actor!r} has no aliases, so no source can name it"
            yield (*path, "actors") if o.actors else path, message, fix, not o.actors
    counts = [k for k in ("events", "deaths", "deaths_in_one") if getattr(o.at_least, k)]
    if len(counts) != 1:
        message = "say how many: one of events, deaths or deaths_in_one"
        yield (*path, "at_least"), message, "", True
    if not 1 <= o.at_least.in_days.days <= 366:
        yield (*path, "at_least", "in_days"), "it is counted over 1 to 366 days", "", False
    if o.until is not None and o.until < (o.from_ or a.as_of):
        yield (*path, "until"), "it ends before it begins", "", False
    if not 0 < o.alleged_from <= 1:
        yield (*path, "alleged_from"), "a chance lies between 0 and 1", "", False
    if o.precision and o.precision.km is not None and o.precision.km <= 0:
        yield (*path, "precision", "km"), "no place is known to within 0 km", "", False
    if o.alleged_by is not None:
        name = path[1]
        standing = [
            p
            for p in a.procedures.values()
            if p.opens.alleging == name and o.alleged_by in p.opens.by
        ]
        if not standing:
            message = f"{o.alleged_by!r} has no standing to allege a breach of {name!r}"
            yield (*path, "alleged_by"), message, "", False
