"""The ledger: any order of import, what was known when, proof, and what cannot break it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.monitor import chain, store
from foedus.monitor.alerting import Alert, tell
from foedus.monitor.current import misread, rejected_rows, texts_of
from foedus.monitor.difference import difference_from_before
from foedus.monitor.ledger import Ledger, is_surveyed
from foedus.monitor.store import LedgerError, rows_folder

from .conftest import STAMP, Watch, case, row, table

CRASHES = int(os.environ.get("FOEDUS_CRASHES", "24"))
"""Crashes to survive; set it to some hundreds for a long run."""

ROWS = st.dictionaries(
    st.integers(1, 9), st.tuples(st.integers(1, 28), st.integers(0, 3)), min_size=1, max_size=6
)
RELEASE = st.tuples(ROWS, st.integers(1, 5), st.booleans(), st.sampled_from(["", "b", "a"]))


def faults(path: Path, connection: sqlite3.Connection | None = None) -> list[str]:
    """What does not agree with the chain, in a ledger that may be open."""
    if connection is not None:
        return list(chain.faults(connection, rows_folder(path)))
    with Ledger.open(path) as ledger:
        return list(chain.faults(ledger.connection, rows_folder(path)))


def file_of(folder: Path, rows: dict[int, tuple[int, int]]) -> Path:
    lines = [row(i, f"2020-01-{d:02}", deaths=n, country="X") for i, (d, n) in rows.items()]
    path = folder / f"{random.random()}.csv"
    path.write_text(table(lines))
    return path


@given(st.lists(RELEASE, min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_with_duplicates_gives_the_same_findings(releases: list, rng: random.Random):
    """Releases in any order, some of them twice: the findings are the same byte for byte."""
    orders = [releases, rng.sample(releases, len(releases)) + rng.choices(releases, k=2)]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, order in enumerate(orders):
            watch = Watch(Path(folder) / f"{number}.ledger", case())
            for rows, day, is_complete, label in order:
                watch.ingest(
                    file_of(Path(folder), rows),
                    published=f"2025-01-0{day}",
                    is_complete=is_complete,
                    label=label,
                )
            found.append(watch.written())
            assert not faults(watch.path, watch.ledger.connection)
            watch.ledger.close()
    assert found[0] == found[1]
    assert found[0] == expected(releases)


def expected(releases: list) -> bytes:
    """What stands, by going through the releases one by one, as a fresh watch of those rows."""
    ordered = sorted(releases, key=lambda r: (f"2025-01-0{r[1]}", r[3]))
    by_rank: dict[tuple[int, str], int] = {}
    for _, day, _, label in ordered:
        by_rank[day, label] = by_rank.get((day, label), 0) + 1
    if any(count > 1 for count in by_rank.values()):
        return _same_day(releases)
    standing: dict[int, tuple[int, int]] = {}
    for rows, _, is_complete, _ in ordered:
        if is_complete:  # for the days from its first row to its last, and one country
            days = [day for day, _ in rows.values()]
            standing = {
                i: row for i, row in standing.items() if not min(days) <= row[0] <= max(days)
            }
        standing.update(rows)
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path(folder) / "w.ledger", case())
        watch.ingest(file_of(Path(folder), standing))
        found = watch.written()
        watch.ledger.close()
    return found


def _same_day(releases: list) -> bytes:
    """Releases of one day and label are ordered by their contents: only sameness is asked then."""
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path(folder) / "w.ledger", case())
        for rows, day, is_complete, label in sorted(releases, key=repr):
            watch.ingest(
                file_of(Path(folder), rows),
                published=f"2025-01-0{day}",
                is_complete=is_complete,
                label=label,
            )
        found = watch.written()
        watch.ledger.close()
    return found


def test_importing_twice_changes_nothing(watching: Callable[..., Watch], tmp_path: Path):
    watch = watching(rows=[row(1, "2020-01-02")])
    before = watch.ledger.last_link()
    receipt = watch.ingest(tmp_path / "w.csv", recorded=STAMP.format(9))
    assert (receipt.is_new, receipt.rows) == (False, 1)
    assert watch.ledger.last_link() == before


def test_a_ledger_knows_whether_its_findings_follow_all_that_is_in_it(
    watching: Callable[..., Watch], tmp_path: Path
):
    """So that importing a file again costs no more than reading it."""
    watch = watching(rows=[row(1, "2020-01-02")])
    assert not is_surveyed(watch.ledger)
    found = [f.body() for surveyed in watch.surveys() for f in surveyed.findings]
    watch.ledger.enter("finding", found, STAMP.format(3))
    watch.ingest(tmp_path / "w.csv", recorded=STAMP.format(9))
    assert is_surveyed(watch.ledger)
    watch.ledger.enter("record", [{"a": 1}], STAMP.format(9))
    assert is_surveyed(watch.ledger)
    watch.ledger.enter("access", [{"a": 1}], STAMP.format(9))
    assert not is_surveyed(watch.ledger)


def test_an_earlier_finding_is_given_again_as_it_was(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching(rows=[row(1, "2020-01-02", deaths=3), row(2, "2020-01-09")])
    then = watch.written()
    later = tmp_path / "later.csv"
    later.write_text(table([row(1, "2020-01-02", deaths=8)]))
    watch.ingest(
        later,
        recorded=STAMP.format(5),
        published="2026-02-01",
        label="2",
        covers=(date(2020, 1, 1), date(2020, 1, 31)),
    )
    assert watch.written(STAMP.format(4)) == then
    (revised,) = watch.surveys()[0].findings
    assert revised.deaths == (8, 8, 8)
    assert watch.surveys(STAMP.format(4))[0].findings[0].id == revised.id


def test_without_a_day_of_publication_what_is_imported_later_counts_as_later(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching(rows=[row(1, "2020-01-02", deaths=3)])
    for hour, deaths in (("03", 7), ("09", 4)):
        (tmp_path / "next.csv").write_text(table([row(1, "2020-01-02", deaths=deaths)]))
        watch.ingest(tmp_path / "next.csv", recorded=f"2026-01-02T{hour}:00:00.000000Z")
        (finding,) = watch.surveys()[0].findings
        assert finding.deaths == (deaths, deaths, deaths)


def test_a_row_is_withdrawn_only_by_a_release_that_says_it_is_complete(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching(rows=[row(1, "2020-01-02", country="X"), row(2, "2021-01-09", country="X")])
    later = tmp_path / "later.csv"
    later.write_text(table([row(3, "2020-05-05", country="X")]))
    watch.ingest(later, published="2026-02-01")
    assert len(watch.surveys()[0].picked) == 3
    watch.ingest(later, published="2026-02-02", is_complete=True)  # for that day, and for X alone
    assert len(watch.surveys()[0].picked) == 3
    covers = date(2020, 1, 1), date(2020, 12, 31)
    watch.ingest(later, published="2026-02-03", covers=covers)
    days = [f.first.isoformat() for f in watch.surveys()[0].findings]
    assert days == ["2020-05-05", "2021-01-09"]


@pytest.mark.parametrize("order", ["as before", "turned", "moved by one"])
def test_a_release_is_told_by_what_it_changed(
    watching: Callable[..., Watch], tmp_path: Path, order: str
):
    """Against a reckoning by hand, with 3 % of the rows changed all over the file."""
    rows = {i: row(i, "2020-01-02") for i in range(1, 300)}
    watch = watching(rows=list(rows.values()))
    assert difference_from_before(watch.ledger, watch.ledger.releases()[0]) is None
    for i in range(5, 300, 33):
        rows[i] = row(i, "2020-01-02", deaths=7)
    rows[7] = row(7, "2020-01-03", side_b="Alpha guard")
    rows[8] = row(8, "2020-01-02", note="another word")
    rows[900] = row(900, "2020-03-03")
    del rows[9]
    lines = list(rows.values())
    if order == "turned":
        lines.reverse()
    elif order == "moved by one":
        lines.insert(0, lines.pop())
    (tmp_path / "next.csv").write_text(table(lines))
    receipt = watch.ingest(tmp_path / "next.csv", label="2", published="2026-02-02")
    found = difference_from_before(watch.ledger, receipt.release)
    assert found is not None
    assert (found.added, found.withdrawn) == (("900",), ("9",))
    assert found.things == {"deaths": 9, "days": 1, "sides": 1}
    assert dict(found.changed)["7"] == ("days", "sides")
    assert len(watch.surveys()[0].picked) == 300  # that it lacks a row says nothing of that one


def test_a_row_stands_as_the_newest_of_several_releases_has_it(
    watching: Callable[..., Watch], tmp_path: Path
):
    """Whatever its place is in each of them."""
    said = {"1": {1: 1, 2: 1, 3: 1, 4: 1}, "2": {9: 2, 2: 2, 1: 2}, "3": {3: 3, 9: 3, 8: 3, 2: 3}}
    watch = watching(rows=[row(i, f"2020-01-0{i}", deaths=n) for i, n in said["1"].items()])
    for label in ("2", "3"):
        lines = [row(i, f"2020-01-0{i}", deaths=n) for i, n in said[label].items()]
        (tmp_path / label).write_text(table(lines))
        watch.ingest(tmp_path / label, label=label, published=f"2026-02-0{label}")
    stand = {i: n for label in "123" for i, n in said[label].items()}
    found = watch.surveys()[0].rows.select("id", "best").iter_rows()
    assert dict(found) == {str(i): n for i, n in stand.items()}


def test_of_two_rows_with_one_id_the_same_counts_whatever_their_order(
    watching: Callable[..., Watch],
):
    rows = [row(1, "2020-01-05"), row(1, "2020-01-02"), row(2, "2020-01-03")]
    both = [watching(rows=r, name=n).written() for n, r in (("one", rows), ("two", rows[::-1]))]
    assert both[0] == both[1]


def test_a_release_that_was_retracted_no_longer_counts(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-01-02")])
    (release,) = watch.ledger.releases()
    body = {"release": release.digest.hex(), "signed": "N. N.", "note": "the wrong file"}
    watch.ledger.enter("withdrawal", [body], STAMP.format(5))
    assert watch.surveys()[0].findings == ()
    assert len(watch.surveys(STAMP.format(4))[0].findings) == 1
    assert not faults(watch.path, watch.ledger.connection)


def test_a_clock_that_was_set_back_makes_nothing_known_earlier(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-01-02")])
    watch.ledger.enter("record", [{"a": 1}], STAMP.format(1))
    ((when, _),) = watch.ledger.entries("record")
    assert when == STAMP.format(2)
    assert watch.ledger.entries("record", STAMP.format(1)) == []
    assert not faults(watch.path, watch.ledger.connection)


def test_every_alteration_is_found(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-01-02"), row(2, "2020-01-03", latitude=99)])
    found = [f.body() for f in watch.surveys()[0].findings]
    watch.ledger.enter("finding", found, STAMP.format(3))
    watch.ledger.enter("record", [{"a": 1}], STAMP.format(3))
    tell(watch.ledger, "stdout", [Alert("a", {})], lambda alert: None, STAMP.format(3))
    path = watch.path
    watch.ledger.close()
    spoils = {
        "terms": "UPDATE terms SET text = replace(text, 'fire', 'fyre')",
        "published": "UPDATE release SET published = '2020-01-01'",
        "received": "UPDATE release SET recorded = '2020-01-01'",
        "file": "UPDATE release SET file = 'another.csv'",
        "counts": "UPDATE release SET count = 3, rejected = 0",
        "reused": "UPDATE release SET reused = '[[1,\"x\"]]'",
        "days": "UPDATE release SET first = 1",
        "read": "UPDATE release SET read = replace(read, 'plain', 'acled')",
        "source": "UPDATE release SET source = 'acled'",
        "another file": "UPDATE release SET contents = hex(zeroblob(32))",
        "other rows": "UPDATE release SET rows = hex(zeroblob(32))",
        "finding": "UPDATE entry SET body = replace(body, '0', '1') WHERE kind = 'finding'",
        "dated": "UPDATE entry SET recorded = '2020-01-01' WHERE kind = 'record'",
        "lost": "DELETE FROM entry WHERE kind = 'record'",
        "unlinked": "DELETE FROM journal WHERE seq = (SELECT MAX(seq) FROM journal)",
        "journal": "UPDATE journal SET recorded = '2020' WHERE seq = 2",
        "told": "UPDATE told SET body = 'another'",
        "untold": "DELETE FROM told",
        "made up": "INSERT INTO told VALUES (x'00', 'stdout', 'told', '', '')",
        "trigger": "DROP TRIGGER no_update_entry",
        "orphan terms": "INSERT INTO terms SELECT CAST(x'00' || digest AS BLOB), text, shapes "
        "FROM terms",
        "orphan release": "INSERT INTO release SELECT CAST(x'00' || digest AS BLOB), source, "
        "label, published, complete, read, contents, reused, first, last, count, rejected, rows, "
        "file, recorded "
        "FROM release",
    }
    for name, spoil in spoils.items():
        copy = path.with_name(f"{name}.ledger")
        shutil.copy(path, copy)
        shutil.copytree(rows_folder(path), rows_folder(copy))
        spoilt = sqlite3.connect(copy)
        for trigger in store.TRIGGERS if name != "trigger" else ():
            spoilt.execute(f"DROP TRIGGER {trigger}")
        spoilt.execute(spoil)
        for text in store.TRIGGERS.values() if name != "trigger" else ():
            spoilt.execute(text)
        spoilt.commit()
        assert faults(copy, spoilt), name
        spoilt.close()
    assert faults(path) == []
    (stored,) = rows_folder(path).glob("*.parquet")
    raw = stored.read_bytes()
    for spoilt_rows in (raw[:-9] + b"x" + raw[-8:], raw[:100]):
        stored.write_bytes(spoilt_rows)
        assert any("the file of the release" in fault for fault in faults(path))
    stored.unlink()
    assert any("lacks its file" in fault for fault in faults(path))
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="copy both"):
        texts_of(ledger, ledger.releases()[0], [1])


def test_what_is_kept_of_rows_as_read_proves_nothing(watching: Callable[..., Watch]):
    """It is made anew where it is missing, and found where it says otherwise than the rows."""
    watch = watching(rows=[row(1, "2020-01-02"), row(2, "2020-01-03", deaths="x")])
    found, (release,) = watch.written(), watch.ledger.releases()
    (kept,) = rows_folder(watch.path).glob("*.read")
    assert misread(watch.ledger, release) == ""
    raw = kept.read_bytes()
    pl.read_parquet(kept).with_columns(best=pl.lit(7, pl.Int32)).write_parquet(kept)
    kept.with_suffix(".sum").write_text(hashlib.sha256(kept.read_bytes()).hexdigest())
    assert str(kept) in misread(watch.ledger, release)
    kept.write_bytes(raw[:-9])
    assert str(kept) in misread(watch.ledger, release)
    kept.unlink()
    assert (misread(watch.ledger, release), watch.written()) == ("", found)
    assert kept.exists()
    (rejected,) = rejected_rows(watch.ledger, release)
    assert rejected[:2] == (2, "'deaths' is not a whole number")


@pytest.mark.parametrize("at", [3, 0.1, 0.5, 0.9, -7])
def test_rows_as_read_in_which_a_bit_is_spoilt_are_read_anew(
    watching: Callable[..., Watch], at: float
):
    """Polars would take the bit for another row, or for a length that no memory has."""
    watch = watching(rows=[row(n, f"2020-01-{n:02}") for n in range(1, 29)])
    found, (release,) = watch.written(), watch.ledger.releases()
    (kept,) = rows_folder(watch.path).glob("*.read")
    raw = bytearray(kept.read_bytes())
    raw[round(at * len(raw)) if isinstance(at, float) else at] ^= 8
    kept.write_bytes(raw)
    assert str(kept) in misread(watch.ledger, release)
    assert watch.written() == found
    assert (kept.read_bytes() != raw, misread(watch.ledger, release)) == (True, "")


def test_a_file_that_was_altered_is_not_read_again(watching: Callable[..., Watch]):
    watch = watching(rows=[row(1, "2020-01-02", note="found by a patrol")])
    folder = rows_folder(watch.path)
    (copy,), (kept,) = (folder.glob(f"*.{kind}") for kind in ("parquet", "read"))
    lines = pl.read_parquet(copy).with_columns(pl.col("line").str.replace("2020", "2021"))
    lines.write_parquet(copy, metadata=pl.read_parquet_metadata(copy))
    assert watch.surveys()[0].findings  # as they were read
    kept.unlink()
    with pytest.raises(LedgerError, match="was altered since: its rows cannot be read again"):
        watch.surveys()


@pytest.mark.parametrize("table_name", sorted(store._APPEND_ONLY))
def test_nothing_is_changed_or_deleted(watching: Callable[..., Watch], table_name: str):
    watch = watching(rows=[row(1, "2020-01-02"), row(2, "x")])
    watch.ledger.enter("record", [{"a": 1}], STAMP.format(3))
    db = watch.ledger.connection
    told = ("INSERT INTO told VALUES (?, 'stdout', 'told', '', '')", (b"x",))
    db.execute(*told)
    column = db.execute(f"SELECT name FROM pragma_table_info('{table_name}')").fetchone()[0]
    for statement in (f"DELETE FROM {table_name}", f"UPDATE {table_name} SET {column} = {column}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(statement)


# Trouble ------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_leaves_what_there_was(
    watching: Callable[..., Watch], tmp_path: Path
):
    watch = watching(rows=[row(1, "2020-01-02")])
    before = watch.written()
    pages = watch.ledger.connection.execute("PRAGMA page_count").fetchone()[0]
    watch.ledger.connection.execute(f"PRAGMA max_page_count = {pages}")
    twice = [row(i // 2, "2020-01-02", note=i) for i in range(4_000)]  # a long list of what to pass
    (tmp_path / "big.csv").write_text(table(twice))
    with pytest.raises(LedgerError, match="the disk is full; nothing was recorded"):
        watch.ingest(tmp_path / "big.csv")
    assert watch.written() == before
    watch.ledger.connection.execute("PRAGMA max_page_count = 100000")
    assert watch.ingest(tmp_path / "big.csv").is_new


def test_a_disk_that_is_full_where_the_rows_go_is_told(
    watching: Callable[..., Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    watch = watching(rows=[row(1, "2020-01-02")])
    before = watch.written()
    there = sorted(rows_folder(watch.path).iterdir())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "more.csv").write_text(table([row(2, "2020-01-02")]))
    with monkeypatch.context() as patched:
        patched.setattr("polars.LazyFrame.sink_parquet", full)
        with pytest.raises(LedgerError, match="No space left on device"):
            watch.ingest(tmp_path / "more.csv")
    assert watch.written() == before
    assert sorted(rows_folder(watch.path).iterdir()) == there


def test_a_read_only_ledger_is_told(watching: Callable[..., Watch], tmp_path: Path):
    watch = watching(rows=[row(1, "2020-01-02")])
    with Ledger.open(watch.path) as ledger:
        assert ledger.releases()
        with pytest.raises(LedgerError, match="it is read-only"):
            ledger.enter("record", [{"a": 1}], STAMP.format(3))


def test_a_locked_ledger_is_waited_for_and_then_told(
    watching: Callable[..., Watch], monkeypatch: pytest.MonkeyPatch
):
    watch = watching(rows=[row(1, "2020-01-02")])
    monkeypatch.setattr(store, "WAITS_FOR", 0.2)
    with Ledger.open(watch.path, write=True) as other:
        watch.ledger.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another process has held it"):
            other.enter("record", [{"a": 1}], STAMP.format(3))
        watch.ledger.connection.execute("ROLLBACK")
        assert other.enter("record", [{"a": 1}], STAMP.format(3)) == 1


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda raw: raw[:20_000], "damaged|no ledger|missing"),
        (lambda raw: b"SQLite format 3\0" + bytes(4080), "no ledger|damaged"),
        (lambda raw: b"hello" * 1000, "no ledger of foedus"),
        (lambda raw: b"", "no ledger of foedus"),
        (lambda raw: raw[:8192] + b"\xff" * (len(raw) - 8192), "damaged|missing"),
    ],
)
def test_a_spoilt_ledger_is_told(
    watching: Callable[..., Watch], tmp_path: Path, spoil: Callable[[bytes], bytes], message: str
):
    watch = watching(rows=[row(1, "2020-01-02")])
    watch.ledger.close()
    path = tmp_path / "spoilt.ledger"
    path.write_bytes(spoil(watch.path.read_bytes()))
    with pytest.raises(LedgerError, match=message):
        _read_all(path)


def _read_all(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.terms()
        ledger.entries("record")
        for release in ledger.releases():
            list(rejected_rows(ledger, release))


def test_missing_later_and_foreign_ledgers_are_told(tmp_path: Path):
    with pytest.raises(LedgerError, match="Start one with 'foedus monitor init'"):
        Ledger.open(tmp_path / "none")
    foreign = sqlite3.connect(tmp_path / "foreign")
    foreign.execute("CREATE TABLE a (b)")
    foreign.commit()
    foreign.close()
    with pytest.raises(LedgerError, match="no ledger of foedus"):
        Ledger.open(tmp_path / "foreign")
    watch = Watch(tmp_path / "later", case())
    watch.ledger.close()
    for version, message in ((99, "a later version of foedus wrote it"), (1, "an earlier version")):
        other = sqlite3.connect(tmp_path / "later")
        other.execute(f"PRAGMA user_version = {version}")
        other.close()
        with pytest.raises(LedgerError, match=message):
            Ledger.open(tmp_path / "later")
    with pytest.raises(LedgerError, match="there is a file already"):
        Ledger.start(tmp_path / "later", "", "{}", STAMP.format(1))


WORK = """
import os, random, signal, sys, time
from pathlib import Path
import foedus.monitor.importing as module
stamp = "2026-01-02T00:00:00.000000Z"

def work(ledger_file, files):
    ledger = module.Ledger.open(Path(ledger_file), write=True)
    for name in files:
        said = module.Said(recorded=stamp, label=name, published="2025-01-01")
        module.ingest(ledger, Path(name), said)
        os.write(1, f"read {name}\\n".encode())
        ledger.enter("record", [{"n": name}], stamp)
        os.write(1, f"entered {name}\\n".encode())
"""
ONCE = WORK + "work(sys.argv[1], sys.argv[2:])"
OFTEN = """
count, ledger_file, *files = sys.argv[1:]
rng = random.Random(5)
began = time.monotonic()
if (child := os.fork()) == 0:
    work(ledger_file, files[:1])
    os._exit(0)
os.waitpid(child, 0)
once = time.monotonic() - began  # whatever else the machine does
for _ in range(int(count)):
    child = os.fork()
    if child == 0:
        work(ledger_file, rng.sample(files, len(files)))
        os._exit(0)
    time.sleep(rng.uniform(0, 2 * once))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    rng.random()
"""


def worker(program: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def many_files(folder: Path, count: int) -> list[Path]:
    files = []
    for number in range(count):
        path = folder / f"part{number}.csv"
        first = number * 1000
        path.write_text(table([row(first + i, "2020-01-02") for i in range(400)]))
        files.append(path)
    return files


def acknowledged(ledger: Path, said: list[str]) -> None:
    """Everything that was acknowledged is there, and nothing is half there."""
    with Ledger.open(ledger) as opened:
        assert faults(ledger, opened.connection) == []
        labels = {release.label for release in opened.releases()}
        entered = {body["n"] for _, body in opened.entries("record")}
        for line in said:
            verb, _, name = line.partition(" ")
            if verb == "read":
                assert name in labels
            if verb == "entered":
                assert name in entered
        for release in opened.releases():
            assert release.count == 400


def all_said(files: list[Path]) -> list[str]:
    return [f"{verb} {file}" for verb in ("read", "entered") for file in files]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_nothing_acknowledged_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A process that has everything loaded forks others and kills them while they work."""
    files = many_files(tmp_path, 12)
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setenv("TMPDIR", str(left))
    watch = Watch(tmp_path / "w.ledger", case())
    watch.ledger.close()
    everything: list[str] = []
    for _ in range(3):
        nursery = worker(WORK + OFTEN, CRASHES // 3, watch.path, *files)
        said, _ = nursery.communicate(timeout=240 + 10 * CRASHES)
        assert nursery.returncode == 0
        lines = said.splitlines()
        everything += lines
        acknowledged(watch.path, lines)
    assert any(line.startswith("entered") for line in everything)
    finish = worker(ONCE, watch.path, *files)
    finish.communicate(timeout=60)
    assert finish.returncode == 0
    acknowledged(watch.path, all_said(files))
    with Ledger.open(watch.path) as ledger:
        assert len(ledger.releases()) == len(files)
    assert list(left.iterdir()) == list(rows_folder(watch.path).glob(".*.part")) == []


def test_two_processes_at_once_both_get_their_work_in(tmp_path: Path):
    files = many_files(tmp_path, 6)
    watch = Watch(tmp_path / "w.ledger", case())
    watch.ledger.close()
    both = [worker(ONCE, watch.path, *files[:4]), worker(ONCE, watch.path, *files[2:])]
    for process in both:
        process.communicate(timeout=90)
        assert process.returncode == 0
    acknowledged(watch.path, all_said(files))
    with Ledger.open(watch.path) as ledger:
        assert len(ledger.releases()) == len(files)
