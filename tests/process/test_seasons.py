"""What begins on a date, and what has ended by one: an act is asked on the day that suits it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from foedus.language import Arrangement, read
from foedus.process import Move, Obligation, Process
from foedus.process.walk import (
    Averted,
    Event,
    Season,
    Supposition,
    Turning,
    Walk,
    consequence,
    matrix,
    owed,
)

ACT = Supposition(by="T", act="attack", against="P")
START = date(2000, 1, 1)


@cache
def made(guarantee: str, pact: str = "", more: str = "", horizon: str = "P2Y") -> Arrangement:
    """Return an arrangement with one guarantee of Pell by Gund against Tarn, in a pact or not."""
    instruments = f"instruments: {{pact: {{parties: [P, G], {pact}}}}}\n" if pact else ""
    return read(
        f"foedus: 1\ntitle: x\nas_of: {START}\nhorizon: {horizon}\n"
        "parties: {T: {role: adversary}, P: {role: beneficiary}, G: {role: guarantor}}\n"
        "conduct: {T: {towards: P, acts: [{act: comply}, {act: attack}]}}\n"
        f"{instruments}guarantees:\n"
        "  help: {owed_by: G, protects: {state: P, territory: unspecified}, against: T,"
        f" casus_foederis: attack, response: defend{guarantee}}}\n{more}"
    )


def told(a: Arrangement) -> list[tuple[str, int, int | None]]:
    """Return what an attack leads to, with the first day and the last."""
    (row,) = matrix(Walk(Process(a)))
    return [(s.kind, _day(s.since), _day(s.until) if s.until else None) for s in row.seasons]


def _day(when: date) -> int:
    return (when - START).days


LATER = [("none", 0, 59), ("duty", 60, None)]
CASES = {
    "entry on a date": (", in: pact", "status: signed, enters: {from: 2000-03-01}", LATER),
    "in force from a date": (", in_force: {from: 2000-03-01}", "", LATER),
    "active from a date": (", activates_when: {from: 2000-03-01}", "", LATER),
    "sunset": (", in: pact", "sunset: P60D", [("duty", 0, 60), ("none", 61, None)]),
    "until a date": (
        ", in_force: {not: {from: 2000-03-01}}",
        "",
        [("duty", 0, 59), ("none", 60, None)],
    ),
    "a window": (
        ", in_force: {all: [{from: 2000-03-01}, {not: {from: 2000-03-11}}]}",
        "",
        [("none", 0, 59), ("duty", 60, 69), ("none", 70, None)],
    ),
    "entry on a date and a sunset": (
        ", in: pact",
        "status: signed, enters: {from: 2000-03-01}, sunset: P9D",
        [("none", 0, 59), ("duty", 60, 69), ("none", 70, None)],
    ),
    "always": ("", "", [("duty", 0, None)]),
    "after the horizon": (", in_force: {from: 2005-01-01}", "", [("none", 0, None)]),
}


@pytest.mark.parametrize(("guarantee", "pact", "expected"), CASES.values(), ids=CASES)
def test_an_act_is_asked_on_the_first_day_on_which_most_can_come(guarantee, pact, expected):
    a = made(guarantee, pact)
    assert told(a) == expected
    walk = Walk(Process(a))
    best = next((since for kind, since, _ in expected if kind == "duty"), 0)
    assert walk.outset(ACT).end.day == best
    assert (walk.comes(ACT, owed(walk.process, "help")) is not None) == (
        "duty" in [kind for kind, _, _ in expected]
    )


@pytest.mark.parametrize(("guarantee", "pact", "expected"), CASES.values(), ids=CASES)
def test_the_days_are_those_of_the_process_itself(guarantee, pact, expected):
    process = Process(made(guarantee, pact, horizon="P80D"))
    for day in range(80):
        state = process.start
        while state.day < day:
            (wait,) = (move for move in process.moves(state) if move.kind == "wait")
            state = process.after(state, Move("wait", until=min(day, wait.until)))
        state = process.after(state, process.clauses.aimed("T", "attack", "P"))
        kind = next(kind for kind, since, until in expected if since <= day <= (until or 99))
        assert process.clauses.owed(state, 0) == (kind == "duty"), day


def test_a_lesser_answer_before_the_strongest_is_a_season_of_its_own():
    talk = (
        "  talk: {owed_by: G, protects: {state: P, territory: unspecified}, against: T,"
        " casus_foederis: attack, response: consult}\n"
    )
    walk = Walk(Process(made(", in_force: {from: 2000-03-01}", more=talk)))
    (row,) = matrix(walk)
    assert row.on == date(2000, 3, 1)
    assert [(s.of, s.owed[0].response) for s in row.seasons] == [
        (("talk",), "consult"),
        (("help",), "defend"),
    ]
    assert {due.clause for due in row.duties} == {"help", "talk"}
    assert consequence(walk, ACT).of == ("help",)


def test_what_the_horizon_cuts_off_has_not_ended():
    """A finding of 20 days that is opened 10 days before the end is no end of the guarantee."""
    finding = (
        "norms: {peace: {prohibition: attack, bearer: T, towards: P}}\n"
        "procedures: {finding: {opens: {alleging: peace, by: P}, steps:"
        " [{act: find, by: G, within: P20D, at_deadline: true, on_timeout: adopt,"
        " finds: peace}]}}\n"
    )
    turning = "{any: [{not: {from: 2000-03-01}}, {from: 2000-03-01}]}"
    again = f", due_when: {{found: peace}}, in_force: {turning}"
    assert told(made(again, more=finding, horizon="P70D")) == [("duty", 0, None)]


def test_what_comes_of_a_duty_that_nobody_performs_has_not_ended_by_itself():
    deed = (
        "deeds: {leave: {by: P, label: leaves}}\n"
        "norms: {go: {obligation: leave, bearer: P, within: P30D}}\n"
    )
    assert told(made(", forfeited_if: {breached: go}", more=deed)) == [("duty", 0, None)]


@pytest.mark.parametrize("within", ["P0D", "P30D", "P60D", "P61D", "P3Y"])
@pytest.mark.parametrize("debtor", ["P", "T", "G"])
def test_a_duty_that_falls_due_hides_no_later_day(within, debtor):
    """A deed that is owed to nobody's cost: the pact runs out on the day on which it does."""
    deed = (
        f"deeds: {{leave: {{by: {debtor}, label: leaves}}}}\n"
        f"norms: {{go: {{obligation: leave, bearer: {debtor}, within: {within}}}}}\n"
    )
    ended = [("duty", 0, 60), ("none", 61, None)]
    assert told(made(", in: pact", "sunset: P60D", more=deed)) == ended
    kept = ", in: pact, in_force: {complied: go}"
    assert told(made(kept, "sunset: P60D", more=deed)) == ended


def test_what_comes_of_a_duty_that_is_not_performed_after_the_act_still_comes():
    """Its time begins anew on the day of the act, however often it has been put off."""
    deed = (
        "deeds: {leave: {by: T, label: leaves}}\n"
        "norms: {go: {obligation: leave, bearer: T, within: P30D}}\n"
    )
    dated = ", due_when: {all: [{breached: go}, {from: 2000-09-01}]}"
    a = made(dated, more=deed)
    walk = Walk(Process(a))
    act = Supposition(by="T", act="attack", against="P", day=300)
    play = walk.comes(act, owed(walk.process, "help"))
    assert play is not None
    assert (walk.outset(act).end.world.breached, play.end.world.breached) == ((False,), (True,))
    assert walk.day(act, owed(walk.process, "help"), play) == 30


@pytest.mark.parametrize("reads", ["", ", forfeited_if: {breached: go}"])
def test_what_ends_after_a_duty_has_fallen_due_has_ended_all_the_same(reads: str):
    deed = (
        "deeds: {leave: {by: P, label: leaves}}\n"
        "norms: {go: {obligation: leave, bearer: P, within: P30D}}\n"
    )
    a = made(f", in: pact{reads}", "sunset: P60D", more=deed)
    assert told(a) == [("duty", 0, 60), ("none", 61, None)]
    late = made(f", in: pact{reads}", "status: signed, enters: {from: 2000-03-01}", more=deed)
    assert told(late) == LATER


def test_a_signature_that_ends_what_protects_is_not_supposed():
    """Asked on the first day, before it: after it nothing would be owed."""
    peace = "instruments: {peace: {parties: [P, T], status: proposed}}\n"
    a = made(", in_force: {not: {signed: peace}}", more=peace)
    walk = Walk(Process(a))
    assert told(a) == [("duty", 0, None)]
    assert not walk.signs(ACT)
    assert walk.outset(ACT).end.day == 0
    waits = made(", in: pact", "status: proposed")
    assert Walk(Process(waits)).signs(ACT)


def test_a_season_as_plain_data():
    owed = Obligation("help", "defend", ("G",), ("P",), "P", "T")
    season = Season(START, START + timedelta(days=9), "duty", ("help",), ("'help'",), (owed,))
    assert season.as_json() == {
        "since": "2000-01-01",
        "until": "2000-01-10",
        "kind": "duty",
        "of": ["help"],
        "called": ["'help'"],
        "owed": [owed.as_json()],
        "begins": None,
        "ends": None,
        "again": [],
    }
    lapse = Turning((Event("lapses", "renewal", "'renewal'"),), ())
    assert season._replace(ends=lapse).as_json()["ends"] == {
        "events": [{"kind": "lapses", "clause": "renewal", "called": "'renewal'"}],
        "unless": [],
    }


def turned(a: Arrangement) -> list[Turning | None]:
    """Return why each season of an attack ends; the next begins for the same reason."""
    (row,) = matrix(Walk(Process(a)))
    ends, begins = [s.ends for s in row.seasons], [s.begins for s in row.seasons]
    assert (begins[0], ends[-1]) == (None, None)
    assert ends[:-1] == begins[1:]
    return ends[:-1]


BOARD = "bodies: {board: {members: [P, T, G], rule: unanimity}}\n"


def renewal(opens: str, more: str = "", then: str = "") -> str:
    """Return a step of the board, within 30 days, on which all three must agree."""
    return (
        f"{BOARD}procedures:\n  renewal: {{opens: {opens},"
        f" steps: [{{act: renew, by: board, within: P30D{more}}}]{then}}}\n"
    )


RENEWED = Averted("procedure", "renewal", "'renewal'", (), ("G", "P", "T"))
LAPSE = Event("lapses", "renewal", "'renewal'")
SUNSET = Event("expires", "pact", "'pact'")


@pytest.mark.parametrize(
    ("guarantee", "first", "after"),
    [
        (", forfeited_if: {lapsed: renewal}", "duty", "none"),
        (", in_force: {not: {lapsed: renewal}}", "duty", "none"),
        (", in_force: {lapsed: renewal}", "none", "duty"),
    ],
)
def test_a_step_that_lapses_ends_or_begins_a_season_unless_it_passes(guarantee, first, after):
    """Opened on day 60 for 30 days, it has day 90 as its last; each of the board can stop it."""
    a = made(guarantee, more=renewal("{when: {from: 2000-03-01}}"))
    assert told(a) == [(first, 0, 90), (after, 91, None)]
    (turning,) = turned(a)
    assert turning is not None
    assert turning.events == (LAPSE,)
    assert [one._replace(stopped_by=tuple(sorted(one.stopped_by))) for one in turning.unless] == [
        RENEWED
    ]


def test_a_treaty_that_may_be_renewed_runs_out_unless_it_is():
    """Renewed on its last day, 60, it has 60 days more; renewed on the first day it would not.

    It is renewed while it is in force, or not at all.
    """
    pact = "sunset: P60D"
    then = ", then: [{bring_into_force: pact}], in: pact"
    a = made(", in: pact", pact, more=renewal("{by: P}", then=then))
    assert told(a) == [("duty", 0, 60), ("none", 61, None)]
    (turning,) = turned(a)
    assert turning is not None
    assert turning.events == (SUNSET,)
    assert [one.clause for one in turning.unless] == ["renewal"]
    assert turned(made(", in: pact", pact)) == [Turning((SUNSET,), ())]


def test_a_renewal_long_before_is_told_too():
    """It is open from day 60 to day 90, and what it keeps ends on day 199 else."""
    early = renewal("{when: {from: 2000-03-01}}")
    kept = ", in_force: {any: [{not: {from: 2000-07-19}}, {done: renewal}]}"
    a = made(kept, more=early)
    assert told(a) == [("duty", 0, 199), ("none", 200, None)]
    (turning,) = turned(a)
    assert turning is not None
    assert [one.clause for one in turning.unless] == ["renewal"]


def test_what_brings_it_back_only_afterwards_is_told_of_what_is_lost_and_not_of_what_begins():
    """A truce that is over is brought back by whoever may: so is what hangs on it."""
    then = ", then: [{bring_into_force: pact}]"
    back = renewal("{when: {ended: pact}, by: P}", then=then)
    (lost,) = turned(made(", in: pact", "sunset: P60D", more=back))
    assert lost is not None
    assert [one.clause for one in lost.unless] == ["renewal"]
    (begun,) = turned(made(", in_force: {ended: pact}", "sunset: P60D", more=back))
    assert begun is not None
    assert begun.unless == ()


def test_a_deed_that_keeps_what_protects_is_told_with_whoever_does_it():
    deed = "deeds: {prolong: {by: T, label: prolongs it}}\n"
    kept = ", in_force: {any: [{not: {from: 2000-03-01}}, {performed: prolong}]}"
    (turning,) = turned(made(kept, more=deed))
    assert turning == Turning(
        (Event("date", "help", "'help'"),),
        (Averted("deed", "prolong", "prolongs it", ("T",), ("T",)),),
    )


def test_a_renewal_that_comes_too_late_saves_nothing():
    """It opens on day 60 and ends as its 30 days are over: the guarantee was lost on day 80."""
    late = renewal("{when: {from: 2000-03-01}}", ", at_deadline: true", "")
    dated = ", forfeited_if: {all: [{from: 2000-03-21}, {not: {done: renewal}}]}"
    first, *_ = turned(made(dated, more=late))
    assert first is not None
    assert first.unless == ()


def test_a_finding_of_a_breach_is_no_renewal():
    """Before the act there is no breach that could be alleged: nobody is told to invent one."""
    peace = (
        "norms: {peace: {prohibition: attack, bearer: T, towards: P}}\n"
        "procedures: {finding: {opens: {alleging: peace, by: P}, steps:"
        " [{act: find, by: G, finds: peace}], then: [{bring_into_force: pact}]}}\n"
    )
    (turning,) = turned(made(", in: pact", "sunset: P60D", more=peace))
    assert turning == Turning((SUNSET,), ())


@pytest.mark.parametrize(
    ("second", "brings"),
    [
        ("response: defend, in_force: {done: licence}", True),  # as much under another clause
        ("response: right_only, in_force: {done: licence}", True),  # less, and not nothing
        ("response: defend, in_force: {not: {done: licence}}", False),  # which binds at once
    ],
)
def test_what_another_guarantee_brings_by_then_is_named_beside_the_sunset(
    second: str, brings: bool
):
    """The pact runs out on day 60. A licence, which Gund alone can refuse, begins the second."""
    more = (
        "  more: {owed_by: G, protects: {state: P, territory: unspecified}, against: T,"
        f" casus_foederis: attack, {second}}}\n"
        "procedures: {licence: {opens: {by: P}, steps: [{act: grant, by: G, within: P9D}]}}\n"
    )
    (row,) = matrix(Walk(Process(made(", in: pact", "sunset: P60D", more=more))))
    begins = row.seasons[-1].begins
    named = [one.clause for one in begins.unless] if begins is not None else []
    assert named == ["licence"] * brings
    assert begins is None or not brings or set(begins.unless[0].stopped_by) == {"P", "G"}


def test_what_was_open_on_the_first_day_is_asked_of_that_day_alone():
    """The relief binds for two years, and whoever cheats during them may be answered.

    What was done before it ended, and is done again after it, is asked about from the first day on:
    whether an older measure could be ended on that day without any act is asked of a day on which
    nothing has been done yet.
    """
    a = read("""\
foedus: 1
title: A window at the start, and an answer later
as_of: 2025-01-01
horizon: P4Y
parties: {RED: {}, BET: {}, P1: {}}
conduct: {RED: {towards: BET, acts: [{act: comply}, {act: cheat, needs: P90D}]}}
instruments:
  measures: {parties: [RED, P1], sunset: P2Y}
  relief: {parties: [RED, P1], sunset: P2Y}
norms: {pledge: {prohibition: cheat, bearer: RED, towards: BET, in: relief}}
procedures:
  suspend:
    opens: {when: {in_force: relief}}
    steps: [{act: certify, by: P1, within: P10D}]
    then: [{terminate: measures}]
  snapback:
    in: relief
    opens: {by: P1, alleging: pledge}
    steps: [{act: confirm, by: P1, within: P30D}]
    then: [{bring_into_force: measures}, {terminate: relief}]
""")
    (row,) = matrix(Walk(Process(a)))
    found = [(str(season.since), season.kind, season.of) for season in row.seasons]
    assert found[0] == ("2025-01-01", "effect", ("snapback",))
    assert found[-1] == ("2027-01-02", "none", ())
    assert not row.seasons[-1].again
