"""Stakes that lapse, and pairs that exclude one another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.design import Design
from foedus.deterrence.draws import Draws
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.measures import conduct
from foedus.deterrence.questions.notices import notices
from foedus.language import read
from foedus.language.conditions import Condition

TEXT = """
foedus: 1
title: A member from the first day
as_of: 2000-01-01
horizon: P1Y
sources: {}
parties:
  THR: {role: adversary}
  PRO: {role: beneficiary}
  CLUB: {role: guarantor, members: [BEL, NLD]}
conduct:
  THR: {towards: PRO, acts: [{act: comply}, {act: attack, needs: P10D}]}
procedures:
  entry: {opens: {when: {from: 2000-01-01}}, steps: [{act: admit, by: CLUB, escrowed: true}], then: [{admit: PRO, to: CLUB}]}
contests:
  - {by: THR, act: attack, alone: {low: 0, high: 1, kind: assumed, because: q}, helped: {value: 0, kind: assumed, because: x}}
stakes:
  THR:
    - {label: prize, when: {prevailed: THR}, worth: {value: 1, kind: assumed, because: x}}
    - {label: cost, when: {acted: attack, by: THR}, worth: {low: -1, high: 0, kind: assumed, because: c}}
    - {label: a hostile member, when: {member: PRO, of: CLUB}, worth: {low: -1, high: 0, kind: assumed, because: m}}
occasions: [P0D]
"""  # noqa: E501
LAPSES = TEXT.replace("of: CLUB}, worth", "of: CLUB}, unless: {prevailed: THR}, worth")


def attacks(text, q, c, m):
    game = game_of(Job(read(text, "member.yaml"), ""))
    fixed = {"contest": q, "stakes.THR.cost": -c, "stakes.THR.a hostile member": -m}
    found = conduct(game, game.chances.values(Draws(1, fixed=fixed)), 1, None)
    return found["act.THR.attack"][0], found["value.THR"][0]


@pytest.mark.parametrize(("q", "c", "m"), [(0.4, 0.5, 0.3), (0.4, 0.5, 0.2), (0.6, 0.5, 0.1)])
def test_a_stake_that_lapses_on_victory_by_hand(q, c, m):
    """Paid whatever comes it changes nothing; lapsing on victory it is one more prize.

    Attack is worth q - c - m and peace -m, so attack iff q > c. Where the stake lapses, attack is
    worth q - c - (1 - q) m: attack iff q (1 + m) > c.
    """
    attack, worth = attacks(TEXT, q, c, m)
    assert attack == (q > c)
    assert worth == pytest.approx(max(q - c, 0) - m)
    attack, worth = attacks(LAPSES, q, c, m)
    assert attack == (q * (1 + m) > c)
    assert worth == pytest.approx(max(q - c - (1 - q) * m, -m))


def test_pairs_that_exclude_one_another_are_noticed_once():
    (told,) = notices(read(TEXT, "member.yaml"))
    assert "'prize' and 'a hostile member'" in told
    assert "PRO would be a member after THR has overcome it" in told
    assert notices(read(LAPSES, "member.yaml")) == ()
    denied = TEXT.replace(
        "when: {member: PRO, of: CLUB}",
        "when: {all: [{member: PRO, of: CLUB}, {not: {prevailed: THR}}]}",
    )
    assert notices(read(denied, "member.yaml")) == ()


def test_days_after_the_horizon_are_noticed_once_whatever_the_option():
    lasts = LAPSES + "instruments: {pact: {parties: [PRO, THR], sunset: P30Y}}\n"
    (told,) = notices(read(lasts, "member.yaml"))
    assert told.startswith("the game leaves out what comes after ")
    assert "'pact' (30 years)" in told


def test_the_seed_case_is_as_if_membership_were_written_for_ends_without_defeat():
    """`surviving withdrawal` recomputed with the condition written out, and without any lapse."""
    case = read(text_of("ukraine-2025"), "ukraine-2025")
    defeat = Condition(all=(Condition(prevailed="RUS"), Condition(acted="attack", by="RUS")))

    def attack(change):
        stakes = {p: tuple(map(change, row)) for p, row in case.stakes.items()}
        played = replace(case, stakes=stakes)
        job = Job(played, "pre-ratified-surviving-withdrawal", Design(), brief=True)
        return chunk_of(job, 1, 60)["act.RUS.attack"]

    def written_out(stake):
        if stake.unless is None:
            return stake
        when = Condition(all=(stake.when, Condition(not_=defeat)))
        return replace(stake, when=when, unless=None)

    shipped = attack(lambda stake: stake)
    np.testing.assert_allclose(attack(written_out), shipped, atol=1e-12)
    kept = attack(lambda stake: replace(stake, unless=None))
    assert (kept <= shipped + 1e-9).all()  # what victory wipes out does not deter
    assert kept.mean() < shipped.mean() - 0.01


def test_stakes_that_draws_move_together_are_noticed_where_each_is_moved_alone():
    """By hand: with a correlation of 1 the cost is high whenever the hostile member is.

    One stake of a group, a stake without a range, and a correlation of 0 leave nothing to notice.
    """
    both = LAPSES.replace("because: c}}", "because: c}, group: w}").replace(
        "because: m}}", "because: m}, group: w}"
    )
    (told,) = notices(read(both + "correlations: {w: 1}\n", "member.yaml"))
    assert told == (
        "'cost' of THR and 'a hostile member' of THR are high or low together in the draws"
        " (correlation 1); a switching value moves each of them alone, and says nothing of the"
        " draws in which it has that value"
    )
    assert notices(read(both + "correlations: {w: 0}\n", "member.yaml")) == ()
    fixed = both.replace(
        "low: -1, high: 0, kind: assumed, because: m", "value: -1, kind: assumed, because: m"
    )
    assert notices(read(fixed + "correlations: {w: 1}\n", "member.yaml")) == ()


def test_a_promise_not_to_admit_that_no_vote_heeds_is_noticed():
    """By hand: PRO may open its entry whatever THR does, and the council votes by its positions."""
    promise = LAPSES + (
        "norms:\n"
        "  peace: {prohibition: attack, bearer: THR, towards: PRO}\n"
        "  out: {prohibition: admit, of: PRO, bearer: CLUB, while: {complied: peace}}\n"
    )
    assert notices(read(promise, "member.yaml")) == ()  # it opens on a day, or once something is so
    (told,) = notices(read(promise.replace("when: {from: 2000-01-01}", "by: PRO"), "member.yaml"))
    assert told == (
        "nothing keeps CLUB from admitting PRO by 'entry' while that is forbidden: how votes go is"
        " read off positions, and no norm changes them, so that the promise holds nobody in the"
        " game; write what must have happened before (opens: when)"
    )
    other = promise.replace("when: {from: 2000-01-01}", "by: PRO").replace(
        "of: PRO, bearer", "of: THR, bearer"
    )
    assert notices(read(other, "member.yaml")) == ()


def test_guarantees_of_which_it_is_drawn_together_how_surely_they_are_honoured_are_noticed():
    """One of two is known, or they stand under two options: then nothing moves with another."""
    drawn = "{low: 0.2, high: 0.6, kind: assumed, because: x}"
    known = "{value: 0.4, kind: assumed, because: x}"

    def promise(name: str, honour: str) -> str:
        return (
            f"{name}: {{owed_by: {name.upper()}, against: THR, casus_foederis: attack, honour: "
            f"{honour}, protects: {{state: VIC, territory: unspecified}}, response: defend}}"
        )

    head = (
        "foedus: 1\ntitle: Two debtors\nas_of: 2025-01-01\nhorizon: P1Y\n"
        "parties: {THR: {}, VIC: {}, AID: {}, BAID: {}}\n"
        "conduct: {THR: {towards: VIC, acts: [{act: comply}, {act: attack}]}}\n"
    )

    def told(aid: str, baid: str) -> tuple[str, ...]:
        both = f"{promise('aid', aid)}, {promise('baid', baid)}"
        return notices(read(f"{head}guarantees: {{{both}}}\n"))

    (said,) = told(drawn, drawn)
    assert said.startswith(
        "'aid' and 'baid': how surely they are honoured is high or low together in the draws "
    )
    assert told(drawn, known) == told(known, known) == ()
    apart = ", ".join(
        f"{name}: {{label: {name}, changes: {{guarantees: {{{promise(name, drawn)}}}}}}}"
        for name in ("aid", "baid")
    )
    assert notices(read(f"{head}options: {{{apart}}}\n")) == ()
