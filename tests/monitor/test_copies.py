"""What is kept of files: given back byte for byte, altered never unseen, and read as its like."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foedus.monitor import copies, difference
from foedus.monitor.chain import faults
from foedus.monitor.current import kept_at, kept_rows, write_read
from foedus.monitor.formats import Reading
from foedus.monitor.ledger import Ledger
from foedus.monitor.revising import read_as
from foedus.monitor.store import rows_folder
from foedus.monitor.tables import tables

from .conftest import HEADER, Watch, row, table

PIECES = [b"a", b"b", b"\n", b"\n", b"\r\n", b"\r", b'"', b"\0", "é".encode(), b"\xff", b""]


def keep(folder: Path, raw: bytes, older: list[str] | None = None) -> str:
    path = folder / "file"
    path.write_bytes(raw)
    digest = hashlib.sha256(raw).hexdigest()
    with copies.keeping(path, folder, digest, older or []):
        pass
    return digest


@given(st.lists(st.sampled_from(PIECES), min_size=1).map(b"".join).filter(bool))
@example(b"a\r\nb\n")
@example(b"\xef\xbb\xbfa\n\n")
@example(b"a\nb\r\n")
@example(b"\r\n\n\r")
@example(b"\xffa")
@settings(max_examples=60, deadline=None)
def test_any_file_is_given_back_byte_for_byte(raw: bytes):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        digest = keep(folder, raw)
        assert copies.is_whole(folder, digest)
        with copies.unpacked(folder, digest) as path:
            assert path.read_bytes() == raw
        is_text = copies.copy_of(folder, digest).suffix == ".parquet"
        ends = {raw.count(b"\n"), raw.count(b"\r")}
        if b"\xff" not in raw and (b"\r" not in raw or ends == {raw.count(b"\r\n")}):
            assert is_text
        assert not list(folder.glob(".*.part"))


def test_a_file_is_kept_on_a_medium_without_links_and_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    digest = keep(tmp_path, b"a\n")
    other = tmp_path / "other.part"
    other.write_bytes(b"x")
    copies._put(other, copies.copy_of(tmp_path, digest))  # another process was quicker
    assert copies.is_whole(tmp_path, digest)

    def without(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", without)
    assert copies.is_whole(tmp_path, keep(tmp_path, b"b\n"))


LINES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=40)


@given(LINES, st.integers(0, 2**32), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_later_file_is_kept_as_what_it_changes(lines: list[str], seed: int, closed: bool):
    rng = random.Random(seed)
    old = [f"{line}{n}" for n, line in enumerate(lines * 4)]
    new = list(old)
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(new))
        new[at : at + rng.randrange(2)] = rng.choice([[], ["x"], [new[at]], ["y", "z"]])
    if rng.random() < 0.2:
        rng.shuffle(new)
    with tempfile.TemporaryDirectory() as name:
        folder, ends = Path(name), "\n" * (closed or not new)
        first = keep(folder, "\n".join(old).encode())
        second = keep(
            folder, ("\n".join([*new, ""]) if not new else "\n".join(new) + ends).encode(), [first]
        )
        assert copies.is_whole(folder, second)
        if first == second or "like" not in copies.said_of(copies.copy_of(folder, second)):
            return
        copies.copy_of(folder, first).unlink()
        assert copies.lacking(folder, second) == folder / f"{first}.parquet"
        assert not copies.is_whole(folder, second)


def drawn(rng: random.Random, number: int) -> str:
    deaths = rng.choice(["x", "-1", "NA"]) if rng.random() < 0.1 else rng.randrange(4)
    return row(number, f"2020-01-{rng.randint(1, 28):02}", deaths=deaths)


@pytest.mark.parametrize("seed", range(14))
def test_a_release_is_read_as_its_like_to_what_reading_all_of_it_gives(seed: int, tmp_path: Path):
    """Rows changed, put in, taken out, twice, moved, and such as make it be read whole."""
    rng = random.Random(seed)
    old = [drawn(rng, n) for n in range(60)]
    new = list(old)
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(new))
        new[at : at + rng.randrange(2)] = rng.choice(
            [[], [drawn(rng, 100 + at)], [drawn(rng, at)], [new[at]], [new[0], new[at]]]
        )
    new = old[:-7] if seed == 12 else new
    whole = {8: '7,2020-01-02,,,battle,,,,"two\nlines",,,,,,,,,,,', 9: "7,2020-01-02", 10: ""}
    new += [whole[seed]] if seed in whole else []
    new[3:4] = [row(3, "3/4/2020")] if seed == 11 else new[3:4]
    # Another header among lines that an earlier release has: what it changes stands below it.
    new[30:30] = [HEADER.replace("latitude,longitude", "longitude,latitude")] if seed == 13 else []
    paths = [tmp_path / name for name in ("old.csv", "new.csv")]
    for path, rows in zip(paths, (old, new), strict=True):
        path.write_text(table(rows))
    reading, digests = Reading("plain"), []
    for path in paths:
        (found,) = tables("x", path)
        with copies.keeping(path, tmp_path, found.file, digests) as lines:
            kept = kept_at(tmp_path, found.digest, reading)
            assert lines is not None
            was_like = read_as(found, reading, lines, kept)
            if not was_like:
                write_read(found, reading, kept)
            assert len(kept_rows(kept, lines).collect()) >= len(old) - 9
        digests.append(found.file)
    assert was_like == (seed < 8)
    write_read(found, reading, tmp_path / "anew")
    frames = [kept_rows(file).sort("_row").collect() for file in (kept, tmp_path / "anew")]
    assert frames[0].equals(frames[1])


@pytest.mark.parametrize("seed", range(6))
def test_what_a_release_changed_is_told_alike_by_its_lines_and_by_its_rows(
    seed: int, watching: Callable[..., Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    rng = random.Random(seed)
    old = [drawn(rng, n) for n in range(60)]
    new = [drawn(rng, n) if n % 9 == seed else line for n, line in enumerate(old) if n % 17 != seed]
    new.insert(rng.randrange(40), drawn(rng, 999))
    new += [old[5]] if seed == 5 else []  # which stands twice: rows must tell
    watch = watching()
    for name, rows in (("old", old), ("new", new)):
        (tmp_path / name).write_text(table(rows))
        watch.ingest(tmp_path / name, published=f"2025-01-0{len(name) + (name == 'new')}")
    after, before = watch.ledger.releases()
    assert (difference.lacked(watch.ledger, before, after) is None) == (after.file != "new")
    told = difference.difference(watch.ledger, before, after)
    monkeypatch.setattr(difference, "lacked", lambda *_: None)
    assert told == difference.difference(watch.ledger, before, after)
    assert told.changed


def test_a_copy_that_was_altered_is_found_though_the_file_it_gives_is_the_same(
    watching: Callable[..., Watch],
):
    watch = watching(rows=[row(n, "2020-01-02") for n in range(9)])
    folder = rows_folder(watch.path)
    assert list(faults(watch.ledger.connection, folder)) == []
    (release,) = watch.ledger.releases()
    copy = copies.copy_of(folder, release.rows)
    said = {"metadata": copies.said_of(copy)}
    lines = pl.read_parquet(copy)
    lines.with_columns(hash=pl.lit(1, pl.UInt64)).write_parquet(copy, **said)
    assert copies.is_whole(folder, release.rows)
    (fault,) = faults(watch.ledger.connection, folder)
    assert "the file of the release" in fault
    lines.with_columns(line=pl.lit(HEADER)).write_parquet(copy, **said)
    assert not copies.is_whole(folder, release.rows)


def test_a_ledger_whose_files_were_packed_goes_on(
    watching: Callable[..., Watch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """So were they all before, with no hash of their own: read, verified, and added to as such."""
    rows = [row(n, f"2020-01-{n + 1:02}") for n in range(9)]
    enter = Ledger.enter

    def as_before(ledger: Ledger, kind: str, *said: Any) -> int:
        return 0 if kind == "copy" else enter(ledger, kind, *said)

    with monkeypatch.context() as patched:
        patched.setattr(copies, "_as_lines", lambda *_: False)
        patched.setattr(Ledger, "enter", as_before)
        watch = watching(rows=rows)
    folder, db = rows_folder(watch.path), watch.ledger.connection
    (release,) = watch.ledger.releases()
    assert (copies.copy_of(folder, release.rows).suffix, list(faults(db, folder))) == (".zst", [])
    for file in folder.glob("*.read"):
        file.unlink()
    assert len(watch.surveys()[0].findings) == len(rows)
    (tmp_path / "next.csv").write_text(table([*rows[:-1], row(8, "2020-02-02")]))
    assert watch.ingest(tmp_path / "next.csv", published="2027-01-01").is_new
    after, _ = watch.ledger.releases()
    assert copies.copy_of(folder, after.rows).suffix == ".parquet"
    changed = difference.difference_from_before(watch.ledger, after).changed
    assert (changed, list(faults(db, folder))) == ((("8", ("days",)),), [])
    copy = copies.copy_of(folder, release.rows)
    copy.write_bytes(copy.read_bytes()[:-9])
    (fault,) = faults(db, folder)
    assert "was altered" in fault


def test_rows_read_as_those_of_another_are_read_anew_where_their_file_was_kept_otherwise(
    watching: Callable[..., Watch], tmp_path: Path
):
    """As where two processes read a file at once, and one of them knows no earlier one."""
    rows = [row(n, f"2020-01-{n + 1:02}") for n in range(20)]
    watch = watching(rows=rows)
    (tmp_path / "next.csv").write_text(table([*rows[:-1], row(19, "2020-02-02")]))
    watch.ingest(tmp_path / "next.csv", published="2027-01-01")
    found, folder = watch.written(), rows_folder(watch.path)
    (release, first) = watch.ledger.releases()
    assert copies.said_of(copies.copy_of(folder, release.rows))["like"] == first.rows
    copies.copy_of(folder, release.rows).unlink()
    keep(folder, (tmp_path / "next.csv").read_bytes())
    assert "like" not in copies.said_of(copies.copy_of(folder, release.rows))
    assert watch.written() == found
    told = difference.difference(watch.ledger, first, release)
    assert told.changed == (("19", ("days",)),)
    for file in folder.glob("*.read"):
        file.unlink()
    assert watch.written() == found


def test_a_file_is_kept_whole_beside_one_that_is_damaged(tmp_path: Path):
    first = keep(tmp_path, b"a\nb\n")
    copies.copy_of(tmp_path, first).write_bytes(b"no Parquet")
    assert copies.is_whole(tmp_path, keep(tmp_path, b"a\nc\n", [first]))
