"""What runs out does so after its last day, and what silence adopts is adopted whole."""

from __future__ import annotations

from foedus.language import read
from foedus.process import Move, Process

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
