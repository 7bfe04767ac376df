"""A map of incidents in the zones of an arrangement: shapes of the case alone, nothing fetched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from foedus.monitor import KM_PER_DEGREE, NOWHERE, Ground
from foedus.views.timeline import WIDE_CHART, inline, titled
from foedus.views.watch import printable

_MOST_NAMES = 14
MOST_KM = NOWHERE
"""A place that may be further off than this tells nothing, and is counted in the words above."""
_POINT_KM = 2.0
"""A place that is known to within so much is drawn as a point: its ring would be no larger."""
_PLACED_KM = 100.0
"""A place that may be further off than this moves no edge of the map; its ring may leave it."""
_MOST_DISCS = 1500
_LONGEST = 40
"""Characters of a name that are drawn."""
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Kilometres that the bar of the scale may stand for."""
_STEP = 0.05
"""Degrees between the places that a straight edge is drawn through."""
_RED, _DARK, _BROWN = "#b2182b", "#67001f", "#7a6a3a"


class Spot(NamedTuple):
    """A place on the map: where, known to within what, how many incidents and deaths, its name."""

    longitude: float
    latitude: float
    events: int
    deaths: float
    name: str
    km: float = 0.0


def map_svg(
    title: str,
    grounds: Sequence[Ground],
    spots: Sequence[Spot],
    left_out: int = 0,
    width: int = WIDE_CHART,
) -> str:
    """Draw the incidents of a norm on its zones, each as exactly as its place is known, as SVG.

    Parameters
    ----------
    title
        What is shown.
    grounds
        The zones; those named by countries or units have no shape to draw, and are listed.
    spots
        The places, each with its incidents.
    left_out
        How many incidents have no place, or none within `MOST_KM`.
    width
        How wide it is drawn; it is as high.
    """
    import altair as alt
    import vl_convert

    exact = [spot for spot in spots if spot.km <= _POINT_KM]
    wide = sorted((spot for spot in spots if spot.km > _POINT_KM), key=lambda s: -s.events)
    frame = _frame(grounds, spots, width)
    layers = [*_zones(grounds), *_discs(wide[:_MOST_DISCS]), *_points(exact)]
    layers += [*_names(spots, frame, width), *_scale(frame)]
    told = _words(grounds, exact, wide, left_out)
    chart = (
        alt.layer(*layers)
        .project(
            "mercator", center=frame.center, scale=frame.scale, translate=[width / 2, width / 2]
        )
        .properties(width=width, height=width, title=titled(title, told, width))
        .configure_view(stroke="#cccccc", clip=True)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


class _Frame(NamedTuple):
    """What part of the earth is drawn, and how large."""

    center: list[float]
    scale: float
    box: tuple[float, float, float, float]


def _frame(grounds: Sequence[Ground], spots: Sequence[Spot], width: int) -> _Frame:
    """Return the part of the earth that holds every zone, and every place known well enough."""
    places = [(spot.longitude, spot.latitude) for spot in spots if spot.km <= _PLACED_KM]
    for ground in grounds:
        if ground.drawn:
            west, south, east, north = ground.box
            places += [(west, south), (east, north)]
    places = places or [(0.0, 0.0)]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = (max(-84.0, min(84.0, end(y for _, y in places))) for end in (min, max))
    low, high = (math.log(math.tan(math.pi / 4 + math.radians(y) / 2)) for y in (south, north))
    span = max(math.radians(east - west), high - low, 0.001)
    middle = math.degrees(2 * math.atan(math.exp((low + high) / 2)) - math.pi / 2)
    center = [(west + east) / 2, middle]
    return _Frame(center, 0.88 * width / span, (west, south, east, north))


def _zones(grounds: Sequence[Ground]) -> list[Any]:
    """Return the shapes of zones, and the lines that belts run along, such as a line of contact."""
    import altair as alt

    shapes = [_line(_straight(ring), g.name) for g in grounds for ring in _rings(g)]
    lines = [_line(_straight(g.line.tolist()), g.name) for g in grounds if len(g.line)]
    layers = []
    if shapes:
        drawn = alt.Chart(inline(shapes))
        layers.append(
            drawn.mark_geoshape(
                fill="#efe6c8", fillOpacity=0.6, stroke=_BROWN, strokeWidth=1.2, clip=True
            )
        )
    if lines:
        layers.append(
            alt.Chart(inline(lines)).mark_geoshape(
                filled=False, stroke=_BROWN, strokeWidth=1.6, strokeDash=[5, 3], clip=True
            )
        )
    return layers


def _rings(ground: Ground) -> list[list[list[float]]]:
    return [[*ring.tolist(), ring[0].tolist()] for ring in ground.rings]


def _discs(spots: Sequence[Spot]) -> list[Any]:
    """Return a ring about each place that is not exact: the incident was somewhere within."""
    import altair as alt

    if not spots:
        return []
    rings = [_line(_circle(spot), "disc") for spot in spots]
    for ring, spot in zip(rings, spots, strict=True):
        ring["properties"]["width"] = 0.5 + min(2.5, 0.5 * math.log2(spot.events))
    drawn = alt.Chart(inline(rings)).mark_geoshape(
        fill=_RED, fillOpacity=0.03, stroke=_RED, strokeOpacity=0.55, clip=True
    )
    return [drawn.encode(strokeWidth=alt.StrokeWidth("properties.width:Q", scale=None))]


def _circle(spot: Spot) -> list[list[float]]:
    up = spot.km / KM_PER_DEGREE
    across = up / max(math.cos(math.radians(spot.latitude)), 0.02)
    turns = [-2 * math.pi * n / 72 for n in range(73)]
    return [
        [
            spot.longitude + across * math.cos(t),
            max(-84.0, min(84.0, spot.latitude + up * math.sin(t))),
        ]
        for t in turns
    ]


def _points(spots: Sequence[Spot]) -> list[Any]:
    import altair as alt

    if not spots:
        return []
    rows = [spot._asdict() | {"name": ""} for spot in spots]
    points = alt.Chart(inline(rows)).mark_circle(
        color=_RED, opacity=0.5, stroke=_DARK, strokeWidth=0.5, clip=True
    )
    size = alt.Size(
        "events:Q",
        scale=alt.Scale(range=[10, 500]),
        legend=alt.Legend(title="incidents", orient="bottom", values=_sizes(spots)),
    )
    return [points.encode(longitude="longitude:Q", latitude="latitude:Q", size=size)]


def _names(spots: Sequence[Spot], frame: _Frame, width: int) -> list[Any]:
    import altair as alt

    named = [
        {**spot._asdict(), "name": _clipped(spot.name)} for spot in _named(spots, frame, width)
    ]
    names = alt.Chart(inline(named)).encode(
        longitude="longitude:Q", latitude="latitude:Q", text="name:N"
    )
    lying: Any = {"fontSize": 9, "dx": 6, "dy": -6, "align": "left"}
    under = names.mark_text(stroke="#ffffff", strokeWidth=3, **lying)  # to read it by
    return [under, names.mark_text(color="#1b1f24", **lying)]


def _words(
    grounds: Sequence[Ground], exact: Sequence[Spot], wide: Sequence[Spot], left_out: int
) -> list[str]:
    """Say what is drawn how, and whose boundary every zone is."""
    told = [
        f"Filled circles: places known to within {_POINT_KM:g} km "
        f"({_many(sum(s.events for s in exact))}). Rings: it was somewhere within "
        f"({_many(sum(s.events for s in wide))}). Sources round places."
    ]
    if rest := wide[_MOST_DISCS:]:
        told.append(f"{_many(sum(s.events for s in rest))} at {len(rest):,} more places: no ring.")
    if left_out:
        told.append(f"{_many(left_out)} not drawn: no place is known to within {MOST_KM:g} km.")
    return told + _viewpoints(grounds)


def _many(incidents: int) -> str:
    return "1 incident" if incidents == 1 else f"{incidents:,} incidents"


def _clipped(name: str) -> str:
    """Return a name as it can be drawn: a control character would end the renderer."""
    said = printable(name)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _scale(frame: _Frame) -> list[Any]:
    """Return a bar of a round number of kilometres, below the south-west of all that is drawn."""
    import altair as alt

    west, south, east, north = frame.box
    per_degree = KM_PER_DEGREE * max(math.cos(math.radians(south)), 0.02)
    wide = max((east - west) * per_degree, (north - south) * KM_PER_DEGREE / 2, 2.0)
    km = max(n for n in _BARS if n <= max(wide / 3, _BARS[0]))
    at = south - 0.03 * max(north - south, 0.02)
    bar = [[west, at], [west + km / per_degree, at]]
    drawn = alt.Chart(inline([_line(bar, "scale")])).mark_geoshape(
        filled=False, stroke="#1b1f24", strokeWidth=1.5
    )
    label = [{"longitude": west + km / per_degree, "latitude": at, "said": f"{km:,} km"}]
    written = (
        alt.Chart(inline(label))
        .mark_text(fontSize=9, dx=5, align="left", baseline="middle")
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="said:N")
    )
    return [drawn, written]


def _sizes(spots: Sequence[Spot]) -> list[int]:
    """Return the numbers of incidents whose circles the legend shows."""
    most = max((spot.events for spot in spots), default=1)
    return sorted({1, max(1, most // 2), most})


def _named(spots: Sequence[Spot], frame: _Frame, width: int) -> list[Spot]:
    """Return the places with most incidents whose names do not cover one another."""
    west, south, east, north = frame.box
    high, wide = north - south or 1.0, east - west or 1.0
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (-s.events, s.name)):
        near = (
            abs(spot.latitude - other.latitude) < 20 / width * high
            and abs(spot.longitude - other.longitude) < 150 / width * wide
            for other in kept
        )
        if len(kept) < _MOST_NAMES and spot.name and spot.km <= 25 and not any(near):
            kept.append(spot)
    return kept


def _viewpoints(grounds: Sequence[Ground]) -> list[str]:
    """Say of every zone whose boundary it is."""
    lines = []
    for ground in grounds:
        label = printable(ground.zone.label or ground.name)
        if len(ground.line):
            label += f", {ground.zone.within_km or 0:g} km on either side of the dashed line"
        drawn = "" if ground.drawn else " (named, not drawn)"
        viewpoint = printable(" ".join((ground.zone.viewpoint or "no viewpoint is stated").split()))
        lines.append(f"{label}{drawn}: {viewpoint}")
    return lines


def _line(places: Sequence[Sequence[float]], zone: str) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": [list(place) for place in places]}
    return {"type": "Feature", "geometry": geometry, "properties": {"zone": zone}}


def _straight(places: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return a line with places between its corners: it runs straight, as the zone is reckoned.

    Without them the renderer draws great circles.
    """
    found = [list(places[0])]
    for (x1, y1), (x2, y2) in pairwise(places):
        parts = max(1, min(200, math.ceil(max(abs(x2 - x1), abs(y2 - y1)) / _STEP)))
        found += [
            [x1 + (x2 - x1) * n / parts, y1 + (y2 - y1) * n / parts] for n in range(1, parts + 1)
        ]
    return found
