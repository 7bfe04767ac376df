"""Zones on the ground: the chance that a row lies in one, its place being more or less exact.

A row whose point may be some kilometres off is spread evenly over the disc of that radius, and the
chance is the share of the disc that lies in the zone. Distances are taken on a plane that touches
the earth at the row (equirectangular), which over 100 km is wrong by some tens of metres.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.language.observation import Zone
from foedus.monitor.columns import Chunk, Texts
from foedus.monitor.compiled import compiled

Floats = NDArray[np.float64]
KM_PER_DEGREE = 6371.0088 * np.pi / 180
EXACT_KM = 2.0
"""A point known to within so many kilometres is taken to be where it is."""
SAMPLES = 256
"""Points that a disc is sampled at."""
_NOWHERE = 2000.0
"""A point that may be further off than this tells nothing of where the row is."""


class BadShapeError(ValueError):
    """A GeoJSON file that holds no area; the message says why."""


@dataclass(frozen=True)
class Ground:
    """A zone ready to be asked.

    Parameters
    ----------
    name
        Its id.
    zone
        What was written.
    rings
        Corners of its polygons, holes included, as arrays n × 2 of longitude and latitude.
    """

    name: str
    zone: Zone
    rings: tuple[Floats, ...] = ()

    @cached_property
    def drawn(self) -> bool:
        """Whether it has a shape, and is not named by countries and units."""
        return bool(self.rings) or bool(self.zone.line)

    @cached_property
    def line(self) -> Floats:
        """The line that it is a belt along, n × 2."""
        return np.array(self.zone.line, dtype=np.float64).reshape(-1, 2)

    @cached_property
    def _edges(self) -> Floats:
        parts = [np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in self.rings]
        return np.vstack(parts) if parts else np.zeros((0, 4))

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of its shape."""
        places = np.vstack([*self.rings, self.line]) if self.rings else self.line
        west, south = places.min(axis=0).tolist()
        east, north = places.max(axis=0).tolist()
        return west, south, east, north

    def chances(self, chunk: Chunk, at: NDArray[np.int64]) -> Floats:
        """Return for rows `at` of a chunk the chance that they lie in the zone."""
        return self._by_shape(chunk, at) if self.drawn else self._by_name(chunk, at)

    def _by_name(self, chunk: Chunk, at: NDArray[np.int64]) -> Floats:
        rows = chunk.rows.at(at)
        inside = np.ones(len(at))
        if self.zone.countries:
            inside *= _named(chunk.texts, rows["country"], self.zone.countries)
        if self.zone.units:
            unit = _named(chunk.texts, rows["unit"], self.zone.units)
            inside *= np.maximum(unit, _named(chunk.texts, rows["subunit"], self.zone.units))
        return inside

    def near(self, chunk: Chunk, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of the rows `at` may lie in the zone's shape, by its box."""
        rows = chunk.rows
        within = self.zone.within_km or 0.0
        return _by_box(rows["longitude"], rows["latitude"], rows["km"], at, self.box, within)

    def _by_shape(self, chunk: Chunk, at: NDArray[np.int64]) -> Floats:
        chance = np.zeros(len(at))
        picked = np.flatnonzero(self.near(chunk, at))
        rows = chunk.rows.at(at[picked])
        x, y, km = (rows[name].astype(np.float64) for name in ("longitude", "latitude", "km"))
        within = self.zone.within_km or 0.0
        chance[picked] = _share(x, y, km, self._edges, self.line, within, _disc())
        return chance


def ground(name: str, zone: Zone, shapes: Mapping[str, str]) -> Ground:
    """Return a zone ready to be asked.

    Parameters
    ----------
    name, zone
        The zone.
    shapes
        The text of the GeoJSON files that zones name, by the name of the file.

    Raises
    ------
    BadShapeError
        When such a file holds no area.
    """
    if zone.polygon:
        return Ground(name, zone, (np.array(zone.polygon, dtype=np.float64),))
    if zone.geojson is not None:
        return Ground(name, zone, _rings(zone.geojson, name))
    if zone.file:
        if zone.file not in shapes:
            raise BadShapeError(f"zone {name!r}: there is no file {zone.file!r} beside the case")
        try:
            return Ground(name, zone, _rings(json.loads(shapes[zone.file]), zone.file))
        except ValueError as error:
            raise BadShapeError(f"{zone.file}: this is not GeoJSON: {error}") from None
    return Ground(name, zone)


def _rings(shape: Mapping[str, Any], name: str) -> tuple[Floats, ...]:
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind == "FeatureCollection":
        return tuple(r for part in shape["features"] for r in _rings(part["geometry"], name))
    if kind == "Feature":
        return _rings(shape["geometry"], name)
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadShapeError(f"{name}: {kind or 'this'} is not the shape of an area")
    polygons = shape["coordinates"] if kind == "MultiPolygon" else [shape["coordinates"]]
    try:
        rings = tuple(
            np.array([place[:2] for place in ring], dtype=np.float64).reshape(-1, 2)
            for polygon in polygons
            for ring in polygon
        )
    except (ValueError, TypeError):
        raise BadShapeError(f"{name}: its corners are not pairs of numbers") from None
    if not rings or any(len(ring) < 4 or not np.isfinite(ring).all() for ring in rings):
        raise BadShapeError(f"{name}: a ring needs at least four places")
    if any((np.abs(r[:, 1]) > 90).any() or (np.abs(r[:, 0]) > 180).any() for r in rings):
        raise BadShapeError(f"{name}: its corners are not longitudes and latitudes in degrees")
    return rings


def _named(texts: Texts, codes: Any, names: Sequence[str]) -> Floats:
    wanted = {name.casefold() for name in names}
    used, back = np.unique(codes, return_inverse=True)
    found = [float(texts[code].casefold() in wanted) for code in used.tolist()]
    return np.array(found, dtype=np.float64)[back]


@cache
def _disc() -> Floats:
    """Return points spread evenly over the unit disc (a sunflower), n × 2."""
    number = np.arange(SAMPLES) + 0.5
    radius, angle = np.sqrt(number / SAMPLES), number * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


@compiled
def _by_box(
    x: Floats,
    y: Floats,
    km: NDArray[np.float32],
    at: NDArray[np.int64],
    box: tuple[float, float, float, float],
    within: float,
) -> NDArray[np.bool_]:
    west, south, east, north = box
    near = np.zeros(len(at), dtype=np.bool_)
    for number in range(len(at)):
        row = at[number]
        up = (km[row] + within) / 111.19508
        if not (south - up <= y[row] <= north + up and km[row] < _NOWHERE):
            continue
        across = up / max(np.cos(np.radians(min(abs(y[row]) + up, 89.0))), 0.02)
        near[number] = west - across <= x[row] <= east + across
    return near


@compiled
def _inside(x: float, y: float, edges: Floats) -> bool:
    """Whether a point lies in the polygons: an odd number of edges lie to its east."""
    odd = False
    for edge in range(len(edges)):
        x1, y1, x2, y2 = edges[edge, 0], edges[edge, 1], edges[edge, 2], edges[edge, 3]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


@compiled
def _distance(x: float, y: float, line: Floats) -> float:
    """Return the distance of a point from a line, in kilometres."""
    wide = 111.19508 * np.cos(np.radians(y))
    nearest = np.inf
    for part in range(len(line) - 1):
        ax, ay = (line[part, 0] - x) * wide, (line[part, 1] - y) * 111.19508
        bx, by = (line[part + 1, 0] - x) * wide, (line[part + 1, 1] - y) * 111.19508
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        along = 0.0
        if length > 0:
            along = min(1.0, max(0.0, -(ax * dx + ay * dy) / length))
        px, py = ax + along * dx, ay + along * dy
        nearest = min(nearest, np.sqrt(px * px + py * py))
    return nearest


@compiled
def _share(
    x: Floats,
    y: Floats,
    km: Floats,
    edges: Floats,
    line: Floats,
    within: float,
    disc: Floats,
) -> Floats:
    share = np.zeros(len(x))
    for row in range(len(x)):
        samples = len(disc) if km[row] > 2.0 else 1
        up = km[row] / 111.19508 if samples > 1 else 0.0
        across = up / max(np.cos(np.radians(y[row])), 0.02)
        inside = 0
        for point in range(samples):
            px = x[row] + disc[point, 0] * across
            py = y[row] + disc[point, 1] * up
            if len(edges) > 0:
                inside += _inside(px, py, edges)
            else:
                inside += _distance(px, py, line) <= within
        share[row] = inside / samples
    return share
