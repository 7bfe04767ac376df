"""The pages say what the code holds: every rate and delay, the table of leanings, the hindcasts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.evidence import DELAYS, HONOUR, RECURRENCE, rounds
from foedus.evidence.ratification import hindcast
from foedus.prospects.stances import LEANINGS

DOCS = Path(__file__).parents[2] / "docs"
EVIDENCE = (DOCS / "reference" / "evidence.md").read_text("utf-8")
EXPLAINED = (DOCS / "explanation" / "prospects.md").read_text("utf-8")


def row(name: str) -> str:
    found = re.search(rf"^\| `{re.escape(name)}` \|.*$", EVIDENCE, re.MULTILINE)
    assert found, name
    return found[0]


@pytest.mark.parametrize("name", [*HONOUR, *RECURRENCE])
def test_every_rate_stands_on_the_page(name: str):
    rate = {**HONOUR, **RECURRENCE}[name]
    assert f"| {rate.value:.3g} |" in row(name)
    assert rate.source in row(name)
    assert rate.period in row(name)


def test_every_delay_and_round_stands_on_the_page():
    for name, delay in DELAYS.items():
        assert delay.label in row(name)
        assert delay.source in row(name)
    for name, round_ in rounds().items():
        assert f"| {round_.days} | {round_.members} | {round_.seen} |" in row(name)


@pytest.mark.parametrize("stance", LEANINGS)
def test_the_table_of_leanings_is_that_of_the_code(stance: str):
    yes, abstain, no, _ = LEANINGS[stance]
    assert f"| `{stance}` | {yes:g} | {abstain:g} | {no:g} |" in EXPLAINED


def test_the_hindcasts_of_the_page_are_those_of_the_model():
    told = re.findall(r"\| (\d+) \| (\d+)–(\d+) \| (\d+) \| (0\.\d\d) \|", EXPLAINED)
    assert len(told) == len(rounds()) == 10
    for numbers, name in zip(told, rounds(), strict=True):
        asked = hindcast(name)
        days, low, high, median, sooner = (float(n) for n in numbers)
        assert days == asked.days
        assert (low, high, median) == pytest.approx((asked.low, asked.high, asked.median), rel=0.01)
        assert sooner == pytest.approx(asked.sooner, abs=0.006)
