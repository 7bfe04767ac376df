"""A norm owed to several: towards whom its breach has no consequence (London, 1930)."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A limit that is owed to two others
as_of: 1930-04-22
horizon: P1Y
parties: {USA: {}, GBR: {}, JPN: {}, AUS: {}}
conduct:
  USA: {towards: [GBR, JPN], acts: [{act: keep}, {act: exceed}, {act: double}]}
norms: {limit: {prohibition: exceed, bearer: USA, towards: [GBR, JPN]}}
MORE
"""
HELP = """\
guarantees:
  help: {owed_by: AUS, protects: {state: WHO, territory: recognised}, against: USA, \
casus_foederis: ACT, response: sanctions}
"""


@pytest.mark.parametrize(
    ("who", "act", "said"),
    [
        ("", "", "by USA against GBR and JPN has no consequence here"),
        ("GBR", "exceed", "by USA against JPN has no consequence here"),
        (
            "GBR",
            "double",
            "by USA against GBR has no consequence here as long as it goes no further",
        ),
    ],
)
def test_all_are_named_towards_whom_a_breach_has_no_consequence(who: str, act: str, said: str):
    """Nothing answers it: towards neither. Where Britain is helped, towards Japan alone.

    Where Britain is helped only against the graver act, nothing follows towards it from the lesser,
    which is another thing than that nothing follows towards Japan at all: it is told of the first.
    """
    more = HELP.replace("WHO", who).replace("ACT", act) if who else ""
    process = Process(read(TEXT.replace("MORE", more)))
    (hole,) = verdict(process, CATALOGUE["toothless-norm"]).loopholes
    assert said in hole.statement
