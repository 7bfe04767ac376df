"""Rows that were read, as incidents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from json.encoder import encode_basestring
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.monitor.formats.common import BIT, DEATHS, TEXTS
from foedus.monitor.incident import Incident

_SAME = ("id", "latitude", "longitude", "km", "a_began", "b_began", "a_seized")


def incidents(rows: pl.DataFrame) -> Iterator[Incident]:
    """Yield rows, which tell their `source`, as incidents."""
    for row in rows.iter_rows(named=True):
        yield incident_of(row)


def incident_of(row: dict[str, Any]) -> Incident:
    """Return a row as an incident."""
    return Incident(
        source=row["source"],
        start=date.fromordinal(row["start"]),
        end=date.fromordinal(row["end"]),
        time=_time_text(row["minute"]),
        kind=kind_text(row["kinds"]),
        kind_chance=row["kind_chance"],
        kind_chances=row["kind_chances"],
        **{name: row[name] for name in (*_SAME, *TEXTS, *DEATHS)},
    )


def digests(rows: pl.DataFrame) -> list[str]:
    """Return the digest of each row, as `Incident.digest` has it, reckoned a column at a time."""
    cells: dict[str, Iterator[str]] = {
        name: map(_cell, rows[name].to_list()) for name in ("source", *_SAME, *TEXTS, *DEATHS)
    }
    made: tuple[tuple[str, str, Callable[[int], str]], ...] = (
        ("start", "start", _day_text),
        ("end", "end", _day_text),
        ("time", "minute", _time_text),
        ("kind", "kinds", kind_text),
    )
    for name, column, text in made:
        cells[name] = map(_cell, map(text, rows[column].to_list()))
    cells["kind_chance"] = map(_chances, rows["kind_chance"], rows["kind_chances"])
    names = sorted(cells)
    whole = "{" + ",".join(f'"{name}":%s' for name in names) + "}"
    lines = zip(*(cells[name] for name in names), strict=True)
    return [
        hashlib.sha256((whole % line).encode("utf-8", "surrogatepass")).hexdigest()
        for line in lines
    ]


def _cell(value: str | float | None) -> str:
    """Return a value as `canonical_json` writes it."""
    if isinstance(value, str):
        return encode_basestring(value)
    return "null" if value is None else repr(value)


def _chances(likeliest: float, each: str) -> str:
    """Return the chance of a row's kind and, behind it, those of each where they differ."""
    return _cell(likeliest) + (f',"kind_chances":{_cell(each)}' if each else "")


@cache
def _day_text(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _time_text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}" if minute >= 0 else ""


@cache
def kind_text(bits: int) -> str:
    """Return the kinds of a row as text.

    Examples
    --------
    >>> kind_text(BIT["battle"] | BIT["seizure"])
    'battle+seizure'
    """
    return "+".join(kind for kind, bit in BIT.items() if bits & bit)


def of_kinds(rows: pl.DataFrame, bits: int) -> NDArray[np.float64]:
    """Return the chance that each row is of one of some kinds, given as the sum of their bits.

    Of several it is that of the likeliest: they do not exclude each other.
    """
    chances: NDArray[np.float64] = np.clip(rows["kind_chance"].to_numpy(), 0, 1)
    each = rows["kind_chances"]
    for at in (each != "").arg_true():
        told = (one.split("=") for one in each[at].split())
        chances[at] = max((float(chance) for kind, chance in told if BIT[kind] & bits), default=0.0)
    return chances
