"""What the figures rest on: the estimates of a file, those that move the result most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.deterrence import Deterrence, Influence, influences
from foedus.language import Arrangement
from foedus.prospects import Driver

_SHOWN = 4
"""How many estimates are told; `foedus deter` and the file itself tell them all."""


_SPOKEN = {
    "honour": "how surely {0} is honoured",
    "arrives": "days until help comes under {0}",
    "contest": "{0} winning by {1}, the other side {2}",
    "decisiveness": "how much forces decide over {1} by {0}",
    "detect": "how surely {1} by {0} is noticed",
    "attribute": "how surely {1} by {0} is attributed",
    "false_alarm": "how likely {0} is blamed for nothing",
    "refusing": "what refusing to sign is worth to {0}",
    "resolved": "how likely {0} is resolved",
    "quarrel_lasts": "how likely the quarrel lasts to the next occasion",
    "stakes": "{1}, to {0}",
    "out_of_hand": "how likely what {0} threatens comes about",
    "gives_in": "how likely those whom {0} threatens give in",
    "signs": "how likely {0} sees a sign of resolve, {1}",
}
"""Parameters of the game in words; the names themselves are what `foedus deter --vary` takes."""


def spoken(a: Arrangement, name: str) -> str:
    """Say in words what a parameter of the game is.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> spoken(read(text_of("ukraine-2025")), "contest.RUS.attack.helped")
    'Russia winning by attack, the other side helped'
    """
    kind, *rest = name.split(".", 2 if name.startswith("stakes.") else -1)
    called = [a.parties[one].name if one in a.parties else one.replace("_", " ") for one in rest]
    return _SPOKEN[kind].format(*called) if kind in _SPOKEN else name


class Assumption(NamedTuple):
    """Something that the figures rest on.

    Parameters
    ----------
    says
        What is assumed, and how much turns on it, in a line.
    because
        Why it is put so; empty where the file does not say.
    """

    says: str
    because: str = ""

    def __str__(self) -> str:
        return f"{self.says}: {self.because}" if self.because else self.says


def assumptions(
    a: Arrangement, turns_on: Mapping[str, Sequence[Driver]], found: Deterrence | None
) -> tuple[Assumption, ...]:
    """Return what matters most to effect and to attack, and the method, a line for each."""
    told = [_of_effect(name, one) for name, several in turns_on.items() for one in several][:1]
    if found is not None:
        told += [_told(a, one) for one in influences(found)[:_SHOWN]]
        told.append(Assumption("conduct by logit quantal response", found.concept))
    return tuple(told)


def _of_effect(option: str, driver: Driver) -> Assumption:
    """Say what the chance of taking effect turns on."""
    where = f" under {option}" if option else ""
    return Assumption(
        f"whether it takes effect{where} turns most on {driver.name}"
        f" (rank correlation {driver.rank_correlation:+.1f})"
    )


def _told(a: Arrangement, one: Influence) -> Assumption:
    e = one.estimate
    where = f" under {one.option}" if one.option else ""
    return Assumption(
        f"{spoken(a, one.name)}: {e.lowest:g} to {e.highest:g} ({e.kind});"
        f" rank correlation with attack {one.correlation:+.1f}{where}",
        e.because,
    )
