"""Who can block a decision and what was to bypass it: all of them, whoever may ask for it too."""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

COUNCIL = """\
foedus: 1
title: A mandate that waits for measures of the same body
as_of: 1990-08-03
horizon: P1Y
parties:
  KWT: {name: Kuvia}
  IRQ: {name: Iria}
  USA: {name: Amer}
  GBR: {name: Brit}
  FRA: {name: Franc}
conduct: {IRQ: {towards: KWT, unbearable_from: invade, acts: [{act: rest}, {act: invade}]}}
norms: {calm: {prohibition: invade, bearer: IRQ, towards: KWT}}
bodies: {council: {members: [USA, GBR, FRA], rule: unanimity}}
procedures:
  measures:
    opens: {by: KWT, alleging: calm}
    steps: [{act: decide, by: council, within: P30D}]
  mandate:
    opens: {by: BY, when: {done: measures}}
    steps: [{act: authorise, by: council, within: P30D}]
guarantees:
  aid:
    owed_by: USA
    protects: {state: KWT, territory: recognised}
    against: IRQ
    casus_foederis: invade
    response: defend
    due_when: {done: mandate}
"""


def said(text: str) -> list[str]:
    found = verdict(Process(read(text)), CATALOGUE["circular-veto"])
    return [hole.statement for hole in found.loopholes]


@pytest.mark.parametrize("by", ["USA", "[USA, GBR]", "KWT", "FRA"])
def test_whoever_may_ask_for_the_mandate_still_has_its_veto(by: str):
    """Each of the three votes on both, and one no is enough."""
    assert said(COUNCIL.replace("BY", by)) == [
        "'mandate' waits for 'measures', and any one of Amer, Brit and Franc can block both"
    ]


def test_the_victim_that_asks_is_not_named():
    """Kuvia votes too: that it refuses what it asked for itself is no fault."""
    text = COUNCIL.replace("BY", "KWT").replace("[USA, GBR, FRA]", "[KWT, USA, GBR]")
    assert said(text) == [
        "'mandate' waits for 'measures', and either Amer or Brit alone can block both"
    ]


def test_what_only_those_can_block_who_ask_for_it_is_no_way_round_anybody():
    text = COUNCIL.replace("BY", "[USA, GBR]").replace("[USA, GBR, FRA]", "[USA, GBR]")
    assert said(text) == []


POWERS = """\
foedus: 1
title: Hostilities that are reported, and what the senate then authorises
as_of: 2025-01-01
horizon: P1Y
parties: {RED: {}, BET: {}, GAM: {members: [president, senate]}, president: {}, senate: {}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: attack}]}}
procedures:
  powers:
    opens: {when: {act: attack, by: RED}}
    steps:
      - {act: report, by: president, within: P2D LEADS}
      - {act: authorise, by: senate, within: P60D}
  extension:
    opens: {when: {lapsed: powers}}
    steps: [{act: certify, by: WHO, within: P30D}]
guarantees:
  aid: {owed_by: GAM, protects: {state: BET, territory: recognised}, against: RED,
        casus_foederis: attack, response: defend,
        due_when: {any: [{done: powers}, {done: extension}]}}
"""


@pytest.mark.parametrize(
    ("leads", "who", "blocks"),
    [
        (", on_timeout: next, on_block: next", "president", False),
        (", on_timeout: next", "president", True),
        (", on_block: next", "president", True),
        ("", "president", True),
        (", on_timeout: next, on_block: next", "senate", True),
    ],
)
def test_who_can_only_be_passed_over_blocks_nothing(leads: str, who: str, blocks: bool):
    """A no or silence on the report leads on to the senate: the president keeps nothing away there.

    Where either of them ends the procedure, or leaves it at that, the president can block it.
    """
    found = said(POWERS.replace(" LEADS", leads).replace("WHO", who))
    told = f"'extension' is for where 'powers' fails, and {who} alone can block both"
    assert found == [told] * blocks
