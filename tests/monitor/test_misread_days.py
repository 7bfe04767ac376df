"""Days that only a whole column tells: exchanged, moved to another zone, or with their year first.

Every answer here is worked out by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.monitor.current import rejected_rows, rows_of
from foedus.monitor.days import exchanged, hours_of, order_of
from foedus.monitor.difference import moved_days
from foedus.monitor.unpacking import BadFileError

from .conftest import Watch
from .test_misreadings import book
from .test_reading import read

Watching = Callable[..., Watch]
MARCH = [dt.date(2023, 3, day) for day in (1, 3, 5, 8, 12, 13, 20, 28, 31)]
ACLED = ["event_id_cnty", "event_date", "event_type", "time_precision"]
EXCHANGED = "a spreadsheet has probably exchanged day and month in 'event_date'"


def acled(days: list[object]) -> list[list[object]]:
    return [ACLED, *([f"U{n}", day, "Battles", 1] for n, day in enumerate(days))]


def text_of(days: list[object]) -> str:
    return "\n".join(",".join(map(str, line)) for line in acled(days)) + "\n"


def as_of_a_spreadsheet(day: dt.date) -> object:
    """A day as a spreadsheet that reads the month first makes of it."""
    return dt.date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"


@pytest.mark.parametrize("dates", ["", "dmy"])
def test_days_that_a_spreadsheet_exchanged_are_not_read(
    dates: str, watching: Watching, tmp_path: Path
):
    """Five days of March up to the 12th became the third of five months; four stayed as text."""
    days = [as_of_a_spreadsheet(day) for day in MARCH]
    with pytest.raises(BadFileError, match=EXCHANGED):
        watching().ingest(book(tmp_path / "a.xlsx", acled(days)), dates=dates)
    found, rejected = read(text_of(days), dates=dates)
    assert (found, len(rejected)) == ([], 9)
    assert all(why.startswith(EXCHANGED) for _, why in rejected)


def test_days_typed_and_written_are_read_where_they_are_the_same(tmp_path: Path):
    """Each second one is a date, among them the 8th and the 28th; and a column of dates alone."""
    mixed: list[object] = [day if n % 2 else f"{day:%d/%m/%Y}" for n, day in enumerate(MARCH)]
    assert [i.start for i in read(text_of(mixed))[0]] == MARCH
    assert [i.start for i in read(text_of([*MARCH[:5]]))[0]] == MARCH[:5]
    # A program that reads them as they are meant writes the 3rd of March for 03/03.
    kept: list[object] = [day if day.day == 3 else f"{day:%d/%m/%Y}" for day in MARCH]
    assert [i.start for i in read(text_of(kept))[0]] == MARCH


def test_where_few_days_show_it_an_exchange_is_told(watching: Watching, tmp_path: Path):
    """That of two days it is so has a chance of 0.4 × 0.6: one column in four."""
    path = book(tmp_path / "a.xlsx", acled([dt.date(2023, 1, 3), "13/03/2023"]))
    receipt = watching().ingest(path)
    assert receipt.rows == 2
    assert any("may have exchanged day and month" in told for told in receipt.told)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["03-Jan-23", "05-Jul-23", "44960", "13/03/2023", "14/03/2023", "15-03-2023"], "surely"),
        (
            ["2023-01-03", "2023-02-03", "20230403", "03/13/2023", "03/14/2023", "03/15/2023"],
            "surely",
        ),
        (["2023-01-03", "2023-02-03", "2023-02-13", "13/03/2023", "14/03/2023"], ""),
        (["2023-01-03", "2023-02-03", "5/3/2023", "13/03/2023", "14/03/2023"], ""),
        (["2023-01-03", "2023-02-03", "13.03.2023", "14.03.2023", "15.03.2023"], ""),
        (["13/03/2023", "14/03/2023", "15/03/2023", None, "x"], ""),
    ],
)
def test_an_exchange_is_told_by_all_days_of_a_column(texts: list[str | None], found: str):
    """44960 is 3 February 2023. Nobody exchanges days between dots: no country has months first."""
    assert exchanged(texts) == found


MIDNIGHT = ["2023-02-28 22:00:00", "2023-03-12 22:00", "2023-06-30 21:00:00.000"]
THERE = [dt.date(2023, 3, 1), dt.date(2023, 3, 13), dt.date(2023, 7, 1)]


def test_midnight_in_kyiv_that_lost_its_zone_is_no_day_before():
    found, rejected = read(text_of([*MIDNIGHT]))
    assert found == []
    assert all("(an hour of no zone, and much the same in all rows" in why for _, why in rejected)
    assert [i.start for i in read(text_of([*MIDNIGHT]), zone="Europe/Kyiv")[0]] == THERE
    # In London the winter needs no moving, and its days stand there at midnight.
    found, rejected = read(text_of(["2023-02-28 00:00:00", "2023-06-30 23:00:00"]))
    assert [i.start for i in found] == [dt.date(2023, 2, 28)]
    assert len(rejected) == 1


@pytest.mark.parametrize(
    ("texts", "zone", "hours"),
    [
        (MIDNIGHT, "", ""),
        (MIDNIGHT, "Europe/Kyiv", "utc"),
        (["2023-02-28 05:30"], "", ""),
        (["44985.9166666667", "28/02/2023 22:00"], "", ""),
        ([*MIDNIGHT, "2023-03-01 14:30"], "Europe/Kyiv", "local"),
        (["2023-02-28 12:00", "2023-03-01 12:00"], "", "local"),
        (["2023-02-28 23:59:59"], "", "local"),
        (["44985.99999", "44986.99999"], "", "local"),  # a second before midnight is that day's
        (["2023-02-28 22:00Z", "2023-02-28T22:00+02:00", "2023-02-28"], "", ""),
    ],
)
def test_what_hours_without_a_zone_are(texts: list[str], zone: str, hours: str):
    assert hours_of(texts, "dmy", zone) == hours


def test_days_with_hours_of_their_own_stand_as_they_are_written(watching: Watching, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(text_of(["2023-02-28 23:10", "2023-03-01 09:40", "2023-03-02"]))
    watch = watching()
    receipt = watch.ingest(path)
    assert any("each day is taken as it is written" in told for told in receipt.told)
    (release,) = watch.ledger.releases()
    days = rows_of(watch.ledger, release).collect()["said_start"].to_list()
    assert days == [dt.date(2023, 2, 28).toordinal() + n for n in range(3)]
    assert list(rejected_rows(watch.ledger, release)) == []


@pytest.mark.parametrize("mark", ["/", "-", "."])
def test_where_two_digit_years_may_stand_first_you_are_asked(mark: str):
    """Of 21.07.12 and 21.07.15 the first number may be the year; in a year of days it is not."""
    asked = [f"21{mark}07{mark}12", f"21{mark}07{mark}15"]
    lines = "id,date,kind\n" + "".join(f"{n},{day},battle\n" for n, day in enumerate(asked))
    found, rejected = read(lines)
    assert (found, len(rejected)) == ([], 2)
    assert all("which number is the day?" in why for _, why in rejected)
    assert [i.start for i in read(lines, dates="ymd")[0]] == [
        dt.date(2021, 7, 12),
        dt.date(2021, 7, 15),
    ]
    usual = [f"{day:02}{mark}07{mark}21" for day in (5, 13, 28)]
    assert order_of(usual) == "dmy"
    assert order_of([f"24{mark}03{mark}01"]) == ""
    assert order_of([f"24{mark}03{mark}99"]) == "dmy"


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03.05.2020", "04.06.2020"], "dmy"),
        (["07.27.2020", "03.25.2020", "03.05.2020"], "mdy"),
        (["03.25.2020", *(f"{day:02}.05.2020" for day in range(1, 10))], "dmy"),  # a slip
        (["7/27/2020", "03.05.2020"], ""),
    ],
)
def test_between_dots_the_day_is_first_unless_several_tell_otherwise(texts: list[str], order: str):
    assert order_of(texts) == order
    lines = "".join(f"{n},{text},battle\n" for n, text in enumerate(texts))
    found = {i.id: i.start for i in read(f"id,date,kind\n{lines}")[0]}
    day = dt.date(2020, 3, 5) if order == "mdy" else dt.date(2020, 5, 3)
    assert day in found.values()


@pytest.mark.parametrize("zone", ["", "Europe/Kyiv"])
@pytest.mark.parametrize(
    ("day", "end", "time", "days", "minute"),
    [
        ("2021-07-12T23:50Z", "", "", (13, 13), "02:50"),
        ("2021-07-12T23:50Z", "", "02:50", (13, 13), "02:50"),
        ("2021-07-12T23:50Z", "", "23:50", (13, 13), "02:50"),  # the same hour, written twice
        ("2021-07-12T23:50Z", "", "23:50Z", (13, 13), "02:50"),
        ("2021-07-12", "", "23:50Z", (13, 13), "02:50"),
        ("2021-07-12 23:50", "", "21:10", (12, 12), "21:10"),
        ("2021-07-12T20:50Z", "2021-07-12T23:50Z", "", (12, 13), ""),
        ("2021-07-12T20:50Z", "2021-07-12T20:55Z", "", (12, 12), "23:50"),
        ("2021-07-14T22:50Z", "2021-07-14", "", (15, 15), "01:50"),
        ("2021-07-14T22:50Z", "2021-07-15", "", (15, 15), "01:50"),
        ("2021-07-14T22:50Z", "2021-07-16", "", (15, 16), ""),
    ],
)
def test_both_ends_stand_on_the_place_s_own_day_by_longitude_and_by_its_zone(
    zone: str, day: str, end: str, time: str, days: tuple[int, int], minute: str
):
    """37.8 degrees east are three hours from Greenwich, as Kyiv's clocks are in July."""
    line = f"1,{day},{end},{time},battle,48,37.8\n"
    found, rejected = read(f"id,date,date_end,time,kind,latitude,longitude\n{line}", zone=zone)
    assert [(i.start.day, i.end.day, i.time) for i in found] == [(*days, minute)], rejected


@pytest.mark.parametrize(
    ("time", "by_longitude", "in_kyiv"),
    [("01:10", 0, 0), ("01:50", 1, 0), ("22:50", 0, 0), ("22:50Z", 0, 0), ("02:50", 1, 1)],
)
def test_two_hours_that_contradict_each_other_are_told(time: str, by_longitude: int, in_kyiv: int):
    """23:50 UTC is 02:50 there: the law's clock may be an hour from the sun's, not ten minutes."""
    line = f"1,2021-07-12T23:50Z,{time},battle,48,37.8\n"
    text = f"id,date,time,kind,latitude,longitude\n{line}"
    for zone, many in (("", by_longitude), ("Europe/Kyiv", in_kyiv)):
        found, rejected = read(text, zone=zone)
        assert len(found) == many
        assert many or "is in UTC, and its time of day is another one there" in rejected[0][1]


@pytest.mark.parametrize("zone", ["", "Europe/Kyiv"])
def test_a_row_that_stands_on_another_day_than_is_written_is_told(
    zone: str, watching: Watching, tmp_path: Path
):
    path = tmp_path / "a.csv"
    path.write_text("id,date,kind,latitude,longitude\n1,2021-07-12T23:50Z,battle,48,37.8\n")
    watch = watching()
    receipt = watch.ingest(path, zone=zone)
    assert moved_days(watch.ledger, receipt.release) == 1
    header = "id,date,date_end,kind,latitude,longitude\n"
    path.write_text(f"{header}1,2021-07-12T20:50Z,2021-07-12T23:50Z,battle,48,37.8\n")
    receipt = watch.ingest(path, zone=zone)
    assert moved_days(watch.ledger, receipt.release) == 1  # its end is on the 13th
    path.write_text(text_of(["2021-07-12T22:50Z", "2021-07-12T10:50Z"]))
    if zone:
        receipt = watch.ingest(path, zone=zone)
        assert moved_days(watch.ledger, receipt.release) == 1


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (["22:00", "21:00", "22:00"], "all its hours are 21:00 or 22:00"),
        (["22:00", "22:00", "22:00"], "all its hours are 22:00, as of days that were moved"),
        (["22:00", "22:00", "20:00"], ""),
        (["12:00", "12:00", "12:00"], ""),  # noon, as programs write for none
        (["00:00", "00:00", "00:00"], ""),
        (["22:10", "22:10", "22:10"], ""),  # no zone is ten minutes from another
        (["22:00", "22:00", ""], ""),  # two days are few
        (["", "", ""], ""),
    ],
)
def test_where_all_hours_of_a_log_are_one_it_is_told(
    times: list[str], said: str, watching: Watching, tmp_path: Path
):
    path = tmp_path / "a.csv"
    lines = (f"{n},2020-0{n + 1}-28,{time},battle" for n, time in enumerate(times))
    path.write_text("\n".join(["id,date,time,kind", *lines]) + "\n")
    receipt = watching().ingest(path)
    told = [sentence for sentence in receipt.told if sentence.startswith("all its hours")]
    assert len(told) == bool(said)
    assert all(sentence.startswith(said) for sentence in told)
