"""A sunset that falls during the dispute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from foedus.loopholes import binding
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import helping
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import play
from foedus.process import Progress, Standing, State
from foedus.process.exploration import Batch, Edge, Explored, Rules, Zone, losses


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a day on which an instrument runs out, and an answer is lost that was owed or pending.

    Pending is what a procedure under way could bring.
    """
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    dated = [name for name, i in a.instruments.items() if i.sunset is not None]
    for threat in inquiry.threats if dated else ():
        _, seeds = inquiry.answer(threat)
        in_scope = inquiry.slice(seeds).scope.names("instrument")
        for name in (name for name in dated if name in in_scope):
            found = _lost(inquiry, threat, index.instruments[name], _STAYING)
            if found is not None:
                tellings = (
                    _lost(inquiry, threat, index.instruments[name], rules)
                    for rules in _tellings(inquiry, threat)
                )
                found = next((told for told in tellings if told is not None), found)
                pending = _open(play(inquiry.process, found[:-1]))
                what = "a procedure is under way" if pending else "an answer is owed"
                said = f"{name!r} runs out while {what}, and the answer is lost"
                clauses = [("instruments", name, "sunset")]
                yield inquiry.found("expiry", said, found, clauses, threat=threat)


_STAYING = Rules(leaving=False)


def _tellings(inquiry: Inquiry, threat: Threat) -> Iterator[Rules]:
    """Yield in which plays it is told best: of one attack, at which nobody says no."""
    for answering in (True, False):  # told best where what is alleged answers the attack
        yield Rules(allowed=_willing(inquiry, threat, answering), leaving=False)


def _lost(
    inquiry: Inquiry, threat: Threat, instrument: int, rules: Rules
) -> tuple[Batch, ...] | None:
    """Return the shortest play in which the instrument runs out and an answer is lost with it."""
    goal, seeds = inquiry.answer(threat)
    casus, owed = inquiry.casus(threat), inquiry.owed(threat)

    def least(graph: Explored) -> tuple[Explored, int, Edge, Zone] | None:
        able = graph.reaching(goal, helping(inquiry, graph, threat))
        found = [
            (graph.cost(at, timely), timely, number, at, step)
            for number, (at, step, zone) in enumerate(losses(graph, able))
            if (_open(graph.states[at]) or owed(graph.states[at]))
            and inquiry.at(graph.states[at], threat) >= casus
            and not _expired(graph.states[at], instrument)
            and _expired(graph.states[step.to], instrument)
            and (timely := graph.timely(at, zone)) is not None
        ]
        for _, zone, _, at, step in sorted(found, key=lambda loss: loss[:3]):
            if graph.rough or _needed(inquiry, threat, instrument, graph.over(at, step, zone)):
                return graph, at, step, zone
        return None

    lost = inquiry.certain(seeds, least, rules)
    return lost[0].over(*lost[1:]) if lost is not None else None


def _expiring(before: State, after: State) -> list[int]:
    """Return the instruments that run out in between."""
    pairs = range(len(before.record.instruments))
    return [at for at in pairs if _expired(after, at) and not _expired(before, at)]


def _needed(inquiry: Inquiry, threat: Threat, instrument: int, path: tuple[Batch, ...]) -> bool:
    """Say whether an instrument is one of those that take the answer with them, on one evening.

    An answer can still come if it alone goes on, or, if none of them is enough, if all do. What
    another thing takes away that evening, such as a step that lapses, no sunset does.
    """
    goal, seeds = inquiry.answer(threat)
    *rest, last = path
    state = play(inquiry.process, rest)
    for move in last[:-1]:
        state = inquiry.process.after(state, move)
    ending = _expiring(state, inquiry.process.after(state, last[-1]))

    def saved(ats: Sequence[int]) -> bool:
        lives = list(state.record.instruments)
        for at in ats:
            lives[at] = lives[at]._replace(since=state.day)  # its time begins anew
        going_on = state.recording(state.record._replace(instruments=tuple(lives)))
        start, rules = inquiry.process.after(going_on, last[-1]), inquiry.steady
        return inquiry.graph(seeds, start=start, rules=rules, stop=goal).stopped is not None

    if saved([instrument]):
        return True
    return len(ending) > 1 and not any(saved([at]) for at in ending) and saved(ending)


def _willing(inquiry: Inquiry, threat: Threat, answering: bool) -> Callable[[State, Batch], bool]:
    """Let the adversary attack once, and nobody leave or say no: what is lost is lost to time.

    When `answering`, nothing is alleged or opened before the attack.
    """
    casus = inquiry.casus(threat)

    def allowed(state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind == "conduct":
            attacks = inquiry.at(state, threat) < casus
            return (
                attacks
                and move.actor == threat.by
                and inquiry.rung(threat.by, move.clause) == casus
            )
        if answering and move.kind in ("allege", "open"):
            return inquiry.at(state, threat) >= casus
        return move.kind != "ballot" or move.choice == "yes"

    return allowed


def _expired(state: State, instrument: int) -> bool:
    return state.record.instruments[instrument].standing is Standing.EXPIRED


def _open(state: State) -> bool:
    return any(course.progress is Progress.OPEN for course in state.record.procedures)


PROPERTY = Property(
    12,
    "expiry",
    "expiry during dispute",
    "A treaty that runs out during a dispute and takes the answer with it.",
    "Exits aside, no sunset takes away the answer to an attack that is owed, or that a procedure"
    " under way could still bring.",
    "AG (attacked ∧ (owed ∨ open ∧ EF answer) → after the sunset EF answer)",
    check,
    binding.sunset,
)
