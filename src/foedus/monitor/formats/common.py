"""What the formats share: the columns of an incident, and what describes a format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from foedus.language import did_you_mean
from foedus.monitor.days import Exchanged, Hours, Order
from foedus.monitor.incident import KINDS, NOT_TOLD

if TYPE_CHECKING:
    from foedus.monitor.formats.draft import Draft

ROW, FAULT, RAW = "_row", "_fault", "_raw"
"""What a table has beside its own columns: the number of each row in the file, and, where there are
any, why a line is no row and its text."""
SHEET = "_sheet"
"""The column that tables of workbooks have beside their own: the name of their sheet."""
FINE = "_fine"
"""What rows as read have beside theirs: whether one counts."""
BIT = {kind: 1 << at for at, kind in enumerate(KINDS)}
"""The kinds of a row are kept as the sum of these: a battle that takes ground is two things."""
TEXTS = ("country", "unit", "subunit", "place", "side_a", "side_b", "weapon")
DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "civilians")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: its format, and what the user said of it.

    Parameters
    ----------
    format
        The name of the format.
    dates
        ``dmy``, ``mdy``, ``ymd`` or ``ydm`` where the file does not tell.
    zone
        The time zone of the places, for times in UTC.
    mapping
        The text of the mapping file, where there is one.
    """

    format: str
    dates: Order = ""
    zone: str = ""
    mapping: str = ""


class Together(NamedTuple):
    """What only all rows of a table together tell of how to read each.

    Parameters
    ----------
    order
        Which of two numbers is the day, where the user does not say.
    below
        The number of a row that is another header, its columns in other places; 0 where none is.
    hours
        What hours without a zone are that stand behind days of which no hour is told.
    exchanged
        Whether a spreadsheet has exchanged day and month of what it took for dates.
    """

    order: Order = ""
    below: int = 0
    hours: Hours = ""
    exchanged: Exchanged = ""

    def told(self, zone: str) -> Iterator[str]:
        """Yield what is to be said of how its rows are read; `zone` is what the user said."""
        if self.hours == "utc":
            yield f"its hours have no zone and are midnight somewhere: taken from UTC to {zone}"
        if self.hours == "local":
            yield "hours of no zone stand behind its days: each day is taken as it is written"
        if self.exchanged == "perhaps":
            yield (
                "a spreadsheet may have exchanged day and month: no date in it is above the 12th, "
                "and each day that is text is"
            )


ALONE = Together()
"""Of rows that are each read by itself."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that people hold.

    Parameters
    ----------
    name
        The id of the source that it is the format of.
    title
        Its name in English.
    silent_on
        What a source of this format does not record, in a sentence: printed beside its counts.
    columns
        For each thing that is read, the names its column may have.
    dates
        The things that tell the first day and, where there are such, the last day and the time of
        day; with the latter a time behind the date counts too.
    needed
        Things without which a file is not of this format.
    marks
        Columns by which a header is recognised: all of one of these sets must be there.
    fill
        Reads into a draft what is this format's own; ids, days, points, deaths and texts are read.
    kinds
        The kinds of incident that it can tell of at all.
    header
        Its columns, where its tables come without any.
    given
        Things that no single column tells.
    without
        What a table is told to lack where it has no column for a thing, and what is then assumed.
    whole
        Whether columns that it does not know are to be told.
    tells_began
        Whether it is for its tables to say who began what they tell of.
    of_reports
        Whether several of its rows, with one id, may be reports of one event.
    """

    name: str
    title: str
    silent_on: str
    columns: Mapping[str, Sequence[str]]
    dates: Sequence[str]
    needed: Sequence[str]
    marks: Sequence[frozenset[str]]
    fill: Callable[[Draft], None]
    kinds: frozenset[str]
    header: tuple[str, ...] = ()
    given: Mapping[str, pl.Expr] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    tells_began: bool = False
    of_reports: bool = False

    def places(self, header: Sequence[str]) -> dict[str, str]:
        """Return for each thing that is read the column it stands in, by any of its names."""
        there = set(header)
        found = {
            thing: next((name for name in names if name in there), "")
            for thing, names in self.columns.items()
        }
        return {thing: name for thing, name in found.items() if name}

    def unread(self, header: Sequence[str]) -> Iterator[str]:
        """Yield what cannot be told for want of a column, and which columns nobody reads."""
        there = self.places(header)
        for thing, assumed in self.without.items():
            if thing not in there:
                yield f"it has no column {self.columns[thing][0]!r}{assumed}"
        told = {*there, *self.given}
        if self.tells_began and "side_b" in told and "a_began" not in told:
            yield (
                "nothing in it says who began ('a_began'): each row counts against both its sides, "
                "also against whoever was attacked"
            )
        if self.tells_began and "latitude" in told and "km" not in told:
            yield (
                "nothing in it says how well a place is known ('km'): each is taken to be known to "
                "within 1 km"
            )
        known = {name for names in self.columns.values() for name in names}
        for name in header:
            if name not in known and is_a_number_of_events(name):
                yield f"its column {name!r} {A_NUMBER}"
        names = sorted(known | set(self.columns))
        for name in header if self.whole else ():
            if name not in known and not name.startswith("_"):
                near = did_you_mean(name, names)
                fix = f" {near}" if near.startswith("Did") else ""
                yield f"its column {name!r} is not read.{fix}"


ERROR = (
    r"(?i)^#(?:\p{L}/\p{L}!?|nv|[¿¡\p{L}/0]+[!?])$|^Err:\d{3}$"  # those of a cell in any language
)
"""What spreadsheets show of what they cannot reckon."""
NOBODY = re.compile(
    r"n/?a|null|none|nan|<na>|[-–—]+|[?]+|unknown|unidentified|not (known|given|stated)",
    re.IGNORECASE,
)
"""How tables write that a side is not named, or a number not known."""
_EVENTS = "(events|incidents|violations|explosions|shots|shells|rounds)"
_A_NUMBER = re.compile(
    rf"(no|nr|number|count|{_EVENTS})\W*|(n|no|nr|num|number)\W(of\W)?{_EVENTS}.*"
)
A_NUMBER = "may say how many events a row tells of: each row counts as one, whatever it says"


def is_a_number_of_events(column: str) -> bool:
    """Whether a column may say how many events each row tells of.

    Examples
    --------
    >>> [is_a_number_of_events(name) for name in ("no.", "events", "number_of_sources")]
    [True, True, False]
    """
    return _A_NUMBER.fullmatch(column) is not None


NO_POINT = ": no row has a point, and none lies in a zone that is drawn"
NO_SIDE = ": no row tells who was on that side"
LACKED = {"latitude": NO_POINT, "longitude": NO_POINT, "side_a": NO_SIDE, "side_b": NO_SIDE}
"""What most tables are told to lack, and what is then assumed."""
COLUMNS: dict[str, tuple[Any, Any]] = {
    "id": (pl.String, ""),
    "start": (pl.Int32, None),
    "end": (pl.Int32, None),
    "said_start": (pl.Int32, None),
    "said_end": (pl.Int32, None),
    "minute": (pl.Int16, -1),
    "latitude": (pl.Float64, None),
    "longitude": (pl.Float64, None),
    "km": (pl.Float64, 0.0),
    **dict.fromkeys(TEXTS, (pl.String, None)),
    "kinds": (pl.UInt16, BIT["other"]),
    "kind_chance": (pl.Float64, 1.0),
    "kind_chances": (pl.String, None),
    "code": (pl.String, None),
    "a_began": (pl.Float64, None),
    "b_began": (pl.Float64, None),
    "a_seized": (pl.Float64, None),
    **dict.fromkeys(DEATHS, (pl.Int32, NOT_TOLD)),
}
"""The columns of incidents, their types, and what they hold where a source does not say.
`kind_chances` holds the chance of each kind where they differ, ``force=0.99 shelling=0.9``; `code`
is the source's word for the kind where it is unknown here; `a_began`, `b_began` and `a_seized` are
the chances that a side began it, and that side a took the ground; `start` and `end` are the days on
which it may have happened, `said_start` and `said_end` those that are written."""
