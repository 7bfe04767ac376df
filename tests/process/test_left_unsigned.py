"""What waits for a signature is signed, but for what can only take the answer away: by hand.

An alliance of the Soviet Union and Poland, and a general treaty of both and the West. Whoever asks
what an attack meets is told what the alliance owes, and that this is so without the general treaty;
not that the treaty which ends the alliance has been signed as well, and that nothing is owed.
"""

from __future__ import annotations

import pytest

from foedus.assessment import assess
from foedus.assessment.answer import answer
from foedus.language import read
from foedus.process import Process
from foedus.process.walk import Supposition, Walk, consequence

HEAD = """\
foedus: 1
title: An alliance, and a general treaty
as_of: 1955-01-01
horizon: P5Y
parties: {SUN: {name: the Soviet Union}, POL: {name: Poland}, WEST: {name: the West}}
conduct:
  WEST:
    towards: POL
    unbearable_from: attack
    acts: [{act: peace, label: keeps the peace}, {act: attack, label: attacks}]
"""
ATTACK = Supposition(by="WEST", act="attack", against="POL")


def text(
    alliance: str = "proposed", general: str = ", supersedes: [alliance]", aid: str = ""
) -> str:
    """Return the file, the general treaty written before and after the alliance."""
    return HEAD + (
        f"instruments:\n  alliance: {{parties: [SUN, POL], status: {alliance}}}\n"
        f"  general: {{parties: [SUN, POL, WEST], status: proposed{general}}}\n"
        "guarantees:\n  aid: {owed_by: SUN, protects: {state: POL, territory: recognised}, "
        f"against: WEST, casus_foederis: attack, response: defend, in: alliance{aid}}}\n"
    )


@pytest.mark.parametrize(
    ("file", "unsigned", "when"),
    [
        (text(), {"general"}, "once all sign 'alliance' and not 'general'"),
        (
            text(general="", aid=", in_force: {not: {in_force: general}}"),
            {"general"},
            "once all sign 'alliance' and not 'general'",
        ),
        # With the alliance in force nothing is to be signed for it; the other still would end it.
        (text("in_force"), {"general"}, "as long as 'general' is not signed"),
        # A general treaty that takes nothing away is signed as all else is.
        (text(general=""), set(), "once all sign 'alliance' and 'general'"),
        # One that brings the answer is signed, also where it is the one that ends another.
        (
            text().replace("in: alliance", "in: general"),
            set(),
            "once all sign 'alliance' and 'general'",
        ),
    ],
)
def test_what_ends_the_answer_is_not_taken_to_be_signed(file: str, unsigned: set[str], when: str):
    a = read(file)
    walk = Walk(Process(a))
    assert walk.unsigned == unsigned
    assert consequence(walk, ATTACK).of == ("aid",)
    told = str(answer(assess(a, draws=20).as_json()))
    assert f"If, {when}, the West attacks, the Soviet Union owes Poland defence at once." in told


@pytest.mark.parametrize("first", ["weak", "strong"])
def test_of_two_treaties_of_which_one_ends_the_other_the_stronger_is_taken_to_be_signed(first: str):
    """Signed on one day the weak one would end the strong one: each alone is what may be had."""
    texts = {
        "weak": "weak: {parties: [SUN, POL], status: proposed, supersedes: [strong]}",
        "strong": "strong: {parties: [SUN, POL], status: proposed}",
    }
    duties = "".join(
        f"  {name}: {{owed_by: SUN, protects: {{state: POL, territory: recognised}}, against: WEST,"
        f" casus_foederis: attack, response: {response}, in: {text}}}\n"
        for name, response, text in (("arms", "arms", "weak"), ("force", "defend", "strong"))
    )
    order = [first, *(set(texts) - {first})]
    file = HEAD + "instruments:\n" + "".join(f"  {texts[one]}\n" for one in order)
    walk = Walk(Process(read(f"{file}guarantees:\n{duties}")))
    assert walk.unsigned == {"weak"}
    assert consequence(walk, ATTACK).of == ("force",)
