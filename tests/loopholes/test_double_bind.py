"""A duty that its debtor let pass is no double bind; one that falls due too late in a day is."""

from __future__ import annotations

from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A deed that is owed
as_of: 2025-01-01
horizon: P8D
parties: {VIC: {}, AGG: {}, GUA: {}}
deeds: {pullback: {by: VIC}}
"""
LEAVING = """\
instruments: {pact: {parties: [VIC, AGG, GUA], withdrawal: {by: GUA, notice: P2D}}}
norms: {pull: {obligation: pullback, bearer: VIC, towards: AGG, within: P3D, in: pact}}
"""
AT_NIGHT = """\
instruments: {pact: {parties: [VIC, AGG], status: signed, enters: {done: ask}}}
procedures: {ask: {opens: {by: AGG}, steps: [{act: decide, by: AGG}]}}
norms: {pull: {obligation: pullback, bearer: VIC, towards: AGG, within: P0D, in: pact}}
"""


def found(text: str) -> bool:
    """Ask the checker, and the reading on answer sets."""
    a = read(text)
    faults = verdict(Process(a), CATALOGUE["double-bind"]).loopholes
    assert bool(faults) == bool(Asked(a).double_bind())
    return bool(faults)


def test_what_another_does_later_on_the_last_day_does_not_make_a_duty_impossible():
    assert not found(TEXT + LEAVING)


def test_a_duty_that_comes_after_the_hour_of_deeds_and_ends_that_day_cannot_be_met():
    assert found(TEXT + AT_NIGHT)
