"""Assumptions that are moved: the same figures as the whole sweep's, and a grid that agrees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence import (
    DeterrenceError,
    best_play,
    deter,
    electorates,
    grid,
    levers,
    outcomes,
    spanning,
    taking,
)
from foedus.language import option, read
from foedus.loopholes import events
from foedus.process import Process, replay

COST = "stakes.PRK.the cost of war"


@pytest.fixture(scope="module")
def korea():
    return read(text_of("korea-1953"))


@pytest.fixture(scope="module")
def several(korea):
    return levers(korea, draws=60)


@pytest.mark.parametrize("held", [{}, {COST: -0.2}, {"honour": 0.9, "passing": 0.25}])
def test_outcomes_are_those_of_the_whole_sweep(korea, held):
    whole = deter(korea, draws=30, fixed=held, stories=False, waiting=False, break_evens=())
    bare, one = outcomes(korea, held, draws=30)
    for mine, theirs in ((bare, whole.baseline), (one, whole.options[""])):
        assert mine.attack == pytest.approx(theirs.attack.value)
        assert (mine.low, mine.high) == pytest.approx((theirs.attack.low, theirs.attack.high))
        assert mine.acts == pytest.approx({act: f.value for act, f in theirs.acts.items()})
    assert one.deterred == pytest.approx(np.mean(whole.attack("") < 0.5))
    assert bare.deterred == pytest.approx(np.mean(whole.unguarded() < 0.5))


def test_a_grid_holds_what_outcomes_are_at_each_of_its_places(korea, several):
    axes = {COST: (-1.0, -0.1), "honour": (0.0, 1.0), "passing": (0.5,)}
    bare, one = grid(korea, several, axes, draws=7, seed=3)
    assert (bare.option, bare.axes, one.axes) == ("-", (COST,), (COST, "honour", "passing"))
    places = [
        {k: v for k, v in zip(axes, held, strict=True) if v is not None}
        for held in ((c, h, p) for c in (None, -1, -0.1) for h in (None, 0, 1) for p in (None, 0.5))
    ]
    assert len(one.attack) == len(places) == 18
    for place, held in enumerate(places):
        alone, mine = outcomes(korea, held, draws=7, seed=3)
        assert one.attack[place] == pytest.approx(mine.attack)
        assert one.deterred[place] == pytest.approx(mine.deterred)
        got = {act: row[place] for act, row in one.acts.items()}
        assert got == pytest.approx(mine.acts)
        if held.keys() <= {COST}:
            assert bare.attack[[None, -1, -0.1].index(held.get(COST))] == pytest.approx(
                alone.attack
            )


def test_levers_come_with_the_ends_and_the_middle_of_what_the_file_says(korea, several):
    cost = next(lever for lever in several if lever.name == COST)
    worth = next(s.worth for s in korea.stakes["PRK"] if s.label == "the cost of war")
    assert cost.marks[0::2] == (worth.lowest, worth.middle, worth.highest)
    assert cost.marks[1] == pytest.approx(-((worth.lowest * worth.middle) ** 0.5))  # law: log
    assert (cost.kind, cost.because, cost.options) == (worth.kind, worth.because, ("-", ""))
    assert several[0].name == COST  # nothing moves attack more
    assert all(lever.marks == tuple(sorted(lever.marks)) for lever in several)
    assert [lever.moves for lever in several] == sorted((x.moves for x in several), reverse=True)


def test_a_grid_spans_two_stakes_and_one_of_each_other_kind(several):
    axes = spanning(several)
    assert [(name.partition(".")[0], len(values)) for name, values in axes.items()] == [
        ("stakes", 5),
        ("stakes", 3),
        ("honour", 3),
        ("passing", 3),
    ]
    marks = {lever.name: lever.marks for lever in several}
    assert axes[COST] == marks[COST]
    assert axes["honour"] == (0.0, 0.5, 1.0)


def test_what_is_held_must_exist_and_be_possible(korea):
    with pytest.raises(DeterrenceError, match="there is no parameter 'honor'"):
        outcomes(korea, {"honor": 0.5})
    with pytest.raises(DeterrenceError, match="is a chance and lies between 0 and 1"):
        outcomes(korea, {"honour": 1.5})


def test_members_that_are_supposed_to_agree_let_it_pass_and_those_that_object_do_not():
    a = read(text_of("ukraine-2025"))
    (votes,) = electorates(a)
    assert (votes.issue, len(votes.members)) == ("instant_on_violation", 32)
    assert taking(a, {}) is a
    chances = {}
    for stance in ("support", "oppose"):
        supposed = taking(a, {votes.issue: dict.fromkeys(votes.members, stance)})
        kept = [p for p in supposed.positions if p.issue == votes.issue]
        assert {p.stance for p in kept} == {stance}
        others = [p for p in supposed.positions if p.issue != votes.issue]
        assert others == [p for p in a.positions if p.issue != votes.issue]
        only = {k: v for k, v in a.options.items() if k == "as-proposed"}
        chances[stance] = outcomes(replace(supposed, options=only), {}, draws=20)[1].passes
    assert chances["oppose"]["accession"] < 0.01 < 0.3 < chances["support"]["accession"]


@pytest.mark.parametrize(
    ("case", "chosen"),
    [
        ("ukraine-2025", "pre-ratified-surviving-withdrawal"),
        ("korea-1953", ""),
        ("paris-2026", "draft"),
    ],
)
def test_the_best_play_replays(case, chosen):
    a = read(text_of(case))
    found = best_play(a, chosen)
    process = Process(option(a, chosen) if chosen else a)
    told = list(replay(process, events(process, found.batches)))
    assert told
    assert [entry.refused for entry in told if entry.refused] == []
    assert found.reasons
