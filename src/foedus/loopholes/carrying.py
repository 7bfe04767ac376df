"""What comes of an open step: which ballots are for it, whether it carries, where it leads."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.process import CHOICES, CompiledStep, Move, Process, Progress, State
from foedus.process.exploration import cast, open_step
from foedus.process.walk import Contest


def for_and_against(compiled: CompiledStep) -> tuple[str, str]:
    """Return which ballot is for a step, and which against it: a motion to stop it turns them."""
    return ("no", "yes") if compiled.electorate.turned else ("yes", "no")


def tally_of(
    compiled: CompiledStep, cast: Mapping[str, Mapping[str, int]]
) -> tuple[tuple[int, int, int], ...]:
    """Return how many of each class cast which ballot, in a step."""
    yes, no, abstain = (cast.get(choice, {}) for choice in CHOICES)
    return tuple(
        (yes.get(k, 0), no.get(k, 0), abstain.get(k, 0)) for k in compiled.electorate.classes
    )


def carries(compiled: CompiledStep, tally: tuple[tuple[int, int, int], ...]) -> bool:
    """Say whether a step passes, now or once its time is up, if nobody votes any more."""
    voters, timed = compiled.electorate, compiled.within is not None
    settled = voters.settled(tally)
    if settled is not None:
        return settled
    return timed and (voters.passes(tally) or compiled.step.on_timeout == "adopt")


def leads(
    contest: Contest, procedure: int, compiled: CompiledStep, *, lost: bool = False
) -> tuple[bool, bool]:
    """Say whether our side wins once a step is passed, and once it is blocked or lapses.

    With `lost` only from where it has not won already: there nothing is won by the step.
    """
    passed = blocked = False
    carry, block = for_and_against(compiled)
    states, name = contest.graph.states, contest.graph.process.clauses.procedure_ids[procedure]
    for at, edges in enumerate(contest.graph.edges):
        if open_step(contest.graph.process, states[at], procedure) is not compiled:
            continue
        if lost and at in contest.won:
            continue
        for edge in edges:
            move, after = edge.batch[0], states[edge.to].record.procedures[procedure]
            step = states[at].record.procedures[procedure].step
            if edge.to not in contest.won or (move.kind == "ballot" and move.clause != name):
                continue
            passed |= move.kind == "ballot" and move.choice == carry
            # Of what our side has won, a ballot that leaves the step open has not blocked it.
            against = move.kind == "ballot" and move.choice == block
            by_time = move.kind == "wait" and not _passes(states[at], states[edge.to])
            lapsed = after.progress is Progress.LAPSED and (against or by_time)
            led_on = against and after.progress is not Progress.LAPSED and after.step != step
            blocked |= lapsed or led_on or (lost and against)
    return passed or not blocked, blocked


def _passes(before: State, after: State) -> bool:
    """Say whether some procedure takes effect as time passes: what comes then may come of that."""
    pairs = zip(before.record.procedures, after.record.procedures, strict=True)
    return any(was.progress is not Progress.DONE is now.progress for was, now in pairs)


def all_voting(process: Process, state: State, procedure: int, *, blocked: bool) -> State:
    """Return the state where all who vote in a procedure block, or pass, its steps on this day."""
    name = process.clauses.procedure_ids[procedure]
    while (compiled := open_step(process, state, procedure)) is not None:
        choice = for_and_against(compiled)[blocked]
        batch = tuple(
            Move("ballot", label, name, choice)
            for label, members in compiled.electorate.classes.items()
            for _ in members
        )
        state = cast(process, state, batch)
    return state
