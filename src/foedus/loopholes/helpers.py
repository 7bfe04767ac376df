"""Whose acts on the ground are help against a threat, and what then answers it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.language import Act
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import play
from foedus.process import Move, State
from foedus.process.exploration import ACTED, Batch, Item, Rules, Test


def allies(inquiry: Inquiry, threat: Threat) -> frozenset[str]:
    """Return everybody with acts of its own that may be help against a threat.

    Whoever attacks somebody helps nobody by it, but for those whose only attack is on the one who
    threatens: that is an answer. The victim may act for itself.
    """
    attackers = {t.by for t in inquiry.threats if t.against != threat.by or inquiry.unprovoked(t)}
    return frozenset(inquiry.process.arrangement.conduct) - attackers - {threat.by}


def unbearable(inquiry: Inquiry, threat: Threat) -> tuple[Act, ...]:
    """Return the acts that the ladder of a threat calls unbearable, the lowest first.

    Where it says of none, all but compliance.
    """
    ladder = inquiry.process.arrangement.conduct[threat.by]
    lowest = ladder.unbearable_from
    return ladder.acts[inquiry.rung(threat.by, lowest) if lowest else 1 :]


def timed(inquiry: Inquiry, threat: Threat) -> tuple[Act, ...]:
    """Return the acts as grave as what a duty answers that are said to need time, lowest first."""
    acts = inquiry.process.arrangement.conduct[threat.by].acts[inquiry.casus(threat) :]
    return tuple(act for act in acts if act.needs is not None)


def arriving(inquiry: Inquiry, threat: Threat) -> tuple[Act, ...]:
    """Return those of them that help is said to take time to answer."""
    duties = inquiry.guarantees(threat)
    cases = [inquiry.rung(threat.by, g.casus_foederis) for _, _, g in duties if g.arrives]
    lowest = min(cases, default=None)
    found = timed(inquiry, threat)
    return tuple(
        act for act in found if lowest is not None and inquiry.rung(threat.by, act.act) >= lowest
    )


def helpers(inquiry: Inquiry, threat: Threat, attacked: State) -> frozenset[str]:
    """Return whose acts on the ground count as help after an act, which goes on.

    Those who neither attack nor are attacked; where with theirs alone no duty can come to be owed,
    all the allies.
    """
    known = inquiry.helpers.get((threat, attacked))
    if known is None:
        known, looked_through = _helpers(inquiry, threat, attacked)
        if looked_through:  # else it is asked again by whoever has the time
            inquiry.helpers[threat, attacked] = known
    return known


def _helpers(inquiry: Inquiry, threat: Threat, attacked: State) -> tuple[frozenset[str], bool]:
    """Return them, and whether what says so was looked through."""
    few, all_ = inquiry.bystanders, allies(inquiry, threat)
    owed, seeds = inquiry.owed(threat), inquiry.seeds(threat, effects=False)
    looked_through = True
    if (all_ - few) & frozenset(inquiry.slice(seeds).scope.actors):
        for able in (few, all_):
            graph = inquiry.graph(
                seeds, start=attacked, hour=ACTED, rules=inquiry.steadily(able), stop=owed
            )
            if graph.stopped is not None:
                return able, looked_through
            looked_through = looked_through and graph.complete
    return few, looked_through


def steady(inquiry: Inquiry, threat: Threat, attacked: State) -> Rules:
    """Return rules by which nobody leaves, and nobody but helpers changes its conduct."""
    return inquiry.steadily(helpers(inquiry, threat, attacked))


def answer_to(inquiry: Inquiry, threat: Threat, attacked: State) -> tuple[Test, list[Item]]:
    """Return the test whether an act under way is answered: by a duty if one can be owed.

    Where none can, however much everybody helps, a procedure that a breach sets off answers it
    by taking effect; where one can, it does not: an effect is no response.
    """
    known = inquiry.answers_to.get((threat, attacked))
    if known is None:
        owed, seeds = inquiry.owed(threat), inquiry.seeds(threat, effects=False)
        rules = steady(inquiry, threat, attacked)
        graph = inquiry.graph(seeds, start=attacked, hour=ACTED, rules=rules, stop=owed)
        known = (owed, seeds) if graph.stopped is not None else inquiry.answer(threat)
        if graph.complete:  # else it is asked again by whoever has the time
            inquiry.answers_to[threat, attacked] = known
    return known


def starts(inquiry: Inquiry, threat: Threat, act: str) -> Iterator[tuple[list[Batch], State]]:
    """Yield the plays in which an act is done as soon as a duty binds, and then as another does.

    A duty that bridges the time until another binds answers for itself alone. Last, where nothing
    can come to be owed for the act by itself, with what else of the same party a duty waits for.
    """
    first = inquiry.attacked(threat, act)
    seen = {first[1]}
    yield first
    for at, name, _ in inquiry.guarantees(threat):
        later = inquiry.attacked(threat, act, name)
        morning = inquiry.ready(threat, name)[1]
        if later[1] not in seen and inquiry.process.clauses.active(morning, at):
            seen.add(later[1])
            yield later
    more = _beside(inquiry, threat)
    if more and not any(_may_be_owed(inquiry, threat, state) for state in seen):
        before, acted = first[0], (*first[0][-1], *more)
        state = play(inquiry.process, before[:-1])
        if all(inquiry.process.refusal(state, move) is None for move in acted):
            yield [*before[:-1], acted], inquiry.process.during(state, acted)


def _beside(inquiry: Inquiry, threat: Threat) -> list[Move]:
    """Return what a duty waits for that the same party does to others than the one attacked."""
    moves: dict[str, Move] = {}
    for _, _, g in inquiry.guarantees(threat):
        for condition in (g.in_force, g.activates_when, g.due_when):
            for path, atom in condition.placed(()) if condition is not None else ():
                act, to = atom.act or atom.acted, atom.against or ""
                elsewhere = atom.by == threat.by and to not in ("", threat.front)
                if act and elsewhere and path.count("not") % 2 == 0:
                    moves[to] = inquiry.process.clauses.aimed(threat.by, act, to)
    return list(moves.values())


def _may_be_owed(inquiry: Inquiry, threat: Threat, attacked: State) -> bool:
    """Say whether a duty can come to be owed for an act that goes on, if everybody helps."""
    seeds = inquiry.seeds(threat, effects=False)
    rules, owed = steady(inquiry, threat, attacked), inquiry.owed(threat)
    graph = inquiry.graph(seeds, start=attacked, hour=ACTED, rules=rules, stop=owed)
    return graph.stopped is not None
