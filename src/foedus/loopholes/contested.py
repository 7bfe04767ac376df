"""What may come about, and two sides over it: each question of who can force something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from foedus.language import listed
from foedus.loopholes.coalitions import Counts
from foedus.loopholes.inquiry import Inquiry, Patience
from foedus.loopholes.lasting import undated
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.loopholes.strategy import towards
from foedus.loopholes.tables import Rule
from foedus.process import Move, Process, Standing, State, act_label, name_of
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
    signed,
)

Kind = Literal["help", "right", "effect", "end"]
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
    by
        Whose act it follows, and the classes of its members.
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
    by: frozenset[str] = frozenset()
    staying: Callable[[Counts], tuple[Rule, ...]] = lambda _counts: ()


class GivenUpError(Exception):
    """A contest was larger than what may be searched, or time is up."""


def questions(process: Process, most: int, patience: Patience | None) -> Iterator[Question]:
    """Yield what may come about: help, a right, what takes effect, the end of each guarantee."""
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
    lasting = inquiry.timeless.over(undated(inquiry.timeless.process.arrangement))
    for at, name in enumerate(process.arrangement.guarantees):
        yield from _ending(lasting, at, name)


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
    read = scope(walk.process, goal.items)
    on = f", if that is done on {day}, and nothing else before"
    fronts = {clauses_of.front_ids[front] for front in read.fronts} - {(threat.by, threat.front)}
    if any(actor == threat.by for actor, _ in fronts):
        on = f", if that is done on {day}, with nothing else by {by} on that day or before"
    acting = set(read.actors) - {threat.by}
    sizes = {label: len(members) for label, members in walk.candidates(goal, supposed).items()}
    contest = partial(walk.contest, supposed, goal)
    acted = {threat.by, *walk.process.arrangement.parties[threat.by].members}
    apart = ((k, set(members)) for k, members in walk.candidates(goal, supposed).items())
    attacker = frozenset(k for k, members in apart if acted & members)
    spared, still = (threat.against,), bool(acting)
    return Question(kind, said, clauses, sizes, contest, spared, still, on, attacker)


def _once(walk: Walk) -> str:
    """Say which treaties are taken to be signed, or in force, before the act."""
    lives = walk.concluded.end.record.instruments
    instruments = walk.process.arrangement.instruments.items()
    begun, waiting = list[str](), list[str]()
    for (name, text), life in zip(instruments, lives, strict=True):
        if text.status == "proposed":
            in_force = life.standing is not Standing.PROPOSED
            if in_force or signed(walk.process, name).holds(walk.concluded.end):
                (begun if in_force else waiting).append(repr(name))
    told = [f"{listed(begun)} {'are' if len(begun) > 1 else 'is'} in force"] if begun else []
    told += [f"all have signed {listed(waiting)}"] if waiting else []
    return f", once {' and '.join(told)}" if told else ""


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
    however that is written. Where something has to come about first, whether it binds is asked
    alone, and said so.
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
    else:  # what makes it due may be lost all the same
        said = f"{name!r} ceases to bind before its time"
        process = _whenever_due(process, name)
        active = process.clauses.active
    projection = Projection(process, scope(process, [Item("owed", name)]))

    def ended(state: State) -> bool:
        return not active(state, at)

    left_out, unsure = _hanging(projection, state, ended)
    sizes, staying = _everybody(process, projection), partial(_staying, projection, state, ended)

    def contest(start: State, counts: Counts) -> Contest:
        return _freely(projection, start, ended, inquiry, left_out, counts)

    against = partial(contest, state)
    if unsure or _barred(projection, state, ended, sizes, contest):
        said += ", if everybody else goes on as before on the ground"
    yield Question("end", said, paths, sizes, against, staying=staying)


def _whenever_due(process: Process, name: str) -> Process:
    """Return the process without what makes a response due, where nothing else hangs on that.

    Whether a guarantee binds does not: what is to be done before it is due need not be gone through
    on each day to say who can end it.
    """
    read, a = scope(process, [Item("owed", name)]), process.arrangement
    g = a.guarantees[name]
    if g.due_when is None or name in read.names("answers"):
        return process
    return Process(replace(a, guarantees={**a.guarantees, name: replace(g, due_when=None)}))


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
            act = act_label(clauses, by, lost.clause) + towards(process, lost)
            does = f"not go as far as this act: {act}"
            found.append(Rule("at all times", name_of(clauses, by), does))
    return tuple(dict.fromkeys(found))


def _hanging(
    projection: Projection, state: State, ended: Test
) -> tuple[frozenset[Move], frozenset[str]]:
    """Return acts that end a guarantee at once, but not if another acts too: what others need not.

    First those in whose place the same party has one that ends it whatever another does; last the
    parties that have none such.
    """
    process, acts = projection.process, _graver(projection, state)
    ending = [act for act in acts if ended(process.during(state, (act,)))]
    hang = {
        act
        for act in ending
        for other in acts
        if other.actor != act.actor and not ended(process.during(state, (other, act)))
    }
    sure = {act.actor for act in ending if act not in hang}
    left_out = frozenset(act for act in hang if act.actor in sure)
    return left_out, frozenset(act.actor for act in hang - left_out)


def _barred(
    projection: Projection,
    state: State,
    ended: Test,
    sizes: Counts,
    contest: Callable[[State, Counts], Contest],
) -> bool:
    """Say whether all others can end a guarantee, and no longer once one party acts on the ground.

    As where a notice is barred while an attack goes on.
    """
    for act in _graver(projection, state):
        acted = projection.process.during(state, (act,))
        against = {act.actor: sizes.get(act.actor, 1)}
        if not ended(acted) and contest(state, against).ours and not contest(acted, against).ours:
            return True
    return False


def _graver(projection: Projection, state: State) -> list[Move]:
    """Return the acts by which somebody may go further on the ground than it has."""
    process, clauses = projection.process, projection.process.clauses
    return [
        move
        for by, to in (clauses.front_ids[front] for front in projection.scope.fronts)
        for act in process.arrangement.conduct[by].acts[clauses.rung_of(state, by, to) + 1 :]
        if process.refusal(state, move := clauses.aimed(by, act.act, to)) is None
    ]


def _given_up(_counts: Counts) -> Contest:
    raise GivenUpError


def _freely(
    projection: Projection,
    start: State,
    goal: Callable[[State], bool],
    inquiry: Inquiry,
    left_out: frozenset[Move],
    counts: Counts,
) -> Contest:
    """Set two sides against each other, one of which may also leave, and raise its conduct.

    What the other does on the ground is left as it is, and so is what fights lead to; so acts are
    left out that do less where the other does something.
    """
    rungs = projection.process.clauses.rung_of

    def may(state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind != "conduct":
            return move.kind not in _LEFT_OUT
        if move in left_out:
            return False
        index = projection.process.clauses.index.rungs[move.actor]
        rises = index[move.clause] > rungs(state, move.actor, move.against)
        return len(batch) == 1 and move.actor not in counts and rises

    rules = Rules(allowed=may, avoid=goal, resisting=counts, opposed=True)
    graph = Graph(
        projection,
        start,
        hour=FRESH,
        rules=rules,
        most=inquiry.most,
        patience=inquiry.goes_on,
    )
    sides = Opposed(projection.process, counts)
    return Contest(graph, forced(graph, goal, sides), sides, goal)


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
