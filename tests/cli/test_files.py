"""Files at the edge: nothing that was read, or that cannot be made again, is lost by writing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.files import FileError, put, take

SMALL = Path(__file__).parents[1] / "process" / "small.yaml"
posix = pytest.mark.skipif(os.name != "posix", reason="needs the files of a Unix")
unprivileged = pytest.mark.skipif(
    os.name == "posix" and os.geteuid() == 0, reason="the administrator may write anywhere"
)


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL, tmp_path / "case.yaml"))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "watch.ledger"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE kept (what TEXT)")
    return path


# What must not be written over ------------------------------------------------------------------


@pytest.mark.parametrize("command", [("decide",), ("check",), ("diff",), ("assess",), ("deter",)])
def test_no_command_writes_over_the_case_that_it_reads(command: tuple[str, ...], case: Path):
    words = (*command, case, case) if command == ("diff",) else (*command, case)
    before = case.read_bytes()
    status, out, err = run(*words, "--json", case)
    assert (status, out) == (2, "")
    assert "arrangement, and is not written over" in err or "would write over it" in err
    assert case.read_bytes() == before


def test_what_was_read_is_known_by_any_of_its_names(case: Path, tmp_path: Path):
    events = tmp_path / "rules.yaml"
    events.write_text("properties: {p: {never: {acted: attack, by: RUS}}}\n")
    hard, soft = tmp_path / "hard.json", tmp_path / "soft.json"
    hard.hardlink_to(events)
    soft.symlink_to(events)
    for name in (events, hard, soft, tmp_path / "." / "rules.yaml"):
        status, _, err = run("check", case, "--property", events, "--json", name)
        assert status == 2
        assert "this command reads that file, and would write over it" in err
    assert events.read_text().startswith("properties:")


def test_a_game_and_a_table_are_not_written_over_by_what_follows_from_them(tmp_path: Path):
    game = tmp_path / "g.efg"
    game.write_text(
        'EFG 2 R "g" { "A" }\np "" 1 1 "h" { "a" "b" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 0 }\n'
    )
    before = game.read_bytes()
    for option in ("--json", "--svg"):
        status, _, err = run("solve", game, option, game)
        assert (status, "would write over it" in err) == (2, True), err
    assert game.read_bytes() == before


CONFLICT = """conflict: 1
title: t
decision_makers: {A: {options: [x]}, B: [z]}
orderings: {A: {statements: [x, z]}, B: {statements: [z, x]}}
status_quo: NN
"""


@pytest.mark.parametrize("option", ["--json", "--csv", "--svg", "--tree"])
def test_a_conflict_and_orderings_are_not_written_over_by_what_is_stable(
    option: str, tmp_path: Path
):
    conflict, orderings = tmp_path / "conflict.yaml", tmp_path / "orderings.yaml"
    conflict.write_text(CONFLICT)
    status, _, err = run("stable", conflict, option, conflict)
    assert (status, "would write over it" in err) == (2, True)
    orderings.write_text("orderings: {UKR: [no-attack], RUS: [attack]}\n")
    before = orderings.read_bytes()
    run("stable", SMALL, "--orderings", orderings, option, orderings)
    assert (conflict.read_text(), orderings.read_bytes()) == (CONFLICT, before)


@pytest.mark.parametrize("option", ["--json", "--csv"])
def test_a_ledger_is_never_written_over_though_the_command_does_not_read_it(
    option: str, ledger: Path
):
    before = ledger.read_bytes()
    status, _, err = run("deter", SMALL, option, ledger)
    assert status == 2
    assert f"{ledger}: this is a ledger or another database, and is not written over." in err
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("option", ["--findings", "--journal", "--rows", "--entries", "--rejected"])
def test_an_export_does_not_destroy_its_ledger(option: str, tmp_path: Path):
    watched = tmp_path / "w.ledger"
    assert run("monitor", "init", "minsk-2", "--ledger", watched)[0] == 0
    before = watched.read_bytes()
    assert run("monitor", "export", "--ledger", watched, option, watched)[0] == 2
    assert run("monitor", "report", "--ledger", watched, watched)[0] == 2
    assert watched.read_bytes() == before
    assert run("monitor", "verify", "--ledger", watched)[0] == 0


@pytest.mark.parametrize("begins", [b"\x37\x7f\x06\x82", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"])
def test_nor_is_the_log_that_belongs_to_a_ledger(begins: bytes, tmp_path: Path):
    log = tmp_path / "foedus.ledger-wal"
    log.write_bytes(begins + b"\0" * 40)
    with pytest.raises(FileError, match="ledger"):
        put(log, "{}")
    assert log.read_bytes().startswith(begins)


@pytest.mark.parametrize("text", ["# mine\nfoedus: 1\n", '\ufeff"foedus": 1\n', "foedus : 1\r\n"])
def test_an_arrangement_is_known_by_what_is_in_it(text: str, tmp_path: Path):
    file = tmp_path / "out.json"
    file.write_text(text, "utf-8")
    with pytest.raises(FileError, match="arrangement"):
        put(file, "{}")


def test_what_foedus_wrote_may_be_written_again(tmp_path: Path):
    file = tmp_path / "out.json"
    for _ in range(2):
        assert run("decide", "--body", "unsc", "--json", file)[0] == 0
    assert json.loads(file.read_text("utf-8"))


def test_two_options_cannot_name_one_file(tmp_path: Path):
    file = tmp_path / "out"
    status, _, err = run("deter", SMALL, "--json", file, "--csv", file)
    assert (status, file.exists()) == (2, False)
    assert "two options name this file" in err


# How it is written ------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_a_file_stays(mode: int, tmp_path: Path):
    file = tmp_path / "out"
    file.write_text("old")
    file.chmod(mode)
    put(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new\n", mode)


@posix
def test_a_link_stays_one_and_what_it_names_is_written(tmp_path: Path):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "out", tmp_path / "link"
    for text in ("first", "second"):  # the first time it leads nowhere yet
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        put(link, text)
        assert (link.is_symlink(), target.read_text()) == (True, f"{text}\n")


@posix
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device_stays_one(device: str):
    before = Path(device).stat()
    put(device, "x")
    assert Path(device).stat().st_rdev == before.st_rdev
    assert stat.S_ISCHR(Path(device).stat().st_mode)


@posix
def test_a_pipe_is_written_through_and_read_once(case: Path, tmp_path: Path):
    out, given, got = tmp_path / "out", tmp_path / "given", []
    os.mkfifo(out)
    os.mkfifo(given)
    reader = threading.Thread(target=lambda: got.append(out.read_bytes()))
    writer = threading.Thread(target=lambda: given.write_bytes(case.read_bytes()))
    for thread in (reader, writer):
        thread.start()
    status = run("check", given, "--property", "gap", "--json", out)[0]  # it asks for places, too
    reader.join(10)
    assert status in (0, 1)
    assert json.loads(got[0])
    assert stat.S_ISFIFO(out.stat().st_mode)


@posix
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_standard_output_can_be_named_as_a_file(tmp_path: Path, name: str):
    """It stands there alone, as with a dash, and the screen does not run into it."""
    words = [sys.executable, "-m", "foedus", "decide", "--body", "unsc", "--json", name]
    piped = subprocess.run(words, capture_output=True, check=True).stdout
    with (tmp_path / "out").open("wb") as out:
        subprocess.run(words, stdout=out, check=True)
    assert json.loads(piped)
    assert (tmp_path / "out").read_bytes() == piped


@unprivileged
def test_what_is_marked_read_only_is_left(tmp_path: Path):
    file = tmp_path / "out"
    file.write_text("old")
    file.chmod(0o400)
    with pytest.raises(FileError, match="read-only"):
        put(file, "new")


def test_the_old_file_stays_where_the_new_one_cannot_be_finished(tmp_path: Path):
    file = tmp_path / "out"
    file.write_text("old")

    def lines():
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(file, lines())
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_writers_at_once_each_write_a_whole_file(tmp_path: Path):
    file = tmp_path / "out"
    texts = [str(n) * 200_000 for n in range(6)]
    writers = [threading.Thread(target=put, args=(file, text)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert file.read_text() in [f"{text}\n" for text in texts]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no/such/out", "no folder"),
        (".", "it is a folder"),
        ("n" * 300, "cannot be written"),
        ("a\x1b[2J", "holds U+001B"),
        ("a\x00b", "holds U+0000"),
        ("case.yaml/out", "cannot be written"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_the_work_begins(
    name: str, why: str, case: Path, monkeypatch: pytest.MonkeyPatch
):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the work began")

    monkeypatch.chdir(case.parent)
    monkeypatch.setattr("foedus.deterrence.deter", never)
    status, _, err = run("deter", case, "--json", name)
    assert (status, err.count("\n")) == (2, 1)
    assert why in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new", "accession", "n" * 300, "--title", "T"), "cannot be written"),
        (("cases", "--copy", "minsk-2", "--to", "n" * 300), "cannot be written"),
        (("diff", "minsk-2", "n" * 300), "There is no"),
        (("new", "accession", "x.yaml", "--title", "a\x1b[2J"), "U+001B"),
        (("new", "accession", "x.yaml", "--title", "a\u202e"), "U+202E"),
        (("monitor", "init", "minsk-2", "--ledger", "a\u202eb"), "U+202E"),
        (("monitor", "ingest", "a\x1bb", "--ledger", "x"), "U+001B"),
        (("monitor", "watch", "a\x1bb", "--ledger", "x"), "U+001B"),
        (("play", "--ledger", "a\x1bb", "--json"), "U+001B"),
        (("estimate", "a\x1bb", "x"), "U+001B"),
        (("solve", "a\x1bb"), "U+001B"),
    ],
    ids=lambda words: " ".join(words[:2]) if isinstance(words, tuple) else "",
)
def test_a_name_that_is_none_for_a_file_is_told(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    status, _, err = run(*words)
    assert (status, told in err) == (2, True), err
    assert not {"\x1b", "\u202e"} & set(err)
    assert not list(tmp_path.iterdir())


# How it is read ---------------------------------------------------------------------------------


@posix
def test_no_more_is_read_than_a_file_may_have():
    with pytest.raises(FileError, match="longer than 100 bytes"):
        take("/dev/zero", 100)
    for words in (
        *(("show", "/dev/zero"), ("replay", SMALL, "/dev/zero"), ("solve", "/dev/zero")),
        *(("stable", "/dev/zero"), ("stable", SMALL, "--orderings", "/dev/zero")),
    ):
        status, _, err = run(*words)
        assert (status, "longer than" in err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "{}"),
        ("check", SMALL, "--property", "{}"),
        ("replay", SMALL, "{}"),
        ("deter", SMALL, "--stakes", "{}"),
        ("solve", "{}"),
        ("estimate", "{}", "{}"),
    ],
)
@pytest.mark.parametrize("name", ["missing.yaml", "folder.yaml", "a\x1bb.yaml"])
def test_what_cannot_be_read_is_a_sentence_with_its_name(
    words: tuple[object, ...], name: str, tmp_path: Path
):
    (tmp_path / "folder.yaml").mkdir()
    path = tmp_path / name
    status, _, err = run(*(str(word).replace("{}", str(path)) for word in words))
    assert (status, err.count("\n")) == (2, 1)
    assert {"missing": "o such file", "folder.": "directory", "a\x1bb.yam": "\\x1b"}[
        name[:7]
    ] in err
    assert "\x1b" not in err
