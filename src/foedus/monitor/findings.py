"""Findings: where the record says that a norm was broken, with what chance, and on what it rests.

A finding here is an allegation with its evidence. Whether there was a breach is for those to find
whom the arrangement names.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.language import Access, Arrangement
from foedus.monitor.episodes import Episode, Response, episodes
from foedus.monitor.formats import Format
from foedus.monitor.formats.common import BIT
from foedus.monitor.funnel import Funnel, Seen, funnel, seen
from foedus.monitor.incident import digest_of
from foedus.monitor.ledger import Ledger
from foedus.monitor.observers import access_digest, as_breaches, watched
from foedus.monitor.release import Release, Spoken, spoken
from foedus.monitor.responses import Answer, answers, excused, first_force
from foedus.monitor.rows import digests
from foedus.monitor.sighting import PICKED, Pattern, Picked, Sight, is_nobody, matches, sights
from foedus.monitor.tolls import Toll, summed_toll, tolls_of

ACCESS = frozenset({"access_denied", "jamming"})
Name = tuple[str, str]
"""A row: its source, and its id there."""
_NOBODY: Name = ("", "")
_DIGITS = 6
_EVEN = 0.5
_SEIZURE = np.uint16(BIT["seizure"])


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One row that a finding rests on, by its digest; `at` is its number among those picked.

    It is -1 where observers were barred, which no row of a file says.
    """

    source: str
    id: str
    digest: str
    chance: float
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """An allegation that the record supports.

    Parameters
    ----------
    norm
        The id of the norm.
    clause
        Digest of the text of the clause, with its zones and its actors' names.
    first, last
        The days within which it happened.
    chance
        That the norm's threshold was reached by what counts, as the rows are uncertain.
    began
        For each party bound, the chance that it began one of the incidents; ``None`` where the
        sources leave that open.
    deaths
        Low, best and high, each row's by its chance; ``None`` where no source counts deaths, and
        for the best and the high where a row that counts them lacks that.
    evidence
        The rows.
    access
        On how many of the days observers had which access.
    """

    norm: str
    clause: str
    first: date
    last: date
    chance: float
    began: tuple[tuple[str, float | None], ...]
    deaths: tuple[float, float | None, float | None] | None
    evidence: tuple[Evidence, ...]
    access: Mapping[str, int]

    @property
    def id(self) -> str:
        """A short name that stays while the clause and the days do, whatever rows are revised."""
        return digest_of([self.norm, self.clause, self.first.isoformat(), self.last.isoformat()])[
            :10
        ]

    @property
    def likely(self) -> bool:
        """Whether it is likelier than not; of two sides of which one began both are at a half."""
        return self.chance > _EVEN

    @property
    def unsaid(self) -> bool:
        """Whether it rests on rows, and no source says of any party bound that it began one."""
        on_rows = any(seen.at >= 0 for seen in self.evidence)
        return on_rows and all(chance is None for _, chance in self.began)

    def body(self) -> dict[str, Any]:
        """Return the finding as plain values, in its one written form."""
        return {
            "id": self.id,
            "norm": self.norm,
            "clause": self.clause,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "chance": self.chance,
            "began": [list(pair) for pair in self.began],
            "deaths": list(self.deaths) if self.deaths else None,
            "evidence": [[e.source, e.id, e.digest, e.chance] for e in self.evidence],
            "access": dict(sorted(self.access.items())),
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the body: it changes with any row or word that the finding rests on."""
        return digest_of(self.body())


@dataclass(frozen=True)
class Survey:
    """What the record says about one norm.

    Attributes
    ----------
    sight
        The norm.
    findings
        In the order of their days.
    picked
        The rows that count, in canonical order.
    rows
        The rows that files hold among those that bear on the norm; evidence says which.
    coarse
        How many rows were left out because they are less exact than the norm asks.
    answers
        The rows that count less, or not at all, because they may be lawful responses: to which.
    forms
        The formats that have been read.
    span
        First and last day that the releases read speak of, as ordinals; ``None`` without rows.
    funnel
        How many rows were left at each question that the norm asks, and what nothing matched.
    spoken
        Of which days each source speaks.
    entries
        What is known of observers' access.
    """

    sight: Sight
    findings: tuple[Finding, ...]
    picked: Picked
    rows: pl.DataFrame
    evidence: tuple[Evidence, ...]
    coarse: int
    answers: Mapping[Name, Answer]
    forms: tuple[Format, ...]
    span: tuple[int, int] | None
    funnel: Funnel
    spoken: tuple[Spoken, ...] = ()
    entries: tuple[Access, ...] = ()

    @property
    def can_be_seen(self) -> bool:
        """Whether anything that was read could show a breach of this norm."""
        kinds = self.sight.named_kinds
        shown = {kind for form in self.forms for kind in form.kinds}
        zones = self.sight.observed.zones
        is_told = any(not zones or entry.zone in zones for entry in self.entries)
        return bool(kinds & shown or self.findings or (is_told and kinds & ACCESS))


def survey(
    ledger: Ledger,
    releases: Sequence[Release],
    arrangement: Arrangement,
    shapes: Mapping[str, str],
    access: Sequence[Access],
    since: int | None = None,
    same: Collection[frozenset[Name]] = (),
) -> list[Survey]:
    """Return what the record says about each norm that says what it looks like on the ground.

    Parameters
    ----------
    ledger
        Where the rows are.
    releases
        The releases that count, newest first within each source.
    arrangement, shapes
        What the terms in the ledger say.
    access
        What is known of the observers' access.
    since
        A day (an ordinal) from which rows are looked for though a norm does not bind yet: they
        breach nothing, and are what the days after are compared with.
    same
        Pairs of rows of two sources that are one event, and count once.
    """
    all_sights = sights(arrangement, shapes)
    if since is not None:
        all_sights = [replace(s, first=min(s.first, since)) for s in all_sights]
    record = seen(ledger, releases, all_sights)
    span = record.span
    told = [day for of in spoken(releases) if of.complete for days in of.days for day in days]
    if span and told:
        span = min(span[0], *told), max(span[1], *told)
    forms = {release.source: release.form for release in releases}
    at_hand = access, tuple(forms.values()), span, same
    found = [_surveyed(sight, n, record, *at_hand) for n, sight in enumerate(all_sights)]
    return [
        replace(one, spoken=tuple(spoken(releases, {*one.rows["country"]} - {""}))) for one in found
    ]


def _surveyed(
    sight: Sight,
    number: int,
    record: Seen,
    access: Sequence[Access],
    forms: tuple[Format, ...],
    span: tuple[int, int] | None,
    same: Collection[frozenset[Name]],
) -> Survey:
    counted = funnel(sight, number, record)
    rows, where = record.rows[counted.at], counted.where
    picked = sight.pick(rows, where, counted.a, counted.b)
    names = list(rows.select("source", "id").iter_rows())
    force = first_force(sight, record.rows, counted.everywhere)
    answered = answers(sight, picked, names, force)
    begun, picked = int((picked["chance"] > 0).sum()), excused(picked, answered)
    lawless = picked["chance"] > 0
    coarse = int((lawless & picked["coarse"]).sum())
    left = np.flatnonzero(lawless & ~picked["coarse"])
    questions = (
        ("not begun by others", begun),
        ("no lawful response", int(lawless.sum())),
        ("exact enough", len(left)),
    )
    told = rows[left].select(pl.max_horizontal("low", "best"), "civilians")
    worth = [(one, *of) for one, of in zip(picked["chance"][left], told.iter_rows(), strict=True)]
    again = once([names[at] for at in left], worth, same)
    left = np.delete(left, sorted(again))
    evidence, said = _evidence(sight, rows[left], picked[left])
    barred, entries = as_breaches(sight, access)
    evidence += [
        Evidence("access", f"{entry.zone} {entry.from_}", access_digest(entry), 1.0)
        for entry in entries
    ]
    said += [(entry.by or "", "", 1.0 if entry.by else -1.0, -1.0) for entry in entries]
    every = np.concatenate([picked[left], barred])
    days = list(zip(every["start"].tolist(), every["end"].tolist(), strict=True))
    order = sorted(range(len(every)), key=lambda at: (*days[at], *_name(evidence[at])))
    kept = every[order] if order else np.zeros(0, dtype=PICKED)
    evidence, said = [evidence[at] for at in order], [said[at] for at in order]
    binding = kept.copy()  # an episode lies within the days on which the norm binds
    binding["start"] = np.maximum(kept["start"], sight.first)
    binding["end"] = np.minimum(kept["end"], sight.last)
    began = {one.row: one.chance for one in force}
    at_last = [names[left[at]] if at < len(left) else _NOBODY for at in order]
    there = {name: number for number, name in enumerate(at_last)}
    responses = {
        there[names[at]]: Response(to.row, there.get(to.row, -1), began[to.row], to.chance)
        for at, to in answered.items()
        if names[at] in there
    }
    tolls = tolls_of(kept, [seen.source for seen in evidence])
    findings = tuple(
        _finding(sight, episode, tolls, evidence, said, access)
        for episode in episodes(binding, sight.observed.at_least, responses)
    )
    return Survey(
        sight,
        findings,
        kept,
        rows[left],
        tuple(evidence),
        coarse,
        {names[at]: answer for at, answer in answered.items()},
        forms,
        span,
        counted.funnel.ended(questions, len(left), len(again)),
        entries=tuple(access),
    )


Said = tuple[str, str, float, float]
"""The two sides of a row, and the chance that each did what counts; -1 where that is not told."""


def _evidence(
    sight: Sight, rows: pl.DataFrame, picked: Picked
) -> tuple[list[Evidence], list[Said]]:
    evidence: list[Evidence] = []
    said: list[Said] = []
    seized = ((rows["kinds"].to_numpy() & sight.bits) == _SEIZURE).tolist()
    names = rows.select("source", "id", "side_a", "side_b", "a_seized", "a_began", "b_began")
    each = zip(names.iter_rows(), digests(rows), seized, picked["chance"].tolist(), strict=True)
    for at, (row, digest, is_seized, chance) in enumerate(each):
        source, id_, side_a, side_b, a_seized, a_began, b_began = row
        evidence.append(Evidence(source, id_, digest, round(chance, _DIGITS), at))
        a, b = (a_seized, None) if is_seized else (a_began, b_began)
        if b is None and a is not None:
            b = 1 - a
        said.append((side_a, side_b, -1.0 if a is None else a, -1.0 if b is None else b))
    return evidence, said


def once(
    names: Sequence[Name],
    worth: Sequence[tuple[float, int, int]],
    same: Collection[frozenset[Name]],
) -> set[int]:
    """Return which rows to leave out, so that pairs that are one event count once.

    Of two rows the one that is likelier to count stays, of equals the one that tells of more
    deaths, of equals in that of more civilians', and then the first by name. `worth` has the three.

    Examples
    --------
    >>> pair = frozenset({("a", "1"), ("b", "7")})
    >>> once([("a", "1"), ("b", "7")], [(0.5, 2, 0), (1.0, 0, -1)], [pair])
    {0}
    """
    at = {name: number for number, name in enumerate(names)}
    out: set[int] = set()
    for pair in sorted(same, key=sorted):
        there = [at[name] for name in sorted(pair) if name in at and at[name] not in out]
        if len(there) == 2:
            out.add(min(there, key=lambda number: (worth[number], -number)))
    return out


def _name(seen: Evidence) -> tuple[str, str, str]:
    return seen.source, seen.id, seen.digest


def _finding(
    sight: Sight,
    episode: Episode,
    tolls: Sequence[Toll | None],
    evidence: Sequence[Evidence],
    sides: Sequence[Said],
    access: Sequence[Access],
) -> Finding:
    rows = episode.rows
    counted = [toll for at in rows if (toll := tolls[at]) is not None]
    return Finding(
        norm=sight.norm_id,
        clause=sight.clause,
        first=date.fromordinal(episode.first),
        last=date.fromordinal(episode.last),
        chance=round(episode.chance, _DIGITS),
        began=tuple(_began(sight, [sides[at] for at in rows])),
        deaths=summed_toll(counted),
        evidence=tuple(evidence[at] for at in rows),
        access=watched(access, sight.observed.zones, episode.first, episode.last).days,
    )


def _began(sight: Sight, sides: Sequence[Said]) -> Iterator[tuple[str, float | None]]:
    """Yield for each party the chance that it began one of the incidents, where that is told.

    Where a row leaves open whether a party began it, what the others say is not the whole: only
    what is certain by them is told.
    """
    for party, pattern in sight.parties.items():
        parts = [_part(party, pattern, said) for said in sides]
        told = [chance for chance in parts if chance is not None and chance >= 0]
        began = round(1 - math.prod(1 - chance for chance in told), _DIGITS)
        is_open = not told or (None in parts and began < 1)
        yield party, None if is_open else began


def _part(party: str, pattern: Pattern, said: Said) -> float | None:
    """Return the chance that a party began a row: none where open, -1 where it took no part.

    What an unnamed side began any party may have.
    """
    side_a, side_b, of_a, of_b = said
    is_told = of_a >= 0 or of_b >= 0
    if side_a == party or matches(pattern, side_a):
        return max(of_a, 0.0) if is_told else None
    if matches(pattern, side_b):
        return max(of_b, 0.0) if is_told else None
    if not is_told:
        return -1.0
    unnamed = ((side_a, of_a), (side_b, of_b))
    return None if any(of > 0 and is_nobody(side) for side, of in unnamed) else 0.0
