"""What comes of a response that grows: each stage on its day, and what was not given in time."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.process.clauses import Clauses
from foedus.process.naming import names_of
from foedus.process.state import NEVER, State
from foedus.process.told import Change


def growing(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield the stages that begin between two states of one case, and those whose time is over.

    The first stage comes with the case, and is told with what is owed.

    Parameters
    ----------
    clauses
        The clauses.
    before, after
        States of one play, the second reached from the first.
    at
        The place of the guarantee.
    """
    name = clauses.guarantee_ids[at]
    g, casus = clauses.arrangement.guarantees[name], after.record.guarantees[at].casus
    same = casus != NEVER and casus == before.record.guarantees[at].casus
    if not same or not clauses.answerable(before, at):
        return
    by = clauses.awaited(after, at)
    for stage, (begins, ends) in zip(g.response_ladder, clauses.stages[at], strict=True):
        last = ends(casus) if ends is not None else None
        if by and before.day < begins(casus) <= after.day:
            until = f" by {clauses.date_of(last)}" if last is not None else ""
            may = "now allows" if g.response == "right_only" else "now calls for"
            yield Change(f"{name!r} {may}: {stage.response}{until}", "guarantees", name)
        over = last is not None and before.day + before.over <= last < after.day + after.over
        told = last == clauses.due_by(after, at)  # then the whole response is told as overdue
        if by and over and last is not None and not told and g.response != "right_only":
            because = f"it was due by {clauses.date_of(last)} and was not given"
            what = f"under {name!r} this of {names_of(clauses, by)} is overdue: {stage.response}"
            yield Change(what, "guarantees", name, because)
