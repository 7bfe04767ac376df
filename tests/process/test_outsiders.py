"""Whom a clause binds that is no party to the treaty in which it stands: by hand."""

from __future__ import annotations

from foedus.assessment import assess
from foedus.language import read
from foedus.process import Process, bound_outside, replay
from foedus.views import replay_told

TEXT = """\
foedus: 1
title: A duty laid upon somebody who never signed
as_of: 2024-01-01
parties:
  {A: {name: Aland}, B: {name: Bland}, G: {name: Gland}, H: {name: Hland}, U: {members: [G, FRA]}}
conduct: {B: {towards: A, acts: [{act: keep}, {act: attack}]}}
instruments: {deal: {parties: [A, G]}, wide: {parties: [A, U]}, own: {parties: [A], signed_by: [H]}}
norms: {no-attack: {prohibition: attack, bearer: B, towards: A, in: deal}}
guarantees:
  aid: {owed_by: [G, H], IN: deal, response: defend, TO}
  may: {owed_by: H, IN: deal, response: right_only, TO}
  one-of-them: {owed_by: G, IN: wide, response: arms, TO}
  signer: {owed_by: H, IN: own, response: arms, TO}
"""
TO = "protects: {state: A, territory: recognised}, against: B, casus_foederis: attack"


def made():
    return read(TEXT.replace("IN:", "in:").replace("TO}", f"{TO}}}"))


def test_who_is_bound_without_having_agreed_is_told():
    """Bland by the ban and Hland by the duty; not by a right, as who signs, or as a member."""
    assert list(bound_outside(made())) == [
        "Bland, no party to 'deal', is taken to be bound by 'no-attack' in it",
        "Hland, no party to 'deal', is taken to be bound by 'aid' in it",
    ]


def test_it_stands_before_a_replay_and_among_what_an_assessment_assumes():
    process, why = Process(made()), "though a treaty by itself obliges nobody who has not agreed"
    told = list(replay_told(process, replay(process, [])))
    assumed = [str(one) for one in assess(made(), draws=10).assumptions]
    for who in bound_outside(made()):
        assert any(line.strip().startswith(f"{who}, {why}") for line in told)
        assert any(line.startswith(f"{who}, {why}") and "34 and 35" in line for line in assumed)
