"""A regime map says in numbers what its colours say, and labels its axes in plain ones."""

import re

import numpy as np

from foedus.deterrence.questions.regimes import RegimeMap
from foedus.views.regimes import regimes_svg


def test_acts_are_told_by_number_as_well_as_by_colour():
    act = np.zeros((31, 31), np.int64)
    act[:, :8] = 2
    made = RegimeMap(
        ("honour", "days"),
        np.linspace(0, 1, 31),
        np.linspace(0, 730, 31),
        ("comply", "deniable_act", "attack"),
        act,
    )
    words = re.findall(r"<text[^>]*>([^<]*)</text>", regimes_svg(made, "An option"))
    assert {"0 comply", "1 deniable act", "2 attack"} <= set(words)
    assert words.count("2") == 5  # one column of five numbers lies in the first eight
    assert words.count("0") == 20 + 2  # the others, and the origin of either axis
    assert "730" in words
    assert not any("e+" in word for word in words)
