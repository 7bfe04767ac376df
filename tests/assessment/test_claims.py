"""Claims: who makes and denies them on a day, and whether a stake hangs on the deed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from foedus.assessment import claims
from foedus.casebook import text_of
from foedus.cli import main
from foedus.language import read

TEXT = """foedus: 1
title: Two claims
as_of: 2030-06-01
horizon: P1Y
sources: {s: {title: A source}}
parties:
  RED: {role: adversary}
  BLU: {role: beneficiary}
conduct:
  RED: {towards: BLU, acts: [{act: comply}, {act: attack}]}
deeds:
  we-have-won: {label: claims victory, by: RED}
norms:
  no-attack: {prohibition: attack, bearer: RED, towards: BLU}
stakes:
  RED:
    - {label: eating its words, when: {all: [{performed: we-have-won}, {acted: attack, by: RED}]}, worth: {value: -0.2, kind: assumed, because: an example}}
    - {label: the land, when: {prevailed: RED}, worth: {value: 1, kind: assumed, because: the unit}}
  BLU:
    - {label: the land, when: {prevailed: RED}, worth: {value: -1, kind: assumed, because: the unit}}
issues:
  victory: {label: that Red has won, claim: true, deed: we-have-won}
  started: {label: that Blue began it, claim: true}
  entry: {label: entry}
positions:
  - {actor: R. Ed, state: RED, date: 2030-01-01, issue: victory, stance: support, says: we won, source: s}
  - {actor: B. Lu, state: BLU, date: 2030-02-01, issue: victory, stance: support, says: they won, source: s}
  - {actor: B. Lu, state: BLU, date: 2030-03-01, issue: victory, stance: oppose, says: they did not, source: s}
  - {actor: R. Ed, state: RED, date: 2030-07-01, issue: started, stance: support, says: they began, source: s}
"""  # noqa: E501


def test_a_claim_is_priced_where_a_stake_hangs_on_its_deed():
    victory, started = claims(read(TEXT), date(2030, 6, 1))
    assert victory.made == ("R. Ed (2030-01-01)",)
    assert victory.denied == ("B. Lu (2030-03-01)",)
    assert (victory.priced, victory.stakes) == (True, ("eating its words (to RED)",))
    assert str(victory) == (
        "that Red has won: claimed by R. Ed (2030-01-01); denied by B. Lu (2030-03-01); "
        "priced: eating its words (to RED) hang on the deed 'we-have-won'"
    )
    assert (started.made, started.priced) == ((), False)
    assert "claimed by nobody on file; not priced: no deed of the file makes it" in str(started)


def test_what_was_said_later_is_not_known_yet():
    early, _ = claims(read(TEXT), date(2030, 2, 15))
    assert early.made == ("R. Ed (2030-01-01)", "B. Lu (2030-02-01)")
    assert early.denied == ()


def test_a_deed_on_which_no_stake_hangs_prices_nothing():
    bare = TEXT.replace("{performed: we-have-won}, ", "")
    victory, _ = claims(read(bare), date(2030, 6, 1))
    assert not victory.priced
    assert "no stake hangs on the deed 'we-have-won'" in str(victory)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("deed: we-have-won", "deed: we-have-one", "we-have-won"),
        ("claim: true, deed: we-have-won", "deed: we-have-won", "only a claim is made by a deed"),
    ],
)
def test_a_deed_is_declared_and_makes_a_claim(old, new, told, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(TEXT.replace(old, new))
    found = CliRunner().invoke(main, ["show", str(path)])
    assert found.exit_code == 2
    assert told in found.output


def test_table_and_reading_say_what_is_a_claim(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(TEXT)
    shown = CliRunner().invoke(main, ["positions", "table", str(path)], env={"COLUMNS": "200"})
    assert "that Red has won (a claim: support makes it, opposition denies it)" in shown.output
    assert "+ claims" in shown.output  # Red does not "support" that it has won
    assert "+ support" not in shown.output
    assert "'victory' is a claim, made by 'we-have-won'" in " ".join(
        CliRunner().invoke(main, ["show", str(path)]).output.split()
    )


def test_the_seed_case_prices_the_claim_of_victory_and_not_that_of_the_cause():
    found = CliRunner().invoke(main, ["positions", "table", "ukraine-2025", "--json", "-"])
    rows = {(r["issue"], r["state"]) for r in json.loads(found.stdout)["positions"]}
    assert {("victory_declared", "UKR"), ("prospect_caused_war", "USA")} <= rows
    case = read(text_of("ukraine-2025"))
    assert [c.priced for c in claims(case, case.as_of)] == [True, False]
