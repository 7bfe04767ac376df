"""A finding's chance if its rows of one source, day and place stand or fall together.

Rows of one report share its errors: whether it tells the right place, day or side is one question
for all of them. Taken as independent, many doubtful rows make a finding all but certain; taken
together they make it no likelier than the likeliest of them.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.monitor.chances import Ints, clustered_at_least, reaches
from foedus.monitor.episodes import windows, within
from foedus.monitor.findings import Finding, Survey
from foedus.monitor.sighting import Picked

_REPORT = ("source", "start", "end", "latitude", "longitude", "unit", "subunit", "place")


def chance_together(surveyed: Survey, finding: Finding) -> float | None:
    """Return that chance; ``None`` where no two of its rows are of one source, day and place.

    Whether one of them answers another is left out of it: that is a question of who began.
    """
    names = {(row.source, row.id) for row in finding.evidence}
    at = [n for n, row in enumerate(surveyed.evidence) if (row.source, row.id) in names]
    picked, rows = surveyed.picked[at], [surveyed.evidence[n].at for n in at]
    reports = surveyed.rows.select(pl.struct(_REPORT).rank("dense")).to_series().to_list()
    clusters = np.array([reports[row] if row >= 0 else -1 - n for n, row in enumerate(rows)])
    if len(np.unique(clusters)) == len(clusters):
        return None
    return _chance(surveyed, picked, clusters)


def _chance(surveyed: Survey, picked: Picked, clusters: Ints) -> float:
    least, sight = surveyed.sight.observed.at_least, surveyed.sight
    deaths = np.stack([picked[name] for name in ("low", "best", "high")], axis=1).astype(np.int64)
    if least.deaths_in_one is not None:
        alone = picked["chance"] * reaches(least.deaths_in_one, deaths)
        return clustered_at_least(1, alone, clusters)
    if least.events == 1:
        return clustered_at_least(1, picked["chance"], clusters)
    binding, window = picked.copy(), least.in_days.days
    binding["start"] = np.maximum(picked["start"], sight.first)
    binding["end"] = np.minimum(picked["end"], sight.last)
    count, of_deaths = (least.events, False) if least.events else (least.deaths or 1, True)
    return max(
        clustered_at_least(
            count,
            within(binding, rows, day, window),
            clusters[rows],
            deaths[rows] if of_deaths else None,
        )
        for day, rows in windows(binding, window)
    )
