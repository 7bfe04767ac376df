"""Decision tables: rules by which a side plays, tried against everything that the other may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from foedus.language import listed
from foedus.loopholes.situations import APART, Situation, situation
from foedus.process.exploration import Batch, Edge
from foedus.process.walk import Contest, Moves, led_to, may_precede

OPEN = "as soon as that is open"
_Called = tuple[Batch, int | None]
"""A move; a ballot with the step in which it is cast."""


class Rule(NamedTuple):
    """One line of a decision table.

    Parameters
    ----------
    when
        In which situation.
    who
        Who of those whose table it is.
    does
        What they are then to do, or not to do.
    """

    when: str
    who: str
    does: str

    @property
    def leaves(self) -> bool:
        """Whether it says that something is not done."""
        return self.does.startswith("not ")


class Table:
    """A decision table being made, with the nodes at which each rule is followed.

    Parameters
    ----------
    contest
        The contest.
    ours
        Whether it is the table of the side that wants the goal.
    """

    def __init__(self, contest: Contest, *, ours: bool) -> None:
        self._contest, self._ours = contest, ours
        self._rules: dict[Rule, dict[Batch, set[int]]] = {}
        self._contrary: dict[Rule, dict[Rule, set[_Called]]] = {}

    def adds(self, rule: Rule, batch: Batch = (), at: int | None = None) -> None:
        """Put down a rule and, where it is about one move, that it is followed at a node."""
        nodes = self._rules.setdefault(rule, {}).setdefault(batch, set())
        nodes |= set() if at is None else {at}

    def spares(self, rule: Rule, contrary: Mapping[Rule, set[Batch]], at: int) -> None:
        """Say that a ballot may not be needed, and what else the same side could cast there."""
        known = self._contrary.setdefault(rule, {})
        for other, batches in contrary.items():
            known.setdefault(other, set()).update(self._called(at, batch) for batch in batches)

    def told(self) -> tuple[Rule, ...]:
        """Return the rules, each with the situation in which it is followed, where that matters.

        It matters where the rules do not come to what is wanted if each of them is followed as soon
        as it can be.
        """
        rules: dict[Rule, Situation | None] = dict.fromkeys(self._rules)
        if not self._works(rules):
            rules = {rule: self._situation(rule) for rule in self._rules}
            for rule in [rule for rule, found in rules.items() if found is APART]:
                always = {
                    **rules,
                    rule: None,
                }  # of which no words tell when, as it need not be told
                rules = always if self._works(always) else rules
        return self._together(self._needed(rules) if self._ours else rules)

    def _needed(self, rules: Mapping[Rule, Situation | None]) -> Mapping[Rule, Situation | None]:
        """Leave out each move without which the goal comes all the same, only not so soon.

        Where another ballot would keep it away, that is what must not be cast.
        """
        needed = dict(rules)
        for rule in rules:
            fewer = {other: found for other, found in needed.items() if other != rule}
            if rule.leaves or self._must(rule) or not self._works(fewer):
                continue
            undoing = {
                other._replace(does=f"not {other.does}"): None
                for other in self._contrary.get(rule, ())
                if not self._works({**fewer, other: None})
            }
            if fewer or undoing:  # a table tells something
                needed = {**fewer, **undoing}
        return needed

    def _must(self, rule: Rule) -> bool:
        """Say whether a rule is about a ballot of which it is not known what its absence does."""
        voted = any(batch and batch[0].kind == "ballot" for batch in self._rules[rule])
        return voted and rule not in self._contrary

    def _calls(self, rule: Rule) -> set[_Called]:
        """Return the moves that a rule is about, or what contradicts one."""
        followed = self._rules.get(rule, {}).items()
        found = {self._called(at, batch) for batch, nodes in followed for at in nodes}
        return found.union(*(others.get(rule, ()) for others in self._contrary.values()))

    def _called(self, at: int, batch: Batch) -> _Called:
        """Return a move with the step that it is cast in: ballots in two steps look alike."""
        if not batch or batch[0].kind != "ballot":
            return batch, None
        graph = self._contest.graph
        number = graph.process.clauses.index.procedures[batch[0].clause]
        return batch, graph.states[at].record.procedures[number].step

    def _together(self, rules: Mapping[Rule, Situation | None]) -> tuple[Rule, ...]:
        """Let several of whom the same is asked in the same situation share a line."""
        voted = {rule.when for rule in rules if not rule.leaves} - {OPEN}
        who: dict[tuple[str, str], list[str]] = {}
        for rule, found in rules.items():
            if not rule.leaves or rule.when not in voted:
                who.setdefault((_when(rule, found), rule.does), []).append(rule.who)
        return tuple(Rule(when, listed(names), does) for (when, does), names in who.items())

    # In which situation ------------------------------------------------------------------------

    def _situation(self, rule: Rule) -> Situation | None:
        """Return what tells where a rule is followed from where it must not be."""
        followed = set[int]().union(*self._rules[rule].values())
        if not followed:
            return None
        wrong = set(self._wrong(rule)) - followed
        graph = self._contest.graph
        states = ([graph.states[at] for at in sorted(some)] for some in (followed, wrong))
        return situation(graph.process, graph.projection.scope, *states)

    def _wrong(self, rule: Rule) -> Iterator[int]:
        """Yield where a rule is not followed: where it could be, or another one is."""
        for other, nodes in self._rules.items():
            undone = other.does == rule.does.removeprefix("not ")
            voted = other.when == rule.when and any(b and b[0].kind == "ballot" for b in nodes)
            if other != rule and (undone or voted):
                yield from set[int]().union(*nodes.values())
        if not rule.leaves:
            moves = self._rules[rule]
            yield from (at for at in self._met for e in self._own(at) if e.batch in moves)

    @cached_property
    def _met(self) -> tuple[int, ...]:
        """The nodes that come about where every rule is followed where it was put down, only."""
        moved = {
            (at, batch)
            for rule, moves in self._rules.items()
            for batch, nodes in moves.items()
            for at in nodes
            if not rule.leaves
        }
        pending, seen = [0], {0}
        while pending:
            at = pending.pop()
            mine = [e for e in self._own(at) if (at, e.batch) in moved]
            theirs = () if mine and not self._ours else self._others(at)
            onward = {e.to for e in (*(mine or self._waits(at)), *theirs)} - seen
            seen |= onward
            pending += onward
        return tuple(sorted(seen))

    # Whether it works --------------------------------------------------------------------------

    def _works(self, rules: Mapping[Rule, Situation | None]) -> bool:
        """Say whether what is wanted comes where every rule is followed as soon as it can be.

        With the goal wanted: whatever the others do, and do first, it comes. Else: it never does;
        then whoever has something to do at once does it before what the others may do as late on
        that day.
        """
        graph, won = self._contest.graph, self._contest.won
        every = range(len(graph.states))
        mine = [self._led(at, rules) for at in every]
        if self._ours:
            moves = [_all_of(mine[at] or self._waits(at), self._others(at)) for at in every]
            return 0 in led_to(graph, moves, {at for at in won if not graph.edges[at]})
        onward = [
            [*mine[at], *_before(self._others(at), mine[at])]
            or [*self._waits(at), *self._others(at)]
            for at in every
        ]
        return won.isdisjoint(_met([{e.to for e in edges} for edges in onward]))

    def _led(self, at: int, rules: Mapping[Rule, Situation | None]) -> list[Edge]:
        """Return what the rules ask for at a node, if any is followed there."""
        state = self._contest.graph.states[at]
        moves = {
            called
            for rule, found in rules.items()
            if not rule.leaves and (found is None or found.holds(state))
            for called in self._calls(rule)
        }
        return [e for e in self._own(at) if self._called(at, e.batch) in moves]

    def _own(self, at: int) -> list[Edge]:
        edges = ours_at(self._contest, at) if self._ours else theirs_at(self._contest, at)
        return [e for e in edges if e.batch[0].kind != "wait"]

    def _others(self, at: int) -> list[Edge]:
        edges = theirs_at(self._contest, at) if self._ours else ours_at(self._contest, at)
        return [e for e in edges if e.batch[0].kind != "wait"]

    def _waits(self, at: int) -> list[Edge]:
        return [e for e in self._contest.graph.edges[at] if e.batch[0].kind == "wait"]


def _all_of(led: Sequence[Edge], theirs: Sequence[Edge]) -> Moves:
    """Return moves of which every one that is led to has to be won, not one of them.

    Of those that come at several hours of a day the earliest: what comes later follows on them.
    """
    if not led:
        return ()
    hour = min(e.batch[0].rank for e in led)
    led = [e for e in led if e.batch[0].rank == hour]
    last = led[0]
    before = frozenset(e.to for e in (*may_precede(theirs, last), *led))
    return ((last.to, before),)


def _before(others: Sequence[Edge], mine: Sequence[Edge]) -> Iterator[Edge]:
    """Yield what the others can do on a day before the first of our moves of that day."""
    first = min((e.batch[0].rank for e in mine), default=0)
    return (e for e in others if e.batch[0].rank < first)


def _met(onward: Sequence[set[int]]) -> set[int]:
    """Return the nodes that come about from the first."""
    pending, seen = [0], {0}
    while pending:
        ahead = onward[pending.pop()] - seen
        seen |= ahead
        pending += ahead
    return seen


def _when(rule: Rule, found: Situation | None) -> str:
    if found is None:
        return rule.when
    return f"{rule.when}{',' if found is APART else ' and'} {found.words}"


def ours_at(contest: Contest, at: int) -> list[Edge]:
    """Return what the side that wants the goal can do at a node, the end of the day included."""
    state = contest.graph.states[at]
    return [
        e
        for e in contest.graph.edges[at]
        if e.batch[0].kind == "wait" or contest.sides.ours(state, e.batch)
    ]


def theirs_at(contest: Contest, at: int) -> list[Edge]:
    """Return what the side that does not want the goal can do at a node."""
    edges = contest.graph.edges[at]
    return [e for e in edges if e.batch[0].kind != "wait" and contest.sides.theirs(e.batch)]
