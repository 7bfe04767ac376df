"""How far reviewers agree: Krippendorff's alpha for labels without an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from foedus.positions.statement import Statement


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha for nominal data.

    One minus the disagreement observed over that expected by chance (K. Krippendorff, *Content
    Analysis*, 3rd ed. 2013, pp. 277-287).

    Parameters
    ----------
    units
        For each thing that was labelled, the labels it got; those with fewer than two say nothing.

    Returns
    -------
    float or None
        1 where all agree, 0 where they agree as chance would have it; nothing where no two
        reviewers labelled the same thing, or only one label was ever used.

    Examples
    --------
    >>> alpha([["support", "support"], ["oppose", "oppose"], ["support", "oppose"]])
    0.444...
    """
    pairable = [list(unit) for unit in units if len(unit) > 1]
    total = sum(len(unit) for unit in pairable)
    margins = Counter(label for unit in pairable for label in unit)
    if len(margins) < 2:
        return None
    observed = fsum(
        sum(count * (len(unit) - count) for count in Counter(unit).values()) / (len(unit) - 1)
        for unit in pairable
    )
    expected = sum(count * (total - count) for count in margins.values()) / (total - 1)
    return 1 - observed / expected


def labels(statements: Iterable[Statement]) -> Mapping[str, Sequence[str]]:
    """Return, for each statement, the label that each of its reviewers left it with."""
    found: dict[str, Sequence[str]] = {}
    for statement in statements:
        last: dict[str, str] = {}
        for review in statement.reviews:
            if review.status == "proposed":
                last.pop(review.reviewer, None)
            elif review.status == "rejected":
                last[review.reviewer] = "rejected"
            else:
                last[review.reviewer] = review.stance or statement.stance or "none"
        if last:
            found[statement.id] = tuple(last.values())
    return found
