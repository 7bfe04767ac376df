"""What stands beside the tables of `deter`: each sentence of its option, its figure and its side.

Figures are those of the JSON under the keys of the page, or worked out by hand where it is said so.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.cli import main
from foedus.figures import rounded

PAPERS = Path(__file__).parents[1] / "papers"
PLACES = Path(__file__).with_name("places.yaml").read_text("utf-8")


def plainly(text):
    return " ".join(text.split())


def printed(case, *words):
    """Return the screen without line breaks, and the JSON."""
    runs = [
        CliRunner().invoke(main, ["deter", str(case), *words, *more])
        for more in ((), ("--json", "-"))
    ]
    assert [run.exit_code for run in runs] == [0, 0], runs[0].output
    return plainly(runs[0].stdout), json.loads(runs[1].stdout)


def test_a_cost_at_which_options_change_places_is_told_with_the_side_and_who_then_deters(tmp_path):
    """By hand (`test_coercion.py`): dearer than .7674 the threat loses, and force deters more."""
    than = "would deter party T better than"
    for middle, told in (
        (3, f"below 0.77 prizes (3 in the middle), stronger alone {than} force."),
        (0.1, f"above 0.77 prizes (0.1 in the middle), force {than} stronger alone."),
    ):
        path = tmp_path / "places.yaml"
        path.write_text(PLACES.replace("-3", f"-{middle}"))
        said, plain = printed(path, "--draws", "3")
        assert f"At a cost of nuclear use to party T {told}" in said
        (one,) = plain["reversals"]
        assert one["cost"] == pytest.approx(0.7674, abs=1e-4)
        assert one["middle"] == middle
    path.write_text(PLACES.replace("alone: {value: 0.8", "alone: {value: 0.2"))
    said, plain = printed(path, "--draws", "3")
    assert "reversals" not in plain
    assert (
        "No cost of nuclear use to party T, from 0 to 100 prizes, makes two options change places "
        "by the mean chance of an attack by party T over the 3 draws."
    ) in said
    many, _ = printed(path, "--draws", "101")
    assert "over the first 100 of 101 draws." in many


def test_what_hangs_on_ties_is_told_of_the_option_and_with_its_ends():
    """Whoever gains nothing by attacking may or may not: from 0 to 1, and even one in two."""
    said, plain = printed(PAPERS / "entrapment.yaml", "--draws", "60")
    options = {one["label"]: one for one in plain["options"]}
    for label, one in options.items():
        even, strict = one["provoke_limit"]["value"], one["provoke_strict"]["value"]
        found = re.search(
            rf"{label}: what remains hangs on ties; if who is indifferent does not provoke, it is "
            r"(\S+)",
            said,
        )
        assert (found is None) == (abs(even - strict) < 0.005)
        if found is not None:
            assert float(found.group(1)) == pytest.approx(strict, abs=0.051)
    assert "help whatever it does: what remains hangs on ties" in said


TIE = """
foedus: 1
title: Nothing to gain
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {T: {name: party T}, P: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack}]}
stakes:
  T: [{label: gain, when: {acted: attack, by: T}, worth: {value: GAIN, kind: assumed, because: x}}]
occasions: [P0D]
options:
  one: {label: One}
"""


@pytest.mark.parametrize(("gain", "ends"), [("0", "0.00 to 1.00, and 0.50"), ("0.2", "")])
def test_best_conduct_is_told_where_it_hangs_on_ties_and_only_there(tmp_path, gain, ends):
    path = tmp_path / "tie.yaml"
    path.write_text(TIE.replace("GAIN", gain))
    said, plain = printed(path, "--draws", "2")
    best = plain["options"][0]["best"]
    head = "The chance of an attack by party T in best conduct, without errors, where it hangs on"
    assert (head in said) == bool(ends)
    assert best["high"] - best["low"] == (1 if ends else 0)
    if ends:
        assert f"as likely no arrangement at all: {ends} One: {ends} " in said


def test_every_equilibrium_that_was_found_is_listed_and_a_large_game_has_none():
    said, plain = printed(PAPERS / "trust-game.yaml", "--draws", "6")
    for one in plain["options"]:
        assert len(one["equilibria"]) > 1
        told = [
            f"{found['kind']}: attack {rounded(found['attack'])}; worth "
            + ", ".join(f"{who} {worth:.2f}" for who, worth in found["values"].items())
            for found in one["equilibria"]
        ]
        assert f"{one['label']} {' '.join(told)} " in f"{said} "
    assert "the game is too large" not in said


def test_notices_stand_on_the_screen_word_for_word():
    said, plain = printed(
        Path(__file__).with_name("small.yaml"), "--draws", "5", "--options", "none"
    )
    assert len(plain["notices"]) == 3
    for one in plain["notices"]:
        assert f"Notice: {one}." in said


def test_what_is_not_known_is_told_as_played_first_and_then_at_the_other_end(tmp_path):
    """Who is never noticed is not fined; who always is pays 2 for a gain of 1, and does not act."""
    path = tmp_path / "seen.yaml"
    path.write_text(SEEN)
    said, plain = printed(path, "--draws", "2")
    (one,) = plain["decision"]["not_known"]
    assert (one["played"], one["other"]) == (pytest.approx(0, abs=0.01), pytest.approx(1, abs=0.01))
    assert (
        "Not known: how likely acts of party T are noticed and laid at its door (detect, attribute "
        "of raid). The mean chance that party T attacks if they always are, and if they never are: "
        f"Fined {one['played']:.2f} and {one['other']:.2f}. All other figures are for the first."
    ) in said


SEEN = """
foedus: 1
title: A fine once it is found
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {T: {name: party T}, P: {}, M: {role: monitor}}
conduct:
  T:
    towards: P
    acts: [{act: comply}, {act: raid}]
    false_alarm: {value: 0, kind: assumed, because: x}
norms:
  quiet: {prohibition: raid, bearer: T, towards: P}
procedures:
  finding:
    opens: {by: P, alleging: quiet}
    steps: [{act: report, by: M, finds: quiet, takes: {value: 1, kind: assumed, because: x}}]
stakes:
  T:
    - {label: gain, when: {acted: raid, by: T}, worth: {value: 1, kind: assumed, because: x}}
    - {label: fine, when: {found: quiet}, worth: {value: -2, kind: assumed, because: x}}
  P: [{label: right, when: {found: quiet}, worth: {value: 1, kind: assumed, because: x}}]
occasions: [P0D]
options:
  fined: {label: Fined}
"""


def test_what_a_promise_does_is_told_of_its_option_with_its_source():
    said, plain = printed("ukraine-2025", "--draws", "12", "--options", "as-proposed,none")
    (one,) = [o for o in plain["options"] if o["reverse"]["value"] is not None]
    assert one["id"] == "as-proposed"
    _, *because = one["reverse"]["because"]
    assert because
    told = f"{'; '.join(because)} (sources: {', '.join(one['reverse']['sources'])})"
    assert f"{one['label']}: {plainly(told)}" in said


ODDS = """
foedus: 1
title: Two options, one of which has nothing that changes its answer
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties: {T: {name: party T}, P: {}}
conduct:
  T: {towards: P, acts: [{act: comply}, {act: attack}]}
stakes:
  T: [{label: gain, when: {acted: attack, by: T}, worth: {RANGE, kind: assumed, because: x}}]
occasions: [P0D]
options:
  one: {label: One}
"""


@pytest.mark.parametrize(
    ("low", "high", "odds"),
    [("0.1", "0.9", "at even odds or above"), ("-0.9", "-0.1", "below even odds")],
)
def test_an_answer_that_nothing_changes_is_told_without_a_condition(tmp_path, low, high, odds):
    """It gains by every attack, or loses by every one, whatever the value in its range."""
    path = tmp_path / "odds.yaml"
    path.write_text(ODDS.replace("RANGE", f"low: {low}, high: {high}"))
    said, _ = printed(path, "--draws", "4")
    assert (
        f"One (as with no arrangement): {odds} no single input changes that within its range"
    ) in said
