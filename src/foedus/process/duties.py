"""Who owes what to whom, by when; and why nothing is owed where one might think so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from foedus.language import Duration, Guarantee, Norm, listed
from foedus.process.clauses import Clauses
from foedus.process.conditions import predicate
from foedus.process.grounds import ground
from foedus.process.naming import name_of, names_of, said, several, speaking
from foedus.process.obligation import in_full, obligation
from foedus.process.state import DISCHARGED, NEVER, Answer, State


class Duty(NamedTuple):
    """Something that is owed now, or a right to respond that can be used now.

    Parameters
    ----------
    section, clause
        The clause it is owed under: a section of the file, and the id in it.
    by, to
        Who owes it, and to whom.
    says
        All of it in a sentence without its full stop.
    since
        The day since which it is owed; ``-1`` where only its last day is known.
    due
        The last day on which it comes in time; ``None`` where the text sets none.
    late
        Whether that day is over.
    right
        Whether it is a right: then nothing is owed.
    """

    section: str
    clause: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    says: str
    since: int = NEVER
    due: int | None = None
    late: bool = False
    right: bool = False


def obligations(
    clauses: Clauses, state: State, undone: Mapping[str, int] = MappingProxyType({})
) -> list[str]:
    """Return who now owes what to whom and by when, one sentence each; empty for nothing.

    `undone` are deeds that were undone, each with the day, where that is known.
    """
    return [duty.says for duty in duties(clauses, state, undone) if not duty.right]


def rights(clauses: Clauses, state: State) -> list[str]:
    """Return who may now respond and owes nothing, one sentence each; empty for nobody."""
    return [duty.says for duty in duties(clauses, state) if duty.right]


def duties(
    clauses: Clauses, state: State, undone: Mapping[str, int] = MappingProxyType({})
) -> list[Duty]:
    """Return what is owed now, and what may be done under a right to respond, responses first."""
    return [*_responses(clauses, state), *_deeds(clauses, state, undone)]


def _responses(clauses: Clauses, state: State) -> Iterator[Duty]:
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        open_to = clauses.awaited(state, at)
        if not open_to:
            continue
        owed = obligation(name, g, open_to, clauses.creditors(state, at))
        names = speaking(clauses.arrangement)
        yield Duty(
            "guarantees",
            name,
            owed.by,
            owed.to,
            f"{in_full(owed, names)} under {name!r}{_stages(clauses, state, at, g)}{_aim(g)}",
            state.record.guarantees[at].owed_since,
            clauses.due_by(state, at),
            not owed.right and clauses.days_late(state, at) > 0,
            owed.right,
        )


def _aim(g: Guarantee) -> str:
    return f"; with the sole aim: {g.sole_aim}" if g.sole_aim else ""


def _stages(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Say what is owed by now where the response grows, and from when more is."""
    casus, since = state.record.guarantees[at].casus, state.record.guarantees[at].owed_since
    if not g.response_ladder:
        return f", since {clauses.date_of(since)}{_limit(clauses, state, at, g)}"
    days = [begins(casus) for begins, _ in clauses.stages[at]]
    over = [ends is not None and ends(casus) < state.day for _, ends in clauses.stages[at]]
    reached = [number for number, day in enumerate(days) if day <= state.day]
    ahead = [number for number, day in enumerate(days) if day > state.day]
    # A graver stage takes the place of one before it when that one's last day is over.
    open_ = [n for n in reached[:-1] if clauses.stages[at][n][1] is not None and not over[n]]
    told = [_stage(clauses, g, at, n, state) for n in (*open_, *reached[-1:])]
    now = f": {' and '.join(told)}" if told else ""
    before = [n for n in reached if (ends := clauses.stages[at][n][1]) and ends(casus) < since]
    last = reached[-1:] if reached and over[reached[-1]] else []
    staged = _stage_late(clauses, state, at, g) if last and last[0] not in before else ""
    now += staged if not {*last} & {*before} else f", {_OVER_BEFORE}"
    missed = [n for n in reached[:-1] if over[n]]
    for what, some in (
        ("not given in time", [n for n in missed if n not in before]),
        (_OVER_BEFORE, [n for n in missed if n in before]),
    ):
        if some and g.response != "right_only":
            told = [_stage(clauses, g, at, n, state) for n in some]
            now += f"; {what}: {' and '.join(told)}"
    if ahead:
        on = clauses.date_of(days[ahead[0]])
        now += f"; from {on}: {_stage(clauses, g, at, ahead[0], state)}"
    by, late = clauses.due_by(state, at), _late(clauses, state, at, g)
    if by is None or g.within is None:
        return now
    if f" by {clauses.date_of(by)} (" in now:  # the last stage has its very day
        return f"{now}{'' if staged else late}"
    whole = f"all of it by {clauses.date_of(by)} ({_written(g.within)}"
    return f"{now}; {whole} from {clauses.date_of(since)}, since when it is owed){late}"


_OVER_BEFORE = "its time was over before it was owed"
"""Said of a stage, whose time counts from the case, where the duty came after that."""


def _stage_late(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    if g.response == "right_only":
        return ""
    return (
        f", and {'are' if several(clauses.arrangement, clauses.awaited(state, at)) else 'is'} late"
    )


def _stage(clauses: Clauses, g: Guarantee, at: int, number: int, state: State) -> str:
    """Return what a stage owes, and by when: counted from its case, though it was owed later."""
    stage, (_, ends) = g.response_ladder[number], clauses.stages[at][number]
    if ends is None or stage.within is None:
        return stage.response
    casus, since = state.record.guarantees[at].casus, state.record.guarantees[at].owed_since
    case = "" if casus == since else f" from the case of {clauses.date_of(casus)}"
    return f"{stage.response} by {clauses.date_of(ends(casus))} ({_written(stage.within)}{case})"


def _limit(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Say by when the response must come, and whether it is late."""
    by = clauses.due_by(state, at)
    if by is None or g.within is None:
        return "; the text sets no time limit"
    late = _late(clauses, state, at, g)
    return f", by {clauses.date_of(by)} ({_written(g.within)}){late}"


def _late(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Say that those who have not answered are late, whoever else has; of a right nobody is."""
    if g.response == "right_only" or not clauses.days_late(state, at):
        return ""
    many = several(clauses.arrangement, clauses.awaited(state, at))
    return f", and {'are' if many else 'is'} late"


def _written(within: Duration) -> str:
    """Return a time limit as it is written, saying how hours are counted."""
    rounded = f", counted as {within.days} day{'s' if within.days != 1 else ''}"
    return f"within {within.words}{rounded if within.has_hours else ''}"


def _deeds(clauses: Clauses, state: State, undone: Mapping[str, int]) -> Iterator[Duty]:
    for at, due in enumerate(state.record.due):
        compiled = clauses.norms[at]
        norm = compiled.norm
        if norm.obligation is None or state.record.performed[clauses.index.deeds[norm.obligation]]:
            continue
        if not clauses.binds(state, at):  # that it was breached stays on record, and nothing is due
            continue
        if due == DISCHARGED or (due == NEVER and not (norm.open_ended and compiled.when(state))):
            continue
        over = NEVER < due < state.day + state.over
        excused = over and norm.unless is not None and compiled.unless(state)
        creditors = tuple(clauses.remain(state, norm, norm.owed_to or norm.towards))
        debtors = tuple(clauses.remain(state, norm, norm.bearer))
        to = f" to {names_of(clauses, creditors)}" if creditors else ""
        many = several(clauses.arrangement, debtors)
        owes = f"{names_of(clauses, debtors)} {'owe' if many else 'owes'}"
        under = f"{to} under {clauses.norm_ids[at]!r}"
        by = _by(clauses, norm, due, many=many, over=over, excused=excused)
        says = f"{owes} {norm.obligation!r}{under}{by}"
        since = undone.get(norm.obligation, NEVER)
        if norm.keep and over and since > due:  # before that day it was not to be kept yet
            again = f"{owes} it{under} that {norm.obligation!r} be done again"
            says = f"{again}: it was to be kept, and was undone on {clauses.date_of(since)}"
            if excused:
                says += f"; {names_of(clauses, debtors)} {_excuse(clauses, norm, many)}"
        yield Duty(
            "norms",
            clauses.norm_ids[at],
            debtors,
            creditors,
            says,
            due=None if due == NEVER else due,
            late=over and not excused,
        )


def _by(clauses: Clauses, norm: Norm, due: int, *, many: bool, over: bool, excused: bool) -> str:
    """Say by when a deed is owed, and whether it is late or excused."""
    if due == NEVER:
        return "; the text sets no time limit"
    by = f" by {clauses.date_of(due)}"
    if excused:
        return f"{by}, and {_excuse(clauses, norm, many)}"
    return f"{by}{_lateness(norm, many)}" if over else by


def _excuse(clauses: Clauses, norm: Norm, many: bool) -> str:
    """Say while what whoever owes a deed is excused."""
    assert norm.unless is not None, "an exception excuses"
    return f"{'are' if many else 'is'} excused while {said(clauses, norm.unless)}"


def _lateness(norm: Norm, many: bool) -> str:
    """Say of an obligation whose last day is over that it is not met."""
    if norm.keep:  # it may have been met on that day, and undone since
        return ", to be kept from then on, and it is not performed now"
    return f" and {'are' if many else 'is'} late"


def unanswered(clauses: Clauses, state: State) -> list[str]:
    """Return why an act under way that is grave enough for a guarantee does not make it due."""
    found: list[str] = []
    for at, (name, g) in enumerate(clauses.arrangement.guarantees.items()):
        if not clauses.under_way(state, at):
            continue
        if not clauses.answerable(state, at):
            found.append(f"nothing is owed under {name!r}: {why_not(clauses, state, at, g)}")
        elif why := _no_more(clauses, state, at, g):
            right = g.response == "right_only"
            spent = f"the right under {name!r} is used" if right else ""
            found.append(f"{spent or f'nothing more is owed under {name!r}'}: {why}")
    return found


def _no_more(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Return why nobody is left to answer an act under way; empty where somebody is."""
    promise, owers = state.record.guarantees[at], clauses.owers(state, at)
    by = dict(zip(g.owed_by, promise.answers, strict=True))
    refused = [party for party in g.owed_by if by[party] is Answer.DECLINED]
    who = f"{names_of(clauses, refused)} {'have' if len(refused) > 1 else 'has'} declined"
    if g.joint and len(g.owed_by) > 1 and clauses.declined(state, at):
        return f"{who}, and it is owed only by all together"
    if any(by[party] is Answer.NONE for party in owers):
        return ""
    if any(by[party] is Answer.HONOURED for party in owers):
        who = f"what {name_of(clauses, g.against)} began has been answered"
    since = clauses.date_of(promise.casus)
    return f"{who}, and the case that arose on {since} is answered once until the act ends"


def why_not(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Return why a guarantee is not to be answered now, though the act is grave enough."""
    promise = state.record.guarantees[at]
    if not clauses.able[at]:
        return f"{name_of(clauses, g.against)} would owe it against itself"
    if promise.forfeited:
        return "it is forfeited"
    if not clauses.stands(state, g.in_, g.survives):
        ended = f"{g.in_!r} is not in force"
        if promise.casus == NEVER or clauses.guarantees[at].outlasts(state):
            return ended
        return " and ".join([ended, *fallen_away(clauses, state, g)])
    if g.in_force is not None and not clauses.guarantees[at].in_force(state):
        return ground(clauses, state, g.in_force, negated=True)
    if not promise.activated:
        return (
            ground(clauses, state, g.activates_when, negated=True)
            if g.activates_when
            else "it has not begun"
        )
    if not clauses.standing(state, at):
        return gone(clauses, state, at, g)
    if promise.casus == NEVER:
        return (
            "the act had begun when the guarantee became active, and it does not cover such an act"
        )
    if g.due_when is None:
        return "its case has not arisen"
    if promise.earlier and predicate(g.due_when, clauses)(state):
        came = listed(sorted(said(clauses, one.condition) for one in promise.earlier))
        return f"{came}, but before this act began: that was for an earlier case"
    return ground(clauses, state, g.due_when, negated=True)


def fallen_away(clauses: Clauses, state: State, g: Guarantee) -> list[str]:
    """Say which of the conditions of a response do not hold, each with why."""
    texts = [c for c in (g.in_force, g.due_when) if c is not None]
    failed = [c for c in texts if not predicate(c, clauses)(state)]
    return [ground(clauses, state, condition, negated=True) for condition in failed]


def gone(clauses: Clauses, state: State, at: int, g: Guarantee) -> str:
    """Say who has left the instrument of a guarantee, so that it binds nobody to its victim."""
    whole = (clauses.able[at] or g.owed_by, (g.protects.state,), g.owed_to)
    parties = tuple(dict.fromkeys(party for of in whole for party in of))
    remaining = clauses.remain(state, g, parties)
    absent = (of for of in whole if of and not {*of} & {*remaining})
    left = next(absent, tuple(party for party in parties if party not in remaining))
    have = "have" if several(clauses.arrangement, left) else "has"
    return f"{names_of(clauses, left)} {have} left {g.in_!r}"
