"""Objects of JSON as rows: what interfaces answer, features of maps, a line for each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.monitor.formats.common import FAULT
from foedus.monitor.formats.plain import HEADER as PLAIN_HEADER

_LISTS = ("Result", "data", "features", "results", "value")
"""Where the answers of interfaces keep their rows: UCDP's, ACLED's, those of maps, others."""
_TOTALS = ("TotalCount", "total_count", "@odata.count", "numberMatched", "count")
_NEXT = ("NextPageUrl", "next", "@odata.nextLink", "exceededTransferLimit")
"""Where they say how many rows there are on all pages, and where, or that, there is a next one."""


def pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; one with a key twice has a fault, as nothing says which of them counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        found[FAULT] = f"it has the key {twice!r} twice, and nothing says which of them counts"
    return found


def odd(row: Mapping[str, Any]) -> str:
    """Say what is wrong with a line of our own format."""
    unknown = [key for key in row if key.lower() not in PLAIN_HEADER]
    if unknown:
        return f"there is no key {unknown[0]!r} in an incident"
    if any(isinstance(value, (dict, list, bool)) for value in row.values()):
        return "a value is neither text nor number"
    return ""


def listed(said: Any) -> list[Any] | None:
    """Return the rows in what an interface answers; ``None`` where it is no such answer."""
    if not isinstance(said, dict):
        return None
    return next((said[key] for key in _LISTS if isinstance(said.get(key), list)), None)


def paged(said: Any, many: int) -> tuple[str, ...]:
    """Say where the answer of an interface is a page of several."""
    if not isinstance(said, dict):
        return ()
    every = max((said[key] for key in _TOTALS if isinstance(said.get(key), int)), default=0)
    said = {**said, **(said.get("properties") or {})}  # where ArcGIS says so of GeoJSON
    of = f" of {every:,}" if every > many else ""
    told = f"this is one page of several: {many:,}{of} rows. Read the others, too"
    return (told,) if of or any(said.get(key) for key in _NEXT) else ()


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object, or a feature of GeoJSON or of ArcGIS with its point as columns."""
    if isinstance(row.get("attributes"), dict):
        place = row.get("geometry") or {}
        point = (
            {"longitude": place["x"], "latitude": place["y"]} if {"x", "y"} <= set(place) else {}
        )
        return {**_in_small(row["attributes"]), **point}
    if row.get("type") != "Feature":
        return dict(row)
    flat = _in_small(row.get("properties") or {})
    place = row.get("geometry") or {}
    kind, corners = place.get("type", "Point"), place.get("coordinates")
    if kind == "MultiPoint" and corners and len(corners) == 1:
        kind, corners = "Point", corners[0]
    if kind != "Point":
        flat[FAULT] = f"its place is a {kind} and no point"
    elif corners:
        if _is_elsewhere(flat, corners):
            flat[FAULT] = "its columns for latitude and longitude and its geometry are two places"
        flat["longitude"], flat["latitude"] = corners[:2]
    if "id" in row:
        flat.setdefault("id", row["id"])
    return flat


def _in_small(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns with those of a point in small letters, as a geometry is told."""
    point = ("latitude", "longitude")
    return {
        key.lower() if key.lower() in point and key.lower() not in properties else key: value
        for key, value in properties.items()
    }


_APART = 0.1  # degrees by which a column may be rounded


def _is_elsewhere(properties: Mapping[str, Any], corners: Sequence[Any]) -> bool:
    """Whether columns beside a point name another place than it does."""
    for name, corner in zip(("longitude", "latitude"), corners, strict=False):
        try:
            if abs(float(properties.get(name) or corner) - float(corner)) > _APART:
                return True
        except (TypeError, ValueError):
            continue
    return False


def lines(raw: bytes) -> Iterator[tuple[Any, str, str]]:
    """Yield of each line that is not empty its object, or why it is none, and its text."""
    for line in raw.split(b"\n"):
        if line.strip():
            text = line.decode("utf-8", "replace")
            try:
                yield json.loads(line.decode("utf-8"), object_pairs_hook=pairs), "", text
            except (ValueError, RecursionError):
                yield None, "it is not a line of JSON in UTF-8", text


def in_a_row(raw: bytes) -> list[tuple[Any, str, str]]:
    """Return objects that stand one after another, over several lines each; none where more is."""
    decoder = json.JSONDecoder(object_pairs_hook=pairs)
    text, found = raw.decode("utf-8", "replace").strip(), []
    at = 0
    try:
        while at < len(text):
            row, at = decoder.raw_decode(text, at)
            found.append((row, "", ""))
            while text[at : at + 1].isspace():
                at += 1
    except (ValueError, RecursionError):
        return []
    return found
