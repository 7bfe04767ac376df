"""What further questions to `deter` print: weighted draws, rivals, episodes, several files.

One run of `printed.yaml` asks all that can be asked together; each cell is compared with the JSON
under the keys that the page of the command names.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.figures import rounded

CASE = str(Path(__file__).with_name("printed.yaml"))
ASKED = ("--by", "ONE", "--draws", "60", "--base-rate", "interstate-any", "--robust")


def run(*words):
    ran = CliRunner().invoke(main, ["deter", *words])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Run the command once: the screen, and the JSON."""
    file = tmp_path_factory.mktemp("asked") / "all.json"
    shown = run(CASE, *ASKED, "--episodes", "3", "--map", "honour,stakes.ONE.the cost of war",
                f"--json={file}")  # fmt: skip
    return shown, json.loads(file.read_text("utf-8"))


def plainly(text):
    return " ".join(text.split())


def test_both_versions_of_a_figure_stand_side_by_side_the_drawn_one_first(asked):
    shown, plain = asked
    block = shown.partition("\nAnchored: ")[2].partition("\n  then: weighted")[0].splitlines()
    at = next(n for n, line in enumerate(block) if line.split()[:1] == ["attack"])
    assert block[at].split() == ["attack", "then", "enough", "then", "none", "then"]
    base = plain["base_rate"]
    pairs = [
        [row for row in table["rows"] if row["by"] == "ONE"]
        for table in (plain["decision"], base["decision"])
    ]
    for line, drawn, weighted in zip(block[at + 1 :], *pairs, strict=True):
        assert line[2:36].strip() == drawn["label"]
        cells = re.findall(r"[^ ]+", line[36:])
        wanted = [f"{row['attack']['forced']:.2f}" for row in (drawn, weighted)]
        if drawn["option"] != "-":
            for key in ("enough", "none"):
                wanted += [f"{100 * row['deciding'][key]:.0f}\u00a0%" for row in (drawn, weighted)]
        assert cells == wanted
    head = plainly(" ".join(block[:at]))
    first, then = pairs[0][0]["attack"]["forced"], base["rate"]["value"]
    assert base["before"] == pytest.approx(first)
    assert (
        f"an attack by Onia has the chance {then:.2f} and not {first:.2f}: {base['rate']['label']}"
    ) in head
    assert f"tell as much as {base['effective']:.0f} of 60 would" in head
    assert 1 < base["effective"] < 60


def test_the_chance_of_attack_stands_in_its_row_of_rivals_and_its_column_of_options(asked):
    shown, plain = asked
    rivals, labels = plain["rivals"], {"-": "no arrangement at all"}
    labels |= {one["id"]: one["label"] for one in plain["options"] if one["by"] == "ONE"}
    block = shown.partition("\nUnder ")[2].partition("\n\n")[0].splitlines()
    assert [re.findall(r"^  \((\d)\) (.*)$", line) for line in block[2:7]] == [
        [(str(n), label)] for n, label in enumerate(labels.values())
    ]
    assert block[7].split() == [f"({n})" for n in range(5)]
    rows = block[8 : 8 + len(rivals["cells"])]
    own = "the file's own"
    for at, (line, cell) in enumerate(zip(rows, rivals["cells"], strict=True)):
        named = cell["honour"] or own
        if cell["war"] != "drawn":
            named = f"{own}, {cell['war']} war"
        assert line[2:14].strip() == cell["contest"]
        assert line[14:40].strip() == named
        cells = [line[low : low + 8].strip() for low in range(40, 80, 8)]
        assert cells == [rounded(rivals["attack"][name][at]) for name in labels]
    assert len({cell["honour"] for cell in rivals["cells"]}) == 8
    assert block[0].startswith("8 records of honouring and 1 form of contest")


def test_a_claim_is_told_the_way_round_that_it_holds_and_where(asked):
    shown, plain = asked
    rivals, labels = plain["rivals"], {"-": "no arrangement at all"}
    labels |= {one["id"]: one["label"] for one in plain["options"] if one["by"] == "ONE"}
    part = plainly(shown.partition("\nRobust: ")[2].partition("\nOver ")[0])
    part = part.replace("- ", "-")  # a line may end within an id
    assert f"by more than {rivals['least']:g}, in all of these" in part
    robust, partly = part.split(" Not robust: it holds in some only ")
    names = [
        f"{one['honour'] or OWN}" if one["war"] == "drawn" else f"{OWN}, {one['war']} war"
        for one in rivals["cells"]
    ]
    for claim in rivals["claims"]:
        better, worse = labels[claim["better"]], labels[claim["worse"]]
        assert (
            claim["holds"] == [less > rivals["least"] for less in claim["less"]]
            or not (claim["robust"])
        )
        if claim["robust"]:
            assert re.search(rf"{better} before [^:]*{worse}", robust), (better, worse)
            assert f"{better} before {worse}:" not in partly
        told = re.search(rf"{better} before {worse}: in (\d+) of (\d+), (only|not) in", partly)
        if told is not None:
            held = sum(claim["holds"])
            assert told.groups()[:2] == (str(held), str(len(names)))
            which = [
                name
                for name, holds in zip(names, claim["holds"], strict=True)
                if holds == (told.group(3) == "only")
            ]
            rest = partly[told.end() :]
            assert rest.startswith(f" stated contests with {', '.join(which)};"), rest[:120]
            assert len(which) <= len(names) / 2
            back = next(
                one
                for one in rivals["claims"]
                if (one["better"], one["worse"]) == (claim["worse"], claim["better"])
            )
            turned = [name for name, holds in zip(names, back["holds"], strict=True) if holds]
            assert rest.partition("; ")[2].startswith(
                f"the other way round in stated contests with {', '.join(turned)}"
            )
    assert partly.count(" before ") >= 3


OWN = "the file's own"


def test_episodes_are_told_in_their_order_and_what_was_kept_before_what_was_broken(asked):
    shown, plain = asked
    part = plainly(shown.partition("\nOver 3 episodes")[2].partition("\n\n")[0])
    labels = {one["id"]: one["label"] for one in plain["options"] if one["by"] == "ONE"}
    for name, one in plain["episodes"].items():
        if one is None:
            assert f"{labels[name]}: nothing can be learned of honouring" in part
            continue
        each = [rounded(row["value"], row["unit"]) for row in one["attack"]]
        kept, broken = (rounded(one["next_attack"][k]["value"]) for k in ("kept", "broken"))
        lost, first = (rounded(one[key]["value"], one[key]["unit"]) for key in ("lost", "first"))
        assert (
            f"{labels[name]}: {', '.join(each)}; kept {kept}, broken {broken} ({lost}); in the "
            f"first, beside a single episode, {first}"
        ) in part
        assert one["next_attack"]["kept"]["value"] < one["next_attack"]["broken"]["value"]


def test_what_knowing_is_worth_is_told_from_what_is_chosen_now_to_what_would_be(asked):
    shown, plain = asked
    one, nothing = plain["knowing"]
    labels = {row["option"]: row["label"] for row in plain["decision"]["rows"]}
    told = plainly(shown)
    assert one["now"] > one["known"]
    assert (
        "Knowing the cost of war, to Onia, before an option is chosen (in which of "
        f"{one['parts']} equal parts of its draws it lies) would lower the mean chance of an "
        f"attack from {one['now']:.3f} ({labels[one['option']]}) to {one['known']:.3f}: in "
        f"{100 * one['other']:.0f} % of the situations another option would be chosen."
    ) in told
    assert nothing["worth"] == 0
    assert (
        "Knowing the cost of a landing, to Twia, before an option is chosen (in which of "
        f"{nothing['parts']} equal parts of its draws it lies) would not lower the mean chance of "
        "an attack"
    ) in told


def test_a_map_is_drawn_from_below_and_says_what_its_axes_and_marks_are(asked):
    """Each mark stands for an act; the first row of the JSON is the lowest."""
    shown, plain = asked
    for name, one in plain["maps"].items():
        label = next(o["label"] for o in plain["options"] if (o["id"], o["by"]) == (name, "ONE"))
        head, _, rest = shown.partition(f"\n{label}\n  What ")[2].partition(
            f"\n  {one['names'][1]} (up)"
        )
        assert plainly(head) == (
            f"{one['of']} would do most often at each place, where nobody errs: the gravest act "
            "within the time of the game. All other inputs are at their middle, days by their "
            "whole law. It follows from the stakes assumed, and is no forecast."
        )
        block = rest.splitlines()
        across, up = one["across"], one["up"]
        assert block[0] == f" {up[0]:.3g} to {up[-1]:.3g}"
        grid = block[1 : 1 + len(up)]
        assert block[1 + len(up)] == (
            f"  {one['names'][0]} (across) {across[0]:.3g} to {across[-1]:.3g}"
        )
        legend = dict(re.findall(r"([.\-+#@]) ([^,]+)", block[2 + len(up)]))
        acts = [row[2::2] for row in grid][::-1]
        assert [[legend[mark] for mark in row] for row in acts] == one["acts"]


STAKES = "stakes: {TWO: [{label: the coast, when: {prevailed: TWO}, worth: %s}]}"


def test_several_analysts_stand_in_numbered_columns_beside_their_pool(tmp_path):
    """Of three one has the coast worth more than the war for it: by that one TWO attacks."""
    files = []
    for name, worth in (("low", 0.1), ("none", -1), ("high", 2)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(STAKES % f"{{value: {worth}, kind: assumed, because: x}}")
        files.append(str(path))
    words = [CASE, "--draws", "10", "--options", "bare,swift"]
    words += [word for file in files for word in ("--stakes", file)]
    shown, plain = run(*words), json.loads(run(*words, "--json", "-"))["pooled"]
    lines = shown.splitlines()
    for number, file in enumerate(files, 1):
        assert f"({number})" in shown
        assert plainly(f"({number}) {file}") in plainly(shown)
    for by, called in (("ONE", "Onia"), ("TWO", "Twia")):
        at = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{called} "))
        assert lines[at].split()[1:] == ["(1)", "(2)", "(3)", "pool", "apart"]
        rows = [row for row in plain["rows"] if row["by"] == by]
        for line, row in zip(lines[at + 1 :], rows, strict=False):
            chances = [row["attack"][file] for file in files]
            apart = "-" if row["between"] is None else f"{100 * row['between']:.0f}\u00a0%"
            wanted = [*(f"{chance:.2f}" for chance in chances), f"{row['pool']:.2f}", apart]
            assert re.findall(r"[^ ]+", line[36:]) == wanted
            assert row["pool"] == pytest.approx(sum(chances) / 3)
    two = [row for row in plain["rows"] if row["by"] == "TWO"]
    assert all(row["attack"][files[2]] > 0.9 > row["attack"][files[0]] for row in two)


def test_what_always_or_never_fails_is_told_so_and_what_decides_by_its_columns(tmp_path):
    """A war for the coast that costs 2 is never made and one that costs 0 always."""
    pytest.importorskip("SALib")
    pytest.importorskip("ema_workbench")
    for cost, told in ((2, "in no draw"), (0, "in every draw")):
        words = ["--by", "TWO", "--draws", "20", "--options", "bare", "--discover", "--vary"]
        shown = run(CASE, *words, f"stakes.TWO.the cost of a landing={-cost}")
        assert f"A bare truce fails {told}" in plainly(shown)
    words = [CASE, "--by", "TWO", "--draws", "20", "--options", "bare", "--sensitivity"]
    shown, plain = run(*words), json.loads(run(*words, "--json", "-"))
    block = shown.partition("\n  A bare truce (base sample ")[2].splitlines()
    rows = plain["sensitivity"]["bare"]["inputs"]
    seen = 0
    for line, row in zip(block[1:], rows, strict=False):
        found = re.match(r"    (\S+) \(\+-(\S+)\), (\S+)  (.+)$", line)
        if found is None:
            break
        total, error, effect, name = found.groups()
        assert name == row["name"]
        assert total == rounded(max(row["total"], 0.0))
        assert (error, effect) == (rounded(row["error"]), rounded(row["effect"]))
        seen += 1
    assert seen > 2
    head = "share of the variance of the chance of attack, with interactions, and its 95 % error; "
    assert f"({head}scaled effect of a step through the range)" in plainly(shown)
