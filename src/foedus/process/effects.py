"""What a move changes at once; what then follows by itself is `settling`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from foedus.process.clauses import Clauses
from foedus.process.moves import Move
from foedus.process.nightfall import leave_days
from foedus.process.settling import start, with_course
from foedus.process.state import Answer, Exit, Fight, Standing, State, World, put


def apply(clauses: Clauses, state: State, move: Move) -> State:
    """Return `state` with the move done, not yet judged (`judging`) and not yet settled."""
    return _EFFECTS[move.kind](clauses, state, move)


def _do_conduct(clauses: Clauses, state: State, move: Move) -> State:
    world, index = state.world, clauses.index
    at, rung = _front(clauses, move.actor, move.against), index.rungs[move.actor][move.clause]
    return state.being(
        World(
            put(world.rung, at, rung),
            put(world.since, at, state.day),
            put(world.peak, at, max(world.peak[at], rung)),
            world.fight,
            world.breached,
        )
    )


def _front(clauses: Clauses, actor: str, against: str) -> int:
    at = clauses.index.front(actor, against)
    assert at is not None, "a legal move names its front"
    return at


def _do_fight(clauses: Clauses, state: State, move: Move) -> State:
    world = state.world
    at = _front(clauses, move.clause.partition(".")[0], move.against)
    outcome = Fight.PREVAILED if move.kind == "prevail" else Fight.REPELLED
    return state.being(world._replace(fight=put(world.fight, at, outcome)))


def _do_deed(clauses: Clauses, state: State, move: Move) -> State:
    record = state.record
    at = clauses.index.deeds[move.clause]
    return state.recording(record._replace(performed=put(record.performed, at, True)))


def _undo_deed(clauses: Clauses, state: State, move: Move) -> State:
    record = state.record
    at = clauses.index.deeds[move.clause]
    return state.recording(record._replace(performed=put(record.performed, at, False)))


def _do_signature(clauses: Clauses, state: State, move: Move) -> State:
    record = state.record
    at = clauses.index.instruments[move.clause]
    signed = record.signed[at] | {move.actor}
    return state.recording(record._replace(signed=put(record.signed, at, signed)))


def _do_withdrawal(clauses: Clauses, state: State, move: Move) -> State:
    record = state.record
    at = clauses.index.instruments[move.clause]
    ends, life = clauses.notices[at](state.day), record.instruments[at]
    if clauses.leaves_alone[at]:
        life = life._replace(exits=tuple(sorted({*life.exits, Exit(move.actor, ends)})))
    else:
        life = life._replace(standing=Standing.NOTICE_GIVEN, ends=ends)
    return state.recording(record._replace(instruments=put(record.instruments, at, life)))


def _do_opening(clauses: Clauses, state: State, move: Move) -> State:
    alleging = clauses.arrangement.procedures[move.clause].opens.alleging
    if alleging is not None:
        record = state.record
        alleged = put(record.alleged, clauses.index.norms[alleging], True)
        state = state.recording(record._replace(alleged=alleged))
    return start(clauses, state, clauses.index.procedures[move.clause])


def _do_ballot(clauses: Clauses, state: State, move: Move) -> State:
    at = clauses.index.procedures[move.clause]
    course = state.record.procedures[at]
    voters = clauses.steps[at][course.step].electorate
    tally = voters.add(course.tally, move.actor, move.choice)
    return with_course(state, at, course._replace(tally=tally))


def _do_answer(clauses: Clauses, state: State, move: Move) -> State:
    record = state.record
    at = clauses.index.guarantees[move.clause]
    place = clauses.arrangement.guarantees[move.clause].owed_by.index(move.actor)
    answer = Answer.HONOURED if move.kind == "honour" else Answer.DECLINED
    promise = record.guarantees[at]
    promise = promise._replace(answers=put(promise.answers, place, answer))
    return state.recording(record._replace(guarantees=put(record.guarantees, at, promise)))


def _do_wait(clauses: Clauses, state: State, move: Move) -> State:
    return leave_days(clauses, state, move.until)


_EFFECTS: Mapping[str, Callable[[Clauses, State, Move], State]] = {
    "conduct": _do_conduct,
    "prevail": _do_fight,
    "repel": _do_fight,
    "perform": _do_deed,
    "undo": _undo_deed,
    "sign": _do_signature,
    "withdraw": _do_withdrawal,
    "allege": _do_opening,
    "open": _do_opening,
    "ballot": _do_ballot,
    "honour": _do_answer,
    "decline": _do_answer,
    "wait": _do_wait,
}
