"""Scenario discovery: under which few conditions an option fails, as a box that can be quoted.

The patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9, 123-143,
section 8) as Bryant and Lempert 2010 (Technological Forecasting and Social Change 77, 34-49) use
it, by the EMA workbench: its trajectory of boxes, and quasi-p values of each bound. The box is
found again in halves of the draws, and judged on fresh draws. Needs the extra ``sweep``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.deterrence.chunk import chunk_of
from foedus.deterrence.measures import DETERRED
from foedus.deterrence.plain import as_map
from foedus.deterrence.questions.inputs import inputs
from foedus.deterrence.sides import DeterrenceError
from foedus.deterrence.solving import Deterrence
from foedus.deterrence.wording import beside, ranged, spoken
from foedus.figures import percent

Array = NDArray[np.float64]
Inside = NDArray[np.bool_]
_PEEL = 0.05
_LEAST = 0.05
"""Share of all draws that a box holds at least."""
_WIDE = 0.5
"""Share of all failures that the box chosen should hold, where one does."""
_LUCK = 0.05
"""A bound is dropped when it would come about so easily by luck (its quasi-p value)."""
_HALVES = 10
_FRESH = 1_000_000
"""Number of the first chunk on which boxes are judged."""


class Bound(NamedTuple):
    """A bound on one parameter.

    Parameters
    ----------
    low, high
        At least and at most; an infinite end is no bound.
    luck
        How easily it would have come about by luck: the greater of its ends' quasi-p values.
    again
        The share of halves of the draws in which a box bounds this parameter too.
    called
        What the parameter is in words.
    """

    low: float
    high: float
    luck: float
    again: float
    called: str


@dataclass(frozen=True, slots=True)
class Box:
    """Conditions on a few parameters, and how well they tell failures.

    Attributes
    ----------
    bounds
        By parameter.
    coverage, density
        Share of all failures that lie inside, and of the draws inside that fail.
    base
        Share of all draws that fail.
    fresh
        Coverage and density on draws that it was not found in, where there are some.
    curve
        Coverage and density of every box on the way, the widest first.
    """

    bounds: Mapping[str, Bound]
    coverage: float
    density: float
    base: float
    fresh: tuple[float, float] | None
    curve: tuple[tuple[float, float], ...]

    def judged(self, inputs: Mapping[str, Array], fails: Inside) -> Box:
        """Return the box with how it does on other draws."""
        box = {name: (bound.low, bound.high) for name, bound in self.bounds.items()}
        return replace(self, fresh=_score(inputs, fails, box))

    def sentence(self) -> str:
        """Return the box in words.

        Examples
        --------
        >>> bound = Bound(-np.inf, 0.3, 0.001, 0.9, "honouring")
        >>> Box({"honour": bound}, 0.8, 0.9, 0.4, None, ()).sentence()[:34]
        'when honouring is below 0.3 (in 90'
        """
        where = " and ".join(_told(name, bound) for name, bound in self.bounds.items())
        fresh = ""
        if self.fresh is not None:
            fresh = f"; on fresh draws {percent(self.fresh[0])} and {percent(self.fresh[1])}"
        when = f"when {where}" if where else "anywhere, by no bound that tells where"
        return (
            f"{when} (holds {percent(self.coverage)} of the failures; "
            f"{percent(self.density)} of the draws there fail, {percent(self.base)} overall"
            f"{fresh})"
        )

    def as_json(self) -> dict[str, object]:
        """Return the box as plain data; an end that is no bound is null."""
        return as_map(self)


def _told(name: str, bound: Bound) -> str:
    again = f"(in {percent(bound.again)} of halves)"
    if not np.isfinite(bound.low):
        return f"{beside(name, bound.called, 'below', bound.high)} {again}"
    if not np.isfinite(bound.high):
        return f"{beside(name, bound.called, 'above', bound.low)} {again}"
    return f"{bound.called} lies within {ranged(name, bound.low, bound.high)} {again}"


def boxes(found: Deterrence) -> dict[str, Box | None]:
    """Return by option the box that best tells where attack is not below even odds.

    Each is judged on as many draws that it was not found in.
    """
    fresh = [(number + _FRESH, size) for number, size in found.design.chunks]
    told: dict[str, Box | None] = {}
    for name, job in found.jobs.items():
        known, called = inputs(job, found.design.chunks), partial(spoken, job.variant)
        box = discover(known, found.attack(name) >= DETERRED, found.design.seed, called)
        if box is not None:
            brief = replace(job, brief=True)
            rows = [chunk_of(brief, *one)[f"attack.{job.deterred}"] for one in fresh]
            failed = np.concatenate(rows) >= DETERRED
            box = box.judged(inputs(job, fresh, every=True), failed)
        told[name] = box
    return told


def discover(
    drawn: Mapping[str, Array],
    fails: Inside,
    seed: int = 0,
    called: Callable[[str], str] = str,
) -> Box | None:
    """Return the box that best tells where an option fails; None when it always or never does.

    Parameters
    ----------
    drawn
        By parameter, its values, shape (draws,).
    fails
        Whether the option fails, shape (draws,).
    seed
        Of the halves.
    called
        Says what a parameter is in words.

    Raises
    ------
    DeterrenceError
        When the EMA workbench is not installed.
    """
    if fails.all() or not fails.any() or not drawn:
        return None
    bounds, coverage, density, curve = _found(drawn, fails)
    rng = np.random.default_rng([seed, len(fails)])
    seen = dict.fromkeys(bounds, 0)
    for _ in range(_HALVES):
        half = rng.permutation(len(fails))[: len(fails) // 2]
        if 0 < fails[half].sum() < len(half):
            again, *_ = _found({name: row[half] for name, row in drawn.items()}, fails[half])
            for name in seen:
                seen[name] += name in again
    told = {
        name: Bound(low, high, luck, seen[name] / _HALVES, called(name))
        for name, (low, high, luck) in bounds.items()
    }
    return Box(told, coverage, density, float(fails.mean()), None, curve)


Found = tuple[dict[str, tuple[float, float, float]], float, float, tuple[tuple[float, float], ...]]


def _found(inputs: Mapping[str, Array], fails: Inside) -> Found:
    """Return bounds with their quasi-p values, coverage and density, and the curve."""
    lows, highs, luck = _trajectory(inputs, fails)
    curve = [
        _score(inputs, fails, dict(zip(inputs, zip(low, high, strict=True), strict=True)))
        for low, high in zip(lows, highs, strict=True)
    ]
    wide = [at for at, (coverage, _) in enumerate(curve) if coverage >= _WIDE] or [0]
    at = max(wide, key=lambda at: curve[at][::-1])
    bounds = dict(_needed(luck[at], lows[at], highs[at], list(inputs)))
    kept = {name: (low, high) for name, (low, high, _) in bounds.items()}
    coverage, density = _score(inputs, fails, kept)
    return bounds, coverage, density, tuple(curve)


def _score(
    inputs: Mapping[str, Array], fails: Inside, box: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    """Return coverage and density of a box."""
    inside = np.ones(len(fails), bool)
    for name, (low, high) in box.items():
        inside &= (inputs[name] >= low) & (inputs[name] <= high)
    hits = float((inside & fails).sum())
    return hits / max(float(fails.sum()), 1.0), hits / max(float(inside.sum()), 1.0)


def _needed(
    luck: Mapping[str, Any], lows: Array, highs: Array, names: list[str]
) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Yield the bounds that are no luck; what the workbench did not bound has -1 there."""
    for name, (below, above) in luck.items():
        at = names.index(name)
        low = float(lows[at]) if 0 <= below <= _LUCK else -np.inf
        high = float(highs[at]) if 0 <= above <= _LUCK else np.inf
        if np.isfinite(low) or np.isfinite(high):
            yield name, (low, high, max(p for p in (below, above) if 0 <= p <= _LUCK))


def _trajectory(
    inputs: Mapping[str, Array], fails: Inside
) -> tuple[list[Array], list[Array], list[Mapping[str, Any]]]:
    """Return the least and the greatest values of each box on the way, and quasi-p values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what else it could use
        try:
            import pandas as pd
            from ema_workbench.analysis import prim
        except ImportError:
            message = "discovery needs the EMA workbench: install foedus with the extra 'sweep'"
            raise DeterrenceError(message) from None
        frame = pd.DataFrame(dict(inputs))
        asked = prim.Prim(frame, fails, threshold=0.0, peel_alpha=_PEEL, mass_min=_LEAST)
        box = asked.find_box()
    limits = [one[list(inputs)].to_numpy(np.float64) for one in box.box_lims]
    return [one[0] for one in limits], [one[1] for one in limits], list(box.qp)
