"""What several owe, and nobody owes any more once one of them declines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from foedus.language import Arrangement, Guarantee, agreeing, is_duty, strength
from foedus.loopholes import together
from foedus.loopholes.inquiry import Inquiry
from foedus.loopholes.loophole import Loophole
from foedus.loopholes.property import Property
from foedus.loopholes.reading import DEFENCE
from foedus.process import Answer, State, able
from foedus.process.exploration import ACTED, Batch, Item, Rules

_STILL = ("withdraw", "prevail", "repel")
_ANSWERS = ("honour", "decline")


def check(inquiry: Inquiry) -> Iterator[Loophole]:
    """Find a play in which one of several declines, and with it the response cannot come."""
    a = inquiry.process.arrangement
    for at, (name, g) in enumerate(a.guarantees.items()):
        if strength(g.response) < DEFENCE or len(together.owers(inquiry, g)) < 2:
            continue
        if len(g.owed_by) == 1:
            yield from _within(inquiry, at, name, g) if g.joint else ()
            continue
        for one in able(g):
            hole = _declined(inquiry, at, name, one)
            if hole is not None:
                yield hole
                break
    for first, second in together.linked(a):
        hole = _falls_with(inquiry, first, second)
        if hole is not None:
            yield hole


def _in_its_place(a: Arrangement, first: str, second: str) -> Iterator[str]:
    """Yield the promises of no less than the second that are owed because the first is not kept."""
    lost = a.guarantees[second]
    for name, g in a.guarantees.items():
        alike = (g.protects.state, g.against) == (lost.protects.state, lost.against)
        read = [atom for c in (g.activates_when, g.due_when) if c for atom in c.atoms()]
        instead = any(first in (atom.declined, atom.overdue) for atom in read)
        if (
            alike
            and instead
            and is_duty(g.response)
            and strength(g.response) >= strength(lost.response)
        ):
            yield name


def _falls_with(inquiry: Inquiry, first: str, second: str) -> Loophole | None:
    """Return the play in which the first promise is declined and the second falls away with it.

    None where then somebody else comes to owe as much: there is no less for the victim.
    """
    clauses, index = inquiry.process.clauses, inquiry.process.clauses.index.guarantees
    at, other = index[second], index[first]
    seeds = [Item("answers", first), Item("answers", second)]
    owes = inquiry.owes(second)

    @cache
    def could_come(state: State) -> bool:
        """Say whether the second is or could come to be owed, in this case or a later one."""
        free = Rules(leaving=False)
        ahead = inquiry.graph(seeds, start=state, hour=ACTED, rules=free, stop=owes)
        return ahead.stopped is not None

    def lets(state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind in _ANSWERS:  # asked is of the first of a chain that fails
            return (move.kind, move.clause) == ("decline", first) and could_come(state)
        return move.kind not in _STILL

    def void(state: State) -> bool:
        under_way = clauses.under_way(state, at)
        return clauses.declined(state, other) and under_way and not owes(state)

    graph = inquiry.graph(seeds, rules=Rules(allowed=lets, leaving=False), stop=void)
    if inquiry.graph(seeds, stop=owes).stopped is None or graph.stopped is None:
        return None
    path, end, hour = (
        graph.path(graph.stopped),
        graph.end(graph.stopped),
        graph.hours[graph.stopped],
    )
    steady = inquiry.steady
    still = [second, *_in_its_place(inquiry.process.arrangement, first, second)]
    seeds += [Item("owed", name) for name in still[1:]]
    any_of = [inquiry.owes(name) for name in still]
    later = inquiry.graph(
        seeds,
        start=end,
        hour=hour,
        rules=steady,
        stop=lambda state: any(owed(state) for owed in any_of),
        ever=True,
    )
    if later.stopped is not None or not later.complete:
        return None
    who = inquiry.called(*_declining(inquiry, other, end))
    said = (
        f"once {who} {agreeing(who, 'declines')}"
        f" under {first!r}, nothing is owed under {second!r} by"
        f" {inquiry.called(*inquiry.process.arrangement.guarantees[second].owed_by)}"
    )
    return inquiry.found("void-if-declined", said, path, [("guarantees", second)])


def _declining(inquiry: Inquiry, at: int, end: State) -> list[str]:
    """Return who has declined in the end, of those who owe a response."""
    g = list(inquiry.process.arrangement.guarantees.values())[at]
    answers = end.record.guarantees[at].answers
    pairs = zip(g.owed_by, answers, strict=True)
    return [by for by, answer in pairs if answer is Answer.DECLINED]


def _declined(inquiry: Inquiry, at: int, name: str, one: str) -> Loophole | None:
    """Return the play in which `one` declines, and the others owe nothing that can come."""
    clauses = inquiry.process.clauses

    def lets(_state: State, batch: Batch) -> bool:
        move = batch[0]
        if move.kind in _ANSWERS and move.clause == name:
            return (move.kind, move.actor) == ("decline", one)
        return move.kind not in _STILL  # what is promised besides may come first, or be refused

    def void(state: State) -> bool:
        return _answered(inquiry, at, one, state) and (
            clauses.declined(state, at) or not clauses.owed(state, at)
        )

    seeds = [Item("answers", name)]
    rules = Rules(allowed=lets, avoid=partial(_answered, inquiry, at, one), leaving=False)
    graph = inquiry.graph(seeds, rules=rules, stop=void)
    if graph.stopped is None or not graph.complete:
        return None
    who = inquiry.called(one)
    declines = agreeing(who, "declines")
    said = f"once {who} {declines}, nothing is owed any more under {name!r} by the others"
    clause = ("guarantees", name, *(["joint"] if _joint(inquiry, name) else []))
    return inquiry.found("void-if-declined", said, graph.path(graph.stopped), [clause])


def _answered(inquiry: Inquiry, at: int, one: str, state: State) -> bool:
    """Say whether `one` has declined."""
    g = list(inquiry.process.arrangement.guarantees.values())[at]
    answers = state.record.guarantees[at].answers
    return answers[g.owed_by.index(one)] is Answer.DECLINED


def _joint(inquiry: Inquiry, name: str) -> bool:
    return inquiry.process.arrangement.guarantees[name].joint


def _within(inquiry: Inquiry, at: int, name: str, g: Guarantee) -> Iterator[Loophole]:
    """Yield that the members of one body owe a response only together, if it ever is owed."""
    owed = inquiry.process.clauses.owed
    graph = inquiry.graph([Item("owed", name)], stop=lambda state: owed(state, at))
    if graph.stopped is not None:
        party = inquiry.process.arrangement.parties[g.owed_by[0]]
        who = inquiry.called(*g.owed_by)
        said = (
            f"the {len(party.members)} members of {who} owe the response under {name!r} only all"
            f" together, as one: none of them owes it alone, and once {who}"
            f" {agreeing(who, 'declines')}, nothing is owed by any of them"
        )
        clauses = [("guarantees", name, "joint")]
        yield inquiry.found("void-if-declined", said, graph.path(graph.stopped), clauses)


PROPERTY = Property(
    35,
    "void-if-declined",
    "void if one declines",
    "A promise of several that falls away for all when one of them declines.",
    "What several owe is still owed by the others when one of them declines.",
    "AG (owed by several ∧ one declines → owed by the others)",
    check,
    together.shared_duty,
)
