"""Zones on the ground: the chance that a row lies in one, its place being more or less exact.

A row whose point may be some kilometres off is spread evenly over the disc of that radius, and the
chance is the share of the disc that lies in the zone. Distances are taken on a plane that touches
the earth at the row (equirectangular), which over 100 km is wrong by some tens of metres.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from foedus.language import Zone
from foedus.monitor.crs import other_crs

Floats = NDArray[np.float64]
KM_PER_DEGREE = 6371.0088 * np.pi / 180
NOWHERE = 2000.0
"""A point that may be further off than this tells nothing of where the row is."""
_CORNERS = 128
"""Corners of the polygon that a disc is reckoned as."""
_STEP = 0.1
"""Degrees over which the width of a belt is reckoned with one scale."""
_SLIGHT = 0.01
"""The share of an area by which mending an outline may change it."""


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
    shape
        Its area in degrees; none where it is named by countries and units.
    """

    name: str
    zone: Zone
    shape: Any = None

    @property
    def drawn(self) -> bool:
        """Whether it has a shape, and is not named by countries and units."""
        return self.shape is not None

    @cached_property
    def line(self) -> Floats:
        """The line that it is a belt along, n × 2."""
        return np.array(self.zone.line, dtype=np.float64).reshape(-1, 2)

    @cached_property
    def rings(self) -> tuple[Floats, ...]:
        """The outlines of its areas, holes included, as arrays n × 2."""
        parts = shapely.get_rings(shapely.get_parts(self.shape)) if self.drawn else []
        return tuple(shapely.get_coordinates(ring) for ring in parts)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of its shape."""
        west, south, east, north = self.shape.bounds
        return west, south, east, north

    def near(self) -> pl.Expr:
        """Return which rows may lie in the zone, by its box or by its names."""
        if not self.drawn:
            return self._named()
        west, south, east, north = self.box
        latitude, longitude = pl.col("latitude"), pl.col("longitude")
        up = pl.col("km") / KM_PER_DEGREE
        widest = (latitude.abs() + up).clip(0, 89).radians().cos()
        across = up / widest
        return (
            (pl.col("km") < NOWHERE)
            & latitude.is_between(south - up, north + up)
            & longitude.is_between(west - across, east + across)
        ).fill_null(False)

    def _named(self) -> pl.Expr:
        named = pl.lit(True)
        if self.zone.countries:
            named &= _in("country", self.zone.countries)
        if self.zone.units:
            named &= _in("unit", self.zone.units) | _in("subunit", self.zone.units)
        return named

    def chances(self, rows: pl.DataFrame) -> Floats:
        """Return for each row the chance that it lies in the zone."""
        near = rows.select(self.near()).to_series().to_numpy()
        if not self.drawn:
            return near.astype(np.float64)
        found = np.zeros(len(rows))
        places = rows.filter(near).select("longitude", "latitude", "km").to_numpy()
        distinct, back = np.unique(places, axis=0, return_inverse=True)
        found[near] = self._shares(distinct)[back.reshape(-1)]
        return found

    def _shares(self, places: Floats) -> Floats:
        """Return the share of the disc about each place that lies in the zone."""
        x, y, km = places.T
        shapely.prepare(self.shape)
        shares: Floats = shapely.intersects_xy(self.shape, x, y).astype(np.float64)
        x, y, up = x[km > 0], y[km > 0], km[km > 0] / KM_PER_DEGREE
        across = up / np.maximum(np.cos(np.radians(y)), 0.02)
        boxes = shapely.box(x - across, y - up, x + across, y + up)
        inside = shapely.contains_properly(self.shape, boxes)
        share = inside.astype(np.float64)
        cut = np.flatnonzero(~inside & shapely.intersects(self.shape, boxes))
        discs = _discs(x[cut], y[cut], across[cut], up[cut])
        common = shapely.area(shapely.intersection(discs, self.shape))
        share[cut] = common / shapely.area(discs)
        shares[km > 0] = np.round(np.clip(share, 0, 1), 6)
        return shares


def united(grounds: Sequence[Ground]) -> tuple[Ground, ...]:
    """Return zones with all that are drawn as one: a disc may lie half in each of two.

    One that is named by countries and units holds a row or does not, and stays by itself.
    """
    drawn = [zone for zone in grounds if zone.drawn]
    if len(drawn) < 2:
        return tuple(grounds)
    whole = replace(drawn[0], shape=shapely.union_all([zone.shape for zone in drawn]))
    return (whole, *(zone for zone in grounds if not zone.drawn))


def _discs(x: Floats, y: Floats, across: Floats, up: Floats) -> Any:
    """Return discs about places, as polygons in degrees."""
    turn = 2 * np.pi * np.arange(_CORNERS) / _CORNERS
    corners = np.stack(
        [
            x[:, None] + across[:, None] * np.cos(turn),
            y[:, None] + up[:, None] * np.sin(turn),
        ],
        axis=2,
    )
    return shapely.polygons(corners)


def _in(column: str, names: Sequence[str]) -> pl.Expr:
    return pl.col(column).str.to_lowercase().is_in([name.lower() for name in names])


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
        return Ground(
            name, zone, _sound(shapely.polygons(np.array(zone.polygon)), f"zone {name!r}")
        )
    if zone.line:
        return Ground(name, zone, _belt(zone.line, zone.within_km or 0.0))
    if zone.geojson is not None:
        return Ground(name, zone, _area(zone.geojson, name))
    if zone.file:
        if zone.file not in shapes:
            raise BadShapeError(f"zone {name!r}: there is no file {zone.file!r} beside the case")
        try:
            return Ground(name, zone, _area(json.loads(shapes[zone.file]), zone.file))
        except json.JSONDecodeError as error:
            raise BadShapeError(f"{zone.file}: this is not GeoJSON: {error}") from None
    return Ground(name, zone)


def _refuse_over_date_line(rings: Sequence[Floats], name: str) -> None:
    """Refuse what leaps over half the earth: it means the short way, and would be read the long."""
    for corners in rings:
        leaps = np.flatnonzero(np.abs(np.diff(corners[:, 0])) > 180)
        if len(leaps):
            one, other = corners[leaps[0], 0], corners[leaps[0] + 1, 0]
            raise BadShapeError(
                f"{name}: from the corner at longitude {one:g} to the next at {other:g} it leaps "
                "over more than 180 degrees. Where it crosses the date line write two zones, one "
                "up to 180 and one from -180, and name both in the norm; else put corners between"
            )


def _belt(line: Sequence[tuple[float, float]], km: float) -> Any:
    """Return what lies within some kilometres of a line, each piece by the scale where it is."""
    return shapely.union_all([piece for ends in pairwise(line) for piece in _pieces(*ends, km)])


def _pieces(start: tuple[float, float], end: tuple[float, float], km: float) -> Iterator[Any]:
    (x1, y1), (x2, y2) = start, end
    many = max(1, math.ceil(max(abs(x2 - x1), abs(y2 - y1)) / _STEP))
    for n in range(many):
        low, high = n / many, (n + 1) / many
        ends = [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for t in (low, high)]
        scale = np.array(
            [KM_PER_DEGREE * math.cos(math.radians((ends[0][1] + ends[1][1]) / 2)), KM_PER_DEGREE]
        )
        buffered = shapely.buffer(shapely.linestrings(np.array(ends) * scale), km, quad_segs=32)
        yield shapely.transform(buffered, lambda corners, scale=scale: corners / scale)


def _area(shape: Any, name: str) -> Any:
    """Return the areas of GeoJSON as one shape."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind and (by := other_crs(shape)):
        raise BadShapeError(f"{name}: its coordinates are in {by}. Export it in WGS 84 (EPSG:4326)")
    if kind == "FeatureCollection":
        return shapely.union_all([_area(part["geometry"], name) for part in shape["features"]])
    if kind == "Feature":
        return _area(shape["geometry"], name)
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadShapeError(f"{name}: {kind or 'this'} is not the shape of an area")
    try:
        area = shapely.force_2d(shapely.geometry.shape(shape))
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        few = "at least 4" in str(error) or "linearring" in str(error).lower()
        why = "a ring needs at least four places" if few else "its corners are not pairs of numbers"
        raise BadShapeError(f"{name}: {why}") from None
    corners = shapely.get_coordinates(area)
    if area.is_empty or not np.isfinite(corners).all():
        raise BadShapeError(f"{name}: a ring needs at least four places")
    if (np.abs(corners[:, 1]) > 90).any() or (np.abs(corners[:, 0]) > 180).any():
        raise BadShapeError(f"{name}: its corners are not longitudes and latitudes in degrees")
    rings = shapely.get_rings(shapely.get_parts(area))
    _refuse_over_date_line([shapely.get_coordinates(ring) for ring in rings], name)
    return _sound(area, name)


def _sound(area: Any, name: str) -> Any:
    """Return an area as a valid one; refuse one whose sides cross, of which half would be lost.

    What is slightly wrong, as outlines from satellites are, is mended: that moves next to nothing.
    """
    for ring in shapely.get_rings(shapely.get_parts(area)):
        drawn = shapely.polygons(ring)
        whole, mended = shapely.area(drawn), shapely.area(shapely.make_valid(drawn))
        if abs(mended - whole) > _SLIGHT * max(mended, whole):
            at = ", ".join(re.findall(r"-?[0-9.]+", shapely.is_valid_reason(drawn)))
            raise BadShapeError(
                f"{name}: its sides cross at {at}. Write its corners in order, as one walks around"
            )
    # A hole that shares a side with the outline is no hole to a reader of OGC, and means one.
    return shapely.union_all([_without_holes(part) for part in shapely.get_parts(area)])


def _without_holes(part: Any) -> Any:
    outline, *holes = (shapely.make_valid(shapely.polygons(r)) for r in shapely.get_rings(part))
    return shapely.difference(outline, shapely.union_all(holes)) if holes else outline
