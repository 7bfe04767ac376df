"""Where an option deters, as the report and the brief say it."""

from __future__ import annotations

from foedus.views.switching import Crossing


def crossing(name: str, what: str, middle: float, value: float, deters: str) -> Crossing:
    return Crossing(name, what, "assumed", middle, value, deters, away=0.1)


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
