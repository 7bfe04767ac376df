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
