"""What the checker and the independent reading once told differently, in small. By hand.

Each arrangement is shrunk from one drawn at random, and its answer follows from the definition of
the property and the text; the reason stands beside it.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Verdict, verdict
from foedus.process import Process

HEAD = """\
foedus: 1
title: Two readings differed
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, NEU: {}, GUA: {}}
conduct:
  UPL: {towards: LOW, unbearable_from: attack, acts: [{act: rest}, {act: attack, needs: P4D}]}
  LOW: {towards: UPL, acts: [{act: hold}, {act: fire}]}
"""


def asked(name: str, text: str) -> Verdict:
    return verdict(Process(read(HEAD + text)), CATALOGUE[name])


INQUIRY = """\
norms:
  peace: {prohibition: attack, bearer: UPL, towards: LOW}
  calm: {prohibition: fire, bearer: LOW, towards: UPL}
procedures:
  inquiry:
    opens: {by: %s, alleging: peace}
    steps: [{act: look into both, by: %s, finds: calm}]
"""


@pytest.mark.parametrize(
    ("opener", "finder", "outcome"),
    [("NEU", "LOW", "fails"), ("NEU", "UPL", "holds"), ("LOW", "UPL", "fails")],
)
def test_what_comes_to_light_as_anothers_breach_is_alleged(opener: str, finder: str, outcome: str):
    """Whether Lowland fired is looked into only where Upland is said to have attacked.

    Its own fire alone brings no inquiry about. Where there is one, Lowland may not keep it from
    finding what Lowland did: neither as the one that finds, nor as the only one that may ask.
    """
    found = asked("own-cause", INQUIRY % (opener, finder))
    assert found.outcome == outcome
    said = [hole.statement for hole in found.loopholes]
    assert said == (
        ["LOW can block the finding that it breached 'calm'"] if outcome == "fails" else []
    )


RACE = """\
deeds: {pledge: {by: LOW}}
instruments: {pact: {parties: [NEU, UPL], status: proposed}}
norms:
  calm: {prohibition: fire, bearer: LOW, towards: UPL, while: {performed: pledge}%s}
"""


@pytest.mark.parametrize(("excuse", "raced"), [(", unless: {in_force: pact}", 1), ("", 0)])
def test_whether_a_norm_is_breached_hangs_on_who_is_first(excuse: str, raced: int):
    """Lowland fires and pledges, and the pact that excuses its fire is signed.

    The pledge a day earlier, its fire is a breach, and no later signature undoes that; the pact a
    day earlier, it never is one. That no clause takes the breach up makes it none the less. NEU or
    UPL may be the one that signs last: that is one fault. Without the excuse nothing hangs on it.
    """
    found = asked("order", RACE % excuse).loopholes
    assert len(found) == raced
    assert all("and NEU or UPL may sign 'pact', and who" in hole.statement for hole in found)


RUNS_OUT = """\
instruments:
  truce: {parties: [LOW, UPL], sunset: P60D, under_way: %s}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW, in: truce}}
procedures:
  inquiry:
    opens: {by: LOW, alleging: peace}
    steps: [{act: report, by: NEU, within: P5D, %s, finds: peace}]
    in: truce
guarantees:
  aid: {owed_by: NEU, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: attack, response: defend, due_when: {found: peace}%s}
"""
AT_ITS_END = "at_deadline: true, on_timeout: adopt, on_block: hold"


@pytest.mark.parametrize(
    ("under_way", "report", "where", "outcome"),
    [
        ("stay", AT_ITS_END, ", in: truce", "fails"),  # the aid is gone before it is due
        ("stay", AT_ITS_END, "", "holds"),  # the report comes after the truce, and the aid with it
        ("end", AT_ITS_END, "", "fails"),  # as resolution 2231 on its Termination Day
        ("end", "on_block: hold", "", "fails"),
    ],
)
def test_what_is_due_only_after_the_last_day_is_lost_with_the_treaty(
    under_way: str, report: str, where: str, outcome: str
):
    """Sixty days from 1 January 2030 end on 2 March, the report on a late attack later.

    That no answer could come in time does not make it no loss: had the truce gone on, it would
    have come.
    """
    found = asked("expiry", RUNS_OUT % (under_way, report, where))
    assert found.outcome == outcome
    for hole in found.loopholes:
        assert (
            hole.statement
            == "'truce' runs out while a procedure is under way, and the answer is lost"
        )
        assert str(hole.lines[-1].on) == "2030-03-02"


REVIEW = """\
instruments:
  truce: {parties: [LOW, UPL], sunset: P5D}
  pact: {parties: [LOW, NEU], accrued: end}
norms: {peace: {prohibition: attack, bearer: UPL, towards: LOW, in: truce}}
procedures:
  review:
    opens: {by: NEU, alleging: peace}
    steps: [{act: wait, by: NEU, within: P5D, at_deadline: true, on_timeout: adopt, on_block: hold}]
    then: [{terminate: pact}]
guarantees:
  aid: {owed_by: NEU, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: attack, response: defend, in: pact}
"""


def test_what_ends_on_the_evening_of_a_sunset_is_not_ended_by_it():
    """The review ends the pact on the evening on which the truce runs out: it would without that.

    Had the truce gone on, the pact would be gone with what it owed all the same.
    """
    assert asked("expiry", REVIEW).outcome == "holds"


RIGHT = """\
instruments: {truce: {parties: [LOW, UPL], withdrawal: {by: UPL, notice: P2D}}}
guarantees:
  aid: {owed_by: NEU, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: attack, response: right_only%s}
"""


@pytest.mark.parametrize(("where", "outcome"), [(", in: truce", "fails"), ("", "holds")])
def test_where_there_is_only_a_right_to_respond_it_can_be_escaped(where: str, outcome: str):
    """Upland gives its two days' notice and attacks on the day after: nobody may respond then."""
    assert asked("withdrawal-dodge", RIGHT % where).outcome == outcome


ARRIVING = """\
instruments: {pact: {parties: [LOW, GUA], status: proposed}}
guarantees:
  aid: {owed_by: NEU, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: attack, response: defend}
  host: {owed_by: GUA, protects: {state: LOW, territory: recognised}, against: UPL,
    casus_foederis: attack, response: defend, in: pact,
    arrives: {value: %d, kind: assumed, because: made up}}
"""


@pytest.mark.parametrize(("days", "outcome"), [(9, "fails"), (4, "holds")])
def test_help_under_a_treaty_yet_to_be_signed_is_timed_from_its_signature(days: int, outcome: str):
    """The attack needs four days. That another aid is owed from the first day hastens no army."""
    found = asked("capability-gap", ARRIVING % days)
    assert found.outcome == outcome
    for hole in found.loopholes:
        assert hole.statement == "'attack' needs 4 days, and help under 'host' comes after 9 days"
