"""A ballot of one that has no vote is refused for that, whether or not there is a vote."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.process import Move, Process, read_events, refusal, replay

COUNCIL = """\
foedus: 1
title: A council without the parties to the dispute
as_of: 1935-10-03
horizon: P1Y
parties: {ETH: {}, ITA: {}, GBR: {}, FRA: {}}
bodies: {council: {members: [GBR, FRA, ITA], without: ITA, rule: unanimity}}
procedures:
  report: {opens: {by: ETH}, steps: [{act: report, by: council}, {act: sign, by: FRA}]}
"""


@pytest.mark.parametrize(
    ("opened", "by", "said"),
    [
        (False, "ITA", "ITA has no vote in any step of 'report'"),
        (True, "ITA", "ITA has no vote in the step 'report' of 'report'"),
        (False, "GBR", "'report' is not under way"),
        (True, "GBR", None),
    ],
)
def test_it_is_said_that_it_has_none(opened: bool, by: str, said: str | None):
    """Italy is left out of the body; Britain votes once the matter is open."""
    process = Process(read(COUNCIL))
    state = process.start
    if opened:
        state = process.after(state, Move("open", "ETH", "report"))
    assert refusal(process.clauses, state, Move("ballot", by, "report", choice="no")) == said


def test_a_ballot_on_record_is_refused_for_the_same():
    """Two who may vote settle it; Italy's no of the same day, told after theirs, is no vote."""
    file = (
        "- {date: 1935-10-04, by: ETH, do: open, what: report}\n"
        "- {date: 1935-10-07, by: [GBR, FRA], do: report, what: report}\n"
        "- {date: 1935-10-07, by: FRA, do: sign, what: report}\n"
        "- {date: 1935-10-08, by: ITA, do: report, what: report, vote: no}\n"
    )
    entries = list(replay(Process(read(COUNCIL)), read_events(file, "events")))
    refused = [entry.refused for entry in entries if entry.refused]
    assert refused == ["ITA has no vote in any step of 'report'"]
