"""What a change of the text means: the consequence of each, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from foedus.language import (
    Condition,
    Guarantee,
    Instrument,
    Norm,
    Procedure,
    listed,
    strength,
)
from foedus.loopholes.exits_compared import any_one, leaving, once_ended
from foedus.loopholes.hung_on import hung_on
from foedus.loopholes.story import Path
from foedus.loopholes.vetoes import vetoes
from foedus.loopholes.ways_to_stop import WAYS, lapses_by, ways_to_stop
from foedus.process import CompiledStep, Process, called, names_of, response_words, said, several
from foedus.process.exploration import fewest_to_stop

Meaning = tuple[Path, str]
"""Where the change is, and what it means."""
_FEW = 5
Clause = TypeVar("Clause")


def consequences(old: Process, new: Process) -> tuple[Meaning, ...]:
    """Return what the changes of clauses that both drafts have mean.

    Parameters
    ----------
    old, new
        The processes of the drafts, the second with the names of the first.
    """
    a, b = old.arrangement, new.arrangement
    found: list[Meaning] = []
    for name, before, after in _both(a.procedures, b.procedures):
        found += ((("procedures", name), what) for what in _procedure(new, name, before, after))
    for name in (name for name in a.procedures if name in b.procedures):
        found += ((("procedures", name), what) for what in _steps(old, new, name))
    for name, one, other in _both(a.guarantees, b.guarantees):
        found += ((("guarantees", name), what) for what in _guarantee(new, name, one, other))
        found += ((("guarantees", name), what) for what in hung_on(old, new, name, one, other))
    for name, was, now in _both(a.instruments, b.instruments):
        found += ((("instruments", name), what) for what in _instrument(new, name, was, now))
    for name, was_norm, norm in _both(a.norms, b.norms):
        found += ((("norms", name), what) for what in _norm(new, name, was_norm, norm))
    return tuple(found)


def _both(
    one: Mapping[str, Clause], other: Mapping[str, Clause]
) -> Iterator[tuple[str, Clause, Clause]]:
    for name, before in one.items():
        if name in other and other[name] != before:
            yield name, before, other[name]


# Steps -----------------------------------------------------------------------------------------


def _steps(old: Process, new: Process, procedure: str) -> Iterator[str]:
    before = {step.step.act: step for step in _compiled(old, procedure)}
    for step in _compiled(new, procedure):
        was = before.get(step.step.act)
        if was is not None:
            yield from _refusal(procedure, was, step)
            yield from _silence(procedure, was, step)
            yield from _time(was, step)
            yield from _stopping(procedure, was, step)
            yield from _ways(new, procedure, was, step)
            needs = ("can now be acted on only while {}", "now waits for nothing but its turn")
            yield from _condition(new, step.step.act, was.step.needs, step.step.needs, *needs)


def _compiled(process: Process, procedure: str) -> tuple[CompiledStep, ...]:
    return tuple(process.clauses.steps[process.clauses.index.procedures[procedure]])


def _refusal(procedure: str, was: CompiledStep, now: CompiledStep) -> Iterator[str]:
    if was.step.on_block == now.step.on_block or now.step.escrowed:
        return
    act = now.step.act
    alone = len(vetoes(now)) == len(now.electorate.rule.members)
    many = "one refusal" if alone else "a refusal by enough of those who vote"
    yield {
        "lapse": f"{many} now ends {procedure!r}",
        "hold": f"{many} of {act!r} no longer ends {procedure!r}: the step stays open",
        "next": f"{many} of {act!r} is now passed over: {procedure!r} goes on without it",
    }[now.step.on_block]


def _silence(procedure: str, was: CompiledStep, now: CompiledStep) -> Iterator[str]:
    if now.step.escrowed or was.step.escrowed or _if_silent(was) == _if_silent(now):
        return
    act = now.step.act
    carried = ", and no longer carries the step" if _if_silent(was) == "adopt" else ""
    yield {
        "adopt": f"silence now counts as agreement to {act!r}",
        "lapse": f"silence on {act!r} now ends {procedure!r}",
        "next": f"silence on {act!r} is now passed over: {procedure!r} goes on without it",
        "hold": f"silence on {act!r} now leaves the step open",
    }[_if_silent(now)] + carried


def _if_silent(compiled: CompiledStep) -> str:
    """Return what follows where nobody votes: of what the rule says, and of its time."""
    if compiled.within is None:
        return "hold"
    return "adopt" if compiled.wordless else compiled.on_timeout


def _time(was: CompiledStep, now: CompiledStep) -> Iterator[str]:
    act, before, after = now.step.act, was.step.within, now.step.within
    if before is None and after is not None:
        yield f"{act!r} must now come within {after.words}"
    elif before is not None and after is None:
        yield f"{act!r} now has no time limit"
    elif before is not None and after is not None and before.days != after.days:
        more = "longer" if after.days > before.days else "less time"
        yield f"{act!r} may now take {more}: {after.words}, and not {before.words}"


def _stopping(procedure: str, was: CompiledStep, now: CompiledStep) -> Iterator[str]:
    act = now.step.act
    if now.step.escrowed != was.step.escrowed:
        done = "is now done in advance" if now.step.escrowed else "is no longer done in advance"
        yield f"{act!r} in {procedure!r} {done}"
        return
    before, after = fewest_to_stop(was), fewest_to_stop(now)
    old = "nobody" if before is None else str(sum(before.values()))
    new = "nobody" if after is None else str(sum(after.values()))
    if old != new:
        members = len(now.electorate.rule.members)
        able = f"{new} of {members} can" if after is not None else "nobody can"
        could = f"{old} of {len(was.electorate.rule.members)}" if before is not None else "nobody"
        yield f"{able} now stop {act!r} in {procedure!r}, where it took {could}"


def _ways(new: Process, procedure: str, was: CompiledStep, now: CompiledStep) -> Iterator[str]:
    """Yield by which conduct members who could and can stop a step alone do so now, or no more."""
    before, after = ways_to_stop(was), ways_to_stop(now)
    changed: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for member in (m for m in after if m in before and before[m] != after[m]):
        changed.setdefault((before[member], after[member]), []).append(member)
    for (could, can), members in changed.items():
        who = _each(new, members, now)
        what = f"stop {now.step.act!r} in {procedure!r} alone by"
        gained, lost = (
            listed([WAYS[way] for way in WAYS if way in some and way not in others], "or")
            for some, others in ((can, could), (could, can))
        )
        if gained:
            yield f"{who} can now {what} {gained}{'' if lost else ' too'}"
        if lost:
            left = listed([WAYS[way] for way in can], "or")
            yield f"{who} can no longer {what} {lost}, but still by {left}"


def _each(new: Process, members: Sequence[str], step: CompiledStep) -> str:
    """Return that each of some members does something by itself, as the subject of a sentence."""
    if len(members) > _FEW:
        every = len(step.electorate.rule.members)
        return (
            f"each of the {every} members"
            if len(members) == every
            else (f"each of {len(members)} of the {every} members")
        )
    return f"{'each of ' * (len(members) > 1)}{names_of(new.clauses, members)}"


# Clauses ---------------------------------------------------------------------------------------


_REOPENS = {
    (True, False): "can no longer be opened again",
    ("after_effect", False): "can no longer be opened again",
    ("after_effect", True): "can no longer be opened again once it took effect",
    (False, True): "can now be opened again once it lapsed",
    (False, "after_effect"): "can now be opened again once it lapsed or took effect",
    (True, "after_effect"): "can now be opened again also once it took effect",
}


def _procedure(new: Process, name: str, was: Procedure, now: Procedure) -> Iterator[str]:
    if was.reopens != now.reopens:
        final = "" if now.reopens else _ended_for_good(new, name)
        yield f"{name!r} {_REOPENS[was.reopens, now.reopens]}{final}"
    gone = [by for by in was.opens.by if by not in now.opens.by]
    if gone and not now.opens.by:
        yield f"{name!r} now opens by itself"
    when = ("can now be opened only while {}", "can now be opened at any time")
    yield from _condition(new, name, was.opens.when, now.opens.when, *when)


def _ended_for_good(new: Process, name: str) -> str:
    """Say who can make a procedure lapse alone, after which it is not opened again."""
    steps = _compiled(new, name)
    able = dict.fromkeys(
        member
        for step in steps
        for member, ways in ways_to_stop(step).items()
        if any(lapses_by(step, way) for way in ways)
    )
    if not able:
        return ""
    return f": {any_one(new, list(able))} can end it alone, and then for good"


def _guarantee(new: Process, name: str, was: Guarantee, now: Guarantee) -> Iterator[str]:
    if was.response != now.response:
        more = strength(now.response) - strength(was.response)
        how = "more" if more > 0 else "less" if more < 0 else "something else"
        yield (
            f"{how} is owed under {name!r} than before"
            if more
            else (f"{how} is owed under {name!r}: {now.response}, and not {was.response}")
        )
    if was.joint != now.joint and _owers(new, now) > 1:
        yield (
            f"if one declines under {name!r}, the others now owe nothing"
            if now.joint
            else f"each now owes the response under {name!r}, whatever the others do"
        )
    if was.casus_foederis != now.casus_foederis:
        yield _threshold(new, was, now)
    if was.covers_ongoing != now.covers_ongoing:
        answers = "now answers" if now.covers_ongoing else "no longer answers"
        yield f"{name!r} {answers} an act that began before it did"
    yield from _by_when(name, was, now)
    yield from _outlived(name, was, now)
    keys = (
        ("in_force", "now binds only while {}", "no longer hangs on any condition"),
        ("activates_when", "now starts only once {}", "now starts at once"),
        ("due_when", *_due(now)),
    )
    lost = ("can now be lost: once {}", "can no longer be lost by forfeiture")
    yield from _changed(new, f"the loss of {name!r}", was.forfeited_if, now.forfeited_if, "once")
    yield from _appearing(new, name, was.forfeited_if, now.forfeited_if, *lost)
    for key, added, struck in keys:
        yield from _condition(new, name, getattr(was, key), getattr(now, key), added, struck)


def _due(now: Guarantee) -> tuple[str, str]:
    """Return what is said where a condition of what is due is another, and where there is none.

    Of a right nothing is ever due. What is due unless something is so ceases to be once it is.
    """
    arises = "now arises" if now.response == "right_only" else "is now due"
    ceases = now.due_when is not None and now.due_when.not_ is not None
    return f"{arises} only {'while' if ceases else 'once'} {{}}", f"{arises} at once"


def _by_when(name: str, was: Guarantee, now: Guarantee) -> Iterator[str]:
    """Say how long the answer may take from the day on which it is owed."""
    before, after = was.within, now.within
    if before is None and after is not None:
        yield f"the answer under {name!r} must now come within {after.words} of when it is owed"
    elif before is not None and after is None:
        yield f"the answer under {name!r} now has no time limit"
    elif before is not None and after is not None and before.days != after.days:
        more = "longer" if after.days > before.days else "less time"
        took = f"{after.words} from when it is owed, and not {before.words}"
        yield f"the answer under {name!r} may now take {more}: {took}"


def _owers(new: Process, g: Guarantee) -> int:
    """Return how many owe a response, the members of a collective party one by one."""
    parties = new.arrangement.parties
    every = [parties[by].members if by in parties else () for by in g.owed_by]
    return sum(len(members) or 1 for members in every)


def _threshold(new: Process, was: Guarantee, now: Guarantee) -> str:
    """Say which acts are answered now and were not, or the reverse."""
    acts = [act.act for act in new.arrangement.conduct[now.against].acts]
    against = called(new.arrangement, now.against)
    if was.casus_foederis not in acts or was.against != now.against:
        return f"the lowest act that is answered is now {now.casus_foederis!r} by {against}"
    old, lowest = acts.index(was.casus_foederis), acts.index(now.casus_foederis)
    between = listed([repr(act) for act in acts[min(old, lowest) : max(old, lowest)]])
    if lowest > old:
        return f"{between} by {against}: no longer answered"
    owes = response_words(now.response, several(new.arrangement, now.owed_by), now.owes)
    return f"{between} by {against}: now {names_of(new.clauses, now.owed_by)} {owes}"


def _instrument(new: Process, name: str, was: Instrument, now: Instrument) -> Iterator[str]:
    if was.sunset != now.sunset:
        if now.sunset is None:
            yield f"{name!r} no longer runs out"
        elif was.sunset is None:
            yield f"{name!r} now runs out after {now.sunset.words}"
        elif was.sunset.days != now.sunset.days:
            longer = "longer" if now.sunset.days > was.sunset.days else "less long"
            yield f"{name!r} now lasts {longer}: {now.sunset.words}, and not {was.sunset.words}"
    ended = [other for other in now.supersedes if other not in was.supersedes]
    if ended:
        yield f"{name!r} now ends {listed([repr(o) for o in ended])} when it enters into force"
    signing = [p for p in now.signed_by if p not in was.signed_by] if was.signed_by else []
    if signing:
        yield f"{name!r} now waits for the signature of {names_of(new.clauses, signing)}"
    tolled = ("now does not run out while {}", "now runs out whatever is under way")
    stops = f"what stops the time of {name!r}"
    yield from _changed(new, stops, was.tolled_while, now.tolled_while, "while")
    yield from _appearing(new, name, was.tolled_while, now.tolled_while, *tolled)
    yield from leaving(new, name, was, now)
    yield from once_ended(new, name, was, now)
    enters = ("now enters into force only once {}", "now enters into force on signature")
    yield from _condition(new, name, was.enters, now.enters, *enters)


def _norm(new: Process, name: str, was: Norm, now: Norm) -> Iterator[str]:
    unless = ("now has an exception: when {}", "no longer has an exception")
    yield from _changed(new, f"the exception to {name!r}", was.unless, now.unless, "when")
    yield from _appearing(new, name, was.unless, now.unless, *unless)
    while_ = ("now binds only while {}", "no longer hangs on any condition")
    yield from _condition(new, name, was.while_, now.while_, *while_)
    due = ("is now due only once {}", "is now due at once")
    yield from _condition(new, name, was.when, now.when, *due)
    yield from _outlived(name, was, now)


def _outlived(name: str, was: Norm | Guarantee, now: Norm | Guarantee) -> Iterator[str]:
    for end in ("withdrawal", "sunset"):
        if (end in was.survives) != (end in now.survives):
            how = "now outlives" if end in now.survives else "no longer outlives"
            yield f"{name!r} {how} the {end} of its instrument"


def _changed(
    new: Process, what: str, was: Condition | None, now: Condition | None, when: str
) -> Iterator[str]:
    """Say of something that is so on a condition on which other one it was: it is nothing new."""
    if was is not None and now is not None and was != now:
        extent = "another"
        if _left_out(was, now) is not None:
            extent = "wider"
        elif _left_out(now, was) is not None:
            extent = "narrower"
        is_, it_was = (f"{when} {said(new.clauses, one)}" for one in (now, was))
        yield f"{what} is {extent} now: {is_} (before: {it_was})"


def _appearing(
    new: Process,
    name: str,
    was: Condition | None,
    now: Condition | None,
    added: str,
    struck: str,
) -> Iterator[str]:
    """Say that something begins to be so on a condition, or is so on none any more."""
    if was is None or now is None:
        yield from _condition(new, name, was, now, added, struck)


def _condition(
    new: Process,
    name: str,
    was: Condition | None,
    now: Condition | None,
    added: str,
    struck: str,
) -> Iterator[str]:
    if was == now:
        return
    gone = _left_out(was, now) if "only" in added else None
    if gone is not None:  # that a part is struck is no new condition
        yield f"of what {name!r} hung on, this is no longer needed: {said(new.clauses, gone)}"
    else:
        yield f"{name!r} " + (added.format(said(new.clauses, now)) if now else struck)


def _left_out(was: Condition | None, now: Condition | None) -> Condition | None:
    """Return what is left out where a condition is that of before, less some of what it asked."""
    before, after = ((c.all or (c,)) if c is not None else () for c in (was, now))
    rest = tuple(part for part in before if part not in after)
    if not after or not rest or not all(part in before for part in after):
        return None
    return rest[0] if len(rest) == 1 else Condition(all=rest)
