"""A sunset that falls during the dispute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from foedus.loopholes import binding
from foedus.loopholes.consent import bearing_on
from foedus.loopholes.helpers import allies
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import helping
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.resting import Thing
from foedus.loopholes.story import Path, play
from foedus.process import Progress, Standing, State
from foedus.process.exploration import Batch, Edge, Explored, Region, Rules, Zone, meet


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a day on which an instrument runs out, and an answer is lost that was owed or pending.

    Where the same is so of two who may act, it is said to whom the answer is lost.
    """
    found = list(_found(inquiry))
    said = [one.said for one in found]
    for one in found:
        whose = inquiry.whose(one.threat)
        several = said.count(one.said) > 1
        told = one.said.replace("the answer", f"the answer to {whose}") if several else one.said
        yield inquiry.found("expiry", told, one.play, [one.clause], threat=one.threat)


class _Found(NamedTuple):
    said: str
    play: tuple[Batch, ...]
    clause: Path
    threat: Threat


def _found(inquiry: Inquiry) -> Iterator[_Found]:
    """Yield what is lost, of each who may act and of each instrument.

    Pending is what a procedure under way could bring, not one that could only take it away.
    """
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    dated = [name for name, i in a.instruments.items() if i.sunset is not None]
    for threat in inquiry.one_by_one() if dated else ():
        _, seeds = inquiry.answer(threat)
        in_scope = inquiry.slice(seeds).scope.names("instrument")
        ends = [index.instruments[name] for name in dated if name in in_scope]
        paths = {at: _lost(inquiry, threat, Loss(at), _STAYING) for at in ends}
        alone = frozenset(at for at, path in paths.items() if path is not None)
        for at in ends:
            loss = Loss(at, alone if paths[at] is None else None)
            found = paths[at]
            if found is None and len(ends) > 1:
                found = _lost(inquiry, threat, loss, _STAYING)
            if found is not None:
                tellings = (
                    _lost(inquiry, threat, loss, rules) for rules in _tellings(inquiry, threat)
                )
                found = next((told for told in tellings if told is not None), found)
                state, bears = play(inquiry.process, found[:-1]), bearing_on(inquiry, threat)
                pending = _pending(bears, inquiry, state)
                name = list(a.instruments)[at]
                what = "a procedure is under way" if pending else "an answer is owed"
                said = f"{name!r} runs out while {what}, and the answer is lost"
                yield _Found(said, tuple(found), ("instruments", name, "sunset"), threat)


class Loss(NamedTuple):
    """What is looked for: an evening on which an instrument takes an answer away as it runs out.

    Parameters
    ----------
    instrument
        The instrument.
    alone
        Those that do so alone on some evening. With this, an evening is looked for on which it does
        so only together with others, none of them one of these.
    """

    instrument: int
    alone: frozenset[int] | None = None


_STAYING = Rules(leaving=False)


def _tellings(inquiry: Inquiry, threat: Threat) -> Iterator[Rules]:
    """Yield in which plays it is told best: of one attack, at which nobody says no."""
    for answering in (True, False):  # told best where what is alleged answers the attack
        yield Rules(allowed=_willing(inquiry, threat, answering), leaving=False)


def _lost(inquiry: Inquiry, threat: Threat, loss: Loss, rules: Rules) -> tuple[Batch, ...] | None:
    """Return the shortest play in which the instrument runs out and an answer is lost with it."""
    goal, seeds = inquiry.answer(threat)
    casus, owed = inquiry.casus(threat), inquiry.owed(threat)
    pending = partial(_pending, bearing_on(inquiry, threat), inquiry)

    def least(graph: Explored) -> tuple[Explored, int, Edge, Zone] | None:
        able = graph.reaching(goal, helping(inquiry, graph, threat))
        found = [
            (graph.cost(at, timely), timely, number, at, step)
            for number, (at, step, zone) in enumerate(_without_answer(graph, able))
            if (owed(graph.states[at]) or pending(graph.states[at]))
            and inquiry.at(graph.states[at], threat) >= casus
            and loss.instrument in _expiring(graph.states[at], graph.states[step.to])
            and (timely := graph.timely(at, zone)) is not None
        ]
        for _, zone, _, at, step in sorted(found, key=lambda one: one[:3]):
            if graph.rough or _taken(inquiry, threat, loss, graph.over(at, step, zone)):
                return graph, at, step, zone
        return None

    lost = inquiry.certain(seeds, least, rules)
    return lost[0].over(*lost[1:]) if lost is not None else None


def _without_answer(graph: Explored, able: Region) -> Iterator[tuple[int, Edge, Zone]]:
    """Yield each end of a day after which no answer can come, with the readings before it."""
    for at, steps in enumerate(graph.edges):
        for step in (step for step in steps if step.batch[0].kind == "wait"):
            for piece in able.outside(step.to):
                ready = graph.before(at, step, piece)
                shared = meet(graph.zones[at], ready[0]) if ready is not None else None
                if shared is not None:
                    yield at, step, shared


def _expiring(before: State, after: State) -> list[int]:
    """Return the instruments that run out in between."""
    pairs = range(len(before.record.instruments))
    return [at for at in pairs if _expired(after, at) and not _expired(before, at)]


def _taken(inquiry: Inquiry, threat: Threat, loss: Loss, path: tuple[Batch, ...]) -> bool:
    """Say whether it is by running out, as a path ends, that an instrument takes the answer away.

    An answer could still come if it alone went on or, where none of those that run out does for
    that, if they all did. What runs out later is another evening's, and left aside.
    """
    *rest, last = path
    state = play(inquiry.process, rest)
    for move in last[:-1]:
        state = inquiry.process.after(state, move)
    ending = _expiring(state, inquiry.process.after(state, last[-1]))

    def after(*going_on: int) -> State:
        lives = list(state.record.instruments)
        for at in going_on:
            lives[at] = lives[at]._replace(since=state.day)  # its time begins anew
        renewed = state.recording(state.record._replace(instruments=tuple(lives)))
        return inquiry.process.after(renewed, last[-1])

    lost = _answering(inquiry.timeless, threat, after())
    if lost.stopped is not None or not lost.complete:
        return False  # what was not looked through may be what answers it
    if loss.alone is None:
        return _due_or_brought(inquiry, threat, state, after(loss.instrument))
    together = len(ending) > 1 and loss.alone.isdisjoint(ending)
    return together and _due_or_brought(inquiry, threat, state, after(*ending))


def _due_or_brought(inquiry: Inquiry, threat: Threat, state: State, on: State) -> bool:
    """Say whether an answer comes from a state that was owed, or that what was under way can bring.

    That can what leads to it with nothing else done, and what it takes: without it no answer comes.
    What is beside the point is neither, though an answer may come while it goes on.
    """
    comes = partial(_answering, inquiry.timeless, threat, on)
    if comes().stopped is None or inquiry.owed(threat)(state):
        return comes().stopped is not None
    pending = _pending(bearing_on(inquiry, threat), inquiry, state)
    names = frozenset(inquiry.process.clauses.procedure_ids[at] for at in pending)
    alone = comes(lambda batch: batch[0].kind == "wait" or _in(names, batch))
    return alone.stopped is not None or comes(lambda batch: not _in(names, batch)).stopped is None


def _in(procedures: frozenset[str], batch: Batch) -> bool:
    """Say whether ballots are cast in one of some procedures."""
    return batch[0].kind == "ballot" and batch[0].clause in procedures


def _pending(
    bears: Mapping[Thing, frozenset[bool]], inquiry: Inquiry, state: State
) -> tuple[int, ...]:
    """Return the procedures under way that can help an answer come."""
    return tuple(
        at
        for at, course in enumerate(state.record.procedures)
        if course.progress is Progress.OPEN
        and True in bears.get(("procedures", inquiry.process.clauses.procedure_ids[at]), ())
    )


def _answering(
    inquiry: Inquiry,
    threat: Threat,
    state: State,
    lets: Callable[[Batch], bool] = lambda _batch: True,
) -> Explored:
    """Explore how an attack that goes on can still be answered, nothing running out any more."""
    (goal, seeds), lend = inquiry.answer(threat), allies(inquiry, threat)

    def allowed(state: State, batch: Batch) -> bool:
        calm = all(move.kind != "conduct" or move.actor in lend for move in batch)
        return calm and lets(batch) and inquiry.is_so(state, batch)

    rules = Rules(allowed=allowed, leaving=False)
    return inquiry.graph(seeds, start=state, rules=rules, stop=goal, ever=True)


def _willing(inquiry: Inquiry, threat: Threat, answering: bool) -> Callable[[State, Batch], bool]:
    """Let the adversary attack once, and nobody leave or say no: what is lost is lost to time.

    When `answering`, nothing is alleged or opened before the attack.
    """
    casus = inquiry.casus(threat)

    def allowed(state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind == "conduct":
            attacks = inquiry.at(state, threat) < casus
            return (
                attacks
                and move.actor == threat.by
                and inquiry.rung(threat.by, move.clause) == casus
            )
        if answering and move.kind in ("allege", "open"):
            return inquiry.at(state, threat) >= casus
        return move.kind != "ballot" or move.choice == "yes"

    return allowed


def _expired(state: State, instrument: int) -> bool:
    return state.record.instruments[instrument].standing is Standing.EXPIRED


PROPERTY = Property(
    12,
    "expiry",
    "expiry during dispute",
    "A treaty that runs out during a dispute and takes the answer with it.",
    "Exits aside, no sunset takes away the answer to an attack that is owed, or that a procedure"
    " under way could still bring.",
    "AG (attacked ∧ (owed ∨ open) ∧ EF[it goes on] answer → after the sunset EF answer)",
    check,
    binding.sunset,
)
