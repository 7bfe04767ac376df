"""Rows of two sources that may tell of one event: shown side by side, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from foedus.monitor import Incident, Pair, Survey
from foedus.views.watch import chance_text, incident_line, printable


def pair_lines(pair: Pair) -> Iterator[str]:
    """Yield a pair: the chance that it is one event, and both rows."""
    yield f"chance {chance_text(pair.chance)} of being one event:"
    for row in (pair.a, pair.b):
        yield f"  {printable(f'{row.source} {row.id}')}: {incident_line(row.canonical())}"


def pair_plain(pair: Pair) -> dict[str, Any]:
    """Return a pair as plain values."""
    return {"chance": pair.chance, "rows": [row.plain() for row in (pair.a, pair.b)]}


def pair_body(pair: Pair, same: bool, signed: str) -> dict[str, Any]:
    """Return what is entered of a pair that somebody decided."""
    return {
        "pair": sorted([row.source, row.id] for row in (pair.a, pair.b)),
        "rows": sorted(row.digest for row in (pair.a, pair.b)),
        "same": same,
        "chance": pair.chance,
        "note": "",
        "signed": signed,
    }


def range_lines(surveys: Sequence[Survey], merged: Sequence[Survey], left: int) -> Iterator[str]:
    """Say for each norm between which counts its rows lie while pairs are not reviewed.

    Parameters
    ----------
    surveys
        What the record says if no unreviewed pair is one event.
    merged
        The same if each is.
    left
        How many are not reviewed.
    """
    if not left:
        yield "No pair of rows that may be one event is left to review."
        return
    many = "1 pair of rows" if left == 1 else f"{left:,} pairs of rows"
    yield f"{many} of two sources may tell of one event each, and nobody decided. So:"
    for most, least in zip(surveys, merged, strict=True):
        if len(most.picked) != len(least.picked):
            deaths = [sum(max(row.best, 0) for row in _rows(s)) for s in (least, most)]
            low, high = sorted(deaths)
            yield (
                f"  {most.sight.norm_id}: {len(least.picked):,} to {len(most.picked):,} incidents, "
                f"{low:,} to {high:,} deaths (best estimates)"
            )


def _rows(surveyed: Survey) -> Iterator[Incident]:
    from foedus.monitor import incidents

    yield from incidents(surveyed.rows)
