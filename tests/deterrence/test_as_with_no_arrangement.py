"""An option is as no arrangement only where what holds of the one holds of the other."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.deterrence import decision, deter
from foedus.language import read

GAME = """\
foedus: 1
title: One attack, worth a little more or less than none
as_of: 2000-01-01
horizon: P1Y
parties: {T: {name: Tarn}, P: {name: Pell}}
conduct: {T: {towards: P, acts: [{act: comply}, {act: attack}]}}
stakes:
  T:
    - label: gain
      when: {acted: attack, by: T}
      worth: {kind: assumed, because: an example, value: 0.004}
    - label: noise
      when: {acted: attack, by: T}
      worth: {kind: assumed, because: an example, low: -0.01, high: 0.01}
occasions: [P0D]
options:
  a:
    label: Option A
    changes:
      stakes:
        T:
          - label: gain
            when: {acted: attack, by: T}
            worth: {kind: assumed, because: an example, value: 0.004}
          - label: noise
            when: {acted: attack, by: T}
            worth: {kind: assumed, because: an example, low: -0.01, high: 0.01}
          - label: more
            when: {acted: attack, by: T}
            worth: {kind: assumed, because: an example, value: MORE}
"""


def screens(tmp_path: Path, more: float) -> tuple[str, str]:
    """Return what `deter` and `assess` print, each in one line."""
    path = tmp_path / "game.yaml"
    path.write_text(GAME.replace("MORE", f"{more:.4f}"))
    said = []
    for command in ("deter", "assess"):
        ran = CliRunner().invoke(main, [command, str(path), "--draws", "20"])
        assert ran.exit_code == 0, ran.output
        said.append(" ".join(ran.output.split()))
    return said[0], said[1]


def test_what_one_value_divides_is_not_called_the_same(tmp_path: Path):
    """Attack is worth .004 + noise without, and -.004 + noise under A.

    It is less likely than not as long as that is below 0: noise below -.004 without, below .004
    under A. At a precision of 20 the two chances lie .04 apart, below the tolerance of .05; yet
    between -.004 and .004 only A deters.
    """
    deter, assess = screens(tmp_path, -0.008)
    assert "under Option A as long as noise brings Tarn less than 0.004 of the prize" in deter
    assert "Tarn is deterred as long as noise brings it less than 0.004 of the prize" in assess
    for said in (deter, assess):
        assert "as with no arrangement)" not in said
        assert "neither more nor less" not in said


def test_what_changes_nothing_is_called_the_same(tmp_path: Path):
    deter, assess = screens(tmp_path, 0.0)
    assert "(as with no arrangement)" in deter
    assert "neither more nor less than with no arrangement at all: with either" in assess


@pytest.mark.parametrize(("more", "most"), [(-0.008, "0.04"), (-0.0021, "0.02"), (0.0021, "0.02")])
def test_a_bound_is_rounded_up(tmp_path: Path, more: float, most: str):
    """A worth that differs by .0021 moves a chance of about one half by .0105 at a precision of 20.

    No more than .02 is right, no more than .01 is not; .008 moves it by .04 less a trifle.
    """
    assert f"within {most} in all 20 situations" in screens(tmp_path, more)[0]


BOMB = """\
foedus: 1
title: A bomb that keeps the peace
as_of: 2025-01-01
horizon: P3Y
parties: {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}}
conduct: {A: {towards: B, acts: [{act: comply}, {act: attack, needs: P30D}]}}
deeds: {bomb: {label: builds the bomb, by: B}}
%s
contests:
  - {by: A, act: attack, alone: {value: 0.6, kind: assumed, because: x},
     helped: {value: 0.2, kind: assumed, because: x}}
stakes:
  A:
    - {label: the land, when: {prevailed: A}, worth: {value: 1, kind: assumed, because: x}}
    - {label: the war, when: {acted: attack, by: A},
       worth: {value: -0.35, kind: assumed, because: x}}
    - {label: the bomb used, when: {all: [{performed: bomb}, {acted: attack, by: A}]},
       worth: {value: -0.6, kind: assumed, because: x}}
  B:
    - {label: the land, when: {prevailed: A}, worth: {value: -1, kind: assumed, because: x}}
    - {label: its cost, when: {performed: bomb}, worth: {value: -0.02, kind: assumed, because: x}}
occasions: [P0D]
"""
PEACE = "no-attack: {prohibition: attack, bearer: A, towards: B}"
AID = """guarantees:
  aid: {owed_by: G, protects: {state: B, territory: unspecified}, against: A,
    casus_foederis: attack, response: defend%s, honour: {value: 0, kind: assumed, because: x}}"""


@pytest.mark.parametrize(
    "clauses",
    [
        f"norms: {{{PEACE}, ban: {{prohibition: bomb, bearer: B, towards: A}}}}",
        f"norms: {{{PEACE}, duty: {{obligation: bomb, bearer: B, towards: A}}}}",
        f"norms: {{{PEACE}}}\n" + AID % ", forfeited_if: {performed: bomb}",
    ],
)
def test_what_a_clause_forbids_bids_or_punishes_can_be_done_where_there_is_none(clauses: str):
    """Without the bomb an attack is worth .6 - .35, with it .6 - .35 - .6: by logit.

    Bland chooses on the first day, Aland on the next: with precision 20 and stakes of 1 in all it
    attacks with 1 / (1 + exp(7)) after the bomb, and Bland, which loses .6 more or less the .02
    that the bomb costs, builds it with 1 / (1 + exp(20 (.02 - .6 (a - b)))), where a and b are the
    chances of an attack without and with it.
    """
    bare, option = decision(deter(read(BOMB % clauses), draws=5)).rows
    assert bare.attack.forced == pytest.approx(with_the_bomb(), abs=1e-9)
    assert option.attack.forced == pytest.approx(with_the_bomb(), abs=1e-9)


def with_the_bomb() -> float:
    """Return the chance of an attack where the bomb may be built."""
    after, before = 1 / (1 + math.exp(7)), 1 / (1 + math.exp(-5))
    builds = 1 / (1 + math.exp(20 * (0.02 - 0.6 * (before - after))))
    return builds * after + (1 - builds) * before


TREATY = "instruments: {T: {name: the treaty, parties: [A, B, G]}}\n"


@pytest.mark.parametrize(
    ("needs", "under_it", "with_none"),
    [
        ("not: {in_force: T}", False, True),
        ("any: [{in_force: T}, {from: 2025-01-01}]", True, True),
        ("in_force: T", True, False),
    ],
)
def test_what_a_deed_needs_is_read_as_it_is_with_no_clause(
    needs: str, under_it: bool, with_none: bool
):
    """With no arrangement no treaty is in force.

    Bland may build the bomb as above, or cannot: then an attack is worth .25, by logit.
    """
    text = BOMB % f"{TREATY}norms: {{{PEACE}}}"
    text = text.replace("bomb, by: B}", f"bomb, by: B, needs: {{{needs}}}}}")
    bare, option = decision(deter(read(text), draws=5)).rows
    never = 1 / (1 + math.exp(-5))
    for row, can in ((bare, with_none), (option, under_it)):
        assert row.attack.forced == pytest.approx(with_the_bomb() if can else never, abs=1e-9)


@pytest.mark.parametrize("odium", ["breached: no-attack", "not: {complied: no-attack}"])
def test_a_norm_that_is_not_there_is_complied_with(odium: str):
    """An attack is worth .25, and .25 - .35 to whom it is a breach: of a norm, where there is one.

    Logit at precision 20. That a norm was breached and that it was not complied with are one.
    """
    text = (BOMB % f"norms: {{{PEACE}}}").replace("performed: bomb}", f"{odium}}}", 1)
    text = text.replace("deeds: {bomb: {label: builds the bomb, by: B}}\n", "")
    text = text.replace("value: -0.6", "value: -0.35").replace("performed: bomb", "prevailed: A")
    bare, option = decision(deter(read(text), draws=5)).rows
    assert bare.attack.forced == pytest.approx(1 / (1 + math.exp(-5)), abs=1e-9)
    assert option.attack.forced == pytest.approx(1 / (1 + math.exp(2)), abs=1e-9)


def test_an_act_that_only_an_option_has_stands_in_a_column_of_its_own(tmp_path: Path):
    """Under A nobody can attack: whoever does anything raids, which is worth nothing: one half."""
    path = tmp_path / "ladder.yaml"
    raid = "{label: r, when: {acted: raid, by: T}, worth: {kind: assumed, because: x, value: 0}}"
    changes = (
        f"{{conduct: {{T: {{acts: [{{act: comply}}, {{act: raid}}]}}}}, stakes: {{T: [{raid}]}}}}"
    )
    whole = GAME.partition("options:")[0]
    path.write_text(f"{whole}options: {{a: {{label: Option A, changes: {changes}}}}}\n")
    ran = CliRunner().invoke(main, ["deter", str(path), "--draws", "4"])
    lines = [" ".join(line.split()) for line in ran.output.splitlines()]
    assert "(3) raid" in lines
    assert "Option A 0.50 - 0.50 0.50" in lines
    assert any(re.fullmatch(r"no arrangement at all \S+ \S+ - \S+", line) for line in lines)
