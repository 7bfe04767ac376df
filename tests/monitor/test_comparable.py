"""Before and after are compared over days that the same sources speak of and somebody could see.

Every answer here is worked out by hand: counts over days, and their ratio.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.cli.monitor.drawing import _unread
from foedus.monitor.before_after import Comparison, compared
from foedus.monitor.comparable import basis, spoken_of, uneven
from foedus.monitor.findings import Survey
from foedus.views.before_after import comparison_lines
from foedus.views.forwarded import headline
from foedus.views.watch_status import rates_of

from .conftest import Watch, case, row, table

pytest.importorskip("statsmodels")
ON = date(2020, 3, 11)
LOG = """foedus-map: 1
name: log
title: the log of a mission
columns: {id: No, date: Day, kind: Kind, latitude: Lat, longitude: Lon, side_a: By, side_b: Of}
kinds: {shot: shelling}
"""


def days(*many: int) -> list[str]:
    """Return days, counted from the one that is asked about."""
    return [(ON + timedelta(n)).isoformat() for n in many]


def own(watch: Watch, name: str, on: Sequence[str], covers: tuple[str, str] | None = None) -> None:
    """Read a file of our own form, a row a day."""
    file = watch.path.with_name(f"{name}.csv")
    file.write_text(table([row(f"{name}{n}", day) for n, day in enumerate(on)]))
    watch.ingest(file, published="2026-01-02", label=name, **_covers(covers))


def log(watch: Watch, name: str, on: Sequence[str], covers: tuple[str, str] | None = None) -> None:
    """Read a log by a map, named as a source of its own."""
    file = watch.path.with_name(f"{name}.csv")
    lines = [f"{n},{day},shot,41,31,Beta,Alpha army" for n, day in enumerate(on)]
    file.write_text("\n".join(["No,Day,Kind,Lat,Lon,By,Of", *lines]) + "\n")
    watch.ingest(file, mapping=LOG.replace("name: log", f"name: {name}"), **_covers(covers))


def _covers(covers: tuple[str, str] | None) -> dict[str, object]:
    if covers is None:
        return {}
    first, last = map(date.fromisoformat, covers)
    return {"is_complete": True, "covers": (first, last)}


def blocked(first: str, last: str, state: str = "blocked") -> dict[str, object]:
    return {"zone": "box", "access": state, "from": first, "until": last, "by": "B", "note": ""}


def asked(surveyed: Survey, window: int = 10) -> Comparison:
    rests = basis(surveyed, ON, window)
    parts = tuple(compared(surveyed, rests))
    return Comparison("no-fire", ON, parts, binds="Beta", rests=rests)


WHOLE = tuple(days(-10, 9))
"""Ten days on either side."""


def test_no_fall_is_told_where_nobody_could_look_afterwards(watching: Callable[..., Watch]):
    """Nine rows on ten days before and one on ten after, on all of which observers were barred."""
    watch = watching()
    own(watch, "a", days(*range(-9, 0), 3), WHOLE)
    open_, shut = blocked(*days(-10, -1), "full"), blocked(*days(0, 9))
    plain = asked(watch.surveys()[0])
    assert "incidents fell by 89% (95% interval: " in headline(plain)
    found = asked(watch.surveys(access=[open_, shut])[0])
    assert (found.rests.sides, found.rests.barred, found.parts) == ((10, 0), (0, 10), ())
    assert headline(found) == (
        "'no-fire', which binds Beta: whether violence fell or rose from 2020-03-11 on cannot be "
        "told: on all 10 days from it on of which files speak, observers were barred or jammed "
        "somewhere in its zones; few records then are no sign of quiet."
    )


def test_days_on_which_observers_were_barred_are_left_out_of_both_sides(
    watching: Callable[..., Watch],
):
    """Five rows on ten days, then three on the six of ten that could be seen: 3/6 over 5/10 is 1.

    A row on a day on which they were barred is left out too, since those days are no sample.
    """
    watch = watching()
    own(watch, "a", days(-9, -7, -5, -3, -1, 0, 2, 4, 8), WHOLE)
    found = asked(watch.surveys(access=[blocked(*days(6, 9))])[0])
    events = found.parts[0].ratio
    assert (events.before, events.after, events.ratio) == (5, 3, pytest.approx(1.0))
    assert (found.rests.sides, found.rests.uncounted) == ((10, 6), 1)
    said = headline(found)
    assert (
        "in the 6 days from 2020-03-11 to 2020-03-16 that can be compared, against the 10 days"
        in said
    )
    assert "Observers were barred or jammed on 0 further days before and 4 after, left out" in said
    assert any("1 incident within 10 days of it lies" in line for line in comparison_lines(found))


def test_access_that_differs_is_told_in_the_first_line(watching: Callable[..., Watch]):
    watch = watching()
    own(watch, "a", days(-9, -4, 1, 5), WHOLE)
    entries = [blocked(*days(-10, -1), "full"), blocked(*days(0, 9), "limited")]
    found = asked(watch.surveys(access=entries)[0])
    assert not found.rests.alike
    assert (
        "Access of observers before: full on 10 days; from then on: limited on 10 days; fewer "
        "records with less access are no sign of quiet"
    ) in headline(found)
    same = asked(watch.surveys(access=[blocked(*WHOLE, "limited")])[0])
    assert "Access of observers, on either side of the day: limited on 10 days." in headline(same)


def test_a_source_that_begins_on_the_day_is_left_out_and_named(watching: Callable[..., Watch]):
    """Four rows before and four after by the one that speaks of both sides: a ratio of 1, not 3."""
    watch = watching()
    own(watch, "a", days(-9, -7, -5, -3, 1, 3, 5, 7), WHOLE)
    log(watch, "log", days(*range(8)), tuple(days(0, 9)))
    found = asked(watch.surveys()[0])
    assert found.parts[0].ratio.ratio == pytest.approx(1.0)
    assert found.rests.left_out == (("the log of a mission", 8),)
    assert (
        "Without the log of a mission (8 incidents), as it does not speak of all of these days"
    ) in headline(found)
    assert found.plain()["sources left out"] == [{"title": "the log of a mission", "incidents": 8}]


def test_two_sources_are_compared_over_the_days_that_both_speak_of(
    watching: Callable[..., Watch],
):
    """Two over eight days (16) are more than one over ten; over three days (6) they are fewer."""
    watch = watching()
    own(watch, "a", days(-9, -7, -5, -3, 1, 3), WHOLE)
    log(watch, "eight", days(-8, 2), tuple(days(-8, 9)))
    log(watch, "three", days(-1, 4), tuple(days(-3, 9)))
    found = asked(watch.surveys()[0])
    assert found.rests.sources == {"plain", "map:eight"}
    assert found.rests.sides == (8, 10)
    events = found.parts[0].ratio
    assert (events.before, events.after) == (4, 3)  # of -7, -5, -3 and -8; of 1, 3 and 2
    assert found.rests.left_out == (("the log of a mission", 2),)


def test_days_that_no_file_covers_are_no_quiet_days(watching: Callable[..., Watch]):
    """Covered are ten days before and four from the day on; a row beyond is by no such file.

    Five over ten days and two over four are one rate. By the old count, with the day of the last
    row as the end, they were 3 over 10.
    """
    watch = watching()
    own(watch, "a", days(-9, -7, -5, -3, -1, 1, 3), tuple(days(-10, 3)))
    own(watch, "late", days(9))
    surveyed = watch.surveys()[0]
    found = asked(surveyed)
    events = found.parts[0].ratio
    assert (events.after, events.days_after, events.ratio) == (2, 4, pytest.approx(1.0))
    assert found.rests.uncounted == 1
    rates, many = rates_of(surveyed, *(ON.toordinal() + n for n in (-10, 9)))
    assert (many, rates[0].value) == (14, pytest.approx(7 / 14))


def test_a_gap_between_two_files_is_told_in_the_first_line(watching: Callable[..., Watch]):
    """Of the days from the day on, four lie between two files that are complete for theirs."""
    watch = watching()
    own(watch, "a", days(-9, -4, 1), tuple(days(-10, 2)))
    own(watch, "b", days(8), tuple(days(7, 9)))
    found = asked(watch.surveys()[0])
    assert (found.rests.sides, found.rests.silent) == ((10, 6), (0, 4))
    assert "No file speaks of 0 further days before and 4 after, left out" in headline(found)


def test_where_no_file_speaks_of_one_side_it_is_said_which_and_for_when(
    watching: Callable[..., Watch],
):
    watch = watching()
    own(watch, "a", days(-9, -4), tuple(days(-10, -1)))
    own(watch, "late", days(5))
    with pytest.raises(ValueError, match=r"no file speaks of days from it on.*to 2020-03-10"):
        basis(watch.surveys()[0], ON, 10)


def test_days_to_come_are_covered_by_no_file(watching: Callable[..., Watch], tmp_path: Path):
    """A file that was read on 2 January 2026 tells of that day and the next at the latest."""
    watch = watching()
    own(watch, "a", ["2025-12-30", "2026-01-01"], ("2025-12-01", "2026-12-31"))
    (of,) = watch.surveys()[0].spoken
    assert date.fromordinal(of.days[0][1]) == date(2026, 1, 3)


def test_what_was_published_earlier_covers_no_later_day(watching: Callable[..., Watch]):
    """Published on 31 December: of what comes after it, it said nothing, whenever it was read."""
    watch = watching(rows=[row(1, "2025-12-30")])
    file = watch.path.with_name("w.csv")
    covers = date(2025, 12, 1), date(2026, 12, 31)
    watch.ingest(file, published="2025-12-31", label="x", is_complete=True, covers=covers)
    (of,) = watch.surveys()[0].spoken
    assert date.fromordinal(of.days[0][1]) == date(2026, 1, 1)


def test_what_may_pass_for_a_change_of_rate_is_told(watching: Callable[..., Watch]):
    """Of forty days the log speaks of twenty, the other of all; three could not be seen."""
    watch = watching()
    own(watch, "a", days(-9, -7, 1), tuple(days(-20, 19)))
    log(watch, "log", days(1, 3), tuple(days(0, 19)))
    surveyed = watch.surveys(access=[blocked(*days(4, 6))])[0]
    first, last = ON.toordinal() - 20, ON.toordinal() + 19
    assert uneven(surveyed, first, last) == ([("the log of a mission", 20)], 3)
    assert spoken_of(surveyed, first - 2, last).tolist() == [False] * 2 + [True] * 40


def test_what_is_complete_for_another_country_says_nothing_of_this_one(
    watching: Callable[..., Watch],
):
    """Rows of U before the day, then rows of R alone: of the days after nothing is known of U."""
    watch = watching()
    for name, country, on, covers in (
        ("u", "Uland", days(-9, -4), tuple(days(-10, -1))),
        ("r", "Rland", days(2), tuple(days(0, 9))),
    ):
        at = {"latitude": 41 if name == "u" else 0, "country": country}
        file = watch.path.with_name(f"{name}.csv")
        file.write_text(table([row(f"{name}{n}", day, **at) for n, day in enumerate(on)]))
        watch.ingest(file, published="2026-01-02", label=name, **_covers(covers))
    with pytest.raises(ValueError, match="no file speaks of days from it on"):
        basis(watch.surveys()[0], ON, 10)


def test_days_that_no_file_speaks_of_are_drawn_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Between two files that are complete for ten days and for three lie four; drawn so."""
    pytest.importorskip("altair")
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case())
    Path("a.csv").write_text(table([row(1, days(-9)[0]), row(2, days(1)[0])]))
    Path("b.csv").write_text(table([row(3, days(8)[0])]))
    run = CliRunner()
    for words in (
        ["init", "case.yaml"],
        ["ingest", "a.csv", "--covers", "/".join(days(-10, 2))],
        ["ingest", "b.csv", "--covers", "/".join(days(7, 9))],
        ["timeline", "--svg", "a.svg"],
    ):
        done = run.invoke(main, ["monitor", *words])
        assert done.exit_code == 0, done.output
    drawn = re.sub(r"<[^>]*>", " ", Path("a.svg").read_text())
    assert "no file" in drawn
    assert "no quiet days" in re.sub(r"\s+", " ", drawn)
    found = list(_unread(np.array([True, False, False, True, False]), ON.toordinal()))
    assert [(str(low), str(high)) for low, high in found] == [
        tuple(days(1, 2)),
        tuple(days(4, 4)),
    ]


def test_a_long_stretch_between_two_files_is_told_where_nobody_says_they_are_complete(
    watching: Callable[..., Watch],
):
    """From the day on there are rows to the second day, and in another file on the nineteenth."""
    watch = watching()
    own(watch, "a", days(-20, -9, -4, 1))
    own(watch, "b", days(18))
    found = asked(watch.surveys()[0], 20)
    assert found.rests.sides == (20, 19)
    low, high = (date.fromisoformat(day) for day in days(2, 17))
    assert found.rests.hollow == (("foedus incident file", low, high),)
    assert headline(found) == (
        "'no-fire', which binds Beta: whether violence fell or rose from 2020-03-11 on cannot be "
        f"told: no row was read of foedus incident file from {low} to {high}, and no file is said "
        "to be complete for those days ('ingest --covers FIRST/LAST' says it)."
    )
    assert any("events: 3 → 2" in line for line in comparison_lines(found))


def test_that_nobody_says_a_file_is_complete_is_told_within_its_rows_too(
    watching: Callable[..., Watch],
):
    watch = watching()
    own(watch, "a", days(-19, -4, 1, 17))
    assert "No file is said to be complete for these days" in headline(asked(watch.surveys()[0]))
