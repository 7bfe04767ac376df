"""How instruments stand: what changes, through which day they bind, and what holds back their end.

A notice or a sunset can be held back by a condition. No day is named as the last unless the
instrument ends on it as the state has it; dates that the condition names are looked ahead at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from foedus.language import Condition, agreeing, listed
from foedus.process.clauses import Clauses
from foedus.process.conditions import BINDING
from foedus.process.grounds import ground
from foedus.process.naming import name_of, names_of, said
from foedus.process.state import NEVER, Exit, Life, Standing, State
from foedus.process.told import Change, being, completed

_STANDINGS = {
    Standing.IN_FORCE: "enters into force",
    Standing.NOTICE_GIVEN: "is under notice",
    Standing.WITHDRAWN: "has ended by withdrawal",
    Standing.EXPIRED: "has ended by its sunset",
    Standing.TERMINATED: "has ended",
}


def standings(clauses: Clauses, before: State, after: State) -> Iterator[Change]:
    """Yield what has changed in how instruments stand, and what has not though its time is over."""
    rows = zip(before.record.instruments, after.record.instruments, strict=True)
    for at, (was, life) in enumerate(rows):
        name = clauses.instrument_ids[at]
        if life.standing is not was.standing:
            through = (
                f" and {_through(clauses, after, at, life.ends)}"
                if life.standing is Standing.NOTICE_GIVEN
                else ""
            )
            because = _reason(clauses, before, after, at)
            yield Change(
                f"{name!r} {_STANDINGS[life.standing]}{through}", "instruments", name, because
            )
        elif (sunset := clauses.sunsets[at]) is not None and life.since != was.since:
            anew = f"{name!r} begins anew, to last through {clauses.date_of(sunset(life.since))}"
            yield Change(anew, "instruments", name, _reason(clauses, before, after, at))
        yield from _exits(clauses, after, at, was)
        if after.over and life.standing in BINDING:
            yield from _held_back(clauses, after, at)


def _exits(clauses: Clauses, after: State, at: int, was: Life) -> Iterator[Change]:
    """Yield who is under notice, or has left, where an instrument goes on for the others."""
    name, known = clauses.instrument_ids[at], {gone.party: gone for gone in was.exits}
    life = after.record.instruments[at]
    ended = was.standing in BINDING and life.standing is Standing.WITHDRAWN  # by those very exits
    for gone in life.exits:
        if known.get(gone.party) == gone or (ended and gone.out != NEVER):
            continue
        if gone.out == NEVER:
            noticed = f"{being(clauses, gone.party)} under notice to leave {name!r}"
            bound = _through(clauses, after, at, gone.ends, who=gone.party)
            yield Change(f"{noticed}, and {bound}", "instruments", name)
        else:
            who = name_of(clauses, gone.party)
            lasts = life.standing in BINDING
            what = f"{who} {agreeing(who, 'has')} left {name!r}"
            what += ", which goes on for the others" if lasts else ""
            yield Change(what, "instruments", name, _ran(clauses, after, at, gone.ends))


def _through(clauses: Clauses, state: State, at: int, ends: int, who: str = "") -> str:
    """Say through which day an instrument under notice binds, or the one who leaves it.

    It may end by its sunset before its notice has run out, or not end while that is barred.
    """
    text = clauses.arrangement.instruments[clauses.instrument_ids[at]]
    binds = "bound by it" if who else "binds"
    sunset = clauses.sunsets[at]
    last = sunset(state.record.instruments[at].since) if sunset is not None else None
    if last is not None and last < ends:
        early = max(last, state.day)
        if not clauses.tolled(state._replace(day=early), at):
            held = ", which nothing holds back any more" if last < state.day else ""
            on = clauses.date_of(last)
            return f"{binds} through {clauses.date_of(early)}, its sunset being {on}{held}"
    day, bar = clauses.date_of(ends), text.withdrawal.barred_while if text.withdrawal else None
    if bar is None:
        return f"{binds} through {day}"
    barring = said(clauses, _may_still_hold(bar, clauses.date_of(state.day)))
    if clauses.barred(state._replace(day=ends), at):
        return f"{binds} after {day} too: its notice does not run out while {barring}"
    return (
        f"{binds} through {day}"
        if _dated(bar)
        else f"{binds} through {day}, and on while {barring}"
    )


def _may_still_hold(bar: Condition, on: date) -> Condition:
    """Return a condition without the ways to hold that a date has ended by a day."""
    left = tuple(c for c in bar.any or () if not (c.not_ and c.not_.from_ and c.not_.from_ <= on))
    if not left:
        return bar
    return left[0] if len(left) == 1 else Condition(any=left)


def _dated(c: Condition) -> bool:
    """Say whether a condition hangs on dates alone, so that it can be looked ahead at."""
    return all(atom.from_ is not None for atom in c.atoms())


def _held_back(clauses: Clauses, evening: State, at: int) -> Iterator[Change]:
    """Yield what goes on though its last day is over, where that day has just ended."""
    name, life = clauses.instrument_ids[at], evening.record.instruments[at]
    text, today = clauses.arrangement.instruments[name], evening.day
    bar = text.withdrawal.barred_while if text.withdrawal else None
    if bar is not None:
        why = ground(clauses, evening, bar)
        if life.standing is Standing.NOTICE_GIVEN and life.ends == today:
            yield Change(
                f"{name!r} stays in force, though its notice is over", "instruments", name, why
            )
        for gone in life.exits:
            if gone.out == NEVER and gone.ends == today:
                bound = f"{being(clauses, gone.party)} still bound by {name!r}"
                yield Change(f"{bound}, though its notice is over", "instruments", name, why)
    sunset = clauses.sunsets[at]
    if sunset is not None and sunset(life.since) == today and text.tolled_while is not None:
        what = f"{name!r} stays in force, though its time is over"
        yield Change(what, "instruments", name, ground(clauses, evening, text.tolled_while))


def _ran(clauses: Clauses, after: State, at: int, ends: int) -> str:
    """Say through which day a notice ran that has run out now, or was barred until now."""
    late = ", and nothing bars it any more" if ends < _last_evening(after) else ""
    return f"its notice ran through {clauses.date_of(ends)}{late}"


def _last_evening(after: State) -> int:
    """Return the day that has ended last."""
    return after.day if after.over else after.day - 1


def _reason(clauses: Clauses, before: State, after: State, at: int) -> str:
    name = clauses.instrument_ids[at]
    was, life = before.record.instruments[at], after.record.instruments[at]
    text = clauses.arrangement.instruments[name]
    if life.standing is Standing.WITHDRAWN:
        if was.standing is Standing.NOTICE_GIVEN:
            return _ran(clauses, after, at, was.ends)
        return _last_left(clauses, after, was, text.parties)
    if life.standing is Standing.EXPIRED and text.sunset is not None:
        since, sunset = max(was.since, 0), clauses.sunsets[at]
        late = sunset is not None and sunset(since) < _last_evening(after)
        held = ", and nothing holds its end back any more" if late else ""
        return f"it was to last {text.sunset.words} from {clauses.date_of(since)}{held}"
    ended = life.standing is Standing.TERMINATED
    for number, procedure in enumerate(clauses.arrangement.procedures.values()):
        named = [e.terminate if ended else e.bring_into_force for e in procedure.then]
        if name in named and completed(before, after, number):
            return f"{clauses.procedure_ids[number]!r} has taken effect"
    if ended:
        by = [n for n, i in clauses.arrangement.instruments.items() if name in i.supersedes]
        return f"{listed([repr(n) for n in by])} supersedes it" if by else ""
    if life.standing is Standing.IN_FORCE:
        alone = len(text.parties) == 1 and not text.signed_by
        signed = "it is adopted" if alone else "all who must sign it have done so"
        return f"{signed} and {ground(clauses, after, text.enters)}" if text.enters else signed
    return ""


def _last_left(clauses: Clauses, after: State, was: Life, parties: tuple[str, ...]) -> str:
    """Say whose notice left a treaty of several with fewer than two, so that it ended for all."""
    over = [g for g in was.exits if g.out == NEVER and g.ends <= _last_evening(after)]
    return f"{_notices(clauses, over)}, and {_left(clauses, was, over, parties)}"


def _notices(clauses: Clauses, over: list[Exit]) -> str:
    return listed(
        [
            f"the notice of {name_of(clauses, g.party)} ran through {clauses.date_of(g.ends)}"
            for g in over
        ]
    )


def _left(clauses: Clauses, was: Life, over: list[Exit], parties: tuple[str, ...]) -> str:
    gone = {g.party for g in was.exits if g.out != NEVER} | {g.party for g in over}
    left = [party for party in parties if party not in gone]
    if not left:
        return "no party is left"
    named = names_of(clauses, left)
    return f"{named} alone {agreeing(named, 'is')} left"
