"""Why what an act leads to changes from one day to the next, though nobody does anything.

A treaty runs out or enters into force, a step lapses or passes by silence, a date comes.
And what would leave things as they were: a renewal that takes effect in time, or a deed, with who
can stop it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from foedus.language import Condition
from foedus.process.electorate import conditions_of
from foedus.process.exploration import Scope
from foedus.process.state import Progress, Record, Standing, State
from foedus.process.walk.goals import Goal, condition, effect
from foedus.process.walk.play import Play, idly
from foedus.process.walk.supposition import Supposition

if TYPE_CHECKING:
    from foedus.process.walk.walk import Walk

Nights = Mapping[int, tuple[State, State]]
_ENDED = (Standing.WITHDRAWN, Standing.TERMINATED)
_PASSES = {Progress.OPEN: "opens", Progress.DONE: "passes", Progress.LAPSED: "lapses"}


class Event(NamedTuple):
    """Something that comes by itself.

    Parameters
    ----------
    kind
        ``expires``, ``ends`` or ``enters`` of a treaty; ``opens``, ``passes`` or ``lapses`` of a
        procedure; ``date``, a day that a clause names.
    clause, called
        What it is about: its id, and what it is called.
    """

    kind: str
    clause: str
    called: str


class Averted(NamedTuple):
    """What leaves all as it was, if it is done.

    Parameters
    ----------
    kind
        ``procedure``: it takes effect; ``deed``: it is performed.
    clause, called
        Its id, and what it is called.
    by
        Who performs the deed; nobody for a procedure.
    stopped_by
        Everyone who alone can keep it from being done, though all others help.
    """

    kind: str
    clause: str
    called: str
    by: tuple[str, ...]
    stopped_by: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return self._asdict() | {"by": list(self.by), "stopped_by": list(self.stopped_by)}


class Turning(NamedTuple):
    """Why something else comes of an act from a day on.

    Parameters
    ----------
    events
        What comes by itself as that day begins.
    unless
        What would leave it as it was: any one of these.
    """

    events: tuple[Event, ...]
    unless: tuple[Averted, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "events": [event._asdict() for event in self.events],
            "unless": [one.as_json() for one in self.unless],
        }


def nights(walk: Walk) -> Nights:
    """Return the days on which something begins or ends by itself, with the states around it.

    What comes of a duty that nobody performs is not by itself: until the act none is overdue.
    """
    process, start = walk.process, walk.concluded.end
    dated = set(process.clauses.dated_days)
    passed = idly(process, start, process.arrangement.horizon.days)
    return {
        after.day: (before, after)
        for before, _, after in passed
        if after.day in dated or _stands(before) != _stands(after)
    }


def _stands(state: State) -> Record:
    """Return what is on record but for the days on which obligations fall due."""
    return state.record._replace(due=())


# What comes by itself ----------------------------------------------------------------------------


def events(walk: Walk, day: int, read: Scope) -> Iterator[Event]:
    """Yield what comes by itself as a day begins, of what is read.

    Parameters
    ----------
    walk
        The walk; nobody does anything until then.
    day
        One of its turns.
    read
        What of the text bears on what changes.
    """
    before, after = walk.nights[day]
    a, clauses = walk.process.arrangement, walk.process.clauses
    for name in sorted(read.names("instrument"), key=clauses.instrument_ids.index):
        at = clauses.index.instruments[name]
        was, now = (state.record.instruments[at].standing for state in (before, after))
        kind = _becomes(was, now)
        if kind:
            yield Event(kind, name, a.instruments[name].name or repr(name))
    for name in sorted(read.names("procedure"), key=clauses.procedure_ids.index):
        at = clauses.index.procedures[name]
        was_at, now_at = (state.record.procedures[at].progress for state in (before, after))
        if was_at is not now_at and now_at in _PASSES:
            yield Event(_PASSES[now_at], name, a.procedures[name].label or repr(name))
    named = {item.name for item in read.items}
    for name, several in conditions_of(a):
        dates = {atom.from_ for one in several for atom in one.atoms()}
        if name in named and walk.process.date_of(day) in dates:
            yield Event("date", name, repr(name))


def _becomes(was: Standing, now: Standing) -> str:
    """Say what became of a treaty overnight; nothing where it stands as it did."""
    if was is now:
        return ""
    if now is Standing.EXPIRED:
        return "expires"
    if now is Standing.IN_FORCE:
        return "enters"
    return "ends" if now in _ENDED else ""


# What would leave it as it was -------------------------------------------------------------------


def averting(
    walk: Walk,
    s: Supposition,
    day: int,
    read: Scope,
    was: tuple[object, ...],
    *,
    least: tuple[int, int] | None,
) -> Iterator[Averted]:
    """Yield each procedure, and each deed, that leaves what an act leads to as it was.

    Parameters
    ----------
    walk, s
        What is asked, and of which act.
    day
        The day from which on something else comes of it if nobody does anything.
    read
        What of the text bears on what changes.
    was
        What came of it before: the kind and the clauses.
    least
        How much came of it before, where less does from that day on: what brings as much afterwards
        counts too.
    """
    a = walk.process.arrangement
    for name in sorted(read.names("procedure"), key=list(a.procedures).index):
        goal = effect(walk.process, name)
        start = _leading(walk, s, goal, day, was, least=least)
        if start is not None:
            called = a.procedures[name].label or repr(name)
            yield Averted("procedure", name, called, (), _stoppers(walk, start, goal))
    for name in sorted(read.names("deed"), key=list(a.deeds).index):
        goal = condition(walk.process, Condition(performed=name), name)
        start = _leading(walk, s, goal, day, was, least=least)
        if start is not None:
            deed = a.deeds[name]
            stoppers = _stoppers(walk, start, goal)
            yield Averted("deed", name, deed.label or repr(name), (deed.by,), stoppers)


def _stoppers(walk: Walk, start: Play, goal: Goal) -> tuple[str, ...]:
    nothing = Supposition(by="", act="", against="", day=start.end.day, begun=start)
    return walk.blockers(nothing, goal)


def _leading(
    walk: Walk,
    s: Supposition,
    goal: Goal,
    day: int,
    was: tuple[object, ...],
    *,
    least: tuple[int, int] | None,
) -> Play | None:
    """Return from where a goal comes that leaves what an act leads to as it was."""
    from foedus.process.walk.seasons import consequence, rank  # seasons are made of turnings

    lost = least is not None
    for start in _starts(walk, goal, day, lost=lost):
        play = walk.reach(start, goal)
        if play is None or goal.holds(start.end):
            continue
        late = play.end.day >= day
        if late and not (lost and start.end.day >= day):
            continue
        on = replace(s, day=max(day, play.end.day), begun=play)
        comes = consequence(walk, on)
        if (comes.kind, comes.of) == was or (least is not None and rank(walk, comes) >= least):
            return start
    return None


def _starts(walk: Walk, goal: Goal, day: int, *, lost: bool) -> Iterator[Play]:
    """Yield from where a goal may be sought: as late as it still comes in time, and earlier."""
    base = walk.concluded
    soonest = walk.reach(base, goal)
    if soonest is not None:
        last = day - 1 - (soonest.end.day - base.end.day)
        if last > base.end.day:
            yield base.idle(walk.process, last)
    for turn in reversed([turn for turn in walk.turns if turn < day]):
        yield base.idle(walk.process, turn)
    if lost:
        yield base.idle(walk.process, day)
