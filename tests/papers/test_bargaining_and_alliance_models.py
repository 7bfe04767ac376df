"""Five more models as files, each against a closed form that was derived by hand before it was run.

Choices are followed from the last to the first; who is indifferent, or nearly so, is left out.
"""

from __future__ import annotations

from functools import cache
from math import floor
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct
from foedus.language import read_file

HERE = Path(__file__).parent
unit = st.floats(0.02, 0.98)
SOME = settings(max_examples=20, deadline=None)
APART = 1e-6
BELIEVED = 2e-3
"""How near the limit of logit equilibria comes to one in which beliefs matter."""


@cache
def compiled(name, option=""):
    return game_of(Job(read_file(HERE / f"{name}.yaml"), option))


def played(name, held, option=""):
    """Return best conduct with parameters held at single values."""
    game = compiled(name, option)
    found = conduct(game, game.chances.values(Draws(1, fixed=held)), 1, None)
    return {key: float(row[0]) for key, row in found.items()}


@SOME
@given(tough=unit, settled=st.floats(0.1, 2.0))
def test_screening_before_a_jury(tough, settled):
    """Jurors who see signs of chance p to be right, where one no is final.

    The weak accept a bold demand (1 - y = .3 > .1) and the tough fight it (.4 > .3); both accept
    a modest one. A juror gains g by a bold settlement and loses 1 by a war, so it lets the demand
    pass iff the odds of the tough are below g. It votes only where its vote decides: the first if
    the second lets it pass, the second once the first did. With o = t / (1 - t), m = p / (1 - p):

    * o m < g: even who sees a sign of the tough, and learns nothing from the other, lets it pass.
    * o / m < g < o: each votes by its sign. Who sees none and counts on another that saw none has
      the odds o / m^2, and who sees it has o m / m = o; and as an error of the first tells the
      second nothing, or more, who sees no sign passes it even if the first seldom does (o / m < g).
    * o / m^2 < g < o / m: that is an equilibrium still, and it is another that nobody passes it.
    * g < o / m^2: not even two who saw no sign would.

    The asker loses its effort e where it is turned down, so it is bold iff
    (1 - t) P_weak (y - x) + t P_tough (w - x) > e, where P is the chance to pass the jury.
    """
    right, effort, x, y, w = 0.8, 0.01, 0.5, 0.7, 0.1
    odds, mark = tough / (1 - tough), right / (1 - right)
    assume(min(abs(odds * mark**k / settled - 1) for k in (1, 0, -1, -2)) > 0.02)
    assume(not odds < settled < odds * mark)  # there they mix
    by_sign = (right**2, (1 - right) ** 2)
    if odds * mark < settled:
        ways = [(1.0, 1.0)]
    elif odds / mark < settled:
        ways = [by_sign]
    elif odds / mark**2 < settled:
        ways = [by_sign, (0.0, 0.0)]
    else:
        ways = [(0.0, 0.0)]
    held = {"resolved.ANS": tough}
    held |= {f"stakes.{juror}.a bold settlement": settled for juror in ("J1", "J2")}
    found = played("screening-jury", held)
    read = (found["act.ASK.bold"], found["act.ANS.fight"], found["value.ASK"])
    gains = [(1 - tough) * weak * (y - x) + tough * hard * (w - x) - effort for weak, hard in ways]
    assume(min(map(abs, gains)) > 5e-3)
    assert any(
        read == pytest.approx((float(g > 0), (g > 0) * tough * hard, x + max(g, 0)), abs=BELIEVED)
        for g, (_, hard) in zip(gains, ways, strict=True)
    )


@SOME
@given(first=unit, second=unit, cost=st.floats(0.02, 0.3), theirs=st.floats(0.02, 0.3))
def test_the_advantage_of_a_first_strike(first, second, cost, theirs):
    """War iff no share lies between what a first strike is worth to either side.

    B agrees to a share s for A iff 1 - s > 1 - p_s - c_B, so A asks for the largest fifth below
    p_s + c_B, if that is more than p_f - c_A; else it strikes. With p_f >= p_s that cannot be once
    p_f - p_s > c_A + c_B. To ask for more and be struck, p_s - c_A, is worse than to strike.
    """
    assume(second <= first)
    assume(abs(5 * (second + theirs) - round(5 * (second + theirs))) > APART)
    best = floor(5 * min(second + theirs, 1.0))
    worth = {"strike": first - cost, f"ask{best}": best / 5}
    assume(abs(first - cost - best / 5) > APART and first - second > APART)
    held = {"contest.A.strike.alone": first, "contest.B.strike.alone": 1 - second}
    held |= {"stakes.A.cost": -cost, "stakes.B.cost": -theirs}
    found = played("first-strike", held)
    does = max(worth, key=lambda act: worth[act])
    assert found[f"act.A.{does}"] == 1
    assert found["act.B.strike"] == 0  # once A has struck it would add nothing
    assert found["value.A"] == pytest.approx(worth[does])
    if first - second > cost + theirs:
        assert does == "strike"


@SOME
@given(strong=st.floats(0.03, 0.97), gain=st.floats(0.15, 0.85), kept=st.floats(1.2, 3.0))
def test_chain_store(strong, gain, kept):
    """The weak fight early to pass for strong; how often, makes who is next indifferent.

    Entry brings b, and b - 1 if it is fought. The strong always fight, the weak would not; a
    market that is kept brings a > 1. The second enters iff it believes in the strong with less
    than b, and then only the strong fight. If d > b the weak fight the first for sure: the second
    then believes d > b and stays out, and a > 1. If d < b they do with chance
    m = d (1 - b) / ((1 - d) b), which makes the belief after a fight b, and the second stays out
    with chance 1 / a, which makes them indifferent. The first is therefore fought with chance
    min(1, d / b), and enters iff that is below b: d < b^2. Where it stays out nothing is learned.
    """
    assume(min(abs(strong - gain), abs(strong - gain**2)) > 0.02)
    held = {"resolved.INC": strong, "stakes.E1.entry": gain, "stakes.E2.entry": gain}
    held |= {f"stakes.INC.the {which} market": kept for which in ("first", "second")}
    found = played("chain-store", held)
    if strong < gain**2:
        entered, fought = 1.0, strong / gain
        second = 1 - fought / kept
    else:
        entered, fought = 0.0, 1.0
        second = float(strong < gain)
    assert found["value.E1"] == pytest.approx(entered * (gain - fought), abs=BELIEVED)
    assert found["act.E2.attack"] == pytest.approx(second, abs=BELIEVED)


@SOME
@given(dead=st.tuples(unit, unit), war=st.tuples(unit, unit))
def test_a_tripwire_of_two(dead, war):
    """What is owed jointly comes iff both would fight, severally iff one would.

    To fight is worth -r v - k to an ally and to stand aside -q v - t, so it fights iff
    t > k - (q - r) v. The last to speak decides where the first has not, so no order changes what
    comes. Help deters (r < c) and none does not (q > c).
    """
    q, r, v = 0.8, 0.2, 0.3
    gains = [t - k + (q - r) * v for t, k in zip(dead, war, strict=True)]
    assume(min(map(abs, gains)) > APART)
    held = {}
    for ally, t, k in zip(("ONE", "TWO"), dead, war, strict=True):
        held |= {f"stakes.{ally}.its dead": -t, f"stakes.{ally}.war": -k}
    fights = [gain > 0 for gain in gains]
    assert played("joint-tripwire", held, "jointly")["act.THR.attack"] == (not all(fights))
    assert played("joint-tripwire", held, "severally")["act.THR.attack"] == (not any(fights))


@SOME
@given(audience=unit, upkeep=unit, war=unit, prize=unit)
def test_an_alliance_made_for_its_audience(audience, upkeep, war, prize):
    """An ally pledges iff without it would not come, with it must, and its peace is worth that.

    To come is worth (q - r) v - k more than not to, and a more once pledged. If that is above 0
    without a pledge the threatener stays away (r < c) and a pledge would only cost s. If it is
    below 0 with one, a pledge changes nothing and costs s + a. Between, a pledge turns -q v into
    peace less s: it is made iff s < q v.
    """
    q, r = 0.8, 0.2
    comes = (q - r) * prize - war
    assume(min(abs(comes), abs(comes + audience), abs(upkeep - q * prize)) > APART)
    held = {"stakes.ALL.audience": -audience, "stakes.ALL.upkeep": -upkeep}
    held |= {"stakes.ALL.war": -war, "stakes.ALL.prize": -prize}
    found = played("alliance-pledge", held)
    pledged = comes < 0 < comes + audience and upkeep < q * prize
    assert found["act.THR.attack"] == (comes < 0 and not pledged)
    assert found["value.ALL"] == pytest.approx(
        -upkeep if pledged else -q * prize if comes < 0 else 0
    )
