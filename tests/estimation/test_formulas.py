"""Formulas: what they make, against a library of the same notation; and what they refuse."""

from __future__ import annotations

import os
import random

import numpy as np
import pytest

from foedus.estimation import FormulaError, Formulas
from foedus.estimation.formulas import parse
from foedus.games import GameError

TRIES = int(os.environ.get("FOEDUS_FUZZ", "200"))
COLUMNS = {
    "x": [1.0, 2.0, 3.5, 4.0, 5.0, 6.5, 7.0, 8.0, 9.0, 9.5, 3.0, 1.5],
    "y": [1.0, 2.5, 2.0, 1.0, 3.0, 5.0, 0.5, 4.0, 2.0, 7.0, 1.5, 6.0],
    "kind": list("abcabcabcacb"),
    "side": list("uvuvvvuuvuvu"),
}


def names(text: str) -> tuple[str, ...]:
    return Formulas({"u": text}, COLUMNS).designs["u"].names


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("x + y", ("1", "x", "y")),
        ("x - 1", ("x",)),
        ("0 + x", ("x",)),
        ("1", ("1",)),
        ("x*y", ("1", "x", "y", "x:y")),
        ("(x + y)^2", ("1", "x", "y", "x:y")),
        ("x + x^2", ("1", "x", "x^2")),
        ("x*y - x", ("1", "y", "x:y")),
        ("kind", ("1", "kind[T.b]", "kind[T.c]")),
        ("kind - 1", ("kind[a]", "kind[b]", "kind[c]")),
        ("x:side", ("1", "x:side[u]", "x:side[v]")),
        ("x + x:side", ("1", "x", "x:side[T.v]")),
        ("log(x) + sqrt(y/2)", ("1", "log(x)", "sqrt(y/2)")),
        ("kind:side", ("1", "side[T.v]", "kind[T.b]:side[u]", "kind[T.c]:side[u]",
                       "kind[T.b]:side[v]", "kind[T.c]:side[v]")),
    ],
)  # fmt: skip
def test_a_formula_makes_these_columns(text: str, made: tuple[str, ...]):
    assert names(text) == made


@pytest.mark.parametrize(
    "columns",
    [
        {"x": [1.0, 1e308, 2.0], "y": [0.5, 1e308, 1.0]},  # too large a product
        {"x": [1.0, 0.0, 2.0], "y": ["a", "b", "a"]},  # a logarithm that is none, times nought
    ],
    ids=["product", "logarithm"],
)
def test_a_product_that_is_no_finite_number_is_told_and_warns_of_nothing(columns):
    with pytest.raises(GameError, match="have missing or infinite values"):
        Formulas({"u": "log(x):y + x:y"}, columns)


def test_numbers_are_what_the_names_say():
    design = Formulas({"u": "x^2 + x:side + log(x + 2*y^2) + I(x/y - 1) - 1"}, COLUMNS).designs["u"]
    x, y = (np.array(COLUMNS[name]) for name in "xy")
    by_name = dict(zip(design.names, design.matrix.T, strict=True))
    is_v = np.array(COLUMNS["side"]) == "v"
    assert by_name["x^2"] == pytest.approx(x**2)
    assert by_name["log(x+2*y^2)"] == pytest.approx(np.log(x + 2 * y**2))
    assert by_name["I(x/y-1)"] == pytest.approx(x / y - 1)
    assert by_name["x:side[v]"] == pytest.approx(x * is_v)
    assert by_name["x:side[u]"] == pytest.approx(x * ~is_v)


def drawn(rng: random.Random, deep: int = 0) -> str:
    """Return a formula of columns, signs, brackets and functions."""
    terms = []
    for _ in range(rng.randint(1, 3)):
        units = []
        for _ in range(rng.randint(1, 2)):
            unit = rng.choice(["x", "y", "kind", "side", "log(x)", "log(y)", "exp(x)"])
            if deep < 2 and rng.random() < 0.2:
                unit = f"({drawn(rng, deep + 1)})" + rng.choice(["", "^2"])
            units.append(unit)
        terms.append(rng.choice([":", "*"]).join(units))
    return " + ".join(terms) + (rng.choice(["", " - 1", " - x"]) if not deep else "")


def test_columns_are_those_of_a_library_that_reads_the_notation():
    formulaic = pytest.importorskip("formulaic")
    pandas = pytest.importorskip("pandas")
    rng, numbers, tried = random.Random(4), np.random.default_rng(4), 0
    columns = {name: list(numbers.uniform(0.5, 1.5, 150)) for name in "xy"} | {
        name: list(numbers.choice(list(values), 150))
        for name, values in (("kind", "abc"), ("side", "uv"))
    }
    table = pandas.DataFrame(columns)
    for _ in range(120):
        text = drawn(rng)
        peer = formulaic.Formula(text).get_model_matrix(table)
        mine = Formulas({"u": text}, columns).designs["u"]
        named = ["1" if name == "Intercept" else name for name in peer.columns]
        assert len(mine.names) == len(named), text
        if "(" not in text:
            assert sorted(map(_sorted, mine.names)) == sorted(map(_sorted, named)), text
        # Which value of which column is left out may depend on the order of terms: what they
        # span must not.
        both = np.hstack([mine.matrix, np.asarray(peer, float)])
        assert np.linalg.matrix_rank(both) == np.linalg.matrix_rank(mine.matrix), text
        assert np.linalg.matrix_rank(both) == np.linalg.matrix_rank(np.asarray(peer, float)), text
        tried += len(named) > 3
    assert tried > 50


def _sorted(name: str) -> str:
    return ":".join(sorted(name.split(":")))


@pytest.mark.parametrize(
    "text",
    [
        "{np.ctypeslib.ctypes.CDLL(None).getpid() + 0 * x}",
        "__import__('os').system('true')",
        "np.log(x)",
        "C(kind)",
        "Q('x')",
        "open('/etc/passwd')",
        "x.values",
        "x[0]",
        "lambda: x",
        "x if x else y",
        "y ~ x",
        "poly(x, 2)",
        "`x",
        "x + ",
        "x y",
        "(x + y",
        "x)",
        "",
        "   ",
        "3*x",
        "x^0",
        "x^1e9",
        "(x - 1)",
        "x:(1 + y)",
        "log()",
        "log(x, y)",
        "exp(1e999)",
        "log(kind)",
        "kind^2",
        "(" * 500 + "x" + ")" * 500,
        "(x+y+kind+side+log(x)+exp(x)+sqrt(x)+I(x+1)+I(x+2))^9",
        "+".join(["x"] * 5000),
    ],
)
def test_nothing_but_the_grammar_is_read(text: str):
    with pytest.raises(GameError):
        Formulas({"u": text}, COLUMNS)


def test_the_longest_sum_is_evaluated():
    text = "I(" + "+".join(["x"] * 498) + ")"
    design = Formulas({"u": text}, COLUMNS).designs["u"]
    assert design.matrix[:, 1] == pytest.approx(498 * np.array(COLUMNS["x"]))


def test_whatever_is_written_is_read_or_refused():
    rng, signs = random.Random(9), "xykind+-*/:^()`10.e, {}[]'\"\\\n\t@~=!é²\x00"
    read = 0
    for _ in range(TRIES):
        text = "".join(rng.choice(signs) for _ in range(rng.randint(0, 12)))
        try:
            parse(text)
            read += 1
        except FormulaError:
            continue
    assert read


def test_other_rows_are_coded_as_the_first_were():
    made = Formulas({"u": "x + kind"}, COLUMNS)
    again = made.at({"x": [1.0], "kind": ["c"], "unused": ["?"]})["u"]
    assert again.matrix.tolist() == [[1, 1, 0, 1]]
    for columns, told in (
        ({"x": [1.0], "kind": ["z"]}, "it was only ever a, b, c"),
        ({"x": ["1"], "kind": ["a"]}, "'x' is text here"),
        ({"x": [None], "kind": ["a"]}, "'x' is missing"),
        ({"x": [1.0]}, "no column 'kind'"),
    ):
        with pytest.raises(GameError, match=told):
            made.at(columns)
