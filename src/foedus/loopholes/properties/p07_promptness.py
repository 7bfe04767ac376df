"""An answer that may come later than the act needs to be accomplished."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from foedus.language import Act, Arrangement, Duration, listed
from foedus.loopholes import premises
from foedus.loopholes.helpers import answer_to, steady, timed
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.lateness import AT_ONCE, MAIN, Late, Leg, after, latest, starts
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path, clause_of
from foedus.process import CompiledStep, Course, Move, Process, Progress, State, evening
from foedus.process.exploration import ACTED, Batch, Rules

_UNLIMITED = ("allege", "open", "perform", "sign", "conduct")
"""What somebody does on the way without being called to by a step, which could limit the time."""


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Add up the time limits on the way from an act to its answer, and compare with the act."""
    for threat in inquiry.threats:
        for act in timed(inquiry, threat):
            before, attacked = inquiry.attacked(threat, act.act)
            way = _quickest(inquiry, threat, attacked, act)
            if way is None or way.excess <= 0:
                continue
            said = _said(inquiry, threat, act, way)
            where = [p for p, _ in way.steps]
            if way.slow is not None and way.given:
                said = _response(inquiry, threat, act, way.given, int(way.latest))
                where.append(("guarantees", way.given, "within"))
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
    steps
        What others do on it, and the most that each may take.
    slow
        The most days for all of it, ``None`` without a limit: of the days on which the act may be
        done, from that on which the response may be latest.
    given
        What is owed in the end, where the response has a limit of its own.
    latest, excess
        After how many days the response has come at the latest, and by how many that is more than
        the act needs.
    overnight
        Whether it is the end of a time limit that comes last: what it decides is there as that day
        ends, and what is to be in time for the day comes too late.
    """

    path: tuple[Batch, ...]
    least: int
    steps: list[tuple[Path, Duration | None]]
    slow: int | None
    given: str
    latest: float
    excess: float
    overnight: bool


def _quickest(inquiry: Inquiry, threat: Threat, attacked: State, act: Act) -> Way | None:
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
        graph = inquiry.graph(seeds, start=attacked, hour=ACTED, rules=rules, stop=goal)
        if graph.stopped is None:
            continue
        path, end = graph.path(graph.stopped), graph.end(graph.stopped)
        way = _timed(inquiry, threat, act, attacked, path, end)
        if way.excess > 0:  # then it is told, and with it how soon an answer may come
            soonest = inquiry.soonest(seeds, goal, attacked, rules)
            least = _last_day(inquiry, attacked, soonest[1]) if soonest else way.least
            way = way._replace(least=least)
        if best is None or way.excess < best.excess:
            best = way
        if best.excess <= 0:
            break
        done = dict.fromkeys(batch[0].clause for batch in path if batch[0].kind in _DONE)
        pending += [without | {clause} for clause in done]
    return best


def _timed(
    inquiry: Inquiry,
    threat: Threat,
    act: Act,
    attacked: State,
    path: tuple[Batch, ...],
    end: State,
) -> Way:
    """Return a way with how late it may be, the act done on whatever day: where it is latest.

    Where something waits for a date, only of the day on which the play does it.
    """
    process, needs = inquiry.process, act.needs or AT_ONCE
    steps, legs = _steps(inquiry, threat, attacked, path)
    given, limit = _given(inquiry, threat, end)
    first, last = (process.date_of(day) for day in (attacked.day, inquiry.horizon))
    dated = inquiry.slice(answer_to(inquiry, threat, attacked)[1]).scope.names("date")
    limits = [leg.within for leg in legs]
    found: list[tuple[bool, float, float, Late]] = []
    for day in starts([*limits, limit, needs], first, first if dated else last):
        late = latest(legs, day)
        total = after(late.days, limit, day) if given else late.days + late.overnight
        excess = total - after(0, needs, day)
        found.append((excess > 0, total, excess, late))
    _, total, excess, late = max(found, key=lambda one: one[:2])
    slow = int(late.days) if late.days < inf else None
    least = _last_day(inquiry, attacked, path)
    return Way(path, least, steps, slow, given, total, excess, late.overnight)


_DONE = ("allege", "open", "perform", "sign", "ballot")


def _without(rules: Rules, clauses: frozenset[str]) -> Rules:
    """Return rules by which nothing is done, besides, in some procedures and about some deeds."""
    if not clauses:
        return rules

    def allowed(state: State, batch: Batch) -> bool:
        left_out = batch[0].kind in _DONE and batch[0].clause in clauses
        return not left_out and (rules.allowed is None or rules.allowed(state, batch))

    return rules._replace(allowed=allowed)


def _given(inquiry: Inquiry, threat: Threat, end: State) -> tuple[str, Duration]:
    """Return what is owed in the end, and how long it may take, if all that is owed may wait."""
    owed = inquiry.process.clauses.owed
    duties = {name: g.within for at, name, g in inquiry.guarantees(threat) if owed(end, at)}
    limits = {name: within for name, within in duties.items() if within is not None}
    if not limits or len(limits) < len(duties):
        return "", AT_ONCE  # where the text sets no limit, what is asked is when it is owed
    soonest = min(limits, key=lambda name: limits[name].days)
    return soonest, limits[soonest]


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
) -> tuple[list[tuple[Path, Duration | None]], list[Leg]]:
    """Return what is done on the way by others, each with the most that it may take.

    And the same as lines of time: what waits for a date waits for it.
    """
    process, victims = inquiry.process, set(inquiry.diligent(threat))
    found: dict[Path, Duration | None] = {}
    legs: list[Leg] = []
    state = attacked
    for batch in _one_night_each(path):
        if batch[0].kind in _UNLIMITED and not victims & _may(inquiry, batch[0]):
            place = clause_of(process, state, batch[0])
            place = place if place[0] == "conduct" else place[:2]
            found[place] = _within(inquiry, batch[0])
            legs.append(Leg(MAIN, found[place]))
        before, came, state = state, *_after(process, state, batch)
        legs.append(Leg(MAIN, at_least=came - attacked.day))
        for at, course in _ended(before, state):
            compiled = process.clauses.steps[at][course.step]
            within: Duration | None = AT_ONCE
            if not compiled.step.escrowed:
                place = ("procedures", process.clauses.procedure_ids[at], "steps", course.step)
                found[place] = _latest(inquiry, compiled, compiled.step.by in victims)
                within = found[place]
            legs.append(Leg(at, within, by_time=_by_time(compiled)))
        for at, course in enumerate(state.record.procedures):
            if course.progress is Progress.OPEN is not before.record.procedures[at].progress:
                legs.append(Leg(at, begins=True))
    return list(found.items()), legs


def _one_night_each(path: tuple[Batch, ...]) -> Iterator[Batch]:
    """Yield the batches of a play, time passing a night at a time: each may end another step."""
    for batch in path:
        yield from ((move,) for move in batch) if batch[0].kind == "wait" else [batch]


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


def _may(inquiry: Inquiry, move: Move) -> set[str]:
    """Return everybody who may make this move: the victim need not wait for another's."""
    procedures = inquiry.process.arrangement.procedures
    opens = move.kind in ("allege", "open")
    return set(procedures[move.clause].opens.by) if opens else {move.actor}


def _within(inquiry: Inquiry, move: Move) -> Duration | None:
    """Return how long what no step calls for may take: the limit of a norm that obliges to it."""
    norms = inquiry.process.arrangement.norms.values()
    owed = [n.within for n in norms if move.kind == "perform" and n.obligation == move.clause]
    limits = [within for within in owed if within is not None]
    return min(limits, key=lambda within: within.days, default=None)


def _latest(inquiry: Inquiry, compiled: CompiledStep, at_once: bool) -> Duration | None:
    """Return the most until a step is behind that all agree to, ``None`` without a limit.

    Where the step stays open past its limit, the limit limits nothing.
    """
    step = compiled.step
    if at_once and not step.at_deadline:
        return AT_ONCE
    if compiled.within is None or (step.on_timeout == "hold" and not at_once):
        return None
    body = inquiry.process.arrangement.bodies.get(step.by)
    return step.within or (body.silence if body is not None else None)


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
    premises.timed_answer,
)
