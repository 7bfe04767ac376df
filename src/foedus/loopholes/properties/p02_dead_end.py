"""A state from which no answer can ever be reached again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from foedus.language import listed
from foedus.loopholes import premises
from foedus.loopholes.bearing import told
from foedus.loopholes.inquiry import Bad, Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.pared import pared
from foedus.loopholes.property import Property
from foedus.loopholes.reading import Threat
from foedus.loopholes.story import Line, paths
from foedus.process import Move, State, several
from foedus.process.exploration import Explored, Item, Rules, Test


def check(whole: Inquiry) -> Iterator[Loophole]:
    """Find the shortest way into a state from which no answer to the adversary can follow."""
    inquiry = whole.timeless
    for threat in inquiry.one_by_one():
        owed, duties = inquiry.owed(threat), [name for _, name, _ in inquiry.guarantees(threat)]
        goal = owed if duties else inquiry.effects(threat)
        seeds = inquiry.seeds(threat, effects=not duties)
        found = inquiry.worst_case(seeds, partial(_lost, inquiry, threat, goal))
        if found is not None:
            path = pared(inquiry.process, found.path, partial(_gone, inquiry, threat, goal, seeds))
            who = inquiry.whose(threat)
            table = "guarantees" if duties else "procedures"
            clauses = tuple(paths(table, duties or inquiry.answering(threat)))
            lines = told(inquiry.process, path, clauses)
            once = f"once {_event(inquiry, lines)}, " if lines else ""
            answered = "answered by a duty" if duties and _rights(inquiry, threat) else "answered"
            said = f"{once}no conduct of {who} can ever be {answered} again, whoever helps"
            yield inquiry.found("dead-end", said, path, clauses, threat=threat)


def _rights(inquiry: Inquiry, threat: Threat) -> bool:
    """Say whether a guarantee that makes nothing due but talk may answer what no duty does."""
    every = inquiry.guarantees(threat, duties=False)
    return len(every) > len(inquiry.guarantees(threat))


def _event(inquiry: Inquiry, lines: Sequence[Line]) -> str:
    """Return what the last line tells: what is done, or what time brings about.

    That an act ends takes no answer away; what came before it does, and both are told.
    """
    *before, last = lines
    if last.batch[0].kind == "conduct":
        a, move = inquiry.process.arrangement, last.batch[-1]
        one = not several(a, [move.actor])
        if not _falls(inquiry, before, move):
            goes = "goes" if one else "go"
            return f"{inquiry.called(move.actor)} {goes} as far as {move.clause!r}"
        since = [line for line in before if line.batch[0].kind != "conduct"]
        told = f"{_event(inquiry, since)} and " if since else ""
        return (
            f"{told}{inquiry.called(move.actor)} {'is' if one else 'are'} back at {move.clause!r}"
        )
    if last.batch[0].kind != "wait" or not last.follows:
        return last.said
    ended = [change.what for change in last.changes if change.section == "instruments"]
    return _all_left(inquiry, before, last) or listed(ended) or last.follows[0]


def _all_left(inquiry: Inquiry, before: Sequence[Line], last: Line) -> str:
    """Return that several have left, where it takes all of them: the last alone is not enough."""
    notices = [move for line in before for move in line.batch if move.kind == "withdraw"]
    texts = {move.clause for move in notices}
    leavers = [move.actor for move in notices]
    if len(leavers) == 1 or len(texts) != 1 or " has left " not in last.follows[0]:
        return ""
    return f"{inquiry.called(*leavers)} have left {texts.pop()!r}"


def _falls(inquiry: Inquiry, before: Sequence[Line], move: Move) -> bool:
    """Say whether an act is no graver than what whoever does it did to the same party before."""
    rungs = inquiry.process.clauses.index.rungs[move.actor]
    earlier = [
        rungs[act.clause]
        for line in before
        for act in line.batch
        if (act.kind, act.actor, act.against) == (move.kind, move.actor, move.against)
    ]
    return bool(earlier) and rungs[move.clause] < earlier[-1]


def _lost(inquiry: Inquiry, threat: Threat, goal: Test, graph: Explored) -> Bad:
    able = graph.reaching(goal, lambda at, edge: inquiry.is_so(graph.states[at], edge.batch))
    done = [] if inquiry.guarantees(threat) else _owed_deeds(inquiry, threat)

    def kept(_at: int, state: State) -> bool:
        met = any(state.record.performed[deed] for deed in done)  # then nothing is to be answered
        return inquiry.kept(state, threat) and not met

    return (kept if able.starts() else _never), able.outside


def _owed_deeds(inquiry: Inquiry, threat: Threat) -> list[int]:
    """Return the deeds that whoever acts owes by some norm: who does them has met it."""
    deeds, norms = inquiry.process.clauses.index.deeds, inquiry.process.arrangement.norms.values()
    return [deeds[n.obligation] for n in norms if n.obligation and threat.by in n.bearer]


def _gone(
    inquiry: Inquiry, threat: Threat, goal: Test, seeds: Sequence[Item], state: State
) -> bool:
    """Say whether no answer can be reached from the morning of a state, nor one forfeited."""
    if not inquiry.kept(state, threat):
        return False
    rules = Rules(allowed=inquiry.is_so, unnamed=True)
    graph = inquiry.graph(seeds, start=state, rules=rules, stop=goal, ever=True)
    return graph.stopped is None and graph.complete


def _never(_at: int, _state: State) -> bool:
    return False


PROPERTY = Property(
    2,
    "dead-end",
    "dead end",
    "A point after which what was to be answered cannot be answered any more, whoever helps.",
    "Sunsets and forfeiture aside, whoever can be answered at the start can still be answered from"
    " every point that the arrangement comes to, whatever everybody does.",
    "AG (¬forfeited → EF answer) where EF answer at the start, without sunsets",
    check,
    premises.answer,
)
