"""Conflicts as they are written: every form reads as it should, and every mistake is told."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.stability import BadModelError, StabilityError, from_options, from_statements, model

BASE = {"decision_makers": {"A": ["attack"], "B": ["help", "yield"]}}


def states(**more) -> tuple[str, ...]:
    return model(BASE | more).graph.states


def test_patterns_of_the_infeasible_take_combinations_away():
    assert states(infeasible=["-YY", "NY-"]) == ("NNN", "YNN", "YYN", "NNY", "YNY")
    assert states(infeasible=[{"help": "Y", "yield": True}, {"attack": "N", "help": "Y"}]) == (
        "NNN",
        "YNN",
        "YYN",
        "NNY",
        "YNY",
    )


def test_combinations_that_are_the_same_are_one_state_with_all_their_moves():
    graph = model(BASE | {"same": ["--Y"]}).graph
    assert graph.states == ("NNN", "YNN", "NYN", "YYN", "NNY")
    assert graph.reach(1, 0) == [2, 4]
    assert graph.reach(1, 4) == [0, 1, 2, 3]  # from NNY to NNN, from YNY to YNN, and so on


def test_irreversible_ways():
    def reach(one_way, state):
        graph = model(BASE | {"irreversible": one_way}).graph
        return [graph.states[t] for t in graph.reach(0, graph.number[state])]

    assert reach(["attack"], "YNN") == []
    assert reach(["attack"], "NNN") == ["YNN"]
    assert reach({"attack": "leaving"}, "YNN") == ["NNN"]
    assert reach({"attack": "leaving"}, "NNN") == []
    assert reach({"A.attack": "both"}, "YNN") == reach({1: "both"}, "NNN") == []


def test_states_that_are_listed_are_all_there_are_in_their_order():
    graph = model(BASE | {"states": {"war": "YYN", "peace": "NNN", "yielded": "--Y"}}).graph
    assert graph.states == ("war", "peace", "yielded")
    assert graph.reach(0, 0) == []  # NYN is not there
    assert graph.reach(1, 1) == [2]


@pytest.mark.parametrize(
    ("written", "ranks"),
    [
        (["c", ["a", "b"]], [0, 0, 1]),
        ("c > a = b", [0, 0, 1]),
        ("c > a ~ b", [0, 0, 1]),
        ("c a b", [1, 0, 2]),
        ("c, a, b", [1, 0, 2]),
        ({"ranks": {"a": 1, "b": 1, "c": 7.5}}, [0, 0, 1]),
        ({"statements": ["not b", "c"]}, [1, 0, 2]),
        ({"statements": ["c"]}, [0, 0, 1]),
    ],
)
def test_every_way_to_write_an_ordering(written, ranks):
    values = {
        "decision_makers": ["X"],
        "states": ["a", "b", "c"],
        "moves": {"X": ["a -> b -> c"]},
        "orderings": {"X": written},
    }
    found = model(values)
    assert found.orderings[0].tolist() == ranks
    assert found.graph.reach(0, 0) == [1]


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("a", [0, 1, 0, 1]),
        ("not a", [1, 0, 1, 0]),
        ("-a", [1, 0, 1, 0]),
        ("a and b", [0, 0, 0, 1]),
        ("a & -b", [0, 1, 0, 0]),
        ("a or b", [0, 1, 1, 1]),
        ("a if b", [1, 1, 0, 1]),
        ("a iff b", [1, 0, 0, 1]),
        ("not (a or b)", [1, 0, 0, 0]),
        ("not a or b", [1, 0, 1, 1]),
        ("a or b and a", [0, 1, 0, 1]),
        ("b if a or b", [1, 0, 1, 1]),
    ],
)
def test_statements_bind_as_told(statement, holds):
    words = {"a": np.array([False, True, False, True]), "b": np.array([False, False, True, True])}
    found = from_statements([statement], words, 4)
    expected = [bool(h) for h in holds]
    assert (found == found.max()).tolist() == expected


def test_the_first_statement_that_differs_decides():
    words = {"a": np.array([1, 1, 0, 0], bool), "b": np.array([1, 0, 1, 0], bool)}
    assert from_statements(["a", "b"], words, 4).tolist() == [3, 2, 1, 0]


@pytest.mark.parametrize(
    ("change", "said", "path"),
    [
        ({"ordering": {}}, "there is no key 'ordering'. Did you mean 'orderings'?", ("ordering",)),
        ({"infeasible": ["-Y"]}, "does not fit 3 options", ("infeasible", 0)),
        ({"infeasible": ["-Y?"]}, "does not fit 3 options", ("infeasible", 0)),
        ({"infeasible": ["---"]}, "no combination is feasible", ("infeasible",)),
        ({"irreversible": ["atack"]}, "there is no option 'atack'", ("irreversible",)),
        ({"irreversible": {"attack": "never"}}, "irreversible in no way", ("irreversible",)),
        ({"orderings": {"C": []}}, "'C' is no decision maker", ("orderings", "C")),
        ({"orderings": {"A": ["NNN"]}}, "leaves out", ("orderings", "A")),
        ({"orderings": {"A": ["NNN", "NNN"]}}, "twice", ("orderings", "A")),
        (
            {"orderings": {"A": {"statements": ["hlep"]}}},
            "Did you mean 'help'?",
            ("orderings", "A"),
        ),
        ({"orderings": {"A": {"statements": ["(help"]}}}, "not closed", ("orderings", "A")),
        (
            {"orderings": {"A": {"statements": ["help and"]}}},
            "missing at the end",
            ("orderings", "A"),
        ),
        ({"orderings": {"A": {"rank": {}}}}, "this is no ordering", ("orderings", "A")),
        ({"orderings": []}, "", ()),
        ({"status_quo": "YY"}, "there is no state 'YY'", ("status_quo",)),
        ({"coalitions": [["A", "Z"]]}, "'Z' is no decision maker", ("coalitions", 0)),
        (
            {"states": {"x": "YNN", "y": "Y--"}},
            "states 'x' and 'y' share a combination",
            ("states", "y"),
        ),
        ({"names": {"x": "Y--"}}, "fits 4 states", ("names", "x")),
        ({"moves": {"A": ["NNN - YNN"]}}, "is no move", ("moves", "A", 0)),
        ({"moves": {"A": ["NNN -> war"]}}, "there is no state 'war'", ("moves", "A", 0)),
        ({"decision_makers": {}}, "nobody decides", ("decision_makers",)),
        (
            {"decision_makers": {"A": ["x", "x"]}},
            "two options of one name",
            ("decision_makers", "A"),
        ),
        ({"conflict": 2}, "version 2", ("conflict",)),
    ],
)
def test_each_mistake_is_told_with_its_place(change, said, path):
    if not said:
        assert model(BASE | change).ranks == (None, None)
        return
    with pytest.raises(BadModelError) as caught:
        model(BASE | change)
    problem = caught.value.problems[0]
    assert said in str(problem)
    assert problem.path == path


def test_all_orderings_are_checked_at_once():
    with pytest.raises(BadModelError) as caught:
        model(BASE | {"orderings": {"A": ["NNN"], "B": ["x"], "C": []}, "status_quo": "none"})
    assert len(caught.value.problems) == 4


def test_what_needs_orderings_says_who_has_none():
    with pytest.raises(StabilityError, match="A has no ordering"):
        model(BASE).orderings  # noqa: B018


def test_options_of_one_name_need_their_owner():
    makers = {"A": ["full"], "B": ["full"]}
    with pytest.raises(StabilityError, match="several decision makers"):
        from_options(makers, irreversible=["full"])
    graph = from_options(makers, irreversible=["B.full"])
    assert graph.reach(1, graph.number["NY"]) == []
    assert graph.reach(0, graph.number["YN"]) == [graph.number["NN"]]


def test_too_much_is_refused_before_memory_is_gone():
    with pytest.raises(StabilityError, match="combinations"):
        from_options({"A": [f"o{k}" for k in range(40)]})
    with pytest.raises(StabilityError, match="would have up to"):
        from_options({"A": [f"o{k}" for k in range(15)], "B": ["x"]})


def test_forty_options_with_few_feasible_states_are_read():
    exclusive = [
        "-" * a + "Y" + "-" * (b - a - 1) + "Y" + "-" * (39 - b)
        for a in range(40)
        for b in range(a + 1, 40)
    ]
    makers = {f"D{k}": [f"o{k}"] for k in range(40)}
    assert len(from_options(makers, infeasible=exclusive).states) == 41
