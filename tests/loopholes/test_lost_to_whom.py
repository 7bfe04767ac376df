"""Where an answer to two is lost in the same way, each fault says to whom."""

from __future__ import annotations

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A guarantee against two, for a year
as_of: 2025-01-01
horizon: P2Y
parties: {NOR: {name: Norway}, RUS: {name: Russia}, SWE: {name: Sweden}, GBR: {}, JUDGE: {}}
conduct:
  RUS: {towards: NOR, acts: [{act: peace}, {act: seize}]}
  SWE: {towards: NOR, acts: [{act: peace}, {act: seize}]}
instruments: {term: {parties: [NOR, GBR], sunset: P1Y}}
procedures: {call: {in: term, opens: {by: NOR}, steps: [{act: hear, by: JUDGE, within: P9D}]}}
guarantees:
  r: {owed_by: GBR, protects: {state: NOR, territory: recognised}, against: RUS, in: term,
      casus_foederis: seize, response: defend, due_when: {done: call}}
  s: {owed_by: GBR, protects: {state: NOR, territory: recognised}, against: SWE, in: term,
      casus_foederis: seize, response: defend, due_when: {done: call}}
"""


def test_each_of_two_is_named_and_one_alone_is_not():
    """The year ends while the judge hears the call, whichever of the two has acted."""
    said = "'term' runs out while a procedure is under way, and the answer{} is lost"
    told = [h.statement for h in verdict(Process(read(TEXT)), CATALOGUE["expiry"]).loopholes]
    assert sorted(told) == [said.format(" to Russia"), said.format(" to Sweden")]
    one = TEXT[: TEXT.index("  s: {owed_by")]
    (hole,) = verdict(Process(read(one)), CATALOGUE["expiry"]).loopholes
    assert hole.statement == said.format("")
