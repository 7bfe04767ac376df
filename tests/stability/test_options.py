"""Options of arrangements as conflicts: how the process is cut, and what is said of it."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from foedus.casebook import cases, text_of
from foedus.language import option, read
from foedus.orderings import Stakes, from_stakes, option_conflict, option_stability
from foedus.process import Process, cut
from foedus.stability import SENSES, Above, StabilityError, stable

UKRAINE = read(text_of("ukraine-2025"))


def arcs(name: str, maker: str) -> set[tuple[frozenset[str], frozenset[str]]]:
    """Who can bring about what, by the facts that hold before and after."""
    found = cut(Process(option(UKRAINE, name)))
    facts = [frozenset(found.facts[f].id for f in holds) for holds in found.holds]
    return {(facts[a], facts[b]) for a, b in found.arcs.get(maker, ())}


ATTACK = frozenset({"RUS.deniable_act", "RUS.limited_seizure", "RUS.attack"})
LEFT = frozenset({"left.peace-deal"})
FOUND = frozenset({"found.no-attack"})
IN = frozenset({"UKR.in.NATO"})
HELP = frozenset({"help.article-5"})


def test_russia_can_leave_and_attack_in_one_turn():
    for name in UKRAINE.options:
        moves = arcs(name, "RUS")
        assert (frozenset(), LEFT | ATTACK) in moves
        assert (frozenset(), ATTACK) in moves
        assert all(before <= after for before, after in moves)  # nobody goes back


def test_members_help_at_once_only_a_member():
    """Under immediate membership NATO can answer an attack; as proposed it can only admit."""
    assert (ATTACK, ATTACK | HELP) in arcs("immediate-membership", "NATO")
    proposed = arcs("as-proposed", "NATO")
    assert (ATTACK | FOUND, ATTACK | FOUND | IN) in proposed
    assert (ATTACK, ATTACK | HELP) not in proposed
    assert not any(after >= HELP and not before >= IN for before, after in proposed)


def test_once_russia_has_left_nothing_is_found_unless_the_finding_survives():
    assert (LEFT | ATTACK, LEFT | ATTACK | FOUND) not in arcs("pre-ratified", "UKR")
    survives = arcs("pre-ratified-surviving-withdrawal", "UKR")
    assert (LEFT | ATTACK, LEFT | ATTACK | FOUND | IN) in survives


def test_what_is_released_in_silence_needs_no_member():
    """Ukraine alleges, the mission reports, the release is not stopped by all: it is a member."""
    assert (ATTACK, ATTACK | FOUND | IN) in arcs("pre-ratified", "UKR")
    assert (ATTACK, ATTACK | FOUND) in arcs("as-proposed", "UKR")


def true(s: Above, ranks) -> bool:
    high, low = ranks[s.maker][s.high], ranks[s.maker][s.low]
    return high > low if s.strict else high >= low


@pytest.mark.parametrize("name", UKRAINE.options)
def test_conditions_that_are_told_are_those_under_which_it_is_stable(name: str):
    """Against stability itself, under random orderings of the outcomes, ties included."""
    conflict = option_conflict(UKRAINE, name)
    rng = np.random.default_rng(2025)
    count, makers = len(conflict.outcomes), len(conflict.graph.makers)
    ranks = rng.integers(0, 12, (makers, count, 400)).astype(np.int32)
    ranks[:, 0] = rng.integers(6, 12, (makers, 400))  # else it is hardly ever stable
    for sense in SENSES:
        holds = stable(conflict.graph, ranks[:, list(conflict.of)], sense)[:, 0]
        for one in conflict.requirements(sense):
            for k in range(400):
                told = all(
                    any(all(true(s, ranks[:, :, k]) for s in way) for way in ways)
                    for ways in one.clauses
                )
                assert told == holds[one.maker, k]


def test_shares_are_those_of_random_strict_orderings():
    conflict = option_conflict(UKRAINE, "immediate-membership")
    found = option_stability(conflict)
    rng = np.random.default_rng(7)
    draws = rng.random((len(conflict.graph.makers), len(conflict.outcomes), 6000))
    ranks = draws.argsort(axis=1).argsort(axis=1).astype(np.int32)
    for sense in SENSES:
        holds = stable(conflict.graph, ranks[:, list(conflict.of)], sense)[:, 0].all(axis=0)
        assert abs(holds.mean() - found.joint[sense].value) < 0.02, sense


def test_no_answer_is_needed_is_seven_moves_of_russia_and_one_of_ukraine():
    """R: one of 8 outcomes first for Russia, one of 2 for Ukraine; NATO has no move from there."""
    for name in UKRAINE.options:
        found = option_stability(option_conflict(UKRAINE, name), ["R"])
        shares = dict(zip(found.conflict.graph.makers, found.shares["R"], strict=True))
        assert str(shares["RUS"].exact) == "1/8"
        assert str(shares["UKR"].exact) == "1/2"
        assert str(found.joint["R"].exact) == "1/16"


def test_an_option_with_more_answers_is_stable_under_more_orderings():
    """GMR asks least where the others can do most, and most where leaving ends it."""
    share = {
        name: option_stability(option_conflict(UKRAINE, name), ["GMR"]).joint["GMR"].exact
        for name in UKRAINE.options
    }
    assert share["none"] == share["pre-ratified"]  # by leaving, Russia escapes what follows
    assert share["pre-ratified-surviving-withdrawal"] > share["pre-ratified"]
    assert share["immediate-membership"] > share["article-5-like"] > share["none"]


def test_statements_order_outcomes():
    conflict = option_conflict(UKRAINE, "immediate-membership")
    statements = {
        "RUS": ["not help.article-5", "RUS.attack"],
        "UKR": ["not RUS.attack"],
        "NATO": ["help.article-5 if RUS.attack"],
    }
    ranks = np.array(conflict.ranks(statements))
    says = [conflict.says(at) for at in range(len(conflict.outcomes))]
    rus = conflict.graph.makers.index("RUS")
    order = dict(zip(says, ranks[rus], strict=True))
    assert order["Russia attacks in force"] > order["the status quo"]
    assert order["the status quo"] > order["Russia attacks in force and NATO helps Ukraine"]
    of = list(conflict.of)
    assert not stable(conflict.graph, ranks[:, of], "R")[rus, 0]
    assert stable(conflict.graph, ranks[:, of], "SEQ")[rus, 0]
    with pytest.raises(StabilityError, match="NATO has no ordering"):
        conflict.ranks({"RUS": [], "UKR": []})


TOO_LARGE = {"cyprus-1960", "locarno-1925"}
"""Several violators and several guarantors: more states than are followed, and the cut says so."""


@pytest.mark.parametrize("case", cases())
def test_every_way_through_a_cut_is_a_play_of_the_process(case: str):
    """Each state kept for the cut is reached from another by moves that the process allows."""
    arrangement = read(text_of(case))
    name = next(iter(arrangement.options), None)
    process = Process(option(arrangement, name) if name else arrangement)
    found = cut(process, 300) if case in TOO_LARGE else cut(process)
    assert found.complete is (case not in TOO_LARGE)
    assert found.states[0].world.peak == process.start.world.peak
    reached = {b for pairs in found.arcs.values() for _, b in pairs}
    assert reached | {0} == set(range(len(found.states)))
    rng = random.Random(case)
    for maker, pairs in found.arcs.items():
        for a, b in rng.sample(pairs, min(20, len(pairs))):
            assert a != b
            gained = set(found.holds[b]) - set(found.holds[a])
            ids = {found.facts[f].id for f in gained}
            others = {i for i in ids if i.partition(".")[0] in process.arrangement.conduct}
            acts = {i for i in others if ".in." not in i}
            assert all(i.partition(".")[0] == maker for i in acts)  # nobody acts for another


def test_what_stakes_decide_holds_in_every_draw_and_what_they_leave_open_in_some():
    conflict = option_conflict(UKRAINE, "immediate-membership")
    stakes = Stakes(UKRAINE, conflict, draws=400, seed=3)
    seen = set()
    count = len(conflict.outcomes)
    rng = random.Random(1)
    for _ in range(600):
        maker, high, low = rng.randrange(3), rng.randrange(count), rng.randrange(count)
        statement = Above(maker, high, low, rng.random() < 0.5)
        verdict, true = stakes.decided(statement), stakes.true(statement)
        seen.add(verdict)
        if verdict != "open":
            assert true.all() if verdict == "holds" else not true.any()
        assert stakes.decided(statement.denied()) == {"holds": "fails", "fails": "holds"}.get(
            verdict, "open"
        )
    assert seen == {"holds", "fails", "open"}


def test_by_its_stakes_nato_never_prefers_to_help_against_a_limited_seizure():
    """The file gives NATO the cost of war and of Ukraine's defeat, and nothing for its word."""
    conflict = option_conflict(UKRAINE, "immediate-membership")
    stakes = Stakes(UKRAINE, conflict)
    found = from_stakes(stakes, conflict.requirements("SEQ"))
    nato = conflict.graph.makers.index("NATO")
    says = {(s.maker, conflict.says(s.high)) for s in found.unwilling}
    assert (nato, "Russia seizes a limited piece of land and NATO helps Ukraine") in says
    assert found.share is not None
    gmr = from_stakes(stakes, conflict.requirements("GMR"))
    assert gmr.share is not None
    assert gmr.share > found.share  # what would deter is not what NATO would do


def test_a_fight_is_won_or_lost_and_stakes_count_accordingly():
    conflict = option_conflict(UKRAINE, "none")
    stakes = Stakes(UKRAINE, conflict)
    outcomes = range(len(conflict.outcomes))
    attack = next(at for at in outcomes if conflict.says(at) == "Russia attacks in force")
    scored = stakes.scored["RUS"][attack]
    labels = [stake.label for stake in UKRAINE.stakes["RUS"]]
    won = {label for label, w in zip(labels, scored.won, strict=True) if w}
    lost = {label for label, w in zip(labels, scored.lost, strict=True) if w}
    # "an open door" counts as well: there is no side letter and no membership under this option.
    assert lost == {"what deniable acts bring", "the cost of war", "an open door"}
    assert won - lost == {"the prize"}
    assert scored.fight is not None
    assert stakes.scored["RUS"][0].fight is None


def test_too_many_ways_are_undecided_and_not_left_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("foedus.stability.inverse._MOST_PATHS", 3)
    found = option_stability(option_conflict(UKRAINE, "immediate-membership"))
    assert set(found.requirements) == {"R"}
    assert set(found.undecided) == {"SEQ", "GMR", "SMR"}
    assert found.joint.keys() == {"R"}


def test_a_share_worked_out_by_hand():
    """Without a guarantee, GMR. Let the status quo stand at height x of Russia's ordering.

    Three moves (leaving and an act) have no answer: x each. Leaving alone can be answered by force,
    and each of three acts by a finding: one of two outcomes is below, 2x - x^2 each. The integral
    of x^7 (2 - x)^4 is 16/8 - 32/9 + 24/10 - 8/11 + 1/12. Ukraine's one move has 8 outcomes: 8/9.
    """
    found = option_stability(option_conflict(UKRAINE, "none"), ["GMR"])
    by_maker = dict(zip(found.conflict.graph.makers, found.shares["GMR"], strict=True))
    russia = 2 - Fraction(32, 9) + Fraction(24, 10) - Fraction(8, 11) + Fraction(1, 12)
    assert by_maker["RUS"].exact == russia
    assert by_maker["UKR"].exact == Fraction(8, 9)
    assert found.joint["GMR"].exact == russia * Fraction(8, 9)
