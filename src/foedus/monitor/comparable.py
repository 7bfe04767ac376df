"""Which days about a day can be compared, and which sources speak of all of them.

A source that begins on the day, a gap that no file covers, or a zone that nobody could enter makes
counts rise or fall where nothing else did. So the days that are compared are those of which the
same sources speak, on both sides, and on which observers were not shut out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from foedus.monitor.findings import ACCESS, Survey
from foedus.monitor.observers import SHUT, Watched, states, told_of
from foedus.monitor.parts import rows_picked
from foedus.monitor.release import Spoken
from foedus.monitor.sighting import Picked

Days = NDArray[np.bool_]
Counts = NDArray[np.int64]
_MOST = 10
"""Sources of which every choice is tried; of more, those with most days in the window."""
Side = Literal["before", "after"]


@dataclass(frozen=True)
class Basis:
    """What a comparison rests on.

    Attributes
    ----------
    first, at
        The ordinal of the first day of the window, and the number of the first day after.
    days
        Of each day of the window whether it is compared.
    sources
        Those that speak of all of these days.
    surveyed
        The norm, with their rows.
    left_out
        Sources with rows in the window that do not speak of all of these days: what they are, and
        how many of their rows bear on the norm there.
    uncounted, shut_out
        How many rows of the sources that are compared lie on days which are not, and how many of
        them on days on which observers were barred or jammed.
    silent
        Before the day and from it on, how many days between the first and the last that is compared
        no file speaks of.
    barred
        On each side, on how many days that files speak of observers were barred or jammed.
    seen
        On each side, on how many of the days compared observers had which access.
    complete
        Whether each source that is compared is said to be complete for these days.
    hollow
        Long stretches of the window that lie between files of one that is not: what it is, and the
        first and the last day.
    untold
        Which sides begin or end with a row, as no release is said to be complete there.
    """

    first: int
    at: int
    days: Days
    sources: frozenset[str]
    surveyed: Survey
    left_out: tuple[tuple[str, int], ...]
    uncounted: int
    shut_out: int
    silent: tuple[int, int]
    barred: tuple[int, int]
    seen: tuple[Watched, Watched]
    complete: bool
    hollow: tuple[tuple[str, date, date], ...]
    untold: tuple[Side, ...]

    @property
    def sides(self) -> tuple[int, int]:
        """How many days are compared before the day, and from it on."""
        return _sides(self.days, self.at)

    @property
    def last(self) -> date:
        """The last day that is compared."""
        return date.fromordinal(self.first + int(np.flatnonzero(self.days)[-1]))

    @property
    def alike(self) -> bool:
        """Whether observers had the same access on the same share of the days of both sides."""
        before, after = self.seen
        many = self.sides
        kinds = {*before.days, *after.days}
        return all(
            before.days.get(kind, 0) * many[1] == after.days.get(kind, 0) * many[0]
            for kind in kinds
        )

    @property
    def short(self) -> tuple[int, int]:
        """How many days of the window are not compared, before the day and from it on."""
        before, after = self.sides
        return self.at - before, len(self.days) - self.at - after

    def days_of(self, picked: Picked) -> tuple[Counts, Counts]:
        """Return how many of the days of each row are compared, before the day and from it on."""
        before, after = self.days.copy(), self.days.copy()
        before[self.at :] = after[: self.at] = False
        return _among(picked, self.first, before), _among(picked, self.first, after)

    def rows_of(self, surveyed: Survey) -> Survey:
        """Return a survey of the same norm with the rows of the sources that are compared."""
        return _of_sources(surveyed, self.sources)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "sources": sorted(self.sources),
            "sources left out": [
                {"title": title, "incidents": many} for title, many in self.left_out
            ],
            "incidents on days that are not compared": self.uncounted,
            "incidents on days on which observers were shut out": self.shut_out,
            "days that no file speaks of": list(self.silent),
            "days on which observers were shut out": list(self.barred),
            "access": [dict(seen.days) for seen in self.seen],
            "complete": self.complete,
            "between files": [
                {"title": title, "first": low.isoformat(), "last": high.isoformat()}
                for title, low, high in self.hollow
            ],
            "ends with a row": list(self.untold),
        }


def basis(surveyed: Survey, on: date, window: int) -> Basis:
    """Return the days about a day that can be compared, and what is known of them.

    Of all choices of sources that one counts under which most is compared: the number of sources by
    the days of the shorter side on which all of them speak, and of equals the one with more days.
    What was counted plays no part in the choice.

    Parameters
    ----------
    surveyed
        What the record says about the norm, its rows looked for from before the day.
    on
        The first day after.
    window
        Days on either side; fewer where the record ends.

    Raises
    ------
    ValueError
        When no source speaks of days on both sides.
    """
    day = on.toordinal()
    first, at = day - window, window
    spoken = {of.source: of.within(first, 2 * window) for of in surveyed.spoken}
    rows = _sources(surveyed, first, first + 2 * window - 1)
    # A source that has no row which bears on the norm adds nothing to either side.
    having = [name for name in spoken if name in rows] or list(spoken)
    chosen, days = _widest(spoken, having, at)
    if not chosen:
        raise ValueError(_nothing(surveyed, on, spoken, at))
    barred, states_ = _access(surveyed, first, days)
    compared = days & ~barred
    kept = _of_sources(surveyed, frozenset(chosen))
    titles = {form.name: form.title for form in surveyed.forms}
    left = [
        (titles.get(name, name), rows[name]) for name in sorted(rows.keys() - set(chosen) - {""})
    ]
    inside = np.flatnonzero(days)
    gap = ~days
    gap[: inside[0]] = gap[inside[-1] + 1 :] = False
    compared_of = [of for of in surveyed.spoken if of.source in chosen]
    return Basis(
        first,
        at,
        compared,
        frozenset(chosen),
        kept,
        tuple(left),
        _off(kept, first, compared),
        _off(kept, first, compared) - _off(kept, first, days),
        _sides(gap, at),
        _sides(barred & days, at),
        (told_of(states_[:at][compared[:at]]), told_of(states_[at:][compared[at:]])),
        all(of.complete for of in compared_of),
        tuple(
            (of.title, date.fromordinal(low), date.fromordinal(high))
            for of in compared_of
            for low, high in of.gaps
            if low < first + len(days) and high >= first
        ),
        _untold(compared_of, days),
    )


def _sides(days: Days, at: int) -> tuple[int, int]:
    return int(days[:at].sum()), int(days[at:].sum())


def _sources(surveyed: Survey, first: int, last: int) -> dict[str, int]:
    """Return how many rows of each source bear on the norm in these days."""
    picked = surveyed.picked
    inside = (picked["end"] >= first) & (picked["start"] <= last)
    names, counts = np.unique(_names(surveyed)[inside], return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def _names(surveyed: Survey) -> NDArray[np.str_]:
    """Return the source of each row picked; empty for what people entered about access."""
    return np.array(rows_picked(surveyed)["source"].fill_null("").to_list(), dtype=np.str_)


def _of_sources(surveyed: Survey, sources: frozenset[str]) -> Survey:
    keep = np.isin(_names(surveyed), ["", *sources])
    evidence = tuple(e for e, is_kept in zip(surveyed.evidence, keep, strict=True) if is_kept)
    return replace(surveyed, picked=surveyed.picked[keep], evidence=evidence)


def _widest(
    spoken: dict[str, Days], having: Sequence[str], at: int
) -> tuple[tuple[str, ...], Days]:
    both = [name for name in having if min(_sides(spoken[name], at))]
    both = sorted(both, key=lambda name: (-min(_sides(spoken[name], at)), name))[:_MOST]
    best: tuple[tuple[int, int], tuple[str, ...], Days] = ((0, 0), (), np.zeros(0, dtype=np.bool_))
    for many in range(1, len(both) + 1):
        for names in combinations(both, many):
            days = np.logical_and.reduce([spoken[name] for name in names])
            shorter = min(_sides(days, at))
            worth = many * shorter, shorter
            if worth > best[0]:
                best = worth, names, days
    return best[1], best[2]


def _nothing(surveyed: Survey, on: date, spoken: dict[str, Days], at: int) -> str:
    """Say why nothing can be compared: of which days each source speaks."""
    said = []
    for of in surveyed.spoken:
        first, last = date.fromordinal(of.days[0][0]), date.fromordinal(of.days[-1][1])
        how = "is said to be complete for days" if of.complete else "has rows"
        said.append(f"{of.title} {how} from {first} to {last}")
    sides = [_sides(days, at) for days in spoken.values()]
    none = [
        name for name, n in (("before it", 0), ("from it on", 1)) if not any(s[n] for s in sides)
    ]
    which = " or ".join(none) or "on both sides"
    told = "; ".join(said) or "nothing has been read"
    return (
        f"{on}: no file speaks of days {which}, so that there is nothing to compare on one side "
        f"({told}). 'ingest --covers FIRST/LAST' says for which days a file is complete."
    )


def _access(surveyed: Survey, first: int, days: Days) -> tuple[Days, NDArray[np.int64]]:
    """Return on which days observers were shut out, and how far they could see on each day."""
    state = states(surveyed.entries, surveyed.sight.observed.zones, first, first + len(days) - 1)
    # Under a norm on access itself such days are what is counted.
    counted = bool(surveyed.sight.named_kinds & ACCESS)
    shut = np.zeros(len(days), dtype=np.bool_) if counted else state >= SHUT
    return shut, state


def _off(surveyed: Survey, first: int, days: Days) -> int:
    """Return how many rows in the window have no day that is compared."""
    picked = surveyed.picked
    inside = picked[(picked["end"] >= first) & (picked["start"] < first + len(days))]
    return int((_among(inside, first, days) == 0).sum())


def _among(picked: Picked, first: int, days: Days) -> Counts:
    """Return how many of the days of each row are among some, the first of which is an ordinal."""
    before = np.r_[0, np.cumsum(days)]
    low = np.clip(picked["start"] - first, 0, len(days))
    high = np.clip(picked["end"] - first + 1, 0, len(days))
    return np.asarray(before[high] - before[low])


def _untold(sources: Sequence[Spoken], days: Days) -> tuple[Side, ...]:
    """Return the sides that end where the rows of a source do, and no release says that it does."""
    if all(of.complete for of in sources):
        return ()
    ends: dict[Side, bool] = {"before": not days[0], "after": not days[-1]}
    return tuple(side for side, is_row in ends.items() if is_row)


def spoken_of(surveyed: Survey, first: int, last: int) -> Days:
    """Return of each day from `first` to `last` (ordinals) whether any file speaks of it."""
    found = np.zeros(last - first + 1, dtype=np.bool_)
    for of in surveyed.spoken:
        found |= of.within(first, len(found))
    return found


def uneven(surveyed: Survey, first: int, last: int) -> tuple[list[tuple[str, int]], int]:
    """Return what may pass for a change of rate from `first` to `last` and is one of the record.

    That is each source with rows that does not speak of `_LONG` days or more of them, and of how
    many; and on how many observers were shut out.
    """
    many = last - first + 1
    having = set(_names(surveyed).tolist())
    gaps = [
        (of.title, int(many - of.within(first, many).sum()))
        for of in surveyed.spoken
        if of.source in having
    ]
    shut, _ = _access(surveyed, first, np.ones(many, dtype=np.bool_))
    return [gap for gap in gaps if gap[1] >= _LONG], int(shut.sum())


_LONG = 14
"""Days of the shortest stretch of one rate that the search finds."""
