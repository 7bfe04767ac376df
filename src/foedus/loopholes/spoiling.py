"""What a change takes away: rights that can no longer be used, refusals that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Arrangement
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.properties import CATALOGUE
from foedus.process import CompiledStep, Process, Standing, State, called
from foedus.process.exploration import Item, Rules, fewest_to_stop


def spoilt(before: Process, after: Process) -> tuple[str, ...]:
    """Return what the parties could do before a change and cannot do after it, in sentences.

    Looked at are the right to leave an instrument, and to owe no more under it then; everything
    that came to bear before (a right to respond, a procedure, a deed, an instrument); and whether
    it still counts in a step when nobody agrees. Ballots that are cast in advance and held in
    escrow still count.

    Parameters
    ----------
    before, after
        The processes without and with the change.
    """
    return (
        *_refusals(before, after),
        *_exits(before, after),
        *_bound(before, after),
        *_dead(before, after),
    )


def _refusals(before: Process, after: Process) -> Iterator[str]:
    """Yield the steps in which nobody, or nobody without the protected state, can stop it now."""
    protected = {g.protects.state for g in before.arrangement.guarantees.values()}
    counted = {key: fewest_to_stop(step) for key, step in _steps(before)}
    for key, step in _steps(after):
        was, now = counted.get(key), fewest_to_stop(step)
        if was is None or step.step.escrowed:
            continue
        if now is None or (protected & set(now) and not protected & set(was)):
            name, act = key
            yield f"a refusal of {act!r} in {name!r} would mean nothing any more"


def _steps(process: Process) -> Iterator[tuple[tuple[str, str], CompiledStep]]:
    for name, at in process.clauses.index.procedures.items():
        yield from (((name, step.step.act), step) for step in process.clauses.steps[at])


def _exits(before: Process, after: Process) -> Iterator[str]:
    for name, text in before.arrangement.instruments.items():
        later = after.arrangement.instruments.get(name)
        if text.withdrawal is None or later == text:
            continue
        if _can_leave(before, name) and not (later and _can_leave(after, name)):
            yield f"nobody could leave {name!r} any more before it ends"


def _bound(before: Process, after: Process) -> Iterator[str]:
    """Yield what somebody may still leave, and owes as if it had not."""
    for name, text in before.arrangement.instruments.items():
        for party in text.withdrawal.by if text.withdrawal else ():
            if _freed(before.arrangement, name, party) and not _freed(
                after.arrangement, name, party
            ):
                who = called(before.arrangement, party)
                yield f"{who} would owe all that it owes under {name!r} after leaving it, too"


def _freed(a: Arrangement, instrument: str, party: str) -> bool:
    """Say whether there is a response that a party owes no longer once it has left a text."""
    return any(
        g.in_ == instrument and party in g.owed_by and "withdrawal" not in g.survives
        for g in a.guarantees.values()
    )


def _can_leave(process: Process, instrument: str) -> bool:
    at = process.clauses.index.instruments[instrument]

    def left(state: State) -> bool:
        life = state.record.instruments[at]
        return life.standing is Standing.WITHDRAWN or any(exit.out >= 0 for exit in life.exits)

    seeds = [Item("instrument", instrument)]
    graph = Inquiry(process).graph(seeds, rules=Rules(), stop=left)
    return graph.stopped is not None


def _dead(before: Process, after: Process) -> Iterator[str]:
    asked = CATALOGUE["dead-clause"]
    known = {hole.clauses[0] for hole in asked.told(Inquiry(before))}
    for hole in asked.told(Inquiry(after)):
        if hole.clauses[0] not in known and hole.clauses[0][0] != "norms":
            yield f"{hole.clauses[0][1]!r} could never come to bear any more"
