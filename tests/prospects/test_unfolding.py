"""Chances and days over all ways, against every outcome played out day by day, ballot by ballot."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from foedus.language import read
from foedus.process import Move, Process, State
from foedus.process.exploration import decisions
from foedus.process.state import Progress
from foedus.process.walk import Goal, Supposition, Walk, effect, found, owed
from foedus.prospects.steps import Step, StepProspect
from foedus.prospects.unfolding import Unfolding, summed

sys.path.insert(0, str(Path(__file__).parents[1] / "loopholes"))
from conftest import draw

DRAWS = 6


def invented(process: Process, seed: int) -> dict[Step, StepProspect]:
    """Chances and whole days of every step, drawn at random."""
    rng = np.random.default_rng(seed)
    return {
        (name, at): StepProspect(
            rng.uniform(0.1, 0.9, DRAWS), rng.integers(0, 4, DRAWS).astype(float), flags(), ("?",)
        )
        for name, procedure in process.arrangement.procedures.items()
        for at in range(len(procedure.steps))
    }


class Certain(NamedTuple):
    """A vote of which it is certain how it ends: passed, blocked, or neither."""

    chances: np.ndarray

    def told(self, _past: object) -> tuple[()]:
        return ()

    def adopted(self, _past: object) -> float:
        return 0.0

    def shares(self, _past: object) -> tuple[np.ndarray, np.ndarray]:
        passes, blocked = self.chances
        return np.full(DRAWS, passes), np.full(DRAWS, blocked)


def flags() -> np.ndarray:
    return np.zeros(DRAWS, bool)


def slowly(
    process: Process,
    start: State,
    goal: Goal,
    willing: frozenset[tuple[str, str]],
    steps: Mapping[Step, StepProspect],
    draw_: int,
) -> Iterator[tuple[float, int]]:
    """Yield the chance and the day of the goal under each assignment of outcomes to steps.

    Every day, first what is willingly done is done, then what is due to be voted on is, by ballots
    cast one at a time, until nothing more happens; then the day ends.
    """
    for outcomes in product((True, False), repeat=len(steps)):
        passes = dict(zip(steps, outcomes, strict=True))
        state, used = start, set[Step]()
        came: int | None = None
        while came is None:
            state = busy(process, state, goal, willing, steps, passes, used, draw_)
            if goal.holds(state):
                came = state.day
                break
            move = Move("wait", until=state.day + 1)
            if process.refusal(state, move) is not None:
                break
            before, state = state, process.after(state, move)
            if goal.holds(state):
                came = before.day if not dated(process) else state.day
        chance = 1.0
        for step in used:
            p = float(steps[step].passes[draw_])
            chance *= p if passes[step] else 1 - p
        chance *= 0.5 ** (len(steps) - len(used))  # steps never voted on: each way counted once
        if came is not None:
            yield chance, came - start.day


def dated(process: Process) -> bool:
    return bool(process.clauses.dated_days)


def busy(process, state, goal, willing, steps, passes, used, draw_) -> State:
    while not goal.holds(state):
        move = next(helpful(process, state, willing), None)
        if move is None:
            batch = voted(process, state, steps, passes, used, draw_)
            if batch is None:
                return state
            for ballot in batch:
                if process.refusal(state, ballot) is None:
                    state = process.after(state, ballot)
        else:
            state = process.after(state, move)
    return state


def helpful(process: Process, state: State, willing) -> Iterator[Move]:
    for move in process.acts(state):
        if (move.kind, move.clause) not in willing:
            continue
        if move.kind in ("allege", "open"):
            at = process.clauses.index.procedures[move.clause]
            if state.record.procedures[at].progress is not Progress.IDLE:
                continue
            norm = process.arrangement.procedures[move.clause].opens.alleging
            if norm and not state.world.breached[process.clauses.index.norms[norm]]:
                continue
        yield move


def voted(process, state, steps, passes, used, draw_) -> tuple[Move, ...] | None:
    """Return the ballots of the first step whose day has come, or nothing."""
    for at, course in enumerate(state.record.procedures):
        name = process.clauses.procedure_ids[at]
        step = (name, course.step)
        if course.progress is not Progress.OPEN or step in used:
            continue
        compiled = process.clauses.steps[at][course.step]
        if compiled.step.escrowed or not compiled.needs(state):
            continue
        after = int(steps[step].days[draw_])
        silent = compiled.within is not None and (
            compiled.on_timeout == "adopt" or compiled.electorate.passes(compiled.electorate.blank)
        )
        if compiled.within is not None and silent:
            after = min(after, compiled.within)
        if state.day < course.since + after:
            continue
        used.add(step)
        found_ = [d.moves for d in decisions(compiled, name) if d.passes is passes[step]]
        if found_ and not (silent and passes[step]):
            return found_[0]
        return ()
    return None


@pytest.mark.parametrize("seed", range(40))
def test_the_ways_are_those_of_every_outcome_played_out(seed: int):
    walk = Walk(Process(read(draw(seed))))
    process = walk.process
    supposed = Supposition(by="RUS", act="attack", against="UKR")
    steps = invented(process, seed)
    for goal in (
        owed(process, "defence"),
        effect(process, "accession"),
        found(process, "no-attack"),
    ):
        if walk.comes(supposed, goal) is None:
            continue
        willing, start = walk.willing(supposed, goal), walk.outset(supposed).end
        unfolding = Unfolding(
            process, start, goal.holds, willing, frozenset(process.clauses.procedure_ids), steps
        )
        ways = list(unfolding.ways(DRAWS))
        chances = summed(ways, DRAWS)
        for draw_ in range(DRAWS):
            slow = list(slowly(process, start, goal, willing, steps, draw_))
            assert chances[draw_] == pytest.approx(sum(chance for chance, _ in slow))
            days = sum(way.chance * way.day for way in ways if way.draw == draw_)
            assert days == pytest.approx(sum(chance * day for chance, day in slow))


@pytest.mark.parametrize("seed", range(12))
def test_the_bounds_hold_whatever_the_unknown_chances_are(seed: int):
    walk = Walk(Process(read(draw(seed))))
    supposed = Supposition(by="RUS", act="attack", against="UKR")
    goal = effect(walk.process, "accession")
    willing, start = walk.willing(supposed, goal), walk.outset(supposed).end
    names = frozenset(walk.process.clauses.procedure_ids)
    steps = invented(walk.process, seed)
    hidden = {step: p for step, p in steps.items() if step[0] == "accession"}
    unknown = steps | {
        step: StepProspect(p.passes, p.days, p.late, p.because, known=False)
        for step, p in hidden.items()
    }
    bounded = Unfolding(walk.process, start, goal.holds, willing, names, unknown)
    passed, blocked, left = map(Certain, np.eye(3, 2))
    tried = []
    for corner in product((passed, blocked, left), repeat=len(hidden)):
        filled = steps | {
            step: StepProspect(np.zeros(DRAWS), hidden[step].days, flags(), ("?",), asked=ends)
            for step, ends in zip(hidden, corner, strict=True)
        }
        unfolding = Unfolding(walk.process, start, goal.holds, willing, names, filled)
        tried.append(summed(unfolding.ways(DRAWS), DRAWS))
    for draw_ in range(DRAWS):
        low, high = bounded.bounds(draw_)
        assert low == pytest.approx(min(chances[draw_] for chances in tried))
        assert high == pytest.approx(max(chances[draw_] for chances in tried))


def test_a_way_is_a_play_of_the_process():
    """The trace names each step with its outcome and its day, and the goal comes no sooner."""
    walk = Walk(Process(read(draw(3))))
    supposed = Supposition(by="RUS", act="attack", against="UKR")
    goal = effect(walk.process, "accession")
    steps = invented(walk.process, 3)
    names = frozenset(walk.process.clauses.procedure_ids)
    start, willing = walk.outset(supposed).end, walk.willing(supposed, goal)
    for way in Unfolding(walk.process, start, goal.holds, willing, names, steps).ways(DRAWS):
        assert 0 < way.chance <= 1
        days = [day for _, _, day in way.trace]
        assert days == sorted(days)
        assert way.day >= max(days, default=0)
