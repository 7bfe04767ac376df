"""What each act of each side meets: the act-by-response matrix, a row for each act of each pair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from foedus.language import Guarantee
from foedus.process.state import Progress, State
from foedus.process.walk.goals import Goal, allowed, any_of, duties, effect, found, owed, rights
from foedus.process.walk.supposition import Supposition
from foedus.process.walk.walk import Walk


class Due(NamedTuple):
    """Something that can come of an act.

    Parameters
    ----------
    clause
        The guarantee under which an answer is owed or allowed, or the procedure that takes effect.
    response
        What the guarantee says is owed; empty for a procedure.
    day
        Days after the act on which it can come at the earliest.
    way
        What must come on that shortest way: each procedure with how it ends.
    """

    clause: str
    response: str
    day: int
    way: tuple[str, ...] = ()


class Row(NamedTuple):
    """What one act meets, done first of all once what waits for a signature is signed.

    Attributes
    ----------
    by, act, against
        Whose act, which, and against whom.
    breaches
        Norms that it breaches at once.
    findable
        Whether such a breach can come to be found, if everybody who can help does.
    duties
        Answers that can come to be owed, the strongest first.
    rights
        Answers that can come to be allowed, and are not owed.
    renewed
        Answers owed if the act is stopped once what it started has taken effect, and done again.
    effects
        Procedures that can take effect because of it.
    needs
        Days that the act itself needs; ``None`` where the file does not say.
    """

    by: str
    act: str
    against: str
    breaches: tuple[str, ...]
    findable: bool
    duties: tuple[Due, ...]
    rights: tuple[Due, ...]
    renewed: tuple[Due, ...]
    effects: tuple[Due, ...]
    needs: int | None

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        several = ("duties", "rights", "renewed", "effects")
        return self._asdict() | {
            key: [due._asdict() for due in getattr(self, key)] for key in several
        }


class Consequence(NamedTuple):
    """What an act leads to, for asking with what chance and when.

    Parameters
    ----------
    kind
        ``duty``: an answer is owed; ``right``: one is allowed; ``effect``: a procedure takes
        effect; ``none``.
    of
        The guarantees or procedures: of duties the strongest that can come.
    goal
        That one of them comes; ``None`` with ``none``.
    """

    kind: str
    of: tuple[str, ...]
    goal: Goal | None


def matrix(walk: Walk) -> tuple[Row, ...]:
    """Return what every act above compliance meets, for each pair of those it is by and against."""
    a = walk.process.arrangement
    return tuple(
        row(walk, Supposition(by=by, act=act.act, against=against))
        for by, against in a.pairs
        for act in a.conduct[by].acts[1:]
    )


def row(walk: Walk, supposition: Supposition) -> Row:
    """Return what one act meets."""
    process, s = walk.process, supposition
    done = walk.outset(s)
    before, after = done.steps[-1][0], done.end
    norms = process.clauses.norm_ids
    breached = tuple(
        name
        for at, name in enumerate(norms)
        if after.world.breached[at] and not before.world.breached[at]
    )
    rungs = process.clauses.index.rungs[s.by]
    needs = process.arrangement.conduct[s.by].acts[rungs[s.act]].needs
    again = Supposition(by=s.by, act=s.act, against=s.against, renewed=True)
    return Row(
        s.by,
        s.act,
        s.against,
        breached,
        any(walk.comes(s, found(process, name)) is not None for name in breached),
        _dues(walk, s, [(owed(process, n), g) for n, g in duties(process, s.by, s.against)]),
        _dues(walk, s, [(allowed(process, n), g) for n, g in rights(process, s.by, s.against)]),
        _dues(walk, again, [(owed(process, n), g) for n, g in duties(process, s.by, s.against)]),
        _dues(walk, s, [(goal, None) for goal in _caused(walk, s)]),
        needs.days if needs else None,
    )


def consequence(walk: Walk, supposition: Supposition) -> Consequence:
    """Return what an act leads to: the strongest duty that can come, else a right, else an effect.

    *Can come* counts every way, and not that somebody is likely to go it.
    """
    process, s = walk.process, supposition
    owing = [(n, g) for n, g in duties(process, s.by, s.against) if _comes(walk, s, n)]
    strongest = [n for n, g in owing if g.response == owing[0][1].response]
    if strongest:
        goals = [owed(process, name) for name in strongest]
        return Consequence("duty", tuple(strongest), any_of(goals))
    may = [allowed(process, name) for name, _ in rights(process, s.by, s.against)]
    may = [goal for goal in may if walk.comes(s, goal) is not None]
    if may:
        return Consequence("right", tuple(goal.name for goal in may), any_of(may))
    caused = [goal for goal in _caused(walk, s) if walk.comes(s, goal) is not None]
    if caused:
        return Consequence("effect", tuple(goal.name for goal in caused), any_of(caused))
    return Consequence("none", (), None)


def _comes(walk: Walk, s: Supposition, guarantee: str) -> bool:
    return walk.comes(s, owed(walk.process, guarantee)) is not None


def _caused(walk: Walk, s: Supposition) -> list[Goal]:
    """Return the procedures that change something and take effect only if the act is done."""
    procedures = walk.process.arrangement.procedures.items()
    goals = [effect(walk.process, name) for name, text in procedures if text.then]
    return [goal for goal in goals if not walk.comes_anyway(s, goal)]


def _dues(
    walk: Walk, s: Supposition, goals: list[tuple[Goal, Guarantee | None]]
) -> tuple[Due, ...]:
    return tuple(_due(walk, s, goals))


def _due(walk: Walk, s: Supposition, goals: list[tuple[Goal, Guarantee | None]]) -> Iterator[Due]:
    for goal, text in goals:
        play = walk.comes(s, goal)
        if play is not None:
            day = walk.day(s, goal, play)
            way = _way(walk, walk.outset(s).end, play.end)
            yield Due(goal.name, text.response if text else "", day, way)


_ENDS = {Progress.OPEN: "is opened", Progress.DONE: "takes effect", Progress.LAPSED: "lapses"}


def _way(walk: Walk, before: State, after: State) -> tuple[str, ...]:
    courses = zip(before.record.procedures, after.record.procedures, strict=True)
    return tuple(
        f"{name} {_ENDS[now.progress]}"
        for name, (was, now) in zip(walk.process.clauses.procedure_ids, courses, strict=True)
        if now.progress is not was.progress
    )
