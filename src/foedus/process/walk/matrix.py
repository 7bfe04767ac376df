"""What each act of each side meets: the act-by-response matrix, a row for each act of each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from foedus.language import Guarantee
from foedus.process.exploration import scope
from foedus.process.obligation import Obligation, obligation
from foedus.process.process import Process
from foedus.process.state import Progress, Standing, State
from foedus.process.walk.goals import Goal, allowed, duties, found, obliged, owed, rights
from foedus.process.walk.letting import Willing, willing_of
from foedus.process.walk.play import Play
from foedus.process.walk.seasons import Season, caused, seasons
from foedus.process.walk.supposition import Supposition
from foedus.process.walk.walk import Walk


class Needed(NamedTuple):
    """What one way to an answer needs of others: how duties are answered, and what is performed.

    Parameters
    ----------
    answers
        Each duty that must be honoured, declined or left until it is overdue.
    deeds
        What must be performed, each with who does it. With neither, it comes by time alone.
    day
        Days after the act on which it can come so at the earliest.
    """

    answers: tuple[str, ...]
    deeds: tuple[tuple[str, str], ...]
    day: int


class Due(NamedTuple):
    """Something that can come of an act.

    Parameters
    ----------
    clause
        The guarantee under which an answer is owed or allowed, or the procedure that takes effect.
    owed
        Who owes what to whom, or may respond; none for a procedure.
    day
        Days after the act on which it can come at the earliest.
    way
        What must come on that shortest way: each procedure with how it ends, and each duty that
        must be honoured or declined first.
    deeds
        What must be performed for it to come on that day: sets of deeds, each with who does it, of
        which any one suffices; none where the act needs no deed besides.
    without
        Whether it comes with none of these deeds too, be it later.
    either
        Where its shortest way hangs on how another duty is answered, and there are ways on which it
        does not so hang: each of them, with the answers that it needs and the deeds.
    """

    clause: str
    owed: Obligation | None
    day: int
    way: tuple[str, ...] = ()
    deeds: tuple[tuple[tuple[str, str], ...], ...] = ()
    without: bool = False
    either: tuple[Needed, ...] = ()

    @property
    def response(self) -> str:
        """What is owed, as the language has it; empty for a procedure."""
        return self.owed.response if self.owed else ""

    def as_json(self) -> dict[str, object]:
        """Return it as plain data; deeds, and whether it comes without, only where some are.

        So with the several ways.
        """
        plain = self._asdict() | {"owed": self.owed.as_json() if self.owed else None}
        plain["either"] = [one._asdict() for one in self.either]
        left = [] if self.deeds else ["deeds", "without"]
        left += [] if self.either else ["either"]
        return {key: value for key, value in plain.items() if key not in left}


class Row(NamedTuple):
    """What one act meets, on the first day on which it meets the most.

    That is once what waits for a signature is signed, or on a later day where the text has one
    from which more is owed.

    Attributes
    ----------
    by, act, against
        Whose act, which, and against whom.
    breaches
        Norms that it breaches at once.
    findable
        Whether such a breach can come to be found, if everybody who can help does.
    becomes
        Norms that it breaches only later, on the shortest way to an answer: once a deed is done, or
        a treaty is in force.
    duties
        Answers that can come to be owed, the strongest first.
    rights
        Answers that can come to be allowed, and are not owed.
    renewed
        Answers owed if the act is stopped once what it started has taken effect, and done again;
        where none is, and none may be given the first time, answers that may be given then.
    awaits
        Treaties in which those answers stand and that are not in force when it is done first.
    effects
        Procedures that can take effect because of it.
    needs
        Days that the act itself needs; ``None`` where the file does not say.
    on
        The day on which it is done, which is the first of a season.
    forbidden
        Where it is no breach on that day: the first day after it, or else the first of all, on
        which it is one if nobody does anything until then, and the last of those days, ``None``
        where there is none; ``None`` where it is a breach on no day.
    unsigned
        Whether it is a breach on none of these days, and one before all that is taken to be signed
        first is.
    seasons
        What it leads to on each day, what is done first of all included.
    """

    by: str
    act: str
    against: str
    breaches: tuple[str, ...]
    findable: bool
    duties: tuple[Due, ...]
    rights: tuple[Due, ...]
    renewed: tuple[Due, ...]
    awaits: tuple[str, ...]
    effects: tuple[Due, ...]
    needs: int | None
    on: date = date.min
    seasons: tuple[Season, ...] = ()
    becomes: tuple[str, ...] = ()
    forbidden: tuple[date, date | None] | None = None
    unsigned: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data; days of a breach only where it is none on its own."""
        several = ("duties", "rights", "renewed", "effects")
        plain = self._asdict()
        del plain["forbidden"], plain["unsigned"]
        if self.unsigned:
            plain["unsigned"] = True
        if self.forbidden is not None:
            plain["forbidden"] = [day and day.isoformat() for day in self.forbidden]
        return plain | {
            "awaits": list(self.awaits),
            "becomes": list(self.becomes),
            **{key: [due.as_json() for due in getattr(self, key)] for key in several},
            "on": self.on.isoformat(),
            "seasons": [season.as_json() for season in self.seasons],
        }


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
    before = done.steps[-1][0]
    norms = process.clauses.norm_ids
    breached = tuple(name for at, name in enumerate(norms) if _newly(done, at))
    rungs = process.clauses.index.rungs[s.by]
    needs = process.arrangement.conduct[s.by].acts[rungs[s.act]].needs
    again = Supposition(by=s.by, act=s.act, against=s.against, renewed=True)
    answers = [(owed(process, n), g) for n, g in duties(process, s.by, s.against)]
    may = [(allowed(process, n), g) for n, g in rights(process, s.by, s.against)]
    of = chain.from_iterable(_breached_later(walk, s, goal) for goal, _ in (*answers, *may))
    becomes = tuple(dict.fromkeys(of))
    owes, allows = _dues(walk, s, answers), _dues(walk, s, may)
    renewed = _dues(walk, again, answers) or (() if owes or allows else _dues(walk, again, may))
    forbidden = None if breached else _forbidden(walk, s, before.day)
    return Row(
        s.by,
        s.act,
        s.against,
        breached,
        any(walk.comes(s, found(process, name)) is not None for name in (*breached, *becomes)),
        owes,
        allows,
        renewed,
        _awaited(process, before, renewed),
        _dues(walk, s, [(goal, None) for goal in caused(walk, s)]),
        needs.days if needs else None,
        process.date_of(before.day),
        seasons(walk, s),
        becomes,
        forbidden,
        not breached and forbidden is None and walk.signs(s) and _first_of_all(walk, s),
    )


def _newly(done: Play, norm: int) -> bool:
    """Say whether the last act of a play is the first breach of a norm."""
    return done.end.world.breached[norm] and not done.steps[-1][0].world.breached[norm]


def _first_of_all(walk: Walk, s: Supposition) -> bool:
    """Say whether an act is a breach on the first day, before anything is signed."""
    done = walk.outset(replace(s, unsigned=True, day=None, renewed=False))
    return any(_newly(done, at) for at in range(len(walk.process.clauses.norms)))


def _forbidden(walk: Walk, s: Supposition, on: int) -> tuple[date, date | None] | None:
    """Return the first day after `on`, or else of all, on which an act is a breach, and the last.

    Of those on which it may be done first while nobody has done anything else.
    """
    if walk.outset(s).steps[-1][0].day < walk.turns[0]:  # before all sign: it is done on that day
        return None
    plays = ((day, walk.outset(replace(s, day=day, renewed=False))) for day in walk.turns)
    is_one = {
        day: any(_newly(p, at) for at in range(len(walk.process.clauses.norms))) for day, p in plays
    }
    since = next((day for day in is_one if day > on and is_one[day]), None)
    since = next((day for day in is_one if is_one[day]), None) if since is None else since
    if since is None:
        return None
    over = next((day for day in is_one if day > since and not is_one[day]), None)
    date_of = walk.process.date_of
    return date_of(since), None if over is None else date_of(over - 1)


def _breached_later(walk: Walk, s: Supposition, goal: Goal) -> Iterator[str]:
    """Yield the norms about an act that is no breach of them when it is done, but becomes one."""
    play, clauses = walk.comes(s, goal), walk.process.clauses
    if play is not None:
        before, after = walk.outset(s).end.world.breached, play.end.world.breached
        for at, name in enumerate(clauses.norm_ids):
            of_acts = any(
                clauses.front_ids[front][0] == s.by for front, _ in clauses.norms[at].rungs
            )
            if after[at] and not before[at] and of_acts:
                yield name


def obliging(walk: Walk, supposition: Supposition) -> tuple[Due, ...]:
    """Return the obligations of which the deed comes to be owed because of an act."""
    process, s = walk.process, supposition
    goals = [obliged(process, process.clauses.norm_ids[at]) for at, _ in process.clauses.owing]
    return _dues(walk, s, [(goal, None) for goal in goals if not walk.comes_anyway(s, goal)])


def _awaited(process: Process, before: State, dues: tuple[Due, ...]) -> tuple[str, ...]:
    """Return the treaties in which answers stand and that are not in force yet."""
    texts = [process.arrangement.guarantees[due.clause].in_ for due in dues]
    pending = [
        text
        for text in texts
        if text is not None
        and before.record.instruments[process.clauses.index.instruments[text]].standing
        is Standing.PROPOSED
    ]
    return tuple(dict.fromkeys(pending))


def _dues(
    walk: Walk, s: Supposition, goals: Sequence[tuple[Goal, Guarantee | None]]
) -> tuple[Due, ...]:
    return tuple(_due(walk, s, goals))


def _due(
    walk: Walk, s: Supposition, goals: Sequence[tuple[Goal, Guarantee | None]]
) -> Iterator[Due]:
    for goal, text in goals:
        play = walk.comes(s, goal)
        if play is not None:
            day = walk.day(s, goal, play)
            way = _way(walk, walk.outset(s).end, play.end)
            deeds, without = _deeds(walk, s, goal, play, day)
            who = obligation(goal.name, text) if text else None
            yield Due(goal.name, who, day, way, deeds, without, _either(walk, s, goal, play))


def _deeds(
    walk: Walk, s: Supposition, goal: Goal, play: Play, day: int
) -> tuple[tuple[tuple[tuple[str, str], ...], ...], bool]:
    """Return the deeds of a shortest play, and of others of that day that do without them.

    Last comes whether it comes with none of them too, be it later.
    """
    begun, barred, next_ = len(walk.outset(s).steps), frozenset[Willing](), play
    found: list[tuple[tuple[str, str], ...]] = []
    while True:
        moves = [move for _, move in next_.steps[begun:] if move.kind == "perform"]
        if not moves:
            return tuple(found), bool(found)
        if walk.day(s, goal, next_) == day:
            found.append(tuple((move.actor, move.clause) for move in moves))
        barred |= {willing_of(move) for move in moves}
        other = walk.comes(s, goal, barred)
        if other is None:
            return tuple(found), False
        next_ = other


_OTHERS_DO = ("perform", "honour", "decline")


def _either(walk: Walk, s: Supposition, goal: Goal, play: Play) -> tuple[Needed, ...]:
    """Return the ways to a goal, where it hangs on how a duty is answered and there are several.

    They are that of the shortest play, those that do without one thing that it needs, and so on
    until there is no other; a way that needs all that another needs and more is none.
    """
    begun = len(walk.outset(s).steps)
    if all(move.kind not in ("honour", "decline") for _, move in play.steps[begun:]):
        return ()
    found: dict[Needed, frozenset[Willing]] = {}
    pending, seen = [frozenset[Willing]()], set[frozenset[Willing]]()
    while pending:
        barred = pending.pop(0)
        other = walk.comes(s, goal, barred) if barred not in seen else None
        seen.add(barred)
        if other is not None:
            moves = [move for _, move in other.steps[begun:] if move.kind in _OTHERS_DO]
            used = frozenset(willing_of(move) for move in moves)
            deeds = tuple((move.actor, move.clause) for move in moves if move.kind == "perform")
            answers, day = _answered(walk, s, goal, other), walk.day(s, goal, other)
            found.setdefault(Needed(answers, deeds, day), used)
            pending += [barred | {one} for one in sorted(used)]
    least = [way for way, used in found.items() if not any(o and o < used for o in found.values())]
    return tuple(least) if len(least) > 1 else ()


def _answered(walk: Walk, s: Supposition, goal: Goal, play: Play) -> tuple[str, ...]:
    """Return how duties are answered on a way, without what follows from another such answer.

    Whoever comes to owe something only because a first has honoured its duty can honour it only
    then.
    """
    ends = tuple(_given(walk, walk.outset(s).end, play.end))
    if not ends:
        late = scope(walk.process, goal.items).names("late")
        overdue, index = walk.process.clauses.overdue, walk.process.clauses.index.guarantees
        return tuple(
            f"{name} is overdue" for name in sorted(late) if overdue(play.end, index[name])
        )
    names = [end.split(" ", 1)[0] for end in ends]
    return tuple(
        end
        for end, name in zip(ends, names, strict=True)
        if not any(_follows(walk, s, other, name, end) for other in names if other != name)
    )


def _follows(walk: Walk, s: Supposition, later: str, name: str, end: str) -> bool:
    """Say whether a duty comes only once another is answered as it is."""
    how = "honour" if end.endswith("honoured") else "decline"
    return walk.comes(s, allowed(walk.process, later), frozenset({(how, name)})) is None


_ENDS = {Progress.OPEN: "is opened", Progress.DONE: "takes effect", Progress.LAPSED: "lapses"}


def _way(walk: Walk, before: State, after: State) -> tuple[str, ...]:
    clauses = walk.process.clauses
    courses = zip(before.record.procedures, after.record.procedures, strict=True)
    ended = (
        f"{name} {_ENDS[now.progress]}"
        for name, (was, now) in zip(clauses.procedure_ids, courses, strict=True)
        if now.progress is not was.progress
    )
    return (*ended, *_given(walk, before, after))


def _given(walk: Walk, before: State, after: State) -> Iterator[str]:
    """Yield each duty that was honoured or declined."""
    clauses = walk.process.clauses
    for how, given in (("honoured", clauses.honoured), ("declined", clauses.declined)):
        for at, name in enumerate(clauses.guarantee_ids):
            if given(after, at) and not given(before, at):
                yield f"{name} is {how}"
