"""Claims are deeds, and audience costs are stakes: what a claim changes, by hand and at random."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, bare, game_of
from foedus.deterrence.measures import conduct
from foedus.games import solve_aqre
from foedus.language import read_file
from foedus.language.clauses import Norm
from foedus.language.conditions import Condition
from foedus.language.quantities import Estimate
from foedus.process import Move, Process


@pytest.fixture(scope="module")
def whole():
    return read_file(Path(__file__).with_name("audience.yaml"))


@pytest.fixture(scope="module")
def claimed(whole, game):
    return game(whole)


@pytest.fixture(scope="module")
def unclaimed(whole, game):
    """Return the game in which there is nothing to say."""
    stakes = {
        party: tuple(s for s in rows if "performed" not in sorts(s.when))
        for party, rows in whole.stakes.items()
    }
    return game(replace(whole, deeds={}, stakes=stakes))


def sorts(condition: Condition) -> set[str]:
    return {atom.key for atom in condition.atoms()}


def play(game, precision=None, **fixed):
    names = {
        "backing": "stakes.GUA.backing down",
        "war": "stakes.GUA.war",
        "defeat": "stakes.GUA.defeat",
        "applause": "stakes.ADV.applause",
        "words": "stakes.ADV.eating its words",
        "cost": "stakes.ADV.war",
    }
    draws = Draws(1, fixed={names[key]: value for key, value in fixed.items()})
    found = conduct(game, game.chances.values(draws), 1, precision)
    return {key: float(row[0]) for key, row in found.items()}


def test_a_claim_binds_from_where_backing_down_costs_more_than_fighting(claimed):
    # Fighting costs .5 and saves (.6 - .2) of the .5 that defeat is worth, which is .3 net: below
    # that the claim is empty and the adversary attacks, above it the claim deters.
    for cost, attacks in [(0.0, 1), (0.29, 1), (0.31, 0), (2.0, 0)]:
        assert play(claimed, backing=-cost)["act.ADV.attack"] == attacks


def test_an_adversary_that_claims_victory_ties_its_own_hands(claimed):
    # On the first occasion it may claim, on the second attack, which is worth .6 - .4 = .2 to it.
    for applause, words, attacks, value in [
        (0.1, -0.05, 1, 0.25),  # it claims, and attacks all the same
        (0.1, -0.25, 1, 0.20),  # it attacks and claims nothing
        (0.3, -0.25, 0, 0.30),  # it claims and is bound by it
        (0.3, -0.05, 1, 0.45),
    ]:
        found = play(claimed, applause=applause, words=words)
        assert found["act.ADV.attack"] == attacks
        assert found["value.ADV"] == pytest.approx(value)


def test_with_nothing_to_say_it_plays_as_when_saying_costs_and_brings_nothing(claimed, unclaimed):
    found, bare = play(claimed), play(unclaimed)
    for name, value in bare.items():
        assert found[name] == pytest.approx(value, abs=1e-12), name


def test_a_claim_can_be_made_whatever_is_agreed(whole):
    """With no arrangement at all it claims, and is bound or not, as under any option."""
    alone = game_of(Job(whole, None))
    for words, attacks, value in [(-0.05, 1, 0.25), (-0.25, 1, 0.20)]:
        found = play(alone, applause=0.1, words=words)
        assert found["act.ADV.attack"] == attacks
        assert found["value.ADV"] == pytest.approx(value)


def done_without(a):
    """Return the deeds that can be done, one a day, where there is no arrangement at all."""
    process = Process(bare(a))
    state, done = process.start, []
    for _ in range(len(a.deeds)):
        for name, deed in process.arrangement.deeds.items():
            after = process.tried(state, Move("perform", deed.by, name))
            if after is not None:
                state = process.after(after, Move("wait", until=after.day + 1))
                done.append(name)
    return sorted(done)


def test_a_deed_goes_with_the_clauses_that_it_needs_and_with_those_alone(whole):
    norm = Norm(obligation="we-have-won", bearer=("ADV",), towards=("BEN",))
    words = whole.deeds["we-will-defend"]
    owed = replace(whole, norms={"n": norm})
    assert done_without(whole) == done_without(owed) == ["we-have-won", "we-will-defend"]
    needing = {**whole.deeds, "we-will-defend": replace(words, needs=Condition(active="pact"))}
    assert done_without(replace(owed, deeds=needing)) == ["we-have-won"]
    not_bound = replace(words, needs=Condition(not_=Condition(active="pact")))
    free = replace(owed, deeds={**whole.deeds, "we-will-defend": not_bound})
    assert done_without(free) == ["we-have-won", "we-will-defend"]
    # One that needs another, and one that nobody's stakes tell of.
    later = replace(words, needs=Condition(performed="we-have-won"))
    chained = {"idle": words, "we-have-won": whole.deeds["we-have-won"], "we-will-defend": later}
    assert done_without(replace(whole, deeds=chained)) == ["we-have-won", "we-will-defend"]
    lost = {**chained, "we-have-won": needing["we-will-defend"]}
    assert done_without(replace(whole, deeds=lost)) == []


worth = st.floats(0, 1)


@settings(max_examples=60, deadline=None)
@given(costs=st.tuples(worth, worth), war=worth, defeat=worth, cost=worth)
def test_a_larger_audience_cost_never_raises_attack(claimed, costs, war, defeat, cost):
    there = {"war": -war, "defeat": -defeat, "cost": -cost}
    small, large = (play(claimed, backing=-c, **there) for c in sorted(costs))
    assert large["act.ADV.attack"] <= small["act.ADV.attack"] + 1e-12
    assert large["value.GUA"] >= small["value.GUA"] - 1e-12


def test_where_resolve_is_private_a_claim_is_a_signal(whole, game):
    # Only a resolved guarantor gains by defending. Where backing down costs a little, the resolved
    # one claims more often than the other, so the claim tells of it.
    gua = tuple(
        replace(s, if_="irresolute") if s.label == "war" else s for s in whole.stakes["GUA"]
    )
    half = Estimate(value=0.5, kind="assumed", because="an example")
    g = game(replace(whole, stakes={**whole.stakes, "GUA": gua}, resolved={"GUA": half}))
    params = g.chances.values(Draws(1, fixed={"stakes.GUA.backing down": -0.2}))
    whole_params = {name: np.broadcast_to(row, (1,)) for name, row in params.items()}
    solution = solve_aqre(g.tree, whole_params, [20.0])[0]
    says = {
        h.key[1][0]: float(solution.profile[at][1, 0])
        for at, h in enumerate(g.tree.infosets)
        if h.key[0].clause == "we-will-defend"
    }
    assert says[True] > says[False] + 0.05
    attacks = {
        h.key[2].state.record.performed[0]: float(solution.profile[at][1, 0])
        for at, h in enumerate(g.tree.infosets)
        if h.key[0].kind == "conduct"
    }
    assert attacks[True] < attacks[False] - 0.05
