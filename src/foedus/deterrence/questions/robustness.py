"""Options compared without trusting any one draw: regret, and how often each is good enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.figures import Figure

Array = NDArray[np.float64]
GOOD_ENOUGH = 0.1
"""An option is good enough in a draw if the chance of attack is at most this."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """How one option fares beside the others, draw by draw.

    Attributes
    ----------
    satisfies
        Share of draws in which the chance of attack is at most `GOOD_ENOUGH`.
    regret
        How much more likely attack is than under the option that is best in the draw.
    best
        Share of draws in which no option has a lower chance of attack.
    """

    satisfies: Figure
    regret: Figure
    best: Figure


def robustness(attack: Mapping[str, Array]) -> dict[str, Robustness]:
    """Compare options by their chance of attack on the same draws.

    Parameters
    ----------
    attack
        By option, the chance of attack in each draw, shape (draws,).

    Examples
    --------
    >>> found = robustness({"a": np.array([0.0, 0.5]), "b": np.array([0.2, 0.2])})
    >>> found["a"].satisfies.value, found["a"].regret.value, found["b"].best.value
    (0.5, 0.15, 0.5)
    """
    least = np.min(np.stack(list(attack.values())), axis=0)
    found = {}
    for option, row in attack.items():
        regret = row - least
        low, high = (float(q) for q in np.quantile(regret, (0.1, 0.9)))
        found[option] = Robustness(
            Figure(
                float((row <= GOOD_ENOUGH).mean()),
                because=(f"share of draws with a chance of attack of at most {GOOD_ENOUGH:g}",),
            ),
            Figure(
                float(regret.mean()),
                low,
                high,
                because=("more chance of attack than under the best option in the same draw",),
            ),
            Figure(float((regret <= 1e-9).mean()), because=("share of draws",)),
        )
    return found
