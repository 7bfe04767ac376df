"""Backward induction and logit AQRE against published and hand-computed values."""

import numpy as np
import pytest

from foedus.games import Builder, GameError, frequencies, on_path, param, solve_aqre, solve_spe


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


def poker():
    """Stripped-down poker: ante 1, a raise of 1, with King or Queen."""
    b = Builder(("Alice", "Bob"))
    show, folds, loses = b.terminal((2, -2)), b.terminal((1, -1)), b.terminal((-2, 2))
    king = b.decision("Bob", {"meet": show, "pass": folds}, "sees raise")
    queen = b.decision("Bob", {"meet": loses, "pass": folds}, "sees raise")
    give_up = b.terminal((-1, 1))
    return b.tree(
        b.chance(
            [
                (0.5, b.decision("Alice", {"raise": king, "fold": give_up}, "King")),
                (0.5, b.decision("Alice", {"raise": queen, "fold": give_up}, "Queen")),
            ]
        )
    )


def test_hidden_card_is_refused_by_backward_induction():
    with pytest.raises(GameError, match="cannot tell apart 2 nodes at 'sees raise'"):
        solve_spe(poker(), {})


def test_poker_tends_to_its_equilibrium():
    """Stripped-down poker: (1, 0), (1/3, 2/3) | (2/3, 1/3) is its only Nash equilibrium."""
    for found in solve_aqre(poker(), {}, [0, 1, 5, 20, 1e4, 1e6]):
        assert found.ok.all(), found.precision
        assert found.residual.max() < 1e-9
    sees = poker().infoset("sees raise")
    king, queen = poker().infoset("King"), poker().infoset("Queen")
    assert found.probability(king, "raise")[0] == pytest.approx(1, abs=1e-6)
    assert found.probability(queen, "raise")[0] == pytest.approx(1 / 3, abs=1e-6)
    assert found.probability(sees, "meet")[0] == pytest.approx(2 / 3, abs=1e-6)


def test_a_bad_instance_is_marked_and_the_others_are_solved():
    found = solve_spe(deterrence(), {"p": [0.3, 1.7, np.nan], "dd": -1, "dc": 1, "sq": 0})
    assert found.ok.tolist() == [True, False, False]
    assert found.why[1] == "payoffs or probabilities not valid"


def test_equal_continuations_are_one_node_and_paths_read_out():
    assert len(deterrence().nodes) == 5
    found = solve_spe(deterrence(), {"p": 0.9, "dd": -1, "dc": 1, "sq": 0})
    (path,) = on_path(found, {"p": 0.9, "dd": -1, "dc": 1, "sq": 0})
    assert (path.outcome, path.steps[0].action) == ("sq", "hold")
