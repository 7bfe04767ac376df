"""Break-evens over draws: one answer for a chance and for days, where draws are tied and beyond."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.deterrence.questions.breakeven import Deterring, figure, grid_of
from foedus.figures import absence

_FROM = {
    "honour": {"idle": 0.0, "some": 0.4, "more": 0.6},
    "days": {"idle": 730.0, "some": 60.0, "more": 10.0},
}


def _found(name: str, draws: list[str]) -> Deterring:
    """Return draws in which nothing is needed, a threshold is, or nothing is enough."""
    grid = grid_of(name)
    never = np.inf if name == "honour" else -np.inf
    threshold = np.array([_FROM[name].get(draw, never) for draw in draws])
    beyond = grid[:, None] >= threshold if name == "honour" else grid[:, None] <= threshold
    return Deterring(name, grid, np.asarray(beyond), threshold)


@pytest.mark.parametrize("name", ["honour", "days"])
@pytest.mark.parametrize(
    ("draws", "middle"),
    [
        (["idle", "never"], "split"),  # in half none is needed, and in half none is enough
        (["never", "never", "idle", "idle"], "split"),
        (["idle", "never", "never"], "never"),
        (["some", "never"], "never"),  # the harder of the two in the middle
        (["some", "more"], "more"),
        (["more", "some"], "more"),
        (["idle", "some"], "some"),
        (["idle", "more", "never"], "more"),
        (["idle", "idle", "never"], "idle"),
        (["idle"], "idle"),
    ],
)
def test_the_middle_draw_is_the_same_for_a_chance_and_for_days(name, draws, middle):
    """Draws stand by how much it takes: none needed, a threshold, nothing enough."""
    told = figure(_found(name, draws), [])
    if middle in ("split", "never"):
        assert (told.value, absence(told)) == (None, middle)
        assert told.because[0].startswith(middle)  # the first reason says why there is none
    elif (name, middle) == ("days", "idle"):  # 730 days would read as a limit
        assert (told.value, absence(told)) == (None, "not needed")
    else:
        assert told.value == _FROM[name][middle]


def test_what_is_not_needed_is_called_by_its_name():
    """In one of two draws nothing is needed."""
    told = {
        name: figure(_found("days" if name == "days" else "honour", ["idle", "never"]), [])
        for name in ("honour", "days")
    }
    assert any(
        "no honouring is needed: even if never honoured" in why for why in told["honour"].because
    )
    assert any(
        "no answer at any time is needed: even if after two years" in why
        for why in told["days"].because
    )
