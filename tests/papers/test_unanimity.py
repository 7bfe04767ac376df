"""The unanimous jury of Feddersen and Pesendorfer 1998, out of an arrangement file.

Jurors see signs that hang together, because they are of one defendant; each votes only where its
vote matters, given that all before it voted to convict.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from foedus.deterrence.compile import compile_game
from foedus.deterrence.draws import Draws
from foedus.deterrence.reduction import Reduction
from foedus.games import action_values, all_beliefs, evaluate, node_values
from foedus.language import BadArrangementError, read

FILE = Path(__file__).with_name("unanimity-jury.yaml")
RIGHT, DOUBT = 0.8, 0.9


def jury(size):
    """Return the game of a jury of this size: the file with the jurors beyond it left out."""
    kept = [
        line
        for line in FILE.read_text("utf-8").splitlines()
        if not (juror := re.match(r" {2}(?:J|convict_)(\d+):", line)) or int(juror[1]) <= size
    ]
    text = "\n".join(kept).replace("convict_12", f"convict_{size}")
    game = compile_game(read(text), [0], {})
    return game, evaluate(game.tree, game.chances.values(Draws(1, central=True)))


def gains(game, numbers, mixing):
    """Return, by juror and sign, what voting to convict brings more than voting to acquit.

    Who sees a sign votes to convict, who sees none does with the chance given, and who is guilty
    owns up.
    """
    tree = game.tree
    votes = [
        (1.0 if h.key[1] == (True,) else 0.0) if h.key[0].actor == "DEF"
        else (1.0 if h.key[1] == (True,) else mixing)
        for h in tree.infosets
    ]  # fmt: skip
    profile = [np.array([[1 - yes], [yes]]) for yes in votes]
    with np.errstate(divide="ignore"):
        logs = [np.log(p) for p in profile]
    beliefs, _ = all_beliefs(tree, numbers, logs)
    values = action_values(tree, beliefs, node_values(tree, numbers, profile), numbers.n)
    return {
        (h.key[0].actor, h.key[1]): float(u[1, 0] - u[0, 0])
        for h, u in zip(tree.infosets, values, strict=True)
        if h.key[0].actor != "DEF"
    }


def closed_form(size):
    a = ((1 - DOUBT) * (1 - RIGHT) / (DOUBT * RIGHT)) ** (1 / (size - 1))
    return (a * RIGHT - (1 - RIGHT)) / (RIGHT - a * (1 - RIGHT))


def test_the_closed_form_has_the_published_value():
    """n = 12, p = .8, q = .9: .575916."""
    assert closed_form(12) == pytest.approx(0.575916, abs=5e-7)


@pytest.mark.parametrize("size", [6, 8])
def test_a_juror_who_sees_no_sign_is_indifferent_at_the_mixing_of_the_paper(size):
    game, numbers = jury(size)
    unseen = [(f"J{number}", (False,)) for number in range(1, size + 1)]
    for juror in (unseen[0], unseen[-1]):
        found = brentq(lambda x, at=juror: gains(game, numbers, x)[at], 0.01, 0.99, xtol=1e-10)
        assert found == pytest.approx(closed_form(size), abs=1e-6)
    gained = gains(game, numbers, closed_form(size))
    assert all(abs(gained[juror]) < 1e-9 for juror in unseen)
    assert all(gain > 0 for (_, sign), gain in gained.items() if sign == (True,))


@pytest.mark.parametrize("size", [10, *([12] if os.environ.get("FOEDUS_FUZZ") else [])])
def test_the_whole_jury_is_indifferent_within_a_millionth(size):
    """Twelve, as the paper has it, where `FOEDUS_FUZZ` is set: it takes four times as long."""
    game, numbers = jury(size)
    below, above = (gains(game, numbers, closed_form(size) + d) for d in (-1e-6, 1e-6))
    for number in range(1, size + 1):
        juror = (f"J{number}", (False,))
        assert below[juror] * above[juror] < 0


def test_who_believes_the_sign_alone_would_be_wrong_to_vote_by_it():
    """Voting by the sign alone is no equilibrium: to matter, all others must have seen guilt."""
    game, numbers = jury(6)
    assert gains(game, numbers, 0.0)["J1", (False,)] > 0


def test_forgetting_signs_that_are_of_no_more_use_changes_nothing(monkeypatch):
    game, numbers = jury(4)
    found = gains(game, numbers, 0.3)
    monkeypatch.setattr(Reduction, "_known", lambda _self, at: at.resolved)
    whole, more = jury(4)
    told = gains(whole, more, 0.3)
    assert found.keys() == told.keys()
    for juror, gain in told.items():
        assert found[juror] == pytest.approx(gain, abs=1e-12)


def test_a_sign_of_somebody_whose_resolve_is_not_in_doubt_is_refused():
    text = FILE.read_text("utf-8").replace("J3: {of: DEF,", "J3: {of: DEFF,")
    with pytest.raises(BadArrangementError, match="Did you mean 'DEF'"):
        read(text)
