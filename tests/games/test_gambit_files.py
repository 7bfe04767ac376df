"""Gambit files: every dialect read, every mistake placed, and what is written read back."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.games import (
    Builder,
    Chance,
    Decision,
    Expr,
    GameError,
    GameFileError,
    ParameterError,
    Terminal,
    Tree,
    const,
    read_file,
    read_game,
    solve_spe,
    write_efg,
)
from foedus.games.recall import forgetting

DIALECTS = Path(__file__).parent / "files" / "dialects.efg"
HEAD = 'EFG 2 R "g" { "A" "B" }\n'


def payoffs(tree: Tree) -> list[tuple[str, tuple[Fraction, ...]]]:
    """Outcomes and payoffs of the terminal nodes, in the order of the file."""
    found, waiting = [], [tree.root]
    while waiting:
        node = tree.nodes[waiting.pop()]
        if isinstance(node, Terminal):
            found.append((node.outcome, tuple(dict(e.terms).get((), 0) for e in node.payoffs)))
        else:
            waiting.extend(reversed(node.children))
    return found


def test_all_dialects_in_one_file():
    tree = read_file(DIALECTS)
    assert tree.title == 'A "quoted" title, with a \\ backslash'
    assert tree.players == ('Ann "A"', "Bob_1", "Bob_2", "_1")
    third = Fraction(1, 3)
    toll = (1, -2, Fraction(1, 2), 0)
    prize = (Fraction(7, 2), third, Fraction(-3, 20), 2)
    loss = (-1, -1, -1, -1)
    both = tuple(a + b for a, b in zip(toll, prize, strict=True))
    lost = tuple(a + b for a, b in zip(toll, loss, strict=True))
    assert (
        payoffs(tree)
        == [
            ("prize", both),
            ("ends here", toll),  # outcome 0: what stands above, called by the node's name
            ("prize", both),
            ("loss", lost),
            ("loss", lost),
            ("prize", (*prize[:3], 3)),
            ("loss", (-1, -1, -1, 0)),
            ("gift", (0, 0, 0, 1)),
        ]
    )
    menus = {(tree.players[h.player], h.key): h.actions for h in tree.infosets}
    assert menus[('Ann "A"', 'Ann "A":1')] == ("go_1", "go_2", "_1")
    assert menus[("Bob_2", "Bob_2:1")] == ("l", "r")
    draws = [node for node in tree.nodes if isinstance(node, Chance)]
    assert [[dict(e.terms)[()] for e in node.probabilities] for node in draws] == [
        [Fraction(1, 4), Fraction(3, 4)]
    ] * 2


def test_what_is_written_reads_back_as_the_same_tree():
    tree = read_file(DIALECTS)
    text = write_efg(tree)
    assert read_game(text) == tree
    assert write_efg(read_game(text)) == text


def test_information_set_is_called_by_its_label_where_that_is_its_own():
    tree = read_game(
        HEAD + 'p "" 1 7 "entry" { "in" "out" } 0\n'
        'p "" 2 7 "answer" { "fight" "yield" } 0\nt "" 1 "" { 0 0 } t "" 1 t "" 1'
    )
    assert {h.key for h in tree.infosets} == {"entry", "answer"}


def test_normal_form_by_payoffs_and_by_outcomes_are_one_game():
    head = 'NFG 1 D "Dilemma" { "Row" "Column" }\n'
    by_payoff = head + "{ 2 2 }\n2 2  3 0  0 3  1 1"
    by_outcome = (
        head + '{ { "1" "2" } { "1" "2" } }\n"comment"\n'
        '{ { "1, 1" 2, 2 } { "2, 1" 3, 0 } { "1, 2" 0, 3 } { "2, 2" 1, 1 } } 1 2 3 4'
    )
    tree = read_game(by_payoff)
    assert tree == read_game(by_outcome)
    # The first player's strategy varies fastest: Row 2 against Column 1 pays 3 and 0.
    assert payoffs(tree)[2] == ("2, 1", (3, 0))
    assert [len(h.nodes) for h in tree.infosets] == [2, 1]
    assert read_game(head + "{ 1 2 }\n{ } 0 0").players == ("Row", "Column")


def test_parameters_are_written_at_their_values_and_probabilities_close():
    b = Builder(("A",), "three")
    third = 1 / 3
    draw = b.chance([("p", b.terminal(("x",))), ("p", b.terminal((2,))), ("p", b.terminal((3,)))])
    tree = b.tree(draw)
    back = read_game(write_efg(tree, {"p": third, "x": 0.1}))
    (node,) = (n for n in back.nodes if isinstance(n, Chance))
    assert sum((e for e in node.probabilities), const(0)) == const(1)
    assert [float(e.at({})) for e in node.probabilities] == pytest.approx([third] * 3, abs=1e-15)
    assert payoffs(back)[0][1] == (Fraction(1, 10),)
    with pytest.raises(ParameterError, match="parameters without a value: x"):
        write_efg(tree, {"p": third})
    with pytest.raises(ParameterError, match="'x' is nan"):
        write_efg(tree, {"p": third, "x": float("nan")})
    with pytest.raises(GameError, match="not probabilities"):
        write_efg(tree, {"p": 0.4, "x": 0})


def test_merged_tree_that_would_fill_the_disk_is_refused():
    b = Builder(("A",))
    node = b.terminal((0,))
    for depth in range(40):
        node = b.decision("A", {"l": node, "r": node}, depth)
    with pytest.raises(GameError, match="2,199,023,255,551 nodes"):
        write_efg(b.tree(node))


def test_a_deep_tree_needs_no_deep_stack():
    b = Builder(("A",))
    node = b.terminal((0,))
    for depth in range(2_000):
        node = b.decision("A", {"on": node, "stop": b.terminal((depth,))}, depth)
    tree = b.tree(node)
    back = read_game(write_efg(tree))
    assert len(back.nodes) == len(tree.nodes)
    assert solve_spe(back, {}).values[0, 0] == 1_999


BAD = {
    "": "bad.efg: the file is empty.",
    "hello": "bad.efg:1:1: expected EFG, found 'hello'. An extensive form begins with",
    "EFG 1 R": "bad.efg:1:5: version 1 of the format is not known.",
    'EFG 2 R "g" { } t "" 0': "1:17: the game has no player. Name at least one.",
    "EFG 2 X": "1:7: expected R or D, found 'X'.",
    'EFG 2 R "g { "A" }': '1:16: a name begins here and never ends. Close it with a quote (").',
    HEAD + 'q "" 0': "2:1: expected a node, c, p or t, found 'q'.",
    HEAD + "t 0": "2:3: expected the name of a terminal node in quotes (it may be",
    HEAD + 'p "" 3 1 "" { "a" } 0': "2:6: there is no player 3. The game has 2 players.",
    HEAD + 'p "" 1 1 0': "2:10: information set 1 of A is mentioned before its actions are given.",
    HEAD + 'p "" 1 1 "" { } 0': "2:13: a move without any action.",
    HEAD + 'p "" 1 1 "" { "a" "b" } 0\nt "" 0': "2:1: the file ends, but 1 more node is missing",
    HEAD + 't "" 0\nt "" 0': "3:1: the tree is complete, but the file goes on with 't'.",
    HEAD + 't "" 1 "x" { 1 }': "2:12: outcome 1 has 1 payoffs for 2 players. Give one each",
    HEAD + 't "" 1 "x" { 1 1/0 }': "2:16: a payoff of outcome 1 divides by zero: '1/0'.",
    HEAD
    + 't "" 1 "x" { 1 1e999999999 }': "a payoff of outcome 1 is too large or too long a number",
    HEAD + 't "" 1 "x" { 1 -1e101 }': "outcome 1 is too large or too long a number",
    HEAD + 't "" 1 "x" { 1 0.5/2 }': "a payoff of outcome 1 is not a number: '0.5/2'. Write 3",
    HEAD + 't "" 1 "x" { 1 one }': "2:16: expected a payoff of outcome 1, found 'one'.",
    HEAD + 't "" 1 "x"': "2:6: outcome 1 has no payoffs anywhere in the file. Give them",
    HEAD + 't "" 0 "x" { 1 1 }': "2:6: outcome 0 means none and takes no name.",
    HEAD + 't "" -1': "expected the number of an outcome, or 0 for none, a whole number from 0",
    HEAD + 'c "" 1 "" { "a" .5 "b" .4 } 0': "2:11: the probabilities sum to 0.9, not to 1.",
    HEAD + 'c "" 1 "" { "a" 2 "b" -1 } 0': "2:17: probability 2 is not between 0 and 1.",
    HEAD + 'c "" 1 "" { "a" } 0': "expected the probability of 'a', found '}'.",
    HEAD + 'p "" 1 1 "x" { "a" "b" } 0 p "" 1 1 "x" { "b" "a" } 0': "was described differently "
    "before: 'x' with a, b, here 'x' with b, a.",
    HEAD + 'p "" 1 1 "" { "a" "b" } 0 t "" 1 "w" { 1 1 } t "" 1 "w" { 1 2 }': "other payoffs above",
    HEAD + 'p "" 1 1 "" { "a" "b" } 0 t "" 1 "w" { 1 1 } t "" 1 "v"': "is 'w' above and 'v' here",
    'NFG 1 R "g" { "A" "B" } { 2 2 } 1 1 2 2 3 3 4': "expected a payoff of B, found the end of",
    'NFG 1 R "g" { "A" } { 2 } 1 2 3': "1:31: the table is complete with 2 cells, but the file",
    'NFG 1 R "g" { "A" } { 0 }': "expected the number of strategies of A, a whole number from 1",
    'NFG 1 R "g" { "A" "B" } { 9999 9999 }': "99,980,001 cells are too many.",
    'NFG 1 R "g" { "A" } { 1 } { { "" 1 } } 2': "there is no outcome 2. The last is 1.",
    'NFG 1 R "g" { "A" } { { } } 1': "1:23: A has no strategy.",
    '<?xml version="1.0"?>': "bad.efg:1:1: this is a Gambit workbook. Export the game",
    "#AGG\n2": "this is an action-graph game.",
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_each_mistake_is_placed(text: str):
    with pytest.raises(GameFileError) as caught:
        read_game(text, "bad.efg")
    assert BAD[text] in str(caught.value)


def test_the_place_is_shown_with_a_caret():
    with pytest.raises(GameFileError) as caught:
        read_game(HEAD + 't "" 1 "won" { 1 one }', "bad.efg")
    assert str(caught.value).splitlines()[1:] == ['  t "" 1 "won" { 1 one }', " " * 19 + "^"]
    assert (caught.value.line, caught.value.column) == (2, 18)


def test_the_largest_payoffs_are_whole_numbers_without_loss():
    tree = read_game(HEAD + 't "" 1 "x" { 1e100 -1e100 }')
    assert payoffs(tree) == [("x", (10**100, -(10**100)))]


def test_files_that_cannot_be_read(tmp_path: Path):
    with pytest.raises(GameFileError, match="it cannot be read: No such file"):
        read_file(tmp_path / "none.efg")
    (tmp_path / "old.efg").write_bytes('EFG 2 R "é'.encode("latin-1"))
    with pytest.raises(GameFileError, match=r"old\.efg:1:10: the text is not UTF-8 from here"):
        read_file(tmp_path / "old.efg")
    (tmp_path / "marked.efg").write_bytes(b'\xef\xbb\xbfEFG 2 R "g" { "A" } t "" 0')
    assert read_file(tmp_path / "marked.efg").players == ("A",)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_never_ends_in_a_traceback(data: st.DataObject):
    text = DIALECTS.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        upto = at + data.draw(st.integers(0, 12))
        new = data.draw(st.sampled_from(["", '"', "{", "}", "1", "-", "/", "e9", "t ", "\\", "é"]))
        text = text[:at] + new + text[upto:]
    with suppress(GameFileError):
        read_game(text)


numbers = st.one_of(
    st.integers(-9, 9), st.fractions(-3, 3, max_denominator=9), st.floats(-1e99, 1e99)
)
names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Small trees of two players who see everything, with hostile names and numbers."""
    players = draw(st.lists(names.filter(bool), min_size=2, max_size=2, unique=True))
    b = Builder(tuple(players), draw(names))
    below = [
        b.terminal([draw(numbers), draw(numbers)], draw(names))
        for _ in range(draw(st.integers(2, 5)))
    ]
    for depth in range(draw(st.integers(0, 4))):
        menu = draw(st.lists(names.filter(bool), min_size=1, max_size=3, unique=True))
        children = [draw(st.sampled_from(below)) for _ in menu]
        if draw(st.booleans()):
            below.append(
                b.decision(
                    draw(st.sampled_from(players)), dict(zip(menu, children, strict=True)), depth
                )
            )
        else:
            share = Fraction(1, len(menu))
            below.append(b.chance({m: (share, c) for m, c in zip(menu, children, strict=True)}))
    return b.tree(below[-1])


@settings(max_examples=150, deadline=None)
@given(trees())
def test_any_tree_keeps_its_meaning_through_a_file(tree: Tree):
    back = read_game(write_efg(tree))
    assert [len(h.nodes) for h in back.infosets if h.nodes] == [1] * len(back.infosets)
    assert [[Expr.at(const(v), {}) for v in p] for _, p in payoffs(back)] == [
        [Expr.at(const(v), {}) for v in p] for _, p in payoffs(tree)
    ]
    here, there = solve_spe(tree, {}), solve_spe(back, {})
    assert np.array_equal(here.values, there.values)
    assert any(isinstance(n, Decision) for n in tree.nodes) == bool(back.infosets)


def test_an_outcome_may_be_described_at_any_mention():
    moves = 'p "" 1 1 "a" { "l" "r" }'
    late = read_game(HEAD + moves + ' 2 "toll" { -1 0 } t "" 1 t "" 1 "x" { 1/3 2 }')
    early = read_game(HEAD + moves + ' 0 t "" 1 "x" { -2/3 2 } t "" 1')
    assert write_efg(late) == write_efg(early)


def test_the_games_that_come_with_pygambit_are_all_read_and_written():
    """Where it is installed; among them games of players who forget, which solvers refuse."""
    pygambit = pytest.importorskip("pygambit")
    files = sorted(Path(pygambit.__file__).parent.rglob("*.[en]fg"))
    forgetful = 0
    for file in files:
        tree = read_file(file)
        again = read_game(write_efg(tree))
        assert [len(h.nodes) for h in again.infosets] == [len(h.nodes) for h in tree.infosets], file
        forgetful += bool(forgetting(tree))
    assert len(files) < 10 or forgetful
