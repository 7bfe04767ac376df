"""What the tutorial and the how-to pages tell a reader to type works as they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.decisions import parse_rule, specs
from foedus.decisions.majorities import atleast
from foedus.language import read_file
from foedus.language.nodes import parse
from foedus.views.reading import read_out

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["tutorial/five-minutes.md", "howto/replay-events.md", "howto/write-an-arrangement.md"]
ELSEWHERE = ("assess", "play")
"""Commands that the pages name and that are tested in rooms of their own."""


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return each fenced block of a page: the text before it, its language, and what it holds."""
    text = (DOCS / page).read_text("utf-8")
    parts = re.split(r"^ *```(\w+)\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    return [(parts[at], parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 1, 3)]


def files_of(page: str) -> dict[str, str]:
    """Return the files that a page has its reader write; later blocks go on with the first."""
    files: dict[str, str] = {}
    for before, language, body in blocks(page):
        named = re.findall(r"`([\w-]+\.(?:yaml|csv))`", before)
        if language in ("yaml", "text") and named:
            files[named[-1]] = body
        elif language == "yaml" and not body.startswith("#") and "pact.yaml" in files:
            files["pact.yaml"] += body
        elif language == "text":
            begins = body.startswith("date,")
            files["events.csv"] = body if begins else files["events.csv"] + body
    return files


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name, body in files_of(page).items():
        Path(name).write_text(body, "utf-8")
    ran = 0
    for _, language, body in blocks(page):
        for line in body.splitlines() if language == "console" else ():
            words = shlex.split(line.removeprefix("$ ").partition(">")[0])
            if words[0] == "foedus" and words[1] not in ELSEWHERE:
                done = CliRunner().invoke(main, words[1:])
                assert done.exit_code == 0, done.stderr
                assert "refused" not in done.stdout
                ran += 1
    assert ran > 0


def test_both_ways_to_write_events_are_replayed(tmp_path: Path):
    files = files_of("howto/replay-events.md")
    assert set(files) == {"events.yaml", "events.csv"}
    for name, body in files.items():
        (tmp_path / name).write_text(body, "utf-8")
        words = ["replay", "ukraine-2025", str(tmp_path / name), "--option", "as-proposed"]
        assert CliRunner().invoke(main, words).exit_code == 0


def test_the_tutorial_quotes_what_is_printed(tmp_path: Path):
    (tmp_path / "e.csv").write_text(files_of("tutorial/five-minutes.md")["events.csv"])
    told = CliRunner().invoke(
        main, ["replay", "ukraine-2025", str(tmp_path / "e.csv"), "--option", "as-proposed"]
    )
    quoted = "nothing is owed under 'article-5': Ukraine is not a member of NATO"
    page = " ".join((DOCS / "tutorial/five-minutes.md").read_text("utf-8").split())
    assert quoted in page
    assert quoted in told.stdout


def test_the_tutorials_second_attack_is_answered(tmp_path: Path):
    (tmp_path / "e.csv").write_text(files_of("tutorial/five-minutes.md")["events.csv"])
    told = CliRunner().invoke(
        main, ["replay", "ukraine-2025", str(tmp_path / "e.csv"), "--option", "pre-ratified"]
    )
    assert "owed: NATO owes such action as it deems necessary to Ukraine" in told.stdout
    assert "since 2025-07-01; the text sets no time limit" in told.stdout


def test_the_arrangement_of_the_how_to_is_whole(tmp_path: Path):
    (tmp_path / "pact.yaml").write_text(files_of("howto/write-an-arrangement.md")["pact.yaml"])
    pact = read_file(tmp_path / "pact.yaml")
    assert list(pact.options) == ["as-written", "no-exit"]
    assert "Romania owes such action as it deems necessary to Moldova" in read_out(pact)


def test_the_code_of_deciding_runs_and_prints(capsys: pytest.CaptureFixture[str]):
    code = [body for _, language, body in blocks("howto/decide.md") if language == "python"]
    exec(code[-1], {})
    assert float(capsys.readouterr().out) == pytest.approx(0.999**32 * 0.998**32)


def test_the_code_for_a_notebook_runs(tmp_path: Path):
    pact = tmp_path / "pact.yaml"
    pact.write_text(files_of("howto/write-an-arrangement.md")["pact.yaml"])
    pages = blocks("reference/commands/assess.md")
    (code,) = (body for _, language, body in pages if language == "python")
    *lines, last = code.replace("ukraine-2025", str(pact)).strip().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    figure = eval(last.replace("as-proposed", "as-written"), names)
    assert figure.value == figure.as_json()["value"]


def test_a_rule_added_as_told_reads(monkeypatch: pytest.MonkeyPatch):
    pages = blocks("howto/add-a-decision-rule.md")
    monkeypatch.setattr(specs, "WORDS", dict(specs.WORDS))
    code = [body for _, language, body in pages if language == "python"]
    names = {"WORDS": specs.WORDS, "atleast": atleast, "parse_rule": parse_rule}
    exec("\n".join(line.strip() for body in code for line in body.splitlines()), names)
    rule = parse_rule("three_quarters", ["FRA", "DEU", "ITA", "POL"])
    assert rule.describe().startswith("at least 3/4 of the 4 members voting yes")
    for _, language, body in pages:
        if language == "yaml":
            for council in parse(body, "rules")[0].value["bodies"].values():
                parse_rule(council["rule"], council["members"])
