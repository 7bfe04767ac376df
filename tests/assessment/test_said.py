"""What `decide` prints of a case is what `assess` and the game make of it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from foedus.assessment import assess
from foedus.cli import main
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct
from foedus.language import read

SILENT = """
foedus: 1
title: Two who have said nothing
as_of: 2025-01-01
horizon: P1Y
sources: {}
parties:
  THR: {name: Threatland}
  PRO: {name: Protectia}
  ONE: {name: the allies, plural: true, members: [BEL, DNK]}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
contests:
  - by: THR
    act: attack
    alone: {value: 0.8, kind: assumed, because: q}
    helped: {value: 0.2, kind: assumed, because: r}
procedures:
  aid:
    opens: {when: {acted: attack, by: THR}}
    steps:
      - act: agree
        by: ONE
        rule: unanimity
        takes: {value: DAYS, kind: assumed, because: an example}
guarantees:
  help:
    owed_by: ONE
    protects: {state: PRO, territory: unspecified}
    against: THR
    casus_foederis: attack
    response: defend
    due_when: {done: aid}
    honour: {value: 1, kind: assumed, because: h}
stakes:
  THR:
    - {label: prize, when: {prevailed: THR}, worth: {value: 1, kind: assumed, because: the unit}}
decides_on: {aid.agree: aid}
issues: {aid: {label: aid}}
leanings: {unknown: {yes: 9, abstain: 0, no: 1, because: an example}}
"""


def written(days=3):
    return SILENT.replace("DAYS", str(days))


def test_those_who_are_silent_vote_as_the_file_says_on_every_screen(tmp_path):
    """Each says yes with .9, so both do with .81 if they lean apart; and nobody calls that even."""
    (tmp_path / "case.yaml").write_text(written())
    words = ["decide", str(tmp_path / "case.yaml"), "--correlation", "0", "--json", "-"]
    asked = json.loads(CliRunner().invoke(main, words).output)
    assert asked["decisions"][0]["chance"]["value"] == pytest.approx(0.81, abs=0.01)
    assert asked["whole"]["takes_effect"]["value"] == asked["decisions"][0]["chance"]["value"]
    pair = assess(read(written()), "case", draws=50, seed=0, paths=False).options[""].pairs[0]
    words = ["decide", str(tmp_path / "case.yaml"), "--json", "-"]
    linked = json.loads(CliRunner().invoke(main, words).output)["whole"]["takes_effect"]
    assert linked["value"] > asked["whole"]["takes_effect"]["value"]
    told = " ".join(pair.takes_effect.because)
    assert "vote as the file says of those who are silent (leanings.unknown)" in told
    assert "every ballot is as likely as another" not in told


@pytest.mark.parametrize(("days", "helped"), [(8, True), (9, True), (10, False), (11, False)])
def test_what_is_decided_on_the_day_of_the_act_comes_too_late_for_the_game_and_the_clock(
    days, helped
):
    """The attack takes ten days. Help that is decided before leaves it r, later help q."""
    a = read(written(days))
    pair = assess(a, "case", draws=20, seed=0, paths=False).options[""].pairs[0]
    assert pair.clock.in_time.value == float(helped)
    game = game_of(Job(a, ""))
    params = game.chances.values(Draws(1, fixed={"passing": 1.0}, central=True))
    value = conduct(game, params, 1, None)["value.THR"][0]
    assert value == pytest.approx(0.2 if helped else 0.8)


def test_an_assessment_says_what_the_game_draws_because_no_file_says_it():
    a = read(written().partition("leanings")[0])
    said = assess(a, "case", draws=20, seed=0, paths=False).as_json()["answer"]["general"]
    assert [one["text"] for one in said if one["lead"] == "Not known:"] == [
        "Not known: how members vote in 'aid.agree', of which the file says nothing: each one's "
        "ballot is drawn, every mix of yes, abstain and no as likely, and counted by the rule of "
        "the step."
    ]


@pytest.mark.parametrize("needs", ["", "needs: P10D, "])
def test_the_clock_takes_an_act_to_last_as_long_as_the_game_does(needs):
    """Help on day 15 is sooner than an act of evenly 5 to 40 days in 25 of 35 cases."""
    law = "takes: {low: 5, high: 40, kind: assumed, because: l}"
    text = written(1).replace("{act: attack, needs: P10D}", f"{{act: attack, {needs}{law}}}")
    text = text.replace(
        "honour: {", "arrives: {value: 15, kind: assumed, because: a}\n    honour: {"
    )
    a = read(text.replace("    due_when: {done: aid}\n", ""))
    pair = assess(a, "case", draws=20, seed=0, paths=False).options[""].pairs[0]
    assert pair.clock.in_time.value == pytest.approx(25 / 35, abs=0.03)
    assert "takes 5 to 40 days" in pair.clock.in_time.because[0]
    assert pair.clock.verdict.startswith("force before the act is done: 0.7")
    game = game_of(Job(a, ""))
    (name,) = (rule for rule in game.chances.rules if rule.startswith("arrives."))
    played = game.chances.values(Draws(1, central=True))[name][0]
    assert pair.clock.in_time.value == pytest.approx(played, abs=0.03)
