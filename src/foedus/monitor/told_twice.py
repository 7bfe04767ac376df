"""Findings on rows of two sources that may tell of one event: their chance if they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foedus.monitor.duplicates import Pair
from foedus.monitor.findings import Finding, Survey

_LEAST = 0.005
"""Less of a chance than this is not told of."""


def chances_once(
    surveys: Sequence[Survey], merged: Sequence[Survey], left: Sequence[Pair]
) -> dict[str, float]:
    """Return the lower chance of each finding whose chance rests on such rows, by its short name.

    Parameters
    ----------
    surveys
        What the record says if no unreviewed pair is one event.
    merged
        The same if each is: what a finding then comes to is the likeliest in its days, or nothing.
    left
        The pairs that nobody decided.
    """
    names = [pair.names for pair in left]
    found: dict[str, float] = {}
    for surveyed, fewer in zip(surveys, merged, strict=True):
        for finding in surveyed.findings:
            rows = {(row.source, row.id) for row in finding.evidence}
            if any(pair <= rows for pair in names):
                chance = max((f.chance for f in fewer.findings if _touch(finding, f)), default=0.0)
                if chance < finding.chance - _LEAST:
                    found[finding.id] = chance
    return found


def _touch(one: Finding, other: Finding) -> bool:
    return one.first <= other.last and other.first <= one.last


def plain_once(finding: Finding, once: Mapping[str, float]) -> dict[str, float]:
    """Return as plain values what a finding's chance is at least, each event told but once."""
    return {"chance_once": once.get(finding.id, finding.chance)}
