"""How likely a procedure passes of which a no, or silence, may lead on: one number, everywhere.

T wins alone with .6 and against help with .2; an attack costs .45 and takes 40 days, help one day.
What it hangs on is decided in two steps of 5 days. Once it has passed help is honoured with h: an
attack is worth .15 - .4 h v where it passes with v. L(x) = 1 / (1 + exp(-20 x)).
"""

from __future__ import annotations

from itertools import product
from math import exp

import numpy as np
import pytest

from foedus.deterrence import DeterrenceError, deter, inputs
from foedus.deterrence.chains import Way, held, whole
from foedus.language import read

TEXT = """
foedus: 1
title: Help that hangs on one of two decisions
as_of: 2025-01-01
horizon: P2Y
parties: {T: {}, P: {}, G: {}, M: {}, N: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P40D}]}
procedures:
  council:
    opens: {when: {act: attack, by: T}}
    steps:
STEPS
guarantees:
  help:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    honour: {value: HONOUR, kind: assumed, because: an example}
    arrives: {value: 1, kind: assumed, because: an example}
    due_when: {done: council}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.45, kind: assumed, because: an example}
occasions: [P0D]
"""
QUICK = "takes: {value: 5, kind: assumed, because: an example}"
EITHER = f"""
      - {{act: ask, by: M, on_block: next, on_pass: effect, {QUICK}}}
      - {{act: ask again, by: N, {QUICK}}}
"""
LATE = f"""
      - {{act: ask, by: M, within: P9D, on_timeout: next, on_block: hold, on_pass: effect, {QUICK}}}
      - {{act: ask again, by: N, {QUICK}}}
"""
SILENT = f"""
      - {{act: ask, by: M, within: P9D, on_timeout: next, {QUICK}}}
      - {{act: send, by: N, {QUICK}}}
"""
CHAINS = {"a no leads on": EITHER, "silence leads on": LATE, "a no ends it, silence not": SILENT}
CERTAIN = f"""
      - {{act: ask, by: M, within: P9D, on_timeout: adopt, on_block: hold, {QUICK}}}
"""


def case(steps, honour=0.5):
    return read(TEXT.replace("STEPS", steps.strip("\n")).replace("HONOUR", str(honour)))


def attack(worth):
    return 1 / (1 + exp(-20 * worth))


def solved(a, **settings):
    return deter(a, **{"draws": 20, "stories": False, "waiting": False, **settings})


def test_what_is_held_makes_every_chain_pass_with_the_chance_asked_for():
    """Of one, two and three steps, whatever follows a yes, a no and silence; or it passes so."""
    ends = ("effect", "lapse")
    last = [Way("effect", *rest) for rest in product(ends, ends)]
    before = [
        Way(passed, *rest)
        for passed in ("effect", "next")
        for rest in product(("next", "lapse", passed), repeat=2)
    ]
    for count in range(3):
        for steps in product(*[before] * count, last):
            so = held(steps)
            for asked, noes in product((0.0, 0.3, 1.0), (0.0, 0.4, 1.0)):
                passes = [asked if one.passes is None else one.passes for one in so] or [
                    asked
                ] * len(steps)
                shares = [noes if one.noes is None else one.noes for one in so] or [noes] * len(
                    steps
                )
                fails = [(1 - yes) * no for yes, no in zip(passes, shares, strict=True)]
                found = whole(steps, *(np.array(row)[:, None] for row in (passes, fails)))
                assert found[0] == pytest.approx(asked if so else 1), (steps, asked, noes)


@pytest.mark.parametrize("steps", CHAINS.values(), ids=CHAINS)
@pytest.mark.parametrize("name", ["passing", "passing.council"])
@pytest.mark.parametrize("asked", [0.0, 0.3, 1.0])
def test_asked_for_a_chance_it_takes_effect_with_that_one(steps, name, asked):
    found = solved(case(steps), vary={name: (asked, asked)}, break_evens=())
    rows = found.rows[""]
    assert rows["done.council"] == pytest.approx(asked * rows["attack.T"], abs=1e-12)
    assert rows["attack.T"] == pytest.approx(attack(0.15 - 0.2 * asked), abs=1e-9)


def test_the_input_is_the_chance_that_it_takes_effect():
    """By one of two that pass with a chance drawn evenly from 0 to 1 each: with 3/4 on average."""
    found = solved(case(EITHER), draws=2000, break_evens=())
    rows = found.rows[""]
    (drawn,) = inputs(found.jobs[""], found.design.chunks).values()
    assert drawn == pytest.approx(rows["done.council"] / rows["attack.T"], abs=1e-9)
    assert drawn.mean() == pytest.approx(0.75, abs=0.02)


def test_the_break_evens_are_of_the_whole():
    """Always honoured, an attack no longer pays from .4 v = .15 on; help that is owed on day 40 is
    too late for what is decided then, whichever step it was decided by."""
    found = solved(case(EITHER, 1)).options[""]
    assert found.break_even_passing.value == pytest.approx(0.375, abs=1e-3)
    assert found.break_even_days.value == 39


def test_what_takes_effect_whatever_is_decided_has_no_such_input():
    a = case(CERTAIN)
    found = solved(a)
    assert not inputs(found.jobs[""], found.design.chunks)
    assert found.options[""].break_even_passing.because == (
        "not asked: no decision that could keep it away stands between a breach and its "
        "consequence",
    )
    for name in ("passing", "passing.council"):
        with pytest.raises(DeterrenceError) as refused:
            solved(a, vary={name: (0.5, 0.5)})
        assert str(refused.value) == (
            f"{name} cannot be varied: 'council' takes effect whatever is decided: no no and no "
            "silence keeps that away (on_block, on_timeout). Leave it out"
        )
