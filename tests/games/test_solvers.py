"""Backward induction and logit AQRE against published and hand-computed values."""

import numpy as np
import pytest

from foedus.games import (
    Builder,
    GameError,
    frequencies,
    models,
    on_path,
    param,
    solve_aqre,
    solve_spe,
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


def test_a_player_who_forgets_is_refused_with_the_set_named():
    with pytest.raises(GameError, match=r"'again' of A: .*no perfect recall"):
        two_moves(["again", "again"])
    assert len(two_moves(["after left", "after right"]).infosets) == 3


def test_a_player_who_forgets_what_was_seen_is_refused():
    b = Builder(("A", "B"))
    ends = [b.terminal((i, 0)) for i in range(4)]
    again = [b.decision("A", {"l": ends[2 * i], "r": ends[2 * i + 1]}, "again") for i in range(2)]
    first = [b.decision("A", {"go": again[i], "stop": ends[0]}, ("saw", i)) for i in range(2)]
    with pytest.raises(GameError, match="no perfect recall"):
        b.tree(b.decision("B", {"x": first[0], "y": first[1]}))


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


def test_what_counts_as_equal_beside_huge_payoffs_is_an_answer_and_a_tie():
    """Beside a payoff of 10^12, 0 and -1 count as equal: the first is taken, and marked."""
    b = Builder(("A",))
    ends = {"a": b.terminal((-1,)), "b": b.terminal((-(10**12) + 1,)), "c": b.terminal((0,))}
    found = solve_spe(b.tree(b.decision("A", ends)), {})
    assert found.ok[0]
    assert found.values[0, 0] == -1
    assert found.regret[0] == 1
    assert found.ties[0, 0]
    apart = {"a": b.terminal((-100,)), "b": b.terminal((-(10**12) + 1,)), "c": b.terminal((0,))}
    assert solve_spe(b.tree(b.decision("A", apart)), {}).values[0, 0] == 0
