"""Same seed, same bytes: whatever the hash seed, the workers, the columns, the locale, the zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

STAKES = Path(__file__).parents[1] / "deterrence" / "small.yaml"
ELSEWHERE = {
    "PYTHONHASHSEED": "1",
    "COLUMNS": "80",
    "TZ": "Asia/Tokyo",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}
HERE = {"PYTHONHASHSEED": "2", "COLUMNS": "200", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"}


def written(words: tuple[str, ...], folder: Path, said: dict[str, str]) -> list[bytes]:
    """Run a command elsewhere; return every file that it wrote, and what it printed."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "foedus", *words],
        capture_output=True,
        cwd=folder,
        env=os.environ | said,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return [path.read_bytes() for path in sorted(folder.iterdir())] + [done.stdout]


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("check", "ukraine-2025", "--option", "as-proposed", "--json", "out.json"), ()),
        (("check", "ukraine-2025", "--property", "lost-standing", "--sarif", "--stories"), ()),
        (("decide", "locarno-1925", "--json", "out.json"), ()),
        (("deter", str(STAKES), "--draws", "600", "--json", "o.json", "--csv", "o.csv"), "2"),
        (("assess", "locarno-1925", "--draws", "10", "--json", "o.json", "--html", "o.html"), ()),
    ],
    ids=lambda words: words[0] if words else "",
)
def test_the_same_seed_gives_the_same_bytes(
    words: tuple[str, ...], more: tuple[str, ...], tmp_path: Path
):
    there = (*words, "--workers", *more) if more else words
    assert written(words, tmp_path / "a", HERE) == written(there, tmp_path / "b ü", ELSEWHERE)
