"""Of those who can stop something only together it is said who they are, not only how many."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.assessment import assess
from foedus.language import read

TEXT = """\
foedus: 1
title: Relief that ends unless a council decides otherwise
as_of: 2026-01-01
horizon: P1Y
parties: {LOW: {name: Lowland}, UPL: {name: Upland}}
bodies: {council: {members: [CHN, USA, NOR, ITA, POL, ESP], rule: consensus}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: fail, label: fails}]}}
instruments: {measures: {parties: [LOW, UPL], status: signed, enters: {done: notice}}}
norms: {duty: {prohibition: fail, bearer: UPL, towards: LOW}}
procedures:
  notice:
    opens: {by: [LOW, UPL], alleging: duty}
    steps: [{act: lapse, by: council, rule: RULE, within: P5D, at_deadline: true, finds: duty}]
"""


@pytest.mark.parametrize(
    ("rule", "groups", "classes", "said"),
    [
        (
            "{not: {at_least: 4, veto: [CHN, USA]}}",
            [{"CHN": 1, "USA": 1, "others'": 2}],
            1,
            "4 or more together: China, the United States and any 2 others",
        ),
        ("{not: {at_least: 4}}", [{"others": 4}], 1, "4 or more together: any 4 of the members"),
        (
            "{not: {all_of: [{among: [CHN, USA, NOR], rule: {at_least: 2}},"
            " {among: [ITA, POL, ESP], rule: {at_least: 2}}]}}",
            None,
            2,
            "4 or more together: any 2 of China, the United States and Norway and any 2 of Italy,"
            " Poland and Spain",
        ),
        ("{not: unanimity}", [{"others": 6}], 1, "6 or more together: all 6 of the members"),
    ],
)
def test_who_can_stop_it_together_is_named_by_class(
    rule: str, groups: list[dict[str, int]] | None, classes: int, said: str
):
    """A motion to go on with the relief needs four of six: without the two that have a veto, none.

    Where two of each three must agree, two of each three carry the motion, and no other four.
    """
    found: Any = assess(read(TEXT.replace("RULE", rule)), draws=20, paths=False).as_json()
    (pair,) = found["options"][0]["pairs"]
    assert len(pair["classes"]) == classes
    assert groups is None or pair["groups"] == groups
    stop = found["answer"]["options"][0]["sentences"][1]["text"]
    assert said in stop
