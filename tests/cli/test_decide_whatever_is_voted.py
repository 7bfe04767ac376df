"""A step that passes whatever is voted, whoever finds its own act, and decisions in a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

CASE = """
foedus: 1
title: Decisions
as_of: 2025-01-01
parties: {A: {}, B: {}, C: {}, X: {}}
bodies: {council: {members: [A, B, C], rule: {not: {at_least: 2}}}}
conduct: {X: {towards: A, unbearable_from: hit, acts: [{act: ok}, {act: hit, needs: P9D}]}}
norms: {n: {prohibition: hit, bearer: X, towards: A}}
procedures:
  p:
    opens: {by: A, alleging: n}
    steps: [STEPS]
"""


def run(tmp_path: Path, command: str, steps: str, *more: str) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("STEPS", steps), "utf-8")
    done = CliRunner().invoke(main, [command, str(path), *more])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


@pytest.mark.parametrize(
    ("limits", "when"),
    [
        ("within: P5D, at_deadline: true, on_block: hold, on_timeout: adopt", "5 days are over, "),
        ("within: P1D, at_deadline: true, on_block: hold, on_timeout: adopt", "1 day is over, "),
        ("within: P5D, on_block: hold, on_timeout: adopt", "5 days are over at the latest, "),
    ],
)
@pytest.mark.parametrize("more", ["", ", {act: report, by: X, within: P9D}"])
@pytest.mark.parametrize("asked", [(), ("--body", "council")])
def test_nobody_can_block_what_passes_whatever_is_voted(
    tmp_path: Path, limits: str, when: str, more: str, asked: tuple[str, ...]
):
    """A no is not final, and when the time is over silence adopts, whatever was said: no two
    members block it, and it never stays open. `show` says the same of it.
    """
    steps = f"{{act: go on, by: council, {limits}}}{more}"
    said = run(tmp_path, "decide", steps, *asked)
    assert f"it passes when {when}whatever is voted" in said
    assert "nobody alone can block" in said.lower()
    assert "Together can block" not in said
    assert "stays open" not in said
    assert f"it passes when {when}whatever is voted" in run(tmp_path, "show", steps)


def test_what_its_deadline_decides_by_the_votes_can_be_blocked(tmp_path: Path):
    """The same step that lapses if it is not carried: two of three carry the motion to stop it."""
    steps = "{act: go on, by: council, within: P5D, at_deadline: true, on_timeout: lapse}"
    said = run(tmp_path, "decide", steps)
    assert "whatever is voted" not in said
    assert "Together can block: any 2 of A, B and C (3 groups)." in said


@pytest.mark.parametrize(("finder", "notices"), [("X", False), ("B", True)])
def test_who_is_to_find_its_own_act_need_not_notice_it(tmp_path: Path, finder: str, notices: bool):
    """X knows what X does: what is not known is whether it says so. B may miss it."""
    said = run(tmp_path, "decide", f"{{act: report, by: {finder}, within: P9D, finds: n}}")
    assert (f"not known how likely {finder} notices" in said) is notices
    assert (f"not known whether {finder} does it" in said) is not notices


def test_one_after_another_are_no_two_groups_of_one_body(tmp_path: Path):
    """B talks or, where that leads nowhere, C awards: two ways, each of one actor, and no vote in
    which two groups that share no member could both win.
    """
    steps = "{act: talk, by: B, within: P5D, on_pass: effect, on_timeout: next, on_block: next}, "
    said = run(tmp_path, "decide", steps + "{act: award, by: C, within: P9D}")
    assert "the first of these that succeeds" in said
    assert "Improper" not in said
