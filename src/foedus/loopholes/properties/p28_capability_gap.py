"""Help that is owed sooner than it can arrive."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.figures import Figure
from foedus.language import Act, Estimate
from foedus.loopholes import premises
from foedus.loopholes.helpers import steady
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Compare the days until force is on the ground with the days that the act needs."""
    a = inquiry.process.arrangement
    for threat in inquiry.one_by_one():
        told = set[str]()
        for rung, name, arrives in _timed(inquiry, threat):
            if name in told:
                continue
            act = a.conduct[threat.by].acts[rung]
            before, attacked = inquiry.attacked(threat, act.act, name)
            seeds, rules = inquiry.seeds(threat), steady(inquiry, threat, attacked)
            found = inquiry.soonest(seeds, inquiry.owes(name), attacked, rules)
            if found is None:
                continue
            due = found[0].day - attacked.day
            if due + arrives.highest <= _needs(act):
                continue
            told.add(name)
            always = due + arrives.lowest > _needs(act)
            soonest, latest = due + arrives.lowest, due + arrives.highest
            span = f"{soonest:.0f}" if soonest == latest else f"{soonest:.0f} to {latest:.0f}"
            said = (
                f"{act.act!r} needs {act.needs.words if act.needs else ''}, and help under {name!r}"
                f" {'comes' if always else 'may come'} after {span} days"
            )
            days = Figure(
                due + arrives.middle,
                due + arrives.lowest,
                due + arrives.highest,
                unit="days",
                kind=arrives.kind,
                because=(arrives.because or "measured",),
            )
            story = [*before, *found[1]]
            clauses = [("guarantees", name, "arrives"), ("conduct", threat.by, "acts", rung)]
            yield inquiry.found("capability-gap", said, story, clauses, chance=days)


def _timed(inquiry: Inquiry, threat: Threat) -> Iterator[tuple[int, str, Estimate]]:
    """Yield, for help that takes time, the acts that it answers, the quickest first."""
    acts = inquiry.process.arrangement.conduct[threat.by].acts
    for _, name, g in inquiry.guarantees(threat):
        casus = inquiry.rung(threat.by, g.casus_foederis)
        timed = [rung for rung in range(casus, len(acts)) if acts[rung].needs is not None]
        if g.arrives is not None and timed:
            for rung in sorted(timed, key=lambda rung: _needs(acts[rung])):
                yield rung, name, g.arrives


def _needs(act: Act) -> int:
    return act.needs.days if act.needs is not None else 0


PROPERTY = Property(
    28,
    "capability-gap",
    "capability gap",
    "Help that is owed in time and arrives too late.",
    "Help that is owed can be on the ground before any act that it answers is accomplished.",
    "days to owed + arrives ≤ needs(act)",
    check,
    premises.arriving,
)
