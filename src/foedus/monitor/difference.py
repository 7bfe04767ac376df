"""What a release changed: rows added, changed and withdrawn, against the release before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import compress

import polars as pl

from foedus.monitor.current import covered, in_order, moved, rows_of, standing
from foedus.monitor.formats.common import COLUMNS, DEATHS, ROW
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Release
from foedus.monitor.revising import lacked

_THINGS = {
    "days": ("start", "end", "minute"),
    "place": ("latitude", "longitude", "km", "country", "unit", "subunit", "place"),
    "sides": ("side_a", "side_b", "a_began", "b_began", "a_seized"),
    "kind": ("kinds", "kind_chance", "kind_chances", "weapon"),
    "deaths": DEATHS,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a release differs from the one before it.

    Attributes
    ----------
    before, after
        The labels, or the files, of the two.
    shares_ids
        Whether any id stands in both: else they are no releases of one thing, and both count.
    added, withdrawn
        Ids of rows that only one of them has; of the earlier one's, those of the days that the
        later one speaks of: from its first row to its last, and those that it is complete for.
    beyond
        Ids of the other rows that the later one lacks.
    changed
        Of each row that both have and that differs as it is read: its id, and what changed.
    renumbered
        Where they share no id, how many rows of the later are rows of the earlier but for that.
    """

    before: str
    after: str
    shares_ids: bool
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    beyond: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    renumbered: int = 0

    @property
    def things(self) -> dict[str, int]:
        """In how many rows each thing changed."""
        return dict(Counter(thing for _, things in self.changed for thing in things))


def difference_from_before(ledger: Ledger, release: Release) -> Difference | None:
    """Return how a release differs from one before of its source; ``None`` if it is the first.

    That is the newest that shares an id with it, or the newest if none does. A file a month is the
    usual way, and a correction is of any of them: a row that an earlier one has is none added.
    Another table of the same file is none before.
    """
    releases = [r for r in ledger.releases() if r.source == release.source]
    beside = [r for r in releases if r.rows == release.rows and r.contents != release.contents]
    older = [r for r in releases if r.order < release.order and r not in beside]
    if not older:
        return None
    found = difference(ledger, older[0], release)
    for other in older[1:]:
        added = pl.Series(found.added, dtype=pl.String)
        there = rows_of(ledger, other).filter(pl.col("id").is_in(added.implode())).select(pl.len())
        if added.len() and there.collect(engine="streaming").item():
            found = _with_earlier(found, difference(ledger, other, release))
    return found


def _with_earlier(found: Difference, earlier: Difference) -> Difference:
    """Return a difference of which rows that seemed added are compared with those of an earlier."""
    if not found.shares_ids:
        return earlier
    added = set(found.added)
    changed = [told for told in earlier.changed if told[0] in added]
    return replace(
        found,
        added=tuple(id_ for id_ in found.added if id_ in set(earlier.added)),
        changed=tuple(sorted([*found.changed, *changed])),
    )


def withdrawn_by(ledger: Ledger, release: Release) -> list[str]:
    """Return the ids of rows of earlier releases that one which is complete for their days lacks.

    None where nobody says that it is complete, or a later one is.
    """
    if release.complete is None:
        return []
    of_source = [r for r in ledger.releases() if r.source == release.source]
    older = [r for r in of_source if r.order < release.order and r.rows != release.rows]
    own = rows_of(ledger, release).select("id").collect(engine="streaming")
    found: list[str] = []
    for _, rows in standing(ledger, older):
        there = rows.filter(covered(release.complete)).select("id").collect(engine="streaming")
        found += there.join(own, on="id", how="anti")["id"].to_list()
    return sorted(found)


def moved_days(ledger: Ledger, release: Release) -> int:
    """Return how many rows of a release stand on another day than is written, by a hour in UTC.

    What widens the days of a row, such as a precision, moves its ends by more than a day.
    """
    ends = [(pl.col(end) - pl.col(f"said_{end}")).abs() for end in ("start", "end")]
    is_moved = pl.max_horizontal(ends) == 1
    counted = rows_of(ledger, release).select(is_moved.sum())
    return int(counted.collect(engine="streaming").item() or 0)


def difference(ledger: Ledger, before: Release, after: Release) -> Difference:
    """Return how one release differs from another."""
    old, new = _differing(ledger, before, after)
    differs = [
        pl.any_horizontal([pl.col(n).ne_missing(pl.col(f"{n}_new")) for n in names]).alias(thing)
        for thing, names in _THINGS.items()
    ]
    differ = (
        old.join(new, on="id", how="full", suffix="_new", coalesce=True)
        .select("id", "said_start", "said_end", ROW, f"{ROW}_new", *differs)
        .sort("id")
        .collect(engine="streaming")
    )
    gone = differ.filter(pl.col(f"{ROW}_new").is_null())
    spoken = _within(after.first, after.last)
    if after.complete:
        days = after.complete
        spoken |= _within(days.first.toordinal(), days.last.toordinal())
    both = differ.drop_nulls([ROW, f"{ROW}_new"]).select("id", *_THINGS)
    changed = ((id_, tuple(compress(_THINGS, flags))) for id_, *flags in both.iter_rows())
    added = tuple(differ.filter(pl.col(ROW).is_null())["id"])
    shares_ids = len(added) < after.count
    alike = [name for name in COLUMNS if name != "id"]
    again = new.join(old, on=alike, how="semi", nulls_equal=True).select(pl.len())
    return Difference(
        before.label or before.file,
        after.label or after.file,
        shares_ids,
        added,
        tuple(gone.filter(spoken)["id"]),
        tuple(gone.filter(~spoken)["id"]),
        tuple(told for told in changed if told[1]),
        0 if shares_ids else int(again.collect(engine="streaming").item()),
    )


def _within(first: int, last: int) -> pl.Expr:
    return (pl.col("said_start") >= first) & (pl.col("said_end") <= last)


def _differing(
    ledger: Ledger, before: Release, after: Release
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return the rows of each that may not stand in the other.

    Where their lines do not tell, it is the hash of what was read of a row: Polars' own, of 64
    bits, which saves time and proves nothing.
    """
    old = rows_of(ledger, before)
    told = None if before.reused or after.reused else lacked(ledger, before, after)
    if told is not None:
        return old.filter(pl.col(ROW).is_in(told.implode())), rows_of(ledger, after, own=True)
    new = rows_of(ledger, after)
    hashed = pl.struct(list(COLUMNS)).hash().alias("hash")
    hashes = [in_order(rows.select(ROW, hashed)) for rows in (old, new)]
    one, other = moved(hashes[0], hashes[1], "hash")
    only = (mine.join(its, on="hash", how="anti") for mine, its in ((one, other), (other, one)))
    gone, come = (rows[ROW].implode() for rows in only)
    return old.filter(pl.col(ROW).is_in(gone)), new.filter(pl.col(ROW).is_in(come))
