"""Event files: YAML or CSV text to events, with every problem located."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from foedus.language.nodes import parse
from foedus.language.problems import BadArrangementError, Problem, did_you_mean
from foedus.language.quantities import parse_date
from foedus.process.interpreting import Event

KEYS = ("date", "by", "do", "what", "vote")


def read_events(text: str, name: str) -> list[Event]:
    r"""Read events from YAML (a list of maps) or CSV (a header and rows), told apart by content.

    The keys or columns are ``date``, ``by``, ``do``, and where needed ``what`` and ``vote``.
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
    header = text.lstrip("\ufeff").partition("\n")[0]
    if "," in header and ":" not in header and not header.lstrip().startswith(("-", "[", "#")):
        rows = _csv_rows(text.lstrip("\ufeff"))
    else:
        rows = _yaml_rows(text, name)
    events: list[Event] = []
    problems: list[Problem] = []
    lines = text.splitlines()
    for line, row in rows:
        shown = lines[line - 1] if line <= len(lines) else ""
        try:
            events.append(_event(row, line))
        except ValueError as error:
            message, _, fix = str(error).partition("\n")
            problems.append(Problem(name, line, 1, message, fix, shown))
    if problems:
        raise BadArrangementError(problems)
    return events


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        given = {key: value for key, value in row.items() if value}
        if "by" in given:
            given["by"] = given["by"].split()
        yield reader.line_num, given


def _yaml_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    document, problems = parse(text, name)
    if not isinstance(document.value, list):
        problems.append(document.problem((), "an event file is a list of events"))
    if problems:
        raise BadArrangementError(problems)
    for at, row in enumerate(document.value):
        yield document.values[(at,)][0], row if isinstance(row, dict) else {}


def _event(row: Mapping[str, Any], line: int) -> Event:
    for key in row:
        if key not in KEYS:
            raise ValueError(f"there is no key {key!r} in an event\n{did_you_mean(str(key), KEYS)}")
    for key in ("date", "by", "do"):
        if not row.get(key):
            raise ValueError(f"an event needs {key!r}")
    by = row["by"] if isinstance(row["by"], list) else [row["by"]]
    vote = row.get("vote", "yes")
    if vote not in ("yes", "no", "abstain"):
        raise ValueError(f"a vote is yes, no or abstain, not {vote!r}")
    texts = [str(row["do"]), str(row.get("what", ""))]
    return Event(parse_date(row["date"]), tuple(map(str, by)), texts[0], texts[1], vote, line)
