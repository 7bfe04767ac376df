"""What runs out does so after its last day, and what silence adopts is adopted whole."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Move, Process
from foedus.process.exploration import Item, Projection, scope

TEXT = """\
foedus: 1
title: Last days
as_of: 2031-03-01
horizon: P1Y
parties: {VAL: {}, KOR: {}, LIG: {}, panel: {role: monitor}}
conduct:
  KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}
instruments:
  truce: {parties: [VAL, KOR], withdrawal: {by: KOR, notice: P10D}}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: truce}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps:
      - {act: report, by: panel, within: P4D, on_timeout: adopt, finds: calm}
      - {act: confirm, by: LIG, within: P3D}
"""


def waited(process: Process, state, day: int):
    while state.day < day:
        (wait,) = (move for move in process.moves(state) if move.kind == "wait")
        state = process.after(state, wait._replace(until=min(wait.until, day)))
    return state


def test_a_notice_binds_through_its_last_day():
    process = Process(read(TEXT))
    noticed = process.after(process.start, Move("withdraw", "KOR", "truce"))
    last = waited(process, noticed, 10)
    assert process.after(last, Move("conduct", "KOR", "strike")).world.breached == (True,)
    over = waited(process, noticed, 11)
    assert process.after(over, Move("conduct", "KOR", "strike")).world.breached == (False,)


def test_what_silence_adopts_is_found_and_leads_to_the_next_step():
    process = Process(read(TEXT))
    alleged = process.after(process.start, Move("allege", "VAL", "inquiry"))
    open_still = waited(process, alleged, 4)
    assert (open_still.record.found, open_still.record.procedures[0].step) == ((False,), 0)
    adopted = waited(process, alleged, 5)
    assert (adopted.record.found, adopted.record.procedures[0].step) == ((True,), 1)


def test_what_lapsed_opens_again_on_the_next_day_and_not_before():
    process = Process(read(TEXT.replace("on_timeout: adopt, ", "")))
    alleged = process.after(process.start, Move("allege", "VAL", "inquiry"))
    lapsed = process.after(alleged, Move("ballot", "panel", "inquiry", "no"))
    again = Move("allege", "VAL", "inquiry")
    assert "before tomorrow" in (process.refusal(lapsed, again) or "")
    assert process.refusal(waited(process, lapsed, 1), again) is None


GUARANTEE = """\
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
    in_force: {from: 2031-03-06}
    activates_when: {open: inquiry}
"""


def test_what_would_start_a_guarantee_before_it_is_in_force_does_not():
    process = Process(read(TEXT + GUARANTEE))
    alleged = process.after(process.start, Move("allege", "VAL", "inquiry"))
    lapsed = process.after(alleged, Move("ballot", "panel", "inquiry", "no"))
    assert not process.clauses.active(waited(process, lapsed, 20), 0)
    assert not alleged.record.guarantees[0].activated
    later = process.after(waited(process, process.start, 6), Move("allege", "VAL", "inquiry"))
    assert process.clauses.active(later, 0)


def test_a_treaty_of_three_goes_on_for_the_two_that_are_left():
    text = TEXT.replace(
        "[VAL, KOR], withdrawal: {by: KOR", "[VAL, KOR, LIG], withdrawal: {by: [KOR, LIG]"
    )
    process = Process(read(text))
    one = process.after(process.start, Move("withdraw", "LIG", "truce"))
    gone = waited(process, one, 11)
    assert process.after(gone, Move("conduct", "KOR", "strike")).world.breached == (True,)
    both = process.after(gone, Move("withdraw", "KOR", "truce"))
    assert process.clauses.ended(waited(process, both, 22), 0)


KEPT = TEXT.replace(
    "norms:",
    "deeds: {register: {by: VAL, reversible: true}}\n"
    "norms:\n"
    "  kept:\n"
    "    obligation: register\n"
    "    keep: true\n"
    "    bearer: VAL\n"
    "    when: {in_force: truce}\n"
    "    within: P5D",
)


@pytest.mark.parametrize(("day", "breached"), [(5, False), (6, True)])
def test_what_must_stay_done_may_be_undone_until_its_day(day: int, breached: bool):
    process = Process(read(KEPT))
    done = waited(process, process.after(process.start, Move("perform", "VAL", "register")), day)
    undone = process.after(done, Move("undo", "VAL", "register"))
    assert undone.world.breached[0] is breached


def test_a_slice_tells_apart_who_left_before_a_response_was_owed_and_who_left_after():
    text = TEXT.replace(
        "[VAL, KOR], withdrawal: {by: KOR", "[VAL, KOR, LIG], withdrawal: {by: LIG"
    ) + GUARANTEE.replace("    in_force: {from: 2031-03-06}\n", "    in: truce\n").replace(
        "    activates_when: {open: inquiry}\n", ""
    ).replace("owed_by: LIG", "owed_by: [LIG, KOR]")
    process = Process(read(text))
    strike, leave = Move("conduct", "KOR", "strike"), Move("withdraw", "LIG", "truce")
    early = process.after(waited(process, process.after(process.start, leave), 12), strike)
    late = waited(process, process.after(process.after(process.start, strike), leave), 12)
    slice_ = Projection(process, scope(process, [Item("owed", "shield")]))
    assert slice_.undated(early) != slice_.undated(late)
    assert process.clauses.owers(early, 0) != process.clauses.owers(late, 0)
