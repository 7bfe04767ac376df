"""Clocks that the calendar makes longer on some days."""

from __future__ import annotations

from itertools import groupby

import pytest

from foedus.language import read
from foedus.process import Process
from foedus.process.exploration.clocks import Clocks
from foedus.process.exploration.relevance import Item, scope

TEXT = """\
foedus: 1
title: Two who may leave
as_of: 2027-05-01
horizon: P2Y
parties: {A: {}, B: {}}
instruments:
  pact: {parties: [A, B], status: in_force, withdrawal: {by: A, notice: NOTICE}}
"""


@pytest.mark.parametrize("notice", ["P1M", "P6M", "P1Y", "P40D"])
def test_the_days_on_which_a_clock_is_equally_long_are_found_one_by_one_alike(notice: str):
    process = Process(read(TEXT.replace("NOTICE", notice), "pact"))
    clocks = Clocks(process, scope(process, [Item("instrument", "pact")]))
    name = ("notice", 0, 0)
    for first, last in [(0, 731), (30, 400), (303, 304), (305, 305)]:
        lengths = groupby(range(first, last + 1), lambda day: clocks.end(name, day) - day)
        runs = [list(run) for _, run in lengths]
        expected = [(run[0], run[-1]) for run in runs]
        found = clocks.runs(name, first, last)
        assert found == (expected if notice != "P40D" else [(first, last)])
