"""What comes with an extra is asked for by a sentence, and nothing else needs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from foedus.cli.ending import EXTRAS

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "deterrence" / "small.yaml"
LEAN = f"""
import sys
sys.modules.update(dict.fromkeys({[*EXTRAS]}))
from foedus.cli import main
main()
"""


def lean(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where no package of an extra is installed."""
    return subprocess.run(
        [sys.executable, "-c", LEAN, *words], capture_output=True, text=True, cwd=cwd
    )


@pytest.mark.parametrize(
    "words",
    [
        ("show", "ukraine-2025"),
        ("check", str(SMALL), "--json", "o.json"),
        ("decide", "locarno-1925", "--indices", "none"),
        ("assess", str(SMALL), "--draws", "10", "--json", "o.json", "--html", "o.html"),
        ("deter", str(SMALL), "--draws", "10", "--csv", "o.csv"),
        ("stable", str(SMALL)),
        ("monitor", "--help"),
    ],
    ids=lambda words: words[0],
)
def test_the_core_does_without(words: tuple[str, ...], tmp_path: Path):
    done = lean(*words, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    if words[0] == "assess":
        page = (tmp_path / "o.html").read_text("utf-8")
        assert "<svg" not in page
        assert "pip install &#39;foedus[pictures]&#39;" in page or "foedus[pictures]" in page
        assert json.loads((tmp_path / "o.json").read_text("utf-8"))["options"]


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (("monitor", "init", "minsk-2"), "monitor"),
        (("deter", str(SMALL), "--map", "honour,passing", "--svg", "o.svg"), "pictures"),
    ],
    ids=["monitor", "pictures"],
)
def test_what_is_missing_is_told_with_what_to_install(
    words: tuple[str, ...], extra: str, tmp_path: Path
):
    done = lean(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert re.fullmatch(
        rf"This needs \w+, which is not installed: pip install 'foedus\[{extra}\]'\.\n", done.stderr
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="no checkout")
def test_every_package_told_of_comes_with_its_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for package, extra in EXTRAS.items():
        named = {"PIL": "pillow"}.get(package, package.replace("_", "-"))
        wanted = project["optional-dependencies"][extra]
        assert any(one.startswith(named) for one in wanted)
        assert not any(one.startswith(named) for one in project["dependencies"])


@pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="no checkout")
def test_every_extra_is_documented():
    page = (ROOT / "docs" / "howto" / "install.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extra in project["optional-dependencies"]:
        assert f"`{extra}`" in page.split("| MB |")[1]
