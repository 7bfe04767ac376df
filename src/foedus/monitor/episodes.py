"""Rows to episodes: periods in which a norm's threshold may have been reached, with the chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


class Response(NamedTuple):
    """What a row may have answered: its name, and its number where it may count itself (else -1).

    `first` is the chance that it was begun by those the norm is owed to, and `excused` that it was
    and the row answered it in time, with which it does not count.
    """

    to: tuple[str, str]
    at: int
    first: float
    excused: float


def episodes(
    picked: Picked, least: Intensity, responses: Mapping[int, Response] | None = None
) -> list[Episode]:
    """Return the episodes in rows that are in their canonical order.

    Of a row and what it may have answered, which side began the latter is one question: where the
    bearer did, that counts, and where the other did, the response is lawful. Where more than one
    event is needed, rows are taken as independent of that, too.

    One event is enough: each stretch of days that rows are dated to is an episode (a day, or the
    week or month to which a source can date them). More is needed: an episode is a run of days on
    which the count over the days before reached the threshold with a chance of at least `FLOOR`.
    """
    if least.deaths_in_one is not None:
        deaths = np.stack([picked[name] for name in ("low", "best", "high")], axis=1)
        alone = picked["chance"] * chances.reaches(least.deaths_in_one, deaths.astype(np.int64))
        return list(_by_date(picked, alone, responses or {}))
    if least.events == 1:
        return list(_by_date(picked, picked["chance"], responses or {}))
    return list(_by_count(picked, least))


def _by_date(
    picked: Picked, chance: NDArray[np.float64], responses: Mapping[int, Response]
) -> Iterator[Episode]:
    groups: dict[tuple[int, int], list[int]] = {}
    for at in np.flatnonzero(chance > 0).tolist():
        groups.setdefault((int(picked["start"][at]), int(picked["end"][at])), []).append(at)
    for (first, last), rows in sorted(groups.items()):
        none, left = _of_responses(rows, chance, responses)
        yield Episode(first, last, tuple(rows), float(1 - none * np.prod(1 - chance[left])))


def _of_responses(
    rows: Sequence[int], chance: NDArray[np.float64], responses: Mapping[int, Response]
) -> tuple[float, list[int]]:
    """Return the chance that no response, and nothing answered, counts; and the other rows."""
    answering: dict[tuple[str, str], list[int]] = {}
    for at in filter(responses.get, rows):
        answering.setdefault(responses[at].to, []).append(at)
    whole, taken = 1.0, set[int]()
    for those in answering.values():
        _, answered, began, _ = responses[those[0]]
        is_there = answered in rows and answered not in responses
        own = float(chance[answered]) if is_there else 0.0
        unheard = heard = 1.0
        for at in those:
            excused = responses[at].excused
            before = float(chance[at]) / (1 - excused)
            unheard *= 1 - before
            heard *= 1 - before * (1 - excused / began)
        whole *= max(0.0, 1 - own - began) * unheard + began * heard
        taken |= {*those, answered} if is_there else {*those}
    return whole, [at for at in rows if at not in taken]


def _by_count(picked: Picked, least: Intensity) -> Iterator[Episode]:
    window = least.in_days.days
    run: list[tuple[int, float, NDArray[np.int64]]] = []
    for day, rows in windows(picked, window):
        chance = _chance(picked, rows, day, window, least)
        if run and (chance < FLOOR or day != run[-1][0] + 1):
            yield _episode(picked, run, window)
            run = []
        if chance >= FLOOR:
            run.append((day, chance, rows))
    if run:
        yield _episode(picked, run, window)


def windows(picked: Picked, window: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
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


def within(picked: Picked, rows: NDArray[np.int64], day: int, window: int) -> NDArray[np.float64]:
    """Return the chance that each of some rows counts, and lies in the stretch that ends so."""
    start, end = picked["start"][rows], picked["end"][rows]
    inside = np.minimum(end, day) - np.maximum(start, day - window + 1) + 1
    return np.asarray(picked["chance"][rows] * inside / (end - start + 1))


def _chance(
    picked: Picked, rows: NDArray[np.int64], day: int, window: int, least: Intensity
) -> float:
    chance = within(picked, rows, day, window)
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
