"""A consequence that takes effect though nobody breached anything."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.figures import Figure
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process import State
from foedus.process.exploration import Item, Rules
from foedus.process.state import Progress


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way for a consequence to take effect without the breach it answers."""
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for name, procedure in a.procedures.items():
        norms = inquiry.grounds(name)
        if not procedure.then or not norms:
            continue
        at, broken = index.procedures[name], [index.norms[n] for n in norms]

        def breached(state: State, broken: list[int] = broken) -> bool:
            return any(state.world.breached[norm] for norm in broken)

        def effect(state: State, at: int = at, broken: list[int] = broken) -> bool:
            done = state.record.procedures[at].progress is Progress.DONE
            return done and not any(state.world.breached[norm] for norm in broken)

        seeds = [Item("procedure", name), *(Item("breached", n) for n in norms)]
        graph = inquiry.graph(seeds, rules=Rules(avoid=breached), stop=effect)
        if graph.stopped is not None:
            named = " or ".join(map(repr, norms))
            said = f"{name!r} takes effect though {named} was not breached"
            yield inquiry.found(
                "false-flag",
                said,
                graph.path(graph.stopped),
                [("procedures", name), *(("norms", norm) for norm in norms)],
                chance=_chance(inquiry, norms),
            )


def _chance(inquiry: Inquiry, norms: tuple[str, ...]) -> Figure | None:
    """Return the chance that a breach is found when there was none, where the file gives one."""
    a = inquiry.process.arrangement
    for norm in norms:
        for bearer in a.norms[norm].bearer:
            ladder = a.conduct.get(bearer)
            if ladder is not None and ladder.false_alarm is not None:
                rate = ladder.false_alarm
                because = (
                    f"the chance that an act of {bearer} is found when there was none, as given",
                    rate.because or "measured",
                )
                return Figure(
                    rate.middle, rate.lowest, rate.highest, kind=rate.kind, because=because
                )
    return None


PROPERTY = Property(
    8,
    "false-flag",
    "false flag",
    "No consequence of a breach takes effect unless there was a breach.",
    "AG (effect → breached)",
    check,
)
