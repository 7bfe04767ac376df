"""An answer that may come later than the act needs to be accomplished."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from foedus.language import Act, Arrangement, listed
from foedus.loopholes import premises
from foedus.loopholes.helpers import answer_to, steady, timed
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path, clause_of
from foedus.process import CompiledStep, Course, Move, Process, Progress, State, evening
from foedus.process.exploration import Batch, Rules

_UNLIMITED = ("allege", "open", "perform", "sign", "conduct")
"""What somebody does on the way without being called to by a step, which could limit the time."""


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Add up the time limits on the way from an act to its answer, and compare with the act."""
    for threat in inquiry.threats:
        for act in timed(inquiry, threat):
            needs = act.needs.days if act.needs else 0
            before, attacked = inquiry.attacked(threat, act.act)
            way = _quickest(inquiry, threat, attacked, needs)
            if way is None or way.latest <= needs:
                continue
            said = _said(inquiry, threat, act, way)
            where = [p for p, _ in way.steps]
            if way.slow is not None and way.given:
                name, days = next(iter(way.given.items()))
                said = _response(inquiry, threat, act, name, way.slow + days)
                where.append(("guarantees", name, "within"))
            yield inquiry.found("promptness", said, [*before, *way.path], where)
            break


class Way(NamedTuple):
    """A way to an answer on which everybody agrees.

    Parameters
    ----------
    path
        The shortest play.
    least
        After how many days it can be behind.
    steps, slow
        What others do on it and the most days for each, and for all, ``None`` without a limit.
    given
        What is owed in the end, and how long it may take.
    overnight
        Whether it is the end of a time limit that comes last: what it decides is there as that day
        ends, and what is to be in time for the day comes too late.
    """

    path: tuple[Batch, ...]
    least: int
    steps: list[tuple[Path, int | None]]
    slow: int | None
    given: dict[str, int]
    overnight: bool

    @property
    def latest(self) -> float:
        """After how many days the response has come at the latest."""
        if self.slow is None:
            return inf
        return self.slow + (sum(self.given.values()) if self.given else self.overnight)


def _quickest(inquiry: Inquiry, threat: Threat, attacked: State, needs: int) -> Way | None:
    """Return a way that is in time or, without one, that which is late least.

    The shortest play comes first, then those that do without something that was done on it.
    """
    goal, seeds = answer_to(inquiry, threat, attacked)
    best: Way | None = None
    pending, tried = [frozenset[str]()], set[frozenset[str]]()
    while pending:
        without = pending.pop(0)
        if without in tried:
            continue
        tried.add(without)
        rules = _without(steady(inquiry, threat, attacked), without)
        graph = inquiry.graph(seeds, start=attacked, rank=1, rules=rules, stop=goal)
        if graph.stopped is None:
            continue
        path, end = graph.path(graph.stopped), graph.end(graph.stopped)
        steps, slow, overnight = _steps(inquiry, threat, attacked, path)
        given = _given(inquiry, threat, end)
        way = Way(path, _last_day(inquiry, attacked, path), steps, slow, given, overnight)
        if way.latest > needs:  # then it is told, and with it how soon an answer may come
            soonest = inquiry.soonest(seeds, goal, attacked, rules)
            least = _last_day(inquiry, attacked, soonest[1]) if soonest else way.least
            way = way._replace(least=least)
        if best is None or way.latest < best.latest:
            best = way
        if best.latest <= needs:
            break
        done = dict.fromkeys(batch[0].clause for batch in path if batch[0].kind in _DONE)
        pending += [without | {clause} for clause in done]
    return best


_DONE = ("allege", "open", "perform", "ballot")


def _without(rules: Rules, clauses: frozenset[str]) -> Rules:
    """Return rules by which nothing is done, besides, in some procedures and about some deeds."""
    if not clauses:
        return rules

    def allowed(state: State, batch: Batch) -> bool:
        left_out = batch[0].kind in _DONE and batch[0].clause in clauses
        return not left_out and (rules.allowed is None or rules.allowed(state, batch))

    return rules._replace(allowed=allowed)


def _given(inquiry: Inquiry, threat: Threat, end: State) -> dict[str, int]:
    """Return what is owed in the end, and how long it may take, if all that is owed may wait."""
    owed = inquiry.process.clauses.owed
    duties = {name: g.within for at, name, g in inquiry.guarantees(threat) if owed(end, at)}
    days = {name: within.days for name, within in duties.items() if within is not None}
    if not days or len(days) < len(duties):
        return {}  # where the text sets no limit, what is asked is when the response is owed
    soonest = min(days, key=lambda name: days[name])
    return {soonest: days[soonest]}


def _response(inquiry: Inquiry, threat: Threat, act: Act, name: str, slow: int) -> str:
    """Say that what is owed in time may be given late."""
    g = inquiry.process.arrangement.guarantees[name]
    limit = g.within.words if g.within else ""
    needs = act.needs.words if act.needs else ""
    return (
        f"the response to {act.act!r} by {inquiry.whose(threat)} may come as late as {slow} days"
        f" after it, since {name!r} gives {limit} from when it is owed; {act.act!r} needs {needs}"
    )


def _steps(
    inquiry: Inquiry, threat: Threat, attacked: State, path: tuple[Batch, ...]
) -> tuple[list[tuple[Path, int | None]], int | None, bool]:
    """Return what is done on the way by others, each with the most days that it may take.

    And the latest day by which the path is behind, ``None`` without a limit: what is under way side
    by side takes no longer than the longer of it, and what waits for a date waits for it. And
    whether what is behind last is decided by the end of its time.
    """
    process, victims = inquiry.process, set(inquiry.diligent(threat))
    found: dict[Path, int | None] = {}
    state, now = attacked, 0.0
    begun = dict.fromkeys(range(len(state.record.procedures)), now)
    evenings: set[float] = set()
    for batch in path:
        if batch[0].kind in _UNLIMITED and not victims & _may(inquiry, batch[0]):
            place = clause_of(process, state, batch[0])
            place = place if place[0] == "conduct" else place[:2]
            found[place] = _within(inquiry, batch[0])
            now += _or_ever(found[place])
        before, came, state = state, *_after(process, state, batch)
        now = max(now, came - attacked.day)
        for at, course in _ended(before, state):
            compiled = process.clauses.steps[at][course.step]
            if not compiled.step.escrowed:
                place = ("procedures", process.clauses.procedure_ids[at], "steps", course.step)
                found[place] = _latest(compiled, at_once=compiled.step.by in victims)
                begun[at] += _or_ever(found[place])
                if found[place] and _by_time(compiled):
                    evenings.add(begun[at])
            now = max(now, begun[at])
        for at, course in enumerate(state.record.procedures):
            if course.progress is Progress.OPEN is not before.record.procedures[at].progress:
                begun[at] = now
    return list(found.items()), int(now) if now < inf else None, now in evenings


def _after(process: Process, state: State, batch: Batch) -> tuple[int, State]:
    """Return the state after a batch, and the day on which what it brought came about.

    What time alone brings may come as a day ends, before the next begins.
    """
    if batch[0].kind != "wait":
        return state.day, process.during(state, batch)
    before = state
    for move in batch:
        before, state = state, process.after(state, move)
    ended = evening(process.clauses, before, state.day)
    overnight = ended[1:3] == state[1:3] != before[1:3]
    return state.day - overnight, state


def _last_day(inquiry: Inquiry, attacked: State, path: tuple[Batch, ...]) -> int:
    """Return how many days after the act a play has brought what it leads to."""
    state, came = attacked, attacked.day
    for batch in path:
        came, state = _after(inquiry.process, state, batch)
    return came - attacked.day


def _ended(before: State, after: State) -> Iterator[tuple[int, Course]]:
    """Yield each procedure whose step is behind, with where it stood."""
    pairs = zip(before.record.procedures, after.record.procedures, strict=True)
    for at, (was, now) in enumerate(pairs):
        if was.progress is Progress.OPEN and (was.progress, was.step) != (now.progress, now.step):
            yield at, was


def _or_ever(days: int | None) -> float:
    return inf if days is None else days


def _may(inquiry: Inquiry, move: Move) -> set[str]:
    """Return everybody who may make this move: the victim need not wait for another's."""
    procedures = inquiry.process.arrangement.procedures
    opens = move.kind in ("allege", "open")
    return set(procedures[move.clause].opens.by) if opens else {move.actor}


def _within(inquiry: Inquiry, move: Move) -> int | None:
    """Return how long what no step calls for may take: the limit of a norm that obliges to it."""
    norms = inquiry.process.arrangement.norms.values()
    owed = [n.within for n in norms if move.kind == "perform" and n.obligation == move.clause]
    return min((within.days for within in owed if within is not None), default=None)


def _latest(compiled: CompiledStep, *, at_once: bool) -> int | None:
    """Return the most days until a step is behind that all agree to, ``None`` without a limit.

    Where the step stays open past its limit, the limit limits nothing.
    """
    step = compiled.step
    if at_once and not step.at_deadline:
        return 0
    if compiled.within is None or (step.on_timeout == "hold" and not at_once):
        return None
    return compiled.within


def _by_time(compiled: CompiledStep) -> bool:
    """Say whether the end of its time may decide a step that all agree to."""
    step, voters = compiled.step, compiled.electorate
    blank = voters.passes(voters.blank)
    return step.at_deadline or step.on_timeout in ("adopt", "next") or blank


def _said(inquiry: Inquiry, threat: Threat, act: Act, way: Way) -> str:
    a, who = inquiry.process.arrangement, inquiry.whose(threat)
    endless = [_named(a, path) for path, days in way.steps if days is None]
    last = f"the end of day {way.slow}" if way.overnight and way.slow else ""
    most = (
        f"may take {f'until {last}' if last else f'{way.slow} days'} within the time limits"
        if way.slow is not None
        else f"has no time limit ({listed(list(map(repr, endless)))})"
    )
    least, needs = way.least, act.needs.words if act.needs else ""
    soonest = f"after {least} day{'s' * (least > 1)}" if least else "on the same day"
    said = f"the answer to {act.act!r} by {who}"
    if way.slow == least:
        most = f"comes {f'at {last}' if last else soonest} at the earliest"
        return f"{said} {most}, though everybody agrees; {act.act!r} needs {needs}"
    return (
        f"{said} {most}, though everybody agrees; {act.act!r} needs {needs},"
        f" and what is meant to answer it can come {soonest} at the earliest"
    )


def _named(a: Arrangement, path: Path) -> str:
    """Return what is done there: a step, an act, or what has no parts."""
    if path[0] == "conduct":
        return a.conduct[str(path[1])].acts[int(path[3])].act
    return a.procedures[str(path[1])].steps[int(path[3])].act if path[2:] else str(path[1])


PROPERTY = Property(
    7,
    "promptness",
    "slow answer",
    "An answer that may come only when the act is already accomplished.",
    "When everybody agrees, a response that can come at all comes to be owed, at the very latest"
    " that the time limits allow, no later than the act it answers is accomplished; and where the"
    " text limits how long the response may take, it comes by then.",
    "attacked ∧ all agree ∧ EF answer → AF≤needs(act) answer",
    check,
    premises.timed_duty,
)
