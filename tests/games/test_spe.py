"""Backward induction: against trying all strategies, in rationals, on huge trees."""

import itertools
import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_games import models

from foedus.games import (
    Builder,
    Chance,
    Decision,
    GameError,
    Terminal,
    all_spe,
    param,
    solve_aqre,
    solve_limit,
    solve_spe,
)


def random_tree(seed, players=2, depth=3, numbers=3):
    """A tree of perfect information whose payoffs are few whole numbers, so that ties abound."""
    rng = np.random.default_rng(seed)
    b = Builder(tuple(f"P{i}" for i in range(players)))

    def grow(left):
        if left == 0 or rng.random() < 0.2:
            return b.terminal([int(x) for x in rng.integers(0, numbers, players)], f"{left}")
        moves = [grow(left - 1) for _ in range(int(rng.integers(2, 4)))]
        if rng.random() < 0.25:
            chances = rng.integers(1, 4, len(moves))
            total = int(chances.sum())
            return b.chance(
                [(Fraction(int(c), total), m) for c, m in zip(chances, moves, strict=True)]
            )
        return b.decision(f"P{rng.integers(players)}", {f"m{i}": m for i, m in enumerate(moves)})

    return b.tree(grow(depth))


def tried(tree):
    """All pure profiles from which no single choice can be bettered, in rational numbers."""
    found = []
    for profile in itertools.product(*(range(len(h.actions)) for h in tree.infosets)):
        values = []
        for node in tree.nodes:
            if isinstance(node, Terminal):
                values.append([Fraction(e.at({}).item()) for e in node.payoffs])
            elif isinstance(node, Chance):
                chances = [dict(e.terms).get((), 0) for e in node.probabilities]
                values.append(
                    [
                        sum(Fraction(p) * values[c][i] for p, c in zip(chances, node.children))  # noqa: B905
                        for i in range(len(tree.players))
                    ]
                )
            else:
                values.append(values[node.children[profile[node.infoset]]])
        if all(
            values[x][tree.infosets[node.infoset].player]
            == max(values[c][tree.infosets[node.infoset].player] for c in node.children)
            for x, node in enumerate(tree.nodes)
            if isinstance(node, Decision)
        ):
            actions = tuple(h.actions[a] for h, a in zip(tree.infosets, profile, strict=True))
            found.append((actions, tuple(values[tree.root])))
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_all_equilibria_are_those_found_by_trying_everything(seed):
    tree = random_tree(seed)
    if np.prod([len(h.actions) for h in tree.infosets]) > 5000:
        return
    told = tried(tree)
    exact = all_spe(tree, {}, exact=True, cap=10_000)
    assert exact.complete
    assert sorted((e.actions, e.values) for e in exact.found) == sorted(told)
    rounded = all_spe(tree, {}, cap=10_000)
    assert sorted(e.actions for e in rounded.found) == sorted(actions for actions, _ in told)
    one = solve_spe(tree, {})
    assert one.ok.all()
    assert one.ties.any() == (len(told) > 1)
    chosen = tuple(
        h.actions[int(p[:, 0].argmax())] for h, p in zip(tree.infosets, one.profile, strict=True)
    )
    assert chosen in [actions for actions, _ in told]


def test_a_cap_is_told():
    b = Builder(("A",))
    node = b.terminal((0,))
    for i in range(12):
        node = b.decision("A", {"l": node, "r": b.terminal((0,), str(i))})
    some = all_spe(b.tree(node), {}, cap=100)
    assert len(some.found) == 100
    assert not some.complete
    assert len(all_spe(b.tree(node), {}, cap=5000).found) == 2**12
    with pytest.raises(GameError, match="leaves none"):
        all_spe(b.tree(node), {}, cap=0)


def test_a_tenth_is_a_tenth_in_rationals_and_near_enough_in_decimals():
    b = Builder(("A",))
    sums = b.chance([(0.1, b.terminal((1,))), (0.2, b.terminal((1,))), (0.7, b.terminal((0,)))])
    tree = b.tree(b.decision("A", {"sum": sums, "sure": b.terminal((0.3,))}))
    assert all_spe(tree, {}, exact=True).found[0].values == (Fraction(3, 10),)
    assert len(all_spe(tree, {}, exact=True).found) == len(all_spe(tree, {}).found) == 2
    assert solve_spe(tree, {}).ties.all()


def test_numbers_that_are_none_are_refused_for_one_and_marked_in_a_batch():
    params = dict.fromkeys(models.deterrence().names, 0.5)
    with pytest.raises(GameError, match="not valid"):
        all_spe(models.deterrence(), params | {"c_war": float("nan")})
    batch = params | {"c_war": [0.1, np.nan, np.inf]}
    assert solve_spe(models.deterrence(), batch).ok.tolist() == [True, False, False]


def coin_or_three():
    """A coin of parameter `p` at the root; then a choice among three, or a sure end."""
    b = Builder(("A", "B"))
    ends = {m: b.terminal((f"u{m}", i), m) for i, m in enumerate("xyz")}
    sure = b.terminal((param("ux") * param("uy"), 1), "sure")
    return b.tree(b.chance([("p", b.decision("A", ends)), (1 - param("p"), sure)]))


def chain(length):
    """Take now or leave it, in turn, so many times: as deep as it is large."""
    b = Builder(("A", "B"))
    node = b.terminal((0, 0), "end")
    for i in range(length):
        own = (i + 2, i) if i % 2 else (i, i + 2)
        node = b.decision("AB"[(i + 1) % 2], {"take": b.terminal(own), "leave": node})
    return b.tree(node)


def test_a_batch_is_solved_as_its_instances_are_and_what_is_not_valid_is_marked():
    rng, tree = np.random.default_rng(3), coin_or_three()
    params = {name: rng.integers(-1, 2, 50).astype(float) for name in ("ux", "uy")}
    params |= {"uz": np.full(50, 0.5), "p": rng.uniform(-0.1, 1, 50)}
    params["ux"][7] = np.nan
    batch = solve_spe(tree, params)
    assert 0 < batch.ok.sum() < 49
    for i in range(50):
        alone = solve_spe(tree, {name: row[i] for name, row in params.items()})
        assert (alone.ok[0], alone.why[0]) == (batch.ok[i], batch.why[i])
        for p, q in zip(batch.profile, alone.profile, strict=True):
            assert p[:, i] == pytest.approx(q[:, 0], nan_ok=True)
        if batch.ok[i]:
            assert batch.ties[:, i].tolist() == alone.ties[:, 0].tolist()
        assert batch.values[:, i] == pytest.approx(alone.values[:, 0], nan_ok=True)


def test_deep_trees_need_no_deep_stack():
    """A million nodes with FOEDUS_FUZZ set; a fiftieth of that otherwise."""
    tree = chain(500_000 if os.environ.get("FOEDUS_FUZZ") else 10_000)
    found = solve_spe(tree, {})
    assert found.ok.all()
    assert all(p[0, 0] == 1 for p in found.profile)
    (erring,) = solve_aqre(tree, {}, [1e4])
    assert erring.ok.all()


def test_the_limit_is_the_subgame_perfect_choice_where_there_is_one():
    params = {"c_war": -1, "d_war": -0.5, "prize": 1, "d_loss": -1, "status": 0.2}
    found, sure = solve_limit(models.deterrence(), params), solve_spe(models.deterrence(), params)
    for p, q in zip(found.profile, sure.profile, strict=True):
        assert p == pytest.approx(q, abs=1e-6)


def test_histories_that_a_tree_merges_are_played_alike_and_that_is_told():
    """Where they are told apart, B may help in the east and leave in the west: .5, by hand."""

    def made(east, west):
        b = Builder(("A", "B"))

        def sub(key):
            return b.decision("B", {"help": b.terminal((1, 0)), "leave": b.terminal((0, 0))}, key)

        draw = b.chance({"east": (0.5, sub(east)), "west": (0.5, sub(west))})
        return b.tree(b.decision("A", {"go": draw, "stay": b.terminal((0.4, 0))}))

    alike, apart = all_spe(made(None, None), {}), all_spe(made("east", "west"), {})
    assert (alike.markov, sorted(e.values[0] for e in alike.found)) == (True, [0.4, 1])
    assert (apart.markov, sorted(e.values[0] for e in apart.found)) == (False, [0.4, 0.5, 0.5, 1])


@pytest.mark.parametrize("worst", [-(10.0**k) for k in range(1, 13)])
def test_the_limit_goes_on_until_a_small_stake_beside_a_huge_one_is_decided(worst):
    b = Builder(("A", "B"))
    answer = b.decision("B", {"nuke": b.terminal((worst, worst)), "concede": b.terminal((2, 0))})
    ends = {"go": answer, "stay": b.terminal((1, 1)), "also": b.terminal((1.5, 1))}
    found = solve_limit(b.tree(b.decision("A", ends)), {})
    assert found.ok[0]
    assert found.values[:, 0] == pytest.approx((2, 0), abs=1e-5)
    assert found.regret[0] < 1e-5
