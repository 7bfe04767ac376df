"""Breaches told: the first of a norm, each further act that is one, and what is on record of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.language import Norm, listed
from foedus.process.clauses import Clauses
from foedus.process.conditions import predicate
from foedus.process.grounds import ground
from foedus.process.naming import name_of, names_of, several
from foedus.process.state import NEVER, Progress, State
from foedus.process.told import Change, being, towards

UNFOUNDED = ", though there was none"
"""Said of a finding that is wrong in the world of a story, which tells all that happens."""
UNRECORDED = ", of which these events tell nothing"
"""Said of the same where a record is folded: whoever wrote it need not have told all."""


def breaches(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    """Yield what has become of each norm: breached, breached again, alleged or found to be."""
    for at, name in enumerate(clauses.norm_ids):
        norm = clauses.arrangement.norms[name]
        grave = f" ({norm.breach} breach)" if norm.breach else ""
        grave += _since(clauses, after, at)
        if after.world.breached[at] > before.world.breached[at]:
            over = _over(clauses, after, at)
            by = names_of(clauses, _actors(over) or norm.bearer)
            because = _reason(clauses, after, at, over) + _laid_bare(clauses, before, after, at)
            yield Change(f"{name!r} is breached by {by}{grave}", "norms", name, because)
        elif after.world.breached[at]:
            yield from _again(clauses, before, after, at, grave)
        yield from _owed_no_more(clauses, before, after, at)
        if after.record.alleged[at] > before.record.alleged[at]:
            yield Change(f"a breach of {name!r} is on record as alleged", "norms", name)
        if after.record.found[at] > before.record.found[at]:
            truth = "" if after.world.breached[at] else UNFOUNDED
            what = f"a breach of {name!r} is on record as found{truth}"
            finder = _finder(clauses, before, name)
            because = f"{finder!r} passed" if finder else ""
            yield Change(what, "procedures" if finder else "norms", finder or name, because)


def _since(clauses: Clauses, after: State, at: int) -> str:
    """Say from when an act is a breach that was none until the day was over."""
    if not (after.over and _forbidden(clauses, after, at)):
        return ""
    return f" from {clauses.date_of(after.day + 1)} on"


def _owed_no_more(clauses: Clauses, before: State, after: State, at: int) -> Iterator[Change]:
    """Yield that a deed need not be done any more, as its norm binds no longer."""
    name, norm = clauses.norm_ids[at], clauses.norms[at].norm
    if before.record.due[at] <= NEVER or not clauses.binds(before, at) or clauses.binds(after, at):
        return
    if not after.record.performed[clauses.index.deeds[norm.obligation or ""]]:
        stays = "; its breach stays on record" if after.world.breached[at] else ""
        what = f"{norm.obligation!r} is owed no more under {name!r}{stays}"
        yield Change(what, "norms", name, _binds_no_more(clauses, after, norm))


def _binds_no_more(clauses: Clauses, state: State, norm: Norm) -> str:
    """Say why a norm binds nobody any more."""
    if not clauses.stands(state, norm.in_, norm.survives):
        return f"{norm.in_!r} is not in force"
    if norm.while_ is not None and not predicate(norm.while_, clauses)(state):
        return ground(clauses, state, norm.while_, negated=True)
    return f"{_absent(clauses, state, norm)} left {norm.in_!r}"


def _absent(clauses: Clauses, state: State, norm: Norm) -> str:
    """Say who has left the instrument of a norm: all whom it binds, or all to whom it is owed."""
    sides = (norm.bearer, norm.owed_to or norm.towards)
    left = next((s for s in sides if s and not clauses.remain(state, norm, s)), ())
    if not left:  # each act is by one who has left, or against one
        every = tuple(dict.fromkeys(party for side in sides for party in side))
        remaining = clauses.remain(state, norm, every)
        left = tuple(party for party in every if party not in remaining)
    have = "have" if several(clauses.arrangement, left) else "has"
    return f"{names_of(clauses, left)} {have}"


def excused(clauses: Clauses, state: State) -> list[str]:
    """Return why an act under way that a norm speaks of is no breach of it; empty where it is."""
    return list(_excused(clauses, state))


def excused_deeds(clauses: Clauses, before: State, after: State) -> list[str]:
    """Return why deeds that a norm forbids, done since `before`, are no breach of it.

    So of what was to be kept and was undone.
    """
    return list(_excused_deeds(clauses, before, after))


def _excused_deeds(clauses: Clauses, before: State, after: State) -> Iterator[str]:
    for at, name in enumerate(clauses.norm_ids):
        by = _doer(clauses, before, after, at)
        if not by or after.world.breached[at] > before.world.breached[at]:
            continue
        bound = list(_bound(clauses, before, at, by))
        if bound and list(_bound(clauses, after, at, by)):
            continue  # a further breach
        # What was no exception on the morning is one by the conduct of that very day.
        yield f"no breach of {name!r}: {_excuse(clauses, after if bound else before, at)}"


def _excused(clauses: Clauses, state: State) -> Iterator[str]:
    for at, name in enumerate(clauses.norm_ids):
        fronts = _forbidden(clauses, state, at)
        if not fronts or any(clauses.forbids(state, at, front) for front in fronts):
            continue
        no = f"no breach of {name!r}"
        if state.world.breached[at]:  # by what went on before, or by another act
            acts = (clauses.front_ids[front] for front in fronts)
            does = (f"{clauses.act_of(state, *a)!r} by {name_of(clauses, a[0])}" for a in acts)
            told = list(dict.fromkeys(does))
            no = f"{listed(told)} {'are' if len(told) > 1 else 'is'} {no} now"
        yield f"{no}: {_excuse(clauses, state, at)}"


def _excuse(clauses: Clauses, state: State, at: int) -> str:
    norm = clauses.norms[at].norm
    if norm.unless is not None and clauses.binds(state, at) and clauses.norms[at].unless(state):
        return ground(clauses, state, norm.unless)
    return _binds_no_more(clauses, state, norm)


def _again(clauses: Clauses, before: State, after: State, at: int, grave: str) -> Iterator[Change]:
    """Yield a further breach of a norm: by an act that has just begun, or a deed done once more.

    An act that goes on breaches it on each day, and is told on the first: that on which it began,
    or on which what had excused it ended. Who goes down to a lesser act that is forbidden, too, has
    not stopped, and goes on.
    """
    name, norm = clauses.norm_ids[at], clauses.norms[at].norm
    begun = [
        front
        for front in _forbidden(clauses, after, at)
        if after.world.since[front] != before.world.since[front]
        or not clauses.forbids(before, at, front)
    ]
    over = [clauses.front_ids[front] for front in begun if clauses.forbids(after, at, front)]
    lesser = [
        clauses.front_ids[front]
        for front in begun
        if before.world.rung[front] > after.world.rung[front] and clauses.forbids(before, at, front)
    ]
    anew = [front for front in over if front not in lesser]
    by = _actors(anew) or list(_doers(clauses, before, after, at, norm))
    if by:
        who = f"by {names_of(clauses, by)}{grave}"
        # Of several whom a norm binds the first breach may have been another's.
        several = len(norm.bearer) > 1
        what = f"{name!r} is breached {'once more, this time ' if several else 'again '}{who}"
        because = _reason(clauses, after, at, anew) + _laid_bare(clauses, before, after, at)
        yield Change(what, "norms", name, because)
    if still := [front for front in over if front in lesser]:
        by = _actors(still)
        what = f"{name!r} goes on being breached by {names_of(clauses, by)}{grave}"
        yield Change(what, "norms", name, _reason(clauses, after, at, still))


def _laid_bare(clauses: Clauses, before: State, after: State, at: int) -> str:
    """Say of an act that goes on what excused it until now."""
    compiled = clauses.norms[at]
    goes_on = any(
        after.world.since[front] == before.world.since[front] and clauses.forbids(after, at, front)
        for front in _forbidden(clauses, before, at)
    )
    if compiled.norm.unless is None or not goes_on or not compiled.unless(before):
        return ""
    return f"; what excused it is so no more: that {ground(clauses, before, compiled.norm.unless)}"


def _doers(clauses: Clauses, before: State, after: State, at: int, norm: Norm) -> Iterator[str]:
    """Yield who has just done, or undone, a deed that a norm forbade, or admitted a party."""
    was, now = before.record, after.record
    if norm.prohibition == "admit":
        for (party, to), place in clauses.index.admissions.items():
            admitted = now.admitted[place] > was.admitted[place]
            if admitted and party == norm.of and to in norm.bearer:
                yield from _bound(clauses, before, at, to)
        return
    if by := _doer(clauses, before, after, at):
        yield from _bound(clauses, before, at, by)


def _doer(clauses: Clauses, before: State, after: State, at: int) -> str:
    """Return who has just done the deed that a norm forbids, or undone what it was to keep."""
    norm = clauses.norms[at].norm
    deed = norm.prohibition or norm.obligation or ""
    place = clauses.index.deeds.get(deed, NEVER)
    if place == NEVER:
        return ""
    by, was, now = clauses.arrangement.deeds[deed].by, before.record, after.record
    done = now.performed[place] > was.performed[place]
    undone = now.performed[place] < was.performed[place]
    kept = norm.keep and NEVER != was.due[at] < before.day
    speaks = done if norm.prohibition else undone and kept
    return by if speaks and by in norm.bearer else ""


def _bound(clauses: Clauses, state: State, norm: int, by: str) -> Iterator[str]:
    if clauses.binds(state, norm, by) and not clauses.norms[norm].unless(state):
        yield by


def _forbidden(clauses: Clauses, state: State, norm: int) -> list[int]:
    """Return the fronts on which an act goes on that the norm speaks of."""
    rungs = clauses.norms[norm].rungs
    return [front for front, rung in rungs if state.world.rung[front] >= rung]


def _over(clauses: Clauses, state: State, norm: int) -> list[tuple[str, str]]:
    """Return who breaches a norm by an act, each with whom it is directed at.

    Where the breach itself has ended the norm, whoever is at an act that it forbade.
    """
    fronts = _forbidden(clauses, state, norm)
    forbidden = [front for front in fronts if clauses.forbids(state, norm, front)]
    return [clauses.front_ids[front] for front in forbidden or fronts]


def _actors(over: Sequence[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(by for by, _ in over))


def _prevented(clauses: Clauses, state: State, deed: str) -> str:
    """Say that a deed could not be performed on the day by which it was due, and why not."""
    needs = clauses.arrangement.deeds[deed].needs
    if needs is None or clauses.deed_needs[clauses.index.deeds[deed]](state):
        return ""
    return f", and could not be performed then: {ground(clauses, state, needs, negated=True)}"


def _reason(clauses: Clauses, after: State, at: int, over: Sequence[tuple[str, str]]) -> str:
    norm = clauses.norms[at].norm
    if norm.obligation is not None:
        if norm.keep and not after.record.performed[clauses.index.deeds[norm.obligation]]:
            return f"{norm.obligation!r} must be done and stay so, and it is not done"
        due = f"{norm.obligation!r} was due by {clauses.date_of(after.record.due[at])}"
        return due + _prevented(clauses, after, norm.obligation)
    if norm.prohibition == "admit":
        return f"it forbids the admission of {name_of(clauses, norm.of or '')}"
    acts = [
        f"{being(clauses, by)} at {clauses.act_of(after, by, to)!r}{towards(clauses, by, to)}"
        for by, to in over
    ]
    outlived = f", and outlives {norm.in_!r}"
    # What binds no more for lack of a text ended with it on this very day: it bound at the deed.
    outlives = not clauses.stands(after, norm.in_, ())
    outlives = outlives and clauses.stands(after, norm.in_, norm.survives)
    where = (outlived if outlives else f" while {norm.in_!r} binds") if norm.in_ else ""
    above = " and anything above it" if clauses.norms[at].rungs else ""  # a deed is on no ladder
    rule = f"it forbids {norm.prohibition!r}{above}{where}"
    return f"{listed(acts)}, and {rule}" if acts else rule


def _finder(clauses: Clauses, before: State, norm: str) -> str:
    """Return the procedure that was at a step which finds a breach of `norm`."""
    for at, course in enumerate(before.record.procedures):
        later = clauses.steps[at][course.step :]
        if course.progress is Progress.OPEN and any(s.step.finds == norm for s in later):
            return clauses.procedure_ids[at]
    return ""
