"""Rows that were read, as incidents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from foedus.monitor.formats.common import BIT, DEATHS, TEXTS
from foedus.monitor.incident import Incident

_SAME = ("id", "latitude", "longitude", "km", "kind_chance", "a_began", "b_began", "a_seized")


def incidents(rows: pl.DataFrame) -> Iterator[Incident]:
    """Yield rows, which tell their `source`, as incidents."""
    for row in rows.iter_rows(named=True):
        yield incident_of(row)


def incident_of(row: dict[str, Any]) -> Incident:
    """Return a row as an incident."""
    minute = row["minute"]
    return Incident(
        source=row["source"],
        start=date.fromordinal(row["start"]),
        end=date.fromordinal(row["end"]),
        time=f"{minute // 60:02}:{minute % 60:02}" if minute >= 0 else "",
        kind=kind_text(row["kinds"]),
        **{name: row[name] for name in (*_SAME, *TEXTS, *DEATHS)},
    )


@cache
def kind_text(bits: int) -> str:
    """Return the kinds of a row as text.

    Examples
    --------
    >>> kind_text(BIT["battle"] | BIT["seizure"])
    'battle+seizure'
    """
    return "+".join(kind for kind, bit in BIT.items() if bits & bit)
