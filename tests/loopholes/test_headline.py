"""The few words in which the gravest fault is told first are true of the fault found. By hand.

Aland is attacked by Borduria; Corvia owes it defence, or something else. That an attack is one
"that nobody ever comes to owe an answer to", as the definition has it, is so of the first only.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.language import read
from foedus.loopholes import CATALOGUE, verdict
from foedus.process import Process

TEXT = """\
foedus: 1
title: A defence, and what is left of it
as_of: 2030-01-01
horizon: P1Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}}
conduct: {BBB: {towards: AAA, unbearable_from: attack, acts: [{act: rest}, {act: attack}]}}
norms: {peace: {prohibition: attack, bearer: BBB, towards: AAA}}
deeds: {veil: {by: BBB}}
guarantees:
  aid: {owed_by: CCC, protects: {state: AAA, territory: recognised}, against: BBB,
    casus_foederis: attack, response: %s, due_when: {%s}}
"""
GARRISON = """\
foedus: 1
title: Divisions that are to stay, and help against somebody else
as_of: 2030-01-01
horizon: P1Y
parties: {AAA: {name: Aland}, BBB: {name: Borduria}, CCC: {name: Corvia}}
conduct:
  BBB: {towards: AAA, acts: [{act: stay}, {act: pull}]}
  CCC: {towards: AAA, unbearable_from: march, acts: [{act: rest}, {act: march}]}
norms: {garrison: {prohibition: pull, bearer: BBB, towards: AAA}}
guarantees:
  aid: {owed_by: BBB, protects: {state: AAA, territory: recognised}, against: CCC,
    casus_foederis: march, response: defend}
"""
LOST = "an answer to an attack that can be lost again while that goes on"
TALKS = "for which nothing beyond consultation ever comes to be owed, however willing everybody is"
NEVER = "that nobody ever comes to owe an answer to, however willing everybody is"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        # Corvia owes talks only: no duty of defence is written against Borduria.
        (TEXT % ("consult", "performed: veil"), f"an attack {TALKS}"),
        # To pull back one's own divisions is a breach, and no attack.
        (GARRISON, f"the act 'pull' by Borduria {NEVER}"),
        # Defence is owed at once, and the veil that Borduria drops later takes it away for good.
        (TEXT % ("defend", "not: {performed: veil}"), LOST),
    ],
)
def test_the_headline_is_true_of_the_case(text: str, headline: str):
    holes = verdict(Process(read(text)), CATALOGUE["gap"]).loopholes
    assert headline in [hole.headline for hole in holes]


def test_the_answer_tells_the_case_and_not_the_kind(tmp_path: Path):
    """It says in line 1 that defence is owed at once: so no attack is never answered."""
    path = tmp_path / "veil.yaml"
    path.write_text(TEXT % ("defend", "not: {performed: veil}"), "utf-8")
    ran = CliRunner().invoke(main, ["assess", str(path), "--draws", "12"])
    assert ran.exit_code == 0, ran.output
    told = " ".join(ran.output.split())
    assert "Corvia owes Aland defence at once." in told
    assert f"The gravest fault in the text is {LOST}." in told
