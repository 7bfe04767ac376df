"""Games of this project's own, with answers worked out beforehand; scales that must not matter."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from foedus.games import (
    Builder,
    GameError,
    Induction,
    Tree,
    all_spe,
    param,
    read_game,
    solve_aqre,
    solve_limit,
    solve_nash,
    solve_pbe,
    solve_spe,
    solve_subgames,
    write_efg,
)

SCALES = [10.0**k for k in range(0, 13, 2)]


def kinds(found) -> list[tuple[str, tuple[float, ...]]]:
    """Return each equilibrium's kind and values, rounded, to compare lists."""
    return sorted((e.kind, tuple(round(v, 6) for v in e.values)) for e in found)


def crisis(loss: float) -> Tree:
    """Two-sided crisis: each side privately firm or soft; a nuclear branch that nobody wants."""
    b = Builder(("A", "B"))
    ends = {}
    for a in ("firm", "soft"):
        for d in ("firm", "soft"):
            pays = (0.4 if a == "firm" else -0.5, 0.4 if d == "firm" else -0.5)
            fight = b.decision(
                "A",
                {"war": b.terminal(pays), "nuke": b.terminal((-loss, -loss))},
                f"A {a} resisted",
            )
            answer = b.decision(
                "B", {"resist": fight, "yield": b.terminal((1, -0.2))}, f"B {d} challenged"
            )
            ends[f"{a}-{d}"] = (
                0.25,
                b.decision("A", {"go": answer, "stay": b.terminal((0, 0))}, a),
            )
    return b.tree(b.chance(ends))


@pytest.mark.parametrize("loss", SCALES)
def test_a_two_sided_crisis_has_one_equilibrium_whatever_nuclear_war_costs(loss: float):
    """A soft B yields (-0.2 > -0.5), a firm one resists (0.4); so going pays a soft A
    (-0.5 + 1) / 2 = 0.25 and a firm one (0.4 + 1) / 2 = 0.7: all go. Values: A 0.475, B 0.1."""
    (only,) = solve_pbe(crisis(loss + 1)).found[0]
    assert only.values == pytest.approx((0.475, 0.1))
    assert only.regret == 0
    assert only.sequential
    limit = solve_limit(crisis(loss + 1), {})
    assert limit.ok.all()
    assert limit.values[:, 0] == pytest.approx((0.475, 0.1), abs=1e-6)


def screening(stakes: float = 1, aside: float = 0) -> Tree:
    """An uninformed offerer (high or low price); a buyer of value 3 (chance p) or 1 buys or not.

    High is 2.5, low is 0.5; `aside` is what a third offer, sure to be refused, would cost.
    """
    b = Builder(("Offerer", "Buyer"))
    types = {}
    for name, worth, chance in (
        ("keen", 3, param("keen")),
        ("cool", 1, 1 - param("keen")),
    ):
        offers = {
            label: b.decision(
                "Buyer",
                {
                    "buy": b.terminal((price * stakes, (worth - price) * stakes)),
                    "leave": b.terminal((0, 0)),
                },
                f"{name} {label}",
            )
            for label, price in (("high", 2.5), ("low", 0.5))
        }
        if aside:
            offers["absurd"] = b.terminal((-aside, -aside))
        types[name] = (chance, b.decision("Offerer", offers, "offer"))
    return b.tree(b.chance(types))


@pytest.mark.parametrize(
    ("keen", "value"),
    [(0.1, 0.5), (0.19, 0.5), (0.21, 0.525), (0.5, 1.25), (0.9, 2.25)],
)
def test_screening_turns_where_the_high_price_is_worth_the_refusals(keen: float, value: float):
    """High pays 2.5 keen, low pays 0.5: they cross at keen = 1/5."""
    for solved in (solve_pbe(screening(), {"keen": [keen]}).found[0],):
        (only,) = solved
        assert only.values[0] == pytest.approx(value)


@pytest.mark.parametrize("aside", SCALES)
def test_what_an_absurd_offer_costs_changes_nothing_else(aside: float):
    keen = {"keen": [0.1, 0.5]}
    plain, beside = solve_pbe(screening(), keen), solve_pbe(screening(aside=aside), keen)
    for one, other in zip(plain.found, beside.found, strict=True):
        assert kinds(one) == kinds(other)


def one_sided(loss: float) -> Tree:
    """Only one type can send: an able sender asks or waits, the other has no choice but to wait."""
    b = Builder(("S", "R"))
    asked = b.decision(
        "R",
        {
            "help": b.terminal((1, 1)),
            "refuse": b.terminal((-1, 0)),
            "ruin": b.terminal((-loss,) * 2),
        },
        "asked",
    )
    able = b.decision("S", {"ask": asked, "wait": b.terminal((0, 0))}, "able")
    unable = b.decision("S", {"wait": b.terminal((0, 0.5))}, "unable")
    return b.tree(b.chance({"able": (0.5, able), "unable": (0.5, unable)}))


@pytest.mark.parametrize("loss", SCALES)
def test_a_one_sided_sender_asks_and_is_helped(loss: float):
    """Only the able ask, so R knows; helping pays 1: values (0.5, 0.5 + 0.25)."""
    (only,) = solve_pbe(one_sided(loss)).found[0]
    assert only.values == pytest.approx((0.5, 0.75))


def test_messages_that_all_end_the_game_leave_a_choice_of_one():
    """Every message ends the game: each type takes its best, 2 and 1; value 0.3 x 2 + 0.7 x 1."""
    b = Builder(("S", "R"))
    types = {
        "a": (0.3, b.decision("S", {"x": b.terminal((2, 0)), "y": b.terminal((0, 0))}, "a")),
        "b": (0.7, b.decision("S", {"x": b.terminal((0, 0)), "y": b.terminal((1, 0))}, "b")),
    }
    (only,) = solve_pbe(b.tree(b.chance(types))).found[0]
    assert only.values == pytest.approx((1.3, 0))


@pytest.mark.parametrize("loss", SCALES)
def test_nodes_without_a_choice_are_passed(loss: float):
    """A chain of forced moves before and after a choice of 1 against 0, beside a catastrophe."""
    b = Builder(("A", "B"))
    end = b.decision("B", {"only": b.terminal((1, 0))}, "forced")
    bad = b.decision("B", {"only": b.terminal((-loss, -loss))}, "forced too")
    choice = b.decision("A", {"up": end, "down": b.terminal((0, 0)), "out": bad}, "choice")
    tree = b.tree(b.decision("B", {"only": choice}, "start"))
    for values in (
        solve_spe(tree, {}).values[:, 0],
        solve_pbe(tree).found[0][0].values,
        solve_limit(tree, {}).values[:, 0],
        [float(v) for v in solve_subgames(tree).found[0].values],
        [float(v) for v in solve_nash(tree).found[-1].values[0]],
    ):
        assert list(values) == pytest.approx([1, 0], abs=1e-6)
    assert len(solve_pbe(tree).found[0]) == 1


def test_an_absent_minded_game_is_read_and_written_and_refused_by_its_name():
    b = Builder(("Driver",), "Absent-minded driver")
    on = b.decision("Driver", {"exit": b.terminal((4,)), "on": b.terminal((1,))}, "x")
    tree = b.tree(b.decision("Driver", {"exit": b.terminal((0,)), "on": on}, "x"))
    again = read_game(write_efg(tree, {}))
    assert [len(h.nodes) for h in again.infosets] == [2]
    for solve in (
        lambda: solve_aqre(tree, {}, [1]),
        lambda: solve_pbe(tree),
        lambda: solve_limit(tree, {}),
        lambda: solve_subgames(tree),
    ):
        with pytest.raises(GameError, match="absent-mindedness"):
            solve()


def test_a_forgetful_but_not_absent_minded_player_has_nash_equilibria_only():
    """A forgets its own move: the reason named is memory, and Nash (by plans) is offered."""
    b = Builder(("A", "B"))

    def later(first: str) -> int:
        pays = {"same": (first == "l", 0), "other": (first == "r", 0)}
        ends = {a: b.terminal(p) for a, p in pays.items()}
        return b.decision("A", ends, "forgot")

    tree = b.tree(b.decision("A", {x: later(x) for x in "lr"}, "first"))
    with pytest.raises(GameError, match=r"no perfect recall.*--concept nash"):
        solve_pbe(tree)
    assert {s.values[0][0] for s in solve_nash(tree).found} == {Fraction(1)}


def nuclear(loss: float) -> Tree:
    """The guarantor's dilemma with escalation: attack, then resist or concede, then the brink."""
    b = Builder(("R", "G"))
    brink = b.decision("R", {"back": b.terminal((-0.3, 0.2)), "fire": b.terminal((-loss, -loss))})
    resisted = b.decision("R", {"stop": b.terminal((-0.1, 0.1)), "climb": brink})
    attacked = b.decision("G", {"resist": resisted, "concede": b.terminal((1, -1))})
    return b.tree(b.decision("R", {"attack": attacked, "hold": b.terminal((0, 0.5))}))


@pytest.mark.parametrize("loss", SCALES)
def test_the_brink_does_not_move_what_comes_before_it(loss: float):
    """Back (-0.3) rather than fire; stop (-0.1) rather than climb; resist (0.1 > -1): hold."""
    loss = loss + 1
    found = all_spe(nuclear(loss), {}, exact=True).found
    assert [tuple(map(float, e.values)) for e in found] == [(0, 0.5)]
    limit = solve_limit(nuclear(loss), {})
    assert limit.ok.all()
    assert limit.values[:, 0] == pytest.approx((0, 0.5), abs=1e-6)
    assert solve_spe(nuclear(loss), {}).ties.sum() == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_payoff_scaled_in_one_branch_changes_no_equilibrium_elsewhere(seed: int):
    """A random signalling game beside an outside branch scaled by 10^0 to 10^12."""

    def beside(scale: float) -> Tree:
        rng = np.random.default_rng(seed)
        b = Builder(("S", "R"))

        def answer(name: str, message: str) -> int:
            ends = {x: b.terminal(rng.integers(-4, 5, 2).tolist()) for x in ("yes", "no")}
            return b.decision("R", ends, message)

        types = {
            name: (p, b.decision("S", {m: answer(name, m) for m in ("one", "two")}, name))
            for name, p in (("strong", 0.375), ("weak", 0.625))
        }
        ruin = b.decision(
            "R",
            {"less": b.terminal((-scale, -scale)), "more": b.terminal((-3 * scale,) * 2)},
            "ruin",
        )
        whole = {name: (p / 2, x) for name, (p, x) in types.items()}
        return b.tree(b.chance(whole | {"apart": (0.5, ruin)}))

    def inside(scale: float) -> list[tuple]:
        tree = beside(scale)
        sets = [tree.infoset(k) for k in ("strong", "weak", "one", "two")]
        (found,) = solve_pbe(tree).found
        return sorted(tuple(round(p, 6) for h in sets for p in e.conduct[h]) for e in found)

    usual = inside(1)
    assert usual
    for k in (3, 6, 9, 12):
        assert inside(10.0**k) == usual


def test_a_batch_solves_each_instance_as_if_alone():
    """Stakes of ten orders of magnitude in one batch: nobody's answers move."""
    stakes = np.array([1.0, 1e3, 1e6, 1e9, 1e12])
    b = Builder(("A", "B"))
    answer = b.decision("B", {"l": b.terminal((param("u"), 1)), "r": b.terminal((-1, 0))}, "B")
    tree = b.tree(b.decision("A", {"go": answer, "stay": b.terminal((0.5, 0))}, "A"))
    together = solve_pbe(tree, {"u": stakes})
    for i, u in enumerate(stakes):
        (alone,) = solve_pbe(tree, {"u": [u]}).found
        assert kinds(together.found[i]) == kinds(alone)
        assert alone[0].values == (u, 1)


def test_chicken_and_the_hunt_have_their_three_equilibria():
    """Chicken (0,0) (2,7) (7,2) (6,6): mixed dares 1/3; the hunt (4,4) (0,3) (3,0) (2,2): 2/3."""
    for pays, mixed in (
        ([[(0, 0), (7, 2)], [(2, 7), (6, 6)]], Fraction(1, 3)),
        ([[(4, 4), (0, 3)], [(3, 0), (2, 2)]], Fraction(2, 3)),
    ):
        b = Builder(("A", "B"))

        def reply(i: int, b=b, pays=pays) -> int:
            return b.decision("B", {y: b.terminal(pays[i][j]) for j, y in enumerate("xy")}, "B")

        tree = b.tree(b.decision("A", {x: reply(i) for i, x in enumerate("xy")}, "A"))
        found = solve_nash(tree).found
        assert len(found) == 3
        assert mixed in {s.ends[0][0][0] for s in found}
        assert len(solve_subgames(tree).found) == 3
        assert len(solve_pbe(tree).found[0]) == 3


@pytest.mark.parametrize("nuke", [0, *SCALES])
def test_a_threat_backed_by_an_inconsistent_belief_is_not_shown_to_be_sequential(nuke: float):
    """A does not see nature's draw (even); in leads to B, who sees nothing either.

    x pays B 1 or -3, y nothing: x needs a belief of 3/4 in the first state, and errors of A that
    vanish leave 1/2 (Kreps & Wilson). Out because of x: weak, not sequential; in and y: both. What
    a third action would cost B, up to 10^12, changes neither.
    """
    b = Builder(("A", "B"))

    def state(pays: float) -> int:
        answers = {"x": b.terminal((-1, pays)), "y": b.terminal((1, 0))}
        if nuke:
            answers["nuke"] = b.terminal((-nuke, -nuke))
        entered = b.decision("B", answers, "B")
        return b.decision("A", {"in": entered, "out": b.terminal((0, 0))}, "A")

    tree = b.tree(b.chance({"one": (0.5, state(1)), "two": (0.5, state(-3))}))
    (found,) = solve_pbe(tree, mixed=False).found
    told = sorted((e.values, e.sequential) for e in found)
    assert told == [((0.0, 0.0), None), ((1.0, 0.0), True)]


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1.0, 1e6, 1.1e12])
@pytest.mark.parametrize("aside", [0.0, -1e10])
def test_what_ties_hangs_on_what_is_at_stake_there_and_not_on_the_unit(unit: float, aside: float):
    """A tenth and two tenths sum to a little more than three; a half more is never a tie."""
    b = Builder(("A", "B"))
    refused = b.terminal((aside, 0))

    def choice(better: float) -> Tree:
        drawn = {"1": (0.1, b.terminal((unit, 2))), "2": (0.2, b.terminal((unit, 2)))}
        sum_ = b.chance(drawn | {"3": (0.7, b.terminal((0, 2)))})
        sure = b.terminal((0.3 * unit * better, 0))
        return b.tree(b.decision("A", {"sum": sum_, "sure": sure, "never": refused}))

    for better, mean in ((1.0, 1.0), (1.5, 0.0), (0.999999, 2.0)):
        found = Induction.of(choice(better)).solved({}, 1, None, ties="even")
        assert found[0, 1] == pytest.approx(mean)
    assert solve_spe(choice(1.0), {}).ties[0, 0]
    assert not solve_spe(choice(1.5), {}).ties.any()
    assert len(all_spe(choice(1.0), {}).found) == 2


def test_each_of_many_instances_is_solved_as_if_it_were_the_only_one():
    """A takes the larger of x and y, so that B has 1 where x is larger and 2 where y is.

    There are 150 instances, more than are worked out abreast, and three moves by which what both
    nodes are worth is needed after others were worked out: x - y is -75, ..., 74.
    """
    b = Builder(("A", "B"))
    low = b.decision("A", {"x": b.terminal(("x", 1)), "y": b.terminal(("y", 2))})
    high = b.chance([(0.5, low), (0.5, b.terminal((0, 0)))])
    for _ in range(3):
        high = b.chance([(0.5, low), (0.5, high)])
    x = np.arange(150.0)
    found = Induction.of(b.tree(high)).solved({"x": x, "y": np.array([75.0])}, 150, None)
    share = 1 - 0.5**4  # of the ends that lie below A's choice
    np.testing.assert_allclose(found[:, 0], share * np.maximum(x, 75.0))
    np.testing.assert_allclose(found[:, 1], share * np.where(x >= 75.0, 1, 2))


def test_what_is_least_or_most_may_be_of_anybody_who_plays():
    """A does not mind, B has 1 or 3 and C, who chooses nothing, 5 or 4; B's choice costs B alone.

    Of the answers of A that are equally good, that is taken which is worst, or best, for whom it is
    asked about: B has 1 or 3, and C 4 or 5.
    """
    b = Builder(("A", "B", "C"))
    one = b.decision("B", {"keep": b.terminal((2, 1, 5)), "pay": b.terminal((2, 0, 9))})
    tree = b.tree(b.decision("A", {"one": one, "other": b.terminal((2, 3, 4))}))
    game = Induction.of(tree)

    def asked(ties, *columns):
        return game.solved({}, 1, None, ties=ties, columns=columns)[0].tolist()

    assert (asked("least", 1), asked("most", 1)) == ([1.0], [3.0])
    assert (asked("least", 2), asked("most", 2)) == ([4.0], [5.0])
    assert asked("most", 2, 0, 1) == [4.0, 2.0, 3.0]
