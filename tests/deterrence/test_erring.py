"""An attack that never pays, and is made by mistake: what of the answer is how errors add up.

Alone an attack is worth .6 - .65 = -.05 in every situation. Whoever errs as is assumed (precision
20) makes it with a chance of 1 / (1 + e) = .27 where it is asked once. Asked three times, whoever
refrains may yet err later, which is worth a little less than nothing, so that it errs more often
before: 1 - (1 - .379)(1 - .325)(1 - .269) = .69, above even odds.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from foedus.assessment import assess
from foedus.deterrence import another, bottom_line, decision, deter
from foedus.deterrence.job import Job
from foedus.deterrence.questions.decision import NOTHING
from foedus.deterrence.questions.switching import middle_case
from foedus.language import read
from foedus.views.provenance import provenance, rows_of

TEXT = """
foedus: 1
title: An attack that never pays
as_of: 2025-01-01
horizon: P3Y
parties:
  D: {name: Dorland, role: beneficiary}
  A: {name: Arland, role: adversary}
  G: {name: Gorland, role: guarantor}
conduct:
  A: {towards: D, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: A
    act: attack
    alone: {value: 0.6, kind: assumed, because: x}
    helped: {value: 0.2, kind: assumed, because: x}
guarantees:
  aid:
    owed_by: G
    protects: {state: D, territory: unspecified}
    against: A
    casus_foederis: attack
    response: defend
    arrives: {value: 1, kind: assumed, because: x}
    honour: {low: 0, high: 0.2, kind: assumed, because: x}
stakes:
  A:
    - {label: land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - {label: war, when: {acted: attack, by: A}, worth: {value: -0.65, kind: assumed, because: x}}
  D:
    - {label: land, when: {prevailed: A}, worth: {value: -1, kind: assumed, because: x}}
"""


def refrains(worth: float, times: int) -> float:
    """Return the chance that nobody attacks, asked so often, by backward induction."""
    ahead, chance = 0.0, 1.0
    for _ in range(times):
        errs = 1 / (1 + np.exp(20 * (ahead - worth)))
        ahead = errs * worth + (1 - errs) * ahead
        chance *= 1 - errs
    return chance


@pytest.mark.parametrize(("occasions", "times"), [("[P0D]", 1), ("[P0D, P60D, P730D]", 3)])
def test_how_many_situations_lie_elsewhere_without_errors(occasions, times):
    """Honoured with a chance h, an attack is worth -.05 - .4 h: so h = 0 to .2 is drawn."""
    found = deter(
        read(TEXT + f"occasions: {occasions}\n"), draws=2_000, break_evens=(), stories=False
    )
    bare, aid = decision(found).rows
    assert bare.attack.forced == pytest.approx(1 - refrains(-0.05, times))
    assert bare.erring == (times == 3)
    honoured = np.linspace(0, 0.2, 20_001)
    above = np.mean([refrains(-0.05 - 0.4 * h, times) <= 0.5 for h in honoured[::100]])
    assert aid.erring == pytest.approx(above, abs=0.03)  # 2.7 of its errors
    assert (aid.deters, aid.unerring) == (True, True)


def test_a_value_at_which_errors_add_up_is_no_value_that_deters():
    """Below .07 Arland errs often enough to attack by mistake; it never does on purpose."""
    a = read(TEXT)
    found = middle_case(Job(a, ""), "A")
    (switch,) = found.switches
    assert (switch.name, switch.erring, found.unerring) == ("honour.aid", True, True)
    assert refrains(-0.05 - 0.4 * switch.value, 3) == pytest.approx(0.5, abs=1e-4)
    table = decision(deter(a, draws=50, break_evens=(), stories=False)).as_json()
    told = bottom_line(table)
    shares = another(table["rows"])
    assert shares.startswith("in 100\u00a0% of the situations with no arrangement; in ")
    assert (
        f"As errors of judgement vanish, whether an attack is below even odds is another {shares}."
        in told
    )
    assert (
        "What changes with how surely aid is honoured, under An attack that never pays is how"
        " errors of judgement add up: as they vanish, an attack is below even odds at each of its"
        " values."
    ) in told
    found = assess(a, draws=50, workers=1)
    answer = found.answer
    (deterred,) = (s for s in answer["options"][0]["sentences"] if s["about"] == "deter")
    assert deterred["text"].endswith("; as errors of judgement vanish, nothing changes along it.")
    said = [one["text"] for one in answer["general"] if "errors of judgement" in one["text"]]
    assert said == [
        f"As errors of judgement vanish, whether an attack by Arland is below even odds is another"
        f" {shares}."
    ]
    rows = provenance(found)
    (at,) = rows_of(rows, "", said[0])
    assert rows[at - 1].numbers == tuple(re.findall(r"\d+\u00a0%", shares))


def test_an_attack_that_pays_is_no_error():
    """Of 1 - .2 = .8 it is made on purpose: the answer is the same without errors, and unsaid."""
    pays = read(TEXT.replace("-0.65", "-0.2"))
    table = decision(deter(pays, draws=50, break_evens=(), stories=False))
    assert [row.erring for row in table.rows if row.option == NOTHING] == [0]
    assert not middle_case(Job(pays, ""), "A").unerring
    assert not any("errors of judgement vanish" in one for one in bottom_line(table.as_json()))
