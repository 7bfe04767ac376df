"""Which row tells the columns: no row is read by a header that is not its own.

Every answer here is worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.monitor.current import rejected_rows, rows_of
from foedus.monitor.formats import spelt
from foedus.monitor.formats.ged import HEADER as GED
from foedus.monitor.unpacking import BadFileError

from .conftest import Watch
from .test_misreadings import book
from .test_reading import read

Watching = Callable[..., Watch]
ACLED = "event_id_cnty,event_date,event_type,actor1,actor2,fatalities"
ROWS = ["U1,2020-01-02,Battles,Beta,Alpha,1", "U2,2020-01-03,Battles,Beta,Alpha,2"]
TURNED = [ACLED.replace("actor1,actor2", "actor2,actor1"), "U3,2020-01-04,Battles,Alpha,Beta,3"]
BELOW = "row 3 is another header, with columns in other places"


@pytest.mark.parametrize("as_sheet", [False, True])
@pytest.mark.parametrize(
    ("between", "stand"),
    [
        (TURNED[0], ["U1", "U2"]),  # else Alpha would have attacked in U3
        (TURNED[0].replace("_", ".").upper(), ["U1", "U2"]),
        (ACLED, ["U1", "U2", "U3"]),
        (ACLED.title(), ["U1", "U2", "U3"]),
        (ACLED.replace("fatalities", "notes"), ["U1", "U2"]),  # notes are no deaths
        ("id,date,kind,note,deaths,", ["U1", "U2"]),  # the header of another format
        ("U0,2020-01-02,Location,Country,Actor1,1", ["U0", "U1", "U2", "U3"]),  # odd, and a row
        ("U0,on Monday,Location,Beta,Alpha,1", ["U1", "U2", "U3"]),  # no row, and no header
    ],
)
def test_what_stands_below_another_header_is_not_read_by_the_first(
    as_sheet: bool, between: str, stand: list[str], watching: Watching, tmp_path: Path
):
    lines = [ACLED, *ROWS, between, TURNED[1]]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n")
    if as_sheet:
        path = book(tmp_path / "a.xlsx", [[*line.split(",")] for line in lines])
    watch = watching()
    watch.ingest(path)
    (release,) = watch.ledger.releases()
    assert sorted(rows_of(watch.ledger, release).collect()["id"]) == stand
    below = [n for n, why, _ in rejected_rows(watch.ledger, release) if why.startswith(BELOW)]
    assert below == ([] if "U3" in stand else [4])


def test_a_table_below_another_in_a_sheet_is_not_read_by_it(watching: Watching, tmp_path: Path):
    """The second has a column less: in text its lines have too few fields, in a sheet they end."""
    first = [["id", "date", "kind", "side_a", "side_b"], [1, "2020-01-02", "battle", "A", "B"]]
    second = [["id", "date", "kind", "side_b"], [2, "2020-01-03", "battle", "B"]]
    watch = watching()
    watch.ingest(book(tmp_path / "a.xlsx", [*first, [], *second]))
    (release,) = watch.ledger.releases()
    assert (release.count, release.rejected) == (1, 2)


@pytest.mark.parametrize(
    "spelling",
    [lambda n: n.replace("_", "."), lambda n: n.replace("_", " ").title(), lambda n: n.upper()],
)
def test_a_header_is_read_by_its_names_however_they_are_spelt(spelling: Callable[[str], str]):
    """GED of 49 columns, of which best and low have changed places: 8 deaths and at least 3.

    By their places, as tables without a header are read, it would be 3 and at least 8.
    """
    names = GED.replace("best,high,low", "low,high,best").split(",")
    told = dict.fromkeys(names, "") | {"id": "7", "type_of_violence": "1", "where_prec": "1"}
    told |= {"date_start": "2020-01-02", "date_end": "2020-01-02", "best": "8", "low": "3"}
    told |= {"side_a": "A", "side_b": "B", "high": "9"}
    header = ",".join(map(spelling, names))
    found, rejected = read(f"{header}\n{','.join(told[name] for name in names)}\n")
    assert [(i.id, i.low, i.best, i.high) for i in found] == [("7", 3, 8, 9)]
    assert rejected == []


def test_a_row_below_a_header_that_nobody_knows_is_not_read_by_its_place():
    """The names are Spanish; by place the last but one would be the most, whatever it is."""
    row = dict.fromkeys(GED.split(","), "") | {"id": "7", "type_of_violence": "1", "best": "8"}
    row |= {"date_start": "2020-01-02", "date_end": "2020-01-02", "high": "9", "low": "3"}
    line = ",".join(row.values())
    header = ",".join(f"columna {n}" for n in range(49))
    with pytest.raises(BadFileError, match="the header of none of these"):
        read(f"{header}\n{line}\n")
    found, _ = read(f"Eventos de 2020\n{line}\n")
    assert [i.best for i in found] == [8]


def test_a_name_is_spelt_as_a_format_does_unless_another_column_has_that_name():
    assert spelt(["Side.A", "deaths low", "x y", ""]) == ["side_a", "deaths_low", "x y", ""]
    assert spelt(["side.a", "side_a"]) == ["side.a", "side_a"]
