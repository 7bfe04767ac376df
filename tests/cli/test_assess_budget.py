"""`foedus assess --budget`: what was found stands, and what was not decided is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.loopholes import CATALOGUE

TEXT = """\
foedus: 1
title: A pact of two
as_of: 2025-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, LGA: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack, needs: P3D}]}}
instruments: {pact: {parties: [LOW, LGA], withdrawal: {by: LGA, notice: P30D}}}
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: as_deemed_necessary
    in: pact
"""


@pytest.fixture
def pact(tmp_path: Path) -> str:
    path = tmp_path / "pact.yaml"
    path.write_text(TEXT, "utf-8")
    return str(path)


def asked(*args: str) -> str:
    result = CliRunner().invoke(main, ["assess", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_without_time_everything_that_takes_a_search_is_undecided_and_said_to_be(pact: str):
    found = json.loads(asked(pact, "--budget", "0s", "--json"))
    (option,) = found["options"]
    undecided, holes = option["undecided"], {hole["id"] for hole in option["loopholes"]}
    assert {"gap", "dead-end", "assured-response"} <= set(undecided)
    assert set(undecided) <= set(CATALOGUE) - holes
    (worst,) = (s for s in found["answer"]["options"][0]["sentences"] if s["about"] == "worst")
    assert f"{len(undecided)} properties are undecided" in worst["says"]
    assert "/options/0/undecided" in worst["figures"]
    assert any(", ".join(undecided[:-1]) in line for line in found["absent"])
    shown = asked(pact, "--budget", "0s", "--full")
    assert f"{len(undecided)} undecided" in " ".join(shown.split())
    assert f"+ {len(undecided)}?" in asked(pact, "--budget", "0s")


def test_with_time_enough_nothing_is_changed(pact: str):
    whole = asked(pact, "--json")
    assert "undecided" not in json.loads(whole)["options"][0]
    assert asked(pact, "--budget", "10min,4GB", "--json") == whole


def test_a_budget_that_is_none_ends_with_the_fix(pact: str):
    result = CliRunner().invoke(main, ["assess", pact, "--budget", "soon"])
    assert result.exit_code == 2
    assert "write seconds or memory, such as 30s" in result.output
