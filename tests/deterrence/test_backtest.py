"""The backtest: what is dated later is refused, scores are by definition, misses come first."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.casebook import backtest_text
from foedus.cli import main
from foedus.deterrence import DeterrenceError, backtest, case_of, deter
from foedus.deterrence.questions.backtest import anachronisms, filled
from foedus.evidence import RECURRENCE
from foedus.language import read
from foedus.language.nodes import parse

TEMPLATE = backtest_text("template").decode()


@pytest.fixture(scope="module")
def cases():
    document, problems = parse(backtest_text("cases"), "cases.yaml")
    assert not problems
    return {name: case_of(name, row) for name, row in document.value.items()}


@pytest.fixture(scope="module")
def found(cases):
    return backtest(TEMPLATE, cases, draws=60)


def test_every_case_that_ships_rests_on_what_could_be_known(cases):
    assert len(cases) == 8
    for name, case in cases.items():
        assert list(anachronisms(case)) == [], name
        arrangement = read(filled(TEMPLATE, case))
        assert all(s.date <= case.asked for s in arrangement.sources.values())
        assert arrangement.as_of == case.asked


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"because": "as sanctions of 2014 showed"}, "tells of 2014"),
        ({"title": "Ukraine until 2022"}, "tells of 2022"),
    ],
)
def test_a_reason_that_tells_of_what_came_later_is_refused(cases, changed, told):
    late = cases["budapest"]._replace(**changed)
    with pytest.raises(DeterrenceError, match=told):
        backtest(TEMPLATE, {"late": late}, draws=1)


def test_a_source_dated_later_is_refused(cases):
    case = cases["budapest"]
    late = case._replace(text=case.text._replace(date=case.asked.replace(year=1995)))
    with pytest.raises(DeterrenceError, match="dated 1995-12-05, after 1994-12-05"):
        filled(TEMPLATE, late)


def test_scores_are_those_of_the_definition_and_the_worst_comes_first(cases, found):
    by_id = {one.id: one for one in found.forecasts}
    assert set(by_id) == set(cases)
    scores = [(one.chance - one.broken) ** 2 for one in found.forecasts]
    assert scores == pytest.approx([one.score for one in found.forecasts])
    assert scores == sorted(scores, reverse=True)
    assert found.brier == pytest.approx(np.mean(scores))
    rate = RECURRENCE["interstate-any"].value
    base = [(rate - one.broken) ** 2 for one in found.forecasts]
    assert found.base_brier == pytest.approx(np.mean(base))
    broken = [one.chance for one in found.forecasts if one.broken]
    held = [one.chance for one in found.forecasts if not one.broken]
    wins = sum((a > b) + (a == b) / 2 for a in broken for b in held)
    assert found.rank == pytest.approx(wins / (len(broken) * len(held)))
    assert (len(broken), len(held)) == (5, 3)


def test_a_chance_is_that_of_the_game_of_the_filled_template(cases, found):
    one = next(one for one in found.forecasts if one.id == "poland")
    roles = {"adversary": "adversary", "protected": "protected", "guarantor": "guarantor"}
    alike = filled(TEMPLATE, cases["poland"]._replace(**roles))  # all cases have the same draws
    alone = deter(read(alike), draws=60, break_evens=(), stories=False)
    assert one.chance == pytest.approx(alone.attack("").mean(), abs=1e-12)
    assert one.bare == pytest.approx(alone.unguarded().mean(), abs=1e-12)


def test_only_the_text_and_the_forces_set_cases_apart(found):
    """Two cases with the same kind of promise and forces have the same chance, whatever came."""
    by_id = {one.id: one for one in found.forecasts}
    assert by_id["locarno"].chance == by_id["armenia"].chance
    assert by_id["budapest"].chance == pytest.approx(by_id["budapest"].bare)  # it owes no force


def test_the_command_says_how_many_and_claims_no_skill(tmp_path):
    told = CliRunner().invoke(main, ["backtest", "--draws", "20"])
    assert told.exit_code == 0
    assert max(map(len, told.stdout.splitlines())) <= 80
    assert told.stdout.startswith("8 promises whose outcome is known")
    assert "far too few to show skill" in " ".join(told.stdout.split())
    plain = json.loads(
        CliRunner().invoke(main, ["backtest", "--draws", "20", "--json", "-"]).stdout
    )
    assert plain["n"] == 8
    first = max(plain["cases"], key=lambda row: row["score"])
    assert plain["cases"][0]["id"] == first["id"]
    file = tmp_path / "mine.yaml"
    file.write_text("one: {title: A promise, asked: someday}\n", "utf-8")
    wrong = CliRunner().invoke(main, ["backtest", "--cases", str(file)])
    assert wrong.exit_code == 2
    assert "'asked' is a day" in wrong.stderr or "is needed" in wrong.stderr
