"""The procedures of an arrangement as decisions agree with its process."""

from __future__ import annotations

import pytest

from foedus.casebook import text_of
from foedus.decisions import Ballot, effect, single_vetoes
from foedus.decisions.days import Between, Fixed
from foedus.decisions.procedure import Otherwise, Stage
from foedus.language import option, read
from foedus.language.overlay import overlaid
from foedus.process.decided import as_decision

SEED = read(text_of("ukraine-2025"))


def test_the_steps_of_the_seed_case():
    found = as_decision(SEED, "accession")
    assert [stage.name for stage in found.stages()] == ["invite", "ratify", "deposit"]
    assert [len(single_vetoes(stage.advances)) for stage in found.stages()] == [32, 32, 1]
    assert set(single_vetoes(effect(found))) == {*SEED.parties["NATO"].members, "UKR"}


def test_what_lies_in_escrow_is_not_decided_again():
    found = as_decision(option(SEED, "pre-ratified"), "accession")
    assert [stage.name for stage in found.stages()] == ["release"]
    assert found.within == 3


def test_the_snapback_is_decided_at_its_deadline_and_only_then():
    found = as_decision(read(text_of("unscr-2231-snapback")), "snapback")
    assert isinstance(found, Stage)
    assert found.takes == Fixed(30)
    assert found.by_silence
    motion = dict.fromkeys(found.rule.members, Ballot.YES)
    assert not effect(found).passes(motion)
    assert effect(found).passes({**motion, "RUS": Ballot.NO})


def changed(steps: list[dict[str, object]]):
    from io import StringIO

    from ruamel.yaml import YAML

    from foedus.language.writer import plain

    whole = overlaid(plain(SEED), {"procedures": {"accession": {"steps": steps}}})
    whole.pop("options", None)
    whole.pop("decides_on", None)
    out = StringIO()
    YAML(pure=True).dump(whole, out)
    return read(out.getvalue())


def test_a_step_that_takes_effect_at_once_makes_the_rest_a_fallback():
    estimate = {"low": 1, "high": 9, "value": 2, "kind": "judged", "because": "a test"}
    first = {"act": "invite", "by": "NAC", "on_pass": "effect", "on_block": "next"}
    last = {"act": "confirm", "by": "UKR", "takes": estimate}
    found = as_decision(changed([first, last]), "accession")
    assert isinstance(found, Otherwise)
    assert found.parts[1].takes == Between(1, 9, 2)
    rule = effect(found)
    all_yes = dict.fromkeys(rule.members, Ballot.YES)
    assert rule.passes({**all_yes, "UKR": Ballot.NO})
    assert rule.passes({**all_yes, "HUN": Ballot.NO})
    assert not rule.passes({**all_yes, "HUN": Ballot.NO, "UKR": Ballot.NO})


def test_where_time_adopts_and_no_objection_is_final_nobody_can_block():
    """As the process has it: a ballot against is refused there, and silence then adopts."""
    held = {"act": "invite", "by": "NATO", "rule": "unanimity", "within": "P9D", "on_block": "hold"}
    adopted = effect(as_decision(changed([{**held, "on_timeout": "adopt"}]), "accession"))
    assert adopted.passes(dict.fromkeys(adopted.members, Ballot.NO))
    lapsed = effect(as_decision(changed([held]), "accession"))
    assert len(single_vetoes(lapsed)) == len(lapsed.members)


OPPOSED = """\
foedus: 1
title: A council determines, and its members may stop what is done about it
as_of: 2025-01-01
horizon: P1Y
parties: {{COM: {{}}, UNI: {{members: [BEL, DNK, NLD]}}}}
bodies: {{council: {{members: UNI, rule: majority}}, com: {{members: UNI, rule: {rule}}}}}
procedures:
  p:
    opens: {{by: COM}}
    steps: [{{act: determine, by: council}}, {{act: adopt, by: com, within: P30D}}]
"""


def test_a_motion_to_stop_is_a_question_of_its_own():
    """Two of three determine; then it stands, unless two of three carry the motion to stop it.

    Who votes for the measure votes against that motion: by the one ballot it could never come
    about. With yes and no as likely in either vote, a majority of three is one of two, and that no
    majority stops it again: 1/4. Two who vote no, or for the motion, stop it, and everybody
    matters.
    """
    from foedus.decisions import chance, dummies

    found = effect(as_decision(read(OPPOSED.format(rule="{not: {at_least: 2}}")), "p"))
    assert chance(found, 0.5) == pytest.approx(0.25)
    assert dummies(found) == ()
    assert len(found.members) == 6


def test_steps_that_ask_one_question_get_one_ballot():
    """Twice a majority of the same three on the same matter is one majority: one of two."""
    from foedus.decisions import chance

    found = effect(as_decision(read(OPPOSED.format(rule="majority")), "p"))
    assert chance(found, 0.5) == pytest.approx(0.5)
    assert found.members == ("BEL", "DNK", "NLD")
