"""What one refuses may come all the same because another leaves a treaty.

The answers are worked out by hand from small texts; each test says how.
"""

from __future__ import annotations

import pytest
from independent.questions import Asked

from foedus.language import Arrangement, read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TAIL = """\
foedus: 1
title: A tail of days after the end of a statute
as_of: 2030-01-01
horizon: P12D
parties: {MEM: {}, ALB: {}, UPL: {}}
conduct: {UPL: {towards: ALB, acts: [{act: respect}, {act: seize}]}}
instruments:
  statute: {parties: [MEM, UPL], withdrawal: {by: [UPL], notice: P2D, ends_for: all}}
  tail: {parties: [MEM, UPL], status: signed, enters: {ended: statute}, sunset: P6D}
procedures:
  expulsion: {in: statute, opens: {by: MEM}, steps: [{act: decide, by: MEM}],
              then: [{terminate: statute}]}
norms: {rights: {prohibition: seize, bearer: UPL, towards: ALB, in: tail}}
"""
LEFT = "withdrawal: {by: [UPL], notice: P2D, ends_for: all}"
BRE = "withdrawal: {by: [BRE], notice: P2D, ends_for: all}"
AID = """\
foedus: 1
title: Help that waits for the end of an old pact
as_of: 2030-01-01
horizon: P12D
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}, MED: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
instruments:
  old: {parties: [MED, ALB, BRE], withdrawal: {by: [BRE], notice: P2D, ends_for: all}}
procedures:
  release: {reopens: false, opens: {by: MED}, steps: [{act: free, by: MED}],
            then: [{terminate: old}]}
guarantees:
  aid: {owed_by: [ALB, BRE], protects: {state: LOW, territory: recognised}, against: UPL,
        casus_foederis: attack, response: defend, due_when: {ended: old}}
"""


def _said(a: Arrangement, name: str) -> list[str]:
    return [h.statement for h in examine(Inquiry(Process(a)), CATALOGUE[name]).loopholes]


def test_a_term_that_another_brings_by_leaving_is_kept_away_by_nobody():
    """MEM may expel Upland, and Upland may leave: with either the statute ends, the tail enters.

    So neither alone keeps the tail away. Where Upland may not leave, only MEM can end the statute.
    """
    assert _said(read(TAIL), "kept-from-starting") == []
    assert Asked(read(TAIL)).kept_from_starting() == set()
    bound = read(TAIL.replace(f", {LEFT}", ""))
    told = ["MEM alone can keep 'tail' from ever entering into force"]
    assert _said(bound, "kept-from-starting") == told
    assert Asked(bound).kept_from_starting() == {"tail"}


def test_a_notice_begins_a_term_too():
    """The tail waits for a notice, or for MEM's release: Upland's notice does without MEM."""
    noticed = TAIL.replace("{ended: statute}", "{any: [{noticed: statute}, {done: expulsion}]}")
    assert _said(read(noticed), "kept-from-starting") == []


def test_not_to_leave_is_no_refusal():
    """Nobody may expel: only Upland's leaving brings the tail. To stay keeps a treaty."""
    at = TAIL.index("procedures:")
    stays = read(TAIL[:at] + TAIL[TAIL.index("norms:") :])
    assert _said(stays, "kept-from-starting") == []
    assert Asked(stays).kept_from_starting() == set()


@pytest.mark.parametrize("may_leave", [True, False])
def test_an_answer_that_another_may_bring_by_leaving(may_leave: bool):
    """Help of Alba or of Brenn is due once the old pact has ended, which they swore with Medland.

    Medland may release them, or Brenn may leave, with which the pact ends for all three. So
    Medland alone stops no answer where Brenn may leave, and does where it may not.
    """
    text = AID if may_leave else AID.replace(f", {BRE}", "")
    told = _said(read(text), "single-blocker")
    assert [("MED" in said) for said in told] == ([] if may_leave else [True]), told
    assert Asked(read(text)).single_blocker() == (set() if may_leave else {"MED"})


def test_what_only_measures_a_time_is_no_treaty_that_binds_from_the_first_day():
    """The six days of notice begin with a deed and nothing is owed in them: that is the reason."""
    notice = read(
        "foedus: 1\ntitle: Peace until six days after a notice\nas_of: 2030-01-01\n"
        "horizon: P12D\nparties: {LOW: {}, UPL: {}}\n"
        "conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}\n"
        "deeds: {notify: {by: UPL}}\ninstruments:\n"
        "  six-days: {parties: [UPL, LOW], status: signed, enters: {performed: notify},"
        " sunset: P6D}\n"
        "norms: {no-war: {prohibition: attack, bearer: UPL, towards: LOW,"
        " unless: {ended: six-days}}}\n"
    )
    verdict = examine(Inquiry(Process(notice)), CATALOGUE["kept-from-starting"])
    assert verdict.missing == (
        "nothing is owed under 'six-days', and everything else binds from the first day"
    )


def test_what_only_frees_whoever_acts_is_no_start_of_anything():
    """Either may refuse to sign the lease, which binds nobody and lets one stay: no proof."""
    lease = """\
foedus: 1
title: A lease that both must sign
as_of: 2025-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: stay}]}}
instruments: {lease: {parties: [LOW, UPL], status: proposed}}
norms: {leave: {prohibition: stay, bearer: UPL, towards: LOW, unless: {in_force: lease}}}
"""
    found = examine(Inquiry(Process(read(lease))), CATALOGUE["kept-from-starting"])
    assert (found.outcome, found.missing) == (
        "does-not-apply",
        "'lease' only frees whoever acts from a norm, and everything else binds from the first day",
    )
