"""The walk: what can come, when, though whom, and who forces it: small files and brute force.

The answers of the small files are worked out by hand from their text; each says how.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from foedus.casebook import text_of
from foedus.language import Arrangement, option, read
from foedus.process import Move, Process, State
from foedus.process.state import Progress
from foedus.process.walk import (
    Goal,
    Supposition,
    Walk,
    allowed,
    consequence,
    effect,
    found,
    matrix,
    owed,
    row,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "loopholes"))
from conftest import draw

Graph = dict[State, list[tuple[Move, State]]]
Node = tuple[State, frozenset[tuple[int, int, int]]]

ASKED = """\
foedus: 1
title: A duty that waits for a request, or for its failure
as_of: 2025-01-01
parties: {{LOW: {{}}, UPL: {{}}, LEAGUE: {{members: [AUT, CHE, IRL, MLT]}}}}
bodies: {{COUNCIL: {{members: LEAGUE, rule: consensus}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack, needs: P9D}}]}}}}
norms: {{peace: {{prohibition: attack, bearer: UPL, towards: LOW}}}}
procedures:
  request:
    opens: {{by: LOW, alleging: peace}}
    steps: [{{act: decide, by: COUNCIL, within: P30D{more}}}]
guarantees:
  aid:
    owed_by: LEAGUE
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: {response}
    due_when: {{{due}}}
"""


def asked(due: str, more: str = "", response: str = "defend") -> Walk:
    return Walk(Process(read(ASKED.format(due=due, more=more, response=response))))


ATTACK = Supposition(by="UPL", act="attack", against="LOW")


def aid(walk: Walk) -> Goal:
    return owed(walk.process, "aid")


def test_a_duty_upon_request_is_owed_on_the_day_of_the_request_whoever_decides_what():
    walk = asked("alleged: peace")
    (due,) = row(walk, ATTACK).duties
    assert (due.clause, due.day) == ("aid", 0)
    assert walk.blockers(ATTACK, aid(walk)) == ("LOW",)  # it alone can make the request
    assert walk.forces(ATTACK, aid(walk), ["LOW"])


def test_a_duty_upon_failure_is_owed_when_the_step_fails_and_any_one_member_can_see_to_that():
    """`decide` needs that no member objects: the first objection makes it lapse, on day 0."""
    walk = asked("lapsed: request")
    (due,) = row(walk, ATTACK).duties
    assert (due.day, due.way) == (0, ("request lapses",))
    assert walk.blockers(ATTACK, aid(walk)) == ("LOW",)
    assert walk.forces(ATTACK, aid(walk), ["LOW", "AUT"])
    assert not walk.forces(ATTACK, aid(walk), ["AUT"])
    assert walk.comes(
        Supposition(by="UPL", act="attack", against="LOW", refusing=frozenset({"AUT"})), aid(walk)
    )


def test_a_duty_upon_a_decision_is_stopped_by_each_member():
    walk = asked("done: request")
    assert set(walk.blockers(ATTACK, aid(walk))) == {"LOW", "AUT", "CHE", "IRL", "MLT"}
    refusing = Supposition(by="UPL", act="attack", against="LOW", refusing=frozenset({"CHE"}))
    assert walk.comes(refusing, aid(walk)) is None


def test_a_window_runs_out_on_its_last_day():
    """Thirty days from 1 January end with the 31st, the thirtieth day after it."""
    walk = asked("done: request", more=", at_deadline: true, on_timeout: adopt")
    (due,) = row(walk, ATTACK).duties
    assert due.day == 30
    play = walk.comes(ATTACK, aid(walk))
    assert play is not None
    assert play.end.day == 31  # the morning on which the process shows it
    assert walk.day(ATTACK, aid(walk), play) == 30


def test_what_begins_on_a_date_begins_on_its_morning():
    walk = asked("from: 2025-12-01")
    (due,) = row(walk, ATTACK).duties
    assert due.day == 334  # 1 January to 1 December


def test_a_right_is_no_duty():
    walk = asked("alleged: peace", response="right_only")
    met = row(walk, ATTACK)
    assert met.duties == ()
    assert [due.clause for due in met.rights] == ["aid"]
    found_ = consequence(walk, ATTACK)
    assert (found_.kind, found_.of) == ("right", ("aid",))


BESIDE = """\
  support:
    owed_by: LEAGUE
    protects: {state: LOW, territory: recognised}
    against: UPL
    casus_foederis: attack
    response: arms
    due_when: {HOW: aid}
"""


@pytest.mark.parametrize("how", ["honoured", "declined"])
def test_a_duty_that_waits_for_another_to_be_honoured_or_declined_is_for_whoever_owes_that(
    how: str,
):
    """First they consult, then they arm; or one arms if another will not fight."""
    text = ASKED.format(due="alleged: peace", more="", response="consult")
    text = text + BESIDE.replace("HOW", how)
    walk = Walk(Process(read(text)))
    support = owed(walk.process, "support")
    due, _ = row(walk, ATTACK).duties
    assert (due.clause, due.day, due.way) == ("support", 0, ("request is opened", f"aid is {how}"))
    assert set(walk.blockers(ATTACK, support)) == {"LOW", "LEAGUE"}
    assert walk.forces(ATTACK, support, ["LOW", "LEAGUE"])
    assert ("honour" if how == "honoured" else "decline", "aid") in walk.willing(ATTACK, support)
    assert walk.blockers(ATTACK, aid(walk)) == ("LOW",)  # whether it is honoured is not asked here


TWO = """\
foedus: 1
title: Two may act against one
as_of: 2025-01-01
parties: {CYP: {}, GRC: {}, TUR: {}, GBR: {}}
conduct:
  ONE
  OTHER
norms:
  g: {prohibition: coup, bearer: GRC, towards: CYP}
guarantees:
  aid:
    owed_by: GBR
    protects: {state: CYP, territory: recognised}
    against: GRC
    casus_foederis: coup
    response: defend
"""
GREECE = "GRC: {towards: CYP, acts: [{act: respect}, {act: coup, needs: P2D}]}"
TURKEY = "TUR: {towards: CYP, acts: [{act: hold}, {act: land, needs: P9D}]}"


JOINED = """\
foedus: 1
title: Defence once it was considered, unless a third power joins in
as_of: 2025-01-01
parties: {{VIC: {{}}, ADV: {{}}, THI: {{}}, ALF: {{}}}}
conduct:
  ADV: {{towards: VIC, acts: [{{act: comply}}, {{act: attack}}]}}
  THI: {{towards: VIC, acts: [{{act: comply}}, {{act: attack}}]}}
procedures:
  request:
    opens: {{by: VIC, when: {{act: attack, by: ADV, against: VIC}}}}
    steps: [{step}]
guarantees:
  aid:
    owed_by: ALF
    protects: {{state: VIC, territory: recognised}}
    against: ADV
    casus_foederis: attack
    response: defend
    due_when: {{done: request}}
    {more}
"""


@pytest.mark.parametrize(
    "step",
    [
        "{act: consider, by: ALF, within: P10D, on_timeout: adopt, on_block: hold}",
        "{act: register, by: VIC}",
    ],
    ids=["ten-days-later", "on-the-same-day"],
)
@pytest.mark.parametrize(
    ("more", "keeping"),
    [
        ("forfeited_if: {act: attack, by: THI}", ("VIC", "THI")),
        ("in_force: {not: {act: attack, by: THI}}", ("VIC", "THI")),
        ("", ("VIC",)),
    ],
)
def test_a_third_power_keeps_away_what_its_joining_takes_away_on_a_later_day_too(
    step: str, more: str, keeping: tuple[str, ...]
):
    """Nothing is owed before the request is through, and a third power may attack until then.

    The victim need not ask. Alfa cannot object to what silence adopts in the end, and where the
    victim registers its own request nobody else has a say. So it is the two, where the text
    hangs on what the third power does; and where it does not, the victim alone.
    """
    walk = Walk(Process(read(JOINED.format(step=step, more=more))))
    act, goal = Supposition(by="ADV", act="attack", against="VIC"), aid(walk)
    assert walk.comes(act, goal) is not None
    assert walk.blockers(act, goal) == keeping
    assert walk.forces(act, goal, ["VIC"]) is ("THI" not in keeping)
    assert walk.contest(act, goal, {"THI": 1}).ours is ("THI" not in keeping)


def two(one: str, other: str) -> Arrangement:
    return read(TWO.replace("ONE", one).replace("OTHER", other))


def test_each_who_acts_has_a_row_in_whatever_order_they_are_written():
    rows = [matrix(Walk(Process(two(*order)))) for order in ((GREECE, TURKEY), (TURKEY, GREECE))]
    assert {(r.by, r.act, tuple(d.clause for d in r.duties)) for r in rows[0]} == {
        ("GRC", "coup", ("aid",)),
        ("TUR", "land", ()),
    }
    assert sorted(rows[0]) == sorted(rows[1])


def test_a_duty_to_another_victim_is_no_protection():
    text = TWO.replace("ONE", "GRC: {towards: [CYP, TUR], acts: [{act: respect}, {act: coup}]}")
    text = text.replace("OTHER", "").replace("towards: CYP}\n", "towards: [CYP, TUR]}\n")
    rows = {r.against: r for r in matrix(Walk(Process(read(text))))}
    assert [d.clause for d in rows["CYP"].duties] == ["aid"]
    assert rows["TUR"].duties == ()


PLEDGE = """\
foedus: 1
title: A pledge that binds once a council has decided, or a breach was found
as_of: 2025-06-01
horizon: P2Y
parties: {{LOW: {{}}, UPL: {{}}, LGA: {{members: [FRA, DEU, POL]}}}}
bodies: {{council: {{members: LGA, rule: consensus}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack}}]}}}}
norms:
  no-attack: {{prohibition: attack, bearer: UPL, towards: LOW}}
procedures:
  decision:
    opens: {{by: LOW, alleging: no-attack}}
    steps: [{{act: decide, by: council{finds}}}]
guarantees:
  pledge:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    in_force: {waits}
"""


@pytest.mark.parametrize(
    ("finds", "waits"),
    [("", "{done: decision}"), (", finds: no-attack", "{found: no-attack}")],
)
def test_what_a_guarantee_waits_for_is_an_effect_though_it_has_none_of_its_own(
    finds: str, waits: str
):
    """The attack comes before the pledge binds; stopped and renewed, it is answered."""
    walk = Walk(Process(read(PLEDGE.format(finds=finds, waits=waits))))
    met = row(walk, Supposition(by="UPL", act="attack", against="LOW"))
    assert met.duties == ()
    assert [(due.clause, due.day) for due in met.renewed] == [("pledge", 0)]


@pytest.mark.parametrize(
    ("treaty", "waits"),
    [
        ("status: signed, enters: {performed: ratify}", "in: pact"),
        ("status: in_force", "in_force: {performed: ratify}"),
        ("status: in_force", "activates_when: {performed: ratify}"),
        ("status: proposed, enters: {performed: ratify}", "in_force: {in_force: pact}"),
    ],
)
def test_what_waits_for_a_deed_answers_the_act_done_anew(treaty: str, waits: str):
    """A signature is taken for granted before the act, and a deed is no signature."""
    walk = Walk(Process(read(RATIFIED.format(treaty=treaty, waits=waits))))
    met = row(walk, Supposition(by="T", act="attack", against="P"))
    assert met.duties == ()
    assert [(due.clause, due.day) for due in met.renewed] == [("pledge", 0)]


RATIFIED = """\
foedus: 1
title: A treaty that one of its parties is to ratify
as_of: 2000-01-01
horizon: P1Y
parties: {{T: {{}}, P: {{}}, G: {{}}}}
conduct: {{T: {{towards: P, acts: [{{act: comply}}, {{act: attack}}]}}}}
deeds: {{ratify: {{by: G, label: ratifies}}}}
instruments: {{pact: {{parties: [P, G], {treaty}}}}}
guarantees:
  pledge:
    owed_by: G
    protects: {{state: P, territory: unspecified}}
    against: T
    casus_foederis: attack
    response: defend
    {waits}
"""


def test_the_seed_case_as_proposed_and_pre_ratified():
    """Who has to act: the mission reports, every ally agrees, Ukraine alleges and deposits."""
    case = read(text_of("ukraine-2025"))
    attack = Supposition(by="RUS", act="attack", against="UKR")
    expected = {
        "as-proposed": {*case.parties["NATO"].members, "UKR", "mission"},
        "pre-ratified": {"UKR", "mission"},
    }
    for name, who in expected.items():
        walk = Walk(Process(option(case, name)))
        goal = effect(walk.process, "accession")
        assert set(walk.blockers(attack, goal)) == who
        met = row(walk, attack)
        assert met.duties == ()
        assert [due.clause for due in met.renewed] == ["article-5"]
        assert [due.clause for due in met.effects] == ["accession"]
    walk = Walk(Process(option(case, "immediate-membership")))
    rows = {r.act: r for r in matrix(walk) if r.by == "RUS"}
    assert [(d.clause, d.day) for d in rows["attack"].duties] == [("article-5", 0)]
    assert [(d.clause, d.day) for d in rows["limited_seizure"].duties] == [("article-5", 0)]
    assert rows["deniable_act"].duties == ()
    assert rows["deniable_act"].breaches == ("no-attack",)


def test_pre_ratified_takes_the_three_days_of_silence():
    walk = Walk(Process(option(read(text_of("ukraine-2025")), "pre-ratified")))
    attack = Supposition(by="RUS", act="attack", against="UKR")
    goal = effect(walk.process, "accession")
    play = walk.comes(attack, goal)
    assert play is not None
    assert walk.day(attack, goal, play) in (0, 3)
    state = walk.process.start
    for at, move in play.steps:
        assert walk.process.refusal(at, move) is None
        assert at == state
        state = walk.process.after(state, move)


# Against brute force: every move, one ballot at a time, day by day ------------------------------

QUIET = ("conduct", "prevail", "repel", "withdraw")
SEEDS = range(60)
UPON = """\
  upon:
    owed_by: UNION
    protects: {state: UKR, territory: recognised}
    against: RUS
    casus_foederis: seize
    response: arms
    due_when: {HOW: defence}
"""
"""A duty that hangs on another: whoever owes that has a part in it."""
HANGING = range(0, 60, 6)


def true_moves(process: Process, state: State) -> Iterator[Move]:
    """Every move that the walk may make: no conduct, no exit, and no false allegation."""
    for move in [*process.acts(state), *ballots(process, state)]:
        answers = move.kind in ("honour", "decline")
        if move.kind in QUIET or (answers and "upon" not in process.arrangement.guarantees):
            continue
        if move.kind == "allege":
            norm = process.arrangement.procedures[move.clause].opens.alleging or ""
            if not state.world.breached[process.clauses.index.norms[norm]]:
                continue
        yield move


def ballots(process: Process, state: State) -> Iterator[Move]:
    """Every ballot there is: the menu leaves out those that silence casts as well."""
    for at, course in enumerate(state.record.procedures):
        if course.progress is Progress.OPEN:
            for label in process.clauses.steps[at][course.step].electorate.classes:
                for choice in ("yes", "no", "abstain"):
                    move = Move("ballot", label, process.clauses.procedure_ids[at], choice)
                    if process.refusal(state, move) is None:
                        yield move


def tomorrow(process: Process, state: State) -> Iterator[Move]:
    move = Move("wait", until=state.day + 1)
    if process.refusal(state, move) is None:
        yield move


def onward(process: Process, known: Graph, state: State) -> list[tuple[Move, State]]:
    """Return every move from a state and where it leads: worked out once, for every question."""
    if state not in known:
        moves = [*true_moves(process, state), *tomorrow(process, state)]
        known[state] = [(move, process.after(state, move)) for move in moves]
    return known[state]


def everything(process: Process, start: State) -> Graph:
    graph: Graph = {}
    pending = [start]
    while pending:
        state = pending.pop()
        if state not in graph:
            pending += [after for _, after in onward(process, graph, state)]
    return graph


def goals(process: Process) -> list[Goal]:
    return [
        owed(process, "defence"),
        allowed(process, "defence"),
        effect(process, "accession"),
        found(process, "no-attack"),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_come_is_what_every_move_tried_day_by_day_can_bring_about(seed: int):
    walk = Walk(Process(read(draw(seed))))
    act = random.Random(seed).choice(["seize", "attack"])
    supposed = Supposition(by="RUS", act=act, against="UKR")
    start = walk.outset(supposed).end
    states = everything(walk.process, start)
    for goal in goals(walk.process):
        reached = [state.day for state in states if goal.holds(state)]
        play = walk.comes(supposed, goal)
        assert (play is not None) == bool(reached)
        if play is not None:
            assert play.end.day == min(reached)


@pytest.mark.parametrize("how", ["honoured", "declined"])
@pytest.mark.parametrize("seed", HANGING)
def test_what_hangs_on_another_duty_comes_and_is_kept_away_as_in_the_game(seed: int, how: str):
    walk = Walk(Process(read(draw(seed) + UPON.replace("HOW", how))))
    supposed = Supposition(by="RUS", act="attack", against="UKR")
    start, goal = walk.outset(supposed).end, owed(walk.process, "upon")
    reached = [s.day for s in everything(walk.process, start) if goal.holds(s)]
    play = walk.comes(supposed, goal)
    assert (play.end.day if play else None) == min(reached, default=None)
    if play is not None:
        blockers, known = set(walk.blockers(supposed, goal)), Graph()
        for name in ("UKR", "mission", "UNION"):
            assert (name in blockers) != others_win(walk.process, known, start, goal, name)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_can_keep_it_away_is_who_wins_the_game_played_move_by_move(seed: int):
    """One party, or one member, against all others: both may act on a day, the one before them."""
    walk = Walk(Process(read(draw(seed))))
    supposed = Supposition(by="RUS", act="attack", against="UKR")
    start = walk.outset(supposed).end
    known: Graph = {}
    for goal in goals(walk.process)[::2]:
        if walk.comes(supposed, goal) is None:
            continue
        blockers = set(walk.blockers(supposed, goal))
        for name in ("UKR", "mission", "DNK"):
            assert (name in blockers) != others_win(walk.process, known, start, goal, name)


def others_win(process: Process, known: Graph, start: State, goal: Goal, name: str) -> bool:
    """Say whether all but one party or member bring a goal about: a fixpoint over all states.

    A state holds how often the one has voted since the step was opened, so that members who are
    counted by class are told apart.
    """
    first: Node = (start, frozenset())
    mine: dict[Node, list[Node]] = {}
    before: defaultdict[Node, list[tuple[Node, bool]]] = defaultdict(list)
    pending = [first]
    while pending:
        node = pending.pop()
        state, used = node
        if node in mine:
            continue
        mine[node] = []
        if goal.holds(state):
            continue
        for move, after in onward(process, known, state):
            ends = (
                [(False, used)] if move.kind == "wait" else whose(process, state, used, move, name)
            )
            for by_one, after_used in ends:
                target = (after, after_used)
                before[target].append((node, by_one))
                if by_one:
                    mine[node].append(target)
                pending.append(target)
    won = {node for node in mine if goal.holds(node[0])}
    theirs: set[Node] = set()
    news = list(won)
    while news:
        for node, by_one in before[news.pop()]:
            if not by_one:
                theirs.add(node)
            if node in theirs and node not in won and all(m in won for m in mine[node]):
                won.add(node)
                news.append(node)
    return first in won


def whose(process, state, used, move, name) -> Iterator[tuple[bool, frozenset]]:
    """Yield whether the one or the others can make a move, and in which steps the one has voted."""
    if move.kind != "ballot":
        yield move.actor == name, used
        return
    at = process.clauses.index.procedures[move.clause]
    course = state.record.procedures[at]
    voters = process.clauses.steps[at][course.step].electorate
    label, place = voters.label_of(name), (at, course.step, course.since)
    if label != move.actor:
        yield False, used
        return
    if place not in used:
        yield True, used | {place}
    cast = sum(course.tally[list(voters.classes).index(label)]) - (place in used)
    if cast < len(voters.classes[label]) - 1:
        yield False, used


def test_renaming_and_reordering_change_no_answer():
    text = draw(11)
    turned = text.replace("mission", "observers").replace("COUNCIL", "BOARD")
    lines = turned.split("\n")
    walks = [Walk(Process(read(t))) for t in (text, "\n".join(lines))]
    rows = [matrix(walk) for walk in walks]
    assert rows[0] == rows[1]


def test_a_procedure_that_takes_effect_without_the_act_is_no_consequence_of_it():
    text = ASKED.format(due="alleged: peace", more="", response="defend")
    text = text.replace(
        "guarantees:",
        "  talks: {opens: {by: LOW}, steps: [{act: meet, by: LOW}], then: [{terminate: truce}]}\n"
        "instruments: {truce: {parties: [LOW, UPL]}}\nguarantees:",
    )
    walk = Walk(Process(read(text)))
    assert row(walk, ATTACK).effects == ()
    assert walk.comes(ATTACK, effect(walk.process, "talks")) is not None
