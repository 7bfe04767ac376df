"""Stakes are paid at the move that settles them: no answer changes, and stories merge again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from foedus.deterrence.chances import Chances
from foedus.deterrence.compile import compile_game
from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import conduct
from foedus.deterrence.questions.ledger import Ledger
from foedus.deterrence.questions.story import likeliest
from foedus.deterrence.scoring import Scores
from foedus.deterrence.settled import open_, settled
from foedus.deterrence.timing import Timing
from foedus.games import Payment, solve_spe
from foedus.language import read_file
from foedus.language.conditions import Condition
from foedus.process import Process
from foedus.process.state import put

HERE = Path(__file__).parent
claim = Condition(performed="we-have-won")
attack = Condition(acted="attack", by="ADV")


@pytest.fixture(scope="module")
def audience():
    return read_file(HERE / "audience.yaml")


@pytest.fixture(scope="module")
def at_ends(audience):
    """The game in which nothing counts as settled before the end."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("foedus.deterrence.scoring.settled", lambda *_: open_)
        return compile_game(audience, [0, 60], {})


@pytest.fixture(scope="module")
def at_moves(audience):
    return compile_game(audience, [0, 60], {})


@pytest.mark.parametrize("precision", [None, 5.0, 20.0])
def test_it_is_the_same_game_when_costs_come_at_the_move(at_moves, at_ends, precision):
    rng = np.random.default_rng(1)
    fixed = {f"stakes.GUA.{name}": -rng.random(40) for name in ("backing down", "defeat", "war")}
    fixed |= {"stakes.ADV.applause": rng.random(40), "stakes.ADV.eating its words": -rng.random(40)}
    draws = Draws(40, fixed=fixed)
    found, other = (conduct(g, g.chances.values(draws), 40, precision) for g in (at_moves, at_ends))
    assert found.keys() == other.keys()
    for name, row in found.items():
        np.testing.assert_allclose(row, other[name], atol=1e-12, err_msg=name)


def test_stories_merge_once_a_claim_is_paid_for(at_moves, at_ends):
    """Whoever attacked has paid for its words: what follows does not remember them."""
    assert any(isinstance(node, Payment) for node in at_moves.tree.nodes)
    assert not any(isinstance(node, Payment) for node in at_ends.tree.nodes)
    assert len(at_moves.tree.nodes) < len(at_ends.tree.nodes)


def test_the_story_walks_past_payments_and_counts_them(at_moves):
    """It claims, for the applause is worth more than its words, and then attacks all the same."""
    fixed = {"stakes.ADV.applause": 0.1, "stakes.ADV.eating its words": -0.05}
    params = at_moves.chances.values(Draws(1, fixed=fixed))
    story = likeliest(at_moves, Ledger(at_moves, solve_spe(at_moves.tree, params), params))
    took = {scene.about.kind: scene for scene in story.scenes if scene.player == "ADV"}
    assert took["perform"].took == "perform"
    assert took["perform"].stakes["perform"]["applause"] == pytest.approx(0.1)
    assert took["perform"].stakes["no"]["applause"] == 0


def test_what_is_settled_stays_so_whatever_still_comes(audience):
    process = Process(audience)
    clauses, start = process.clauses, process.start
    at = clauses.index.deeds["we-have-won"]
    said = start.recording(start.record._replace(performed=put(start.record.performed, at, True)))
    both = Condition(all=(claim, attack))
    either = Condition(any=(claim, attack))
    unsaid = Condition(not_=claim)
    told = [settled(c, clauses) for c in (claim, both, either, unsaid)]
    assert [so(start) for so in told] == [None, None, None, None]
    assert [so(said) for so in told] == [True, None, True, False]


def test_a_day_that_a_stake_names_settles_it_though_nothing_else_is_otherwise(audience):
    """A claim counts from the tenth day on: made before, it is settled then and no day sooner."""
    late = Condition(all=(claim, Condition(from_=audience.as_of + timedelta(days=10))))
    counted = tuple(replace(stake, when=late) for stake in audience.stakes["ADV"])
    a = replace(audience, stakes={**audience.stakes, "ADV": counted})
    process = Process(a)
    scores, start = Scores(process, Chances(a, Timing(a, {}))), process.start
    at = process.clauses.index.deeds["we-have-won"]
    said = start.recording(start.record._replace(performed=put(start.record.performed, at, True)))
    days = [said._replace(day=day) for day in (0, 9, 10, 11)]
    assert [True in scores.known(state) for state in days] == [False, False, True, True]
