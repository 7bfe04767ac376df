"""What a side must do to force a goal, or to keep it away: a short decision table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from foedus.loopholes.carrying import carries, for_and_against, leads, tally_of
from foedus.loopholes.coalitions import Counts
from foedus.loopholes.distances import answers, moves_left, nearness, safety
from foedus.loopholes.membership import coalition
from foedus.loopholes.restraint import shared, shares, withheld
from foedus.loopholes.tables import OPEN, Rule, Table, ours_at, theirs_at
from foedus.loopholes.undone import Thing, Undone, thing_of
from foedus.process import (
    CHOICES,
    CompiledStep,
    Move,
    Process,
    Progress,
    State,
    act_label,
    may,
    name_of,
    votes,
)
from foedus.process.exploration import Batch, Edge, open_step
from foedus.process.walk import Contest, may_precede

IDLE = "do nothing that brings it about"
"""What is said where nothing in particular is to be done or left undone."""


def forcing(contest: Contest) -> tuple[Rule, ...]:
    """Return what our side does to bring the goal about whatever the other side does."""
    near, left, table = nearness(contest), moves_left(contest), Table(contest, ours=True)
    pending, seen = [0], {0}
    while pending:
        at = pending.pop(0)
        if near[at] == 0:
            for rule in (*shared(contest, at, come=True), *_taking_back(contest, at)):
                table.adds(rule)
            continue
        ours = [
            e
            for e in ours_at(contest, at)
            if near.get(e.to, near[at]) < near[at] and _unhindered(contest, at, e)
        ]
        ends = [e for e in ours_at(contest, at) if e.batch[0].kind == "wait"]
        step = min(ours or ends, key=lambda e: (near[e.to], left[e.to], e.batch[0].kind != "wait"))
        if step.batch[0].kind != "wait":
            rule = _rule(contest, at, step.batch)
            table.adds(rule, step.batch, at)
            if step.batch[0].kind == "ballot" and _told_by_silence(contest, at, step.batch[0]):
                table.spares(rule, _contrary(contest, at, step.batch[0]), at)
        for edge in ours_at(contest, at):
            if edge.batch[0].kind != "wait" and edge.to not in contest.won:
                rule = _stopping(contest, at, edge.batch)
                table.adds(rule._replace(does=f"not {rule.does}"))
        for rule in shared(contest, at):
            table.adds(rule)
        for edge in (*may_precede(theirs_at(contest, at), step), step):
            if edge.to not in seen:
                seen.add(edge.to)
                pending.append(edge.to)
    return table.told()


def _taking_back(contest: Contest, at: int) -> Iterator[Rule]:
    """Yield what ours could do, where the goal has come, that takes it away again."""
    process, state = contest.graph.process, contest.graph.states[at]
    for move in process.acts(state):
        ours = move.kind in _TAKING_BACK and contest.sides.ours(state, (move,))
        if ours and not contest.goal(process.after(state, move)):
            rule = _rule(contest, at, (move,))
            yield rule._replace(does=f"not {rule.does}")


_TAKING_BACK = ("perform", "undo", "open", "allege")


def _unhindered(contest: Contest, at: int, step: Edge) -> bool:
    """Say whether nothing that the others can do before a move of ours keeps the goal away."""
    return all(e.to in contest.won for e in may_precede(theirs_at(contest, at), step))


def _told_by_silence(contest: Contest, at: int, move: Move) -> bool:
    """Say whether the graph has what comes of a step in which our side casts no ballot at all.

    A body decides in it by ballots that settle the question, or by its time. What others cast
    without settling it, and what then carries it or keeps it from passing when time is up, is not.
    """
    process = contest.graph.process
    number = process.clauses.index.procedures[move.clause]
    compiled = open_step(process, contest.graph.states[at], number)
    assert compiled is not None, "a ballot is cast in an open step"
    voters, counts = compiled.electorate, contest.sides.against
    alike = True
    for choice in CHOICES:
        tally = tally_of(compiled, {choice: counts})
        same = carries(compiled, tally) == carries(compiled, voters.blank)
        alike &= voters.settled(tally) is not None or same
    return alike


def _contrary(contest: Contest, at: int, move: Move) -> dict[Rule, set[Batch]]:
    """Return the ballots that our side could cast against one of its own."""
    found: dict[Rule, set[Batch]] = {}
    for edge in ours_at(contest, at):
        other = edge.batch[0]
        if (other.kind, other.clause) == ("ballot", move.clause) and other.choice != move.choice:
            found.setdefault(_stopping(contest, at, edge.batch), set()).add(edge.batch)
    return found


def _stopping(contest: Contest, at: int, batch: Batch) -> Rule:
    """Put a move of our side that loses into words: to abstain, where it does as an objection."""
    rule, move = _rule(contest, at, batch), batch[0]
    process, state = contest.graph.process, contest.graph.states[at]
    compiled = (
        open_step(process, state, process.clauses.index.procedures[move.clause])
        if move.kind == "ballot"
        else None
    )
    against = for_and_against(compiled)[1] if compiled is not None else ""
    if compiled is None or move.choice != against:
        return rule
    ours, others = shares(contest, compiled)
    if carries(compiled, tally_of(compiled, {against: others, "abstain": ours})):
        return rule
    does = f"{votes(compiled)[against][1]} or abstain in {compiled.step.act!r}"
    return rule._replace(does=does)


def keeping_away(contest: Contest, free: Contest) -> tuple[Rule, ...]:
    """Return what the other side does, and what it leaves undone, so that the goal never comes.

    Parameters
    ----------
    contest
        The contest of the two sides.
    free
        The one in which nobody is against the goal: what is left undone is what it needs there.
    """
    table, far = Table(contest, ours=False), safety(contest)
    for state, move in contest.before:
        if move.kind != "wait":
            table.adds(_first(contest.graph.process, state, move))
    pending, seen = [0], {0}
    undone: dict[Thing, list[_Line]] = {}
    idle = not contest.before
    while pending:
        at = pending.pop(0)
        safe = [e for e in answers(contest, at) if e.to not in contest.won]
        onward = [e for e in ours_at(contest, at) if e.to not in contest.won]
        if far[at]:
            idle = False
            answer = min(safe, key=lambda e: far[e.to])
            table.adds(_rule(contest, at, answer.batch), answer.batch, at)
            onward = [answer, *onward]
        else:
            for thing, line in _undone(contest, at):
                undone.setdefault(thing, []).append(line)
        for edge in onward:
            if edge.to not in seen:
                seen.add(edge.to)
                pending.append(edge.to)
    if idle:
        undone = _needed(contest, free, undone)
    for line in chain.from_iterable(undone.values()):
        table.adds(*line)
    _unanswered(contest, table)
    who = coalition(contest.graph.process, contest.sides.against)
    return table.told() or (Rule("at all times", who, IDLE),)


_Line = tuple[Rule, Batch, int | None]
"""A rule, and which move at which node it is about, where it is about one."""


def _needed(
    contest: Contest, free: Contest, undone: dict[Thing, list[_Line]]
) -> dict[Thing, list[_Line]]:
    """Return what has to be left undone where nothing has to be done, in the words told of it."""
    those = contest.sides.against
    within = Undone(free, those)
    found: dict[Thing, list[_Line]] = {}
    for thing in within.needed(undone):
        if thing not in undone:
            at, edge = within.where[thing]
            undone[thing] = [(_left(free, at, edge.batch, those), (), None)]
        found[thing] = undone[thing]
    return found


def _unanswered(contest: Contest, table: Table) -> None:
    """Put down which answers would let the goal come, however the others have answered by then.

    Who is told not to honour a duty is not told to decline it: where that lets the goal come too,
    it is to be left as well.
    """
    pending, seen = [0], {0}
    while pending:
        at = pending.pop(0)
        own = [e for e in theirs_at(contest, at) if e.batch[0].kind in ("honour", "decline")]
        for edge in own:
            if edge.to in contest.won:
                rule = _rule(contest, at, edge.batch)
                table.adds(rule._replace(does=f"not {rule.does}"), edge.batch, at)
        for edge in (*ours_at(contest, at), *own):
            if edge.to not in seen and edge.to not in contest.won:
                seen.add(edge.to)
                pending.append(edge.to)


def _left(free: Contest, at: int, batch: Batch, those: Counts) -> Rule:
    """Put into words that a move is not made, or that those who vote do not vote so."""
    process, state, move = free.graph.process, free.graph.states[at], batch[0]
    if move.kind != "ballot":
        rule = _rule(free, at, batch)
        return rule._replace(does=f"not {rule.does}")
    compiled = open_step(process, state, process.clauses.index.procedures[move.clause])
    assert compiled is not None, "a ballot is cast in an open step"
    voting = {k: those[k] for k in compiled.electorate.classes if those.get(k)}
    passed = move.choice == for_and_against(compiled)[0]
    return _withholding(process, compiled, move.clause, voting, (passed, not passed))


def _undone(contest: Contest, at: int) -> Iterator[tuple[Thing, _Line]]:
    """Yield what would let the goal come if the other side did it, or agreed to it."""
    process, state = contest.graph.process, contest.graph.states[at]
    for edge in theirs_at(contest, at):
        if edge.batch[0].kind != "ballot" and edge.to in contest.won:
            rule = _rule(contest, at, edge.batch)
            rule = rule._replace(does=f"not {rule.does}")
            yield thing_of(process, state, edge.batch), (rule, edge.batch, at)
    for number, name in enumerate(process.clauses.procedure_ids):
        compiled = open_step(process, state, number)
        if compiled is None or _passed(contest, at, number):
            continue
        counts = contest.sides.against
        those = {k: counts[k] for k in compiled.electorate.classes if counts.get(k)}
        if those:
            led = leads(contest, number, compiled, lost=True)
            rule = _withholding(process, compiled, name, those, led)
            step = state.record.procedures[number].step
            yield ("ballot", name, step), (rule, (), None)


def _withholding(
    process: Process, compiled: CompiledStep, name: str, those: Counts, led: tuple[bool, bool]
) -> Rule:
    """Say how those who vote in a step keep it from leading to where the goal comes."""
    act = compiled.step.act
    does = withheld(compiled, those, passed=led[0], blocked=led[1])
    when = f"when {act!r} in {name!r} is to be decided"
    return Rule(when, coalition(process, those, compiled), does.format(repr(act)))


def _passed(contest: Contest, at: int, procedure: int) -> bool:
    """Say whether our side carries the step that is open without the other."""
    course = contest.graph.states[at].record.procedures[procedure]
    onward = (contest.graph.states[e.to].record.procedures[procedure] for e in ours_at(contest, at))
    return any(
        after.progress is Progress.DONE
        or (after.progress is Progress.OPEN and after.step > course.step)
        for after in onward
    )


def _rule(contest: Contest, at: int, batch: Batch) -> Rule:
    """Put a move into words."""
    process, state, move = contest.graph.process, contest.graph.states[at], batch[0]
    clauses = process.clauses
    if move.kind == "ballot":
        compiled = open_step(process, state, clauses.index.procedures[move.clause])
        assert compiled is not None, "a ballot is cast in an open step"
        when = f"when {compiled.step.act!r} in {move.clause!r} is to be decided"
        does = f"{votes(compiled)[move.choice][1]} {compiled.step.act!r}"
        who = coalition(process, Counter(one.actor for one in batch), compiled)
        return Rule(when, who, does)
    if move.kind == "conduct":
        act, rung = act_label(clauses, move.actor, move.clause), clauses.index.rungs[move.actor]
        back = rung[move.clause] < clauses.rung_of(state, move.actor, move.against)
        goes = "go back to" if back else "go as far as"
        does = f"{goes} this act: {act}{towards(process, move)}"
        return Rule(OPEN, name_of(clauses, move.actor), does)
    who, does = may(clauses, state, move)
    again = move.kind in ("open", "allege") and (
        state.record.procedures[clauses.index.procedures[move.clause]].progress is Progress.LAPSED
    )
    return Rule("whenever it has lapsed" if again else OPEN, who, does)


def towards(process: Process, move: Move) -> str:
    """Say against whom an act is, where its party may act against several."""
    return f" towards {name_of(process.clauses, move.against)}" if move.against else ""


def _first(process: Process, state: State, move: Move) -> Rule:
    """Put into words what is done on the day of the act."""
    if move.kind == "conduct":
        act = act_label(process.clauses, move.actor, move.clause)
        does = f"act as well: {act}{towards(process, move)}"
        return Rule(_AT_ONCE, name_of(process.clauses, move.actor), does)
    return Rule(_AT_ONCE, *may(process.clauses, state, move))


_AT_ONCE = "on the day of the act"
