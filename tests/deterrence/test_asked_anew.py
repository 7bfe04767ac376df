"""Who is asked again, and when: in a later case, and whether a deed is to stand. Worked by hand.

L(x) = 1 / (1 + exp(-20 x)) is the chance of an answer that is worth x more, at the precision of 20.
What is worth 5 prizes more is done for sure.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import Design
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job
from foedus.language import read

HEAD = """\
foedus: 1
title: Asked anew
as_of: 2025-01-01
horizon: P1Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}}
quarrel_lasts: {value: 1, kind: assumed, because: x}
"""


def worth(x: float) -> str:
    return f"worth: {{value: {x}, kind: assumed, because: x}}"


def figures(text: str) -> dict[str, float]:
    rows = chunk_of(Job(read(HEAD + text), "", Design(precision=20, break_evens=())), 1, 1)
    return {name: float(row[0]) for name, row in rows.items() if row.dtype.kind == "f"}


def logit(x: float) -> float:
    return float(1 / (1 + np.exp(-20 * x)))


def test_who_decides_by_its_stakes_decides_anew_in_a_later_case():
    """Aland raids in January, rests in March and raids in July: two cases, each for sure.

    Whoever helps in January has a gift of .3 for it in March. In July helping costs .8, declining
    .3, and the case of January is over. So Gland helps in January with L(.3) and in July with
    L(-.5), and has .3 L(.3) - .3 - .5 L(-.5). Held to its answer it would help with L(.3 - .5).
    """
    found = figures(f"""
conduct: {{A: {{towards: B, acts: [{{act: comply}}, {{act: raid}}]}}}}
guarantees:
  aid: {{owed_by: G, protects: {{state: B, territory: unspecified}}, against: A,
    casus_foederis: raid, response: sanctions}}
deeds:
  loot: {{by: A, needs: {{all: [{{acted: raid, by: A}}, {{not: {{from: 2025-02-01}}}}]}}}}
  rest: {{by: A, needs: {{all: [{{not: {{act: raid, by: A}}}}, {{from: 2025-02-01}},
    {{not: {{from: 2025-05-01}}}}]}}}}
  again: {{by: A, needs: {{all: [{{act: raid, by: A}}, {{from: 2025-05-01}}]}}}}
  gift: {{by: B, needs: {{all: [{{honoured: aid}}, {{not: {{from: 2025-05-01}}}}]}}}}
stakes:
  A:
    - {{label: loot, when: {{performed: loot}}, {worth(5)}}}
    - {{label: rest, when: {{performed: rest}}, {worth(5)}}}
    - {{label: more, when: {{performed: again}}, {worth(5)}}}
  B: [{{label: thanks, when: {{performed: gift}}, {worth(5)}}}]
  G:
    - {{label: gift, when: {{performed: gift}}, {worth(0.3)}}}
    - {{label: word, when: {{declined: aid}}, {worth(-0.3)}}}
    - {{label: cost, when: {{all: [{{honoured: aid}}, {{from: 2025-05-01}}]}}, {worth(-0.8)}}}
occasions: [P0D, P60D, P200D]
""")
    assert found["honoured.aid"] == pytest.approx(logit(-0.5), abs=1e-9)
    assert found["value.G"] == pytest.approx(0.3 * logit(0.3) - 0.3 - 0.5 * logit(-0.5), abs=1e-9)


@pytest.mark.parametrize("broken", [0.0, 0.1])
def test_what_can_be_undone_is_asked_about_where_it_stands(broken: float):
    """Bland keeps a fort for .9; while it stands an attack (won with .6, for .35) costs .4 more.

    With the fort attack has L(-.15), without it L(.25): then Bland loses .6 of each attack. Whether
    it undoes it, at the price of the breach, it is asked once, before Aland chooses.
    """
    keeps, gone = logit(0.6 - 0.35 - 0.4), logit(0.6 - 0.35)
    with_fort, without = -0.9 - 0.6 * keeps, -0.6 * gone - broken
    undone = logit(without - with_fort)
    found = figures(f"""
conduct: {{A: {{towards: B, acts: [{{act: comply}}, {{act: attack, needs: P10D}}]}}}}
contests: [{{by: A, act: attack, alone: {{value: 0.6, kind: assumed, because: x}},
  helped: {{value: 0.2, kind: assumed, because: x}}}}]
deeds: {{fort: {{label: keeps a fort, by: B, done: true, reversible: true}}}}
norms: {{keep: {{obligation: fort, keep: true, bearer: B, towards: G}}}}
stakes:
  A:
    - {{label: land, when: {{prevailed: A}}, {worth(1)}}}
    - {{label: war, when: {{acted: attack, by: A}}, {worth(-0.35)}}}
    - {{label: losses, when: {{all: [{{acted: attack, by: A}}, {{performed: fort}}]}},
       {worth(-0.4)}}}
  B:
    - {{label: land, when: {{prevailed: A}}, {worth(-1)}}}
    - {{label: upkeep, when: {{performed: fort}}, {worth(-0.9)}}}
    - {{label: broken, when: {{breached: keep}}, {worth(-broken)}}}
agenda: [[B], [A]]
occasions: [P0D]
""")
    assert found["act.A.attack"] == pytest.approx(undone * gone + (1 - undone) * keeps, abs=1e-9)
    assert found["value.B"] == pytest.approx(undone * without + (1 - undone) * with_fort, abs=1e-9)
