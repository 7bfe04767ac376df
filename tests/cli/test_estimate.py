"""`foedus estimate` as a user types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from foedus.cli import main

WAR = Path(__file__).parents[3] / "shared" / "data" / "gpl" / "war1800.csv"
MODEL = """title: A crisis
players: [Initiator, Respondent]
game:
  start: {Initiator: {wait: status quo, escalate: answer}}
  answer: {Respondent: {yield: capitulation, fight: war}}
payoffs:
  status quo: {Initiator: s_wt_re1 + revis1}
  capitulation: {Initiator: 0}
  war: {Initiator: regime1, Respondent: balanc + regime2}
outcomes: {status quo: sq, capitulation: capit, war: war}
"""
SMALL = """players: [A]
game:
  choice: {A: {stay: out, go: play}}
  play: {chance: {luck: [0.5, win], lose: [0.5, lose]}}
payoffs:
  out: {}
  win: {A: x + kind}
  lose: {A: 0}
outcomes: end
"""


def run(*words: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["estimate", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL)
    return tmp_path / "small.yaml"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two hundred choosers, likelier to go the larger x is; two cells are missing."""
    rng = np.random.default_rng(4)
    x, kind = rng.normal(size=200), rng.choice(["new", "old"], 200)
    goes = rng.random(200) < 1 / (1 + np.exp(-1.2 * x - 0.5 * (kind == "old")))
    end = np.where(goes, rng.choice(["win", "lose"], 200), "out")
    rows = [[f"{a:.4f}", b, c] for a, b, c in zip(x, kind, end, strict=True)]
    rows[3][0], rows[5][2] = "NA", ""
    with (tmp_path / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["x", "kind", "end"], *rows])
    return tmp_path / "table.csv"


@pytest.mark.parametrize(
    ("words", "log_likelihood"),
    [
        # R package games 1.1.2, egame12 on war1800: see tests/games/test_estimation.py
        ([], "-286.12375"),
        (["--errors", "private"], "-286.11817"),
        (["--link", "logit"], "-286.18279"),
    ],
)
def test_the_published_numbers_come_from_the_command_line(tmp_path, words, log_likelihood):
    if not WAR.exists():
        pytest.skip("the data set of the R package games (GPL) is not beside this checkout")
    (tmp_path / "crisis.yaml").write_text(MODEL)
    status, out, _ = run(tmp_path / "crisis.yaml", WAR, *words)
    assert status == 0
    assert "A crisis: 282 rows of" in out
    assert "missing: regime1 in 12, regime2 in 20." in out
    assert f"log-likelihood {log_likelihood}, 282 observations, 10 coefficients" in out


def test_estimates_chances_and_what_was_left_out_are_told(model, table):
    status, out, err = run(model, table)
    assert (status, err) == (0, "")
    assert "small: 198 rows of" in out
    assert "missing: outcome in 1, x in 1." in out
    assert "A, win: kind[T.old]" in out
    assert "probit, agent error" in out
    average = out[out.index("Chances on average") :].splitlines()[2:5]
    assert [line.split()[0] for line in average] == ["out", "win", "lose"]


def test_json_and_csv_carry_the_same(model, table, tmp_path):
    status, out, _ = run(model, table, "--json", "-", "--csv", tmp_path / "rows.csv", "--seed", "3")
    assert status == 0
    told = json.loads(out)
    (fit,) = told["models"]
    assert [c["name"] for c in fit["coefficients"]] == [
        "A, win: 1",
        "A, win: x",
        "A, win: kind[T.old]",
    ]
    assert fit["coefficients"][1]["estimate"] > 2 * fit["coefficients"][1]["standard_error"]
    assert sum(o["chance"] for o in told["outcomes"]) == pytest.approx(1)
    with (tmp_path / "rows.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["rows"] == 198
    assert rows[3]["line"] == "6"  # line 5 has a gap
    mean = np.mean([float(row["out chance"]) for row in rows])
    assert mean == pytest.approx(told["outcomes"][0]["chance"], abs=1e-5)
    assert all(float(r["win low"]) < float(r["win chance"]) < float(r["win high"]) for r in rows)


def test_resamples_have_a_seed(model, table):
    words = (model, table, "--bootstrap", "4", "--json", "-")
    first, again = json.loads(run(*words)[1]), json.loads(run(*words)[1])
    assert first == again
    assert first["bootstrap"] == {"samples": 4, "failed": 0}
    other = json.loads(run(*words, "--seed", "9")[1])
    errors = [t["models"][0]["coefficients"][1]["bootstrap_error"] for t in (first, other)]
    assert errors[0] != errors[1]
    assert "4 resamples of the rows, seed 0:" in run(model, table, "--bootstrap", "4")[1]


def test_errors_are_clustered_by_a_column(model, table):
    column = table.read_text().partition("\n")[0].split(",")[1]
    status, out, _ = run(model, table, "--cluster", column)
    assert status == 0
    assert "standard errors allow for dependence within" in out
    told = json.loads(run(model, table, "--cluster", column, "--json", "-")[1])["models"][0]
    plain = json.loads(run(model, table, "--json", "-")[1])["models"][0]
    assert told["groups"] > 1
    assert plain["groups"] == 0
    pairs = list(zip(told["coefficients"], plain["coefficients"], strict=True))
    assert all(a["estimate"] == b["estimate"] for a, b in pairs)
    assert any(a["standard_error"] != b["standard_error"] for a, b in pairs)
    assert "no column 'dyad'" in run(model, table, "--cluster", "dyad")[2]


def test_a_rival_is_compared_on_the_same_rows(model, table, tmp_path):
    rival = tmp_path / "rival.yaml"
    rival.write_text("title: Only kind\n" + SMALL.replace("x + kind", "kind"))
    status, out, _ = run(model, table, "--compare", rival)
    assert status == 0
    assert "Rival: Only kind, on the same rows" in out
    assert "Vuong against 'Only kind': z = " in out
    assert "Vuong against a plain logit: z = " in out
    assert "rows are likelier under 'small'" in out
    told = json.loads(run(model, table, "--compare", rival, "--json", "-")[1])
    tests, plain, own = told["comparisons"], told["plain_logit"], told["models"][0]
    more = plain["coefficients"] - len(own["coefficients"])
    lead = own["log_likelihood"] - plain["log_likelihood"] + more * np.log(told["rows"]) / 2
    assert np.sign(tests[0]["statistic"]) == np.sign(lead)
    assert tests[0]["preferred"] == (1 if lead > 0 else 2)
    assert [(t["against"], t["test"]) for t in tests] == [
        ("a plain logit", "Vuong"),
        ("a plain logit", "Clarke"),
        ("Only kind", "Vuong"),
        ("Only kind", "Clarke"),
    ]
    assert tests[2]["preferred"] == 1
    same = run(model, table, "--compare", model)
    assert same[0] == 2
    assert "both models give every outcome the same chance" in same[2]


def test_cases_are_predicted(model, table, tmp_path):
    cases = tmp_path / "cases.csv"
    cases.write_text("x;kind\n-2;new\n2,5;old\n")
    status, out, _ = run(model, table, "--cases", cases)
    assert status == 0
    lines = out[out.index("Chances in") :].splitlines()[2:4]
    assert [line.split()[0] for line in lines] == ["2", "3"]
    assert float(lines[0].split()[1]) > 0.9 > 0.2 > float(lines[1].split()[1])
    cases.write_text("x,kind\n1,odd\n")
    assert (
        "'kind' is 'odd' in some row; it was only ever new, old"
        in run(model, table, "--cases", cases)[2]
    )
    cases.write_text("x,kind\n1,\n")
    assert "'kind' is missing in some row." in run(model, table, "--cases", cases)[2]
    cases.write_text("x,sort\n1,new\n")
    assert "no column 'kind'; the columns are x, sort." in run(model, table, "--cases", cases)[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "go: play",
            "go: paly",
            ":3:31: 'paly' is no node of the game and has no payoffs. Did you mean 'play'?",
        ),
        ("{A: x + kind}", "{B: x + kind}", ":7:9: there is no player 'B'."),
        ("x + kind", "y + kind", ":7:12: no column 'y'; the columns are x, kind, end."),
        ("x + kind", "x + kin", ":7:12: no column 'kin'. Did you mean 'kind'?"),
        ("x + kind", "x +* 2", ":7:12: the formula of A, win, 'x +* 2', cannot be read"),
        ("{A: x + kind}", "{A: 2}", "nothing is to be estimated"),
        ("{A: x + kind}", "{A: [x]}", ":7:12: a payoff is a number or a formula"),
        ("lose: {A: 0}", "lost: {A: 0}", ":8:3: no move leads to 'lost'. Did you mean 'lose'?"),
        ("[0.5, win]", "win", "a move of nature is its chance and what follows"),
        ("[0.5, win]", "[0.7, win]", "probabilities sum to 1.2"),
        (
            "go: play",
            "go: win",
            "'choice' and 'play' begin the game",
        ),
        (
            "lose: [0.5, lose]}}",
            "lose: [0.4, lose], again: [0.1, choice]}}",
            "no node begins the game",
        ),
        ("outcomes: end", "outcomes: fin", ":9:11: "),
        ("outcomes: end", "outcomes: {out: kind, win: x}", "nothing says which rows end in 'lose'"),
        ("outcomes: end", "outcomes: kind", "is no end of the game. Known here: out, win, lose."),
        (
            "outcomes: end",
            "outcomes: {out: x, win: x, lose: x}",
            "this row fits none of the outcomes",
        ),
        ("players: [A]", "players: [A, A]", ":1:10: players are a list of different names"),
        ("players", "player", ":1:1: a model has no key 'player'. Did you mean 'players'?"),
        (
            "outcomes: end",
            "outcomes: end\nlink: cauchit",
            "link cannot be 'cauchit'. Write probit or logit.",
        ),
        (
            "lose: {A: 0}",
            "lose: {A: x + kind}\n  out: {A: x + kind}",
            ":9:3: the key 'out' is written twice here",
        ),
        ("  out: {}\n", "  out: {A: x + kind}\n", "can change together"),
    ],
)
def test_a_model_that_is_wrong_says_where(model, table, old, new, told):
    assert old in SMALL
    model.write_text(SMALL.replace(old, new, 1))
    status, out, err = run(model, table)
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "the file is empty"),
        (b"x,kind,end\n", "there is no row below the names"),
        (b"x,kind,end\n1,new\n", ":2: 2 cells in a table of 3 columns"),
        (b"x,x,end\n1,2,out\n", ":1: two columns are called 'x'"),
        (
            b"x,kind,end\n1,new,out\n2,new,win\nO.5,old,out\n",
            ":4: 'O.5' in column 'x' is no number",
        ),
        (b"x,kind,end\n1,\xff,out\n", ":2: the text is not UTF-8"),
        (b"x,kind,end\n1,new,oot\n", ":2: 'oot' is no end of the game. Did you mean 'out'?"),
        (b"x,kind,end\nNA,new,out\n", "no row is complete"),
        (b"x,kind,end\n1,new\0,out\n", "this is a binary file"),
    ],
)
def test_a_table_that_is_wrong_says_where(model, tmp_path, text, told):
    (tmp_path / "bad.csv").write_bytes(text)
    status, out, err = run(model, tmp_path / "bad.csv")
    assert (status, out) == (2, "")
    assert told in err


def test_files_that_are_not_there_are_named(model, table, tmp_path):
    for words in ((tmp_path / "no.yaml", table), (model, tmp_path / "no.csv")):
        status, _, err = run(*words)
        assert (status, "it cannot be read: No such file or directory." in err) == (2, True)


def test_a_fit_without_a_top_is_not_passed_off_as_one(model, tmp_path):
    rows = "".join(f"{x},new,{'out' if x < 0 else 'win'}\n" for x in (-3, -2, -1, 1, 2, 3))
    (tmp_path / "perfect.csv").write_text("x,kind,end\n" + rows)
    model.write_text(SMALL.replace("x + kind", "x"))
    written = tmp_path / "rows.csv"
    status, out, err = run(model, tmp_path / "perfect.csv", "--bootstrap", "3", "--csv", written)
    assert (status, written.exists()) == (1, False)
    assert "NOT TO BE USED" in out
    assert "Chances" not in out
    assert "this fit is not to be used" in err


SCALED = """title: Scaled
players: [A]
game:
  choice: {A: {stay: out, go: win}}
payoffs:
  out: {}
  win: {A: x + y + kind}
outcomes: end
scale: {A: y}
fixed: {"A, win: kind[T.old]": 0.5}
shared: [["A, win: x", "A, win: y"]]
"""


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    x, y, kind = rng.normal(size=300), rng.normal(size=300), rng.choice(["new", "old"], 300)
    goes = rng.random(300) < 1 / (1 + np.exp(-(x + y + 0.5 * (kind == "old")) / np.exp(0.4 * y)))
    rows = zip(x, y, kind, np.where(goes, "win", "out"), strict=True)
    with (tmp_path / "wide.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["x", "y", "kind", "end"], *rows])
    return tmp_path / "wide.csv"


def test_scales_fixed_and_shared_coefficients_are_read_from_the_model(wide, tmp_path):
    (tmp_path / "scaled.yaml").write_text(SCALED)
    status, out, _ = run(tmp_path / "scaled.yaml", wide)
    assert status == 0
    for name in ("A, win: 1 ", "A, win: x = A, win: y", "A, scale: y"):
        assert name in out, out
    assert "fixed, not estimated: A, win: kind[T.old] = 0.5" in out
    assert "3 coefficients, AIC" in out
    assert "reached from" in out
    fit = json.loads(run(tmp_path / "scaled.yaml", wide, "--json", "-")[1])["models"][0]
    assert fit["fixed"] == {"A, win: kind[T.old]": 0.5}
    assert len(fit["starts"]) == 5


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("scale: {A: y}", "scale: {B: y}", "there is no player 'B'"),
        ("scale: {A: y}", "scale: {A: 2}", "a scale is a formula"),
        ("scale: {A: y}", "scale: y", "scales stand by player"),
        (": 0.5}", ": half}", "a fixed coefficient is a number"),
        ("kind[T.old]", "kind", "no coefficient is called 'A, win: kind'; did you mean"),
        ('[["A, win: x", "A, win: y"]]', '["A, win: x"]', "lists of two names or more"),
    ],
)
def test_restrictions_that_are_written_wrongly_are_told(wide, tmp_path, said, instead, told):
    (tmp_path / "scaled.yaml").write_text(SCALED.replace(said, instead))
    status, _, err = run(tmp_path / "scaled.yaml", wide)
    assert (status, told in err) == (2, True), err


def test_a_column_is_varied_and_drawn(wide, tmp_path):
    (tmp_path / "scaled.yaml").write_text(SCALED)
    words = (tmp_path / "scaled.yaml", wide, "--vary", "x=-2:2")
    status, out, _ = run(*words, "--csv", tmp_path / "grid.csv", "--plot", tmp_path / "grid.svg")
    assert status == 0
    assert "Chances as x varies, with 95 % intervals:" in out
    assert "The rest at what is typical (median, or commonest value): kind " in out
    with (tmp_path / "grid.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(r["x"]) for r in rows] == pytest.approx(np.linspace(-2, 2, 25).tolist())
    wins = [float(r["win chance"]) for r in rows]
    assert wins == sorted(wins)
    assert (tmp_path / "grid.svg").read_text().startswith("<svg")
    by_json = json.loads(run(*words, "--json", "-")[1])["grid"]["rows"]
    for row, plain in zip(rows, by_json, strict=True):
        win = next(o for o in plain["outcomes"] if o["outcome"] == "win")
        cells = [float(row[f"win {kind}"]) for kind in ("chance", "low", "high")]
        assert cells == pytest.approx([win[kind] for kind in ("chance", "low", "high")], abs=1e-6)
        assert cells[1] < cells[0] < cells[2]
    told = out[out.index("Chances as x varies") :].splitlines()
    assert told[1].split() == ["x", "out", "win"]
    out_, win = (o for o in by_json[0]["outcomes"])
    assert told[2].split()[1:] == [
        word
        for o in (out_, win)
        for word in f"{o['chance']:.2f} ({o['low']:.2f} to {o['high']:.2f})".split()
    ]
    told = json.loads(run(*words[:2], "--vary", "kind", "--json", "-")[1])["grid"]
    assert [row["value"] for row in told["rows"]] == ["new", "old"]
    for bad, why in (("z", "does not name 'z'"), ("x=2:1", "cannot run"), ("x=a:b", "write")):
        status, _, err = run(*words[:2], "--vary", bad)
        assert (status, why in err or "does not name" in err) == (2, True), err
    assert run(*words[:2], "--plot", tmp_path / "p.svg")[0] == 2
    assert run(*words, "--plot", tmp_path / "p.txt")[0] == 2
