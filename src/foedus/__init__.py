"""Conditional security guarantees that can be run.

Examples
--------
>>> import foedus
>>> found = foedus.assess("ukraine-2025", options=["immediate-membership"], draws=50)
>>> found.options["immediate-membership"].pairs[0].consequence
'duty'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.assessment import Assessment

__all__ = ["assess"]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version  # it takes longer to load than many a command

        return version("foedus")
    raise AttributeError(f"module 'foedus' has no attribute {name!r}")


def assess(
    case: str,
    options: Sequence[str] | None = None,
    *,
    at: date | str | None = None,
    seed: int = 0,
    draws: int = 500,
) -> Assessment:
    """Assess a case of the casebook, or an arrangement in a file.

    Parameters
    ----------
    case
        The id of a case that ships, or the path of a file.
    options
        Ids of options; all of them when left out.
    at
        Only positions taken by this day count, as a date or ``YYYY-MM-DD``; the file's own day
        when left out.
    seed, draws
        The same seed gives the same figures.

    Returns
    -------
    Assessment
        Every answer as data; a notebook shows it as the page that ``foedus assess --html`` writes.

    Raises
    ------
    foedus.language.BadArrangementError
        When the file is not an arrangement; every problem is listed.
    KeyError
        When an option is named that the arrangement does not have.
    """
    from foedus.assessment import assess as assess_arrangement
    from foedus.casebook import cases, text_of
    from foedus.language import read, read_file
    from foedus.views import shown_in_notebook

    arrangement = read(text_of(case), f"{case}.yaml") if case in cases() else read_file(case)
    day = date.fromisoformat(at) if isinstance(at, str) else at
    return shown_in_notebook(
        assess_arrangement(arrangement, case, options, at=day, seed=seed, draws=draws)
    )
