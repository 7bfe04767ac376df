"""docs/howto/watch-a-ceasefire.md, word for word."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import read

from .test_rates import PART

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "watch-a-ceasefire.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)
LOG = "nr,when,what,who,whom\n1,3/2/2020,Feuer,DPR,Government of Ukraine\n"
MAP = "columns: {id: nr, date: when, kind: what, side_a: who, side_b: whom}\nkinds: {Feuer: battle}"


def test_every_command_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("statsmodels")
    monkeypatch.chdir(tmp_path)
    shutil.copy(PART, "GEDEvent_v22_1.csv")
    Path("in").mkdir()
    Path("log.csv").write_text(LOG)
    (case,) = [text for kind, text in BLOCKS if kind == "yaml"]
    Path("mine.yaml").write_text(case)
    Path("log.yaml").write_text(f"foedus-map: 1\nname: mission-log\n{MAP}\n")
    everything = ""
    for kind, text in BLOCKS:
        output = ""
        for line in text.splitlines() if kind == "console" else ():
            if line.startswith("$ foedus "):
                done = CliRunner().invoke(main, shlex.split(line.removeprefix("$ foedus ")))
                assert done.exit_code == 0, (line, done.output)
                output = done.output
                everything += output
            else:
                assert line in output.splitlines(), (line, output)
        if kind == "":
            assert text in everything
    own = CliRunner().invoke(main, ["monitor", "findings", "--ledger", "mine.ledger"]).output
    assert own.count("no-attack: chance") > 30  # of 88 rows, most known to be in the regions
    for made in ("timeline.svg", "map.svg", "page.html", "findings.csv", "rows.csv"):
        assert Path(made).stat().st_size > 200


def test_the_arrangement_on_the_page_is_read():
    (text,) = [text for kind, text in BLOCKS if kind == "yaml"]
    assert read(text).norms["no-attack"].observed is not None
