"""Incidents and zones as GeoJSON (RFC 7946), for any program that draws maps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import shapely

from foedus.monitor.findings import Survey
from foedus.monitor.incident import NOT_TOLD
from foedus.monitor.rows import incidents


def geojson(surveys: Sequence[Survey]) -> dict[str, Any]:
    """Return the zones, and each row that counts as a point that says how exact it is.

    A row that counts for several norms stands there once for each; one without a place has no
    geometry, and is not left out.
    """
    zones = {zone.name: zone for surveyed in surveys for zone in surveyed.sight.grounds}
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(zone.shape)) if zone.drawn else None,
            "properties": {
                "zone": name,
                "label": zone.zone.label,
                "viewpoint": zone.zone.viewpoint,
                "line": zone.line.tolist() or None,
                "within_km": zone.zone.within_km,
            },
        }
        for name, zone in sorted(zones.items())
    ]
    features += [row for surveyed in surveys for row in _rows(surveyed)]
    return {"type": "FeatureCollection", "features": features}


def _rows(surveyed: Survey) -> Iterator[dict[str, Any]]:
    named: dict[int, list[str]] = {}
    for finding in surveyed.findings:
        for seen in finding.evidence:
            named.setdefault(seen.at, []).append(finding.id)
    rows = list(incidents(surveyed.rows))
    for seen in surveyed.evidence:
        if seen.at < 0:
            continue
        row = rows[seen.at].canonical()
        east, north = row.pop("longitude"), row.pop("latitude")
        told = {key: value for key, value in row.items() if value not in ("", None, NOT_TOLD)}
        point = {"type": "Point", "coordinates": [east, north]} if east is not None else None
        more = {"norm": surveyed.sight.norm_id, "chance": seen.chance, "digest": seen.digest}
        yield {
            "type": "Feature",
            "id": f"{surveyed.sight.norm_id} {seen.source} {seen.id}",
            "geometry": point,
            "properties": {**told, **more, "findings": named.get(seen.at, [])},
        }
