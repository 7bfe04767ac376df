"""Breaches of a norm: by an act that it forbids, or by what it is about besides acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foedus.figures import Figure, Kind
from foedus.language import Act
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path, play
from foedus.process import State
from foedus.process.exploration import Batch, Item, Rules


class Breach(NamedTuple):
    """A breach of a norm.

    Parameters
    ----------
    before
        The play to it.
    state
        Where that ends.
    said
        The breach as a sentence without its full stop.
    clause
        The clause that it rests on.
    chance
        The chance that it is not noticed, or not laid at the right door, where the file gives one.
    """

    before: Sequence[Batch]
    state: State
    said: str
    clause: Path
    chance: Figure | None


def breaches_of(inquiry: Inquiry, norm: str) -> Iterator[Iterator[Breach]]:
    """Yield, for each who may breach a norm by acts, its breaches, the lowest first.

    Of a norm that is about no act, a deed that is forbidden or owed, the soonest breach.
    """
    a, rungs = inquiry.process.arrangement, inquiry.process.clauses.index.rungs
    forbidden = a.norms[norm].prohibition or ""
    able = [by for by in a.norms[norm].bearer if forbidden in rungs.get(by, {})]
    for bearer in able:
        acts = a.conduct[bearer].acts[rungs[bearer][forbidden] :]
        breaches = (_by_act(inquiry, norm, bearer, act) for act in acts)
        yield (breach for breach in breaches if breach is not None)
    if not able:
        yield _otherwise(inquiry, norm)


def _by_act(inquiry: Inquiry, norm: str, bearer: str, act: Act) -> Breach | None:
    """Return the breach of a norm by an act, done as soon as a duty to answer binds.

    Where the norm does not bind then, as soon as it does.
    """
    index = inquiry.process.clauses.index
    threat = inquiry.towards(bearer, inquiry.process.arrangement.norms[norm].towards)
    before, state = inquiry.attacked(threat, act.act)
    if not state.world.breached[index.norms[norm]]:
        later = broken(inquiry, norm, threat, act.act)
        if later is None:
            return None
        before, state = list(later), play(inquiry.process, later)
    said = f"{act.act!r} by {inquiry.called(bearer)} breaches {norm!r}"
    clause = ("conduct", bearer, "acts", index.rungs[bearer][act.act])
    return Breach(before, state, said, clause, _chance(act))


def broken(inquiry: Inquiry, norm: str, threat: Threat, act: str) -> tuple[Batch, ...] | None:
    """Return the shortest play in which an act breaches a norm; ``None`` where none does.

    A norm need not bind when the text begins: what it waits for comes first, and then the act.
    """
    process = inquiry.process
    at = process.clauses.index.norms[norm]
    done = (process.clauses.aimed(threat.by, act, threat.front),)

    def breaches(state: State) -> bool:
        return state.world.breached[at]

    def allowed(state: State, batch: Batch) -> bool:
        if batch[0].kind != "conduct":
            return True
        return batch == done and breaches(process.during(state, done))

    if breaches(process.during(process.start, done)):
        return (done,)
    acts = Item("conduct", threat.by, inquiry.rung(threat.by, act), threat.front)
    graph = inquiry.graph(
        [Item("breached", norm), acts], rules=Rules(allowed=allowed), stop=breaches
    )
    path = graph.path(graph.stopped) if graph.stopped is not None else ()
    return path if path and path[-1] == done else None


def _otherwise(inquiry: Inquiry, norm: str) -> Iterator[Breach]:
    """Yield the soonest breach of a norm that is about no act: a deed done, or left undone."""
    at = inquiry.process.clauses.index.norms[norm]
    graph = inquiry.graph([Item("breached", norm)], stop=lambda state: state.world.breached[at])
    if graph.stopped is not None:
        bearers = inquiry.process.arrangement.norms[norm].bearer
        said = f"{inquiry.called(*bearers, joint='or')} breaches {norm!r}"
        path = graph.path(graph.stopped)
        yield Breach(path, play(inquiry.process, path), said, ("norms", norm), None)


def _chance(act: Act) -> Figure | None:
    """Return the chance that the act is not noticed, or not laid at the right door."""
    if act.detect is None or act.attribute is None:
        return None
    seen, laid = act.detect, act.attribute
    kind: Kind = "measured" if seen.kind == laid.kind == "measured" else "judged"
    because = (
        f"1 less the chance that {act.act!r} is noticed and, if noticed, laid at the right door",
        f"noticed: {seen.because or seen.kind}",
        f"laid at the right door: {laid.because or laid.kind}",
    )
    return Figure(
        1 - seen.middle * laid.middle,
        1 - seen.highest * laid.highest,
        1 - seen.lowest * laid.lowest,
        kind=kind,
        because=because,
    )
