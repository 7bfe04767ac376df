"""A duty that comes by the day alone, while the act goes on: owed that day, and help after it.

An attack is asked once, on 2 January, and needs 40 days. Alone it is worth .6 - .45 = .15, so that
it is made with a chance of 1 / (1 + e^-3) = .9526. Help comes a day after it is owed and is
honoured with .5: where it is owed before the 41st day, an attack is worth .6 - .4 x .5 - .45 =
-.05, and is made with 1 / (1 + e) = .2689.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence import decision, deter
from foedus.language import read

TEXT = """
foedus: 1
title: Owed by the day
as_of: 2025-01-01
horizon: P1Y
parties:
  D: {role: beneficiary}
  A: {role: adversary}
  G: {role: guarantor}
conduct:
  A: {towards: D, acts: [{act: comply}, {act: attack, needs: P40D}]}
occasions: [P0D]
contests:
  - by: A
    act: attack
    alone: {value: 0.6, kind: assumed, because: x}
    helped: {value: 0.2, kind: assumed, because: x}
instruments:
  truce: {parties: [A, D], sunset: P20D}
guarantees:
  aid:
    owed_by: G
    protects: {state: D, territory: unspecified}
    against: A
    casus_foederis: attack
    response: defend
    arrives: {value: 1, kind: assumed, because: x}
    honour: {value: 0.5, kind: assumed, because: x}
    WHEN
stakes:
  A:
    - {label: land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - {label: war, when: {acted: attack, by: A}, worth: {value: -0.45, kind: assumed, because: x}}
  D:
    - {label: land, when: {prevailed: A}, worth: {value: -1, kind: assumed, because: x}}
"""


def attacked(text: str) -> float:
    passes = {"passing.decide": (1.0, 1.0)} if "decide" in text else {}
    found = deter(read(text), draws=2, break_evens=(), stories=False, vary=passes)
    (_, row) = decision(found).rows
    return row.attack.forced


def chance(worth: float) -> float:
    return float(1 / (1 + np.exp(-20 * worth)))


@pytest.mark.parametrize(
    ("when", "helped"),
    [
        ("due_when: {from: 2025-02-01}", True),
        ("in_force: {from: 2025-02-01}\n    covers_ongoing: true", True),
        ("due_when: {not: {in_force: truce}}", True),
        # a day before the fight is decided help comes just in time, and on that day too late
        ("due_when: {from: 2025-02-10}", True),
        ("due_when: {from: 2025-02-11}", False),
        ("due_when: {from: 2025-04-01}", False),
    ],
)
def test_a_duty_that_comes_by_the_day_is_owed_on_that_day(when, helped):
    assert attacked(TEXT.replace("WHEN", when)) == pytest.approx(
        chance(-0.05 if helped else 0.15), abs=1e-6
    )


STEP = """
procedures:
  decide:
    in: truce
    opens: {when: {acted: attack, by: A}}
    steps: [{act: a, by: M, takes: TAKES}]
"""
_LONG = "{low: 10, high: 30, kind: assumed, because: x}"
_SHORT = "{low: 10, high: 19, kind: assumed, because: x}"
_ONE = "{value: 1, kind: assumed, because: x}"
_DONE = "due_when: {done: decide}"
_DONE_LATER = "due_when: {all: [{done: decide}, {from: 2025-02-05}]}"


@pytest.mark.parametrize(
    ("takes", "step", "when", "share"),
    [
        # The truce ends as 21 January does: a step from the 2nd on ends by then if it takes less
        # than 20 days (one of 19.6 days ends on the 19th).
        (_LONG, "", f"in: truce\n    {_DONE}", 0.5),
        (_LONG, "", f"forfeited_if: {{from: 2025-01-22}}\n    {_DONE}", 0.5),
        # A date that only the guarantee names: by 14 January it takes less than 13 days, 3 of 20.
        (_LONG, "", f"forfeited_if: {{from: 2025-01-15}}\n    {_DONE}", 0.15),
        (_LONG, "", _DONE_LATER, 1.0),
        (_SHORT, "", f"in: truce\n    {_DONE}", 1.0),
        # Its time runs out after 20 days, in half of its law, and help is then owed at once.
        (_LONG, "within: P20D, ", "due_when: {lapsed: decide}", 0.5),
        # Ready after a day, it waits for the 20th.
        (_ONE, "needs: {from: 2025-01-20}, ", _DONE, 1.0),
    ],
)
def test_a_step_may_end_before_and_after_what_comes_by_the_day(takes, step, when, share):
    """Help is owed with `share`, so that an attack is worth .6 - .4 x .5 x share - .45."""
    text = TEXT.replace("WHEN", when) + STEP.replace("TAKES", takes)
    text = text.replace("act: a, by", f"act: a, {step}by").replace("D: {role", "M: {}\n  D: {role")
    assert attacked(text) == pytest.approx(chance(0.15 - 0.2 * share), abs=1e-3)


@pytest.mark.parametrize("first", ["yes", "no"])
@pytest.mark.parametrize("takes", [_LONG, "{value: 10, kind: assumed, because: x}"])
def test_of_two_that_end_together_which_is_first_is_drawn_and_not_read_off_the_file(first, takes):
    """By hand: one makes help due and one forfeits it, on the same day or in the same law of days.

    Help is answered if the first of them is that which makes it due: with .5, whoever stands first.
    """
    both = {
        name: f"  {name}: {{opens: {{when: {{acted: attack, by: A}}}}, steps: [{{act: a-{name},"
        f" by: M, takes: {takes}}}]}}\n"
        for name in ("yes", "no")
    }
    order = [first, *({*both} - {first})]
    text = TEXT.replace("WHEN", "due_when: {done: yes}\n    forfeited_if: {done: no}")
    text += "procedures:\n" + "".join(both[name] for name in order)
    text = text.replace("D: {role", "M: {}\n  D: {role").replace("done: yes", "done: 'yes'")
    text = text.replace("done: no", "done: 'no'").replace("  yes: {o", "  'yes': {o")
    passes = {"passing.yes": (1.0, 1.0), "passing.no": (1.0, 1.0)}
    found = deter(
        read(text.replace("  no: {o", "  'no': {o")),
        draws=2,
        break_evens=(),
        stories=False,
        vary=passes,
    )
    assert decision(found).rows[1].attack.forced == pytest.approx(chance(0.05), abs=1e-6)
