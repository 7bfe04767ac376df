"""The commands as a user types them; a user's mistake ends with a message and status 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

SMALL = Path(__file__).parents[1] / "process" / "small.yaml"


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_cases_lists_each_case_with_its_options():
    status, out, _ = run("cases")
    assert status == 0
    assert "ukraine-2025: Instant NATO membership for Ukraine" in out
    assert "--option as-proposed" in out


def test_show_reads_the_hinge_of_the_case_out():
    _, out, _ = run("show", "ukraine-2025", "--option", "as-proposed")
    assert "NATO must not admit Ukraine" in out
    assert "unanimity of 32 members" in out
    assert "It does not answer an act that began before it was active." in out


def test_assess_writes_json(tmp_path: Path):
    _, out, _ = run("assess", "ukraine-2025", "--json", "-", "--option", "none")
    assert json.loads(out)["options"][0]["consequence"] == "none"
    file = tmp_path / "a.json"
    assert run("assess", "ukraine-2025", "--json", str(file))[0] == 0
    assert len(json.loads(file.read_text())["options"]) == 8
    assert list(tmp_path.iterdir()) == [file]


def test_assess_prints_the_matrix_and_says_what_is_absent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "140")
    status, out, _ = run("assess", "ukraine-2025", "--stories")
    assert status == 0
    assert "NOTHING owed" in out
    assert "Not computed yet: the chance" in out
    assert "no forecast" in out
    assert "As proposed / withdrawal-dodge" in out


def test_a_case_without_options_is_assessed_as_it_stands():
    status, out, _ = run("assess", str(SMALL))
    assert status == 0
    assert "A small guarantee" in out


def test_schema_is_json():
    assert json.loads(run("schema")[1])["title"] == "Arrangement"


def test_replay(tmp_path: Path):
    events = tmp_path / "events.csv"
    events.write_text("date,by,do,what\n2025-03-01,RUS,attack,\n2025-03-02,RUS,allege,no-attack\n")
    status, out, _ = run("replay", "ukraine-2025", str(events), "--option", "as-proposed")
    assert status == 0
    assert "'no-attack' is breached by RUS (material breach)" in out
    assert "refused (line 3): RUS has no standing to allege a breach of 'no-attack'" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "ukraine-2024"], "Did you mean 'ukraine-2025'?"),
        (["show", "nothing.yaml"], "there is no such file"),
        (["assess", "ukraine-2025", "--option", "as-propsed"], "Did you mean 'as-proposed'?"),
        (["replay", "ukraine-2025", "nothing.csv"], "cannot be read"),
        (["assess", "ukraine-2025", "--json", "/nowhere/at/all.json"], "cannot be written"),
        (["show", __file__], "this is not YAML"),
    ],
)
def test_a_mistake_ends_with_a_message_and_status_2(words: list[str], message: str):
    status, out, err = run(*words)
    assert status == 2
    assert message in err
    assert "Traceback" not in out + err


def test_help_imports_no_heavy_room():
    """Help stays quick because it loads neither numpy nor pydantic nor ruamel.yaml."""
    code = "import sys, foedus.cli; print({'numpy', 'pydantic', 'ruamel'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
