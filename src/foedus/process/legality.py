"""What forbids a move: each refusal is a sentence that names the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from foedus.language import agreeing, listed
from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.electorate import CHOICES
from foedus.process.instants import next_instant
from foedus.process.moves import Move
from foedus.process.naming import as_one, name_of, said
from foedus.process.settling import can_open
from foedus.process.state import NEVER, Answer, Fight, Progress, Standing, State


def refusal(clauses: Clauses, state: State, move: Move) -> str | None:
    """Return the rule that forbids `move` in `state`, ``None`` when it is allowed."""
    return _REFUSALS[move.kind](clauses, state, move)


def _refuse_conduct(clauses: Clauses, state: State, move: Move) -> str | None:
    rungs = clauses.index.rungs.get(move.actor)
    if rungs is None or move.clause not in rungs:
        able = [by for by, acts in clauses.index.rungs.items() if move.clause in acts]
        return as_one(clauses, state, move.actor, able) or (
            f"{_with(clauses, move, 'has') if move.actor else 'nobody has'} no act {move.clause!r} "
            "on its ladder"
        )
    at = clauses.index.front(move.actor, move.against)
    if at is None or bool(move.against) != clauses.index.several(move.actor):
        return _aimless(clauses, move.actor, move.against)
    towards = f" towards {name_of(clauses, move.against)}" if move.against else ""
    if state.world.rung[at] == rungs[move.clause]:
        return f"{_with(clauses, move, 'is')} already at {move.clause!r}{towards}"
    if state.world.since[at] >= state.day:
        return f"{_with(clauses, move, 'has')} already changed its conduct{towards} on this day"
    return None


def _with(clauses: Clauses, move: Move, verb: str) -> str:
    """Return the name of who acts, and a verb in the number that it takes."""
    who = name_of(clauses, move.actor)
    return f"{who} {agreeing(who, verb)}"


def _aimless(clauses: Clauses, actor: str, against: str) -> str:
    """Say whom `actor` can act against, where a move names none of them or need name none."""
    targets = clauses.arrangement.conduct[actor].towards
    who, whom = name_of(clauses, actor), name_of(clauses, against)
    if not clauses.index.several(actor) and against in targets:
        return f"{who} {agreeing(who, 'acts')} against {whom} alone: leave 'against' out"
    if not targets:
        return f"the ladder of {who} names nobody whom its acts are directed at"
    named = listed([name_of(clauses, target) for target in targets], "or")
    return f"{who} can act against {named}, {f'not {whom}' if against else 'say which'}"


def _refuse_fight(clauses: Clauses, state: State, move: Move) -> str | None:
    actor, _, act = move.clause.partition(".")
    if actor not in clauses.arrangement.conduct:
        return f"the arrangement lists no contest over {move.clause!r}"
    at = clauses.index.front(actor, move.against)
    if at is None or bool(move.against) != clauses.index.several(actor):
        return _aimless(clauses, actor, move.against)
    who = name_of(clauses, actor)
    towards = f" towards {name_of(clauses, move.against)}" if move.against else ""
    if (at, act) not in clauses.contests:
        return f"the arrangement lists no contest over {move.clause!r}{towards}"
    if state.world.rung[at] != clauses.index.rungs[actor].get(act):
        return f"{who} {agreeing(who, 'is')} not at {act!r}{towards}"
    if state.world.fight[at] is not Fight.UNDECIDED:
        return f"the fight that {who} began{towards} is already decided"
    needs = clauses.arrangement.conduct[actor].acts[state.world.rung[at]].needs
    done, since = clauses.contested[at][state.world.rung[at]], state.world.since[at]
    ready = since if done is None else done(since)
    if state.day < ready:
        time = needs.words if needs else "no time"
        return f"{act!r} needs {time}: not before {clauses.date_of(ready)}"
    return None


def _refuse_deed(clauses: Clauses, state: State, move: Move) -> str | None:
    deed = clauses.arrangement.deeds.get(move.clause)
    if deed is None or deed.by != move.actor:
        by = (deed.by,) if deed is not None else ()
        return as_one(clauses, state, move.actor, by) or (
            f"{move.clause!r} is not a deed of {name_of(clauses, move.actor)}"
        )
    at = clauses.index.deeds[move.clause]
    if state.record.performed[at]:
        return f"{move.clause!r} has been performed already"
    if not clauses.deed_needs[at](state):
        return f"what {move.clause!r} needs before it can be performed does not hold"
    return None


def _refuse_undoing(clauses: Clauses, state: State, move: Move) -> str | None:
    deed = clauses.arrangement.deeds.get(move.clause)
    if deed is None or deed.by != move.actor:
        by = (deed.by,) if deed is not None else ()
        return as_one(clauses, state, move.actor, by) or (
            f"{move.clause!r} is not a deed of {name_of(clauses, move.actor)}"
        )
    if not deed.reversible:
        return f"{move.clause!r} cannot be undone"
    if not state.record.performed[clauses.index.deeds[move.clause]]:
        return f"{move.clause!r} has not been performed"
    return None


def _refuse_signature(clauses: Clauses, state: State, move: Move) -> str | None:
    at = clauses.index.instruments.get(move.clause)
    if at is None or move.actor not in clauses.signatories(move.clause):
        signs = clauses.signatories(move.clause) if at is not None else ()
        return as_one(clauses, state, move.actor, signs) or (
            f"{_with(clauses, move, 'does')} not sign {move.clause!r}"
        )
    if move.actor in state.record.signed[at]:
        exits = state.record.instruments[at].exits
        if any(gone.party == move.actor and gone.out != NEVER for gone in exits):
            what = f"left {move.clause!r}, and no clause lets it come back"
            return f"{_with(clauses, move, 'has')} {what}"
        return f"{_with(clauses, move, 'has')} signed {move.clause!r} already"
    if state.record.instruments[at].standing is not Standing.PROPOSED:
        return f"{move.clause!r} is not open for signature"
    return None


def _refuse_withdrawal(clauses: Clauses, state: State, move: Move) -> str | None:
    instrument = clauses.arrangement.instruments.get(move.clause)
    if instrument is None or not instrument.withdrawal:
        return f"{move.clause!r} gives nobody a right to withdraw"
    if move.actor not in instrument.withdrawal.by:
        return as_one(clauses, state, move.actor, instrument.withdrawal.by) or (
            f"{move.clause!r} gives {name_of(clauses, move.actor)} no right to withdraw"
        )
    at = clauses.index.instruments[move.clause]
    standing = state.record.instruments[at].standing
    if standing is Standing.NOTICE_GIVEN:
        return f"notice of withdrawal from {move.clause!r} has been given already"
    if clauses.has_left(state, move.clause, move.actor):
        return f"{_with(clauses, move, 'has')} left {move.clause!r} already"
    if clauses.noticed(state, at, move.actor):
        gave = f"{_with(clauses, move, 'has')} given notice of withdrawal"
        return f"{gave} from {move.clause!r} already"
    if standing not in BINDING:
        return f"{move.clause!r} is not in force"
    if clauses.barred(state, at):
        text = clauses.arrangement.instruments[move.clause].withdrawal
        bar = text.barred_while if text is not None else None
        assert bar is not None, "what bars it is written"
        why = said(clauses, bar)
        return f"withdrawal from {move.clause!r} is barred while {why}"
    return None


def _refuse_opening(clauses: Clauses, state: State, move: Move) -> str | None:
    procedure = clauses.arrangement.procedures.get(move.clause)
    if procedure is None:
        return f"there is no procedure {move.clause!r}"
    if move.actor not in procedure.opens.by:
        return as_one(clauses, state, move.actor, procedure.opens.by) or (
            f"{_with(clauses, move, 'has')} no standing to open {move.clause!r}"
        )
    if (procedure.opens.alleging is not None) != (move.kind == "allege"):
        if procedure.opens.alleging is None:
            return f"{move.clause!r} is not opened by an allegation"
        breach = f"that {procedure.opens.alleging!r} is breached: write 'do: allege'"
        return f"{move.clause!r} is opened by an allegation, {breach}"
    at = clauses.index.procedures[move.clause]
    progress = state.record.procedures[at].progress
    spent = progress is Progress.DONE and not clauses.again[at]
    if progress is Progress.OPEN or spent:
        how = "under way" if progress is Progress.OPEN else "complete"
        return f"{move.clause!r} is {how} already"
    if not can_open(clauses, state, at):
        ended = progress in (Progress.LAPSED, Progress.DONE)
        if ended and clauses.stands(state, procedure.in_, procedure.survives):
            again = "again before tomorrow" if procedure.reopens else "a second time"
            how = "lapsed" if progress is Progress.LAPSED else "took effect"
            return f"{move.clause!r} {how} and cannot be opened {again}"
        return f"{move.clause!r} stands in {procedure.in_!r}, which is not in force"
    if clauses.has_left(state, procedure.in_, move.actor, procedure.survives):
        left = f"{_with(clauses, move, 'has')} left {procedure.in_!r}"
        has = agreeing(name_of(clauses, move.actor), "has")
        return f"{left}, and so {has} no standing in {move.clause!r}"
    if not clauses.procedures[at][1](state):
        return f"what must hold before {move.clause!r} can be opened does not hold"
    return None


def not_under_way(clauses: Clauses, state: State, name: str) -> str:
    """Say that a procedure is not under way; and why it cannot be, where its text has no force."""
    procedure = clauses.arrangement.procedures[name]
    idle = state.record.procedures[clauses.index.procedures[name]].progress is Progress.IDLE
    if idle and not clauses.stands(state, procedure.in_, procedure.survives):
        why = f"{procedure.in_!r}, in which it stands, is not in force"
        return f"{name!r} is not under way, and cannot begin: {why}"
    return f"{name!r} is not under way"


def _refuse_ballot(clauses: Clauses, state: State, move: Move) -> str | None:
    at = clauses.index.procedures.get(move.clause)
    if at is None:
        return f"there is no procedure {move.clause!r}"
    course = state.record.procedures[at]
    if course.progress is not Progress.OPEN:
        if not any(move.actor in each.electorate.classes for each in clauses.steps[at]):
            return f"{_with(clauses, move, 'has')} no vote in any step of {move.clause!r}"
        return not_under_way(clauses, state, move.clause)
    compiled = clauses.steps[at][course.step]
    voters = compiled.electorate
    what = f"the step {compiled.step.act!r} of {move.clause!r}"
    if move.actor not in voters.classes:
        return f"{_with(clauses, move, 'has')} no vote in {what}"
    if voters.left(course.tally, move.actor) == 0:
        return f"{_with(clauses, move, 'has')} voted in {what} already"
    if move.choice not in CHOICES:
        return f"a ballot is yes, no or abstain, not {move.choice!r}"
    if move.choice != "abstain" and move.actor in voters.bound:
        why = "its rule has it abstain, or leaves it out"
        return f"no vote of {name_of(clauses, move.actor)} counts in {what}: {why}"
    if move.choice != "yes" and compiled.step.on_block == "hold":
        return f"in {what} a no is not final: to withhold consent is simply not to act"
    if not compiled.needs(state):
        return f"what {what} needs before anyone can act in it does not hold"
    return None


def _refuse_answer(clauses: Clauses, state: State, move: Move) -> str | None:
    guarantee = clauses.arrangement.guarantees.get(move.clause)
    owed_by = guarantee.owed_by if guarantee is not None else ()
    if guarantee is None or move.actor not in owed_by:
        return as_one(clauses, state, move.actor, owed_by) or (
            f"{_with(clauses, move, 'owes')} nothing under {move.clause!r}"
        )
    at = clauses.index.guarantees[move.clause]
    if not clauses.answerable(state, at):
        return f"under {move.clause!r} no response is due now"
    if move.actor not in clauses.able[at]:
        acts = move.actor == guarantee.against
        why = "whoever acts helps nobody against itself" if acts else "nobody owes itself anything"
        return f"{_with(clauses, move, 'has')} nothing to answer under {move.clause!r}: {why}"
    if move.actor not in clauses.owers(state, at):
        left = f"{_with(clauses, move, 'has')} left {guarantee.in_!r}"
        owes = agreeing(name_of(clauses, move.actor), "owes")
        return f"{left}, and so {owes} nothing under {move.clause!r}"
    if guarantee.joint and clauses.declined(state, at):
        return f"under {move.clause!r} nothing is owed: it is by all together, and one has declined"
    if move.kind == "decline" and guarantee.response == "right_only":
        return f"{move.clause!r} is a right and not a duty: there is nothing to decline"
    if state.record.guarantees[at].answers[guarantee.owed_by.index(move.actor)] is not Answer.NONE:
        return f"{_with(clauses, move, 'has')} answered under {move.clause!r} already"
    return None


def _refuse_wait(clauses: Clauses, state: State, move: Move) -> str | None:
    upcoming = next_instant(clauses, state)
    if upcoming is None:
        return "the horizon of the arrangement has been reached"
    if not state.day < move.until <= upcoming:
        today, latest = clauses.date_of(state.day), clauses.date_of(upcoming)
        return f"one can wait from {today} until {latest} at most"
    return None


_REFUSALS: Mapping[str, Callable[[Clauses, State, Move], str | None]] = {
    "conduct": _refuse_conduct,
    "prevail": _refuse_fight,
    "repel": _refuse_fight,
    "perform": _refuse_deed,
    "undo": _refuse_undoing,
    "sign": _refuse_signature,
    "withdraw": _refuse_withdrawal,
    "allege": _refuse_opening,
    "open": _refuse_opening,
    "ballot": _refuse_ballot,
    "honour": _refuse_answer,
    "decline": _refuse_answer,
    "wait": _refuse_wait,
}
