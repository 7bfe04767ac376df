"""`foedus positions` as its user meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

CORPUS = Path(__file__).parent / "corpus"
TEXT = "Kasland backs Velmark's entry into the League.\n\nOrlesia opposes Velmark's entry. It said that Velmark had waited."  # noqa: E501


def run(*arguments, status=0):
    found = CliRunner().invoke(main, ["positions", *map(str, arguments)], env={"COLUMNS": "100"})
    assert found.exit_code == status, found.output + str(found.exception)
    return found.output + (found.stderr if status else "")


@pytest.fixture
def kept(tmp_path):
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    file = tmp_path / "s.jsonl"
    run("extract", text, "--dispute", CORPUS / "lake.toml", "--date", "2031-03-04", "--into", file)
    return file


def accept(file):
    ids = [json.loads(line)["statement"]["id"] for line in file.read_text("utf-8").splitlines() if "statement" in json.loads(line)]  # fmt: skip # noqa: E501
    with file.open("a", encoding="utf-8") as out:
        for id_ in ids:
            out.write(json.dumps({"review": {"statement": id_, "reviewer": "Ann", "status": "accepted", "at": "x"}}) + "\n")  # fmt: skip # noqa: E501
    return ids


def test_extract_twice_adds_once(kept, tmp_path):
    again = run("extract", tmp_path / "a.txt", "--dispute", CORPUS / "lake.toml", "--into", kept)
    assert "0 statements added, 2 were there already" in again


def test_a_second_text_was_not_there_already(kept, tmp_path):
    """The file has two statements of another text: none of the one that is new was there."""
    other = tmp_path / "b.txt"
    other.write_text("Torria opposes Velmark's entry to the League.", encoding="utf-8")
    told = run("extract", other, "--dispute", CORPUS / "lake.toml", "--into", kept)
    assert "1 statement added, 0 were there already" in told


def test_what_the_writer_claims_is_shown_only_with_all(tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("Kasland backs Velmark's entry. Torria would surely oppose Velmark's entry.")
    asked = ("extract", text, "--dispute", CORPUS / "lake.toml")
    assert "Torria" not in run(*asked)
    said = " ".join(run(*asked, "--all").split())
    assert "1 statement proposed, none accepted; 1 beside them the writer's own" in said
    assert "(the writer's own)" in said


def test_extract_on_the_screen_and_as_lines(tmp_path):
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    said = run("extract", text, "--dispute", CORPUS / "lake.toml")
    assert "2 statements proposed, none accepted" in said
    lines = run("extract", text, "--dispute", CORPUS / "lake.toml", "--json").splitlines()
    assert [next(iter(json.loads(line))) for line in lines] == [
        "document",
        "statement",
        "statement",
    ]
    found = json.loads(run("extract", text, "--attributions"))
    assert [a["source_text"] for a in found[str(text)]] == ["Kasland", "Orlesia", "It"]
    for a in found[str(text)]:
        assert TEXT[slice(*a["source"])] == a["source_text"]
        assert not a["negated"]


def test_a_cue_that_is_denied_is_told_so(tmp_path):
    """Kasland "had never ruled out" entry: without the denial the row would say the contrary."""
    text = tmp_path / "text.txt"
    text.write_text("Kasland had never ruled out entry. Orlesia didn’t oppose it.", "utf-8")
    (found,) = json.loads(run("extract", text, "--attributions")).values()
    assert [(a["cue_text"], a["negated"]) for a in found] == [
        ("ruled out", True), ("oppose", True),
    ]  # fmt: skip


def test_a_thing_within_a_report_is_no_report_and_a_quotation_that_goes_on_is_one(tmp_path):
    """Bell says that the port backs the plan: a clause in it would be printed, a thing is not."""
    text = tmp_path / "text.txt"
    words = '"They back the plan," Bell said. "It is cheap." He said Renn said it was late.'
    text.write_text(f"Bell said the port backs the plan. {words}", "utf-8")
    (found,) = json.loads(run("extract", text, "--attributions")).values()
    assert [(a["source_text"], a["content_text"], a["nested"]) for a in found] == [
        ("Bell", ["the port backs the plan"], False),
        ("Bell", ['"They back the plan,"', '"It is cheap."'], False),
        ("He", ["Renn said it was late"], False),
        ("Renn", ["it was late"], True),
    ]


def test_only_accepted_rows_reach_a_case(kept, tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    waiting = CliRunner().invoke(main, ["positions", "table", str(case), "--statements", str(kept)])
    assert "2 statements wait for review" in waiting.stderr
    assert "KAS" not in waiting.stdout
    accept(kept)
    rows = json.loads(run("table", case, "--statements", kept, "--at", "2031-04-01", "--json"))
    found = {r["state"]: (r["stance"], r["says"], r["statement"] is not None) for r in rows["positions"]}  # fmt: skip # noqa: E501
    assert found["KAS"] == ("support", "Velmark's entry into the League", True)
    assert found["ORL"] == ("oppose", "Velmark's entry", True)
    table = run("table", case, "--statements", kept, "--at", "2031-04-01")
    # Kasland's and Orlesia's words are the reporter's: nobody is quoted as saying them.
    assert "reported: Velmark's entry" in " ".join(table.split())
    assert "“Velmark's entry”" not in table
    # What is left by age is an assumption, and is named as one on the same screen.
    assert "half their worth every four years, which is assumed" in " ".join(table.split())
    decided = CliRunner().invoke(main, ["decide", str(case), "--statements", str(kept), "--at", "2031-04-01", "--json"])  # fmt: skip # noqa: E501
    ballots = json.loads(decided.stdout)["decisions"][0]["ballots"]
    assert ballots["KAS"]["yes"] == pytest.approx(0.95)
    assert ballots["ORL"]["no"] == pytest.approx(0.85)
    assert ballots["ORL"]["statements"][0]["says"] == "Velmark's entry"


def test_table_timeline_and_conflicts_of_the_seed_case(tmp_path):
    said = " ".join(run("table", "ukraine-2025", "--issue", "membership").split())
    assert "who stands where on 2025-02-21, to decide" in said
    assert "HRV" in said
    assert "Zoran Milanović" in run("conflicts", "ukraine-2025")
    assert "+ support" in run("timeline", "ukraine-2025", "--issue", "membership")
    assert "alike" in run("timeline", "ukraine-2025", "--network")
    for name in ("t.svg", "n.csv", "t.html"):
        what = ["--network"] if name.startswith("n") else ["--issue", "membership"]
        run("timeline", "ukraine-2025", *what, "--save", tmp_path / name)
    assert "<svg" in (tmp_path / "t.svg").read_text("utf-8")
    assert "alike" in (tmp_path / "n.csv").read_text("utf-8").splitlines()[0]


def test_a_rewrite_adds_no_second_position_to_a_case(tmp_path):
    """Two papers print one story, on two days: the case has one position more, and not two."""
    pytest.importorskip("datasketch")
    file, case = tmp_path / "s.jsonl", tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    text = "Kasland backs Velmark's entry into the League. The talks in Brenna were long and frank and ended late at night without a dinner."  # noqa: E501
    for name, day in (("a", "2031-03-04"), ("b", "2031-03-05")):
        (tmp_path / f"{name}.txt").write_text(
            text if name == "a" else f"Late news. {text}", "utf-8"
        )
        run("extract", tmp_path / f"{name}.txt", "--dispute", CORPUS / "lake.toml", "--date", day, "--into", file)  # fmt: skip # noqa: E501
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    ids = [line["document"]["id"] for line in lines if "document" in line]
    for line in lines:
        if "document" in line:
            line["document"]["lineage"] = ids[0]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    accept(file)
    drawn = tmp_path / "t.csv"
    run("timeline", case, "--statements", file, "--issue", "entry", "--save", drawn)
    rows = list(csv.DictReader(drawn.read_text("utf-8").splitlines()))
    assert [(r["state"], r["date"]) for r in rows] == [("KAS", "2031-03-04")]
    both = run("extract", tmp_path / "a.txt", tmp_path / "b.txt", "--dispute", CORPUS / "lake.toml", "--once")  # fmt: skip # noqa: E501
    assert "is a rewrite of" in both
    assert "1 of its statements are there already" in " ".join(both.split())


def test_a_discourse_network_has_a_node_for_each_state_beside_its_nearest(tmp_path):
    """The picture once had no nodes, and states stood by the alphabet."""
    run("timeline", "ukraine-2025", "--network", "--at", "2025-03-01", "--save", tmp_path / "n.csv")
    rows = list(csv.DictReader((tmp_path / "n.csv").read_text("utf-8").splitlines()))
    states = [row["state"] for row in rows if row["state"]]
    assert len(states) == len(set(states)) == len({n for r in rows for n in (r["one"], r["other"]) if n})  # fmt: skip # noqa: E501
    assert abs(states.index("HUN") - states.index("SVK")) == 1
    assert abs(states.index("EST") - states.index("POL")) == 1


def test_review_as_json_and_agreement(kept):
    shown = json.loads(run("review", kept, "--reviewer", "Ann", "--json"))
    assert [s["actor"] for s in shown["statements"]] == ["Kasland", "Orlesia"]
    accept(kept)
    assert "nothing waits" in run("review", kept, "--reviewer", "Ann")
    assert "No statement has been reviewed by two" in run("review", kept, "--agreement")


def test_reviews_are_appended_whole(kept):
    from foedus.cli.positions.reviewing import _record
    from foedus.positions import Review, load

    before = kept.read_bytes()
    kept.write_bytes(before.rstrip(b"\n"))
    first = next(iter(load(kept.read_text("utf-8").splitlines(), "x").statements))
    _record(kept, first, Review("Ann", "accepted", "oppose", "", "now"))
    assert kept.read_bytes().startswith(before)
    after = load(kept.read_text("utf-8").splitlines(), "x")
    assert after.accepted()[0].stance == "oppose"


def test_export_and_import(kept, tmp_path):
    accept(kept)
    for kind in ("w3c", "dna", "doccano", "csv"):
        assert "Kasland" in run("export", kept, "--to", kind) or kind == "doccano"
    run("export", kept, "--to", "dna", "--out", tmp_path / "d.csv")
    told = run("import", tmp_path / "d.csv", "--from", "dna", "--into", tmp_path / "n.jsonl")
    assert "2 statements added" in told
    assert run("export", kept, "--out", kept, status=2)


def test_score_prints_every_part_and_style():
    said = run("score", *sorted(CORPUS.glob("*.txt")))
    assert "held-out, op-ed" in said
    assert run("score", CORPUS / "lake.toml", status=2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["extract", "nowhere.txt", "--all"], "cannot be read"),
        (["extract", __file__], "Name the --dispute"),
        (["extract", __file__, "--dispute", "ukrain-2025"], "ukraine-2025"),
        (["extract", __file__, "--all", "--date", "May"], "no day"),
        (["review", "nowhere.jsonl", "--reviewer", "A"], "cannot be read"),
        (["review", __file__], "no line of statements"),
        (["table", "ukraine-2025", "--issue", "membershp"], "membership"),
        (["table", "korea-1953"], "nobody has taken a position in it"),
        (["timeline", "korea-1953"], "nobody has taken a position in it"),
        (["timeline", "ukraine-2025", "--save", "x.gif"], "save the picture as"),
        (["timeline", "ukraine-2025", "--network", "--issue", "membership"], "does not go with"),
        (["import", __file__, "--from", "dna", "--into", "x"], "no event file"),
    ],
)
def test_mistakes_are_told(arguments, told):
    assert told in run(*arguments, status=2)


CASE = """foedus: 1
title: Entry into the League
as_of: 2031-03-01
sources:
  deal: {title: The deal}
parties:
  VEL: {role: beneficiary}
  TOR: {role: adversary}
  KAS: {role: outsider}
  ORL: {role: outsider}
  LEAGUE: {role: guarantor, members: [KAS, ORL]}
bodies:
  council: {members: LEAGUE, rule: unanimity}
conduct:
  TOR: {towards: VEL, acts: [{act: comply}, {act: attack, needs: P30D}]}
norms:
  no-attack: {prohibition: attack, bearer: TOR, towards: VEL}
procedures:
  admission:
    opens: {by: VEL}
    steps: [{act: admit, by: council, on_block: hold}]
issues:
  entry: {label: that Velmark joins}
decides_on: {admission.admit: entry}
"""
