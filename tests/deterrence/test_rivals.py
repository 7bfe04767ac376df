"""Honouring has rival records: each is laid over duties of force, and a claim must hold in all."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from foedus.casebook import text_of
from foedus.deterrence import Design, DeterrenceError, deter
from foedus.deterrence.draws import Draws
from foedus.deterrence.estimates import estimates
from foedus.deterrence.job import Job, game_of
from foedus.deterrence.questions.claims import (
    NOTHING,
    Cell,
    Claim,
    Claims,
    War,
    _Attack,
    _claim,
    cells_of,
    claims,
)
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.rivals import applies, honouring, rival
from foedus.evidence import HONOUR
from foedus.language import Arrangement, option, read
from foedus.language.quantities import Estimate
from foedus.prospects import sampled
from foedus.views.deterring_claims import claimed


@pytest.fixture(scope="module")
def found(small):
    return deter(small, ["none", "member"], draws=120, seed=3, break_evens=())


@pytest.fixture(scope="module")
def tried(found):
    return claims(found)


@pytest.mark.parametrize("name", list(HONOUR))
def test_a_record_is_drawn_within_its_interval_and_is_likeliest_at_its_rate(small, name):
    job = Job(small, "member", Design(seed=1, honour=name))
    row = game_of(job).chances.values(job.draws(500))["honour.article-5"]
    low, high = HONOUR[name].interval or (HONOUR[name].value,) * 2
    assert low <= row.min() <= row.max() <= high
    central = game_of(job).chances.values(job.draws(1, central=True))
    assert central["honour.article-5"][0] == HONOUR[name].value


@pytest.mark.parametrize(
    ("response", "laid"),
    [("defend", True), ("as_deemed_necessary", True), ("right_only", False), ("arms", False)],
)
def test_a_record_of_duties_to_fight_says_nothing_of_other_promises(small, response, laid):
    member = option(small, "member")
    promise = replace(member.guarantees["article-5"], response=response)
    promised = replace(member, guarantees={"article-5": promise})
    assert bool(applies(promised)) is laid
    honour = honouring(promised, "all").guarantees["article-5"].honour
    assert honour == (rival("all") if laid else promise.honour)


def test_one_game_serves_every_record_and_what_is_read_off_follows_the_record(small):
    plain, other = Job(small, "member"), Job(small, "member", Design(honour="since-1945"))
    assert game_of(plain) is game_of(other)
    assert plain.digest != other.digest
    assert dict(estimates(other.variant))["honour.article-5"] == rival("since-1945")
    drawn = inputs(other, [(0, 200)])["honour.article-5"]
    assert drawn.max() <= 0.35


def test_each_cell_is_what_deter_finds_under_that_record(small, found, tried):
    drawn = [cell for cell in tried.cells if cell.war == "drawn"]
    assert [cell.honour for cell in drawn] == ["", *HONOUR]
    for record in ("", "before-1945", "defence-pacts-since-1945"):
        alone = deter(small, ["none", "member"], draws=120, seed=3, honour=record, break_evens=())
        at = tried.cells.index(Cell(record, "stated"))
        for name in ("none", "member"):
            mean = alone.options[name].attack.value
            assert tried.attack[name][at] == pytest.approx(mean, abs=1e-12)
        assert tried.attack[NOTHING][at] == pytest.approx(alone.baseline.attack.value, abs=1e-12)


def test_a_more_reliable_record_never_makes_a_member_likelier_to_be_attacked(tried):
    """Jeffreys intervals of two records may overlap, but the same ranks are used of both."""
    pairs = zip(tried.cells, tried.attack["member"], strict=True)
    row = {cell.honour: chance for cell, chance in pairs if cell.war == "drawn"}
    order = sorted(HONOUR, key=lambda name: HONOUR[name].value)
    assert (np.diff([row[name] for name in order]) <= 0.02).all()
    assert row["before-1945"] < row["defence-pacts-since-1945"]


@pytest.mark.parametrize(
    "law", [{}, {"value": -0.3}, {"law": "log"}], ids=["even", "triangular", "log"]
)
def test_a_cheap_and_a_dear_war_are_the_halves_of_its_law(law):
    """Each holds half of the draws: a rank r of the law becomes r / 2, or (1 + r) / 2.

    So all of one half cost more than all of the other, and both together are the law itself.
    """
    estimate = Estimate(low=-0.8, high=-0.1, kind="assumed", because="x", **law)
    drawn = Draws(20_000).of("war", estimate)
    dear, cheap = (
        Draws(20_000, within={"war": span}).of("war", estimate) for span in ((0, 0.5), (0.5, 1))
    )
    (middle,) = sampled(estimate, np.array([0.5]))
    assert dear.max() <= middle + 1e-9
    assert cheap.min() >= middle - 1e-9
    both = np.concatenate([dear, cheap])
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        expected = sampled(estimate, np.array([share]))
        assert np.quantile(both, share) == pytest.approx(expected, abs=0.005)
    assert both.mean() == pytest.approx(drawn.mean(), abs=0.005)


def test_a_cheap_and_a_dear_war_are_a_cell_each(small, tried):
    """Together they come to the cell in which the war is drawn, but for their errors."""
    cells = {war: tried.cells.index(Cell("", "stated", war=war)) for war in get_args(War)}
    for name in ("none", "member"):
        row = {war: tried.attack[name][at] for war, at in cells.items()}
        assert row["cheap"] > row["dear"]
        assert (row["cheap"] + row["dear"]) / 2 == pytest.approx(row["drawn"], abs=0.05)


def test_the_seed_case_is_tried_in_all_cells_with_records_for_rights_and_arms():
    case = read(text_of("ukraine-2025"))
    options = ["article-5-like", "coalition-of-the-willing", "arms-only"]
    cells = cells_of(deter(case, options, draws=1, break_evens=(), stories=False, waiting=False))
    force = [c for c in cells if c.over == "force" and c.war == "drawn"]
    assert len(force) == 24  # 8 records of duties of force, 3 forms of contest
    assert [c.honour for c in cells if c.over == "all"] == [*HONOUR]
    assert {(c.contest, c.war) for c in cells if c.war != "drawn"} == {
        (form, war) for form in ("stated", "ratio", "difference") for war in ("cheap", "dear")
    }
    for name in ("coalition-of-the-willing", "arms-only"):
        own, borrowed = (Job(case, name, Design(honour="since-1945", over=over)) for over in OVER)
        (guarantee,) = own.variant.guarantees
        assert borrowed.variant.guarantees[guarantee].honour == rival("since-1945")
        assert own.variant.guarantees[guarantee].honour != rival("since-1945")


OVER = ("force", "all")


def test_a_claim_is_robust_only_if_it_holds_in_every_cell(tried):
    member = next(c for c in tried.claims if (c.better, c.worse) == ("member", "none"))
    assert member.holds == tuple(less > 0.01 for less in member.less)
    assert member.robust is all(member.holds)
    assert not any((c.better, c.worse) == ("none", "member") for c in tried.claims)


def test_forms_of_contest_are_tried_where_the_file_has_forces(small):
    contest = replace(
        small.contests[0], decisiveness=Estimate(value=1.0, kind="assumed", because="x")
    )
    armed: Arrangement = replace(small, contests=(contest,))
    found = deter(armed, ["none"], draws=5, break_evens=())
    assert {cell.contest for cell in cells_of(found)} == {"stated", "ratio", "difference"}
    assert {cell.honour for cell in cells_of(found)} == {""}


def test_what_is_printed_names_where_a_claim_holds(found):
    cells = tuple(Cell(h, f) for f in ("stated", "ratio") for h in ("", "all"))
    attack = dict.fromkeys((NOTHING, "none", "member"), (0.5,) * 4)
    tried = Claims(
        cells,
        attack,
        (
            Claim("member", NOTHING, (0.1,) * 4, (True,) * 4),
            Claim("member", "none", (0.1, 0.1, 0.1, 0.0), (True, True, True, False)),
            Claim("none", "member", (0.0, 0.0, 0.0, 0.1), (False, False, False, True)),
            Claim("none", NOTHING, (0.1, 0.1, 0.0, 0.0), (True, True, False, False)),
        ),
    )
    lines = list(claimed(found, tried))
    assert "  a member from the first day before no arrangement at all" in lines
    told = " ".join(line.strip() for line in lines)  # what is long goes on in the next line
    assert (
        " a member from the first day before none: in 3 of 4, not in ratio contests with all; "
        "the other way round in ratio contests with all" in told
    )
    assert "none before a member" not in told
    assert "none before no arrangement at all: in 2 of 4, only in stated contests" in told


def test_a_record_that_is_not_known_or_is_laid_over_nothing_is_refused(small):
    with pytest.raises(KeyError, match="Did you mean 'since-1945'"):
        deter(small, ["member"], draws=1, honour="since-1954")
    with pytest.raises(DeterrenceError, match="no guarantee here owes force"):
        deter(small, ["none"], draws=1, honour="all")


@pytest.mark.parametrize(("pairs", "holds"), [(2, False), (12, False), (20, True), (200, True)])
def test_a_claim_must_exceed_two_standard_errors_of_its_difference(pairs: int, holds: bool):
    """Differences of .2 and -.1 in turn: mean .05, deviation .15, so two errors are .3 / sqrt(n).

    They are .061 with 24 draws, more than the mean though one error is less; .047 with 40.
    """
    worse = np.tile([0.7, 0.4], pairs)
    better = np.full(2 * pairs, 0.5)
    cell = {"a": _Attack(better, better, better), "b": _Attack(worse, worse, worse)}
    claim = _claim("a", "b", [cell])
    assert claim.less[0] == pytest.approx(0.05)
    assert claim.robust is holds
    assert not _claim("a", "b", [cell, {"a": cell["b"], "b": cell["a"]}]).robust
