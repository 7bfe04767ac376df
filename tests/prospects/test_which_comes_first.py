"""Ways that bar each other: neither is left out because its name comes later.

Every answer is worked out by hand from the days that the file gives; the tests say how.
"""

from __future__ import annotations

import pytest

from foedus.language import read
from foedus.prospects import prospects

TEXT = """\
foedus: 1
title: Two ways to a finding
as_of: 2025-01-01
horizon: P5Y
parties: {{ADV: {{}}, VIC: {{}}, ALF: {{}}, MIS: {{}}}}
conduct:
  ADV:
    towards: VIC
    acts:
      - {{act: comply}}
      - act: attack
        detect: {{value: {seen}, kind: assumed, because: an example}}
        attribute: {{value: 1, kind: assumed, because: an example}}
norms: {{peace: {{prohibition: attack, bearer: ADV, towards: VIC}}}}
procedures:
  {quick}:
    opens: {{by: VIC, when: {quick_opens}}}
    steps: [{{act: report, by: MIS, finds: peace, takes: {{value: 3, {e}}}}}]
  {slow}:
    opens: {{by: VIC, when: {slow_opens}}}
    steps: [{{act: confirm, {confirms}, takes: {{value: 60, {e}}}}}]
guarantees:
  aid:
    owed_by: ALF
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {{any: [{{done: {quick}}}, {{done: {slow}}}]}}
"""


def two_ways(quick: str, slow: str, *, quick_opens: str, slow_opens: str, own: bool = False):
    """Expect of a way of 3 days and one of 60, the latter by the mission or the victim's `own`.

    Where it is its own, the mission finds what there is to find with chance 0.5.
    """
    text = TEXT.format(
        quick=quick,
        slow=slow,
        quick_opens=quick_opens.format(slow=slow),
        slow_opens=slow_opens.format(quick=quick),
        confirms="by: VIC" if own else "by: MIS, finds: peace",
        seen=0.5 if own else 1,
        e="kind: assumed, because: an example",
    )
    return prospects(read(text), draws=50)


FREE = "{{act: attack, by: ADV}}"
BARRED_BY_SLOW = f"{{{{all: [{FREE}, {{{{not: {{{{open: {{slow}}}}}}}}}}]}}}}"
BARRED_BY_QUICK = f"{{{{all: [{FREE}, {{{{not: {{{{open: {{quick}}}}}}}}}}]}}}}"
SPENT_BY_QUICK = BARRED_BY_QUICK.replace("]", ", {{not: {{lapsed: {quick}}}}}]")
NAMES = [("a_quick", "b_slow"), ("z_quick", "b_slow")]


OPENINGS = [
    (FREE, FREE),
    (BARRED_BY_SLOW, FREE),
    (FREE, BARRED_BY_QUICK),
    (BARRED_BY_SLOW, BARRED_BY_QUICK),
    (BARRED_BY_SLOW, SPENT_BY_QUICK),
]


@pytest.mark.parametrize(("quick", "slow"), NAMES)
@pytest.mark.parametrize(("quick_opens", "slow_opens"), OPENINGS)
def test_whichever_bars_the_other_both_are_begun_on_the_day(
    quick: str, slow: str, quick_opens: str, slow_opens: str
):
    """Openings of one day are judged against its morning, on which neither was open.

    So both are begun on day 0, and the sooner is over on day 3.
    """
    found = two_ways(quick, slow, quick_opens=quick_opens, slow_opens=slow_opens)
    assert found.takes_effect.value == 1
    assert found.days_to_effect.value == 3


@pytest.mark.parametrize(("quick", "slow"), NAMES)
@pytest.mark.parametrize(("quick_opens", "slow_opens"), OPENINGS)
def test_where_the_quick_way_fails_the_slow_one_has_begun(
    quick: str, slow: str, quick_opens: str, slow_opens: str
):
    """The quick way finds with chance 0.5; else the slow one comes, which is the victim's own."""
    found = two_ways(quick, slow, quick_opens=quick_opens, slow_opens=slow_opens, own=True)
    assert found.takes_effect.value == 1
    for day in (3, 60):
        chance = sum(way.chance for way in found.ways if way.day == day)
        assert chance / 50 == pytest.approx(0.5)


def test_a_day_later_what_is_open_bars_the_other():
    """The quick way may only be begun from day 1 on: the slow one is open by then, and bars it."""
    later = BARRED_BY_SLOW.replace("]", ", {{from: 2025-01-02}}]")
    found = two_ways("a_quick", "b_slow", quick_opens=later, slow_opens=FREE)
    assert found.days_to_effect.value == 60
