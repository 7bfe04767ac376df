"""A decision counts as one after a breach wherever it stands: after the report, or by itself.

An attack wins .6, or .2 where it is answered, and costs .35; what answers it is honoured with .9.
So it pays as long as .6 - .36 p > .35: up to a chance p of passing of .25/.36.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import Design, DeterrenceError, deter, notices
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job
from foedus.language import read

TEXT = """\
foedus: 1
title: Reported, then decided
as_of: 2025-01-01
horizon: P3Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}, M: {name: the mission}}
bodies: {C: {name: the Council, members: [G, M], rule: majority}}
conduct:
  A:
    towards: B
    acts:
      - {act: comply}
      - {act: attack, needs: P30D, detect: {value: %s, kind: assumed, because: x},
         attribute: {value: 1, kind: assumed, because: x}}
    false_alarm: {value: 0, kind: assumed, because: x}
norms: {peace: {prohibition: attack, bearer: A, towards: B}}
procedures:
  finding:
    opens: {by: B, alleging: peace}
    steps:
      - {act: report, by: M, within: P20D, takes: {value: 2, kind: assumed, because: x},
         finds: peace}
%s
guarantees:
  aid: {owed_by: G, protects: {state: B, territory: unspecified}, against: A,
    casus_foederis: attack, response: defend, arrives: {value: 10, kind: assumed, because: x},
    honour: {value: 0.9, kind: assumed, because: x}, due_when: {done: %s}}
contests:
  - {by: A, act: attack, alone: {value: 0.6, kind: assumed, because: x},
     helped: {value: 0.2, kind: assumed, because: x}}
stakes:
  A:
    - {label: the land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - {label: the war, when: {acted: attack, by: A},
       worth: {value: -0.35, kind: assumed, because: x}}
  B:
    - {label: the land, when: {prevailed: A}, worth: {value: -1, kind: assumed, because: x}}
occasions: [P0D]
"""
DECIDE = "{act: decide, by: C, within: P15D, takes: {value: 5, kind: assumed, because: x}}"
ONE = f"      - {DECIDE}"
TWO = f"  decision:\n    opens: {{when: {{found: peace}}}}\n    steps:\n      - {DECIDE}"
IDLE = "  aaa: {opens: {by: G}, steps: [{act: talk, by: C, within: P15D}]}"


def together(seen: float = 1):
    return read(TEXT % (seen, ONE, "finding"))


def apart(seen: float = 1):
    return read(TEXT % (seen, TWO, "decision"))


def attack(arrangement, **fixed: float) -> float:
    job = Job(arrangement, "", Design(precision=20, fixed=fixed, break_evens=()))
    return float(chunk_of(job, 1, 1)["act.A.attack"][0])


def attacks(saved: float) -> float:
    """Return the chance of an attack where an allegation saves Bland so much: by logit twice.

    Bland alleges what has happened, or errs, as Aland does.
    """
    alleged = 1 / (1 + np.exp(-20 * saved))
    return float(1 / (1 + np.exp(-20 * (0.25 - saved * alleged))))


@pytest.mark.parametrize("seen", [1, 0.6])
@pytest.mark.parametrize("passing", [0, 0.2, 0.5, 0.694, 0.8, 1])
def test_how_likely_it_passes_is_held_in_one_procedure_or_in_two(passing: float, seen: float):
    """Help can be there by day 17, and the attack needs 30: it is in time whenever it is voted."""
    expected = attacks(0.36 * passing * seen)
    for arrangement in (together(seen), apart(seen)):
        assert attack(arrangement, passing=passing) == pytest.approx(expected, abs=1e-9)
    named = attack(together(seen), **{"passing.finding": passing})
    assert named == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("days", "late"), [(5, False), (15, False), (400, True)])
def test_how_long_it_takes_is_of_the_decision_and_not_of_the_report(days: float, late: bool):
    """What takes longer than the 15 days that it has is never decided."""
    for arrangement in (together(), apart()):
        found = attack(arrangement, passing=1, days=days)
        assert found == pytest.approx(attacks(0 if late else 0.36), abs=1e-9)


def test_it_has_its_break_even():
    for arrangement in (together(), apart()):
        (found,) = deter(arrangement, draws=20, stories=False).options.values()
        assert found.break_even_passing.value == pytest.approx(0.25 / 0.36, abs=1e-3)
        assert "not asked" not in found.break_even_days.because[0]


def test_a_procedure_of_which_nothing_comes_is_no_answer():
    """A report alone is none either: there is nothing that could be decided otherwise."""
    alone = TEXT % (1, "", "finding")
    for text in (alone, alone.replace("guarantees:\n", f"{IDLE}\nguarantees:\n", 1)):
        assert not any("'aaa'" in notice for notice in notices(read(text)))
        (found,) = deter(read(text), draws=20, stories=False).options.values()
        assert found.break_even_passing.because == (
            "not asked: no decision that could keep it away stands between a breach and its "
            "consequence",
        )
        assert found.break_even_days.value is None
        with pytest.raises(DeterrenceError, match=r"there is no parameter 'passing\.aaa' to vary"):
            deter(read(text), draws=5, vary={"passing.aaa": (0.0, 1.0)})
