"""Who can still stop a step that is under way, given the ballots that were cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from foedus.decisions import Ballot, Rule, minimal_blocking
from foedus.language import OTHERS
from foedus.process import CompiledStep, Course, Entry, Process

Cast = Mapping[str, Sequence[str]]
"""Who voted ``yes``, ``no`` and ``abstain``."""
_FEW = 3
_BALLOT = {"yes": Ballot.YES, "no": Ballot.NO, "abstain": Ballot.ABSTAIN}


def cast_so_far(
    process: Process, procedure: int, course: Course, entries: Sequence[Entry]
) -> dict[str, list[str]]:
    """Return who voted how in the step that a procedure is at.

    Parameters
    ----------
    process, procedure, course
        The process, the number of the procedure in it, and how that stands.
    entries
        What the events on record did.
    """
    step = process.clauses.steps[procedure][course.step]
    name = process.clauses.procedure_ids[procedure]
    began = process.date_of(course.since)
    cast: dict[str, list[str]] = {word: [] for word in _BALLOT}
    for entry in entries:
        event = entry.event
        if event is None or entry.refused or event.on < began:
            continue
        if (event.do, event.what) == (step.step.act, name):
            voted = {member for members in cast.values() for member in members}
            rest = [member for member in step.electorate.rule.members if member not in voted]
            cast[event.vote] += rest if OTHERS in event.by else event.by
    return cast


def who_can_stop(
    step: CompiledStep, cast: Cast, called: Callable[[str], str] = lambda who: who
) -> str:
    """Say who of those that have not voted can stop a step.

    Parameters
    ----------
    step
        The step.
    cast
        The ballots that were cast in it.
    called
        What to call whom it names.
    """
    if step.step.on_block == "hold":
        return "a no is not final there"
    rule, voted = step.electorate.rule, _ballots(cast)
    groups = list(islice(_blocking(rule, voted), _FEW * 20))
    groups = [tuple(map(called, group)) for group in groups]
    alone = [group[0] for group in groups if len(group) == 1]
    if not groups:
        return "no one or two can stop it"
    if not alone:
        return f"no one can stop it alone; {' and '.join(groups[0])} together can"
    if len(alone) > _FEW:
        return f"any one of {len(alone)} can stop it ({', '.join(alone[:_FEW])}, ...)"
    return f"{' or '.join(alone)} can stop it alone"


def left_alone(step: CompiledStep, cast: Cast, *, last: bool) -> str:
    """Say what follows when the time of a step is over and nobody votes any more.

    Parameters
    ----------
    step
        The step.
    cast
        The ballots that were cast in it.
    last
        Whether it is the last of its procedure.
    """
    voted = _ballots(cast)
    stand = ", as the votes stand," if voted else ""
    return f"then{stand} {step.left_alone(voted, last=last)}"


def _ballots(cast: Cast) -> dict[str, Ballot]:
    return {member: _BALLOT[word] for word, members in cast.items() for member in members}


def _blocking(rule: Rule, voted: Mapping[str, Ballot]) -> Iterator[tuple[str, ...]]:
    """Yield those, one or two, whose noes would settle it whatever the others do."""
    if not voted:
        yield from minimal_blocking(rule, most=2)
        return
    left = [member for member in rule.members if member not in voted]
    alone: set[str] = set()
    for size in (1, 2):
        for group in combinations(left, size):
            others = [member for member in left if member not in group]
            noes = dict.fromkeys(group, Ballot.NO)
            if (
                not alone & set(group)
                and rule.settled({**voted, **noes}, undecided=others) is False
            ):
                alone |= set(group) if size == 1 else set()
                yield group
