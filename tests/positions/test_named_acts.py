"""An act that a stance is on is no stance, a denial of opposition no support, and an issue may hold
a condition of its own."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.positions import extract, shipped_dispute

SEED = shipped_dispute("ukraine-2025")
AT_ONCE = "instant_on_violation"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (  # what is opposed is entry on a violation; nobody sets a condition for anything
            "Foreign Minister Peter Szijjarto said Hungary opposes inviting Ukraine to join NATO "
            "at once if Russia breaks the ceasefire.",
            [("Hungary", AT_ONCE, "oppose")],
        ),
        (
            "Poland no longer supports immediate NATO membership for Ukraine if Russia violates "
            "the peace deal, Foreign Minister Radoslaw Sikorski said, denying that his government "
            "had ever opposed it.",
            [("Radosław Sikorski", AT_ONCE, "oppose")],
        ),
        (
            "France said it supports immediate NATO membership for Ukraine if Russia violates it.",
            [("France", AT_ONCE, "support")],
        ),
        (  # a condition that is none of the issue's stays one
            "Poland supports Ukraine's membership of NATO if all allies agree.",
            [("Poland", "membership", "conditional")],
        ),
        ("Hungary denied that it opposes Ukraine's membership of NATO.", []),
        (
            "Hungary denied that it supports Ukraine's membership of NATO.",
            [("Hungary", "membership", "oppose")],
        ),
        ("Poland supports inviting Ukraine to join NATO.", [("Poland", "membership", "support")]),
    ],
)
def test_what_is_proposed(words, told):
    found = extract(words, SEED, day=date(2025, 3, 2)).statements
    assert [(s.actor.name, s.issue, s.stance) for s in found if s.stance] == told
