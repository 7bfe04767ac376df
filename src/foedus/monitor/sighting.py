"""Which rows are evidence that a norm was broken, and with what chance each counts."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from unicodedata import normalize

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.language import Arrangement, Norm, Observation, Observed, plain
from foedus.monitor.formats.common import BIT, NOBODY
from foedus.monitor.incident import FORCE, digest_of
from foedus.monitor.rows import of_kinds
from foedus.monitor.zones import Ground, ground, united

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
        ("row", "<i4"),
        ("minute", "<i2"),
        ("coarse", "?"),
    ]
)
"""A row that bears on a norm: its chance of counting, the chance that a bearer began it (-1 where
the source does not say), and where it stands; `coarse`: it is less exact than the norm asks."""
Picked = NDArray[np.void]
Pattern = re.Pattern[str]
CIVILIANS = re.compile(r"civilians?\b.*|civil population.*", re.IGNORECASE)
"""How sources name civilians; they are nobody's armed side, so that force against them is force
towards those whom a norm protects."""
_FORMER = re.compile(r"(government of .*?)\s*\([^()]*\)$")
"""UCDP writes a state's former name behind its present one: ``Government of Russia (Soviet
Union)``."""


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
    parties
        Names of each of those whose part counts, as patterns.
    foes
        For each of them, names of those it is owed to; ``None`` where the norm or the aliases do
        not say.
    others
        Names of all it is owed to.
    known
        Names of every party of the case, whether or not the norm is about it.
    aliases
        The names of those that the norm is about, as the case writes them.
    clause
        Digest of the text it rests on: the norm, its zones and its actors' names.
    first, last
        The days on which it counts, as ordinals.
    """

    norm_id: str
    norm: Norm
    observed: Observed
    grounds: tuple[Ground, ...]
    parties: Mapping[str, Pattern]
    foes: Mapping[str, Pattern | None]
    others: Pattern
    known: Pattern
    aliases: Mapping[str, Sequence[str]]
    clause: str
    first: int
    last: int

    @property
    def named_kinds(self) -> set[str]:
        """The kinds of incident that count."""
        named: set[str] = set(self.observed.kinds or VIOLENCE)
        return named | FORCE if "force" in named else named

    @cached_property
    def bits(self) -> int:
        """The kinds that count, as the sum of their bits."""
        return sum(BIT[kind] for kind in self.named_kinds)

    @property
    def in_days(self) -> pl.Expr:
        """Which rows may have happened while the norm binds."""
        return (pl.col("start") <= self.last) & (pl.col("end") >= self.first)

    def of_kind(self, rows: pl.DataFrame) -> Mask:
        """Return which rows are of a kind, and with a weapon, that counts."""
        kinds: Mask = (rows["kinds"].to_numpy() & self.bits) > 0
        if self.observed.weapons:
            weapons = patterns(self.observed.weapons)
            used = rows["weapon"].unique().to_list()
            named = [weapon for weapon in used if matches(weapons, weapon)]
            kinds &= rows["weapon"].is_in(named).to_numpy()
        return kinds

    def near(self) -> pl.Expr:
        """Return which rows may lie in one of the zones."""
        return pl.any_horizontal([zone.near() for zone in self.grounds] or [pl.lit(True)])

    def bearing(self, names: Iterable[str], answers_within: int = 0) -> pl.Expr:
        """Return a filter for the rows that may bear on the norm.

        Parameters
        ----------
        names
            Every name of a side that the rows have.
        answers_within
            Days before the norm binds in which force may be answered lawfully.
        """
        days = (pl.col("start") <= self.last) & (pl.col("end") >= self.first - answers_within)
        if self.grounds:
            return days & self.near()
        every = [*self.parties.values(), self.others]
        part = [name for name in names if any(matches(pattern, name) for pattern in every)]
        taking = pl.col("side_a").is_in(part) | pl.col("side_b").is_in(part)
        return days & ((pl.col("kinds") & (self.bits | _FORCE_BITS)) > 0) & taking

    def sides(self, rows: pl.DataFrame) -> tuple[Mask, ...]:
        """Return of which rows each side is an actor, and is one against those it is owed to."""
        columns: list[Mask] = []
        for rule in (self._takes_part, self._against):
            for turned in (False, True):
                columns.append(by_pair(rows, rule, turned=turned))
        aimed = (rows["kinds"].to_numpy() & BIT["against_civilians"]) > 0
        # Who attacked civilians stands first, unless a source says that the other side began it.
        for at, by in enumerate((aimed, aimed & rows["b_began"].eq_missing(1).to_numpy())):
            civil = by_pair(rows, lambda _, other: self.is_civil(other), turned=bool(at))
            columns[2 + at] |= columns[at] & by & civil
        return tuple(columns)

    def is_civil(self, name: str) -> bool:
        """Whether one whom an attack on civilians was made on, no party by its name, is them."""
        return not matches(self.known, name) and not is_nobody(name)

    def _takes_part(self, one: str, other: str) -> bool:
        return any(matches(pattern, one) for pattern in self.parties.values())

    def _against(self, one: str, other: str) -> bool:
        """Whether one side is an actor and the other one it owes the norm to.

        Where the source does not name the other side, nobody else is named either.
        """
        for party, pattern in self.parties.items():
            if matches(pattern, one):
                foes = self.foes[party]
                if (
                    foes is None
                    or is_nobody(other)
                    or CIVILIANS.match(other)
                    or matches(foes, other)
                ):
                    return True
        return False

    def where(self, rows: pl.DataFrame) -> Floats:
        """Return the chance of each row to lie in one of the zones, which are taken together."""
        if not self.grounds:
            return np.ones(len(rows))
        chances: Floats = np.max([zone.chances(rows) for zone in self._united], axis=0)
        return chances

    @cached_property
    def _united(self) -> tuple[Ground, ...]:
        return united(self.grounds)

    def pick(self, rows: pl.DataFrame, where: Floats, a: Mask, b: Mask) -> Picked:
        """Return rows that bear on the norm, with their chances.

        Parameters
        ----------
        rows
            The rows: in its days, of its kinds, with an actor against those it is owed to.
        where
            The chance of each to lie in its zones.
        a, b
            Of which rows each side is such an actor.
        """
        picked = np.zeros(len(rows), dtype=PICKED)
        for name in ("start", "end", "low", "best", "high", "minute"):
            picked[name] = rows[name].to_numpy()
        picked["row"] = np.arange(len(rows))
        start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
        inside = np.minimum(end, self.last) - np.maximum(start, self.first) + 1
        when = inside / (end - start + 1)
        picked["began"], acted, kind = self._acted(rows, a, b)
        picked["chance"] = where * when * acted * kind
        picked["coarse"] = self._coarse(rows)
        return picked

    def _acted(self, rows: pl.DataFrame, a: Mask, b: Mask) -> tuple[Floats, Floats, Floats]:
        """Return the chance that an actor did it (-1: not told), and by which a row counts.

        That is one that an actor did it, and one that it is of a kind that counts.
        Who opened fire and who took the ground are two questions, and a battle in which ground is
        taken asks both: it counts by the likelier of those that the norm asks.
        """
        kinds = rows["kinds"].to_numpy() & self.bits
        told = [rows[name].to_numpy() for name in ("a_began", "b_began", "a_seized")]
        began = _by_one(a, b, told[0], np.where(np.isnan(told[1]), 1 - told[0], told[1]))
        seized = _by_one(a, b, told[2], 1 - told[2])
        ground = self.bits & BIT["seizure"]
        forced, taken = (kinds & ~np.uint16(BIT["seizure"])) > 0, (kinds & ground) > 0
        by_force, by_taking = (
            np.where(asked, np.where(chance >= 0, chance, 1.0), 0.0)
            for asked, chance in ((forced, began), (taken, seized))
        )
        of_force, of_taking = (of_kinds(rows, bits) for bits in (self.bits - ground, ground))
        is_force = by_force * of_force >= by_taking * of_taking
        acted = np.where(is_force, by_force, by_taking)
        return np.where(forced, began, seized), acted, np.where(is_force, of_force, of_taking)

    def _coarse(self, rows: pl.DataFrame) -> Mask:
        wanted = self.observed.precision
        coarse = np.zeros(len(rows), dtype=np.bool_)
        if wanted is None:
            return coarse
        if wanted.km is not None and (not self.grounds or any(z.drawn for z in self.grounds)):
            far = rows["km"] > wanted.km
            coarse |= (far if self.grounds else far | rows["latitude"].is_null()).to_numpy()
        if wanted.days is not None:
            coarse |= (rows["end"] - rows["start"] + 1).to_numpy() > wanted.days
        return coarse


_FORCE_BITS = sum(BIT[kind] for kind in FORCE)


def _by_one(a: Mask, b: Mask, of_a: Floats, of_b: Floats) -> Floats:
    """Return the chance that one of the actors did it; -1 where the source does not say."""
    both = np.where(a & b, 1.0, np.where(a, of_a, of_b))
    told = np.where(a, of_a, of_b)
    return np.where(np.isnan(told), -1.0, both)


def by_pair(rows: pl.DataFrame, rule: Any, *, turned: bool = False) -> Mask:
    """Return for each row what a rule says of its two sides, each pair asked once."""
    names = ["side_b", "side_a"] if turned else ["side_a", "side_b"]
    pairs = rows.select("side_a", "side_b").unique()
    said = [rule(one, other) for one, other in pairs.select(names).iter_rows()]
    table = pairs.with_columns(pl.Series("said", said, dtype=pl.Boolean))
    joined = rows.select("side_a", "side_b").join(
        table, on=["side_a", "side_b"], how="left", maintain_order="left"
    )
    return joined["said"].to_numpy().astype(np.bool_)


def patterns(names: Iterable[str]) -> Pattern:
    """Return one pattern for several names in which ``*`` stands for any text.

    Examples
    --------
    >>> bool(patterns(["Military Forces of Ukraine*"]).match("military forces of ukraine (2019-)"))
    True
    """
    parts = [fnmatch.translate(_folded(name).replace("[", "[[]")) for name in names]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE | re.DOTALL)


def _folded(name: str) -> str:
    """Return a name without what tells none apart: case, space, accents, signs between names."""
    return _BETWEEN.sub(", ", " ".join(normalize("NFC", name).casefold().split()))


def names_in(side: str) -> list[str]:
    """Return the names in a cell that names a side: forms and tables write several in one.

    Examples
    --------
    >>> names_in("Alpha army; Beta militia")
    ['Alpha army', 'Beta militia']
    """
    return [name for part in _SEVERAL.split(side) if (name := part.strip())]


_SEVERAL = re.compile(r"[;|]")
_BETWEEN = re.compile(r" ?[;,] ")


@lru_cache(maxsize=65_536)  # few names stand in many rows
def matches(pattern: Pattern, name: str) -> bool:
    """Whether a name, or one of several in a cell, is one of a pattern's; the empty one never is.

    Examples
    --------
    >>> matches(patterns(["Government of Russia"]), "Government of Russia (Soviet Union)")
    True
    >>> [matches(patterns([f"{who}*"]), "Alpha (2019-); Beta") for who in ("Alpha", "Beta")]
    [True, True]
    """
    if _SEVERAL.search(name):
        return any(_is_one(pattern, one) for one in (name, *names_in(name)))
    return _is_one(pattern, name)


def _is_one(pattern: Pattern, name: str) -> bool:
    folded = _folded(name)
    if not folded:
        return False
    former = _FORMER.match(folded)
    return bool(pattern.match(folded) or (former and pattern.match(former[1])))


def is_nobody(name: str) -> bool:
    """Whether a table says with this that a side is not named.

    Examples
    --------
    >>> is_nobody(""), is_nobody("n/a"), is_nobody("Alpha")
    (True, True, False)
    """
    return not name or NOBODY.fullmatch(name) is not None


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
        parties={actor: patterns(aliases[actor]) for actor in actors},
        foes={actor: _foes(actor, norm, aliases) for actor in actors},
        others=patterns(alias for party in norm.towards for alias in aliases[party]),
        known=patterns(alias for names in seen.aliases.values() for alias in names),
        aliases=aliases,
        clause=digest_of(clause),
        first=(observed.from_ or a.as_of).toordinal(),
        last=min(end, observed.until.toordinal()) if observed.until else end,
    )


def _foes(actor: str, norm: Norm, aliases: Mapping[str, Sequence[str]]) -> Pattern | None:
    """Return the names of those an actor owes a norm to; ``None`` where they cannot be told."""
    named = [party for party in norm.towards if party != actor]
    if not named or any(not aliases[party] for party in named):
        return None
    return patterns(alias for party in named for alias in aliases[party])
