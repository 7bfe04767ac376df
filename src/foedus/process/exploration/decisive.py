"""The decisive votes of a step: a body decides yes, or no, as one move.

Nothing in the language can read a tally: a step is seen from outside only when it is decided, or
when its time runs out. So a search need not cast ballots one at a time; it is enough to cast, at
once, a smallest set that decides. Tests compare this with casting every ballot singly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from foedus.process import Move, Process, State
from foedus.process.clauses import CompiledStep
from foedus.process.electorate import CHOICES, Electorate, Tally
from foedus.process.exploration.mixed import by_ballots, mixed_only, outcome_of, smallest_mixed
from foedus.process.settling import settled, with_course
from foedus.process.state import Progress

Counts = dict[str, int]
_NOBODY: Mapping[str, int] = {}


@dataclass(frozen=True)
class Decision:
    """Ballots that decide a step together, and which way.

    Parameters
    ----------
    passes
        Whether the step then succeeds.
    moves
        The ballots, as one batch.
    """

    passes: bool
    moves: tuple[Move, ...]


def open_step(process: Process, state: State, procedure: int) -> CompiledStep | None:
    """Return the step that `procedure` is at, if it can be decided and nobody has voted in it."""
    course = state.record.procedures[procedure]
    if course.progress is not Progress.OPEN:
        return None
    compiled = process.clauses.steps[procedure][course.step]
    blank = course.tally == compiled.electorate.blank
    return compiled if blank and not (compiled.step.escrowed or compiled.certain) else None


def decisions(
    compiled: CompiledStep, name: str, resisting: Mapping[str, int] = _NOBODY
) -> Iterator[Decision]:
    """Yield the ways in which a step in which nobody has voted can be decided.

    Parameters
    ----------
    compiled
        The step.
    name
        The procedure that it is a step of.
    resisting
        How many members of each class cast no ballot but one that hurts.
    """
    if compiled.certain:
        return
    helps = bool(resisting) and _leads_on(compiled)
    for choice in ("yes", "no"):
        if choice == "no" and compiled.step.on_block == "hold":
            continue
        found = _smallest(compiled, choice, resisting, apart=helps)
        if found is None and (late := _carried_in_time(compiled, choice, resisting)):
            yield Decision(True, _moves(name, {choice: late}))
        if found is not None:
            passes, counts = found
            yield Decision(passes, _moves(name, {choice: counts}))
            if choice == "no" and not helps and not resisting.keys().isdisjoint(counts):
                apart = _smallest(compiled, choice, resisting, apart=True)
                if apart is not None:  # a no of others does the same, and is somebody else's doing
                    yield Decision(apart[0], _moves(name, {choice: apart[1]}))
    if resisting and compiled.step.on_block != "hold" and not helps:
        alone = {label: count for label, count in resisting.items() if label in _voting(compiled)}
        if alone and outcome_of(compiled, _tally(compiled.electorate, alone, "no")) is False:
            yield Decision(False, _moves(name, {"no": alone}))
    for outcome in mixed_only(compiled):
        tally = smallest_mixed(compiled, outcome, resisting)
        if tally is not None:
            yield Decision(outcome, _moves(name, tally))


def _leads_on(compiled: CompiledStep) -> bool:
    """Say whether a no does no harm, since it leads on, where silence would not carry the step."""
    silent = compiled.within is not None and (
        compiled.on_timeout == "adopt" or compiled.electorate.passes(compiled.electorate.blank)
    )
    return compiled.step.on_block == "next" and not silent


def _carried_in_time(compiled: CompiledStep, choice: str, resisting: Mapping[str, int]) -> Counts:
    """Return the ballots of all who do not resist, where they carry a step once its time is over.

    Those who stay away could still keep it from passing, so that nothing is decided before. Empty
    where nobody resists: then all can vote at once.
    """
    voters, may = compiled.electorate, _voting(compiled)
    if not resisting or compiled.within is None or voters.passes(voters.blank):
        return {}
    free = {
        label: len(members) - min(resisting.get(label, 0), len(members))
        for label, members in voters.classes.items()
        if label in may
    }
    carries = voters.passes(_tally(voters, free, choice))
    return {label: count for label, count in free.items() if count} if carries else {}


def undecided(compiled: CompiledStep, name: str) -> tuple[Move, ...] | None:
    """Return ballots that stop a step which silence passes, but not for good; none if none do.

    Those who have not voted could still carry it, so that it is over only when time runs out.
    """
    for tally in by_ballots(compiled):
        voters = compiled.electorate
        if not voters.passes(tally) and outcome_of(compiled, tally) is None:
            labels = tuple(voters.classes)
            counts = {
                choice: {label: of[at] for label, of in zip(labels, tally, strict=True) if of[at]}
                for at, choice in enumerate(CHOICES)
            }
            return _moves(name, counts)
    return None


def contested(compiled: CompiledStep, name: str, against: Mapping[str, int]) -> Iterator[Decision]:
    """Yield what either side can decide in a blank step whatever the other side's members do.

    Parameters
    ----------
    compiled
        The step.
    name
        The procedure that it is a step of.
    against
        How many members of each class are on one side; the others are on the other. The members of
        a side vote alike, so what only a mixed vote can bring about is not seen.
    """
    voters = compiled.electorate
    may = {label: len(m) for label, m in voters.classes.items() if label in _voting(compiled)}
    one = {label: min(against.get(label, 0), size) for label, size in may.items()}
    other = {label: size - one[label] for label, size in may.items()}
    choices = ("yes",) if compiled.step.on_block == "hold" else CHOICES
    for side, rest in ((one, other), (other, one)):
        found: set[bool] = set()
        for choice in choices if any(side.values()) else ():
            alone = outcome_of(compiled, _tally(voters, side, choice))
            replies = [_mixed(voters, side, choice, rest, reply) for reply in choices]
            sure = alone is not None and all(_ends(compiled, t) is alone for t in replies)
            if alone is not None and sure and alone not in found:
                found.add(alone)
                yield Decision(alone, _moves(name, {choice: side}))


def _mixed(
    voters: Electorate, side: Mapping[str, int], choice: str, rest: Mapping[str, int], reply: str
) -> Tally:
    pairs = zip(_tally(voters, side, choice), _tally(voters, rest, reply), strict=True)
    return tuple((a[0] + b[0], a[1] + b[1], a[2] + b[2]) for a, b in pairs)


def _ends(compiled: CompiledStep, tally: Tally) -> bool:
    """Say whether a step in which everybody has voted passes."""
    late = compiled.within is not None and compiled.on_timeout == "adopt"
    return compiled.electorate.passes(tally) or (
        late and compiled.electorate.settled(tally) is not False
    )


def _voting(compiled: CompiledStep) -> frozenset[str]:
    """Return the classes whose ballots count: all but those left out or bound to abstain."""
    return frozenset(compiled.electorate.classes) - compiled.electorate.bound


def _moves(name: str, counts: Mapping[str, Counts]) -> tuple[Move, ...]:
    return tuple(
        Move("ballot", label, name, choice)
        for choice, of_class in counts.items()
        for label, count in of_class.items()
        for _ in range(count)
    )


def cast(process: Process, state: State, batch: tuple[Move, ...]) -> State:
    """Return the state after ballots that decide a blank step, counted all at once.

    The same as casting them as one batch through the process, and quicker: a test compares them.
    """
    procedure = process.clauses.index.procedures[batch[0].clause]
    course = state.record.procedures[procedure]
    labels = process.clauses.steps[procedure][course.step].electorate.classes
    counts = Counter((move.actor, move.choice) for move in batch)
    tally = tuple(
        (counts[label, "yes"], counts[label, "no"], counts[label, "abstain"]) for label in labels
    )
    counted = with_course(state, procedure, course._replace(tally=tally))
    return settled(process.clauses, state, counted, "ballot")


def _smallest(
    compiled: CompiledStep, choice: str, resisting: Mapping[str, int], *, apart: bool = False
) -> tuple[bool, Counts] | None:
    """Return what a unanimous `choice` decides, and an irreducible set of ballots that does it.

    Those who resist say no only, and with `apart` not even that.
    """
    voters, away = compiled.electorate, resisting if apart or choice == "yes" else _NOBODY
    free = {
        label: len(members) - min(away.get(label, 0), len(members))
        for label, members in voters.classes.items()
    }
    outcome = outcome_of(compiled, _tally(voters, free, choice))
    if outcome is None:
        return None
    counts = dict(free)
    for label in reversed(list(counts)):
        low, high = 0, counts[label]
        while low < high:  # the fewest of this class that still decide
            middle = (low + high) // 2
            trial = {**counts, label: middle}
            if outcome_of(compiled, _tally(voters, trial, choice)) is outcome:
                high = middle
            else:
                low = middle + 1
        counts[label] = low
    counts = {label: count for label, count in counts.items() if count}
    return (outcome, counts) if counts else None


def _tally(voters: Electorate, counts: Mapping[str, int], choice: str) -> Tally:
    place = CHOICES.index(choice)
    counted = [counts.get(label, 0) for label in voters.classes]
    return tuple(
        (count * (place == 0), count * (place == 1), count * (place == 2)) for count in counted
    )


def fewest_to_stop(compiled: CompiledStep) -> Counts | None:
    """Return a smallest set, by class, that can stop the step by objecting or staying away.

    ``None`` when nobody can stop it: silence passes it and no objection counts.
    """
    voters, hold = compiled.electorate, compiled.step.on_block == "hold"
    silent = compiled.within is not None and (
        compiled.on_timeout == "adopt" or voters.passes(voters.blank)
    )
    if compiled.step.escrowed or compiled.certain or (silent and hold):
        return None
    if silent:
        return _fewest_objecting(compiled)
    absent = _fewest_absent(compiled)
    objecting = None if hold else _fewest_objecting(compiled)
    if objecting is None or sum(absent.values()) <= sum(objecting.values()):
        return absent
    return objecting  # where whoever is absent is not counted, a no does more


def _fewest_objecting(compiled: CompiledStep) -> Counts | None:
    """Return a smallest set whose ballots stop the step for good; ``None`` where none do."""
    found = [_smallest(compiled, choice, _NOBODY) for choice in ("no", "yes")]
    return next((counts for passes, counts in filter(None, found) if not passes), None)


def others_to_stop(
    compiled: CompiledStep, group: Counts, without: Collection[str]
) -> Iterator[Counts]:
    """Yield other sets of the same size that can stop the step, each with one member exchanged.

    Parameters
    ----------
    compiled
        The step.
    group
        A smallest set that can, by class, as of `fewest_to_stop`.
    without
        Classes whose members take part in none.
    """
    voters = compiled.electorate
    silent = compiled.within is not None and (
        compiled.on_timeout == "adopt" or voters.passes(voters.blank)
    )
    for out in group:
        for label, members in voters.classes.items():
            if label == out or label in without or group.get(label, 0) == len(members):
                continue
            other = {**group, out: group[out] - 1, label: group.get(label, 0) + 1}
            stops = _objected if silent else _kept_from_passing
            if stops(compiled, {name: other.get(name, 0) for name in voters.classes}):
                yield {name: count for name, count in other.items() if count}


def _kept_from_passing(compiled: CompiledStep, group: Mapping[str, int]) -> bool:
    """Say whether a set stops a step that silence does not pass, staying away or objecting."""
    return _stopped(compiled, group) or (
        compiled.step.on_block != "hold" and _objecting(compiled, group)
    )


def _objecting(compiled: CompiledStep, group: Mapping[str, int]) -> bool:
    """Say whether the ballots of a set, all alike, stop the step whatever all others vote."""
    voters = compiled.electorate
    return any(
        outcome_of(compiled, _tally(voters, group, choice)) is False for choice in ("yes", "no")
    )


def _objected(compiled: CompiledStep, group: Mapping[str, int]) -> bool:
    """Say whether the ballots of a set, all alike, stop what all others vote against them for."""
    voters = compiled.electorate
    sides = [
        (len(members) - group[label], group[label]) for label, members in voters.classes.items()
    ]
    opposed = tuple((rest, own, 0) for rest, own in sides)
    agreeing = tuple((own, rest, 0) for rest, own in sides)
    return not (voters.passes(opposed) and voters.passes(agreeing))


def _fewest_absent(compiled: CompiledStep) -> Counts:
    """Return a smallest set without which no ballots of the others can pass the step."""
    voters = compiled.electorate
    away = {label: len(members) for label, members in voters.classes.items()}
    for label in reversed(list(away)):
        low, high = 0, away[label]
        while low < high:
            middle = (low + high) // 2
            if _stopped(compiled, {**away, label: middle}):
                high = middle
            else:
                low = middle + 1
        away[label] = low
    return {label: count for label, count in away.items() if count}


def _stopped(compiled: CompiledStep, away: Mapping[str, int]) -> bool:
    voters = compiled.electorate
    present = {label: len(m) - away[label] for label, m in voters.classes.items()}
    carried = voters.passes if compiled.within is not None else voters.settled
    if any(carried(_tally(voters, present, choice)) for choice in ("yes", "no")):
        return False
    return not mixed_only(compiled) or smallest_mixed(compiled, True, away) is None


def stopped_without(compiled: CompiledStep, label: str) -> bool:
    """Say whether one member of a class can stop the step alone, objecting or staying away."""
    if compiled.certain:
        return False
    voters = compiled.electorate
    silent = compiled.within is not None and (
        compiled.on_timeout == "adopt" or voters.passes(voters.blank)
    )
    away = dict.fromkeys(voters.classes, 0) | {label: 1}
    if not silent:
        return _stopped(compiled, away) or _objecting(compiled, {label: 1})
    return compiled.step.on_block != "hold" and _objecting(compiled, {label: 1})
