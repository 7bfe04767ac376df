"""One question put twice is answered once: votes in the game, and reports on one act.

T wins alone with .6 and against help with .2, and an attack costs .45. Help is honoured with .5
once a board of one member has agreed, which it does with the chance p. An attack is thus worth
.15 - .2 P, where P is the chance that what calls for help comes, and is made with
1 / (1 + exp(-20 x)) of that.
"""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from foedus.deterrence import deter
from foedus.language import read

TEXT = """
foedus: 1
title: Questions
as_of: 2025-01-01
horizon: P3Y
parties: {T: {}, S: {}, P: {}, G: {}, U: {members: [M, N, L]}, M: {}, N: {}, L: {}}
bodies:
  board: {members: [M], rule: majority}
  council: {members: U, rule: unanimity}
  forum: {members: U, rule: majority}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P40D}]}
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
  P: [{label: loss, when: {prevailed: T}, worth: {value: -1, kind: assumed, because: the unit}}]
occasions: [P0D]
guarantees:
  aid:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    due_when: DUE
    arrives: {value: 1, kind: assumed, because: an example}
    honour: {value: 0.5, kind: assumed, because: an example}
issues: {help: {label: whether to help}, other: {label: another}}
leanings: {unknown: LEANING}
"""
EITHER = "{any: [{done: decide}, {done: again}]}"
BOTH = "{all: [{done: decide}, {done: again}]}"
BY_ITSELF, LATER = "{when: {act: attack, by: T}}", "{when: {lapsed: decide}}"
DAY = "takes: {value: 1, kind: assumed, because: an example}"
CHANCES = (0.1, 0.3, 0.5, 0.8)


def case(due, procedures, chance=None):
    firm = "{yes: 1, abstain: 1, no: 1, because: an example}"
    if chance is not None:
        yes, no = chance * 1e9, (1 - chance) * 1e9
        firm = f"{{yes: {yes:.0f}, abstain: 0.000001, no: {no:.0f}, because: an example}}"
    return read(TEXT.replace("DUE", due).replace("LEANING", firm) + procedures)


def two(opens, *, by=("board", "board"), first=DAY, issue="help"):
    return f"""
procedures:
  decide: {{opens: {BY_ITSELF}, steps: [{{act: vote, by: {by[0]}, {first}}}]}}
  again: {{opens: {opens}, steps: [{{act: vote, by: {by[1]}, {DAY}}}]}}
decides_on: {{decide.vote: help, again.vote: {issue}}}
"""


def attack(a, draws=2, **varied):
    told = deter(a, draws=draws, break_evens=(), stories=False, waiting=False, **varied)
    return told.attack("")


def logit(worth):
    return 1 / (1 + exp(-20 * worth))


@pytest.mark.parametrize("chance", CHANCES)
@pytest.mark.parametrize(
    ("due", "opens"), [(EITHER, LATER), (EITHER, BY_ITSELF), (BOTH, BY_ITSELF)]
)
def test_whoever_has_answered_a_question_answers_it_alike_elsewhere(chance, due, opens):
    """Asked after its no, or by both at once, of which one or both are needed: P = p.

    Were it asked afresh, P would be 1 - (1 - p)(1 - p), or p p.
    """
    found = attack(case(due, two(opens), chance)).mean()
    assert found == pytest.approx(logit(0.15 - 0.2 * chance), abs=1e-4)


@pytest.mark.parametrize("chance", CHANCES)
def test_another_question_is_asked_by_itself(chance):
    found = attack(case(EITHER, two(LATER, issue="other"), chance)).mean()
    assert found == pytest.approx(logit(0.15 - 0.2 * (1 - (1 - chance) ** 2)), abs=1e-4)


@pytest.mark.parametrize("chance", CHANCES)
def test_what_ran_out_of_time_may_still_be_granted_elsewhere(chance):
    """The first vote comes after 10 to 30 days, 15 at most are given, and a no leaves it open.

    Within 15 days (a share of .25) a yes ends it. Else the board is
    asked again, a day later, whether it had no time or said no: it says what it thinks, P = p.
    Were it asked afresh, P would be .25 p + (1 - .25 p) p.
    """
    slow = "takes: {low: 10, high: 30, kind: assumed, because: an example}"
    slow += ", within: P15D, on_block: hold"
    found = attack(case(EITHER, two(LATER, first=slow), chance)).mean()
    assert found == pytest.approx(logit(0.15 - 0.2 * chance), abs=1e-4)


@pytest.mark.parametrize("first", ["council", "forum", "board"])
@pytest.mark.parametrize("second", ["council", "forum"])
def test_a_question_is_one_in_one_procedure_and_in_two(first, second):
    """What one procedure asks in a second step, when the first has refused, another may ask.

    How members lean, and how far together, is drawn: the same in both, draw by draw.
    """
    there = f"""
procedures:
  decide:
    opens: {BY_ITSELF}
    steps:
      - {{act: vote, by: {first}, on_pass: effect, on_block: next, {DAY}}}
      - {{act: retry, by: {second}, {DAY}}}
decides_on: {{decide.vote: help, decide.retry: help}}
"""
    here = attack(case(EITHER, two(LATER, by=(first, second))), 40)
    np.testing.assert_allclose(here, attack(case("{done: decide}", there), 40), atol=1e-9)
    assert np.ptp(here) > 0.05


def test_a_chance_that_is_given_is_that_of_one_answer():
    """Held at .4 both procedures pass together: P = .4; at .4 and .7 one of them does with .7."""
    a = case(EITHER, two(LATER), 0.9)
    assert attack(a, vary={"passing": (0.4, 0.4)}).mean() == pytest.approx(logit(0.07), abs=1e-9)
    held = {"passing.decide": (0.4, 0.4), "passing.again": (0.7, 0.7)}
    assert attack(a, vary=held).mean() == pytest.approx(logit(0.01), abs=1e-9)


SILENT = "within: P20D, on_timeout: adopt"
WILLING = [(0.5, 0.3), (0.2, 0.8), (0.9, 0.1), (0.0, 0.6), (0.6, 0.0)]


def adopting(due, procedures, yes, absent, arrives=1):
    weights = (("yes", yes), ("no", 1 - yes - absent), ("absent", absent))
    told = ", ".join(f"{key}: {max(weight, 1e-12) * 1e9:.6f}" for key, weight in weights)
    leaning = f"{{{told}, abstain: 0.000001, because: an example}}"
    text = TEXT.replace("DUE", due).replace("LEANING", leaning).replace("P40D", "P30D")
    return read(text.replace("arrives: {value: 1,", f"arrives: {{value: {arrives},") + procedures)


@pytest.mark.parametrize(("yes", "absent"), WILLING)
@pytest.mark.parametrize(("arrives", "adopted"), [(9, 1), (20, 0)])
def test_what_is_carried_by_a_vote_does_not_wait_for_silence(yes, absent, arrives, adopted):
    """The board votes after 5 days; if its member is absent it is adopted as day 20 ends.

    Help 9 days later is in time for an act of 30 days after both, help 20 days later after a vote
    alone. So P = yes, and what is absent beside it in the first case.
    """
    vote = "takes: {value: 5, kind: assumed, because: an example}"
    once = two(LATER, first=f"{vote}, {SILENT}")
    found = attack(adopting("{done: decide}", once, yes, absent, arrives)).mean()
    assert found == pytest.approx(logit(0.15 - 0.2 * (yes + adopted * absent)), abs=2e-4)


@pytest.mark.parametrize(("yes", "absent"), WILLING)
def test_silence_that_was_taken_for_a_yes_is_none_elsewhere(yes, absent):
    """A second vote upon the first, on the same question and with no such rule, takes a yes."""
    vote = "takes: {value: 5, kind: assumed, because: an example}"
    both = two("{when: {done: decide}}", first=f"{vote}, {SILENT}")
    found = attack(adopting("{done: again}", both, yes, absent)).mean()
    assert found == pytest.approx(logit(0.15 - 0.2 * yes), abs=2e-4)


REPORTS = """
foedus: 1
title: Reports
as_of: 2025-01-01
horizon: P3Y
parties: {T: {}, P: {}, M: {}, K: {}}
conduct:
  T:
    towards: P
    false_alarm: {value: ALARM, kind: assumed, because: an example}
    acts:
      - act: comply
      - act: seize
        detect: {value: DETECT, kind: assumed, because: an example}
        attribute: {value: 0.8, kind: assumed, because: an example}
occasions: [OCCASIONS]
stakes:
  T: [{label: gain, when: {acted: seize, by: T}, worth: {value: GAIN, kind: assumed, because: it}}]
  P: [{label: found, when: {found: no-seizing}, worth: {value: 1, kind: assumed, because: it}}]
instruments: {deal: {parties: [T, P]}}
norms: {no-seizing: {prohibition: seize, bearer: T, towards: P, in: deal}}
procedures:
  finding:
    opens: {by: P, alleging: no-seizing}
    steps: [{act: report, by: M, TAKES, finds: no-seizing}]
"""
OCCASIONS = {1: "P0D", 2: "P0D, P60D", 3: "P0D, P60D, P120D"}


def found_with(occasions, detect=0.5, gain=9, alarm=0.3, takes=DAY, more=""):
    text = REPORTS.replace("OCCASIONS", occasions).replace("DETECT", str(detect)) + more
    text = text.replace("GAIN", str(gain)).replace("ALARM", str(alarm)).replace("TAKES", takes)
    result = deter(read(text), draws=2, break_evens=(), stories=False, waiting=False)
    return result.options[""].values["P"].value


def alleged_until(found, times):
    """Return the chance that P finds what one report in its time finds with the chance `found`.

    P may allege on so many occasions, and a report that finds nothing once never will. To allege is
    thus worth `found`, less what alleging later is worth; P does so with the logit of that.
    """
    worth = 0.0
    for _ in range(times):
        alleges = logit(found - worth)
        worth = alleges * found + (1 - alleges) * worth
    return worth


@pytest.mark.parametrize("detect", [0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_act_is_noticed_once_or_never(times, detect):
    """T gains 9 by seizing, whenever: it does so on each occasion with a half, on the last surely.

    What is noticed and traced is found by the first report on it, else by none: with detect x .8,
    however often it is alleged. Nothing is found before.
    """
    found = detect * 0.8
    expected, seized = 0.0, 1.0
    for left in range(times, 0, -1):
        now = seized * (0.5 if left > 1 else 1.0)
        expected, seized = expected + now * alleged_until(found, left), seized - now
    assert found_with(OCCASIONS[times], detect, alarm=0) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_false_alarm_is_not_made_surer_by_alleging_often(times):
    """T never seizes (it loses 9); a report errs with .3, or does not, whenever it is made."""
    found = found_with(OCCASIONS[times], gain=-9)
    assert found == pytest.approx(alleged_until(0.3, times), abs=1e-6)


@pytest.mark.parametrize("detect", [0.25, 0.5, 1.0])
def test_a_report_that_had_no_time_may_still_find(detect):
    """It takes 10 to 30 days and is given 15, so it is made in time with 5 of 20.

    What is noticed, with d = detect x .8, is then found with d / 4. If nothing was found it may be
    that there was no time: a second report finds with 3 d / 16 of 1 - d / 4. P alleges with the
    logit of what that is worth; T seizes on the first or on the last occasion, with a half each.
    """
    slow = "takes: {low: 10, high: 30, kind: assumed, because: an example}"
    slow += ", within: P15D, on_block: hold"
    noticed = detect * 0.8
    first, later = noticed / 4, 3 * noticed / 16 / (1 - noticed / 4)
    last, after = logit(first) * first, logit(later) * later
    now = first + (1 - first) * after
    alleges = logit(now - last)
    worth = alleges * now + (1 - alleges) * last
    assert found_with(OCCASIONS[1], detect, alarm=0, takes=slow) == pytest.approx(last, abs=1e-6)
    twice = found_with(OCCASIONS[2], detect, alarm=0, takes=slow)
    assert twice == pytest.approx((worth + last) / 2, abs=1e-6)


def test_two_missions_see_for_themselves():
    """What the one does not notice the other may: .4 + .6 x .4."""
    other = """
  second:
    opens: {by: P, alleging: no-seizing}
    steps: [{act: report, by: K, takes: {value: 1, kind: assumed, because: it}, finds: no-seizing}]
"""
    assert found_with(OCCASIONS[1], more=other) == pytest.approx(0.64, abs=0.01)
    assert found_with(OCCASIONS[1], more=other.replace("by: K", "by: M")) == pytest.approx(
        0.4, abs=0.01
    )
