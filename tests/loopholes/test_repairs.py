"""Repairs are overlays that load, are checked again as written, and take no right away."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from foedus.cli import main
from foedus.language import BadArrangementError, read
from foedus.loopholes import CATALOGUE, find_all, verdicts
from foedus.loopholes.edits import known_edits
from foedus.loopholes.overlays import overlay_text, read_overlay
from foedus.loopholes.repair import attempts, repairs
from foedus.process import Move, Process

HERE = Path(__file__).parent
HEAD = """\
foedus: 1
title: To be mended
as_of: 2031-05-01
horizon: P2Y
parties:
  VAL: {role: beneficiary}
  KOR: {role: adversary}
  LIG: {role: guarantor}
  panel: {role: monitor}
conduct:
  KOR: {towards: VAL, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P9D}]}
"""
SHIELD = """\
guarantees:
  shield:
    owed_by: LIG
    protects: {state: VAL, territory: recognised}
    against: KOR
    casus_foederis: strike
    response: defend
"""
PACT = "instruments:\n  pact: {parties: [VAL, KOR], sunset: P90D, withdrawal: {by: KOR}}\n"
CALM = "norms:\n  calm: {prohibition: strike, bearer: KOR, towards: VAL, in: pact}\n"


def of(text: str, *names: str):
    a = read(text)
    return attempts(a, verdicts(Process(a), [CATALOGUE[name] for name in names]))


def test_a_right_becomes_a_duty():
    found = of(HEAD + SHIELD.replace("defend", "right_only"), "right-without-duty", "gap")
    (deemed, firm) = found["right-without-duty"]
    assert {e.name for r in (deemed, firm) for e in r.edits} == {"right-to-duty"}
    assert [r.changes["guarantees"]["shield"]["response"] for r in (deemed, firm)] == [
        "as_deemed_necessary",
        "defend",
    ]
    assert firm.closes == ("gap", "right-without-duty")
    assert firm.opens == ()


def test_a_bridge_ends_when_the_guarantee_binds():
    treaty = "instruments:\n  pact: {parties: [VAL, LIG], status: proposed}\n"
    a = read(HEAD + treaty + SHIELD + "    in: pact\n")
    (bridge,) = [edit for edit in known_edits(a) if edit.name == "bridge-guarantee"]
    bridged = read_overlay(overlay_text(bridge.said, bridge.changes), "bridge", a)
    process = Process(bridged)
    at = process.clauses.index.guarantees
    state = process.start
    assert process.clauses.active(state, at["bridge-shield"])
    assert not process.clauses.active(state, at["shield"])
    for party in ("VAL", "LIG"):
        state = process.after(state, Move("sign", party, "pact"))
    assert process.clauses.active(state, at["shield"])
    assert not process.clauses.active(state, at["bridge-shield"])
    assert [h.id for h in find_all(Process(a), ["gap"])] == ["gap"]
    assert find_all(process, ["gap", "forfeiture"]) == ()


def test_a_notice_that_outlasts_the_treaty_makes_leaving_impossible_and_closes_nothing():
    inquiry = """\
procedures:
  inquiry:
    in: pact
    survives: [sunset]
    opens: {by: VAL, alleging: calm}
    reopens: true
    steps: [{act: report, by: panel, within: P4D, finds: calm}]
"""
    text = HEAD + PACT + CALM + inquiry + SHIELD + "    due_when: {found: calm}\n"
    found = of(text, "withdrawal-dodge", "lost-standing", "dead-end")
    notices = [r for tried in found.values() for r in tried if r.edits[0].name == "longer-notice"]
    assert notices
    for repair in notices:
        assert repair.spoils == ("nobody could leave 'pact' any more before it ends",)
    a = read(text)
    counted = repairs(a, verdicts(Process(a), [CATALOGUE["withdrawal-dodge"]]))
    names = [e.name for r in counted["withdrawal-dodge"] for e in r.edits]
    assert "longer-notice" not in names
    assert "survive-withdrawal" in names


def test_a_repair_by_which_a_refusal_means_nothing_closes_nothing():
    inquiry = """\
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps: [{act: report, by: panel, within: P4D, on_block: hold, finds: calm}]
"""
    text = HEAD + inquiry + SHIELD + "    due_when: {found: calm}\n"
    found = of(text, "deniable-breach", "assured-response")
    (silent,) = found["assured-response"]
    assert silent.edits[0].name == "silence-adopts"
    assert silent.spoils == ("a refusal of 'report' in 'inquiry' would mean nothing any more",)
    a = read(text)
    assert repairs(a, verdicts(Process(a), [CATALOGUE["deniable-breach"]])) == {
        "deniable-breach": ()
    }


@pytest.mark.parametrize("number", [3, 12, 13, 18, 20, 21, 22, 24, 25, 35])
def test_each_repair_does_as_a_file_what_is_said_of_it(number: int):
    a = read((HERE / "bad" / f"{number:02}.yaml").read_text("utf-8"))
    (asked,) = [p for p in CATALOGUE.values() if p.number == number]
    for repair in repairs(a, verdicts(Process(a), [asked])).get(asked.id, ()):
        text = overlay_text(repair.said, repair.changes, ["a note"])
        assert YAML(pure=True).load(io.StringIO(text))["label"] == repair.said
        changed = read_overlay(text, "file", a)
        assert find_all(Process(changed), [asked.id]) == ()


def test_check_writes_overlays_that_it_can_lay_over(tmp_path):
    case = str(HERE / "bad" / "13.yaml")
    folder = tmp_path / "mended"
    args = ["check", case, "--repair"]
    told = CliRunner().invoke(main, [*args, "--write", str(folder)]).output
    (file,) = folder.iterdir()
    assert file.name == "01-survive-withdrawal.yaml"
    assert (
        f"{file}: read back, it closes dead-end, false-flag, lost-standing, withdrawal-dodge and"
        " opens nothing new\n"
    ) in told
    data = json.loads(CliRunner().invoke(main, [*args, "--json", "-"]).stdout)
    dodge = next(one for one in data["repairs"] if one["fault"] == "withdrawal-dodge")
    changes = {"norms": {"no-attack": {"survives": ["withdrawal"]}}}
    changes["procedures"] = {"finding": {"survives": ["withdrawal"]}}
    assert dodge["repairs"][0]["overlay"]["changes"] == changes
    again = CliRunner().invoke(
        main, ["check", case, "--property", "withdrawal-dodge", "--overlay", str(file)]
    )
    assert again.exit_code == 0
    assert f"{case} with {file}: 1 property: 0 fail, 1 hold" in again.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label: x\n", "an overlay is a map with the key 'changes'"),
        ("changes: {norms: {calm: {bearer: NOBODY}}}\n", "NOBODY"),
        ("changes: {norms: {calm: {while: null}}}\n", "there is no 'while' here to delete"),
        ("change: {}\nchanges: {}\n", "there is no key 'change' in an overlay"),
    ],
)
def test_an_overlay_that_does_not_fit_is_located(text: str, message: str):
    a = read(HEAD + PACT + CALM + SHIELD)
    with pytest.raises(BadArrangementError, match=message) as refused:
        read_overlay(text, "mine.yaml", a)
    assert "mine.yaml:1:" in str(refused.value)


def test_write_wants_repairs_of_one_case(tmp_path):
    case = str(HERE / "bad" / "13.yaml")
    result = CliRunner().invoke(main, ["check", case, "--write", str(tmp_path)])
    assert result.exit_code == 2
    assert "--write goes with --repair and one case." in result.output


VALLEY = "  VAL: {towards: KOR, acts: [{act: wait}, {act: fire}]}\n"
NOT_FIRED = HEAD + VALLEY + SHIELD + "    due_when: {not: {acted: fire, by: VAL}}\n"
OWN = (
    HEAD
    + "deeds: {speak: {by: KOR}}\n"
    + "norms:\n  calm: {prohibition: strike, bearer: KOR, towards: VAL, %s}\n"
)
MENDED = {
    "what makes the response due": (
        NOT_FIRED,
        "forfeiture",
        "let what 'shield' owes be due as soon as its case arises",
    ),
    "an exception of its own": (
        OWN % "unless: {performed: speak}",
        "own-excuse",
        "strike the exception from 'calm', which whoever it frees can bring about",
    ),
    "what it hangs on of its own": (
        OWN % "while: {not: {performed: speak}}",
        "own-excuse",
        "let 'calm' bind whatever is done by whoever it binds",
    ),
}


@pytest.mark.parametrize("why", MENDED)
def test_what_whoever_it_binds_or_protects_can_take_away_is_struck(why: str, tmp_path: Path):
    text, name, said = MENDED[why]
    file = tmp_path / "text.yaml"
    file.write_text(text)
    CliRunner().invoke(main, ["check", str(file), "--repair", "--write", str(tmp_path / "out")])
    labels = {YAML(typ="safe").load(one)["label"]: one for one in (tmp_path / "out").iterdir()}
    options = ["--overlay", str(labels[said]), "--json", "-"]
    again = json.loads(CliRunner().invoke(main, ["check", str(file), *options]).stdout)
    (found,) = [one for one in again["properties"] if one["id"] == name]
    assert found["verdict"] in ("holds", "does-not-apply")


def test_no_finding_is_struck():
    calm = CALM.replace(", in: pact", "")
    finding = (
        "procedures:\n  inquiry: {opens: {by: VAL, alleging: calm},"
        " steps: [{act: report, by: panel, finds: calm}]}\n"
    )
    text = HEAD + calm + finding + SHIELD + "    due_when: {found: calm}\n"
    assert "strike-due" not in {edit.name for edit in known_edits(read(text))}


def test_a_repair_by_which_a_debtor_that_may_leave_owes_as_if_it_had_not_closes_nothing():
    """A pledge that can be revoked, and binds when it has been, is another pledge."""
    pledge = "instruments:\n  pledge: {parties: [LIG], accrued: end, withdrawal: {by: LIG}}\n"
    a = read(HEAD + pledge + SHIELD + "    in: pledge\n")
    asked = verdicts(Process(a), [CATALOGUE["dead-end"]])
    tried = {r.edits[0].name: r for r in attempts(a, asked)["dead-end"]}
    assert tried["survive-withdrawal"].spoils == (
        "LIG would owe all that it owes under 'pledge' after leaving it, too",
    )
    names = {e.name for r in repairs(a, asked)["dead-end"] for e in r.edits}
    assert "survive-withdrawal" not in names


def test_self_defence_is_excepted_from_a_prohibition():
    """Whoever is struck may shoot back while that lasts; the edit of page 10 of the catalogue."""
    text = HEAD.replace(
        "conduct:\n", "conduct:\n  VAL: {towards: KOR, acts: [{act: rest}, {act: shoot}]}\n"
    )
    quiet = "norms:\n  quiet: {prohibition: shoot, bearer: VAL, towards: KOR}\n"
    (mended, *_) = of(text + quiet + SHIELD, "self-defence")["self-defence"]
    assert [edit.name for edit in mended.edits] == ["except-defence"]
    assert mended.changes == {"norms": {"quiet": {"unless": {"act": "strike", "by": "KOR"}}}}
    assert mended.closes == ("self-defence",)


@pytest.mark.parametrize(
    ("waits", "changes"),
    [
        ("unless: {not: {performed: OTHER}}", "unless"),
        ("when: {performed: OTHER}", "when"),
    ],
)
def test_of_two_duties_that_wait_for_one_another_either_may_be_made_to_go_first(
    waits: str, changes: str
):
    """Page 27 of the catalogue: one duty without its excuse; it does not matter which."""
    text = HEAD + "deeds: {out: {by: KOR}, disarm: {by: VAL}}\nnorms:\n"
    for name, by, deed, other in (
        ("leaves", "KOR", "out", "disarm"),
        ("lays-down", "VAL", "disarm", "out"),
    ):
        when = waits.replace("OTHER", other)
        text += f"  {name}: {{obligation: {deed}, bearer: {by}, within: P9D, {when}}}\n"
    found = of(text, "deadlock")["deadlock"]
    assert [[edit.name for edit in one.edits] for one in found] == [["goes-first"]] * 2
    assert [one.changes for one in found] == [
        {"norms": {"leaves": {changes: None}}},
        {"norms": {"lays-down": {changes: None}}},
    ]
    assert all(one.closes == ("deadlock",) for one in found)


BRIDGED = """\
instruments: {deal: {parties: [VAL, KOR], status: proposed}}
norms: {calm: {prohibition: strike, bearer: KOR, towards: VAL, in: deal}}
procedures:
  inquiry: {opens: {by: VAL, alleging: calm}, steps: [{act: report, by: panel, finds: calm}]}
"""


def test_a_bridge_until_a_guarantee_binds_assures_no_answer_once_it_does():
    """Before the deal is signed the bridge answers at once; from then on the panel need not report.

    So the bridge closes neither the missing assurance nor that the panel alone can stop the answer,
    which are told of the day on which the guarantee itself binds.
    """
    text = HEAD + BRIDGED + SHIELD + "    in: deal\n    due_when: {found: calm}\n"
    asked = ("assured-response", "single-blocker")
    found = of(text, *asked)
    closing = [edit.name for name in asked for one in found[name] for edit in one.edits]
    assert "bridge-guarantee" not in closing
    bridged = text + SHIELD.replace("guarantees:\n", "").replace("shield:", "bridge:", 1)
    bridged += "    in_force: {not: {active: shield}}\n"
    a = read(bridged)
    outcomes = [one.outcome for one in verdicts(Process(a), [CATALOGUE[name] for name in asked])]
    assert outcomes == ["fails", "fails"]
