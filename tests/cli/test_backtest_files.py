"""Files of one's own for the backtest: what is wrong is told with its file and its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.casebook import backtest_text
from foedus.cli import main


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["backtest", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stderr


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- 1\n", "1:1: a map of cases by id"),
        ("a: 1\n", "1:4: a: a map of keys is needed"),
        ("a:\n  forces: 3\n", "2:11: a.forces: a map of keys is needed"),
        ("a:\n  forces: {}\n  came: {}\n  title: [x]\n", "4:10: a.title: 'title' is needed"),
        ("a: {forces: {}, came: {}, title: x, asked: 2000-13-01}\n", "a.asked: 'asked' is a day"),
    ],
)
def test_a_case_that_is_written_wrongly_is_told_with_its_place(
    text: str, place: str, tmp_path: Path
):
    file = tmp_path / "cases.yaml"
    file.write_text(text)
    status, err = run("--cases", file)
    assert (status, err.startswith(f"{file}:")) == (2, True), err
    assert place in err


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"$zzz", "no case has $zzz; write one of $title"),
        (b"a $ b", "a lone $ at line 1, col 3"),
        (b"\xff\xfea", "the text is not UTF-8"),
        (b"x: \x1b", "U+001B"),
        (b"", "the file is empty"),
        (b"title: $title", "the key 'foedus' is missing"),
    ],
)
def test_a_template_that_is_none_is_told(raw: bytes, told: str, tmp_path: Path):
    file = tmp_path / "template.yaml"
    file.write_bytes(raw)
    status, err = run("--template", file, "--draws", "1")
    assert (status, told in err) == (2, True), err


def test_a_fault_within_the_solver_is_not_laid_on_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object, **__: object) -> None:
        raise ValueError("deep inside")

    file = tmp_path / "template.yaml"
    file.write_bytes(backtest_text("template"))
    monkeypatch.setattr("foedus.deterrence.questions.backtest.deter", broken)
    status, err = run("--template", file, "--draws", "1")
    assert (status, "fault of foedus itself" in err) == (70, True)
