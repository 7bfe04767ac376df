"""A procedure that took effect counts as done, whether or not it changes anything by itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main

GAME = """\
foedus: 1
title: Help that is due once a decision has passed
as_of: 2000-01-01
horizon: P2Y
parties: {T: {name: Tarn}, P: {name: Pell}, G: {name: Gard}, M: {name: Mill}}
conduct: {T: {towards: P, acts: [{act: comply}, {act: attack, needs: P8D}]}}
procedures:
  dec:
    opens: {when: {acted: attack, by: T}}
    steps: [{act: agree, by: M, takes: {value: 1, kind: assumed, because: an example}}]
    THEN
instruments: {notice: {parties: [P, G]}}
guarantees:
  help:
    owed_by: G
    protects: {state: P, territory: unspecified}
    against: T
    casus_foederis: attack
    response: defend
    honour: {value: 1, kind: assumed, because: an example}
    due_when: {done: dec}
contests:
  - by: T
    act: attack
    alone: {value: 0.8, kind: assumed, because: an example}
    helped: {value: 0.2, kind: assumed, because: an example}
stakes:
  T:
    - label: prize
      when: {prevailed: T}
      worth: {value: 1, kind: assumed, because: an example}
    - label: cost
      when: {acted: attack, by: T}
      worth: {low: -0.6, high: -0.2, kind: assumed, because: an example}
occasions: [P0D]
"""


@pytest.mark.parametrize("then", ["", "then: [{terminate: notice}]"])
def test_a_decision_is_done_as_often_as_it_is_asked_for_and_passes(tmp_path: Path, then: str):
    """It is opened by the attack and by nothing else: done is the attack times its passing.

    Help is owed once it is done, and always honoured: so it is honoured just as often.
    """
    path, out = tmp_path / "game.yaml", tmp_path / "draws.csv"
    path.write_text(GAME.replace("THEN", then))
    ran = CliRunner().invoke(main, ["deter", str(path), "--draws", "12", "--csv", str(out)])
    assert ran.exit_code == 0, ran.output
    every = csv.DictReader(out.read_text().splitlines())
    rows = [row for row in every if row["option"] != "nothing"]
    assert len(rows) == 12
    for row in rows:
        attack, passing = float(row["act.T.attack"]), float(row["in.passing.dec"])
        assert float(row["done.dec"]) == pytest.approx(attack * passing, abs=1e-5)
        assert float(row["honoured.help"]) == pytest.approx(attack * passing, abs=1e-5)


def test_what_nothing_hangs_on_is_not_followed_to_its_end(tmp_path: Path):
    """Help is owed at once: whether the decision passes is asked of nobody, and not counted."""
    path, out = tmp_path / "game.yaml", tmp_path / "draws.csv"
    path.write_text(GAME.replace("THEN", "").replace("    due_when: {done: dec}\n", ""))
    ran = CliRunner().invoke(main, ["deter", str(path), "--draws", "2", "--csv", str(out)])
    assert ran.exit_code == 0, ran.output
    assert "done.dec" not in out.read_text()
    assert "how likely 'dec" not in " ".join(ran.output.split())
