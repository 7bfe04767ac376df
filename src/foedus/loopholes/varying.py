"""From where on a property holds: one duration or quorum varied, everything else as written."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import groupby, pairwise
from typing import NamedTuple

from foedus.language import Arrangement
from foedus.loopholes.catalogue import verdicts
from foedus.loopholes.inquiry import Patience, each
from foedus.loopholes.parametric import Parameter, with_value
from foedus.loopholes.property import Property
from foedus.loopholes.room import days
from foedus.process import Process
from foedus.process.exploration import MOST_STATES

ALL_TRIED = 24
"""Up to so many values each is tried; of more, some, and all about where a verdict changes."""
_LEAST_DAYS = 30
_SENSELESS = "senseless"


class Span(NamedTuple):
    """Values, from `low` through `high`, with one verdict."""

    verdict: str
    low: int
    high: int


class Varied(NamedTuple):
    """What becomes of one property as a parameter varies.

    Parameters
    ----------
    parameter
        What is varied.
    property
        Which property.
    spans
        Its verdicts, in the order of the values.
    tried
        The values that were tried; between two neighbours with one verdict none was.
    senseless
        Values with which the text would make no sense.
    """

    parameter: Parameter
    property: Property
    spans: tuple[Span, ...]
    tried: tuple[int, ...]
    senseless: tuple[int, ...] = ()

    @builtins.property
    def constant(self) -> bool:
        """Whether the verdict is the same whatever the value."""
        return len(self.spans) <= 1


def varied(
    a: Arrangement,
    parameter: Parameter,
    asked: Sequence[Property],
    *,
    bounds: tuple[int, int] | None = None,
    most: int = MOST_STATES,
    patience: Patience | None = None,
) -> tuple[Varied, ...]:
    """Vary one parameter and return from where on each property holds.

    With a time longer than is written the horizon is as much longer.

    Parameters
    ----------
    a
        The arrangement.
    parameter
        What is varied.
    asked
        The properties.
    bounds
        The lowest and the highest value. When left out: from one who must agree to all; from 0
        days to four times what is written, twice all time limits together, or 30, whatever is most.
    most, patience
        As of `foedus.loopholes.verdicts`.
    """
    low, high = bounds or _bounds(a, parameter)

    @cache
    def at(value: int) -> dict[str, str]:
        try:
            process = Process(with_value(_followed(a, parameter, value), parameter, value))
        except ValueError:
            return dict.fromkeys((p.id for p in asked), _SENSELESS)
        found = verdicts(process, asked, most=most, patience=each(patience))
        return {verdict.property.id: verdict.outcome for verdict in found}

    first = _first_tried(low, high, parameter.written)
    return tuple(_of(parameter, one, first, partial(_verdict, at, one.id)) for one in asked)


def _followed(a: Arrangement, parameter: Parameter, value: int) -> Arrangement:
    """Let the horizon move on with a time longer than is written.

    Else a fault that comes so much later would seem mended, and be merely out of sight.
    """
    longer = value - (parameter.written or 0) if parameter.kind == "days" else 0
    return replace(a, horizon=days(a.horizon.days + longer)) if longer > 0 else a


def _verdict(at: Callable[[int], Mapping[str, str]], name: str, value: int) -> str:
    return at(value)[name]


def _bounds(a: Arrangement, parameter: Parameter) -> tuple[int, int]:
    if parameter.most is not None:
        return 1, parameter.most
    limits = sum(s.within.days for p in a.procedures.values() for s in p.steps if s.within)
    return 0, max(_LEAST_DAYS, 4 * (parameter.written or 0), 2 * limits)


def _first_tried(low: int, high: int, written: int | None) -> list[int]:
    if high - low < ALL_TRIED:
        return list(range(low, high + 1))
    part = [low + (high - low) * at // 4 for at in range(5)]
    doubled = [low + 2**at for at in range(0, high.bit_length(), 2)]
    near = [written + by for by in (-1, 0, 1)] if written is not None else []
    return sorted({value for value in (*part, *doubled, *near) if low <= value <= high})


def _of(
    parameter: Parameter, one: Property, first: Sequence[int], verdict: Callable[[int], str]
) -> Varied:
    tried = {value: verdict(value) for value in first}
    for below, above in pairwise(first):
        tried |= dict(_narrowed(verdict, below, above))
    values = [value for value in sorted(tried) if tried[value] != _SENSELESS]
    runs = [list(run) for _, run in groupby(values, key=tried.__getitem__)]
    spans = tuple(Span(tried[run[0]], run[0], run[-1]) for run in runs)
    senseless = tuple(value for value in sorted(tried) if tried[value] == _SENSELESS)
    return Varied(parameter, one, spans, tuple(values), senseless)


def _narrowed(verdict: Callable[[int], str], below: int, above: int) -> Iterator[tuple[int, str]]:
    """Halve the distance between two values with different verdicts until they are neighbours."""
    while verdict(below) != verdict(above) and above - below > 1:
        middle = (below + above) // 2
        yield middle, verdict(middle)
        below, above = (middle, above) if verdict(middle) == verdict(below) else (below, middle)
