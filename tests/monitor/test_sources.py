"""What was read: releases and their differences, retraction, mapping files, earlier ledgers."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from foedus.monitor import chain
from foedus.monitor.ledger import Ledger
from foedus.monitor.store import APPLICATION

from .conftest import case, row, table
from .test_commands import begun, run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_releases_are_listed_with_what_they_changed_and_can_be_retracted():
    begun()
    rows = [row(i, f"2020-02-{i:02}") for i in range(1, 9)]
    Path("a.csv").write_text(table(rows))
    Path("b.csv").write_text(
        table([row(1, "2020-02-01", deaths=5), *rows[2:], row(20, "2020-03-03")])
    )
    run("ingest", "a.csv", "--label", "one", "--published", "2025-01-01")
    said = run("ingest", "b.csv", "--label", "two", "--published", "2025-01-02")
    differs = "against one: 1 row added, 1 changed (deaths 1), 1 no longer there"
    assert differs in said
    listed = run("releases", "--json", "d.json")
    assert differs in listed
    (told,) = json.loads(Path("d.json").read_text())
    assert (told["added"], told["withdrawn"], told["changed"]) == (
        ["20"],
        ["2"],
        [["1", ["deaths"]]],
    )
    Path("c.csv").write_text(table([row(30, "2020-04-04")]))  # of days that the others lack
    assert "against two: no id in common" in run("ingest", "c.csv", "--label", "y")
    second = listed.splitlines()[0].split()[0]
    assert "2020-03-03" in run("findings")
    words = ["retract", second, "--signed", "N. N."]
    assert "--note" in run(*words, "--note", " ", status=2)
    assert "no longer counts" in run(*words, "--note", "the wrong file")
    assert "2020-03-03" not in run("findings")
    assert "There is no release" in run(*words, "--note", "again", status=2)
    assert "as it was written" in run("verify")
    again = run("ingest", "b.csv", "--label", "two", "--published", "2025-01-02", status=2)
    assert "Give it another label" in again


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        ((), "0 no longer there; of days before or after its own 1 row"),
        (("--complete",), "0 no longer there; of days before or after its own 1 row"),
        (("--complete", "--covers", "2020-02-01/2020-02-29"), "1 no longer there"),
    ],
)
def test_what_a_file_lacks_at_its_edges_is_told(options: tuple[str, ...], ends: str):
    """It lacks row 1, and dates 2 two days later, so that it speaks of no day of row 1 any more."""
    begun()
    Path("a.csv").write_text(table([row(n, f"2020-02-0{n}") for n in (1, 2, 5)]))
    Path("b.csv").write_text(table([row(2, "2020-02-04"), row(5, "2020-02-05")]))
    run("ingest", "a.csv", "--label", "one", "--published", "2025-01-01")
    said = run("ingest", "b.csv", "--label", "two", "--published", "2025-01-02", *options)
    line = next(line for line in said.splitlines() if "against one" in line)
    assert f"0 rows added, 1 changed (days 1), {ends}" in line
    assert line.endswith("that it lacks counts on ('1')") == ("--covers" not in options)
    run("releases", "--json", "d.json")
    (told,) = json.loads(Path("d.json").read_text())
    lost = (["1"], []) if "--covers" in options else ([], ["1"])
    assert (told["withdrawn"], told["beyond"]) == lost
    assert ("2020-02-01" in run("findings")) == ("--covers" not in options)


def test_a_file_that_is_hardly_read_ends_with_status_1_and_one_that_is_not_with_2():
    begun()
    good = [row(i, "2020-02-03") for i in range(60)]
    Path("a.csv").write_text(table([*good, row(99, "yesterday")]))
    said = run("ingest", "a.csv", status=1)
    assert "1 more (1.6% of 61) does not count, 1 because 'date' is not a date" in said
    Path("b.csv").write_text(table([row(1, "yesterday")]))
    assert "none of its rows can be read: 'date' is not a date" in run("ingest", "b.csv", status=2)
    run("export", "--rejected", "x.csv")
    assert "a.csv,61,'date' is not a date" in Path("x.csv").read_text().replace('"', "")


def test_no_finding_is_never_said_without_the_way_to_it():
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-03", side_a="The Beta front")]))
    for said in (run("ingest", "a.csv"), run("findings"), run("status", "--all")):
        assert "read 1 → in its days 1 → in its zones 1 → of its kinds 1 → by its actors 0" in said
        assert (
            "the alias 'Beta' matches no name in the rows; the rows have 'The Beta front'" in said
        )


def test_a_table_of_another_kind_is_mapped_and_read():
    begun()
    lines = "nr,when,what,who,whom,lat,lon\n1,3/2/2020,Feuer,Beta,Alpha,41,31\n"
    Path("log.csv").write_text(lines)
    assert "'foedus monitor map' proposes" in run("ingest", "log.csv", status=2)
    proposed = run("map", "log.csv", "--name", "log")
    for thing, column in (("kind", "what"), ("side_a", "who"), ("side_b", "whom"), ("id", "nr")):
        assert f"# {thing}: which column?" in proposed
        proposed = proposed.replace(f"# {thing}: which column?", f"{thing}: {column}")
    Path("log.yaml").write_text(proposed.replace("kinds:", "kinds:\n  Feuer: battle"))
    words = ["ingest", "log.csv", "--map", "log.yaml"]
    assert "Say --dates dmy or mdy" in run(*words, status=2)
    assert "1 finding" in run(*words, "--dates", "dmy")
    assert "2020-02-03" in run("findings")
    assert "as it was written" in run("verify")
    Path("log.yaml").write_text("x")
    assert "log.yaml: it does not begin with 'foedus-map: 1'" in run(*words, status=2)


def old_ledger(path: Path, files: dict[str, tuple[str, str, str]]) -> str:
    """A ledger as version 3 laid it out, as far as it is carried over."""
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute("PRAGMA user_version = 3")
    db.execute("CREATE TABLE terms (digest BLOB, text TEXT, shapes TEXT)")
    columns = "digest, source, label, published, complete, contents, chunks, reused, count, "
    db.execute(f"CREATE TABLE release ({columns} rejected, file, recorded)")
    db.execute("CREATE TABLE entry (digest BLOB, kind TEXT, body TEXT, recorded TEXT)")
    db.execute("CREATE TABLE journal (seq, recorded, kind, item BLOB, link BLOB)")
    steps = [("2025-01-01T00:00:00.000000Z", "terms", b"t")]
    db.execute("INSERT INTO terms VALUES (?, ?, '{}')", (b"t", case()))
    for at, (file, (label, published, complete)) in enumerate(files.items()):
        recorded = f"2025-02-0{at + 1}T00:00:00.000000Z"
        values = (file.encode(), "plain", label, published or recorded, complete)
        rest = ("", "", "[]", 1, 0, file, recorded)
        db.execute(f"INSERT INTO release VALUES ({', '.join('?' * 12)})", (*values, *rest))
        steps += [(recorded, "release", file.encode()), (recorded, "receipt", b"r" + file.encode())]
    body = {"zone": "box", "access": "full", "from": "2020-02-01", "until": "2020-02-09"}
    body |= {"by": "", "note": "", "signed": "N. N."}
    recorded = "2025-03-01T00:00:00.000000Z"
    db.execute("INSERT INTO entry VALUES (?, 'access', ?, ?)", (b"e", json.dumps(body), recorded))
    steps.append((recorded, "access", b"e"))
    link = chain.FIRST
    for seq, (recorded, kind, item) in enumerate(steps, 1):
        link = chain.link(link, recorded, kind, item)
        db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", (seq, recorded, kind, item, link))
    db.commit()
    db.close()
    return link.hex()


def test_an_earlier_ledger_is_refused_with_the_command_that_carries_it_over():
    Path("files").mkdir()
    Path("files/a.csv").write_text(table([row(1, "2020-02-03", country="X")]))
    Path("files/b.csv").write_text(table([row(1, "2020-02-04", country="X")]))
    complete = '["2020-01-01","2020-12-31",["X"]]'
    last = old_ledger(
        Path("old.ledger"), {"a.csv": ("one", "2025-01-31", complete), "b.csv": ("", "", "")}
    )
    before = Path("old.ledger").read_bytes()
    refused = run("status", "--ledger", "old.ledger", status=2)
    assert "'foedus monitor migrate old.ledger --ledger NEW --files FOLDER'" in refused
    out = run("migrate", "old.ledger", "--ledger", "new.ledger", "--files", "files")
    assert last in out
    assert "b.csv: read again, 1 rows (1 before)" in out
    assert Path("old.ledger").read_bytes() == before
    with Ledger.open(Path("new.ledger")) as ledger:
        assert ledger.entries("migration")[0][1] == {"from": last}
        labels = {(r.label, r.published[:10], r.recorded[:10]) for r in ledger.releases()}
        assert labels == {("one", "2025-01-31", "2025-02-01"), ("", "2025-02-02", "2025-02-02")}
    words = ["--ledger", "new.ledger"]
    assert "2020-02-04" in run("findings", *words)
    assert "2020-02-03" in run("findings", "--as-of", "2025-02-01", *words)
    assert "access to box: full" in run("entries", *words)
    assert "as it was written" in run("verify", *words)
    Path("files/b.csv").unlink()
    out = run("migrate", "old.ledger", "--ledger", "n2", "--files", "files", status=1)
    assert "b.csv: NOT carried over" in out
    assert "no ledger of an earlier version" in run(
        "migrate", "new.ledger", "--ledger", "n3", "--files", "files", status=2
    )


def test_a_ledger_of_version_4_is_carried_over_with_how_its_files_were_read():
    Path("files").mkdir()
    text = table([row(1, "3/4/2020"), row(2, "5/4/2020")])
    with zipfile.ZipFile("files/a.zip", "w") as archive:
        archive.writestr("in/a.csv", text)
    Path("files/b.csv").write_text(table([row(9, "2020-02-04")]))
    begun()
    run("ingest", "files/a.zip", "--dates", "mdy", "--label", "one", "--published", "2025-01-31")
    run("ingest", "files/b.csv", "--label", "two", "--published", "2025-02-01")
    with Ledger.open(Path("foedus.ledger")) as ledger:
        before = ledger.releases()
    run("retract", before[0].digest.hex()[:10], "--signed", "N. N.", "--note", "another's")
    db = sqlite3.connect("foedus.ledger")  # it had the same tables
    db.execute("PRAGMA user_version = 4")
    db.close()
    # Its name has what an address of SQLite has another meaning for.
    Path("foedus.ledger").rename("50% #1?.ledger")
    run("migrate", "50% #1?.ledger", "--ledger", "new.ledger", "--files", "files")
    with Ledger.open(Path("new.ledger")) as ledger:
        assert [r.digest for r in ledger.releases()] == [before[1].digest]
        assert ledger.releases()[0].reading.dates == "mdy"
    said = run("findings", "--ledger", "new.ledger")
    assert "2020-03-04" in said
    assert "2020-02-04" not in said
    assert "as it was written" in run("verify", "--ledger", "new.ledger")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions of POSIX")
def test_a_ledger_is_looked_at_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch):
    """As on a medium that is read-only: SQLite cannot put its own files beside the ledger.

    It opens it none the less, and fails at the first that is asked of it, whatever that is.
    """
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-03")]))
    run("ingest", "a.csv")
    plain = sqlite3.connect

    class Refusing:
        def execute(self, *_: object) -> None:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorname = "SQLITE_CANTOPEN"  # type: ignore[misc]
            raise error

    def read_only(name: str | Path, **said: Any) -> object:
        is_refused = "foedus.ledger?" in str(name) and "immutable" not in str(name)
        return Refusing() if is_refused else plain(name, **said)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert "1 finding" in run("status")
    assert "as it was written" in run("verify")
    Path("foedus.ledger-wal").write_bytes(b"x")
    assert "it was not closed" in run("status", status=2)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            ("--covers", "2020-02-01/2021-12-31", "--published", "2020-03-01"),
            "lies after 2020-03-01",
        ),
        (("--covers", "2020-02-01/2121-12-31"), "has not come yet"),
        (("--covers", "2020-02-01/2020-03-01", "--published", "2020-03-01"), ""),
    ],
)
def test_no_file_is_complete_for_days_after_it_was_published(options: tuple[str, ...], says: str):
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-01")]))
    said = run("ingest", "a.csv", *options, status=2 if says else 0)
    assert says in said
    assert "check --published" not in said


def test_a_file_with_rows_of_later_days_than_its_publication_is_told():
    """Whose days are ahead of UTC may publish rows of the next."""
    begun()
    Path("a.csv").write_text(table([row(1, "2020-02-01"), row(2, "2020-03-03")]))
    assert "check --published" not in run("ingest", "a.csv", "--published", "2020-03-02")
    said = run("ingest", "a.csv", "--label", "b", "--published", "2020-03-01")
    assert (
        "its rows go to 2020-03-03, and it was published on 2020-03-01: check --published" in said
    )
