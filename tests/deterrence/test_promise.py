"""What is promised to an adversary that complies, ties as sets, and what errors alone bring."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence import deter
from foedus.deterrence.questions.answers import artefact
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.questions.promise import promised, unpromised
from foedus.language import option, read
from foedus.views.deterring_beside import beside

OPTIONS = ["none", "as-proposed", "pre-ratified-surviving-withdrawal", "immediate-membership"]


@pytest.fixture(scope="module")
def ukraine():
    return read(text_of("ukraine-2025"))


@pytest.fixture(scope="module")
def found(ukraine):
    return deter(ukraine, OPTIONS, draws=40, break_evens=(), stories=False)


def test_the_reverse_promise_is_the_norm_that_binds_while_the_adversary_complies(ukraine):
    assert promised(ukraine, "RUS") == ("no-accession",)
    assert promised(ukraine, "UKR") == ()
    without = unpromised(option(ukraine, "as-proposed"), "RUS")
    assert "no-accession" not in without.norms
    assert "side-letter" not in without.instruments  # it held nothing else
    assert "peace-deal" in without.instruments


def test_its_worth_is_the_stake_that_reads_it_and_says_its_source(ukraine, found):
    """Who complies throughout, with few errors around it, has the open door closed: its worth."""
    stake = next(s for s in ukraine.stakes["RUS"] if s.label == "an open door")
    sure = deter(
        ukraine, ["as-proposed"], draws=40, break_evens=(), stories=False, precision=1e4,
        fixed={"stakes.RUS.an open door": -0.08, "stakes.RUS.leaving the deal": -0.05},
    )  # fmt: skip
    one = sure.options["as-proposed"].reverse
    assert one.value == pytest.approx(0.08, abs=1e-6)
    assert one.sources == stake.worth.source == ("zakharova-2025-02-18",)
    assert found.options["none"].reverse.because[0].startswith("not asked: nothing here binds")
    assert found.options["as-proposed"].reverse.because[-1].startswith("it reassures in ")


def test_a_promise_that_nobody_values_is_worth_nothing(ukraine):
    free = deter(
        ukraine, ["as-proposed"], draws=20, break_evens=(), stories=False,
        fixed={"stakes.RUS.an open door": 0.0},
    )  # fmt: skip
    one = free.options["as-proposed"].reverse
    assert one.value == pytest.approx(0, abs=1e-9)
    assert one.because[-1].startswith("it reassures in 0\u00a0% of the draws: ")
    assert one.because[-1].endswith("; in 0\u00a0% an attack is likelier with it")


def test_nothing_is_moral_hazard_that_vanishes_with_errors(ukraine, found):
    """Played again at a precision of 10^5: what is left there is what the figure says remains."""
    steep = deter(
        ukraine, OPTIONS, draws=40, break_evens=(), stories=False, waiting=False, precision=1e5
    )
    for name in OPTIONS:
        one, then = found.options[name], steep.options[name]
        remains = one.provoke_limit.value
        assert remains == pytest.approx(then.provoke_extra.value, abs=0.03)
        marked = any("artefact of errors" in why for why in one.provoke_extra.because)
        assert marked == artefact(one.provoke_extra.value, remains)
        if one.provoke_extra.value >= 0.005 and then.provoke_extra.value < 0.005:
            assert marked, name


def test_best_conduct_is_a_set_where_there_are_ties(found):
    for one in found.options.values():
        least, most = one.best.low, one.best.high
        assert least - 1e-12 <= min(one.best.value, one.limit.value)
        assert max(one.best.value, one.limit.value) <= most + 1e-12


def test_who_is_indifferent_leaves_the_whole_interval_open(small):
    """An attack that is worth exactly nothing: anything from never to always is best conduct."""
    stakes = {"RUS": small.stakes["RUS"][1:2], "UKR": small.stakes["UKR"][1:2]}
    ladder = small.conduct["RUS"]
    bare = replace(
        small, stakes=stakes, options={}, procedures={}, guarantees={}, norms={}, instruments={},
        conduct={"RUS": replace(ladder, acts=(ladder.acts[0], ladder.acts[2]))},
        occasions=small.occasions[:1], refusing={}, contests=(),
    )  # fmt: skip
    (one,) = deter(bare, draws=3, fixed={"stakes.RUS.war": 0.0}, break_evens=()).options.values()
    assert (one.best.low, one.best.value, one.best.high) == (0.0, 0.0, 1.0)
    assert one.limit.value == pytest.approx(0.5)
    assert np.isclose(one.attack.value, 0.5)


def test_what_is_provoked_for_is_told_beside_what_ties_make_of_it():
    """With no arrangement T attacks whatever P does: P gains nothing by provoking, nor loses.

    Under help whatever it does, honoured with h from 0 to 1, an attack on a P that provoked brings
    T .8 - .6 h - .5, and letting it be -.15: it attacks below h = .75. Above P provokes for its
    gain; below .5 it is attacked anyway and indifferent, as in between it holds back. Where help is
    void if it provokes it never does. As errors vanish a tie counts as half of a provocation.
    """
    a = read((Path(__file__).parents[1] / "papers" / "entrapment.yaml").read_text())
    found = deter(a, draws=60, break_evens=(), stories=False)
    h = inputs(found.jobs["firm"], found.design.chunks)["honour.help"]
    firm, void = found.options["firm"], found.options["conditional"]
    assert firm.provoke_strict.value == pytest.approx(np.mean(h > 0.75))
    assert void.provoke_strict.value == 0
    assert void.provoke_limit.value == pytest.approx(-0.5)
    halves = np.mean(h > 0.75) + np.mean(h < 0.5) / 2 - 0.5
    assert firm.provoke_limit.value == pytest.approx(halves)
    told = " ".join(" ".join(beside(found, ())).split())
    assert (
        "void if it provokes: what remains hangs on ties; if who is indifferent does not provoke, "
        "it is 0 "
    ) in f"{told} "
