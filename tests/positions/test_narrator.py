"""What the narrator supposes is nobody's statement; what is reported stays one."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.positions import extract, shipped_dispute

DISPUTE = shipped_dispute("ukraine-2025")
HERE = Path(__file__).parent
SUPPOSED = (HERE / "supposed.txt").read_text(encoding="utf-8").splitlines()
REPORTED = (HERE / "reported.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("sentence", SUPPOSED)
def test_what_the_narrator_supposes_is_not_proposed(sentence: str) -> None:
    assert not extract(sentence, DISPUTE).statements


@pytest.mark.parametrize("row", REPORTED)
def test_what_is_reported_stays_a_statement(row: str) -> None:
    actor, stance, sentence = row.split(" | ")
    found = extract(sentence, DISPUTE).statements
    assert (actor, stance) in [(s.actor.name, s.stance) for s in found]
