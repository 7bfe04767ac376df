"""What a change is, and words that the sentences about all of them share."""

from __future__ import annotations

from typing import NamedTuple

from foedus.language import agreeing
from foedus.process.clauses import Clauses
from foedus.process.naming import name_of
from foedus.process.state import Progress, State


class Change(NamedTuple):
    """One thing that has changed.

    Parameters
    ----------
    what
        The change in a sentence without its full stop.
    section, clause
        The clause it rests on: a section of the file, and the id in it.
    because
        Why, in the words of that clause; empty where the event itself says it.
    """

    what: str
    section: str
    clause: str
    because: str = ""


def being(clauses: Clauses, who: str) -> str:
    """Return who is something: *Russia is*, *the guarantors are*."""
    named = name_of(clauses, who)
    return f"{named} {agreeing(named, 'is')}"


def towards(clauses: Clauses, by: str, against: str) -> str:
    """Say whom an act is directed at, where its ladder has several targets."""
    return f" towards {name_of(clauses, against)}" if clauses.index.several(by) else ""


def completed(before: State, after: State, procedure: int) -> bool:
    """Say whether a procedure has taken effect between two states."""
    was, course = before.record.procedures[procedure], after.record.procedures[procedure]
    return course.progress is Progress.DONE and was.progress is not Progress.DONE
