"""What follows from an attack in the cases that ship, and what must hold of any arrangement."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from foedus.casebook import cases, text_of
from foedus.language import Arrangement, option, read
from foedus.prospects import Outlook, mentioned, prospects

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


def test_a_right_to_respond_comes_and_is_no_duty():
    found = prospects(ukraine("coalition-of-the-willing"))
    assert (found.consequence.kind, found.consequence.of) == ("right", ("reassurance",))
    assert found.takes_effect.value == 1
    assert any("owe nothing" in why for why in found.takes_effect.because)


def test_the_same_seed_gives_the_same_and_options_share_their_luck():
    proposed, again = (prospects(ukraine("as-proposed"), seed=3) for _ in range(2))
    assert proposed.takes_effect == again.takes_effect
    assert proposed.days_to_effect == again.days_to_effect
    ratified = prospects(ukraine("pre-ratified"), seed=3)
    shorter = prospects(ukraine("as-proposed"), seed=3, draws=1000)
    for what in ("passes", "days"):
        one, other = (getattr(p.steps["finding", 0], what) for p in (proposed, ratified))
        np.testing.assert_array_equal(one, other)
    for step, found in shorter.steps.items():
        np.testing.assert_allclose(proposed.steps[step].passes[:1000], found.passes, atol=1e-12)
        np.testing.assert_allclose(proposed.steps[step].days[:1000], found.days)


def test_pre_ratification_shortens_exactly_the_stages_it_shortens():
    proposed, ratified = prospects(ukraine("as-proposed")), prospects(ukraine("pre-ratified"))
    np.testing.assert_array_equal(
        proposed.steps["finding", 0].days, ratified.steps["finding", 0].days
    )
    assert (ratified.steps["accession", 0].days == 0).all()
    assert (ratified.steps["accession", 2].days == 0).all()
    assert np.median(proposed.steps["accession", 1].days) > 100
    assert proposed.days_to_effect.value > 10 * ratified.days_to_effect.value


def test_paris_is_asked_about_once_the_ceasefire_that_activates_it_is_signed():
    """The declaration activates once a ceasefire enters into force, which Russia must sign."""
    found = prospects(option(CASES["paris-2026"], "final"), draws=100)
    assert found.supposes == "all sign 'ceasefire'"
    assert found.consequence.of == ("assistance",)
    assert found.taken == (("attribution", 0),)
    assert found.takes_effect.kind == "judged"  # how surely an attack is seen and attributed


def test_a_duty_that_waits_for_the_council_is_not_known_where_nobody_has_spoken():
    """Locarno, article 4(2): help that no guarantor may judge for itself waited for the Council."""
    found = prospects(CASES["locarno-1925"], act="remilitarise")
    assert found.consequence.of == ("after-finding",)
    assert found.takes_effect.value is None
    assert (found.takes_effect.low, found.takes_effect.high) == (0, 1)
    assert found.takes_effect.because[0].startswith("not known")
    step = "'find for France' in 'the Council finds whether Germany broke its undertaking"
    step += " towards France'"
    assert found.takes_effect.because[0].endswith(f"how likely this is: {step}")
    assert str(found.takes_effect) == "not known (0 to 1)"


def test_a_limit_that_is_known_bounds_what_is_not():
    """The mission's report is known; whether the council then agrees is not: 0 to the report's."""
    from pathlib import Path

    text = (Path(__file__).parent / "deal.yaml").read_text("utf-8")
    text = text.replace("positions:\n", "positions: []\n#").replace("decides_on:", "#")
    chance = "{value: 0.6, kind: judged, because: a test}"
    text = text.replace("{act: attack}", f"{{act: attack, detect: {chance}, attribute: {chance}}}")
    text = text.replace(
        "procedures:",
        "procedures:\n  finding:\n    opens: {by: AAA, alleging: no-attack}\n"
        "    steps: [{act: report, by: mission, finds: no-attack}]",
    )
    text = text.replace("{breached: no-attack}", "{found: no-attack}")
    text = text.replace("  ZZZ: {role: adversary}", "  ZZZ: {}\n  mission: {}")
    found = prospects(read(text), draws=20)
    assert found.consequence.of == ("accession",)
    assert found.takes_effect.value is None
    assert (found.takes_effect.low, found.takes_effect.high) == pytest.approx((0, 0.36))


def test_the_record_of_a_source_dated_later_is_not_cited():
    case = ukraine("as-proposed")
    dated = {n for n, s in case.sources.items() if s.date and s.date > date(2024, 1, 1)}
    early = prospects(case, at=date(2024, 1, 1), draws=50).takes_effect.sources
    assert early
    assert not dated & set(early)


def test_every_pair_that_a_guarantee_is_there_for_is_asked_about():
    sinai = CASES["sinai-1979"]
    assert set(mentioned(sinai)) == {("EGY", "ISR"), ("ISR", "EGY")}
    korea = CASES["korea-1953"]
    assert mentioned(korea) == (("PRK", "KOR"),)
    outlook = Outlook(korea, draws=20)
    assert outlook.after(by="KOR", against="PRK").consequence.kind == "none"
    with pytest.raises(ValueError, match="nobody acts as 'USA'"):
        outlook.after(by="USA")


def test_a_procedure_once_opened():
    """The seed case's accession is what the whole chain has after the mission's report."""
    outlook = Outlook(ukraine("as-proposed"))
    chance, days, _ = outlook.procedure("accession")
    whole = outlook.after()
    report = float(whole.steps["finding", 0].passes.mean())
    assert chance.value * report == pytest.approx(whole.takes_effect.value, rel=0.02)
    assert days.value < whole.days_to_effect.value


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


def test_who_is_bound_by_a_text_of_a_body_alone_is_not_said_to_have_spoken():
    found = prospects(ukraine("as-proposed"), draws=50).steps["accession", 0]
    told = {p.says for p in found.premises}
    said = next(why for why in found.because if "bound only by a text of a body" in why)
    shared = int(said.split()[0])
    assert 0 < shared < 32
    assert f"what {32 - shared} of 32 members said, turned into chances of a yes" in told
    assert (
        f"what bodies said, for {shared} of 32 members no word of whose own counts that day,"
        " turned into chances of a yes" in told
    )
    early = prospects(ukraine("as-proposed"), at=date(2000, 1, 1), draws=50)
    told = {p.says for p in early.steps["accession", 0].premises}
    every = "every ballot as likely as another"
    assert f"how 32 members vote of whom the file has no word by 2000-01-01: {every}" in told
