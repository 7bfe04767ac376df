"""From positions to ballots: what binds, for how long, and what one issue says about another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.casebook import text_of
from foedus.language import Arrangement, BadArrangementError, read
from foedus.language.judgements import Leaning, Position
from foedus.language.quantities import Duration
from foedus.prospects import prospects
from foedus.prospects.stances import HEARSAY, LAPSED, LEANINGS, PRESUPPOSED, SIBLING, stand

TEXT = (Path(__file__).parent / "deal.yaml").read_text("utf-8")
DEAL = read(TEXT)
TODAY = date(2025, 1, 1)
UNKNOWN = np.array(LEANINGS["unknown"])


def said(stance: str, issue: str = "narrow", **keys: object) -> Position:
    known: dict[str, object] = {"actor": "x", "state": "CHE", "date": date(2024, 6, 1)}
    given = {**known, "issue": issue, "stance": stance, "says": "so", "source": ("s",), **keys}
    return Position(**given)  # type: ignore[arg-type]


def weights(*positions: Position, at: date = TODAY, of: Arrangement = DEAL) -> np.ndarray:
    return np.array(stand(replace(of, positions=positions), "CHE", "narrow", at).weights)


def blend(stance: str, share: float) -> np.ndarray:
    return share * np.array(LEANINGS[stance]) + (1 - share) * UNKNOWN


@pytest.mark.parametrize("stance", ["support", "conditional", "ambiguous", "oppose"])
def test_a_position_on_the_issue_itself_counts_in_full(stance: str):
    assert weights(said(stance)) == pytest.approx(np.array(LEANINGS[stance]))


@pytest.mark.parametrize(
    ("issue", "stance", "share"),
    [
        ("wide", "oppose", 1.0),  # whoever opposes the wider opposes the narrower
        ("wide", "support", PRESUPPOSED),
        ("wide", "conditional", PRESUPPOSED),
        ("sister", "support", SIBLING),
        ("sister", "oppose", SIBLING),
        ("other", "oppose", 0.0),
    ],
)
def test_what_one_issue_says_about_a_narrower_one(issue: str, stance: str, share: float):
    assert weights(said(stance, issue)) == pytest.approx(blend(stance, share))


def test_support_of_the_narrower_issue_is_support_of_the_wider():
    deal = replace(DEAL, positions=(said("support", "narrow"),))
    assert stand(deal, "CHE", "wide", TODAY).weights == LEANINGS["support"]
    deal = replace(DEAL, positions=(said("oppose", "narrow"),))
    assert stand(deal, "CHE", "wide", TODAY).weights == pytest.approx(blend("oppose", PRESUPPOSED))


def test_a_government_may_support_one_issue_and_oppose_another():
    both = (said("support", "wide"), said("oppose", "narrow"))
    assert weights(*both) == pytest.approx(np.array(LEANINGS["oppose"]))
    deal = replace(DEAL, positions=both)
    assert stand(deal, "CHE", "wide", TODAY).weights == LEANINGS["support"]


def test_a_position_widens_after_the_election_and_hearsay_tells_half():
    bound = said("oppose", binds_until=date(2024, 9, 1))
    assert weights(bound, at=date(2024, 8, 31)) == pytest.approx(np.array(LEANINGS["oppose"]))
    assert weights(bound, at=date(2024, 9, 1)) == pytest.approx(blend("oppose", LAPSED))
    assert weights(said("oppose", hearsay=True)) == pytest.approx(blend("oppose", HEARSAY))


def test_words_that_bind_only_the_speaker_or_come_later_do_not_count():
    alone = stand(
        replace(DEAL, positions=(said("support", speaks_for="self"),)), "CHE", "narrow", TODAY
    )
    assert alone.basis == "none"
    assert weights(said("support", date=date(2025, 1, 2))) == pytest.approx(UNKNOWN)
    assert weights(said("support", date=TODAY)) == pytest.approx(np.array(LEANINGS["support"]))


def test_later_words_of_a_speaker_replace_earlier_and_competing_voices_are_averaged():
    earlier, later = said("oppose", date=date(2024, 5, 1)), said("support")
    assert weights(earlier, later) == pytest.approx(np.array(LEANINGS["support"]))
    minister = said("oppose", actor="y", date=date(2024, 5, 20))
    middle = (np.array(LEANINGS["support"]) + LEANINGS["oppose"]) / 2
    assert weights(minister, later) == pytest.approx(middle)
    superseded = said("oppose", actor="y", date=date(2023, 5, 20))
    assert weights(superseded, later) == pytest.approx(np.array(LEANINGS["support"]))


def test_a_text_of_the_whole_body_speaks_for_those_that_have_not_spoken():
    text = said("conditional", "wide", state="LEAGUE")
    deal = replace(DEAL, positions=(text, said("oppose", state="AUT")))
    assert stand(deal, "CHE", "narrow", TODAY).basis == "shared"
    assert stand(deal, "AUT", "narrow", TODAY).basis == "direct"
    assert stand(deal, "AAA", "narrow", TODAY).basis == "none"


def test_leanings_are_overridden_in_the_file():
    own = Leaning(yes=3, abstain=0, no=1, because="a test")
    deal = replace(DEAL, leanings={"ambiguous": own})
    assert weights(said("ambiguous"), of=deal).tolist() == [3, 0, 1, 0]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["support", "conditional", "ambiguous", "oppose"]),
            st.sampled_from(["wide", "narrow", "sister", "other"]),
            st.dates(date(2020, 1, 1), date(2025, 1, 1)),
            st.booleans(),
        ),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_before_anybody_spoke_every_ballot_is_as_likely_as_another(spoken):
    positions = tuple(
        said(stance, issue, date=on, hearsay=hearsay, actor=str(i))
        for i, (stance, issue, on, hearsay) in enumerate(spoken)
    )
    assert weights(*positions, at=date(2019, 12, 31)) == pytest.approx(UNKNOWN)
    known = weights(*positions)
    assert known.min() >= 0
    assert known.sum() >= UNKNOWN.sum() - 1e-9


@given(st.sampled_from(["support", "conditional", "ambiguous", "oppose"]), st.integers(0, 5))
@settings(max_examples=12, deadline=None)
def test_a_member_more_with_a_veto_never_raises_the_chance(stance: str, seed: int):
    """Draw by draw, whatever it thinks of the matter."""
    text = TEXT.replace("[AUT, CHE, IRL]", "[AUT, CHE, IRL, MLT]")
    more = read(text)
    more = replace(more, positions=(*more.positions, said(stance, state="MLT")))
    whole = Duration.parse("P99Y")  # nothing is cut off at the horizon
    before, after = (
        prospects(replace(a, horizon=whole), draws=100, seed=seed) for a in (DEAL, more)
    )
    chances = [
        p.steps["accession", 0].passes * p.steps["accession", 1].passes for p in (before, after)
    ]
    assert (chances[1] <= chances[0] + 1e-12).all()
    assert after.takes_effect.value <= before.takes_effect.value + 1e-12


def test_an_objector_makes_the_slowest_later():
    none, held = (
        prospects(replace(DEAL, positions=positions), draws=400).steps["accession", 1].days
        for positions in ((), (said("oppose"),))
    )
    assert (held >= none).all()
    assert np.median(held) > 1.5 * np.median(none)


def test_a_domestic_route_takes_its_own_days():
    slow = TEXT.replace(
        "like: nato_accession",
        "like: nato_accession, routes: {AUT: {label: a referendum, takes:"
        " {low: 5000, high: 6000, kind: assumed, because: a test}}}",
    )
    plain, routed = (
        prospects(read(text), draws=100).steps["accession", 1].days for text in (TEXT, slow)
    )
    assert np.median(plain) < 1000
    assert ((routed >= 5000) & (routed >= plain)).all()


def test_all_32_members_resolve_in_the_seed_case():
    case = read(text_of("ukraine-2025"))
    stands = {
        member: stand(case, member, "instant_on_violation", case.as_of)
        for member in case.parties["NATO"].members
    }
    assert len(stands) == 32
    assert "none" not in {where.basis for where in stands.values()}
    assert {m for m, where in stands.items() if where.objects} == {"DEU", "HUN", "SVK"}
    assert all(set(where.sources) <= set(case.sources) for where in stands.values())


def test_german_words_stop_binding_at_the_election_two_days_later():
    case = read(text_of("ukraine-2025"))
    before, after = (
        stand(case, "DEU", "instant_on_violation", day)
        for day in (date(2025, 2, 22), date(2025, 2, 23))
    )
    assert (before.objects, after.objects) == (True, False)
    assert after.basis == "shared"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("implies: wide}\n  sister", "implies: wid}\n  sister", "there is no issue 'wid'"),
        ("issue: narrow,", "issue: narow,", "there is no issue 'narow'"),
        (
            "wide: {label: membership one day",
            "wide: {implies: sister, label: x",
            "implies itself",
        ),
        ("says: yes", "binds_until: 2020-01-01, says: yes", "stopped binding before"),
        ("accession.invite: narrow", "accession.invite: narrov", "there is no issue 'narrov'"),
        (
            "like: nato_accession",
            "like: nato_accession, takes: {value: 1, kind: assumed, because: x}",
            "already says how many days",
        ),
        (
            "positions:",
            "leanings: {support: {yes: 0, abstain: 0, no: 0, because: x}}\npositions:",
            "not all 0",
        ),
    ],
)
def test_mistakes_are_located(old: str, new: str, message: str):
    assert old in TEXT
    with pytest.raises(BadArrangementError, match=message):
        read(TEXT.replace(old, new))
