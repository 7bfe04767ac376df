"""Rows to episodes: periods in which a norm's threshold may have been reached, with the chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.language import Intensity
from foedus.monitor import chances
from foedus.monitor.sighting import Picked

FLOOR = 0.05
"""A count over several days is reported from this chance on."""


class Episode(NamedTuple):
    """A period, the rows that bear on it, and the chance that the threshold was reached in it.

    For a count over several days the chance is that of the likeliest stretch of that length, and
    so at least that of the whole period.
    """

    first: int
    last: int
    rows: tuple[int, ...]
    chance: float


def episodes(picked: Picked, least: Intensity) -> list[Episode]:
    """Return the episodes in rows that are in their canonical order.

    One event is enough: each stretch of days that rows are dated to is an episode (a day, or the
    week or month to which a source can date them). More is needed: an episode is a run of days on
    which the count over the days before reached the threshold with a chance of at least `FLOOR`.
    """
    if least.deaths_in_one is not None:
        deaths = np.stack([picked[name] for name in ("low", "best", "high")], axis=1)
        alone = picked["chance"] * chances.reaches(least.deaths_in_one, deaths.astype(np.int64))
        return list(_by_date(picked, alone))
    if least.events == 1:
        return list(_by_date(picked, picked["chance"]))
    return list(_by_count(picked, least))


def _by_date(picked: Picked, chance: NDArray[np.float64]) -> Iterator[Episode]:
    groups: dict[tuple[int, int], list[int]] = {}
    for at in np.flatnonzero(chance > 0).tolist():
        groups.setdefault((int(picked["start"][at]), int(picked["end"][at])), []).append(at)
    for (first, last), rows in sorted(groups.items()):
        yield Episode(first, last, tuple(rows), chances.at_least(1, chance[rows]))


def _by_count(picked: Picked, least: Intensity) -> Iterator[Episode]:
    window = least.in_days.days
    run: list[tuple[int, float, NDArray[np.int64]]] = []
    for day, rows in _windows(picked, window):
        chance = _chance(picked, rows, day, window, least)
        if run and (chance < FLOOR or day != run[-1][0] + 1):
            yield _episode(picked, run, window)
            run = []
        if chance >= FLOOR:
            run.append((day, chance, rows))
    if run:
        yield _episode(picked, run, window)


def _windows(picked: Picked, window: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield each last day of a stretch of `window` days, and the rows that may lie in it."""
    if not len(picked):
        return
    order = np.argsort(picked["start"], kind="stable")
    starts = picked["start"][order]
    longest = int((picked["end"] - picked["start"]).max())
    for day in range(int(starts[0]), int(picked["end"].max()) + window):
        low, high = np.searchsorted(starts, [day - window + 1 - longest, day + 1]).tolist()
        near = order[low:high]
        rows = np.sort(near[picked["end"][near] > day - window])
        if len(rows):
            yield day, rows


def _chance(
    picked: Picked, rows: NDArray[np.int64], day: int, window: int, least: Intensity
) -> float:
    start, end = picked["start"][rows], picked["end"][rows]
    inside = np.minimum(end, day) - np.maximum(start, day - window + 1) + 1
    chance = picked["chance"][rows] * inside / (end - start + 1)
    if least.events is not None:
        return chances.at_least(least.events, chance) if len(rows) >= least.events else 0.0
    deaths = np.stack([picked[name][rows] for name in ("low", "best", "high")], axis=1)
    count = least.deaths or 1
    if int(np.maximum(deaths.max(axis=1), 0).sum()) < count:
        return 0.0
    return chances.deaths_at_least(count, chance, deaths.astype(np.int64))


def _episode(
    picked: Picked, run: list[tuple[int, float, NDArray[np.int64]]], window: int
) -> Episode:
    rows = np.unique(np.concatenate([part for _, _, part in run]))
    first = max(run[0][0] - window + 1, int(picked["start"][rows].min()))
    last = min(run[-1][0], int(picked["end"][rows].max()))
    return Episode(first, last, tuple(rows.tolist()), max(chance for _, chance, _ in run))
