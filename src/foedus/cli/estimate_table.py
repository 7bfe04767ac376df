"""Reading a table of observations: comma, semicolon or tab, with a row of names."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.cli.edge import stop, take
from foedus.texts import named, unfit

LONGEST_TABLE = 32_000_000
"""Bytes in the longest table that is read."""
MISSING = ("", "NA", "NaN", "nan", ".")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_WITH_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Table:
    """Observations.

    Attributes
    ----------
    columns
        By name: numbers or texts, None where missing.
    lines
        By row, its line in the file.
    odd
        By column that is of text only because of a few cells among numbers: where the first is.
    """

    name: str
    columns: dict[str, list[Any]]
    lines: tuple[int, ...]
    odd: dict[str, str]

    def rows(self, chosen: list[int]) -> Table:
        """Return these rows only."""
        columns = {name: [cells[i] for i in chosen] for name, cells in self.columns.items()}
        return Table(self.name, columns, tuple(self.lines[i] for i in chosen), self.odd)


def read_table(path: Path) -> Table:
    """Read a table, or end with what is wrong and where.

    A column is of numbers if everything in it that is not missing is one.
    """
    try:
        text = take(path, LONGEST_TABLE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        stop(f"{path}:{line}: the text is not UTF-8. Save the table as CSV in UTF-8.")
    if "\0" in text:
        stop(f"{path}: this is a binary file. Save the table as CSV.")
    if (at := unfit(text)) is not None:
        line = text.count("\n", 0, at) + 1
        stop(f"{path}:{line}: the character {named(text[at])} has no place in a text. Delete it.")
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    names = [name.strip() for name in next(reader, [])]
    _check_names(path, names)
    rows, lines = [], []
    try:
        for row in reader:
            if not any(row):
                continue
            if len(row) != len(names):
                said = f"{len(row)} cells in a table of {len(names)} columns"
                stop(f"{path}:{reader.line_num}: {said}. Is a quote or a separator missing?")
            rows.append([cell.strip() for cell in row])
            lines.append(reader.line_num)
    except csv.Error as error:
        stop(f"{path}:{reader.line_num}: this is not CSV: {error}.")
    if not rows:
        stop(f"{path}: there is no row below the names.")
    columns = {name: _cells([row[k] for row in rows], between) for k, name in enumerate(names)}
    odd = {}
    for name, cells in columns.items():
        texts = [k for k, cell in enumerate(cells) if isinstance(cell, str)]
        strange = [k for k in texts if not _NUMBER.fullmatch(cells[k])]
        if 0 < len(strange) < len(texts) / 2:
            first = strange[0]
            odd[name] = f"{path}:{lines[first]}: {cells[first]!r} in column {name!r} is no number"
    return Table(str(path), columns, tuple(lines), odd)


def _check_names(path: Path, names: list[str]) -> None:
    if not any(names):
        stop(f"{path}: the file is empty. Begin with a row of names.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        stop(f"{path}:1: two columns are called {twice[0]!r}. Rename one.")


def _cells(cells: list[str], between: str) -> list[Any]:
    known = [cell for cell in cells if cell not in MISSING]
    if all(_NUMBER.fullmatch(cell) for cell in known):
        return [None if cell in MISSING else float(cell) for cell in cells]
    if between == ";" and all(_NUMBER.fullmatch(c) or _WITH_COMMA.fullmatch(c) for c in known):
        return [None if c in MISSING else float(c.replace(",", ".")) for c in cells]
    return [None if cell in MISSING else cell for cell in cells]
