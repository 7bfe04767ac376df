"""An exit after which an act that would have been answered no longer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from foedus.language import agreeing
from foedus.loopholes import binding
from foedus.loopholes.helpers import steady
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.judging import helping
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.process import Standing, State
from foedus.process.exploration import ACTED, Batch, Found, Rules, Zone, easiest, without


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find an instrument that the adversary can leave, then attack, and meet no consequence."""
    inquiry = whole.timeless
    a, index = inquiry.process.arrangement, inquiry.process.clauses.index
    for threat in inquiry.one_by_one():
        leaving = [
            name
            for name, i in a.instruments.items()
            if i.withdrawal and threat.by in i.withdrawal.by
        ]
        answered = _answered_at_first(inquiry, threat) if leaving else set[int]()
        if not answered:
            continue
        _, seeds = binding.answer_or_right(inquiry, threat)
        for name in leaving:
            if name not in inquiry.slice(seeds).scope.names("instrument"):
                continue
            found = _escaped(inquiry, threat, index.instruments[name], answered)
            if found is not None:
                who = inquiry.whose(threat)
                attacks = agreeing(inquiry.called(threat.by), "attacks")
                said = f"by leaving {name!r} first, {who} {attacks} without any consequence"
                if not inquiry.guarantees(threat) and not inquiry.answering(threat):
                    said = f"by leaving {name!r} first, {who} {attacks} and nobody may respond"
                clauses = [("instruments", name, "withdrawal")]
                yield inquiry.found("withdrawal-dodge", said, found.path, clauses, threat=threat)


def _escaped(inquiry: Inquiry, threat: Threat, instrument: int, answered: set[int]) -> Found | None:
    """Return a state in which one party, alone, has left and attacks, and no answer can come."""
    goal, seeds = binding.answer_or_right(inquiry, threat)
    a = inquiry.process.arrangement
    texts = (a.instruments[name] for name in inquiry.slice(seeds).scope.names("instrument"))
    leavers = {by for text in texts if text.withdrawal for by in text.withdrawal.by}
    rules = Rules(allowed=_only(threat)) if leavers - {threat.by} else Rules()
    everything = inquiry.graph(seeds, rules=rules)
    signed = inquiry.process.clauses.instrument_ids[instrument]
    casus = inquiry.casus(threat)

    def lets(state: State, batch: Batch) -> bool:
        """Let all sign what it leaves, before it acts: only what all have signed can be left."""
        if batch[0].kind == "sign" and batch[0].clause == signed:
            return inquiry.at(state, threat) < casus
        return _by(batch, threat)

    only = Rules(allowed=lets)
    alone = inquiry.graph(seeds, rules=only)
    if not (everything.complete and alone.complete):
        return None
    able = everything.reaching(goal, helping(inquiry, everything, threat))

    def escaped(_at: int, state: State) -> bool:
        return inquiry.at(state, threat) in answered and _left(state, instrument, threat.by)

    def unanswered(at: int) -> list[Zone]:
        twins = everything.alike(alone.key(at))
        return without(alone.zones[at], [zone for twin in twins for zone in able.inside(twin)])

    return easiest(alone, escaped, unanswered)


def _by(batch: Batch, threat: Threat) -> bool:
    """Say whether a batch needs nobody but one party, so that what is lost is lost by its exit."""
    return all(move.kind == "wait" or move.actor == threat.by for move in batch)


def _only(threat: Threat) -> Callable[[State, Batch], bool]:
    """Let nobody else leave."""
    return lambda _state, batch: batch[0].kind != "withdraw" or batch[0].actor == threat.by


def _left(state: State, instrument: int, by: str) -> bool:
    """Say whether one party has given notice, for itself or for all."""
    life = state.record.instruments[instrument]
    alone = any(gone.party == by for gone in life.exits)
    return alone or life.standing in (Standing.NOTICE_GIVEN, Standing.WITHDRAWN)


def _answered_at_first(inquiry: Inquiry, threat: Threat) -> set[int]:
    """Return the rungs that can be answered when they are reached first, without leaving."""
    goal, seeds = binding.answer_or_right(inquiry, threat)
    rungs: set[int] = set()
    for act in inquiry.answered(threat):
        _, attacked = inquiry.attacked(threat, act)
        rules = steady(inquiry, threat, attacked)
        graph = inquiry.graph(seeds, start=attacked, hour=ACTED, rules=rules, stop=goal)
        rungs |= {inquiry.rung(threat.by, act)} if graph.stopped is not None else set()
    return rungs


PROPERTY = Property(
    13,
    "withdrawal-dodge",
    "withdrawal to dodge",
    "An attacker that leaves a treaty first, and is then not answered.",
    "The adversary cannot escape an answer by leaving an instrument before it acts.",
    "AG[only the adversary acts, once what it leaves is signed] (left ∧ attacked →"
    " EF[attack goes on] answer)",
    check,
    binding.leaving,
)
