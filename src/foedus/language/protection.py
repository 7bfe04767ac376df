"""Does a guarantee protect somebody else than who owes it, and on a day that the file knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from foedus.language.arrangement import Arrangement
from foedus.language.clauses import Guarantee
from foedus.language.names import Found
from foedus.language.nodes import Path


def protection(a: Arrangement, g: Guarantee, path: Path) -> Iterator[Found]:
    """Yield what is wrong with whom and what a guarantee protects."""
    if g.protects.territory == "controlled" and g.protects.control_as_of is None:
        message = "'territory: controlled' needs 'control_as_of': control on which day"
        yield Found((*path, "protects"), message, at_key=True)
    yield from _day(a, g, path)
    creditors = set(g.owed_to or (g.protects.state,))
    if g.response != "right_only" and len(g.owed_by) == 1 and creditors == set(g.owed_by):
        message = f"{g.owed_by[0]!r} would owe this to itself: its own defence is no guarantee"
        fix = "Name who owes it; or write 'response: right_only', where it is a right that it has."
        whole = a.parties.get(g.owed_by[0])
        if whole is not None and whole.members:
            message = f"{g.owed_by[0]!r} would owe this to itself, as one"
            fix = "List its members in both, where each owes it to the others."
        yield Found((*path, "owed_by"), message, fix)


def _day(a: Arrangement, g: Guarantee, path: Path) -> Iterator[Found]:
    """Refuse a line of control of a day that lies beyond everything the file follows."""
    last = a.as_of + timedelta(days=a.horizon.days)
    day = g.protects.control_as_of
    if day is not None and day > last:
        message = (
            f"the line of control on {day} is not known: the file follows nothing after {last}"
        )
        yield Found((*path, "protects", "control_as_of"), message, "Is the year a slip?")
