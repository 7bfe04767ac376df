"""What the page on chances and days says of the seed case is what the code computes."""

from __future__ import annotations

import doctest
import re
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.casebook import text_of
from foedus.language import option, read
from foedus.language.judgements import Position
from foedus.prospects import prospects, stances

DOCS = Path(__file__).parents[2] / "docs"
PROPOSED = option(read(text_of("ukraine-2025")), "as-proposed")


def chance(**keys: object) -> float:
    value = prospects(PROPOSED, **keys).takes_effect.value  # type: ignore[arg-type]
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("page", "examples"), [("explanation/prospects.md", 6), ("howto/weigh-positions.md", 9)]
)
def test_the_examples_of_the_pages_run(page: str, examples: int):
    failed, tried = doctest.testfile(str(DOCS / page), module_relative=False)
    assert (failed, tried) == (0, examples)


def test_the_leanings_of_the_how_to_read():
    page = (DOCS / "howto" / "weigh-positions.md").read_text("utf-8")
    (leanings,) = re.findall(r"```yaml\n(leanings:.*?)```", page, re.DOTALL)
    case = read(text_of("ukraine-2025").decode() + leanings)
    assert set(case.leanings) == {"support", "unknown"}


def test_correlation_matters_most():
    """Below 0.001 with independent members, 0.036 at a correlation of 0.6, 0.08 at 0.9."""
    assert chance(correlation=0) < 0.001
    assert chance(correlation=0.6) == pytest.approx(0.036, abs=0.002)
    assert chance(correlation=0.9) == pytest.approx(0.08, abs=0.005)


@pytest.mark.parametrize(("presupposed", "expected"), [(0.1, 0.007), (0.6, 0.015)])
def test_what_support_for_membership_says_matters_little(presupposed, expected, monkeypatch):
    monkeypatch.setattr(stances, "PRESUPPOSED", presupposed)
    assert chance() == pytest.approx(expected, abs=0.001)


def test_even_if_all_speak_in_favour_it_is_an_even_chance():
    """0.5 (0.35 to 0.63): thirty-two near-certainties are no certainty."""
    said = tuple(
        Position(
            actor="the government",
            state=member,
            date=PROPOSED.as_of,
            issue="instant_on_violation",
            stance="support",
            says="in favour",
            source=("nat",),
        )
        for member in PROPOSED.parties["NATO"].members
    )
    found = prospects(replace(PROPOSED, positions=(*PROPOSED.positions, *said))).takes_effect
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.35, 0.63), abs=0.02)
