"""What an input is taken to be, in words: its middle, or all of its law."""

from __future__ import annotations

from foedus.deterrence.wording import ranged, valued
from foedus.language import Estimate


def taken_as(name: str, middle: float, span: tuple[float, float] | None) -> str:
    """Write what an input is taken to be: its middle, or any of its values.

    Parameters
    ----------
    name, middle
        The parameter, and its middle.
    span
        The ends of its law where the game takes all of it.

    Examples
    --------
    >>> taken_as("honour.pact", 0.5, None)
    '0.5'
    >>> taken_as("arrives.pact", 35.0, (10.0, 60.0))
    'any of 10 to 60 days, which nobody in the story knows'
    """
    if span is None:
        return valued(name, middle, unit=False)
    return f"any of {ranged(name, *span)}, which nobody in the story knows"


def middle_by_ratio(estimate: Estimate) -> float | None:
    """Return the middle of a range in which ratios count; none where differences do, or a value.

    Examples
    --------
    >>> middle_by_ratio(Estimate(low=0.1, high=0.4, law="log", kind="assumed", because="x"))
    0.2
    """
    return estimate.middle if estimate.law == "log" and estimate.value is None else None
