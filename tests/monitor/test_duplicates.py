"""The same event in two sources: proposed with a chance, decided by a person, else a range."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.duplicates import pairs
from foedus.monitor.findings import once, survey
from foedus.monitor.observers import all_access
from foedus.monitor.parts import shares

from .conftest import HEADER, Watch, case, row, table

ACLED = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,inter1,"
ACLED += "inter2,country,location,latitude,longitude,geo_precision,fatalities\n"


def two_sources(folder: Path, both: int, alone: int, seed: int = 1) -> tuple[Path, Path]:
    """Events that both sources tell of, some days and kilometres apart; and others of each."""
    rng = random.Random(seed)
    plain, acled = [], []

    def event() -> tuple[date, float, float, int]:
        day = date(2020, 1, 1) + timedelta(rng.randrange(700))
        return day, rng.uniform(40.2, 41.8), rng.uniform(30.2, 31.8), rng.randrange(5)

    def of_acled(n: int, day: date, north: float, east: float, deaths: int) -> str:
        said = f"X{n},{day},1,Battles,Armed clash,Beta,Alpha army,2,1,X,Town"
        return f"{said},{north:.4f},{east:.4f},1,{deaths}"

    for n in range(both):
        day, north, east, deaths = event()
        plain.append(row(n, str(day), latitude=north, longitude=east, deaths=deaths))
        later = day + timedelta(rng.random() < 0.1)
        north += rng.uniform(-0.02, 0.02)
        acled.append(of_acled(n, later, north, east, deaths))
    for n in range(both, both + alone):
        day, north, east, deaths = event()
        plain.append(row(n, str(day), latitude=north, longitude=east, deaths=deaths))
        acled.append(of_acled(10_000 + n, *event()))
    files = folder / "plain.csv", folder / "acled.csv"
    files[0].write_text(table(rng.sample(plain, len(plain))))
    files[1].write_text(ACLED + "\n".join(rng.sample(acled, len(acled))) + "\n")
    return files


def started(folder: Path, both: int, alone: int) -> Watch:
    watch = Watch(folder / "w.ledger", case("kinds: [force]"))
    for file in two_sources(folder, both, alone):
        watch.ingest(file, published="2025-01-01")
    return watch


def test_pairs_are_found_and_their_chances_are_right(tmp_path: Path):
    """Of pairs given a chance of about c, about c are one event: known here, for they were made."""
    watch = started(tmp_path, 120, 250)
    found = pairs(watch.surveys())
    true = [pair.a.id.removeprefix("X") == pair.b.id.removeprefix("X") for pair in found]
    assert sum(true) >= 114  # of 120
    likely = [is_one for pair, is_one in zip(found, true, strict=True) if pair.chance >= 0.9]
    assert len(likely) > 90
    assert sum(likely) / len(likely) > 0.9
    assert sum(true) == pytest.approx(sum(pair.chance for pair in found), rel=0.15)
    assert len({name for pair in found for name in pair.names}) == 2 * len(found)
    assert found == pairs(watch.surveys())
    settled = {found[0].names: False}
    assert found[0].names not in {pair.names for pair in pairs(watch.surveys(), settled)}
    watch.ledger.close()


def test_a_row_that_is_one_with_another_is_offered_with_no_third_of_its_source(tmp_path: Path):
    """ACLED's X0 lies where ours lie, a day apart: where it is the one, it cannot be the other.

    Where it is not the one, it may be the other.
    """
    watch = started(tmp_path, 40, 0)
    twice = [row(f"twin{n}", f"2023-05-0{n}", latitude=40.5, longitude=30.5) for n in (1, 2)]
    (tmp_path / "p.csv").write_text(table(twice))
    said = "1,Battles,Armed clash,Beta,Alpha army,2,1,X,Town,40.5,30.5,1,1"
    (tmp_path / "a.csv").write_text(f"{ACLED}X,2023-05-01,{said}\n")
    for name in ("p.csv", "a.csv"):
        watch.ingest(tmp_path / name)
    one, other = (frozenset({("acled", "X"), ("plain", f"twin{n}")}) for n in (1, 2))

    def offered(decided: dict[frozenset[tuple[str, str]], bool]) -> set[frozenset[tuple[str, str]]]:
        return {pair.names for pair in pairs(watch.surveys(), decided)} & {one, other}

    assert offered({}) == {one}
    assert offered({one: False}) == {other}
    assert offered({one: True}) == set()
    watch.ledger.close()


def test_where_nothing_is_told_twice_chance_pairs_are_no_proof(tmp_path: Path):
    watch = started(tmp_path, 0, 370)
    found = pairs(watch.surveys())
    assert sum(pair.chance for pair in found) < 20
    assert sum(pair.chance > 0.8 for pair in found) <= 3
    watch.ledger.close()


def test_two_rows_that_are_one_event_count_once(watching: Callable[..., Watch], tmp_path: Path):
    watch = started(tmp_path, 3, 0)
    before = watch.surveys()[0]
    same = {pair.names for pair in pairs([before])}
    assert len(same) == 3
    at_hand = (watch.ledger, watch.ledger.releases(), watch.arrangement, {}, [])
    (after,) = survey(*at_hand, same=same)
    assert (len(before.picked), len(after.picked)) == (6, 3)
    assert after.funnel.stages[-1] == ("counted, each event once", 3)
    assert sum(len(f.evidence) for f in after.findings) == 3
    watch.ledger.close()


def test_of_two_rows_the_likelier_stays_whatever_their_order():
    a, b, c = ("a", "1"), ("b", "1"), ("c", "1")
    pair = [frozenset({a, b})]
    assert once([a, b], [0.5, 1.0], pair) == {0}
    assert once([b, a], [1.0, 0.5], pair) == {1}
    assert once([a, b], [1.0, 1.0], pair) == {1}
    assert once([a], [1.0], pair) == set()
    assert once([a, b, c], [0.3, 0.2, 0.1], [*pair, frozenset({b, c}), frozenset({a, c})]) == {1, 2}


def test_the_queue_decides_with_one_key_and_undoes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    two_sources(tmp_path, 4, 0)
    Path("case.yaml").write_text(case("kinds: [force]"))

    def foedus(*words: str, keys: str = "", status: int = 0) -> str:
        done = CliRunner().invoke(main, ["monitor", *words], input=keys)
        assert done.exit_code == status, done.output
        return done.output

    foedus("init", "case.yaml")
    foedus("ingest", "plain.csv", "acled.csv")
    told = foedus("duplicates")
    assert "4 pairs of rows of two sources may tell of one event each" in told
    assert "no-fire: 4 to 8 incidents" in told
    assert "no-fire: 4 to 8 incidents" in foedus("status")
    assert "3 decided" in foedus("duplicates", "--signed", "N. N.", keys="yuynnq")
    told = foedus("status")
    assert "1 pair of rows" in told
    assert "no-fire: 6 to 7 incidents" in told
    entries = foedus("entries")
    assert entries.count("one event") == 2
    assert entries.count("two events") == 2
    assert entries.count("TAKEN BACK") == 1
    entry = next(x for x in entries.splitlines() if "one event" in x and "TAKEN" not in x)
    foedus("take-back", entry[:10], "--signed", "M. M.", "--note", "they are two")
    assert "2 pairs of rows" in foedus("status")
    foedus("export", "--entries", "entries.csv")
    assert Path("entries.csv").read_text().count(" = plain ") == 4
    foedus("verify")
    foedus("duplicates", "--signed", " ", status=2)

    def nowhere() -> str:
        raise OSError(6, "No such device or address", "/dev/tty")

    monkeypatch.setattr("click.getchar", nowhere)
    assert "there is no terminal" in foedus("duplicates", "--signed", "N. N.", status=2)


def test_whether_it_held_is_told_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """30 events before and 10 after in one source; the other tells of 20 of those before again."""
    pytest.importorskip("statsmodels")
    days = [date(2020, 3, 1) + timedelta(n) for n in range(30)]
    days += [date(2020, 4, 1) + timedelta(3 * n) for n in range(10)]
    at = {"latitude": 41, "longitude": 31, "deaths": 1}
    plain = [f"{row(n, str(day), **at)},1" for n, day in enumerate(days)]
    said = "1,Battles,Armed clash,Beta,Alpha army,2,1,X,Town,41,31,1,1"
    acled = [f"X{n},{day},{said}" for n, day in enumerate(days[:20])]
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(case("kinds: [force]"))
    Path("plain.csv").write_text("\n".join([f"{HEADER},deaths_civilians", *plain]) + "\n")
    Path("acled.csv").write_text(ACLED + "\n".join(acled) + "\n")
    covers = ["--covers", "2020-03-01/2020-04-28"]  # both speak of all of these days
    for words in (["init", "case.yaml"], ["ingest", "plain.csv", "acled.csv", *covers]):
        assert CliRunner().invoke(main, ["monitor", *words]).exit_code == 0
    done = CliRunner().invoke(main, ["monitor", "timeline", "--at", "2020-04-01", "--json", "a"])
    lines = done.output.splitlines()
    (split,) = [n for n, line in enumerate(lines) if line.startswith("If each of the 20 pairs")]
    assert "events: 50 → 10" in "".join(lines[1:split])
    assert lines[split + 1].strip().startswith("events: 30 → 10")
    # The first line holds what is told of civilians either way, so both are shown.
    for block in (lines[:split], lines[split:]):
        assert "  civilians, deaths: 30 → 10" in "\n".join(block)
    told = json.loads(Path("a").read_text())
    assert told["unreviewed pairs"] == 20
    ways = [told[key][0] for key in ("compared", "if unreviewed pairs are one event")]
    assert ways[1]["ratio"] == pytest.approx(ways[0]["ratio"] * 50 / 30)
    highest = max(way[kind][1] for way in ways for kind in ("exact", "robust") if way[kind])
    assert f"(95% interval: {1 - highest:.0%} to" in lines[0]
    assert "The intervals allow for 20 pairs of rows that may be one event." in lines[0]


def test_of_two_rows_that_are_one_that_which_tells_of_civilians_counts(tmp_path: Path):
    """ACLED does not tell of civilians in a battle; by name its row would stand."""
    watch = Watch(tmp_path / "w.ledger", case("kinds: [force]"))
    header = f"{HEADER},deaths_civilians"
    (tmp_path / "p.csv").write_text(f"{header}\n{row(1, '2020-02-01', deaths=4)},3\n")
    said = "1,Battles,Armed clash,Beta,Alpha army,2,1,X,Town,41,31,1,4"
    (tmp_path / "a.csv").write_text(f"{ACLED}X1,2020-02-01,{said}\n")
    for name in ("p.csv", "a.csv"):
        watch.ingest(tmp_path / name)
    same = {frozenset({("plain", "1"), ("acled", "X1")})}
    at_hand = watch.ledger, watch.ledger.releases(), watch.arrangement, {}
    (found,) = survey(*at_hand, all_access(watch.arrangement, []), None, same)
    watch.ledger.close()
    assert [(e.source, e.id) for e in found.evidence] == [("plain", "1")]
    assert [share.deaths for share in shares(found) if share.of == "civilians"] == [3]


def test_of_two_rows_that_are_one_that_with_more_deaths_counts(tmp_path: Path):
    """7 or 9 died on the one day and 4 or 3 on the other: 9 and 4 count.

    That ours tells of civilians on the second day, of whom nobody died, does not decide.
    """
    watch = Watch(tmp_path / "w.ledger", case("kinds: [force]"))
    ours = [f"{row(1, '2020-02-01', deaths=9)},", f"{row(2, '2020-02-03', deaths=3)},0"]
    (tmp_path / "p.csv").write_text("\n".join([f"{HEADER},deaths_civilians", *ours]))
    said = "1,Battles,Armed clash,Beta,Alpha army,2,1,X,Town,41,31,1"
    theirs = f"X1,2020-02-01,{said},7\nX2,2020-02-03,{said},4\n"
    (tmp_path / "a.csv").write_text(ACLED + theirs)
    for name in ("p.csv", "a.csv"):
        watch.ingest(tmp_path / name)
    same = {frozenset({("plain", str(n)), ("acled", f"X{n}")}) for n in (1, 2)}
    at_hand = watch.ledger, watch.ledger.releases(), watch.arrangement, {}
    (found,) = survey(*at_hand, all_access(watch.arrangement, []), None, same)
    watch.ledger.close()
    assert [(e.source, e.id) for e in found.evidence] == [("plain", "1"), ("acled", "X2")]
    assert found.picked["best"].tolist() == [9, 4]


def test_a_threshold_that_rests_on_rows_told_twice_is_a_range(tmp_path: Path):
    """Six events of four deaths each in a week of six; told by two sources they are twelve."""
    text = case("kinds: [force], at_least: {deaths: 30, in_days: P7D}")
    watch = Watch(tmp_path / "w.ledger", text)
    days = range(1, 7)
    plain = [row(n, f"2020-02-0{n}", deaths=4) for n in days]
    said = "1,Battles,Armed clash,Beta,Alpha army,2,1,X,Town,41,31,1,4"
    (tmp_path / "p.csv").write_text(table(plain))
    (tmp_path / "a.csv").write_text(ACLED + "\n".join(f"X{n},2020-02-0{n},{said}" for n in days))
    for name in ("p.csv", "a.csv"):
        watch.ingest(tmp_path / name)
    watch.ledger.close()
    asked = ["--ledger", str(tmp_path / "w.ledger")]

    def of(*words: str) -> str:
        result = CliRunner().invoke(main, ["monitor", *words, *asked], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    line = of("findings")
    toll = "12 rows, 48 deaths, or 24 deaths if rows of two sources that may be one event are"
    assert f"no-fire: chance 0 to 1; {toll}" in line
    name = line.split()[0]
    assert "Chance 0 if rows of two sources that may be one event are" in of("explain", name)
    assert json.loads(of("explain", name, "--json"))["chance_once"] == 0
    (tmp_path / "in").mkdir()
    alert = of("watch", str(tmp_path / "in"), "--once", "--alert-stdout")
    assert (json.loads(alert)["chance_once"], json.loads(alert)["deaths_once"]) == (0, [24, 24, 24])
    (told,) = csv.DictReader(of("export", "--findings", "-").splitlines())
    assert (told["chance"], told["chance_once"]) == ("1.0", "0.0")
    assert (told["deaths"], told["deaths_once"]) == ("48.0", "24.0")
    of("report", str(tmp_path / "r.html"))
    shown = (tmp_path / "r.html").read_text()
    assert "<td>0 to 1</td>" in shown
    assert "48 (48 to 48), or 24 (24 to 24) if rows that may be one event are" in shown
