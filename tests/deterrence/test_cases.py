"""What the shipped cases show once they say what is at stake; and what a file lacks is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.casebook import text_of
from foedus.deterrence import DeterrenceError, deter
from foedus.deterrence.counts import attacking
from foedus.language import read


@pytest.fixture(scope="module")
def korea():
    return read(text_of("korea-1953"), "korea-1953")


def test_the_declaration_of_the_sixteen_is_what_deters_until_the_treaty_is_there(korea):
    found = deter(korea, draws=60).options[""]
    assert found.attack_extra.value < -0.3
    assert found.acts["attack"].value < 0.3
    assert "PRK" not in found.signs  # the armistice was signed two months before


def test_paris_deters_once_a_ceasefire_is_in_force_and_not_before():
    paris = read(text_of("paris-2026"), "paris-2026")
    found = deter(paris, draws=60, break_evens=()).options
    assert found["final-in-force"].attack.value < found["final"].attack.value - 0.1
    assert found["draft"].attack.value == pytest.approx(found["final"].attack.value, abs=0.02)


def test_in_budapest_an_invasion_is_an_attack_though_graver_acts_are_on_the_ladder():
    budapest = read(text_of("budapest-1994"), "budapest-1994")
    graver = ("invasion", "nuclear_threat", "nuclear_use")
    assert attacking(budapest, "RUS") == graver
    found = deter(budapest, draws=60, break_evens=()).options[""]
    assert found.attack.value == pytest.approx(sum(found.acts[act].value for act in graver))
    assert found.probe.value == pytest.approx(
        found.acts["coercion"].value + found.acts["seizure"].value
    )
    assert abs(found.attack_extra.value) < 0.15  # consultation brings no force


def test_a_party_that_chooses_and_has_nothing_at_stake_is_named_with_what_it_chooses(korea):
    stakes = {party: row for party, row in korea.stakes.items() if party != "USA"}
    with pytest.raises(DeterrenceError, match=r"stakes: 'USA' chooses \(withdraw defense-treaty\)"):
        deter(replace(korea, stakes=stakes), draws=1)
