"""Of plays that are as short the one is told in which nobody alleges a breach of its own."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import find_all
from foedus.process import Process

TEXT = """\
foedus: 1
title: A guarantee that a finding against the protected state forfeits
as_of: 2025-01-01
horizon: P1Y
parties: {A: {name: Aland}, B: {name: Borduria}, C: {name: Corvia}, court: {name: the Arbitrator}}
conduct:
  B: {towards: A, acts: [{act: rest, label: rests}, {act: attack, label: attacks}]}
  A: {towards: B, acts: [{act: calm, label: gives no cause}, {act: provoke, label: fires first}]}
norms:
  calm: {prohibition: provoke, bearer: A, towards: B}
procedures:
  award:
    opens: {by: BY, alleging: calm}
    steps: [{act: award, by: court, within: P10D, finds: calm}]
guarantees:
  aid:
    owed_by: C
    protects: {state: A, territory: recognised}
    against: B
    casus_foederis: attack
    response: defend
    forfeited_if: {found: calm}
"""


@pytest.mark.parametrize(
    ("by", "who"), [("[A, B]", "B"), ("[B, A]", "B"), ("[A]", "A"), ("[A, C, B]", "C")]
)
@pytest.mark.parametrize("property_", ["forfeiture", "deniable-breach"])
def test_who_alleges_is_somebody_else_where_somebody_else_may(by: str, who: str, property_: str):
    """Aland alone may be found against: it denounces itself only where nobody else has standing."""
    holes = find_all(Process(read(TEXT.replace("BY", by))), [property_])
    moves = [move for hole in holes for move in hole.moves]
    assert {move.actor for move in moves if move.kind == "allege"} == {who}
