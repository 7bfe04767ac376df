"""Which rows are evidence that a norm was broken, and with what chance each counts."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.language import Arrangement
from foedus.language.clauses import Norm
from foedus.language.observation import Observation, Observed
from foedus.language.writer import plain
from foedus.monitor.columns import Chunk, Texts
from foedus.monitor.compiled import compiled
from foedus.monitor.incident import FORCE, KINDS, digest_of
from foedus.monitor.zones import Ground, ground

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
VIOLENCE = (*sorted(FORCE), "against_civilians", "non_state")
"""What counts when a norm names no kinds."""
PICKED = np.dtype(
    [
        ("chance", "<f8"),
        ("began", "<f8"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("low", "<i4"),
        ("best", "<i4"),
        ("high", "<i4"),
        ("part", "<i4"),
        ("row", "<i4"),
        ("minute", "<i2"),
        ("coarse", "?"),
    ]
)
"""A row that bears on a norm: its chance of counting, the chance that a bearer began it (-1 where
the source does not say), and where it stands; `coarse`: it is less exact than the norm asks."""
Picked = NDArray[np.void]


@dataclass(frozen=True)
class Sight:
    """One norm as it is seen on the ground.

    Parameters
    ----------
    norm_id, norm
        The norm.
    observed
        Its `observed`.
    grounds
        The zones it names; anywhere when empty.
    actors
        Names of those whose part counts, as patterns.
    others
        Names of those it is owed to, as patterns, for lawful responses.
    parties
        Names of each of the actors.
    clause
        Digest of the text it rests on: the norm, its zones and its actors' names.
    first, last
        The days on which it counts, as ordinals.
    """

    norm_id: str
    norm: Norm
    observed: Observed
    grounds: tuple[Ground, ...]
    actors: re.Pattern[str]
    others: re.Pattern[str]
    parties: Mapping[str, re.Pattern[str]]
    clause: str
    first: int
    last: int

    @property
    def named_kinds(self) -> set[str]:
        """The kinds of incident that count."""
        named: set[str] = set(self.observed.kinds or VIOLENCE)
        return named | FORCE if "force" in named else named

    @cached_property
    def kinds(self) -> Mask:
        """Which of `KINDS` count."""
        named = self.named_kinds
        return np.array([kind in named for kind in KINDS])

    def mask(self, chunk: Chunk) -> Mask:
        """Return the rows that may count, without asking where exactly they are."""
        rows = chunk.rows
        days = rows["start"], rows["end"]
        at = _timely(*days, rows["kind"], self.kinds, self.first, self.last)
        at = at[self._near(chunk, at)]
        close = rows.at(at)
        takes_part = matching(self.actors, chunk.texts, close["side_a"])
        takes_part |= matching(self.actors, chunk.texts, close["side_b"])
        if self.observed.weapons:
            weapons = patterns(self.observed.weapons)
            takes_part &= matching(weapons, chunk.texts, close["weapon"])
        mask = np.zeros(len(rows), dtype=np.bool_)
        mask[at[takes_part]] = True
        return mask

    def _near(self, chunk: Chunk, at: NDArray[np.int64]) -> Mask:
        """Return which rows may lie in one of the zones, by their boxes alone."""
        near = np.zeros(len(at), dtype=np.bool_)
        for zone in self.grounds:
            near |= zone.near(chunk, at) if zone.drawn else True
        return near if self.grounds else ~near

    def pick(self, chunk: Chunk, mask: Mask, part: int) -> Picked:
        """Return the rows in `mask` that bear on the norm, with their chances.

        Parameters
        ----------
        chunk, mask
            The chunk and its rows that stand.
        part
            The number by which the caller knows the chunk.
        """
        at = np.flatnonzero(mask & self.mask(chunk))
        where = self.where(chunk, at)
        at, where = at[where > 0], where[where > 0]
        rows = chunk.rows.at(at)
        picked = np.zeros(len(at), dtype=PICKED)
        for name in ("start", "end", "low", "best", "high", "minute"):
            picked[name] = rows[name]
        picked["part"], picked["row"] = part, at
        picked["began"] = self._began(chunk, rows)
        inside = np.minimum(rows["end"], self.last) - np.maximum(rows["start"], self.first) + 1
        when = inside / (rows["end"] - rows["start"] + 1)
        acted = np.where(picked["began"] >= 0, picked["began"], 1.0)
        picked["chance"] = where * when * acted * np.clip(rows["kind_chance"], 0, 1)
        picked["coarse"] = self._coarse(rows)
        return picked[picked["chance"] > 0]

    def where(self, chunk: Chunk, at: NDArray[np.int64]) -> Floats:
        """Return the chance of each row to lie in one of the zones (the likeliest one's)."""
        if not self.grounds:
            return np.ones(len(at))
        chances: Floats = np.max([zone.chances(chunk, at) for zone in self.grounds], axis=0)
        return chances

    def _began(self, chunk: Chunk, rows: Any) -> Floats:
        """Return the chance that one of the actors began it; -1 where the source does not say."""
        a = matching(self.actors, chunk.texts, rows["side_a"])
        b = matching(self.actors, chunk.texts, rows["side_b"])
        told = rows["a_began"].astype(np.float64)
        by_one = np.where(a & b, 1.0, np.where(a, told, 1 - told))
        return np.where(told >= 0, by_one, -1.0)

    def _coarse(self, rows: Any) -> Mask:
        wanted = self.observed.precision
        coarse = np.zeros(len(rows), dtype=np.bool_)
        if wanted is None:
            return coarse
        if wanted.km is not None:
            drawn = any(zone.drawn for zone in self.grounds)
            coarse |= (rows["km"] > wanted.km) & drawn
        if wanted.days is not None:
            coarse |= rows["end"] - rows["start"] + 1 > wanted.days
        return coarse


@compiled
def _timely(
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    kind: NDArray[np.uint8],
    kinds: Mask,
    first: int,
    last: int,
) -> NDArray[np.int64]:
    """Return the rows of the right kind that may have happened from `first` to `last`."""
    found = np.empty(len(start), dtype=np.int64)
    count = 0
    for row in range(len(start)):
        if start[row] <= last and end[row] >= first and kinds[kind[row]]:
            found[count] = row
            count += 1
    return found[:count].copy()


def patterns(names: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for several names in which ``*`` stands for any text.

    Examples
    --------
    >>> bool(patterns(["Military Forces of Ukraine*"]).match("military forces of ukraine (2019-)"))
    True
    """
    parts = [fnmatch.translate(name.casefold().replace("[", "[[]")) for name in names]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE | re.DOTALL)


def matching(pattern: re.Pattern[str], texts: Texts, codes: Any) -> Mask:
    """Return for each code of a text whether that text matches; the empty text never does."""
    used, back = np.unique(codes, return_inverse=True)
    matched = [
        code > 0 and pattern.match(texts[code].casefold()) is not None for code in used.tolist()
    ]
    return np.array(matched, dtype=np.bool_)[back]


def sights(arrangement: Arrangement, shapes: Mapping[str, str]) -> list[Sight]:
    """Return the norms of an arrangement that say what they look like on the ground.

    Parameters
    ----------
    arrangement
        The arrangement.
    shapes
        The text of the GeoJSON files that its zones name.
    """
    seen = arrangement.observation or Observation()
    grounds = {name: ground(name, zone, shapes) for name, zone in seen.zones.items()}
    return [
        _sight(arrangement, seen, name, norm, norm.observed, grounds, shapes)
        for name, norm in arrangement.norms.items()
        if norm.observed is not None
    ]


def _sight(
    a: Arrangement,
    seen: Observation,
    name: str,
    norm: Norm,
    observed: Observed,
    grounds: Mapping[str, Ground],
    shapes: Mapping[str, str],
) -> Sight:
    actors = observed.actors or norm.bearer
    aliases = {actor: seen.aliases.get(actor, ()) for actor in (*actors, *norm.towards)}
    clause = {
        "norm": plain(norm),
        "id": name,
        "as_of": a.as_of.isoformat(),
        "aliases": plain(aliases),
        "zones": {zone: plain(seen.zones[zone]) for zone in observed.zones},
        "shapes": {seen.zones[z].file: shapes.get(seen.zones[z].file, "") for z in observed.zones},
    }
    end = a.as_of.toordinal() + a.horizon.days
    return Sight(
        norm_id=name,
        norm=norm,
        observed=observed,
        grounds=tuple(grounds[zone] for zone in observed.zones),
        actors=patterns(alias for actor in actors for alias in aliases[actor]),
        others=patterns(alias for party in norm.towards for alias in aliases[party]),
        parties={actor: patterns(aliases[actor]) for actor in actors},
        clause=digest_of(clause),
        first=(observed.from_ or a.as_of).toordinal(),
        last=min(end, observed.until.toordinal()) if observed.until else end,
    )


def bearing(all_sights: Sequence[Sight], chunk: Chunk) -> Mask:
    """Return the rows of a chunk whose text is worth keeping: those that may count for a norm."""
    mask = np.zeros(len(chunk.rows), dtype=np.bool_)
    for sight in all_sights:
        at = np.flatnonzero(sight.mask(chunk))
        mask[at[sight.where(chunk, at) > 0]] = True
    return mask


__all__ = ["PICKED", "VIOLENCE", "Sight", "bearing", "sights"]
