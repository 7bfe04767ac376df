"""A norm without `towards` is owed to everybody: whom it assures of words alone is assured."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

PACT = """\
foedus: 1
title: War is renounced (as in article 1 of the pact of 1928)
as_of: 1929-07-24
horizon: P5Y
parties: {JPN: {}, CHN: {}, USA: {}}
conduct: {JPN: {towards: [CHN, USA], acts: [{act: peace}, {act: war}]}}
norms: {renounced: {prohibition: war, bearer: JPN%s}}
"""


@pytest.mark.parametrize("towards", ["", ", towards: [CHN, USA]"])
def test_both_are_assured_and_given_nothing(towards: str):
    found = verdict(Process(read(PACT % towards)), CATALOGUE["empty-assurance"])
    assert [hole.statement.split(",")[0] for hole in found.loopholes] == [
        "'renounced' assures CHN",
        "'renounced' assures USA",
    ]
