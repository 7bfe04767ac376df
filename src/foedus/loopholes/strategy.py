"""What a side must do to force a goal, or to keep it away: a short decision table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from foedus.language import listed
from foedus.loopholes.carrying import all_blocked, carries, for_and_against, leads, tally_of
from foedus.loopholes.distances import answers, nearness, safety
from foedus.loopholes.tables import OPEN, Rule, Table, ours_at, theirs_at
from foedus.process import (
    CHOICES,
    CompiledStep,
    Move,
    Process,
    Progress,
    State,
    act_label,
    alike,
    called,
    may,
    name_of,
    votes,
)
from foedus.process.exploration import Batch, Edge, open_step
from foedus.process.walk import Contest, may_precede


def members_of(process: Process) -> Mapping[str, tuple[str, ...]]:
    """Return the members of each class that some step counts."""
    steps = (compiled for steps in process.clauses.steps for compiled in steps)
    return {k: members for c in steps for k, members in c.electorate.classes.items()}


def coalition(process: Process, counts: Mapping[str, int], step: CompiledStep | None = None) -> str:
    """Return who is in a coalition; members that are alike by their number.

    A collective party all of whose members are in it is named as such. Those who vote in a `step`
    are called after whoever takes it.
    """
    classes, a = members_of(process), process.arrangement
    left = {label: count for label, count in counts.items() if count}
    whole = {m for k, n in left.items() for m in classes.get(k, (k,)) if n == _size(classes, k)}
    named: list[str] = []
    for name, party in a.parties.items():
        inside = {k for k in left if set(classes.get(k, (k,))) <= set(party.members)}
        if len(party.members) > 1 and whole.issuperset(party.members):
            number = len(party.members)
            all_ = "both" if number == 2 else f"all {number}"
            named.append(f"{all_} members of {called(a, name)}")
            left = {label: count for label, count in left.items() if label not in inside}
    told = [(k, n, classes.get(k, (k,))) for k, n in left.items()]
    by_name = [one for one in told if one[1] == len(one[2]) <= _NAMED]
    named += [called(a, member) for _, _, members in by_name for member in members]
    # Some of several come last: else who stands behind their names reads as one of them.
    named += [_some(process, *one, step) for one in told if one not in by_name]
    return listed(named)


def _size(classes: Mapping[str, tuple[str, ...]], label: str) -> int:
    return len(classes.get(label, (label,)))


def _some(
    process: Process, label: str, count: int, members: tuple[str, ...], step: CompiledStep | None
) -> str:
    named = listed([called(process.arrangement, member) for member in members])
    of = _alike(process, label)
    of = alike(process.clauses, step, label) if of and step is not None else of
    if count == len(members):
        return f"all {count} {of}" if of else f"all of {named}"
    those = named if len(members) <= _NAMED or not of else f"the {len(members)} {of}"
    return f"any {'one' if count == 1 else count} of {those}"


def _alike(process: Process, label: str) -> str:
    """Return what the members of a class are called, by the body that counts them.

    Nothing where bodies of other members do as well: they are not called after one of them, and
    after all of them where several have the same members, or after the party that has them.
    """
    steps = (step for course in process.clauses.steps for step in course)
    counting = [step for step in steps if label in step.electorate.classes]
    if len({frozenset(step.electorate.rule.members) for step in counting}) > 1:
        return ""
    party = [step for step in counting if step.step.by in process.arrangement.parties]
    counting = party[:1] or counting
    bodies = dict.fromkeys(name_of(process.clauses, step.step.by) for step in counting)
    said = alike(process.clauses, counting[0], label)
    return said.replace(next(iter(bodies)), listed(sorted(bodies)), 1)


_NAMED = 5
"""How many are named one by one."""


IDLE = "do nothing that brings it about"
"""What is said where nothing in particular is to be done or left undone."""


def forcing(contest: Contest) -> tuple[Rule, ...]:
    """Return what our side does to bring the goal about whatever the other side does."""
    near, table = nearness(contest), Table(contest, ours=True)
    pending, seen = [0], {0}
    while pending:
        at = pending.pop(0)
        if near[at] == 0:
            for rule in _shared(contest, at, come=True):
                table.adds(rule)
            continue
        ours = [
            e
            for e in ours_at(contest, at)
            if near.get(e.to, near[at]) < near[at] and _unhindered(contest, at, e)
        ]
        ends = [e for e in ours_at(contest, at) if e.batch[0].kind == "wait"]
        step = min(ours or ends, key=lambda e: (near[e.to], e.batch[0].kind != "wait"))
        if step.batch[0].kind != "wait":
            rule = _rule(contest, at, step.batch)
            table.adds(rule, step.batch, at)
            if step.batch[0].kind == "ballot" and _told_by_silence(contest, at, step.batch[0]):
                table.spares(rule, _contrary(contest, at, step.batch[0]), at)
        for edge in ours_at(contest, at):
            if edge.batch[0].kind != "wait" and edge.to not in contest.won:
                rule = _stopping(contest, at, edge.batch)
                table.adds(rule._replace(does=f"not {rule.does}"))
        for rule in _shared(contest, at):
            table.adds(rule)
        for edge in (*may_precede(theirs_at(contest, at), step), step):
            if edge.to not in seen:
                seen.add(edge.to)
                pending.append(edge.to)
    return table.told()


def _shared(contest: Contest, at: int, *, come: bool = False) -> Iterator[Rule]:
    """Yield in which open steps ours must not object, since the others' objections need theirs.

    Nor abstain, where that does the same. Where the goal has `come`, only steps that take it away
    again, if they are blocked on that day.
    """
    process, state = contest.graph.process, contest.graph.states[at]
    for number, name in enumerate(process.clauses.procedure_ids):
        compiled = open_step(process, state, number)
        if compiled is None or leads(contest, number, compiled)[1]:
            continue
        if come and contest.goal(all_blocked(process, state, number)):
            continue
        classes = compiled.electorate.classes
        ours, others = _shares(contest, compiled)
        against = for_and_against(compiled)[1]
        alone = tally_of(compiled, {against: others})
        together = tally_of(compiled, {against: {k: len(m) for k, m in classes.items()}})
        abstaining = tally_of(compiled, {against: others, "abstain": ours})
        told = [votes(compiled)[against][1]] if not carries(compiled, together) else []
        told += ["abstain in"] if not carries(compiled, abstaining) else []
        if ours and told and carries(compiled, alone):
            act = compiled.step.act
            when = f"when {act!r} in {name!r} is to be decided"
            does = f"not {' or '.join(told)} {act!r}"
            yield Rule(when, coalition(process, ours, compiled), does)


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
    ours, others = _shares(contest, compiled)
    if carries(compiled, tally_of(compiled, {against: others, "abstain": ours})):
        return rule
    does = f"{votes(compiled)[against][1]} or abstain in {compiled.step.act!r}"
    return rule._replace(does=does)


def _shares(contest: Contest, compiled: CompiledStep) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many of each class that votes in a step are on our side, and on the other."""
    classes = compiled.electorate.classes
    others = {label: contest.sides.against.get(label, 0) for label in classes}
    ours = {k: len(m) - others[k] for k, m in classes.items() if len(m) > others[k]}
    return ours, others


def keeping_away(contest: Contest) -> tuple[Rule, ...]:
    """Return what the other side does, and what it leaves undone, so that the goal never comes."""
    table, far = Table(contest, ours=False), safety(contest)
    for state, move in contest.before:
        if move.kind != "wait":
            table.adds(_first(contest.graph.process, state, move))
    pending, seen = [0], {0}
    while pending:
        at = pending.pop(0)
        safe = [e for e in answers(contest, at) if e.to not in contest.won]
        onward = [e for e in ours_at(contest, at) if e.to not in contest.won]
        if far[at]:
            answer = min(safe, key=lambda e: far[e.to])
            table.adds(_rule(contest, at, answer.batch), answer.batch, at)
            onward = [answer, *onward]
        else:
            _undone(contest, at, table)
        for edge in onward:
            if edge.to not in seen:
                seen.add(edge.to)
                pending.append(edge.to)
    _unanswered(contest, table)
    who = coalition(contest.graph.process, contest.sides.against)
    return table.told() or (Rule("at all times", who, IDLE),)


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


def _undone(contest: Contest, at: int, table: Table) -> None:
    """Put down what would let the goal come if the other side did it, or agreed to it."""
    for edge in theirs_at(contest, at):
        if edge.batch[0].kind != "ballot" and edge.to in contest.won:
            rule = _rule(contest, at, edge.batch)
            table.adds(rule._replace(does=f"not {rule.does}"), edge.batch, at)
    process, state = contest.graph.process, contest.graph.states[at]
    for number, name in enumerate(process.clauses.procedure_ids):
        compiled = open_step(process, state, number)
        if compiled is None or _passed(contest, at, number):
            continue
        counts = contest.sides.against
        those = {k: counts[k] for k in compiled.electorate.classes if counts.get(k)}
        if those:
            act = compiled.step.act
            when = f"when {act!r} in {name!r} is to be decided"
            led = leads(contest, number, compiled, lost=True)
            does = _withheld(compiled, those, *led)
            who = coalition(process, those, compiled)
            table.adds(Rule(when, who, does.format(repr(act))))


def _withheld(compiled: CompiledStep, those: Mapping[str, int], passed: bool, blocked: bool) -> str:
    """Say how those vote, or do not, so that a step does not lead to where our side wins.

    The step goes where the braces are. Where all others agree and only an objection, or a ballot
    that is never cast, keeps it from passing, abstaining is no way to withhold agreement. Where a
    quorum is wanting only if some stay away, an objection is none.
    """
    for_, against = for_and_against(compiled)
    agree, object_ = (f"{votes(compiled)[choice][1]} {{}}" for choice in (for_, against))
    if passed and blocked:
        return f"neither {votes(compiled)[for_][1]} nor {object_}"
    settled, passes = compiled.electorate.settled, partial(carries, compiled)
    others = {
        k: 0 if blocked else len(members) - those.get(k, 0)
        for k, members in compiled.electorate.classes.items()
    }
    silent = tally_of(compiled, {for_: others})
    objecting = tally_of(compiled, {for_: others, against: those})
    abstaining = tally_of(compiled, {for_: others, "abstain": those})
    if blocked:
        timed = compiled.within is not None
        return f"not {object_}" if passes(silent) or not timed else agree
    if settled(objecting) is False and passes(silent):
        return object_
    if settled(objecting) is False and passes(abstaining):
        return f"{object_}, or cast no ballot at all"
    if not passes(silent) and passes(objecting):  # whoever votes against it is present all the same
        other = "cast no ballot at all in {}"
        return other if passes(abstaining) else f"abstain, or {other}"
    return f"not {agree}"


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
        return Rule(OPEN, name_of(clauses, move.actor), f"{goes} this act: {act}")
    who, does = may(clauses, state, move)
    again = move.kind in ("open", "allege") and (
        state.record.procedures[clauses.index.procedures[move.clause]].progress is Progress.LAPSED
    )
    return Rule("whenever it has lapsed" if again else OPEN, who, does)


def _first(process: Process, state: State, move: Move) -> Rule:
    """Put into words what is done on the day of the act."""
    if move.kind == "conduct":
        does = f"act as well: {act_label(process.clauses, move.actor, move.clause)}"
        return Rule(_AT_ONCE, name_of(process.clauses, move.actor), does)
    return Rule(_AT_ONCE, *may(process.clauses, state, move))


_AT_ONCE = "on the day of the act"
