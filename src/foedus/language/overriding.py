"""A second analyst's numbers laid over an arrangement, without touching its file."""

from __future__ import annotations

from foedus.language.arrangement import Arrangement
from foedus.language.nodes import parse
from foedus.language.overlay import overlaid
from foedus.language.problems import BadArrangementError, Problem
from foedus.language.reader import examined
from foedus.language.writer import plain

OPEN = (
    "sources",
    "conduct",
    "guarantees",
    "contests",
    "forces",
    "stakes",
    "refusing",
    "coercion",
    "resolved",
    "signs",
    "correlations",
    "quarrel_lasts",
)
"""Keys that such a file may have: numbers, and the sources they rest on."""


def overridden(arrangement: Arrangement, text: str | bytes, name: str = "<text>") -> Arrangement:
    r"""Return the arrangement with the numbers of another file laid over it, options included.

    Maps merge, lists and values replace, as in an option. Numbers that an option sets itself stay.

    Parameters
    ----------
    arrangement
        The arrangement.
    text
        The other file: YAML with some of the keys in `OPEN`.
    name
        What to call it in messages.

    Raises
    ------
    BadArrangementError
        With every problem in `text`, each at its place.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import read
    >>> case = read(text_of("ukraine-2025"))
    >>> other = "guarantees: {article-5: {honour: {low: 0.8, high: 0.9, kind: judged, because: x}}}"
    >>> overridden(case, other).guarantees["article-5"].honour.low
    0.8
    """
    document, problems = parse(text, name)
    if not isinstance(document.value, dict):
        problems.append(
            document.problem((), "a file of stakes is a map of keys", "Write 'stakes:'.")
        )
        raise BadArrangementError(problems)
    for key in document.value:
        if key not in OPEN:
            fix = f"It may have {', '.join(OPEN)}; the rest is the arrangement itself."
            message = f"a file of stakes cannot change {key!r}"
            problems.append(document.problem((key,), message, fix, at_key=True))
    # Options are kept apart: laying a map over another drops the nulls by which options delete.
    whole = plain(arrangement)
    options = {key: whole.pop(key) for key in ("options",) if key in whole}
    changed, found = examined({**overlaid(whole, document.value), **options})
    for one in found:
        if one.path in document.values or one.path[:1] in document.values:
            problems.append(document.problem(one.path, one.message, one.fix, at_key=one.at_key))
        else:
            problems.append(Problem(name, 1, 1, one.message, one.fix))
    if problems or changed is None:
        raise BadArrangementError(problems)
    return changed
