"""Conditional security guarantees that can be run.

Examples
--------
>>> import foedus
>>> found = foedus.assess("ukraine-2025", options=["immediate-membership"])
>>> found.options["immediate-membership"].consequence
'duty'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.assessment import Assessment

__all__ = ["assess"]


def assess(case: str, options: Sequence[str] | None = None) -> Assessment:
    """Assess a case of the casebook, or an arrangement in a file.

    Parameters
    ----------
    case
        The id of a case that ships, or the path of a file.
    options
        Ids of options; all of them when left out.

    Raises
    ------
    foedus.language.BadArrangementError
        When the file is not an arrangement; every problem is listed.
    """
    from foedus.assessment import assess as assess_arrangement
    from foedus.casebook import cases, text_of
    from foedus.language import read, read_file

    is_case = case in cases()
    arrangement = read(text_of(case), f"{case}.yaml") if is_case else read_file(case)
    return assess_arrangement(arrangement, case, options)
