"""What several do on one day is judged by that morning and taken together: against brute force.

The reference folds each day as `foedus.process.replay` does: acts of a rank are judged against the
state before them, and applied together whatever their order; what becomes possible by them follows.
Everybody's moves are tried, on every day, and the game of two sides is played out on all of it.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from foedus.language import BadArrangementError, read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Move, Process, State
from foedus.process.exploration import Graph, Item, Projection, Rules, scope
from foedus.process.walk import Supposition, Walk, effect, owed

FUZZ = int(os.environ.get("FOEDUS_FUZZ", "0"))
DEEDS = ("ask", "bar", "call")
PARTIES = ("LOW", "BAR", "CEN")
TEXT = """\
foedus: 1
title: Declarations drawn from {seed}
as_of: 2025-01-01
horizon: P2D
parties: {{LOW: {{}}, UPL: {{}}, LGA: {{}}, BAR: {{}}, CEN: {{}}}}
conduct: {{UPL: {{towards: LOW, acts: [{{act: comply}}, {{act: attack}}]}}}}
deeds:
{deeds}
instruments: {{pact: {{parties: [LOW, LGA]}}}}
norms: {{debt: {{obligation: call, bearer: CEN, when: {{{falls}}}, within: P1D}}}}
procedures:
  talks:
    opens: {{by: [LOW, BAR]{talks}}}
    reopens: true
    steps: [{{act: agree, by: CEN, within: P1D}}]
  rival:
    opens: {{by: [BAR, CEN]{rival}}}
    steps: [{{act: rule, by: LOW, within: P1D}}]
guarantees:
  aid:
    owed_by: LGA
    protects: {{state: LOW, territory: recognised}}
    against: UPL
    casus_foederis: attack
    response: defend
    in: pact
    due_when: {{{due}}}
"""


def draw(seed: int) -> Process:
    """Return the first of the arrangements drawn from a seed in which nothing waits for itself."""
    rng = random.Random(seed)
    while True:
        try:
            return Process(read(drawn(seed, rng)))
        except BadArrangementError:
            continue


def drawn(seed: int, rng: random.Random) -> str:

    def atom() -> str:
        done = f"performed: {rng.choice(DEEDS)}"
        kinds = [done, done, done, "open: talks", "lapsed: talks", "open: rival", "done: rival"]
        said = rng.choice(kinds)
        return said if rng.random() < 0.3 else f"not: {{{said}}}"

    def condition() -> str:
        if rng.random() < 0.6:
            return atom()
        return f"{rng.choice(['all', 'any'])}: [{{{atom()}}}, {{{atom()}}}]"

    def needs(key: str) -> str:
        return f", {key}: {{{condition()}}}" if rng.random() < 0.7 else ""

    deeds = [
        f"  {name}: {{by: {by}{needs('needs')}{rng.choice(['', '', ', reversible: true'])}}}"
        for name, by in zip(DEEDS, PARTIES, strict=True)
    ]
    return TEXT.format(
        seed=seed,
        deeds="\n".join(deeds),
        falls=condition(),
        talks=needs("when"),
        rival=needs("when"),
        due=condition() if rng.random() < 0.7 else f"any: [{{{atom()}}}, {{breached: debt}}]",
    )


class Node(NamedTuple):
    """A state within a day: what its last rank is judged against, what was made of it, and which
    deeds of today were done or undone with that rank."""

    state: State
    rank: int
    before: State | None = None
    made: tuple[Move, ...] = ()
    turned: frozenset[tuple[str, ...]] = frozenset()


QUIET = ("conduct", "prevail", "repel", "withdraw", "honour", "decline")


def possible(process: Process, state: State) -> list[Move]:
    """Every move but acts, exits and answers: what the walk may make."""
    found = [m for m in process.acts(state) if m.kind not in (*QUIET, "ballot")]
    for name, voter in (("talks", "CEN"), ("rival", "LOW")):
        votes = (Move("ballot", voter, name, choice) for choice in ("yes", "no", "abstain"))
        found += [m for m in votes if process.refusal(state, m) is None]
    return found


def onward(process: Process, node: Node) -> Iterator[tuple[Move, Node]]:
    """Every move of a node, the end of the day among them, and where it leads to."""
    state, rank, before, made, turned = node
    for move in possible(process, before) if before is not None else ():
        contrary = move.subject and move.subject in turned
        if move.rank == rank and move.kind != "ballot" and not contrary and move not in made:
            together = tuple(sorted((*made, move)))
            after = process.during(before, together)
            yield move, Node(after, rank, before, together, turned | {move.subject})
    for move in possible(process, state):
        legal_before = before is not None and process.refusal(before, move) is None
        if move.kind == "ballot" and move.rank >= rank:
            yield move, Node(process.after(state, move), move.rank)
        elif move.rank > rank or (move.rank == rank and not legal_before):
            today = turned if move.rank == rank else frozenset()
            if not move.subject or move.subject not in today:
                after = process.after(state, move)
                yield move, Node(after, move.rank, state, (move,), today | {move.subject})
    wait = Move("wait", until=state.day + 1)
    if process.refusal(state, wait) is None:
        yield wait, Node(process.after(state, wait), -1)


def everything(process: Process, start: State) -> dict[Node, list[tuple[Move, Node]]]:
    graph: dict[Node, list[tuple[Move, Node]]] = {}
    pending = [Node(start, 1)]
    while pending:
        node = pending.pop()
        if node not in graph:
            graph[node] = list(onward(process, node))
            pending += [to for _, to in graph[node]]
    return graph


def others_win(graph, first: Node, goal, against: set[str]) -> bool:
    """Say whether all but some bring a goal about, though those may act before them on a day.

    What comes later in the order of a day keeps nobody from what comes before it. What is so has
    come where it is so for whoever acts last on the day: those may leave it, and whatever else they
    do on that day, it comes again.
    """
    theirs: dict[Node, list[tuple[Move, Node]]] = {}
    mine: dict[Node, list[tuple[Move, Node]]] = {}
    before = defaultdict(set)
    for node, steps in graph.items():
        mine[node] = [s for s in steps if s[0].kind != "wait" and s[0].actor in against]
        theirs[node] = [s for s in steps if s[0].kind == "wait" or s[0].actor not in against]
        for _, to in steps:
            before[to].add(node)
    won: set[Node] = set()
    pending = [node for node in graph if goal.holds(node.state)]
    while pending:
        node = pending.pop()
        if node in won:
            continue
        has_come = goal.holds(node.state) and all(there in won for _, there in mine[node])
        if has_come or any(
            to in won and all(there in won for m, there in mine[node] if m.rank <= move.rank)
            for move, to in theirs[node]
        ):
            won.add(node)
            pending += before[node]
    return first in won


# fmt: off
HURRIED = (21, 49, 73, 94, 103, 107, 109, 115, 122, 184, 204, 252, 266, 275, 298, 312, 315, 323)
# fmt: on
"""Seeds in which it matters whether acts of one day are taken together or one after another."""


@pytest.mark.parametrize("seed", range(FUZZ) if FUZZ else (*range(12), *HURRIED))
def test_what_comes_and_who_keeps_it_away_is_as_in_every_day_taken_together(seed: int):
    walk = Walk(draw(seed))
    supposed = Supposition(by="UPL", act="attack", against="LOW")
    start = walk.outset(supposed).end
    graph, begun = everything(walk.process, start), Node(start, 1)
    for goal in (owed(walk.process, "aid"), effect(walk.process, "rival")):
        reached = min((n.state.day for n in graph if goal.holds(n.state)), default=None)
        play = walk.comes(supposed, goal)
        assert (play.end.day if play else None) == reached, goal
        if play is None:
            continue
        blockers = set(walk.blockers(supposed, goal))
        for name in PARTIES:
            others = set(PARTIES) - {name}
            assert (name in blockers) != others_win(graph, begun, goal, {name}), (goal, name)
            forced = others_win(graph, begun, goal, others)
            assert walk.forces(supposed, goal, [name]) == forced, (goal, name)


EXCHANGE = """\
foedus: 1
title: Money for a prisoner
as_of: 2025-01-01
horizon: P1Y
parties: {A: {}, B: {}, C: {}}
deeds:
  pay: {by: A}
  free: {by: B}
  give-back: {by: C, needs: {all: [{performed: pay}, {not: {performed: free}}]}}
instruments: {deal: {parties: [A, B, C]}}
norms:
  pays: {obligation: pay, bearer: A, towards: B, within: P5D, in: deal}
  back:
    obligation: give-back
    bearer: C
    towards: A
    when: {all: [{performed: pay}, {from: 2025-02-01}, {not: {performed: free}}]}
    in: deal
"""


def test_no_duty_falls_due_between_two_deeds_of_one_day():
    """In March A pays and B frees the prisoner on the same day: C has nothing to give back.

    Taken one after the other, what C holds would have to be given back on that very day, and could
    not be: a double bind that nobody is in. B that frees a day later bars what is due already, and
    C could have done it on the day before.
    """
    process = Process(read(EXCHANGE))
    march = process.after(process.start, Move("wait", until=5))
    while march.day < 59:
        waits = [move for move in process.moves(march) if move.kind == "wait"]
        march = process.after(march, Move("wait", until=min(59, waits[0].until)))
    back, deeds = process.clauses.index.norms["back"], process.clauses.index.deeds
    both = process.during(march, [Move("perform", "A", "pay"), Move("perform", "B", "free")])
    assert both.record.due[back] < 0
    slice_ = Projection(process, scope(process, [Item("breached", "back")]), daily=True)
    lets = Rules(allowed=lambda _state, batch: batch[0].clause in ("pay", "free"))
    today = [state for state in Graph(slice_, march, rules=lets).states if state.day == march.day]
    done = [s.record.performed for s in today]
    ends = {s.record.due[back] for s, d in zip(today, done, strict=True) if d[deeds["free"]]}
    assert any(d[deeds["pay"]] and d[deeds["free"]] for d in done)
    assert ends == {-1}
    assert verdict(process, CATALOGUE["double-bind"]).outcome == "holds"
