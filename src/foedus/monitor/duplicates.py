"""The same event in two sources: which rows may be one, with what chance.

Pairs of rows of two sources that lie near one another in days and place are compared by day,
place, sides, kind and deaths (Fellegi & Sunter 1969, JASA 64:1183). How alike rows are that tell of
different events is read off the record itself: one source is moved by three to six weeks, and all
pairs that are found then are chance. So is how many of the pairs found are one event: those beyond
chance. No library is used: splink and recordlinkage bring DuckDB, pandas or scikit-learn for what
is some sums here, and neither estimates chance pairs by moving time.

A person decides. Rows decided to be one event count once, by the row that is likelier to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.monitor.entries import Entered, standing
from foedus.monitor.findings import Name, Survey
from foedus.monitor.formats.common import BIT
from foedus.monitor.incident import FORCE, Incident
from foedus.monitor.rows import incident_of
from foedus.monitor.sighting import CIVILIANS, matches, patterns
from foedus.monitor.zones import KM_PER_DEGREE

FLOOR = 0.1
"""Pairs are shown from this chance on."""
_SHIFTS = (-42, -35, -28, -21, 21, 28, 35, 42)
_DAYS, _KM, _NEAR = 7, 50.0, 25.0
"""Rows known less exactly, in days or kilometres, are not compared; others if they lie so near."""
_ASSUMED: Mapping[str, tuple[float, ...]] = {
    "day": (0.75, 0.2, 0.05),
    "place": (0.6, 0.25, 0.15),
    "sides": (0.7, 0.25, 0.05),
    "kind": (0.9, 0.1),
    "deaths": (0.5, 0.3, 0.2),
}
"""How alike two reports of one event are, from alike to unlike, before any were seen: assumed. They
weigh as much as `_WEIGHT` pairs beside what the record shows."""
_WEIGHT = 20.0
_FORCES = sum(BIT[kind] for kind in FORCE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may tell of one event, with the chance that they do."""

    a: Incident
    b: Incident
    chance: float

    @property
    def names(self) -> frozenset[Name]:
        """The two rows."""
        return frozenset({(self.a.source, self.a.id), (self.b.source, self.b.id)})


def decisions(entries: Sequence[Entered]) -> dict[frozenset[Name], bool]:
    """Return what people decided of pairs that still stands; of one pair the last."""
    return {
        frozenset((source, id_) for source, id_ in body["pair"]): body["same"]
        for body in standing(entries, "pair")
    }


def pairs(
    surveys: Sequence[Survey], decided: Mapping[frozenset[Name], bool] = MappingProxyType({})
) -> list[Pair]:
    """Return the pairs of rows that may tell of one event, each row once, the likeliest first.

    Parameters
    ----------
    surveys
        What the record says; the rows that bear on its norms are compared.
    decided
        Pairs that somebody decided: whether they are one. A row that is one with another of a
        source is none with a third of it.
    """
    rows = _rows(surveys)
    bound = {
        (name, other[0])
        for pair, is_one in decided.items()
        if is_one
        for name, other in permutations(pair)
    }
    found: list[tuple[float, int, int]] = []
    for one, other in combinations(sorted(rows["source"].unique()), 2):
        a, b = (rows.filter(pl.col("source") == source) for source in (one, other))
        found += _compared(a, b)
    taken: set[int] = set()
    kept = []
    for chance, at, to in sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2])):
        pair = Pair(_incident(rows, at), _incident(rows, to), round(chance, 3))
        ends = {(one, other[0]) for one, other in permutations(pair.names)}
        is_open = pair.names not in decided and not ends & bound
        if chance >= FLOOR and not taken & {at, to} and is_open:
            taken |= {at, to}
            kept.append(pair)
    return kept


def _incident(rows: pl.DataFrame, at: int) -> Incident:
    return incident_of(rows.row(at, named=True))


def _rows(surveys: Sequence[Survey]) -> pl.DataFrame:
    """Return the rows that bear on some norm, each once, with what stands for their sides."""
    parts = [surveyed.rows for surveyed in surveys if len(surveyed.rows)]
    if not parts:
        return pl.DataFrame(schema={"source": pl.String})
    whole = pl.concat(parts).unique(["source", "id"]).sort("source", "id")
    aliases = {who: names for s in surveys for who, names in s.sight.aliases.items()}
    known = [(who, patterns(names)) for who, names in aliases.items()]
    names = sorted({*whole["side_a"], *whole["side_b"]})
    meant = []
    for name in names:
        parties = [who for who, pattern in known if matches(pattern, name)]
        meant.append("civilians" if CIVILIANS.match(name) else (parties or [name.casefold()])[0])
    sides = [
        pl.col(side).replace_strict(names, meant, return_dtype=pl.String).alias(short)
        for side, short in (("side_a", "one"), ("side_b", "two"))
    ]
    return whole.with_columns(sides).with_row_index("at")


def _compared(a: pl.DataFrame, b: pl.DataFrame) -> Iterator[tuple[float, int, int]]:
    """Yield pairs of rows of two sources with their chance."""
    near = _near(a, b, 0)
    if not len(near):
        return
    chance_pairs = pl.concat([_near(a, b, shift) for shift in _SHIFTS])
    by_chance = len(chance_pairs) / len(_SHIFTS)
    beyond = max(len(near) - by_chance, 0.0)
    # One pair more each way, so that no share is none or all.
    odds = np.full(len(near), (beyond + 1) / (by_chance + 1))
    for name, assumed in _ASSUMED.items():
        found, drawn = (
            np.bincount(frame[name].to_numpy(), minlength=len(assumed))
            for frame in (near, chance_pairs)
        )
        unlike = (drawn + 1) / (drawn.sum() + len(assumed))
        seen = np.clip(found - drawn / len(_SHIFTS), 0, None)
        alike = (seen + _WEIGHT * np.array(assumed)) / (seen.sum() + _WEIGHT)
        odds *= (alike / unlike)[near[name].to_numpy()]
    chances: NDArray[np.float64] = odds / (1 + odds)
    yield from zip(chances.tolist(), near["at"].to_list(), near["at_b"].to_list(), strict=True)


def _near(a: pl.DataFrame, b: pl.DataFrame, shift: int) -> pl.DataFrame:
    """Return the pairs that lie near one another, and how alike they are; 0 is most alike."""
    exact = (pl.col("end") - pl.col("start") < _DAYS) & (pl.col("km") <= _KM)
    columns = ["at", "start", "end", "latitude", "longitude", "km", "one", "two", "kinds"]
    columns += ["low", "best", "high"]
    left = a.filter(exact).select(columns)
    left = left.with_columns(pl.col("start", "end") + shift)
    right = b.filter(exact).select(pl.col(columns).name.suffix("_b"))
    joined = left.join_where(
        right, pl.col("start") <= pl.col("end_b") + 1, pl.col("end") + 1 >= pl.col("start_b")
    )
    scale = pl.col("latitude").radians().cos()
    across = (pl.col("longitude") - pl.col("longitude_b")) * scale
    up = pl.col("latitude") - pl.col("latitude_b")
    joined = joined.with_columns(((across**2 + up**2).sqrt() * KM_PER_DEGREE).alias("apart"))
    within = pl.col("apart") <= pl.col("km") + pl.col("km_b") + _NEAR
    return joined.filter(within).select("at", "at_b", *_levels()).sort("at", "at_b")


def _levels() -> list[pl.Expr]:
    start, end = pl.max_horizontal("start", "start_b"), pl.min_horizontal("end", "end_b")
    told_of = (pl.col("one") != "") | (pl.col("two") != "")
    same = (pl.col("start") == pl.col("start_b")) & (pl.col("end") == pl.col("end_b"))
    straight = (pl.col("one") == pl.col("one_b")) & (pl.col("two") == pl.col("two_b"))
    crossed = (pl.col("one") == pl.col("two_b")) & (pl.col("two") == pl.col("one_b"))
    part = pl.any_horizontal(
        [(pl.col(x) != "") & (pl.col(x) == pl.col(f"{y}_b")) for x in _SIDES for y in _SIDES]
    )
    force = ((pl.col("kinds") & _FORCES) > 0) & ((pl.col("kinds_b") & _FORCES) > 0)
    alike = force | ((pl.col("kinds") & pl.col("kinds_b")) > 0)
    told = (pl.col("best") >= 0) & (pl.col("best_b") >= 0)
    over = (pl.col("low") <= pl.col("high_b")) & (pl.col("low_b") <= pl.col("high"))
    equal = told & (pl.col("best") == pl.col("best_b"))
    levels = {
        "day": (same, start <= end),
        "place": (pl.col("apart") <= 5, pl.col("apart") <= _NEAR),
        "sides": (told_of & (straight | crossed), part),
        "kind": (alike,),
        "deaths": (equal, over | ~told),
    }
    return [_level(*steps).alias(name) for name, steps in levels.items()]


_SIDES = ("one", "two")


def _level(*steps: pl.Expr) -> pl.Expr:
    level = pl.lit(len(steps))
    for number in reversed(range(len(steps))):
        level = pl.when(steps[number]).then(number).otherwise(level)
    return level
