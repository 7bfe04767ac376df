"""Whole texts, each with all the faults that it has, derived from it by hand, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import read
from foedus.loopholes import find_all, powers, verdicts
from foedus.process import Process

WAR = """\
    unbearable_from: seize
    acts: [{act: keep}, {act: seize, needs: P7D}, {act: invade, needs: P30D}]
"""
# The points as reported from November 2025: the guarantee answers an invasion alone, such as the
# President deems it, is void for a missile "without cause", and starts with a plan that Russia
# must sign.
POINTS = f"""\
foedus: 1
title: Points as reported
as_of: 2025-11-21
horizon: P12Y
parties:
  UKR: {{name: Ukraine}}
  RUS: {{name: Russia}}
  USA: {{name: United States}}
  NATO: {{members: [DEU, FRA, POL]}}
conduct:
  RUS:
    towards: UKR
{WAR}\
  UKR: {{towards: RUS, acts: [{{act: keep}}, {{act: missile}}]}}
instruments:
  plan: {{parties: [UKR, RUS], status: proposed}}
  assurance: {{parties: [UKR, USA], status: signed, enters: {{in_force: plan}}, sunset: P10Y}}
norms:
  no-invasion: {{prohibition: seize, bearer: RUS, towards: UKR, in: plan}}
  no-accession: {{prohibition: admit, of: UKR, bearer: NATO, in: plan}}
guarantees:
  like-article-5:
    owed_by: USA
    protects: {{state: UKR, territory: unspecified}}
    against: RUS
    casus_foederis: invade
    response: as_deemed_necessary
    in: assurance
    forfeited_if: {{acted: missile, by: UKR}}
"""
OF_POINTS = [
    "gap",  # an invasion before the plan is signed goes on, and began before the guarantee did
    "threshold-gap",  # a seizure is unbearable and unanswered
    "scope-gap",  # no territory is named
    "predates",
    "forfeiture",  # a missile, by whomever it was launched
    "self-defence",  # a missile fired in answer to a seizure
    "kept-from-starting",  # Russia does not sign
    "activation-veto",
    "deemed-necessary",
    "toothless-norm",  # nothing follows an accession, and nothing brings one about
    "dead-clause",
]
HARDENED = f"""\
foedus: 1
title: A duty of two that binds already
as_of: 2026-01-01
horizon: P5Y
parties:
  UKR: {{name: Ukraine}}
  RUS: {{name: Russia}}
  GBR: {{}}
  FRA: {{}}
conduct:
  RUS:
    towards: UKR
{WAR}\
  UKR: {{towards: RUS, acts: [{{act: keep}}, {{act: fire-back}}]}}
norms:
  no-force: {{prohibition: seize, bearer: RUS, towards: UKR}}
guarantees:
  defence:
    owed_by: [GBR, FRA]
    protects: {{state: UKR, territory: recognised}}
    against: RUS
    casus_foederis: seize
    response: defend
    arrives: {{low: 2, high: 5, kind: assumed, because: the forces are there already}}
"""
HEAD = """\
foedus: 1
title: Two valleys and a league
as_of: 2031-05-01
horizon: P3Y
parties:
  VAL: {}
  ORE: {}
  KOR: {}
  LIG: {members: [DNK, EST, FIN]}
  panel: {}
  voters: {name: the voters of the League}
conduct:
  KOR: {towards: %s, unbearable_from: strike, acts: [{act: abide}, {act: strike, needs: P9D}]}
"""


def shield(rest: str = "", *, name: str = "shield", state: str = "VAL", gives: str = "defend"):
    return f"""\
  {name}:
    owed_by: LIG
    protects: {{state: {state}, territory: recognised}}
    against: KOR
    casus_foederis: strike
    response: {gives}
{rest}"""


TEXTS = {
    # VAL is owed talk, ORE defence: for VAL nothing answers, and words are all it has.
    "talk for one, defence for the other": (
        HEAD % "[VAL, ORE]"
        + "guarantees:\n"
        + shield(gives="consult")
        + shield(name="other", state="ORE"),
        ["gap", "threshold-gap", "empty-assurance"],
    ),
    # The voters must agree before the League ratifies, by two of three; an attack is then covered.
    "a referendum": (
        HEAD % "VAL"
        + """\
procedures:
  accession:
    opens: {by: VAL}
    steps:
      - {act: vote, by: voters, on_block: hold}
      - {act: ratify, by: LIG, rule: {at_least: 2}, on_block: hold}
    then: [{admit: VAL, to: LIG}]
guarantees:
"""
        + shield("    in_force: {member: VAL, of: LIG}\n    covers_ongoing: true\n"),
        ["kept-from-starting"],
    ),
    # Any member may object to the finding, without a time limit; nobody else has a say.
    "one member blocks the finding": (
        HEAD % "VAL"
        + """\
bodies:
  council: {members: LIG, rule: consensus}
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: VAL, alleging: calm}
    steps: [{act: find, by: council, finds: calm}]
guarantees:
"""
        + shield("    due_when: {found: calm}\n"),
        ["assured-response", "single-blocker", "promptness", "deniable-breach"],
    ),
    # The duty comes after a year, and the act is over in nine days.
    "a year late": (
        HEAD % "VAL" + "guarantees:\n" + shield("    due_when: {from: 2032-05-01}\n"),
        ["promptness"],
    ),
    # A settlement of VAL and KOR ends the armistice in which the duty stands. VAL signs it itself,
    # so that it loses nothing to anybody else, and what it agreed to end leaves no gap.
    "superseded by a settlement": (
        HEAD % "VAL"
        + """\
instruments:
  armistice: {parties: [VAL, KOR, LIG]}
  settlement: {parties: [VAL, KOR], status: proposed, supersedes: armistice}
guarantees:
"""
        + shield("    in: armistice\n"),
        ["dead-end", "kept-from-starting"],
    ),
    # The adversary alone has standing to ask whether it broke the norm: it can let it be, at any
    # time, so it judges its own conduct and whether there is anything to answer.
    "standing for the adversary": (
        HEAD % "VAL"
        + """\
norms:
  calm: {prohibition: strike, bearer: KOR, towards: VAL}
procedures:
  inquiry:
    opens: {by: KOR, alleging: calm}
    steps: [{act: report, by: panel, within: P4D, finds: calm}]
guarantees:
"""
        + shield("    due_when: {found: calm}\n"),
        [
            "assured-response",
            "single-blocker",
            "promptness",
            "judge-of-content",
            "own-cause",
            "deniable-breach",
        ],
    ),
    # The act itself ends the duty to answer it.
    "undone by the act it answers": (
        HEAD % "VAL" + "guarantees:\n" + shield("    in_force: {not: {acted: strike, by: KOR}}\n"),
        ["gap", "empty-assurance", "monotone-protection", "dead-clause"],
    ),
    "the points": (POINTS, OF_POINTS),
    "hardened": (HARDENED, []),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_these_faults_and_no_others(name: str):
    text, faults = TEXTS[name]
    found = find_all(Process(read(text)))
    assert list(dict.fromkeys(hole.id for hole in found)) == faults


def test_a_text_without_faults_says_of_each_property_what_it_examined():
    for one in verdicts(Process(read(HARDENED))):
        assert one.outcome in ("holds", "does-not-apply")
        assert one.outcome != "holds" or (one.scope and (one.witness or one.about))


def test_of_the_points_ukraine_alone_has_the_end_of_its_guarantee_in_hand():
    (end,) = [power for power in powers(Process(read(POINTS))) if power.kind == "end"]
    assert end.forced.alone == end.kept_away.alone == ("UKR",)


def test_the_stage_at_which_an_answer_is_asked_for_is_said():
    (held,) = [
        one for one in verdicts(Process(read(HARDENED))) if one.property.id == "assured-response"
    ]
    assert "each done as soon as a duty to answer binds" in held.scope


BELOW_THE_CASE = """
foedus: 1
title: A seizure cannot be borne, and only an attack is answered
as_of: 2025-01-01
horizon: P5Y
parties:
  ALP: {name: Alpia, role: beneficiary}
  BET: {name: Betia, role: guarantor}
  DEL: {name: Delia, role: adversary}
conduct:
  DEL:
    towards: ALP
    unbearable_from: seize
    acts: [{act: comply}, {act: seize, needs: P2D}, {act: attack, needs: P10D}]
guarantees:
  help:
    owed_by: BET
    protects: {state: ALP, territory: recognised}
    against: DEL
    casus_foederis: attack
    response: defend
"""


@pytest.mark.parametrize("asked", ["gap", "assured-response", "promptness"])
def test_what_no_duty_answers_is_not_said_to_have_been_examined(asked: str):
    by_id = {one.property.id: one for one in verdicts(Process(read(BELOW_THE_CASE)))}
    assert by_id["threshold-gap"].outcome == "fails"
    assert by_id[asked].outcome == "holds"
    assert by_id[asked].scope.startswith(
        "'attack' by Delia against Alpia (not 'seize', which no duty answers);"
    )
    assert by_id["single-blocker"].scope.startswith("'seize' and 'attack' by Delia against Alpia;")


def test_the_screen_says_which_properties_examined_what(tmp_path: Path):
    file = tmp_path / "below.yaml"
    file.write_text(BELOW_THE_CASE)
    printed = CliRunner().invoke(main, ["check", str(file)]).output
    (line,) = [one for one in printed.splitlines() if "(not 'seize'" in one and "each" not in one]
    assert line.startswith("Examined in 1")
