"""`foedus check` and `foedus diff` as their user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from foedus.casebook import text_of
from foedus.cli import main
from foedus.process import Process, replay
from foedus.process.events import read_events

LOOPHOLES = Path(__file__).parents[1] / "loopholes"
BAD = LOOPHOLES / "bad"
HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def test_a_fault_ends_with_1_and_its_story_names_lines_and_what_is_not_owed():
    result = run("check", str(BAD / "13.yaml"), "--property", "withdrawal-dodge", "--stories")
    assert result.exit_code == 1
    assert "FAILS 13 withdrawal-dodge" in result.output
    assert (
        "1. 2030-01-01  Upland gives notice of withdrawal from 'truce' [line 13]." in result.output
    )
    assert "In the end nothing is owed to Lowland by the League under 'defence'" in result.output


def test_what_holds_is_a_proof_over_a_stated_abstraction_and_ends_with_0():
    result = run("check", str(BAD / "13.yaml"), "--property", "gap", "--property", "order")
    assert result.exit_code == 0
    assert "2 properties: 0 fail, 2 hold, 0 do not apply, 0 undecided" in result.output
    assert "through 2032-01-01; members counted by class" in result.output


def test_a_search_that_gives_up_is_undecided_and_no_proof():
    result = run("check", str(BAD / "13.yaml"), "--property", "gap", "--most", "5")
    assert result.exit_code == 1
    assert "UNDECIDED 1 gap: the search was given up after" in result.output


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nowhere.yaml",), "there is no such file"),
        (("ukrain-2025",), "Did you mean 'ukraine-2025'?"),
        (("ukraine-2025", "--property", "gab"), "Did you mean 'gap'?"),
        (("ukraine-2025", "--option", "as-propsed"), "Did you mean 'as-proposed'?"),
        (("ukraine-2025", "--property", "nowhere.yaml"), "cannot be read"),
        (("paris-2026", "korea-1953", "--json", "-"), "write one case"),
    ],
)
def test_a_mistake_ends_with_2_and_the_fix(args: tuple[str, ...], message: str):
    result = run("check", *args)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- 1\n", "a file of properties is a map with the key 'properties'"),
        ("properties: {x: {nevr: {done: finding}}}", "Did you mean 'never'?"),
        ("properties: {x: {never: {done: findin}}}", "the arrangement has no 'findin'"),
        ("properties: {x: {after: {done: finding}}}", "what is to follow is not clear"),
        ("properties: {x: {name: y}}", "a property has one shape"),
        ("properties: {x: {never: {dun: finding}}}", "this is no condition"),
    ],
)
def test_a_bad_property_is_located(tmp_path: Path, text: str, message: str):
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    result = run("check", "ukraine-2025", "--property", str(file))
    assert result.exit_code == 2
    assert message in result.output
    assert "mine.yaml:1:" in result.output


def test_properties_of_ones_own_are_checked_like_the_others():
    args = ("--option", "as-proposed", "--property", str(LOOPHOLES / "written.yaml"), "--json", "-")
    result = run("check", "ukraine-2025", *args)
    holds = {p["id"]: p["holds"] for p in json.loads(result.output)["properties"]}
    assert holds == {
        "no-member-by-mistake": False,
        "deal-can-be-renewed": False,
        "a-finding-can-come": True,
        "allegation-decides": False,
        "one-deal": True,
    }


def test_sarif_points_at_the_line_of_the_clause():
    result = run("check", "ukraine-2025", "--option", "as-proposed", "--sarif", "-")
    log = json.loads(result.output)
    assert log["version"] == "2.1.0"
    (first_run,) = log["runs"]
    rules = [rule["id"] for rule in first_run["tool"]["driver"]["rules"]]
    text = str(text_of("ukraine-2025"), "utf-8").splitlines()
    for found in first_run["results"]:
        assert rules[found["ruleIndex"]] == found["ruleId"]
        place = found["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "ukraine-2025.yaml"
        assert 1 <= place["region"]["startLine"] <= len(text)
    dodge = next(r for r in first_run["results"] if r["ruleId"] == "withdrawal-dodge")
    line = dodge["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert text[line - 1].strip().startswith("withdrawal:")


def test_pictures_are_well_formed_and_event_files_replay(tmp_path: Path):
    from foedus.language import option, read

    pictures, events = tmp_path / "svg", tmp_path / "events"
    args = ("--option", "as-proposed", "--svg", str(pictures), "--events", str(events))
    run("check", "ukraine-2025", *args)
    process = Process(option(read(text_of("ukraine-2025")), "as-proposed"))
    names = sorted(path.stem for path in pictures.glob("*.svg"))
    assert "13-withdrawal-dodge-1" in names
    assert names == sorted(path.stem for path in events.glob("*.yaml"))
    for name in names:
        root = ElementTree.parse(pictures / f"{name}.svg").getroot()
        assert root.tag.endswith("svg")
        assert root.get("aria-label", "").startswith("Imagined, as the text allows")
        parts = [part.text or "" for part in root.iter()]
        assert any(text.startswith("Imagined, as the text allows") for text in parts)
        told = read_events((events / f"{name}.yaml").read_text("utf-8"), name)
        assert not [entry for entry in replay(process, told) if entry.refused]


def test_an_event_file_ends_where_its_story_does(tmp_path: Path):
    """What a story ends with is often what ran out: the file carries its last wait."""
    from foedus.language import read
    from foedus.loopholes.export import event_file, events
    from foedus.process import Move

    process = Process(read(text_of("ukraine-2025")))
    state, batches = process.start, [(Move("conduct", "RUS", "attack"),)]
    state = process.during(state, batches[0])
    for _ in range(2):
        wait = next(move for move in process.moves(state) if move.kind == "wait")
        state, batches = process.after(state, wait), [*batches, (wait,)]
    text = event_file(events(process, batches))
    assert text.splitlines()[-1] == f"- {{date: {process.date_of(state.day)}, do: wait}}"
    assert list(replay(process, read_events(text, "e")))[-1].state == state


def test_diff_tells_that_the_us_commitment_went_out_of_the_paris_declaration():
    result = run("diff", "paris-2026:draft", "paris-2026:final")
    assert result.exit_code == 0
    assert (
        "  out: the United States owes “support to the multinational force in the event of an"
        " attack” to the Coalition of the Willing" in result.output
    )
    struck = "Faults that have nothing left to be about"
    assert f"\n{struck}\n" in result.output
    left = result.output.partition(struck)[2]
    assert "  activation-veto: 'us-support' is struck out, and nothing comes in its place." in left
    assert "single-blocker: the answer to 'attack' by Russia can be stopped by" in result.output


def test_diff_tells_where_a_story_stops(tmp_path: Path):
    old, new = BAD / "13.yaml", tmp_path / "new.yaml"
    text = old.read_text("utf-8")
    assert ", withdrawal: {by: UPL}" in text
    new.write_text(text.replace(", withdrawal: {by: UPL}", ""), "utf-8")
    data = json.loads(run("diff", str(old), str(new), "--json", "-").output)
    assert "withdrawal-dodge" in [found["id"] for found in data["loopholes"]["closed"]]
    assert ["UPL", "leave 'truce' from one day to the next"] in data["powers"]["lost"]
    (stopped,) = [found for found in data["impossible"] if found["id"] == "withdrawal-dodge"]
    assert stopped["at"] == "Upland gives notice of withdrawal from 'truce'"
    assert "gives nobody a right to withdraw" in stopped["because"]
    assert run("diff", str(old), str(old)).output == (
        "No difference in what anybody may or must do.\n"
    )


def test_the_hook_runs_a_command_that_there_is_on_yaml_files():
    (hook,) = YAML(typ="safe", pure=True).load(HOOKS.read_text("utf-8"))
    program, command = hook["entry"].split()
    assert program == "foedus"
    assert command in main.commands
    assert hook["types"] == ["yaml"]
