"""Who may act against two states: each sentence says against which of them."""

from __future__ import annotations

import pytest

from foedus.language import option, read
from foedus.loopholes import CATALOGUE, powers, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: One at a time
as_of: 2025-01-01
horizon: P3Y
parties: {RED: {}, BET: {}, GAM: {}, CEE: {}}
conduct: {RED: {towards: [BET, CEE], acts: [{act: comply}, {act: raid}, {act: attack}]}}
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED,
        casus_foederis: attack, response: defend,
        in_force: {not: {act: attack, by: RED, against: CEE}}}
  cee: {owed_by: GAM, protects: {state: CEE, territory: recognised}, against: RED,
        casus_foederis: attack, response: defend}
options:
  one: {label: One at a time}
  both: {label: Both, changes: {guarantees: {aid: {in_force: null}}}}
"""


def asked(name: str = "one") -> Process:
    return Process(option(read(TEXT), name))


def test_it_is_the_attack_on_the_other_that_ends_what_the_one_is_given():
    """Help for BET binds while RED does not attack CEE: an attack on BET is its very case."""
    (hole,) = verdict(asked(), CATALOGUE["monotone-protection"]).loopholes
    assert hole.statement == (
        "by going as far as 'attack' against CEE, RED ends what 'aid' gave BET"
    )
    assert hole.lines[-1].said == "RED: attack (towards CEE)"
    assert verdict(asked("both"), CATALOGUE["monotone-protection"]).holds


def test_how_it_is_ended_says_against_whom():
    [end] = [p for p in powers(asked()) if p.said.startswith("'aid' ends")]
    assert end.forced.alone == end.kept_away.alone == ("RED",)
    assert [rule.does for rule in end.forced.how] == ["go as far as this act: attack towards CEE"]
    assert [rule.does for rule in end.kept_away.how] == [
        "not go as far as this act: attack towards CEE"
    ]


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("one", "with nothing else by RED on that day or before"),
        ("both", "and nothing else before"),
    ],
)
def test_what_is_so_whatever_anybody_does_is_said_of_an_act_alone(name: str, on: str):
    """Where RED attacks both on one day nothing is owed to BET; under the other text it is."""
    first = next(p for p in powers(asked(name)) if "against BET" in p.said)
    assert first.outcome == "certain"
    assert first.said.endswith(f", if that is done on 2025-01-01, {on}")


def test_to_attack_a_second_state_is_to_go_further():
    """RED raids CEE, which is owed help, and then BET as far: CEE is owed none any more."""
    text = TEXT.replace(
        "casus_foederis: attack, response: defend}",
        "casus_foederis: raid, response: defend,"
        " due_when: {not: {act: raid, by: RED, against: BET}}}",
    )
    holes = verdict(Process(option(read(text), "both")), CATALOGUE["monotone-protection"]).loopholes
    told = "by going as far as 'raid' against BET, RED ends what 'cee' gave CEE"
    assert [hole.statement for hole in holes] == [told]
