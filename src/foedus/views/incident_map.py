"""A map of incidents in the zones of an arrangement: shapes of the case alone, nothing fetched."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from foedus.monitor.zones import KM_PER_DEGREE, Ground
from foedus.views.timeline import inline
from foedus.views.watch import printable

_SIZE = 620
_MOST_NAMES = 14
MOST_KM = 50.0
"""A place that may be further off than this is not drawn, and counted in the words above."""
_LONGEST = 40
"""Characters of a name that are drawn."""
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Kilometres that the bar of the scale may stand for."""
_STEP = 0.05
"""Degrees between the places that a straight edge is drawn through."""


class Spot(NamedTuple):
    """A place on the map: where, how many incidents and deaths, and its name."""

    longitude: float
    latitude: float
    events: int
    deaths: float
    name: str


def map_svg(title: str, grounds: Sequence[Ground], spots: Sequence[Spot], left_out: int = 0) -> str:
    """Draw the incidents of a norm on its zones, as SVG.

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
    """
    import altair as alt
    import vl_convert

    shapes = [feature for zone in grounds for feature in _features(zone)]
    layers = []
    if shapes:
        layers.append(
            alt.Chart(inline(shapes)).mark_geoshape(
                fill="#f2f0e9", fillOpacity=0.7, stroke="#7a6a3a", strokeWidth=1.2
            )
        )
    rows = [{**spot._asdict(), "name": _clipped(spot.name)} for spot in spots]
    named = [{**spot._asdict(), "name": _clipped(spot.name)} for spot in _named(spots)]
    points = alt.Chart(inline(rows)).mark_circle(
        color="#b2182b", opacity=0.45, stroke="#67001f", strokeWidth=0.4
    )
    layers.append(
        points.encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            size=alt.Size(
                "events:Q",
                scale=alt.Scale(range=[8, 500]),
                legend=alt.Legend(title="incidents", orient="right", values=_sizes(spots)),
            ),
        )
    )
    names = alt.Chart(inline(named)).encode(
        longitude="longitude:Q", latitude="latitude:Q", text="name:N"
    )
    lying: Any = {"fontSize": 9, "dx": 6, "dy": -6, "align": "left"}
    layers.append(names.mark_text(stroke="#ffffff", strokeWidth=3, **lying))  # to read it by
    layers.append(names.mark_text(color="#1b1f24", **lying))
    layers += _scale(grounds, spots)
    told = _viewpoints(grounds)
    if left_out:
        many = "1 incident is" if left_out == 1 else f"{left_out:,} incidents are"
        told.insert(1, f"{many} not drawn: no place is known to within {MOST_KM:g} km.")
    said = alt.TitleParams(printable(title), subtitle=told, anchor="start", fontSize=13)
    chart = (
        alt.layer(*layers)
        .project("mercator")
        .properties(width=_SIZE, height=_SIZE, title=said)
        .configure_view(stroke="#cccccc")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _clipped(name: str) -> str:
    """Return a name as it can be drawn: a control character would end the renderer."""
    said = printable(name)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _scale(grounds: Sequence[Ground], spots: Sequence[Spot]) -> list[Any]:
    """Return a bar of a round number of kilometres, below the south-west of all that is drawn."""
    import altair as alt

    places = [(spot.longitude, spot.latitude) for spot in spots]
    for ground in grounds:
        if ground.drawn:
            west, south, east, north = ground.box
            places += [(west, south), (east, north)]
    if not places:
        return []
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    per_degree = KM_PER_DEGREE * max(math.cos(math.radians(south)), 0.02)
    wide = max((east - west) * per_degree, (north - south) * KM_PER_DEGREE / 2, 2.0)
    km = max(n for n in _BARS if n <= max(wide / 3, _BARS[0]))
    at = south - 0.04 * max(north - south, 0.02)
    bar = [[west, at], [west + km / per_degree, at]]
    drawn = alt.Chart(inline([_line(bar, "scale")])).mark_geoshape(
        filled=False, stroke="#1b1f24", strokeWidth=1.5
    )
    label = [{"longitude": west, "latitude": at, "said": f"{km:,} km"}]
    written = (
        alt.Chart(inline(label))
        .mark_text(fontSize=9, dy=10, align="left")
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="said:N")
    )
    return [drawn, written]


def _sizes(spots: Sequence[Spot]) -> list[int]:
    """Return the numbers of incidents whose circles the legend shows."""
    most = max((spot.events for spot in spots), default=1)
    return sorted({1, max(1, most // 2), most})


def _named(spots: Sequence[Spot]) -> list[Spot]:
    """Return the places with most incidents whose names do not cover one another."""
    if not spots:
        return []
    high = max(s.latitude for s in spots) - min(s.latitude for s in spots) or 1.0
    wide = max(s.longitude for s in spots) - min(s.longitude for s in spots) or 1.0
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (-s.events, s.name)):
        near = (
            abs(spot.latitude - other.latitude) < 0.03 * high
            and abs(spot.longitude - other.longitude) < 0.25 * wide
            for other in kept
        )
        if len(kept) < _MOST_NAMES and spot.name and not any(near):
            kept.append(spot)
    return kept


def _viewpoints(grounds: Sequence[Ground]) -> list[str]:
    """Say of every zone whose boundary it is, broken into lines."""
    lines = ["Each circle is a place as its source gives it; sources round places."]
    for ground in grounds:
        label = printable(ground.zone.label or ground.name)
        if len(ground.line):
            label += f", {ground.zone.within_km or 0:g} km on either side of the line drawn"
        drawn = "" if ground.drawn else " (named, not drawn)"
        viewpoint = printable(" ".join((ground.zone.viewpoint or "no viewpoint is stated").split()))
        lines += textwrap.wrap(f"{label}{drawn}: {viewpoint}", 110)
    return lines


def _features(ground: Ground) -> list[Mapping[str, Any]]:
    """Return the outlines to draw of a zone."""
    rings = [[*ring.tolist(), ring[0].tolist()] for ring in ground.rings]
    lines = [ground.line.tolist()] if len(ground.line) else []
    return [_line(_straight(places), ground.name) for places in [*rings, *lines]]


def _line(places: Sequence[Sequence[float]], zone: str) -> Mapping[str, Any]:
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
