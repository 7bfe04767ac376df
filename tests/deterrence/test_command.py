"""The command as its user meets it, mistakes included."""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.cli.edge import DAY
from foedus.deterrence import bottom_line
from foedus.views.deterring import told as prose

SMALL = str(Path(__file__).with_name("small.yaml"))
QUICK = ["--draws", "20", "--options", "member"]


def run(*words, status=0):
    result = CliRunner().invoke(main, ["deter", SMALL, *words])
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    return result.output


def test_the_table_names_each_option_and_says_that_it_is_no_forecast():
    told = run(*QUICK)
    assert "a member from the first day" in told
    assert "no arrangement at all" in told
    assert "no forecast" in " ".join(told.split())
    assert max(map(len, told.splitlines())) <= 80


def test_a_wrong_day_is_refused_with_how_days_are_written():
    assert "'2025-13-40' is not a day. Write it as 2025-12-31." in run(
        "--at", "2025-13-40", status=2
    )


def test_every_command_reads_a_day_alike():
    days, commands = [], [click.Context(main)]
    while commands:
        at = commands.pop()
        days += [p.type for p in at.command.params if isinstance(p.type, click.DateTime)]
        for name in getattr(at.command, "list_commands", lambda _: [])(at):
            commands.append(click.Context(at.command.get_command(at, name), at))
    assert len(days) > 2
    assert set(days) == {DAY}


def test_json_holds_the_decision_table_and_its_bottom_line():
    found = json.loads(run(*QUICK, "--json", "-"))["decision"]
    assert [row["option"] for row in found["rows"]] == ["-", "member"]
    assert found["bottom_line"] == bottom_line(found)
    assert found["tolerance"] == 0.05


def test_the_table_goes_to_a_file_figure_by_figure(tmp_path):
    run(*QUICK, "--table", str(tmp_path / "table.csv"))
    rows = list(csv.DictReader((tmp_path / "table.csv").read_text().splitlines()))
    found = json.loads(run(*QUICK, "--json", "-"))["decision"]["rows"][1]
    (given,) = [r for r in rows if (r["option"], r["figure"]) == ("member", "attack.given")]
    assert float(given["value"]) == pytest.approx(found["attack"]["given"], rel=1e-5)


def test_json_holds_every_figure_with_its_reasons():
    found = json.loads(run(*QUICK, "--json", "-"))
    (option,) = found["options"]
    assert option["id"] == "member"
    for name in ("attack", "probe", "provoke", "provoke_extra", "break_even_credibility"):
        assert option[name]["because"], name
    assert option["break_even_days"]["value"] is None
    assert option["break_even_days"]["because"][0].startswith("not asked")


def test_csv_has_a_row_for_each_draw(tmp_path):
    run(*QUICK, "--csv", str(tmp_path / "draws.csv"))
    rows = list(csv.DictReader((tmp_path / "draws.csv").read_text().splitlines()))
    assert [row["option"] for row in rows] == ["nothing"] * 20 + ["member"] * 20
    assert all(0 <= float(row["act.RUS.attack"]) <= 1 for row in rows)
    assert all(-0.9 <= float(row["in.stakes.RUS.war"]) <= -0.1 for row in rows)
    run("--draws", "1", "--csv", str(tmp_path / "one.csv"))
    assert len((tmp_path / "one.csv").read_text().splitlines()) == 1 + 1 + 5


def test_why_tells_a_story_with_dates_and_what_would_flip_it():
    told = run("--why", "member", "--draws", "5")
    assert "\n2025-01-01: RUS signs" in told
    assert "With every estimate at its middle attack is" in " ".join(told.split())


def test_a_story_goes_into_the_json_and_beside_what_else_is_asked(tmp_path):
    alone = run("--why", "member", "--draws", "20").splitlines()
    found = json.loads(run("--why", "member", "--draws", "20", "--json", "-", "--robust"))
    assert found["why"]["option"] == "member"
    assert [line for scene in found["why"]["story"] for line in prose(scene)] == alone
    assert found["rivals"]["cells"]
    told = run("--why", "member", "--draws", "20", "--robust", "--csv", str(tmp_path / "d.csv"))
    assert told.splitlines()[: len(alone)] == alone
    assert "records of honouring" in told
    assert len((tmp_path / "d.csv").read_text().splitlines()) == 1 + 2 * 20


def test_who_would_sign_can_be_worked_out_from_the_table_of_draws(tmp_path):
    """Two sign in an order drawn evenly; whoever is first knows that the other may refuse.

    With a gain g over refusing, the last signs with the logit of 20 g; the first counts on the
    chance s of the other: it gains s g, so it signs with the logit of 20 s g.
    """
    run(*QUICK, "--csv", str(tmp_path / "draws.csv"))
    rows = csv.DictReader((tmp_path / "draws.csv").read_text().splitlines())
    for row in [{k: float(v) for k, v in r.items() if v and k != "option"} for r in rows][20:]:
        gain = {p: row[f"value.{p}"] - row[f"in.refusing.{p}"] for p in ("RUS", "UKR")}
        last = {p: 1 / (1 + math.exp(-20 * g)) for p, g in gain.items()}
        signed = [
            last[other] / (1 + math.exp(-20 * last[other] * gain[first]))
            for first, other in (("RUS", "UKR"), ("UKR", "RUS"))
        ]
        assert row["signed"] == pytest.approx(sum(signed) / 2, abs=1e-4)
        assert row["signs.RUS"] == pytest.approx(last["RUS"], abs=1e-4)


def test_that_nobody_is_to_be_deterred_is_said_before_anything_is_compiled(monkeypatch):
    room = sys.modules["foedus.deterrence.solving"]
    monkeypatch.setattr(room, "run", lambda *_: pytest.fail("it was solved"))
    jury = Path(SMALL).parent.parent / "papers" / "unanimity-jury.yaml"
    result = CliRunner().invoke(main, ["deter", str(jury)])
    assert result.exit_code == 2
    assert "nobody is to be deterred" in result.output


def test_the_same_seed_gives_the_same_answer_and_kept_work_is_taken(tmp_path):
    words = [*QUICK, "--json", "-", "--keep", str(tmp_path / "kept")]
    first = run(*words)
    # The option, no arrangement, and the option at the other end of what its file is silent on.
    assert len(list((tmp_path / "kept").glob("*.npz"))) == 3
    assert run(*words) == first
    assert run(*QUICK, "--json", "-") == first
    assert run(*QUICK, "--json", "-", "--seed", "1") != first


def test_another_analysts_stakes_change_the_answer(tmp_path):
    other = tmp_path / "stakes.yaml"
    other.write_text(
        "guarantees: {article-5: {honour: {value: 0.01, kind: judged, because: another view}}}\n"
    )
    plain = json.loads(run(*QUICK, "--json", "-"))["options"][0]["attack"]["value"]
    changed = json.loads(run(*QUICK, "--json", "-", "--stakes", str(other)))
    assert changed["options"][0]["attack"]["value"] > plain
    held = json.loads(run(*QUICK, "--json", "-", "--vary", "honour=0.01"))
    same = changed["options"][0]["attack"]["value"]
    assert held["options"][0]["attack"]["value"] == pytest.approx(same, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stakes: {RUSS: []}\n", "there is no party 'RUSS'"),
        ("norms: {}\n", "cannot change 'norms'"),
        ("quarrel_lasts: {low: 0.5, high: 1.5, kind: assumed, because: x}\n", "is a chance"),
        ("refusing: {RUS: {low: 1, high: -1, kind: assumed, because: x}}\n", "not in order"),
        ("- a list\n", "a map of keys"),
    ],
)
def test_wrong_stakes_are_located(tmp_path, text, said):
    other = tmp_path / "stakes.yaml"
    other.write_text(text)
    told = run(*QUICK, "--stakes", str(other), status=2)
    assert said in told
    assert f"{other}:1:" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--options", "membr"], "Did you mean 'member'?"),
        (["--vary", "honor=0:1"], "Did you mean 'honour'?"),
        (["--vary", "honour=1:0"], "write NAME=LOW:HIGH"),
        (["--honour", "since-1954"], "Did you mean 'since-1945'?"),
        (["--options", "none", "--honour", "all"], "laid over nothing"),
        (["--options", "none", "--episodes", "2"], "episodes teach nothing"),
        (["--map", "honour"], "--map needs two parameters"),
        (["--options", "on-violation", "--map", "honour,dais"], "Did you mean 'days'?"),
        (["--svg", "x.svg"], "say of which two parameters"),
        (["--scheduler", "tcp://127.0.0.1:9"], "no scheduler answers"),
    ],
)
def test_mistakes_end_with_a_sentence_and_status_2(words, said, monkeypatch):
    monkeypatch.setattr("foedus.deterrence.sweep._PATIENCE", "1s")
    assert said in run("--draws", "5", *words, status=2)


def test_a_map_is_drawn(tmp_path):
    told = run(*QUICK, "--map", "honour,stakes.RUS.war")
    assert "honour (across) 0 to 1" in told
    run(*QUICK, "--map", "honour,stakes.RUS.war", "--svg", str(tmp_path / "map.svg"))
    assert (tmp_path / "map.svg").read_text().startswith("<svg")


def test_what_goes_beyond_the_table():
    told = run("--draws", "60", "--options", "none,member", "--robust", "--discover")
    assert "Under 8 records of honouring and 1 form of contest" in told
    assert "Robust: attack is less likely" in told
    assert "Where each option fails" in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("flag", ["--csv", "--table"])
def test_a_table_on_standard_output_stands_there_alone(flag, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = list(csv.DictReader(run(*QUICK, flag, "-").splitlines()))
    assert {row["option"] for row in rows} == {"nothing", "member"}
    assert not list(tmp_path.iterdir())


def test_what_has_no_range_is_not_mapped_and_the_remedy_is_told():
    told = run(*QUICK, "--map", "honour,stakes.RUS.exit", status=2)
    assert "stakes.RUS.exit has no range to draw a map over" in told
    assert "--vary 'stakes.RUS.exit'=LOW:HIGH" in told
    run(*QUICK, "--map", "honour,stakes.RUS.exit", "--vary", "stakes.RUS.exit=-0.5:0")


def test_every_flag_works_with_json(tmp_path):
    pytest.importorskip("SALib")
    picture = tmp_path / "map.svg"
    words = ("--discover", "--sensitivity", "--map", "honour,stakes.RUS.war", "--svg", str(picture))
    found = json.loads(run(*QUICK, "--robust", *words, "--json", "-"))
    assert {"decision", "rivals", "boxes", "sensitivity", "maps"} <= set(found)
    assert found["sensitivity"]["member"]["error"] < 0.05
    (grid,) = {len(row) for row in found["maps"]["member"]["acts"]}
    assert grid == len(found["maps"]["member"]["across"])
    assert picture.read_text().startswith("<svg")


def test_episodes_are_told_for_options_that_have_a_promise_to_learn_of():
    told = run("--draws", "20", "--options", "none,member", "--episodes", "3")
    assert "Over 3 episodes" in told
    assert "  none: nothing can be learned of honouring" in told
    found = json.loads(run(*QUICK, "--episodes", "2", "--json", "-"))
    assert [len(row["attack"]) for row in found["episodes"].values()] == [2]
    assert "episodes" not in json.loads(run(*QUICK, "--json", "-"))


def test_json_holds_the_rivals_when_asked_for():
    found = json.loads(run(*QUICK, "--robust", "--json", "-"))["rivals"]
    assert len(found["cells"]) == len(found["attack"]["member"]) == 10
    assert {claim["robust"] for claim in found["claims"]} <= {True, False}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--vary", "days=5"], "there is no parameter 'days' to vary"),
        (["--map", "honour,days"], "there is no parameter 'days' under this option"),
        (["--why", ""], "--why needs the id of an option"),
    ],
)
def test_what_an_option_without_that_procedure_knows_nothing_of_is_refused(asked, told):
    """Under `member` nothing has to be decided before help is owed: no days lie in between."""
    assert told in run(*QUICK, *asked, status=2)
