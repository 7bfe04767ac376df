"""Why something happened, and why nothing is owed, in the words of the one cause that there is."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import Condition, read
from foedus.process import Process, replay, said, unanswered
from foedus.process.events import read_events
from foedus.views.reading import read_out

TEXT = """\
foedus: 1
title: A pact
as_of: 2031-01-01
horizon: P3Y
parties: {VAL: {}, KOR: {}, LIG: {}, EST: {}, FIN: {}, DNK: {}}
bodies: {panel: {members: [EST, FIN, DNK], rule: majority}}
conduct: {KOR: {towards: VAL, acts: [{act: abide}, {act: strike}]}}
instruments:
  pact: {parties: [VAL, KOR, LIG], withdrawal: {by: LIG, notice: P30D}}
  truce: {parties: [VAL, KOR], sunset: P1Y, accrued: end}
norms: {calm: {prohibition: strike, bearer: KOR, in: truce, survives: [sunset]}}
procedures:
  inquiry:
    opens: {by: VAL}
    steps: [{act: decide, by: panel, on_pass: effect, on_block: next}, {act: hear, by: panel}]
guarantees:
  aid:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
    in: pact
"""


def told(events: str, until: str = "", text: str = TEXT) -> str:
    last = date.fromisoformat(until) if until else None
    entries = replay(Process(read(text)), read_events(events, "events"), last)
    return "\n".join(
        f"{change.what}, because {change.because}" for entry in entries for change in entry.changes
    )


def owed(events: str) -> tuple[str, ...]:
    process = Process(read(TEXT))
    *_, last = replay(process, read_events(events, "events"))
    return tuple(unanswered(process.clauses, last.state))


VOTES = """- {date: 2031-02-01, by: VAL, do: open, what: inquiry}
- {date: 2031-02-02, by: [EST, FIN], do: decide, what: inquiry, vote: no}
"""
STRIKE = "- {date: DAY, by: KOR, do: strike}\n"


def test_a_vote_that_leads_on_when_it_is_lost_was_blocked():
    assert "'hear', for panel, with no deadline, because 'decide' was blocked" in told(VOTES)


@pytest.mark.parametrize("day", ["2031-02-20", "2031-03-20"])
def test_a_debtor_that_has_left_is_why_nothing_is_owed(day: str):
    """Before its exit the act is answered; after it neither "began before" nor "has not arisen"."""
    leaves = "- {date: 2031-01-31, by: LIG, do: withdraw, what: pact}\n"
    said = owed(leaves + STRIKE.replace("DAY", day))
    assert said == (
        ("nothing is owed under 'aid': LIG has left 'pact'",) if day > "2031-03-02" else ()
    )


def test_a_norm_that_outlives_its_text_does_not_bind_while_that_is_in_force():
    at, later = STRIKE.replace("DAY", "2031-06-01"), STRIKE.replace("DAY", "2032-06-01")
    assert "anything above it while 'truce' binds" in told(at)
    assert "anything above it, and outlives 'truce'" in told(later)


def test_what_ends_with_a_text_that_nobody_may_leave_is_read_out():
    ends = "A response that is owed when it ends ends with it."
    assert ends in read_out(read(TEXT))
    assert ends not in read_out(read(TEXT.replace(", accrued: end", "")))


def test_a_signature_that_one_still_lacks_is_not_said_to_lack_from_all():
    clauses = Process(read(TEXT)).clauses
    assert said(clauses, Condition(signed="pact"), negated=True) == (
        "not all who must sign 'pact' have signed it"
    )


STEPS = TEXT.partition("    steps: ")[2].partition("\n")[0]


@pytest.mark.parametrize(("vote", "how"), [("yes", "passed"), ("no", "blocked")])
def test_a_vote_that_leads_on_either_way_is_said_to_have_ended_as_it_did(vote: str, how: str):
    """Two of three decide under a majority; either way what comes next was done in advance."""
    steps = (
        "[{act: decide, by: panel, on_block: next}, {act: settle, by: panel, escrowed: true},"
        " {act: seal, by: panel, escrowed: true}]"
    )
    said_ = told(VOTES.replace("vote: no", f"vote: {vote}"), text=TEXT.replace(STEPS, steps))
    advance = "and 'settle' and 'seal' had been done in advance"
    assert f"'inquiry' takes effect, because 'decide' was {how}, {advance}" in said_
    open_ = "[{act: decide, by: panel, on_block: next}, {act: hear, by: panel}]"
    said_ = told(VOTES.replace("vote: no", f"vote: {vote}"), text=TEXT.replace(STEPS, open_))
    assert f"for panel, with no deadline, because 'decide' was {how}" in said_


def test_an_act_under_way_is_told_since_the_day_on_which_it_began():
    """KOR strikes on 1 February; the pact is in force, and answers what goes on, from 1 March."""
    late = TEXT.replace(
        "    in: pact\n", "    in_force: {from: 2031-03-01}\n    covers_ongoing: true\n"
    )
    said_ = told(STRIKE.replace("DAY", "2031-02-01"), "2031-03-05", late)
    assert (
        "a response is owed under 'aid', because KOR strike, at or above 'strike', since 2031-02-01"
        in said_
    )


def test_what_has_been_answered_is_not_said_to_be_owed_no_more():
    """LIG answers on the day of the act; what made it due ends on 1 March."""
    due = TEXT.replace("    in: pact\n", "    due_when: {not: {from: 2031-03-01}}\n")
    strike = STRIKE.replace("DAY", "2031-02-01")
    assert "owed no more, because 2031-03-01 has come" in told(strike, "2031-03-05", due)
    given = "- {date: 2031-02-01, by: LIG, do: honour, what: aid}\n"
    assert "owed no more" not in told(strike + given, "2031-03-05", due)


def test_a_time_that_is_over_is_told_though_the_step_stays_open():
    """Opened on 1 February with ten days: the last of them is the eleventh."""
    steps = "[{act: decide, by: panel, within: P10D, on_timeout: hold}]"
    opened = VOTES.splitlines()[0] + "\n"
    said_ = told(opened, "2031-03-01", TEXT.replace(STEPS, steps))
    assert said_.count("the time for 'decide' in 'inquiry' is over, and it stays open") == 1
    days = replay(
        Process(read(TEXT.replace(STEPS, steps))), read_events(opened, "events"), date(2031, 3, 1)
    )
    assert [entry.on for entry in days if entry.event is None] == [date(2031, 2, 11)]


def test_what_bars_a_notice_is_named():
    barred = TEXT.replace("{by: LIG, notice: P30D}", "{by: LIG, barred_while: {open: inquiry}}")
    events = VOTES.splitlines()[0] + "\n- {date: 2031-02-02, by: LIG, do: withdraw, what: pact}\n"
    *_, last = replay(Process(read(barred)), read_events(events, "events"))
    assert last.refused == "withdrawal from 'pact' is barred while 'inquiry' is under way"


def test_what_all_have_signed_enters_because_they_have():
    """Both must sign, and Korr does so a day later: with that the treaty is in force."""
    text = TEXT.replace("truce: {", "peace: {parties: [VAL, KOR], status: proposed}\n  truce: {")
    events = """
    - {date: 2031-02-01, by: VAL, do: sign, what: peace}
    - {date: 2031-02-02, by: KOR, do: sign, what: peace}
    """
    said = "'peace' enters into force, because all who must sign it have done so"
    assert said in told(events, text=text)


def test_a_date_that_has_come_holds_no_notice_back():
    """The bar was there until 1 June 2031, or while KOR strikes: in 2032 the strike is left."""
    text = TEXT.replace(
        "withdrawal: {by: LIG, notice: P30D}",
        "withdrawal: {by: LIG, notice: P30D,"
        " barred_while: {any: [{act: strike, by: KOR}, {not: {from: 2031-06-01}}]}}",
    )
    written = read_events("- {date: 2032-01-01, by: LIG, do: withdraw, what: pact}\n", "e")
    entries = replay(Process(read(text)), written)
    [told] = [c.what for one in entries for c in one.changes if "under notice" in c.what]
    assert told.endswith("through 2032-01-31, and on while KOR is at 'strike' or above")
