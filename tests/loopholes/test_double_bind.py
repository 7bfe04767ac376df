"""A duty that its debtor let pass is no double bind, nor one that falls due late in a day."""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry, verdict
from foedus.loopholes.catalogue import examine
from foedus.process import Process, replay
from foedus.process.events import read_events

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
    """Ask the checker, day by day too, and the reading on answer sets."""
    a = read(text)
    faults = verdict(Process(a), CATALOGUE["double-bind"]).loopholes
    daily = examine(Inquiry(Process(a), reference=True), CATALOGUE["double-bind"]).loopholes
    assert bool(faults) == bool(daily) == bool(Asked(a).double_bind())
    return bool(faults)


def test_what_another_does_later_on_the_last_day_does_not_make_a_duty_impossible():
    assert not found(TEXT + LEAVING)


def test_a_duty_that_comes_after_the_hour_of_deeds_can_be_met_on_that_day():
    """What a decision makes due at once is done after it on the same day: that acts of a day have
    an order (deeds before ballots) obliges nobody to what is impossible. A replay of both on one
    day tells of no breach."""
    assert not found(TEXT + AT_NIGHT)
    events = """
    - {date: 2025-01-03, by: AGG, do: open, what: ask}
    - {date: 2025-01-03, by: AGG, do: decide, what: ask}
    - {date: 2025-01-03, by: VIC, do: perform, what: pullback}
    - {date: 2025-01-05, do: wait}
    """
    process = Process(read(TEXT + AT_NIGHT))
    *_, last = replay(process, read_events(events, "events"))
    assert last.state.record.performed == (True,)
    assert last.state.world.breached == (False,)


def test_a_duty_that_comes_late_in_a_day_to_what_is_forbidden_cannot_be_met():
    """The same decision brings into force that the deed must be done at once and may not be."""
    stay = ", stay: {prohibition: pullback, bearer: VIC, towards: GUA, in: pact}}"
    assert found(TEXT + AT_NIGHT.replace("in: pact}}\n", f"in: pact}}{stay}\n"))


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


ALLIANCE = """\
foedus: 1
title: A new alliance that obliges to what the old one forbids
as_of: 1915-04-26
horizon: P9D
parties: {ITA: {}, FRA: {}, AUT: {}, RUM: {}}
deeds: {enter: {by: ITA}, mobilise: {by: RUM}}
instruments:
  new: {parties: [ITA, FRA]}
  old: {parties: [ITA, AUT]}
norms:
  field: {obligation: enter, bearer: ITA, towards: FRA, within: TIME, in: new}
  friends: {prohibition: enter, bearer: ITA, towards: AUT, in: old, GIVESWAY}
MORE"""
NOTICE = """\
procedures:
  notice: {in: old, opens: {by: OPENER}, steps: [{act: note, by: NOTER}]}
"""
UNLESS = "unless: {done: notice}"


def alliance(
    time: str,
    gives_way: str = UNLESS,
    opener: str = "ITA",
    noter: str = "ITA",
    more: str = NOTICE,
    horizon: str = "P9D",
) -> bool:
    text = (
        ALLIANCE.replace("P9D", horizon)
        .replace("TIME", time)
        .replace("GIVESWAY", gives_way)
        .replace("MORE", more)
    )
    return found(text.replace("OPENER", opener).replace("NOTER", noter))


@pytest.mark.parametrize("gives_way", [UNLESS, "while: {not: {done: notice}}"])
def test_who_may_denounce_first_is_not_bound_twice(gives_way: str):
    """It denounces on the first day, after the hour of deeds, and enters on the next.

    On the last day it is too late for that. Who has let the days before go by has itself to blame.
    """
    assert not alliance("P2D", gives_way)


def test_whose_time_ends_on_the_first_day_is_bound_twice():
    """Deeds come before openings: what is denounced today lets it enter tomorrow, and too late."""
    assert alliance("P0D")


@pytest.mark.parametrize(("opener", "noter"), [("AUT", "ITA"), ("ITA", "AUT")])
def test_who_must_wait_for_another_is_bound_twice(opener: str, noter: str):
    """The ally need not open the denunciation, nor take note of it: then the time runs out."""
    assert alliance("P2D", opener=opener, noter=noter)


def test_whose_notice_is_longer_than_its_time_is_bound_twice():
    """Three days of notice, begun on the first, end after the two within which it must enter."""
    leaves = """\
procedures:
  notice: {in: old, opens: {by: ITA}, steps: [{act: note, by: ITA, within: P3D,
           at_deadline: true, on_timeout: adopt}]}
"""
    assert alliance("P2D", more=leaves)
    assert not alliance("P5D", more=leaves)


def test_who_votes_down_its_own_denunciation_has_brought_it_on():
    """It is opened once only, and Italy may say no to it on the first day. It need not."""
    assert not alliance("P2D", more=NOTICE.replace("{in: old,", "{in: old, reopens: false,"))


BARS = """\
procedures:
  notice: {in: old, opens: {by: ITA, when: {not: {done: EARLIER}}}, steps: [{act: note, by: ITA}]}
  bar: {opens: {by: AUT}, steps: [{act: decide, by: AUT}]}
"""


def test_whom_another_may_bar_from_denouncing_is_bound_twice():
    """Austria may decide the bar on the first day, and on that day Italy need not have denounced.

    The bar comes past the hour of deeds, and without it the next day would still do.
    """
    assert alliance("P2D", more=BARS.replace("EARLIER", "bar"), horizon="P3D")


def test_what_another_does_past_the_hour_of_the_last_day_bars_nothing():
    """Austria may refuse a release on the last day on which a denunciation would be in time.

    It refuses past the hour of openings. Italy has let that hour pass, and all those before.
    Where only the release would free it, Italy is bound twice.
    """
    more = BARS.replace("EARLIER", "notice")
    released = "{all: [{done: bar}, {performed: mobilise}]}"
    either = f"{{any: [{{done: notice}}, {released}]}}"
    assert not alliance("P2D", f"unless: {either}", more=more, horizon="P3D")
    assert alliance("P2D", f"unless: {released}", more=more, horizon="P3D")


def test_what_another_does_bars_a_deed_whenever_it_is_done():
    """Once Romania has mobilised, the denunciation excuses nothing, and Italy can hold off nobody.

    Whether it could have entered the day before is no matter: it had until the day after.
    """
    assert alliance("P3D", "unless: {all: [{done: notice}, {not: {performed: mobilise}}]}")
