"""Procedures with more than one way through, and chains that end in the middle of one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from foedus.decisions import parse_rule
from foedus.decisions.rules import AnyOf
from foedus.language import Arrangement, labels_of, plain, read, write
from foedus.prospects import Outlook, prospects, stand
from foedus.prospects.drivers import drivers
from foedus.prospects.streams import uniforms
from foedus.prospects.votes import ballots, passing

TEXT = (Path(__file__).parent / "deal.yaml").read_text("utf-8")
STEPS = TEXT[TEXT.index("      - {act: invite") : TEXT.index("    then:")]
DAYS = "takes: {value: 5, kind: assumed, because: a test}"


def deal(steps: str, decides_on: str, extra: str = "") -> Arrangement:
    text = TEXT.replace(STEPS, steps)
    old = "decides_on: {accession.invite: narrow, accession.ratify: narrow}"
    return read(text.replace(old, f"decides_on: {decides_on}") + extra)


WITHOUT = "{without: [CHE], rule: consensus}"
SHIFT = deal(
    f"      - {{act: decide, by: COUNCIL, {DAYS}, on_pass: effect, on_block: next}}\n"
    f"      - {{act: decide_without, by: COUNCIL, rule: {WITHOUT}, {DAYS}}}\n",
    "{accession.decide: narrow, accession.decide_without: narrow}",
)


def test_a_forum_without_one_member_is_one_vote_of_the_same_minds():
    """Passing here or there is the chance of either rule under the same ballots."""
    draws, members = 300, ("AUT", "CHE", "IRL")
    found = prospects(SHIFT, draws=draws, correlation=0.3)
    stands = {m: stand(SHIFT, m, "narrow", SHIFT.as_of) for m in members}
    shares = ballots(stands, labels_of(SHIFT).issue("narrow"), 0, draws)
    either = AnyOf(
        (
            parse_rule("consensus", members),
            parse_rule({"without": ["CHE"], "rule": "consensus"}, members),
        )
    )
    expected = passing(either, shares, np.full(draws, 0.3))
    first, second = found.steps["accession", 0].passes, found.steps["accession", 1].passes
    np.testing.assert_allclose(first + (1 - first) * second, expected, atol=1e-9)
    assert found.takes_effect.value == pytest.approx(float(expected.mean()))


@pytest.mark.parametrize(
    ("first", "given"),
    [
        ("on_block: lapse", "given that the steps before it passed"),
        ("on_pass: effect, on_block: next", "given that 'ask' did not pass"),
        ("on_block: next", "given that it is reached"),
        ("on_block: next, within: P9D, on_timeout: next", ""),
        ("rule: unanimity, on_block: hold, within: P9D, on_timeout: next", ""),
    ],
)
def test_the_chance_of_a_step_says_when_it_is_reached(first: str, given: str):
    """A vote without a time limit that stays open leads to nothing."""
    steps = f"""\
      - {{act: ask, by: COUNCIL, {first}}}
      - {{act: ask again, by: COUNCIL}}
"""
    found = Outlook(deal(steps, "{accession.ask: narrow, accession.ask again: narrow}"), 5).steps
    assert found["accession", 0].given == ""
    assert found["accession", 1].given == given


def test_a_decision_of_which_nothing_is_known_may_be_left_undecided_too():
    """To pass and to be blocked both lead to the effect, and to run out of time does not."""
    ways = "rule: unanimity, within: P9D, on_pass: effect, on_block: next"
    steps = f"""\
      - {{act: ask, by: COUNCIL, {ways}}}
      - {{act: deposit, by: AAA, takes: {{value: 1, kind: assumed, because: a test}}}}
"""
    found = prospects(deal(steps, "{accession.ask: other}"), draws=5).takes_effect
    assert (found.value, found.low, found.high) == (None, 0, 1)


def test_days_of_several_ways_are_weighed_by_their_chance():
    found = prospects(SHIFT, draws=300)
    assert (found.days_to_effect.low, found.days_to_effect.high) == (5, 10)


def test_passing_or_blocked_leads_on_alike():
    """A step whose outcome changes nothing does not lower the chance."""
    steps = (
        f"      - {{act: ask, by: COUNCIL, {DAYS}, on_block: next}}\n"
        f"      - {{act: invite, by: COUNCIL, {DAYS}}}\n"
    )
    both = prospects(deal(steps, "{accession.ask: other, accession.invite: narrow}"), draws=200)
    alone = both.steps["accession", 1].passes
    assert both.takes_effect.value == pytest.approx(float(alone.mean()))
    assert both.days_to_effect.value == 10


def test_a_step_that_runs_late_leads_on_where_the_text_says_so():
    limit = "within: P10D, takes: {low: 0, high: 20, kind: assumed, because: a test}"
    for outcome, chance in (("lapse", 0.5), ("next", 1.0)):
        steps = (
            f"      - {{act: report, by: AAA, {limit}, on_timeout: {outcome}}}\n"
            "      - {act: deposit, by: AAA, takes: {value: 1, kind: assumed, because: a test}}\n"
        )
        found = prospects(deal(steps, "{}"), draws=2000)
        assert found.takes_effect.value == pytest.approx(chance, abs=0.03)


def test_a_step_that_silence_passes_cannot_run_late():
    """Its time is up, nobody has objected, and it passes: however long it was thought to take."""
    step = "      - {{act: ask, by: COUNCIL, within: P3D, {}}}\n"
    files = [deal(step.format(takes), ISSUE) for takes in (DAYS.replace("5", "2"), DAYS)]
    quick, late = (prospects(file, draws=9) for file in files)
    assert [(way.chance, way.day) for way in late.ways] == [(w.chance, w.day) for w in quick.ways]
    assert quick.takes_effect.value > 0.1


ISSUE = "{accession.ask: narrow}"
FOUND_EARLY = """
guarantees:
  defence:
    owed_by: LEAGUE
    protects: {state: AAA, territory: unspecified}
    against: ZZZ
    casus_foederis: attack
    response: defend
    due_when: {found: no-attack}
"""


def test_steps_after_the_one_that_makes_it_due_do_not_count():
    steps = (
        f"      - {{act: find, by: COUNCIL, finds: no-attack, {DAYS}}}\n"
        f"      - {{act: publish, by: COUNCIL, {DAYS}}}\n"
    )
    found = prospects(deal(steps, "{accession.find: narrow}", FOUND_EARLY), draws=200)
    assert found.consequence.kind == "duty"
    assert found.taken == (("accession", 0),)
    expected = float(found.steps["accession", 0].passes.mean())
    assert found.takes_effect.value == pytest.approx(expected)
    assert found.days_to_effect.value == 5


CHANCES = {"YYY": 0.2, "ZZZ": 0.7}
PROVOKE = "{towards: ZZZ, acts: [{act: restrain}, {act: provoke}]}"


def test_a_false_allegation_is_no_help():
    """The duty is lost if the beneficiary is found to have provoked, which it has not."""
    steps = f"      - {{act: find, by: COUNCIL, finds: no-attack, {DAYS}}}\n"
    text = write(deal(steps, "{accession.find: narrow}", FOUND_EARLY))
    for old, new in (
        ("due_when:", "forfeited_if: {found: restraint}\n    due_when:"),
        (
            "conduct:\n",
            f"conduct:\n  AAA: {PROVOKE}\n",
        ),
        (
            "norms:\n",
            "norms:\n  restraint: {prohibition: provoke, bearer: AAA, towards: ZZZ, in: deal}\n",
        ),
        (
            "procedures:\n",
            "procedures:\n  counter:\n    opens: {by: ZZZ, alleging: restraint}\n"
            "    steps: [{act: judge, by: COUNCIL, finds: restraint}]\n",
        ),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    found = prospects(read(text), draws=50)
    assert found.consequence.kind == "duty"
    assert found.taken == (("accession", 0),)


def test_acts_of_one_id_are_noticed_each_as_its_own_ladder_says():
    """Two may attack the same party, and both call it an attack."""

    def ladder(detect: float) -> str:
        seen = ", ".join(
            f"{key}: {{value: {chance}, kind: assumed, because: a test}}"
            for key, chance in (("detect", detect), ("attribute", 1))
        )
        return f"{{towards: AAA, acts: [{{act: comply}}, {{act: attack, {seen}}}]}}"

    steps = f"      - {{act: report, by: AUT, finds: no-attack, {DAYS}}}\n"
    file = plain(deal(steps, "{}"))
    file["conduct"] = {name: YAML(typ="safe").load(ladder(p)) for name, p in CHANCES.items()}
    file["parties"] |= {name: {} for name in CHANCES}
    file["norms"]["no-attack"]["bearer"] = list(CHANCES)
    outlook = Outlook(read(json.dumps(file)), draws=5)
    for name, chance in CHANCES.items():
        found = outlook.after(by=name).steps["accession", 0].passes
        assert found == pytest.approx(np.full(5, chance))


def test_a_step_without_days_leaves_the_whole_without():
    steps = f"      - {{act: invite, by: COUNCIL, {DAYS}}}\n      - {{act: confirm, by: COUNCIL}}\n"
    issues = "{accession.invite: narrow, accession.confirm: narrow}"
    found = prospects(deal(steps, issues), draws=50)
    assert found.days_to_effect.value is None
    assert "'confirm' in 'accession'" in found.days_to_effect.because[0]
    assert found.takes_effect.value is not None
    assert not found.steps["accession", 1].dated


def test_of_many_inputs_that_matter_not_none_is_named():
    """Fifty times 100 of them: three standard errors would name one in a quarter, some 12 times.

    At one in a hundred for all together none or one sweep is expected to name any, and 4 are seen
    less than once in 500 times (binomial).
    """
    rng = np.random.default_rng(7)
    wrong = 0
    for _ in range(50):
        inputs = {str(n): rng.random(60) for n in range(100)}
        wrong += bool(drivers(inputs, rng.random(60)))
    assert wrong < 4
    few = {"mine": rng.random(60)}
    half = few["mine"] + 1.5 * rng.random(60)  # a correlation of about .55
    assert drivers(few, half)
    assert not drivers(few, half, looked_at=10**7)


def test_drivers_name_what_the_chance_follows():
    luck = {name: uniforms(0, 1000, name) for name in ("strong", "weak", "idle")}
    named = drivers(luck, luck["strong"] + 0.3 * luck["weak"])
    assert [driver.name for driver in named] == ["strong", "weak"]
    assert named[0].rank_correlation > named[1].rank_correlation > 0.1


def test_what_drives_the_seed_case():
    from foedus.casebook import text_of
    from foedus.language import option

    proposed = prospects(option(read(text_of("ukraine-2025")), "as-proposed"))
    assert proposed.chance_drivers[0].name == "how far members' leanings go together"
    assert {d.name for d in proposed.chance_drivers} >= {
        "Slovakia's yes to 'membership at once if Russia breaks the deal'"
    }
    assert proposed.days_drivers[0].name == "days of accession.ratify"


def test_silence_shortens_its_own_stage_and_no_other():
    """Under a silence procedure of three days the step is over by then, ratification as before."""
    silent = TEXT.replace("rule: consensus}", "rule: consensus, silence: P3D}")
    silent = silent.replace(f"by: COUNCIL, {DAYS}", "by: COUNCIL")
    plain, quick = prospects(read(TEXT), draws=200), prospects(read(silent), draws=200)
    assert (quick.steps["accession", 0].days <= 4).all()
    assert (plain.steps["accession", 0].days == 5).all()
    for what in ("passes", "days"):
        one, other = (getattr(p.steps["accession", 1], what) for p in (plain, quick))
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(
        plain.steps["accession", 0].passes, quick.steps["accession", 0].passes
    )


def test_a_stage_that_silence_passes_is_over_on_its_last_day():
    silent = TEXT.replace("rule: consensus}", "rule: consensus, silence: P3D}")
    silent = silent.replace(f"by: COUNCIL, {DAYS}", "by: COUNCIL")
    for way in prospects(read(silent), draws=50).ways:
        days = {step: day for step, passed, day in way.trace if passed}
        assert days["accession", 0] == 3


def test_escrow_takes_a_stage_out_and_leaves_the_others():
    held = TEXT.replace("like: nato_accession}", "escrowed: true}")
    plain, escrowed = prospects(read(TEXT), draws=200), prospects(read(held), draws=200)
    assert (escrowed.steps["accession", 1].days == 0).all()
    assert (escrowed.steps["accession", 1].passes == 1).all()
    for what in ("passes", "days"):
        one, other = (getattr(p.steps["accession", 0], what) for p in (plain, escrowed))
        np.testing.assert_array_equal(one, other)
    assert escrowed.days_to_effect.value == 5


def test_a_vote_that_comes_too_late_tells_nothing_of_the_minds():
    """Then the next one, on the same question, is asked as if it were the first."""
    limit = "within: P10D, takes: {low: 0, high: 20, kind: assumed, because: a test}"
    steps = (
        f"      - {{act: ask, by: COUNCIL, rule: unanimity, {limit}, on_timeout: next}}\n"
        f"      - {{act: ask again, by: COUNCIL, {DAYS}}}\n"
    )
    issues = "{accession.ask: narrow, accession.ask again: narrow}"
    found = prospects(deal(steps, issues), draws=200)
    first, again = found.steps["accession", 0], found.steps["accession", 1]
    assert again.asked is not None
    alone, _ = again.asked.shares(())
    agreed, _ = again.asked.shares((((again.asked.at[0], 0), "passed"),))
    assert 0.3 < first.late.mean() < 0.7
    expected = np.where(first.late, alone, first.passes * agreed)
    assert found.takes_effect.value == pytest.approx(float(expected.mean()))
    reached = np.where(first.late, alone, agreed)
    np.testing.assert_allclose(again.passes, reached, atol=1e-9)


def test_a_step_that_waits_out_a_no_leads_on_though_it_did_not_pass():
    """All of three must say yes within 7 days, a no is not final, and then a majority decides.

    The second step comes whatever became of the first, so nothing is learned of the ballots.
    """
    steps = (
        f"      - {{act: ask, by: COUNCIL, rule: unanimity, {DAYS}, within: P7D, on_block: hold,"
        " on_timeout: next}\n"
        f"      - {{act: decide, by: COUNCIL, rule: majority, {DAYS}}}\n"
    )
    both = prospects(
        deal(steps, "{accession.ask: narrow, accession.decide: narrow}"), draws=100, correlation=0.0
    )
    alone = prospects(
        deal(
            f"      - {{act: decide, by: COUNCIL, rule: majority, {DAYS}}}\n",
            "{accession.decide: narrow}",
        ),
        draws=100,
        correlation=0.0,
    )
    second = both.steps["accession", 1].passes
    np.testing.assert_allclose(second, alone.steps["accession", 0].passes, atol=1e-9)
    assert second.max() < 1


@pytest.mark.parametrize("absent", [0, 6])
def test_where_silence_adopts_whoever_is_silent_does_not_stop_it(absent: int):
    """Only a no or an abstention among three can: each neither with the shares of yes and absent.

    Of unanimity, in which an abstention counts as no yes; leanings are independent.
    """
    steps = (
        f"      - {{act: ask, by: COUNCIL, rule: unanimity, {DAYS}, within: P7D,"
        " on_timeout: adopt}\n"
    )
    leaning = (
        f"leanings: {{unknown: {{yes: 3, abstain: 0, no: 1, absent: {absent}, because: x}}}}\n"
    )
    a = deal(steps, "{accession.ask: other}", leaning)
    found = prospects(a, draws=50, correlation=0.0).steps["accession", 0]
    stands = {m: stand(a, m, "other", a.as_of) for m in ("AUT", "CHE", "IRL")}
    shares = ballots(stands, labels_of(a).issue("other"), 0, 50)
    expected = np.prod(shares[:, 0] + shares[:, 3], axis=0)
    np.testing.assert_allclose(found.passes, expected, atol=1e-9)
    assert any("silence adopts" in line for line in found.because)
