"""What two answers say of one thing is the same: matrix, clock, chances, blockers, replay."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from foedus.assessment import Assessment, assess
from foedus.casebook import cases, text_of
from foedus.language import Arrangement, option, read, write
from foedus.loopholes.export import events
from foedus.process import Process, replay
from foedus.process.walk import Play, Supposition, Walk, effect, matrix, owed

sys.path.insert(0, str(Path(__file__).parents[1] / "loopholes"))
from conftest import draw

SEEDS = range(30)
DRAWS = 30


@cache
def case(name: str) -> Arrangement:
    return read(text_of(name), f"{name}.yaml")


@cache
def found(name: str) -> Assessment:
    """Assess a case without what is at stake: the game is no part of what is compared here."""
    a = replace(case(name), stakes={})
    return assess(a, name, draws=DRAWS, seed=0, paths=False)


VARIANTS = [
    pytest.param(option(case(name), o) if o else case(name), id=f"{name} {o}".strip())
    for name in cases()
    for o in list(case(name).options) or [""]
]


def replayed(walk: Walk, play: Play):
    """Fold a play, written out as events with everybody named, back into a state."""
    batches = [tuple(m for _, m in of) for _, of in groupby(play.steps, key=step_of(walk))]
    entries = list(replay(walk.process, events(walk.process, batches)))
    assert not [entry.refused for entry in entries if entry.refused]
    return entries


def step_of(walk: Walk):
    """Tell the ballots of one step together, and every other move by itself."""

    def key(step):
        state, move = step
        if move.kind != "ballot":
            return move, id(step)
        course = state.record.procedures[walk.process.clauses.index.procedures[move.clause]]
        return move.clause, course.step, course.since

    return key


def check_replays(arrangement: Arrangement) -> None:
    """What the matrix says comes on a day, the replay of its play says comes on that day."""
    walk = Walk(Process(arrangement))
    for met in matrix(walk):
        s = Supposition(by=met.by, act=met.act, against=met.against)
        begun = walk.outset(s).end.day
        for due in met.duties:
            goal = owed(walk.process, due.clause)
            entries = replayed(walk, walk.comes(s, goal))
            on = walk.process.date_of(begun + due.day)
            told = [
                e.on
                for e in entries
                for c in e.changes
                if c.what == f"a response is owed under {due.clause!r}"
            ]
            assert on in told
            assert walk.blockers(s, goal) == tuple(
                who
                for who in walk.blockers(s, goal)
                if walk.comes(
                    Supposition(by=s.by, act=s.act, against=s.against, refusing=frozenset({who})),
                    goal,
                )
                is None
            )
        for due in met.effects:
            entries = replayed(walk, walk.comes(s, effect(walk.process, due.clause)))
            told = [
                e.on for e in entries for c in e.changes if c.what == f"{due.clause!r} takes effect"
            ]
            assert walk.process.date_of(begun) + timedelta(days=due.day) in told


@pytest.mark.parametrize("arrangement", VARIANTS)
def test_the_matrix_of_every_case_replays(arrangement: Arrangement):
    check_replays(arrangement)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_matrix_of_arrangements_drawn_at_random_replays(seed: int):
    check_replays(read(draw(seed)))


@pytest.mark.parametrize("name", cases())
def test_an_assessment_says_one_thing(name: str):
    for o in found(name).options.values():
        for pair in o.pairs:
            row = next(
                r for r in o.matrix if (r.by, r.act, r.against) == (pair.by, pair.act, pair.against)
            )
            dues = {"duty": row.duties, "right": row.rights, "effect": row.effects, "none": ()}
            earliest = [d.day for d in dues[pair.consequence] if d.clause in pair.of]
            assert bool(earliest) == (pair.consequence != "none")
            days = pair.days_to_effect
            if days.low is not None:
                assert days.low >= min(earliest)
            if days.value is not None and pair.clock.stages:
                last = [s for s in pair.clock.stages if s.name in ("owed", "allowed")]
                assert not last or last[0].day.value == days.value
            owers = {by for owed in pair.owed for by in owed.by}
            if not set(pair.blockers) <= owers:  # who owes may take it back at once
                assert pair.takes_effect.value != 1 or pair.takes_effect.kind in (
                    "assumed",
                    "judged",
                )


@pytest.mark.parametrize("name", ["ukraine-2025", "unscr-2231-snapback", "paris-2026"])
def test_decide_and_assess_agree_to_the_draw(name: str, capsys: pytest.CaptureFixture[str]):
    from click.testing import CliRunner

    from foedus.cli import main

    for o in found(name).options.values():
        printed = CliRunner().invoke(main, ["decide", name, "--option", o.id, "--indices", "none"])
        text = " ".join(printed.stdout.split())
        whole = re.search(r"by every way there is: (.+?)(?:, after|;)", text)
        if whole is not None:
            assert whole[1] == str(o.pairs[0].takes_effect)
            after = re.search(r"by every way there is: .+?, after (.+?)\.", text)
            if after is not None:
                assert after[1] == str(o.pairs[0].days_to_effect)


def renamed(arrangement: Arrangement) -> str:
    """Give every clause another name, and turn the order of parties and clauses round."""
    text = write(arrangement)
    for kind in ("norms", "procedures", "guarantees", "instruments"):
        for at, name in enumerate(getattr(arrangement, kind)):
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", f"zz-{kind[0]}{at}", text)
    return text


@pytest.mark.parametrize("seed", range(12))
def test_names_of_clauses_change_nothing(seed: int):
    plain = read(draw(seed))
    other = read(renamed(plain))
    rows = [matrix(Walk(Process(a))) for a in (plain, other)]
    assert [shape(r) for r in rows[0]] == [shape(r) for r in rows[1]]


def shape(row) -> tuple:
    several = (row.duties, row.rights, row.renewed, row.effects)
    return (
        row.by,
        row.act,
        row.against,
        len(row.breaches),
        row.findable,
        tuple(tuple((d.response, d.day) for d in dues) for dues in several),
    )
