"""Where an option deters, as the report and the brief say it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from foedus.deterrence import Switch, holding
from foedus.deterrence.questions.breakeven import Deterring, figure
from foedus.figures import threshold_text
from foedus.views.cells import pays_again
from foedus.views.deterring_beside import _threshold
from foedus.views.switching import Crossing, _told, crossings


def crossing(name: str, what: str, middle: float, value: float, deters: str) -> Crossing:
    return Crossing(name, what, "assumed", middle, value, deters, 0.1, ((value, deters),))


def test_where_it_deters_and_what_is_taken_are_each_in_its_place():
    cost = crossing(
        "stakes.RUS.the cost of war", "the cost of war, to Russia", -0.27, -0.34, "below"
    )
    assert cost.where == "war costs Russia more than 0.34 of the prize"
    assert cost.taken == "0.27"
    assert cost.said == "war costs Russia more than 0.34 of the prize (assumed: 0.27)"


def test_a_value_close_to_what_is_taken_is_told_from_it():
    honour = crossing("honour.pact", "how surely it is honoured", 0.5, 0.5021, "above")
    assert honour.said == "it is honoured with a chance above 0.502 (assumed: 0.5)"


def test_a_window_is_told_by_both_of_its_ends_and_once():
    """What deters only between two chances of being honoured is no matter of the lower one."""
    says = "how surely it is honoured"
    row = SimpleNamespace(
        switches=[
            Switch("honour.pact", "assumed", 0.5, 0.43, 0.43, 0.07, "above"),
            Switch("honour.pact", "assumed", 0.5, 0.7, 0.7, 0.2, "below"),
        ],
        by="ADV",
    )
    places = crossings([SimpleNamespace(name="honour.pact", says=says)], row)
    assert {one.where for one in places} == {"it is honoured with a chance between 0.43 and 0.7"}
    assert [one.value for one in _told(places)] == [0.43]


@pytest.mark.parametrize(
    ("name", "says", "turns", "told"),
    [
        (
            "stakes.RUS.the cost of war",
            "the cost of war, to Russia",
            [(-0.2, "below"), (-0.5, "above")],
            "war costs Russia between 0.2 and 0.5 of the prize",
        ),
        (
            "stakes.RUS.a deal",
            "a deal, to Russia",
            [(-0.2, "above"), (0.1, "below")],
            "a deal, to Russia, is between a loss of 0.2 and a gain of 0.1 of the prize",
        ),
        (
            "arrives.pact",
            "days until help comes under pact",
            [(3.0, "above"), (9.0, "below")],
            "the days until help comes under pact are known to number between 3 and 9",
        ),
        (
            "contest.RUS.attack.alone",
            "Russia winning by attack, the other side alone",
            [(0.2, "below"), (0.6, "above"), (0.8, "below")],
            "Russia winning by attack, the other side alone, has a chance below 0.2 or between 0.6 "
            "and 0.8",
        ),
    ],
)
def test_every_range_that_deters_is_told(name, says, turns, told):
    assert holding(name, says, turns) == told


def test_a_break_even_beyond_which_attack_pays_again_says_so():
    """In one of two draws it is deterred from .25 to .5 only; in the other from .25 on."""
    holds = np.array([[0, 0], [1, 1], [1, 1], [0, 1], [0, 1]], bool)
    found = Deterring("honour", np.linspace(0.0, 1.0, 5), holds, np.array([0.2503, 0.2503]))
    told = figure(found, [], of=500)
    assert pays_again(told).startswith("in 50\u00a0% of the 2 draws in which it was searched for")
    assert threshold_text(told) == "0.25"
    assert _threshold(told) == "0.25*", "a star leads to the line below the table"
    assert not pays_again(
        figure(replace(found, holds=holds[:, 1:], threshold=found.threshold[1:]), [])
    )
    once = figure(replace(found, holds=holds[:, 1:], threshold=found.threshold[1:]), [])
    assert _threshold(once) == "0.25"
