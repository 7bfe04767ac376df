"""The search against the same search with every day told apart, and ballots cast one by one.

The reference takes no days between deadlines as alike; votes are compared by casting each ballot;
`FOEDUS_FUZZ=N` compares N arrangements over the whole catalogue, but for what has too many days to
be told apart: a minute or two for each.
"""

from __future__ import annotations

import os

import pytest

from foedus.language import read
from foedus.loopholes import CATALOGUE, Inquiry
from foedus.loopholes.blocking import single_blockers
from foedus.loopholes.catalogue import examine
from foedus.process import Process
from foedus.process.exploration import ACTED, Projection, Rules, TimedGraph, scope

FUZZ = int(os.environ.get("FOEDUS_FUZZ", "0"))
QUICK = ("gap", "assured-response", "deniable-breach", "predates")
NOT_SEARCHED = ("own-cause", "toothless-norm", "self-defence", "single-blocker")
"""Read off the text or played out directly, so that there is nothing to compare; blockers apart."""
MOST = 8_000
"""States after which the reference gives up on one property with `FOEDUS_FUZZ`: days add up."""


def russia(inquiry: Inquiry):
    return next(threat for threat in inquiry.threats if threat.by == "RUS")


@pytest.mark.parametrize("seed", range(FUZZ or 2))
def test_verdicts_agree_with_every_day_and_every_ballot(draw_arrangement, seed: int):
    arrangement = read(draw_arrangement(seed))
    names = [n for n in CATALOGUE if n not in NOT_SEARCHED] if FUZZ else QUICK
    fast, slow = Inquiry(Process(arrangement)), Inquiry(Process(arrangement), reference=True)
    slow.most = MOST if FUZZ else slow.most
    compared = 0
    for name in names:
        verdict, expected = (examine(inquiry, CATALOGUE[name]) for inquiry in (fast, slow))
        assert verdict.complete
        if FUZZ and not expected.complete:
            continue
        assert expected.complete
        assert len(verdict.loopholes) == len(expected.loopholes), (name, verdict.loopholes)
        compared += 1
    assert compared >= len(names) // 2


@pytest.mark.parametrize("seed", range(FUZZ or 6))
def test_blockers_agree_with_striking_each_member_from_the_play(draw_arrangement, seed: int):
    """Each member has a class of its own, and casts no ballot, or none but a no."""
    text = draw_arrangement(seed)
    members = [m for m in ("DNK", "EST", "FIN") if m in text]
    apart = f"  side: {{parties: [{', '.join(members)}]}}\nnorms:\n"
    named = Process(read(text.replace("norms:\n", apart)))
    inquiry = Inquiry(Process(read(text)))
    threat = russia(inquiry)
    _, attacked = inquiry.attacked(threat, "attack")
    blocking = {who for who, _ in single_blockers(inquiry, attacked, threat)} & set(members)

    alone = Inquiry(named)
    goal, seeds = alone.answer(threat)
    slice_ = Projection(alone.process, scope(alone.process, seeds), singly=True)
    _, start = alone.attacked(threat, "attack")

    def reached(member: str, *, says: str) -> bool:
        def allowed(_state, batch):
            move = batch[0]
            if move.kind in ("conduct", "withdraw"):
                return False
            return move.actor != member or (move.kind == "ballot" and move.choice == says)

        def urgent(_state, batch):
            return batch[0].actor == member and batch[0].choice == says

        rules = Rules(allowed=allowed, urgent=urgent)
        return TimedGraph(slice_, start, hour=ACTED, rules=rules, stop=goal).stopped is not None

    possible = reached("nobody", says="")
    expected = {
        m for m in members if possible and not (reached(m, says="") and reached(m, says="no"))
    }
    assert blocking == expected


@pytest.mark.parametrize("seed", range(20))
def test_counting_a_decision_at_once_is_casting_its_ballots(draw_arrangement, seed: int):
    inquiry = Inquiry(Process(read(draw_arrangement(seed))))
    graph = TimedGraph(inquiry.slice(inquiry.seeds(russia(inquiry))), inquiry.process.start)
    for at, edges in enumerate(graph.edges):
        for edge in edges:
            if edge.batch[0].kind == "ballot":
                cast = graph.projection.after(graph.states[at], graph.hours[at], edge.batch).state
                assert cast == inquiry.process.during(graph.states[at], edge.batch)
