"""What `timeline` and `report` tell and draw of a norm: rates, changes, a timeline and a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from foedus.cli.edge import stop
from foedus.cli.monitor.edge import Known, day
from foedus.cli.monitor.looking import today

if TYPE_CHECKING:
    from foedus.figures import Figure
    from foedus.monitor import Change, Days, Survey
    from foedus.views import Spot


class Drawn(NamedTuple):
    """What is told and drawn of a norm; drawings are wide and narrow, or none."""

    title: str
    rates: tuple[Figure, ...]
    changes: list[Change]
    doubt: str
    beside: list[str]
    timeline: tuple[str, ...]
    places: tuple[str, ...]


def marks_of(marked: Sequence[str], at: str | None = None) -> list[tuple[date, str]]:
    """Read the days that the user marks, each followed by what it was, or end with a message."""
    found = [(day(at, "--at"), "the day asked about")] if at else []
    for text in marked:
        on, _, said = text.strip().partition(" ")
        if not said.strip():
            stop("--mark: write a day and what it was, such as '2020-07-27 additional measures'.")
        found.append((day(on, "--mark"), said.strip()))
    return found


def drawn(
    record: Known,
    surveyed: Survey,
    window: int,
    marks: Sequence[tuple[date, str]],
    *,
    draws: bool,
) -> Drawn:
    """Return what is told and drawn of a norm.

    Parameters
    ----------
    record, surveyed
        The record, and what it says of the norm.
    window
        Days over which the rates beside a change are.
    marks
        Days that the user marked; those on which the norm begins to bind and on which releases came
        out are marked besides.
    draws
        Whether pictures are wanted.
    """
    from foedus.monitor import (
        can_tell,
        changes,
        daily,
        likeness,
        spoken_of,
        uneven,
        weekly_of,
        weeks,
    )
    from foedus.views import (
        NARROW_CHART,
        UNREAD,
        WIDE_CHART,
        map_svg,
        timeline_svg,
        watch,
        watch_status,
    )

    first, last = watch_status.days_seen(surveyed, today())
    events = daily(surveyed.picked, first, last, "events")
    found = changes(surveyed.picked, first, last, window)
    doubt = watch.doubt(likeness(surveyed.picked, first, last, found)) if found else ""
    if found and not can_tell(weekly_of(surveyed.picked, first, last)):
        found, doubt = [], watch.CANNOT_TELL  # what is not told is not drawn either
    if found:
        many = last - first + 1
        told = [doubt, *watch.uneven_lines(*uneven(surveyed, first, last), many)]
        doubt = " ".join(filter(None, told))
    zones = surveyed.sight.observed.zones
    access: list[tuple[date, date, str]] = [
        (a.from_, a.until or a.from_, a.access)
        for a in record.access
        if not zones or a.zone in zones
    ]
    access += [(*days, UNREAD) for days in _unread(spoken_of(surveyed, first, last), first)]
    span = f"{date.fromordinal(first)} to {date.fromordinal(last)}"
    title = f"{record.arrangement.title}: {surveyed.sight.norm_id}, {span}"
    weekly = weeks(events, first)
    widths = (WIDE_CHART, NARROW_CHART) if draws else ()
    days = _marks(record, surveyed, marks)
    lines = [timeline_svg(title, weekly, found, access, days, w) for w in widths if weekly]
    spots = _spots(surveyed) if draws else ([], 0)
    places = [map_svg(title, surveyed.sight.grounds, *spots, w) for w in widths]
    rates, _ = watch_status.rates_of(surveyed, first, last)
    beside = _beside(surveyed, first, last, found) if found else []
    return Drawn(title, rates, found, doubt, beside, tuple(lines), tuple(places))


def _unread(spoken: Days, first: int) -> Iterator[tuple[date, date]]:
    """Yield the stretches of days that no file speaks of: first and last day."""
    days = [date.fromordinal(first + at) for at, is_told in enumerate(spoken) if not is_told]
    for _, run in groupby(enumerate(days), key=lambda one: one[1].toordinal() - one[0]):
        stretch = [day for _, day in run]
        yield stretch[0], stretch[-1]


def _beside(surveyed: Survey, first: int, last: int, found: Sequence[Change]) -> list[str]:
    """Say how likely the changes are by another way, and which others that way has."""
    from foedus.monitor import burstiness, posterior, weekly_of
    from foedus.views import beside_lines

    weekly = weekly_of(surveyed.picked, first, last)
    return list(beside_lines(posterior(weekly, burstiness(weekly)), found, first))


def _marks(
    record: Known, surveyed: Survey, marked: Sequence[tuple[date, str]]
) -> list[tuple[date, str]]:
    """Return the days to mark: what the user named, when the norm binds, releases, decisions."""
    norm = surveyed.sight
    days = {(date.fromordinal(norm.first), f"{norm.norm_id} binds"), *marked}
    for release in record.releases:
        on = date.fromisoformat(release.published[:10])
        days.add((on, f"release {release.label or release.file} of {release.form.title}"))
    for body in record.decisions:
        days.add((date.fromisoformat(body["date"]), f"{', '.join(body['by'])}: {body['do']}"))
    return [
        (on, "; ".join(said for day, said in sorted(days) if day == on))
        for on in sorted({on for on, _ in days})
    ]


def _spots(surveyed: Survey) -> tuple[list[Spot], int]:
    """Return the places to draw, and how many incidents are placed nowhere on a map."""
    from foedus.monitor import incidents
    from foedus.views import MOST_KM, Spot

    seen = sorted(e.at for e in surveyed.evidence if e.at >= 0)
    spots: dict[tuple[float, float, float], Spot] = {}
    left_out = 0
    for incident in incidents(surveyed.rows[seen]):
        east, north, km = incident.longitude, incident.latitude, incident.km
        if east is None or north is None or km >= MOST_KM:
            left_out += 1
            continue
        before = spots.get((east, north, km), Spot(east, north, 0, 0, incident.place, km))
        toll = before.deaths + max(incident.best, 0)
        spots[east, north, km] = before._replace(events=before.events + 1, deaths=toll)
    return list(spots.values()), left_out
