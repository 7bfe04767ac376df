"""The best case: everybody who can help does so at once, and nobody objects.

Agreement, allegation and signature only ever bring a consequence nearer, so taking each as soon as
it is allowed reaches it on the earliest day that the text permits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from foedus.process import Move, Process, State
from foedus.process.state import Progress
from foedus.process.wording import changes, sentence

_HELPFUL = ("perform", "sign", "allege", "open", "ballot")


class Play(NamedTuple):
    """A line of play: the moves, each with the state that it was made in, and where it ends."""

    steps: tuple[tuple[State, Move], ...]
    end: State

    def then(self, process: Process, move: Move) -> Play:
        """Return the play with one more move."""
        return Play((*self.steps, (self.end, move)), process.after(self.end, move))

    def story(self, process: Process) -> tuple[str, ...]:
        """Return the play as dated sentences: what was done, and what followed."""
        told: list[str] = []
        states = [state for state, _ in self.steps] + [self.end]
        for at, (state, move) in enumerate(self.steps):
            after = states[at + 1]
            follows = changes(process.clauses, state, after)
            if move.kind == "wait" and not follows:
                continue
            said = sentence(process.clauses, state, move)
            follow = f"; {'; '.join(follows)}" if follows else ""
            told.append(f"{process.date_of(after.day)}: {said}{follow}")
        return _condensed(told)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves alone."""
        return tuple(move for _, move in self.steps)


def _condensed(told: Iterable[str]) -> tuple[str, ...]:
    """Tell a run of like ballots once, with their number."""
    lines: list[str] = []
    count = 1
    for line in told:
        if lines and line == lines[-1].removeprefix(f"({count} times) "):
            count += 1
            lines[-1] = f"({count} times) {line}"
        else:
            count = 1
            lines.append(line)
    return tuple(lines)


def best_case(
    process: Process,
    play: Play,
    goal: Callable[[State], bool],
    *,
    unwilling: str = "",
    days: int | None = None,
) -> Play | None:
    """Play on from `play` with everybody helping until `goal`; ``None`` when it is never reached.

    Parameters
    ----------
    process
        The process of the arrangement.
    play
        What has been played so far.
    goal
        What is to be reached.
    unwilling
        A party, or a class of members of which exactly one, withholds every help and votes no.
    days
        How long to go on; to the horizon when left out.
    """
    limit = play.end.day + days if days is not None else None
    while not goal(play.end):
        helpful = _next_help(process, play.end, unwilling)
        if helpful is not None:
            play = play.then(process, helpful)
            continue
        waits = [move for move in process.moves(play.end) if move.kind == "wait"]
        if not waits or (limit is not None and waits[0].until > limit):
            return None
        play = play.then(process, waits[0])
    return play


def _next_help(process: Process, state: State, unwilling: str) -> Move | None:
    for move in process.acts(state):
        if move.kind not in _HELPFUL:
            continue
        if move.kind == "ballot":
            if _ballot_helps(process, state, move, unwilling):
                return move
        elif move.actor != unwilling and not _in_vain(process, state, move, unwilling):
            return move
    return None


def _in_vain(process: Process, state: State, move: Move, unwilling: str) -> bool:
    """Say whether the unwilling would only stop again what it has stopped once."""
    at = process.clauses.index.procedures.get(move.clause)
    if not unwilling or at is None:
        return False
    return state.record.procedures[at].progress is Progress.LAPSED


def _ballot_helps(process: Process, state: State, move: Move, unwilling: str) -> bool:
    at = process.clauses.index.procedures[move.clause]
    course = state.record.procedures[at]
    compiled = process.clauses.steps[at][course.step]
    voters = compiled.electorate
    refusing = move.actor == unwilling
    cast = course.tally[list(voters.classes).index(move.actor)]
    noes = cast[1]
    if compiled.within is not None and voters.stopping:
        return refusing and sum(cast) == 0
    if move.choice == "no":
        return refusing and noes == 0
    keep_back = 1 if refusing and noes == 0 else 0
    return voters.left(course.tally, move.actor) > keep_back


def blockers(process: Process, play: Play, goal: Callable[[State], bool]) -> tuple[str, ...]:
    """Return everyone who, alone, keeps `goal` from being reached though all others help.

    Members of a class are named one by one: each of them could do it. Empty when nobody can, or
    when the goal is out of reach even if everybody helps.
    """
    reached = best_case(process, play, goal)
    if reached is None:
        return ()
    found: list[str] = []
    for actor in dict.fromkeys(move.actor for move in _everyones(process)):
        if best_case(process, play, goal, unwilling=actor) is None:
            found += _members(process, actor)
    return tuple(dict.fromkeys(found))


def _everyones(process: Process) -> Iterable[Move]:
    for name, procedure in process.arrangement.procedures.items():
        yield from (Move("open", party, name) for party in procedure.opens.by)
    for steps in process.clauses.steps:
        for compiled in steps:
            yield from (Move("ballot", label) for label in compiled.electorate.classes)
    for name in process.clauses.instrument_ids:
        yield from (Move("sign", party, name) for party in process.clauses.signatories(name))
    yield from (Move("perform", deed.by) for deed in process.arrangement.deeds.values())


def _members(process: Process, label: str) -> tuple[str, ...]:
    for steps in process.clauses.steps:
        for compiled in steps:
            if label in compiled.electorate.classes:
                return compiled.electorate.classes[label]
    return (label,)
