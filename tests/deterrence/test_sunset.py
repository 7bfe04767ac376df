"""What waiting out a sunset brings: against a closed form, and in what theory fixes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.deterrence import Design, deter
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.job import Job
from foedus.language.quantities import Duration

unit = st.floats(0.02, 0.98)


def lasting_until(small, sunset, occasions=("P0D", "P60D")):
    """Return one adversary that complies or attacks, and a guarantee that ends with the deal."""
    ladder = small.conduct["RUS"]
    peace = replace(
        small.instruments["peace-deal"], withdrawal=None, sunset=sunset and Duration.parse(sunset)
    )
    promise = replace(
        small.guarantees["article-5"], in_="peace-deal", in_force=None, covers_ongoing=True
    )
    prize, war, *_ = small.stakes["RUS"]
    return replace(
        small,
        conduct={"RUS": replace(ladder, acts=(ladder.acts[0], ladder.acts[2]))},
        instruments={"peace-deal": peace},
        norms={},
        procedures={},
        guarantees={"article-5": promise},
        stakes={"RUS": (prize, war)},
        refusing={},
        options={},
        occasions=tuple(Duration.parse(o) for o in occasions),
    )


def waits(arrangement, precision=1e5, **fixed):
    named = {name.replace("__", "."): value for name, value in fixed.items()}
    job = Job(
        arrangement,
        "",
        Design(precision=precision, fixed={"arrives": 0.0, **named}, break_evens=()),
    )
    return chunk_of(job, 1, 1)["waits.RUS"][0]


@settings(max_examples=25, deadline=None)
@given(lasts=unit, alone=unit, helped=unit, war=unit, honour=unit)
def test_it_is_the_attack_that_can_then_be_made_discounted_less_what_can_be_had_now(
    small, lasts, alone, helped, war, honour
):
    """With one occasion the pace of the file is unknown, and counts once."""
    arrangement = lasting_until(small, "P4Y", ("P0D",))
    fixed = {
        "quarrel_lasts": lasts,
        "honour": honour,
        "contest.RUS.attack.alone": alone,
        "contest.RUS.attack.helped": helped,
        "stakes.RUS.war": -war,
    }
    under = honour * helped + (1 - honour) * alone - war
    expected = lasts * max(0.0, alone - war) - max(0.0, under)
    assert waits(arrangement, **fixed) == pytest.approx(expected, abs=1e-3)


@settings(max_examples=15, deadline=None)
@given(lasts=unit, war=unit, honour=unit)
def test_a_later_sunset_is_never_better_worth_waiting_for(small, lasts, war, honour):
    fixed = {"quarrel_lasts": lasts, "stakes.RUS.war": -war, "honour": honour}
    row = [waits(lasting_until(small, years), **fixed) for years in ("P1Y", "P2Y", "P4Y")]
    assert (np.diff(row) <= 1e-9).all()


def test_where_an_occasion_lies_beyond_the_sunset_acting_now_means_with_no_sunset_to_come(small):
    """Else the value of waiting would be set against itself."""
    fixed = {"quarrel_lasts": 0.9, "stakes.RUS.war": -0.4, "honour": 1.0}
    far = waits(lasting_until(small, "P4Y", ("P0D", "P60D", "P2Y")), **fixed)
    near = waits(lasting_until(small, "P1Y", ("P0D", "P60D", "P2Y")), **fixed)
    # Alone it wins .6 - .4; helped .2 - .4, so that it is deterred as long as the deal stands.
    # The quarrel lasts to day 60 with .9, from there to day 730 as well, and so on.
    assert far == pytest.approx(0.9 ** (2 + (1461 - 730) / 670) * 0.2, abs=0.001)
    assert near == pytest.approx(0.9 ** (1 + (365 - 60) / 670) * 0.2, abs=0.001)
    soon = waits(lasting_until(small, "P60D", ("P0D", "P60D", "P2Y")), **fixed)
    assert soon == pytest.approx(0.9 * 0.2, abs=0.001)


@pytest.mark.parametrize("beside", ["P1Y", "P6Y"])
def test_the_sunset_of_a_text_in_which_nothing_stands_changes_nothing(small, beside):
    """It is waited for the end of what binds: with .9 from one occasion to the next, 4 years."""
    arrangement = lasting_until(small, "P4Y", ("P0D", "P60D", "P2Y"))
    fixed = {"quarrel_lasts": 0.9, "stakes.RUS.war": -0.4, "honour": 1.0}
    old = replace(arrangement.instruments["peace-deal"], sunset=Duration.parse(beside))
    with_old = replace(arrangement, instruments={**arrangement.instruments, "old": old})
    assert waits(with_old, **fixed) == waits(arrangement, **fixed)
    said = [deter(a, draws=5).options[""].waiting for a in (arrangement, with_old)]
    assert said[0] == said[1]
    # Nor does that of a text whose promise outlives it.
    lives = replace(arrangement.guarantees["article-5"], in_="old", survives=("sunset",))
    outlived = replace(with_old, guarantees={**with_old.guarantees, "more": lives})
    assert deter(outlived, draws=5).options[""].waiting.because[0] == said[0].because[0]


def test_the_figure_says_how_often_it_pays_and_what_the_quarrel_does(small):
    found = deter(lasting_until(small, "P4Y"), draws=40).options[""].waiting
    assert found.unit == "prizes"
    assert found.low <= found.value <= found.high
    assert "waiting pays in" in found.because[-1]
    assert "the quarrel lasts until then" in found.because[2]


def test_it_is_not_asked_where_nothing_ends(small):
    found = deter(lasting_until(small, None), draws=5).options[""].waiting
    assert found.value is None
    assert found.because == ("not asked: nothing here ends by a sunset",)
