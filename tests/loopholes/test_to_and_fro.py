"""Whoever does a deed, undoes it and does it again puts nothing off for ever: answers by hand."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Power, powers, verdict
from foedus.loopholes.situations import APART
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, any_of, owed

TEXT = """\
foedus: 1
title: A register that is kept or not
as_of: 2030-01-01
horizon: P2Y
parties: {{LOW: {{}}, UPL: {{}}, LGA: {{}}, REG: {{}}, NEU: {{}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack, needs: P20D}}]}}}}
deeds: {{register: {{by: REG, reversible: true}}}}
norms: {{calm: {{prohibition: attack, bearer: UPL, towards: LOW}}}}
procedures:
  finding:
    opens: {{by: LOW, alleging: calm}}
    steps: [{{act: report, by: NEU, within: P10D, finds: calm{more}}}]
guarantees:
  kept:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {{all: [{{performed: register}}, {{found: calm}}]}}
  unkept:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {{all: [{{not: {{performed: register}}}}, {{{unkept}: {of}}}]}}
"""
ATTACK = Supposition(by="UPL", act="attack", against="LOW")


def text(*, by_silence: bool) -> str:
    """Return the text: help on a finding either way, or else with no register if none is made."""
    if by_silence:
        more = ", on_timeout: adopt, on_block: hold"
        return TEXT.format(more=more, unkept="found", of="calm")
    return TEXT.format(more="", unkept="lapsed", of="finding")


def asked(source: str) -> Power:
    return next(power for power in powers(Process(read(source))) if power.kind == "help")


def test_a_finding_that_silence_makes_is_not_put_off_by_a_deed_done_and_undone():
    """The time of the report ends with 11 January whatever Regland does, and help is owed then."""
    process = Process(read(text(by_silence=True)))
    assert verdict(process, CATALOGUE["assured-response"]).outcome == "holds"
    found = asked(text(by_silence=True))
    assert (found.forced.alone, found.kept_away.alone, found.kept_away.together) == (
        ("LOW",),
        (),
        (),
    )
    assert [(r.when, r.does) for r in found.forced.how] == [
        ("as soon as that is open", "allege a breach of 'calm' ('finding')")
    ]
    walk = Walk(process)
    goal = any_of(owed(process, name) for name in process.arrangement.guarantees)
    assert walk.forces(ATTACK, goal, ["LOW"])  # decided with all days at once


def test_who_settles_the_last_day_wins_and_its_table_says_when_to_do_what():
    """Help with a register once a breach is found, and without one where the report lapses.

    On the last day Regland has either kept its register, and NEU reports; or it has not, and NEU
    objects. So Regland alone keeps nothing away, and Lowland forces it with either: with Regland by
    keeping none until a breach is found. A ballot comes after the deeds of its day and before the
    responses. Let NEU wait until the report lapses overnight, and Regland makes a register in the
    morning: what was owed at dawn is owed no more when a response could be given.
    """
    source = text(by_silence=False)
    found = asked(source)
    assert found.forced.alone == found.kept_away.alone == ()
    assert found.forced.together == ("LOW and any one of NEU and REG",)
    assert found.kept_away.together == ("NEU and REG",)
    told = {(r.when, r.does) for r in found.forced.how}
    step = "when 'report' in 'finding' is to be decided"
    assert told == {
        ("as soon as that is open", "allege a breach of 'calm' ('finding')"),
        (f"{step} and 'register' is done", "agree to 'report'"),
        (f"{step} and 'register' is not done", "object to 'report'"),
    }


@pytest.mark.parametrize("by_silence", [True, False])
def test_no_table_tells_to_do_a_deed_and_to_undo_it_whenever_that_is_open(by_silence: bool):
    found = asked(text(by_silence=by_silence))
    for side in (found.forced, found.kept_away):
        always = {r.does for r in side.how if r.when == "as soon as that is open"}
        assert not {"perform 'register'", "undo 'register'"} <= always
        assert all(APART.words not in r.when for r in side.how)


TWO_HANDS = """\
foedus: 1
title: Two deeds, and a report each day
as_of: 2030-01-01
horizon: P1Y
parties: {LOW: {}, UPL: {}, LGA: {}, REG: {}, NEU: {}}
conduct: {UPL: {towards: LOW, acts: [{act: comply}, {act: attack}]}}
deeds: {open: {by: REG, reversible: true}, shut: {by: REG, reversible: true}}
norms: {calm: {prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  finding:
    opens: {by: LOW, alleging: calm}
    steps: [{act: report, by: NEU, within: P5D, finds: calm}]
guarantees:
  aid:
    owed_by: LGA
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: defend
    due_when: {all: [{found: calm}, {performed: open}, {not: {performed: shut}}]}
"""


def test_whoever_leaves_a_deed_undone_keeps_away_what_hangs_on_it():
    """Of two deeds the one that is not done is enough: nothing need be done, nor undone."""
    found = asked(TWO_HANDS)
    assert found.kept_away.alone == ("NEU", "REG")
    how = {r.does for r in found.kept_away.how}
    assert how == {"not agree to 'report'"}  # NEU, the first of them
