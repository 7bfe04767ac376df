"""An exception that the one whom it frees can bring about by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice

from foedus.language import Norm
from foedus.loopholes import premises
from foedus.loopholes.blocking import candidates, won
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.premises import alleged_to_end
from foedus.loopholes.property import Property
from foedus.process import RANK, Progress, State, several
from foedus.process.exploration import FRESH, Batch, Hour, Item, Rules, Test, of_condition
from foedus.process.walk import Opposed, Play

Freed = tuple[str, tuple[Batch, ...], str]
"""Whom, by which play, and under which key of the norm."""


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a bearer of a norm that frees itself of it, whether or not others object."""
    norms = inquiry.process.arrangement.norms.items()
    for at, (name, norm) in enumerate(norms):
        ways = _excused, _released, _discharged
        found = chain.from_iterable(way(inquiry, at, norm) for way in ways)
        for bearer, path, key in islice(found, 1):
            who = inquiry.called(bearer)
            them = "them" if several(inquiry.process.arrangement, [bearer]) else "it"
            what = f"bring about the exception that frees {them} from"
            if key == "while":
                are = "they are" if them == "them" else "it is"
                what = f"end that on which it hangs whether {are} bound by"
            elif key == "in":
                what = (
                    f"end, by alleging a breach that there was not, the treaty that binds {them} to"
                )
            said = f"{who} alone can {what} {name!r}"
            yield inquiry.found("own-excuse", said, path, [("norms", name, key)])


def _excused(inquiry: Inquiry, at: int, norm: Norm) -> Iterator[Freed]:
    """Yield each bearer that makes the exception hold, with the play.

    From the start, and from where the norm comes to bind: that may be for others to bring about. An
    exception that holds at that time whatever it does, as what another leaves undone, is not of its
    making, though it makes the norm bind.
    """
    if norm.unless is None:
        return
    clauses = inquiry.process.clauses
    seeds = [Item("breached", clauses.norm_ids[at]), *of_condition(inquiry.process, norm.unless)]

    def excused(state: State) -> bool:
        return clauses.binds(state, at) and clauses.norms[at].unless(state)

    for before, start in _begun(inquiry, seeds, at):
        for bearer in norm.bearer:
            path = _brought_about(inquiry, seeds, bearer, excused, start)
            if path is not None and not clauses.norms[at].unless(_idle(inquiry, start, path)):
                yield bearer, (*before, *path), "unless"


def _idle(inquiry: Inquiry, start: State, path: Sequence[Batch]) -> State:
    """Return what is so at the end of a play if nobody does anything in it."""
    day = max((batch[-1].until for batch in path if batch[0].kind == "wait"), default=start.day)
    return Play((), start).until(inquiry.process, day).end


def _begun(
    inquiry: Inquiry, seeds: Sequence[Item], at: int
) -> Iterator[tuple[tuple[Batch, ...], State]]:
    """Yield the start, and where a norm first binds, unexcused, if it does not from the start."""
    clauses, start = inquiry.process.clauses, inquiry.process.start
    yield (), start

    def strict(state: State) -> bool:
        return clauses.binds(state, at) and not clauses.norms[at].unless(state)

    if not strict(start):
        bound = inquiry.graph(seeds, stop=strict)
        if bound.stopped is not None:
            yield bound.path(bound.stopped), bound.end(bound.stopped)


def _released(inquiry: Inquiry, at: int, norm: Norm) -> Iterator[Freed]:
    """Yield each bearer that ends what the norm hangs on once it binds, otherwise than by leaving.

    What may be left is the question of another property.
    """
    if norm.while_ is None:
        return
    clauses = inquiry.process.clauses
    seeds = [Item("breached", clauses.norm_ids[at]), *of_condition(inquiry.process, norm.while_)]
    bound = inquiry.graph(seeds, stop=lambda state: clauses.binds(state, at))
    if bound.stopped is None:
        return
    before, start = bound.path(bound.stopped), bound.end(bound.stopped)

    def released(state: State) -> bool:
        return not clauses.norms[at].while_(state)

    for bearer in norm.bearer:
        path = _brought_about(inquiry, seeds, bearer, released, start, leaving=False)
        if path is not None:
            yield bearer, (*before, *path), "while"


def _discharged(inquiry: Inquiry, at: int, norm: Norm) -> Iterator[Freed]:
    """Yield each bearer that ends the treaty in which a norm stands, for a breach it only alleges.

    To denounce a treaty is to leave it; whoever says that another broke it leaves nothing.
    """
    clauses = inquiry.process.clauses
    ending = alleged_to_end(inquiry, norm)
    if not ending:
        return
    about = [Item("procedure", name) for name in ending]
    seeds = inquiry.with_truth([Item("breached", clauses.norm_ids[at]), *about])
    bound = inquiry.graph(seeds, stop=lambda state: clauses.binds(state, at))
    if bound.stopped is None:
        return
    before, start = bound.path(bound.stopped), bound.end(bound.stopped)
    courses = [clauses.index.procedures[name] for name in ending]

    def freed(state: State) -> bool:
        done = any(state.record.procedures[one].progress is Progress.DONE for one in courses)
        return done and not clauses.binds(state, at)

    for bearer in norm.bearer:
        path = _brought_about(inquiry, seeds, bearer, freed, start, leaving=False)
        if path is not None and not all(map(inquiry.is_so, *_states(inquiry, start, path))):
            yield bearer, (*before, *path), "in"


def _states(
    inquiry: Inquiry, start: State, path: Sequence[Batch]
) -> tuple[list[State], Sequence[Batch]]:
    """Return the states in which the batches of a play are played, and the batches."""
    ends = [Play((), start).through(inquiry.process, path[:end]).end for end in range(len(path))]
    return ends, path


def _brought_about(
    inquiry: Inquiry,
    seeds: Sequence[Item],
    bearer: str,
    frees: Test,
    start: State,
    *,
    leaving: bool = True,
) -> tuple[Batch, ...] | None:
    """Return the play by which one alone brings about what frees it, however all others vote."""
    explored = partial(
        inquiry.graph,
        seeds,
        start=None if start == inquiry.process.start else start,
        hour=FRESH if start == inquiry.process.start else Hour(RANK["ballot"]),
    )
    graphs = [
        explored(rules=_alone(inquiry, seeds, bearer, o)._replace(leaving=leaving), stop=frees)
        for o in ("no", "", "yes")
    ]
    if any(graph.stopped is None for graph in graphs):
        return None
    path = graphs[1].path(graphs[1].stopped or 0)  # told where nobody else does anything
    if all(batch[0].kind == "wait" for batch in path):
        return None
    against = _others(inquiry, seeds, bearer)
    if not against:
        return path
    # One question may be answered so, and another otherwise: none of these plays shows that.
    rules = _alone(inquiry, seeds, bearer, "any")._replace(leaving=leaving, avoid=frees)
    graph = explored(rules=rules, ever=True)
    return path if graph.complete and won(graph, frees, Opposed(inquiry.process, against)) else None


def _others(inquiry: Inquiry, seeds: Sequence[Item], bearer: str) -> dict[str, int]:
    """Return who votes in what bears on it besides a bearer and its members, by class."""
    own, part = set(inquiry.with_members(bearer)), candidates(inquiry, seeds).items()
    return {label: len(members) for label, members in part if not own.issuperset(members)}


def _alone(inquiry: Inquiry, seeds: Sequence[Item], bearer: str, others: str) -> Rules:
    """Let nobody act but one party with its members; all others vote so, or stay away.

    With `any` the others vote as they like, each side what it can decide alone.
    """
    own, yes, free = inquiry.with_members(bearer), others == "yes", others == "any"
    voters = candidates(inquiry, seeds).items()
    mine = {bearer, *(label for label, members in voters if set(members) <= set(own))}

    def votes(batch: Batch) -> bool:
        return batch[0].kind == "ballot" and batch[0].choice == others

    def agrees(_state: State, batch: Batch) -> bool:
        return yes and votes(batch) and all(move.actor not in mine for move in batch)

    def allowed(state: State, batch: Batch) -> bool:
        objects = (others == "no" and votes(batch)) or (free and batch[0].kind == "ballot")
        return objects or agrees(state, batch) or all(move.actor in mine for move in batch)

    sides = {label: len(members) for label, members in voters if (label in mine) is yes}
    if yes:  # what they carry whatever it does they carry at once
        return Rules(allowed=allowed, urgent=agrees, resisting=sides, opposed=True)
    return Rules(allowed=allowed, resisting=sides, objecting=others == "no", opposed=free)


PROPERTY = Property(
    33,
    "own-excuse",
    "excuse of its own making",
    "An exception that the one whom it frees can bring about by itself.",
    "Nobody can, alone and however others vote, bring about the exception that frees it"
    " from a norm, or end, otherwise than by leaving a treaty, that on which the norm hangs, or the"
    " treaty in which it stands by alleging a breach.",
    "AG[only the bearer acts] ¬(binds ∧ exception); AG (binds → AG[only the bearer acts] while);"
    " AG (binds ∧ ¬breach → AG[only the bearer acts] ¬ended by allegation)",
    check,
    premises.exception,
)
