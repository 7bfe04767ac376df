"""Seven models of guarantees and threats as files, each against its closed form at many points.

Every derivation is by hand, from the last move to the first; who is indifferent is left out.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct
from foedus.language import read_file

HERE = Path(__file__).parent
unit = st.floats(0.01, 0.99)
SOME = settings(max_examples=25, deadline=None)
APART = 1e-6


@cache
def compiled(name, option=""):
    return game_of(Job(read_file(HERE / f"{name}.yaml"), option))


def played(name, option="", **fixed):
    """Return best conduct under parameters held at single values; dots are written as __."""
    game = compiled(name, option)
    held = {key.replace("__", "."): value for key, value in fixed.items()}
    found = conduct(game, game.chances.values(Draws(1, fixed=held)), 1, None)
    return {key: float(row[0]) for key, row in found.items()}


@SOME
@given(h=unit, c=st.floats(0.25, 0.75), d=unit)
def test_entrapment(h, c, d):
    """A protégé provokes exactly where help deters the answer to it as well.

    With help honoured with chance h the attacker gains W = q - h (q - r) - c by attacking, and 0
    by keeping the peace, so it attacks the peaceful iff W > 0: h < (q - c) / (q - r). Provoked,
    keeping the peace costs it d, so it attacks iff W > -d: h < (q - c + d) / (q - r). The protégé
    gains by provoking iff it is not attacked then; if it is attacked anyway it is indifferent.
    Where provocation forfeits the help the provoked attacker gains q - c > -d, so nobody provokes.
    """
    q, r = 0.8, 0.2
    attacks, answers = (q - c) / (q - r), (q - c + d) / (q - r)
    assume(min(abs(h - attacks), abs(h - answers)) > APART)
    fixed = {"honour": h, "stakes__THR__cost": -c, "stakes__THR__harm": -d}
    found = played("entrapment", "firm", **fixed)
    assert found["act.PRO.provoke"] == (h > answers)
    assert found["act.THR.attack"] == (h < attacks)
    found = played("entrapment", "conditional", **fixed)
    assert found["act.PRO.provoke"] == 0
    assert found["act.THR.attack"] == (h < attacks)


@SOME
@given(greed=unit, war=unit)
def test_trust(greed, war):
    """Holding back is betrayed by the greedy only, so it is best iff their chance is below w.

    Who was struck fights (-0.4 > -1). Who was spared attacks iff greedy (0.3 > 0 > -0.1). Holding
    back is therefore worth -p, and striking first -w.
    """
    assume(abs(greed - war) > APART)
    found = played("trust-game", resolved__OTH=greed, stakes__ONE__war=-war)
    assert found["act.ONE.restrain"] == pytest.approx(float(greed < war), abs=1e-3)
    assert found["act.OTH.attack"] == pytest.approx(greed if greed < war else 1, abs=1e-3)
    assert found["value.ONE"] == pytest.approx(max(-greed, -war), abs=1e-3)


@SOME
@given(tough=unit, bold=st.floats(0.61, 0.89), war=st.floats(0.0, 0.49))
def test_screening(tough, bold, war):
    """The bold demand y is made iff the chance of the tough is below (y - x) / (y - w).

    War leaves 0.4 to the tough and 0.1 to the weak; the modest demand x = 0.5 leaves 0.5, which
    both accept; the bold one leaves 1 - y, which the weak accept (y < 0.9) and the tough refuse
    (y > 0.6). So y is worth (1 - t) y + t w and x is worth x.
    """
    x = 0.5
    threshold = (bold - x) / (bold - war)
    assume(abs(tough - threshold) > 1e-4)
    found = played(
        "screening",
        resolved__ANS=tough,
        stakes__ASK__bold=bold,
        stakes__ANS__bold=1 - bold,
        stakes__ASK__war=war,
    )
    asks = tough < threshold
    assert found["act.ASK.bold"] == pytest.approx(float(asks), abs=1e-3)
    assert found["act.ANS.fight"] == pytest.approx(tough if asks else 0, abs=1e-3)


@SOME
@given(risk=unit, cost=st.floats(0.05, 0.55), worst=st.floats(1.0, 5.0))
def test_brinkmanship(risk, cost, worst):
    """The ally stands firm iff s < ((q - r) v - k) / (x - r v - k), and only then is there peace.

    To give in is worth -q v, to stand firm -(1 - s)(r v + k) - s x. Who is sure to be defied does
    not threaten, since the threat could only come about; then help comes and r < c deters.
    An ally that would give in declines at once, which is as good; then q > c invites attack.
    """
    q, r, v = 0.8, 0.2, 1.0
    threshold = ((q - r) * v - cost) / (worst - r * v - cost)
    assume(abs(risk - threshold) > APART)
    found = played(
        "brinkmanship",
        out_of_hand=risk,
        stakes__ALL__cost=-cost,
        **{"stakes.ALL.nuclear use": -worst},
    )
    assert found["act.THR.attack"] == (risk > threshold)
    assert found["threatened"] == found["out_of_hand"] == 0


@SOME
@given(h=unit, slice_=st.floats(0.05, 0.6), war=st.floats(0.1, 0.9))
def test_salami(h, slice_, war):
    """Below the threshold of the guarantee a slice is taken iff p s > k, whatever is promised.

    All is worth W = q - h (q - r) - c to fight for; a slice p s - k where only the whole is
    answered, and (p - h (p - o)) s - k where slices are. The best of these and peace is done.
    """
    q, r, p, o, k = 0.8, 0.2, 0.9, 0.1, 0.1
    whole = q - h * (q - r) - war
    fixed = {"honour": h, "stakes__THR__slice": slice_, "stakes__THR__war": -war}
    for option, chance in (("whole", p), ("slices", p - h * (p - o))):
        worth = {"comply": 0.0, "slice": chance * slice_ - k, "attack": whole}
        first, second = sorted(worth.values())[:0:-1]
        assume(first - second > APART)
        found = played("salami", option, **fixed)
        for act, value in worth.items():
            assert found[f"act.THR.{act}"] == (value == first), (option, act)


@pytest.mark.parametrize(
    ("seen", "blamed", "sanction"), [*product((0.2, 0.5, 0.9), (0.3, 0.8), (0.4, 1.0))]
)
def test_attribution(seen, blamed, sanction):
    """Sabotage pays iff b > d a f: it must be seen and blamed on the suspect before it costs.

    The victim gains by a finding and loses nothing by asking, so it always asks.
    """
    threshold = seen * blamed * sanction
    for gain in (threshold - 0.01, threshold + 0.01):
        found = played(
            "attribution",
            detect=seen,
            attribute=blamed,
            stakes__THR__sanction=-sanction,
            **{"stakes.THR.harm done": gain},
        )
        assert found["act.THR.sabotage"] == (gain > threshold)
        worth = max(0.0, gain - threshold)
        assert found["value.THR"] == pytest.approx(worth, abs=1e-9)


@SOME
@given(dead=unit, war=st.floats(0.2, 0.9), prize=st.floats(0.05, 0.9))
def test_tripwire(dead, war, prize):
    """Troops deter iff to lose them for nothing is worse than war: t > k - (q - r) v.

    To fight is worth -r v - k to the ally and to stand aside -q v - t. The attacker gains q - c > 0
    where it stands aside and r - c < 0 where it fights. Without troops t is nothing.
    """
    q, r = 0.8, 0.2
    needed = war - (q - r) * prize
    assume(min(abs(dead - needed), abs(needed)) > APART)
    fixed = {
        "stakes__ALL__prize": -prize,
        "stakes__ALL__war": -war,
        "stakes.ALL.the dead of the tripwire": -dead,
    }
    assert played("tripwire", "manned", **fixed)["act.THR.attack"] == (dead < needed)
    assert played("tripwire", "bare", **fixed)["act.THR.attack"] == (needed > 0)


def test_best_conduct_is_read_off_without_errors():
    """The comparisons above would hold of logit conduct nowhere: it is never 0 or 1."""
    game = compiled("tripwire", "bare")
    found = conduct(game, game.chances.values(Draws(1)), 1, 20.0)
    assert 0 < found["act.THR.attack"][0] < 1
    assert np.isfinite(found["act.THR.attack"]).all()
