"""By what coordinates a file of GeoJSON, or the answer of a map server, tells its places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_DEGREES = re.compile(r"(?:.*[:/])?(?:CRS84H?|4326|4979)", re.IGNORECASE)
"""WGS 84 in degrees, as RFC 7946 has it, and as earlier files name it."""


def other_crs(said: Mapping[str, Any]) -> str:
    """Return by what coordinates its places are told, where these are no degrees of WGS 84.

    Earlier files of GeoJSON (2008) name them in `crs`, map servers of ArcGIS in
    `spatialReference`; where neither stands they are degrees.

    Examples
    --------
    >>> other_crs({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}})
    'EPSG:3857'
    >>> other_crs({"spatialReference": {"wkid": 4326}}), other_crs({})
    ('', '')
    """
    crs, reference = said.get("crs"), said.get("spatialReference")
    named = crs.get("properties", {}).get("name", "") if isinstance(crs, Mapping) else crs or ""
    if isinstance(reference, Mapping):
        named = named or reference.get("latestWkid") or reference.get("wkid") or ""
    name = str(named)
    if not name or _DEGREES.fullmatch(name):
        return ""
    return f"EPSG:{name.rsplit(':', 1)[-1]}" if re.search(r"(^|EPSG:+(\S*:)?)\d+$", name) else name
