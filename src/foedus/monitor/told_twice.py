"""Findings on rows of two sources that may tell of one event: what they come to if they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.monitor.duplicates import Pair
from foedus.monitor.findings import Finding, Survey
from foedus.monitor.tolls import Toll, summed_toll, tolls_of

_LEAST = 0.005
"""Less of a chance than this is not told of."""


class Once(NamedTuple):
    """What a finding comes to if each pair of its rows that may tell of one event does."""

    chance: float
    deaths: Toll | None


def told_once(
    surveys: Sequence[Survey], merged: Sequence[Survey], left: Sequence[Pair]
) -> dict[str, Once]:
    """Return what each finding that rests on such rows comes to then, by its short name.

    Parameters
    ----------
    surveys
        What the record says if no unreviewed pair is one event.
    merged
        The same if each is: what a finding then comes to is the likeliest in its days, or nothing,
        and as many died as by those of its rows that count then.
    left
        The pairs that nobody decided.
    """
    names = [pair.names for pair in left]
    found: dict[str, Once] = {}
    for surveyed, fewer in zip(surveys, merged, strict=True):
        counted = {(row.source, row.id) for row in fewer.evidence}
        sources = [row.source for row in surveyed.evidence]
        tolls = {
            (row.source, row.id): toll
            for row, toll in zip(surveyed.evidence, tolls_of(surveyed.picked, sources), strict=True)
        }
        for finding in surveyed.findings:
            rows = {(row.source, row.id) for row in finding.evidence}
            if not any(pair <= rows for pair in names):
                continue
            chance = max((f.chance for f in fewer.findings if _touch(finding, f)), default=0.0)
            told = [toll for row in rows & counted if (toll := tolls[row]) is not None]
            deaths = summed_toll(told)
            if chance < finding.chance - _LEAST or deaths != finding.deaths:
                found[finding.id] = Once(min(chance, finding.chance), deaths)
    return found


def _touch(one: Finding, other: Finding) -> bool:
    return one.first <= other.last and other.first <= one.last


def once_of(finding: Finding, once: Mapping[str, Once]) -> Once:
    """Return what a finding comes to, each event told but once."""
    return once.get(finding.id, Once(finding.chance, finding.deaths))


def plain_once(finding: Finding, once: Mapping[str, Once]) -> dict[str, object]:
    """Return that as plain values."""
    chance, deaths = once_of(finding, once)
    return {"chance_once": chance, "deaths_once": list(deaths) if deaths else None}
