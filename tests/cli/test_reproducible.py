"""Same seed, same bytes: whatever the hash seed, the workers, the columns, the locale, the zone."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import foedus
from foedus.cli import main

ROOM = str(Path(foedus.__file__).parent)
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
    here, other = written(words, tmp_path / "a", HERE), written(there, tmp_path / "b ü", ELSEWHERE)
    if words[0] in ("assess", "decide"):  # what stands beside the files is as wide as the terminal
        *here, screen = here
        *other, narrow = other
        assert sorted(screen.split()) == sorted(narrow.split())
    assert here == other


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "--body", "unsc", "--json", "-"),
        ("decide", "ukraine-2025", "--option", "as-proposed"),
        ("assess", "locarno-1925", "--draws", "10", "--json", "-"),
        ("deter", str(STAKES), "--draws", "50", "--workers", "1", "--json", "-"),
    ],
    ids=lambda words: words[0],
)
def test_no_figure_hangs_on_how_a_python_adds_up(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    """From 3.12 on `sum` compensates its errors of rounding: figures are added up by `fsum`."""
    added = builtins.sum
    inexact: set[tuple[str, int]] = set()

    def watched(numbers: Iterable[Any], /, start: Any = 0) -> Any:
        parts = list(numbers)
        caller = sys._getframe(1)
        if (
            len(parts) > 2
            and float in map(type, parts)
            and caller.f_code.co_filename.startswith(ROOM)
        ):
            inexact.add((Path(caller.f_code.co_filename).name, caller.f_lineno))
        return added(parts, start)

    monkeypatch.setattr(builtins, "sum", watched)
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == 0, done.output
    assert not inexact
