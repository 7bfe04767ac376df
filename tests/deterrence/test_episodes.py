"""Several episodes with reputation: a scalar recursion, a closed form, and signs of theory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.deterrence import DeterrenceError, deter
from foedus.deterrence.compile import compile_game
from foedus.deterrence.draws import Draws
from foedus.deterrence.measures import attacks, conduct
from foedus.deterrence.questions.episodes import Repeated, Seen, episodes, learned, strength
from foedus.deterrence.questions.reputation import reputation
from foedus.language import read_file
from foedus.language.quantities import Estimate

ONE_SIDED = Path(__file__).parents[1] / "papers" / "one-sided-deterrence.yaml"
unit = st.floats(0.02, 0.98)
STEEP = 1e6


@pytest.fixture(scope="module")
def one_sided():
    arrangement = read_file(ONE_SIDED)
    return compile_game(arrangement, [0], {})


def drawn(sq, dc, dd, honour):
    fixed = {"stakes.CHA.a_SQ": sq, "stakes.CHA.a_DC": dc, "stakes.CHA.a_DD": dd, "honour": honour}
    return Draws(1, fixed=fixed)


def by_hand(sq, dc, dd, h, precision, count, discount):
    """Return the chance of an attack in each episode; honouring counts as two cases at first."""

    def value(number, k, d):
        if number > count:
            return 0.0, 0.0
        chance = (2 * h + k) / (2 + k + d)
        kept, broken, quiet = (
            discount * value(number + 1, k + a, d + b)[0] for a, b in ((1, 0), (0, 1), (0, 0))
        )
        strike = chance * (dd + kept) + (1 - chance) * (dc + broken)
        wait = sq + quiet
        p = 1 / (1 + np.exp(np.clip(precision * (wait - strike), -700, 700)))
        return p * strike + (1 - p) * wait, p

    def along(number, k, d):
        if number > count:
            return []
        p, chance = value(number, k, d)[1], (2 * h + k) / (2 + k + d)
        rest = [along(number + 1, k + a, d + b) for a, b in ((1, 0), (0, 1), (0, 0))]
        mixed = zip(*rest, strict=True)
        weights = (p * chance, p * (1 - chance), 1 - p)
        return [p, *(sum(w * x for w, x in zip(weights, row, strict=True)) for row in mixed)]

    return along(1, 0, 0)


@settings(max_examples=25, deadline=None)
@given(sq=unit, above=unit, below=unit, h=unit, discount=unit, count=st.integers(2, 4))
def test_it_is_what_a_scalar_recursion_over_what_was_seen_gives(
    one_sided, sq, above, below, h, discount, count
):
    dc, dd = sq + above, sq - below
    found = episodes(one_sided, drawn(sq, dc, dd, h), 20.0, count, discount, "CHA")
    expected = by_hand(sq, dc, dd, h, 20.0, count, discount)
    assert np.array(found.attack)[:, 0] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(sq=unit, above=unit, below=unit, h=unit, discount=unit)
def test_the_first_of_two_attacks_is_worth_what_it_teaches(
    one_sided, sq, above, below, h, discount
):
    """Attack first iff h dd + (1-h) dc + discount (E W(h') - W(h)) exceeds the status quo."""
    dc, dd = sq + above, sq - below

    def later(chance):
        return max(sq, chance * dd + (1 - chance) * dc)

    taught = h * later((2 * h + 1) / 3) + (1 - h) * later(2 * h / 3) - later(h)
    gain = h * dd + (1 - h) * dc + discount * taught - sq
    assume(abs(gain) > 1e-4)
    found = episodes(one_sided, drawn(sq, dc, dd, h), STEEP, 2, discount, "CHA")
    assert found.attack[0][0] == pytest.approx(float(gain > 0), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(sq=unit, above=unit, below=unit, h=unit, count=st.integers(2, 4))
def test_that_honouring_may_be_learned_of_never_deters_in_the_one_sided_game(
    one_sided, sq, above, below, h, count
):
    """What is learned is worth something only to who may act on it: it pays to test a promise."""
    draws = drawn(sq, sq + above, sq - below, h)
    once = attacks(one_sided, one_sided.chances.values(draws), 1, STEEP)
    found = episodes(one_sided, draws, STEEP, count, 0.9, "CHA")
    assert found.attack[0][0] >= once[0] - 1e-6
    assert found.next_honour["kept"][0] >= found.next_honour["quiet"][0]
    assert found.next_honour["broken"][0] <= found.next_honour["quiet"][0]
    assert found.next_attack["kept"][0] <= found.next_attack["broken"][0] + 1e-6


def test_with_nothing_to_follow_an_episode_is_the_game_itself(small, game):
    member = game(small, "member")
    draws = Draws(30, 3)
    repeated = Repeated.of(member, "RUS")
    nothing = {
        f"next.{player}.{event}": np.zeros(30)
        for player in member.tree.players
        for event in ("quiet", "kept", "broken")
    }
    values, shown = repeated.played(draws, Seen(0, 0), nothing, 20.0)
    params = member.chances.values(draws)
    alone = conduct(member, params, 30, 20.0)
    np.testing.assert_array_equal(values["RUS"], alone["value.RUS"])
    np.testing.assert_array_equal(shown.attack, attacks(member, params, 30, 20.0))
    np.testing.assert_allclose(shown.events["kept"], alone["honoured.article-5"], atol=1e-15)
    assert sum(shown.events.values()) == pytest.approx(1)


def test_an_estimate_counts_as_the_cases_of_the_beta_law_with_its_mean_and_variance():
    """Mean .45 and variance .6^2/12 = .03: .45 x .55 / .03 - 1 = 7.25 cases."""
    wide = Estimate(low=0.15, high=0.75, kind="judged", because="x")
    assert strength(wide) == pytest.approx(7.25, abs=0.01)
    told = learned(wide, np.array([0.45]), Seen(1, 0))
    assert told[0] == pytest.approx((7.25 * 0.45 + 1) / 8.25, abs=1e-4)
    known = Estimate(value=0.6, kind="assumed", because="x")
    assert learned(known, np.array([0.6]), Seen(0, 5))[0] == 0.6


def test_where_honouring_is_known_nothing_is_learned_and_each_episode_is_alike(small):
    found = deter(small, ["member"], draws=40, seed=1, break_evens=())
    told = reputation(found, 3)["member"]
    once = found.options["member"].attack.value
    assert [figure.value for figure in told.attack] == pytest.approx([once] * 3, abs=1e-9)
    assert told.first.value == pytest.approx(0, abs=1e-9)
    assert told.lost.value == pytest.approx(0, abs=1e-9)


def test_a_broken_promise_is_followed_by_more_attack_than_a_kept_one(small):
    open_ = Estimate(low=0.1, high=0.9, kind="assumed", because="x")
    promise = replace(small.guarantees["article-5"], honour=open_)
    doubtful = replace(small, guarantees={"article-5": promise})
    told = reputation(deter(doubtful, ["member"], draws=40, break_evens=()), 2)["member"]
    assert told.lost.value > 0.02
    assert told.as_json()["lost"]["value"] == told.lost.value


def test_what_cannot_be_played_again_is_refused(small):
    with pytest.raises(DeterrenceError, match="episodes teach nothing"):
        reputation(deter(small, ["none"], draws=2, break_evens=()), 2)
