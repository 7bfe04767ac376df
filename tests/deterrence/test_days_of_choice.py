"""On which days conduct is chosen: those of the file, from the first on, and that they are told.

T wins alone with a chance of .6 and against help with .2, which is honoured with .5; an attack
costs .45. With no help it is worth .15, with help promised .6 - .5 * .4 - .45 = -.05. Who chooses
once errs by the logit rule at a precision of 20: L(x) = 1 / (1 + exp(-20 x)).
"""

from __future__ import annotations

from math import exp

import pytest

from foedus.deterrence import DeterrenceError, deter, in_words
from foedus.deterrence.questions.notices import notices
from foedus.language import read

TEXT = """
foedus: 1
title: A pact that may be over when conduct is chosen
as_of: 2025-01-01
horizon: P1Y
parties: {T: {}, P: {}, G: {}, M: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack, needs: P10D}]}
instruments:
  pact: {parties: [G, P], sunset: P30D}
contests:
  - by: T
    act: attack
    alone: {value: 0.6, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
guarantees:
  aid:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    arrives: {value: 1, kind: assumed, because: an example}
    honour: {value: 0.5, kind: assumed, because: an example}
    in: pact
stakes:
  T:
    - {label: gain, when: {prevailed: T}, worth: {value: 1, kind: assumed, because: the unit}}
    - label: war
      when: {acted: attack, by: T}
      worth: {value: -0.45, kind: assumed, because: an example}
occasions: [FIRST]
"""
VOTE = """
procedures:
  council:
    opens: {when: {from: 2025-01-01}}
    steps:
      - {act: agree, by: M, takes: {value: 20, kind: assumed, because: an example}}
"""
LASTS = "quarrel_lasts: {value: 0.5, kind: assumed, because: an example}\n"


def chance(worth):
    return 1 / (1 + exp(-20 * worth))


def attack(text, **settings):
    found = deter(read(text), draws=2, break_evens=(), stories=False, waiting=False, **settings)
    return found.attack("").mean()


@pytest.mark.parametrize(
    ("first", "worth"),
    [
        ("P0D", -0.05),  # in force
        ("P20D", -0.05),
        ("P60D", 0.15),  # over since day 30
        ("P350D", 0.15),  # decided on day 361 of 365
        ("P360D", -0.45),  # never decided: only the cost of it is left
    ],
)
def test_a_first_occasion_is_played_on_its_own_day(first, worth):
    """Once, on that day, with what is then in force."""
    assert attack(TEXT.replace("FIRST", first)) == pytest.approx(chance(worth), abs=1e-9)


def test_the_quarrel_that_a_file_begins_with_is_there_on_the_first_occasion():
    """How long it lasts counts from one occasion to the next: there is none before the first."""
    text = TEXT.replace("FIRST", "P60D") + LASTS
    assert attack(text) == pytest.approx(chance(0.15), abs=1e-9)


def test_what_comes_before_the_first_occasion_is_known_on_it():
    """A vote of 20 days, begun on the first, is over on day 60: help is owed, or it is not.

    It passes with .3. Whoever chooses knows: .3 L(-.05) + .7 L(.15). Not knowing it would be
    L(.15 - .3 * .2), on the first day.
    """
    text = TEXT.replace("in: pact", "due_when: {done: council}") + VOTE
    known = attack(text.replace("FIRST", "P60D"), fixed={"passing": 0.3})
    assert known == pytest.approx(0.3 * chance(-0.05) + 0.7 * chance(0.15), abs=1e-9)


def default(horizon):
    return TEXT.replace("occasions: [FIRST]\n", "").replace("horizon: P1Y", f"horizon: {horizon}")


def test_days_by_default_are_told_and_those_for_which_there_is_no_time():
    written = TEXT.replace("FIRST", "P20D, P2M")
    assert "(after 20 days and after 2 months)" in in_words(read(written))
    for horizon, days in {
        "P3Y": "at the start, after 60 days and after 730 days, as the file names none",
        "P1Y": "at the start and after 60 days, as the file names none; the one after 730 days "
        "would lie beyond the horizon",
        "P61D": "at the start, as the file names none; the one after 60 days and the one after 730 "
        "days would lie beyond the horizon",
    }.items():
        assert f"({days})" in in_words(read(default(horizon)))


SEAT = "  P: [{label: seat, when: {done: council}, worth: {value: 1, kind: assumed, because: x}}]\n"


@pytest.mark.parametrize(("takes", "comes"), [(364, 1), (365, 1), (366, 0)])
def test_what_ends_on_the_last_day_still_comes(takes, comes):
    """A vote begun on the first day of a year ends on its day 364, on the last, or after it.

    It is sure to pass, and what P has of it is paid at the end, which is the last day.
    """
    text = TEXT.replace("FIRST", "P0D").replace("occasions:", f"{SEAT}occasions:")
    voted = text + VOTE.replace("value: 20", f"value: {takes}")
    found = deter(
        read(voted),
        draws=2,
        break_evens=(),
        stories=False,
        waiting=False,
        fixed={"passing": 1.0},
    )
    assert found.rows[""]["done.council"] == pytest.approx(comes)
    assert found.rows[""]["value.P"] == pytest.approx(comes)


def test_two_steps_of_which_the_last_takes_no_time_may_both_end_on_the_last_day():
    """The first takes all 365 days, the second none: both are over on the last."""
    text = TEXT.replace("FIRST", "P0D").replace("occasions:", f"{SEAT}occasions:")
    second = "      - {act: sign, by: M, takes: {value: 0, kind: assumed, because: an example}}\n"
    voted = text + VOTE.replace("value: 20", "value: 365") + second
    found = deter(
        read(voted),
        draws=2,
        break_evens=(),
        stories=False,
        waiting=False,
        fixed={"passing": 1.0},
    )
    assert found.rows[""]["done.council"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("days", "key"),
    [("horizon: P30D", "horizon"), ("as_of: 2025-07-01", "as_of")],
)
def test_an_option_with_other_days_is_refused(days: str, key: str):
    """With a horizon of thirty days one would choose once, where the file lets one choose twice."""
    same, other = "same: {label: as it is}", f"other: {{label: otherwise, changes: {{{days}}}}}"
    text = TEXT.replace("occasions: [FIRST]", f"options: {{{same}, {other}}}")
    with pytest.raises(DeterrenceError, match=f"option 'other' changes '{key}'"):
        deter(read(text), draws=2)
    assert list(deter(read(text), ["same"], draws=2).options) == ["same"]


def test_who_owes_help_is_asked_on_its_day_whoever_chooses_on_the_next():
    """Help is owed at the attack, and honoured with .5 before P's deed of the next day forfeits it.

    The attack is worth .6 - .5 * .4 - .45 = -.05; asked after the deed, nobody would help.
    """
    deed = "{label: d, when: {performed: d}, worth: {value: 1, kind: assumed, because: x}}"
    text = TEXT.replace("stakes:\n", f"stakes:\n  P: [{deed}]\n").replace("FIRST", "P0D")
    text = text.replace("    in: pact", "    forfeited_if: {performed: d}")
    text += "agenda: [[T], [P]]\ndeeds: {d: {label: a deed, by: P}}\n"
    assert attack(text) == pytest.approx(chance(-0.05), abs=1e-9)


def test_an_order_that_one_option_sets_for_all_is_told():
    """A right to leave puts a day before the last acts, which the file alone does not have."""
    leave, same = "withdrawal: {by: G, notice: P30D}", "options: {same: {label: as it is}"
    free = f"{{label: free, changes: {{instruments: {{pact: {{{leave}}}}}}}}}"
    text = TEXT.replace("FIRST", "P0D")
    (told,) = notices(read(f"{text}{same}, free: {free}}}"))
    assert told.startswith("'free' sets for every option who chooses on which day")
    assert notices(read(text)) == ()
    assert notices(read(text.replace("sunset: P30D", leave) + same + "}")) == ()


@pytest.mark.parametrize(
    ("occasions", "fought", "told"),
    [("P0D, P60D", False, 1), ("P0D", False, 0), ("P0D, P60D", True, 0)],
)
def test_an_answer_that_is_over_with_its_case_is_told(occasions: str, fought: bool, told: int):
    """Who attacks and is not fought may stop on day 60; once a fight is decided nobody chooses."""
    cost = "{label: cost, when: {honoured: aid}, worth: {value: -1, kind: assumed, because: x}}"
    text = TEXT.replace("FIRST", occasions).replace("stakes:\n", f"stakes:\n  G: [{cost}]\n")
    if not fought:
        head, _, rest = text.partition("contests:")
        text = head + "guarantees:" + rest.partition("guarantees:")[2]
    found = [one for one in notices(read(text)) if "may stop on a later occasion" in one]
    assert len(found) == told
