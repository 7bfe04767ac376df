"""Findings: where the record says that a norm was broken, with what chance, and on what it rests.

A finding here is an allegation with its evidence. Whether there was a breach is for those to find
whom the arrangement names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from foedus.figures import Figure
from foedus.language import Arrangement
from foedus.language.observation import Access
from foedus.monitor.columns import Chunk
from foedus.monitor.current import standing
from foedus.monitor.episodes import Episode, episodes
from foedus.monitor.formats import FORMATS
from foedus.monitor.incident import canonical_json, digest_of
from foedus.monitor.ledger import Ledger
from foedus.monitor.observers import access_digest, as_breaches, watched
from foedus.monitor.release import Release
from foedus.monitor.responses import Force, excused, first_force
from foedus.monitor.sighting import PICKED, Picked, Sight, sights

ACCESS = frozenset({"access_denied", "jamming"})
FORMAT_OF = {form.name: form for form in FORMATS}
_DIGITS = 6


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One row that a finding rests on, by its digest; `chunk` and `row` say where it is kept."""

    source: str
    id: str
    digest: str
    chance: float
    chunk: bytes = field(default=b"", compare=False)
    row: int = field(default=0, compare=False)


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
        For each party bound, the chance that it began one of the incidents; ``None`` where no
        source says who began.
    deaths
        Low, best and high, each row's by its chance; ``None`` where no source counts deaths.
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
    deaths: tuple[float, float, float] | None
    evidence: tuple[Evidence, ...]
    access: Mapping[str, int]

    @property
    def id(self) -> str:
        """A short name that stays while the clause and the days do, whatever rows are revised."""
        return digest_of([self.norm, self.clause, self.first.isoformat(), self.last.isoformat()])[
            :10
        ]

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

    def figure(self) -> Figure:
        """Return the chance with its reasons."""
        rows = len(self.evidence)
        because = (
            f"{rows} {'row' if rows == 1 else 'rows'}, taken as independent of one another",
            "each counts by how exactly its date, place and kind are known",
        )
        sources = tuple(dict.fromkeys(e.source for e in self.evidence))
        return Figure(self.chance, because=because, sources=sources)


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
    coarse
        How many rows were left out because they are less exact than the norm asks.
    answers
        How many rows count less, or not at all, because they may be lawful responses.
    sources
        The ids of the sources that have been read.
    span
        First and last day that the releases read speak of, as ordinals; ``None`` without rows.
    access
        Whether anything is recorded of observers' access to its zones.
    """

    sight: Sight
    findings: tuple[Finding, ...]
    picked: Picked
    coarse: int
    answers: int
    sources: tuple[str, ...]
    span: tuple[int, int] | None
    access: bool = False

    @property
    def can_be_seen(self) -> bool:
        """Whether anything that was read could show a breach of this norm."""
        kinds = self.sight.named_kinds
        seen = {kind for source in self.sources for kind in FORMAT_OF[source].kinds}
        return bool(kinds & seen) or bool(self.findings) or (self.access and bool(kinds & ACCESS))


@dataclass
class _Gathered:
    """Rows that bear on one norm, while the ledger is read; local to `survey`."""

    picked: list[Picked] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    sides: list[tuple[str, str, float]] = field(default_factory=list)
    force: list[Force] = field(default_factory=list)


def survey(
    ledger: Ledger,
    releases: Sequence[Release],
    terms: bytes,
    arrangement: Arrangement,
    shapes: Mapping[str, str],
    access: Sequence[Access],
) -> list[Survey]:
    """Return what the record says about each norm that says what it looks like on the ground.

    Parameters
    ----------
    ledger
        Where the rows are.
    releases
        The releases that count, newest first within each source.
    terms
        The digest of the terms in the ledger.
    arrangement, shapes
        What they say.
    access
        What is known of the observers' access.
    """
    seen = sights(arrangement, shapes)
    gathered = [_Gathered() for _ in seen]
    for chunk, mask in standing(ledger, releases, terms):
        for sight, found in zip(seen, gathered, strict=True):
            _gather(sight, chunk, mask, found)
    span = ledger.days(releases)
    if span:
        told = [r.complete.last.toordinal() for r in releases if r.complete]
        span = span[0], max([span[1], *told])
    sources = tuple(dict.fromkeys(release.source for release in releases))
    return [
        _surveyed(sight, found, access, sources, span)
        for sight, found in zip(seen, gathered, strict=True)
    ]


def _gather(sight: Sight, chunk: Chunk, mask: Any, found: _Gathered) -> None:
    picked = sight.pick(chunk, mask, 0)
    found.force += first_force(sight, chunk, mask)
    if not len(picked):
        return
    found.picked.append(picked)
    at = picked["row"].tolist()
    rows = zip(at, picked["chance"].tolist(), chunk.named(at), strict=True)
    for row, chance, (id_, digest, side_a, side_b, a_began) in rows:
        shown, number = round(chance, _DIGITS), chunk.number(row)
        found.evidence.append(Evidence(chunk.source, id_, digest, shown, chunk.digest, number))
        found.sides.append((side_a, side_b, -1.0 if a_began is None else a_began))


def _surveyed(
    sight: Sight,
    found: _Gathered,
    access: Sequence[Access],
    sources: tuple[str, ...],
    span: tuple[int, int] | None,
) -> Survey:
    barred, entries = as_breaches(sight, access)
    picked = np.concatenate([*found.picked, barred]) if found.picked else barred
    evidence = found.evidence + [
        Evidence("access", f"{entry.zone} {entry.from_}", access_digest(entry), 1.0)
        for entry in entries
    ]
    sides = found.sides + [(entry.by or "", "", 1.0 if entry.by else -1.0) for entry in entries]
    before, picked = (
        picked,
        excused(sight, picked, [(e.chunk, e.row) for e in evidence], found.force),
    )
    answers = np.flatnonzero(picked["chance"] != before["chance"]).tolist()
    for at in answers:
        evidence[at] = replace(evidence[at], chance=round(float(picked["chance"][at]), _DIGITS))
    days = list(zip(picked["start"].tolist(), picked["end"].tolist(), strict=True))
    fine = np.flatnonzero((picked["chance"] > 0) & ~picked["coarse"])
    counts = sorted(fine.tolist(), key=lambda at: (*days[at], *_name(evidence[at])))
    kept = picked[counts] if counts else np.zeros(0, dtype=PICKED)
    rows = [evidence[at] for at in counts]
    said = [sides[at] for at in counts]
    binding = kept.copy()  # an episode lies within the days on which the norm binds
    binding["start"] = np.maximum(kept["start"], sight.first)
    binding["end"] = np.minimum(kept["end"], sight.last)
    tolls = _tolls(kept)
    findings = tuple(
        _finding(sight, episode, tolls, rows, said, access)
        for episode in episodes(binding, sight.observed.at_least)
    )
    coarse = int(picked["coarse"].sum())
    zones = sight.observed.zones
    has_access = any(not zones or entry.zone in zones for entry in access)
    return Survey(sight, findings, kept, coarse, len(answers), sources, span, has_access)


def _name(seen: Evidence) -> tuple[str, str, str]:
    return seen.source, seen.id, seen.digest


def _tolls(picked: Picked) -> list[tuple[float, ...] | None]:
    """Return each row's low, best and high deaths by its chance; ``None`` where none are told."""
    counted = [picked["chance"] * np.maximum(picked[name], 0) for name in ("low", "best", "high")]
    rows = zip(*(column.tolist() for column in counted), strict=True)
    return [
        row if told else None
        for row, told in zip(rows, (picked["best"] >= 0).tolist(), strict=True)
    ]


def _finding(
    sight: Sight,
    episode: Episode,
    tolls: Sequence[tuple[float, ...] | None],
    evidence: Sequence[Evidence],
    sides: Sequence[tuple[str, str, float]],
    access: Sequence[Access],
) -> Finding:
    rows = episode.rows
    counted = [toll for at in rows if (toll := tolls[at]) is not None]
    deaths = [round(math.fsum(toll[n] for toll in counted), 2) for n in range(3)]
    return Finding(
        norm=sight.norm_id,
        clause=sight.clause,
        first=date.fromordinal(episode.first),
        last=date.fromordinal(episode.last),
        chance=round(episode.chance, _DIGITS),
        began=tuple(_began(sight, [sides[at] for at in rows])),
        deaths=(deaths[0], deaths[1], deaths[2]) if counted else None,
        evidence=tuple(evidence[at] for at in rows),
        access=watched(access, sight.observed.zones, episode.first, episode.last).days,
    )


def _began(
    sight: Sight, sides: Sequence[tuple[str, str, float]]
) -> Iterator[tuple[str, float | None]]:
    """Yield for each party the chance that it began one of the incidents, where that is told."""
    for party, pattern in sight.parties.items():
        none_began, is_told = 1.0, False
        for side_a, side_b, told in sides:
            if told < 0:
                continue
            is_told = True
            if side_a == party or pattern.match(side_a.casefold()):
                none_began *= 1 - told
            elif pattern.match(side_b.casefold()):
                none_began *= told
        yield party, round(1 - none_began, _DIGITS) if is_told else None


def written(surveys: Sequence[Survey]) -> bytes:
    """Return all findings in their one written form, a JSON line each."""
    lines = [canonical_json(f.body()) + "\n" for s in surveys for f in s.findings]
    return "".join(lines).encode("utf-8", "surrogatepass")
