"""Why unanimity need not protect: members who vote as if their vote decided.

Feddersen and Pesendorfer ("Convicting the innocent", *American Political Science Review* 92, 1998,
23-35). Each member sees a signal that is right with chance p and would act only if surer than q.
Under unanimity its vote matters only if all others vote yes, which is itself evidence; so a
member whose own signal says no votes yes with some chance.
"""

from __future__ import annotations


def strategic_yes(members: int, accuracy: float, doubt: float) -> float:
    """Return with what chance a member whose signal says no votes yes under unanimity.

    Parameters
    ----------
    members
        How many must agree; at least 2.
    accuracy
        Chance that a signal is right, above 1/2 and below 1.
    doubt
        How sure a member must be to want the question to pass, in (0, 1).

    Returns
    -------
    float
        In [0, 1]: 0 where even then it votes as its signal says, 1 where all vote yes always.

    Raises
    ------
    ValueError
        When a number is outside its range.

    Examples
    --------
    >>> round(strategic_yes(12, accuracy=0.8, doubt=0.9), 6)
    0.575916
    """
    if members < 2:
        raise ValueError(f"{members} members: unanimity needs at least 2")
    if not 0.5 < accuracy < 1:
        raise ValueError(f"the accuracy {accuracy:g} is not above 1/2 and below 1")
    if not 0 < doubt < 1:
        raise ValueError(f"the doubt {doubt:g} is not between 0 and 1")
    odds = (1 - accuracy) * (1 - doubt) / (accuracy * doubt)
    ratio = float(odds ** (1 / (members - 1)))
    above, below = ratio * accuracy - (1 - accuracy), accuracy - ratio * (1 - accuracy)
    return min(1.0, max(0.0, above / below))
