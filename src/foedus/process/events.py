"""Event files: YAML or CSV text to events, or every problem with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from foedus.language import (
    BadArrangementError,
    Document,
    Path,
    Problem,
    decoded,
    did_you_mean,
    parse,
    parse_date,
)
from foedus.process.interpreting import Event

KEYS = ("date", "by", "do", "what", "vote", "against")
_SEVERAL = ("by", "against")
"""Keys under which several names may stand: a list in YAML, separated by spaces in CSV."""
VOTES = ("yes", "no", "abstain")
_NEEDED = ("date", "by", "do")
_WAIT = "wait"
"""What is done by nobody: time passes until the day."""


class _Row(NamedTuple):
    """One event as it is written: its line, its values, and where each of them stands."""

    line: int
    values: Mapping[str, Any]
    places: Mapping[str, tuple[int, int]]


def read_events(text: str | bytes, name: str) -> list[Event]:
    r"""Read events from YAML (a list of maps) or CSV (a header and rows), told apart by content.

    The keys or columns are ``date``, ``by``, ``do``, and where needed ``what``, ``vote`` and
    ``against``.
    Several actors are a list in YAML and separated by spaces in CSV.

    Raises
    ------
    BadArrangementError
        With every problem and its place.

    Examples
    --------
    >>> read_events("date,by,do\n2025-03-01,RUS,attack\n", "x.csv")[0].do
    'attack'
    """
    written = decoded(text, name, "Write an event a line.")
    lines = tuple(written.splitlines())
    file = _File(name, lines)
    rows = _csv_rows(written, file) if _is_csv(written) else _yaml_rows(written, file)
    events = [event for row in rows if (event := _event(row, file)) is not None]
    if file.problems:
        raise BadArrangementError(file.problems)
    return events


class _File:
    """The name and lines of a file, and the problems found in it."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name, self.lines = name, lines
        self.problems: list[Problem] = []

    def tell(self, place: tuple[int, int], message: str, fix: str = "") -> None:
        shown = self.lines[place[0] - 1] if place[0] <= len(self.lines) else ""
        self.problems.append(Problem(self.name, *place, message, fix, shown))


def _is_csv(text: str) -> bool:
    header = _header(text)
    words = [word.strip().strip('"').lower() for word in header.split(_delimiter(text))]
    return len(words) > 1 and bool(set(words) & set(KEYS)) and not header.lstrip().startswith("-")


# CSV -------------------------------------------------------------------------------------------


def _csv_rows(text: str, file: _File) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        header = [column.strip().lower() for column in next(row for row in reader if any(row))]
        if not _header_is_sound(header, file, reader.line_num):
            return
        ended = reader.line_num
        for row in reader:
            line, ended = ended + 1, reader.line_num
            if any(cell.strip() for cell in row):
                yield from _csv_row(row, header, file, line)
    except csv.Error as error:
        file.tell((reader.line_num, 1), f"this is not CSV: {error}", "Check the quotes.")


def _header(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _delimiter(text: str) -> str:
    """Return what parts the columns: a comma, a semicolon or a tab."""
    return max(",;\t", key=_header(text).count)


def _header_is_sound(header: list[str], file: _File, line: int) -> bool:
    before = len(file.problems)
    for column in dict.fromkeys(header):
        if column not in KEYS:
            fix = did_you_mean(column, KEYS)
            file.tell((line, 1), f"there is no column {column!r} in an event file", fix)
        if header.count(column) > 1:
            file.tell((line, 1), f"the column {column!r} stands here twice", "Keep one.")
    for column in _NEEDED:
        if column not in header:
            file.tell((line, 1), f"the column {column!r} is missing", "Name it in the first line.")
    return len(file.problems) == before


def _csv_row(row: list[str], header: list[str], file: _File, line: int) -> Iterator[_Row]:
    if len(row) > len(header):
        message = f"this line has {len(row)} cells, and the first line names {len(header)} columns"
        file.tell((line, 1), message, "Put a cell that contains the separator in quotes.")
        return
    shown = file.lines[line - 1] if line <= len(file.lines) else ""
    values: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}
    reached = 0
    for column, cell in zip(header, row, strict=False):
        if "\n" in cell.strip() or "\r" in cell.strip():
            file.tell((line, 1), f"the cell under {column!r} has several lines", "Write it on one.")
        elif text := cell.strip():
            reached = max(shown.find(text, reached), 0)
            values[column] = text.split() if column in _SEVERAL else text
            places[column] = (line, reached + 1)
            reached += len(text)
    yield _Row(line, values, places)


# YAML ------------------------------------------------------------------------------------------


def _yaml_rows(text: str, file: _File) -> Iterator[_Row]:
    document, problems = parse(text, file.name)
    file.problems += problems
    if not isinstance(document.value, list):
        fix = "Write '- {date: 2025-03-01, by: RUS, do: attack}', an event a line; or CSV."
        file.tell((1, 1), "an event file is a list of events", fix)
        return
    for at, row in enumerate(document.value):
        place = document.values[(at,)]
        if not isinstance(row, dict):
            file.tell(place, "an event is a map of keys", "Write {date: ..., by: ..., do: ...}.")
            continue
        yield _Row(place[0], row, {key: _place(document, (at, key)) for key in row})


def _place(document: Document, path: Path) -> tuple[int, int]:
    if path[-1] in KEYS:
        return document.values[path]
    return document.keys[path]


# Events ----------------------------------------------------------------------------------------


def _event(row: _Row, file: _File) -> Event | None:
    before, start = len(file.problems), next(iter(row.places.values()), (row.line, 1))
    fixes = {key: did_you_mean(str(key), KEYS) for key in row.values if key not in KEYS}
    for key, fix in fixes.items():
        file.tell(row.places[key], f"there is no key {key!r} in an event", fix)
    for key in _NEEDED:
        if key == "by" and row.values.get("do") == _WAIT:
            continue
        if key not in row.values and f"Did you mean {key!r}?" not in fixes.values():
            file.tell((row.line, start[1]), f"an event needs {key!r}")
    texts = {key: _text(row, key, file) for key in ("do", "what") if key in row.values}
    by = _those(row, "by", file) if "by" in row.values or row.values.get("do") != _WAIT else ()
    vote = row.values.get("vote", "yes")
    against = _those(row, "against", file) if "against" in row.values else ()
    if vote not in VOTES:
        fix = did_you_mean(str(vote), VOTES)
        file.tell(row.places["vote"], f"a vote is yes, no or abstain, not {vote!r}", fix)
    try:
        on = parse_date(row.values.get("date", "2000-01-01"))
    except ValueError as error:
        file.tell(row.places["date"], str(error))
    if len(file.problems) > before:
        return None
    return Event(on, by, texts["do"], texts.get("what", ""), vote, row.line, against)


def _text(row: _Row, key: str, file: _File) -> str:
    value = row.values[key]
    if not isinstance(value, str) or not value:
        file.tell(row.places[key], f"{key!r} is a name, not {value!r}")
        return ""
    return value


def _those(row: _Row, key: str, file: _File) -> tuple[str, ...]:
    value = row.values.get(key, [""])
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        file.tell(row.places[key], f"{key!r} is one name, or several in brackets")
        return ()
    return tuple(names)
