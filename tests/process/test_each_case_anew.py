"""What a case needs it needs for itself: findings, decisions, exceptions, what is still owed."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import Condition, read
from foedus.process import Process, predicate, read_events, replay
from foedus.process.exploration import Projection, of_condition, scope
from foedus.views import replay_told

PACT = """\
foedus: 1
title: A ruling for one attack, and then another
as_of: 2025-01-31
horizon: P6Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}, court: {name: the Court}}
conduct: {BBB: {towards: AAA, acts: [{act: rest}, {act: raid}, {act: attack}]}}
instruments: {pact: {parties: [AAA, BBB, CCC]}}
norms: {no-force: {prohibition: raid, bearer: BBB, towards: AAA, in: pact}}
procedures:
  way:
    opens: {by: AAA, alleging: no-force}
    steps: [{act: rule, by: court, within: P30D, finds: no-force}]
    in: pact
guarantees:
  help:
    owed_by: CCC
    protects: {state: AAA, territory: unspecified}
    against: BBB
    casus_foederis: attack
    response: defend
    due_when: {found: no-force}
    in: pact
"""
"""Corvia owes help against an attack once the Court has found a breach, which it can do once."""
AGAIN = PACT.replace(
    "    in: pact\nguarantees", "    reopens: after_effect\n    in: pact\nguarantees"
)
"""The same, and the Court may be asked again after it has ruled."""

FIRST = ("2025-02-01, by: BBB, do: attack", "2025-02-02, by: AAA, do: allege, what: no-force")
RULED = "2025-02-10, by: court, do: rule, what: way"
SECOND = ("2025-04-01, by: BBB, do: rest", "2030-05-01, by: BBB, do: attack")
ASKED = "2030-05-02, by: AAA, do: allege, what: no-force"
LATER = "2030-05-20, by: court, do: rule, what: way"
"""Borduria attacks on 1 February 2025, rests in April, and attacks once more on 1 May 2030."""


def told(text: str, *events: str) -> list[str]:
    """Return what the replay prints of the last of some events, without its first line."""
    process = Process(read(text))
    written = read_events("".join(f"- {{date: {event}}}\n" for event in events), "events")
    lines = list(replay_told(process, list(replay(process, written, None))))
    last = max(at for at, line in enumerate(lines) if line and line[0].isdigit())
    return [line.strip() for line in lines[last + 1 :]]


def owed(text: str, *events: str) -> list[str]:
    """Return what is owed under 'help' after the last of some events, or why nothing is."""
    said = [line for line in told(text, *events) if " under 'help'" in line]
    return [line for line in said if line.startswith(("owed:", "nothing is owed"))]


DUE = "owed: Corvia owes defence to Aland under 'help', since {}; the text sets no time limit"
FOUND_BEFORE = (
    "nothing is owed under 'help': a breach of 'no-force' has been found, but before this act"
    " began: that was for an earlier case"
)


def test_a_finding_that_can_be_made_again_counts_for_the_act_that_it_was_made_about():
    """The ruling of 10 February 2025 is about the first attack, that of 20 May 2030 the second."""
    assert owed(AGAIN, *FIRST, RULED) == [DUE.format("2025-02-10")]
    assert owed(AGAIN, *FIRST, RULED, *SECOND) == [FOUND_BEFORE]
    assert owed(AGAIN, *FIRST, RULED, *SECOND, ASKED) == [FOUND_BEFORE]
    assert owed(AGAIN, *FIRST, RULED, *SECOND, ASKED, LATER) == [DUE.format("2030-05-20")]


def test_a_finding_that_can_be_made_only_once_serves_for_good():
    """Read otherwise no attack after the first could ever be answered, which no text means."""
    assert owed(PACT, *FIRST, RULED, *SECOND) == [DUE.format("2030-05-01")]


def test_whoever_escalates_sheds_no_finding():
    """The raid of 1 February was found a breach; on 1 March it becomes an attack without a pause.

    It is one breach of one norm, and what was found of it stays found: the help that waits for the
    attack is owed from 1 March. After a pause in March the attack of April is another breach.
    """
    raid = (FIRST[0].replace("attack", "raid"), FIRST[1], RULED)
    assert owed(AGAIN, *raid, "2025-03-01, by: BBB, do: attack") == [DUE.format("2025-03-01")]
    paused = (*raid, "2025-03-01, by: BBB, do: rest", "2025-04-01, by: BBB, do: attack")
    assert owed(AGAIN, *paused) == [FOUND_BEFORE]


def test_an_attack_that_falls_to_a_lesser_breach_and_rises_again_keeps_what_was_found():
    """Found on 10 February; a raid on 1 March is below the case and a breach still."""
    on = ("2025-03-01, by: BBB, do: raid", "2025-03-02, by: BBB, do: attack")
    assert owed(AGAIN, *FIRST, RULED, *on) == [DUE.format("2025-03-02")]


def test_a_finding_made_while_the_act_goes_on_counts_where_it_goes_down_and_up_above_the_case():
    """The case is the attack as long as it is one: what was found of it stays found."""
    higher = AGAIN.replace("{act: attack}]", "{act: attack}, {act: conquer}]")
    on = ("2025-03-01, by: BBB, do: conquer", "2025-03-05, by: BBB, do: attack")
    assert owed(higher, *FIRST, RULED, *on) == [DUE.format("2025-02-10")]


OPENED = {"opens: {by: AAA, alleging: no-force}": "opens: {by: AAA}", ", finds: no-force": ""}
CALLED = ("2025-02-01, by: BBB, do: attack", "2025-02-02, by: AAA, do: open, what: way")


@pytest.mark.parametrize(
    ("due", "ends", "text"),
    [
        ("{done: way}", ("2025-02-10, by: court, do: rule, what: way",), AGAIN),
        ("{lapsed: way}", ("2025-02-10, by: court, do: rule, what: way, vote: no",), PACT),
    ],
)
def test_a_body_that_may_meet_again_has_to_meet_for_each_case(
    due: str, ends: tuple[str, ...], text: str
):
    """It met over the attack of 2025; over that of 2030 nobody has called it.

    A procedure that lapsed may be opened again unless the file says otherwise, so the lapse of 2025
    is no failure of common action in 2030 (Treaty of Guarantee of 1960, art. IV: "in so far as
    common or concerted action may not prove possible").
    """
    for was, now in OPENED.items():
        text = text.replace(was, now)
    text = text.replace("{found: no-force}", due)
    assert owed(text, *CALLED, *ends) == [DUE.format("2025-02-10")]
    (nothing,) = owed(text, *CALLED, *ends, *SECOND)
    assert nothing.endswith("but before this act began: that was for an earlier case")
    again = tuple(one.replace("2025-02", "2030-05") for one in (CALLED[1], *ends))
    assert owed(text, *CALLED, *ends, *SECOND, *again) == [DUE.format("2030-05-10")]
    once = text.replace("reopens: after_effect", "reopens: false")
    once = once if "reopens" in once else once.replace("    steps", "    reopens: false\n    steps")
    assert owed(once, *CALLED, *ends, *SECOND) == [DUE.format("2030-05-01")]


def test_what_opens_by_itself_opens_once_and_so_serves_for_good():
    """A finding that the attack itself sets going does so only the first time, whatever reopens."""
    alone = AGAIN.replace("{by: AAA, alleging: no-force}", "{when: {act: attack, by: BBB}}")
    assert owed(alone, FIRST[0], RULED, *SECOND) == [DUE.format("2030-05-01")]


def test_a_search_tells_a_case_that_was_found_from_one_that_was_not():
    """Help that also waits for a call is owed in neither state; once called for, in one of them.

    Found on 10 February and under attack still; and, after a pause, under the second attack of that
    month. But for what the finding was about the two are alike, and must not be merged.
    """
    text = AGAIN.replace("{found: no-force}", "{all: [{found: no-force}, {performed: call}]}")
    process = Process(read(text.replace("conduct:", "deeds: {call: {by: AAA}}\nconduct:")))
    first = ("2025-02-01, by: BBB, do: attack", "2025-02-01, by: AAA, do: allege, what: no-force")
    ruled = "2025-02-02, by: court, do: rule, what: way"
    second = ("2025-02-03, by: BBB, do: rest", "2025-02-04, by: BBB, do: attack")
    asked = Condition(owed="help")
    projection = Projection(process, scope(process, of_condition(process, asked)))
    keys = []
    for events in ((*first, ruled), (*first, ruled, *second)):
        written = read_events("".join(f"- {{date: {event}}}\n" for event in events), "events")
        state = list(replay(process, written, date(2025, 2, 4)))[-1].state
        assert not predicate(asked, process.clauses)(state)
        keys.append(projection.undated(state))
    assert keys[0] != keys[1]


STRAIT = """\
foedus: 1
title: An exception that ends while the act goes on
as_of: 2025-01-01
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}}
conduct: {AAA: {towards: [BBB, CCC], acts: [{act: open}, {act: shut}]}}
deeds: {emergency: {by: AAA, reversible: true}}
instruments: {conv: {parties: [AAA, BBB, CCC]}}
norms:
  pass: {prohibition: shut, bearer: AAA, towards: [BBB, CCC], in: conv,
    unless: {performed: emergency}}
"""


@pytest.mark.parametrize("before", [True, False])
def test_an_act_that_is_excused_no_more_is_a_breach_from_that_day(*, before: bool):
    """Closed to Corvia under the emergency, and closed still on the day on which that ends.

    Whether the passage was ever denied to Borduria before makes a breach a further one and no less
    of one (Montreux 1936, arts. 2 and 21).
    """
    first = ("2025-02-01, by: AAA, do: shut, against: BBB",
             "2025-02-05, by: AAA, do: open, against: BBB")  # fmt: skip
    events = (
        *(first if before else ()),
        "2025-03-01, by: AAA, do: perform, what: emergency",
        "2025-03-02, by: AAA, do: shut, against: CCC",
    )
    assert not [line for line in told(STRAIT, *events) if "breached" in line]
    ended = told(STRAIT, *events, "2025-04-01, by: AAA, do: undo, what: emergency")
    again = " again" if before else ""
    assert ended[0].startswith(
        f"'pass' is breached{again} by Aland, because Aland is at 'shut' towards Corvia"
    )


ENDS = """\
foedus: 1
title: What is still to be done when the treaty ends
as_of: 2024-01-31
horizon: P4Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}}
deeds: {late: {by: AAA}, later: {by: AAA}}
instruments: {pact: {parties: [AAA, BBB], withdrawal: {by: [AAA, BBB], notice: P1M}}}
norms:
  first: {obligation: late, bearer: AAA, towards: BBB, within: P10D, in: pact}
  second: {obligation: later, bearer: AAA, towards: BBB, within: P1Y, in: pact}
"""


def test_what_is_late_when_the_treaty_ends_need_not_be_done_any_more_and_stays_a_breach():
    """The end of a treaty releases from any obligation further to perform (VCLT, art. 70(1)(a)).

    Notice of a month given on 31 January 2024 runs through 29 February; 'late' was due on
    10 February, 'later' would be a year on.
    """
    process = Process(read(ENDS))
    notice = read_events("- {date: 2024-01-31, by: AAA, do: withdraw, what: pact}\n", "events")
    lines = replay_told(process, list(replay(process, notice, date(2024, 3, 1))))
    lines = [line.partition(" [")[0].strip() for line in lines]
    gone = ", because 'pact' is not in force"
    assert f"'late' is owed no more under 'first'; its breach stays on record{gone}" in lines
    assert f"'later' is owed no more under 'second'{gone}" in lines
    last = max(at for at, line in enumerate(lines) if line[:4] == "2024")
    assert not [line for line in lines[last:] if line.startswith("owed:")]
