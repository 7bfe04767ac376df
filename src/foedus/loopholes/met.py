"""What each act meets at best, in words, and how two texts differ in that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foedus.language import Arrangement, listed
from foedus.process import Process, called, response_noun, several
from foedus.process.walk import Due, Row, Walk, matrix


def met(process: Process) -> dict[str, str]:
    """Return what each act meets at best, if everybody helps, by the act and who does it."""
    a = process.arrangement
    return {
        f"{row.act!r} by {called(a, row.by)}{_towards(a, row)}": _met(a, row)
        for row in matrix(Walk(process))
    }


def _towards(a: Arrangement, row: Row) -> str:
    several = len(a.conduct[row.by].towards) > 1
    return f" against {called(a, row.against)}" if several else ""


def _met(a: Arrangement, row: Row) -> str:
    if row.duties:
        days = dict.fromkeys(due.day for due in row.duties)  # the strongest first
        on = {day: [due for due in row.duties if due.day == day] for day in days}
        return ", and ".join(f"{_owed(a, dues)}, {_when(day)}" for day, dues in on.items())
    if row.rights:
        names = listed([repr(due.clause) for due in row.rights])
        first = min(due.day for due in row.rights)
        return f"a right to respond under {names}, {_when(first)}, and no duty"
    if row.renewed and row.renewed[0].response == "right_only":
        return "nothing owed, and a right to respond only if it is done again"
    return "nothing owed" + (" unless it is done again" if row.renewed else "")


def _when(day: int) -> str:
    return f"after {day} day{'s' * (day > 1)} at the earliest" if day else "at once"


def _owed(a: Arrangement, duties: Sequence[Due]) -> str:
    """Return what is owed, and under which guarantees."""
    under: dict[str, list[str]] = {}
    for due in duties:
        by = a.guarantees[due.clause].owed_by
        what = response_noun(due.response, several(a, by), a.guarantees[due.clause].owes)
        under.setdefault(what, []).append(repr(due.clause))
    return listed([f"{what} owed under {listed(names)}" for what, names in under.items()])


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield each act that meets something else: the act, and what it meets in either."""
    for act in dict.fromkeys([*one, *other]):
        before, after = (found.get(act, "cannot be done") for found in (one, other))
        if before != after:
            yield act, before, after
