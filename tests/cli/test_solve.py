"""`foedus solve` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from foedus.cli import main

TIES = """EFG 2 R "Entry" { "Entrant" "Incumbent" }
p "" 1 1 "entry" { "in" "out" } 0
p "" 2 1 "answer" { "fight" "share" } 0
t "" 1 "price war" { -1 0 }
t "" 2 "shared" { 1 0 }
t "" 3 "monopoly" { 0 2 }
"""
SIGNAL = """EFG 2 R "Two types" { "S" "R" }
c "" 1 "" { "able" 1/2 "not" 1/2 } 0
p "" 1 1 "able" { "show" "hide" } 0
p "" 2 1 "shown" { "trust" "leave" } 0
t "" 1 "" { 2 1 } t "" 2 "" { 0 0 } t "" 3 "" { 1 0 }
p "" 1 2 "not" { "show" "hide" } 0
p "" 2 1 0
t "" 4 "" { 0 -1 } t "" 5 "" { -1 0 } t "" 3
"""


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["solve", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def ties(tmp_path: Path) -> str:
    (tmp_path / "entry.efg").write_text(TIES)
    return str(tmp_path / "entry.efg")


@pytest.fixture
def signal(tmp_path: Path) -> str:
    (tmp_path / "types.efg").write_text(SIGNAL)
    return str(tmp_path / "types.efg")


def test_all_subgame_perfect_equilibria_are_told_on_a_tie(ties: str):
    status, out, _ = run(ties)
    assert status == 0
    assert "Entry: Entrant, Incumbent; 5 nodes" in out
    assert "All 2 subgame-perfect equilibria in pure strategies" in out
    assert "Entrant expects 0; Incumbent expects 2." in out
    assert "Entrant expects 1; Incumbent expects 0." in out
    assert out.count("no information set gains more than 0") == 2


def test_precisions_stand_side_by_side(ties: str):
    _, out, _ = run(ties, "--concept", "aqre", "--precision", "0,2")
    assert "precision 0  precision 2" in out
    # At precision 2 the incumbent is indifferent, so that entry is worth nothing either.
    assert "Entrant    entry            in      0.5          0.5" in out
    assert "the equations hold within" in out


def test_beliefs_off_the_path_are_told(signal: str):
    status, out, _ = run(signal, "--concept", "pbe")
    assert status == 0
    assert "2 perfect Bayesian equilibria" in out
    assert "R at shown (never reached) may believe: able 0 to 0.5, not 0.5 to 1." in out
    assert "R at shown believes: able 1, not 0." in out
    assert "separating" in out


def test_json_carries_the_same(ties: str, signal: str, tmp_path: Path):
    told = json.loads(run(ties, "--json", "-")[1])
    assert told["concept"] == "spe"
    assert [s["values"] for s in told["solutions"]] == [[[0.0], [2.0]], [[1.0], [0.0]]]
    file = tmp_path / "answer.json"
    assert run(signal, "--concept", "aqre", "--json", str(file))[0] == 0
    assert [s["precision"] for s in json.loads(file.read_text())["solutions"]] == [1, 5, 20]
    (belief,) = json.loads(run(signal, "--concept", "pbe", "--json", "-")[1])["equilibria"][0][0][
        "beliefs"
    ]
    assert belief["infoset"] == "shown"


def test_the_picture_is_a_document_of_its_own(signal: str, tmp_path: Path):
    file = tmp_path / "types.svg"
    status, out, _ = run(signal, "--concept", "pbe", "--svg", str(file))
    assert (status, "Equilibrium 1" in out) == (0, True)
    root = ElementTree.fromstring(file.read_text())
    assert root.tag.endswith("svg")
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--precision", "1,x"], "--precision: 'x' is not a number from 0 to 1e+12."),
        (["--precision", "-1"], "--precision: '-1' is not a number from 0 to 1e+12."),
        (["--precision", "inf"], "'inf' is not a number"),
        (["--concept", "stable"], "'stable' is not one of 'spe', 'aqre', 'pbe', 'nash'"),
    ],
)
def test_a_users_mistake_ends_with_status_2(signal: str, words: list[str], told: str):
    status, out, err = run(signal, *words)
    assert (status, out) == (2, "")
    assert told in err


def test_a_malformed_file_ends_with_its_place(tmp_path: Path):
    bad = tmp_path / "bad.efg"
    bad.write_text(TIES.replace('"shared" { 1 0 }', '"shared" { 1 O }'))
    status, out, err = run(str(bad))
    assert (status, out) == (2, "")
    assert f"{bad}:5:21: expected a payoff of outcome 2, found 'O'." in err
    assert run(str(tmp_path / "none.efg"))[2].endswith(
        "it cannot be read: No such file or directory.\n"
    )


def test_a_sender_who_moves_again_is_solved(tmp_path: Path):
    file = tmp_path / "long.efg"
    file.write_text(
        'EFG 2 R "g" { "A" "B" } p "" 1 1 "first" { "go" } 0 p "" 2 1 "then" { "on" } 0 '
        'p "" 1 2 "last" { "a" "b" } 0 t "" 0 t "" 1 "" { 1 1 }'
    )
    status, out, _ = run(str(file), "--concept", "pbe")
    assert status == 0
    assert "Equilibrium 1 of 1: pure; sequential" in out
    assert "                         b       1" in out.replace(
        "A       last             ", " " * 25
    )


def test_a_forgetful_player_is_drawn_and_the_solver_says_what_is_in_the_way(tmp_path: Path):
    file = tmp_path / "driver.efg"
    file.write_text(
        'EFG 2 R "Driver" { "D" } p "" 1 1 "junction" { "exit" "on" } 0 t "" 1 "" { 0 } '
        'p "" 1 1 0 t "" 2 "" { 4 } t "" 3 "" { 1 }'
    )
    picture = tmp_path / "driver.svg"
    status, _, err = run(str(file), "--svg", str(picture))
    assert status == 2
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    assert "'junction' of D is met twice on one path" in err
    assert "absent-mindedness" in err


def test_a_game_without_a_pure_equilibrium_says_so_and_shows_the_mixed_one(tmp_path: Path):
    file = tmp_path / "pennies.efg"
    file.write_text(
        'EFG 2 R "Pennies" { "A" "B" } p "" 1 1 "a" { "h" "t" } 0 p "" 2 1 "b" { "h" "t" } 0 '
        't "" 1 "won" { 1 -1 } t "" 2 "lost" { -1 1 } p "" 2 1 0 t "" 2 t "" 1'
    )
    status, out, _ = run(str(file), "--concept", "pbe", "--pure")
    assert (status, "No perfect Bayesian equilibrium that is pure" in out) == (0, True)
    _, out, _ = run(str(file), "--concept", "pbe")
    assert "Equilibrium 1 of 1: mixed; sequential" in out
    assert "A       a                h       0.5" in out


def test_nash_equilibria_are_told_with_both_ends_of_a_segment(ties: str, tmp_path: Path):
    """By hand: stay out if a fight has chance 1/2 or more; at less, enter and share."""
    status, out, _ = run(ties, "--concept", "nash")
    assert status == 0
    assert "a segment" in out
    assert "Incumbent, end 1:  fight 1\n" in out
    assert "Incumbent, end 2:  fight 1/2, share 1/2\n" in out
    assert "Entrant expects 0; Incumbent expects 2.\n" in out
    assert "Entrant expects 0 to 1; Incumbent expects 0.\n" in out
    told = json.loads(run(ties, "--concept", "nash", "--json", "-")[1])
    assert {"in": 1.0} in [s["ends"]["Entrant"][0] for s in told["sets"]]
    file = tmp_path / "entry.svg"
    assert run(ties, "--concept", "nash", "--svg", str(file))[0] == 0
    assert file.exists()


BATTLE = """EFG 2 R "Entry, then the battle of the sexes" { "A" "B" }
p "" 1 1 "first" { "in" "out" } 0
p "" 1 2 "A" { "left" "right" } 0
p "" 2 1 "B" { "left" "right" } 0
t "" 1 "" { 3, 1 } t "" 2 "" { 0, 0 }
p "" 2 1 "B" { "left" "right" } 0
t "" 3 "" { 0, 0 } t "" 4 "" { 1, 3 }
t "" 5 "" { 2, 2 }
"""


TIE = """\
EFG 2 R "Whoever is asked second does not care" { "One" "Two" }
""
p "" 1 1 "" { "L" "R" } 0
p "" 2 1 "" { "a" "b" } 0
t "" 1 "" { 1, 1 }
t "" 2 "" { 3, 1 }
t "" 3 "" { 2, 2 }
"""


def test_what_is_expected_at_one_point_of_many_equilibria_is_said_to_be_so(tmp_path: Path):
    """One may expect anything from 2 to 3 where Two, who does not care, plays b often enough."""
    (tmp_path / "tie.efg").write_text(TIE)
    _, out, _ = run(str(tmp_path / "tie.efg"), "--concept", "pbe")
    points = out.split("\nEquilibrium ")[1:]
    many = "What each expects at the chances shown, one of many in these ranges:\n"
    assert len(points) == 4
    assert [many in point for point in points] == ["any from" in point for point in points]
    assert sum("any from" in point for point in points) == 2


@pytest.fixture
def battle(tmp_path: Path) -> str:
    (tmp_path / "battle.efg").write_text(BATTLE)
    return str(tmp_path / "battle.efg")


def test_simultaneous_subgames_are_solved_exactly(battle: str):
    """The subgame is worth 3, 1 or (mixed) 3/4 to A, who leaves for 2 unless it is 3."""
    status, out, _ = run(battle, "--concept", "spe")
    assert status == 0
    assert "3 subgame-perfect equilibria" in out
    assert out.count("A expects 2; B expects 2.") == 2
    assert out.count("A expects 3; B expects 1.") == 1
    assert "left    3/4" in out
    plain = json.loads(run(battle, "--concept", "spe", "--json")[1])
    assert [e["values"] for e in plain["equilibria"]] == [[2, 2], [2, 2], [3, 1]]


def test_bifurcations_are_named_and_drawn(battle: str, tmp_path: Path):
    status, out, _ = run(battle, "--precision", "1,5", "--plot", str(tmp_path / "play.csv"))
    assert status == 0
    assert "Bifurcation: at precision 1.07 the principal branch is crossed" in out
    assert "Precision 5: 3 equilibria were found from 40 starts, of which one is shown." in out
    first, second, *_ = (tmp_path / "play.csv").read_text().splitlines()
    assert (first, second) == ("panel,curve,place,x,y,low,high", "A at first,in,0,0.0,0.5,,")
    status, _, _ = run(battle, "--plot", str(tmp_path / "play.svg"))
    assert ElementTree.parse(tmp_path / "play.svg").getroot().tag.endswith("svg")


def test_precision_is_fitted_to_counts(ties: str, tmp_path: Path):
    """A lone choice between 1 and 0, up 30 times in 40: log 3, by the ratio from 0.42 to 1.87."""
    head = "information set,action,count\n"
    lone = 'EFG 2 R "Lone" { "A" }\np "" 1 1 "choice" { "up" "down" } 0\n'
    lone += 't "" 1 "" { 1 } t "" 2 "" { 0 }'
    (tmp_path / "lone.efg").write_text(lone)
    (tmp_path / "lone.csv").write_text(head + "choice,up,30\nchoice,down,10\n")
    status, out, _ = run(str(tmp_path / "lone.efg"), "--fit", str(tmp_path / "lone.csv"))
    assert status == 0
    assert "Precision fitted to 40 choices: 1.099; 95 % interval 0.4178 to 1.866" in out
    assert "precision 1.09861" in out
    (tmp_path / "play.csv").write_text(head + "entry,in,8\nentry,out,9\n")
    status, _, err = run(ties, "--fit", str(tmp_path / "play.csv"))
    assert (status, "say nothing about precision" in err) == (2, True)
    (tmp_path / "bad.csv").write_text(head + "entry,in,-1\n")
    status, _, err = run(ties, "--fit", str(tmp_path / "bad.csv"))
    assert (status, "bad.csv:2: -1.0 is no count" in err) == (2, True)
    (tmp_path / "odd.csv").write_text(head + "entrry,in,1\n")
    status, _, err = run(ties, "--fit", str(tmp_path / "odd.csv"))
    assert (status, "no information set 'entrry'; did you mean 'entry'" in err) == (2, True)
    status, _, err = run(ties, "--concept", "spe", "--fit", str(tmp_path / "play.csv"))
    assert (status, "only --concept aqre has" in err) == (2, True)
