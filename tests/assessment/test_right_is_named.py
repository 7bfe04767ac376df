"""Who need not respond is named, so that no plural beside it is read as who is meant."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.assessment import assess
from foedus.language import read

TEXT = """\
foedus: 1
title: A right against a plural
as_of: 2020-02-29
horizon: P1Y
parties:
  USA: {name: the United States}
  ALL: {name: the allies, plural: true}
  TAL: {name: the Taliban, plural: true}
  AFG: {name: the Republic}
conduct: {TAL: {towards: AFG, acts: [{act: calm}, {act: attack, label: attack}]}}
guarantees:
  strike:
    owed_by: WHO
    protects: {state: AFG, territory: recognised}
    against: TAL
    casus_foederis: attack
    response: right_only
"""


@pytest.mark.parametrize(
    ("who", "named"),
    [("USA", "the United States"), ("[USA, ALL]", "the United States and the allies")],
)
def test_who_need_not_respond_is_named(who: str, named: str):
    """By hand: the right is theirs who are written in `owed_by`, not the attackers'."""
    told: Any = assess(read(TEXT.replace("WHO", who)), draws=20, paths=False).as_json()["answer"]
    stop = told["options"][0]["sentences"][1]["text"]
    assert stop.endswith(f"can be stopped by nobody; {named} need not respond.")
