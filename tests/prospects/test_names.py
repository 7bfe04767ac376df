"""What is drawn of a step hangs on no id: to the draw, whatever entries are called."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foedus.language import plain, read
from foedus.language.shape import arranged
from foedus.prospects import Outlook

sys.path.insert(0, str(Path(__file__).parents[1] / "assessment"))
from renaming import new_names, renamed, turned

LIKELY = {"low": 0.2, "high": 0.9, "kind": "assumed", "because": "a test"}
DAYS = LIKELY | {"low": 3, "high": 30}
SEEN = {"detect": LIKELY, "attribute": LIKELY}


def file() -> dict[str, Any]:
    """A finding, a vote of members that have an entry and no name, steps of every sort of days."""
    found: dict[str, Any] = plain(read((Path(__file__).parent / "deal.yaml").read_text("utf-8")))
    found["parties"] |= {name: {} for name in ("AUT", "CHE", "IRL", "mission")}
    found["conduct"]["ZZZ"]["acts"][1] |= SEEN
    found["procedures"]["finding"] = {
        "opens": {"by": ["AAA"], "alleging": "no-attack"},
        "steps": [
            {"act": "report", "by": "mission", "finds": "no-attack", "takes": DAYS},
            {"act": "publish", "by": "mission", "within": "P9D"},
        ],
    }
    invite, ratify = found["procedures"]["accession"]["steps"]
    found["procedures"]["accession"]["steps"] = [invite | {"takes": DAYS}, ratify]
    found["positions"].append(found["positions"][0] | {"state": "CHE", "stance": "oppose"})
    return found


@pytest.mark.parametrize("seed", range(3))
def test_every_draw_of_every_step_is_the_same_under_other_names(seed: int):
    one, names = file(), new_names(file())
    two = turned(renamed(one, names), random.Random(seed))
    outlooks = [Outlook(arranged(text), draws=40, seed=seed) for text in (one, two)]
    steps, others = (outlook.steps for outlook in outlooks)
    assert len(steps) == 4
    for (procedure, at), step in steps.items():
        other = others[names[procedure], at]
        np.testing.assert_allclose(step.passes, other.passes, rtol=1e-9)
        np.testing.assert_allclose(step.days, other.days, rtol=1e-9)
    drawn = [outlook.after() for outlook in outlooks]
    assert drawn[0].takes_effect.value == pytest.approx(drawn[1].takes_effect.value)
    assert drawn[0].days_to_effect.value == drawn[1].days_to_effect.value


def test_a_changed_duration_moves_no_other_draw():
    """Another duration moves the days of its step by what it says, and no other draw."""
    one, longer = file(), file()
    finding = longer["procedures"]["finding"]["steps"]
    finding[1]["within"] = "P18D"
    steps, others = (Outlook(arranged(text), draws=40).steps for text in (one, longer))
    for place, step in steps.items():
        times = 2 if place == ("finding", 1) else 1
        np.testing.assert_allclose(others[place].days, times * step.days, rtol=1e-9)
        np.testing.assert_allclose(others[place].passes, step.passes, rtol=1e-9)
