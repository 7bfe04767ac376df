"""Procedures under way: at which step, how each member voted, and who can still stop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from foedus.decisions import Ballot
from foedus.language import Places
from foedus.play.clauses import Clause, clause
from foedus.play.played import Played
from foedus.process import NEVER, CompiledStep, Progress, called

_CAST = {"yes": Ballot.YES, "no": Ballot.NO, "abstain": Ballot.ABSTAIN}
_PROGRESS = {
    Progress.IDLE: "not begun",
    Progress.OPEN: "under way",
    Progress.DONE: "took effect",
    Progress.LAPSED: "lapsed",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's place in a step.

    Parameters
    ----------
    member
        Who.
    cast
        ``yes``, ``no`` or ``abstain``; empty until it has voted.
    withholds
        Whether it withholds its consent.
    stops
        How it can still stop the step alone: by voting ``no``, ``yes`` (where the vote is on
        whether to stop it) or ``abstain``, or to ``withhold``; empty where it cannot.
    also
        In what other of these ways it can.
    """

    member: str
    cast: str
    withholds: bool
    stops: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a procedure.

    Parameters
    ----------
    act, by
        What is done, and by whom.
    rule
        The decision rule, read out.
    standing
        ``passed``, ``now``, ``ahead``, ``stopped`` (it did not pass, and that was the end) or
        ``over`` (it was not reached).
    advance
        Whether it was done in advance.
    deadline
        Its last day, while it is under way; empty where there is none.
    silence
        What follows when its time runs out and nobody votes any more.
    final
        Whether a no is final; if not, to withhold consent is simply not to act.
    article
        The articles that it is written in.
    seats
        Everybody who votes in it.
    group
        Where nobody can stop it alone: some who can, together; empty where nobody can.
    """

    act: str
    by: str
    rule: str
    standing: str
    advance: bool
    deadline: str
    silence: str
    final: bool
    article: str
    seats: tuple[Seat, ...]
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A procedure, how it stands, and its steps."""

    clause: Clause
    progress: str
    since: str
    opens_by: tuple[str, ...]
    alleging: str
    stages: tuple[Stage, ...]


def courses(played: Played, places: Places) -> tuple[Course, ...]:
    """Return how each procedure stands."""
    process = played.process
    found = []
    for at, (name, text) in enumerate(process.arrangement.procedures.items()):
        course = played.state.record.procedures[at]
        found.append(
            Course(
                clause(process.arrangement, places, "procedures", name),
                _PROGRESS[course.progress],
                "" if course.since == NEVER else str(process.date_of(course.since)),
                text.opens.by,
                text.opens.alleging or "",
                tuple(_stage(played, name, number) for number in range(len(text.steps))),
            )
        )
    return tuple(found)


def _stage(played: Played, name: str, number: int) -> Stage:
    process = played.process
    at = process.clauses.index.procedures[name]
    course, compiled = played.state.record.procedures[at], process.clauses.steps[at][number]
    now = course.progress is Progress.OPEN and course.step == number
    deadline = process.clauses.deadline(at, course) if now else None
    cast = _cast(played, name, number, course.since if now else None)
    away = played.withheld(name) if now else frozenset()
    present = course.step
    if course.progress is not Progress.OPEN:
        done = course.progress is Progress.DONE
        present = played.reached.get(name, len(process.clauses.steps[at]) if done else 0)
    standing = _standing(course.progress, present, number)
    if standing == "passed" and _passed_over(compiled, cast):
        standing = "stopped"
    ahead = standing in ("now", "ahead")
    stops = _stoppers(compiled, cast if now else {}, ahead=ahead)
    seats = tuple(
        Seat(member, cast.get(member, ""), member in away, *_first(stops.get(member, ())))
        for member in compiled.electorate.rule.members
    )
    step = compiled.step
    return Stage(
        step.act,
        called(process.arrangement, step.by),
        compiled.electorate.rule.describe(partial(called, process.arrangement)),
        standing,
        step.escrowed,
        "" if deadline is None else str(process.date_of(deadline)),
        _silence(compiled, cast if now else {}, last=number + 1 == len(process.clauses.steps[at])),
        step.on_block != "hold",
        ", ".join(step.article),
        seats,
        _together(compiled, cast if now else {}) if ahead and not stops else (),
    )


def _standing(progress: Progress, present: int, number: int) -> str:
    if progress is Progress.IDLE:
        return "ahead"
    if number == present:
        return {Progress.OPEN: "now", Progress.DONE: "passed"}.get(progress, "stopped")
    return "passed" if number < present else "ahead" if progress is Progress.OPEN else "over"


def _passed_over(compiled: CompiledStep, cast: Mapping[str, str]) -> bool:
    """Whether a step that is behind was gone past though it was not carried."""
    step = compiled.step
    given = {member: _CAST[vote] for member, vote in cast.items()}
    may_be = not step.escrowed and "next" in (step.on_block, compiled.on_timeout)
    return may_be and not compiled.electorate.rule.passes(given)


def _silence(compiled: CompiledStep, cast: Mapping[str, str], *, last: bool) -> str:
    if compiled.within is None:
        return ""
    given = {member: _CAST[vote] for member, vote in cast.items()}
    stand = ", as the votes stand" if given else ""
    return f"{compiled.left_alone(given, last=last)}{stand}"


def _cast(played: Played, name: str, number: int, since: int | None) -> Mapping[str, str]:
    """Return how members voted in a step: in the vote under way, else in the last one."""
    votes = [key for key in played.ballots if key[:2] == (name, number)]
    if since is not None:
        return played.ballots.get((name, number, since), {})
    return played.ballots[max(votes, key=lambda key: key[2])] if votes else {}


def _first(ways: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    return (ways[0], tuple(ways[1:])) if ways else ("", ())


def _stoppers(
    compiled: CompiledStep, cast: Mapping[str, str], *, ahead: bool
) -> dict[str, tuple[str, ...]]:
    """Return everyone who can still stop a step alone whatever the others do, and how."""
    if not ahead or compiled.step.escrowed:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for members in compiled.electorate.classes.values():
        left = [member for member in members if member not in cast]
        how = _ways(compiled, cast, left[:1]) if left else ()
        found |= dict.fromkeys(left, how) if how else {}
    return found


def _ways(
    compiled: CompiledStep, cast: Mapping[str, str], against: Sequence[str]
) -> tuple[str, ...]:
    """Return how those named stop the step whatever all others do; empty where they cannot.

    Without a time limit a step passes once no ballot that is left can stop it, so whoever could
    stop it by a vote stops it by not voting as well. With one, who has not voted is absent.
    """
    step, rule = compiled.step, compiled.electorate.rule
    given = {member: _CAST[vote] for member, vote in cast.items()}
    others = [m for m in rule.members if m not in cast and m not in against]
    everybody = given | dict.fromkeys([*others, *against], Ballot.YES)
    if step.on_block == "hold" and compiled.within is None and not rule.passes(everybody):
        return ()  # only a yes can be cast, and that does not pass it: there is nothing to stop
    votes = tuple(
        choice
        for choice, ballot in sorted(_CAST.items(), key=lambda pair: pair[0] != "no")
        if rule.settled(given | dict.fromkeys(against, ballot), undecided=others) is False
    )
    final = votes if step.on_block == "lapse" else ()
    if step.on_block == "next" or (compiled.within and compiled.on_timeout in ("adopt", "next")):
        return final  # what is blocked is passed over, and what time runs out for is carried
    if compiled.within is not None:
        silent = rule.settled(given, undecided=others) is False
    else:
        silent = bool(votes)
    return (*final, *(["withhold"] if silent else []))


def _together(compiled: CompiledStep, cast: Mapping[str, str]) -> tuple[str, ...]:
    """Return some who can stop a step together that nobody can stop alone; nobody where none can.

    They are taken from the largest class on, as few as do: the fewest there are where the rule
    counts heads.
    """
    if compiled.step.escrowed:
        return ()
    classes = sorted(compiled.electorate.classes.values(), key=len, reverse=True)
    free = [member for members in classes for member in members if member not in cast]
    for size in range(2, len(free) + 1):
        if _ways(compiled, cast, free[:size]):
            return tuple(free[:size])
    return ()
