"""A promise made besides does not make slow what is owed anyhow.

The answers are worked out by hand from a small text; each test says how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process

TEXT = """\
foedus: 1
title: Help on request, and a league that is still to be signed
as_of: 2030-01-01
horizon: P20D
parties: {LOW: {}, UPL: {}, ALB: {}, BRE: {}}
conduct:
  UPL: {towards: LOW, unbearable_from: invade, acts: [{act: comply}, {act: invade, needs: P3D}]}
instruments:
  notes: {parties: [LOW, ALB]}
  league: {parties: [LOW, BRE], status: proposed}
procedures:
  request: {in: notes, opens: {by: LOW}, steps: [{act: ask, by: ASKED}]}
guarantees:
  ready: {owed_by: ALB, protects: {state: LOW, territory: recognised}, against: UPL, in: notes,
          casus_foederis: invade, response: defend, due_when: {done: request}}
  aid: {owed_by: BRE, protects: {state: LOW, territory: recognised}, against: UPL, in: league,
        casus_foederis: invade, response: defend, covers_ongoing: true}
"""


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        # Lowland asks on the day of the invasion, and Alba owes it defence on that very day. That
        # Brescia may sign its league whenever it likes takes nothing from that.
        ("LOW", None),
        # Alba need not answer the request on any day, nor Brescia sign: no way has a limit.
        ("ALB", "has no time limit ("),
    ],
)
def test_whoever_is_helped_on_request_waits_for_no_league(asked: str, says: str | None):
    a = read(TEXT.replace("ASKED", asked))
    found = examine(Inquiry(Process(a)), CATALOGUE["promptness"]).loopholes
    assert len(found) == (says is not None)
    assert all(says in hole.statement for hole in found)
