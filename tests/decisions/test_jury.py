"""Unanimity with strategic members: the published number, and indifference itself."""

from __future__ import annotations

import pytest

from foedus.decisions.jury import strategic_yes


def test_the_published_number():
    """Feddersen and Pesendorfer 1998, n = 12, p = .8, q = .9 (computed)."""
    assert strategic_yes(12, 0.8, 0.9) == pytest.approx(0.575916, abs=1e-6)


@pytest.mark.parametrize(("members", "accuracy", "doubt"), [(12, 0.8, 0.9), (32, 0.7, 0.6)])
def test_a_member_that_mixes_is_just_as_sure_as_it_must_be(members, accuracy, doubt):
    """If all others vote yes and its own signal says no, the chance of *so* is the doubt."""
    yes = strategic_yes(members, accuracy, doubt)
    if_so = accuracy + (1 - accuracy) * yes
    if_not = (1 - accuracy) + accuracy * yes
    weight_so = (1 - accuracy) * if_so ** (members - 1)
    weight_not = accuracy * if_not ** (members - 1)
    assert weight_so / (weight_so + weight_not) == pytest.approx(doubt, abs=1e-12)


def test_its_ends():
    assert strategic_yes(2, 0.9, 0.95) == 0
    assert strategic_yes(2, 0.9, 0.05) == 1
    for bad in ((1, 0.8, 0.9), (12, 0.5, 0.9), (12, 0.8, 1.0)):
        with pytest.raises(ValueError, match=r"at least 2|accuracy|doubt"):
            strategic_yes(*bad)
