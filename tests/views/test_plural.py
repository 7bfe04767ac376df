"""Who is called by a plural does everything in the plural, on every screen that says it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.casebook import cases, text_of
from foedus.cli import main
from foedus.language import Arrangement, read, write

BAD = sorted((Path(__file__).parents[1] / "loopholes" / "bad").glob("*.yaml"))
NOT_ITS_VERB = ("by", "of", "from", "against", "towards", "do", "to")
"""What stands before a name that is no subject: *a breach by the guarantors has no consequence*."""
SINGULAR = re.compile(
    "".join(rf"(?<!\b{word} )" for word in NOT_ITS_VERB)
    + r"\b[Tt]he P\d+s(?: alone)? (?!towards|as\b|is none)\w+s\b"
)


def in_the_plural(case: Arrangement) -> Arrangement:
    """Call every party and body by a plural."""
    parties = {
        party: replace(text, name=f"the P{n}s", plural=True)
        for n, (party, text) in enumerate(case.parties.items())
    }
    bodies = {
        body: replace(text, name=f"the P{n}00s", plural=True)
        for n, (body, text) in enumerate(case.bodies.items())
    }
    return replace(case, parties=parties, bodies=bodies)


def told(words: list[str]) -> str:
    done = CliRunner().invoke(main, words)
    assert done.exit_code in (0, 1), done.output
    return re.sub(r"\s+", " ", done.output)


@pytest.mark.parametrize("name", cases())
def test_a_case_is_read_out_in_the_plural(name: str, tmp_path: Path):
    file = tmp_path / "case.yaml"
    file.write_text(write(in_the_plural(read(text_of(name)))), "utf-8")
    said = told(["show", str(file)])
    assert "the P0s" in said
    assert not SINGULAR.findall(said)


@pytest.mark.parametrize("number", [p.stem for p in BAD])
def test_a_loophole_is_told_in_the_plural(number: str, tmp_path: Path):
    file = tmp_path / "case.yaml"
    text = (BAD[0].parent / f"{number}.yaml").read_text("utf-8")
    file.write_text(write(in_the_plural(read(text))), "utf-8")
    said = told(["check", str(file)])
    assert not SINGULAR.findall(said)
