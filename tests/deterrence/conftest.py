from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from foedus.deterrence.compile import Game, compile_game
from foedus.deterrence.occasions import occasions_of
from foedus.deterrence.samples import StepSample
from foedus.language import Arrangement, option, read_file

SMALL = Path(__file__).with_name("small.yaml")


@pytest.fixture(scope="session")
def small() -> Arrangement:
    return read_file(SMALL)


def samples(arrangement, passes=0.5, days=(5, 20, 60, 200)):
    days = np.asarray(days, float)
    return {
        (name, at): StepSample(
            np.ones(len(days)) if step.finds else np.full(len(days), passes),
            np.minimum(days, 8) if step.finds else days,
        )
        for name, procedure in arrangement.procedures.items()
        for at, step in enumerate(procedure.steps)
    }


_KNOWN: dict[object, tuple[Arrangement, Game]] = {}


def game(arrangement: Arrangement, name: str = "", **known: object) -> Game:
    """Compile once what several tests play; patched compilers are told apart by the caller."""
    key = (id(arrangement), name, *sorted(known.items()))
    if key not in _KNOWN:
        _KNOWN[key] = (arrangement, fresh(arrangement, name, **known))
    return _KNOWN[key][1]


def fresh(arrangement: Arrangement, name: str = "", **known: object) -> Game:
    variant = option(arrangement, name) if name else arrangement
    return compile_game(variant, occasions_of(arrangement), samples(variant, **known))


@pytest.fixture(scope="session", name="game")
def compiled():
    return game


@pytest.fixture(scope="session", name="fresh")
def freshly_compiled():
    return fresh
