"""How long a step takes beside the limit that it has: closed forms of one step, or of two.

Every answer is worked out by hand from the days that the file gives; the test says how.
"""

from __future__ import annotations

import numpy as np
import pytest

from foedus.language import read
from foedus.prospects import prospects

TEXT = """\
foedus: 1
title: A report that takes its time
as_of: 2025-01-01
horizon: P5Y
parties: {{ADV: {{}}, VIC: {{}}, ALF: {{}}, MIS: {{}}}}
conduct:
  ADV:
    towards: VIC
    acts:
      - {{act: comply}}
      - act: attack
        detect: {{value: 1, kind: assumed, because: an example}}
        attribute: {{value: 1, kind: assumed, because: an example}}
norms: {{peace: {{prohibition: attack, bearer: ADV, towards: VIC}}}}
procedures:
  finding:
    opens: {{by: VIC, alleging: peace}}
    steps:
      - {{act: report, by: MIS, within: P5D, finds: peace, on_timeout: {late}, takes: {takes}}}
{more}guarantees:
  aid:
    owed_by: ALF
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {{done: finding}}
"""
SECOND = (
    "      - {act: confirm, by: MIS, finds: peace, takes: {value: 3, kind: assumed, because: e}}\n"
)


def days(late: str, takes: str, more: str = ""):
    text = TEXT.format(late=late, takes=f"{{{takes}, kind: assumed, because: e}}", more=more)
    return prospects(read(text), draws=2000)


@pytest.mark.parametrize(
    ("late", "takes", "more", "day"),
    [
        ("hold", "value: 2", "", 2),
        ("hold", "value: 12", "", 12),  # its limit is over, and it stays open
        ("hold", "value: 400", "", 400),
        ("adopt", "value: 2", "", 2),  # reported before silence would adopt it
        ("adopt", "value: 12", "", 5),  # silence adopts it on the last day
        ("next", "value: 2", SECOND, 5),
        ("next", "value: 5.3", SECOND, 8),  # five days, and then three
        ("next", "value: 6", SECOND, 8),
        ("lapse", "value: 5", "", 5),
    ],
)
def test_a_limit_ends_a_step_as_its_text_says_and_no_sooner(
    late: str, takes: str, more: str, day: int
):
    found = days(late, takes, more)
    assert found.takes_effect.value == 1
    assert found.days_to_effect.value == day


@pytest.mark.parametrize("takes", ["value: 5.3", "value: 12"])
def test_what_comes_after_its_limit_does_not_pass(takes: str):
    assert days("lapse", takes).takes_effect.value == 0


def test_days_from_nothing_to_twenty_beside_a_limit_of_five():
    """Even from 0 to 20: a tenth comes by day 2, half by day 10, and nine tenths by day 18.

    Where silence adopts on day 5 it is the sooner of the two; where nothing follows but the next
    step it comes in any case; where it lapses, with the quarter of draws that are below 5.
    """
    spread = "low: 0, high: 20"
    open_ = days("hold", spread).days_to_effect
    assert (open_.low, open_.value, open_.high) == pytest.approx((2, 10, 18), abs=1)
    silent = days("adopt", spread).days_to_effect
    assert (silent.low, silent.value, silent.high) == pytest.approx((2, 5, 5), abs=0.5)
    assert days("next", spread, SECOND).takes_effect.value == 1
    lapsing = days("lapse", spread).takes_effect.value
    assert lapsing == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / 2000))


MONTHS = """\
foedus: 1
title: Two consents, each within its limit
as_of: {start}
horizon: P5Y
parties: {{ADV: {{}}, VIC: {{}}, ALF: {{}}}}
conduct: {{ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack}}]}}}}
procedures:
  call:
    opens: {{by: VIC, when: {{act: attack, by: ADV}}}}
    steps: [{{act: agree, by: ALF, within: {limit}}}, {{act: concur, by: ALF, within: {limit}}}]
guarantees:
  aid:
    owed_by: ALF
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {{done: call}}
"""


@pytest.mark.parametrize("limit", ["P1M", "P31D"])
@pytest.mark.parametrize("start", ["2023-01-20", "2023-08-13", "2025-01-01"])
def test_who_agrees_within_a_month_does_so_by_its_end_however_long_it_is(start: str, limit: str):
    """If Alf agrees both times, each time within its limit, the duty comes: the chance may be 1.

    It says nothing of whether it does, so that it is 0 at least. The second month begins with the
    first consent and, from January on, has 28 days where that is given in February.
    """
    effect = prospects(read(MONTHS.format(start=start, limit=limit)), draws=500).takes_effect
    assert (effect.low, effect.high) == (0, 1)


def test_a_consent_in_february_comes_on_any_of_its_days_as_likely_as_on_another():
    """From 1 February on a month has 28 days, and its middle is the 14th after: not 15.5.

    Drawn evenly from 0 to 28, the median is 14.
    """
    text = MONTHS.format(start="2023-02-01", limit="P1M")
    one = text.replace(", {act: concur, by: ALF, within: P1M}", "")
    days = prospects(read(one), draws=2000).days_to_effect
    assert days.value == pytest.approx(14, abs=0.5)


def months(as_of: str, *steps: str):
    """Expect of steps by the mission, which always finds what there is to find."""
    text = TEXT.format(late="lapse", takes="{value: 0, kind: assumed, because: e}", more="")
    first = text.index("      - {act: report")
    rows = (
        f"      - {{act: s{at}, by: MIS, finds: peace, {step}}}\n" for at, step in enumerate(steps)
    )
    text = text[:first] + "".join(rows) + text[text.index("guarantees:") :]
    return prospects(read(text.replace("2025-01-01", as_of)), draws=2000)


TAKES = "takes: {{value: {}, kind: assumed, because: e}}"


@pytest.mark.parametrize(
    ("as_of", "steps", "chance", "day"),
    [
        # From 20 January twelve days to 1 February, whose month is over on 1 March, 28 days later.
        ("2023-01-20", (TAKES.format(12), "within: P1M, at_deadline: true"), 1, 40),
        ("2024-01-20", (TAKES.format(12), "within: P1M, at_deadline: true"), 1, 41),
        # 28 days to 1 March; a month is then of 31 days, though it is of 28 from the first day.
        ("2023-02-01", (TAKES.format(28), f"within: P1M, {TAKES.format(30)}"), 1, 58),
        ("2023-02-01", (TAKES.format(28), f"within: P1M, {TAKES.format(32)}"), 0, None),
        # 30 days do not fit into the month that begins on 1 February.
        ("2023-01-20", (TAKES.format(12), f"within: P1M, {TAKES.format(30)}"), 0, None),
        # Silence adopts on the last day of that month, 28 days after the twelve.
        (
            "2023-01-20",
            (TAKES.format(12), f"within: P1M, on_timeout: adopt, {TAKES.format(90)}"),
            1,
            40,
        ),
    ],
)
def test_a_month_is_as_long_as_the_one_that_begins_when_a_step_is_reached(
    as_of: str, steps: tuple[str, ...], chance: float, day: float | None
):
    found = months(as_of, *steps)
    assert found.takes_effect.value == chance
    assert found.days_to_effect.value == day


@pytest.mark.parametrize(
    ("as_of", "half"),
    [
        ("2023-01-20", (31 + 28) / 2),  # the second begins in January (31) or February (28)
        ("2023-08-13", (31 + 30) / 2),  # in August (31) or September (30)
        ("2023-02-10", (28 + 28) / 2),  # in February (28) or March (31)
        ("2024-01-31", (29 + 29) / 2),  # to 29 February; the second begins in February (29)
    ],
)
def test_who_always_acts_within_a_month_acts_within_each_month(as_of: str, half: float):
    """Any day of a month each, one step after another, and never too late: the chance is 1.

    The sum of two even spans is as often below its middle as above.
    """
    found = months(as_of, "within: P1M", "within: P1M")
    assert found.takes_effect.value == 1
    assert found.days_to_effect.value == pytest.approx(half, abs=1.5)
    assert any(": any day of the 1 month" in line for line in found.steps["finding", 1].because)


def test_a_vote_before_which_another_ran_out_in_a_short_month_tells_nothing_of_the_minds():
    """What takes 30 days runs out of the 28 of a February, and lets the next step be reached.

    That the first was not voted on says nothing: the second passes with its own chance, here 1.
    """
    late = f"within: P1M, on_timeout: next, {TAKES.format(30)}"
    found = months("2023-01-20", TAKES.format(12), late, TAKES.format(2))
    assert found.takes_effect.value == 1
    assert found.days_to_effect.value == 42
