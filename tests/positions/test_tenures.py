"""The table of tenures: what each row says of where its days were read, and that they can be."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

ADDRESS = r"https?://[^\s;]+"
DOCS = Path(__file__).parents[2] / "docs" / "explanation" / "positions.md"
WHOLE = re.compile(rf"(?:[^;]*: )?{ADDRESS}(?:; end[\w ]*: {ADDRESS})?")
ONE_END = re.compile(rf"{ADDRESS}; end recalled|recalled; end: {ADDRESS}")


def rows() -> list[dict[str, str]]:
    table = files("foedus.positions") / "data" / "offices.csv"
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


def read_where(source: str) -> str:
    if source == "recalled":
        return source
    if ONE_END.fullmatch(source):
        return "one end"
    assert WHOLE.fullmatch(source) or source.startswith("appointed on"), source
    return "whole"


def test_every_row_says_where_it_was_read_and_the_docs_count_them():
    found = Counter(read_where(row["source"]) for row in rows())
    told = re.search(
        r"Of (\d+) tenures (\d+) were re-read and have the address, of (\d+) more one end;"
        r" the other (\d+)",
        " ".join(DOCS.read_text(encoding="utf-8").split()),
    )
    assert told is not None
    assert [int(n) for n in told.groups()] == [
        found.total(),
        found["whole"],
        found["one end"],
        found["recalled"],
    ]


def test_a_tenure_ends_after_it_begins_and_one_office_has_one_holder():
    held: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for row in rows():
        start = date.fromisoformat(row["from"])
        end = date.fromisoformat(row["to"]) if row["to"] else date.max
        assert start < end, row["person"]
        held.setdefault((row["office"], row["state"]), []).append((start, end))
    for office, spans in held.items():
        spans.sort()
        for one, other in pairwise(spans):
            assert one[1] <= other[0], office
