"""Looking for false proofs: no play may come to what a verdict excludes, and no answer may be owed
of which the walk says that none ever is.

Plays are drawn at random through the process, with no search and no slices. `FOEDUS_FUZZ=N` draws
50 N of them instead of 2,000 or so.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from itertools import combinations

import pytest
from days_drawn import draw as draw_days
from plays_drawn import drawn_play

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process, State
from foedus.process.conditions import ENDED
from foedus.process.exploration import Item
from foedus.process.settling import can_open
from foedus.process.state import NEVER, Progress, Standing
from foedus.process.walk import Supposition, Walk, allowed, owed

FUZZ = int(os.environ.get("FOEDUS_FUZZ", "0"))
CASES = {name: read(text_of(name), name) for name in cases()}
OPTIONS = [(name, opt) for name, case in CASES.items() for opt in case.options or [None]]
SHIPPED = [f"{name} {opt or ''}".strip() for name, opt in OPTIONS]
ASKED = SHIPPED + [f"days {seed}" for seed in range(FUZZ or 8)]
PLAYS = 50 if FUZZ else 20
RARE = 40 if FUZZ else 4
"""How many pairs of statements, seen together most seldom, are put to a search."""
OVER = (*ENDED, Standing.NOTICE_GIVEN)


def process_of(name: str, draw_arrangement) -> Process:
    kind, _, rest = name.partition(" ")
    if kind == "days":
        return Process(read(draw_days(int(rest))))
    if kind == "drawn":
        return Process(read(draw_arrangement(int(rest))))
    return Process(option(CASES[kind], rest) if rest else CASES[kind])


def excluded(inquiry: Inquiry):
    """Yield what the properties that speak of single states exclude, each with its test."""
    process = inquiry.process
    a, clauses, index = process.arrangement, process.clauses, process.clauses.index

    def unfounded(norms: list[int], holds):
        return lambda s: holds(s) and not any(s.world.breached[at] for at in norms)

    for name, procedure in a.procedures.items():
        at, norms = index.procedures[name], [index.norms[n] for n in inquiry.grounds(name)]
        if procedure.then and norms:

            def done(s, at=at):
                return s.record.procedures[at].progress is Progress.DONE

            yield "false-flag", unfounded(norms, done)
        if procedure.opens.alleging and procedure.in_:
            norm, text = index.norms[procedure.opens.alleging], index.instruments[procedure.in_]
            yield (
                "lost-standing",
                lambda s, at=at, norm=norm, text=text: (
                    s.world.breached[norm]
                    and not s.record.alleged[norm]
                    and s.record.instruments[text].standing in ENDED
                    and s.record.procedures[at].progress is Progress.IDLE
                    and not can_open(clauses, s, at)
                ),
            )
    for at, (name, g) in enumerate(a.guarantees.items()):
        pairs = ((h.protects.state, h.against) for h in a.guarantees.values())
        same = [n for n, pair in enumerate(pairs) if pair == (g.protects.state, g.against)]
        yield (
            "forfeiture",
            lambda s, at=at, same=same: (
                s.record.guarantees[at].forfeited
                and not any(life.standing in OVER or life.exits for life in s.record.instruments)
                and not any(clauses.active(s, other) for other in same)
            ),
        )
        threat = inquiry.threat(g.against, g.protects.state)
        if threat is not None and any(n == name for _, n, _ in inquiry.guarantees(threat)):
            term = [  # what the same debtors owe no less under is not missing
                n
                for n, other in enumerate(a.guarantees.values())
                if n != at and other.owed_by == g.owed_by and inquiry.no_less(other, g)
            ]
            yield (
                "predates",
                lambda s, at=at, term=term: (
                    clauses.under_way(s, at)
                    and s.record.guarantees[at].casus == NEVER
                    and clauses.active(s, at)
                    and not any(s.record.guarantees[n].casus != NEVER for n in term)
                ),
            )
        if threat is not None and g.response == "right_only":
            owed = inquiry.owed(threat)
            yield (
                "right-without-duty",
                lambda s, at=at, owes=owed: clauses.answerable(s, at) and not owes(s),
            )
    for name, norm in a.norms.items():
        if norm.prohibition == "admit":
            yield "conflict", lambda s, at=index.norms[name]: s.world.breached[at]


def statements(process: Process):
    """Return what may be said of a state in a word, each with what a slice of it reads."""
    clauses, index = process.clauses, process.clauses.index
    said = {}
    for name, at in index.guarantees.items():
        said["owed", name] = (Item("owed", name), lambda s, at=at: clauses.owed(s, at))
        said["active", name] = (Item("owed", name), lambda s, at=at: clauses.active(s, at))
        said["overdue", name] = (Item("late", name), lambda s, at=at: clauses.overdue(s, at))
        said["declined", name] = (Item("answers", name), lambda s, at=at: clauses.declined(s, at))
    for name, at in index.norms.items():
        said["breached", name] = (Item("breached", name), lambda s, at=at: s.world.breached[at])
        said["found", name] = (Item("found", name), lambda s, at=at: s.record.found[at])
    for name, at in index.procedures.items():
        for progress in Progress:
            said[progress.name, name] = (
                Item("procedure", name),
                lambda s, at=at, p=progress: s.record.procedures[at].progress is p,
            )
    for name, at in index.instruments.items():
        said["stands", name] = (
            Item("instrument", name),
            lambda s, at=at: s.record.instruments[at].standing not in ENDED,
        )
        said["ended", name] = (
            Item("instrument", name),
            lambda s, at=at: s.record.instruments[at].standing in ENDED,
        )
    return said


@pytest.mark.parametrize("name", ASKED)
def test_no_play_comes_to_what_a_verdict_excludes(name: str, draw_arrangement):
    process = process_of(name, draw_arrangement)
    inquiry = Inquiry(process)
    said, tests = statements(process), list(excluded(inquiry))
    seen: Counter[tuple[tuple[str, str], ...]] = Counter()
    broken: dict[str, State] = {}
    for play in range(PLAYS):
        for state, _ in drawn_play(process, random.Random(f"{name} {play}")):
            for prop, test in tests:
                if prop not in broken and test(state):
                    broken[prop] = state
            so = [key for key, (_, holds) in said.items() if holds(state)]
            seen.update(combinations(so, 2))
    for prop, state in broken.items():
        found = examine(inquiry, CATALOGUE[prop])
        assert found.outcome not in ("holds", "does-not-apply"), (prop, state)
    for pair in sorted(seen, key=lambda pair: (seen[pair], pair))[:RARE]:
        (one, first), (other, second) = (said[key] for key in pair)
        graph = inquiry.graph([one, other], stop=lambda s, f=first, g=second: f(s) and g(s))
        assert graph.stopped is not None or not graph.complete, pair


@pytest.mark.parametrize("name", ASKED)
def test_what_a_play_makes_owed_the_walk_says_can_be(name: str, draw_arrangement):
    """After an act, with nobody's conduct changed and no breach made up, as the walk has it."""
    process = process_of(name, draw_arrangement)
    walk, clauses = Walk(process), process.clauses
    a, rng = process.arrangement, random.Random(name)
    acts = [(by, act.act, to) for by, to in a.pairs for act in a.conduct[by].acts[1:]]
    goals = [goal(process, g) for g in a.guarantees for goal in (owed, allowed)]

    def left_open(state: State, move) -> bool:
        if move.kind in ("conduct", "prevail", "repel", "honour", "decline", "withdraw"):
            return False
        alleged = a.procedures[move.clause].opens.alleging if move.kind == "allege" else None
        return alleged is None or state.world.breached[clauses.index.norms[alleged]]

    for _ in range(PLAYS):
        by, act, to = rng.choice(acts)
        s = Supposition(by=by, act=act, against=to)
        start = walk.outset(s).end
        met = {}
        for state, _ in drawn_play(process, rng, start, rank=1, allowed=left_open):
            for goal in goals:
                if goal not in met and goal.holds(state):
                    met[goal] = state.day - start.day
        for goal, day in met.items():
            play = walk.comes(s, goal)
            assert play is not None, (s, goal)
            assert walk.day(s, goal, play) <= day, (s, goal)
