"""An answer that may come later than the act needs to be accomplished."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Path
from foedus.process import State
from foedus.process.clauses import CompiledStep
from foedus.process.exploration import STEADY, Batch
from foedus.process.state import Progress


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Add up the time limits on the way from an act to its answer, and compare with the act."""
    for threat in inquiry.threats:
        acts = inquiry.process.arrangement.conduct[threat.by].acts
        casus = inquiry.casus(threat)
        for rung, act in enumerate(acts):
            if rung < casus or act.needs is None:
                continue
            before, attacked = inquiry.attacked(threat, act.act)
            goal, seeds = inquiry.answer(threat)
            graph = inquiry.graph(
                seeds,
                start=attacked,
                rank=1,
                rules=STEADY,
                stop=goal,
            )
            if graph.stopped is None:
                continue
            path = graph.path(graph.stopped)
            steps = _steps(inquiry, attacked, path)
            least = graph.end(graph.stopped).day - attacked.day
            limits = [days for _, days in steps]
            slow = None if None in limits else max(least, sum(days or 0 for days in limits))
            if slow is None or slow > act.needs.days:
                said = _said(inquiry, threat, act.act, least, slow, steps, act.needs.words)
                yield inquiry.found("promptness", said, [*before, *path], [p for p, _ in steps])
                break


def _steps(
    inquiry: Inquiry, state: State, path: tuple[Batch, ...]
) -> list[tuple[Path, int | None]]:
    """Return the steps that are passed on the way, each with the most days that it may take."""
    clauses, process = inquiry.process.clauses, inquiry.process
    victims = {threat.against for threat in inquiry.threats}
    found: dict[Path, int | None] = {}
    for batch in path:
        for at, course in enumerate(state.record.procedures):
            if course.progress is Progress.OPEN:
                compiled = clauses.steps[at][course.step]
                if not compiled.step.escrowed:
                    place = ("procedures", clauses.procedure_ids[at], "steps", course.step)
                    found[place] = _latest(compiled, at_once=compiled.step.by in victims)
        if batch[0].kind == "wait":
            for move in batch:
                state = process.after(state, move)
        else:
            state = process.during(state, batch)
    return list(found.items())


def _latest(compiled: CompiledStep, *, at_once: bool) -> int | None:
    """Return the most days until a step is behind that all agree to, ``None`` without a limit.

    What only the end of its time decides takes effect on the morning after; where the step stays
    open past its limit, the limit limits nothing.
    """
    step, voters = compiled.step, compiled.electorate
    if at_once and not step.at_deadline:
        return 0
    if compiled.within is None or (step.on_timeout == "hold" and not at_once):
        return None
    by_time = step.at_deadline or step.on_timeout in ("adopt", "next")
    return compiled.within + (by_time or voters.passes(voters.blank))


def _said(
    inquiry: Inquiry,
    threat: Threat,
    act: str,
    least: int,
    slow: int | None,
    steps: list[tuple[Path, int | None]],
    needs: str,
) -> str:
    a, who = inquiry.process.arrangement, inquiry.whose(threat)
    endless = [
        a.procedures[str(path[1])].steps[int(path[3])].act for path, days in steps if days is None
    ]
    most = (
        f"may take {slow} days within the time limits"
        if slow is not None
        else f"has no time limit ({', '.join(map(repr, endless))})"
    )
    soonest = f"after {least} day{'s' * (least > 1)}" if least else "on the same day"
    if slow == least:
        most = f"comes {soonest} at the earliest"
        return (
            f"the answer to {act!r} by {who} {most}, though everybody agrees; {act!r} needs {needs}"
        )
    return (
        f"the answer to {act!r} by {who} {most}, though everybody agrees; {act!r} needs {needs},"
        f" and the text allows an answer {soonest} at the earliest"
    )


PROPERTY = Property(
    7,
    "promptness",
    "slow answer",
    "An answer that may come only when the act is already accomplished.",
    "When everybody agrees, the answer comes, at the very latest that the time limits allow,"
    " before the act it answers is accomplished.",
    "attacked ∧ all agree → AF≤needs(act) answer",
    check,
    premises.timed_duty,
)
