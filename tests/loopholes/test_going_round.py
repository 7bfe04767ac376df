"""From where a goal can be avoided for ever, against losing one turn of every circle at a time."""

from __future__ import annotations

import pytest
from days_drawn import SMALL, draw
from test_alignment import DRAFT

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.catalogue import examine
from foedus.process import Process
from foedus.process.exploration import (
    ACTED,
    Item,
    Projection,
    Region,
    Rules,
    TimedGraph,
    scope,
    without,
)


def turn_by_turn(graph: TimedGraph, goal) -> Region:
    """Take away, until nothing more goes, what no step keeps among the states not yet taken."""
    left = {at: [graph.zones[at]] for at, state in enumerate(graph.states) if not goal(state)}
    while True:
        lost = False
        for at, zones in left.items():
            ahead = list(graph.still(at))
            for step in graph.edges[at]:
                ready = (graph.before(at, step, zone) for zone in left.get(step.to, ()))
                ahead += [found[1] for found in ready if found is not None]
            kept = Region(graph)
            for zone in zones:
                for part in without(zone, without(zone, ahead)):
                    kept.add(at, part)
            if any(without(zone, kept.inside(at)) for zone in zones):
                left[at], lost = kept.inside(at), True
        if not lost:
            return Region(graph, left)


def same(graph: TimedGraph, goal) -> bool:
    found, expected = graph.avoiding(goal), turn_by_turn(graph, goal)
    return all(
        not without(zone, other.inside(at))
        for one, other in ((found, expected), (expected, found))
        for at in range(len(graph.states))
        for zone in one.inside(at)
    )


LONG = 48
"""Half of the time of all of them together, and nothing that the others do not show."""


def goals(process: Process):
    """Yield conditions that plays may avoid, each with what it reads."""
    clauses = process.clauses
    for name, at in clauses.index.guarantees.items():
        by = process.arrangement.guarantees[name].against
        seeds = [Item("owed", name), Item("conduct", by, 1)]
        yield seeds, lambda state, at=at: clauses.owed(state, at)
        yield seeds, lambda state, at=at: not clauses.active(state, at)


@pytest.mark.parametrize("seed", [s for s in SMALL[:60] if s != LONG])
def test_what_can_be_avoided_is_what_is_left_after_every_turn(seed: int):
    process = Process(read(draw(seed)))
    for number, (seeds, goal) in enumerate(goals(process)):
        rules = Rules(allowed=lambda _state, batch: batch[0].kind != "conduct")
        slice_ = Projection(process, scope(process, seeds))
        graph = TimedGraph(slice_, rules=rules, endless=bool(number % 2))
        assert same(graph, goal)


@pytest.mark.parametrize("sunset", ["P20D", "P45D"])
def test_an_inquiry_asked_for_anew_every_day_ends_with_the_treaty(sunset: str):
    """The panel says no, and is asked again on the next day, until the armistice runs out."""
    inquiry = Inquiry(Process(read(DRAFT.replace("P1Y", sunset))))
    threat = inquiry.threats[0]
    _, attacked = inquiry.attacked(threat, "strike")
    seeds, owed = inquiry.seeds(threat), inquiry.owed(threat)
    slice_ = Projection(inquiry.process, scope(inquiry.process, seeds))
    rules = Rules(allowed=lambda _state, batch: batch[0].kind != "conduct", avoid=owed)
    graph = TimedGraph(slice_, attacked, hour=ACTED, rules=rules, endless=True)
    assert same(graph, owed)


def test_a_longer_treaty_is_no_longer_to_look_at():
    """Turn by turn ten years of it took some ten seconds; what is looked at is the same."""
    asked: list[int] = []

    def patient(_states: int, _waiting: int) -> bool:
        asked.append(1)
        return True

    looked = []
    for sunset in ("P1Y", "P10Y", "P100Y"):
        asked.clear()
        process = Process(read(DRAFT.replace("P1Y", sunset)))
        found = examine(Inquiry(process, patience=patient), CATALOGUE["assured-response"])
        looked.append((found.outcome, found.states, len(asked)))
    assert looked[0][0] == "holds"
    assert len(set(looked)) == 1
