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


ZONE = """\
foedus: 1
title: A withdrawal after which the zone is closed
as_of: 1996-01-01
horizon: P6D
parties: {SRP: {}, BIH: {}}
conduct: {WHO: {towards: OTHER, acts: [{act: comply}, {act: enter}]}}
deeds: {out: {by: SRP}}
norms:
  go: {obligation: out, bearer: SRP, towards: BIH, within: P3D}
  zone: {prohibition: RULE, bearer: SRP, towards: BIH, while: COND}
"""


def zone(who: str, other: str, rule: str, cond: str) -> str:
    named = ZONE.replace("WHO", who).replace("OTHER", other)
    return named.replace("RULE", rule).replace("COND", cond)


def test_who_has_gone_in_itself_is_not_bound_twice():
    """The zone closes once 'out' is done. Who enters it before brings the breach on: it need not.

    It can be done on each of the four days by whoever stays out of the zone.
    """
    assert not found(zone("SRP", "BIH", "enter", "{performed: out}"))


def test_who_is_put_in_it_by_another_is_bound_twice():
    """Once the other has entered, the deed itself is forbidden, and still owed until day 3."""
    assert found(zone("BIH", "SRP", "out", "{act: enter, by: BIH}"))


BANK = """\
foedus: 1
title: A bank that holds a sum until somebody has left
as_of: 2030-01-01
horizon: P30D
parties: {PAY: {}, LEAVE: {}, BANK: {}}
deeds:
  depart: {by: LEAVE}
  certify: {by: BANK, needs: {performed: depart}}
  return: {by: BANK, needs: {not: {performed: certify}}}
norms:
  back: {obligation: return, bearer: BANK, towards: PAY, within: P3D,
         when: {all: [{from: 2030-01-10}, {not: {performed: depart}}]}}
MORE"""
OWED = """\
  says: {obligation: certify, bearer: BANK, towards: LEAVE, within: P0D,
         when: {performed: depart}}
"""
NEXT_DAY = "{all: [{from: 2030-01-11}, {not: {performed: certify}}]}"


def test_who_certifies_unasked_has_brought_it_on():
    """On 10 January nobody has left, and the sum goes back. Who leaves later that day changes
    nothing: the bank can return the sum unless it certifies, which nothing obliges it to.
    """
    assert not found(BANK.replace("MORE", ""))


def test_who_must_certify_is_bound_twice():
    """It must certify on the very day of the departure, and can return the sum from the 11th on.

    If the other leaves on the 10th, on which the sum falls due, it certifies and can return nothing
    any more, or does not certify, which is a breach.
    """
    text = BANK.replace("needs: {not: {performed: certify}}", f"needs: {NEXT_DAY}")
    assert found(text.replace("MORE", OWED))
    assert not found(text.replace("MORE", ""))
