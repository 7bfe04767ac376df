"""The rows of a norm in parts: by who began, by kind, by zone, and the deaths of civilians."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from foedus.monitor.findings import Survey
from foedus.monitor.formats.common import BIT
from foedus.monitor.rates import daily
from foedus.monitor.sighting import Mask, Picked, matches


class Part(NamedTuple):
    """Rows of a norm, and what is counted of them: ``events`` or ``deaths``."""

    of: str
    picked: Picked
    counted: str


class Share(NamedTuple):
    """What a part comes to: incidents, days on which one may have been, deaths (none: not told)."""

    of: str
    events: int
    days: int
    deaths: int | None


def parts(surveyed: Survey) -> Iterator[Part]:
    """Yield all events, all deaths and deaths of civilians; then events by side, kind and zone.

    Deaths are of the rows of sources that count them at all; of civilians, of the kinds of which
    their source tells them anywhere, and of attacks on civilians.
    """
    picked, rows = surveyed.picked, rows_picked(surveyed)
    yield Part("all", picked, "events")
    counting = rows.filter(pl.col("best") >= 0)["source"].unique().implode()
    yield Part("all", picked[rows["source"].is_in(counting).fill_null(False).to_numpy()], "deaths")
    civil = picked.copy()
    told = rows["civilians"].fill_null(-1).to_numpy()
    attacked = (rows["kinds"].fill_null(0).to_numpy() & BIT["against_civilians"]) > 0
    civil["best"] = np.where(told >= 0, told, -1)
    if (told >= 0).any():
        of_kind = rows.select(pl.struct("source", "kinds")).to_series()
        telling = of_kind.is_in(of_kind.filter(rows["civilians"] >= 0).unique().implode())
        yield Part("civilians", civil[telling.to_numpy() | attacked], "deaths")
    for of, mask in _masks(surveyed, rows):
        if mask.any() and not mask.all():
            yield Part(of, picked[mask], "events")


def deaths_untold(surveyed: Survey) -> tuple[int, int]:
    """Return of how many incidents no deaths are told, of how many of sources that count them."""
    (picked,) = (part.picked for part in parts(surveyed) if part[::2] == ("all", "deaths"))
    return int((picked["best"] < 0).sum()), len(picked)


def shares(surveyed: Survey) -> list[Share]:
    """Return what each part of a norm's rows comes to; every row counts once, whatever its chance.

    Sides are told only where a source says who began, so they need not come to all.
    """
    found = []
    for of, picked, counted in parts(surveyed):
        if (of, counted) == ("all", "deaths"):
            continue
        told = picked["best"] >= 0
        deaths = int(picked["best"][told].sum()) if told.any() else None
        if of == "civilians":
            picked = picked[picked["best"] > 0]
        found.append(Share(of, len(picked), days_with(picked), deaths))
    return found


def days_with(picked: Picked) -> int:
    """Return on how many days any of some incidents may have happened."""
    if not len(picked):
        return 0
    return int((daily(picked, picked["start"].min(), picked["end"].max(), "events") > 0).sum())


def rows_picked(surveyed: Survey) -> pl.DataFrame:
    """Return the rows in the order of those picked; those of access alone have none."""
    at = [seen.at for seen in surveyed.evidence]
    if all(number >= 0 for number in at):
        return surveyed.rows[at]
    empty = surveyed.rows.clear(1)
    return pl.concat([surveyed.rows[n : n + 1] if n >= 0 else empty for n in at])


def _masks(surveyed: Survey, rows: pl.DataFrame) -> Iterator[tuple[str, Mask]]:
    sight = surveyed.sight
    for party, pattern in sight.parties.items():
        acted = [
            (matches(pattern, a) and (began or 0) > 0.5)
            or (matches(pattern, b) and (other or 0) > 0.5)
            for a, b, began, other in rows.select(
                "side_a", "side_b", "a_began", "b_began"
            ).iter_rows()
        ]
        yield f"begun by {party}", np.array(acted, dtype=np.bool_)
    for kind, bit in BIT.items():
        if bit & sight.bits:
            yield kind.replace("_", " "), (rows["kinds"].fill_null(0).to_numpy() & bit) > 0
    for zone in sight.grounds if len(sight.grounds) > 1 else ():
        yield f"in {zone.zone.label or zone.name}", zone.chances(rows) >= 0.5
