"""Numbers that carry their reasons.

A figure that reaches a person is never a bare float: it says its interval where there is one, its
unit, whether it was measured, judged or assumed, the steps it came from, and its sources.

This is the lowest floor of the house: every room may use it, and it uses none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Any, Literal, NamedTuple

_FEW = 0.005
"""Half of the last place that a share is written to."""

DIFFERENCE = "difference in probability"
"""The unit of how much more, or less, likely something is than something else."""
Kind = Literal["measured", "judged", "assumed", "derived"]
"""Where a number comes from.

``measured``: a row of a data set or a published table. ``judged``: an analyst's statement.
``assumed``: taken for want of either, with the reason. ``derived``: computed by foedus from
others; a derived figure is only as good as the weakest of what it rests on.
"""


class Premise(NamedTuple):
    """One thing that a figure rests on, so that a line beside it can say where it comes from.

    Parameters
    ----------
    says
        What it is, with its range where it has one.
    kind
        Measured, judged or assumed; ``derived`` where the text itself says it.
    because
        Why it is put so, or the record that it was measured in.
    sources
        Ids of sources.
    ours
        Whether it is foedus that assumes it, and not the file.
    """

    says: str
    kind: Kind
    because: str = ""
    sources: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the statement that there is none, with its reasons.

    Parameters
    ----------
    value
        The number, in `unit`. ``None`` says that no such number exists (a break-even that is
        never reached), that it was not computed, or that it is not known; `because` says which.
    low, high
        Ends of the interval, where there is one, in `unit`. `because` says what interval it is.
        Without a value they are the bounds of a number that is not known.
    unit
        ``"probability"``, ``"days"``, ``"prizes"`` (units of the prize at stake), ...
    kind
        Measured, judged, assumed or derived.
    because
        The steps the number came from, one sentence each, in reading order.
    sources
        Ids of the sources it rests on.
    premises
        What it was worked out from, by kind; `because` tells the same in sentences.

    Examples
    --------
    >>> str(Figure(0.0343, unit="probability", because=("32 ballots at .90 yes",)))
    '0.03'
    >>> str(Figure(237, 130, 457, unit="days"))
    '237 days (130 to 457)'
    >>> str(Figure(1, 0, 3, unit="days"))
    '1 day (0 to 3)'
    >>> str(Figure(None, 0, 0.93, because=("not known: nobody said how they would vote",)))
    'not known (0 to 0.93)'
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = "probability"
    kind: Kind = "derived"
    because: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    premises: tuple[Premise, ...] = ()

    def __str__(self) -> str:
        if self.value is None:
            return self._absent
        said = rounded(self.value, self.unit)
        unit = "day" if (said, self.unit) == ("1", "days") else self.unit
        text = said + ("" if self.unit == "probability" else f" {unit}")
        if self.low is None or self.high is None:
            return text
        low, high = rounded(self.low, self.unit), rounded(self.high, self.unit)
        return f"{text} ({low} to {high})"

    @property
    def known(self) -> bool:
        """Whether it has a value, or has none because there can be none."""
        return self.value is not None or not (
            self.low is not None or any(why.startswith("not known") for why in self.because[:1])
        )

    @property
    def _absent(self) -> str:
        if self.known:
            return "none"
        if self.low is None or self.high is None:
            return "not known"
        ends = f"{rounded(self.low, self.unit)} to {rounded(self.high, self.unit)}"
        return f"not known ({ends})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the number, and its reasons on a click."""
        steps = "".join(f"<li>{escape(step)}</li>" for step in self.because)
        rests = f"<p>Sources: {escape(', '.join(self.sources))}</p>" if self.sources else ""
        return (
            f"<details><summary><b>{escape(str(self))}</b> ({self.kind})</summary>"
            f"<ul>{steps}</ul>{rests}</details>"
        )

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Figure:
        """Return the figure that `as_json` wrote.

        Examples
        --------
        >>> Figure.of(Figure(0.5, 0.1, because=("judged",)).as_json()).because
        ('judged',)
        """
        value, low, high = (plain[key] for key in ("value", "low", "high"))
        because, sources = (tuple(plain[key]) for key in ("because", "sources"))
        return cls(value, low, high, plain["unit"], plain["kind"], because, sources)

    def as_json(self) -> dict[str, object]:
        """Return the figure as plain data, in the shape that ``foedus assess --json`` documents.

        Examples
        --------
        >>> Figure(0.5).as_json()["value"]
        0.5
        """
        return {
            "value": self.value,
            "known": self.known,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "kind": self.kind,
            "because": list(self.because),
            "sources": list(self.sources),
        }


def rounded(value: float, unit: str = "probability") -> str:
    """Write a number with no more digits than are known: one significant figure of a probability.

    Probabilities within 0.1 of either end keep one significant figure of the distance to that
    end, so that 0.97 is not shown as certainty. Days are whole. A difference of probabilities
    shows its sign, and below a thousandth it is 0.

    Examples
    --------
    >>> [rounded(p) for p in (0.38, 0.034, 0.968, 0.0, 1.0, 1e-9)]
    ['0.4', '0.03', '0.97', '0', '1', '<0.001']
    >>> rounded(236.6, "days"), rounded(0.154, "prizes"), rounded(1733, "events a day")
    ('237', '0.2', '1,700')
    >>> [rounded(d, DIFFERENCE) for d in (-0.31, 0.04, -0.0002)]
    ['-0.3', '+0.04', '0']
    """
    if unit == DIFFERENCE:
        return f"{value:+.1g}" if abs(value) >= 0.001 else "0"
    if unit == "days":
        return f"{value:.0f}"
    if unit != "probability":
        if abs(value) >= 100:
            return f"{float(f'{value:.2g}'):,.0f}"
        return f"{value:.1g}" if abs(value) < 1 else f"{value:.2g}"
    if value in (0.0, 1.0):
        return f"{value:.0f}"
    if value < 0.001:
        return "<0.001"
    if value > 0.999:
        return ">0.999"
    if value > 0.9:
        distance = f"{1 - value:.1g}"
        return f"{1 - float(distance):.{len(distance) - 2}f}"
    return f"{value:.1g}"


def figure_text(figure: Figure) -> str:
    """Write a figure with its interval, or the word for its absence.

    The word is what comes before a colon in the first reason; a dash where there is none.

    Examples
    --------
    >>> figure_text(Figure(0.034, 0.01, 0.1))
    '0.03 (0.01–0.1)'
    >>> figure_text(Figure(0.5, 0.0004, 0.9997)), figure_text(Figure(237, 130, 457, unit="days"))
    ('0.5 (<0.001–>0.999)', '237 (130–457)')
    >>> figure_text(Figure(None, because=("never: no credibility is enough",)))
    'never'
    """
    if not figure.known:
        ends = (figure.low, figure.high)
        bounds = _interval([rounded(end, figure.unit) for end in ends if end is not None])
        return f"not known ({bounds})" if bounds else "not known"
    if figure.value is None:
        return absence(figure)
    said = rounded(figure.value, figure.unit)
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return said
    return f"{said} ({_interval([rounded(end, figure.unit) for end in (figure.low, figure.high)])})"


def _interval(ends: Sequence[str]) -> str:
    """Join the ends of an interval: a dash before a minus is hard to read."""
    return (" to " if any(end[0] in "-+" for end in ends) else "–").join(ends)


RESOLVED = 1e-3
"""How closely a threshold of a chance is known: to within a thousandth, above where it lies."""


def threshold_text(figure: Figure) -> str:
    """Write the least value that is enough so that what is printed is enough, too.

    A chance has two digits, or as many as it takes to be no smaller than what was found.

    Examples
    --------
    >>> [threshold_text(Figure(x)) for x in (0.2503, 0.3044, 0.375, 0.0, 1.0)]
    ['0.25', '0.304', '0.38', '0', '1']
    >>> threshold_text(Figure(0.2503, 0.1, 0.55)), threshold_text(Figure(12.0, unit="days"))
    ('0.25 (0.1–0.55)', '12')
    """
    if figure.value is None or figure.unit != "probability":
        return figure_text(figure)
    ends = [end for end in (figure.low, figure.high) if end is not None]
    interval = "–".join(f"{x:.2g}" for x in ends) if len(ends) > 1 and ends[0] != ends[1] else ""
    return f"{_enough(figure.value)}{f' ({interval})' if interval else ''}"


def _enough(value: float) -> str:
    """Write a chance with two digits, or as many as it takes not to be too small."""
    written = (f"{value:.{digits}g}" for digits in range(2, 9))
    return next(one for one in written if float(one) >= value - RESOLVED)


def absence(figure: Figure) -> str:
    """Return the word that says why a figure has no value."""
    heads = [reason.partition(": ") for reason in figure.because]
    words = [head for head, colon, _ in heads if colon and len(head.split()) <= 2]
    return words[0] if words else "-"


def percent(share: float | None) -> str:
    r"""Write a share in percent, and no more of it than is known.

    Examples
    --------
    >>> [percent(share) for share in (0.472, 0.005, 1.0, None)]
    ['47\xa0%', 'less than 1\xa0%', '100\xa0%', 'a share not known']
    """
    if share is None:
        return "a share not known"
    if 0 < share <= _FEW:
        return "less than 1\u00a0%"
    if 1 - _FEW <= share < 1:
        return "more than 99\u00a0%"
    return f"{100 * share:.0f}\u00a0%"


def margin(draws: int) -> str:
    """Write by how many points of a hundred a share of so many draws may be off.

    Half of the 95 % interval of a share of one half, which is the widest: two shares that are
    closer than that may differ by the draws alone.

    Examples
    --------
    >>> margin(500), margin(20), margin(100_000)
    ('4', '22', '0.3')
    """
    points = 100 * 1.96 * 0.5 / sqrt(draws)
    return f"{points:.0f}" if points >= 1 else f"{points:.1g}"
