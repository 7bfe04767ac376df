"""What an act leads to, on the days on which it may be done: what begins and ends by itself.

A guarantee from a date on, one that runs out, a window: the same act meets something else on other
days. Each span of days in which nothing begins or ends by itself is asked, with nobody doing
anything in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from foedus.language import Arrangement, strength
from foedus.process.exploration import Scope
from foedus.process.obligation import Obligation, obligation
from foedus.process.process import Process
from foedus.process.relief import reliefs
from foedus.process.walk.conduct import stopped
from foedus.process.walk.goals import Goal, allowed, any_of, duties, effect, owed, rights
from foedus.process.walk.supposition import Supposition
from foedus.process.walk.turning import Turning, averting, events

if TYPE_CHECKING:
    from foedus.process.walk.walk import Walk

Rank = tuple[int, int]
"""How much comes of an act: the place of its kind, and the strength of what is owed."""
_KIND = 100
"""More than the strength of any response."""
_KINDS = ("none", "effect", "right", "duty")
"""What can come of an act, the most of it last."""


class Consequence(NamedTuple):
    """What an act leads to, for asking with what chance and when.

    Parameters
    ----------
    kind
        ``duty``: an answer is owed; ``right``: one is allowed; ``effect``: a procedure takes
        effect; ``none``.
    of
        The guarantees or procedures: of duties the strongest that can come; where some of those, or
        of the rights, are there at once, these and not those that come only later.
    goal
        That one of them comes; ``None`` with ``none``.
    """

    kind: str
    of: tuple[str, ...]
    goal: Goal | None


class Season(NamedTuple):
    """Days in all of which an act that is done then can lead to the same.

    That is so if nobody does anything until the act; why it begins and ends says what else could
    come of it if somebody does.

    Parameters
    ----------
    since, until
        The first of these days and the last; no last one where it goes on for as long as the
        arrangement is followed.
    kind, of
        As of the `Consequence`.
    called
        What the guarantees or procedures are called.
    owed
        Who owes what to whom, or may respond; empty for an effect or nothing.
    begins, ends
        Why something else comes of the act from the first day on, and after the last; ``None``
        where it does not begin or end.
    again
        Who would owe what if the act was done before, when more came of it, and was stopped; told
        only of days on which nothing comes of a first one.
    """

    since: date
    until: date | None
    kind: str
    of: tuple[str, ...]
    called: tuple[str, ...] = ()
    owed: tuple[Obligation, ...] = ()
    begins: Turning | None = None
    ends: Turning | None = None
    again: tuple[Obligation, ...] = ()

    @property
    def leads_to(self) -> tuple[object, ...]:
        """What an act leads to on these days."""
        return self.kind, self.of, self.called, self.owed

    def as_json(self) -> dict[str, object]:
        """Return the season as plain data."""
        until = self.until.isoformat() if self.until else None
        several: dict[str, object] = {key: list(getattr(self, key)) for key in ("of", "called")}
        several |= {key: [o.as_json() for o in getattr(self, key)] for key in ("owed", "again")}
        turnings = {"begins": self.begins, "ends": self.ends}
        several |= {key: turning and turning.as_json() for key, turning in turnings.items()}
        return self._asdict() | several | {"since": self.since.isoformat(), "until": until}


class _Asked(NamedTuple):
    day: int
    found: Consequence
    rank: Rank
    takes: int
    """How many days later it comes at the earliest."""


def consequence(walk: Walk, supposition: Supposition) -> Consequence:
    """Return what an act leads to: the strongest duty that can come, else a right, else an effect.

    *Can come* counts every way, and not that somebody is likely to go it.
    """
    process, s = walk.process, supposition
    owing = [(n, g) for n, g in duties(process, s.by, s.against) if _comes(walk, s, n)]
    strongest = [n for n, g in owing if g.response == owing[0][1].response]
    if strongest:
        first = [n for n in strongest if not _stands_in(walk, s, n, strongest)] or strongest
        due = _at_once(walk, s, [owed(process, name) for name in first])
        return Consequence("duty", tuple(goal.name for goal in due), any_of(due))
    may = [allowed(process, name) for name, _ in rights(process, s.by, s.against)]
    may = _at_once(walk, s, [goal for goal in may if walk.comes(s, goal) is not None])
    if may:
        return Consequence("right", tuple(goal.name for goal in may), any_of(may))
    effects = [goal for goal in caused(walk, s) if walk.comes(s, goal) is not None]
    if effects:
        return Consequence("effect", tuple(goal.name for goal in effects), any_of(effects))
    return Consequence("none", (), None)


def _at_once(walk: Walk, s: Supposition, goals: list[Goal]) -> list[Goal]:
    """Return the goals that have come as soon as the act is done; all of them where none has.

    Who owes something a month later, or once a parliament has agreed, owes nothing at once.
    """
    end = walk.outset(s).end
    return [goal for goal in goals if goal.holds(end)] or goals


def _comes(walk: Walk, s: Supposition, guarantee: str) -> bool:
    return walk.comes(s, owed(walk.process, guarantee)) is not None


def _stands_in(walk: Walk, s: Supposition, guarantee: str, others: Sequence[str]) -> bool:
    """Whether a duty comes only where another of them is declined or not met in time."""
    clauses = walk.process.clauses
    play = walk.comes(s, owed(walk.process, guarantee))
    assert play is not None, "it is one of those that come"
    at = [clauses.guarantee_ids.index(name) for name in others if name != guarantee]
    return any(clauses.declined(play.end, n) or clauses.overdue(play.end, n) for n in at)


def caused(walk: Walk, s: Supposition) -> list[Goal]:
    """Return the procedures that change something and take effect only if the act is done.

    What does no more than undo what another of them brought about follows from that, and not from
    the act; so does what was open to all on the first day, once only another of them opens it
    again. What who acts does by itself, to its own ends, is no more than a further act of it; and
    what only frees it of what it owes answers nothing.
    """
    a = walk.process.arrangement
    free = reliefs(a, s.by)
    goals = {
        name: effect(walk.process, name)
        for name, text in a.procedures.items()
        if any(e.bring_into_force not in free for e in text.then) or _begun_by(a, name) - free
        if not by_itself(walk.process, s.by, name)
    }
    found = {name: goal for name, goal in goals.items() if not walk.comes_anyway(s, goal)}
    found = {n: goal for n, goal in found.items() if not _reopened(walk, s, goal, found)}
    begun = {one: name for name in found for one in _begun_by(a, name)}
    return [
        goal
        for name, goal in found.items()
        if not all(begun.get(e.terminate or "", name) != name for e in a.procedures[name].then)
        or not a.procedures[name].then
    ]


def _reopened(walk: Walk, s: Supposition, goal: Goal, caused: Iterable[str]) -> bool:
    """Say whether what can come on the first day comes of the act only by another effect of it."""
    others = [name for name in caused if name != goal.name]
    first = replace(s, day=walk.turns[0], unsigned=False, renewed=False, begun=None)
    if not others or not walk.comes_anyway(first, goal):
        return False
    barred = frozenset((how, name) for name in others for how in ("open", "allege"))
    return walk.comes(s, goal, barred) is None


def by_itself(process: Process, by: str, procedure: str) -> bool:
    """Say whether a party opens a procedure, and takes each step of it, that nobody else does.

    Parameters
    ----------
    process
        The process.
    by
        The party, with its members.
    procedure
        The procedure.
    """
    clauses, a = process.clauses, process.arrangement
    own = {by, *(a.parties[by].members if by in a.parties else ())}
    steps = clauses.steps[clauses.index.procedures[procedure]]
    taken = {one for s in steps if not s.step.escrowed for one in s.electorate.rule.members}
    opens = a.procedures[procedure].opens.by
    return bool(opens) and {*opens, *taken} <= own


def _begun_by(a: Arrangement, procedure: str) -> set[str]:
    """Return the instruments that a procedure brings into force, or that enter by its effect."""
    waiting = {
        name
        for name, text in a.instruments.items()
        if text.enters and any(atom.done == procedure for atom in text.enters.atoms())
    }
    return waiting | {e.bring_into_force or "" for e in a.procedures[procedure].then} - {""}


def at_best(walk: Walk, supposition: Supposition) -> Supposition:
    """Return the act done on the first day on which the most can come of it.

    A duty is more than a right. Once what waits for a signature is signed, unless less comes of the
    act from then on than on the first day: a treaty may also end what protects.
    """
    if supposition.day is not None or supposition.unsigned:
        return supposition
    if len(walk.turns) == 1 and not walk.concluded.steps:
        return replace(supposition, day=walk.turns[0])
    most = _most(walk, supposition)
    best = _best(_each(walk, supposition, enough=most))
    if walk.concluded.steps and best.rank != most:
        first = replace(supposition, unsigned=True, renewed=False, refusing=frozenset())
        if rank(walk, consequence(walk, first)) > best.rank:
            return replace(supposition, unsigned=True)
    return replace(supposition, day=best.day)


def strongest(walk: Walk, supposition: Supposition) -> int:
    """Return how much comes of an act at best, as a number: first of what kind, then how strong."""
    kind, much = _best(_each(walk, supposition, enough=_most(walk, supposition))).rank
    return kind * _KIND + much


def seasons(walk: Walk, supposition: Supposition) -> tuple[Season, ...]:
    """Return what an act leads to on each of the days on which it may be done.

    Last days on which what can come of it would be cut off by the horizon are those of the season
    before them.
    """
    if at_best(walk, supposition).unsigned:
        first = replace(supposition, unsigned=True, renewed=False, refusing=frozenset())
        comes = consequence(walk, first)
        return (_season(walk, _Asked(0, comes, rank(walk, comes), 0)),)
    found = _each(walk, supposition)
    best, horizon = _best(found), walk.process.arrangement.horizon.days
    told: list[tuple[Season, _Asked]] = []
    for one in found:
        if one.rank < best.rank and one.day + best.takes > horizon:
            break
        season = _season(walk, one)
        if told:
            before, was = told[-1]
            if before.leads_to == season.leads_to:
                continue
            why = _turning(walk, supposition, was, one)
            last = walk.process.date_of(one.day - 1)
            told[-1] = (before._replace(until=last, ends=why), was)
            season = season._replace(begins=why, again=_again(walk, supposition, best, one))
        told.append((season, one))
    return tuple(season for season, _ in told)


def _again(walk: Walk, s: Supposition, best: _Asked, now: _Asked) -> tuple[Obligation, ...]:
    """Return who would owe what for an act for which nobody does, had it been done before."""
    if now.found.kind != "none" or best.day >= now.day:
        return ()
    first = replace(s, day=best.day, renewed=False, refusing=frozenset())
    before = stopped(walk.process, s, walk.outset(first))
    comes = consequence(walk, replace(first, day=now.day, begun=before))
    return obligations_of(walk.process.arrangement, comes)


def _turning(walk: Walk, s: Supposition, was: _Asked, now: _Asked) -> Turning:
    """Return why what an act leads to changes."""
    items = {
        item
        for goal in (was.found.goal, now.found.goal)
        if goal is not None
        for item in walk.sliced(goal).scope.items
    }
    read, before = Scope(frozenset(items)), (was.found.kind, was.found.of)
    on = replace(s, renewed=False, refusing=frozenset())
    least = was.rank if now.rank < was.rank else None
    if now.found.kind == "none" and least is not None:
        least = min(least, (_KINDS.index("right"), 0))  # that nothing comes is not so then
    # As much may come under another clause by then, as well as under the same.
    others = _as_strong(walk, s, was, least) if least is not None else ()
    more = (item for goal in others for item in walk.sliced(goal).scope.items)
    wider = Scope(frozenset({*items, *more}))
    return Turning(
        tuple(events(walk, now.day, read)),
        tuple(averting(walk, on, now.day, wider, before, least=least)),
    )


def _as_strong(walk: Walk, s: Supposition, was: _Asked, least: Rank) -> Iterator[Goal]:
    """Yield what else of a pair can come to be owed or allowed, and is not too little."""
    duty, right = _KINDS.index("duty"), _KINDS.index("right")
    for name, g in duties(walk.process, s.by, s.against):
        if name not in was.found.of and (duty, strength(g.response)) >= least:
            yield owed(walk.process, name)
    for name, g in rights(walk.process, s.by, s.against):
        if name not in was.found.of and (right, strength(g.response)) >= least:
            yield allowed(walk.process, name)


def _best(found: list[_Asked]) -> _Asked:
    return max(found, key=lambda one: (one.rank, -one.day))


def _each(walk: Walk, s: Supposition, *, enough: Rank | None = None) -> list[_Asked]:
    """Return what an act leads to on the first day of each span, until it leads to `enough`."""
    found: list[_Asked] = []
    for day in walk.turns:
        on = replace(s, day=day, renewed=False, refusing=frozenset())
        comes = consequence(walk, on)
        play = walk.comes(on, comes.goal) if comes.goal else None
        takes = walk.day(on, comes.goal, play) if comes.goal and play else 0
        found.append(_Asked(day, comes, rank(walk, comes), takes))
        if found[-1].rank == enough:
            break
    return found


def rank(walk: Walk, comes: Consequence) -> Rank:
    """Return how much an act leads to: first of what kind, then how strong an answer."""
    written = walk.process.arrangement.guarantees
    answers = [strength(written[name].response) for name in comes.of if name in written]
    return _KINDS.index(comes.kind), max(answers, default=0)


def _most(walk: Walk, s: Supposition) -> Rank | None:
    """Return the most that the text has for an act, where it has a duty."""
    written = duties(walk.process, s.by, s.against)
    return (_KINDS.index("duty"), strength(written[0][1].response)) if written else None


def _season(walk: Walk, one: _Asked) -> Season:
    a, comes = walk.process.arrangement, one.found
    answers = obligations_of(a, comes)
    return Season(
        walk.process.date_of(one.day),
        None,
        comes.kind,
        comes.of,
        tuple(clause_called(a, name) for name in comes.of),
        answers,
    )


def obligations_of(a: Arrangement, comes: Consequence) -> tuple[Obligation, ...]:
    """Return who owes what to whom, or may respond, where that is what an act leads to."""
    answers = comes.of if comes.kind in ("duty", "right") else ()
    return tuple(obligation(name, a.guarantees[name]) for name in answers)


def clause_called(a: Arrangement, clause: str) -> str:
    """Return what a guarantee or a procedure is called."""
    found = a.guarantees.get(clause) or a.procedures.get(clause)
    return (found.label if found else "") or repr(clause)
