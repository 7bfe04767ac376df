"""A map of incidents in the zones of an arrangement: shapes of the case alone, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from foedus.monitor.zones import Ground
from foedus.views.timeline import inline

_SIZE = 620
_MOST_NAMES = 14


class Spot(NamedTuple):
    """A place on the map: where, how many incidents and deaths, and its name."""

    longitude: float
    latitude: float
    events: int
    deaths: float
    name: str


def map_svg(title: str, grounds: Sequence[Ground], spots: Sequence[Spot]) -> str:
    """Draw the incidents of a norm on its zones, as SVG.

    Parameters
    ----------
    title
        What is shown.
    grounds
        The zones; those named by countries or units have no shape to draw, and are listed.
    spots
        The places, each with its incidents.
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
    rows = [spot._asdict() for spot in spots]
    named = [spot._asdict() for spot in _named(spots)]
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
    layers.append(
        alt.Chart(inline(named))
        .mark_text(fontSize=9, dx=6, dy=-6, align="left")
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="name:N")
    )
    said = alt.TitleParams(title, subtitle=_viewpoints(grounds), anchor="start", fontSize=13)
    chart = (
        alt.layer(*layers)
        .project("mercator")
        .properties(width=_SIZE, height=_SIZE, title=said)
        .configure_view(stroke="#cccccc")
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


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
        label = ground.zone.label or ground.name
        drawn = "" if ground.drawn else " (named, not drawn)"
        viewpoint = " ".join((ground.zone.viewpoint or "no viewpoint is stated").split())
        said = f"{label}{drawn}: {viewpoint}"
        while said:
            cut = said if len(said) <= 110 else said[:110].rpartition(" ")[0]
            lines.append(cut)
            said = said[len(cut) :].strip()
    return lines


def _features(ground: Ground) -> list[Mapping[str, Any]]:
    """Return the outlines to draw of a zone."""
    rings = [ring.tolist() for ring in ground.rings]
    found: list[Mapping[str, Any]] = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [*ring, ring[0]]},
            "properties": {"zone": ground.name},
        }
        for ring in rings
    ]
    if len(ground.line):
        found.append(
            {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": ground.line.tolist()},
                "properties": {"zone": ground.name},
            }
        )
    return found
