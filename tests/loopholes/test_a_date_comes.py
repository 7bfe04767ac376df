"""Nobody holds off a date by what may be begun and refused again and again."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import powers
from foedus.process import Process

HEAD = """\
foedus: 1
title: What a date brings
as_of: 2025-01-01
horizon: P6Y
parties: {RED: {}, BET: {}, GAM: {}, DEL: {}}
conduct: {RED: {towards: BET, acts: [{act: peace}, {act: attack, needs: P300D}]}}
"""
DUE = """\
instruments: {tr: {parties: [BET, GAM, DEL]}}
procedures: {talks: {in: tr, opens: {by: DEL}, steps: [{act: agree, by: DEL}]}}
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED, in: tr,
        casus_foederis: attack, response: defend, due_when: {any: [WHEN, {done: talks}]}}
"""
LEFT = """\
instruments:
  tr: {parties: [BET, GAM], withdrawal: {by: GAM, notice: P1Y BARRED}}
procedures:
  ending: {in: tr, opens: {by: BET}, steps: [{act: agree, by: BET}], then: [{terminate: tr}]}
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED, in: tr,
        casus_foederis: attack, response: defend}
"""


def asked(text: str, of: str):
    [found] = [p for p in powers(Process(read(HEAD + text))) if p.said.startswith(of)]
    return found


@pytest.mark.parametrize("when", ["{from: 2025-06-01}", "{not: {done: talks}}"])
def test_talks_opened_and_refused_each_day_keep_no_date_away(when: str):
    """On 2025-06-01 help is owed whether or not DEL has opened talks and refused, once or often.

    So it is where help is owed from the start, until the talks are done, and then because they are.
    """
    assert asked(DUE.replace("WHEN", when), "help comes to be owed").outcome == "certain"


def test_what_hangs_on_the_talks_alone_is_kept_away_by_refusing_them():
    found = asked(DUE.replace("WHEN, ", ""), "help comes to be owed")
    assert found.kept_away.alone == ("DEL",)


@pytest.mark.parametrize("barred", ["", ", barred_while: {not: {from: 2027-01-01}}"])
def test_a_notice_that_is_barred_until_a_date_is_given_then(barred: str):
    """GAM gives notice, at once or on 2027-01-01, and is out a year later, whatever BET opens.

    BET ends the treaty at any time by agreeing with itself; only both together keep its end away.
    """
    found = asked(LEFT.replace(" BARRED", barred), "'aid' ends")
    assert set(found.forced.alone) == {"BET", "GAM"}
    assert found.kept_away.alone == ()
    assert found.kept_away.together == ("BET and GAM",)
