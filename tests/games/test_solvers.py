"""Backward induction and logit AQRE against published and hand-computed values."""

import numpy as np
import pytest
from small_games import models

from foedus.games import (
    Builder,
    GameError,
    all_spe,
    frequencies,
    many_aqre,
    on_path,
    param,
    read_game,
    solve_aqre,
    solve_limit,
    solve_pbe,
    solve_spe,
    write_efg,
)


def deterrence():
    """One-sided asymmetric deterrence: the defender honours with chance p."""
    b = Builder(("Challenger", "Defender"))
    fight = b.chance([("p", b.terminal(("dd", 0), "war")), (1 - param("p"), b.terminal(("dc", 0)))])
    return b.tree(b.decision("Challenger", {"attack": fight, "hold": b.terminal(("sq", 0), "sq")}))


def test_attacks_iff_honour_is_below_the_published_threshold():
    # Zagare & Kilgour: attack iff p < (a_DC - a_SQ)/(a_DC - a_DD)
    p = np.linspace(0.005, 0.995, 100)
    found = solve_spe(deterrence(), {"p": p, "dd": -1.0, "dc": 1.0, "sq": 0.2})
    assert found.ok.all()
    assert ((found.probability(0, "attack") == 1) == (p < 0.8 / 2)).all()


def test_one_pass_aqre_solves_its_own_equation():
    tree, params = deterrence(), {"p": 0.3, "dd": -1.0, "dc": 1.0, "sq": 0.2}
    for found in solve_aqre(tree, params, [0, 1, 20, 1e4]):
        u = 0.3 * -1 + 0.7 * 1 - 0.2
        assert found.probability(0, "attack")[0] == pytest.approx(
            1 / (1 + np.exp(-found.precision * u))
        )
        assert found.ok.all()
        assert sum(frequencies(found, params).values())[0] == pytest.approx(1)


def test_hidden_card_is_refused_by_backward_induction():
    with pytest.raises(GameError, match="cannot tell apart 2 nodes at 'sees a raise'"):
        solve_spe(models.stripped_down_poker(), {})


def test_a_bad_instance_is_marked_and_the_others_are_solved():
    found = solve_spe(deterrence(), {"p": [0.3, 1.7, np.nan], "dd": -1, "dc": 1, "sq": 0})
    assert found.ok.tolist() == [True, False, False]
    assert "probabilities 1 1.7, 2 -0.7 at chance node 2" in found.why[1]


def test_equal_continuations_are_one_node_and_paths_read_out():
    assert len(deterrence().nodes) == 5
    found = solve_spe(deterrence(), {"p": 0.9, "dd": -1, "dc": 1, "sq": 0})
    (path,) = on_path(found, {"p": 0.9, "dd": -1, "dc": 1, "sq": 0})
    assert (path.outcome, path.steps[0].action) == ("sq", "hold")


def two_moves(sets):
    """A moves left or right and then again, in the sets given for each."""
    b = Builder(("A", "B"))
    later = [
        b.decision("A", {"l": b.terminal((i, 0)), "r": b.terminal((2 - i, 1))}, key)
        for i, key in enumerate(sets)
    ]
    return b.tree(b.decision("A", {"left": later[0], "right": later[1]}, "first"))


def test_a_player_who_forgets_can_be_read_and_written_and_solvers_name_the_set():
    tree = two_moves(["again", "again"])
    assert read_game(write_efg(tree)).infosets[0].key == "again"
    for solve in (lambda: solve_aqre(tree, {}, [1.0]), lambda: solve_limit(tree, {})):
        with pytest.raises(GameError, match=r"'again' of A: .*no perfect recall.*solve_nash"):
            solve()
    with pytest.raises(GameError, match="no perfect recall"):
        solve_pbe(tree)
    with pytest.raises(GameError, match="no perfect recall"):
        many_aqre(tree, {}, 1.0)
    assert len(two_moves(["after left", "after right"]).infosets) == 3


def test_a_player_who_forgets_what_was_seen_is_refused():
    b = Builder(("A", "B"))
    ends = [b.terminal((i, 0)) for i in range(4)]
    again = [b.decision("A", {"l": ends[2 * i], "r": ends[2 * i + 1]}, "again") for i in range(2)]
    first = [b.decision("A", {"go": again[i], "stop": ends[0]}, ("saw", i)) for i in range(2)]
    tree = b.tree(b.decision("B", {"x": first[0], "y": first[1]}))
    with pytest.raises(GameError, match="no perfect recall"):
        solve_aqre(tree, {}, [1.0])


def test_an_absent_minded_driver_is_told_apart_from_one_who_forgets():
    """Piccione & Rubinstein 1997, Games and Economic Behavior 20: the same junction twice."""
    b = Builder(("Driver",))
    second = b.decision("Driver", {"exit": b.terminal((4,)), "on": b.terminal((1,))}, "junction")
    tree = b.tree(b.decision("Driver", {"exit": b.terminal((0,)), "on": second}, "junction"))
    (again,) = read_game(write_efg(tree)).infosets
    assert (again.key, len(again.nodes)) == ("junction", 2)
    with pytest.raises(GameError, match=r"met twice on one path.*absent-minded"):
        solve_aqre(tree, {}, [1.0])


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda b: b.terminal((1,), "war"), "'war' has 1 payoffs for 2 players"),
        (lambda b: b.terminal({"C": 1}, "war"), r"'war' pays \['C'\], who do not play"),
        (lambda b: b.decision("C", {"go": b.terminal((0, 0))}), "'C', who is not among"),
        (lambda b: b.decision("A", {}, "here"), r"'A' \('here'\) has no action"),
        (lambda b: b.decision("A", {"go": 7}), "child 7 is not a node"),
        (lambda b: b.chance([(0.5, b.terminal((0, 0))), (0.6, b.terminal((1, 1)))]), "sum to 1.1"),
        (lambda b: b.terminal((float("nan"), 0)), "not a finite number"),
    ],
)
def test_what_cannot_be_a_node_is_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build(Builder(("A", "B")))


def test_menus_differ_within_a_set():
    b = Builder(("A", "B"))
    end = b.terminal((0, 0))
    b.decision("A", {"l": end, "r": end}, "here")
    with pytest.raises(GameError, match="menus must be equal"):
        b.decision("A", {"l": end, "m": end}, "here")


@pytest.mark.parametrize("worst", [-(10.0**k) for k in range(13)])
def test_a_catastrophe_beside_them_makes_no_two_payoffs_equal(worst: float):
    b = Builder(("A",))
    ends = {"a": b.terminal((-1,)), "b": b.terminal((worst,)), "c": b.terminal((0,))}
    tree = b.tree(b.decision("A", ends))
    assert [e.actions for e in all_spe(tree, {}).found] == [("c",)]
    found = solve_spe(tree, {})
    assert (found.values[0, 0], found.regret[0], found.ties.any()) == (0, 0, False)


def test_what_differs_by_rounding_is_equal_in_any_unit():
    for unit in (1e-12, 1.0, 1e12):
        b = Builder(("A",))
        parts = b.chance([(0.1, b.terminal((3 * unit,))), (0.9, b.terminal((0,)))])
        tree = b.tree(b.decision("A", {"parts": parts, "sum": b.terminal((0.3 * unit,))}))
        assert solve_spe(tree, {}).ties.all()
        assert len(all_spe(tree, {}).found) == 2


def test_results_are_short_to_look_at_and_name_what_is_not_there():
    found = solve_spe(deterrence(), {"p": [0.3, 1.7], "dd": -1, "dc": 1, "sq": 0})
    told = "<spe of <game '' of Challenger, Defender: 5 nodes, 1 information sets>: 1 of 2 solved>"
    assert repr(found) == told
    with pytest.raises(GameError, match="has no action 'wait'; it has attack, hold"):
        found.probability(0, "wait")
    frame = found.to_frame()
    assert frame.query("instance == 0 and action == 'attack'").probability.tolist() == [1.0]
    assert frame.ok.tolist() == [True, True, False, False]
