"""What a release changed: rows added, changed and withdrawn, against the release before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from foedus.monitor.current import moved, rows_of
from foedus.monitor.formats.common import COLUMNS, DEATHS, ROW
from foedus.monitor.ledger import Ledger
from foedus.monitor.release import Release
from foedus.monitor.revising import revised

_THINGS = {
    "days": ("start", "end", "minute"),
    "place": ("latitude", "longitude", "km", "country", "unit", "subunit", "place"),
    "sides": ("side_a", "side_b", "a_began", "b_began", "a_seized"),
    "kind": ("kinds", "kind_chance", "weapon"),
    "deaths": DEATHS,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a release differs from the one before it.

    Attributes
    ----------
    before, after
        The labels, or the files, of the two.
    added, withdrawn
        Ids of rows that only one of them has; of the earlier one's, those of the days that the
        later one speaks of.
    changed
        Of each row that both have and that differs as it is read: its id, and what changed.
    """

    before: str
    after: str
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def things(self) -> dict[str, int]:
        """In how many rows each thing changed."""
        return dict(Counter(thing for _, things in self.changed for thing in things))


def difference_from_before(ledger: Ledger, release: Release) -> Difference | None:
    """Return how a release differs from the one before of its source; ``None`` if it is first."""
    releases = [r for r in ledger.releases() if r.source == release.source]
    older = [r for r in releases if r.order < release.order]
    return difference(ledger, older[0], release) if older else None


def difference(ledger: Ledger, before: Release, after: Release) -> Difference:
    """Return how one release differs from another."""
    old, new = (
        rows_of(ledger, release).filter(pl.col(ROW).is_in(numbers.implode()))
        for release, numbers in zip((before, after), _differing(ledger, before, after), strict=True)
    )
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
    spoken = (gone["said_start"] >= after.first) & (gone["said_end"] <= after.last)
    revised = differ.drop_nulls([ROW, f"{ROW}_new"]).iter_rows(named=True)
    changed = ((row["id"], tuple(thing for thing in _THINGS if row[thing])) for row in revised)
    return Difference(
        before.label or before.file,
        after.label or after.file,
        tuple(differ.filter(pl.col(ROW).is_null())["id"]),
        tuple(gone.filter(spoken)["id"]),
        tuple(told for told in changed if told[1]),
    )


def _differing(ledger: Ledger, before: Release, after: Release) -> tuple[pl.Series, pl.Series]:
    """Return the numbers of the rows of each that may not stand in the other.

    Where their lines do not tell, it is the hash of what was read of a row: Polars' own, of 64
    bits, which saves time and proves nothing.
    """
    found = None if before.reused or after.reused else revised(ledger, before, after)
    if found:
        return found
    hashed = pl.struct(list(COLUMNS)).hash().alias("hash")
    hashes = [
        rows_of(ledger, release).select(ROW, hashed).collect(engine="streaming")
        for release in (before, after)
    ]
    one, other = moved(hashes[0], hashes[1], "hash")
    only = (mine.join(its, on="hash", how="anti") for mine, its in ((one, other), (other, one)))
    old, new = (rows[ROW] for rows in only)
    return old, new
