"""A government and its head are one voice, on every screen: the later word is that in force."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.language import Position, read
from foedus.positions import conflicts, in_force
from foedus.prospects.stances import LEANINGS, stand

TEXT = """
foedus: 1
title: T
as_of: 2026-12-01
parties: {HUN: {}}
sources: {s: {title: t}}
issues: {clusters: {label: that they are opened}}
positions:
- {actor: A. B., office: OFFICE, state: HUN, date: 2026-06-03, issue: clusters, stance: conditional,
   condition: c, says: x, source: s}
- {actor: the government of Hungary, office: government, state: HUN, date: 2026-06-25,
   issue: clusters, stance: oppose, says: y, source: s}
"""
AT = date(2026, 7, 1)


def test_a_refusal_by_the_government_takes_the_place_of_what_its_head_said():
    """The refusal alone counts: 0.5, 1 and 8.5 of yes, abstain and no; nobody disagrees with it."""
    a = read(TEXT.replace("OFFICE", "Prime Minister"))
    assert stand(a, "HUN", "clusters", AT).weights == LEANINGS["oppose"]
    there = in_force(a.positions, "HUN", "clusters", AT)
    assert there.voice is not None
    assert (there.voice.position.stance, there.beside) == ("oppose", ())
    assert conflicts(a.positions, AT) == []


@pytest.mark.parametrize("office", ["President", "Foreign Minister"])
def test_a_head_of_state_and_a_minister_are_heard_beside_the_government(office):
    """Half of (6, 1, 3) and half of (0.5, 1, 8.5)."""
    a = read(TEXT.replace("OFFICE", office))
    assert stand(a, "HUN", "clusters", AT).weights == pytest.approx((3.25, 1, 5.75, 0))
    assert len(conflicts(a.positions, AT)) == 1


def test_before_the_refusal_the_head_speaks_for_the_government():
    a = read(TEXT.replace("OFFICE", "Prime Minister"))
    assert stand(a, "HUN", "clusters", date(2026, 6, 10)).weights == LEANINGS["conditional"]
    assert isinstance(a.positions[0], Position)
