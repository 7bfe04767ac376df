"""What follows from an attack in the cases that ship, and what must hold of any arrangement."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from foedus.casebook import cases, text_of
from foedus.language import Arrangement, option, read
from foedus.loopholes import Play, best_case
from foedus.loopholes.coverage import effects_taken, owed_against
from foedus.process import Move, Process
from foedus.prospects import prospects

CASES = {case: read(text_of(case), f"{case}.yaml") for case in cases()}
UKRAINE = CASES["ukraine-2025"]
VARIANTS = [
    pytest.param(option(a, name) if name else a, id=f"{case} {name}".strip())
    for case, a in CASES.items()
    for name in a.options or [""]
]


def ukraine(name: str) -> Arrangement:
    return option(UKRAINE, name)


@pytest.mark.parametrize("arrangement", VARIANTS)
def test_the_consequence_is_what_the_best_play_of_the_process_reaches(arrangement: Arrangement):
    """Two ways to it: a chain of steps here, a play of moves and ballots in `loopholes`."""
    process = Process(arrangement)
    actor = next(a for a in arrangement.conduct if arrangement.parties[a].role == "adversary")
    act = arrangement.conduct[actor].acts[-1].act
    attacked = Play((), process.start).then(process, Move("conduct", actor, act))
    duty = best_case(process, attacked, lambda s: bool(owed_against(process, s, actor)))
    effect = best_case(process, attacked, lambda s: bool(effects_taken(process, s)))
    found = prospects(arrangement, draws=50)
    if duty is not None:
        assert found.chain.consequence == "duty"
        assert found.chain.of == owed_against(process, duty.end, actor)
    elif effect is not None:
        assert found.chain.consequence == "effect"
        assert found.chain.of == effects_taken(process, effect.end)
    else:
        assert found.chain.consequence == "none"
        assert found.takes_effect.value is None
        assert found.days_to_effect.value is None


@pytest.mark.parametrize("arrangement", VARIANTS)
def test_every_figure_says_why_and_every_step_has_a_prospect(arrangement: Arrangement):
    found = prospects(arrangement, draws=50)
    assert found.takes_effect.because
    assert found.days_to_effect.because
    for name, procedure in arrangement.procedures.items():
        for place in range(len(procedure.steps)):
            step = found.steps[name, place]
            assert step.passes.shape == step.days.shape == (50,)
            assert ((step.passes >= 0) & (step.passes <= 1)).all()
            assert step.because


def test_owed_at_once_is_not_honoured():
    found = prospects(ukraine("immediate-membership"))
    assert (found.takes_effect.value, found.days_to_effect.value) == (1.0, 0.0)
    assert any("owed is not honoured" in why for why in found.takes_effect.because)


def test_a_right_to_respond_is_no_consequence():
    found = prospects(ukraine("coalition-of-the-willing"))
    assert found.takes_effect.value is None
    assert "owe nothing" in found.takes_effect.because[0]


def test_the_same_seed_gives_the_same_and_options_share_their_luck():
    proposed, again = (prospects(ukraine("as-proposed"), seed=3) for _ in range(2))
    assert proposed.takes_effect == again.takes_effect
    assert proposed.days_to_effect == again.days_to_effect
    ratified = prospects(ukraine("pre-ratified"), seed=3)
    for what in ("passes", "days"):
        one, other = (getattr(p.steps["finding", 0], what) for p in (proposed, ratified))
        np.testing.assert_array_equal(one, other)
    longer = prospects(ukraine("as-proposed"), seed=3, draws=2000)
    for step, found in proposed.steps.items():
        np.testing.assert_allclose(longer.steps[step].passes[:1000], found.passes, atol=1e-12)
        np.testing.assert_allclose(longer.steps[step].days[:1000], found.days)


def test_pre_ratification_shortens_exactly_the_stages_it_shortens():
    proposed, ratified = prospects(ukraine("as-proposed")), prospects(ukraine("pre-ratified"))
    np.testing.assert_array_equal(
        proposed.steps["finding", 0].days, ratified.steps["finding", 0].days
    )
    assert (ratified.steps["accession", 0].days == 0).all()
    assert (ratified.steps["accession", 2].days == 0).all()
    assert np.median(proposed.steps["accession", 1].days) > 100
    assert proposed.days_to_effect.value > 10 * ratified.days_to_effect.value


def test_paris_answers_only_an_attack_that_comes_after_the_ceasefire():
    """The declaration activates once a ceasefire enters into force, which Russia must sign."""
    final = option(CASES["paris-2026"], "final")
    at_once = prospects(final, draws=100)
    assert at_once.takes_effect.value is None
    assert "would lead to assistance" in at_once.takes_effect.because[1]
    after = prospects(final, draws=100, established=True)
    assert after.chain.of == ("assistance",)
    assert [leg.procedure for leg in after.chain.procedures] == ["attribution"]
    assert after.takes_effect.kind == "judged"  # how surely an attack is seen and attributed


def test_a_duty_that_waits_for_the_council_is_as_uncertain_as_its_finding():
    """Locarno, article 4: for anything short of a flagrant breach the Council had to find it."""
    found = prospects(CASES["locarno-1925"], act="remilitarise")
    assert found.chain.of == ("after-finding",)
    assert found.takes_effect.kind == "assumed"
    assert any("no issue is named" in why for why in found.takes_effect.because)


def test_bad_questions_are_refused():
    with pytest.raises(ValueError, match="give at least 1"):
        prospects(UKRAINE, draws=0)
    with pytest.raises(ValueError, match="outside"):
        prospects(UKRAINE, correlation=1.5)
    with pytest.raises(ValueError, match="not on the ladder of RUS: comply"):
        prospects(UKRAINE, act="atack")


def test_nothing_is_known_of_ballots_before_anyone_has_spoken():
    found = prospects(ukraine("as-proposed"), at=date(2000, 1, 1)).steps["accession", 0]
    assert any("32 of 32 members said nothing to the point" in why for why in found.because)
    assert found.kind == "assumed"
