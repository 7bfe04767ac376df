"""Help that is owed sooner than it can arrive."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.figures import Figure
from foedus.loopholes import premises
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.process.exploration import STEADY


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Compare the days until force is on the ground with the days that the act needs."""
    a = inquiry.process.arrangement
    for threat in inquiry.threats:
        owed = inquiry.owed(threat)
        for _, name, g in inquiry.guarantees(threat):
            rung = inquiry.rung(threat.by, g.casus_foederis)
            act = a.conduct[threat.by].acts[rung]
            if g.arrives is None or act.needs is None:
                continue
            before, attacked = inquiry.attacked(threat, act.act)
            graph = inquiry.graph(
                inquiry.seeds(threat), start=attacked, rank=1, rules=STEADY, stop=owed
            )
            if graph.stopped is None:
                continue
            due = graph.end(graph.stopped).day - attacked.day
            if due + g.arrives.highest <= act.needs.days:
                continue
            always = due + g.arrives.lowest > act.needs.days
            soonest, latest = due + g.arrives.lowest, due + g.arrives.highest
            said = (
                f"{act.act!r} needs {act.needs.words}, and help under {name!r}"
                f" {'comes' if always else 'may come'} after {soonest:.0f} to {latest:.0f} days"
            )
            days = Figure(
                due + g.arrives.middle,
                due + g.arrives.lowest,
                due + g.arrives.highest,
                unit="days",
                kind=g.arrives.kind,
                because=(g.arrives.because or "measured",),
            )
            story = [*before, *graph.path(graph.stopped)]
            clauses = [("guarantees", name, "arrives"), ("conduct", threat.by, "acts", rung)]
            yield inquiry.found("capability-gap", said, story, clauses, chance=days)


PROPERTY = Property(
    28,
    "capability-gap",
    "capability gap",
    "Help that is owed in time and arrives too late.",
    "Help that is owed can be on the ground before the act is accomplished.",
    "days to owed + arrives ≤ needs(act)",
    check,
    premises.arriving,
)
