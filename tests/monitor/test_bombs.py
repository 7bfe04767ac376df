"""Archives from outside: what they unpack to, what they are packed by, and what is left behind."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.monitor.unpacking import BadFileError, unpacked

HEAD = b"id,date,kind,latitude,longitude,side_a,side_b\n"
ROW = b"1,2015-03-01,battle,48.5,38.2,A,B\n"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return path


def refused(path: Path) -> str:
    with pytest.raises(BadFileError) as error, unpacked(path):
        pass
    return str(error.value)


@pytest.mark.parametrize("how", ["gzip", "zip", "many"])
def test_a_file_that_is_made_to_fill_the_disk_is_refused(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("foedus.monitor.unpacking._AT_LEAST", 1_000_000)
    path = tmp_path / "x"
    if how == "gzip":
        path.write_bytes(gzip.compress(bytes(3_000_000)))
    elif how == "zip":
        zipped(path, {"a.csv": bytes(3_000_000)})
    else:
        zipped(path, {f"{n}.csv": bytes(400_000) for n in range(4)})
    assert "unpacks to far more than tables do" in refused(path)


def test_a_table_that_shrinks_well_is_read(tmp_path: Path):
    rows = HEAD + ROW * 100_000
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(rows))
    with unpacked(path) as found:
        assert found[0][1].read_bytes() == rows


def test_archives_within_archives_end(tmp_path: Path):
    raw = HEAD + ROW
    for _ in range(4):
        raw = gzip.compress(raw)
    path = tmp_path / "x.gz"
    path.write_bytes(raw)
    with unpacked(path) as found:
        assert found[0][1].read_bytes() == HEAD + ROW
    path.write_bytes(gzip.compress(raw))
    assert "archives within archives" in refused(path)


def altered(path: Path, local: int, central: int, number: int) -> Path:
    raw = bytearray(zipped(path, {"a.csv": HEAD + ROW}).read_bytes())
    raw[local] = number
    raw[raw.find(b"PK\x01\x02") + central] = number
    path.write_bytes(bytes(raw))
    return path


@pytest.mark.parametrize(("local", "central", "number"), [(6, 8, 1), (8, 10, 99)])
def test_an_archive_that_is_locked_or_packed_by_other_means_is_told(
    local: int, central: int, number: int, tmp_path: Path
):
    path = altered(tmp_path / "x.zip", local, central, number)
    assert refused(path).startswith(f"{path}: it cannot be read: ")


def test_a_workbook_is_not_unpacked_to_more_than_workbooks_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from foedus.monitor.tables import tables

    pytest.importorskip("python_calamine")
    monkeypatch.setattr("foedus.monitor.unpacking._AT_LEAST", 1_000_000)
    sheets = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(5_000_000)}
    with pytest.raises(BadFileError, match="far more than workbooks do"):
        list(tables("x", zipped(tmp_path / "x.xlsx", sheets)))


def test_the_file_of_a_mapping_is_read_no_further_than_it_may_go(tmp_path: Path):
    ledger, file = tmp_path / "w.ledger", tmp_path / "a.csv"
    file.write_bytes(HEAD + ROW)
    assert CliRunner().invoke(main, ["monitor", "init", "minsk-2", "--ledger", str(ledger)])
    words = ["monitor", "ingest", str(file), "--ledger", str(ledger), "--map", "/dev/zero"]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "longer than 1 MB" in done.stderr) == (2, True)
