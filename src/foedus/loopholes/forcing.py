"""Who can force it, and who can keep it away: help, the end of a guarantee, what takes effect.

Each question sets a coalition against all others (alternating-time logic: Alur, Henzinger and
Kupferman, *Journal of the ACM* 49, 2002). Moves of one day are simultaneous: nothing is said to be
forced that hangs on being quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from foedus.language import listed
from foedus.loopholes.coalitions import Counts, smallest
from foedus.loopholes.inquiry import Inquiry, Patience
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.loopholes.strategy import IDLE, coalition, forcing, keeping_away, members_of
from foedus.loopholes.tables import Rule
from foedus.process import Process, Standing, State, act_label, name_of
from foedus.process.exploration import FRESH, Batch, Graph, Item, Projection, Rules, Test, scope
from foedus.process.walk import (
    Contest,
    Goal,
    Opposed,
    Supposition,
    Walk,
    allowed,
    any_of,
    at_will,
    begun,
    effect,
    forced,
    owed,
    rights,
)

MOST_CONTESTED = 20_000
MOST_IN_ALL = 30_000
"""How many states one contest may hold, and all contests of one question together."""
Kind = Literal["help", "right", "effect", "end"]
Outcome = Literal["contested", "certain", "impossible", "undecided"]
_LEFT_OUT = ("prevail", "repel")
"""How fights end is nobody's choice."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that may come about, and two sides over it.

    Parameters
    ----------
    kind
        Whether help comes to be owed, or only allowed, a procedure takes effect, or a guarantee
        ends.
    said
        What may come about, as a sentence without its full stop.
    clauses
        The clauses that it is about.
    sizes
        Who has a part in it: parties, and how many members of each class.
    against
        Sets so many of each against all others.
    spared
        Whose staying away is no fault: the victim itself.
    still
        Whether it hangs on what others do on the ground, which is taken to stay as it is.
    on
        On which day the act is done, after a comma; empty where nothing is asked of an act.
    staying
        What those who keep it away leave undone on the ground, which a contest takes for granted.
    """

    kind: Kind
    said: str
    clauses: tuple[Path, ...]
    sizes: Counts
    against: Callable[[Counts], Contest]
    spared: tuple[str, ...] = ()
    still: bool = False
    on: str = ""
    staying: Callable[[Counts], tuple[Rule, ...]] = lambda _counts: ()


@dataclass(frozen=True, slots=True)
class Side:
    """Who is able to force something, or to keep it away.

    Parameters
    ----------
    alone
        Ids of everybody who is, without anybody else.
    together
        Where nobody is: the smallest coalitions that are, in words.
    example
        The first of all these, in words; `how` tells what it does.
    how
        Its strategy, as a decision table.
    """

    alone: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    example: str = ""
    how: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Power:
    """Who can force something, and who can keep it away.

    Parameters
    ----------
    kind, said, clauses
        As of the `Question`.
    outcome
        ``certain`` when it comes whatever anybody does, ``impossible`` when it never comes,
        ``undecided`` when the search was given up, else ``contested``.
    forced, kept_away
        Who brings it about whatever all others do, and who keeps it away; whoever is attacked is
        not counted on to refuse its own help.
    """

    kind: Kind
    said: str
    clauses: tuple[Path, ...]
    outcome: Outcome
    forced: Side = Side()
    kept_away: Side = Side()


class _GivenUpError(Exception):
    """A contest was larger than what may be searched, or time is up."""


def powers(
    process: Process, *, most: int = MOST_CONTESTED, patience: Patience | None = None
) -> tuple[Power, ...]:
    """Return who can force each thing that may come about, and who can keep it away.

    Parameters
    ----------
    process
        The process of the arrangement.
    most
        How many states one contest may hold; past that the answer is ``undecided``.
    patience
        Called now and then; when it says no, what is left is undecided.

    Examples
    --------
    >>> from foedus.casebook import text_of
    >>> from foedus.language import option, read
    >>> case = option(read(text_of("unscr-2231-snapback")), "notice-2025")
    >>> back, _ = powers(Process(case))
    >>> back.said
    "'snapback' takes effect after 'non_performance' by Iran"
    >>> back.forced.alone, back.kept_away.alone
    (('GBR', 'FRA'), ())
    >>> back.kept_away.together
    ('the United Kingdom, France and Germany',)
    """
    return tuple(_power(process, q, patience) for q in _questions(process, most, patience))


def _power(process: Process, q: Question, patience: Patience | None) -> Power:
    told = q.kind, q.said, q.clauses

    held = 0

    def contest(counts: Counts) -> Contest:
        nonlocal held
        found = q.against(counts)
        held += len(found.graph.states)
        tired = patience is not None and not patience(held, 0)
        if not found.graph.complete or held > MOST_IN_ALL or tired:
            raise _GivenUpError
        return found

    def forces(counts: Counts) -> bool:
        return contest(_others(q.sizes, counts)).ours

    def keeps_away(counts: Counts) -> bool:
        return not contest(counts).ours

    try:
        if keeps_away({}):
            still = ", if everybody else goes on as before on the ground" if q.still else ""
            return Power(q.kind, q.said + q.on + still, q.clauses, "impossible")
        if forces({}):
            return Power(q.kind, q.said + q.on, q.clauses, "certain")
        others = {label: size for label, size in q.sizes.items() if label not in q.spared}
        able, unwilling = smallest(forces, q.sizes), smallest(keeps_away, others)
        return Power(
            *told,
            "contested",
            _side(process, able, lambda c: forcing(contest(_others(q.sizes, c)))),
            _side(process, unwilling, lambda c: _kept(keeping_away(contest(c)), q.staying(c))),
        )
    except _GivenUpError:
        return Power(*told, "undecided")


def _kept(how: tuple[Rule, ...], staying: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return a table with what is left undone on the ground, in place of a line that says less."""
    who = {rule.who for rule in staying}
    return (*(rule for rule in how if rule.does != IDLE or rule.who not in who), *staying)


def _others(sizes: Counts, counts: Counts) -> dict[str, int]:
    left = {label: size - counts.get(label, 0) for label, size in sizes.items()}
    return {label: size for label, size in left.items() if size > 0}


def _side(
    process: Process, found: Sequence[Counts], how: Callable[[Counts], tuple[Rule, ...]]
) -> Side:
    if not found:
        return Side()
    members = members_of(process)
    alone = [counts for counts in found if sum(counts.values()) == 1]
    return Side(
        tuple(m for counts in alone for label in counts for m in members.get(label, (label,))),
        tuple(coalition(process, counts) for counts in found if counts not in alone),
        coalition(process, found[0]),
        how(found[0]),
    )


# What is asked ---------------------------------------------------------------------------------


def _questions(process: Process, most: int, patience: Patience | None) -> Iterator[Question]:
    inquiry = Inquiry(process, most, patience=patience)
    process = inquiry.process  # with room after the horizon for what comes on its last days
    walk = Walk(process, most=most, patience=patience)
    for threat in inquiry.threats:
        duties = inquiry.guarantees(threat)
        for act in inquiry.answered(threat) if duties else ():
            goal = any_of(owed(process, name) for _, name, _ in duties)
            paths = tuple(("guarantees", name) for _, name, _ in duties)
            yield _after(walk, threat, act, goal, "help", "help comes to be owed", paths)
        for name, g in rights(process, threat.by, threat.against) if not duties else ():
            may, paths = "a response may be given", (("guarantees", name),)
            yield _after(
                walk, threat, g.casus_foederis, allowed(process, name), "right", may, paths
            )
        act = inquiry.grave(threat)[-1]
        for name in inquiry.consequences(threat):
            goal, what = effect(process, name), f"{name!r} takes effect"
            yield _after(walk, threat, act, goal, "effect", what, (("procedures", name),))
        for name in inquiry.entering(threat):
            goal, what = begun(process, name), f"{name!r} enters into force"
            yield _after(walk, threat, act, goal, "effect", what, (("instruments", name),))
    for at, name in enumerate(process.arrangement.guarantees):
        yield from _ending(inquiry.timeless, at, name)


def _after(
    walk: Walk,
    threat: Threat,
    act: str,
    goal: Goal,
    kind: Kind,
    what: str,
    clauses: tuple[Path, ...],
) -> Question:
    clauses_of = walk.process.clauses
    by, to = name_of(clauses_of, threat.by), name_of(clauses_of, threat.against)
    said = f"{what} after {act!r} by {by}" + (f" against {to}" if threat.against else "")
    supposed = Supposition(by=threat.by, act=act, against=threat.front)
    said += (_once(walk) if walk.signs(supposed) else "") + _unless(walk, goal)
    day = walk.process.date_of(walk.outset(supposed).end.day)
    on = f", if that is done on {day}, and nothing else before"
    acting = set(scope(walk.process, goal.items).actors) - {threat.by}
    sizes = {label: len(members) for label, members in walk.candidates(goal, supposed).items()}
    contest = partial(walk.contest, supposed, goal)
    return Question(kind, said, clauses, sizes, contest, (threat.against,), bool(acting), on)


def _once(walk: Walk) -> str:
    """Say which treaties are taken to have come into force before the act."""
    lives = walk.concluded.end.record.instruments
    instruments = walk.process.arrangement.instruments.items()
    begun = [
        repr(name)
        for (name, text), life in zip(instruments, lives, strict=True)
        if text.status == "proposed" and life.standing is not Standing.PROPOSED
    ]
    return f", once {listed(begun)} {'are' if len(begun) > 1 else 'is'} in force" if begun else ""


def _unless(walk: Walk, goal: Goal) -> str:
    """Say which treaties nobody is taken to leave: not those that one may leave at once."""
    read = scope(walk.process, goal.items)
    names = read.names("instrument") - set(at_will(walk.process, read))
    instruments = walk.process.arrangement.instruments.items()
    left = [repr(name) for name, text in instruments if name in names and text.withdrawal]
    return f", as long as nobody leaves {listed(left, 'or')}" if left else ""


def _ending(inquiry: Inquiry, at: int, name: str) -> Iterator[Question]:
    """Ask, sunsets aside, whether a guarantee that binds comes to bind no more.

    Where what it gives would be due from then on, whether that ceases to be: it is suspended
    however that is written.
    """
    process = inquiry.process
    active = process.clauses.active
    start = inquiry.graph([Item("owed", name)], stop=lambda state: active(state, at))
    said, paths = f"{name!r} ends or is suspended before its time", (("guarantees", name),)
    if start.stopped is None:
        if not start.complete:  # whether it ever binds is not known either
            yield Question("end", said, paths, {}, _given_up)
        return
    state = start.end(start.stopped)
    if inquiry.gives(state, at):
        active = inquiry.gives
    projection = Projection(process, scope(process, [Item("owed", name)]))

    def ended(state: State) -> bool:
        return not active(state, at)

    against = partial(_freely, projection, state, ended, inquiry)
    sizes, staying = _everybody(process, projection), partial(_staying, projection, state, ended)
    yield Question("end", said, paths, sizes, against, staying=staying)


def _staying(projection: Projection, state: State, ended: Test, counts: Counts) -> tuple[Rule, ...]:
    """Return which acts of those who are to keep a guarantee would themselves end it at once."""
    process, clauses = projection.process, projection.process.clauses
    found: list[Rule] = []
    for front in projection.scope.fronts:
        by, to = clauses.front_ids[front]
        acts = process.arrangement.conduct[by].acts if by in counts else ()
        moves = [clauses.aimed(by, act.act, to) for act in acts[state.world.rung[front] + 1 :]]
        lost = next((m for m in moves if ended(process.during(state, (m,)))), None)
        if lost is not None:
            does = f"not go as far as this act: {act_label(clauses, by, lost.clause)}"
            found.append(Rule("at all times", name_of(clauses, by), does))
    return tuple(dict.fromkeys(found))


def _given_up(_counts: Counts) -> Contest:
    raise _GivenUpError


def _freely(
    projection: Projection,
    start: State,
    goal: Callable[[State], bool],
    inquiry: Inquiry,
    counts: Counts,
) -> Contest:
    """Set two sides against each other, one of which may also leave, and raise its conduct.

    What the other does on the ground is left as it is, and so is what fights lead to.
    """
    rungs = projection.process.clauses.rung_of

    def may(state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind != "conduct":
            return move.kind not in _LEFT_OUT
        index = projection.process.clauses.index.rungs[move.actor]
        rises = index[move.clause] > rungs(state, move.actor, move.against)
        return len(batch) == 1 and move.actor not in counts and rises

    rules = Rules(allowed=may, avoid=goal, resisting=counts, opposed=True)
    graph = Graph(
        projection,
        start,
        rank=FRESH,
        rules=rules,
        most=inquiry.most,
        patience=inquiry.goes_on,
    )
    sides = Opposed(projection.process, counts)
    return Contest(graph, forced(graph, goal, sides), sides)


def _everybody(process: Process, projection: Projection) -> dict[str, int]:
    a, clauses, read = process.arrangement, process.clauses, projection.scope
    sizes: dict[str, int] = dict.fromkeys(read.actors, 1)
    for name in sorted(read.names("procedure")):
        sizes |= dict.fromkeys(a.procedures[name].opens.by, 1)
        for compiled in clauses.steps[clauses.index.procedures[name]]:
            if not compiled.step.escrowed:
                sizes |= {k: len(m) for k, m in compiled.electorate.classes.items()}
    for name in sorted(read.names("instrument")):
        text = a.instruments[name]
        sizes |= dict.fromkeys(text.withdrawal.by if text.withdrawal else (), 1)
        if text.status == "proposed":
            sizes |= dict.fromkeys(clauses.signatories(name), 1)
    for name in sorted(read.names("answers")):
        sizes |= dict.fromkeys(a.guarantees[name].owed_by, 1)
    return sizes | dict.fromkeys((a.deeds[name].by for name in sorted(read.names("deed"))), 1)
