"""Drafts to begin from, and cases to copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.casebook import cases, draft_of, kinds, text_of
from foedus.language import read, read_file
from foedus.process import Process
from foedus.process.walk import Walk, matrix


def run(*words: str) -> tuple[int, str, str]:
    from click.testing import CliRunner

    from foedus.cli import main

    found = CliRunner().invoke(main, list(words))
    return found.exit_code, found.stdout, found.stderr


def test_the_kinds_are_listed_with_what_they_are():
    status, out, _ = run("new")
    assert status == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == kinds()


@pytest.mark.parametrize("kind", kinds())
def test_every_draft_passes_as_it_stands_and_with_names(kind: str, tmp_path: Path):
    file = tmp_path / "draft.yaml"
    status, _, err = run("new", kind, str(file))
    assert (status, err) == (0, "")
    assert run("show", str(file))[0] == 0
    named = tmp_path / "named.yaml"
    words = ("--protected", "EST", "--adversary", "RUS", "--guarantor", "FIN", "--second", "SWE")
    assert (
        run(
            "new", kind, str(named), *words, "--title", 'A "quoted": title', "--as-of", "2026-03-01"
        )[0]
        == 0
    )
    case = read_file(named)
    assert case.title == 'A "quoted": title'
    assert str(case.as_of) == "2026-03-01"
    assert "RUS" in case.parties
    assert "Say here" not in case.summary  # what a draft asks for is no fact of a treaty
    assert f"begun from foedus's pattern '{kind}'" in case.summary
    assert case.not_modelled == ()
    assert matrix(Walk(Process(case)))


def test_a_guarantee_by_several_gives_a_right_when_common_action_fails(tmp_path: Path):
    file = tmp_path / "g.yaml"
    run("new", "guarantee-by-several", str(file))
    rows = {r.act: r for r in matrix(Walk(Process(read_file(file))))}
    force = rows["force"]
    assert [(d.clause, d.day) for d in force.duties] == [("together", 0)]
    assert [d.clause for d in force.rights] == ["each-alone"]


def test_what_cannot_be_written_is_said(tmp_path: Path):
    file = tmp_path / "d.yaml"
    assert "Did you mean 'snapback'" in run("new", "snapbak", str(file))[2]
    assert run("new", "snapback")[0] == 2
    assert run("new", "snapback", str(file), "--guarantor", "two words")[0] == 2
    assert "named twice" in run("new", "snapback", str(file), "--guarantor", "HHH")[2]
    ceasefire = ("new", "ceasefire", str(file), "--protected")
    assert "the draft is none" in run(*ceasefire, "mission")[2]
    assert "Write it as 2025-12-31" in run(*ceasefire, "LOW", "--as-of", "31.12.2025")[2]
    assert not file.exists()
    spaced = str(tmp_path / "two words.yaml")
    told = run("new", "ceasefire", spaced, "--second", "POL")[1]
    assert "--second is left out" in told
    assert f"foedus show '{spaced}'" in told
    file.write_text("kept", "utf-8")
    assert run("new", "snapback", str(file))[0] == 2
    assert file.read_text("utf-8") == "kept"


@pytest.mark.parametrize("case", cases())
def test_a_case_is_copied_as_it_ships(case: str, tmp_path: Path):
    file = tmp_path / "mine.yaml"
    assert run("cases", "--copy", case, "--to", str(file))[0] == 0
    assert file.read_bytes() == text_of(case)
    assert read(file.read_bytes()) == read(text_of(case))
    assert run("cases", "--copy", case, "--to", str(file))[0] == 2
    assert run("cases", "--copy", "atlantis")[0] == 2


def test_remarks_say_what_to_do_with_a_draft():
    for kind in kinds():
        assert "foedus show FILE" in draft_of(kind)


ALONE = """\
- {date: 2025-01-05, by: ZZZ, do: pressure}
- {date: 2025-01-06, by: AAA, do: allege, what: independence}
- {date: 2025-01-07, by: GGG, do: agree, what: common-action, vote: no}
- {date: 2025-01-08, by: HHH, do: honour, what: each-alone}
"""


def test_where_common_action_fails_each_guarantor_of_the_draft_may_act_alone(tmp_path: Path):
    """GGG refuses common action on the 7th; from then HHH may act by itself, and GGG still may."""
    file, events = tmp_path / "draft.yaml", tmp_path / "events.yaml"
    assert run("new", "guarantee-by-several", str(file))[0] == 0
    events.write_text(ALONE, "utf-8")
    status, out, err = run("replay", str(file), str(events))
    assert (status, err) == (0, "")
    last = out.partition("2025-01-08  HHH")[2]
    assert "a right: GGG may respond, and owes nothing to AAA under 'each-alone'" in last


@pytest.mark.parametrize("kind", kinds())
def test_a_draft_binds_its_parties_alone_and_its_labels_tell_nobody_what_to_do(
    kind: str, tmp_path: Path
):
    """What the author is to do stands in remarks, which are no part of the text."""
    file = tmp_path / "draft.yaml"
    run("new", kind, str(file))
    said = run("show", str(file))[1]
    assert "no party to" not in said
    assert "leave it out" not in said
