"""The drawing of games: nothing overlaps, nothing is lost, names are safe."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from foedus.games import Builder, GameError, Tree, param
from foedus.views.game_tree import game_drawn
from foedus.views.tree_layout import LETTER

SVG = "{http://www.w3.org/2000/svg}"


def game() -> Tree:
    b = Builder(("A & Co", "B"), 'Title with <angle> & "quotes"')
    ends = [b.terminal(("x", 1 - param("x")), f"end {i}") for i in range(4)]
    left = b.decision("B", {"l": ends[0], "r": ends[1]}, "unseen")
    right = b.decision("B", {"l": ends[2], "r": ends[3]}, "unseen")
    return b.tree(b.decision("A & Co", {"left": left, "right": right}, "first"))


def texts(svg: str) -> list[tuple[float, float, str]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return [(float(t.get("x")), float(t.get("y")), "".join(t.itertext())) for t in found]


def test_without_values_payoffs_are_formulas():
    shown = [text for _, _, text in texts(game_drawn(game()))]
    assert "1 − x" in shown
    assert "A & Co: first" in shown
    assert 'Title with <angle> & "quotes" ' in shown
    assert shown.count("B: unseen") == 2


def test_conduct_is_shown_by_number_and_width():
    svg = game_drawn(game(), {"x": 0.25}, [[0.001, 0.999], [0.75, 0.25]])
    shown = [text for _, _, text in texts(svg)]
    assert {"left 0.75", "right 0.25", "l <0.01", "r >0.99"} <= set(shown)
    widths = [float(w) for w in re.findall(r'stroke-width="([\d.]+)"', svg)]
    assert max(widths) > 4.9
    assert min(widths) < 1.5
    assert "reached" in shown


def test_information_set_is_bracketed_once_for_all_its_places():
    assert game_drawn(game()).count('stroke-dasharray="5 3"') == 1


def test_no_two_texts_overlap_in_a_wide_game():
    b = Builder(("A", "B"))
    rows = []
    for i in range(7):
        moves = {f"a rather long move {j}": b.terminal((i, j), f"end {i}.{j}") for j in range(3)}
        rows.append((1 / 7, b.decision("B", moves, f"information set number {i}")))
    svg = game_drawn(b.tree(b.chance(rows)), {}, [[0.2, 0.3, 0.5]] * 7)
    boxes = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        shown = "".join(text.itertext())
        wide, x, y = LETTER * len(shown), float(text.get("x")), float(text.get("y"))
        left = {"end": x - wide, "middle": x - wide / 2}.get(text.get("text-anchor"), x)
        boxes.append((left, left + wide, y - 11, y + 3, shown))
    width = float(ElementTree.fromstring(svg).get("width"))
    assert all(left >= 0 and right <= width + 1 for left, right, *_ in boxes)
    for one, two in combinations(boxes, 2):
        apart = one[1] <= two[0] or two[1] <= one[0] or one[3] <= two[2] or two[3] <= one[2]
        assert apart, (one, two)


def test_what_is_unlikely_can_be_left_out_and_is_counted():
    svg = game_drawn(game(), {"x": 0.5}, [[0.5, 0.5], [1.0, 0.0]], least=0.01)
    shown = [text for _, _, text in texts(svg)]
    assert "(2 unlikely ends not drawn)" in shown
    assert "end 2" not in shown


def test_a_forest_is_refused_with_the_way_out():
    b = Builder(("A",))
    node = b.terminal((0,))
    for depth in range(12):
        node = b.decision("A", {"l": node, "r": node}, depth)
    tree = b.tree(node)
    with pytest.raises(GameError, match="4,096 ends would be drawn; leave out"):
        game_drawn(tree)
    assert "unlikely" in game_drawn(tree, {}, [[1.0, 0.0]] * 12, least=0.5)
