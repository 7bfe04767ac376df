"""What the clocks of a state are called, and how they stand."""

from __future__ import annotations

from typing import NamedTuple

from foedus.process import Process, State
from foedus.process.state import Progress

HORIZON = ("horizon", 0, 0)
_GONE = ("", 0, 0)
Name = tuple[str, int, int]
"""What a clock measures, the number of the clause, and its step."""


class Dial(NamedTuple):
    """The clocks of a state: those still running, by name with their last day, and those over."""

    running: tuple[tuple[Name, int], ...]
    over: tuple[Name, ...]
    today: tuple[bool, ...]


def renewed(process: Process, dial: Dial, before: State, after: State) -> Dial:
    """Return `dial` without the sunsets of instruments that an act brings into force anew."""
    if before.record.procedures is after.record.procedures:
        return dial
    clauses = process.clauses
    courses = zip(before.record.procedures, after.record.procedures, strict=True)
    anew = {
        ("sunset", clauses.index.instruments[effect.bring_into_force], 0)
        for at, (one, other) in enumerate(courses)
        if other.progress is Progress.DONE and one.progress is not Progress.DONE
        for effect in clauses.procedures[at][0].then
        if effect.bring_into_force
    }
    gone = tuple((name if name not in anew else _GONE, end) for name, end in dial.running)
    return dial._replace(running=gone) if anew else dial
