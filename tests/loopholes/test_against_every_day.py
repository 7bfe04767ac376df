"""All days at once against every day by itself.

The reference tells states apart by every day that they remember. Compared are the states that can
come about in time, those from which a goal is out of reach, and those from which it can be avoided,
each up to the days. `FOEDUS_FUZZ=N` compares N arrangements, skipping those of which the reference
does not see the end.
"""

from __future__ import annotations

import os

import pytest
from days_drawn import draw

from foedus.language import read
from foedus.loopholes import Inquiry
from foedus.process import Process
from foedus.process.exploration import Item

MOST = 60_000
FUZZ = int(os.environ.get("FOEDUS_FUZZ", "0"))
SEEDS = range(FUZZ or 30)
GUARANTEES = ("aid", "help", "shield")


def alike(graph, readings):
    """Return the states in time, without their days, of which `readings` hold."""
    return {
        (graph.ranks[at], graph.projection.undated(state))
        for at, state in enumerate(graph.states)
        if any(graph.timely(at, zone) is not None for zone in readings(at))
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_zones_hold_what_every_day_shows(seed: int):
    arrangement = read(draw(seed))
    fast, slow = (Inquiry(Process(arrangement), MOST, reference=r) for r in (False, True))
    name = GUARANTEES[seed % 3]
    at = fast.process.clauses.index.guarantees[name]
    by = arrangement.guarantees[name].against
    seeds = [Item("owed", name), Item("conduct", by, 1)]
    found = []
    for inquiry in (fast, slow):
        graph = inquiry.graph(seeds)
        if inquiry.reference and not graph.complete:
            pytest.skip("every day by itself is too much to look at")
        assert graph.complete

        def goal(state, clauses=inquiry.process.clauses):
            return clauses.owed(state, at)

        found.append(
            (
                alike(graph, graph.everything),
                alike(graph, graph.reaching(goal).outside),
                alike(graph, graph.avoiding(goal).inside),
            )
        )
    assert found[0][0] == found[1][0]
    assert found[0][1] == found[1][1]
    assert found[0][2] == found[1][2]
