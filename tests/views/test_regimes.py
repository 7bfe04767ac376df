"""A regime map says in numbers what its colours say, and labels its axes in plain ones."""

import re

import numpy as np

from foedus.deterrence.questions.regimes import RegimeMap
from foedus.views.regimes import regimes_svg


def test_acts_are_told_by_number_as_well_as_by_colour():
    act = np.zeros((31, 31), np.int64)
    act[:, :8] = 2
    made = RegimeMap(
        "Highland",
        ("honour", "stakes.HIG.the cost of war"),
        ("how surely all guarantees are honoured", "the cost of war, to Highland"),
        np.linspace(0, 1, 31),
        np.linspace(-730, 0, 31),
        ("comply", "deniable_act", "attack"),
        act,
    )
    drawn = regimes_svg(made, "An option")
    words = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    said = " ".join(re.sub(r"<[^>]*>", " ", drawn).split())
    assert "What Highland would do most often at each place, where nobody errs" in said
    assert "It follows from the stakes assumed, and is no forecast." in said
    assert "how surely all guarantees are honoured: 0 to 1" in words
    assert "the cost of war, to Highland: 0 to 730 of the prize" in words
    assert {"0 comply", "1 deniable act", "2 attack"} <= set(words)
    assert words.count("2") == 5  # one column of five numbers lies in the first eight
    assert words.count("0") == 20 + 2  # the others, and the origin of either axis
    assert "730" in words
    assert not any(word.startswith(("-", "\u2212")) for word in words)
    assert not any("e+" in word for word in words)
