"""The how-to pages on games run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

HOWTO = Path(__file__).parents[2] / "docs" / "howto"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("solve-a-game-file.md", ["[0.  0.1 0.2 0.3 0.4 0.5]", "separating (1.5, 0.5)"]),
        ("solve-a-game-in-python.md", ["5.0 [0.07 0.21 0.5  0.79 0.93]", "0.48"]),
        ("estimate-a-crisis-model.md", ["fight: balance", "probit, agent error", "'Vuong'"]),
    ],
)
def test_page_runs(page: str, told: list[str], capsys: pytest.CaptureFixture[str]):
    code = re.findall(r"```python\n(.*?)```", (HOWTO / page).read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    for block in code:
        exec(block, names)
    out = capsys.readouterr().out
    for text in told:
        assert text in out, out


def test_the_picture_is_what_the_command_draws(tmp_path: Path):
    drawn = tmp_path / "drawn.svg"
    words = ["solve", str(HOWTO / "beer-and-quiche.efg"), "--concept", "pbe", "--svg", str(drawn)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0
    assert drawn.read_text() == (HOWTO / "beer-and-quiche.svg").read_text()
