"""What mends the commonest reasons for which rows do not count."""

from __future__ import annotations

_FIXES = {
    "is not a whole number": (
        "leave the cell empty where it is not told; a range such as 3-5 goes into two columns, "
        "the least and the most"
    ),
    "holds an error of a spreadsheet": ("mend its formula, or empty the cell where it is not told"),
    "is not a number": (
        "numbers are written in digits alone: 1 for yes, 0.5 for 50 %, 50.5167 for 50°31'"
    ),
}


def mended(reason: str) -> str:
    """Return a reason with what mends it, where that is known.

    Examples
    --------
    >>> mended("'date' is not a date")
    "'date' is not a date"
    """
    fix = next((fix for said, fix in _FIXES.items() if reason.endswith(said)), "")
    return f"{reason} ({fix})" if fix else reason
