"""Ladders with several targets: conduct towards each, fights one by one, help where it is owed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.assessment import assess
from foedus.deterrence import bottom_line, decision, deter
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.questions.explanation import story_of, tell
from foedus.deterrence.questions.notices import notices
from foedus.language import Condition, read
from foedus.process import Process

LOCARNO = """
foedus: 1
title: One that may act against two
as_of: 1925-12-01
horizon: P2Y
parties: {DEU: {}, FRA: {}, BEL: {}, GBR: {}}
conduct:
  DEU: {towards: [FRA, BEL], acts: [{act: comply}, {act: attack, needs: P10D}]}
guarantees:
  for-france: {owed_by: GBR, protects: {state: FRA, territory: recognised}, against: DEU,
    casus_foederis: attack, response: defend, honour: %(fra)s, arrives: %(one)s}
  for-belgium: {owed_by: GBR, protects: {state: BEL, territory: recognised}, against: DEU,
    casus_foederis: attack, response: defend, honour: %(bel)s, arrives: %(one)s}
contests:
  - {by: DEU, act: attack, against: FRA, alone: %(alone)s, helped: %(helped)s}
  - {by: DEU, act: attack, against: BEL, alone: %(alone)s, helped: %(helped)s}
stakes:
  DEU:
    - {label: France, when: {prevailed: DEU, against: FRA}, worth: %(one)s}
    - {label: Belgium, when: {prevailed: DEU, against: BEL}, worth: %(one)s}
    - {label: war with France, when: {acted: attack, by: DEU, against: FRA}, worth: %(war)s}
    - {label: war with Belgium, when: {acted: attack, by: DEU, against: BEL}, worth: %(war)s}
occasions: [P0D]
"""


def written(fra=0.5, bel=0.5, war=-0.4):
    numbers = {"fra": fra, "bel": bel, "war": war, "one": 1, "alone": 0.8, "helped": 0.1}
    estimate = "{{value: {}, kind: assumed, because: an example}}"
    return read(LOCARNO % {key: estimate.format(value) for key, value in numbers.items()})


def attack(a, precision=1e5):
    found = deter(a, draws=1, precision=precision, break_evens=(), stories=False)
    return found.attack("")[0], found


@pytest.mark.parametrize("honour", [0.1, 0.3, 0.5, 0.6, 0.7, 0.9])
def test_each_target_is_attacked_where_its_own_fight_pays(honour):
    """One target: worth .8 (1 - h) + .1 h - .4 = .4 - .7 h, above zero below h = 4/7.

    France is surely helped. What is promised to Belgium alone decides whether anybody is attacked.
    """
    chance, found = attack(written(fra=1.0, bel=honour))
    assert chance == pytest.approx(float(honour < 4 / 7), abs=1e-6)
    expected = max(0.0, 0.4 - 0.7 * honour)
    assert found.options[""].values["DEU"].value == pytest.approx(expected, abs=1e-4)


def test_both_are_attacked_where_both_pay():
    """Alike and unpromised: each fight is worth .4, and both are fought."""
    _, found = attack(written(fra=0.0, bel=0.0))
    assert found.options[""].values["DEU"].value == pytest.approx(0.8, abs=1e-4)


def test_who_is_named_first_changes_nothing():
    one = attack(written(fra=0.2, bel=0.7), 20.0)[1].options[""]
    other = attack(written(fra=0.7, bel=0.2), 20.0)[1].options[""]
    assert one.attack.value == pytest.approx(other.attack.value, abs=1e-12)
    assert one.values["DEU"].value == pytest.approx(other.values["DEU"].value, abs=1e-12)


def test_the_story_names_whom_it_is_against_and_is_a_play_of_the_process():
    a = written(fra=1.0, bel=0.0)
    job = Job(a, "")
    story = story_of(job)
    told = " ".join(tell(job, story))
    assert "towards BEL" in told
    process, moves = Process(a), [move for _, move in story.moves]
    assert moves[0].against == "BEL"
    assert process.refusal(process.start, moves[0]) is None
    assert len(game_of(job).tree.nodes) > 10


def test_what_an_option_does_is_told_of_each_target_and_of_all():
    """One of two alike is promised help: the other is attacked as before, and so is somebody."""
    a = written(fra=1.0, bel=0.0)
    found = deter(a, draws=4, break_evens=(), stories=False)
    table = decision(found)
    bare, row = table.of("DEU")
    chances = {
        one.against: (one.attack, with_none.attack)
        for one, with_none in zip(row.fronts, bare.fronts, strict=True)
    }
    assert chances["FRA"][0] < 0.01 < chances["FRA"][1]
    assert found.attack("", "DEU", "FRA").mean() == chances["FRA"][0]
    assert found.attack("", "DEU", "BEL").mean() == chances["BEL"][0] > 0.9
    told = " ".join(bottom_line(table.as_json())).replace("\u00a0", " ")
    assert "an attack against anybody" in told
    assert (
        "against FRA less likely in 100 % of the situations and likelier in 0 % (mean chance "
        "0.002, with no arrangement 1.00) and against BEL less likely in 0 % of the situations"
    ) in told
    assert row.on("FRA").paired[0].lower == 1.0
    assert row.on("BEL").paired[0].lower == 0.0
    assessed = assess(a, draws=4, paths=False)
    (pair,) = (p for p in assessed.options[""].pairs if p.against == "FRA")
    assert pair.attack.value == pytest.approx(chances["FRA"][0])
    said = [one["lead"] for one in assessed.answer["options"][0]["sentences"]]
    assert any("against FRA" in lead for lead in said)
    assert any("from attacking anybody" in lead for lead in said)


def test_a_stake_in_a_fight_that_no_contest_decides_is_told():
    """Of a fight with Belgium alone nothing is said; that Germany prevails at all may be."""
    a = written()
    assert notices(a) == ()
    for contests, towards in ((a.contests[:1], " against BEL"), ((), " against FRA")):
        told, *more = notices(replace(a, contests=contests))
        assert f"no contest says how a use of force by DEU{towards} ends" in told
        assert len(more) == (not contests)
    whole = replace(a.stakes["DEU"][0], when=Condition(prevailed="DEU"))
    assert notices(replace(a, contests=a.contests[:1], stakes={"DEU": (whole,)})) == ()
    (told,) = notices(replace(a, contests=(), stakes={"DEU": (whole,)}))
    assert "by DEU ends, though stakes read it ('France' of DEU)" in told
