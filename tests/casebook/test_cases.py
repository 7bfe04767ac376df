"""Facts of the cases, pinned; and every case reads, round-trips and runs under every option."""

from __future__ import annotations

import pytest

from foedus.casebook import cases, text_of
from foedus.language import option, read, write
from foedus.process import Process

CASES = {case: read(text_of(case), f"{case}.yaml") for case in cases()}


@pytest.mark.parametrize("case", CASES)
def test_a_case_round_trips_and_runs(case: str):
    arrangement = CASES[case]
    assert read(write(arrangement)) == arrangement
    for name in arrangement.options or [""]:
        process = Process(option(arrangement, name) if name else arrangement)
        assert process.moves(process.start)


@pytest.mark.parametrize("case", CASES)
def test_every_source_is_used_and_every_position_dated(case: str):
    arrangement = CASES[case]
    text = text_of(case).decode()
    for source in arrangement.sources:
        assert text.count(source) > 1, f"{source} is never referred to"


def test_the_seed_case_carries_the_facts_of_the_brief():
    a = CASES["ukraine-2025"]
    assert len(a.parties["NATO"].members) == 32
    assert list(a.options) == [
        "none",
        "as-proposed",
        "pre-ratified",
        "pre-ratified-surviving-withdrawal",
        "immediate-membership",
        "article-5-like",
        "coalition-of-the-willing",
        "arms-only",
    ]
    voices = {(p.actor, p.state) for p in a.positions}
    assert {("Sergei Lavrov", "RUS"), ("Maria Zakharova", "RUS"), ("Keir Starmer", "GBR")} <= voices
    assert len({p.actor for p in a.positions if p.state == "USA"}) > 3
    spoken_for = {p.state for p in a.positions}
    assert set(a.parties["NATO"].members) <= spoken_for
    unnamed = [p for p in a.positions if p.actor == "several European leaders"]
    assert unnamed[0].state not in a.parties["NATO"].members
    corrected = [f for f in a.facts if f.corrects]
    assert {f.date.isoformat() for f in corrected} == {"2014-03-18", "2025-02-12"}
