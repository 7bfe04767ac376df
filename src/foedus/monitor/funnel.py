"""How many rows are left at each question that a norm asks, and what nothing matched.

That nothing was found can mean that nothing happened, or that the case spells a name otherwise than
the source: so no count is given without the way that led to it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.monitor.current import standing
from foedus.monitor.formats.common import BIT, COLUMNS, ROW
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Release
from foedus.monitor.sighting import (
    CIVILIANS,
    Floats,
    Mask,
    Sight,
    is_nobody,
    matches,
    names_in,
    patterns,
)

_MOST = 5
"""Names and codes that are told."""
_GROUP = ("side_a", "side_b", "kinds", "code")


@dataclass(frozen=True)
class Seen:
    """The rows that stand, as far as they may bear on a norm, and all of them in groups.

    Attributes
    ----------
    rows
        Rows that may bear on one of the norms.
    groups
        How many rows have the same sides, kinds and code; how many of those lie at 0, 0, where no
        land is (``nowhere``), or are dated later than they were read, which nobody can have seen,
        so that they do not count (``to_come``); the days of the others; how many lie in the days of
        each norm (``days_0``, ...), how many of those tell no place (``placeless_0``, ...), and how
        many would lie near its zones, and do not, were latitude and longitude swapped
        (``swapped_0``, ...).
    """

    rows: pl.DataFrame
    groups: pl.DataFrame

    @property
    def names(self) -> Counter[str]:
        """Every name of a side, with how many rows have it."""
        return _names(self.groups)

    @property
    def span(self) -> tuple[int, int] | None:
        """First and last day of rows not dated later than they were read, as ordinals, if any."""
        first, last = self.groups.select(pl.col("first").min(), pl.col("last").max()).row(0)
        return None if first is None else (first, last)

    def count(self, name: str) -> int:
        """Return how many rows there are of those that the groups count under a name."""
        return int(self.groups[name].sum())


def seen(ledger: Ledger, releases: Sequence[Release], sights: Sequence[Sight]) -> Seen:
    """Read the rows that stand."""
    none = pl.DataFrame(
        schema={ROW: pl.UInt32, **{name: kind for name, (kind, _) in COLUMNS.items()}}
    )
    rows, groups = [_named(none.lazy(), "", "").collect()], [_grouped(none.lazy(), sights, 0)]
    for release, frame in standing(ledger, releases):
        group = _grouped(frame, sights, release.last_seen)
        groups.append(group)
        names = _names(group)
        wanted = [sight.bearing(names, _answers_within(sight)) for sight in sights]
        come = pl.col("start") <= release.last_seen
        found = frame.filter(come & pl.any_horizontal(wanted or [pl.lit(False)]))
        named = _named(found, release.source, release.digest.hex())
        rows.append(named.collect(engine="streaming"))
    return Seen(pl.concat(rows).sort("source", "id"), pl.concat(groups))


def _named(rows: pl.LazyFrame, source: str, release: str) -> pl.LazyFrame:
    return rows.with_columns(pl.lit(source).alias("source"), pl.lit(release).alias("release"))


def _grouped(rows: pl.LazyFrame, sights: Sequence[Sight], last_seen: int) -> pl.DataFrame:
    """Return rows in groups, as `Seen` has them."""
    come = pl.col("start") <= last_seen
    asked = {"len": pl.lit(True), "nowhere": _at_zero(), "to_come": ~come}
    for number, sight in enumerate(sights):
        in_days = sight.in_days & come
        asked[f"days_{number}"] = in_days
        asked[f"placeless_{number}"] = in_days & _placeless(sight)
        asked[f"swapped_{number}"] = _swapped(sight)
    ends = {"first": pl.col("start"), "last": pl.min_horizontal("end", last_seen)}
    days = {name: pl.when(come).then(day) for name, day in ends.items()}
    # What is asked of each row comes first: as part of the sums it takes twice the time.
    grouped = rows.select(*_GROUP, **asked, **days).group_by(_GROUP)
    counts = grouped.agg(pl.col(*asked).sum(), pl.col("first").min(), pl.col("last").max())
    return counts.collect(engine="streaming")


def _answers_within(sight: Sight) -> int:
    allowed = sight.observed.lawful_response
    return allowed.days + 1 if allowed else 0


def _at_zero() -> pl.Expr:
    return ((pl.col("latitude") == 0) & (pl.col("longitude") == 0)).fill_null(False)


def _placeless(sight: Sight) -> pl.Expr:
    """Return which rows tell nothing by which they could lie in a zone of the norm."""
    if not sight.grounds:
        return pl.lit(False)
    named = () if all(zone.drawn for zone in sight.grounds) else ("country", "unit", "subunit")
    empty = [pl.col(name) == "" for name in named]
    return pl.all_horizontal(pl.col("latitude").is_null(), *empty)


def _swapped(sight: Sight) -> pl.Expr:
    drawn = [zone.box for zone in sight.grounds if zone.drawn]
    if not drawn:
        return pl.lit(False)
    turned = [
        pl.col("latitude").is_between(west, east) & pl.col("longitude").is_between(south, north)
        for west, south, east, north in drawn
    ]
    return (sight.in_days & pl.any_horizontal(turned) & ~sight.near()).fill_null(False)


def _names(groups: pl.DataFrame) -> Counter[str]:
    found: Counter[str] = Counter()
    for side in ("side_a", "side_b"):
        for name, many in groups.group_by(side).agg(pl.col("len").sum()).iter_rows():
            if name and many:
                found[name] += many
    return found


@dataclass(frozen=True)
class Funnel:
    """What was left of the rows at each question, and what nothing matched.

    Attributes
    ----------
    stages
        Each question in words, with the rows left.
    unmatched
        Names in the days, zones and kinds of the norm that no alias of a party matches, the
        commonest first, each with its rows.
    civil
        Names taken for civilians because the kind says that civilians were attacked, likewise.
    several
        Cells that name several on one side, each of whom they count against, likewise.
    mixed
        Names that count as one party's and hold another's, likewise.
    dead
        Aliases that match no name at all, each with the nearest name, or an empty text.
    empty
        Zones that no row in its days lies in.
    codes
        Words for kinds that are not known here, with their rows.
    nowhere, swapped
        Rows at 0, 0; rows that would lie in the zones were their coordinates swapped.
    to_come
        Rows dated later than they were read.
    placeless
        Rows in its days that tell nothing by which they could lie in a zone.
    """

    stages: tuple[tuple[str, int], ...]
    unmatched: tuple[tuple[str, int], ...]
    civil: tuple[tuple[str, int], ...]
    several: tuple[tuple[str, int], ...]
    mixed: tuple[tuple[str, int], ...]
    dead: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]
    codes: tuple[tuple[str, int], ...]
    nowhere: int
    swapped: int
    to_come: int = 0
    placeless: int = 0

    def ended(self, questions: Sequence[tuple[str, int]], counted: int, again: int) -> Funnel:
        """Return it with how many rows count in the end, `again` left out as told by others.

        Of the further questions those are told that left out any.
        """
        stages = list(self.stages)
        for said, many in questions:
            if many < stages[-1][1]:
                stages.append((said, many))
        last = "counted, each event once" if again else "counted"
        return replace(self, stages=(*stages, (last, counted)))


class _Counted(NamedTuple):
    """The rows that a norm's questions leave, and the funnel but for its end."""

    at: NDArray[np.int64]
    where: Floats
    everywhere: Floats
    a: Mask
    b: Mask
    funnel: Funnel


def funnel(sight: Sight, number: int, record: Seen) -> _Counted:
    """Ask a norm's questions of the rows, one after another.

    Parameters
    ----------
    sight, number
        The norm, and its number among those that were looked for.
    record
        The rows.
    """
    rows = record.rows
    days = rows.select(sight.in_days).to_series().to_numpy()
    everywhere = sight.where(rows)
    in_zone = days & (everywhere > 0)
    kinds = sight.of_kind(rows)
    a_part, b_part, a_against, b_against = sight.sides(rows)
    of_kind = in_zone & kinds
    by_actor = of_kind & (a_part | b_part)
    against = of_kind & (a_against | b_against)
    at = np.flatnonzero(against)
    read = record.count("len")
    stages = [("read", read), ("in its days", record.count(f"days_{number}"))]
    if sight.grounds:
        stages.append(("in its zones", int(in_zone.sum())))
        stages.append(("of its kinds", int(of_kind.sum())))
    elif read:
        mine = record.groups.filter((pl.col("kinds") & sight.bits) > 0)
        stages.append(("of its kinds", int(mine[f"days_{number}"].sum())))
    stages.append(("by its actors", int(by_actor.sum())))
    if any(foes is not None for foes in sight.foes.values()):
        stages.append(("towards its other side", int(against.sum())))
    one = pl.lit(1).alias("len")
    asked = rows.filter(of_kind).with_columns(one) if sight.grounds else record.groups
    told = Funnel(
        stages=tuple(stages),
        unmatched=tuple(_unmatched(sight, asked)),
        civil=tuple(_civil(sight, asked)),
        several=tuple(_several(sight, asked)),
        mixed=tuple(_mixed(sight, asked)),
        dead=tuple(_dead(sight, record.names)) if read else (),
        empty=tuple(_empty(sight, rows.filter(days))) if read else (),
        codes=tuple(_codes(record.groups)),
        nowhere=record.count("nowhere"),
        swapped=record.count(f"swapped_{number}"),
        to_come=record.count("to_come"),
        placeless=record.count(f"placeless_{number}"),
    )
    return _Counted(at, everywhere[at], everywhere, a_against[at], b_against[at], told)


def _unmatched(sight: Sight, rows: pl.DataFrame) -> Iterator[tuple[str, int]]:
    names = _names(rows) - Counter(dict(_civil(sight, rows, None)))
    left = Counter(
        {
            name: many
            for name, many in names.items()
            if not matches(sight.known, name) and not CIVILIANS.match(name) and not is_nobody(name)
        }
    )
    yield from _commonest(left, _MOST)


def _mixed(sight: Sight, rows: pl.DataFrame) -> Iterator[tuple[str, int]]:
    """Yield the names that count as one party's and hold another's: ``Alpha and Beta patrol``."""
    known = {who: patterns(names) for who, names in sight.aliases.items()}
    words = {
        who: re.compile("|".join(rf"\b{re.escape(bare)}\b" for bare in bares), re.IGNORECASE)
        for who, names in sight.aliases.items()
        if (bares := [bare for name in names if len(bare := name.strip("* ")) > 2])
    }
    names = _names(rows)
    mixed: Counter[str] = Counter()
    for name, many in names.items():
        of = {who for who, pattern in known.items() if matches(pattern, name)}
        if of and any(who not in of and word.search(name) for who, word in words.items()):
            mixed[name] = many
    yield from _commonest(mixed, _MOST)


def _several(sight: Sight, rows: pl.DataFrame) -> Iterator[tuple[str, int]]:
    """Yield the cells that name several, a party of the case among them."""
    names = _names(rows)
    many = {n: names[n] for n in names if len(names_in(n)) > 1 and matches(sight.known, n)}
    yield from _commonest(Counter(many), _MOST)


def _civil(sight: Sight, rows: pl.DataFrame, most: int | None = _MOST) -> Iterator[tuple[str, int]]:
    """Yield the names that stand for civilians by the kind of their rows and by nothing else."""
    attacked = rows.filter((pl.col("kinds") & BIT["against_civilians"]) > 0)
    pairs = attacked.group_by("side_a", "side_b").agg(pl.col("len").sum())
    found: Counter[str] = Counter()
    for one, name, many in pairs.iter_rows():
        by_actor = any(matches(pattern, one) for pattern in sight.parties.values())
        if name and by_actor and sight.is_civil(name) and not CIVILIANS.match(name):
            found[name] += many
    yield from _commonest(found, most)


def _commonest(names: Counter[str], most: int | None) -> list[tuple[str, int]]:
    return sorted(names.items(), key=lambda item: (-item[1], item[0]))[:most]


def _dead(sight: Sight, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield aliases that match nothing, where that may matter.

    One more spelling of a party that another alias finds is none to be told, unless a name is like
    it that no alias matches.
    """
    every = sorted(names)
    # An alias for whom the source calls civilians or nobody would make them a party.
    others = [name for name in every if not CIVILIANS.match(name) and not is_nobody(name)]
    for known in sight.aliases.values():
        living = [a for a in known if any(matches(patterns([a]), name) for name in every)]
        whole = patterns(known)
        for alias in known:
            near = _nearest(alias, others)
            if alias not in living and (not living or (near and not matches(whole, near))):
                yield alias, near


def _nearest(alias: str, names: Sequence[str]) -> str:
    bare = alias.strip("*").casefold()
    holding = [name for name in names if bare and bare in name.casefold()]
    close = difflib.get_close_matches(alias, names, 1, 0.75)
    return (holding or close or [""])[0]


def _empty(sight: Sight, rows: pl.DataFrame) -> Iterator[str]:
    for zone in sight.grounds:
        if not len(rows) or not zone.chances(rows).any():
            yield zone.name


def _codes(groups: pl.DataFrame) -> Iterator[tuple[str, int]]:
    unknown = groups.filter(pl.col("code") != "").group_by("code").agg(pl.col("len").sum())
    yield from sorted(unknown.iter_rows(), key=lambda item: (-item[1], item[0]))[:_MOST]
